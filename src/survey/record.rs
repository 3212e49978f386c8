//! One equipment, process or product line of one enterprise, with its source.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Field, Fields};
use crate::workbook::CellAddress;

/// Where a record was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The file's name as given.
    pub file: Arc<str>,
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The row, 1-based, as a spreadsheet program shows it.
    pub row: u32,
    /// The cell of each field, such as `D7`. A value filled from a merged area names the area's first cell.
    pub cells: Fields<CellAddress>,
}

/// A number with the unit that the cell, its header or the sheet's note gives. The number is an exact decimal as text
/// (`"380"`), the unit as people write it (`万吨/年`), empty if none is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Measured {
    /// Exact decimal.
    pub value: Arc<str>,
    /// Unit, possibly empty.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub unit: Arc<str>,
}

fn is_empty(text: &Arc<str>) -> bool {
    text.is_empty()
}

/// The value of a field as JSON shows it: an object for numbers with units, else text (dates as ISO).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// 数量, 产能, 产量 where the cell holds one number.
    Measured(Measured),
    /// Everything else.
    Text(Arc<str>),
}

impl Value {
    /// The value as one would write it in a cell: `60万吨/年`.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Measured(measured) => format!("{}{}", measured.value, measured.unit),
            Self::Text(text) => text.to_string(),
        }
    }
}

/// The value of one field. Its texts are shared: a record is copied on its way into a result, and most cells of a column say
/// what another says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldValue {
    /// The cell's text as stored (numbers in their shortest decimal form, dates as ISO).
    pub raw: Arc<str>,
    /// The text cleaned for reading: trimmed, spaces inside Chinese words removed, line breaks as one blank. Blank marks
    /// such as 「/」 and 「—」 never become a field.
    pub text: Arc<str>,
    /// The header of the column as understood, levels joined by `/`: `高炉/容积(m³)`. Empty in a card form.
    pub header: Arc<str>,
    /// The unit that the header, the sheet note or the number format gives for bare numbers of this column, as written.
    pub unit: Option<Arc<str>>,
    /// Quantity, capacity and output: the parsed number. `None` when the text holds no single number.
    pub measured: Option<Measured>,
    /// Date fields: ISO date of the precision given, `2004`, `2004-05` or `2004-05-01`. `None` when it is not a date.
    pub date: Option<Arc<str>>,
}

impl FieldValue {
    /// A text that stands in no cell of its own: a sheet's name, a title.
    pub(super) fn said(text: &str) -> Self {
        let text: Arc<str> = text.into();
        Self { raw: Arc::clone(&text), text, ..Self::default() }
    }

    /// The value as JSON shows it: a number with its unit, an ISO date, else the cleaned text.
    #[must_use]
    pub fn shown(&self) -> Value {
        match (&self.measured, &self.date) {
            (Some(measured), _) => Value::Measured(measured.clone()),
            (None, Some(date)) => Value::Text(date.clone()),
            (None, None) => Value::Text(self.text.clone()),
        }
    }
}

/// One equipment, process or product line of one enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it was read.
    pub source: Source,
    /// The fields that the line has. Absent fields are not in the map.
    pub fields: Fields<FieldValue>,
    /// What no field knows, under its header text, in column order: nothing is dropped.
    pub extra: Vec<(Arc<str>, Arc<str>)>,
}

impl Record {
    /// The fields as JSON shows them.
    #[must_use]
    pub fn shown(&self) -> Fields<Value> {
        self.fields.iter().map(|(field, value)| (*field, value.shown())).collect()
    }

    /// What no field knows, by header. A header that stands twice is numbered from its second value on: 「能耗（2）」.
    #[must_use]
    pub fn extra_by_header(&self) -> BTreeMap<Arc<str>, Arc<str>> {
        let mut by_header = BTreeMap::new();
        for (header, value) in &self.extra {
            let mut key = Arc::clone(header);
            let mut number = 1u32;
            while by_header.contains_key(&key) {
                number += 1;
                key = format!("{header}（{number}）").into();
            }
            by_header.insert(key, Arc::clone(value));
        }
        by_header
    }

    /// The cleaned text of a field, or `""`.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.fields.get(&field).map_or("", |value| &value.text)
    }

    /// The ISO date of a date field.
    #[must_use]
    pub fn date(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).and_then(|value| value.date.as_deref())
    }
}
