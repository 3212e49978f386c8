//! The compiled form of the catalogues that is committed beside the YAML was made from it. Only this test asks: a stale form
//! is not used by the program, which then starts slower.

use std::fs;

use assert_cmd::Command;

#[test]
fn the_committed_form_is_current() {
    let output = Command::cargo_bin("capex").unwrap().args(["catalog", "compile"]).output().unwrap();
    assert!(output.status.success());
    let committed = fs::read("catalogs/compiled.jsonl").unwrap();
    let current = output.stdout == committed;
    assert!(current, "write it again: cargo run -- catalog compile > compiled && mv compiled catalogs/compiled.jsonl");
}
