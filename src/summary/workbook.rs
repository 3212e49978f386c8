//! The December workbook 总结: an overview with charts, then one sheet a table. Same tables, same bytes.

use std::io::{Seek, Write};

use chrono::Datelike;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Chart, ChartFont, ChartLegendPosition, ChartType, DocProperties, ExcelDateTime, Format, FormatBorder, Url,
    Workbook, Worksheet, XlsxError,
};

use super::Input;
use super::table::{Cell, Row, RowKind, Table};
use crate::report::grid::Value;
use crate::report::terminal::columns;
use crate::report::workbook::cell::{clean, write as write_cell};
use crate::report::workbook::format::Formats;
use crate::report::workbook::{lines, row_height};

const OVERVIEW: &str = "概览";
/// The header's row of a table's sheet, 0-based.
const HEADER: u32 = 2;
/// The widest a column gets before its text is wrapped, in half-width characters.
const WIDEST: u16 = 34;
/// Rows that a sheet holds below its header; a longer table goes on in a second sheet.
const ROOM: usize = 1_048_576 - HEADER as usize - 1;

/// Writes the workbook of checked tables.
///
/// # Errors
/// There is no result; those of `out`.
pub fn write(input: &Input, tables: &[Table], out: &mut (impl Write + Seek + Send)) -> anyhow::Result<()> {
    let Some((_, document)) = input.results.last() else { anyhow::bail!("没有可以汇总的结果") };
    let title = format!("{}年淘汰落后产能总结", input.plan.year);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&title, input, document)?);
    let formats = Formats::new();
    overview(&mut workbook, &title, input, tables, &formats)?;
    for table in tables {
        add(&mut workbook, &title, table, &formats, true)?;
    }
    workbook.save_to_writer(out)?;
    Ok(())
}

/// Writes one table as a workbook of its own.
///
/// # Errors
/// Those of `out`.
pub fn write_single(
    table: &Table,
    created: chrono::NaiveDate,
    out: &mut (impl Write + Seek + Send),
) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(table.name)
            .set_custom_property("schema", "capex.table/1")
            .set_creation_datetime(&day(created)?),
    );
    add(&mut workbook, table.name, table, &Formats::new(), false)?;
    workbook.save_to_writer(out)?;
    Ok(())
}

fn day(day: chrono::NaiveDate) -> anyhow::Result<ExcelDateTime> {
    let year = u16::try_from(day.year()).unwrap_or(1900).clamp(1900, 9999);
    Ok(ExcelDateTime::from_ymd(year, u8::try_from(day.month())?, u8::try_from(day.day())?)?)
}

fn properties(title: &str, input: &Input, document: &crate::audit::Document) -> anyhow::Result<DocProperties> {
    Ok(DocProperties::new()
        .set_title(title)
        .set_subject(clean(&input.plan.title))
        .set_keywords("产能退出,淘汰落后,总结")
        .set_author(format!("{} {}", clean(&document.tool.name), clean(&document.tool.version)))
        .set_comment(format!("数据截至 {}", document.as_of))
        .set_custom_property("schema", "capex.summary/1")
        .set_creation_datetime(&day(document.as_of)?))
}

/// A value as the report's cell writer takes it.
fn value(cell: &Cell) -> Value<'_> {
    match cell {
        Cell::Empty => Value::Empty,
        Cell::Text(text) => Value::text(text.as_str()),
        Cell::Date(date) => Value::Date(*date),
        Cell::Number(number, _) => Value::Decimal(number.normalize().to_string().into()),
    }
}

fn add(workbook: &mut Workbook, title: &str, table: &Table, formats: &Formats, link: bool) -> anyhow::Result<()> {
    let mut rest = table.rows.as_slice();
    let mut part = 0;
    loop {
        let (rows, more) = rest.split_at(rest.len().min(ROOM));
        let name = if part == 0 { table.name.to_owned() } else { format!("{}（续{part}）", table.name) };
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        sheet(worksheet, title, table, rows, formats, link)?;
        rest = more;
        part += 1;
        if rest.is_empty() {
            return Ok(());
        }
    }
}

fn sheet(
    worksheet: &mut Worksheet,
    title: &str,
    table: &Table,
    rows: &[Row],
    formats: &Formats,
    link: bool,
) -> Result<(), XlsxError> {
    worksheet.set_row_height(0, 26)?;
    worksheet.write_string_with_format(0, 0, table.name, &formats.title)?;
    let about = if link {
        let back = Url::new(format!("internal:'{OVERVIEW}'!A1")).set_text("返回概览");
        worksheet.write_url_with_format(1, 0, back, &formats.plain_link)?;
        1
    } else {
        0
    };
    worksheet.write_string_with_format(1, about, clean(&table.about), &formats.about)?;
    worksheet.set_row_height(HEADER, 32)?;
    let mut widths: Vec<usize> = Vec::new();
    for (index, column) in (0..).zip(&table.columns) {
        worksheet.write_string_with_format(HEADER, index, clean(column), &formats.head)?;
        let needed = columns(column) + 2;
        widths.push(if needed > 14 { (columns(column).div_ceil(2) + 3).max(10) } else { needed });
    }
    let sum = formats.decimal.clone().set_bold().set_border_top(FormatBorder::Medium);
    for (row, at) in rows.iter().zip(HEADER + 1..) {
        let tallest = row.cells.iter().map(|cell| lines(&cell.to_text(), WIDEST)).max().unwrap_or(1);
        worksheet.set_row_height(at, row_height(tallest))?;
        for ((cell, index), width) in row.cells.iter().zip(0..).zip(&mut widths) {
            match (row.kind, cell) {
                (RowKind::Body, cell) => write_cell(worksheet, (at, index), &value(cell), formats, None)?,
                (_, Cell::Number(number, _)) => number_cell(worksheet, (at, index), *number, &sum)?,
                (_, cell) => {
                    worksheet.write_string_with_format(at, index, clean(&cell.to_text()), &formats.total)?;
                }
            }
            let longest = cell.to_text().lines().map(columns).max().unwrap_or(0);
            *width = (*width).max((longest + 1).min(usize::from(WIDEST)));
        }
    }
    for (index, width) in (0..).zip(&widths) {
        worksheet.set_column_width(index, u32::try_from(*width).unwrap_or(u32::from(WIDEST)))?;
    }
    if rows.is_empty() {
        worksheet.write_string_with_format(HEADER + 1, 0, "（无）", &formats.about)?;
    } else {
        let last = HEADER + u32::try_from(rows.len()).unwrap_or(0);
        let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(0);
        worksheet.autofilter(HEADER, 0, last, last_column)?;
    }
    worksheet.set_freeze_panes(HEADER + 1, 0)?;
    worksheet.set_repeat_rows(HEADER, HEADER)?;
    page(worksheet, title);
    Ok(())
}

/// A number in a format of its own; as text where a binary number would not hold its digits.
fn number_cell(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    number: rust_decimal::Decimal,
    format: &Format,
) -> Result<(), XlsxError> {
    let digits = number.normalize().mantissa().unsigned_abs().to_string().len();
    match number.to_f64().filter(|_| digits <= 15) {
        Some(number) => worksheet.write_number_with_format(row, column, number, format)?,
        None => worksheet.write_string_with_format(row, column, number.to_string(), format)?,
    };
    Ok(())
}

fn page(worksheet: &mut Worksheet, title: &str) {
    worksheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_header(format!("&C&\"宋体\"&9 {}　&A", title.replace('&', "&&")))
        .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页");
}

fn overview(
    workbook: &mut Workbook,
    title: &str,
    input: &Input,
    tables: &[Table],
    formats: &Formats,
) -> anyhow::Result<()> {
    let Some((name, document)) = input.results.last() else { return Ok(()) };
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(OVERVIEW)?;
    worksheet.set_screen_gridlines(false);
    worksheet.set_column_width(0, 22)?;
    for column in 1..=13 {
        worksheet.set_column_width(column, 11)?;
    }
    worksheet.set_row_height(0, 30)?;
    worksheet.write_string_with_format(0, 0, title, &formats.title.clone().set_font_size(18))?;
    let bold = formats.about.clone().set_bold();
    let mut row = 1;
    let mut facts = vec![
        ("方案", format!("{}（{}）", input.plan.title, input.plan.document)),
        ("数据截至", format!("{}（结果 {name}）", document.as_of)),
        ("生成程序", format!("{} {}", document.tool.name, document.tool.version)),
    ];
    facts.extend(input.plan.doubts.iter().map(|doubt| ("待核对", doubt.clone())));
    for (label, text) in &facts {
        worksheet.write_string_with_format(row, 0, *label, &bold)?;
        worksheet.write_string_with_format(row, 1, clean(text), &formats.about)?;
        row += 1;
    }
    row += 1;
    for table in tables {
        let link = Url::new(format!("internal:'{}'!A1", table.name)).set_text(table.name);
        worksheet.write_url_with_format(row, 0, link, &formats.link)?;
        let count = Value::Whole(i64::try_from(table.body().count()).unwrap_or(i64::MAX));
        write_cell(worksheet, (row, 1), &count, formats, None)?;
        worksheet.write_string_with_format(row, 2, clean(&table.about), &formats.about)?;
        row += 1;
    }
    row += 1;
    let (table_ends, row) = by_prefecture(worksheet, row, tables, formats)?;
    charts(worksheet, row, tables)?;
    worksheet.set_print_area(0, 0, row + 16, 13)?;
    page(worksheet, title);
    // Charts begin on a page of their own, so that none is cut in two.
    worksheet.set_page_breaks(&[table_ends])?;
    Ok(())
}

/// The 小计 rows of the capacity table side by side, with a chart for each unit. The row below the table, and the row below
/// the charts.
fn by_prefecture(
    worksheet: &mut Worksheet,
    mut row: u32,
    tables: &[Table],
    formats: &Formats,
) -> anyhow::Result<(u32, u32)> {
    let Some(table) = tables.iter().find(|table| table.name == "退出产能情况表") else { return Ok((row, row)) };
    let chosen: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Subtotal && row.cells.get(1).is_some_and(|cell| cell.to_text() == "小计"))
        .collect();
    if chosen.is_empty() {
        return Ok((row, row));
    }
    worksheet.write_string_with_format(row, 0, "各州市退出情况", &formats.title.clone().set_font_size(12))?;
    row += 1;
    let header = row;
    worksheet.set_row_height(header, 32)?;
    let shown: Vec<usize> = (0..table.columns.len()).filter(|at| *at != 1).collect();
    for (index, at) in (0..).zip(&shown) {
        let column = table.columns.get(*at).map_or("", String::as_str);
        worksheet.write_string_with_format(row, index, clean(column), &formats.head)?;
    }
    row += 1;
    for source in &chosen {
        for (index, at) in (0..).zip(&shown) {
            if let Some(cell) = source.cells.get(*at) {
                write_cell(worksheet, (row, index), &value(cell), formats, None)?;
            }
        }
        row += 1;
    }
    let last = row - 1;
    row += 1;
    let units = (3..shown.len()).filter(|index| *index < 9);
    for (nth, index) in (0_u16..).zip(units) {
        let index = u16::try_from(index)?;
        let mut chart = Chart::new(ChartType::Column);
        chart
            .add_series()
            .set_categories((OVERVIEW, header + 1, 0, last, 0))
            .set_values((OVERVIEW, header + 1, index, last, index))
            .set_name((OVERVIEW, header, index));
        let unit = shown.get(usize::from(index)).and_then(|at| table.columns.get(*at)).map_or("", String::as_str);
        style(&mut chart, &format!("各州市退出{unit}"));
        chart.legend().set_hidden();
        worksheet.insert_chart(row + u32::from(nth / 2) * 16, (nth % 2) * 6, &chart)?;
    }
    let charts = u32::try_from(shown.len().min(9).saturating_sub(3))?;
    Ok((row, row + charts.div_ceil(2) * 16))
}

fn charts(worksheet: &mut Worksheet, row: u32, tables: &[Table]) -> anyhow::Result<()> {
    if let Some(table) = tables.iter().find(|table| table.name == "分月趋势")
        && table.rows.len() > 1
    {
        let last = HEADER + u32::try_from(table.rows.len())?;
        let mut chart = Chart::new(ChartType::Line);
        for title in ["淘汰", "已下达处置", "整改逾期", "当年已关闭", "已验收"] {
            if let Some(column) = table.column(title) {
                series(&mut chart, table.name, u16::try_from(column)?, last);
            }
        }
        style(&mut chart, "分月趋势（条）");
        worksheet.insert_chart(row, 0, &chart)?;
    }
    if let Some(table) = tables.iter().find(|table| table.name == "执法处置情况表") {
        let count = u32::try_from(table.body().count())?;
        if count > 0 {
            let mut chart = Chart::new(ChartType::ColumnStacked);
            for title in ["未下达", "未到期或未定期限", "逾期", "已完成", "已关闭"] {
                if let Some(column) = table.column(title) {
                    series(&mut chart, table.name, u16::try_from(column)?, HEADER + count);
                }
            }
            style(&mut chart, "各州市执法处置（条）");
            worksheet.insert_chart(row, 6, &chart)?;
        }
    }
    Ok(())
}

fn series(chart: &mut Chart, sheet: &str, column: u16, last: u32) {
    chart
        .add_series()
        .set_categories((sheet, HEADER + 1, 0, last, 0))
        .set_values((sheet, HEADER + 1, column, last, column))
        .set_name((sheet, HEADER, column));
}

fn style(chart: &mut Chart, title: &str) {
    let font = |size: u32| ChartFont::new().set_name("宋体").set_size(size).clone();
    chart.title().set_name(title).set_font(&font(11));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9));
    chart.x_axis().set_font(&font(8));
    chart.y_axis().set_font(&font(9));
    chart.set_width(500).set_height(300);
}
