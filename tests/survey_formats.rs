//! The generator of messy sheets crossed with every format: layouts × notations × formats, seeded, scored field by field; and
//! the hand-drawn workbooks in every format that keeps merged areas and sheets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

#[path = "survey_support/generator.rs"]
mod generator;
#[path = "support/books.rs"]
mod support;
mod survey_support;
#[path = "unseen_support/mod.rs"]
mod unseen_support;
#[path = "support/writers.rs"]
mod writers;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use capex::survey::{Field, Reader, Record, SheetReading};
use capex::workbook::{CellValue, Limits, Workbook};
use unseen_support::{Score, books};
use writers::{FORMS, Form};

/// Writes sheets in a format and reads the file: for each sheet its name and records.
fn through(form: &Form, sheets: &[writers::Sheet<'_>]) -> Vec<(String, Vec<Record>)> {
    static READER: OnceLock<Reader> = OnceLock::new();
    let reader = READER.get_or_init(|| Reader::built_in().expect("the compiled dictionary"));
    let bytes = (form.write)(sheets);
    let mut book = Workbook::from_bytes(form.file, bytes, &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let mut read = Vec::new();
    for index in 0..book.sheets().len() {
        let facts = book.sheets()[index].clone();
        let mut reading = SheetReading::new(reader, Arc::from(form.file), &facts);
        let mut records = Vec::new();
        let end = book.read_sheet(index, &mut |row| {
            reading.push(row, &mut |record| records.push(record));
            ControlFlow::Continue(())
        });
        end.unwrap_or_else(|error| panic!("{error}"));
        let summary = reading.finish(&mut |record| records.push(record));
        assert!(summary.rows.balances());
        read.push((facts.name, records));
    }
    read
}

/// Scores records against the generator's truth.
fn compare(records: &[Record], truth: &[BTreeMap<&'static str, String>], faults: &mut Vec<String>) -> Score {
    let mut score = Score { invented: records.len().saturating_sub(truth.len()), ..Score::default() };
    for (at, truth) in truth.iter().enumerate() {
        let Some(record) = records.get(at) else {
            score.wrong += truth.len();
            faults.push(format!("record {at} is missing"));
            continue;
        };
        for field in Field::ALL {
            let read = record.fields.get(field).map(|value| match (field, &value.measured) {
                (Field::Quantity, Some(measured)) => measured.value.to_string(),
                (Field::Model, _) => format!("{}{}", value.text, value.unit.as_deref().unwrap_or("")),
                _ => value.shown().to_text(),
            });
            match (read, truth.get(field.name())) {
                (None, None) => {}
                (read, wanted) if read.as_ref() == wanted => score.right += 1,
                (read, wanted) => {
                    score.wrong += 1;
                    faults.push(format!("{} {}: {read:?} instead of {wanted:?}", record.source.row, field.name()));
                }
            }
        }
    }
    score
}

#[test]
fn every_generated_layout_is_read_right_in_every_format() {
    let mut report = String::new();
    for (number, form) in FORMS.iter().enumerate() {
        let mut total = Score::default();
        // Each format has its own seeds: together they cross every layout and notation with every format.
        for seed in (0..24).map(|round| 1_000 + round * FORMS.len() as u64 + number as u64) {
            let mut sheet = generator::sheet(seed);
            if !form.whole && form.file.starts_with("网页") {
                // A page has its own name for the sheet.
            } else if !form.whole {
                // Without a name of its own the sheet is called after the file.
                let sector = sheet.facts.name.clone();
                sheet.truth.iter_mut().filter(|truth| truth.get("sector") == Some(&sector)).for_each(|truth| {
                    if !sheet.layout.contains("Sector") {
                        truth.remove("sector");
                    }
                });
            }
            let read = through(form, &[writers::Sheet { facts: &sheet.facts, rows: &sheet.rows }]);
            let mut faults = Vec::new();
            let score = compare(&read[0].1, &sheet.truth, &mut faults);
            if score.wrong + score.invented > 0 && report.lines().count() < 60 {
                report += &format!("{} seed {seed} {}\n  {}\n", form.file, sheet.layout, faults.join("\n  "));
            }
            total.add(&score);
        }
        println!("{}: {total}", form.file);
        assert_eq!(total.invented, 0, "{report}");
        assert!(total.right * 1000 >= (total.right + total.wrong) * 995, "{}: {total}\n{report}", form.file);
    }
}

#[test]
fn the_hand_drawn_workbooks_are_read_right_in_every_format_that_keeps_their_sheets() {
    let mut report = String::new();
    for form in FORMS.iter().filter(|form| form.whole) {
        let mut total = Score::default();
        for mut book in ["first", "second", "third"].into_iter().flat_map(books) {
            for row in book.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows) {
                row.cells.retain(|cell| !matches!(cell.value, CellValue::FormulaWithoutValue(_)));
            }
            for sheet in &mut book.sheets {
                sheet.rows.retain(|row| !row.cells.is_empty());
            }
            let sheets: Vec<writers::Sheet<'_>> =
                book.sheets.iter().map(|sheet| writers::Sheet { facts: &sheet.facts, rows: &sheet.rows }).collect();
            let mut faults = Vec::new();
            for (name, records) in through(form, &sheets) {
                total.add(&book.compare(&name, &records, &mut faults));
            }
            if !faults.is_empty() {
                report += &format!("{} {}\n  {}\n", form.file, book.name, faults.join("\n  "));
            }
        }
        println!("{}: {total}", form.file);
        assert_eq!(total.invented, 0, "{report}");
        assert!(total.right * 1000 >= (total.right + total.wrong) * 995, "{}: {total}\n{report}", form.file);
    }
}
