//! One cell → the value of a field: cleaned text, number with unit, ISO date; and what is wrong with the cell.

use std::borrow::Cow;
use std::sync::Arc;

use super::clean::{clean, half_width, name, raw_text, text_of};
use super::date;
use super::label::dimension_of;
use super::lines::Found;
use super::measure;
use super::reader::Shared;
use super::summary::{Problem, ProblemSeverity, Talk};
use super::{Field, FieldValue};
use crate::quantity::Dimension;
use crate::workbook::{CellValue, decimal_text, is_error_text, serial_of_date};

/// How a cell is to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'r> {
    /// The column's heading.
    pub header: &'r Arc<str>,
    /// The unit of bare numbers.
    pub unit: Option<&'r Arc<str>>,
    /// The field; `None` for `extra` and units.
    pub field: Option<Field>,
}

pub(super) fn is_date(field: Field) -> bool {
    matches!(
        field,
        Field::Commissioned
            | Field::OrderedOn
            | Field::DueOn
            | Field::CompletedOn
            | Field::ClosedOn
            | Field::AcceptedOn
    )
}

pub(super) fn is_measured(field: Field) -> bool {
    matches!(field, Field::Quantity | Field::Capacity | Field::Output)
}

pub(super) fn holds_numbers(field: Field) -> bool {
    is_measured(field) || matches!(field, Field::Model | Field::Parameter)
}

/// Whether a cell says that nothing is there.
pub(super) fn is_absent(found: Found<'_>, shared: &Shared) -> bool {
    shared.dictionary.is_blank(&text_of(found.value))
}

/// Reads a cell. `None` if it is blank, a blank mark, or could not be read; the last is said.
pub(super) fn read(found: Found<'_>, reading: &Reading<'_>, shared: &Shared, talk: &mut Talk) -> Option<FieldValue> {
    let field = reading.field;
    let problem = |code, severity, message: String, suggestion: &str| Problem {
        code,
        severity,
        cell: Some(found.address),
        row: None,
        message,
        suggestion: suggestion.to_owned(),
    };
    match found.value {
        // In csv and web pages an error value is the text that a program showed.
        CellValue::Error(error) | CellValue::Text(error)
            if matches!(found.value, CellValue::Error(_)) || is_error_text(error) =>
        {
            talk.problem(problem(
                "cell-error",
                ProblemSeverity::Warning,
                format!("“{}”一栏是错误值 {error}，未采用", reading.header),
                "在表中改正公式或直接填写数值",
            ));
            return None;
        }
        CellValue::FormulaWithoutValue(formula) => {
            let picture = formula.starts_with("DISPIMG") || formula.starts_with("_xlfn.DISPIMG");
            if !picture {
                talk.problem(problem(
                    "formula-without-value",
                    ProblemSeverity::Warning,
                    format!("“{}”一栏是没有存下结果的公式 ={formula}，未采用", reading.header),
                    "用 Excel 或 WPS 打开后保存一次，或直接填写数值",
                ));
            }
            return None;
        }
        _ => {}
    }
    let mut raw = raw_text(found.value);
    // A number format such as 0m³ makes spreadsheet libraries take a number for a date.
    if let (CellValue::Date(date), Some(field)) = (found.value, field)
        && holds_numbers(field)
    {
        raw = Cow::Owned(decimal_text(serial_of_date(*date)));
    }
    if field.is_some()
        && let Some(chosen) = super::choices::chosen(&raw)
    {
        raw = Cow::Owned(chosen);
    }
    let text = clean(&raw);
    let zero = text == "0" && !field.is_some_and(is_measured) && field.is_some();
    if shared.dictionary.is_blank(&text) || zero {
        return None;
    }
    let as_stored = matches!(text, Cow::Borrowed(_));
    let raw: Arc<str> = match (&raw, found.value) {
        (Cow::Borrowed(_), CellValue::Text(text)) => Arc::clone(text),
        _ => Arc::from(&*raw),
    };
    let text: Arc<str> = if as_stored { Arc::clone(&raw) } else { Arc::from(text) };
    let mut value = FieldValue {
        raw,
        text,
        header: Arc::clone(reading.header),
        unit: reading.unit.cloned(),
        measured: None,
        date: None,
    };
    let format_unit = found.format.and_then(measure::unit_of_format).map(Arc::from);
    match field {
        Some(field) if is_date(field) => {
            value.date = read_date(found, &value.text, reading, talk).map(Arc::from);
            if matches!(found.value, CellValue::Date(_))
                && let Some(date) = &value.date
            {
                value.text = Arc::clone(date);
            }
        }
        Some(field) if holds_numbers(field) => {
            value.unit = format_unit.or(value.unit);
            if is_measured(field) {
                value.measured = measure::read_shared(&value.text);
                if let (Some(measured), Some(unit)) = (&mut value.measured, &value.unit)
                    && measured.unit.is_empty()
                {
                    measured.unit = Arc::clone(unit);
                }
            }
        }
        Some(Field::Uscc) => value.text = read_code(found, &value.text, talk).into(),
        Some(Field::Enterprise) if value.text.contains([' ', '；']) => value.text = name(&value.text).into(),
        _ => {}
    }
    Some(value)
}

impl FieldValue {
    /// The value that somebody gives for a field outside a survey, read as a cell would be. `None` if there is nothing in it.
    #[must_use]
    pub fn given(field: Field, text: &str) -> Option<Self> {
        let cleaned = clean(text);
        let cleaned: Arc<str> = match field {
            Field::Uscc => code(&cleaned).into(),
            Field::Enterprise => name(&cleaned).into(),
            _ => cleaned.into(),
        };
        (!cleaned.is_empty()).then(|| Self {
            raw: text.into(),
            measured: is_measured(field).then(|| measure::read(&cleaned)).flatten(),
            text: cleaned,
            header: field.chinese().into(),
            ..Self::default()
        })
    }
}

/// The characters of a code in one spelling.
fn code(text: &str) -> String {
    let characters = text.chars().map(half_width).filter(|c| c.is_alphanumeric() || matches!(c, '.' | '+'));
    characters.collect::<String>().to_uppercase()
}

fn read_code(found: Found<'_>, text: &str, talk: &mut Talk) -> String {
    let lost = match found.value {
        CellValue::Number(number) => number.abs() >= 1e15,
        _ => text.contains("E+") || text.contains("e+"),
    };
    let code = code(text);
    if lost {
        talk.problem(Problem {
            code: "uscc-digits-lost",
            severity: ProblemSeverity::Error,
            cell: Some(found.address),
            row: None,
            message: format!("统一社会信用代码存成了数值（{code}），只保留15位有效数字，末几位已丢失"),
            suggestion: "把该列设为文本格式，按营业执照重新填写18位代码".to_owned(),
        });
    }
    code
}

fn read_date(found: Found<'_>, text: &str, reading: &Reading<'_>, talk: &mut Talk) -> Option<String> {
    match found.value {
        CellValue::Date(date) => Some(date::of_cell(date, found.format)),
        CellValue::Number(number) => match date::read_number(*number)? {
            date::Reading::Date(date) => Some(date),
            date::Reading::Serial(date) => {
                talk.note(format!("“{}”一栏有未设日期格式的日期序号，按1900日期系统读取", reading.header));
                Some(date)
            }
            date::Reading::OnlyYear(year) => {
                talk.problem(Problem {
                    code: "date-ambiguous",
                    severity: ProblemSeverity::Warning,
                    cell: Some(found.address),
                    row: None,
                    message: format!(
                        "“{}”一栏的 {text} 是数值，可能是{year}年1月，也可能是{year}年10月，只采用年份",
                        reading.header
                    ),
                    suggestion: format!("把该格设为文本格式，写成“{year}.01”或“{year}.10”"),
                });
                Some(year)
            }
        },
        _ => date::read_text(text),
    }
}

/// Joins the unit of a column of its own to a value: 「100 | 吨」 → 100吨.
pub(super) fn join_unit(value: &mut FieldValue, unit: &Arc<str>, field: Option<Field>) {
    if !is_bare_number(&value.text) {
        return;
    }
    if let Some(measured) = &mut value.measured {
        measured.unit = Arc::clone(unit);
    }
    if field.is_some_and(is_measured) {
        value.unit = Some(Arc::clone(unit));
    } else {
        value.text = format!("{}{unit}", value.text).into();
        value.unit = None;
    }
}

/// Whether a text is a number and nothing else.
pub(super) fn is_bare_number(text: &str) -> bool {
    !text.is_empty() && measure::read(text).is_some_and(|measured| measured.unit.is_empty())
}

/// Gives a bare number its heading and unit, so that it can stand among others: 450 → 容积450m³.
pub(super) fn name_number(value: &mut FieldValue) {
    if is_bare_number(&value.text) {
        let leaf = value.header.rsplit('/').next().unwrap_or_default();
        let words = leaf.split(['（', '(']).next().unwrap_or_default();
        value.text = format!("{words}{}{}", value.text, value.unit.as_deref().unwrap_or_default()).into();
    }
}

/// Whether a unit of the sheet's note can be the unit of a field.
pub(super) fn unit_fits(unit: &str, field: Field) -> bool {
    let Some(dimension) = dimension_of(unit) else { return false };
    match field {
        Field::Quantity => dimension == Dimension::Count,
        Field::Capacity | Field::Output => matches!(
            dimension,
            Dimension::MassPerYear
                | Dimension::MassPerDay
                | Dimension::MassPerHour
                | Dimension::Mass
                | Dimension::CasesPerYear
                | Dimension::VolumePerYear
                | Dimension::AreaPerYear
                | Dimension::PiecesPerYear
        ),
        _ => false,
    }
}
