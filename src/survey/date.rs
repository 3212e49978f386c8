//! Dates in every form that people write → ISO of the precision given.

use chrono::{Datelike, NaiveDate};

use crate::workbook::{date_of_serial, decimal_text};

/// The first and last year that a date of a survey can have.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2199;

/// What a text or number says as a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// A date: `2004`, `2004-05`, `2004-05-01`.
    Date(String),
    /// The year is sure; the month may be read in two ways (2004.1 stored as a number may have been 2004.10).
    OnlyYear(String),
    /// A day number of a spreadsheet without a date format, read with the epoch of 1900.
    Serial(String),
}

/// Reads a text. `None` if it is not one date.
pub(super) fn read_text(text: &str) -> Option<String> {
    if let Some((year, month)) = year_and_month(text) {
        return iso(year, month, "");
    }
    read_any(text).or_else(|| read_any(before_note(text)?))
}

/// 「1998年6月（2006年技改）」 without what the bracket adds, where that does not say that the date is another.
fn before_note(text: &str) -> Option<&str> {
    const ANOTHER: [&str; 15] =
        ["计划", "拟", "预计", "预期", "未", "延", "推迟", "改为", "改至", "调整", "顺延", "暂", "估", "左右", "或"];
    let (date, note) = text.strip_suffix(['）', ')'])?.split_once(['（', '('])?;
    let one = !note.contains(['（', '(']) && !ANOTHER.iter().any(|word| note.contains(word));
    one.then_some(date).filter(|date| !date.trim().is_empty())
}

/// 「2004年5月」 and 「2004年」, as most surveys write their dates.
fn year_and_month(text: &str) -> Option<(&str, &str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let month = rest.strip_prefix('年')?;
    let month = if month.is_empty() { month } else { month.strip_suffix('月').filter(|month| !month.is_empty())? };
    let figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (figures(year) && figures(month)).then_some((year, month))
}

/// The same for any text.
fn read_any(text: &str) -> Option<String> {
    let text: String = text.chars().map(super::clean::half_width).filter(|c| !c.is_whitespace()).collect();
    let text = arabic_figures(&text);
    let text = text.split_once('t').or_else(|| text.split_once('T')).map_or(text.as_str(), |(date, _)| date);
    let text = text
        .trim_end_matches("00:00:00")
        .trim_start_matches(['\'', '约'])
        .trim_end_matches(['。', '.', '底', '初', '末', '前', '后', '间']);
    let text = ["投产", "建成投产", "建成", "投运", "投用", "完成", "左右", "竣工"]
        .iter()
        .fold(text, |text, word| text.trim_end_matches(word));
    let bytes_are_figures = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if bytes_are_figures {
        return match text.len() {
            4 => iso(text, "", ""),
            6 => iso(text.get(..4)?, text.get(4..)?, ""),
            8 => iso(text.get(..4)?, text.get(4..6)?, text.get(6..)?),
            _ => None,
        };
    }
    let text = text.trim_end_matches(['日', '号', '月', '年']);
    let mut parts = text.split(['年', '月', '.', '-', '/', '—', '–', '_', '\\', '、', '·']);
    let (year, month, day) = (parts.next()?, parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    if parts.next().is_some() {
        return None;
    }
    // 5/1/2004
    if year.len() <= 2 && day.len() == 4 {
        return iso(day, year, month);
    }
    let century;
    let year = match (year.len(), year.parse::<u32>()) {
        // 98年5月, 04.5: two figures, split at the middle of the last century.
        (2, Ok(short)) if !month.is_empty() => {
            century = format!("{}", if short >= 50 { 1900 + short } else { 2000 + short });
            century.as_str()
        }
        _ => year,
    };
    iso(year, month, day)
}

/// A date as people write one, as ISO text of the precision given: `2019年5月20日` → `2019-05-20`. A day number of a
/// spreadsheet (43605) is read with the epoch of 1900. `None` if it is not one date.
#[must_use]
pub fn written(text: &str) -> Option<String> {
    let serial = text.trim().parse::<f64>().ok().filter(|_| text.trim().len() == 5);
    match serial.and_then(read_number) {
        Some(Reading::Serial(date)) => Some(date),
        _ => read_text(text),
    }
}

/// Reads a number of a date column.
pub(super) fn read_number(value: f64) -> Option<Reading> {
    let text = decimal_text(value);
    if value.fract() == 0.0 {
        // 17899 = 1949-01-01, 73050 = 2099-12-31.
        if (17_899.0..=73_050.0).contains(&value) && text.len() == 5 {
            return date_of_serial(value, false).map(|date| Reading::Serial(date.date().to_string()));
        }
        return read_text(&text).map(Reading::Date);
    }
    let (year, month) = text.split_once('.')?;
    if month == "1" && year.len() == 4 {
        return iso(year, "", "").map(Reading::OnlyYear);
    }
    read_text(&text).map(Reading::Date)
}

/// A date cell's ISO text in the precision that its number format shows.
pub(super) fn of_cell(date: &chrono::NaiveDateTime, format: Option<&str>) -> String {
    let shown = format.map(|format| {
        // Colour and locale sections such as [$-804] and quoted text are no date letters.
        let mut plain = String::new();
        let (mut quoted, mut bracket) = (false, false);
        for c in format.chars() {
            match c {
                '"' => quoted = !quoted,
                '[' if !quoted => bracket = true,
                ']' if !quoted => bracket = false,
                _ if quoted || bracket => {}
                _ => plain.push(c.to_ascii_lowercase()),
            }
        }
        plain
    });
    let date = date.date();
    match shown.as_deref() {
        Some(format) if format.contains('y') && !format.contains('d') && format.contains('m') => {
            format!("{:04}-{:02}", date.year(), date.month())
        }
        Some(format) if format.contains('y') && !format.contains('d') => format!("{:04}", date.year()),
        _ => date.to_string(),
    }
}

fn iso(year: &str, month: &str, day: &str) -> Option<String> {
    let figures = |text: &str, most: usize| {
        (!text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let year = i32::try_from(figures(year, 4)?).ok().filter(|year| YEARS.contains(year))?;
    if month.is_empty() {
        return day.is_empty().then(|| format!("{year:04}"));
    }
    let month = figures(month, 2).filter(|month| (1..=12).contains(month))?;
    if day.is_empty() {
        return Some(format!("{year:04}-{month:02}"));
    }
    NaiveDate::from_ymd_opt(year, month, figures(day, 2)?).map(|date| date.to_string())
}

/// 二〇〇四年十二月 → 2004年12月; other text unchanged.
fn arabic_figures(text: &str) -> String {
    let digit = |c: char| {
        "〇一二三四五六七八九"
            .chars()
            .position(|known| known == if matches!(c, '零' | '○' | 'Ｏ' | 'O') { '〇' } else { c })
    };
    if !text.chars().any(|c| digit(c).is_some_and(|digit| digit > 0)) {
        return text.to_owned();
    }
    let mut figures = String::new();
    let characters: Vec<char> = text.chars().collect();
    for (at, c) in characters.iter().enumerate() {
        let digit_at = |at: Option<usize>| at.and_then(|at| characters.get(at)).copied().and_then(digit);
        match (digit(*c), c) {
            (Some(value), _) => figures.push_str(&value.to_string()),
            (None, '十') => {
                let before = digit_at(at.checked_sub(1)).is_some();
                let after = digit_at(Some(at + 1)).is_some();
                figures.push_str(match (before, after) {
                    (true, true) => "",
                    (true, false) => "0",
                    (false, true) => "1",
                    (false, false) => "10",
                });
            }
            _ => figures.push(*c),
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_becomes_iso_of_its_precision() {
        for (text, date) in [
            ("2004年5月", "2004-05"),
            ("2004.5", "2004-05"),
            ("2004.10", "2004-10"),
            ("200405", "2004-05"),
            ("20040501", "2004-05-01"),
            ("2004", "2004"),
            ("2004年", "2004"),
            ("2004 年 05 月", "2004-05"),
            ("２００４年５月", "2004-05"),
            ("二〇〇四年", "2004"),
            ("二○○四年五月", "2004-05"),
            ("二〇〇四年十二月三十一日", "2004-12-31"),
            ("二〇一〇年十月二十日", "2010-10-20"),
            ("2004/5/1", "2004-05-01"),
            ("2004-05-01", "2004-05-01"),
            ("2004-05-01T00:00:00", "2004-05-01"),
            ("2004-05-01 00:00:00", "2004-05-01"),
            ("2004年5月1日", "2004-05-01"),
            ("2004年底", "2004"),
            ("98年5月", "1998-05"),
            ("5/1/2004", "2004-05-01"),
            ("2004年5月投产", "2004-05"),
        ] {
            assert_eq!(read_text(text).as_deref(), Some(date), "{text}");
            assert_eq!(read_any(text).as_deref(), Some(date), "{text}");
        }
        for (text, date) in [
            ("1998年6月（2006年技改）", Some("1998-06")),
            ("1992年（扩建于1999年）", Some("1992")),
            ("2019.12(延至2020.6)", None),
            ("2004年5月（计划）", None),
            ("（2004年5月）", None),
        ] {
            assert_eq!(read_text(text).as_deref(), date, "{text}");
        }
        for text in [
            "",
            "已拆除",
            "项目建成投产前",
            "2004-13",
            "2004年13月",
            "0004年5月",
            "2004年005月",
            "2004年2月30日",
            "450",
            "2004年、2006年",
            "2004年5月-2006年7月",
            "1-2",
        ] {
            assert_eq!((read_text(text), read_any(text)), (None, None), "{text}");
        }
    }

    #[test]
    fn numbers_are_serials_or_written_dates() {
        let date = |text: &str| Some(Reading::Date(text.to_owned()));
        assert_eq!(read_number(38_108.0), Some(Reading::Serial("2004-05-01".into())));
        assert_eq!(read_number(2004.0), date("2004"));
        assert_eq!(read_number(200_405.0), date("2004-05"));
        assert_eq!(read_number(20_040_501.0), date("2004-05-01"));
        assert_eq!(read_number(2004.5), date("2004-05"));
        assert_eq!(read_number(2004.12), date("2004-12"));
        assert_eq!(read_number(2004.1), Some(Reading::OnlyYear("2004".into())));
        assert_eq!(read_number(450.0), None);
    }

    #[test]
    fn the_number_format_gives_the_precision() {
        let date = NaiveDate::from_ymd_opt(2004, 5, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
        assert_eq!(of_cell(&date, Some("[$-804]yyyy\"年\"m\"月\"")), "2004-05");
        assert_eq!(of_cell(&date, Some("yyyy")), "2004");
        assert_eq!(of_cell(&date, Some("yyyy/m/d")), "2004-05-01");
        assert_eq!(of_cell(&date, None), "2004-05-01");
    }
}
