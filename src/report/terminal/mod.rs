//! Text for a terminal: what may be printed, how wide it is, where it may be broken, and tables that fit.

mod audit;
mod count;
mod explained;
mod judgement;
mod table;
mod text;

pub use audit::{audit, narrowed, verdict_paint};
pub use explained::explained;
pub use judgement::judgement;
pub use table::{Align, Column, Paint, Table};
pub use text::{columns, fit, measured, printable, wrap};
