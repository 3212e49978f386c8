//! `--explain` as people and scripts see it.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;

use assert_cmd::Command;
use serde_json::Value;

fn capex(columns: &str) -> Command {
    let mut command = Command::cargo_bin("capex").expect("the binary");
    command.env("COLUMNS", columns).env_remove("NO_COLOR");
    command
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.unwrap().stdout).expect("UTF-8")
}

fn explained(columns: &str, phrase: &str) -> String {
    stdout(capex(columns).args(["match", "--as-of", "2019-06-30", "--explain", phrase]))
}

#[test]
fn a_phrase_with_its_facts_rules_and_near_misses_at_80_columns() {
    insta::assert_snapshot!(explained("80", "1#、2#450立方米高炉（原380立方米，不含铁合金高炉）"));
}

#[test]
fn an_open_question_at_80_columns() {
    insta::assert_snapshot!(explained("80", "中频炉2台"));
}

#[test]
fn a_replaced_furnace_was_called_a_value_before_a_change() {
    for (phrase, replaced) in [
        ("以1座1080m³高炉减量置换3座350m³高炉", "3座350m³高炉"),
        ("2座25000kVA密闭炉替代4台6300kVA敞开炉", "4台6300kVA敞开炉"),
        ("25t转炉被1座100t转炉取代", "25t转炉"),
    ] {
        let page = explained("160", phrase);
        assert!(page.contains(&format!("“{replaced}”是被置换的设备，请核实是否已拆除")), "{page}");
        assert!(!page.contains("改造前"), "{page}");
    }
}

#[test]
fn a_phrase_that_names_nothing() {
    insta::assert_snapshot!(explained("80", "办公楼三层"));
}

#[test]
fn a_survey_with_the_cell_of_each_fact() {
    let folder = tempfile::tempdir().expect("a folder");
    let survey = "企业名称,行业,设备名称,规格型号,容积m³,数量,备注\n某钢铁公司,钢铁,1#高炉,,380,1,铸造用生铁\n\
                  某焦化公司,焦化,焦炉,JN43-80,,2,\n某厂,钢铁,办公楼,,,1,\n";
    fs::write(folder.path().join("县.csv"), survey).expect("the survey");
    let run = |arguments: &[&str]| {
        let mut command = capex("80");
        command
            .current_dir(folder.path())
            .args(["audit", "县.csv", "--as-of", "2019-06-30", "--explain"])
            .args(arguments);
        stdout(&mut command)
    };
    let page = run(&[]);
    let (_, below) = page.split_once("逐条说明").expect("the explanation below the tables");
    insta::assert_snapshot!(below);
    let result: Value = serde_json::from_str(&run(&["--format", "json"])).expect("JSON");
    let trace = &result["records"][0]["items"][0]["trace"];
    assert_eq!(trace["read"][0]["marked"], "〔1#〕〔高炉〕");
    assert_eq!(trace["rules"][0]["conditions"][1]["truth"], "true");
}

#[test]
fn the_trace_of_a_phrase_names_rule_and_condition_and_is_absent_without_the_flag() {
    let lines = |arguments: &[&str]| {
        let mut command = capex("80");
        command.args(["match", "--as-of", "2019-06-30", "--format", "jsonl", "450m³高炉"]).args(arguments);
        serde_json::from_str::<Value>(&stdout(&mut command)).expect("one object")
    };
    let answer = lines(&["--explain"]);
    let rule = &answer["items"][0]["trace"]["rules"][0];
    assert_eq!((&rule["entry"], &rule["outcome"]), (&"blast-furnace".into(), &"none".into()));
    let conditions = rule["conditions"].as_array().expect("conditions");
    let truths: Vec<&Value> = conditions.iter().map(|condition| &condition["truth"]).collect();
    assert_eq!(truths, ["true", "false"]);
    assert_eq!(
        answer["items"][0]["near_misses"][0]["entry"], "blast-furnace",
        "the rule that least is wrong with first"
    );
    let plain = lines(&[]);
    assert!(plain["items"][0].get("trace").is_none() && plain["items"][0].get("near_misses").is_none());
}
