//! The published schemas against what is really written: documents, lines, comparisons, the December tables.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod cli_support;
mod schema_support;

use std::path::Path;

use cli_support::{BANNED, CLEAR, HIT, NAMELESS, OPEN, Place, RESTRICTED};
use schema_support::mistakes;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const WAIVERS: &str = "waivers:\n  - id: w-1\n    enterprise: 乙厂\n    entry: blast-furnace\n    decision: exempt\n    reason: 铸造用\n    \
                       basis: 玉应急〔2019〕31号\n    decided: 2019-05-01\n  - id: w-2\n    entry: no-such-entry\n    decision: \
                       confirmed\n    reason: 理由\n    basis: 文件\n    decided: 2019-05-01\n    expires: 2019-05-02\n";

fn schema(place: &Place, which: &str) -> Value {
    place.run(&["schema", which]).json()
}

fn assert_follows(schema: &Value, value: &Value, what: &str) {
    let found = mistakes(schema, value);
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

/// A folder with a survey of every verdict, an unreadable file, waivers, and the three months.
fn place() -> Place {
    let place = Place::new();
    place.workbook("表.xlsx", &[CLEAR, HIT, BANNED, RESTRICTED, OPEN, NAMELESS]);
    place.write("坏.xlsx", b"no workbook");
    place.write("意见.yaml", WAIVERS);
    for name in ["survey.xlsx", "three-months/2019-06.xlsx", "three-months/2019-07.xlsx"] {
        let path = Path::new(ROOT).join("examples").join(name);
        place.write(name, std::fs::read(path).expect("an example"));
    }
    place
}

#[test]
fn documents_and_lines_follow_their_schemas() {
    let place = place();
    let (document, line) = (schema(&place, "audit"), schema(&place, "audit-line"));
    place.audit(&["three-months/2019-06.xlsx", "-o", "前.json"]);
    let runs: [&[&str]; 4] = [
        &["survey.xlsx"],
        &["表.xlsx", "坏.xlsx", "--waivers", "意见.yaml", "--actions", "eliminate,prohibit"],
        &["表.xlsx", "--only", "ndrc-2013", "--confirmed-only"],
        &["three-months/2019-07.xlsx", "--baseline", "前.json"],
    ];
    for run in runs {
        let whole = place.audit(&[run, &["--format", "json"]].concat()).json();
        assert_follows(&document, &whole, &run.join(" "));
        let lines = place.audit(&[run, &["--format", "jsonl"]].concat()).lines();
        assert!(lines.len() > 2);
        for one in &lines {
            assert_follows(&line, one, &run.join(" "));
        }
    }
    let saved = serde_json::from_slice(&std::fs::read(place.path("前.json")).expect("saved")).expect("JSON");
    assert_follows(&document, &saved, "a saved result");
}

#[test]
fn comparisons_and_the_december_tables_follow_theirs() {
    let place = place();
    place.audit(&["three-months/2019-06.xlsx", "-o", "前.json"]);
    place.run(&["audit", "three-months/2019-07.xlsx", "--as-of", "2019-07-31", "-o", "后.json"]);
    let diff = place.run(&["diff", "前.json", "后.json", "--format", "json"]).json();
    assert_follows(&schema(&place, "diff"), &diff, "a comparison");
    let run = ["summary", "three-months/2019-07.xlsx", "--as-of", "2019-12-25", "--format", "json"];
    assert_follows(&schema(&place, "summary"), &place.run(&run).json(), "the December tables");
}

#[test]
fn a_document_that_does_not_follow_is_caught() {
    let place = place();
    let document = schema(&place, "audit");
    let whole = place.audit(&["表.xlsx", "--format", "json"]).json();
    let spoilt = |change: &dyn Fn(&mut Value)| {
        let mut value = whole.clone();
        change(&mut value);
        mistakes(&document, &value).len()
    };
    assert_eq!(spoilt(&|_| ()), 0);
    assert!(spoilt(&|value| value["as_of"] = "30.6.2019".into()) > 0);
    assert!(spoilt(&|value| value["unheard"] = 1.into()) > 0);
    assert!(spoilt(&|value| value["records"][0]["verdict"] = "guilty".into()) > 0);
    assert!(spoilt(&|value| value["ledger"]["rows"] = "12".into()) > 0);
    assert!(spoilt(&|value| value["totals"] = Value::Null) > 0);
}
