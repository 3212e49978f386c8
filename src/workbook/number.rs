//! Numbers as spreadsheet programs store them: binary floats, and days counted from an epoch.

use chrono::{Duration, NaiveDate, NaiveDateTime};

/// The shortest plain decimal of a cell's number with at most 15 significant digits, which is all that a spreadsheet
/// program keeps: `7.0000000000000009` → `7`, `0.30000000000000004` → `0.3`, `9.111e19` → `91110000000000000000`.
#[must_use]
pub fn decimal_text(number: f64) -> String {
    if let Some(short) = short_decimal(number) {
        return short;
    }
    any_decimal(number)
}

/// The decimal of a number that has few places, as nearly every cell's has, if there is one. A whole number below 10^15 over
/// a small power of ten is the only decimal of 15 digits whose nearest float it is, so what divides back to the number is it.
fn short_decimal(number: f64) -> Option<String> {
    let size = number.abs();
    let (places, scale, digits) = [(0, 1.0), (1, 10.0), (2, 100.0), (3, 1e3), (4, 1e4)]
        .into_iter()
        .map(|(places, scale)| (places, scale, (size * scale).round()))
        .find(|(_, scale, digits)| *digits < 1e15 && digits / scale == size)?;
    let (digits, scale) = (digits as u64, scale as u64);
    let sign = if number < 0.0 { "-" } else { "" };
    Some(match places {
        0 => format!("{sign}{digits}"),
        places => format!("{sign}{}.{:0places$}", digits / scale, digits % scale),
    })
}

/// The decimal of any number.
fn any_decimal(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let scientific = format!("{:.14e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let mut digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.truncate(digits.trim_end_matches('0').len());
    if digits.is_empty() {
        return "0".to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let point = exponent + 1;
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    if point <= 0 {
        format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize))
    } else if point >= length {
        format!("{sign}{digits}{}", "0".repeat((point - length).unsigned_abs() as usize))
    } else {
        let (whole, fraction) = digits.split_at(point.unsigned_abs() as usize);
        format!("{sign}{whole}.{fraction}")
    }
}

/// The last serial that spreadsheet programs show as a date, 9999-12-31 in the 1900 system.
const LAST_SERIAL: f64 = 2_958_466.0;

/// The date of a serial number. `None` where no spreadsheet program would show one: below 1 (a time of day), beyond the
/// year 9999. The 1900 system counts a 29 February 1900 that never was; both sides of it come out right.
#[must_use]
pub fn date_of_serial(serial: f64, epoch_1904: bool) -> Option<NaiveDateTime> {
    let floor = if epoch_1904 { 0.0 } else { 1.0 };
    if !(serial >= floor && serial < LAST_SERIAL) {
        return None;
    }
    let (year, month, day) = match (epoch_1904, serial < 60.0) {
        (true, _) => (1904, 1, 1),
        (false, true) => (1899, 12, 31),
        (false, false) => (1899, 12, 30),
    };
    let seconds = (serial * 86_400.0).round() as i64;
    NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(0, 0, 0)?.checked_add_signed(Duration::seconds(seconds))
}

/// The serial number, in the 1900 system, that a spreadsheet program stores for a date from March 1900 on: the way back
/// for a number whose cell only looks like a date.
#[must_use]
pub fn serial_of_date(date: NaiveDateTime) -> f64 {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|day| day.and_hms_opt(0, 0, 0)).unwrap_or_default();
    (date - epoch).num_seconds() as f64 / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_become_the_decimals_that_people_typed() {
        for (number, text) in [
            (f64::from_bits(7.0_f64.to_bits() + 1), "7"),
            (0.1 + 0.2, "0.3"),
            (-1234.5, "-1234.5"),
            (0.000_012, "0.000012"),
            (1e15, "1000000000000000"),
            (91_110_000_000_000_000_000.0, "91110000000000000000"),
            (0.0, "0"),
            (-0.0, "0"),
            (99.99, "99.99"),
            (999_999_999_999_999.9, "1000000000000000"),
        ] {
            assert_eq!(decimal_text(number), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_to_a_decimal_says_what_the_long_way_says(
            digits in 0u64..2_000_000_000_000_000,
            shift in 0u32..60,
            scale in proptest::sample::select(vec![1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 3.0]),
            any in proptest::num::f64::ANY,
        ) {
            let number = (digits >> shift) as f64 / scale;
            for number in [number, -number, f64::from_bits(number.to_bits() + 1), any] {
                proptest::prop_assert_eq!(decimal_text(number), any_decimal(number), "{:e}", number);
            }
        }
    }

    #[test]
    fn serials_on_both_sides_of_the_day_that_never_was() {
        let day = |serial, epoch| date_of_serial(serial, epoch).map(|date| date.to_string());
        assert_eq!(day(1.0, false).as_deref(), Some("1900-01-01 00:00:00"));
        assert_eq!(day(59.0, false).as_deref(), Some("1900-02-28 00:00:00"));
        assert_eq!(day(61.0, false).as_deref(), Some("1900-03-01 00:00:00"));
        assert_eq!(day(43_646.5, false).as_deref(), Some("2019-06-30 12:00:00"));
        assert_eq!(day(42_184.0, true).as_deref(), Some("2019-06-30 00:00:00"));
        assert_eq!(day(0.5, false), None);
        assert_eq!(day(-3.0, false), None);
        assert_eq!(day(f64::NAN, false), None);
        assert_eq!(day(3e6, false), None);
    }

    #[test]
    fn a_date_gives_its_serial_back() {
        let date = date_of_serial(43_646.0, false).expect("a date");
        assert_eq!(serial_of_date(date), 43_646.0);
    }
}
