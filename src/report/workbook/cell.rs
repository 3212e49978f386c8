//! One cell: text that stays text, numbers and dates as such, links that only we make.

use std::borrow::Cow;

use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Url, Worksheet, XlsxError};

use super::format::Formats;
use super::sheet::Links;
use crate::report::grid::Value;

/// Characters (UTF-16 units) that a cell of the file format holds.
const CELL_LENGTH: usize = 32_767;
const CUT: &str = "……（过长，已截断，全文见 json 结果）";

/// Writes a value. `links` is absent on the sheet that record links point to.
pub(crate) fn write(
    worksheet: &mut Worksheet,
    place: (u32, u16),
    value: &Value<'_>,
    formats: &Formats,
    links: Option<&Links>,
) -> Result<(), XlsxError> {
    write_shown(worksheet, place, (value, &shown(value)), formats, links)
}

/// Writes a value whose words, as [`shown`] gives them, are at hand.
pub(super) fn write_shown(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    (value, shown): (&Value<'_>, &str),
    formats: &Formats,
    links: Option<&Links>,
) -> Result<(), XlsxError> {
    let text = |worksheet: &mut Worksheet, format: &Format| {
        worksheet.write_string_with_format(row, column, clean(shown), format).map(|_| ())
    };
    match value {
        Value::Empty => worksheet.write_blank(row, column, &formats.text).map(|_| ()),
        Value::Text(_) => text(worksheet, &formats.text),
        Value::Verdict(_) | Value::Severity(_) => text(worksheet, &formats.center),
        Value::Whole(number) => match exact(&number.to_string()) {
            Some(number) => worksheet.write_number_with_format(row, column, number, &formats.whole).map(|_| ()),
            None => text(worksheet, &formats.text),
        },
        Value::Decimal(number) => match exact(number) {
            Some(number) => worksheet.write_number_with_format(row, column, number, &formats.decimal).map(|_| ()),
            None => text(worksheet, &formats.text),
        },
        Value::Date(date) => {
            let day = u16::try_from(date.year()).ok().filter(|year| (1900..=9999).contains(year)).and_then(|year| {
                ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()
            });
            match day {
                Some(day) => worksheet.write_datetime_with_format(row, column, &day, &formats.date).map(|_| ()),
                None => text(worksheet, &formats.text),
            }
        }
        Value::Source { file, sheet, cell } => match source_link(file, sheet, cell) {
            Some(target) => {
                let url = Url::new(target).set_text(clean(shown));
                worksheet.write_url_with_format(row, column, url, &formats.link).map(|_| ())
            }
            None => text(worksheet, &formats.text),
        },
        Value::Record(id) => match links.and_then(|links| links.target(id)) {
            Some(target) => {
                let url = Url::new(target).set_text(clean(id));
                worksheet.write_url_with_format(row, column, url, &formats.link).map(|_| ())
            }
            None => text(worksheet, &formats.text),
        },
    }
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
fn exact(number: &str) -> Option<f64> {
    let decimal: Decimal = number.parse().ok()?;
    let digits = decimal.normalize().mantissa().unsigned_abs().to_string().len();
    (digits <= 15).then(|| decimal.to_f64()).flatten().filter(|number| number.is_finite())
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
        assert_eq!(exact("380.5"), Some(380.5));
        assert_eq!(exact("-5"), Some(-5.0));
        assert_eq!(exact("915304001234567890"), None);
        assert_eq!(exact("0.1"), Some(0.1));
    }
}
