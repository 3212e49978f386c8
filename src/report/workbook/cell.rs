//! One cell: text that stays text, numbers and dates as such, links that only we make.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Url, Worksheet, XlsxError};

use super::format::{Formats, Look};
use super::sheet::Links;
use crate::report::grid::Value;

/// Characters (UTF-16 units) that a cell of the file format holds.
const CELL_LENGTH: usize = 32_767;
const CUT: &str = "……（过长，已截断，全文见 json 结果）";

/// What the file format holds of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// Nothing.
    Blank,
    /// The words that [`shown`] gives.
    Text,
    /// A number, or a day as the file format counts days.
    Number(f64),
    /// The words, as a link to this target.
    Link(String),
}

/// What a cell holds of a value, and how it looks. `links` is absent on the sheet that record links point to.
pub(super) fn held(value: &Value<'_>, links: Option<&Links>) -> (Content, Look) {
    let number = |number: Option<f64>, look| match number {
        Some(number) => (Content::Number(number), look),
        None => (Content::Text, Look::Text),
    };
    let link = |target: Option<String>| match target {
        Some(target) => (Content::Link(target), Look::Link),
        None => (Content::Text, Look::Text),
    };
    match value {
        Value::Empty => (Content::Blank, Look::Text),
        Value::Text(_) => (Content::Text, Look::Text),
        Value::Verdict(_) | Value::Severity(_) => (Content::Text, Look::Center),
        Value::Whole(whole) => number(exact(Decimal::from(*whole)), Look::Whole),
        Value::Decimal(decimal) => number(decimal.parse().ok().and_then(exact), Look::Decimal),
        Value::Date(date) => number(serial(*date), Look::Date),
        Value::Source { file, sheet, cell } => link(source_link(file, sheet, cell)),
        Value::Record(id) => link(links.and_then(|links| links.target(id))),
    }
}

/// Writes a value. `links` is absent on the sheet that record links point to.
pub(crate) fn write(
    worksheet: &mut Worksheet,
    place: (u32, u16),
    value: &Value<'_>,
    formats: &Formats,
    links: Option<&Links>,
) -> Result<(), XlsxError> {
    write_held(worksheet, place, &shown(value), held(value, links), formats)
}

/// Writes what [`held`] says, with the words that [`shown`] gives.
pub(super) fn write_held(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    shown: &str,
    (content, look): (Content, Look),
    formats: &Formats,
) -> Result<(), XlsxError> {
    let format = formats.of(look);
    match content {
        Content::Blank => worksheet.write_blank(row, column, format)?,
        Content::Text => worksheet.write_string_with_format(row, column, clean(shown), format)?,
        Content::Number(number) => worksheet.write_number_with_format(row, column, number, format)?,
        Content::Link(target) => {
            worksheet.write_url_with_format(row, column, Url::new(target).set_text(clean(shown)), format)?
        }
    };
    Ok(())
}

/// A day as the file format counts them; nothing for a year that it does not know.
fn serial(date: NaiveDate) -> Option<f64> {
    let year = u16::try_from(date.year()).ok().filter(|year| (1900..=9999).contains(year))?;
    let day = ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()?;
    Some(day.to_excel())
}

/// A value as words in a cell. Of a place the cell comes first, since the file's name may be too long to be seen in full.
pub(crate) fn shown<'a>(value: &Value<'a>) -> Cow<'a, str> {
    match value {
        Value::Source { file, sheet, cell } => {
            // The only sheet of a csv file has the file's name.
            let stem = file.rsplit_once('.').map_or("", |(stem, _)| stem.rsplit('/').next().unwrap_or(stem));
            let sheet = if stem == *sheet { "" } else { *sheet };
            let place: Vec<&str> = [sheet, cell.as_ref()].into_iter().filter(|part| !part.is_empty()).collect();
            let parts: Vec<String> =
                [place.join(" "), (*file).to_owned()].into_iter().filter(|part| !part.is_empty()).collect();
            Cow::Owned(parts.join("　"))
        }
        value => value.to_text(),
    }
}

/// A decimal as the file format's binary number, if that holds all its digits (15 are safe).
fn exact(decimal: Decimal) -> Option<f64> {
    const SAFE: u128 = 1_000_000_000_000_000;
    let fits = decimal.mantissa().unsigned_abs() < SAFE || decimal.normalize().mantissa().unsigned_abs() < SAFE;
    fits.then(|| decimal.to_f64()).flatten().filter(|number| number.is_finite())
}

/// A link to the place in the survey file, where file and sheet have names that cannot be anything but names: a relative
/// path, and no character that means something in a link. The link works where the report lies beside the survey.
fn source_link(file: &str, sheet: &str, cell: &str) -> Option<String> {
    let name = |c: char| c.is_alphanumeric() || " ._-()（）《》〔〕、，/".contains(c);
    let plain = |text: &str| !text.is_empty() && text.chars().all(name);
    if !plain(file) || file.starts_with('/') || file.split('/').any(|part| part == "..") {
        return None;
    }
    let lower = file.to_ascii_lowercase();
    let workbook = [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"].iter().any(|suffix| lower.ends_with(suffix));
    let address = !cell.is_empty() && cell.chars().all(|c| c.is_ascii_alphanumeric());
    let target = if workbook && plain(sheet) && !sheet.contains('/') && address {
        format!("file:///{file}#'{sheet}'!{cell}")
    } else {
        format!("file:///{file}")
    };
    (target.encode_utf16().count() < 1_000).then_some(target)
}

/// A text that a cell can hold: no control characters but line breaks, not too long.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let control = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    // Control characters are below the blank, or 7F, or begin with C2; the two that are none begin with EF BF.
    let suspect = |byte: u8| (byte < b' ' && byte != b'\n') || matches!(byte, 0x7f | 0xc2 | 0xbf);
    let cleaned = if text.bytes().any(suspect) && text.chars().any(control) {
        Cow::Owned(text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !control(*c)).collect())
    } else {
        Cow::Borrowed(text)
    };
    if cleaned.len() <= CELL_LENGTH || cleaned.encode_utf16().count() <= CELL_LENGTH {
        return cleaned;
    }
    let room = CELL_LENGTH - CUT.encode_utf16().count();
    let mut used = 0;
    let kept: String = cleaned
        .chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= room
        })
        .collect();
    Cow::Owned(kept + CUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_text_never_becomes_a_link_target() {
        assert_eq!(
            source_link("玉溪市摸底表.xlsx", "钢铁", "G5").as_deref(),
            Some("file:///玉溪市摸底表.xlsx#'钢铁'!G5")
        );
        assert_eq!(source_link("a.csv", "a", "G5").as_deref(), Some("file:///a.csv"));
        for file in ["http://evil/x.xlsx", "\\\\host\\x.xlsx", "/etc/passwd", "../x.xlsx", "C:x.xlsx", "a#b.xlsx", ""] {
            assert_eq!(source_link(file, "钢铁", "G5"), None, "{file}");
        }
        assert_eq!(source_link("a.xlsx", "x'!A1#http:", "G5").as_deref(), Some("file:///a.xlsx"));
        assert_eq!(source_link("a.xlsx", "钢铁", "第5行").as_deref(), Some("file:///a.xlsx"));
    }

    #[test]
    fn a_text_is_cut_at_what_a_cell_holds() {
        let fits = "高".repeat(CELL_LENGTH);
        assert_eq!(clean(&fits), fits);
        let long = "😀".repeat(20_000);
        let cut = clean(&long);
        assert!(cut.encode_utf16().count() <= CELL_LENGTH);
        assert!(cut.ends_with(CUT));
    }

    #[test]
    fn control_characters_go_and_line_breaks_stay() {
        assert_eq!(clean("a\u{1b}[1m\u{7}\tb\nc"), "a[1m b\nc");
    }

    #[test]
    fn long_numbers_stay_text() {
        let exact = |number: &str| exact(number.parse().unwrap());
        assert_eq!(exact("380.5"), Some(380.5));
        assert_eq!(exact("-5"), Some(-5.0));
        assert_eq!(exact("915304001234567890"), None);
        assert_eq!(exact("999999999999999"), Some(999_999_999_999_999.0));
        assert_eq!(exact("1000000000000000"), None);
        assert_eq!(exact("380.50000000000000000"), Some(380.5));
        assert_eq!(exact("0.1"), Some(0.1));
    }
}
