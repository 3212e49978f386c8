//! What an audit puts out, through the binary: every form, the same bytes each time, a saved result printed again.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

const HEADER: &str = "序号,企业名称,州市,县区,行业,设备名称,规格型号,数量,产能（万吨/年）,运行状态\n";
const BLAST_FURNACE: &str = "1,玉溪示例钢铁有限公司,玉溪市,红塔区,钢铁,炼铁高炉,380m³,1座,35,在产\n";
const CONVERTER: &str = "1,新平示例冶炼有限公司,玉溪市,新平县,钢铁,转炉,,1座,,在产\n";
const BIG_FURNACE: &str = "1,昆明示例钢铁有限公司,昆明市,安宁市,钢铁,炼铁高炉,2500m³,1座,200,在产\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn survey(&self, name: &str, rows: &str) -> &Self {
        std::fs::write(self.path(name), format!("{HEADER}{rows}")).expect("a file");
        self
    }

    fn capex(&self, arguments: &[&str]) -> Assert {
        Command::cargo_bin("capex").expect("the binary").current_dir(self.0.path()).args(arguments).assert()
    }

    fn audit(&self, arguments: &[&str]) -> Assert {
        let mut all = vec!["audit", "--as-of", "2019-06-30"];
        all.extend(arguments);
        self.capex(&all)
    }
}

#[test]
fn an_elimination_is_shown_with_reason_citation_day_and_cell() {
    let assert = Folder::new().survey("表.csv", BLAST_FURNACE).audit(&["表.csv", "--format", "markdown"]).code(1);
    let page = String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8");
    for text in
        ["玉溪示例钢铁有限公司", "有效容积 380 m³ ≤ 400 m³", "国家发展改革委令第21号", "2019-06-30", "表.csv 表 F2"]
    {
        assert!(page.contains(text), "{text}\n{page}");
    }
}

#[test]
fn every_form_is_written_and_the_input_is_left_alone() {
    let folder = Folder::new();
    folder.survey("表.csv", BLAST_FURNACE);
    let before = std::fs::read(folder.path("表.csv")).expect("readable");
    let forms = ["结果.xlsx", "结果.html", "结果.json", "结果.jsonl", "结果明细.csv", "结果.md"];
    let mut arguments = vec!["表.csv"];
    for form in forms {
        arguments.extend(["-o", form]);
    }
    folder.audit(&arguments).code(1);
    for form in forms {
        assert!(std::fs::metadata(folder.path(form)).expect(form).len() > 100, "{form}");
    }
    assert_eq!(std::fs::read_dir(folder.0.path()).expect("a listing").count(), forms.len() + 1, "no litter");
    assert_eq!(std::fs::read(folder.path("表.csv")).expect("readable"), before);
}

#[test]
fn two_runs_write_the_same_bytes() {
    let folder = Folder::new();
    folder.survey("甲.csv", &format!("{BLAST_FURNACE}{CONVERTER}")).survey("乙.csv", BIG_FURNACE);
    for name in ["一", "二"] {
        let outputs: Vec<String> =
            ["xlsx", "html", "json", "csv", "md"].iter().map(|form| format!("{name}.{form}")).collect();
        let mut arguments = vec!["甲.csv", "乙.csv"];
        for output in &outputs {
            arguments.extend(["-o", output]);
        }
        folder.audit(&arguments).code(1);
    }
    for form in ["xlsx", "html", "json", "csv", "md"] {
        let read = |name: &str| std::fs::read(folder.path(&format!("{name}.{form}"))).expect("written");
        assert!(read("一") == read("二"), "{form}");
    }
}

#[test]
fn a_saved_result_prints_the_same_report() {
    let folder = Folder::new();
    folder.survey("表.csv", BLAST_FURNACE);
    let first = folder.audit(&["表.csv", "-o", "结果.json", "-o", "一.xlsx"]).code(1);
    let again = folder.capex(&["report", "结果.json", "-o", "二.xlsx"]).code(0);
    assert_eq!(first.get_output().stdout, again.get_output().stdout);
    let read = |name: &str| std::fs::read(folder.path(name)).expect("written");
    assert!(read("一.xlsx") == read("二.xlsx"));
}

#[test]
fn the_ledger_of_the_json_document_balances() {
    let folder = Folder::new();
    folder.survey("表.csv", &format!("{BLAST_FURNACE}{CONVERTER}"));
    let output = folder.audit(&["表.csv", "--format", "json"]).code(1);
    let document: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).expect("JSON");
    let ledger = &document["ledger"];
    let sum = |keys: &[&str]| keys.iter().map(|key| ledger[key].as_u64().expect("a count")).sum::<u64>();
    assert_eq!(sum(&["rows"]), sum(&["header", "blank", "subtotal", "note", "records", "not_understood"]));
    assert_eq!(sum(&["records"]), sum(&["hit", "review", "exempt", "waived", "clear"]));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new();
    let rows: String = (0..400).map(|_| BLAST_FURNACE).collect();
    folder.survey("表.csv", &rows);
    let binary = assert_cmd::cargo::cargo_bin("capex");
    let script = format!("{} audit 表.csv --as-of 2019-06-30 | head -1; echo ${{PIPESTATUS[0]}}", binary.display());
    if !Path::new("/bin/bash").exists() {
        eprintln!("skipped: no bash here");
        return;
    }
    Command::new("/bin/bash")
        .current_dir(folder.0.path())
        .args(["-c", &script])
        .assert()
        .success()
        .stdout(contains("\n1\n").or(predicates::str::ends_with("\n1\n")))
        .stderr(contains("panic").not());
}

#[test]
fn a_waiver_lifts_a_finding_is_shown_and_expires() {
    let folder = Folder::new();
    folder.survey("表.csv", BLAST_FURNACE);
    let waivers = "waivers:\n  - id: w-1\n    enterprise: 玉溪示例钢铁有限公司\n    entry: blast-furnace\n    \
                   decision: exempt\n    reason: 现场核实为铸造用高炉\n    basis: 玉应急〔2019〕31号\n    decided: 2019-05-01\n    \
                   expires: 2019-06-30\n";
    std::fs::write(folder.path("意见.yaml"), waivers).expect("a file");
    let markdown = ["表.csv", "--waivers", "意见.yaml", "--format", "markdown"];
    folder.audit(&markdown).code(0).stdout(contains("复核后不列入").and(contains("现场核实为铸造用高炉")));
    let mut late = vec!["audit", "--as-of", "2019-07-01"];
    late.extend(markdown);
    folder.capex(&late).code(1).stdout(contains("已于2019-06-30到期，不再适用"));
    std::fs::write(folder.path("坏.yaml"), waivers.replace("reason: 现场核实为铸造用高炉", "reason: ''"))
        .expect("a file");
    folder.audit(&["表.csv", "--waivers", "坏.yaml"]).code(2).stderr(contains("坏.yaml:").and(contains("reason")));
}

#[test]
fn a_skeleton_of_a_waiver_is_refused_until_reason_and_basis_are_filled_in() {
    let folder = Folder::new();
    folder.survey("表.csv", &format!("{BLAST_FURNACE}{BIG_FURNACE}"));
    folder.audit(&["表.csv", "-o", "结果.json"]).code(1);
    folder.capex(&["waive", "结果.json", "-o", "意见.yaml"]).code(0);
    let skeleton = std::fs::read_to_string(folder.path("意见.yaml")).expect("written");
    assert_eq!(skeleton.matches("- id:").count(), 1, "{skeleton}");
    folder.audit(&["表.csv", "--waivers", "意见.yaml"]).code(2).stderr(contains("reason").and(contains("basis")));
    let filled = skeleton.replace("reason: \"\"", "reason: 铸造用").replace("basis: \"\"", "basis: 玉应急〔2019〕31号");
    std::fs::write(folder.path("意见.yaml"), filled).expect("a file");
    folder.audit(&["表.csv", "--waivers", "意见.yaml"]).code(0);
    folder.capex(&["waive", "结果.json", "没有这个"]).code(2).stderr(contains("没有编号为“没有这个”"));
}

#[test]
fn talk_goes_to_stderr_and_quiet_means_silent() {
    let folder = Folder::new();
    folder.survey("甲.csv", BLAST_FURNACE).survey("乙.csv", CONVERTER);
    let loud = folder.audit(&["甲.csv", "乙.csv", "-o", "结果.xlsx", "--format", "json"]).code(1);
    let talk = String::from_utf8(loud.get_output().stderr.clone()).expect("UTF-8");
    assert!(talk.contains("已写入 结果.xlsx"), "{talk}");
    assert!(!talk.contains("已读文件") && !talk.contains('\r'), "no progress in a pipe: {talk}");
    let quiet = folder.audit(&["甲.csv", "乙.csv", "-o", "结果.xlsx", "--format", "json", "--quiet"]).code(1);
    assert!(quiet.get_output().stderr.is_empty());
    assert_eq!(quiet.get_output().stdout, loud.get_output().stdout);
}

#[test]
fn progress_shows_on_a_terminal_and_is_wiped() {
    let folder = Folder::new();
    folder.survey("甲.csv", BLAST_FURNACE).survey("乙.csv", CONVERTER);
    let binary = assert_cmd::cargo::cargo_bin("capex");
    let command = format!("{} audit 甲.csv 乙.csv --as-of 2019-06-30 --format json >/dev/null", binary.display());
    let Ok(output) = std::process::Command::new("script")
        .current_dir(folder.0.path())
        .args(["-qec", &command, "/dev/null"])
        .stdin(std::process::Stdio::null())
        .output()
    else {
        eprintln!("skipped: no `script` here to play a terminal");
        return;
    };
    let seen = String::from_utf8_lossy(&output.stdout);
    assert!(seen.contains("已读文件 2/2"), "{seen:?}");
    assert!(seen.trim_end_matches(['\r', '\n']).ends_with("\r\u{1b}[K"), "the line is wiped at the end: {seen:?}");
}

/// A folder that held the survey and last time's results gave every finding twice, and rows that were not understood.
#[test]
fn results_beside_the_survey_are_not_read_as_surveys() {
    let folder = Folder::new();
    folder.survey("表.csv", BLAST_FURNACE);
    let outputs = ["-o", "异常清单.xlsx", "-o", "异常.html", "-o", "明细.csv", "-o", "一.json", "--questions", "问"];
    folder.audit(&[&["."], outputs.as_slice()].concat()).code(1);
    folder.capex(&["diff", "一.json", "一.json", "-o", "对比.xlsx"]).code(0);
    folder.capex(&["template", "-o", "空表.xlsx"]).code(0);
    let again = folder.audit(&[".", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_slice(&again.get_output().stdout).expect("JSON");
    let read: Vec<&str> =
        document["inputs"].as_array().expect("inputs").iter().filter_map(|input| input["file"].as_str()).collect();
    assert_eq!(read, ["./空表.xlsx", "./表.csv"], "an empty survey is a survey");
    assert_eq!(document["ledger"]["records"], 1);
    let talk = String::from_utf8_lossy(&again.get_output().stderr).into_owned();
    assert_eq!(talk.matches("是 capex 写出的结果").count(), 5, "{talk}");
    // Named itself it is read.
    folder.audit(&["明细.csv"]).stdout(contains("1 个文件"));
}
