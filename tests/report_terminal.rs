//! What a saved result looks like on a terminal and in text forms.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use unicode_width::UnicodeWidthStr;

fn capex() -> Command {
    let mut command = Command::cargo_bin("capex").expect("the binary");
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).env_remove("NO_COLOR");
    command
}

fn report(columns: &str, arguments: &[&str]) -> String {
    let output = capex().env("COLUMNS", columns).args(["report", "result.json"]).args(arguments).unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_table_at_80_columns() {
    insta::assert_snapshot!(report("80", &[]));
}

#[test]
fn the_table_at_120_columns() {
    insta::assert_snapshot!(report("120", &[]));
}

#[test]
fn the_table_at_200_columns() {
    insta::assert_snapshot!(report("200", &[]));
}

#[test]
fn no_line_is_wider_than_the_terminal_and_none_is_lost() {
    for columns in (80..=200).step_by(7) {
        let page = report(&columns.to_string(), &[]);
        for line in page.lines() {
            assert!(line.width() <= columns, "{columns}: {line}");
        }
        assert!(!page.contains('\u{fffd}'));
        assert!(page.contains("淘汰禁止") || page.contains("淘汰、禁止"));
    }
}

#[test]
fn the_summary_comes_before_the_exceptions_and_the_gravest_before_the_others() {
    let page = report("200", &[]);
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no “{text}” in\n{page}"));
    assert!(at("结论：") < at("一、淘汰、禁止"));
    assert!(at("一、淘汰、禁止") < at("二、待核实"));
    assert!(at("炼铁高炉 380m³") < at("间歇式固定床煤气发生炉"), "淘汰 before 禁止");
    assert!(at("所用目录") > at("行数平衡"));
}

#[test]
fn colour_is_off_in_a_pipe_and_changes_no_word() {
    let plain = report("100", &[]);
    assert!(!plain.contains('\u{1b}'));
    let colored = report("100", &["--color", "always"]);
    assert!(colored.contains("\u{1b}["));
    let mut stripped = String::new();
    for (index, part) in colored.split('\u{1b}').enumerate() {
        stripped.push_str(if index == 0 { part } else { &part[part.find('m').expect("the end of a colour") + 1..] });
    }
    let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
    assert_eq!(trimmed.join("\n"), plain.trim_end());
}

#[test]
fn json_comes_back_as_it_was_saved() {
    let saved = include_str!("fixtures/result.json");
    let printed = report("80", &["--format", "json"]);
    let parse = |text: &str| serde_json::from_str::<capex::audit::Document>(text).expect("a document");
    assert_eq!(parse(saved), parse(&printed));
}

#[test]
fn a_stream_of_lines_begins_with_a_header_and_ends_with_a_summary() {
    let printed = report("80", &["--format", "jsonl"]);
    let lines: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line["type"].as_str().expect("a type")).collect();
    assert_eq!(kinds.first(), Some(&"header"));
    assert_eq!(kinds.last(), Some(&"summary"));
    assert_eq!(kinds.iter().filter(|kind| **kind == "record").count(), 13);
    assert_eq!(lines[0]["schema"], "capex.audit/1");
    assert_eq!(lines[lines.len() - 1]["ledger"]["records"], 13);
    let record = lines.iter().find(|line| line["type"] == "record").expect("a record");
    assert_eq!(record["enterprise"], "玉溪示例钢铁（集团）有限公司", "fields lie flat as in ingest");
}

#[test]
fn csv_opens_in_a_spreadsheet_program_without_running_anything() {
    let printed = report("80", &["--format", "csv"]);
    assert!(printed.starts_with('\u{feff}'));
    let mut csv = csv::Reader::from_reader(printed.trim_start_matches('\u{feff}').as_bytes());
    let heads = csv.headers().expect("a header").clone();
    let enterprise = heads.iter().position(|head| head == "企业名称").expect("a column");
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 14, "one row for each thing a line names");
    assert!(rows.iter().any(|row| &row[enterprise] == "'=cmd|'/c calc'!A0"));
    assert!(rows.iter().flatten().all(|field| !field.starts_with(['=', '@'])));
}

#[test]
fn markdown_shows_cell_text_as_text() {
    let printed = report("80", &["--format", "markdown"]);
    assert!(printed.contains("## 淘汰禁止"));
    assert!(printed.contains("&lt;script&gt;"));
    assert!(!printed.contains("<script>"));
}

#[test]
fn a_result_of_another_schema_is_refused_with_both_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("旧.json");
    std::fs::write(&file, r#"{"schema":"capex.audit/9"}"#).expect("a file");
    capex()
        .arg("report")
        .arg(&file)
        .assert()
        .code(2)
        .stderr(predicates::str::contains("capex.audit/9").and(predicates::str::contains("capex.audit/1")));
}

#[test]
fn an_output_with_an_unknown_suffix_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = folder.path().join("结果.json");
    capex()
        .args(["report", "result.json", "-o"])
        .arg(&good)
        .args(["-o", "结果.docx"])
        .assert()
        .code(2)
        .stderr(predicates::str::contains(".docx"));
    assert!(!good.exists());
}

#[test]
fn the_saved_result_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("结果.json");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/result.json"), &saved).expect("a copy");
    let before = std::fs::read(&saved).expect("readable");
    capex()
        .arg("report")
        .arg(&saved)
        .arg("-o")
        .arg(&saved)
        .assert()
        .code(2)
        .stderr(predicates::str::contains("就是输入文件"));
    assert_eq!(std::fs::read(&saved).expect("readable"), before);
}
