//! The columns of the Parquet form: names as in JSON, so that a query and a JSON path speak of the same thing.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Serialize;

use crate::audit::{AuditedRecord, Document};
use crate::matching::{Finding, Item};
use crate::report::view;
use crate::survey::{Field, Value as FieldValue};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// 32 bits.
    Whole,
    /// 64 bits, binary: the nearest to an exact decimal, which stands as text beside it.
    Number,
    /// A day.
    Day,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'d> {
    Empty,
    Text(Cow<'d, str>),
    /// A whole number, or days since 1970-01-01.
    Whole(i32),
    Number(f64),
}

/// What a row speaks of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'d> {
    pub document: &'d Document,
    pub record: &'d AuditedRecord,
    /// The thing, with its number in the record, from 1.
    pub item: Option<(i32, &'d Item)>,
    pub finding: Option<&'d Finding>,
}

type Read = Box<dyn for<'d> Fn(&Row<'d>) -> Value<'d>>;

/// A column.
pub struct Column {
    /// Its name in the file.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    pub(super) value: Read,
}

/// The columns, in the order of the file.
#[must_use]
pub fn columns() -> Vec<Column> {
    let mut columns = vec![
        day("as_of", |row| Some(row.document.as_of)),
        text("plan", |row| row.document.plan.id.as_str().into()),
        text("id", |row| row.record.id.as_str().into()),
        text("file", |row| (&*row.record.source.file).into()),
        text("sheet", |row| (&*row.record.source.sheet).into()),
        whole("row", |row| i32::try_from(row.record.source.row).ok()),
        text("cell", |row| view::cell(row.record).into()),
        text("verdict", |row| row.record.verdict.name().into()),
        day("first_seen", |row| row.record.first_seen),
    ];
    for field in Field::ALL {
        columns.extend(of_field(*field));
    }
    columns.push(text("extra", |row| match row.record.extra.is_empty() {
        true => Cow::Borrowed(""),
        false => serde_json::to_string(&row.record.extra).unwrap_or_default().into(),
    }));
    columns.extend(of_item());
    columns.extend(of_finding());
    columns
}

/// A field of the survey; of a number also its unit and the number as such.
fn of_field(field: Field) -> Vec<Column> {
    let number = matches!(field, Field::Quantity | Field::Capacity | Field::Output);
    let words = text(field.name(), move |row| match row.record.fields.get(&field) {
        Some(FieldValue::Measured(measured)) => (&*measured.value).into(),
        Some(FieldValue::Text(text)) => (&**text).into(),
        None => "".into(),
    });
    if !number {
        return vec![words];
    }
    let unit = text(&format!("{}_unit", field.name()), move |row| {
        view::measured(row.record, field).map_or("", |measured| &*measured.unit).into()
    });
    let binary = column(&format!("{}_number", field.name()), Kind::Number, move |row| {
        let number = view::measured(row.record, field).and_then(|measured| measured.value.parse::<f64>().ok());
        number.map_or(Value::Empty, Value::Number)
    });
    vec![words, unit, binary]
}

fn of_item() -> Vec<Column> {
    fn words(name: &str, read: impl for<'d> Fn(&'d Item) -> Cow<'d, str> + 'static) -> Column {
        text(name, move |row| row.item.map_or("".into(), |(_, item)| read(item)))
    }
    vec![
        whole("item", |row| row.item.map(|(number, _)| number)),
        words("item_text", |item| item.text.as_str().into()),
        words("item_equipment", |item| item.equipment.as_deref().unwrap_or_default().into()),
        whole("item_quantity", |row| row.item.and_then(|(_, item)| item.quantity?.try_into().ok())),
        words("item_presence", |item| name_of(&item.presence)),
        words("item_verdict", |item| item.verdict.name().into()),
        words("item_facts", |item| view::parameters(item).into()),
        words("item_remarks", |item| join(&item.remarks)),
        words("item_near_misses", |item| {
            let misses = item.near_misses.iter();
            let told: Vec<String> =
                misses.map(|miss| format!("{} {}：{}", miss.catalog, miss.entry, miss.stopped_by)).collect();
            told.join("；").into()
        }),
    ]
}

fn of_finding() -> Vec<Column> {
    fn words(name: &str, read: impl for<'d> Fn(&'d Finding) -> Cow<'d, str> + 'static) -> Column {
        text(name, move |row| row.finding.map_or("".into(), &read))
    }
    vec![
        words("catalog", |finding| finding.catalog.as_str().into()),
        words("entry", |finding| finding.entry.as_str().into()),
        words("action", |finding| finding.action.name().into()),
        words("outcome", |finding| name_of(&finding.outcome)),
        words("cite", |finding| finding.cite.as_str().into()),
        words("because", |finding| join(&finding.because)),
        words("missing", |finding| join(&finding.missing)),
        words("unless", |finding| join(&finding.unless)),
        words("deadline", |finding| finding.deadline.as_str().into()),
        day("deadline_day", |row| row.finding?.deadline.parse().ok()),
        words("evidence", |finding| finding.evidence.as_str().into()),
        words("finding_remarks", |finding| join(&finding.remarks)),
        words("waived_by", |finding| finding.waived_by.as_deref().unwrap_or_default().into()),
    ]
}

fn column(name: &str, kind: Kind, value: impl for<'d> Fn(&Row<'d>) -> Value<'d> + 'static) -> Column {
    Column { name: name.to_owned(), kind, value: Box::new(value) }
}

/// Words; none are an empty value.
fn text(name: &str, read: impl for<'d> Fn(&Row<'d>) -> Cow<'d, str> + 'static) -> Column {
    column(name, Kind::Text, move |row| {
        let text = read(row);
        if text.is_empty() { Value::Empty } else { Value::Text(text) }
    })
}

fn whole(name: &str, read: impl for<'d> Fn(&Row<'d>) -> Option<i32> + 'static) -> Column {
    column(name, Kind::Whole, move |row| read(row).map_or(Value::Empty, Value::Whole))
}

fn day(name: &str, read: impl for<'d> Fn(&Row<'d>) -> Option<NaiveDate> + 'static) -> Column {
    column(name, Kind::Day, move |row| {
        let days = read(row).and_then(|day| i32::try_from((day - NaiveDate::default()).num_days()).ok());
        days.map_or(Value::Empty, Value::Whole)
    })
}

/// Several words, joined as everywhere.
fn join(texts: &[String]) -> Cow<'_, str> {
    match texts {
        [only] => only.as_str().into(),
        texts => texts.join("；").into(),
    }
}

/// The name of a value in JSON.
fn name_of(value: &impl Serialize) -> Cow<'static, str> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name.into(),
        _ => "".into(),
    }
}
