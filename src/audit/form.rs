//! A table that capex wrote and people filled in: found by its headings wherever it stands, read cell by cell.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use super::exception::Place;
use crate::workbook::{CellAddress, CellValue, Limits, Workbook, decimal_text};

/// A row of such a table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    file: String,
    sheet: String,
    row: u32,
    cells: BTreeMap<usize, String>,
    columns: Vec<Option<u32>>,
}

impl Row {
    /// The text under a heading, or nothing. Headings are counted in the order in which they were asked for.
    pub(super) fn text(&self, heading: usize) -> &str {
        self.cells.get(&heading).map_or("", String::as_str)
    }

    /// The place of the cell under a heading.
    pub(super) fn place(&self, heading: usize) -> Place {
        let column = self.columns.get(heading).copied().flatten();
        let cell = column.map(|column| CellAddress::new(self.row, column).to_string());
        Place { file: self.file.clone(), sheet: self.sheet.clone(), row: Some(self.row + 1), cell }
    }
}

/// Reads the rows below the headings in every sheet that has the first `needed` of them in one row. `name` is the file's name
/// in messages. `None` if no sheet has them.
///
/// # Errors
/// The file is no workbook or a sheet cannot be read to its end.
pub(super) fn read(
    name: &str,
    path: &Path,
    limits: &Limits,
    headings: &[&str],
    needed: usize,
) -> Result<Option<Vec<Row>>, String> {
    let mut workbook = Workbook::open(path, limits).map_err(|error| error.to_string())?;
    let mut found: Option<Vec<Row>> = None;
    for index in 0..workbook.sheets().len() {
        let sheet = workbook.sheets().get(index).map(|facts| facts.name.clone()).unwrap_or_default();
        let mut columns: Option<Vec<Option<u32>>> = None;
        let read = workbook.read_sheet(index, &mut |row| {
            let texts: BTreeMap<u32, String> = row
                .cells
                .iter()
                .map(|cell| (cell.column, text(&cell.value)))
                .filter(|(_, text)| !text.is_empty())
                .collect();
            let here: Vec<Option<u32>> = headings
                .iter()
                .map(|heading| texts.iter().find(|(_, text)| text.as_str() == *heading).map(|(column, _)| *column))
                .collect();
            if here.iter().take(needed).all(Option::is_some) {
                found.get_or_insert_default();
                columns = Some(here);
            } else if let Some(columns) = &columns {
                let cells: BTreeMap<usize, String> = columns
                    .iter()
                    .enumerate()
                    .filter_map(|(heading, column)| Some((heading, texts.get(&(*column)?)?.clone())))
                    .collect();
                if !cells.is_empty() {
                    found.get_or_insert_default().push(Row {
                        file: name.to_owned(),
                        sheet: sheet.clone(),
                        row: row.index,
                        cells,
                        columns: columns.clone(),
                    });
                }
            }
            ControlFlow::Continue(())
        });
        read.map_err(|error| error.to_string())?;
    }
    Ok(found)
}

/// What a cell says. An error value and a formula without result are shown as such, so that they are not taken for blanks.
fn text(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) => text.trim().to_owned(),
        CellValue::Number(number) => decimal_text(*number),
        CellValue::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        CellValue::Date(day) => day.date().to_string(),
        CellValue::Error(error) => error.to_string(),
        CellValue::FormulaWithoutValue(formula) => format!("={formula}"),
    }
}
