//! The exit codes of the contract, through the binary. Scripts act on them: an audit that read nothing, or not all, must
//! never look like a clean one.

mod cli_support;

use std::fs;

use cli_support::{BANNED, CLEAR, HIT, NAMELESS, OPEN, Place, RESTRICTED};

/// A workbook whose archive ends too early.
const BROKEN: &[u8] = b"PK\x03\x04 cut off";

#[test]
fn code_0_when_nothing_is_found() {
    let place = Place::new();
    place.workbook("a.xlsx", &[CLEAR]);
    let run = place.audit(&["a.xlsx"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("2019-06-30"), "the day is printed: {}", run.stdout);
}

#[test]
fn code_0_when_only_restricted_equipment_or_open_questions_are_found() {
    let place = Place::new();
    place.workbook("a.xlsx", &[RESTRICTED, OPEN]);
    assert_eq!(place.audit(&["a.xlsx"]).code, 0);
}

#[test]
fn code_1_when_eliminated_equipment_is_found() {
    let place = Place::new();
    place.workbook("a.xlsx", &[CLEAR, HIT]);
    let run = place.audit(&["a.xlsx"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("乙厂"), "{}", run.stdout);
}

#[test]
fn code_1_when_prohibited_equipment_is_found() {
    let place = Place::new();
    place.workbook("a.xlsx", &[BANNED]);
    assert_eq!(place.audit(&["a.xlsx"]).code, 1);
}

#[test]
fn fail_on_chooses_from_which_result_on_the_code_is_1() {
    let place = Place::new();
    place.workbook("hit.xlsx", &[HIT]);
    place.workbook("open.xlsx", &[OPEN]);
    place.workbook("restricted.xlsx", &[RESTRICTED]);
    place.workbook("clear.xlsx", &[CLEAR]);
    let code = |file: &str, level: &str| place.audit(&[file, "--fail-on", level]).code;
    for (level, expected) in
        [("eliminate", [1, 0, 0, 0]), ("review", [1, 1, 0, 0]), ("data", [1, 1, 0, 0]), ("never", [0, 0, 0, 0])]
    {
        let codes = ["hit.xlsx", "open.xlsx", "restricted.xlsx", "clear.xlsx"].map(|file| code(file, level));
        assert_eq!(codes, expected, "--fail-on {level}");
    }
}

#[test]
fn fail_on_data_counts_an_overdue_order_that_the_other_levels_pass_over() {
    let place = Place::new();
    let sheet = "企业名称,行业,设备名称,规格型号,处置措施,下达时间,整改期限,运行状态\n\
                 甲厂,钢铁,转炉,120t,限期整改,2019-03-01,2019-05-31,在产\n";
    place.write("a.csv", sheet);
    assert_eq!(place.audit(&["a.csv", "--fail-on", "review"]).code, 0);
    let run = place.audit(&["a.csv", "--fail-on", "data"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
}

#[test]
fn code_2_and_an_empty_stdout_when_nothing_could_be_begun() {
    let place = Place::new();
    place.workbook("a.xlsx", &[HIT]);
    place.write("broken/ndrc-2013.yaml", "catalog: ndrc-2013\ntitle: 缺少条目\nunknown-key: 1\n");
    place.write("plan.yaml", "plan: x\n");
    let cases: [(&[&str], &str); 13] = [
        (&["audit"], "缺少必填的"),
        (&["audit", "a.xlsx", "--no-such-flag"], "--no-such-flag"),
        (&["audit", "a.xlsx", "--as-of", "2019-02-30"], "日期要写成 2019-06-30 的样子"),
        (&["audit", "a.xlsx", "--fail-on", "always"], "always"),
        (&["audit", "a.xlsx", "--plan", "no-such-plan"], "yunnan-2019"),
        (&["audit", "a.xlsx", "--plan", "plan.yaml"], "plan.yaml"),
        (&["audit", "a.xlsx", "--only", "no-such-catalog"], "ndrc-2013"),
        (&["audit", "a.xlsx", "--catalogs", "broken"], "ndrc-2013.yaml:3:1"),
        (&["audit", "a.xlsx", "--catalogs", "no-such-folder"], "no-such-folder"),
        (&["audit", "a.xlsx", "-o", "out.pdf"], "out.pdf"),
        (&["audit", "a.xlsx", "-o", "a.xlsx"], "a.xlsx"),
        (&["catalog", "show", "no-such-catalog"], "no-such-catalog"),
        (&["no-such-command"], "no-such-command"),
    ];
    for (arguments, named) in cases {
        let run = place.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(run.stderr.contains(named), "{arguments:?} names what is wrong: {}", run.stderr);
        assert!(
            run.stderr.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{arguments:?} in Chinese: {}",
            run.stderr
        );
    }
}

#[test]
fn code_3_when_a_file_among_good_ones_cannot_be_read_and_the_good_ones_are_audited() {
    let place = Place::new();
    place.workbook("data/1.xlsx", &[CLEAR]);
    place.write("data/2.xlsx", BROKEN);
    place.workbook("data/3.xlsx", &[HIT]);
    let run = place.audit(&["data", "--format", "json"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let result = run.json();
    assert_eq!(result["ledger"]["records"], 2);
    let errors: Vec<bool> =
        result["inputs"].as_array().expect("inputs").iter().map(|input| input["error"].is_string()).collect();
    assert_eq!(errors, [false, true, false]);
    assert_eq!(place.audit(&["data", "--fail-on", "never"]).code, 3, "incomplete whatever counts as found");
}

#[test]
fn code_3_when_a_named_file_does_not_exist() {
    let place = Place::new();
    place.workbook("a.xlsx", &[CLEAR]);
    let run = place.audit(&["a.xlsx", "gone.xlsx"]);
    assert_eq!(run.code, 3);
    assert!(run.stdout.contains("gone.xlsx") || run.stderr.contains("gone.xlsx"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn nothing_read_is_said_in_few_lines_without_a_page_of_catalogues() {
    let place = Place::new();
    place.write("坏.xlsx", BROKEN);
    let run = place.audit(&["坏.xlsx"]);
    assert!(run.stdout.contains("没有读：坏.xlsx"), "{}", run.stdout);
    assert!(!run.stdout.contains("所用目录（") && run.stdout.lines().count() < 10, "{}", run.stdout);
}

#[test]
fn code_3_when_a_row_is_not_understood_even_beside_a_hit() {
    let place = Place::new();
    place.workbook("a.xlsx", &[HIT, NAMELESS]);
    let run = place.audit(&["a.xlsx", "--format", "json"]);
    assert_eq!(run.code, 3);
    assert_eq!(run.json()["ledger"]["not_understood"], 1);
}

#[test]
fn code_3_when_a_sheet_has_data_and_no_header_that_is_understood() {
    let place = Place::new();
    place.write("a.csv", "甲,乙,丙\n1,2,3\n4,5,6\n");
    let run = place.audit(&["a.csv"]);
    assert_eq!(run.code, 3, "{}", run.stdout);
}

#[test]
fn code_4_when_there_is_no_equipment_row() {
    let place = Place::new();
    place.workbook("a.xlsx", &[]);
    fs::create_dir(place.path("empty")).expect("a folder");
    for input in ["a.xlsx", "empty"] {
        let run = place.audit(&[input]);
        assert_eq!(run.code, 4, "{input}: {}", run.stderr);
        assert!(run.stderr.contains("没有"), "{input} is told in words too: {}", run.stderr);
    }
    assert_eq!(place.audit(&["a.xlsx", "--fail-on", "never"]).code, 4);
}

#[test]
fn code_3_outranks_4_when_the_only_file_cannot_be_read() {
    let place = Place::new();
    place.write("a.xlsx", BROKEN);
    assert_eq!(place.audit(&["a.xlsx"]).code, 3);
}

#[test]
fn an_input_is_never_overwritten_however_its_path_is_spelled() {
    let place = Place::new();
    let input = place.workbook("a.xlsx", &[HIT]);
    place.workbook("folder/b.csv", &[]);
    place.write("folder/b.csv", "企业名称,设备名称,规格型号\n乙厂,炼铁高炉,380m³\n");
    let before = fs::read(&input).expect("the input");
    for output in ["a.xlsx", "./a.xlsx", "folder/../a.xlsx"] {
        let run = place.audit(&["a.xlsx", "-o", "good.json", "-o", output]);
        assert_eq!(run.code, 2, "{output}: {}", run.stderr);
        assert!(run.stderr.contains("输入文件"), "{}", run.stderr);
        assert_eq!(fs::read(&input).expect("the input"), before);
    }
    let run = place.audit(&["folder", "-o", "folder/b.csv"]);
    assert_eq!(run.code, 2, "an input that was found in a folder: {}", run.stderr);
    assert_eq!(place.names(), ["a.xlsx", "folder"], "no output was begun");
}

#[cfg(unix)]
#[test]
fn an_input_is_not_overwritten_through_a_link() {
    let place = Place::new();
    let input = place.workbook("a.xlsx", &[HIT]);
    let before = fs::read(&input).expect("the input");
    std::os::unix::fs::symlink(&input, place.path("link.xlsx")).expect("a link");
    assert_eq!(place.audit(&["a.xlsx", "-o", "link.xlsx"]).code, 2);
    assert_eq!(fs::read(&input).expect("the input"), before);
}

#[test]
fn an_output_is_written_whole_or_not_at_all() {
    let place = Place::new();
    place.workbook("a.xlsx", &[HIT]);
    place.write("old.json", "old");
    fs::create_dir(place.path("taken.json")).expect("a folder");
    for arguments in [
        ["-o", "old.json", "-o", "missing/out.json"].as_slice(),
        &["-o", "taken.json"],
        &["-o", "old.json", "-o", "out.unknown"],
        &["-o", "old.json", "--plan", "no-such-plan"],
    ] {
        let run = place.audit(&[&["a.xlsx"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
    }
    let names = place.names();
    assert_eq!(names, ["a.xlsx", "old.json", "taken.json"], "no half-written file is left");
    let old = fs::read_to_string(place.path("old.json")).expect("the old output");
    assert!(old == "old" || serde_json::from_str::<serde_json::Value>(&old).is_ok(), "whole, old or new: {old}");
}

#[test]
fn outputs_are_written_before_the_code_tells_of_findings() {
    let place = Place::new();
    place.workbook("a.xlsx", &[HIT]);
    let run = place.audit(&["a.xlsx", "-o", "out.json", "-o", "out.xlsx", "-o", "out.csv"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for name in ["out.json", "out.xlsx", "out.csv"] {
        assert!(fs::metadata(place.path(name)).is_ok_and(|file| file.len() > 100), "{name}");
    }
}
