//! One cell of an OpenDocument sheet.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use crate::workbook::cell::CellValue;
use crate::workbook::error::ReadError;
use crate::workbook::limits::Limits;
use crate::workbook::value;
use crate::workbook::xml::{Xml, attribute, push_text};

/// The attributes of a cell.
#[derive(Default)]
pub(super) struct RawCell {
    pub(super) kind: String,
    pub(super) style: Option<String>,
    pub(super) rows_spanned: u32,
    pub(super) columns_spanned: u32,
    value: Option<String>,
    formula: Option<String>,
    is_error: bool,
}

impl RawCell {
    /// The attributes; `None` where there are none, as in most blank cells.
    pub(super) fn of(element: &BytesStart<'_>) -> Option<Self> {
        let mut raw = Self::default();
        let mut any = false;
        for attribute in element.attributes().with_checks(false).flatten() {
            any = true;
            let text = || attribute.value.to_string();
            let span = || attribute.value.trim().parse::<u32>().unwrap_or(1).min(1 << 20);
            match (
                attribute.key.prefix().map(|prefix| prefix.as_ref().to_owned()).as_deref(),
                attribute.key.local_name().as_ref(),
            ) {
                (Some("calcext"), "value-type") => raw.is_error = attribute.value.as_ref() == "error",
                (_, "value-type") => raw.kind = text(),
                (_, "style-name") => raw.style = Some(text()),
                (_, "number-rows-spanned") => raw.rows_spanned = span(),
                (_, "number-columns-spanned") => raw.columns_spanned = span(),
                (_, "value" | "date-value" | "time-value" | "boolean-value") => raw.value = Some(text()),
                _ => {}
            }
        }
        if raw.kind == "string" {
            raw.value = attribute(element, "string-value").map(|value| value.into_owned());
        }
        raw.formula = attribute(element, "formula").map(|formula| formula.chars().take(8_192).collect());
        any.then_some(raw)
    }
}

/// Reads the inside of a cell that has just started, up to its end. `None` is a blank cell.
pub(super) fn value<R: BufRead>(
    xml: &mut Xml<R>,
    raw: Option<&RawCell>,
    limits: &Limits,
) -> Result<Option<CellValue>, ReadError> {
    let text = paragraphs(xml, limits.text_bytes())?;
    let Some(raw) = raw else {
        return Ok(if text.is_empty() { None } else { Some(CellValue::Text(text.into())) });
    };
    if raw.is_error || (raw.formula.is_some() && value::is_error_text(&text)) {
        return Ok(Some(CellValue::Error(text.into())));
    }
    let stored = raw.value.as_deref().unwrap_or_default();
    let value = match raw.kind.as_str() {
        "float" | "currency" | "percentage" => match stored.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => CellValue::Number(number),
            _ => CellValue::Text(text.into()),
        },
        "date" => value::iso_date(stored).map_or_else(|| CellValue::Text(text.into()), CellValue::Date),
        "time" => duration_days(stored).map_or_else(|| CellValue::Text(text.into()), CellValue::Number),
        "boolean" => CellValue::Bool(stored == "true"),
        "string" if !stored.is_empty() => value::text_or_picture(stored.to_owned()),
        "string" => value::text_or_picture(text),
        _ if !text.is_empty() => CellValue::Text(text.into()),
        _ => match &raw.formula {
            Some(formula) => {
                let formula = formula.strip_prefix("of:").unwrap_or(formula);
                CellValue::FormulaWithoutValue(formula.strip_prefix('=').unwrap_or(formula).into())
            }
            None => return Ok(None),
        },
    };
    Ok(Some(value).filter(|value| !matches!(value, CellValue::Text(text) if text.is_empty())))
}

/// The text of all paragraphs, a line each; comments, pictures and phonetic guides are left out.
fn paragraphs<R: BufRead>(xml: &mut Xml<R>, cap: usize) -> Result<String, ReadError> {
    let mut text = String::new();
    let mut depth = 1_u32;
    let mut paragraphs = 0_u32;
    let mut in_paragraph = 0_u32;
    loop {
        match xml.next()? {
            Event::Eof => return Err(xml.cut()),
            Event::Start(element) => match element.local_name().as_ref() {
                "annotation" | "ruby-text" | "frame" | "detective" | "shapes" | "g" | "custom-shape" => xml.skip()?,
                name => {
                    depth += 1;
                    match name {
                        "p" | "h" => {
                            if paragraphs > 0 && text.len() <= cap {
                                text.push('\n');
                            }
                            paragraphs += 1;
                            in_paragraph = depth;
                        }
                        "s" => {
                            let count = attribute(&element, "c").and_then(|count| count.parse::<usize>().ok());
                            let room = cap.saturating_sub(text.len());
                            text.push_str(&" ".repeat(count.unwrap_or(1).min(room)));
                        }
                        "tab" => text.push('\t'),
                        "line-break" => text.push('\n'),
                        _ => {}
                    }
                }
            },
            Event::End(_) => {
                if in_paragraph == depth {
                    in_paragraph = 0;
                }
                depth -= 1;
                if depth == 0 {
                    return Ok(text);
                }
            }
            event if in_paragraph > 0 => push_text(&event, &mut text, cap),
            _ => {}
        }
    }
}

/// Days of a duration such as `PT12H30M00S`, as spreadsheet programs count a time of day.
fn duration_days(text: &str) -> Option<f64> {
    let rest = text.trim().strip_prefix("PT")?;
    let (mut seconds, mut number) = (0.0, String::new());
    for character in rest.chars() {
        let unit = match character {
            'H' => 3_600.0,
            'M' => 60.0,
            'S' => 1.0,
            other => {
                number.push(other);
                continue;
            }
        };
        seconds += std::mem::take(&mut number).parse::<f64>().ok()? * unit;
    }
    let days: f64 = seconds / 86_400.0;
    days.is_finite().then_some(days)
}
