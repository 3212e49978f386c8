//! A glance at a cell: whether its text is a heading, for less than working out its [`Label`].

use super::Dictionary;
use crate::survey::clean::{fold, half_width, is_han};
use crate::survey::label::{Label, decorates, numbers, opens};
use crate::text::{every, is_of_common_han, simplified};

impl Dictionary {
    /// Whether a cell's text is a heading that stands in the dictionary as a whole: the same as [`exact`](Self::exact) of its
    /// [`Label`], for the price of a glance at most cells.
    pub fn knows(&self, text: &str) -> bool {
        !self.is_surely_none(text) && self.knows_any(text)
    }

    /// Whether a look at the bytes of a text, its first and its last character shows that it is no heading. Only a text without
    /// brackets can be told so.
    fn is_surely_none(&self, text: &str) -> bool {
        let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return true };
        // No label ends with its last character, or with a figure.
        let ends_wrong = if is_han(last) {
            !self.words.some_ends_with(simplified(last))
        } else {
            last.is_ascii_digit() && !self.figured
        };
        if ends_wrong {
            return every(text, is_without_bracket);
        }
        // Nothing but characters, and no label begins with the first.
        if every(text, is_of_common_han) {
            let first = simplified(first);
            return !numbers(first) && !self.words.some_begins_with(first);
        }
        // A figure behind a character: a label would have it.
        let behind = text.bytes().skip_while(u8::is_ascii);
        !self.figured && every(text, is_without_bracket) && behind.into_iter().any(|byte| byte.is_ascii_digit())
    }

    /// The same for any text.
    fn knows_any(&self, text: &str) -> bool {
        let (mut han, mut plain, mut bracketed) = (false, true, false);
        for c in text.chars() {
            let is_han = is_han(c);
            han |= is_han;
            plain &= is_han && simplified(c) == c;
            bracketed |= opens(half_width(c));
        }
        if !han {
            return false;
        }
        if plain && !text.starts_with(numbers) {
            return self.labels.contains_key(text);
        }
        if !bracketed && !self.may_end(text) || !self.figured && has_figures(text) {
            return false;
        }
        self.may_know(text) && self.exact(&Label::words_of(text)).is_some()
    }

    /// Whether the words of a text without brackets can end as some label does.
    fn may_end(&self, text: &str) -> bool {
        let ends = |c: char| self.words.some_ends_with(c.to_lowercase().next_back().map_or(c, simplified));
        for c in text.chars().rev().map(half_width) {
            // Latin letters around the words may be no part of them.
            if c.is_ascii_alphabetic() || c == '_' {
                if ends(c) {
                    return true;
                }
            } else if is_han(c) || !decorates(c) {
                return ends(c);
            }
        }
        true
    }

    /// Whether the words of a text, with or without what stands in brackets, can begin and end as some label does.
    fn may_know(&self, text: &str) -> bool {
        let (mut begins, mut ends, mut last) = (None, false, None);
        for c in text.chars().map(half_width) {
            if opens(c) {
                // The words may end before a bracket, or begin after one.
                ends |= last.is_none_or(|last| self.words.some_ends_with(last));
                begins = begins.or(last.is_none().then_some(true));
            } else if c.is_ascii_alphabetic() || c == '_' {
                begins = begins.or(Some(true));
                ends |= self.words.some_ends_with(c.to_ascii_lowercase());
            } else if is_han(c) || !decorates(c) {
                let first = c.to_lowercase().next().map_or(c, simplified);
                begins = begins.or_else(|| Some(numbers(first) || self.words.some_begins_with(first)));
                last = c.to_lowercase().next_back().map(simplified);
            }
        }
        begins.unwrap_or(true) && (ends || last.is_none_or(|last| self.words.some_ends_with(last)))
    }
}

/// Whether a byte is that of a sign or common character that opens no bracket.
fn is_without_bracket(byte: u8) -> bool {
    let opens = (byte == b'(') | (byte == b'[') | (byte == b'{') | (byte == b'<');
    (matches!(byte, b'!'..=b'~') & !opens) | is_of_common_han(byte)
}

/// Whether a heading keeps a figure in its words, with or without what stands in brackets: one outside of brackets that does
/// not number it (2.企业名称).
fn has_figures(text: &str) -> bool {
    let mut depth = 0usize;
    // Whether only figures and decoration have been seen outside of brackets, and the last was a figure.
    let (mut leads, mut figure) = (true, false);
    for c in text.chars().map(half_width) {
        if opens(c) {
            depth += 1;
        } else if depth > 0 {
            depth -= usize::from(matches!(c, ')' | ']' | '】' | '〕' | '}' | '>'));
        } else if c.is_ascii_digit() {
            if !leads {
                return true;
            }
            figure = true;
        } else if is_han(c) || !fold(c.encode_utf8(&mut [0; 4])).is_empty() {
            if figure && !matches!(c, '.' | '、') {
                return true;
            }
            figure = false;
            leads &= !is_han(c) && decorates(c);
        }
    }
    figure
}
