//! A list of words that is asked of nearly every cell of a sheet.
//!
//! Most cells neither begin nor end as any of its words does: one look at their first or last character answers for them.

use serde::{Deserialize, Serialize};

/// Folded words, with the characters that they begin and end with, each once in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub(super) struct Words {
    list: Vec<String>,
    first: Vec<char>,
    last: Vec<char>,
    /// By these nearly every other character is told apart.
    begins: Glance,
    ends: Glance,
}

/// A bit for the lower eight bits of each of some characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Glance([u64; 4]);

impl Glance {
    fn of(characters: &[char]) -> Self {
        let mut bits = [0; 4];
        for c in characters {
            bits[(u32::from(*c) >> 6 & 3) as usize] |= 1 << (u32::from(*c) & 63);
        }
        Self(bits)
    }

    fn may_hold(&self, c: char) -> bool {
        let code = u32::from(c);
        self.0[(code >> 6 & 3) as usize] >> (code & 63) & 1 == 1
    }
}

impl From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Self {
        Self::new(words)
    }
}

impl From<Words> for Vec<String> {
    fn from(words: Words) -> Self {
        words.list
    }
}

impl Words {
    /// Of folded words; empty ones say nothing and are left out.
    pub(super) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let list: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let each_once = |mut characters: Vec<char>| {
            characters.sort_unstable();
            characters.dedup();
            characters
        };
        let first = each_once(list.iter().filter_map(|word| word.chars().next()).collect());
        let last = each_once(list.iter().filter_map(|word| word.chars().next_back()).collect());
        let (begins, ends) = (Glance::of(&first), Glance::of(&last));
        Self { list, first, last, begins, ends }
    }

    /// Every word.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(String::as_str)
    }

    /// Whether some word begins with a character.
    pub(super) fn some_begins_with(&self, c: char) -> bool {
        self.begins.may_hold(c) && self.first.binary_search(&c).is_ok()
    }

    /// Whether some word ends with a character.
    pub(super) fn some_ends_with(&self, c: char) -> bool {
        self.ends.may_hold(c) && self.last.binary_search(&c).is_ok()
    }

    /// The words that a folded text can begin with; a look at its first character says that there are none.
    pub(super) fn beginning(&self, text: &str) -> impl Iterator<Item = &str> {
        let any = text.chars().next().is_some_and(|c| self.some_begins_with(c));
        self.iter().filter(move |_| any)
    }

    /// Whether a folded text begins with a word.
    pub(super) fn begin(&self, text: &str) -> bool {
        self.beginning(text).any(|word| text.starts_with(word))
    }

    /// The words that a folded text can end with; a look at its last character says that there are none.
    pub(super) fn ending(&self, text: &str) -> impl Iterator<Item = &str> {
        let any = text.chars().next_back().is_some_and(|c| self.some_ends_with(c));
        self.iter().filter(move |_| any)
    }

    /// Whether a folded text ends with a word.
    pub(super) fn end(&self, text: &str) -> bool {
        self.ending(text).any(|word| text.ends_with(word))
    }

    /// Whether a word stands anywhere in a folded text.
    pub(super) fn within(&self, text: &str) -> bool {
        text.char_indices()
            .filter(|(_, c)| self.some_begins_with(*c))
            .filter_map(|(at, _)| text.get(at..))
            .any(|rest| self.iter().any(|word| rest.starts_with(word)))
    }

    /// Whether a folded text is a word.
    pub(super) fn contain(&self, text: &str) -> bool {
        self.beginning(text).any(|word| word == text)
    }
}
