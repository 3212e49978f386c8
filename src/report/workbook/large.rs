//! Large tables: their rows are made while the file is being compressed, and neither their cells nor their XML are kept.
//!
//! The library that makes the workbook looks up the format of every cell by all its properties and keeps the cell until its row
//! is done, which for a million cells is most of the time that writing takes. So it makes a shell only ([`super::sheet::make`]:
//! head, filter, links, marks, page), and the rows are put into the shell here. What a cell holds and how it looks is chosen in
//! one place for both ways ([`super::sheet::Choice`]).

use std::io::{Cursor, Read, Seek, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::{Context, bail};
use quick_xml::escape::partial_escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::cell::{self, Content, clean};
use super::format::Look;
use super::sheet::{Choice, FIRST, Links, Plan, row_height};
use crate::report::grid::{Grid, Value};
use crate::workbook::column_letters;

/// Makes a table once more.
pub(super) type Again<'t> = Box<dyn Fn() -> Grid<'t> + Sync + 't>;

/// A table whose sheets are shells so far.
pub(super) struct Table<'t> {
    /// The table with its rows.
    pub grid: Again<'t>,
    /// As its shells were made.
    pub plan: Plan,
    /// The number of its first sheet, counted from 1; its other sheets follow.
    pub first_sheet: usize,
    /// How many lines the rows of each of its sheets take.
    pub lines: Vec<Vec<u8>>,
}

/// Bytes of XML that are handed over at a time.
const CHUNK: usize = 1 << 17;
/// Chunks that may wait to be compressed.
const WAITING: usize = 4;
/// Rows from which the part of the archive may have more than 4 GB of XML, which must be said before it is written.
const HUGE: usize = 200_000;

/// Copies a workbook and puts the rows of `tables` into their sheets.
///
/// # Errors
/// Those of `out`; a shell that is not as the library makes it.
pub(super) fn fill(
    workbook: Vec<u8>,
    tables: &[Table<'_>],
    links: &Links,
    compression: u8,
    out: &mut (impl Write + Seek),
) -> anyhow::Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(workbook))?;
    let mut writer = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(compression.into()))
        .last_modified_time(DateTime::default());
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let name = part.name()?.into_owned();
        let found = tables.iter().find_map(|table| {
            let sheet = name.strip_prefix("xl/worksheets/sheet")?.strip_suffix(".xml")?.parse::<usize>().ok()?;
            Some((table, sheet.checked_sub(table.first_sheet).filter(|nth| *nth < table.lines.len())?))
        });
        let Some((table, nth)) = found else {
            drop(part);
            writer.raw_copy_file(archive.by_index_raw(index)?)?;
            continue;
        };
        let mut shell = String::new();
        part.read_to_string(&mut shell)?;
        drop(part);
        let shell = Shell::new(&shell).with_context(|| format!("{name} 里找不到样式"))?;
        writer.start_file(name, options.large_file(table.lines[nth].len() >= HUGE))?;
        writer.write_all(shell.head.as_bytes())?;
        rows(table, nth, links, &shell.styles, &mut writer)?;
        writer.write_all(shell.tail.as_bytes())?;
    }
    writer.finish()?;
    Ok(())
}

/// The XML of a sheet around its rows of data.
struct Shell<'x> {
    head: &'x str,
    tail: &'x str,
    /// The number of each look in the file, as it stands in an attribute.
    styles: Styles<'x>,
}

type Styles<'x> = [&'x str; Look::ALL.len()];

impl<'x> Shell<'x> {
    /// Nothing if the row of samples is not there.
    fn new(xml: &'x str) -> Option<Self> {
        let (head, rest) = xml.split_at(xml.find(&format!("<row r=\"{}\"", FIRST + 1))?);
        let (samples, _) = rest.split_once("</row>")?;
        let tail = &rest[rest.find("</sheetData>")?..];
        let mut styles = [""; Look::ALL.len()];
        for (cell, style) in samples.split("<c ").skip(1).zip(&mut styles) {
            *style = cell.split_once("s=\"")?.1.split_once('"')?.0;
        }
        styles.iter().all(|style| style.parse::<u32>().is_ok()).then_some(Self { head, tail, styles })
    }
}

/// Makes the rows of one sheet of a table on a thread of their own and writes them.
fn rows(table: &Table<'_>, nth: usize, links: &Links, styles: &Styles<'_>, out: &mut impl Write) -> anyhow::Result<()> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<u8>>(WAITING);
        let maker = scope.spawn(move || make(table, nth, links, styles, &sender));
        // An error ends the loop and drops the receiver, which ends the maker.
        let written = receiver.into_iter().try_for_each(|chunk| out.write_all(&chunk));
        match maker.join() {
            Ok(true) => Ok(written?),
            Ok(false) => written.map_err(Into::into).and_then(|()| bail!("大表的行数前后不一致")),
            Err(_) => bail!("大表没有写成"),
        }
    })
}

/// Makes the rows. False if they are not as many as were measured, or if nobody wants them.
fn make(table: &Table<'_>, nth: usize, links: &Links, styles: &Styles<'_>, chunks: &SyncSender<Vec<u8>>) -> bool {
    let grid = (table.grid)();
    let mut choice = Choice::new(grid.name, &grid.columns, table.plan, links);
    let letters: Vec<String> = (0..).zip(&grid.columns).map(|(at, _)| column_letters(at)).collect();
    let Some(lines) = table.lines.get(nth) else { return false };
    let mut rows = grid.rows.skip(nth * table.plan.room());
    let mut xml = Vec::with_capacity(CHUNK + CHUNK / 4);
    for (number, lines) in (FIRST + 1..).zip(lines) {
        let Some(row) = rows.next() else { return false };
        push_row(&mut xml, number, *lines, &row, &letters, &mut choice, styles);
        if xml.len() >= CHUNK
            && chunks.send(std::mem::replace(&mut xml, Vec::with_capacity(CHUNK + CHUNK / 4))).is_err()
        {
            return false;
        }
    }
    chunks.send(xml).is_ok()
}

/// Appends a row; `number` counts from 1.
fn push_row(
    xml: &mut Vec<u8>,
    number: u32,
    lines: u8,
    row: &[Value<'_>],
    letters: &[String],
    choice: &mut Choice<'_>,
    styles: &Styles<'_>,
) {
    let number = number.to_string();
    push(xml, &["<row r=\"", &number, "\" ht=\"", &row_height(lines.into()).to_string(), "\" customHeight=\"1\">"]);
    for ((index, value), letters) in row.iter().enumerate().zip(letters) {
        let (content, look) = choice.held(index, value);
        let style = styles.get(look as usize).copied().unwrap_or_default();
        push(xml, &["<c r=\"", letters, &number, "\" s=\"", style]);
        match content {
            Content::Blank => push(xml, &["\"/>"]),
            Content::Number(number) => push(xml, &["\"><v>", &number.to_string(), "</v></c>"]),
            Content::Text | Content::Link(_) => {
                let text = cell::shown(value);
                let text = clean(&text);
                let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_whitespace());
                let keep = edge(text.chars().next()) || edge(text.chars().next_back());
                let open = if keep { "<t xml:space=\"preserve\">" } else { "<t>" };
                push(xml, &["\" t=\"inlineStr\"><is>", open]);
                push_text(xml, &text);
                push(xml, &["</t></is></c>"]);
            }
        }
    }
    push(xml, &["</row>"]);
}

fn push(xml: &mut Vec<u8>, parts: &[&str]) {
    parts.iter().for_each(|part| xml.extend_from_slice(part.as_bytes()));
}

/// Appends a text. What looks like the file format's way of writing a character by its number (`_x0041_`) is marked as being no such.
fn push_text(xml: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        push(xml, &[&partial_escape(before)]);
        let code = from.as_bytes().get(2..7);
        let escape = code.is_some_and(|code| code[..4].iter().all(u8::is_ascii_hexdigit) && code[4] == b'_');
        push(xml, &[if escape { "_x005F_x" } else { "_x" }]);
        rest = &from[2..];
    }
    push(xml, &[&partial_escape(rest)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut xml = Vec::new();
        push_text(&mut xml, text);
        String::from_utf8(xml).unwrap()
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a<b>&\"c\"\n"), "a&lt;b&gt;&amp;\"c\"\n");
        assert_eq!(escaped("_x0041_x_x00G1_ _x004"), "_x005F_x0041_x_x00G1_ _x004");
        assert_eq!(escaped("_x0041_x0042_"), "_x005F_x0041_x005F_x0042_", "each reads back as itself");
    }

    #[test]
    fn a_shell_without_samples_is_refused() {
        assert!(Shell::new("<sheetData><row r=\"4\"><c r=\"A4\"/></row></sheetData>").is_none());
        assert!(Shell::new("<sheetData></sheetData>").is_none());
    }
}
