//! Numbers in figures and in Chinese numerals.

use rust_decimal::Decimal;

/// Reads a number in ASCII figures with optional thousands separators and decimals: `1,280.5`. No sign, no exponent.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let digits: String = text.chars().filter(|c| *c != ',').collect();
    Decimal::from_str_exact(&digits).ok().filter(|value| !value.is_sign_negative())
}

/// Reads a Chinese numeral: 两, 十二, 一万二千五百, 二〇〇九, 半, 三点五.
#[must_use]
pub fn parse_numeral(_text: &str) -> Option<Decimal> {
    None
}
