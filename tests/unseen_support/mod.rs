//! Workbooks drawn as text, with their expected records, and the comparison field by field.
//!
//! A file: lines of `# remark`, then for each sheet `@sheet NAME [hidden]`, directives (`@merge A1:C1 …`, `@unmerged`,
//! `@hide rows 4-5`, `@hide columns C`, `@format E3:E8 0"m³"`, `@date H3:H8 yyyy"年"m"月"` for day numbers that are dates),
//! then its rows as in `survey_support`; at the end `@expect` and a table of records: `sheet` where there are several, `row`
//! (`-` where the record is a whole card), and a column for each field that some record has. Fields without a column
//! must not be read.
#![allow(dead_code, reason = "each test target uses its part")]

use std::collections::BTreeMap;
use std::fmt;

use capex::survey::{Field, Record};
use capex::workbook::{CellValue, Merges, Row, SheetFacts, Visibility, date_of_serial};

use crate::survey_support::{address, area, facts, rows};

/// Fields right and wrong, records that nobody wrote.
#[derive(Debug, Default)]
pub struct Score {
    pub right: usize,
    pub wrong: usize,
    pub invented: usize,
}

impl Score {
    pub fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.invented += other.invented;
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = (self.right + self.wrong).max(1);
        let share = self.right as f64 * 100.0 / all as f64;
        write!(f, "{} of {all} fields right ({share:.2} %), {} records invented", self.right, self.invented)
    }
}

pub struct Sheet {
    pub facts: SheetFacts,
    pub rows: Vec<Row>,
}

/// A record that must be read.
pub struct Expected {
    sheet: Option<String>,
    row: Option<u32>,
    fields: BTreeMap<&'static str, String>,
}

pub struct Book {
    pub name: String,
    pub sheets: Vec<Sheet>,
    expected: Vec<Expected>,
}

/// The workbooks of a folder below `tests/unseen`, by name.
pub fn books(set: &str) -> Vec<Book> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unseen").join(set);
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("the set").map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 20, "a set is a set");
    paths
        .iter()
        .map(|path| parse(path.file_stem().unwrap().to_str().unwrap(), &std::fs::read_to_string(path).unwrap()))
        .collect()
}

fn parse(name: &str, text: &str) -> Book {
    let mut book = Book { name: name.to_owned(), sheets: Vec::new(), expected: Vec::new() };
    let mut sheet: Option<(SheetFacts, Vec<String>, String)> = None;
    let mut lines = text.lines();
    for line in lines.by_ref() {
        if line.starts_with("# ") {
            continue;
        }
        if line == "@expect" {
            break;
        }
        if let Some(name) = line.strip_prefix("@sheet ") {
            book.sheets.extend(sheet.take().map(finish));
            let mut facts = facts(name.trim_end_matches(" hidden"), "");
            if name.ends_with(" hidden") {
                facts.visibility = Visibility::Hidden;
            }
            sheet = Some((facts, Vec::new(), String::new()));
            continue;
        }
        let (facts, formats, rows) = sheet.as_mut().expect("a sheet first");
        if let Some(list) = line.strip_prefix("@merge ") {
            let Merges::Known(merges) = &mut facts.merges else { panic!("{name}: merged or not?") };
            merges.extend(list.split_whitespace().map(area));
        } else if line == "@unmerged" {
            facts.merges = Merges::Unknown;
        } else if let Some(range) = line.strip_prefix("@hide rows ") {
            let (first, last) = range.split_once('-').unwrap();
            facts.hidden_rows.push((first.parse::<u32>().unwrap() - 1, last.parse::<u32>().unwrap() - 1));
        } else if let Some(column) = line.strip_prefix("@hide columns ") {
            let column = address(&format!("{column}1")).column;
            facts.hidden_columns.push((column, column));
        } else if line.starts_with("@format ") || line.starts_with("@date ") {
            formats.push(line.to_owned());
        } else {
            assert!(!line.starts_with('@'), "{name}: {line}");
            rows.push_str(line);
            // A blank first row would be trimmed away.
            rows.push_str(if line.is_empty() { "|\n" } else { "\n" });
        }
    }
    book.sheets.extend(sheet.map(finish));
    let heads: Vec<&str> = lines.next().expect("heads of the expected records").split('|').collect();
    for line in lines {
        let mut expected = Expected { sheet: None, row: None, fields: BTreeMap::new() };
        let cells: Vec<&str> = line.split('|').collect();
        assert!(cells.len() <= heads.len(), "{name}: {line}");
        for (head, cell) in heads.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            match *head {
                "sheet" => expected.sheet = Some(cell.to_owned()),
                "row" => expected.row = cell.parse().ok(),
                _ => {
                    let field = Field::ALL.iter().find(|field| field.name() == *head);
                    let field = field.unwrap_or_else(|| panic!("{name}: no field {head}"));
                    expected.fields.insert(field.name(), cell.to_owned());
                }
            }
        }
        book.expected.push(expected);
    }
    book
}

fn finish((facts, formats, drawing): (SheetFacts, Vec<String>, String)) -> Sheet {
    let mut rows = rows(&drawing);
    for directive in formats {
        let mut words = directive.splitn(3, ' ');
        let (kind, place, format) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let place = area(place);
        for row in rows.iter_mut().filter(|row| (place.first.row..=place.last.row).contains(&row.index)) {
            for cell in &mut row.cells {
                if (place.first.column..=place.last.column).contains(&cell.column)
                    && let CellValue::Number(number) = cell.value
                {
                    cell.format = Some(format.into());
                    if kind == "@date" {
                        cell.value = CellValue::Date(date_of_serial(number, false).unwrap());
                    }
                }
            }
        }
    }
    Sheet { facts, rows }
}

/// A field of a record as the expected records write it: numbers and models with their unit.
fn shown(record: &Record) -> BTreeMap<&'static str, String> {
    record
        .fields
        .iter()
        .map(|(field, value)| {
            let text = match (field, &value.measured) {
                (Field::Model | Field::Parameter, _) => {
                    format!("{}{}", value.text, value.unit.as_deref().unwrap_or(""))
                }
                _ => value.shown().to_text(),
            };
            (field.name(), text)
        })
        .collect()
}

impl Book {
    /// Compares the records of a sheet with those expected of it.
    pub fn compare(&self, sheet: &str, records: &[Record], faults: &mut Vec<String>) -> Score {
        let mut score = Score::default();
        let wanted: Vec<&Expected> = self
            .expected
            .iter()
            .filter(|expected| expected.sheet.as_deref().is_none_or(|name| name == sheet))
            .collect();
        let mut left: Vec<&Record> = records.iter().collect();
        for expected in wanted {
            let at = left.iter().position(|record| expected.row.is_none_or(|row| record.source.row == row));
            let place = format!("{sheet} {}", expected.row.map_or("-".to_owned(), |row| row.to_string()));
            let Some(at) = at else {
                score.wrong += expected.fields.len();
                faults.push(format!("{place}: no record"));
                continue;
            };
            let read = shown(left.remove(at));
            for field in Field::ALL.iter().map(|field| field.name()) {
                match (read.get(field), expected.fields.get(field)) {
                    (None, None) => {}
                    (read, wanted) if read == wanted => score.right += 1,
                    (read, wanted) => {
                        score.wrong += 1;
                        faults.push(format!("{place} {field}: {read:?} instead of {wanted:?}"));
                    }
                }
            }
        }
        for record in left {
            score.invented += 1;
            faults.push(format!("{sheet} {}: invented {:?}", record.source.row, shown(record)));
        }
        score
    }
}
