//! What people leave in cells besides the words: removed here, while the raw text stays beside.

use std::borrow::Cow;

use crate::text::{every, is_of_common_han};
use crate::workbook::{CellValue, decimal_text};

/// Whether a character takes no room: zero-width joiners, byte-order marks, soft hyphens, direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

/// Whether nothing is left of a text when it is cleaned.
pub(super) fn is_nothing(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Whether a character is a Chinese character or Chinese punctuation, inside which a space means nothing.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

fn joins(c: char) -> bool {
    is_han(c) || matches!(c, '、' | '，' | '。' | '；' | '：' | '（' | '）' | '“' | '”' | '《' | '》' | '〔' | '〕')
}

/// Whether cleaning leaves a character as it is wherever it stands: no blank, no control character, not invisible.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{3001}'..='\u{9fff}') || !(c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Whether folding leaves a character as it is.
pub(super) fn is_folded(c: char) -> bool {
    matches!(c, '!'..='@' | '['..='~' | '\u{3001}'..='\u{9fff}')
        || (is_plain(c) && half_width(c) == c && c.to_lowercase().eq([c]))
}

/// The cell's text cleaned for reading: trimmed, spaces inside Chinese words removed, a line break as one blank, or as 「；」
/// where each line is an item of its own. Nearly every cell is clean as it stands, and is then not copied.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if is_plainly_clean(text) || text.chars().all(is_plain) { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text)) }
}

/// Whether the bytes of a text show that it is clean: it holds nothing but ASCII signs and characters of U+4000–U+9FFF.
fn is_plainly_clean(text: &str) -> bool {
    every(text, |byte| matches!(byte, b'!'..=b'~') | is_of_common_han(byte))
}

/// Whether the bytes of a text show that it is folded.
fn is_plainly_folded(text: &str) -> bool {
    every(text, |byte| matches!(byte, b'!'..=b'@' | b'['..=b'~') | is_of_common_han(byte))
}

/// The same for any text.
fn cleaned(text: &str) -> String {
    let lines: Vec<String> = text.split(['\n', '\r']).map(clean_line).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        _ if lines.iter().all(|line| is_item(line)) => {
            let items: Vec<&str> = lines.iter().map(|line| line.trim_end_matches([';', '；', '。'])).collect();
            items.join("；")
        }
        _ => lines.into_iter().reduce(|left, right| join(left, &right)).unwrap_or_default(),
    }
}

/// Whether a line of a cell can stand alone: it ends with a separator, or has a number and words, or ends in a machine.
fn is_item(line: &str) -> bool {
    let words = line.chars().filter(|c| is_han(*c)).count();
    let ends_in_machine =
        line.trim_end_matches(|c: char| !is_han(c)).ends_with(['炉', '机', '磨', '窑', '槽', '釜', '线']);
    line.ends_with([';', '；', '。'])
        || (line.chars().any(|c| c.is_ascii_digit()) && words >= 3)
        || (line.chars().any(|c| c.is_ascii_digit()) && ends_in_machine)
        || (words >= 2 && ends_in_machine)
}

fn join(left: String, right: &str) -> String {
    let together = left.chars().next_back().is_some_and(joins) && right.chars().next().is_some_and(joins);
    if together { left + right } else { format!("{left} {right}") }
}

/// One line without control characters, invisible characters, and blanks that mean nothing.
fn clean_line(line: &str) -> String {
    let mut words = line.split(|c: char| c.is_whitespace() || c == '\u{3000}').filter_map(|word| {
        let word: String = word.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
        (!word.is_empty()).then_some(word)
    });
    let first = words.next().unwrap_or_default();
    words.fold(first, |left, right| join(left, &right))
}

/// A name without the blanks that typing and line breaks leave in it; blanks between foreign words stay.
pub(super) fn name(text: &str) -> String {
    let mut words = text.split([' ', '；']);
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |left, right| {
        let foreign = left.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric())
            && right.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        if foreign { format!("{left} {right}") } else { left + right }
    })
}

/// Full-width ASCII as half-width, other characters unchanged.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A text as labels are compared: half-width, without blanks and invisible characters, letters in lower case. Most texts
/// are so as they stand, and are then not copied.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if is_plainly_folded(text) || text.chars().all(is_folded) { Cow::Borrowed(text) } else { Cow::Owned(folded(text)) }
}

/// Whether a text is clean and folded as it stands, told by a look at its bytes; of some that are this is not known.
pub(super) fn is_plain_word(text: &str) -> bool {
    is_plainly_folded(text)
}

/// The same for any text.
fn folded(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The cell's text cleaned for reading.
pub(super) fn text_of(value: &CellValue) -> Cow<'_, str> {
    match raw_text(value) {
        Cow::Borrowed(text) => clean(text),
        Cow::Owned(text) => match clean(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(cleaned) => Cow::Owned(cleaned),
        },
    }
}

/// The cell's text as stored: numbers in their shortest decimal form, dates as ISO.
pub(super) fn raw_text(value: &CellValue) -> Cow<'_, str> {
    Cow::Owned(match value {
        CellValue::Text(text) | CellValue::Error(text) => return Cow::Borrowed(text),
        CellValue::Bool(yes) => return Cow::Borrowed(if *yes { "是" } else { "否" }),
        CellValue::Number(number) => decimal_text(*number),
        CellValue::Date(date) if date.time() == chrono::NaiveTime::MIN => date.date().to_string(),
        CellValue::Date(date) => date.format("%Y-%m-%dT%H:%M:%S").to_string(),
        CellValue::FormulaWithoutValue(formula) => format!("={formula}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is not copied is what the plain way would have made.
        #[test]
        fn texts_that_are_not_copied_are_what_copying_makes(text in "[ 　\r\n\t\u{200b}\u{feff}\u{85}a-zA-ZＡ-ｚ0-9ⒶǅΩ#（）、。高炉企业名称公司\u{0}-\u{ffff}]{0,12}") {
            prop_assert_eq!(&*clean(&text), cleaned(&text));
            prop_assert_eq!(&*fold(&text), folded(&text));
            prop_assert_eq!(is_nothing(&text), cleaned(&text).is_empty());
            if is_plain_word(&text) {
                prop_assert_eq!((cleaned(&text), folded(&text)), (text.clone(), text));
            }
        }
    }

    #[test]
    fn blanks_inside_chinese_words_go_others_stay() {
        assert_eq!(clean("贺州市 兆鑫五 金制品 有限公 司"), "贺州市兆鑫五金制品有限公司");
        assert_eq!(clean("  580 m³ 高炉　2座 "), "580 m³ 高炉 2座");
        assert_eq!(clean("云南\u{200b}某某\u{feff}公司\u{7}"), "云南某某公司");
    }

    #[test]
    fn line_breaks_separate_items_only_where_each_line_is_one() {
        assert_eq!(clean("3000 m³高炉×2座;\n200 t转炉×2座。"), "3000 m³高炉×2座；200 t转炉×2座");
        assert_eq!(clean("高炉\n转炉\r\n烧结机"), "高炉；转炉；烧结机");
        assert_eq!(clean("云南某某钢铁\n有限公司"), "云南某某钢铁有限公司");
        assert_eq!(clean("2004年\n5月"), "2004年 5月");
    }
}
