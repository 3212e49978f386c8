//! A second judge of facts, slow and plain, that the fast one must agree with.
//!
//! It shares no code with [`super::logic`], [`super::cover`] or the index of [`super::matcher`]: every rule of every edition is
//! tried, names are compared with names, what a bound leaves open is settled by trying values, and the findings are put
//! together from the definitions. It reads a [`Thing`] after the inferences, so that only judging is compared, not reading.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::finding::{Outcome, Verdict};
use super::thing::Thing;
use crate::catalog::{
    Action, Comparison, Condition, Edition, Entry, ParameterId, Rule, RuleOutcome, TermId, Vocabulary,
};
use crate::quantity::Interval;

/// Three values as words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Perhaps,
}

/// What is said of an item: outcome by edition and key, and the verdict.
#[derive(Debug, PartialEq, Eq)]
struct Opinion {
    findings: BTreeMap<(String, String), Outcome>,
    verdict: Verdict,
}

/// Judges facts by editions in their order.
struct Reference<'a> {
    vocabulary: &'a Vocabulary,
    editions: Vec<&'a Edition>,
    /// Each name with itself and all that stand above it in the tree.
    wider: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

/// A name and all above it, by climbing from name to name.
fn climb<'a>(name: &'a str, vocabulary: &'a Vocabulary, found: &mut BTreeSet<&'a str>) {
    found.insert(name);
    for term in vocabulary.terms.iter().filter(|term| term.name == name) {
        for parent in &term.is {
            climb(&vocabulary.terms[parent.index()].name, vocabulary, found);
        }
    }
}

/// A rule that applies, or may.
struct Applied<'a> {
    edition: &'a Edition,
    entry: &'a Entry,
    rule: &'a Rule,
    named: Answer,
    outcome: Outcome,
}

impl<'a> Reference<'a> {
    fn new(vocabulary: &'a Vocabulary, editions: Vec<&'a Edition>) -> Self {
        let line = |name: &'a str| {
            let mut found = BTreeSet::new();
            climb(name, vocabulary, &mut found);
            (name, found)
        };
        let wider = vocabulary.terms.iter().map(|term| line(&term.name)).collect();
        Self { vocabulary, editions, wider }
    }

    fn judge(&self, thing: &Thing) -> Opinion {
        let mut applied = Vec::new();
        for edition in &self.editions {
            for entry in &edition.entries {
                for rule in &entry.rules {
                    let named = all(rule.subjects.iter().map(|group| {
                        let wanted: Vec<&str> =
                            group.iter().map(|term| self.vocabulary.terms[term.index()].name.as_str()).collect();
                        self.speaks_of(thing, &wanted)
                    }));
                    if named == Answer::No {
                        continue;
                    }
                    let condition = rule.when.as_ref().map_or(Answer::Yes, |when| self.answer(when, thing));
                    let holds = all([named, condition].into_iter());
                    // A restriction only informs of what is named.
                    let informs = entry.action != Action::Restrict || named != Answer::Perhaps;
                    if holds == Answer::No || !informs || !self.findable(thing, rule) {
                        continue;
                    }
                    let excepted =
                        rule.unless.iter().any(|exemption| self.answer(&exemption.when, thing) == Answer::Yes);
                    let perhaps_excepted =
                        rule.unless.iter().any(|exemption| self.half_excepted(&exemption.when, thing));
                    let certain = !perhaps_excepted
                        && holds == Answer::Yes
                        && rule.outcome == RuleOutcome::Hit
                        && entry.action != Action::Undecided;
                    let outcome = if excepted {
                        Outcome::Exempt
                    } else if certain {
                        Outcome::Hit
                    } else {
                        Outcome::Review
                    };
                    applied.push(Applied { edition, entry, rule, named, outcome });
                }
            }
        }
        let mut findings: BTreeMap<(String, String), Outcome> = BTreeMap::new();
        for found in &applied {
            let gravest = findings.entry(place(found)).or_insert(found.outcome);
            *gravest = (*gravest).max(found.outcome);
        }
        self.close_gaps(thing, &applied, &mut findings);
        self.weigh(&mut findings);
        self.silence(&mut findings);
        let verdict = findings.iter().map(|(place, outcome)| self.verdict(place, *outcome)).max();
        Opinion { findings, verdict: verdict.unwrap_or(Verdict::Clear) }
    }

    /// A rule without a subject only speaks where something that its condition asks for is named, or may be meant.
    fn findable(&self, thing: &Thing, rule: &Rule) -> bool {
        if !rule.subjects.is_empty() {
            return true;
        }
        let mut asked = Vec::new();
        if let Some(when) = &rule.when {
            self.asked_names(when, &mut asked);
        }
        let related = |name: &str| asked.iter().any(|&wanted| self.below(name, wanted) || self.below(wanted, name));
        asked.is_empty() || self.names(thing).into_iter().any(related)
    }

    fn asked_names<'c>(&'c self, condition: &Condition, found: &mut Vec<&'c str>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.asked_names(part, found));
            }
            Condition::Names(term) => found.push(&self.vocabulary.terms[term.index()].name),
            _ => {}
        }
    }

    /// Everything that the item and its columns name.
    fn names(&self, thing: &Thing) -> Vec<&str> {
        thing.terms.iter().chain(&thing.context).map(|term| self.vocabulary.terms[term.index()].name.as_str()).collect()
    }

    /// Whether one name is another or stands below it in the tree.
    fn below(&self, name: &str, wide: &str) -> bool {
        self.wider.get(name).is_some_and(|line| line.contains(wide))
    }

    fn speaks_of(&self, thing: &Thing, wanted: &[&str]) -> Answer {
        let denied = |wanted: &str| {
            thing.denied.iter().any(|term| self.below(wanted, &self.vocabulary.terms[term.index()].name))
        };
        let open: Vec<&str> = wanted.iter().copied().filter(|wanted| !denied(wanted)).collect();
        if open.iter().any(|wanted| self.names(thing).iter().any(|name| self.below(name, wanted))) {
            return if thing.implied { Answer::Perhaps } else { Answer::Yes };
        }
        let might_mean = |wanted: &&str| {
            let name = |term: &TermId| self.vocabulary.terms[term.index()].name.as_str();
            thing.terms.iter().any(|term| self.below(wanted, name(term)))
                || thing.doubts.iter().any(|(term, _)| self.below(name(term), wanted))
        };
        if open.iter().any(might_mean) { Answer::Perhaps } else { Answer::No }
    }

    /// All that an exception asks is so, but for numbers of which only bounds are known.
    fn half_excepted(&self, condition: &Condition, thing: &Thing) -> bool {
        let Condition::All(parts) = condition else { return false };
        let numbers = parts.iter().filter(|part| {
            let Condition::Compare { parameter, .. } = part else { return false };
            thing.known.iter().any(|known| known.parameter == *parameter) && self.answer(part, thing) == Answer::Perhaps
        });
        let proved = parts.iter().filter(|part| self.answer(part, thing) == Answer::Yes).count();
        let open = numbers.count();
        proved > 0 && open > 0 && proved + open == parts.len()
    }

    fn answer(&self, condition: &Condition, thing: &Thing) -> Answer {
        match condition {
            Condition::All(parts) => all(parts.iter().map(|part| self.answer(part, thing))),
            Condition::Any(parts) => not(all(parts.iter().map(|part| not(self.answer(part, thing))))),
            Condition::Not(inner) => not(self.answer(inner, thing)),
            Condition::Compare { parameter, comparison, limit, unit } => {
                let known = thing.known.iter().find(|known| known.parameter == *parameter);
                known.map_or(Answer::Perhaps, |known| by_trial(known.value, *comparison, *limit * unit.factor))
            }
            Condition::Attribute { attribute, value, equal } => {
                let of = |denied: bool| {
                    thing
                        .properties
                        .iter()
                        .filter(move |property| property.attribute == *attribute && property.denied == denied)
                };
                let is = match of(false).next() {
                    Some(property) if property.value == *value => Answer::Yes,
                    Some(_) => Answer::No,
                    None if of(true).any(|property| property.value == *value) => Answer::No,
                    None => Answer::Perhaps,
                };
                if *equal { is } else { not(is) }
            }
            Condition::Sector { sector, equal } => {
                let wanted = &self.vocabulary.sectors[sector.index()].name;
                let mut within: Vec<bool> = thing
                    .sectors
                    .iter()
                    .map(|sector| self.sector_line(&self.vocabulary.sectors[sector.index()].name).contains(wanted))
                    .collect();
                within.dedup();
                let is = match within.as_slice() {
                    [true] => Answer::Yes,
                    [false] => Answer::No,
                    _ => Answer::Perhaps,
                };
                if *equal { is } else { not(is) }
            }
            Condition::Names(term) => {
                let wanted = &self.vocabulary.terms[term.index()].name;
                yes_or_no(self.names(thing).iter().any(|name| self.below(name, wanted)))
            }
            Condition::Known(inner) => yes_or_no(self.answer(inner, thing) == Answer::Yes),
            Condition::States(attribute, value) => {
                let mut stated = thing.properties.iter().filter(|property| !property.denied);
                let first = stated.find(|property| property.attribute == *attribute);
                yes_or_no(first.is_some_and(|property| property.value == *value))
            }
        }
    }

    /// A sector and the wider ones.
    fn sector_line(&self, name: &str) -> Vec<String> {
        let mut line = vec![name.to_owned()];
        let sector = self.vocabulary.sectors.iter().find(|sector| sector.name == name);
        if let Some(wider) = sector.and_then(|sector| sector.is) {
            line.extend(self.sector_line(&self.vocabulary.sectors[wider.index()].name));
        }
        line
    }

    /// Reviews that only lack one number, of which every value is eliminated by one rule or another, are hits.
    fn close_gaps(&self, thing: &Thing, applied: &[Applied<'_>], findings: &mut BTreeMap<(String, String), Outcome>) {
        let open: Vec<&Applied<'_>> = applied
            .iter()
            .filter(|found| {
                found.entry.action == Action::Eliminate
                    && findings.get(&place(found)) == Some(&Outcome::Review)
                    && found.outcome == Outcome::Review
                    && found.rule.outcome == RuleOutcome::Hit
                    && found.rule.unless.is_empty()
                    && found.named == Answer::Yes
            })
            .collect();
        for index in 0..self.vocabulary.parameters.len() {
            let parameter = ParameterId(u16::try_from(index).unwrap_or(u16::MAX));
            let mut limits = Vec::new();
            for found in &open {
                limits.extend(found.rule.when.iter().flat_map(|when| limits_on(when, parameter)));
            }
            if limits.is_empty() || thing.known.iter().any(|known| known.parameter == parameter) {
                continue;
            }
            let mut closed: Vec<(String, String)> = Vec::new();
            let everywhere = limits.iter().flat_map(|&limit| near(limit)).all(|value| {
                let mut trial = thing.clone();
                trial.known.push(super::thing::Known {
                    parameter,
                    value: Interval::exactly(value),
                    origin: super::thing::Origin { text: String::new(), from: String::new() },
                    sum: false,
                });
                let first = open
                    .iter()
                    .find(|found| found.rule.when.as_ref().is_none_or(|when| self.answer(when, &trial) == Answer::Yes));
                closed.extend(first.map(|found| place(found)));
                first.is_some()
            });
            if everywhere {
                for place in closed {
                    findings.insert(place, Outcome::Hit);
                }
            }
        }
    }

    /// A supplementary document does not close what a catalogue of the plan excepts.
    fn weigh(&self, findings: &mut BTreeMap<(String, String), Outcome>) {
        let excepted: Vec<String> = findings
            .iter()
            .filter(|((edition, _), outcome)| **outcome == Outcome::Exempt && !self.edition(edition).supplementary)
            .map(|((_, key), _)| key.clone())
            .collect();
        for ((edition, key), outcome) in findings.iter_mut() {
            if *outcome == Outcome::Hit && self.edition(edition).supplementary && excepted.contains(key) {
                *outcome = Outcome::Review;
            }
        }
    }

    /// Where something is to go, restrictions and the same catalogue's questions are idle.
    fn silence(&self, findings: &mut BTreeMap<(String, String), Outcome>) {
        let goes = |((edition, key), outcome): (&(String, String), &Outcome)| {
            let action = self.action(edition, key);
            (*outcome == Outcome::Hit && matches!(action, Action::Eliminate | Action::Prohibit))
                .then(|| edition.clone())
        };
        let catalogues: Vec<String> = findings.iter().filter_map(goes).collect();
        if catalogues.is_empty() {
            return;
        }
        findings.retain(|(edition, key), outcome| {
            self.action(edition, key) != Action::Restrict
                && (*outcome != Outcome::Review || !catalogues.contains(edition))
        });
    }

    fn edition(&self, id: &str) -> &Edition {
        self.editions.iter().find(|edition| edition.id == id).unwrap_or_else(|| panic!("no edition {id}"))
    }

    fn action(&self, edition: &str, key: &str) -> Action {
        let mut entries = self.edition(edition).entries.iter();
        entries.find(|entry| entry.key == key).unwrap_or_else(|| panic!("no entry {key}")).action
    }

    fn verdict(&self, (edition, key): &(String, String), outcome: Outcome) -> Verdict {
        match (self.action(edition, key), outcome) {
            (Action::Restrict, Outcome::Hit) => Verdict::Restrict,
            (Action::Restrict, _) => Verdict::Clear,
            (_, Outcome::Exempt) => Verdict::Exempt,
            (_, Outcome::Review) => Verdict::Review,
            (Action::Eliminate, Outcome::Hit) => Verdict::Eliminate,
            (Action::Prohibit | Action::Hazard, Outcome::Hit) => Verdict::Prohibit,
            (Action::Undecided, Outcome::Hit) => Verdict::Review,
        }
    }
}

fn place(found: &Applied<'_>) -> (String, String) {
    (found.edition.id.clone(), found.entry.key.clone())
}

fn yes_or_no(truth: bool) -> Answer {
    if truth { Answer::Yes } else { Answer::No }
}

fn not(answer: Answer) -> Answer {
    match answer {
        Answer::Yes => Answer::No,
        Answer::No => Answer::Yes,
        Answer::Perhaps => Answer::Perhaps,
    }
}

/// No if any is no, else perhaps if any is, else yes.
fn all(answers: impl Iterator<Item = Answer>) -> Answer {
    let answers: Vec<Answer> = answers.collect();
    if answers.contains(&Answer::No) {
        Answer::No
    } else if answers.contains(&Answer::Perhaps) {
        Answer::Perhaps
    } else {
        Answer::Yes
    }
}

/// A value, one just below and one just above.
fn near(value: Decimal) -> [Decimal; 3] {
    let little = Decimal::new(1, 9);
    [value - little, value, value + little]
}

/// Tries the values of an interval that lie around its ends and around the limit.
fn by_trial(interval: Interval, comparison: Comparison, limit: Decimal) -> Answer {
    let ends = [interval.low, interval.high].into_iter().flatten().map(|bound| bound.value);
    let inside = |value: &Decimal| {
        interval.low.is_none_or(|low| *value > low.value || low.closed && *value == low.value)
            && interval.high.is_none_or(|high| *value < high.value || high.closed && *value == high.value)
    };
    let far = [Decimal::from(-1_000_000_000), Decimal::from(1_000_000_000)];
    let tried: Vec<bool> = ends
        .chain([limit])
        .flat_map(near)
        .chain(far)
        .filter(inside)
        .map(|value| match comparison {
            Comparison::Less => value < limit,
            Comparison::AtMost => value <= limit,
            Comparison::Greater => value > limit,
            Comparison::AtLeast => value >= limit,
            Comparison::Equal => value == limit,
            Comparison::NotEqual => value != limit,
        })
        .collect();
    match (tried.contains(&true), tried.contains(&false)) {
        (true, false) => Answer::Yes,
        (false, true) => Answer::No,
        _ => Answer::Perhaps,
    }
}

fn limits_on(condition: &Condition, wanted: ParameterId) -> Vec<Decimal> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().flat_map(|part| limits_on(part, wanted)).collect()
        }
        Condition::Not(inner) | Condition::Known(inner) => limits_on(inner, wanted),
        Condition::Compare { parameter, limit, unit, .. } if *parameter == wanted => vec![*limit * unit.factor],
        _ => Vec::new(),
    }
}
