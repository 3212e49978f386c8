//! A number found in a text, and what it is.

use rust_decimal::Decimal;

use super::interval::Interval;
use super::unit::Unit;

/// A number found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// First byte, its bound words included.
    pub start: usize,
    /// Byte after the last, unit and bound words included.
    pub end: usize,
    /// What it is.
    pub kind: ReadingKind,
}

/// What a number is.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadingKind {
    /// A value with a unit.
    Measure(Measure),
    /// A number of pieces: 2座, ×2.
    Count(Decimal),
    /// A number without a unit.
    Bare(Interval),
    /// The number of a furnace or line: 1#, 3号.
    Label,
    /// A calendar year.
    Year,
    /// A model code: letters and figures.
    Code,
    /// A number in a compound unit that is not read (m3/h), or in other use.
    Other,
}

/// A value with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The value, in `unit`.
    pub value: Interval,
    /// The unit as written.
    pub unit: Unit,
    /// The count of `2×580m3`.
    pub multiplier: Option<Decimal>,
    /// The length of `φ3.2×13m`, in `unit`; `value` is then the diameter.
    pub length: Option<Decimal>,
}

impl Measure {
    /// A value with its unit and nothing beside it.
    #[must_use]
    pub fn new(value: Interval, unit: Unit) -> Self {
        Self { value, unit, multiplier: None, length: None }
    }

    /// The value in the base unit of its dimension.
    #[must_use]
    pub fn base_value(&self) -> Interval {
        self.value.scaled(self.unit.factor)
    }
}
