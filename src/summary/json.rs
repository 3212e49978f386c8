//! The tables as `capex.summary/1`.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Input;
use super::table::Table;

/// The schema's name.
pub const SUMMARY_SCHEMA: &str = "capex.summary/1";

/// The year's tables as JSON shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SummaryDocument {
    /// [`SUMMARY_SCHEMA`].
    pub schema: String,
    /// The year.
    pub year: i32,
    /// The as-of date of the result that the tables count.
    pub as_of: NaiveDate,
    /// The plan's id.
    pub plan: String,
    /// The tables, in the order of the workbook's sheets.
    pub tables: Vec<SummaryTable>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SummaryTable {
    /// Name.
    pub name: String,
    /// What it holds and how it was counted.
    pub about: String,
    /// Headings.
    pub columns: Vec<String>,
    /// Rows; numbers as decimal strings, days as ISO dates, nothing as `""`.
    pub rows: Vec<Vec<String>>,
    /// For each row the ids of the records behind it.
    pub sources: Vec<Vec<String>>,
}

/// The JSON form of the tables; `None` without a result.
#[must_use]
pub fn document(input: &Input, tables: &[Table]) -> Option<SummaryDocument> {
    let (_, last) = input.results.last()?;
    let id = |(result, at): (usize, usize)| {
        input.results.get(result).and_then(|(_, document)| document.records.get(at)).map(|record| record.id.clone())
    };
    let tables = tables
        .iter()
        .map(|table| SummaryTable {
            name: table.name.to_owned(),
            about: table.about.clone(),
            columns: table.columns.clone(),
            rows: table
                .rows
                .iter()
                .map(|row| row.cells.iter().map(|cell| cell.to_text().into_owned()).collect())
                .collect(),
            sources: table.rows.iter().map(|row| row.references().into_iter().filter_map(id).collect()).collect(),
        })
        .collect();
    Some(SummaryDocument {
        schema: SUMMARY_SCHEMA.into(),
        year: input.plan.year,
        as_of: last.as_of,
        plan: input.plan.id.clone(),
        tables,
    })
}
