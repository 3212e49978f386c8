//! The bundled example: the files are what their generator makes, and the binary finds in them what an analyst would.
//!
//! The snapshots hold every record's verdict. A change in them is a change of an answer: look at each line before accepting it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;
#[path = "../examples/generate/files/mod.rs"]
mod files;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cli_support::{DAY, Place, capex};
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const SURVEY: &str = "examples/survey.xlsx";
const COUNTY: &str = "examples/county.csv";

#[test]
fn the_committed_example_files_are_what_the_generator_makes() {
    for (name, bytes) in files::all().expect("the generator") {
        let path = Path::new(ROOT).join("examples").join(name);
        let committed = fs::read(&path).expect("a committed example file");
        assert!(committed == bytes, "{name} differs: run `cargo run --example generate -- examples/`");
    }
}

fn audit(file: &str) -> Value {
    let run = capex(Path::new(ROOT), &["audit", file, "--as-of", DAY, "--format", "json"], "");
    assert_eq!(run.code, 1, "{}", run.stderr);
    run.json()
}

/// What the audit says: counts, rows, exceptions by code, and a line for each record.
fn answer(result: &Value) -> String {
    let mut text = String::new();
    let counts = |value: &Value| -> String {
        let object = value.as_object().expect("counts");
        object.iter().map(|(key, count)| format!("{key} {count}")).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(text, "verdicts: {}", counts(&result["totals"]["verdict"]));
    let _ = writeln!(text, "ledger: {}", counts(&result["ledger"]));
    for sheet in result["inputs"][0]["sheets"].as_array().expect("sheets") {
        let _ = writeln!(text, "  {}: {}", sheet["name"].as_str().expect("a name"), counts(&sheet["ledger"]));
    }
    let mut codes: BTreeMap<[&str; 3], u32> = BTreeMap::new();
    for exception in result["exceptions"].as_array().expect("exceptions") {
        let key = ["kind", "severity", "code"].map(|key| exception[key].as_str().expect("a word"));
        *codes.entry(key).or_default() += 1;
    }
    for ([kind, severity, code], count) in codes {
        let _ = writeln!(text, "{kind} {severity} {code}: {count}");
    }
    for record in result["records"].as_array().expect("records") {
        let word = |key: &str| record[key].as_str().unwrap_or_default();
        let source = &record["source"];
        let _ = write!(
            text,
            "{}!{} {} | {} | {} {}",
            source["sheet"].as_str().expect("a sheet"),
            source["row"],
            word("verdict"),
            word("enterprise"),
            word("equipment"),
            word("model")
        );
        let findings = record["items"].as_array().expect("items").iter();
        let findings = findings.flat_map(|item| item["findings"].as_array().expect("findings"));
        let entries: Vec<String> = findings
            .map(|finding| {
                format!("{} {} {}", finding["outcome"], finding["catalog"], finding["entry"]).replace('"', "")
            })
            .collect();
        let _ = writeln!(text, " | {}", entries.join("; "));
    }
    text
}

#[test]
fn the_prefectures_workbook_gets_the_answer_of_an_analyst() {
    let result = audit(SURVEY);
    let verdicts = result["totals"]["verdict"].as_object().expect("counts");
    for verdict in ["eliminate", "prohibit", "review", "restrict", "exempt", "clear"] {
        assert!(verdicts.contains_key(verdict), "the example shows every verdict: {verdict}");
    }
    insta::assert_snapshot!("survey", answer(&result));
}

#[test]
fn the_countys_table_gets_the_answer_of_an_analyst() {
    insta::assert_snapshot!("county", answer(&audit(COUNTY)));
}

#[test]
fn every_sector_of_the_plan_is_in_the_workbook() {
    let result = audit(SURVEY);
    let sectors = result["totals"]["sector"].as_object().expect("sectors");
    for sector in ["钢铁", "水泥", "电解铝", "平板玻璃", "铁合金", "电石", "焦化", "有色金属", "黄磷"]
    {
        assert!(sectors.contains_key(sector), "{sector}: {sectors:?}");
    }
    assert!(result["ledger"]["records"].as_u64().is_some_and(|records| records >= 80));
}

#[test]
fn two_runs_give_the_same_bytes_in_every_form() {
    let place = Place::new();
    let survey = Path::new(ROOT).join(SURVEY);
    let county = Path::new(ROOT).join(COUNTY);
    for input in [&survey, &county] {
        fs::copy(input, place.path(&input.file_name().expect("a name").to_string_lossy())).expect("copied");
    }
    let forms = ["xlsx", "html", "json", "jsonl", "csv", "md"];
    let outputs = |name: &str| -> Vec<String> { forms.iter().map(|form| format!("{name}.{form}")).collect() };
    let mut printed = Vec::new();
    for name in ["first", "second"] {
        let names = outputs(name);
        let mut arguments = vec!["survey.xlsx", "county.csv"];
        names.iter().for_each(|name| arguments.extend(["-o", name.as_str()]));
        let run = place.audit(&arguments);
        assert_eq!(run.code, 1, "{}", run.stderr);
        printed.push(run.stdout);
    }
    assert!(printed[0] == printed[1], "the table on stdout");
    for (first, second) in outputs("first").iter().zip(outputs("second")) {
        let read = |name: &str| fs::read(place.path(name)).expect("an output");
        assert!(read(first) == read(&second), "{first} differs from run to run");
    }
    for format in ["table", "json", "jsonl", "csv", "markdown"] {
        let print = || place.audit(&["survey.xlsx", "county.csv", "--format", format]).stdout;
        assert!(print() == print(), "--format {format}");
    }
    for format in ["table", "jsonl", "csv"] {
        let print = || place.run(&["ingest", "survey.xlsx", "county.csv", "--format", format, "--explain"]).stdout;
        assert!(print() == print(), "ingest --format {format}");
    }
}

/// The commands of the page run as a new user would run them, and give the comparisons that stand beside it.
#[test]
fn the_three_months_give_the_comparisons_that_are_committed() {
    const FOLDER: &str = "examples/three-months";
    let at = |name: &str| fs::read(Path::new(ROOT).join(FOLDER).join(name)).expect(name);
    let place = Place::new();
    for name in ["2019-05.xlsx", "2019-06.xlsx", "2019-07.xlsx"] {
        place.write(name, at(name));
    }
    let page = String::from_utf8(at("README.md")).expect("UTF-8");
    let block = page.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block of commands");
    let mut codes = Vec::new();
    let mut screens = Vec::new();
    for command in block.lines() {
        let words: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(words[0], "capex");
        let run = place.run(&words[1..]);
        codes.push(run.code);
        screens.push(run.stdout);
    }
    assert_eq!(codes, [1, 1, 1, 0, 1]);
    let first = screens[2].find("一、死灰复燃（1）").expect("a section of its own");
    assert!(first < screens[2].find("二、淘汰、禁止").expect("the others"));
    for name in ["对比-6月.md", "对比-7月.md"] {
        let written = fs::read(place.path(name)).expect("written");
        assert!(written == at(name), "{name} differs:\n{}", String::from_utf8_lossy(&written));
    }
    let words = |name: &str| String::from_utf8(at(name)).expect("UTF-8");
    assert!(words("对比-6月.md").contains("新增 1、变化 6、未变 1、消失 0"));
    assert!(
        words("对比-7月.md").contains("死灰复燃") && words("对比-7月.md").contains("新增 0、变化 4、未变 3、消失 1")
    );
}

/// A result saved and printed again is the same in every form, baseline and all.
#[test]
fn a_saved_result_is_the_same_in_every_form() {
    let place = Place::new();
    for name in ["2019-06.xlsx", "2019-07.xlsx"] {
        place.write(name, fs::read(Path::new(ROOT).join("examples/three-months").join(name)).expect(name));
    }
    place.write("survey.xlsx", fs::read(Path::new(ROOT).join(SURVEY)).expect(SURVEY));
    place.run(&["audit", "2019-06.xlsx", "--as-of", "2019-06-30", "-o", "前.json"]);
    let forms = ["xlsx", "html", "json", "jsonl", "csv", "md"];
    let outputs = |stem: &str| forms.map(|form| format!("{stem}.{form}"));
    let mut first = vec!["audit", "2019-07.xlsx", "survey.xlsx", "--as-of", "2019-07-31", "--baseline", "前.json"];
    let (direct, again) = (outputs("直接"), outputs("再次"));
    direct.iter().for_each(|output| first.extend(["-o", output.as_str()]));
    let direct_run = place.run(&first);
    let mut second = vec!["report", "直接.json"];
    again.iter().for_each(|output| second.extend(["-o", output.as_str()]));
    let again_run = place.run(&second);
    assert_eq!(direct_run.stdout, again_run.stdout);
    for (one, other) in direct.iter().zip(&again) {
        let read = |name: &str| fs::read(place.path(name)).expect(name);
        assert!(read(one) == read(other), "{one} is not {other}");
    }
}
