//! Kleene's three-valued logic over an item's facts.

use rust_decimal::Decimal;

use crate::catalog::{Comparison, Condition, SectorId, TermId, Vocabulary};
use crate::quantity::{Interval, Unit};

use super::thing::Thing;

/// True, false, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    pub(super) fn and(self, other: Self) -> Self {
        self.min(other)
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.max(other)
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    fn of(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::True,
            Some(false) => Self::False,
            None => Self::Unknown,
        }
    }
}

/// What a condition is of an item.
pub(super) fn holds(condition: &Condition, thing: &Thing, vocabulary: &Vocabulary) -> Truth {
    match condition {
        Condition::All(parts) => {
            parts.iter().fold(Truth::True, |truth, part| truth.and(holds(part, thing, vocabulary)))
        }
        Condition::Any(parts) => {
            parts.iter().fold(Truth::False, |truth, part| truth.or(holds(part, thing, vocabulary)))
        }
        Condition::Not(inner) => holds(inner, thing, vocabulary).not(),
        Condition::Compare { parameter, comparison, limit, unit } => {
            thing.number(*parameter).map_or(Truth::Unknown, |known| compare(known.value, *comparison, *limit, *unit))
        }
        Condition::Attribute { attribute, value, equal } => {
            let truth = match thing.property(*attribute) {
                Some(property) => Truth::of(Some(property.value == *value)),
                None if thing.denies(*attribute, *value) => Truth::False,
                None => Truth::Unknown,
            };
            if *equal { truth } else { truth.not() }
        }
        Condition::Sector { sector, equal } => {
            let truth = in_sector(&thing.sectors, *sector, vocabulary);
            if *equal { truth } else { truth.not() }
        }
        Condition::Names(term) => Truth::of(Some(names(thing, *term, vocabulary))),
        Condition::Known(part) => Truth::of(Some(holds(part, thing, vocabulary) == Truth::True)),
        Condition::States(attribute, value) => {
            Truth::of(Some(thing.property(*attribute).is_some_and(|property| property.value == *value)))
        }
    }
}

/// Whether an exception is proved but for a value that is only known within bounds: 4.3米以下捣固焦炉 may be of 3.8 m or less.
pub(super) fn half_proved(condition: &Condition, thing: &Thing, vocabulary: &Vocabulary) -> bool {
    let Condition::All(parts) = condition else { return false };
    let truth = |part: &Condition| holds(part, thing, vocabulary);
    let bounded = |part: &Condition| {
        matches!(part, Condition::Compare { parameter, .. } if thing.number(*parameter).is_some())
            && truth(part) == Truth::Unknown
    };
    parts.iter().any(|part| truth(part) == Truth::True)
        && parts.iter().any(bounded)
        && parts.iter().all(|part| truth(part) == Truth::True || bounded(part))
}

/// Compares what is known of a value with a limit.
pub(super) fn compare(value: Interval, comparison: Comparison, limit: Decimal, unit: Unit) -> Truth {
    let limit = limit.checked_mul(unit.factor).unwrap_or(Decimal::MAX);
    match comparison {
        Comparison::Less => Truth::of(value.below(limit)),
        Comparison::AtMost => Truth::of(value.at_most(limit)),
        Comparison::Greater => Truth::of(value.at_most(limit)).not(),
        Comparison::AtLeast => Truth::of(value.below(limit)).not(),
        Comparison::Equal => Truth::of(value.equals(limit)),
        Comparison::NotEqual => Truth::of(value.equals(limit)).not(),
    }
}

/// Whether the record's sectors are a sector: not known where it has none or several that disagree.
pub(super) fn in_sector(sectors: &[SectorId], wanted: SectorId, vocabulary: &Vocabulary) -> Truth {
    let is = |sector: &SectorId| {
        let mut at = Some(*sector);
        while let Some(sector) = at {
            if sector == wanted {
                return true;
            }
            at = vocabulary.sectors.get(sector.index()).and_then(|sector| sector.is);
        }
        false
    };
    let matching = sectors.iter().filter(|sector| is(sector)).count();
    match (sectors.len(), matching) {
        (0, _) => Truth::Unknown,
        (_, 0) => Truth::False,
        (all, some) if all == some => Truth::True,
        _ => Truth::Unknown,
    }
}

/// Whether the item or its context names a term or a narrower one.
pub(super) fn names(thing: &Thing, term: TermId, vocabulary: &Vocabulary) -> bool {
    thing.terms.iter().chain(&thing.context).any(|&named| vocabulary.is_a(named, term))
}

/// Whether the item is what a rule speaks of: named, possibly meant by a wider term, or not.
pub(super) fn subject(thing: &Thing, wanted: &[TermId], vocabulary: &Vocabulary) -> Truth {
    let mut truth = Truth::False;
    for &term in wanted {
        if thing.denied.iter().any(|&denied| vocabulary.is_a(term, denied)) {
            continue;
        }
        if names(thing, term, vocabulary) {
            return if thing.implied { Truth::Unknown } else { Truth::True };
        }
        let possible = thing.doubts.iter().any(|(doubt, _)| vocabulary.is_a(*doubt, term));
        if possible || thing.terms.iter().any(|&named| vocabulary.is_a(term, named)) {
            truth = Truth::Unknown;
        }
    }
    truth
}

#[cfg(test)]
mod tests {
    use super::Truth::{False, True, Unknown};

    #[test]
    fn kleene_tables() {
        for (a, b, and, or) in [
            (True, True, True, True),
            (True, Unknown, Unknown, True),
            (True, False, False, True),
            (Unknown, Unknown, Unknown, Unknown),
            (Unknown, False, False, Unknown),
            (False, False, False, False),
        ] {
            assert_eq!((a.and(b), a.or(b)), (and, or));
            assert_eq!((b.and(a), b.or(a)), (and, or));
        }
        assert_eq!(Unknown.not(), Unknown);
    }
}
