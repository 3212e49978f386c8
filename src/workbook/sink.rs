//! Cells of any reader → rows for the caller, with the caps of one sheet and the list of what was lost.
//!
//! Every reader ends here, so that no format can forget a cap: rows ascend, cells lie in the grid and in order, texts are
//! cut, and one row cannot hold more text than memory allows.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::cell::{Cell, CellAddress, CellValue};
use super::error::ReadError;
use super::limits::Limits;
use super::sheet::{CellProblem, Row, SheetEnd};
use crate::text::every;

/// Why a reader stops before the end of a sheet.
#[derive(Debug)]
pub(super) enum Stop {
    /// The caller has seen enough.
    Asked,
    /// The sheet was read to its end, and what follows it does not matter.
    Done,
    /// The sheet cannot be read further.
    Failed(ReadError),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

/// Receives the cells of one sheet in reading order.
pub(super) struct RowSink<'a> {
    limits: &'a Limits,
    emit: &'a mut dyn FnMut(Row) -> ControlFlow<()>,
    row: Row,
    row_text: u64,
    /// The row that `row_text` counts.
    text_row: Option<u32>,
    rejected_row: Option<u32>,
    started: bool,
    end: SheetEnd,
}

impl<'a> RowSink<'a> {
    pub(super) fn new(limits: &'a Limits, emit: &'a mut dyn FnMut(Row) -> ControlFlow<()>) -> Self {
        let (row, end) = (Row::default(), SheetEnd::default());
        Self { limits, emit, row, row_text: 0, text_row: None, rejected_row: None, started: false, end }
    }

    /// Takes a cell. Blank text is no cell.
    pub(super) fn cell(
        &mut self,
        row: u32,
        column: u32,
        value: CellValue,
        format: Option<Arc<str>>,
    ) -> Result<(), Stop> {
        let address = CellAddress::new(row, column);
        if self.started && row < self.row.index {
            return self.out_of_order(address);
        }
        let value = match value {
            CellValue::Text(text) => match self.bounded_text(address, text)? {
                Some(text) => CellValue::Text(text),
                None => return Ok(()),
            },
            CellValue::Number(number) if !number.is_finite() => {
                return self.problem(Some(address), "cell-not-finite", format!("{address} 的数不是有限数，未读入"));
            }
            other => other,
        };
        self.check_place(address)?;
        if !self.started || row > self.row.index {
            self.flush()?;
            self.row.index = row;
            self.started = true;
        }
        self.end.cells += 1;
        if self.end.cells > self.limits.cells {
            let (flag, cap) = ("--limit-cells", self.limits.cells);
            let place = format!("单元格 {address}");
            return Err(ReadError::over("limit-cells", flag, "非空单元格数", cap, self.end.cells, place).into());
        }
        self.row.cells.push(Cell { column, value, format });
        Ok(())
    }

    /// Records something that could not be read; too many of them give the sheet up.
    pub(super) fn problem(
        &mut self,
        cell: Option<CellAddress>,
        code: &'static str,
        message: String,
    ) -> Result<(), Stop> {
        if self.end.problems.len() as u64 >= u64::from(self.limits.cell_errors) {
            let (flag, cap) = ("--limit-cell-errors", u64::from(self.limits.cell_errors));
            let place = cell.map_or_else(|| "工作表".to_owned(), |cell| format!("单元格 {cell}"));
            return Err(ReadError::over("limit-cell-errors", flag, "出错单元格数", cap, cap + 1, place).into());
        }
        self.end.problems.push(CellProblem { cell, code, message });
        Ok(())
    }

    /// Hands over the last row.
    pub(super) fn finish(&mut self) -> Result<(), Stop> {
        self.flush()
    }

    pub(super) fn into_end(self) -> SheetEnd {
        self.end
    }

    fn out_of_order(&mut self, address: CellAddress) -> Result<(), Stop> {
        if self.rejected_row == Some(address.row) {
            return Ok(());
        }
        self.rejected_row = Some(address.row);
        let message = format!("第 {} 行排在第 {} 行之后，行序混乱，未读入", address.row + 1, self.row.index + 1);
        self.problem(Some(address), "row-out-of-order", message)
    }

    fn check_place(&self, address: CellAddress) -> Result<(), Stop> {
        let place = || format!("单元格 {address}");
        if address.row >= self.limits.rows {
            let (flag, cap) = ("--limit-rows", u64::from(self.limits.rows));
            return Err(ReadError::over("limit-rows", flag, "行号", cap, u64::from(address.row) + 1, place()).into());
        }
        if address.column >= self.limits.columns {
            let (flag, cap, seen) = ("--limit-columns", u64::from(self.limits.columns), u64::from(address.column) + 1);
            return Err(ReadError::over("limit-columns", flag, "列号", cap, seen, place()).into());
        }
        Ok(())
    }

    /// The text without control characters, cut at the cap; `None` if it is blank.
    fn bounded_text(&mut self, address: CellAddress, text: Arc<str>) -> Result<Option<Arc<str>>, Stop> {
        let mut text = clean(text);
        if text.chars().all(char::is_whitespace) {
            return Ok(None);
        }
        let cap = self.limits.text_chars as usize;
        if text.len() > cap
            && let Some((end, _)) = text.char_indices().nth(cap)
        {
            text = Arc::from(text.get(..end).unwrap_or_default());
            let message = format!("{address} 的文字超过 {cap} 字，其后已截去（--limit-text 可提高上限）");
            self.problem(Some(address), "limit-text", message)?;
        }
        // By the row of the text itself: the row under way may have begun with a number.
        if self.text_row != Some(address.row) {
            self.text_row = Some(address.row);
            self.row_text = 0;
        }
        self.row_text += text.len() as u64;
        if self.row_text > self.limits.row_text_bytes {
            let (flag, cap) = ("--limit-row-text", self.limits.row_text_bytes);
            let place = format!("第 {} 行", address.row + 1);
            return Err(ReadError::over("limit-row-text", flag, "文字字节数", cap, self.row_text, place).into());
        }
        Ok(Some(text))
    }

    fn flush(&mut self) -> Result<(), Stop> {
        if self.row.cells.is_empty() {
            return Ok(());
        }
        // The next row will be about as long.
        let next = Row { index: self.row.index, cells: Vec::with_capacity(self.row.cells.len()) };
        let mut row = std::mem::replace(&mut self.row, next);
        if !row.cells.is_sorted_by(|left, right| left.column < right.column) {
            row.cells.sort_by_key(|cell| cell.column);
            let mut twice = Vec::new();
            row.cells.dedup_by(|later, earlier| {
                let same = later.column == earlier.column;
                if same {
                    twice.push(CellAddress::new(row.index, later.column));
                }
                same
            });
            for address in twice {
                self.problem(Some(address), "cell-twice", format!("{address} 在文件中出现两次，只读入第一次"))?;
            }
        }
        self.end.rows += 1;
        match (self.emit)(row) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Asked),
        }
    }
}

/// Text without control characters, with `\n` for every line break; tabs stay.
fn clean(text: Arc<str>) -> Arc<str> {
    // Control characters are below the blank, or 7F, or begin with C2.
    let plain = |byte: u8| ((byte >= 0x20) | (byte == b'\n') | (byte == b'\t')) & (byte != 0x7f) & (byte != 0xc2);
    if every(&text, plain) {
        return text;
    }
    let foreign = |character: char| character.is_control() && character != '\n' && character != '\t';
    if !text.contains(foreign) {
        return text;
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|character| !foreign(*character)).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_rows_that_begin_with_a_number_is_counted_row_by_row() {
        let limits = Limits { row_text_bytes: 20, ..Limits::default() };
        let mut rows = 0;
        let mut emit = |_| {
            rows += 1;
            ControlFlow::Continue(())
        };
        let mut sink = RowSink::new(&limits, &mut emit);
        for row in 0..50 {
            sink.cell(row, 0, CellValue::Number(f64::from(row)), None).unwrap();
            sink.cell(row, 1, CellValue::Text("炼铁高炉".into()), None).unwrap();
        }
        assert!(matches!(sink.cell(50, 1, CellValue::Text("二十个字节以上的文字".into()), None), Err(Stop::Failed(_))));
        sink.finish().unwrap();
        assert_eq!(rows, 50);
    }
}
