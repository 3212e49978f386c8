//! A number as people read it: an exact decimal without zeros at its end.

use std::fmt::{self, Write};

use rust_decimal::Decimal;

/// Figures of the longest number that is written here, with its point and sign.
const LONGEST: usize = 32;

/// Writes a number as its normalized form is written.
///
/// # Errors
/// Those of `out`.
pub fn write_decimal(value: Decimal, out: &mut (impl Write + ?Sized)) -> fmt::Result {
    let Some(mut figures) = u64::try_from(value.mantissa().unsigned_abs()).ok().filter(|figures| *figures != 0) else {
        return write!(out, "{}", value.normalize());
    };
    let mut scale = value.scale();
    while scale > 0 && figures.is_multiple_of(10) {
        figures /= 10;
        scale -= 1;
    }
    let mut text = [b'0'; LONGEST];
    let mut first = LONGEST;
    let mut put = |byte| {
        first -= 1;
        text[first] = byte;
    };
    let mut places = 0;
    while figures > 0 || places <= scale {
        if places == scale && scale > 0 {
            put(b'.');
        }
        put(b"0123456789"[(figures % 10) as usize]);
        figures /= 10;
        places += 1;
    }
    if value.is_sign_negative() {
        put(b'-');
    }
    out.write_str(std::str::from_utf8(&text[first..]).map_err(|_| fmt::Error)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_normalized_form(small in any::<bool>(), mantissa in any::<i128>(), zeros in 0u32..12, scale in 0u32..=28) {
            let mantissa = if small { mantissa % 100_000 * 10i128.pow(zeros) } else { mantissa >> 33 };
            let value = Decimal::try_from_i128_with_scale(mantissa, scale).unwrap();
            let mut written = String::new();
            write_decimal(value, &mut written).unwrap();
            prop_assert_eq!(written, value.normalize().to_string());
        }
    }
}
