//! One number with its unit, as quantity, capacity and output cells hold it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Measured;
use super::clean::{fold, half_width};
use super::label::is_unit;
use crate::quantity::{parse_decimal, parse_numeral};

/// Reads a cell that holds exactly one number, with or without a unit. `None` for several numbers, ranges, and words.
pub(super) fn read(text: &str) -> Option<Measured> {
    let text: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let text = text
        .trim_start_matches(['约', '共', '计'])
        .trim_start_matches("合计")
        .trim_end_matches(['。', ';', '；', '左']);
    let text = text.strip_prefix("年产").unwrap_or(text);
    let figures = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (number, unit) = text.split_at(figures);
    if number.is_empty() {
        let end = text.find(|c: char| !"〇零一二两三四五六七八九十百半".contains(c)).unwrap_or(text.len());
        let (numeral, unit) = text.split_at(end);
        let value = parse_numeral(numeral)?;
        return (!unit.is_empty() && is_unit(unit)).then(|| measured(value, unit));
    }
    let grouped = number.contains(',');
    if grouped && !well_grouped(number) {
        return None;
    }
    let value = parse_decimal(number)?;
    (unit.is_empty() || is_unit(unit)).then(|| measured(value, unit))
}

/// The same for a text that many share: a plain decimal in its shortest form, which most cells of a column of numbers hold, is
/// its own value.
pub(super) fn read_shared(text: &Arc<str>) -> Option<Measured> {
    if is_shortest_decimal(text) {
        return Some(Measured { value: Arc::clone(text), unit: Arc::default() });
    }
    read(text)
}

/// Nine figures at most, one point at most and not at either end, no needless zero: `0`, `150`, `0.5`, `147.7`.
fn is_shortest_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "1"));
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= 10
        && figures(whole)
        && figures(fraction)
        && (whole == "0" || !whole.starts_with('0'))
        && !fraction.ends_with('0')
}

/// Thousands separators stand before groups of three figures.
fn well_grouped(number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

fn measured(value: Decimal, unit: &str) -> Measured {
    Measured { value: value.normalize().to_string().into(), unit: unit.into() }
}

/// The unit that a number format carries: `0"t/h"` → t/h, `0.00"万吨"` → 万吨.
pub(super) fn unit_of_format(format: &str) -> Option<String> {
    if !format.contains(['0', '#']) {
        return None;
    }
    let quoted = format.split('"').skip(1).step_by(2).map(str::trim).find(|text| is_unit(text));
    quoted.map(str::to_owned).or_else(|| {
        let section = format.split(';').next().unwrap_or_default();
        let tail = section.trim_start_matches(['#', '0', ',', '.', '?', '_', ' ', '\\', '@']);
        let tail: String = fold(tail).replace('\\', "");
        (tail != section && is_unit(&tail)).then_some(tail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_with_or_without_unit() {
        let read = |text: &str| read(text).map(|measured| format!("{}|{}", measured.value, measured.unit));
        assert_eq!(read("2座").as_deref(), Some("2|座"));
        assert_eq!(read("６０ 万吨/年").as_deref(), Some("60|万吨/年"));
        assert_eq!(read("1,280.50").as_deref(), Some("1280.5|"));
        assert_eq!(read("2台（套）").as_deref(), Some("2|台(套)"));
        for text in ["2-3", "12,80", "2用1备", "见附件", "60（炼铁）", "", "2座3台", "1.2.3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_in_its_shortest_form_is_its_own_value() {
        for text in ["0", "1", "150", "0.5", "147.7", "1000", "999999999", "007", "0.50", "1.", ".5", "1.2.3", "", "-1"]
        {
            assert_eq!(read_shared(&text.into()), read(text), "{text}");
        }
    }

    #[test]
    fn units_in_number_formats() {
        assert_eq!(unit_of_format("0\"t/h\"").as_deref(), Some("t/h"));
        assert_eq!(unit_of_format("#,##0.00\"万吨\"").as_deref(), Some("万吨"));
        assert_eq!(unit_of_format("0.00"), None);
        assert_eq!(unit_of_format("yyyy\"年\""), None);
    }
}
