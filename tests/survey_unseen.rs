//! Workbooks as county offices make them, drawn as text with the records that they must give, all written down before the
//! reader saw them: the measure of how well it does on layouts that it does not know.
//!
//! `tests/unseen/README.md` keeps the score of the first run of each set; this test keeps every field right from then on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

mod survey_support;
#[path = "unseen_support/mod.rs"]
mod unseen_support;

use std::fmt::Write as _;

use unseen_support::{Score, books};

/// Reads one set and gives its score and what went wrong, sheet by sheet.
fn run(set: &str) -> (Score, String) {
    let (mut total, mut report) = (Score::default(), String::new());
    for book in books(set) {
        let (mut score, mut faults, mut shown) = (Score::default(), Vec::new(), String::new());
        for sheet in &book.sheets {
            let read = survey_support::read_rows(&sheet.facts, sheet.rows.clone());
            score.add(&book.compare(&sheet.facts.name, &read.0, &mut faults));
            let _ = writeln!(shown, "--- {}\n{}", sheet.facts.name, survey_support::show(&read));
        }
        if !faults.is_empty() {
            let _ = writeln!(report, "{}: {score}\n  {}\n{shown}", book.name, faults.join("\n  "));
        }
        total.add(&score);
    }
    (total, report)
}

fn holds(set: &str) {
    let (score, report) = run(set);
    println!("{set}: {score}\n{report}");
    assert_eq!(score.invented, 0, "an invented row\n{report}");
    assert_eq!(score.wrong, 0, "{score}\n{report}");
}

#[test]
fn the_first_set_of_unseen_workbooks_is_read_right() {
    holds("first");
}

#[test]
fn the_second_set_of_unseen_workbooks_is_read_right() {
    holds("second");
}

#[test]
fn the_third_set_of_unseen_workbooks_is_read_right() {
    holds("third");
}

#[test]
fn the_fourth_set_of_unseen_workbooks_is_read_right() {
    holds("fourth");
}

#[test]
fn the_fifth_set_of_unseen_workbooks_is_read_right() {
    holds("fifth");
}

#[test]
fn the_sixth_set_of_unseen_workbooks_is_read_right() {
    holds("sixth");
}

#[test]
fn the_seventh_set_of_unseen_workbooks_is_read_right() {
    holds("seventh");
}

#[test]
fn the_eighth_set_of_unseen_workbooks_is_read_right() {
    holds("eighth");
}

#[test]
fn the_ninth_set_of_unseen_workbooks_is_read_right() {
    holds("ninth");
}
