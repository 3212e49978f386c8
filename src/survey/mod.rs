//! A sheet's rows → [`Record`]s with provenance.
//!
//! Finds where the tables of a sheet lie, what each column means, and which lines are equipment; every line read is
//! accounted for in a [`RowCount`].

mod aside;
mod assemble;
mod cards;
mod choices;
mod classify;
mod clean;
mod columns;
mod content;
mod date;
mod dictionary;
mod field;
mod fields;
mod label;
mod layout;
mod lines;
mod mapping;
mod measure;
mod reader;
mod reading;
mod record;
mod summary;
mod surroundings;
mod table_plan;
mod tables;
mod totals;
mod value;
mod words;

pub use date::written as written_date;
pub use dictionary::compiled as compiled_columns;
pub use field::Field;
pub use fields::Fields;
pub use mapping::starter as mapping_starter;
pub use reader::Reader;
pub use reading::SheetReading;
pub use record::{FieldValue, Measured, Record, Source, Value};
pub use summary::{ColumnSummary, Problem, ProblemSeverity, RowCount, SheetSummary, TableSummary};
