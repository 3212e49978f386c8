//! Hostile files: each ends as it should, in little memory; and every cap holds at its value and one past it.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use std::ops::ControlFlow;
use std::sync::Arc;

use capex::survey::{Reader, SheetReading};
use capex::workbook::{Limits, ReadError, Workbook};

#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/books.rs"]
mod support;

use hostile::Outcome;
use support::Package;

/// Opens and reads everything; the first failure.
fn read_all(name: &str, bytes: Vec<u8>, limits: &Limits) -> (Result<(), ReadError>, Result<(), ReadError>) {
    let mut workbook = match Workbook::from_bytes(name, bytes, limits) {
        Ok(workbook) => workbook,
        Err(error) => return (Err(error), Ok(())),
    };
    let mut first = Ok(());
    for index in 0..workbook.sheets().len() {
        let read = workbook.read_sheet(index, &mut |_| ControlFlow::Continue(()));
        if index == 0 {
            first = read.map(drop);
        }
    }
    (Ok(()), first)
}

#[test]
fn every_hostile_file_ends_as_it_should() {
    for file in hostile::all() {
        let (opened, read) = read_all(file.name, file.bytes, &Limits::default());
        let outcome = match (&opened, &read) {
            (Err(error), _) => Outcome::Refused(error.code),
            (Ok(()), Err(error)) => Outcome::SheetFails(error.code),
            (Ok(()), Ok(())) => Outcome::Rows,
        };
        assert_eq!(outcome, file.outcome, "{}: {opened:?} {read:?}", file.name);
    }
}

/// Every row that a hostile file gives has its fate in the row ledger, also where its sheet breaks off.
#[test]
fn the_row_ledger_of_a_hostile_file_balances() {
    let reader = Reader::built_in().expect("the dictionary");
    let folder = tempfile::tempdir().expect("a folder");
    for file in hostile::all() {
        let path = folder.path().join(file.name);
        std::fs::write(&path, &file.bytes).expect("written");
        let Ok(mut workbook) = Workbook::open(&path, &Limits::default()) else { continue };
        for index in 0..workbook.sheets().len() {
            let facts = workbook.sheets()[index].clone();
            let mut reading = SheetReading::new(&reader, Arc::from("表"), &facts);
            let _ = workbook.read_sheet(index, &mut |row| {
                reading.push(row, &mut drop);
                ControlFlow::Continue(())
            });
            assert!(reading.finish(&mut drop).rows.balances(), "{} {}", file.name, facts.name);
        }
    }
}

/// The program, as a user runs it to read, with no more than 64 MiB of memory that it can write to: whatever asks for more ends the
/// process by a signal. Unlike a peak that is measured, a limit of the system misses nothing.
#[test]
#[cfg(target_os = "linux")]
fn no_hostile_file_takes_64_mib() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in hostile::all() {
        let path = folder.path().join(file.name);
        std::fs::write(&path, &file.bytes).expect("written");
        let output = std::process::Command::new("sh")
            .args(["-c", r#"ulimit -d 65536 && exec "$0" "$@""#, env!("CARGO_BIN_EXE_capex"), "ingest"])
            .arg(&path)
            .output()
            .expect("sh");
        let shown = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=4)), "{}: {} {shown}", file.name, output.status);
    }
}

fn sheet_of(rows: u32, columns: u32) -> Package {
    let row = |row: u32| {
        let cells: String = (0..columns).map(|_| r#"<c t="inlineStr"><is><t>高炉</t></is></c>"#).collect();
        format!(r#"<row r="{row}">{cells}</row>"#)
    };
    Package::new().sheet(&format!("<sheetData>{}</sheetData>", (1..=rows).map(row).collect::<String>()))
}

fn code(limits: &Limits, bytes: Vec<u8>) -> &'static str {
    match read_all("表.xlsx", bytes, limits) {
        (Err(error), _) | (Ok(()), Err(error)) => {
            let hit = error.limit.clone().unwrap_or_else(|| panic!("{} tells no cap", error.what));
            assert!(hit.observed > hit.cap, "{hit:?}");
            assert!(error.advice.contains(hit.flag), "{}", error.advice);
            error.code
        }
        _ => "",
    }
}

#[test]
fn every_cap_holds_at_its_value_and_one_past_it() {
    let book = sheet_of(3, 2).build();
    let size = book.len() as u64;
    let inflated: u64 = sheet_of(3, 2)
        .parts()
        .iter()
        .filter(|(name, _)| name != "[Content_Types].xml")
        .map(|(_, bytes)| bytes.len() as u64)
        .sum();
    let base = Limits::default;
    let cases: Vec<(&str, Limits, Limits)> = vec![
        ("limit-file-bytes", Limits { file_bytes: size, ..base() }, Limits { file_bytes: size - 1, ..base() }),
        (
            "limit-inflated-bytes",
            Limits { inflated_bytes: inflated, ..base() },
            Limits { inflated_bytes: inflated - 1, ..base() },
        ),
        ("limit-cells", Limits { cells: 6, ..base() }, Limits { cells: 5, ..base() }),
        ("limit-rows", Limits { rows: 3, ..base() }, Limits { rows: 2, ..base() }),
        ("limit-columns", Limits { columns: 2, ..base() }, Limits { columns: 1, ..base() }),
        ("limit-sheets", Limits { sheets: 1, ..base() }, Limits { sheets: 0, ..base() }),
        ("limit-parts", Limits { parts: 6, ..base() }, Limits { parts: 5, ..base() }),
        ("limit-row-text", Limits { row_text_bytes: 12, ..base() }, Limits { row_text_bytes: 11, ..base() }),
    ];
    for (expected, at, past) in cases {
        assert_eq!(code(&at, book.clone()), "", "{expected} at its value");
        assert_eq!(code(&past, book.clone()), expected);
    }
}

#[test]
fn caps_on_merges_strings_and_cell_errors_hold_at_their_values() {
    let merged = Package::new()
        .sheet(r#"<sheetData/><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/></mergeCells>"#)
        .build();
    let strings = Package::new().strings("<si><t>高炉</t></si><si><t>转炉</t></si>").sheet("<sheetData/>").build();
    let errors = Package::new()
        .sheet(r#"<sheetData><row r="1"><c r="A1" t="s"><v>9</v></c><c r="B1" t="s"><v>9</v></c></row></sheetData>"#)
        .build();
    for (limit, book) in [("limit-merges", merged), ("limit-strings", strings), ("limit-cell-errors", errors)] {
        for (cap, expected) in [(2, ""), (1, limit)] {
            let limits =
                Limits { merges: cap, shared_string_bytes: u64::from(cap) * 14, cell_errors: cap, ..Limits::default() };
            assert_eq!(code(&limits, book.clone()), expected, "{limit} at {cap}");
        }
    }
}

#[test]
fn a_text_past_its_cap_is_cut_and_said() {
    let book = sheet_of(1, 1).build();
    for (cap, text, problems) in [(2, "高炉", 0), (1, "高", 1)] {
        let limits = Limits { text_chars: cap, ..Limits::default() };
        let mut workbook = Workbook::from_bytes("表.xlsx", book.clone(), &limits).expect("opened");
        let (cells, end) = support::cells(&mut workbook, 0);
        assert_eq!((support::text_of(&cells[0].1.value).as_str(), end.problems.len()), (text, problems));
    }
}

#[test]
fn rows_before_a_failure_are_handed_over() {
    let limits = Limits { rows: 2, ..Limits::default() };
    let mut workbook = Workbook::from_bytes("表.xlsx", sheet_of(3, 2).build(), &limits).expect("opened");
    let mut rows = Vec::new();
    let read = workbook.read_sheet(0, &mut |row| {
        rows.push(row.index);
        ControlFlow::Continue(())
    });
    assert_eq!(rows, [0, 1]);
    let message = read.expect_err("past the cap").to_string();
    assert_eq!(
        message,
        "表.xlsx 工作表「表一」：单元格 A3 的行号为 3，超过安全上限 2；确认文件来源可靠后，可用 --limit-rows 提高上限"
    );
}
