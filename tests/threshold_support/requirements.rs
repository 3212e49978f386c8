//! What else a phrase must say so that one comparison of a rule alone decides it.

use capex::catalog::{AttributeId, Comparison, Condition, ParameterId, SectorId, TermId, ValueId, Vocabulary};
use rust_decimal::Decimal;

/// One comparison of a condition and what must stand beside it.
#[derive(Debug, Clone)]
pub struct Threshold {
    pub parameter: ParameterId,
    pub comparison: Comparison,
    /// In the base unit.
    pub limit: Decimal,
    /// Whether the rule holds where the comparison does not.
    pub inverted: bool,
    pub beside: Vec<Need>,
    /// Other comparisons of the same number, what they must come out as, and whether 非 stands before them together.
    guards: Vec<(Condition, bool, bool)>,
}

impl Threshold {
    /// Whether the rule must hold for a value.
    pub fn holds(&self, value: Decimal) -> bool {
        // A guard that fails decides: a 且 is false, a 或 true.
        if let Some((_, wanted, inverted)) =
            self.guards.iter().find(|(guard, wanted, _)| of_value(guard, value) != *wanted)
        {
            return wanted == inverted;
        }
        compares(value, self.comparison, self.limit) != self.inverted
    }
}

/// Whether a condition speaks of one number alone.
fn is_guard(condition: &Condition, wanted: ParameterId) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(|part| is_guard(part, wanted)),
        Condition::Not(inner) | Condition::Known(inner) => is_guard(inner, wanted),
        Condition::Compare { parameter, .. } => *parameter == wanted,
        _ => false,
    }
}

/// What a guard is of a value.
fn of_value(condition: &Condition, value: Decimal) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| of_value(part, value)),
        Condition::Any(parts) => parts.iter().any(|part| of_value(part, value)),
        Condition::Not(inner) => !of_value(inner, value),
        Condition::Known(inner) => of_value(inner, value),
        Condition::Compare { comparison, limit, unit, .. } => compares(value, *comparison, *limit * unit.factor),
        _ => false,
    }
}

fn compares(value: Decimal, comparison: Comparison, limit: Decimal) -> bool {
    match comparison {
        Comparison::Less => value < limit,
        Comparison::AtMost => value <= limit,
        Comparison::Greater => value > limit,
        Comparison::AtLeast => value >= limit,
        Comparison::Equal => value == limit,
        Comparison::NotEqual => value != limit,
    }
}

/// Something that a phrase must say.
#[derive(Debug, Clone, PartialEq)]
pub enum Need {
    Number(ParameterId, Decimal),
    Value(AttributeId, ValueId),
    Word(TermId),
    Sector(SectorId),
}

/// Every comparison of a condition, in reading order, with the needs of the rest. `None` for one that cannot decide alone.
pub fn thresholds(condition: &Condition, vocabulary: &Vocabulary) -> Vec<Result<Threshold, String>> {
    let mut found = Vec::new();
    walk(condition, false, &[], vocabulary, &mut found);
    found
}

fn walk(
    condition: &Condition,
    inverted: bool,
    others: &[(&Condition, bool, bool)],
    vocabulary: &Vocabulary,
    found: &mut Vec<Result<Threshold, String>>,
) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let wanted = matches!(condition, Condition::All(_));
            for (index, part) in parts.iter().enumerate() {
                let beside = parts
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index)
                    .map(|(_, part)| (part, wanted, inverted));
                let all: Vec<(&Condition, bool, bool)> = others.iter().copied().chain(beside).collect();
                walk(part, inverted, &all, vocabulary, found);
            }
        }
        Condition::Not(inner) => walk(inner, !inverted, others, vocabulary, found),
        Condition::Known(inner) => walk(inner, inverted, others, vocabulary, found),
        Condition::Compare { parameter, comparison, limit, unit } => {
            let mut needs = Vec::new();
            let (guards, rest): (Vec<_>, Vec<_>) = others.iter().partition(|(other, ..)| is_guard(other, *parameter));
            let bound = (*parameter, *limit * unit.factor);
            let met = rest.iter().all(|(other, wanted, _)| need(other, *wanted, bound, vocabulary, &mut needs));
            found.push(if met {
                Ok(Threshold {
                    parameter: *parameter,
                    comparison: *comparison,
                    limit: *limit * unit.factor,
                    inverted,
                    beside: needs,
                    guards: guards
                        .into_iter()
                        .map(|(guard, wanted, inverted)| (guard.clone(), wanted, inverted))
                        .collect(),
                })
            } else {
                Err("the other conditions cannot be met in words".to_owned())
            });
        }
        _ => {}
    }
}

/// Adds what makes a condition come out as wanted beside values around a limit; false if words cannot.
fn need(
    condition: &Condition,
    wanted: bool,
    parameter: (ParameterId, Decimal),
    vocabulary: &Vocabulary,
    needs: &mut Vec<Need>,
) -> bool {
    let mut add = |need: Need| {
        let clash = needs.iter().any(|known| match (known, &need) {
            (Need::Value(a, x), Need::Value(b, y)) => a == b && x != y,
            (Need::Number(a, x), Need::Number(b, y)) => a == b && x != y,
            (Need::Sector(a), Need::Sector(b)) => a != b,
            _ => false,
        });
        if !clash && !needs.contains(&need) {
            needs.push(need);
        }
        !clash
    };
    match condition {
        Condition::All(parts) if wanted => parts.iter().all(|part| need(part, true, parameter, vocabulary, needs)),
        Condition::Any(parts) if !wanted => parts.iter().all(|part| need(part, false, parameter, vocabulary, needs)),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| {
            let mut trial = needs.clone();
            let met = need(part, wanted, parameter, vocabulary, &mut trial);
            if met {
                *needs = trial;
            }
            met
        }),
        Condition::Not(inner) => need(inner, !wanted, parameter, vocabulary, needs),
        Condition::Compare { parameter: other, comparison, limit, unit } if *other == parameter.0 => {
            let bound = *limit * unit.factor;
            super::around(parameter.1).into_iter().all(|value| compares(value, *comparison, bound) == wanted)
        }
        Condition::Compare { parameter, comparison, limit, unit } => {
            let limit = *limit * unit.factor;
            let (half, double) = (limit / Decimal::TWO, limit * Decimal::TWO);
            let value = match (comparison, wanted) {
                (Comparison::Less | Comparison::AtMost, true) | (Comparison::Greater | Comparison::AtLeast, false) => {
                    half
                }
                (Comparison::Equal, true) | (Comparison::NotEqual, false) => limit,
                _ => double,
            };
            add(Need::Number(*parameter, value.normalize()))
        }
        Condition::Attribute { attribute, value, equal } => {
            if wanted == *equal {
                return add(Need::Value(*attribute, *value));
            }
            let other = (0_u16..)
                .zip(&vocabulary.attributes[attribute.index()].values)
                .map(|(index, _)| ValueId(index))
                .find(|other| other != value);
            other.is_some_and(|other| add(Need::Value(*attribute, other)))
        }
        Condition::Sector { sector, equal } if wanted == *equal => add(Need::Sector(*sector)),
        Condition::Sector { sector, .. } => {
            let other = vocabulary.sector(if vocabulary.sectors[sector.index()].name == "纺织" {
                "印刷"
            } else {
                "纺织"
            });
            other.is_some_and(|other| add(Need::Sector(other)))
        }
        // Where nothing is said of a number, 述及 of it is false.
        Condition::Known(inner) => match &**inner {
            Condition::Compare { parameter: other, .. } if !wanted && *other != parameter.0 => true,
            inner => need(inner, wanted, parameter, vocabulary, needs),
        },
        Condition::Names(term) => !wanted || add(Need::Word(*term)),
        Condition::States(attribute, value) => !wanted || add(Need::Value(*attribute, *value)),
    }
}
