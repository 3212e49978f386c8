//! What is known of a value: exactly, or only within bounds.

use std::fmt;

use rust_decimal::Decimal;

use super::written::write_decimal;

/// One end of an [`Interval`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The end.
    pub value: Decimal,
    /// Whether the end itself belongs to the interval (及以下, ≤, 含) or not (以下, 小于, 不含).
    pub closed: bool,
}

/// The set in which a value lies. An exact value is an interval of one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interval {
    /// Lower end; `None` for no lower bound.
    pub low: Option<Bound>,
    /// Upper end; `None` for no upper bound.
    pub high: Option<Bound>,
}

impl Interval {
    /// A known value.
    #[must_use]
    pub fn exactly(value: Decimal) -> Self {
        let bound = Some(Bound { value, closed: true });
        Self { low: bound, high: bound }
    }

    /// From one end to the other, ends included, in either order.
    #[must_use]
    pub fn between(a: Decimal, b: Decimal) -> Self {
        Self { low: Some(Bound { value: a.min(b), closed: true }), high: Some(Bound { value: a.max(b), closed: true }) }
    }

    /// At most (closed) or below (open) an end.
    #[must_use]
    pub fn up_to(value: Decimal, closed: bool) -> Self {
        Self { low: None, high: Some(Bound { value, closed }) }
    }

    /// At least (closed) or above (open) an end.
    #[must_use]
    pub fn from(value: Decimal, closed: bool) -> Self {
        Self { low: Some(Bound { value, closed }), high: None }
    }

    /// The value if it is exactly known.
    #[must_use]
    pub fn point(&self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.value == high.value && low.closed && high.closed => Some(low.value),
            _ => None,
        }
    }

    /// Whether every value of the interval is below `limit` (`Some(true)`), none is (`Some(false)`), or it is open.
    #[must_use]
    pub fn below(&self, limit: Decimal) -> Option<bool> {
        if self.high.is_some_and(|high| high.value < limit || (high.value == limit && !high.closed)) {
            Some(true)
        } else if self.low.is_some_and(|low| low.value >= limit) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether every value is at most `limit`, none is, or it is open.
    #[must_use]
    pub fn at_most(&self, limit: Decimal) -> Option<bool> {
        if self.high.is_some_and(|high| high.value <= limit) {
            Some(true)
        } else if self.low.is_some_and(|low| low.value > limit || (low.value == limit && !low.closed)) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether every value equals `limit`, none does, or it is open.
    #[must_use]
    pub fn equals(&self, limit: Decimal) -> Option<bool> {
        if self.point() == Some(limit) {
            Some(true)
        } else if self.below(limit) == Some(true) || self.at_most(limit) == Some(false) {
            Some(false)
        } else {
            None
        }
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let wider = |a: Option<Bound>, b: Option<Bound>, lower: bool| match (a, b) {
            (Some(a), Some(b)) if a.value == b.value => Some(Bound { value: a.value, closed: a.closed || b.closed }),
            (Some(a), Some(b)) => Some(if (a.value < b.value) == lower { a } else { b }),
            _ => None,
        };
        Self { low: wider(self.low, other.low, true), high: wider(self.high, other.high, false) }
    }

    /// The interval with both ends multiplied by a positive factor.
    #[must_use]
    pub fn scaled(&self, factor: Decimal) -> Self {
        let scale = |bound: Option<Bound>| {
            bound.map(|bound| Bound { value: bound.value.checked_mul(factor).unwrap_or(Decimal::MAX), ..bound })
        };
        Self { low: scale(self.low), high: scale(self.high) }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(value) = self.point() {
            return write_decimal(value, f);
        }
        match (self.low, self.high) {
            (Some(low), Some(high)) => {
                write_decimal(low.value, f)?;
                f.write_str("–")?;
                write_decimal(high.value, f)
            }
            (None, Some(high)) => {
                f.write_str(if high.closed { "≤" } else { "<" })?;
                write_decimal(high.value, f)
            }
            (Some(low), None) => {
                f.write_str(if low.closed { "≥" } else { ">" })?;
                write_decimal(low.value, f)
            }
            (None, None) => f.write_str("?"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(value: i64) -> Decimal {
        Decimal::from(value)
    }

    #[test]
    fn open_and_closed_ends() {
        assert_eq!(Interval::exactly(d(400)).at_most(d(400)), Some(true));
        assert_eq!(Interval::exactly(d(400)).below(d(400)), Some(false));
        assert_eq!(Interval::up_to(d(90), false).below(d(90)), Some(true));
        assert_eq!(Interval::up_to(d(90), true).below(d(90)), None);
        assert_eq!(Interval::up_to(d(1200), false).at_most(d(400)), None);
        assert_eq!(Interval::from(d(400), false).at_most(d(400)), Some(false));
        assert_eq!(Interval::between(d(400), d(300)).at_most(d(400)), Some(true));
    }
}
