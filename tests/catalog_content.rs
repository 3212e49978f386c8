//! The built-in catalogues hold every entry that is known, and nothing else; their dates turn on the right day.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use capex::catalog::{Deadline, Edition, Library};
use chrono::NaiveDate;

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::builtin().map_err(|problems| problems.to_string()).unwrap());

/// What the sources say of an entry.
struct Known {
    /// Class; empty where they do not tell 禁止 from 限制.
    class: &'static str,
    /// Evidence level.
    evidence: &'static str,
    /// Deadline; empty where it is a period in words.
    deadline: &'static str,
}

/// Edition → key → what is known, as gathered from the sources.
fn known() -> BTreeMap<&'static str, BTreeMap<&'static str, Known>> {
    let mut known: BTreeMap<&str, BTreeMap<&str, Known>> = BTreeMap::new();
    for line in include_str!("fixtures/catalog-keys.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [edition, key, class, evidence, deadline] = cells.as_slice() else { panic!("five cells: {line}") };
        known.entry(edition).or_default().insert(key, Known { class, evidence, deadline });
    }
    known
}

fn edition(id: &str) -> &'static Edition {
    LIBRARY.edition(id).unwrap_or_else(|| panic!("no edition {id}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_edition_is_there() {
    let mut expected: BTreeSet<&str> = known().into_keys().collect();
    expected.insert("saws-2017-19");
    let listed: BTreeSet<&str> = LIBRARY.editions.iter().map(|edition| edition.id.as_str()).collect();
    assert_eq!(listed, expected);
}

#[test]
fn every_edition_lists_exactly_the_known_keys() {
    for (id, keys) in known() {
        let listed: BTreeSet<&str> = edition(id).entries.iter().map(|entry| entry.key.as_str()).collect();
        let known: BTreeSet<&str> = keys.keys().copied().collect();
        let missing: Vec<&&str> = known.difference(&listed).collect();
        let invented: Vec<&&str> = listed.difference(&known).collect();
        assert!(missing.is_empty() && invented.is_empty(), "{id}: missing {missing:?}, invented {invented:?}");
    }
}

#[test]
fn every_entry_orders_what_its_source_orders() {
    for (id, keys) in known() {
        for entry in &edition(id).entries {
            // Where the sources do not tell 禁止 from 限制, neither does the entry.
            let class = match keys.get(entry.key.as_str()).map_or("", |known| known.class) {
                "" => "undecided",
                class => class,
            };
            assert_eq!(entry.action.name(), class, "{id} {}", entry.key);
        }
    }
}

#[test]
fn every_entry_keeps_the_evidence_and_the_deadline_of_its_source() {
    let mut dated = 0;
    for (id, keys) in known() {
        for (key, known) in keys {
            let entry = edition(id).entry(key).unwrap_or_else(|| panic!("{id} has no {key}"));
            assert_eq!(entry.evidence.level.name(), known.evidence, "{id} {key}");
            if !known.deadline.is_empty() {
                assert_eq!(entry.deadline.to_string(), known.deadline, "{id} {key}");
            }
            dated += usize::from(matches!(entry.deadline, Deadline::On(_)));
        }
    }
    assert!(dated > 50, "{dated} dated entries");
}

#[test]
fn the_counts_are_those_of_the_sources() {
    let counts: BTreeMap<&str, usize> =
        LIBRARY.editions.iter().map(|edition| (edition.id.as_str(), edition.entries.len())).collect();
    let expected: BTreeMap<&str, usize> =
        known().into_iter().map(|(id, keys)| (id, keys.len())).chain([("saws-2017-19", 0)]).collect();
    assert_eq!(counts, expected);
    assert_eq!(counts.values().sum::<usize>(), 1472);
}

#[test]
fn the_empty_catalogue_says_that_it_is_empty() {
    let empty = edition("saws-2017-19");
    assert!(empty.entries.is_empty() && !empty.coverage.complete);
    assert!(!empty.coverage.note.is_empty());
}

#[test]
fn an_entry_that_says_untestable_says_why_and_all_others_have_examples() {
    for edition in &LIBRARY.editions {
        for entry in &edition.entries {
            match &entry.untestable {
                Some(reason) => assert!(!reason.is_empty() && entry.rules.is_empty(), "{} {}", edition.id, entry.key),
                None => assert!(entry.examples.each().count() > 0, "{} {}", edition.id, entry.key),
            }
        }
    }
}

#[test]
fn each_edition_is_in_force_from_its_first_day_until_the_day_before_its_last() {
    let boundaries = [
        ("ndrc-2011", Some("2011-06-01"), Some("2013-05-01")),
        ("ndrc-2013", Some("2013-05-01"), Some("2020-01-01")),
        ("ndrc-2019", Some("2020-01-01"), Some("2024-02-01")),
        ("ndrc-2024", Some("2024-02-01"), None),
    ];
    for (id, first, end) in boundaries {
        let edition = edition(id);
        assert_eq!(edition.effective, first.map(day), "{id}");
        assert_eq!(edition.repealed, end.map(day), "{id}");
        if let Some(first) = edition.effective {
            assert!(!edition.in_force(first.pred_opt().unwrap()), "{id}: the day before");
            assert!(edition.in_force(first), "{id}: on the day");
            assert!(edition.in_force(first.succ_opt().unwrap()), "{id}: the day after");
        }
        if let Some(end) = edition.repealed {
            assert!(edition.in_force(end.pred_opt().unwrap()), "{id}: the last day");
            assert!(!edition.in_force(end), "{id}: repealed on the day");
            assert!(!edition.in_force(end.succ_opt().unwrap()), "{id}: the day after");
        }
    }
}

#[test]
fn exactly_one_edition_of_the_guiding_catalogue_is_in_force_on_any_day() {
    let mut date = day("2011-06-01");
    while date < day("2026-01-01") {
        let in_force = LIBRARY.in_force(date);
        let guiding = in_force.iter().filter(|edition| edition.id.starts_with("ndrc-")).count();
        assert_eq!(guiding, 1, "{date}");
        date = date + chrono::Days::new(1);
    }
}

#[test]
fn an_edition_is_stale_from_the_day_its_successor_takes_effect() {
    let later = |id: &str, date: &str| LIBRARY.later_in_force(id, day(date)).map(|edition| edition.id.as_str());
    assert_eq!(later("ndrc-2013", "2019-12-31"), None);
    assert_eq!(later("ndrc-2013", "2020-01-01"), Some("ndrc-2019"));
    assert_eq!(later("ndrc-2013", "2024-01-31"), Some("ndrc-2019"));
    assert_eq!(later("ndrc-2013", "2024-02-01"), Some("ndrc-2024"));
    assert_eq!(later("ndrc-2011", "2024-02-01"), Some("ndrc-2024"));
    assert_eq!(later("ndrc-2024", "2026-01-01"), None);
    assert_eq!(later("saws-2017-129", "2023-05-14"), None);
    assert_eq!(later("saws-2017-129", "2023-05-15"), Some("mem-2023-10"));
}

#[test]
fn a_deadline_is_due_until_its_last_day_and_overdue_after_it() {
    let deadline = Deadline::parse("2019-12-31");
    assert_eq!(deadline.days_left(day("2019-12-30")), Some(1));
    assert_eq!(deadline.days_left(day("2019-12-31")), Some(0));
    assert_eq!(deadline.days_left(day("2020-01-01")), Some(-1));
    assert!(deadline.is_due_within(day("2019-10-02"), 90));
    assert!(!deadline.is_due_within(day("2019-10-01"), 90));
    assert!(deadline.is_due_within(day("2019-12-31"), 0));
    assert!(!deadline.is_due_within(day("2020-01-01"), 90), "what is overdue is not about to fall due");
    for undated in ["immediate", "none-stated", "unknown", "2年内"] {
        assert_eq!(Deadline::parse(undated).days_left(day("2019-12-31")), None);
    }
}
