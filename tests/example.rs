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
