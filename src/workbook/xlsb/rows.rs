//! The cells of one binary sheet, streamed; and the look over a sheet that comes first.

use std::io::BufRead;

use crate::workbook::bytes::{double_word, float, word};
use crate::workbook::cell::{CellAddress, CellValue};
use crate::workbook::error::ReadError;
use crate::workbook::facts::{Facts, FactsBudget, GRID_COLUMNS, GRID_ROWS};
use crate::workbook::format_code::NumberFormat;
use crate::workbook::sheet::Merge;
use crate::workbook::sink::{RowSink, Stop};
use crate::workbook::strings::SharedStrings;
use crate::workbook::value::{self, Valued};
use crate::workbook::xls::{error_text, rk};

use super::record::{Records, text};

/// Looks over a sheet for merged areas, hidden rows and columns.
pub(super) fn scan(reader: impl BufRead, budget: &mut FactsBudget) -> Result<Facts, ReadError> {
    let mut facts = Facts::default();
    let mut records = Records::new(reader);
    while records.next()? {
        let data = records.data();
        match records.kind {
            0x0000 if data.get(11).is_some_and(|flags| flags & 0x10 != 0) => {
                if let Some(row) = double_word(data, 0).filter(|row| *row < GRID_ROWS) {
                    budget.hide(&mut facts.hidden_rows, row, row);
                }
            }
            0x003C if word(data, 16).is_some_and(|flags| flags & 1 != 0) => {
                let first = double_word(data, 0).unwrap_or(GRID_COLUMNS);
                let last = double_word(data, 4).unwrap_or(0).min(GRID_COLUMNS - 1);
                budget.hide(&mut facts.hidden_columns, first, last);
            }
            0x00B0 => {
                if let Some(area) = merged(data) {
                    budget.merge(&mut facts, area)?;
                }
            }
            _ => {}
        }
    }
    Ok(facts)
}

fn merged(data: &[u8]) -> Option<Merge> {
    let (first_row, last_row) = (double_word(data, 0)?, double_word(data, 4)?);
    let (first_column, last_column) = (double_word(data, 8)?, double_word(data, 12)?);
    let corner = |row: u32, column: u32| CellAddress::new(row.min(GRID_ROWS - 1), column.min(GRID_COLUMNS - 1));
    let first = corner(first_row.min(last_row), first_column.min(last_column));
    Some(Merge { first, last: corner(first_row.max(last_row), first_column.max(last_column)) })
}

/// Streams the sheet's cells into the sink.
pub(super) fn read(
    reader: impl BufRead,
    formats: &[NumberFormat],
    epoch_1904: bool,
    strings: &mut SharedStrings,
    sink: &mut RowSink<'_>,
) -> Result<(), Stop> {
    let mut records = Records::new(reader);
    let mut row = 0;
    let mut in_data = false;
    while records.next()? {
        let data = records.data();
        match records.kind {
            0x0091 => in_data = true,
            0x0092 => return Ok(()),
            0x0000 => row = double_word(data, 0).unwrap_or(GRID_ROWS),
            0x0002..=0x000B | 0x003E if in_data => {
                let column = double_word(data, 0).unwrap_or(GRID_COLUMNS);
                let address = CellAddress::new(row, column);
                if row >= GRID_ROWS || column >= GRID_COLUMNS {
                    let message = format!(
                        "单元格第 {} 行第 {} 列不存在于表格范围内，未读入",
                        u64::from(row) + 1,
                        u64::from(column) + 1
                    );
                    sink.problem(None, "cell-outside-grid", message)?;
                    continue;
                }
                let style = double_word(data, 4).unwrap_or(0) & 0x00FF_FFFF;
                let format = formats.get(style as usize).unwrap_or(&NumberFormat::Plain);
                match value(records.kind, data, format, epoch_1904, strings) {
                    Ok(Valued { value, format }) => sink.cell(row, column, value, format)?,
                    Err((code, what)) => sink.problem(Some(address), code, format!("{address} {what}"))?,
                }
            }
            _ => {}
        }
    }
    Err(ReadError::truncated("工作表在中途结束").into())
}

fn value(
    kind: u32,
    data: &[u8],
    format: &NumberFormat,
    epoch_1904: bool,
    strings: &mut SharedStrings,
) -> Result<Valued, (&'static str, String)> {
    let damaged = || ("cell-damaged", "的记录不完整或无法识别，未读入".to_owned());
    let plain = |value| Valued { value, format: None };
    match kind {
        0x0002 => double_word(data, 8).map(|packed| value::number(rk(packed), format, epoch_1904)),
        0x0005 | 0x0009 => float(data, 8).map(|float| value::number(float, format, epoch_1904)),
        0x0003 | 0x000B => {
            data.get(8).and_then(|code| error_text(*code)).map(|text| plain(CellValue::Error(text.into())))
        }
        0x0004 | 0x000A => data.get(8).map(|truth| plain(CellValue::Bool(*truth != 0))),
        0x0006 | 0x0008 => text(data, 8).map(|(text, _)| plain(value::text_or_picture(text))),
        0x003E => text(data, 9).map(|(text, _)| plain(CellValue::Text(text.into()))),
        _ => {
            let index = double_word(data, 8).ok_or_else(damaged)?;
            return strings.resolve(index as usize).map(|text| plain(CellValue::Text(text)));
        }
    }
    .ok_or_else(damaged)
}
