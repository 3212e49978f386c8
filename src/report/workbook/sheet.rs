//! A table as a sheet: title, frozen header, filter, widths that suit Chinese, marks, and set up for A4.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatText, ConditionalFormatTextRule, DataValidation,
    Table, TableColumn, TableStyle, Url, Worksheet, XlsxError,
};

use super::cell::{self, clean};
use super::format::{self, Formats};
use crate::audit::{Decision, waiver_headings};
use crate::matching::Verdict;
use crate::report::grid::{Column, Grid, Value};
use crate::report::terminal::{columns, wrapped_lines};

/// The header's row, 0-based: a title and a line of explanation stand above it.
const HEADER: u32 = 2;
/// The first row of data.
const FIRST: u32 = HEADER + 1;

/// How a table is laid out as a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// Columns on the left that stay in sight.
    pub frozen: u16,
    /// Written row by row without being kept in memory.
    pub large: bool,
    /// Rows that a sheet holds, for tests of the continuation.
    pub sheet_rows: u32,
    /// Links that a sheet holds; what is beyond stands as words.
    pub sheet_links: u32,
}

/// Where records stand, for links to them.
#[derive(Debug)]
pub(crate) struct Links {
    /// The sheet that holds them.
    pub sheet: &'static str,
    /// Part of the sheet (0 for the first) and row, 0-based.
    pub rows: BTreeMap<String, (u64, u32)>,
}

impl Links {
    /// The target of a link to a record.
    pub(super) fn target(&self, record: &str) -> Option<String> {
        let (part, row) = self.rows.get(record)?;
        Some(format!("internal:'{}'!A{}", part_name(self.sheet, *part), row + 1))
    }
}

/// The part of a sheet and the row in it where a line of a table stands.
pub(super) fn place(line: u64, sheet_rows: u32) -> (u64, u32) {
    let room = u64::from(sheet_rows.saturating_sub(FIRST).max(1));
    let row = u32::try_from(line % room).unwrap_or(0);
    (line / room, FIRST + row)
}

/// The name of a part of a sheet that does not hold all its rows.
fn part_name(name: &str, part: u64) -> String {
    if part == 0 { name.to_owned() } else { format!("{name}（续{part}）") }
}

/// Makes a table a sheet, and further sheets if one does not hold it. `empty` gives sheets to write to.
pub(super) fn make(
    empty: &mut dyn FnMut() -> Result<Worksheet, XlsxError>,
    grid: Grid<'_>,
    plan: Plan,
    formats: &Formats,
    links: &Links,
) -> anyhow::Result<Vec<Worksheet>> {
    let Grid { name, about, columns, printed, rows } = grid;
    let room = usize::try_from(plan.sheet_rows.saturating_sub(FIRST).max(1))?;
    let links = (links.sheet != name).then_some(links);
    let mut rows = rows.peekable();
    let mut sheets = Vec::new();
    loop {
        let mut worksheet = empty()?;
        worksheet.set_name(part_name(name, sheets.len() as u64))?;
        // The link back to the overview is one of them.
        let links_left = plan.sheet_links.saturating_sub(1);
        let (columns, widths) = (&columns, Vec::new());
        let worksheet_to_fill = &mut worksheet;
        let mut writer =
            Writer { worksheet: worksheet_to_fill, columns, printed, formats, links, links_left, widths, rows: 0 };
        writer.top(name, &about)?;
        for row in rows.by_ref().take(room) {
            writer.row(&row)?;
        }
        writer.finish(plan)?;
        sheets.push(worksheet);
        if rows.peek().is_none() {
            return Ok(sheets);
        }
    }
}

/// Lines of a column that is not printed for which a row is made higher: a long one must not blow up the print.
const UNPRINTED_LINES: usize = 3;

struct Writer<'w> {
    worksheet: &'w mut Worksheet,
    columns: &'w [Column],
    printed: usize,
    formats: &'w Formats,
    links: Option<&'w Links>,
    links_left: u32,
    widths: Vec<usize>,
    rows: u32,
}

impl Writer<'_> {
    fn top(&mut self, name: &str, about: &str) -> Result<(), XlsxError> {
        self.worksheet.set_row_height(0, 26)?;
        self.worksheet.write_string_with_format(0, 0, name, &self.formats.title)?;
        let back = Url::new("internal:'概览'!A1").set_text("返回概览");
        self.worksheet.write_url_with_format(1, 0, back, &self.formats.plain_link)?;
        self.worksheet.write_string_with_format(1, 2, clean(about), &self.formats.about)?;
        self.worksheet.set_row_height(HEADER, 32)?;
        for (index, column) in (0..).zip(self.columns) {
            self.worksheet.write_string_with_format(HEADER, index, column.title, &self.formats.head)?;
            self.widths.push(heading_width(column));
        }
        Ok(())
    }

    fn row(&mut self, row: &[Value<'_>]) -> Result<(), XlsxError> {
        let at = FIRST + self.rows;
        let texts: Vec<Cow<'_, str>> = row.iter().map(cell::shown).collect();
        let mut tallest = 1;
        for (index, ((text, column), width)) in texts.iter().zip(self.columns).zip(&mut self.widths).enumerate() {
            let (lines, longest) = measure(text, column.widest);
            tallest = tallest.max(if index < self.printed { lines } else { lines.min(UNPRINTED_LINES) });
            *width = (*width).max((longest + 1).min(usize::from(column.widest)));
        }
        self.worksheet.set_row_height(at, row_height(tallest))?;
        for (((index, value), text), column) in (0..).zip(row).zip(&texts).zip(self.columns) {
            if *value == Value::Empty && column.title.contains("填写") {
                let day = column.title.contains("日期") || column.title.contains("有效期");
                let format = if day { &self.formats.answer_day } else { &self.formats.answer };
                self.worksheet.write_blank(at, index, format)?;
            } else {
                let value = self.within_links(value);
                cell::write_shown(self.worksheet, (at, index), (&value, text), self.formats, self.links)?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// The value, or its words where the sheet holds no further link.
    fn within_links<'v>(&mut self, value: &'v Value<'v>) -> Cow<'v, Value<'v>> {
        if !matches!(value, Value::Source { .. } | Value::Record(_)) {
            return Cow::Borrowed(value);
        }
        match self.links_left.checked_sub(1) {
            Some(left) => {
                self.links_left = left;
                Cow::Borrowed(value)
            }
            None => Cow::Owned(Value::text(cell::shown(value))),
        }
    }

    fn finish(self, plan: Plan) -> Result<(), XlsxError> {
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
        let last_row = FIRST + self.rows.saturating_sub(1);
        for (index, width) in (0..).zip(&self.widths) {
            self.worksheet.set_column_width(index, u32::try_from(*width).unwrap_or(60))?;
        }
        if self.rows == 0 {
            self.worksheet.write_string_with_format(FIRST, 0, "（无）", &self.formats.about)?;
        } else if plan.large {
            self.worksheet.autofilter(HEADER, 0, last_row, last_column)?;
        } else {
            let heads: Vec<TableColumn> = self
                .columns
                .iter()
                .map(|column| TableColumn::new().set_header(column.title).set_header_format(&self.formats.head))
                .collect();
            let table = Table::new().set_columns(&heads).set_style(TableStyle::Light1);
            self.worksheet.add_table(HEADER, 0, last_row, last_column, &table)?;
        }
        if self.rows > 0 {
            marks(self.worksheet, self.columns, last_row)?;
            choices(self.worksheet, self.columns, last_row)?;
        }
        self.worksheet.set_freeze_panes(FIRST, plan.frozen)?;
        let printed = u16::try_from(self.printed).unwrap_or(u16::MAX).saturating_sub(1).min(last_column);
        self.worksheet.set_print_area(0, 0, last_row, printed)?;
        page(self.worksheet);
        self.worksheet.set_repeat_rows(HEADER, HEADER)?;
        Ok(())
    }
}

/// The width that a heading needs beside its filter button, on two lines if it is long.
fn heading_width(column: &Column) -> usize {
    let needed = columns(column.title);
    let one_line = needed + 4;
    if one_line <= usize::from(column.widest) {
        one_line
    } else {
        (needed.div_ceil(2) + 4).max(usize::from(column.widest).min(one_line))
    }
}

/// Lines that a text takes in a column. A column is as wide as its longest line until it is as wide as it may get, so only
/// longer lines are broken, and those at that width.
pub(crate) fn lines(text: &str, widest: u16) -> usize {
    measure(text, widest).0
}

/// [`lines`], and the cells of the longest line before it is broken.
fn measure(text: &str, widest: u16) -> (usize, usize) {
    let room = usize::from(widest).saturating_sub(1);
    text.lines().fold((0, 0), |(lines, longest), line| {
        let wide = columns(line);
        (lines + if wide <= room { 1 } else { wrapped_lines(line, room) }, longest.max(wide))
    })
}

/// The height in points of a row of so many lines, up to what the file format allows. Not every program fits rows to their
/// text by itself.
pub(crate) fn row_height(lines: usize) -> u32 {
    u32::try_from(lines.max(1)).unwrap_or(1).saturating_mul(13).saturating_add(3).min(409)
}

/// A4 landscape, one page wide, numbered.
pub(super) fn page(worksheet: &mut Worksheet) {
    worksheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_header("&C&\"宋体\"&9摸底表核查异常清单　&A")
        .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页");
}

/// Offers the decisions of a waiver as a list.
fn choices(worksheet: &mut Worksheet, columns: &[Column], last: u32) -> Result<(), XlsxError> {
    for (index, _) in (0..).zip(columns).filter(|(_, column)| column.title == waiver_headings::DECISION) {
        let words = Decision::ALL.map(Decision::chinese);
        let list = DataValidation::new()
            .allow_list_strings(&words)?
            .set_error_title("请从列表中选")?
            .set_error_message(format!("应是{}之一", words.join("、")))?;
        worksheet.add_data_validation(FIRST, index, last, index, &list)?;
    }
    Ok(())
}

/// Marks verdicts, severities and days overdue.
fn marks(worksheet: &mut Worksheet, columns: &[Column], last: u32) -> Result<(), XlsxError> {
    for (index, column) in (0..).zip(columns) {
        if column.title.ends_with("判定") {
            for verdict in Verdict::GRAVEST_FIRST {
                let rule = ConditionalFormatText::new()
                    .set_rule(ConditionalFormatTextRule::Contains(verdict.chinese().to_owned()))
                    .set_format(format::verdict(verdict));
                worksheet.add_conditional_format(FIRST, index, last, index, &rule)?;
            }
        } else if column.title == "级别" {
            let rule = ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::Contains("须处理".to_owned()))
                .set_format(format::grave());
            worksheet.add_conditional_format(FIRST, index, last, index, &rule)?;
        } else if column.title.contains("超期") {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::GreaterThan(0))
                .set_format(format::overdue());
            worksheet.add_conditional_format(FIRST, index, last, index, &rule)?;
        }
    }
    Ok(())
}
