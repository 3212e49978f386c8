//! Web pages that report systems and Excel save under the suffix .xls.
//!
//! The tables of a page stand below one another in one sheet, as spreadsheet programs show them; text outside tables
//! (titles, notes, the unit of a table) takes a row of its own in the first column. A table inside a cell is told as if it
//! stood below it: such pages use outer tables for layout only.

mod entity;
mod token;

use super::cell::{CellAddress, CellValue};
use super::covered::Covered;
use super::error::ReadError;
use super::facts::{GRID_COLUMNS, GRID_ROWS};
use super::limits::Limits;
use super::ods::opened;
use super::sheet::{Merge, Visibility};
use super::sink::{RowSink, Stop};
use super::source::Source;
use super::text_encoding::{self, Detected};
use super::walk::{FactsVisitor, SheetVisitor, Visitor};
use super::xlsx::Opened;

use self::token::{Tag, Token, Tokens};

/// Columns that one cell may span; browsers stop there too.
const SPAN_COLUMNS: u32 = 1_000;
/// Rows that one cell may span; browsers stop there too.
const SPAN_ROWS: u32 = 65_534;

/// An opened page.
pub(super) struct Html {
    detected: Detected,
}

impl Html {
    pub(super) fn open(source: &Source, detected: Detected, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let detected = text_encoding::stated_in_html(source, detected);
        let mut visitor = FactsVisitor::new(limits);
        let mut page = Page::new(limits);
        opened(page.walk(source, detected, &mut visitor))?;
        if page.tables == 0 {
            let (what, advice) = if page.frames {
                let advice = "请连同 .files 文件夹在 Excel 中打开原文件，另存为 xlsx";
                ("网页框架（Excel 另存的网页），数据在同名的 .files 文件夹里", advice)
            } else {
                ("网页，里面没有表格（可能是报送系统的登录或出错页面）", "请重新导出摸底表")
            };
            return Err(ReadError::new("file-not-a-workbook", what, advice));
        }
        let mut sheets = visitor.sheets;
        if let (Some(sheet), Some(name)) = (sheets.first_mut(), page.sheet_name.filter(|name| !name.trim().is_empty()))
        {
            sheet.name = super::facts::sheet_name(name.trim());
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
        Page::new(limits).walk(source, self.detected, &mut SheetVisitor::new(index, sink))
    }
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    matches!(name, "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" | "center")
}

/// The state of a walk over a page.
struct Page {
    text_cap: usize,
    /// The row that is being filled, and whether anything has claimed it.
    row: u32,
    row_used: bool,
    column: u32,
    covered: Covered,
    tables: u64,
    frames: bool,
    sheet_name: Option<String>,
    /// Text collected for the current cell, or outside of tables.
    text: String,
    cell: Option<OpenCell>,
}

struct OpenCell {
    column: u32,
    stated: Option<CellValue>,
}

impl Page {
    fn new(limits: &Limits) -> Self {
        Self {
            text_cap: limits.text_bytes(),
            row: 0,
            row_used: false,
            column: 0,
            covered: Covered::default(),
            tables: 0,
            frames: false,
            sheet_name: None,
            text: String::new(),
            cell: None,
        }
    }

    fn walk(&mut self, source: &Source, detected: Detected, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        let failed = |error: std::io::Error| ReadError::damaged(format!("读取失败（{error}）"));
        let handle = source.reader().map_err(failed)?;
        let mut tokens = Tokens::new(text_encoding::decoded(handle, detected));
        visitor.sheet(&source.stem(), Visibility::Visible)?;
        while let Some(token) = tokens.next(self.text_cap).map_err(failed)? {
            match token {
                Token::Text(text) => self.add_text(&text),
                Token::Comment(text) => self.comment(&text),
                Token::Start(tag) => self.start(&tag, visitor)?,
                Token::End(name) => self.end(&name, visitor)?,
            }
        }
        self.close_cell(visitor)?;
        self.loose_text(visitor)?;
        visitor.sheet_end()
    }

    /// The sheet's name, which Excel writes into a comment at the top of its pages.
    fn comment(&mut self, text: &str) {
        if self.sheet_name.is_none()
            && let Some((_, rest)) = text.split_once("<x:Name>")
            && let Some((name, _)) = rest.split_once("</x:Name>")
        {
            self.sheet_name = Some(entity::decoded(name).chars().take(64).collect());
        }
    }

    fn start(&mut self, tag: &Tag, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        match tag.name.as_str() {
            "table" => {
                self.close_cell(visitor)?;
                self.loose_text(visitor)?;
                self.new_row();
                self.covered.clear();
                self.tables += 1;
                self.column = 0;
            }
            "tr" => {
                self.close_cell(visitor)?;
                self.loose_text(visitor)?;
                self.new_row();
                self.row_used = true;
                self.column = 0;
                if tag.is_hidden() && self.row < GRID_ROWS {
                    visitor.hidden_rows(self.row, self.row);
                }
            }
            "td" | "th" => {
                self.close_cell(visitor)?;
                self.loose_text(visitor)?;
                self.open_cell(tag, visitor)?;
            }
            "col" if tag.is_hidden() => {
                let first = self.column.min(GRID_COLUMNS - 1);
                let last = first.saturating_add(tag.number("span", 1, SPAN_COLUMNS) - 1).min(GRID_COLUMNS - 1);
                visitor.hidden_columns(first, last);
                self.column = last + 1;
            }
            "col" => self.column = self.column.saturating_add(tag.number("span", 1, SPAN_COLUMNS)),
            "frameset" | "frame" => self.frames = true,
            "br" => self.line_break(),
            name if is_block(name) => self.block(visitor)?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        match name {
            "td" | "th" => self.close_cell(visitor)?,
            "tr" => {
                self.close_cell(visitor)?;
                self.text.clear();
            }
            "table" => {
                self.close_cell(visitor)?;
                self.covered.clear();
                self.new_row();
                self.column = 0;
            }
            _ if is_block(name) => self.block(visitor)?,
            _ => {}
        }
        Ok(())
    }

    /// The edge of a block: a break inside a cell, the end of a text outside.
    fn block(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        if self.cell.is_some() {
            self.soft_break();
            return Ok(());
        }
        self.loose_text(visitor)
    }

    fn new_row(&mut self) {
        if self.row_used {
            self.row = self.row.saturating_add(1);
            self.row_used = false;
        }
    }

    fn open_cell(&mut self, tag: &Tag, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        self.row_used = true;
        self.column = self.covered.next_free(self.row, self.column);
        let columns = tag.number("colspan", 1, SPAN_COLUMNS);
        let rows = tag.number("rowspan", 1, SPAN_ROWS);
        let (row, column) = (self.row, self.column);
        self.column = column.saturating_add(columns);
        if row >= GRID_ROWS || column >= GRID_COLUMNS {
            self.cell = Some(OpenCell { column, stated: None });
            return Ok(());
        }
        let last_row = row.saturating_add(rows - 1).min(GRID_ROWS - 1);
        let last_column = column.saturating_add(columns - 1).min(GRID_COLUMNS - 1);
        if rows > 1 {
            self.covered.cover(column, last_column, last_row);
        }
        visitor.merge(Merge { first: CellAddress::new(row, column), last: CellAddress::new(last_row, last_column) })?;
        self.cell = Some(OpenCell { column, stated: stated_value(tag) });
        Ok(())
    }

    fn close_cell(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let text = std::mem::take(&mut self.text);
        let value = match cell.stated {
            Some(value) => value,
            None => match text.trim() {
                "" => return Ok(()),
                text => CellValue::Text(text.into()),
            },
        };
        visitor.cell(self.row, cell.column, value, None)
    }

    /// Text outside of cells, as a row of its own.
    fn loose_text(&mut self, visitor: &mut dyn Visitor) -> Result<(), Stop> {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() || self.cell.is_some() {
            return Ok(());
        }
        self.new_row();
        self.row_used = true;
        visitor.cell(self.row, 0, CellValue::Text(text.trim().into()), None)?;
        self.new_row();
        Ok(())
    }

    fn line_break(&mut self) {
        if self.text.len() < self.text_cap {
            let kept = self.text.trim_end_matches(' ').len();
            self.text.truncate(kept);
            self.text.push('\n');
        }
    }

    fn soft_break(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.line_break();
        }
    }

    /// Adds text as browsers show it: any run of white space is one blank.
    fn add_text(&mut self, text: &str) {
        for character in text.chars() {
            if self.text.len() >= self.text_cap {
                return;
            }
            if !matches!(character, ' ' | '\t' | '\r' | '\n' | '\u{a0}') {
                self.text.push(character);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }
}

/// The value that Excel's own attributes state beside the shown text.
fn stated_value(tag: &Tag) -> Option<CellValue> {
    if let Some(number) = tag.attribute("x:num") {
        return number.trim().parse::<f64>().ok().filter(|number| number.is_finite()).map(CellValue::Number);
    }
    tag.attribute("x:err").filter(|error| !error.is_empty()).map(|error| CellValue::Error(error.into()))
}
