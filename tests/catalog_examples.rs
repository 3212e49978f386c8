//! Every entry of every edition is shown at work: its examples come out as written, and there is one for each way in which it
//! can come out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

use std::collections::BTreeSet;
use std::path::Path;

use capex::catalog::{Action, Condition, Entry, Library, Rule, RuleOutcome};
use capex::matching::failing_examples;

fn library() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogs");
    Library::alone(&[folder]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Whether a missing number or property leaves the rule open.
fn asks(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(asks),
        // Any part that words decide, such as 述及(…), is false where nothing is said: the others still ask.
        Condition::Any(parts) => parts.iter().any(asks),
        Condition::Not(inner) => asks(inner),
        Condition::Compare { .. } | Condition::Attribute { .. } => true,
        Condition::Sector { .. } | Condition::Names(_) | Condition::States(..) | Condition::Known(_) => false,
    }
}

/// A 且 with a part that words decide is false, not open, where the words are absent.
fn always_asks(rule: &Rule) -> bool {
    fn said(condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().any(said),
            Condition::Names(_) | Condition::States(..) | Condition::Known(_) | Condition::Sector { .. } => true,
            _ => false,
        }
    }
    rule.when.as_ref().is_some_and(|when| asks(when) && !said(when))
}

fn certain(entry: &Entry) -> bool {
    entry.action != Action::Undecided && entry.rules.iter().any(|rule| rule.outcome == RuleOutcome::Hit)
}

#[test]
fn every_example_comes_out_as_written() {
    let problems = failing_examples(&library());
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn every_testable_entry_shows_what_it_catches_and_what_it_leaves() {
    let library = library();
    let mut lacking = BTreeSet::new();
    let mut entries = 0;
    for edition in &library.editions {
        for entry in edition.entries.iter().filter(|entry| !entry.rules.is_empty()) {
            entries += 1;
            let mut lacks = |what: &str| {
                lacking.insert(format!("{} {}: {what}", edition.id, entry.key));
            };
            if certain(entry) && entry.examples.hit.is_empty() {
                lacks("hit");
            }
            if !certain(entry) && entry.examples.review.is_empty() {
                lacks("review, since it never hits");
            }
            if entry.examples.clear.is_empty() {
                lacks("clear");
            }
            if entry.rules.iter().any(always_asks) && entry.examples.review.is_empty() {
                lacks("review, since a missing parameter decides");
            }
            if entry.rules.iter().any(|rule| !rule.unless.is_empty()) && entry.examples.exempt.is_empty() {
                lacks("exempt");
            }
        }
    }
    println!("{entries} entries");
    assert!(entries > 1000, "{entries} entries with rules");
    assert!(lacking.is_empty(), "examples missing:\n{}", lacking.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_entry_without_rules_says_why() {
    let library = library();
    for edition in &library.editions {
        for entry in edition.entries.iter().filter(|entry| entry.rules.is_empty()) {
            let why = entry.untestable.as_deref().unwrap_or_default();
            assert!(!why.trim().is_empty(), "{} {}", edition.id, entry.key);
        }
    }
}
