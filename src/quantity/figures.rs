//! The pieces that numbers are written with: runs of figures, model codes, scales, units in place.

use rust_decimal::Decimal;

use super::interval::Interval;
use super::number::{is_numeral, parse_decimal, parse_numeral};
use super::reading::{Measure, ReadingKind};
use super::unit::{Dimension, Unit};

/// Refining and furnace types that are glued to a tonnage: 55tLF精炼炉.
const GLUED_AFTER_TONNES: &[&str] = &[
    "lf", "rh", "vd", "vod", "aod", "vad", "eaf", "bof", "bop", "ld", "kr", "cas", "gor", "clu", "ssrf", "consteel",
    "conarc", "uhp", "ebt", "ecoarc", "quantum", "sharc", "shaft", "dc", "ac", "hp", "rp", "k-obm", "if", "esr", "mf",
];

/// A plain measure.
pub(super) fn measure(value: Interval, unit: Unit) -> ReadingKind {
    ReadingKind::Measure(Measure::new(value, unit))
}

/// A unit at the start of a text, unless it goes on as another word or a compound unit.
pub(super) fn unit_here(text: &str) -> Option<(Unit, usize)> {
    let (unit, length) = Unit::prefix(text)?;
    let after = &text[length..];
    let ascii = text[..length].ends_with(|c: char| c.is_ascii_alphabetic());
    if ascii && after.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let glued = unit.dimension == Dimension::Mass && GLUED_AFTER_TONNES.iter().any(|kind| after.starts_with(kind));
        if !glued {
            return None;
        }
    }
    if let Some(of_each) = per_piece(after).filter(|_| unit.dimension != Dimension::Count) {
        return Some((unit, length + of_each));
    }
    if let Some(metres) = metres_before_count(&text[..length], after, unit) {
        return Some(metres);
    }
    let compound = after.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic()));
    let compound = compound || time_behind(after) > 0;
    let energy = unit.dimension == Dimension::Power && (after.starts_with('时') || after.starts_with("小时"));
    (!compound && !energy).then_some((unit, length))
}

/// `/分钟`, `每小时` behind a unit that knows no such rate: 350立方米每小时 flows and fills no furnace. How many bytes they take, 0 if
/// there are none.
pub(super) fn time_behind(after: &str) -> usize {
    const TIMES: [&str; 15] =
        ["小时", "时", "分钟", "分", "秒钟", "秒", "天", "日", "月", "年", "min", "hr", "h", "s", "d"];
    let Some(rest) = after.strip_prefix(['/', '每']) else { return 0 };
    let time = TIMES.iter().find(|time| rest.starts_with(**time));
    time.map_or(0, |time| after.len() - rest.len() + time.len())
}

/// `380m3/座`, `4000t/a/台`: the length of `/座`.
pub(super) fn per_piece(after: &str) -> Option<usize> {
    let rest = after.strip_prefix('/')?;
    let length = ["座", "台", "条", "套", "组", "线", "炉", "个"].iter().find(|piece| rest.starts_with(**piece))?.len();
    let ends = rest[length..].chars().next().is_none_or(|c| {
        !c.is_ascii_alphanumeric() && !matches!(c, '/' | '(' | '次' | '时' | '班' | '天' | '日' | '月' | '年')
    });
    ends.then_some(1 + length)
}

/// Whether a text is `/座`, `/台`: of each piece.
#[must_use]
pub fn is_per_piece(text: &str) -> bool {
    per_piece(text) == Some(text.len())
}

/// `4.3 m 2 座`: the figure after a blank is that of the count.
fn metres_before_count(spelt: &str, after: &str, unit: Unit) -> Option<(Unit, usize)> {
    let squared = matches!(unit.dimension, Dimension::Area | Dimension::Volume);
    let spaced = squared && spelt.starts_with("m ");
    let counted = Unit::prefix(after.trim_start()).is_some_and(|(unit, _)| unit.dimension == Dimension::Count);
    (spaced && counted).then(|| (Unit::base(Dimension::Length), 1))
}

/// `300,450m3` read as one number of 300,450 m³ is a list of two: no furnace is so large.
pub(super) fn split_list(figures: &str, value: Decimal, unit: Unit) -> Option<(Decimal, Decimal, usize)> {
    let (first, second) = figures.split_once(',')?;
    let large = matches!(unit.dimension, Dimension::Volume | Dimension::Area | Dimension::Mass | Dimension::Length)
        && value >= Decimal::from(100_000);
    if !large || first.len() != 3 || second.contains(',') {
        return None;
    }
    Some((parse_decimal(first)?, parse_decimal(second)?, first.len() + 1))
}

/// A number in figures at the start of a text, thousands separators only before groups of three: value and length in bytes.
pub(super) fn figures(text: &str) -> Option<(Decimal, usize)> {
    let bytes = text.as_bytes();
    let mut end = digit_run(text);
    if end == 0 {
        return None;
    }
    if end <= 3 {
        let mut at = end;
        while bytes.get(at) == Some(&b',') && digit_run(text.get(at + 1..)?) == 3 {
            at += 4;
        }
        end = at;
    }
    if bytes.get(end) == Some(&b'.') {
        let fraction = digit_run(text.get(end + 1..)?);
        if fraction > 0 {
            end += 1 + fraction;
        }
    }
    Some((parse_decimal(text.get(..end)?)?, end))
}

pub(super) fn whole_number(text: &str) -> Option<(Decimal, usize)> {
    if let Some((value, length)) = figures(text) {
        return value.fract().is_zero().then_some((value, length));
    }
    let length: usize = text.chars().take_while(|&c| is_numeral(c)).map(char::len_utf8).sum();
    Some((parse_numeral(text.get(..length)?)?, length)).filter(|_| length > 0)
}

pub(super) fn digit_run(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Letters, figures and the signs that join them inside a model code.
pub(super) fn code_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    while matches!(bytes.get(end), Some(b'-' | b'/' | b'.'))
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        end += 1;
        end += bytes[end..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    }
    end
}

pub(super) fn scale_of(c: char) -> Option<(usize, Decimal)> {
    let scale = match c {
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    };
    Some((c.len_utf8(), Decimal::from(scale)))
}

pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether `2×13m` means two pieces of 13 m rather than a shape: never when the ratio is that of a mill or a kiln.
pub(super) fn is_small_count(first: Decimal, second: Decimal) -> bool {
    // 3×4.0m is written with a point as a height is; 5×1.83m is shorter than it would be wide.
    let pointed = first <= Decimal::from(4) && second.scale() > 0 && second < Decimal::TEN;
    let short = first <= Decimal::from(50) && second < first && second >= Decimal::ONE;
    first.scale() == 0 && (pointed || short)
}

/// Whether `350×2m3` means two pieces of 350 m³: no plant has so many furnaces of so little. Cells are many and small.
pub(super) fn is_count_behind(first: Decimal, second: Decimal, unit: Unit) -> bool {
    let pieces = second.fract().is_zero() && second >= Decimal::ONE && second <= Decimal::from(6);
    pieces && first >= Decimal::from(20) && unit.dimension != Dimension::Current
}
