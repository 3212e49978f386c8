//! `capex match` through the binary.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use assert_cmd::Command;
use predicates::str::contains;
use serde_json::Value;

fn capex(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("capex").expect("the binary");
    command.args(["match", "--as-of", "2019-06-30"]).args(arguments);
    command
}

fn lines(command: &mut Command) -> Vec<Value> {
    let output = command.assert().success();
    let text = String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

#[test]
fn every_input_line_gets_one_object_in_its_place_also_an_empty_one() {
    let input = "380m³高炉1座\n\n450立方米高炉2座\r\n\u{3000}\n办公楼";
    let answers = lines(capex(&["--format", "jsonl"]).write_stdin(input));
    let texts: Vec<&str> = answers.iter().map(|answer| answer["text"].as_str().expect("a text")).collect();
    assert_eq!(texts, ["380m³高炉1座", "", "450立方米高炉2座", "\u{3000}", "办公楼"]);
    let verdicts: Vec<&str> = answers.iter().map(|answer| answer["verdict"].as_str().expect("a verdict")).collect();
    assert_eq!(verdicts, ["eliminate", "clear", "restrict", "clear", "clear"]);
}

#[test]
fn the_object_is_that_of_the_contract() {
    let answers = lines(&mut capex(&["--format", "jsonl", "380m³高炉1座"]));
    let answer = &answers[0];
    let item = &answer["items"][0];
    assert_eq!(item["equipment"], "炼铁高炉");
    assert_eq!(item["quantity"], 1);
    let fact = &item["facts"][0];
    assert_eq!(
        (&fact["parameter"], &fact["value"], &fact["unit"], &fact["text"]),
        (&Value::from("有效容积"), &Value::from("380"), &Value::from("m3"), &Value::from("380m³"))
    );
    let finding = &item["findings"][0];
    for (key, value) in [
        ("catalog", "ndrc-2013"),
        ("entry", "blast-furnace"),
        ("action", "eliminate"),
        ("outcome", "hit"),
        ("deadline", "immediate"),
        ("evidence", "seen"),
    ] {
        assert_eq!(finding[key], value, "{key}");
    }
    assert_eq!(finding["because"], serde_json::json!(["有效容积 380 m³ ≤ 400 m³"]));
    assert!(finding["missing"].as_array().expect("a list").is_empty());
    assert!(!finding["unless"].as_array().expect("a list").is_empty());
}

#[test]
fn explain_says_why_not() {
    capex(&["450m³高炉", "--explain"]).assert().success().stdout(contains("不满足 ≤ 400 m³"));
    let answers = lines(&mut capex(&["--format", "jsonl", "--explain", "450m³高炉"]));
    let misses = answers[0]["items"][0]["near_misses"].as_array().expect("near misses").clone();
    assert!(misses.iter().any(|miss| miss["entry"] == "blast-furnace"), "{misses:?}");
}

#[test]
fn a_phrase_cannot_reach_the_terminal_as_a_command() {
    capex(&["高炉\u{1b}[2J\u{7}380m³"])
        .assert()
        .success()
        .stdout(predicates::function::function(|page: &str| !page.chars().any(|c| c.is_control() && c != '\n')));
}

#[test]
fn a_line_that_is_no_utf_8_still_gets_its_answer() {
    let answers =
        lines(capex(&["--format", "jsonl"]).write_stdin(&b"\xff\xfe380\n380m\xc2\xb3\xe9\xab\x98\xe7\x82\x89\n"[..]));
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[1]["verdict"], "eliminate");
}
