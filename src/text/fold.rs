//! Folding: one spelling for the many forms of a character.
//!
//! Full-width forms become ASCII, ASCII becomes lower case, superscripts and square units become `m2`, `m3`, the φ family,
//! dashes, tildes and multiplication signs become one each, traditional characters of the field become simplified, blanks that
//! part no two words vanish. Folding comes before any reading, since plain NFKC would turn `10³m³` into `103m3`.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::traditional;

/// A folded text and where each of its bytes came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the byte of the original at which its character begins; one more for the end. `None` if the
    /// text is the original.
    origin: Option<Vec<u32>>,
}

impl Folded {
    /// The original bytes that a range of the folded text came from.
    #[must_use]
    pub fn original(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let at = |index: usize| match &self.origin {
            Some(origin) => origin.get(index).or(origin.last()).map_or(0, |&byte| byte as usize),
            None => self.text.floor_char_boundary(index),
        };
        let (from, mut to) = (at(start), at(end));
        if to < from {
            to = from;
        }
        from..to
    }
}

/// Whether a character has no width and no meaning in a survey.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// Whether folding leaves a character as it is wherever it stands.
fn stays(c: char) -> bool {
    match c {
        // An x may be a sign of multiplication.
        'x' | 'A'..='Z' | '*' | '[' | ']' | '{' | '}' => false,
        '!'..='~' | '、' | '。' | '×' | '≤' | '≥' | '≠' | '℃' => true,
        '\u{4E00}'..='\u{9FFF}' => traditional::simplified(c) == c,
        _ => false,
    }
}

/// Folds a text.
#[must_use]
pub fn fold(original: &str) -> Folded {
    if is_folded(original) {
        return Folded { text: original.to_owned(), origin: None };
    }
    fold_each(original, Folder::take)
}

/// The folded text alone, for those who need no way back. Most texts are folded as they stand, and are then not copied.
#[must_use]
pub fn fold_text(original: &str) -> Cow<'_, str> {
    if is_folded(original) { Cow::Borrowed(original) } else { Cow::Owned(fold_each(original, Folder::take).text) }
}

/// Folds any text, character by character.
fn fold_each(original: &str, take: impl Fn(&mut Folder, &str, usize, char, Option<char>)) -> Folded {
    let mut folder = Folder {
        text: String::with_capacity(original.len()),
        origin: Vec::with_capacity(original.len() + 1),
        blank: None,
    };
    let mut chars = original.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        take(&mut folder, original, at, c, next);
    }
    folder.strip_pinyin();
    folder.origin.push(u32::try_from(original.len()).unwrap_or(u32::MAX));
    Folded { text: folder.text, origin: Some(folder.origin) }
}

/// Whether folding certainly leaves a text as it is; of some texts that it would leave this is not known.
#[must_use]
pub fn is_folded(text: &str) -> bool {
    text.chars().all(stays)
}

struct Folder {
    text: String,
    origin: Vec<u32>,
    /// A blank was seen here and not yet written.
    blank: Option<usize>,
}

impl Folder {
    fn take(&mut self, original: &str, at: usize, c: char, next: Option<char>) {
        if self.blank.is_none() && stays(c) { self.put(at, c) } else { self.take_any(original, at, c, next) }
    }

    /// The same for any character.
    fn take_any(&mut self, original: &str, at: usize, c: char, next: Option<char>) {
        if c == '\n' || c == '\r' {
            self.blank = None;
            if !self.text.is_empty() && !self.text.ends_with(';') {
                self.put(at, ';');
            }
            return;
        }
        if c.is_whitespace() {
            self.blank.get_or_insert(at);
            return;
        }
        if c.is_control() || is_invisible(c) {
            return;
        }
        let previous = self.text.chars().next_back();
        let folded = match c {
            'x' | 'X' | 'ｘ' | 'Ｘ'
                if is_multiplication(&self.text, next) || self.blank.is_some() && parts_figures(original, at) =>
            {
                '×'
            }
            'a'..='z' | '0'..='9' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            '\u{4E00}'..='\u{9FFF}' => traditional::simplified(c),
            '，' if self.parts_thousands(original, at) => ',',
            '，' | '、' | '。' | '×' | '≤' | '≥' | '≠' | '℃' | '~' => c,
            '*' | '＊' | '✕' | '✖' | '╳' | '⨯' | '∗' => '×',
            '；' => ';',
            '：' => ':',
            '（' | '〔' | '﹝' | '[' | '［' | '【' | '{' | '｛' => '(',
            '）' | '〕' | '﹞' | ']' | '］' | '】' | '}' | '｝' => ')',
            'Φ' | 'φ' | 'Ф' | 'ф' | '∅' | 'Ø' | 'ø' | 'ϕ' | 'ɸ' | '⌀' => 'φ',
            '—' | '–' | '－' | '﹣' | '‐' | '‑' | '‒' | '―' | '−' | '─' => '-',
            '～' | '〜' | '∼' => '~',
            '≦' | '⩽' => '≤',
            '≧' | '⩾' => '≥',
            '＜' | '﹤' => '<',
            '＞' | '﹥' => '>',
            '²' | '³' if previous.is_some_and(|p| p.is_ascii_alphabetic()) => {
                if c == '²' {
                    '2'
                } else {
                    '3'
                }
            }
            '²' | '³' | '⁴' | '⁵' => {
                self.flush_blank(c);
                self.put(at, '^');
                match c {
                    '²' => '2',
                    '³' => '3',
                    '⁴' => '4',
                    _ => '5',
                }
            }
            '①'..='⑳' | '⑴'..='⒇' => {
                self.blank = None;
                if !self.text.is_empty() && !self.text.ends_with(';') {
                    self.put(at, ';');
                }
                return;
            }
            c if c.is_ascii() => c,
            _ => return self.compatibility(original, at, c),
        };
        self.flush_blank(folded);
        self.put(at, folded);
    }

    /// 1，260立方米: a wide comma between one figure and exactly three parts thousands, before 000 and before kVA
    /// between more; 300，450 is a list.
    fn parts_thousands(&self, original: &str, at: usize) -> bool {
        let figure = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        let before = self.text.chars().rev().take_while(|&c| c.is_ascii_digit()).count();
        let after = original.get(at + '，'.len_utf8()..).unwrap_or_default();
        // 33，000kVA and 16，500kVA: no furnace has 000, and none of 16 kVA stands in a list.
        let group: String = after.chars().take_while(|&c| figure(c)).collect();
        let unit = after.get(group.len()..).and_then(|rest| rest.chars().next());
        let apparent = unit.is_some_and(|c| "kKｋＫ".contains(c))
            || after.get(group.len()..).is_some_and(|rest| rest.starts_with("千伏"));
        let thousands = before == 1 || before < 4 && (matches!(&*group, "000" | "０００") || apparent);
        self.blank.is_none() && thousands && group.chars().count() == 3
    }

    /// Anything else by NFKC, one character at a time so that the map stays exact.
    fn compatibility(&mut self, original: &str, at: usize, c: char) {
        let piece = original.get(at..at + c.len_utf8()).unwrap_or_default();
        let normal = ComposingNormalizerBorrowed::new_nfkc().normalize(piece);
        for folded in normal.chars() {
            if folded.is_whitespace() {
                continue;
            }
            let folded = if folded.is_ascii() { folded.to_ascii_lowercase() } else { traditional::simplified(folded) };
            self.flush_blank(folded);
            self.put(at, folded);
        }
    }

    /// Keeps a blank only where it parts two words in Latin letters or figures: `JN43 60孔` but not `580 m3`.
    fn flush_blank(&mut self, next: char) {
        if let Some(at) = self.blank.take() {
            let previous = self.text.chars().next_back();
            let parts = previous.is_some_and(|p| {
                p.is_ascii_alphanumeric()
                    && next.is_ascii_alphanumeric()
                    && !(p.is_ascii_digit() && next.is_ascii_alphabetic())
            });
            if parts {
                self.put(at, ' ');
            }
        }
    }

    fn put(&mut self, at: usize, c: char) {
        self.text.push(c);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.origin.extend(std::iter::repeat_n(at, c.len_utf8()));
    }

    /// Removes pinyin that a conversion left in brackets: `产(chǎn)能`.
    fn strip_pinyin(&mut self) {
        let is_tone = |c: char| ('\u{00E0}'..='\u{01DC}').contains(&c) && c.is_alphabetic();
        if !self.text.chars().any(is_tone) {
            return;
        }
        while let Some((start, end)) = self.text.match_indices('(').find_map(|(open, _)| {
            let close = open + self.text.get(open..)?.find(')')?;
            let inside = self.text.get(open + 1..close)?;
            let pinyin = !inside.is_empty()
                && inside.chars().all(|c| c.is_ascii_alphabetic() || is_tone(c))
                && inside.chars().any(is_tone);
            pinyin.then_some((open, close + 1))
        }) {
            self.text.replace_range(start..end, "");
            self.origin.drain(start..end);
        }
    }
}

/// Whether an x behind a blank has another blank and a figure behind it: 1350m³ X 1.
fn parts_figures(original: &str, at: usize) -> bool {
    let mut behind = original.get(at..).unwrap_or_default().chars().skip(1);
    behind.next().is_some_and(char::is_whitespace)
        && behind.find(|c| !c.is_whitespace()).is_some_and(|c| c.is_ascii_digit() || matches!(c, '０'..='９'))
}

/// Whether an x stands for ×: before a figure or φ, and not inside a word of letters (`JNX60`), unless the letters before it
/// are a unit of length after a figure (`3.2mx13m`).
fn is_multiplication(before: &str, next: Option<char>) -> bool {
    if !next.is_some_and(|n| n.is_ascii_digit() || matches!(n, '０'..='９' | 'φ' | 'Φ' | ' ')) {
        return false;
    }
    let mut back = before.chars().rev();
    match back.next() {
        Some('m') => {
            let mut rest = back.skip_while(|&c| c == 'm');
            rest.next().is_some_and(|c| c.is_ascii_digit())
        }
        Some('t') => back.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) if c.is_ascii_alphabetic() => false,
        Some(_) => next != Some(' '),
        None => next != Some(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).text
    }

    proptest::proptest! {
        /// A text that is not copied is what folding each character would have made, with the same way back.
        #[test]
        fn texts_that_stay_are_what_folding_makes(text in "[ -~、。×≤高爐炉鐵铁机立窑３φΦ\n　²]{0,8}|[a-wyz0-9高炉、()]{0,12}") {
            let (quick, slow) = (fold(&text), fold_each(&text, Folder::take_any));
            proptest::prop_assert_eq!(&quick.text, &slow.text);
            proptest::prop_assert_eq!(&*fold_text(&text), &slow.text);
            for start in 0..=slow.text.len() + 1 {
                for end in start..=slow.text.len() + 1 {
                    proptest::prop_assert_eq!(quick.original(start, end), slow.original(start, end));
                }
            }
        }
    }

    #[test]
    fn widths_units_and_signs_become_one_form() {
        assert_eq!(folded("５８０㎥高炉"), "580m3高炉");
        assert_eq!(folded("580 M³"), "580m3");
        assert_eq!(folded("105㎡、105 m²"), "105m2、105m2");
        assert_eq!(folded("Ф2.6*13m"), "φ2.6×13m");
        assert_eq!(folded("Φ2.6x13M"), "φ2.6×13m");
        assert_eq!(folded("Φ3.2m X 13m"), "φ3.2m×13m");
        assert_eq!(folded("（含）〔2019〕"), "(含)(2019)");
        assert_eq!(folded("10³m³"), "10^3m3");
        assert_eq!(folded("ZP-Ⅱ"), "zp-ii");
    }

    #[test]
    fn what_is_called_folded_is() {
        for text in ["高炉", "jn43型焦炉", "400", "c620"] {
            assert!(is_folded(text) && folded(text) == text, "{text}");
        }
        for text in ["高爐", "JN43", "2x580", "高炉 煤气", "（大）", "3㎥"] {
            assert!(!is_folded(text), "{text}");
        }
    }

    #[test]
    fn blanks_inside_words_vanish_and_between_words_stay() {
        assert_eq!(folded("有限公 司"), "有限公司");
        assert_eq!(folded("JN43 60孔"), "jn43 60孔");
        assert_eq!(folded("3座 580 立方米"), "3座580立方米");
    }

    #[test]
    fn traditional_and_pinyin() {
        assert_eq!(folded("煉鐵高爐300噸"), "炼铁高炉300吨");
        assert_eq!(folded("產(chǎn)能"), "产能");
    }

    #[test]
    fn x_in_a_model_code_is_a_letter() {
        assert_eq!(folded("JNX60"), "jnx60");
        assert_eq!(folded("转炉X2座"), "转炉×2座");
        assert_eq!(folded("2x580m3"), "2×580m3");
    }

    #[test]
    fn every_byte_maps_into_the_original() {
        let original = "５８０㎥ 高爐";
        let folded = fold(original);
        let start = folded.text.find("高炉").unwrap();
        assert_eq!(&original[folded.original(start, folded.text.len())], "高爐");
        assert_eq!(&original[folded.original(0, "580m3".len())].trim(), &"５８０㎥");
    }
}
