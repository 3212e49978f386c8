//! Numbers, units, ranges and bounds as Chinese documents write them.
//!
//! Values are exact decimals. This room knows units and arithmetic; it does not know what a number measures.

mod bounds;
mod figures;
mod interval;
mod join;
mod list;
mod number;
mod reading;
mod scan;
mod unit;
mod written;

pub use figures::is_per_piece;
pub use interval::{Bound, Interval};
pub use number::{is_numeral, parse_decimal, parse_numeral};
pub use reading::{Measure, Reading, ReadingKind};
pub use scan::scan;
pub use unit::{Dimension, Unit, shown};
pub use written::write_decimal;
