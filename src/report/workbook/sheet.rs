//! A table as a sheet: title, frozen header, filter, widths that suit Chinese, marks, and set up for A4.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatText, ConditionalFormatTextRule, DataValidation,
    Table, TableColumn, TableStyle, Url, Worksheet, XlsxError,
};

use super::cell::{self, Content, clean};
use super::format::{self, Formats, Look};
use crate::audit::{Decision, waiver_headings};
use crate::matching::Verdict;
use crate::report::grid::{Column, Grid, Value};
use crate::report::terminal::{columns, measured};

/// The header's row, 0-based: a title and a line of explanation stand above it.
const HEADER: u32 = 2;
/// The first row of data.
pub(super) const FIRST: u32 = HEADER + 1;

/// How a table is laid out as a sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// Columns on the left that stay in sight.
    pub frozen: u16,
    /// Written row by row without being kept in memory, see [`super::large`].
    pub large: bool,
    /// Rows that a sheet holds, for tests of the continuation.
    pub sheet_rows: u32,
    /// Links that a sheet holds; what is beyond stands as words.
    pub sheet_links: u32,
}

impl Plan {
    /// Rows of data that a sheet holds.
    pub(super) fn room(self) -> usize {
        usize::try_from(self.sheet_rows.saturating_sub(FIRST).max(1)).unwrap_or(usize::MAX)
    }
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

/// Makes a table a sheet, and further sheets if one does not hold it. `empty` gives sheets to write to. With each sheet how many
/// lines every row takes.
///
/// Of a large table it makes shells: all but the rows, which [`super::large`] puts in. In place of the first row a shell holds a
/// cell of every look, so that it can be seen how the file numbers them.
pub(super) fn make(
    empty: &mut dyn FnMut() -> Result<Worksheet, XlsxError>,
    grid: Grid<'_>,
    plan: Plan,
    formats: &Formats,
    links: &Links,
) -> anyhow::Result<Vec<(Worksheet, Vec<u8>)>> {
    let Grid { name, about, columns, printed, rows } = grid;
    let mut rows = rows.peekable();
    let mut sheets = Vec::new();
    loop {
        let mut worksheet = empty()?;
        worksheet.set_name(part_name(name, sheets.len() as u64))?;
        let choice = Choice::new(name, &columns, plan, links);
        let (columns, widths, lines) = (&columns, Vec::new(), Vec::new());
        let mut writer = Writer { worksheet: &mut worksheet, columns, printed, formats, choice, widths, lines };
        writer.top(name, &about)?;
        for row in rows.by_ref().take(plan.room()) {
            if plan.large { writer.shell_row(&row)? } else { writer.row(&row)? }
        }
        let lines = writer.finish(plan)?;
        sheets.push((worksheet, lines));
        if rows.peek().is_none() {
            return Ok(sheets);
        }
    }
}

/// Chooses what the cells of a sheet hold and how they look: what is to be filled in, and links as long as the sheet holds them.
pub(super) struct Choice<'l> {
    answers: Vec<Option<Look>>,
    links: Option<&'l Links>,
    links_left: u32,
}

impl<'l> Choice<'l> {
    /// For the cells of one sheet of a table.
    pub(super) fn new(name: &str, columns: &[Column], plan: Plan, links: &'l Links) -> Self {
        let answer = |column: &Column| {
            let day = column.title.contains("日期") || column.title.contains("有效期");
            column.title.contains("填写").then_some(if day { Look::AnswerDay } else { Look::Answer })
        };
        Self {
            answers: columns.iter().map(answer).collect(),
            links: (links.sheet != name).then_some(links),
            // The link back to the overview is one of them.
            links_left: plan.sheet_links.saturating_sub(1),
        }
    }

    /// Of the value in a column.
    pub(super) fn held(&mut self, column: usize, value: &Value<'_>) -> (Content, Look) {
        match value {
            Value::Empty => (Content::Blank, self.answers.get(column).copied().flatten().unwrap_or(Look::Text)),
            Value::Source { .. } | Value::Record(_) => match self.links_left.checked_sub(1) {
                Some(left) => {
                    self.links_left = left;
                    cell::held(value, self.links)
                }
                None => (Content::Text, Look::Text),
            },
            value => cell::held(value, self.links),
        }
    }
}

/// Lines of a column that is not printed for which a row is made higher: a long one must not blow up the print.
const UNPRINTED_LINES: usize = 3;

struct Writer<'w, 'l> {
    worksheet: &'w mut Worksheet,
    columns: &'w [Column],
    printed: usize,
    formats: &'w Formats,
    choice: Choice<'l>,
    widths: Vec<usize>,
    /// How many lines each row takes.
    lines: Vec<u8>,
}

impl Writer<'_, '_> {
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

    /// The row that comes next, 0-based.
    fn next(&self) -> u32 {
        u32::try_from(self.lines.len()).map_or(u32::MAX, |rows| FIRST.saturating_add(rows))
    }

    fn row(&mut self, row: &[Value<'_>]) -> Result<(), XlsxError> {
        let at = self.next();
        let texts: Vec<Cow<'_, str>> = row.iter().map(cell::shown).collect();
        let tallest = self.measure(&texts);
        self.worksheet.set_row_height(at, row_height(tallest.into()))?;
        for ((index, value), text) in (0..).zip(row).zip(&texts) {
            let held = self.choice.held(index.into(), value);
            cell::write_held(self.worksheet, (at, index), text, held, self.formats)?;
        }
        Ok(())
    }

    /// Measures a row, and writes what of it does not stand in the row: links.
    fn shell_row(&mut self, row: &[Value<'_>]) -> Result<(), XlsxError> {
        let at = self.next();
        let texts: Vec<Cow<'_, str>> = row.iter().map(cell::shown).collect();
        self.measure(&texts);
        for ((index, value), text) in (0..).zip(row).zip(&texts) {
            let linked = matches!(value, Value::Source { .. } | Value::Record(_));
            let held = linked.then(|| self.choice.held(index.into(), value));
            if let Some((Content::Link(target), look)) = held {
                cell::write_held(self.worksheet, (at, index), text, (Content::Link(target), look), self.formats)?;
            }
        }
        if at == FIRST {
            for (index, look) in (0..).zip(Look::ALL) {
                self.worksheet.write_blank(at, index, self.formats.of(look))?;
            }
        }
        Ok(())
    }

    /// How many lines the texts of a row take at most. Widens the columns.
    fn measure(&mut self, texts: &[Cow<'_, str>]) -> u8 {
        let mut tallest = 1;
        for (index, ((text, column), width)) in texts.iter().zip(self.columns).zip(&mut self.widths).enumerate() {
            let widest = usize::from(column.widest);
            // No character takes more cells than it has bytes, so most texts need not be measured to know that they change nothing.
            let widens = *width < widest && text.len() >= *width;
            let most = if index < self.printed { usize::MAX } else { UNPRINTED_LINES };
            let heightens = tallest < most && (text.len() >= widest || text.contains('\n'));
            if !widens && !heightens {
                continue;
            }
            let (lines, longest) = measure(text, column.widest);
            tallest = tallest.max(lines.min(most));
            *width = (*width).max((longest + 1).min(widest));
        }
        let tallest = u8::try_from(tallest).unwrap_or(u8::MAX);
        self.lines.push(tallest);
        tallest
    }

    fn finish(self, plan: Plan) -> Result<Vec<u8>, XlsxError> {
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
        let last_row = self.next().saturating_sub(1).max(FIRST);
        for (index, width) in (0..).zip(&self.widths) {
            self.worksheet.set_column_width(index, u32::try_from(*width).unwrap_or(60))?;
        }
        if self.lines.is_empty() {
            self.worksheet.write_string_with_format(FIRST, 0, "（无）", &self.formats.about)?;
        } else if plan.large {
            // The last cell says how far the sheet goes.
            self.worksheet.write_blank(last_row, last_column, &self.formats.text)?;
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
        if !self.lines.is_empty() {
            marks(self.worksheet, self.columns, last_row)?;
            choices(self.worksheet, self.columns, last_row)?;
        }
        self.worksheet.set_freeze_panes(FIRST, plan.frozen)?;
        let printed = u16::try_from(self.printed).unwrap_or(u16::MAX).saturating_sub(1).min(last_column);
        self.worksheet.set_print_area(0, 0, last_row, printed)?;
        page(self.worksheet);
        self.worksheet.set_repeat_rows(HEADER, HEADER)?;
        Ok(self.lines)
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
        let (broken, wide) = measured(line, room);
        (lines + if wide <= room { 1 } else { broken }, longest.max(wide))
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
