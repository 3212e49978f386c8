//! Invented unified social credit codes 统一社会信用代码 with true check characters (GB 32100-2015, GB 11714).

use std::iter::once;

/// The characters of a code in the order of their values.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The code of the enterprise with a number, registered in a division.
///
/// The subject code begins with MAX, which no registration office had given out in 2019.
pub fn code(division: &str, number: u32) -> String {
    // A linear congruence spreads the running number over five figures, so that neighbours do not look alike.
    let spread = (number * 7919 + 20190) % 100_000;
    let subject = format!("MAX{spread:05}");
    let subject: String = subject.chars().chain(once(subject_check(&subject))).collect();
    let body = format!("91{division}{subject}");
    body.chars().chain(once(check(&body))).collect()
}

/// The same code with a wrong last character, as a slip of the pen leaves it.
pub fn mistyped(code: &str) -> String {
    let last = code.bytes().last().map_or(0, value);
    code.chars().take(17).chain(once(char::from(ALPHABET[(last + 4) % 31]))).collect()
}

fn value(character: u8) -> usize {
    ALPHABET.iter().position(|&known| known == character).unwrap_or_default()
}

/// GB 32100-2015: weights are the powers of 3 modulo 31.
fn check(body: &str) -> char {
    let (sum, _) =
        body.bytes().fold((0, 1), |(sum, weight), character| ((sum + value(character) * weight) % 31, weight * 3 % 31));
    char::from(ALPHABET[(31 - sum) % 31])
}

/// GB 11714: the check character of the nine characters of the subject. Letters count from A = 10.
fn subject_check(subject: &str) -> char {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = subject.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(36).unwrap_or_default() * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        check => char::from_digit(check, 10).unwrap_or('0'),
    }
}
