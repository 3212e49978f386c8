//! SpreadsheetML 2003, which report systems and old Office save under the suffix .xls or .xml.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::cell::{CellAddress, CellValue};
use super::covered::Covered;
use super::error::ReadError;
use super::facts::{GRID_COLUMNS, GRID_ROWS};
use super::format_code::NumberFormat;
use super::limits::Limits;
use super::ods::opened;
use super::sheet::{Merge, Visibility};
use super::sink::{RowSink, Stop};
use super::source::Source;
use super::text_encoding::Detected;
use super::value::{self, Valued};
use super::walk::{FactsVisitor, SheetVisitor, Visitor};
use super::xlsx::Opened;
use super::xml::{Xml, attribute, flag, push_text};

/// Styles that are kept.
const STYLES: usize = 20_000;

/// An opened document.
pub(super) struct Xml2003 {
    detected: Detected,
}

impl Xml2003 {
    pub(super) fn open(source: &Source, detected: Detected, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let hidden = hidden_sheets(source.xml(detected)?)?;
        let mut visitor = FactsVisitor::new(limits);
        opened(walk(source.xml(detected)?, limits, &mut visitor))?;
        let mut sheets = visitor.sheets;
        for (sheet, visibility) in sheets.iter_mut().zip(hidden) {
            sheet.visibility = visibility;
        }
        Ok(Opened { reader: Self { detected }, sheets, notes: visitor.notes })
    }

    pub(super) fn read_sheet(
        &self,
        index: usize,
        source: &Source,
        limits: &Limits,
        sink: &mut RowSink<'_>,
    ) -> Result<(), Stop> {
        walk(source.xml(self.detected)?, limits, &mut SheetVisitor::new(index, sink))
    }
}

/// Whether each sheet is shown, which is written behind its rows.
fn hidden_sheets<R: BufRead>(mut xml: Xml<R>) -> Result<Vec<Visibility>, ReadError> {
    let mut sheets: Vec<Visibility> = Vec::new();
    let mut in_visible = false;
    loop {
        match xml.next()? {
            Event::Eof => return Ok(sheets),
            Event::Start(element) => match element.local_name().as_ref() {
                "Worksheet" if sheets.len() < 100_000 => sheets.push(Visibility::Visible),
                "Table" => xml.skip()?,
                "Visible" => in_visible = true,
                _ => {}
            },
            Event::End(_) => in_visible = false,
            Event::Text(text) if in_visible => {
                if let Some(sheet) = sheets.last_mut() {
                    *sheet = match text.xml10_content().trim() {
                        "SheetHidden" => Visibility::Hidden,
                        "SheetVeryHidden" => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    };
                }
            }
            _ => {}
        }
    }
}

fn walk<R: BufRead>(xml: Xml<R>, limits: &Limits, visitor: &mut dyn Visitor) -> Result<(), Stop> {
    let cap = limits.text_bytes();
    Walk {
        xml,
        styles: BTreeMap::new(),
        cap,
        row: 0,
        column: 0,
        next_column: 0,
        style: String::new(),
        covered: Covered::default(),
    }
    .run(visitor)
}

struct Walk<R: BufRead> {
    xml: Xml<R>,
    styles: BTreeMap<String, NumberFormat>,
    cap: usize,
    row: u32,
    column: u32,
    next_column: u32,
    style: String,
    covered: Covered,
}

impl<R: BufRead> Walk<R> {
    fn run(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        loop {
            match self.xml.next()? {
                Event::Eof => return Ok(()),
                Event::End(element) if element.local_name().as_ref() == "Worksheet" => visitor.sheet_end()?,
                Event::Start(element) => match element.local_name().as_ref() {
                    "Style" => self.style = attribute(&element, "ID").unwrap_or_default().chars().take(255).collect(),
                    "NumberFormat" if self.styles.len() < STYLES => {
                        let code = attribute(&element, "Format").unwrap_or_default();
                        self.styles.insert(self.style.clone(), named_format(&code));
                    }
                    "Worksheet" => {
                        let name = attribute(&element, "Name").unwrap_or_default().into_owned();
                        self.row = 0;
                        self.next_column = 0;
                        self.covered.clear();
                        if !visitor.sheet(&name, Visibility::Visible)? {
                            self.xml.skip()?;
                            visitor.sheet_end()?;
                        }
                    }
                    "Column" => {
                        let first = index(&element).unwrap_or(self.next_column);
                        let last = first.saturating_add(count(&element, "Span"));
                        self.next_column = last.saturating_add(1);
                        if flag(&element, "Hidden") && first < GRID_COLUMNS {
                            visitor.hidden_columns(first, last.min(GRID_COLUMNS - 1));
                        }
                    }
                    "Row" => {
                        self.row = index(&element).unwrap_or(self.row);
                        let span = count(&element, "Span");
                        if flag(&element, "Hidden") && self.row < GRID_ROWS {
                            visitor.hidden_rows(self.row, self.row.saturating_add(span).min(GRID_ROWS - 1));
                        }
                        self.row(visitor)?;
                        self.row = self.row.saturating_add(span).saturating_add(1);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn row(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        self.column = 0;
        loop {
            match self.xml.next()? {
                Event::Eof => return Err(self.xml.cut().into()),
                Event::End(element) if element.local_name().as_ref() == "Row" => return Ok(()),
                Event::Start(element) if element.local_name().as_ref() == "Cell" => {
                    let column = index(&element).unwrap_or_else(|| self.covered.next_free(self.row, self.column));
                    let (across, down) = (count(&element, "MergeAcross"), count(&element, "MergeDown"));
                    let style = attribute(&element, "StyleID").unwrap_or_default().into_owned();
                    let formula =
                        attribute(&element, "Formula").map(|formula| formula.chars().take(8_192).collect::<String>());
                    self.column = column.saturating_add(across).saturating_add(1);
                    if (across > 0 || down > 0) && self.row < GRID_ROWS && column < GRID_COLUMNS {
                        let first = CellAddress::new(self.row, column);
                        let last_row = self.row.saturating_add(down).min(GRID_ROWS - 1);
                        let last_column = column.saturating_add(across).min(GRID_COLUMNS - 1);
                        if down > 0 {
                            self.covered.cover(column, last_column, last_row);
                        }
                        visitor.merge(Merge { first, last: CellAddress::new(last_row, last_column) })?;
                    }
                    let (kind, text) = self.data()?;
                    let valued = match kind {
                        Some(_) if formula.is_some() && value::is_error_text(&text) => {
                            Some(Valued { value: CellValue::Error(text.into()), format: None })
                        }
                        Some(kind) => self.value(&kind, text, &style),
                        None => formula.map(|formula| {
                            let formula = formula.strip_prefix('=').unwrap_or(&formula).into();
                            Valued { value: CellValue::FormulaWithoutValue(formula), format: None }
                        }),
                    };
                    if let Some(Valued { value, format }) = valued {
                        visitor.cell(self.row, column, value, format)?;
                    }
                }
                _ => {}
            }
        }
    }

    /// The type and the text of the data of a cell that has just started.
    fn data(&mut self) -> Result<(Option<String>, String), ReadError> {
        let (mut kind, mut text, mut inside) = (None, String::new(), false);
        loop {
            match self.xml.next()? {
                Event::Eof => return Err(self.xml.cut()),
                Event::End(element) => match element.local_name().as_ref() {
                    "Cell" => return Ok((kind, text)),
                    "Data" => inside = false,
                    _ => {}
                },
                Event::Start(element) => match element.local_name().as_ref() {
                    "Data" => {
                        kind = Some(attribute(&element, "Type").unwrap_or_default().into_owned());
                        inside = true;
                    }
                    "Comment" | "PhoneticText" => self.xml.skip()?,
                    _ => {}
                },
                event if inside => push_text(&event, &mut text, self.cap),
                _ => {}
            }
        }
    }

    fn value(&self, kind: &str, text: String, style: &str) -> Option<Valued> {
        let plain = |value| Some(Valued { value, format: None });
        let format = self.styles.get(style).unwrap_or(&NumberFormat::Plain);
        match kind {
            "Number" => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Some(value::number(number, format, false)),
                _ => plain(CellValue::Text(text.into())),
            },
            "DateTime" => match value::iso_date(&text) {
                Some(date) => {
                    let code = match format {
                        NumberFormat::Date(code) | NumberFormat::Worded(code) => Some(std::sync::Arc::clone(code)),
                        NumberFormat::Plain => None,
                    };
                    Some(Valued { value: CellValue::Date(date), format: code })
                }
                None => plain(CellValue::Text(text.into())),
            },
            "Boolean" => plain(CellValue::Bool(text.trim() == "1")),
            "Error" => plain(CellValue::Error(text.trim().chars().take(64).collect::<String>().into())),
            _ if text.is_empty() => None,
            _ => plain(value::text_or_picture(text)),
        }
    }
}

/// The 1-based `ss:Index`, made 0-based.
fn index(element: &BytesStart<'_>) -> Option<u32> {
    attribute(element, "Index").and_then(|index| index.trim().parse::<u32>().ok()).map(|index| index.saturating_sub(1))
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|count| count.trim().parse::<u32>().ok()).unwrap_or(0).min(GRID_ROWS)
}

/// A number format, or one of the names that the format has for the usual ones.
fn named_format(code: &str) -> NumberFormat {
    match code {
        "General Date" | "Short Date" | "Medium Date" | "Long Date" => NumberFormat::of_builtin(14),
        "Percent" => NumberFormat::of_builtin(10),
        "Short Time" | "Medium Time" | "Long Time" => NumberFormat::of_builtin(20),
        "Fixed" | "Standard" | "Currency" | "Scientific" | "General Number" | "Euro Currency" | "True/False"
        | "Yes/No" | "On/Off" => NumberFormat::Plain,
        other => NumberFormat::of_code(&other.chars().take(255).collect::<String>()),
    }
}
