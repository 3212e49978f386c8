//! Sheets drawn as text, read into records, printed as text: the layouts of the tests stay readable.
#![allow(dead_code, reason = "each test target uses its part")]

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use capex::survey::{Reader, Record, SheetReading, SheetSummary, Value};
use capex::workbook::{Cell, CellAddress, CellValue, Merge, Merges, Row, SheetFacts, Visibility};

/// A sheet: its rows as text, one line for a row, cells separated by `|`. A cell that is a number is stored as a number
/// unless it begins with `'`. `⏎` is a line break inside a cell.
pub fn rows(drawing: &str) -> Vec<Row> {
    let lines = drawing.trim_matches('\n').lines();
    lines
        .enumerate()
        .map(|(index, line)| Row {
            index: index as u32,
            cells: line
                .split('|')
                .enumerate()
                .filter_map(|(column, text)| {
                    let text = text.trim();
                    (!text.is_empty()).then(|| Cell { column: column as u32, value: value(text), format: None })
                })
                .collect(),
        })
        .filter(|row| !row.cells.is_empty())
        .collect()
}

fn value(text: &str) -> CellValue {
    if let Some(text) = text.strip_prefix('\'') {
        return CellValue::Text(text.into());
    }
    if text.starts_with('#') && text.len() > 2 && text.is_ascii() {
        return CellValue::Error(text.into());
    }
    if let Some(formula) = text.strip_prefix('=') {
        return CellValue::FormulaWithoutValue(formula.into());
    }
    match text.parse::<f64>() {
        Ok(number) => CellValue::Number(number),
        Err(_) => CellValue::Text(text.replace('⏎', "\n").into()),
    }
}

/// `A1:C2` → merged area.
pub fn area(text: &str) -> Merge {
    let (first, last) = text.split_once(':').expect("two corners");
    Merge { first: address(first), last: address(last) }
}

pub fn address(text: &str) -> CellAddress {
    let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let column = letters.bytes().fold(0u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    CellAddress::new(text[letters.len()..].parse::<u32>().expect("a row") - 1, column)
}

pub fn facts(name: &str, merges: &str) -> SheetFacts {
    SheetFacts {
        name: name.to_owned(),
        visibility: Visibility::Visible,
        merges: if merges == "?" {
            Merges::Unknown
        } else {
            Merges::Known(merges.split_whitespace().map(area).collect())
        },
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
    }
}

/// Reads rows with given facts.
pub fn read_rows(facts: &SheetFacts, rows: Vec<Row>) -> (Vec<Record>, SheetSummary) {
    static READER: OnceLock<Reader> = OnceLock::new();
    let reader = READER.get_or_init(|| Reader::built_in().expect("the compiled dictionary"));
    let mut reading = SheetReading::new(reader, Arc::from("a.xlsx"), facts);
    let mut records = Vec::new();
    let mut sink = |record| records.push(record);
    for row in rows {
        reading.push(row, &mut sink);
    }
    let summary = reading.finish(&mut sink);
    assert!(summary.rows.balances(), "{:?}", summary.rows);
    assert_eq!(summary.rows.records, records.len() as u64);
    (records, summary)
}

/// Reads a drawn sheet. `merges` is a list such as `A1:C1 A2:A3`, or `?` where the format tells none.
pub fn read(name: &str, merges: &str, drawing: &str) -> (Vec<Record>, SheetSummary) {
    read_rows(&facts(name, merges), rows(drawing))
}

/// Records, one a line, each field with its value and cell; then the rows by kind, notes and problems.
pub fn show((records, summary): &(Vec<Record>, SheetSummary)) -> String {
    let mut text = String::new();
    for record in records {
        let _ = write!(text, "{}:", record.source.row);
        for (field, value) in &record.fields {
            let shown = match (&value.measured, &value.date) {
                (Some(measured), _) => Value::Measured(measured.clone()).to_text(),
                (None, Some(date)) => date.to_string(),
                (None, None) => value.text.to_string(),
            };
            let unit = value
                .unit
                .as_deref()
                .filter(|_| value.measured.is_none())
                .map_or(String::new(), |unit| format!("[{unit}]"));
            let cell = record.source.cells.get(field).map_or_else(|| "-".to_owned(), ToString::to_string);
            let _ = write!(text, " {}={shown}{unit}@{cell}", field.name());
        }
        for (header, value) in &record.extra {
            let _ = write!(text, " +{header}={value}");
        }
        text.push('\n');
    }
    let rows = summary.rows;
    let _ = writeln!(
        text,
        "rows {} = header {} + blank {} + subtotal {} + note {} + records {} + not understood {} (split {})",
        rows.rows, rows.header, rows.blank, rows.subtotal, rows.note, rows.records, rows.not_understood, rows.split
    );
    for note in &summary.notes {
        let _ = writeln!(text, "note: {note}");
    }
    for problem in &summary.problems {
        let place = problem.cell.map(|cell| cell.to_string()).or(problem.row.map(|row| format!("row {}", row + 1)));
        let _ = writeln!(text, "problem: {} {} {}", problem.code, place.unwrap_or_default(), problem.message);
    }
    text
}
