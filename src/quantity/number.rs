//! Numbers in figures and in Chinese numerals, as exact decimals.

use rust_decimal::Decimal;

/// The largest number that is taken for one. No plant has a quadrillion of anything, and below it no unit conversion and no
/// sum over a survey leaves what an exact decimal holds.
const LARGEST: u64 = 1_000_000_000_000_000;

/// Reads a number in ASCII figures with optional thousands separators and decimals: `1,280.5`. No sign, no exponent, nothing
/// above a quadrillion.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = if text.contains(',') {
        let digits: String = text.chars().filter(|c| *c != ',').collect();
        Decimal::from_str_exact(&digits)
    } else {
        Decimal::from_str_exact(text)
    };
    value.ok().filter(|value| *value <= Decimal::from(LARGEST))
}

/// Whether a character can stand in a Chinese numeral.
#[must_use]
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || small_scale(c).is_some() || matches!(c, '万' | '亿' | '半' | '点' | '廿' | '卅')
}

/// Reads a Chinese numeral: 两, 十二, 一万二千五百, 二〇〇九, 半, 三点五, 廿五, 一万二 (12,000).
#[must_use]
pub fn parse_numeral(text: &str) -> Option<Decimal> {
    if text == "半" {
        return Decimal::from_str_exact("0.5").ok();
    }
    if let Some((whole, fraction)) = text.split_once('点') {
        let digits: Option<String> = fraction.chars().map(|c| digit(c).map(|d| char::from(b'0' + d))).collect();
        let digits = digits.filter(|digits| !digits.is_empty())?;
        return parse_decimal(&format!("{}.{digits}", parse_whole(whole)?));
    }
    parse_whole(text).filter(|value| *value <= LARGEST).map(Decimal::from)
}

fn parse_whole(text: &str) -> Option<u64> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() >= 2 && chars.iter().all(|&c| digit(c).is_some()) {
        return chars.iter().try_fold(0_u64, |value, &c| value.checked_mul(10)?.checked_add(u64::from(digit(c)?)));
    }
    let (mut total, mut section, mut pending) = (0_u64, 0_u64, None::<u64>);
    let mut last_scale = 1_u64;
    let mut seen = false;
    for c in chars {
        if let Some(value) = digit(c) {
            if pending.is_some_and(|pending| pending != 0) {
                return None;
            }
            pending = Some(u64::from(value));
            if value == 0 {
                last_scale = 1;
            }
        } else if let Some(scale) = small_scale(c) {
            section = section.checked_add(pending.take().unwrap_or(1).checked_mul(scale)?)?;
            last_scale = scale;
        } else if c == '廿' || c == '卅' {
            section = section.checked_add(if c == '廿' { 20 } else { 30 })?;
            last_scale = 10;
        } else {
            let scale = match c {
                '万' => 10_000,
                '亿' => 100_000_000,
                _ => return None,
            };
            if !seen {
                return None;
            }
            total = total.checked_add(section.checked_add(pending.take().unwrap_or(0))?.checked_mul(scale)?)?;
            section = 0;
            last_scale = scale;
        }
        seen = true;
    }
    if let Some(value) = pending {
        // 一万二 is 12,000 and 两千三 is 2,300; 十二 is 12 and 一百零二 is 102.
        let scale = if last_scale > 10 { last_scale / 10 } else { 1 };
        section = section.checked_add(value.checked_mul(scale)?)?;
    }
    seen.then(|| total.checked_add(section)).flatten()
}

fn digit(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn small_scale(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_in_their_many_forms() {
        for (text, value) in [
            ("两", "2"),
            ("十", "10"),
            ("十二", "12"),
            ("二十", "20"),
            ("廿五", "25"),
            ("一百零二", "102"),
            ("三百五", "350"),
            ("两千三", "2300"),
            ("一万二", "12000"),
            ("一万二千五百", "12500"),
            ("二〇〇九", "2009"),
            ("三点五", "3.5"),
            ("半", "0.5"),
            ("壹佰贰拾叁", "123"),
            ("一千零五十", "1050"),
            ("两亿三千万", "230000000"),
        ] {
            assert_eq!(parse_numeral(text).map(|v| v.to_string()).as_deref(), Some(value), "{text}");
        }
        for text in ["", "万", "点五", "三点", "高"] {
            assert_eq!(parse_numeral(text), None, "{text}");
        }
    }

    #[test]
    fn figures_keep_their_decimals_exactly() {
        assert_eq!(parse_decimal("1,280.50").unwrap().to_string(), "1280.50");
        assert_eq!(parse_decimal("0.1").unwrap().to_string(), "0.1");
        assert_eq!(parse_decimal("1.2.3"), None);
        assert_eq!(parse_decimal("-5"), None);
        assert_eq!(parse_decimal("1000000000000000").unwrap().to_string(), "1000000000000000");
        assert_eq!(parse_decimal("1000000000000000.1"), None);
        assert_eq!(parse_numeral("九九九九九九九九九九九九九九九九"), None);
    }
}
