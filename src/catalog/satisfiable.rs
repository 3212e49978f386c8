//! Which conditions can hold at all, and which hold whenever another does: bounds on numbers and values of attributes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::condition::{Comparison, Condition};

/// Alternatives above this number are not looked into.
const BRANCH_LIMIT: usize = 256;

/// The first part of a condition that can never hold.
pub(super) fn contradiction(condition: &Condition) -> Option<Condition> {
    branches(condition)?.into_iter().find(|branch| !possible(branch)).map(Condition::All)
}

/// Whether a number is compared, so that a phrase without it must be asked about.
pub(super) fn compares(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(compares),
        Condition::Any(parts) => parts.iter().all(compares),
        Condition::Compare { .. } => true,
        _ => false,
    }
}

/// Whether `wide` holds whenever `narrow` does. Answers no where that cannot be shown.
pub(super) fn covers(wide: &Condition, narrow: &Condition) -> bool {
    let (Some(wide), Some(narrow)) = (branches(wide), branches(narrow)) else { return false };
    narrow.iter().all(|narrow| wide.iter().any(|wide| wide.iter().all(|part| follows(part, narrow))))
}

/// Whether a part holds wherever all of `given` hold.
fn follows(part: &Condition, given: &[Condition]) -> bool {
    given.iter().any(|known| match (part, known) {
        (
            Condition::Compare { parameter: a, comparison: wide, limit, unit },
            Condition::Compare { parameter: b, comparison: narrow, limit: other, unit: other_unit },
        ) if a == b && unit.dimension == other_unit.dimension => {
            let (limit, other) = (limit * unit.factor, other * other_unit.factor);
            match (wide, narrow) {
                (Comparison::Less, Comparison::Less) | (Comparison::AtMost, Comparison::Less | Comparison::AtMost) => {
                    other <= limit
                }
                (Comparison::Less, Comparison::AtMost) => other < limit,
                (Comparison::Greater, Comparison::Greater)
                | (Comparison::AtLeast, Comparison::Greater | Comparison::AtLeast) => other >= limit,
                (Comparison::Greater, Comparison::AtLeast) => other > limit,
                _ => wide == narrow && limit == other,
            }
        }
        _ => part == known,
    })
}

/// The condition as alternatives of parts that must all hold; `None` where there are too many.
fn branches(condition: &Condition) -> Option<Vec<Vec<Condition>>> {
    match condition {
        Condition::Any(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(branches(part)?);
            }
            (all.len() <= BRANCH_LIMIT).then_some(all)
        }
        Condition::All(parts) => {
            let mut all = vec![Vec::new()];
            for part in parts {
                let choices = branches(part)?;
                if all.len() * choices.len() > BRANCH_LIMIT {
                    return None;
                }
                all = all
                    .iter()
                    .flat_map(|before| choices.iter().map(|choice| [before.clone(), choice.clone()].concat()))
                    .collect();
            }
            Some(all)
        }
        other => Some(vec![vec![other.clone()]]),
    }
}

/// The numbers that are left for a parameter.
#[derive(Default)]
struct Room {
    above: Option<(Decimal, bool)>,
    below: Option<(Decimal, bool)>,
}

impl Room {
    /// Narrows the room; `open` bounds do not belong to it.
    fn narrow(&mut self, comparison: Comparison, limit: Decimal) {
        match comparison {
            Comparison::Less => self.cap(limit, true),
            Comparison::AtMost => self.cap(limit, false),
            Comparison::Greater => self.floor(limit, true),
            Comparison::AtLeast => self.floor(limit, false),
            Comparison::Equal => {
                self.cap(limit, false);
                self.floor(limit, false);
            }
            Comparison::NotEqual => {}
        }
    }

    fn cap(&mut self, limit: Decimal, open: bool) {
        if self.below.is_none_or(|(known, was_open)| limit < known || (limit == known && open && !was_open)) {
            self.below = Some((limit, open));
        }
    }

    fn floor(&mut self, limit: Decimal, open: bool) {
        if self.above.is_none_or(|(known, was_open)| limit > known || (limit == known && open && !was_open)) {
            self.above = Some((limit, open));
        }
    }

    fn is_empty(&self) -> bool {
        match (self.above, self.below) {
            (Some((above, above_open)), Some((below, below_open))) => {
                above > below || (above == below && (above_open || below_open))
            }
            _ => false,
        }
    }
}

/// Whether parts can all hold together.
fn possible(parts: &[Condition]) -> bool {
    let mut rooms: BTreeMap<_, Room> = BTreeMap::new();
    for part in parts {
        if let Condition::Compare { parameter, comparison, limit, unit } = part {
            rooms.entry(*parameter).or_default().narrow(*comparison, *limit * unit.factor);
        }
    }
    let clash = |a: &Condition, b: &Condition| match (a, b) {
        (
            Condition::Attribute { attribute: a, value: x, equal: true },
            Condition::Attribute { attribute: b, value: y, equal: true },
        ) => a == b && x != y,
        (
            Condition::Attribute { attribute: a, value: x, equal: true },
            Condition::Attribute { attribute: b, value: y, equal: false },
        )
        | (
            Condition::Attribute { attribute: a, value: x, equal: false },
            Condition::Attribute { attribute: b, value: y, equal: true },
        ) => a == b && x == y,
        (part, Condition::Not(denied)) | (Condition::Not(denied), part) => **denied == *part,
        _ => false,
    };
    let clashes = parts.iter().enumerate().any(|(index, a)| parts.iter().skip(index + 1).any(|b| clash(a, b)));
    !clashes && !rooms.values().any(Room::is_empty)
}
