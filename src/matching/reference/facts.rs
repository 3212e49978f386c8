//! Random facts, seeded, close to the limits of the rules; and the test that both judges say the same of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::finding::Outcome;
use super::super::matcher::{MatchOptions, Matcher};
use super::super::thing::{Known, Origin, Property, Thing};
use super::{Opinion, Reference};
use crate::catalog::{Condition, Edition, Library, ParameterId, Rule, SectorId, TermId, ValueId, Vocabulary};
use crate::quantity::Interval;

/// SplitMix64: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

fn origin() -> Origin {
    Origin { text: String::new(), from: String::new() }
}

/// What a condition asks: parameters with limits, attributes with values, sectors, names.
#[derive(Default)]
struct Asked {
    numbers: Vec<(ParameterId, Decimal)>,
    values: Vec<(crate::catalog::AttributeId, ValueId)>,
    sectors: Vec<SectorId>,
    names: Vec<TermId>,
}

fn asked(condition: &Condition, found: &mut Asked) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| asked(part, found)),
        Condition::Not(inner) | Condition::Known(inner) => asked(inner, found),
        Condition::Compare { parameter, limit, unit, .. } => found.numbers.push((*parameter, *limit * unit.factor)),
        Condition::Attribute { attribute, value, .. } | Condition::States(attribute, value) => {
            found.values.push((*attribute, *value));
        }
        Condition::Sector { sector, .. } => found.sectors.push(*sector),
        Condition::Names(term) => found.names.push(*term),
    }
}

/// A value, a range or a bound at, near or far from a limit.
fn value_near(dice: &mut Dice, limit: Decimal) -> Interval {
    let factors = ["0.5", "0.99", "1", "1", "1", "1.01", "2"];
    let mut value = || {
        let factor = dice.pick(&factors).and_then(|factor| Decimal::from_str_exact(factor).ok());
        limit * factor.unwrap_or(Decimal::ONE)
    };
    let (first, second) = (value(), value());
    match dice.below(6) {
        0 => Interval::up_to(first, dice.chance(50)),
        1 => Interval::from(first, dice.chance(50)),
        2 => Interval::between(first, second),
        _ => Interval::exactly(first),
    }
}

/// Facts that touch a rule: its subject or something wider, narrower or else; its parameters and properties, or not.
fn facts(dice: &mut Dice, rules: &[&Rule], vocabulary: &Vocabulary) -> Thing {
    let mut thing = Thing { implied: dice.chance(5), ..Thing::default() };
    let any_term = |dice: &mut Dice| TermId(u16::try_from(dice.below(vocabulary.terms.len())).unwrap_or(0));
    for round in 0..=dice.below(3) {
        let Some(rule) = dice.pick(rules) else { continue };
        let mut wanted = Asked::default();
        rule.when.iter().for_each(|when| asked(when, &mut wanted));
        rule.unless.iter().for_each(|exemption| asked(&exemption.when, &mut wanted));
        for group in &rule.subjects {
            let Some(&term) = dice.pick(group) else { continue };
            let term = match dice.below(10) {
                0 => any_term(dice),
                1 | 2 => *dice.pick(&vocabulary.terms[term.index()].is).unwrap_or(&term),
                3 => {
                    let count = u16::try_from(vocabulary.terms.len()).unwrap_or(0);
                    let narrower: Vec<TermId> = (0..count)
                        .map(TermId)
                        .filter(|&narrow| vocabulary.terms[narrow.index()].is.contains(&term))
                        .collect();
                    *dice.pick(&narrower).unwrap_or(&term)
                }
                _ => term,
            };
            if dice.chance(3) {
                thing.denied.push(term);
            }
            if round > 0 || dice.chance(15) { thing.context.push(term) } else { thing.terms.push(term) }
        }
        for (parameter, limit) in wanted.numbers {
            if dice.chance(70) && thing.number(parameter).is_none() {
                let value = value_near(dice, limit);
                thing.known.push(Known { parameter, value, origin: origin(), sum: false });
            }
        }
        for (attribute, value) in wanted.values {
            if !dice.chance(60) {
                continue;
            }
            let values = vocabulary.attributes[attribute.index()].values.len();
            let value = if dice.chance(70) { value } else { ValueId(u16::try_from(dice.below(values)).unwrap_or(0)) };
            let property = Property { attribute, value, denied: dice.chance(15), origin: origin() };
            thing.add_property(vocabulary, property);
        }
        for sector in wanted.sectors {
            if dice.chance(70) {
                thing.sectors.push(sector);
            }
        }
        for term in wanted.names {
            if dice.chance(60) {
                thing.context.push(term);
            }
        }
        if dice.chance(30) {
            thing.sectors.push(SectorId(u16::try_from(dice.below(vocabulary.sectors.len())).unwrap_or(0)));
        }
    }
    thing.sectors.dedup();
    thing
}

fn opinion(matcher: &Matcher, thing: Thing) -> Opinion {
    let item = matcher.item(thing);
    let findings: BTreeMap<(String, String), Outcome> = item
        .findings
        .iter()
        .map(|finding| ((finding.catalog.clone(), finding.entry.clone()), finding.outcome))
        .collect();
    assert_eq!(findings.len(), item.findings.len(), "an entry speaks once: {:?}", item.findings);
    for finding in item.findings.iter().filter(|finding| finding.outcome == Outcome::Review) {
        assert!(!finding.missing.is_empty(), "a review says what it lacks: {finding:?}");
    }
    Opinion { findings, verdict: item.verdict }
}

#[test]
fn the_plain_judge_and_the_fast_one_agree_on_random_facts() {
    let library = Library::builtin().unwrap_or_else(|problems| panic!("{problems}"));
    let of = |ids: &[&str]| -> Vec<Arc<Edition>> {
        library
            .editions
            .iter()
            .filter(|edition| ids.is_empty() || ids.contains(&edition.id.as_str()))
            .cloned()
            .collect()
    };
    let mut dice = Dice(20_190_430);
    let (mut sets, mut spoken, mut covered) = (0_usize, 0_usize, 0_usize);
    let plan = ["guofa-2010-7", "ndrc-2013", "saws-2015-75", "saws-2016-137", "saws-2017-142"];
    for (runs, editions) in [(5_000, of(&["ndrc-2013"])), (5_000, of(&plan)), (1_000, of(&[]))] {
        let matcher = Matcher::new(library.vocabulary.clone(), editions.clone(), MatchOptions::default());
        let reference = Reference::new(&library.vocabulary, editions.iter().map(AsRef::as_ref).collect());
        let rules: Vec<&Rule> =
            editions.iter().flat_map(|edition| &edition.entries).flat_map(|entry| &entry.rules).collect();
        // Rules that part one parameter between two documents are few; they get their share.
        let parted: Vec<&Rule> = rules
            .iter()
            .copied()
            .filter(|rule| rules.iter().any(|other| other.subjects == rule.subjects && other.when != rule.when))
            .collect();
        for set in 0..runs {
            let thing = facts(&mut dice, if set % 4 == 0 { &parted } else { &rules }, &library.vocabulary);
            let plain = reference.judge(&thing);
            let fast = opinion(&matcher, thing.clone());
            assert_eq!(fast, plain, "left the fast judge, right the plain one, on {thing:#?}");
            sets += 1;
            spoken += usize::from(!plain.findings.is_empty());
            let decided = plain.findings.values().filter(|outcome| **outcome == Outcome::Hit).count();
            covered += usize::from(decided > 0 && thing.known.is_empty());
        }
    }
    assert!(sets >= 10_000, "{sets} sets of facts");
    assert!(
        spoken * 2 > sets && covered > 100,
        "the facts say too little: {spoken} of {sets}, {covered} without a number"
    );
}
