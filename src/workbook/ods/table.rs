//! One sheet of an OpenDocument.

use std::io::BufRead;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use crate::workbook::cell::{CellAddress, CellValue};
use crate::workbook::error::ReadError;
use crate::workbook::facts::{GRID_COLUMNS, GRID_ROWS};
use crate::workbook::limits::Limits;
use crate::workbook::sheet::{Merge, Visibility};
use crate::workbook::sink::Stop;
use crate::workbook::walk::Visitor;
use crate::workbook::xml::{Xml, attribute};

use super::cell::{self, RawCell};
use super::styles::Styles;

/// Equal rows in a run whose merged areas are told one by one; a longer run is filler down to the end of the grid.
const MERGED_RUN: u32 = 10_000;
/// Characters of the name of a style.
pub(super) const NAME: usize = 255;

/// The start of a sheet.
pub(super) struct Head {
    name: String,
    visibility: Visibility,
}

impl Head {
    pub(super) fn of(element: &BytesStart<'_>, styles: &Styles) -> Self {
        let name = attribute(element, "name").unwrap_or_default().into_owned();
        let hidden = attribute(element, "style-name").is_some_and(|style| styles.hides_table(&style));
        Self { name, visibility: if hidden { Visibility::Hidden } else { Visibility::Visible } }
    }
}

/// Reads a sheet that has just started, up to its end.
pub(super) fn read<R: BufRead>(
    xml: &mut Xml<R>,
    head: &Head,
    styles: &Styles,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<(), Stop> {
    if !visitor.sheet(&head.name, head.visibility)? {
        xml.skip()?;
        return visitor.sheet_end();
    }
    let mut table = Table { xml, styles, limits, columns: Vec::new(), next_column: 0, row: 0 };
    table.read(visitor)?;
    visitor.sheet_end()
}

struct Table<'a, R: BufRead> {
    xml: &'a mut Xml<R>,
    styles: &'a Styles,
    limits: &'a Limits,
    /// First column behind each run, and the run's default cell style.
    columns: Vec<(u32, String)>,
    next_column: u32,
    row: u32,
}

/// A run of equal cells of one row.
struct Run {
    column: u32,
    count: u32,
    value: CellValue,
    format: Option<Arc<str>>,
}

impl<R: BufRead> Table<'_, R> {
    fn read(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        loop {
            match self.xml.next()? {
                Event::Eof => return Err(self.xml.cut().into()),
                Event::End(element) if element.local_name().as_ref() == "table" => return Ok(()),
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-column" => {
                        let count = repeat(&element, "number-columns-repeated", GRID_COLUMNS);
                        let hidden = is_hidden(&element);
                        let first = self.next_column;
                        self.next_column = first.saturating_add(count).min(GRID_COLUMNS);
                        if hidden && self.next_column > first {
                            visitor.hidden_columns(first, self.next_column - 1);
                        }
                        if let Some(style) = attribute(&element, "default-cell-style-name")
                            && self.columns.len() < GRID_COLUMNS as usize
                        {
                            self.columns.push((self.next_column, style.chars().take(NAME).collect()));
                        }
                    }
                    "table-row" => {
                        let count = repeat(&element, "number-rows-repeated", GRID_ROWS);
                        let style = attribute(&element, "default-cell-style-name").map(|style| style.into_owned());
                        if is_hidden(&element) && self.row < GRID_ROWS {
                            let last = self.row.saturating_add(count).min(GRID_ROWS) - 1;
                            visitor.hidden_rows(self.row, last);
                        }
                        self.row(count, style.as_deref(), visitor)?;
                        self.row = self.row.saturating_add(count);
                    }
                    "shapes" | "forms" | "named-expressions" | "table-source" | "title" | "desc" => self.xml.skip()?,
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn row(&mut self, count: u32, row_style: Option<&str>, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        let mut runs: Vec<Run> = Vec::new();
        let mut column: u32 = 0;
        let mut bytes = 0;
        loop {
            let element = match self.xml.next()? {
                Event::Eof => return Err(self.xml.cut().into()),
                Event::End(element) if element.local_name().as_ref() == "table-row" => break,
                Event::Start(element) => element,
                _ => continue,
            };
            let covered = match element.local_name().as_ref() {
                "table-cell" => false,
                "covered-table-cell" => true,
                _ => continue,
            };
            let cells = repeat(&element, "number-columns-repeated", GRID_COLUMNS);
            let raw = RawCell::of(&element);
            let value = cell::value(self.xml, raw.as_ref(), self.limits)?;
            if let (Some(raw), false) = (&raw, covered) {
                self.merges(raw, column, count, visitor)?;
            }
            if let (Some(value), false) = (value, covered) {
                if let CellValue::Text(text) = &value {
                    bytes += text.len() as u64;
                    self.check_row_text(bytes)?;
                }
                let format = self.format(raw.as_ref(), row_style, column, &value);
                runs.push(Run { column, count: cells, value, format });
            }
            column = column.saturating_add(cells);
        }
        if runs.is_empty() || !visitor.wants_cells() {
            return Ok(());
        }
        for row in self.row..self.row.saturating_add(count) {
            for run in &runs {
                for column in run.column..run.column.saturating_add(run.count) {
                    visitor.cell(row, column, run.value.clone(), run.format.clone())?;
                }
            }
        }
        Ok(())
    }

    fn merges(&self, raw: &RawCell, column: u32, rows: u32, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        if raw.rows_spanned <= 1 && raw.columns_spanned <= 1 {
            return Ok(());
        }
        if rows > MERGED_RUN {
            visitor.note(format!("第 {} 行起有 {rows} 行相同的合并区域，只记录第一行", u64::from(self.row) + 1));
        }
        let told = if rows > MERGED_RUN { 1 } else { rows };
        for row in self.row..self.row.saturating_add(told) {
            let last_row = row.saturating_add(raw.rows_spanned.max(1) - 1).min(GRID_ROWS - 1);
            let last_column = column.saturating_add(raw.columns_spanned.max(1) - 1).min(GRID_COLUMNS - 1);
            if row < GRID_ROWS && column < GRID_COLUMNS {
                let (first, last) = (CellAddress::new(row, column), CellAddress::new(last_row, last_column));
                visitor.merge(Merge { first, last })?;
            }
        }
        Ok(())
    }

    fn check_row_text(&self, bytes: u64) -> Result<(), Stop> {
        let cap = self.limits.row_text_bytes;
        if bytes <= cap {
            return Ok(());
        }
        let place = format!("第 {} 行", u64::from(self.row) + 1);
        Err(ReadError::over("limit-row-text", "--limit-row-text", "文字字节数", cap, bytes, place).into())
    }

    /// The format code of a cell: its own style, else the row's, else the column's.
    fn format(
        &self,
        raw: Option<&RawCell>,
        row_style: Option<&str>,
        column: u32,
        value: &CellValue,
    ) -> Option<Arc<str>> {
        if !matches!(value, CellValue::Number(_) | CellValue::Date(_)) {
            return None;
        }
        let of_column = || {
            let run = self.columns.partition_point(|(behind, _)| *behind <= column);
            self.columns.get(run).map(|(_, style)| style.as_str())
        };
        let own = raw.and_then(|raw| raw.style.as_deref());
        let style = own.or(row_style).or_else(of_column);
        let percent = || raw.filter(|raw| raw.kind == "percentage").map(|_| Arc::from("0%"));
        style.and_then(|style| self.styles.code(style)).or_else(percent)
    }
}

fn repeat(element: &BytesStart<'_>, name: &str, cap: u32) -> u32 {
    let count = attribute(element, name).and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or(1);
    u32::try_from(count).unwrap_or(u32::MAX).clamp(1, cap)
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}
