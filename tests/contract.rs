//! The JSON that scripts read, key by key, through the binary. A key may be added here when one is added to the contract;
//! a key that changes or goes breaks somebody's script.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cli_support;

use cli_support::{CLEAR, DAY, HIT, NAMELESS, OPEN, Place, keys};
use serde_json::{Value, json};

/// Asserts that an object has all of these keys, and no others than these and the optional ones.
fn has(value: &Value, required: &[&str], optional: &[&str]) {
    let found = keys(value);
    for key in required {
        assert!(found.contains(key), "“{key}” is missing in {value}");
    }
    for key in found {
        assert!(required.contains(&key) || optional.contains(&key), "“{key}” is not in the contract: {value}");
    }
}

fn is_decimal(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<rust_decimal::Decimal>().is_ok())
}

/// An item with its facts and findings, as `match` and `audit` print them.
fn check_item(item: &Value) {
    has(
        item,
        &["text", "verdict", "facts", "findings"],
        &["equipment", "quantity", "presence", "remarks", "near_misses"],
    );
    for fact in item["facts"].as_array().expect("facts") {
        has(fact, &["parameter", "value", "text"], &["unit", "from", "operator", "upper"]);
    }
    for finding in item["findings"].as_array().expect("findings") {
        has(
            finding,
            &["catalog", "entry", "action", "outcome", "cite", "because", "missing", "unless", "deadline", "evidence"],
            &["remarks", "name", "proof"],
        );
        let outcome = finding["outcome"].as_str().expect("an outcome");
        assert!(["hit", "review", "exempt"].contains(&outcome), "{outcome}");
        assert!(finding["because"].is_array() && finding["missing"].is_array() && finding["unless"].is_array());
    }
}

#[test]
fn match_answers_each_line_in_order_also_the_empty_ones() {
    let place = Place::new();
    let input = "380m³高炉1座\n\n450立方米高炉2座\r\n  \n炼铁高炉\n铸铁锅";
    let run = place.run_with(&["match", "--format", "jsonl", "--as-of", DAY, "--only", "ndrc-2013"], input);
    assert!([0, 1].contains(&run.code), "{}", run.stderr);
    let answers = run.lines();
    let texts: Vec<&str> = answers.iter().map(|answer| answer["text"].as_str().expect("a text")).collect();
    assert_eq!(texts, ["380m³高炉1座", "", "450立方米高炉2座", "  ", "炼铁高炉", "铸铁锅"]);
    let verdicts: Vec<&str> = answers.iter().map(|answer| answer["verdict"].as_str().expect("a verdict")).collect();
    assert_eq!(verdicts, ["eliminate", "clear", "restrict", "clear", "review", "clear"]);
    for answer in &answers {
        has(answer, &["text", "verdict", "items"], &[]);
        answer["items"].as_array().expect("items").iter().for_each(check_item);
    }
    assert_eq!(answers[1]["items"], json!([]));
}

#[test]
fn match_gives_the_object_of_the_contract() {
    let place = Place::new();
    let run = place.run(&["match", "380m³高炉1座", "--format", "jsonl", "--as-of", DAY, "--only", "ndrc-2013"]);
    let answers = run.lines();
    let [answer] = answers.as_slice() else { panic!("one line: {}", run.stdout) };
    assert_eq!(answer["verdict"], "eliminate");
    let item = &answer["items"][0];
    assert_eq!(item["text"], "380m³高炉1座");
    assert_eq!(item["equipment"], "炼铁高炉");
    assert_eq!(item["quantity"], 1);
    assert_eq!(item["verdict"], "eliminate");
    let volume = item["facts"].as_array().expect("facts").iter().find(|fact| fact["parameter"] == "有效容积");
    let volume = volume.expect("the volume");
    assert_eq!((&volume["value"], &volume["unit"], &volume["text"]), (&json!("380"), &json!("m3"), &json!("380m³")));
    let finding = &item["findings"][0];
    assert_eq!(finding["catalog"], "ndrc-2013");
    assert_eq!(finding["entry"], "blast-furnace");
    assert_eq!(finding["action"], "eliminate");
    assert_eq!(finding["outcome"], "hit");
    assert!(finding["cite"].as_str().is_some_and(|cite| cite.starts_with("淘汰类")), "{finding}");
    assert_eq!(finding["because"], json!(["有效容积 380 m³ ≤ 400 m³"]));
    assert_eq!(finding["missing"], json!([]));
    assert!(!finding["unless"].as_array().expect("a list").is_empty(), "casting iron is an exception: {finding}");
    assert_eq!(finding["deadline"], "immediate");
    assert_eq!(finding["evidence"], "seen");
}

#[test]
fn match_names_the_parameters_that_a_review_needs() {
    let place = Place::new();
    let run = place.run(&["match", "炼铁高炉2座", "--format", "jsonl", "--as-of", DAY]);
    let answer = run.lines().remove(0);
    assert_eq!(answer["verdict"], "review");
    let missing = answer["items"][0]["findings"][0]["missing"].to_string();
    assert!(missing.contains("有效容积"), "{missing}");
}

#[test]
fn match_gives_compared_numbers_as_exact_decimals_in_strings() {
    let place = Place::new();
    let run = place.run(&["match", "φ2.60×13m水泥磨", "--sector", "水泥", "--format", "jsonl", "--as-of", DAY]);
    let answer = run.lines().remove(0);
    let facts = answer["items"][0]["facts"].as_array().expect("facts").clone();
    let diameter = facts.iter().find(|fact| fact["parameter"] == "磨机直径").expect("the diameter");
    let value: Option<rust_decimal::Decimal> = diameter["value"].as_str().and_then(|text| text.parse().ok());
    assert_eq!(value, Some(rust_decimal::Decimal::new(26, 1)), "{diameter}");
}

const RECORD: [&str; 2] = ["source", "equipment"];
const RECORD_FIELDS: [&str; 12] = [
    "enterprise",
    "uscc",
    "prefecture",
    "county",
    "sector",
    "model",
    "quantity",
    "capacity",
    "commissioned",
    "status",
    "remarks",
    "extra",
];

fn check_source(source: &Value, file: &str) {
    has(source, &["file", "sheet", "row", "cells"], &[]);
    assert_eq!(source["file"], file, "as given");
    assert!(source["row"].is_u64(), "{source}");
}

#[test]
fn ingest_gives_one_object_for_each_record() {
    let place = Place::new();
    place.write(
        "a.csv",
        "企业名称,州市,县市区,行业,设备名称,规格型号,数量（座）,产能（万吨/年）,投产时间,运行状态,能耗等级\n\
         甲厂,昆明市,安宁市,钢铁,炼铁高炉,450m³,2,60,2004年5月,在产,二级\n\
         甲厂,昆明市,安宁市,钢铁,转炉,/,,,,,\n",
    );
    let run = place.run(&["ingest", "a.csv", "--format", "jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let records = run.lines();
    let [full, sparse] = records.as_slice() else { panic!("two records: {}", run.stdout) };
    has(full, &RECORD, &RECORD_FIELDS);
    check_source(&full["source"], "a.csv");
    assert_eq!(full["source"]["row"], 2);
    assert_eq!(full["source"]["cells"]["equipment"], "E2");
    assert_eq!(full["source"]["cells"]["capacity"], "H2");
    assert_eq!(full["enterprise"], "甲厂");
    assert_eq!(full["county"], "安宁市");
    assert_eq!(full["model"], "450m³");
    assert_eq!(full["quantity"], json!({"value": "2", "unit": "座"}));
    assert_eq!(full["capacity"], json!({"value": "60", "unit": "万吨/年"}));
    assert_eq!(full["commissioned"], "2004-05");
    assert_eq!(full["status"], "在产");
    assert_eq!(full["extra"], json!({"能耗等级": "二级"}));
    for absent in ["model", "quantity", "capacity", "commissioned", "status", "extra"] {
        assert!(sparse.get(absent).is_none(), "an absent field is left out: {sparse}");
    }
}

#[test]
fn audit_gives_the_document_of_the_contract() {
    let place = Place::new();
    place.workbook("a.xlsx", &[HIT, CLEAR, OPEN, NAMELESS]);
    place.write("b.xlsx", b"PK\x03\x04 cut off");
    let run = place.audit(&["a.xlsx", "b.xlsx", "--format", "json"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let result = run.json();
    has(
        &result,
        &["schema", "tool", "plan", "as_of", "catalogs", "inputs", "ledger", "records", "exceptions", "totals"],
        &["scope", "cited", "waivers", "month", "summary"],
    );
    assert_eq!(result["schema"], "capex.audit/1");
    has(&result["tool"], &["name", "version"], &[]);
    assert_eq!(result["tool"]["name"], "capex");
    assert_eq!(result["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(result["plan"]["id"], "yunnan-2019");
    assert_eq!(result["as_of"], DAY);
    for catalog in result["catalogs"].as_array().expect("catalogues") {
        has(
            catalog,
            &["id", "title", "document", "effective", "repealed", "entries", "listed", "known", "recalled"],
            &["complete", "supplementary", "notes"],
        );
    }
    check_inputs(&result["inputs"]);
    check_ledger(&result["ledger"]);
    check_records(&result["records"]);
    check_exceptions(&result);
    has(&result["totals"], &["verdict", "sector", "prefecture"], &[]);
    assert_eq!(result["totals"]["verdict"], json!({"eliminate": 1, "review": 1, "clear": 1}));
    assert_eq!(result["totals"]["sector"]["钢铁"]["eliminate"], 1);
    assert_eq!(result["totals"]["prefecture"]["曲靖市"]["eliminate"], 1);
}

fn check_inputs(inputs: &Value) {
    let inputs = inputs.as_array().expect("inputs");
    let [good, bad] = inputs.as_slice() else { panic!("two inputs") };
    for input in inputs {
        has(input, &["file", "sha256", "sheets"], &["error"]);
    }
    assert_eq!(good["file"], "a.xlsx");
    assert_eq!(good["sha256"].as_str().map(str::len), Some(64));
    assert!(good.get("error").is_none_or(Value::is_null));
    assert!(bad["error"].as_str().is_some_and(|error| !error.is_empty()), "{bad}");
    let sheet = &good["sheets"][0];
    has(sheet, &["name", "state", "tables"], &["ledger", "notes"]);
    assert_eq!(sheet["state"], "visible");
    let table = &sheet["tables"][0];
    has(table, &["header_rows", "columns", "records"], &["notes"]);
    assert_eq!(table["header_rows"], json!([1]));
    assert_eq!(table["records"], 3);
    assert_eq!(table["columns"][0], json!(["A", "企业名称", "enterprise"]));
}

fn check_ledger(ledger: &Value) {
    let parts = ["header", "blank", "subtotal", "note", "records", "not_understood"];
    let fates = ["hit", "review", "exempt", "waived", "clear"];
    has(ledger, &[["rows"].as_slice(), &parts, &fates].concat(), &["split", "covered"]);
    let sum = |keys: &[&str]| keys.iter().map(|key| ledger[key].as_u64().expect("a count")).sum::<u64>();
    assert_eq!(ledger["rows"].as_u64(), Some(sum(&parts)), "{ledger}");
    assert_eq!(ledger["records"].as_u64(), Some(sum(&fates)), "{ledger}");
    assert_eq!((&ledger["records"], &ledger["not_understood"]), (&json!(3), &json!(1)));
}

fn check_records(records: &Value) {
    let records = records.as_array().expect("records");
    let verdicts: Vec<&Value> = records.iter().map(|record| &record["verdict"]).collect();
    assert_eq!(verdicts, ["eliminate", "clear", "review"], "in reading order");
    for record in records {
        has(
            record,
            &[RECORD.as_slice(), &["id", "verdict", "items"]].concat(),
            &[RECORD_FIELDS.as_slice(), &["waived_by", "first_seen"]].concat(),
        );
        check_source(&record["source"], "a.xlsx");
        record["items"].as_array().expect("items").iter().for_each(check_item);
    }
    assert!(is_decimal(&records[0]["quantity"]["value"]), "{}", records[0]);
}

fn check_exceptions(result: &Value) {
    let ids: Vec<&Value> = result["records"].as_array().expect("records").iter().map(|record| &record["id"]).collect();
    let exceptions = result["exceptions"].as_array().expect("exceptions");
    for exception in exceptions {
        has(
            exception,
            &["id", "code", "kind", "severity", "source", "message", "suggestion"],
            &["record", "basis", "details"],
        );
        let one_of = |key: &str, values: &[&str]| values.contains(&exception[key].as_str().unwrap_or_default());
        assert!(one_of("kind", &["compliance", "data", "process"]), "{exception}");
        assert!(one_of("severity", &["error", "warning", "info"]), "{exception}");
        if let Some(record) = exception.get("record").filter(|record| !record.is_null()) {
            assert!(ids.contains(&record), "an exception speaks of a record that is there: {exception}");
        }
    }
    let code = |code: &str| exceptions.iter().find(|exception| exception["code"] == code);
    let elimination = code("elimination").expect("the hit");
    assert_eq!(elimination["source"]["row"], 2);
    assert_eq!(elimination["source"]["cell"], "E2");
    assert!(code("review").is_some() && code("row-not-understood").is_some());
}

#[test]
fn the_id_of_a_record_stays_when_rows_are_inserted_or_reordered() {
    let place = Place::new();
    let ids = |name: &str, lines: &[[&str; 8]]| -> Vec<(String, String)> {
        place.workbook(name, lines);
        let result = place.audit(&[name, "--format", "json"]).json();
        let records = result["records"].as_array().expect("records").clone();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut ids: Vec<_> = records.iter().map(|record| (text(&record["enterprise"]), text(&record["id"]))).collect();
        ids.sort();
        ids
    };
    let first = ids("a.xlsx", &[HIT, CLEAR]);
    let later = ids("b.xlsx", &[CLEAR, OPEN, HIT]);
    assert_eq!(first.len(), 2);
    assert!(first.iter().all(|id| later.contains(id)), "{first:?} {later:?}");
    assert_ne!(first[0].1, first[1].1);
}

#[test]
fn audit_jsonl_is_a_header_then_records_and_exceptions_then_a_summary() {
    let place = Place::new();
    place.workbook("a.xlsx", &[HIT, CLEAR]);
    let lines = place.audit(&["a.xlsx", "--format", "jsonl"]).lines();
    let kind = |value: &Value| -> String {
        let named = ["type", "line", "kind"].iter().find_map(|key| value.get(*key).and_then(Value::as_str));
        named.map_or_else(|| keys(value).first().map(|key| (*key).to_owned()).unwrap_or_default(), str::to_owned)
    };
    let kinds: Vec<String> = lines.iter().map(kind).collect();
    assert_eq!(kinds.first().map(String::as_str), Some("header"), "{kinds:?}");
    assert_eq!(kinds.last().map(String::as_str), Some("summary"), "{kinds:?}");
    assert_eq!(kinds.iter().filter(|kind| *kind == "record").count(), 2, "{kinds:?}");
    assert!(kinds.iter().filter(|kind| *kind == "exception").count() >= 1, "{kinds:?}");
}

#[test]
fn catalog_show_gives_every_entry_with_its_rules_and_evidence() {
    let place = Place::new();
    let run = place.run(&["catalog", "show", "ndrc-2013", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let catalog = run.json();
    for key in ["id", "title", "document", "issued", "effective", "repealed", "coverage", "entries"] {
        assert!(catalog.get(key).is_some(), "“{key}” is missing");
    }
    assert_eq!(catalog["id"], "ndrc-2013");
    assert_eq!(catalog["effective"], "2013-05-01");
    assert_eq!(catalog["repealed"], "2020-01-01");
    let entries = catalog["entries"].as_array().expect("entries");
    assert!(entries.len() > 100);
    for entry in entries {
        for key in [
            "key", "cite", "name", "action", "sectors", "deadline", "evidence", "doubts", "testable", "rules",
            "examples",
        ] {
            assert!(entry.get(key).is_some(), "“{key}” is missing in {}", entry["key"]);
        }
        let level = entry["evidence"]["level"].as_str().expect("a level of evidence");
        let source = entry["evidence"]["source"].as_str().is_some_and(|source| !source.is_empty());
        assert!(source || level.starts_with("recalled"), "what was seen has a source: {entry}");
    }
}

#[test]
fn catalog_show_knows_a_key_in_every_edition_that_has_it() {
    let place = Place::new();
    let run = place.run(&["catalog", "show", "blast-furnace"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("ndrc-2013") && run.stdout.contains("guofa-2010-7"), "{}", run.stdout);
}
