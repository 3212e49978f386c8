//! `capex catalog …` through the binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene must fail")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn capex(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("capex").unwrap();
    command.arg("catalog").args(arguments).env("COLUMNS", "100");
    command
}

/// Relative to the package, where tests run, so that no output holds a path of this machine.
fn fixture(name: &str) -> String {
    format!("tests/fixtures/catalogs/{name}")
}

/// The small catalogues of the fixtures alone.
fn small(arguments: &[&str]) -> Command {
    let mut command = capex(arguments);
    command.args(["--alone", "--catalogs", &fixture("small")]);
    command
}

fn stdout(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(command: &mut Command) -> Value {
    serde_json::from_str(&stdout(command.args(["--format", "json"]))).unwrap()
}

#[test]
fn the_built_in_catalogues_are_clean() {
    let said = stdout(&mut capex(&["check"]));
    assert!(said.starts_with("没有问题"), "{said}");
}

#[test]
fn the_folder_of_the_repository_may_be_checked_under_its_own_name() {
    // Its files bear the same names as those compiled in.
    let said = stdout(&mut capex(&["check", "catalogs/"]));
    assert!(said.starts_with("没有问题"), "{said}");
}

#[test]
fn a_broken_folder_is_refused_with_every_problem() {
    let folder = tempfile::tempdir().unwrap();
    let text = "catalog: broken\ntitle: 坏的目录\ncolour: red\nentries:\n  - key: a\n";
    fs::write(folder.path().join("broken.yaml"), text).unwrap();
    let output = capex(&["check", folder.path().to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    for part in ["broken.yaml:3:1: 没有名为“colour”的键", "缺少“document”", "broken.yaml:5:10: 条目“a”缺少“evidence”"]
    {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
}

#[test]
fn an_example_that_fails_fails_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let overlay = "overlay: ndrc-2013\nentries:\n  - key: blast-furnace\n    examples: {hit: [900立方米高炉], clear: [转炉], review: [高炉2座], exempt: [300立方米铸造用高炉]}\n";
    fs::write(folder.path().join("local.yaml"), overlay).unwrap();
    let output = capex(&["check", folder.path().to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("local.yaml:4:22: 条目“blast-furnace”的例子“900立方米高炉”应为命中，实为不涉及"), "{said}");
}

#[test]
fn the_list_tells_what_is_in_force_on_the_day() {
    let in_force = |day: &str| -> Vec<(String, bool)> {
        let list = json(small(&["list"]).args(["--as-of", day]));
        let edition =
            |edition: &Value| (edition["id"].as_str().unwrap().to_owned(), edition["in_force"].as_bool().unwrap());
        list.as_array().unwrap().iter().map(edition).collect()
    };
    let expect = |first, second| vec![("first".to_owned(), first), ("second".to_owned(), second)];
    assert_eq!(in_force("2011-05-31"), expect(false, false));
    assert_eq!(in_force("2011-06-01"), expect(true, false));
    assert_eq!(in_force("2013-04-30"), expect(true, false));
    assert_eq!(in_force("2013-05-01"), expect(false, true));
    assert_eq!(in_force("2013-05-02"), expect(false, true));
}

#[test]
fn the_list_counts_entries_and_evidence() {
    let list = json(&mut small(&["list"]));
    let first = &list[0];
    assert_eq!((&first["entries"], &first["testable"], &first["known"]), (&3.into(), &2.into(), &3.into()));
    assert_eq!(first["evidence"]["seen"], 1);
    assert_eq!(first["evidence"]["recalled-low"], 1);
    insta::assert_snapshot!(stdout(small(&["list"]).args(["--as-of", "2012-01-01"])));
}

#[test]
fn an_edition_shows_all_its_entries() {
    let edition = json(&mut small(&["show", "first"]));
    assert_eq!(edition["id"], "first");
    assert_eq!(edition["coverage"]["known"], 3);
    let entries = edition["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[0]["rules"][0]["when"], "有效容积 <= 400 m3");
    assert_eq!(entries[0]["testable"], true);
    assert_eq!(entries[2]["testable"], false);
    assert_eq!(entries[2]["untestable"], "环保达标与否不在摸底表内");
    assert_eq!(entries[2]["doubts"][0], "原文待查");
    insta::assert_snapshot!(stdout(&mut small(&["show", "first"])));
}

#[test]
fn an_entry_shows_every_edition_side_by_side() {
    let entry = json(&mut small(&["show", "calcium-carbide-furnace"]));
    assert_eq!(entry["editions"].as_array().unwrap().len(), 1);
    assert_eq!(entry["absent"][0]["catalog"], "first");
    assert_eq!(entry["absent"][0]["complete"], false);
    let text = stdout(&mut small(&["show", "blast-furnace"]));
    assert!(text.find("first").unwrap() < text.find("second").unwrap(), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn an_unknown_key_is_answered_with_the_nearest() {
    let output = small(&["show", "blast-furnance"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("是不是“blast-furnace”"));
}

#[test]
fn search_finds_words_however_they_are_written() {
    let keys = |words: &[&str]| -> Vec<String> {
        let found = json(small(&["search"]).args(words));
        found.as_array().unwrap().iter().map(|entry| entry["key"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(&["４００立方米"]), ["blast-furnace", "blast-furnace"]);
    assert_eq!(keys(&["400立方米", "--only", "second"]), ["blast-furnace"]);
    assert_eq!(keys(&["炼焦", "土法"]), ["native-coking"]);
    assert!(keys(&["炼焦", "高炉"]).is_empty());
}

#[test]
fn a_diff_tells_changes_and_does_not_call_the_unlisted_deleted() {
    let diff = json(&mut small(&["diff", "first", "second"]));
    assert_eq!(diff["same"], 1);
    assert_eq!(diff["added"][0]["key"], "calcium-carbide-furnace");
    assert_eq!(diff["gone"].as_array().unwrap().len(), 2);
    assert_eq!(diff["gone_uncertain"], true);
    assert!(stdout(&mut small(&["diff", "first", "second"])).contains("没有收录不等于没有"));
}

#[test]
fn a_diff_against_an_overlay_tells_the_changed_threshold() {
    let folder = tempfile::tempdir().unwrap();
    let later = "catalog: third\ntitle: 第三版\ndocument: 丙〔2019〕3号\neffective: 2020-01-01\namends: second\nlike: second\ncoverage: {complete: true}\nentries:\n  - key: blast-furnace\n    cite: 1\n    evidence: {level: seen, source: 某网站}\n    rules: [{equipment: [高炉], when: 有效容积 <= 600 m3}]\n";
    fs::write(folder.path().join("third.yaml"), later).unwrap();
    let mut command = small(&["diff", "second", "third"]);
    command.args(["--catalogs", folder.path().to_str().unwrap()]);
    let diff = json(&mut command);
    let changes = diff["changed"][0]["changes"].as_array().unwrap();
    let find = |field: &str| changes.iter().find(|change| change["field"] == field).unwrap();
    assert_eq!(
        (&find("conditions")["from"], &find("conditions")["to"]),
        (&"有效容积 <= 400 m3".into(), &"有效容积 <= 600 m3".into())
    );
    assert_eq!((&find("exceptions")["from"], &find("exceptions")["to"]), (&"高炉用途 = 铸造".into(), &"".into()));
    assert_eq!(diff["gone_uncertain"], false);
}

const SURVEY: &str = "企业名称,州市,县市区,行业,设备名称,规格型号,数量\n\
    甲钢铁公司,昆明市,安宁市,钢铁,高炉,380m³,1座\n\
    乙钢铁公司,曲靖市,麒麟区,钢铁,高炉,,2座\n\
    戊水泥厂,玉溪市,江川区,水泥,机立窑,Φ2.8×10m,1座\n";

fn survey(folder: &Path) -> String {
    let path = folder.join("survey.csv");
    fs::write(&path, SURVEY).unwrap();
    path.display().to_string()
}

#[test]
fn impact_names_the_plants_that_change_and_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = survey(folder.path());
    let mut command = capex(&["impact", &file, "--from", "ndrc-2013", "--to", "guofa-2010-7", "--as-of", "2019-06-30"]);
    let report = json(&mut command);
    assert_eq!(report["records"], 3);
    let changed = report["changed"].as_array().unwrap();
    let kiln = changed.iter().find(|impact| impact["enterprise"] == "戊水泥厂").unwrap();
    assert_eq!((&kiln["from"], &kiln["to"]), (&"clear".into(), &"eliminate".into()));
    assert_eq!(kiln["new"][0]["entry"], "cement-shaft-kiln");
    assert!(kiln["new"][0]["otherwise"].as_str().unwrap().contains("ndrc-2013"), "{kiln}");
    assert!(!changed.iter().any(|impact| impact["enterprise"] == "甲钢铁公司"));
}

#[test]
fn impact_needs_both_editions_to_exist() {
    let folder = tempfile::tempdir().unwrap();
    let file = survey(folder.path());
    let output = capex(&["impact", &file, "--from", "ndrc-2013", "--to", "ndrc-2031"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn coverage_tells_what_the_survey_could_not_test() {
    let folder = tempfile::tempdir().unwrap();
    let file = survey(folder.path());
    let covered = json(&mut capex(&["coverage", &file, "--only", "ndrc-2013", "--as-of", "2019-06-30"]));
    let entries = covered[0]["list"].as_array().unwrap();
    let state = |key: &str| entries.iter().find(|entry| entry["key"] == key).unwrap()["state"].clone();
    assert_eq!(state("blast-furnace"), "applied");
    assert_eq!(state("cement-shaft-kiln"), "decided");
    assert_eq!(state("coke-oven"), "not-asked");
    assert_eq!(state("native-coking"), "absent");
    let total: u64 = covered[0]["states"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(total, covered[0]["entries"].as_u64().unwrap());
}

#[test]
fn a_survey_that_cannot_be_read_is_incomplete() {
    let output = capex(&["coverage", "nowhere.xlsx"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    for kind in ["edition", "vocabulary", "overlay"] {
        let path = format!("catalogs/schema/{kind}.schema.json");
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let made = stdout(&mut capex(&["schema", kind]));
        assert!(made == committed, "{path} is stale: write it again with `capex catalog schema {kind} > {path}`");
        assert!(made.contains("条文") || made.contains("叫法"), "descriptions are in Chinese");
    }
}

#[test]
fn a_verified_entry_counts_as_confirmed_with_its_day_and_wording() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("本地").display().to_string();
    let verify = |key: &str, more: &[&str]| {
        let mut command = capex(&["verify", key, "--catalog", "ndrc-2013", "--into", &into, "--on", "2019-05-06"]);
        command.args(["--against", "国家发展改革委令第21号印本"]).args(more);
        command.output().unwrap()
    };
    assert!(verify("coke-oven", &["--wording", "炭化室高度小于4.3米焦炉（核对后）"]).status.success());
    assert!(verify("native-coking", &[]).status.success());
    let again = verify("coke-oven", &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().contains("已于 2019-05-06 核对过"));

    let edition = json(capex(&["show", "ndrc-2013"]).args(["--catalogs", &into]));
    let entry =
        |key: &str| edition["entries"].as_array().unwrap().iter().find(|entry| entry["key"] == key).unwrap().clone();
    assert_eq!(entry("coke-oven")["evidence"]["level"], "verified");
    assert_eq!(entry("coke-oven")["evidence"]["checked"], "2019-05-06");
    assert_eq!(entry("coke-oven")["name"], "炭化室高度小于4.3米焦炉（核对后）");
    assert_eq!(entry("native-coking")["evidence"]["level"], "verified");
    assert!(edition["overlay"].as_str().unwrap().contains("更正2条"));
    let check = capex(&["check", &into]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}

#[test]
fn verifying_an_entry_of_several_editions_asks_which() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("x").display().to_string();
    let output = capex(&["verify", "blast-furnace", "--against", "印本", "--into", &into]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--catalog"));
    assert!(!Path::new(&into).exists(), "nothing is written");
}

const TABLE: &str = "淘汰落后安全技术装备目录（2018年）,,,,\n序号,淘汰设备名称,淘汰类型,淘汰期限,可代替的设备名称\n\
    一、金属冶炼,,,,\n1,400立方米及以下炼铁高炉（铸造铁企业除外）,禁止,2018年12月31日,\n\
    2,容量12500千伏安以下的电石炉,限制,一年后限制使用,密闭式电石炉\n3,星际推进器,禁止,立即,\n";

#[test]
fn an_official_table_becomes_a_draft_that_loads() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("目录.csv");
    fs::write(&table, TABLE).unwrap();
    let drafts = folder.path().join("草稿");
    fs::create_dir(&drafts).unwrap();
    let draft = drafts.join("saws-2018-1.yaml");
    let mut command = capex(&["import", table.to_str().unwrap(), "--id", "saws-2018-1"]);
    let output = command.args(["-o", draft.to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let edition = json(capex(&["show", "saws-2018-1"]).args(["--catalogs", drafts.to_str().unwrap()]));
    let entries = edition["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[0]["key"], "blast-furnace", "the key of the same thing in other editions");
    assert_eq!(entries[0]["action"], "prohibit");
    assert_eq!(entries[0]["deadline"], "2018-12-31");
    assert_eq!(entries[0]["rules"][0]["when"], "有效容积 <= 400 m3");
    assert_eq!(entries[0]["sectors"][0], "金属冶炼");
    assert_eq!(edition["title"], "淘汰落后安全技术装备目录（2018年）");
    assert_eq!(entries[0]["evidence"]["level"], "seen");
    assert_eq!(entries[1]["action"], "restrict");
    assert_eq!(entries[1]["deadline"], "一年后限制使用");
    assert_eq!(entries[1]["replacement"], "密闭式电石炉");
    assert_eq!(entries[2]["testable"], false);
    let text = fs::read_to_string(&draft).unwrap();
    assert!(text.contains("# 待办：条文有“除外”"), "{text}");
    assert!(text.contains("# 待办：词表里没有这个对象"), "{text}");
}

#[test]
fn a_table_without_names_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("表.csv");
    fs::write(&table, "甲,乙\n1,2\n").unwrap();
    let output = capex(&["import", table.to_str().unwrap(), "--id", "x"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("没有找到带“名称”一类表头的表"));
}
