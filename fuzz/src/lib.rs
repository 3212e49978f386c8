//! What every target shares: reading a file to its end, and packages around one fuzzed part.
//!
//! The bodies of the targets are plain functions ([`targets`]), so that libFuzzer runs them with nightly and
//! `tests/fuzz_shortly.rs` with any toolchain.
//!
//! A reader may refuse whatever it likes; it may not panic, hang, take more memory than `-rss_limit_mb` allows, or hand over
//! rows that break the contract of `capex::workbook`.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use capex::workbook::{Limits, Merges, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub mod targets;

/// Caps far below the defaults, so that every cap is met.
fn limits() -> Limits {
    Limits {
        file_bytes: 4 << 20,
        inflated_bytes: 16 << 20,
        cells: 100_000,
        rows: 100_000,
        columns: 1_000,
        sheets: 16,
        merges: 1_000,
        parts: 64,
        text_chars: 1_000,
        row_text_bytes: 1 << 20,
        shared_string_bytes: 1 << 20,
        cell_errors: 100,
    }
}

/// Opens and reads a file, and checks what every caller relies on.
///
/// # Panics
///
/// When the contract of `capex::workbook` is broken.
pub fn read_all(name: &str, bytes: &[u8]) {
    let limits = limits();
    let mut workbook = match Workbook::from_bytes(name, bytes.to_vec(), &limits) {
        Ok(workbook) => workbook,
        Err(error) => {
            assert!(!error.code.is_empty() && error.to_string().starts_with(name));
            return;
        }
    };
    for index in 0..workbook.sheets().len() {
        if let Merges::Known(merges) = &workbook.sheets()[index].merges {
            assert!(merges.iter().all(|area| area.first.row <= area.last.row && area.first.column <= area.last.column));
            assert!(merges.is_sorted());
        }
        let mut last = None;
        let read = workbook.read_sheet(index, &mut |row| {
            assert!(last.is_none_or(|last| row.index > last), "rows ascend");
            last = Some(row.index);
            assert!(row.index < limits.rows && !row.cells.is_empty());
            assert!(row.cells.is_sorted_by(|left, right| left.column < right.column), "cells ascend");
            assert!(row.cells.iter().all(|cell| cell.column < limits.columns));
            ControlFlow::Continue(())
        });
        if let Err(error) = read {
            assert!(!error.code.is_empty());
        }
    }
}

/// An uncompressed archive.
///
/// # Panics
///
/// Never: it is written to memory.
#[must_use]
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, options).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A package of Office Open XML in which the part that the first byte chooses is fuzzed.
#[must_use]
pub fn package(suffix: &str, usual: &[&[u8]; 5], data: &[u8]) -> Vec<u8> {
    let (choice, data) = data.split_first().map_or((0, data), |(first, rest)| (usize::from(*first) % 5, rest));
    let names: Vec<String> =
        ["xl/worksheets/sheet1", "xl/sharedStrings", "xl/styles", "xl/workbook", "xl/_rels/workbook"]
            .iter()
            .enumerate()
            .map(|(place, name)| if place == 4 { format!("{name}.{suffix}.rels") } else { format!("{name}.{suffix}") })
            .collect();
    let parts: Vec<(&str, &[u8])> = names
        .iter()
        .zip(usual)
        .enumerate()
        .map(|(place, (name, bytes))| (name.as_str(), if place == choice { data } else { *bytes }))
        .collect();
    archive(&parts)
}
