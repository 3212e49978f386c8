//! Numbers, units, ranges and bounds as Chinese documents write them.
//!
//! Values are exact decimals. This room knows units and arithmetic; it does not know what a number measures.

mod interval;
mod number;
mod unit;

pub use interval::{Bound, Interval};
pub use number::{parse_decimal, parse_numeral};
pub use unit::{Dimension, Unit};
