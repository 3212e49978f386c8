//! Values that several formats share: numbers under their format, dates in ISO form, pictures of WPS, escaped characters.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use super::cell::CellValue;
use super::format_code::NumberFormat;
use super::number::date_of_serial;

/// A value with the number format that says more than digits.
pub(super) struct Valued {
    pub(super) value: CellValue,
    pub(super) format: Option<Arc<str>>,
}

/// A number as its format means it.
pub(super) fn number(number: f64, format: &NumberFormat, epoch_1904: bool) -> Valued {
    match format {
        NumberFormat::Plain => Valued { value: CellValue::Number(number), format: None },
        NumberFormat::Worded(code) => Valued { value: CellValue::Number(number), format: Some(Arc::clone(code)) },
        NumberFormat::Date(code) => {
            let value = date_of_serial(number, epoch_1904).map_or(CellValue::Number(number), CellValue::Date);
            Valued { value, format: Some(Arc::clone(code)) }
        }
    }
}

/// A text, or the formula behind a picture in a cell: WPS stores `=DISPIMG("ID_…",1)` as the text of such a cell.
pub(super) fn text_or_picture(text: impl Into<Arc<str>> + AsRef<str>) -> CellValue {
    match text.as_ref().strip_prefix('=') {
        Some(formula) if formula.trim_start_matches("_xlfn.").starts_with("DISPIMG(") => {
            CellValue::FormulaWithoutValue(formula.into())
        }
        _ => CellValue::Text(text.into()),
    }
}

/// Whether the text of a formula's result is an error, in formats that store errors as text.
#[must_use]
pub fn is_error_text(text: &str) -> bool {
    matches!(text, "#N/A" | "#DIV/0!" | "#REF!" | "#NAME?" | "#NUM!" | "#NULL!" | "#VALUE!") || text.starts_with("Err:")
}

/// A date in ISO form, with or without a time of day.
pub(super) fn iso_date(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return date.and_hms_opt(0, 0, 0);
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|pattern| NaiveDateTime::parse_from_str(text, pattern).ok())
}

/// Resolves the `_xHHHH_` by which Office writes characters that XML cannot hold.
pub(super) fn unescape_control(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_resolved_and_lookalikes_stay() {
        assert_eq!(unescape_control("a_x000D_b_x4E2D_"), "a\rb中");
        assert_eq!(unescape_control("_x12_ _x_ 型号_x00ZZ_"), "_x12_ _x_ 型号_x00ZZ_");
        assert_eq!(unescape_control("_x005F_x000D_"), "_x000D_");
    }

    #[test]
    fn iso_dates_with_and_without_time() {
        assert_eq!(iso_date("2004-05-01").map(|date| date.to_string()).as_deref(), Some("2004-05-01 00:00:00"));
        assert_eq!(
            iso_date("2004-05-01T08:30:00.000Z").map(|date| date.to_string()).as_deref(),
            Some("2004-05-01 08:30:00")
        );
        assert_eq!(iso_date("2004年5月"), None);
    }
}
