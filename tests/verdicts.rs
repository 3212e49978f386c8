//! The labelled suite: each row was labelled by reading its words, and is judged here.
//!
//! `cargo test --test verdicts -- --nocapture` prints the confusion matrix of each tier; `UPDATE_MATRIX=1` writes it to
//! `tests/verdicts/MATRIX.md`. Rows marked `engine` or `data` in the fifth column are known to come out otherwise: they are
//! counted against the tier's floor until what is wrong is put right and the mark taken away.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

mod verdict_support;

use std::collections::BTreeMap;
use std::fmt::Write;

use verdict_support::{Class, Judges, Row, class_of, false_hits, first_run, matrix_file, rows, shown, tiers, wrong};

/// Least share of right rows in a tier, in hundredths of a percent.
fn floor(tier: &str) -> usize {
    match tier {
        "plain" | "messy" => 99_50,
        _ => 98_00,
    }
}

/// Fewest labelled rows.
const ROWS: usize = 400;

struct Judged {
    row: Row,
    class: Class,
    wrong: Vec<String>,
    false_hits: Vec<String>,
    shown: String,
}

fn judged() -> Vec<Judged> {
    let mut judges = Judges::new();
    tiers()
        .iter()
        .flat_map(|tier| rows(tier))
        .map(|row| {
            let judgement = judges.judge(&row);
            Judged {
                class: class_of(&judgement),
                wrong: wrong(&row.expected, &judgement),
                false_hits: false_hits(&row.expected, &judgement),
                shown: shown(&judgement),
                row,
            }
        })
        .collect()
}

fn percent(right: usize, all: usize) -> usize {
    right * 10_000 / all.max(1)
}

fn matrix(judged: &[Judged]) -> String {
    let mut text = String::from(
        "# Confusion matrix of the labelled suite\n\nWritten by `UPDATE_MATRIX=1 cargo test --test verdicts`. Rows are labels, \
         columns what came out; right means the right entry with the right outcome, the missing parameter named, pieces and \
         presence as labelled, and no other hit.\n",
    );
    for tier in tiers() {
        let of_tier: Vec<&Judged> = judged.iter().filter(|judged| judged.row.tier == tier).collect();
        let mut cells: BTreeMap<(Class, Class), usize> = BTreeMap::new();
        for judged in &of_tier {
            *cells.entry((judged.row.expected.class, judged.class)).or_default() += 1;
        }
        let right = of_tier.iter().filter(|judged| judged.wrong.is_empty()).count();
        let false_hits = of_tier.iter().filter(|judged| !judged.false_hits.is_empty()).count();
        let share = percent(right, of_tier.len());
        let _ = writeln!(
            text,
            "\n## {tier}: {right} of {} right ({}.{:02} %), {false_hits} false hits\n",
            of_tier.len(),
            share / 100,
            share % 100
        );
        if let Some(first) = first_run(&tier) {
            let _ = writeln!(text, "On its first run, before anything was changed for it: {first}\n");
        }
        let heads: Vec<String> = Class::ALL.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "| label | {} | right |\n|---|{}---|", heads.join(" | "), "---|".repeat(heads.len()));
        for label in Class::ALL {
            let counts: Vec<String> = Class::ALL
                .iter()
                .map(|&class| cells.get(&(label, class)).copied().unwrap_or_default().to_string())
                .collect();
            let right =
                of_tier.iter().filter(|judged| judged.row.expected.class == label && judged.wrong.is_empty()).count();
            let _ = writeln!(text, "| {label} | {} | {right} |", counts.join(" | "));
        }
        for judged in of_tier.iter().filter(|judged| judged.row.open.is_some() && !judged.wrong.is_empty()) {
            let _ = writeln!(
                text,
                "\nOpen ({}): 「{}」 {}",
                judged.row.open.as_deref().unwrap_or_default(),
                judged.row.text,
                judged.wrong.join("; ")
            );
        }
    }
    text
}

#[test]
fn every_row_comes_out_as_labelled() {
    let judged = judged();
    assert!(judged.len() >= ROWS, "{} rows", judged.len());
    let matrix = matrix(&judged);
    println!("{matrix}");
    let mut failing = String::new();
    for judged in judged.iter().filter(|judged| !judged.wrong.is_empty() && judged.row.open.is_none()) {
        let _ = writeln!(
            failing,
            "{}\n    {} ({})\n        {}",
            judged.row.place(),
            judged.wrong.join("; "),
            judged.row.why,
            judged.shown
        );
    }
    for judged in judged.iter().filter(|judged| judged.row.open.is_some() && judged.wrong.is_empty()) {
        println!("right now, take the mark away: {}", judged.row.place());
    }
    assert!(failing.is_empty(), "not as labelled:\n{failing}");
    for tier in tiers() {
        let of_tier: Vec<&Judged> = judged.iter().filter(|judged| judged.row.tier == tier).collect();
        let right = of_tier.iter().filter(|judged| judged.wrong.is_empty()).count();
        assert!(percent(right, of_tier.len()) >= floor(&tier), "{tier}: {right} of {}", of_tier.len());
    }
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(matrix_file(), &matrix).expect("the matrix can be written");
    }
    let kept = std::fs::read_to_string(matrix_file()).unwrap_or_default();
    assert_eq!(kept, matrix, "tests/verdicts/MATRIX.md is stale: run with UPDATE_MATRIX=1");
}

#[test]
fn no_row_has_a_false_hit() {
    let false_hits: Vec<String> = judged()
        .iter()
        .filter(|judged| !judged.false_hits.is_empty())
        .map(|judged| format!("{}: {}", judged.row.place(), judged.false_hits.join(", ")))
        .collect();
    assert!(false_hits.is_empty(), "false hits:\n{}", false_hits.join("\n"));
}

#[test]
fn no_row_stands_twice() {
    let mut seen: BTreeMap<(String, String, Vec<String>), String> = BTreeMap::new();
    for row in tiers().iter().flat_map(|tier| rows(tier)) {
        let place = row.place();
        let before = seen.insert((row.sector, row.text, row.expected.editions), place.clone());
        assert_eq!(before, None, "{place}");
    }
}
