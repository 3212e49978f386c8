//! Conditions in words: why a rule holds, what it lacks, what stopped it.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::catalog::{Comparison, Condition, Rule, TermId, Vocabulary};
use crate::quantity::{Interval, Unit, write_decimal};

use super::logic::{Truth, holds};
use super::thing::Thing;

/// A leaf of a condition and its truth; put into words only where somebody reads them.
pub(super) struct Leaf<'a> {
    condition: &'a Condition,
    negated: bool,
    pub(super) truth: Truth,
    /// One of several of which one is enough.
    pub(super) alternative: bool,
}

impl Leaf<'_> {
    /// It holds only because the description does not mention something, which is no reason to give.
    pub(super) fn silent(&self) -> bool {
        self.negated
            && self.truth == Truth::True
            && matches!(self.condition, Condition::Names(_) | Condition::States(..))
    }

    /// The condition with what is known of the item.
    pub(super) fn words(&self, thing: &Thing, vocabulary: &Vocabulary) -> String {
        words(self.condition, self.negated, self.truth, thing, vocabulary)
    }

    /// What a person must supply to decide it.
    pub(super) fn missing(&self, thing: &Thing, vocabulary: &Vocabulary) -> Option<String> {
        (self.truth == Truth::Unknown).then(|| missing(self.condition, thing, vocabulary))
    }
}

/// The leaves of a condition in order, negation pushed inwards.
pub(super) fn leaves<'a>(condition: &'a Condition, thing: &Thing, vocabulary: &Vocabulary) -> Vec<Leaf<'a>> {
    let mut found = Vec::new();
    collect(condition, false, false, thing, vocabulary, &mut found);
    found
}

/// Every leaf of a condition, also beside one that decides.
pub(super) fn all_leaves<'a>(condition: &'a Condition, thing: &Thing, vocabulary: &Vocabulary) -> Vec<Leaf<'a>> {
    let mut found = Vec::new();
    collect(condition, false, true, thing, vocabulary, &mut found);
    found
}

fn collect<'a>(
    condition: &'a Condition,
    negated: bool,
    whole: bool,
    thing: &Thing,
    vocabulary: &Vocabulary,
    found: &mut Vec<Leaf<'a>>,
) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            // Of alternatives one that holds is reason enough, and of conditions one that fails.
            let decisive = if matches!(condition, Condition::Any(_)) != negated { Truth::True } else { Truth::False };
            let truth = |part: &Condition| {
                let truth = holds(part, thing, vocabulary);
                if negated { truth.not() } else { truth }
            };
            if !whole && let Some(part) = parts.iter().find(|part| truth(part) == decisive) {
                return collect(part, negated, whole, thing, vocabulary, found);
            }
            let first = found.len();
            parts.iter().for_each(|part| collect(part, negated, whole, thing, vocabulary, found));
            if decisive == Truth::True {
                found.iter_mut().skip(first).for_each(|leaf| leaf.alternative = true);
            }
        }
        Condition::Not(inner) => collect(inner, !negated, whole, thing, vocabulary, found),
        leaf => {
            let mut truth = holds(leaf, thing, vocabulary);
            if negated {
                truth = truth.not();
            }
            found.push(Leaf { condition: leaf, negated, truth, alternative: false });
        }
    }
}

fn words(leaf: &Condition, negated: bool, truth: Truth, thing: &Thing, vocabulary: &Vocabulary) -> String {
    let mentioned = (truth == Truth::True) != negated;
    let text = match leaf {
        Condition::Compare { parameter, comparison, limit, unit } => {
            let name = parameter_name(vocabulary, leaf).unwrap_or_default();
            let met = truth == Truth::True;
            let (before, after) = match thing.number(*parameter) {
                None => ("不明（条件 ", "）"),
                Some(known) if met && !negated => (if known.value.point().is_some() { " " } else { "，满足 " }, ""),
                Some(_) if negated => (if met { "，不在“" } else { "，属于“" }, "”"),
                Some(_) => (if truth == Truth::False { "，不满足 " } else { "，未定是否 " }, ""),
            };
            // One text, written in one go: most of what a line says is how near its values come to the limits.
            let mut text = String::with_capacity(96);
            text.push_str(name);
            if let Some(known) = thing.number(*parameter) {
                push_value(&mut text, in_unit(known.value, *unit), *unit);
            }
            text.push_str(before);
            text.push_str(comparison.sign());
            text.push(' ');
            let _ = write_decimal(*limit, &mut text);
            push_unit(&mut text, *unit);
            text.push_str(after);
            return text;
        }
        Condition::Attribute { attribute, value, equal } => {
            let wanted = value_name(vocabulary, *attribute, *value);
            let name = vocabulary.attributes.get(attribute.index()).map_or("", |attribute| attribute.name.as_str());
            let sign = if *equal { "" } else { "非" };
            match thing.property(*attribute) {
                Some(property) if property.value != *value => {
                    format!("{name}为{}（条件：{sign}{wanted}）", value_name(vocabulary, *attribute, property.value))
                }
                Some(_) => format!("{name}为{wanted}"),
                None => format!("{name}不明（条件：{sign}{wanted}）"),
            }
        }
        Condition::Sector { sector, equal } => {
            let name = vocabulary.sectors.get(sector.index()).map_or("", |sector| sector.name.as_str());
            format!("行业{}{name}", if *equal { "为" } else { "非" })
        }
        Condition::Names(term) => {
            let name = term_name(vocabulary, *term);
            if mentioned { format!("写明“{name}”") } else { format!("未写“{name}”") }
        }
        Condition::States(attribute, value) => {
            let attribute_name =
                vocabulary.attributes.get(attribute.index()).map_or("", |attribute| attribute.name.as_str());
            let name = value_name(vocabulary, *attribute, *value);
            if mentioned {
                format!("写明{attribute_name}为{name}")
            } else {
                format!("未写{attribute_name}为{name}")
            }
        }
        // That something is not written is no reason worth telling.
        Condition::Known(_) if negated && truth == Truth::True => return String::new(),
        Condition::Known(part) => return words(part, negated, truth, thing, vocabulary),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => String::new(),
    };
    if negated && !matches!(leaf, Condition::Names(_) | Condition::States(..)) {
        format!("非（{text}）")
    } else {
        text
    }
}

fn missing(leaf: &Condition, thing: &Thing, vocabulary: &Vocabulary) -> String {
    match leaf {
        Condition::Compare { parameter, unit, .. } => {
            let name = parameter_name(vocabulary, leaf).unwrap_or_default();
            let unit = if unit.symbol.is_empty() { String::new() } else { format!("（{unit}）") };
            if thing.number(*parameter).is_some() { format!("单台的{name}{unit}") } else { format!("{name}{unit}") }
        }
        Condition::Attribute { attribute, .. } => vocabulary
            .attributes
            .get(attribute.index())
            .map_or_else(String::new, |attribute| attribute.question.clone()),
        Condition::Sector { .. } => "行业".into(),
        _ => String::new(),
    }
}

fn parameter_name<'a>(vocabulary: &'a Vocabulary, leaf: &Condition) -> Option<&'a str> {
    let Condition::Compare { parameter, .. } = leaf else { return None };
    vocabulary.parameters.get(parameter.index()).map(|parameter| parameter.name.as_str())
}

pub(super) fn value_name(
    vocabulary: &Vocabulary,
    attribute: crate::catalog::AttributeId,
    value: crate::catalog::ValueId,
) -> &str {
    vocabulary
        .attributes
        .get(attribute.index())
        .and_then(|attribute| attribute.values.get(value.index()))
        .map_or("", |value| value.name.as_str())
}

pub(super) fn term_name(vocabulary: &Vocabulary, term: TermId) -> &str {
    vocabulary.terms.get(term.index()).map_or("", |term| term.name.as_str())
}

/// Adds a unit, if it is one.
fn push_unit(text: &mut String, unit: Unit) {
    if !unit.symbol.is_empty() {
        text.push(' ');
        // Writing to a text cannot fail.
        let _ = write!(text, "{unit}");
    }
}

/// Writes what is known of a value: 「 380 m³」, 「小于 300 m³」, 「 300–400 m³」.
fn push_value(text: &mut String, value: Interval, unit: Unit) {
    let (word, bound) = match (value.low, value.high) {
        (None, Some(high)) => (if high.closed { "不超过 " } else { "小于 " }, Some(high.value)),
        (Some(low), None) => (if low.closed { "不小于 " } else { "大于 " }, Some(low.value)),
        _ => (" ", value.point()),
    };
    text.push_str(word);
    // Writing to a text cannot fail.
    let _ = match bound {
        Some(bound) => write_decimal(bound, text),
        None => write!(text, "{value}"),
    };
    push_unit(text, unit);
}

/// A value of the base unit in the unit of the rule.
fn in_unit(value: Interval, unit: Unit) -> Interval {
    if unit.factor == Decimal::ONE {
        return value;
    }
    let scale = |bound: Option<crate::quantity::Bound>| {
        bound.map(|bound| crate::quantity::Bound {
            value: bound.value.checked_div(unit.factor).unwrap_or(bound.value),
            ..bound
        })
    };
    Interval { low: scale(value.low), high: scale(value.high) }
}

/// What a review of a rule needs: the narrower name if only a wider one is known, then the conditions that are open.
pub(super) fn missing_of_rule(rule: &Rule, thing: &Thing, vocabulary: &Vocabulary) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for group in &rule.subjects {
        if super::logic::subject(thing, group, vocabulary) != Truth::Unknown {
            continue;
        }
        let question = thing
            .terms
            .iter()
            .filter(|&&named| group.iter().any(|&term| vocabulary.is_a(term, named)))
            .find_map(|term| vocabulary.terms.get(term.index()).and_then(|term| term.narrow.clone()));
        let of_group = |doubt: TermId| group.iter().any(|&term| vocabulary.is_a(doubt, term));
        let doubt = thing.doubts.iter().find(|(doubt, ask)| !ask.is_empty() && of_group(*doubt));
        let question = doubt.map(|(_, ask)| ask.clone()).or(question);
        found.push(question.unwrap_or_else(|| {
            let names: Vec<&str> = group.iter().map(|&term| term_name(vocabulary, term)).collect();
            format!("是否为{}", names.join("、"))
        }));
    }
    if let Some(when) = &rule.when {
        found.extend(leaves(when, thing, vocabulary).iter().filter_map(|leaf| leaf.missing(thing, vocabulary)));
    }
    if let Some(ask) = &rule.ask {
        found.push(ask.clone());
    }
    dedup(found)
}

pub(super) fn dedup(mut list: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::with_capacity(list.len());
    list.retain(|text| {
        let new = !text.is_empty() && !seen.contains(text);
        if new {
            seen.push(text.clone());
        }
        new
    });
    list
}

/// A condition of an exception as a reader would say it: 「用途为铸造」.
pub(super) fn in_words(condition: &str) -> String {
    let mut words = condition.trim().to_owned();
    while let Some(start) = words.find("述及(") {
        let Some(end) = words[start..].find(')').map(|end| start + end) else { break };
        let inside = words[start + "述及(".len()..end].to_owned();
        words.replace_range(start..=end, &inside);
    }
    words.replace(" = ", "为").replace(" 且 ", "，").replace(" 或 ", "或")
}

/// Remarks on values that stand exactly on a bound that the wording excludes.
pub(super) fn on_the_bound(condition: &Condition, thing: &Thing, vocabulary: &Vocabulary, remarks: &mut Vec<String>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| on_the_bound(part, thing, vocabulary, remarks));
        }
        Condition::Not(inner) | Condition::Known(inner) => on_the_bound(inner, thing, vocabulary, remarks),
        Condition::Compare {
            parameter,
            comparison: comparison @ (Comparison::Less | Comparison::Greater),
            limit,
            unit,
        } => {
            let base = limit.checked_mul(unit.factor);
            if let Some(point) = thing.number(*parameter).and_then(|known| known.value.point())
                && Some(point) == base
            {
                let name = parameter_name(vocabulary, condition).unwrap_or_default();
                let word = if *comparison == Comparison::Less { "以下" } else { "以上" };
                remarks.push(format!(
                    "{name} {} {unit} 恰在界限上：条文的“{word}”不含本数，请核对铭牌和原文",
                    limit.normalize()
                ));
            }
        }
        _ => {}
    }
}
