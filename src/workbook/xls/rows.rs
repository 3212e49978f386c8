//! The cells of one sheet, streamed; and the look over a sheet that comes first.

use std::sync::Arc;

use crate::workbook::cell::{CellAddress, CellValue};
use crate::workbook::error::ReadError;
use crate::workbook::facts::{Facts, FactsBudget};
use crate::workbook::limits::Limits;
use crate::workbook::sheet::Merge;
use crate::workbook::sink::{RowSink, Stop};
use crate::workbook::strings::SharedStrings;
use crate::workbook::value::{self, Valued};

use super::biff::Records;
use super::codepage::Samples;
use super::globals::Globals;
use super::text::RawText;
use super::{double_word, float, word};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const FORMULA: u16 = 0x0006;
const STRING: u16 = 0x0207;
/// Cell records that can be put into order where a file has them in disorder.
const ORDERED: usize = 2_000_000;

/// How the rows of a sheet are read.
#[derive(Debug, Clone)]
pub(super) enum Plan {
    /// As the records come.
    Stream,
    /// At these places, sorted by row and column: some programs write cells in the order in which they were filled.
    Places(Arc<[(u32, u32)]>),
    /// Not at all.
    Failed(ReadError),
}

/// What a look over a sheet found.
pub(super) struct Scanned {
    facts: Facts,
    plan: Plan,
}

impl Scanned {
    pub(super) fn failed(error: ReadError) -> Self {
        Self { facts: Facts::default(), plan: Plan::Failed(error) }
    }

    pub(super) fn into_parts(self) -> (Facts, Plan) {
        (self.facts, self.plan)
    }
}

/// What the looks over all sheets share.
pub(super) struct Survey<'a> {
    pub(super) budget: FactsBudget,
    pub(super) samples: &'a mut Samples,
    pub(super) wide: bool,
    /// Bytes that may yet be looked at: sheets that lie inside one another would cost the square of the file.
    pub(super) bytes_left: u64,
    /// Places of cells that may yet be remembered.
    pub(super) places_left: usize,
}

impl<'a> Survey<'a> {
    pub(super) fn new(samples: &'a mut Samples, wide: bool, length: u64, limits: &Limits) -> Self {
        let budget = FactsBudget::new(limits);
        Self { budget, samples, wide, bytes_left: length.saturating_mul(2), places_left: ORDERED }
    }
}

/// Looks over a sheet for merged areas, hidden rows and columns, evidence of the code page, and the order of its cells.
pub(super) fn scan(records: &mut Records<'_>, survey: &mut Survey<'_>) -> Result<Scanned, ReadError> {
    if survey.bytes_left == 0 {
        return Err(ReadError::damaged("工作表的内容互相重叠"));
    }
    let start = records.place;
    let scanned = look(records, survey);
    survey.bytes_left = survey.bytes_left.saturating_sub(records.place.saturating_sub(start));
    scanned
}

fn look(records: &mut Records<'_>, survey: &mut Survey<'_>) -> Result<Scanned, ReadError> {
    let Survey { budget, samples, wide, places_left, .. } = survey;
    let (wide, room) = (*wide, *places_left);
    let mut facts = Facts::default();
    let mut places: Vec<(u32, u32)> = Vec::new();
    let mut ordered = true;
    let mut depth = 0;
    let mut last_row = 0;
    // A sheet that is cut off still has the rows before the cut; reading them will say that it is.
    while let Ok(true) = records.next() {
        let data = records.data();
        match records.kind {
            BOF => depth += 1,
            EOF => {
                depth -= 1;
                if depth <= 0 {
                    break;
                }
            }
            _ if depth > 1 => {}
            0x00E5 => {
                for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    if let Some(area) = merged(area) {
                        budget.merge(&mut facts, area)?;
                    }
                }
            }
            0x0208 if word(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = u32::from(word(data, 0).unwrap_or(0));
                budget.hide(&mut facts.hidden_rows, row, row);
            }
            0x007D if word(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                let (first, last) = (word(data, 0).unwrap_or(0), word(data, 2).unwrap_or(0).min(255));
                budget.hide(&mut facts.hidden_columns, u32::from(first), u32::from(last));
            }
            kind if is_cell(kind) => {
                let row = word(data, 0).unwrap_or(0);
                ordered &= row >= last_row;
                last_row = row;
                if let Some(column) = word(data, 2) {
                    if matches!(kind, 0x0204 | 0x00D6) {
                        samples.add(narrow(data, 8, wide));
                    }
                    if places.len() < room
                        && let Ok(place) = u32::try_from(records.place)
                    {
                        places.push(((u32::from(row) << 16) | u32::from(column), place));
                    }
                }
            }
            STRING => samples.add(narrow(data, 2, wide)),
            _ => {}
        }
    }
    let plan = if ordered {
        Plan::Stream
    } else if places.len() >= room {
        return Err(ReadError::damaged(format!("单元格的次序混乱，且超过 {ORDERED} 个")));
    } else {
        *places_left = room - places.len();
        places.sort_by_key(|(cell, _)| *cell);
        Plan::Places(Arc::from(places))
    };
    Ok(Scanned { facts, plan })
}

/// The single-byte text behind a count, empty where the text is UTF-16.
fn narrow(data: &[u8], at: usize, wide: bool) -> &[u8] {
    let text = data.get(at..).unwrap_or_default();
    match text.split_first() {
        Some((flags, text)) if wide => {
            if flags & 1 == 0 {
                text
            } else {
                &[]
            }
        }
        _ => text,
    }
}

fn merged(area: &[u8]) -> Option<Merge> {
    let (first_row, last_row, first_column, last_column) =
        (word(area, 0)?, word(area, 2)?, word(area, 4)?, word(area, 6)?);
    let corner = |row: u16, column: u16| CellAddress::new(u32::from(row), u32::from(column.min(255)));
    let first = corner(first_row.min(last_row), first_column.min(last_column));
    Some(Merge { first, last: corner(first_row.max(last_row), first_column.max(last_column)) })
}

fn is_cell(kind: u16) -> bool {
    matches!(kind, 0x0203 | 0x027E | 0x00BD | 0x00FD | 0x0204 | 0x00D6 | 0x0205 | FORMULA | 0x0206 | 0x0406)
}

/// Streams the sheet's cells into the sink.
pub(super) fn read(
    records: &mut Records<'_>,
    plan: &Plan,
    globals: &Globals,
    strings: &mut SharedStrings,
    sink: &mut RowSink<'_>,
) -> Result<(), Stop> {
    let mut reader = Reader { globals, strings, sink };
    match plan {
        Plan::Failed(error) => Err(error.clone().into()),
        Plan::Places(places) => {
            for (_, place) in places.iter() {
                records.go_to(u64::from(*place));
                if records.next()? {
                    reader.record(records)?;
                }
            }
            Ok(())
        }
        Plan::Stream => {
            let mut depth = 0;
            while records.next()? {
                match records.kind {
                    BOF => depth += 1,
                    EOF => {
                        depth -= 1;
                        if depth <= 0 {
                            return Ok(());
                        }
                    }
                    _ if depth > 1 => {}
                    _ => reader.record(records)?,
                }
            }
            Err(ReadError::truncated("工作表在中途结束").into())
        }
    }
}

struct Reader<'a, 'b, 's> {
    globals: &'a Globals,
    strings: &'a mut SharedStrings,
    sink: &'b mut RowSink<'s>,
}

impl Reader<'_, '_, '_> {
    /// Takes a record, if it is a cell.
    fn record(&mut self, records: &mut Records<'_>) -> Result<(), Stop> {
        let kind = records.kind;
        if !is_cell(kind) {
            return Ok(());
        }
        let data = records.data();
        let (Some(row), Some(column)) = (word(data, 0), word(data, 2)) else {
            return self.sink.problem(None, "cell-damaged", "有一个单元格记录不完整，未读入".to_owned());
        };
        let style = word(data, 4).unwrap_or(0);
        let address = CellAddress::new(u32::from(row), u32::from(column));
        if column > 255 {
            let message = format!("单元格地址 {address} 不存在于 xls 的表格范围内，未读入");
            return self.sink.problem(None, "cell-outside-grid", message);
        }
        let number =
            |number: f64, style: u16| value::number(number, &self.globals.format_of(style), self.globals.epoch_1904);
        let valued = match kind {
            0x0203 => float(data, 6).map(|value| number(value, style)),
            0x027E => double_word(data, 6).map(|value| number(rk(value), style)),
            0x00BD => return self.many(data, row, column),
            0x0205 => truth_or_error(data.get(6), data.get(7)),
            0x00FD => return self.shared(address, double_word(data, 6)),
            FORMULA | 0x0206 | 0x0406 => match formula_result(data) {
                Some(FormulaResult::Number(value)) => Some(number(value, style)),
                Some(FormulaResult::Value(value)) => Some(Valued { value, format: None }),
                Some(FormulaResult::Blank) => return Ok(()),
                Some(FormulaResult::Text) => return self.formula_text(address, records),
                None => None,
            },
            _ => return self.label(address, records),
        };
        match valued {
            Some(Valued { value, format }) => self.sink.cell(address.row, address.column, value, format),
            None => self.damaged(address),
        }
    }

    fn damaged(&mut self, address: CellAddress) -> Result<(), Stop> {
        self.sink.problem(Some(address), "cell-damaged", format!("{address} 的记录不完整或无法识别，未读入"))
    }

    fn many(&mut self, data: &[u8], row: u16, first: u16) -> Result<(), Stop> {
        let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        for (cell, column) in cells.chunks_exact(6).zip(first..=255) {
            if let (Some(style), Some(value)) = (word(cell, 0), double_word(cell, 2)) {
                let format = self.globals.format_of(style);
                let Valued { value, format } = value::number(rk(value), &format, self.globals.epoch_1904);
                self.sink.cell(u32::from(row), u32::from(column), value, format)?;
            }
        }
        Ok(())
    }

    fn shared(&mut self, address: CellAddress, index: Option<u32>) -> Result<(), Stop> {
        let Some(index) = index else { return self.damaged(address) };
        match self.strings.resolve(index as usize) {
            Ok(text) => self.text(address, text),
            Err((code, what)) => self.sink.problem(Some(address), code, format!("{address} {what}")),
        }
    }

    /// A text in the cell's own record.
    fn label(&mut self, address: CellAddress, records: &mut Records<'_>) -> Result<(), Stop> {
        let text = self.text_at(records, 6)?;
        match text {
            Some(text) => self.text(address, text),
            None => self.damaged(address),
        }
    }

    /// The text of a formula stands in a record behind it, after those of shared and array formulas.
    fn formula_text(&mut self, address: CellAddress, records: &mut Records<'_>) -> Result<(), Stop> {
        while let Some(kind) = records.peek()? {
            match kind {
                STRING => {
                    records.next()?;
                    let text = self.text_at(records, 0)?;
                    return match text {
                        Some(text) => self.text(address, text),
                        None => self.damaged(address),
                    };
                }
                0x04BC | 0x0221 | 0x0236 | super::biff::CONTINUE => {
                    records.next()?;
                }
                _ => break,
            }
        }
        self.sink.cell(address.row, address.column, CellValue::FormulaWithoutValue("".into()), None)
    }

    fn text_at(&self, records: &mut Records<'_>, at: usize) -> Result<Option<String>, Stop> {
        let text = if self.globals.wide {
            RawText::long(&mut records.long(at), false)?
        } else {
            let data = records.data();
            let count = word(data, at).map(usize::from);
            count.and_then(|count| data.get(at + 2..at + 2 + count)).map(RawText::bytes)
        };
        Ok(text.map(|text| self.globals.decode(&text)))
    }

    fn text(&mut self, address: CellAddress, text: impl Into<Arc<str>> + AsRef<str>) -> Result<(), Stop> {
        self.sink.cell(address.row, address.column, value::text_or_picture(text), None)
    }
}

/// A number in 30 bits: a whole number or the upper half of a float, either of them perhaps in hundredths.
pub(crate) fn rk(value: u32) -> f64 {
    let number = if value & 2 != 0 {
        f64::from((value as i32) >> 2)
    } else {
        f64::from_bits(u64::from(value & 0xFFFF_FFFC) << 32)
    };
    if value & 1 != 0 { number / 100.0 } else { number }
}

fn truth_or_error(value: Option<&u8>, is_error: Option<&u8>) -> Option<Valued> {
    let value = match (value?, is_error?) {
        (truth, 0) => CellValue::Bool(*truth != 0),
        (code, _) => CellValue::Error(error_text(*code)?.into()),
    };
    Some(Valued { value, format: None })
}

/// The spelling of an error code of binary formats.
pub(crate) fn error_text(code: u8) -> Option<&'static str> {
    Some(match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => return None,
    })
}

enum FormulaResult {
    Number(f64),
    Value(CellValue),
    Blank,
    Text,
}

fn formula_result(data: &[u8]) -> Option<FormulaResult> {
    let result = data.get(6..14)?;
    if result.get(6..8)? != [0xFF, 0xFF] {
        return float(data, 6).map(FormulaResult::Number);
    }
    let detail = *result.get(2)?;
    Some(match result.first()? {
        0 => FormulaResult::Text,
        1 => FormulaResult::Value(CellValue::Bool(detail != 0)),
        2 => FormulaResult::Value(CellValue::Error(error_text(detail)?.into())),
        3 => FormulaResult::Blank,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::rk;

    #[test]
    fn packed_numbers_unpack() {
        assert_eq!(rk((380 << 2) | 2), 380.0);
        assert_eq!(rk((12_345 << 2) | 3), 123.45);
        assert_eq!(rk(((-7_i32) << 2) as u32 | 2), -7.0);
        assert_eq!(rk((1.5_f64.to_bits() >> 32) as u32), 1.5);
    }
}
