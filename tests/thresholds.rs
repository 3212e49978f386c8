//! Every threshold of every rule of every edition: values just below, on and just above the bound, in every notation of the
//! unit, give what the comparison demands.
//!
//! The phrases are made from the catalogues and the vocabulary; no label is written by hand. Each distinct rule is judged
//! alone, under a key of its own, so that no other rule hides it. Thresholds for which no phrase can be made are listed in
//! `tests/threshold_support/unbuilt.txt`: nothing is skipped in silence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

mod threshold_support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use capex::catalog::{Action, Edition, Entry, Library, Rule, RuleOutcome};
use capex::matching::{Description, MatchOptions, Matcher, Outcome};
use threshold_support::requirements::{Threshold, thresholds};
use threshold_support::spellings::{notations, plain};
use threshold_support::{Template, around, templates};

/// A rule judged alone.
struct Alone {
    key: String,
    rule: Rule,
    /// Where it stands: `ndrc-2013 blast-furnace 1`.
    place: String,
}

fn library() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogs");
    Library::alone(&[folder]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Each distinct rule with a condition, as an entry of its own.
fn alone(library: &Library) -> Vec<Alone> {
    let mut found: Vec<Alone> = Vec::new();
    for edition in &library.editions {
        for entry in &edition.entries {
            for (index, rule) in entry.rules.iter().enumerate() {
                let known =
                    found.iter().any(|other| other.rule.subjects == rule.subjects && other.rule.when == rule.when);
                if rule.when.is_some() && !known {
                    found.push(Alone {
                        key: format!("rule-{}", found.len()),
                        rule: rule.clone(),
                        place: format!("{} {} {}", edition.id, entry.key, index + 1),
                    });
                }
            }
        }
    }
    found
}

/// A matcher whose only edition holds each rule under its own key. 重大隐患 neither outranks nor covers anything.
fn matcher(library: &Library, rules: &[Alone]) -> Matcher {
    let pattern = library.editions.first().expect("an edition");
    let model: &Entry = pattern.entries.first().expect("an entry");
    let entries: Vec<Entry> = rules
        .iter()
        .map(|alone| Entry {
            key: alone.key.clone(),
            action: Action::Hazard,
            rules: vec![Rule { outcome: RuleOutcome::Hit, ..alone.rule.clone() }],
            ..model.clone()
        })
        .collect();
    let edition = Arc::new(Edition { entries: entries.into(), ..Edition::clone(pattern) });
    Matcher::new(library.vocabulary.clone(), vec![edition], MatchOptions::default())
}

fn hits(matcher: &Matcher, key: &str, sector: &str, phrase: &str) -> bool {
    let judgement = matcher.judge(&Description::phrase(phrase, sector));
    let mut findings = judgement.items.iter().flat_map(|item| &item.findings);
    findings.any(|finding| finding.entry == key && finding.outcome == Outcome::Hit)
}

/// The first phrase that puts the three values on the sides where they belong.
fn fitting(matcher: &Matcher, alone: &Alone, threshold: &Threshold, library: &Library) -> Option<Template> {
    let dimension = library.vocabulary.parameters[threshold.parameter.index()].dimension;
    templates(&alone.rule, threshold, &library.vocabulary).into_iter().find(|template| {
        around(threshold.limit).into_iter().all(|value| {
            let phrase = template.with(&plain(dimension, value));
            hits(matcher, &alone.key, &template.sector, &phrase) == threshold.holds(value)
        })
    })
}

#[test]
fn every_threshold_parts_the_values_in_every_notation() {
    let library = library();
    let rules = alone(&library);
    let matcher = matcher(&library, &rules);
    let (mut unbuilt, mut wrong) = (BTreeSet::new(), Vec::new());
    let (mut built, mut phrases) = (0_usize, 0_usize);
    for alone in &rules {
        let when = alone.rule.when.as_ref().expect("a condition");
        for (index, threshold) in thresholds(when, &library.vocabulary).into_iter().enumerate() {
            let place = format!("{} [{}]", alone.place, index + 1);
            let Ok(threshold) = threshold else {
                unbuilt.insert(place);
                continue;
            };
            let Some(template) = fitting(&matcher, alone, &threshold, &library) else {
                unbuilt.insert(place);
                continue;
            };
            built += 1;
            let dimension = library.vocabulary.parameters[threshold.parameter.index()].dimension;
            for value in around(threshold.limit) {
                for notation in notations(dimension, value) {
                    phrases += 1;
                    let phrase = template.with(&notation);
                    let expected = threshold.holds(value);
                    if hits(&matcher, &alone.key, &template.sector, &phrase) != expected {
                        wrong.push(format!("{place} 「{phrase}」 @{} should be {expected}", template.sector));
                    }
                }
            }
        }
    }
    println!("{built} thresholds, {phrases} phrases, {} unbuilt", unbuilt.len());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/threshold_support/unbuilt.txt");
    let shown: String = unbuilt.iter().map(|place| format!("{place}\n")).collect();
    if std::env::var_os("UPDATE_UNBUILT").is_some() {
        std::fs::write(&file, &shown).expect("the list can be written");
    }
    assert!(wrong.is_empty(), "{} of {phrases} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(200)].join("\n"));
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(shown, kept, "thresholds without a phrase; if rightly so, run with UPDATE_UNBUILT=1");
    assert!(unbuilt.len() * 10 <= built, "too many thresholds without a phrase");
}
