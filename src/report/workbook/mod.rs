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
use std::sync::{Mutex, PoisonError};
use std::thread;

use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::format::Formats;
use self::sheet::{Links, Plan};
use super::grid;
use super::view::{Class, View};
use crate::audit::Document;

pub(crate) use self::sheet::{lines, row_height};

/// Rows that a sheet of the file format holds.
const SHEET_ROWS: u32 = 1_048_576;
/// Links that Excel accepts in a sheet: a file with more is called damaged.
const SHEET_LINKS: u32 = 65_530;
/// Lines from which a sheet is written without keeping it in memory ([`large`]); such a sheet has a filter but is no table object.
const LARGE: usize = 5_000;
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
    number_formats(&mut workbook, &formats)?;
    let job =
        |grid, frozen, lines: usize| Job { grid, plan: Plan { frozen, large: lines > large, sheet_rows, sheet_links } };
    let detail = job(Box::new(|| grid::detail(view)), 3, view.document.records.len());
    let (before, after) = jobs_around(view, &job);
    let book = Mutex::new(&mut workbook);
    let make = |job: &Job<'_>| {
        let mut empty = || match job.plan.large {
            true => book.lock().unwrap_or_else(PoisonError::into_inner).new_worksheet_with_constant_memory(),
            false => Ok(Worksheet::new()),
        };
        sheet::make(&mut empty, (job.grid)(), job.plan, &formats, &links)
    };
    // The detail sheet is as much work as all others together.
    let (made_detail, made) = thread::scope(|scope| {
        let made_detail = scope.spawn(|| make(&detail));
        let made: anyhow::Result<Vec<_>> = before.iter().chain(&after).map(make).collect();
        (made_detail.join(), made)
    });
    let Ok(made_detail) = made_detail else { anyhow::bail!("工作表“全部明细”没有写成") };
    let mut made = made?;
    made.insert(before.len(), made_detail?);
    let mut tables = Vec::new();
    // The overview is the first sheet of the file.
    let mut next_sheet = 2;
    for (job, made) in before.into_iter().chain([detail]).chain(after).zip(made) {
        let first_sheet = next_sheet;
        next_sheet += made.len();
        let (sheets, lines): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        sheets.into_iter().for_each(|sheet| {
            workbook.push_worksheet(sheet);
        });
        if job.plan.large {
            tables.push(large::Table { grid: job.grid, plan: job.plan, first_sheet, lines });
        }
    }
    if tables.is_empty() {
        workbook.save_to_writer(out)?;
        return Ok(());
    }
    large::fill(workbook.save_to_buffer()?, &tables, &links, COMPRESSION, out)
}

/// A table that becomes a sheet.
struct Job<'t> {
    grid: large::Again<'t>,
    plan: Plan,
}

/// The sheets before and after the detail sheet.
fn jobs_around<'t>(
    view: &'t View<'t>,
    job: &dyn Fn(large::Again<'t>, u16, usize) -> Job<'t>,
) -> (Vec<Job<'t>>, Vec<Job<'t>>) {
    let mut before = Vec::new();
    let returned = view.returned().count();
    if returned > 0 {
        before.push(job(Box::new(|| grid::returned(view)), 2, returned));
    }
    before.push(job(Box::new(|| grid::grave(view)), 3, view.of(Class::Grave).count()));
    before.push(job(Box::new(|| grid::review(view)), 2, view.of(Class::Review).count()));
    before.push(job(Box::new(|| grid::restrict(view)), 2, view.of(Class::Restrict).count()));
    before.push(job(Box::new(|| grid::data(view)), 2, grid::data(view).rows.count()));
    before.push(job(Box::new(|| grid::process(view)), 2, grid::process(view).rows.count()));
    let mut after = vec![
        job(Box::new(|| grid::cited(view)), 1, view.document.cited.len()),
        job(Box::new(|| grid::opinions(view)), 1, view.cases.len()),
    ];
    let waived = view.of(Class::Waived).count();
    if waived > 0 {
        after.push(job(Box::new(|| grid::waived(view)), 2, waived));
    }
    (before, after)
}

/// Gives the formats of large tables their numbers: two threads at once would do so in an order that changes from run to run.
fn number_formats(workbook: &mut Workbook, formats: &Formats) -> Result<(), XlsxError> {
    let mut scrap = workbook.new_worksheet_with_constant_memory()?;
    let looks = format::Look::ALL.map(|look| formats.of(look));
    let others = [&formats.title, &formats.about, &formats.plain_link, &formats.head];
    for (column, format) in (0..).zip(looks.into_iter().chain(others)) {
        scrap.write_blank(0, column, format)?;
    }
    Ok(())
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
