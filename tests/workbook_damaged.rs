//! Damaged files: cut at every sixteenth, and with bytes turned over. Whatever comes, it is an error or rows, never a panic.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use std::ops::ControlFlow;
use std::path::Path;

use capex::workbook::{Limits, Workbook};
use encoding_rs::GB18030;

#[path = "support/books.rs"]
mod support;

/// A valid file of every format.
fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook");
    let mut names: Vec<String> = std::fs::read_dir(folder.clone())
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("survey."))
        .collect();
    names.sort();
    assert!(names.len() >= 6, "{names:?}");
    let mut files: Vec<(String, Vec<u8>)> =
        names.into_iter().map(|name| (name.clone(), std::fs::read(folder.join(name)).expect("a fixture"))).collect();
    let table = "企业名称,设备名称,\"容积\n立方米\"\n某炼铁厂,炼铁高炉,380\n";
    files.push(("utf8.csv".to_owned(), table.as_bytes().to_vec()));
    files.push(("gbk.csv".to_owned(), GB18030.encode(table).0.into_owned()));
    files.push((
        "utf16.csv".to_owned(),
        std::iter::once(0xFEFF).chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
    ));
    files
}

/// Reads a file to its end; the number of rows, or the code of the first error.
fn read(name: &str, bytes: Vec<u8>) -> Result<u64, &'static str> {
    let mut workbook = Workbook::from_bytes(name, bytes, &Limits::default()).map_err(|error| error.code)?;
    let mut rows = 0;
    for index in 0..workbook.sheets().len() {
        let end = workbook.read_sheet(index, &mut |row| {
            assert!(!row.cells.is_empty());
            assert!(row.cells.is_sorted_by(|left, right| left.column < right.column));
            ControlFlow::Continue(())
        });
        rows += end.map_err(|error| error.code)?.rows;
    }
    Ok(rows)
}

#[test]
fn a_file_cut_anywhere_gives_an_error_or_rows() {
    for (name, bytes) in files() {
        let whole = read(&name, bytes.clone()).unwrap_or_else(|code| panic!("{name}: {code}"));
        for sixteenth in 0..16 {
            let cut = bytes[..bytes.len() * sixteenth / 16].to_vec();
            match read(&name, cut) {
                Ok(rows) => assert!(rows <= whole, "{name} cut at {sixteenth}/16 has {rows} of {whole} rows"),
                Err(code) => assert!(!code.is_empty()),
            }
        }
    }
}

#[test]
fn cut_containers_are_never_read_as_whole() {
    for (name, bytes) in
        files().into_iter().filter(|(name, _)| ["survey.xlsx", "survey.ods", "survey.xls"].contains(&name.as_str()))
    {
        for sixteenth in 1..16 {
            let cut = bytes[..bytes.len() * sixteenth / 16].to_vec();
            assert_eq!(read(&name, cut).err(), Some("file-truncated"), "{name} cut at {sixteenth}/16");
        }
    }
}

#[test]
fn turned_bytes_give_an_error_or_rows() {
    // A fixed sequence of places and masks, the same on every machine.
    let mut state: u64 = 0x2019_0630;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for (name, bytes) in files() {
        for _ in 0..200 {
            let mut turned = bytes.clone();
            for _ in 0..=next() % 4 {
                let at = usize::try_from(next()).expect("64 bits") % turned.len();
                turned[at] ^= (next() % 255 + 1) as u8;
            }
            let _ = read(&name, turned);
        }
    }
}

#[test]
fn turned_bytes_inside_the_parts_of_a_package_give_an_error_or_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook");
    let mut state: u64 = 14;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    for name in ["survey.xlsx", "survey.ods"] {
        let bytes = std::fs::read(folder.join(name)).expect("a fixture");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        let mut parts = Vec::new();
        for index in 0..zip.len() {
            let mut part = zip.by_index(index).expect("a part");
            let mut inside = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut inside).expect("inflated");
            parts.push((part.name().expect("a name").into_owned(), inside));
        }
        for _ in 0..200 {
            let mut turned = parts.clone();
            let at = usize::try_from(next()).expect("31 bits") % turned.len();
            let inside = &mut turned[at].1;
            for _ in 0..3 {
                if !inside.is_empty() {
                    let place = usize::try_from(next()).expect("31 bits") % inside.len();
                    inside[place] = (next() % 256) as u8;
                }
            }
            let borrowed: Vec<(&str, &[u8])> =
                turned.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            let _ = read(name, support::archive(&borrowed));
        }
    }
}
