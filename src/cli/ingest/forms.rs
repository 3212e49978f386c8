//! Records as JSON lines, csv, and a table for the terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use super::Form;
use crate::cli::Console;
use crate::report::csv;
use crate::report::grid::Value as GridValue;
use crate::report::terminal::{Column, Table};
use crate::survey::{Field, Fields, Record, Source, Value};

/// A record as the contract's JSON object.
#[derive(Serialize)]
struct Line<'r> {
    source: &'r Source,
    #[serde(flatten)]
    fields: Fields<Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extra: BTreeMap<Arc<str>, Arc<str>>,
}

/// Writes a record as one line of JSON.
pub(super) fn json_line(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let line = Line { source: &record.source, fields: record.shown(), extra: record.extra_by_header() };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

/// Writes records in a form.
pub(super) fn write(form: Form, records: &[Record], console: &Console, out: &mut dyn Write) -> anyhow::Result<()> {
    match form {
        Form::Jsonl => Ok(records.iter().try_for_each(|record| json_line(record, out))?),
        Form::Csv => csv_table(records, out),
        Form::Table => Ok(table(records, console, out)?),
    }
}

/// Every field that some record has, then what no field knows, as csv without formulas.
fn csv_table(records: &[Record], out: &mut dyn Write) -> anyhow::Result<()> {
    let fields: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|field| records.iter().any(|record| record.fields.contains_key(field)))
        .collect();
    let extra: Vec<BTreeMap<Arc<str>, Arc<str>>> = records.iter().map(Record::extra_by_header).collect();
    let mut headers: Vec<&str> = Vec::new();
    for header in extra.iter().flat_map(BTreeMap::keys) {
        if !headers.contains(&&**header) {
            headers.push(header);
        }
    }
    let mut rows: Vec<Vec<GridValue<'_>>> = Vec::with_capacity(records.len());
    for (record, extra) in records.iter().zip(&extra) {
        let source = &record.source;
        let mut row = vec![
            GridValue::text(source.file.as_ref()),
            GridValue::text(source.sheet.as_ref()),
            GridValue::Whole(i64::from(source.row)),
        ];
        row.extend(fields.iter().map(|field| {
            GridValue::text(record.fields.get(field).map_or_else(String::new, |value| value.shown().to_text()))
        }));
        row.extend(headers.iter().map(|header| GridValue::text(extra.get(*header).map_or("", |value| value))));
        rows.push(row);
    }
    let titles = ["文件", "工作表", "行"].into_iter().chain(fields.iter().map(|field| field.chinese())).chain(headers);
    csv::rows(titles, rows, out)
}

/// The main fields for people.
fn table(records: &[Record], console: &Console, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(vec![
        Column::new("企业名称", 10).weight(3),
        Column::new("县市区", 6),
        Column::new("行业", 4),
        Column::new("设备、工艺、产品", 10).weight(3),
        Column::new("规格型号", 8).weight(2),
        Column::new("数量", 4).right(),
        Column::new("产能", 6).right(),
        Column::new("行", 4).right(),
    ]);
    for record in records {
        let shown = |field: Field| record.fields.get(&field).map_or_else(String::new, |value| value.shown().to_text());
        let named: Vec<String> = [Field::Equipment, Field::Process, Field::Line, Field::Product]
            .into_iter()
            .map(shown)
            .filter(|text| !text.is_empty())
            .collect();
        let model = record.fields.get(&Field::Model).map_or_else(String::new, |value| {
            let bare = value.text.parse::<rust_decimal::Decimal>().is_ok();
            match &value.unit {
                Some(unit) if bare => format!("{}{unit}", value.text),
                _ => value.text.to_string(),
            }
        });
        let place = match shown(Field::County) {
            county if county.is_empty() => shown(Field::Prefecture),
            county => county,
        };
        table.plain([
            shown(Field::Enterprise),
            place,
            shown(Field::Sector),
            named.join("；"),
            model,
            shown(Field::Quantity),
            shown(Field::Capacity),
            record.source.row.to_string(),
        ]);
    }
    if !table.is_empty() {
        writeln!(out, "{}", table.draw(console.width(), console.color()))?;
    }
    Ok(())
}
