//! The exceptions workbook 异常清单: what an analyst prints, signs, and hands up.
//!
//! The sheets hold the tables of [`super::grid`], one file here for what is more than a table. Same document, same bytes: the
//! creation time in the file is the day of the audit.

pub(crate) mod cell;
pub(crate) mod format;
mod large;
mod overview;
mod sheet;

use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::thread;

use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use self::format::Formats;
use self::sheet::{Links, Plan};
use super::grid::{self, Grid};
use super::view::{Class, View};
use crate::audit::Document;

pub(crate) use self::sheet::{lines, row_height};

/// Rows that a sheet of the file format holds.
const SHEET_ROWS: u32 = 1_048_576;
/// Links that Excel accepts in a sheet: a file with more is called damaged.
const SHEET_LINKS: u32 = 65_530;
/// Rows from which a sheet is written without keeping it in memory ([`large`]); such a sheet has a filter but is no table object.
const LARGE: usize = 20_000;
/// How hard the file is compressed, 0 to 9. The usual 6 takes about three times as long and makes the file a quarter smaller.
const COMPRESSION: u8 = 2;

/// What a sheet holds. Tests lower it.
#[derive(Debug, Clone, Copy)]
struct Limits {
    sheet_rows: u32,
    sheet_links: u32,
    large: usize,
}

/// Writes the workbook.
///
/// # Errors
/// Those of `out`; none that the document could cause.
pub fn write(view: &View<'_>, out: &mut (impl Write + Seek + Send)) -> anyhow::Result<()> {
    write_with(view, out, Limits { sheet_rows: SHEET_ROWS, sheet_links: SHEET_LINKS, large: LARGE })
}

fn write_with(view: &View<'_>, out: &mut (impl Write + Seek + Send), limits: Limits) -> anyhow::Result<()> {
    let Limits { sheet_rows, sheet_links, large } = limits;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(view.document, "摸底表核查异常清单")?);
    workbook.set_zip_compression_level(COMPRESSION);
    let formats = Formats::new();
    let links = links(view, sheet_rows);
    overview::add(&mut workbook, view, &formats)?;
    let plan = |frozen, large| Plan { frozen, large, sheet_rows, sheet_links };
    let kept =
        |grid: Grid<'_>, frozen| sheet::make(&mut || Ok(Worksheet::new()), grid, plan(frozen, false), &formats, &links);
    let shells = |workbook: &mut Workbook, grid: Grid<'_>, frozen| {
        let mut empty = || workbook.new_worksheet_with_constant_memory();
        sheet::make(&mut empty, grid, plan(frozen, true), &formats, &links)
    };
    let detail_is_large = view.document.records.len() > large;
    // The detail sheet is as much work as all others together.
    let (detail, sheets) = thread::scope(|scope| {
        let detail = scope.spawn(|| match detail_is_large {
            true => shells(&mut workbook, grid::detail(view), 3),
            false => kept(grid::detail(view), 3),
        });
        let sheets = || -> anyhow::Result<Vec<(Worksheet, Vec<u8>)>> {
            let mut sheets = Vec::new();
            if view.returned().next().is_some() {
                sheets.extend(kept(grid::returned(view), 2)?);
            }
            sheets.extend(kept(grid::grave(view), 3)?);
            sheets.extend(kept(grid::review(view), 2)?);
            sheets.extend(kept(grid::restrict(view), 2)?);
            sheets.extend(kept(grid::data(view), 2)?);
            sheets.extend(kept(grid::process(view), 2)?);
            Ok(sheets)
        };
        let sheets = sheets();
        (detail.join(), sheets)
    });
    let Ok(detail) = detail else { anyhow::bail!("工作表“全部明细”没有写成") };
    let (mut sheets, detail) = (sheets?, detail?);
    let mut tables = Vec::new();
    // The overview is the first sheet of the file.
    let mut table = |grid, frozen, before: &[_], made: &[(_, Vec<u8>)]| {
        let lines = made.iter().map(|(_, lines)| lines.clone()).collect();
        tables.push(large::Table { grid, plan: plan(frozen, true), first_sheet: before.len() + 2, lines });
    };
    if detail_is_large {
        table(Box::new(|| grid::detail(view)) as large::Again<'_>, 3, &sheets, &detail);
    }
    sheets.extend(detail);
    sheets.extend(kept(grid::cited(view), 1)?);
    if view.cases.len() > large {
        let opinions = shells(&mut workbook, grid::opinions(view), 1)?;
        table(Box::new(|| grid::opinions(view)), 1, &sheets, &opinions);
        sheets.extend(opinions);
    } else {
        sheets.extend(kept(grid::opinions(view), 1)?);
    }
    if view.of(Class::Waived).next().is_some() {
        sheets.extend(kept(grid::waived(view), 2)?);
    }
    sheets.into_iter().for_each(|(sheet, _)| {
        workbook.push_worksheet(sheet);
    });
    if tables.is_empty() {
        workbook.save_to_writer(out)?;
        return Ok(());
    }
    large::fill(workbook.save_to_buffer()?, &tables, &links, COMPRESSION, out)
}

/// Where each record stands in the detail sheet or its continuations.
fn links(view: &View<'_>, sheet_rows: u32) -> Links {
    let mut rows = BTreeMap::new();
    let mut line = 0;
    for record in &view.document.records {
        rows.entry(record.id.clone()).or_insert_with(|| sheet::place(line, sheet_rows));
        line += u64::try_from(record.items.len().max(1)).unwrap_or(u64::MAX);
    }
    Links { sheet: "全部明细", rows }
}

/// Document properties. The creation time is the day of the audit, so that the same document gives the same bytes.
pub(crate) fn properties(document: &Document, title: &str) -> anyhow::Result<DocProperties> {
    let year = u16::try_from(document.as_of.year()).unwrap_or(1900).clamp(1900, 9999);
    let created = ExcelDateTime::from_ymd(
        year,
        u8::try_from(document.as_of.month()).unwrap_or(1),
        u8::try_from(document.as_of.day()).unwrap_or(1),
    )?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_subject(cell::clean(&document.plan.title))
        .set_keywords("产能退出,淘汰落后,摸底")
        .set_author(format!("{} {}", cell::clean(&document.tool.name), cell::clean(&document.tool.version)))
        .set_comment(format!("按 {} 判定", document.as_of))
        .set_custom_property("schema", cell::clean(&document.schema).as_ref())
        .set_creation_datetime(&created))
}

#[cfg(test)]
mod tests;
