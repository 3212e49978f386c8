//! One quick look over a sheet's XML for what stands around its cells: merged areas, hidden rows and columns.
//!
//! A sheet writes its merged areas behind its cells, but whoever reads rows needs them before. The scanner jumps from tag
//! to tag and looks into four kinds only, so that it costs little more than inflating.

use std::io::BufRead;

use memchr::{memchr, memmem};

use crate::workbook::cell::CellAddress;
use crate::workbook::error::ReadError;
use crate::workbook::facts::{Facts, FactsBudget, GRID_COLUMNS, GRID_ROWS};
use crate::workbook::sheet::Merge;
use crate::workbook::xml::is_true;

/// Scans a sheet's part.
pub(super) fn facts(reader: impl BufRead, budget: &mut FactsBudget) -> Result<Facts, ReadError> {
    let mut scan = Scan { facts: Facts::default(), budget, next_row: 0, default_hidden: false };
    let found = tags(reader, |tag| scan.tag(tag))?;
    if !found {
        return Err(ReadError::damaged("它的内容不是 XML"));
    }
    let mut facts = scan.facts;
    if scan.default_hidden {
        facts.notes.push("默认隐藏未列出的行".to_owned());
    }
    Ok(facts)
}

struct Scan<'a> {
    facts: Facts,
    budget: &'a mut FactsBudget,
    next_row: u32,
    default_hidden: bool,
}

impl Scan<'_> {
    fn tag(&mut self, tag: &[u8]) -> Result<(), ReadError> {
        let name_end =
            tag.iter().position(|byte| matches!(byte, b' ' | b'/' | b'\t' | b'\r' | b'\n')).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        let name = name.iter().position(|byte| *byte == b':').and_then(|at| name.get(at + 1..)).unwrap_or(name);
        match name {
            b"row" => {
                let row = number(attributes, "r").map_or(self.next_row, |row| row.saturating_sub(1));
                self.next_row = row.saturating_add(1);
                if memmem::find(attributes, b"hidden").is_some()
                    && value(attributes, "hidden").is_some_and(is_true)
                    && row < GRID_ROWS
                {
                    self.budget.hide(&mut self.facts.hidden_rows, row, row);
                }
            }
            b"col" if value(attributes, "hidden").is_some_and(is_true) => {
                if let (Some(first), Some(last)) = (number(attributes, "min"), number(attributes, "max")) {
                    let last = last.min(GRID_COLUMNS).saturating_sub(1);
                    self.budget.hide(&mut self.facts.hidden_columns, first.saturating_sub(1), last);
                }
            }
            b"mergeCell" => {
                if let Some(area) = value(attributes, "ref").and_then(parse_area) {
                    self.budget.merge(&mut self.facts, area)?;
                }
            }
            b"sheetFormatPr" => self.default_hidden = value(attributes, "zeroHeight").is_some_and(is_true),
            _ => {}
        }
        Ok(())
    }
}

/// The value of an attribute by its exact name, as written.
fn value<'a>(attributes: &'a [u8], name: &str) -> Option<&'a str> {
    let mut from = 0;
    loop {
        let at = memmem::find(attributes.get(from..)?, name.as_bytes())? + from;
        from = at + name.len();
        let starts = at.checked_sub(1).and_then(|before| attributes.get(before)).is_some_and(u8::is_ascii_whitespace);
        let rest = attributes.get(from..)?.trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=").filter(|_| starts) else {
            continue;
        };
        let (quote, rest) = rest.trim_ascii_start().split_first()?;
        let end = memchr(*quote, rest)?;
        return std::str::from_utf8(rest.get(..end)?).ok();
    }
}

fn number(attributes: &[u8], name: &str) -> Option<u32> {
    value(attributes, name)?.trim().parse().ok()
}

/// Calls `visit` with the inside of every start tag. Tells whether there was any tag.
fn tags(mut reader: impl BufRead, mut visit: impl FnMut(&[u8]) -> Result<(), ReadError>) -> Result<bool, ReadError> {
    /// Longer tags than this are none that matter.
    const KEPT: usize = 64 << 10;
    let failed =
        |error: &std::io::Error| ReadError::from_io(error, |text| ReadError::damaged(format!("解压失败（{text}）")));
    let mut inside = false;
    let mut found = false;
    let mut tag: Vec<u8> = Vec::new();
    loop {
        let chunk = reader.fill_buf().map_err(|error| failed(&error))?;
        if chunk.is_empty() {
            return Ok(found);
        }
        let length = chunk.len();
        let mut rest = chunk;
        while !rest.is_empty() {
            if !inside {
                let Some(at) = memchr(b'<', rest) else { break };
                rest = rest.get(at + 1..).unwrap_or_default();
                found = true;
                // The tags of cells, which are nearly all there are.
                if let [b'c' | b'v' | b'f' | b't', b'>' | b' ', ..] | [b'/', _, ..] | [b'i', b's', b'>', ..] = rest {
                    continue;
                }
                inside = true;
                tag.clear();
            }
            let Some(at) = memchr(b'>', rest) else {
                let room = KEPT.saturating_sub(tag.len());
                tag.extend_from_slice(rest.get(..rest.len().min(room)).unwrap_or_default());
                if tag.starts_with(b"!") {
                    keep_ends(&mut tag, rest);
                }
                break;
            };
            let piece = rest.get(..at).unwrap_or_default();
            rest = rest.get(at + 1..).unwrap_or_default();
            if tag.is_empty() && !piece.starts_with(b"!") {
                inside = false;
                visit(piece)?;
                continue;
            }
            tag.extend_from_slice(piece.get(..piece.len().min(KEPT)).unwrap_or_default());
            let open = (tag.starts_with(b"!--") && !(tag.len() >= 5 && tag.ends_with(b"--")))
                || (tag.starts_with(b"![CDATA[") && !tag.ends_with(b"]]"));
            if open {
                tag.push(b'>');
                keep_ends(&mut tag, piece);
            } else {
                inside = false;
                if !tag.starts_with(b"!") {
                    visit(&tag)?;
                }
            }
        }
        reader.consume(length);
    }
}

/// Of a comment or a character section only the first and the last bytes matter.
fn keep_ends(tag: &mut Vec<u8>, latest: &[u8]) {
    if tag.len() > 64 {
        let end = latest.get(latest.len().saturating_sub(2)..).unwrap_or_default().to_vec();
        tag.truncate(16);
        tag.extend_from_slice(&end);
    }
}

/// A cell address such as `D7`, `$D$7`; `None` if it is none or lies outside the grid.
pub(crate) fn parse_cell(text: &str) -> Option<CellAddress> {
    let (mut column, mut row, mut digits) = (0_u64, 0_u64, false);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if !digits => {
                column = column * 26 + u64::from(byte.to_ascii_uppercase() - b'A') + 1;
                if column > u64::from(GRID_COLUMNS) {
                    return None;
                }
            }
            b'0'..=b'9' => {
                digits = true;
                row = row * 10 + u64::from(byte - b'0');
                if row > u64::from(GRID_ROWS) {
                    return None;
                }
            }
            b'$' => {}
            _ => return None,
        }
    }
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    Some(CellAddress::new(u32::try_from(row).ok()?, u32::try_from(column).ok()?))
}

/// An area such as `A1:D7`, its corners put in order.
pub(crate) fn parse_area(text: &str) -> Option<Merge> {
    let (one, other) = text.split_once(':').unwrap_or((text, text));
    let (one, other) = (parse_cell(one)?, parse_cell(other)?);
    let first = CellAddress::new(one.row.min(other.row), one.column.min(other.column));
    let last = CellAddress::new(one.row.max(other.row), one.column.max(other.column));
    Some(Merge { first, last })
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;
    use crate::workbook::limits::Limits;
    use crate::workbook::sheet::{Merges, SheetFacts, Visibility};

    fn scanned(xml: &str, chunk: usize) -> (SheetFacts, Vec<String>) {
        let mut budget = FactsBudget::new(&Limits::default());
        let facts = facts(BufReader::with_capacity(chunk, xml.as_bytes()), &mut budget).expect("facts");
        facts.settle("表".to_owned(), Visibility::Visible)
    }

    #[test]
    fn facts_do_not_depend_on_where_chunks_end() {
        let xml = r#"<?xml version="1.0"?><!-- <row r="9" hidden="1"> --><x:worksheet><x:cols><x:col min="2" max="3" hidden='1'/></x:cols>
            <x:sheetData><x:row r="2" hidden="true"><x:c r="A2"/></x:row><x:row hidden="1"/><x:row r="5"/><![CDATA[<mergeCell ref="A1:Z9"/>]]></x:sheetData>
            <x:mergeCells><x:mergeCell ref="D4:A1"/><x:mergeCell ref="B2:C2"/><x:mergeCell ref="F1:F1"/><x:mergeCell ref="ZZZZ1:B2"/><x:mergeCell ref="E1:F2"/></x:mergeCells></x:worksheet>"#;
        for chunk in [1, 2, 3, 7, 64, 4096] {
            let (facts, notes) = scanned(xml, chunk);
            assert_eq!(facts.hidden_rows, [(1, 2)], "chunk {chunk}");
            assert_eq!(facts.hidden_columns, [(1, 2)]);
            let Merges::Known(merges) = &facts.merges else { panic!("known") };
            let merges: Vec<String> = merges.iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
            assert_eq!(merges, ["A1:D4", "E1:F2"]);
            assert_eq!(notes.len(), 1);
        }
    }

    #[test]
    fn addresses_outside_the_grid_are_none() {
        assert_eq!(parse_cell("XFD1048576"), Some(CellAddress::new(1_048_575, 16_383)));
        for text in ["XFE1", "A1048577", "ZZZZ99999999", "A0", "1", "A", "", "A-1", "1A"] {
            assert_eq!(parse_cell(text), None, "{text}");
        }
    }
}
