//! A sheet's rows → [`Record`]s with provenance.
//!
//! Finds where the tables of a sheet lie, what each column means, and which lines are equipment; every line read is
//! accounted for in a [`RowCount`].

mod field;
mod record;

pub use field::Field;
pub use record::{FieldValue, Measured, Record, Source, Value};
