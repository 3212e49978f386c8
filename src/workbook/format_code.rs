//! Number format codes: does a code make a date of a number, and does it carry a unit?
//!
//! A cell is a date only where its code shows a year or a day and no digits. A bare `m` is not enough: offices write
//! `0m³` without quotes, which spreadsheet programs themselves take for minutes.

use std::sync::Arc;

/// What a format code means for the value of its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// Digits only: nothing to keep.
    Plain,
    /// A date; the code tells its precision.
    Date(Arc<str>),
    /// A number whose code carries text: a unit, a percent sign, a time of day.
    Worded(Arc<str>),
}

impl NumberFormat {
    /// Reads a format code such as `0.00"万吨"`.
    pub(super) fn of_code(code: &str) -> Self {
        let found = scan(code);
        if found.date && !found.digits {
            Self::Date(Arc::from(code))
        } else if found.words {
            Self::Worded(Arc::from(code))
        } else {
            Self::Plain
        }
    }

    /// A built-in code, as Chinese versions of spreadsheet programs define them (ECMA-376 part 1, 18.8.30, zh-cn).
    pub(super) fn of_builtin(id: u32) -> Self {
        let code = match id {
            9 => "0%",
            10 => "0.00%",
            14 => "yyyy/m/d",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 => "h:mm",
            21 => "h:mm:ss",
            22 => "yyyy/m/d h:mm",
            27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
            28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
            30 => "m-d-yy",
            31 => "yyyy\"年\"m\"月\"d\"日\"",
            32 => "h\"时\"mm\"分\"",
            33 => "h\"时\"mm\"分\"ss\"秒\"",
            34 | 55 => "上午/下午h\"时\"mm\"分\"",
            35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mmss.0",
            _ => return Self::Plain,
        };
        Self::of_code(code)
    }
}

#[derive(Default)]
struct Found {
    digits: bool,
    date: bool,
    words: bool,
}

/// Looks at the first section of a code, which is the one for positive numbers.
fn scan(code: &str) -> Found {
    let mut found = Found::default();
    let trimmed = code.trim();
    if trimmed.eq_ignore_ascii_case("general") || trimmed == "G/通用格式" || trimmed == "@" {
        return found;
    }
    let mut characters = code.chars().peekable();
    let mut after_point = false;
    while let Some(character) = characters.next() {
        let point = after_point;
        after_point = false;
        match character {
            ';' => break,
            '"' => {
                for quoted in characters.by_ref() {
                    if quoted == '"' {
                        break;
                    }
                    found.words |= quoted.is_alphanumeric() || quoted == '%';
                }
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|inner| *inner != ']').collect();
                let elapsed = !inside.is_empty() && inside.chars().all(|inner| "hmsHMS".contains(inner));
                found.words |= elapsed;
            }
            '\\' | '!' => found.words |= characters.next().is_some_and(char::is_alphanumeric),
            '_' | '*' => {
                characters.next();
            }
            '.' => after_point = true,
            '0' if point => after_point = true,
            '0' | '#' | '?' => found.digits = true,
            'E' | 'e' if matches!(characters.peek(), Some('+' | '-')) => {}
            'y' | 'Y' | 'd' | 'D' | 'e' => {
                found.date = true;
                found.words = true;
            }
            '%' | '‰' => found.words = true,
            other => found.words |= other.is_alphanumeric() && !other.is_ascii_digit(),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_what_shows_a_year_or_a_day() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"",
            "[$-804]yyyy年m月d日",
            "[DBNum1][$-804]yyyy\"年\"m\"月\"",
            "m/d",
            "d-mmm-yy;@",
            "yyyy/m/d h:mm:ss.000",
            "[$-404]e\"年\"m\"月\"",
        ] {
            assert!(matches!(NumberFormat::of_code(code), NumberFormat::Date(_)), "{code}");
        }
    }

    #[test]
    fn a_bare_unit_letter_does_not_make_a_date_of_a_number() {
        for code in [
            "0m³",
            "0\"t/h\"",
            "0.00\"万吨\"",
            "0t/d",
            "0.0\"m\"",
            "0%",
            "0\\m",
            "h:mm",
            "[h]:mm",
            "0!.0,\"万\"",
            "0吨;-0吨",
        ] {
            assert_eq!(NumberFormat::of_code(code), NumberFormat::Worded(Arc::from(code)), "{code}");
        }
    }

    #[test]
    fn plain_digits_are_not_kept() {
        for code in [
            "General",
            "G/通用格式",
            "@",
            "0",
            "0.00",
            "#,##0.00_);[Red](#,##0.00)",
            "0.00E+00",
            "_ * #,##0_ ",
            "# ?/?",
        ] {
            assert_eq!(NumberFormat::of_code(code), NumberFormat::Plain, "{code}");
        }
    }
}
