//! Tables as csv for spreadsheet programs: UTF-8 with a byte order mark, without formulas.

use std::borrow::Cow;
use std::io::Write;

use super::grid::{Grid, Value};

/// Writes a table.
///
/// # Errors
/// Those of `out`.
pub fn write(grid: Grid<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    rows(grid.columns.iter().map(|column| column.title), grid.rows, out)
}

/// Writes a table of given titles and rows.
///
/// # Errors
/// Those of `out`.
pub fn rows<'a, 't>(
    titles: impl IntoIterator<Item = &'t str>,
    rows: impl IntoIterator<Item = Vec<Value<'a>>>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    out.write_all(b"\xef\xbb\xbf")?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    for title in titles {
        csv.write_field(harmless(Cow::Borrowed(title)).as_ref())?;
    }
    csv.write_record(None::<&[u8]>)?;
    for row in rows {
        for value in &row {
            csv.write_field(cell(value).as_ref())?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()?;
    Ok(())
}

/// A cell as csv holds it: numbers and dates as they are, words such that no spreadsheet program takes them for a formula.
#[must_use]
pub fn cell<'a>(value: &Value<'a>) -> Cow<'a, str> {
    match value {
        Value::Whole(_) | Value::Decimal(_) | Value::Date(_) => value.to_text(),
        _ => harmless(value.to_text()),
    }
}

/// Puts an apostrophe before words that begin like a formula, blanks skipped. A plain number, negative ones included, is no
/// formula.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}']).chars().next();
    let formula = matches!(begins, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠'));
    let number = text.parse::<rust_decimal::Decimal>().is_ok();
    if formula && !number { Cow::Owned(format!("'{text}")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_begin_a_formula_and_numbers_stay_numbers() {
        for formula in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert_eq!(cell(&Value::text(formula)), format!("'{formula}"));
        }
        for harmless in ["-5", "+3", "高炉", "1-2", "380m³", ""] {
            assert_eq!(cell(&Value::text(harmless)), harmless);
        }
        assert_eq!(cell(&Value::Whole(-5)), "-5");
    }
}
