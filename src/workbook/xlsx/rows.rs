//! The cells of one sheet, streamed.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::events::Event;

use crate::workbook::archive::Archive;
use crate::workbook::cell::{CellAddress, CellValue};
use crate::workbook::error::ReadError;
use crate::workbook::limits::Limits;
use crate::workbook::sink::{RowSink, Stop};
use crate::workbook::strings::SharedStrings;
use crate::workbook::xml::{BAD_ENCODING, Xml, attribute, push_text};

use super::plain;
use super::raw_cell::RawCell;
use super::styles::Styles;
use crate::workbook::value::{self, Valued};

/// Characters of a formula that are kept.
const FORMULA: usize = 8_192;
/// Tokens outside of cells that may be no UTF-8.
const BAD_TOKENS: u32 = 1_000;
/// Shared formulas whose text is remembered.
const SHARED_FORMULAS: usize = 1_024;

/// What the cells of a sheet refer to.
pub(super) struct Context<'a> {
    pub(super) strings: &'a mut SharedStrings,
    pub(super) styles: &'a Styles,
    pub(super) epoch_1904: bool,
    /// Bytes of text that a cell may bring; longer texts are cut behind it, and the sink says so.
    pub(super) text_cap: usize,
}

/// Reads the table of shared strings.
pub(super) fn read_shared_strings(
    archive: &mut Archive,
    path: Option<&str>,
    limits: &Limits,
) -> Result<SharedStrings, ReadError> {
    let mut strings = SharedStrings::default();
    let Some(path) = path else { return Ok(strings) };
    let Some(reader) = archive.part(path)? else { return Ok(strings) };
    let mut xml = Xml::new(reader, path);
    let mut text = String::new();
    let cap = limits.text_bytes();
    loop {
        match xml.next()? {
            Event::Eof => break,
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                text.clear();
                rich_text(&mut xml, "si", &mut text, cap)?;
                strings.push(&value::unescape_control(&text), limits)?;
                while let Some((length, text)) = plain::shared_string(xml.bytes()?) {
                    strings.push(&value::unescape_control(text), limits)?;
                    xml.consume(length);
                }
            }
            _ => {}
        }
    }
    strings.seal()?;
    Ok(strings)
}

/// The runs of a rich text, joined, without phonetic guides, up to the end of `outer`.
fn rich_text<R: BufRead>(xml: &mut Xml<R>, outer: &str, text: &mut String, cap: usize) -> Result<(), ReadError> {
    let mut in_text = false;
    loop {
        match xml.next()? {
            Event::Eof => return Err(xml.cut()),
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => xml.skip()?,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                name if name == outer => return Ok(()),
                _ => {}
            },
            event if in_text => push_text(&event, text, cap),
            _ => {}
        }
    }
}

/// Streams the sheet's cells into the sink.
pub(super) fn read<R: BufRead>(
    reader: R,
    part: &str,
    context: Context<'_>,
    sink: &mut RowSink<'_>,
) -> Result<(), Stop> {
    read_by(reader, part, context, sink, true)
}

/// [`read`]; without `plain` every byte goes through the XML reader, which is the reference that tests compare with.
pub(super) fn read_by<R: BufRead>(
    reader: R,
    part: &str,
    context: Context<'_>,
    sink: &mut RowSink<'_>,
    plain: bool,
) -> Result<(), Stop> {
    let (xml, cell) = (Xml::new(reader, part), RawCell::default());
    let mut sheet = SheetReader { xml, context, row: 0, column: 0, cell, shared: BTreeMap::new(), plain };
    sheet.read(sink)
}

struct SheetReader<'a, R: BufRead> {
    xml: Xml<R>,
    context: Context<'a>,
    /// Where a cell without an address lies.
    row: u32,
    column: u32,
    cell: RawCell,
    /// Texts of shared formulas.
    shared: BTreeMap<String, String>,
    /// Whether what is written in the usual way is read without the XML reader.
    plain: bool,
}

impl<R: BufRead> SheetReader<'_, R> {
    fn read(&mut self, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        let mut in_data = false;
        let mut bad = 0;
        loop {
            match self.xml.next() {
                // Outside of cells nothing of value is lost; a part that is nothing else is given up.
                Err(error) if error.code == BAD_ENCODING && bad < BAD_TOKENS => bad += 1,
                Err(error) => return Err(error.into()),
                Ok(Event::Eof) if in_data => return Err(self.xml.cut().into()),
                Ok(Event::Eof) => return Ok(()),
                Ok(Event::Start(element)) => match element.local_name().as_ref() {
                    "sheetData" => in_data = true,
                    "row" if in_data => {
                        let stated = attribute(&element, "r").and_then(|row| row.trim().parse::<u32>().ok());
                        self.row = stated.map_or(self.row, |row| row.saturating_sub(1));
                        self.column = 0;
                    }
                    "c" if in_data => {
                        self.cell.start(&element, CellAddress::new(self.row, self.column));
                        self.cell(sink)?;
                        self.plain(sink)?;
                    }
                    _ => {}
                },
                Ok(Event::End(element)) => match element.local_name().as_ref() {
                    "row" => self.row = self.row.saturating_add(1),
                    "sheetData" => in_data = false,
                    _ => {}
                },
                Ok(_) => {}
            }
        }
    }

    /// Reads what follows a cell, as long as it is written in the usual way and lies in the buffer whole.
    fn plain(&mut self, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        if !self.plain {
            return Ok(());
        }
        loop {
            let bytes = self.xml.bytes()?;
            if let Some(length) = plain::cell(bytes, CellAddress::new(self.row, self.column), &mut self.cell) {
                self.xml.consume(length);
                self.cell_read(false, sink)?;
            } else if let Some((length, stated)) = plain::next_row(bytes) {
                self.xml.consume(length);
                self.row = stated.map_or(self.row.saturating_add(1), |row| row.saturating_sub(1));
                self.column = 0;
            } else {
                return Ok(());
            }
        }
    }

    /// Reads a cell that has just started, up to its end.
    fn cell(&mut self, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        let cap = self.context.text_cap;
        let mut inside = Inside::Nothing;
        let mut bad = false;
        loop {
            let event = match self.xml.next() {
                Ok(event) => event,
                Err(error) if error.code == BAD_ENCODING => {
                    bad = true;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            match event {
                Event::Eof => return Err(self.xml.cut().into()),
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => {
                        inside = Inside::Value;
                        self.cell.has_value = true;
                    }
                    "f" => {
                        inside = Inside::Formula;
                        self.cell.has_formula = true;
                        self.cell.shared = attribute(&element, "si").map(|index| index.into_owned());
                    }
                    "is" => {
                        self.cell.value.clear();
                        self.cell.has_value = true;
                        rich_text(&mut self.xml, "is", &mut self.cell.value, cap)?;
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "v" | "f" => inside = Inside::Nothing,
                    "c" => break,
                    _ => {}
                },
                event => match inside {
                    Inside::Value if self.cell.kind != "inlineStr" => push_text(&event, &mut self.cell.value, cap),
                    Inside::Formula => push_text(&event, &mut self.cell.formula, FORMULA),
                    _ => {}
                },
            }
        }
        self.cell_read(bad, sink)
    }

    /// Hands over the cell that was read; `bad` if some of its bytes are no text.
    fn cell_read(&mut self, bad: bool, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        let Some(address) = self.cell.address else {
            let message = format!("单元格地址 {} 不存在于表格范围内，未读入", self.cell.written_address);
            return sink.problem(None, "cell-outside-grid", message);
        };
        self.column = address.column.saturating_add(1);
        if bad {
            return sink.problem(Some(address), "cell-not-utf8", format!("{address} 含有无法解码的字节，未读入"));
        }
        self.remember_formula();
        match self.value() {
            Ok(None) => Ok(()),
            Ok(Some(Valued { value, format })) => sink.cell(address.row, address.column, value, format),
            Err((code, what)) => sink.problem(Some(address), code, format!("{address} {what}")),
        }
    }

    /// Keeps the text of a shared formula for the cells that only point to it.
    fn remember_formula(&mut self) {
        let Some(index) = &self.cell.shared else { return };
        if self.cell.formula.is_empty() {
            if let Some(formula) = self.shared.get(index) {
                self.cell.formula.clone_from(formula);
            }
        } else if self.shared.len() < SHARED_FORMULAS && self.cell.formula.len() <= 1_024 && index.len() <= 16 {
            self.shared.insert(index.clone(), self.cell.formula.clone());
        }
    }

    fn value(&mut self) -> Result<Option<Valued>, (&'static str, String)> {
        let cell = &mut self.cell;
        let written = cell.value.trim();
        // Blanks in a text are a value; elsewhere they are nothing.
        let is_text = matches!(cell.kind.as_str(), "inlineStr" | "str");
        if if is_text { cell.value.is_empty() } else { written.is_empty() } {
            let blank_result = cell.kind == "str" && cell.has_value;
            if !cell.has_formula || blank_result {
                return Ok(None);
            }
            let value = CellValue::FormulaWithoutValue(std::mem::take(&mut cell.formula).into());
            return Ok(Some(Valued { value, format: None }));
        }
        let value = match cell.kind.as_str() {
            "s" => {
                let Ok(index) = written.parse::<usize>() else {
                    return Err(("shared-string-missing", format!("的共享字符串序号「{}」不是数", shown(written))));
                };
                CellValue::Text(self.context.strings.resolve(index)?)
            }
            "str" | "inlineStr" => value::text_or_picture(value::unescape_control(&cell.value).into_owned()),
            "b" => match written {
                "1" | "true" | "TRUE" | "True" => CellValue::Bool(true),
                "0" | "false" | "FALSE" | "False" => CellValue::Bool(false),
                other => return Err(("cell-value-unknown", format!("的逻辑值「{}」无法识别", shown(other)))),
            },
            "e" => CellValue::Error(written.chars().take(64).collect::<String>().into()),
            "d" => match value::iso_date(written) {
                Some(date) => CellValue::Date(date),
                None => CellValue::Text(written.into()),
            },
            _ => match written.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let format = self.context.styles.format(cell.style);
                    return Ok(Some(value::number(number, format, self.context.epoch_1904)));
                }
                _ => CellValue::Text(written.into()),
            },
        };
        Ok(Some(Valued { value, format: None }))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    Value,
    Formula,
}

/// A value short enough for a message.
fn shown(text: &str) -> String {
    text.chars().take(32).collect()
}
