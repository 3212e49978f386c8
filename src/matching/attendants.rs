//! What serves a piece of equipment (行车, 操作室, 钢包), and the words by which a text ties it to one.
//!
//! In Chinese the thing stands last: 转炉钢包 and 转炉25t钢包 are ladles, 3.8m焦炉的地面站 is a station, and the equipment before
//! them only tells whose they are. 380m³高炉配除尘器 is a furnace that has one.

use super::lexicon::folded;
use crate::catalog::Vocabulary;

/// Characters of the longest attendant that is looked for.
const LONGEST: usize = 6;

/// The attendants of a vocabulary.
pub(super) struct Attendants {
    /// Their names, sorted.
    names: Vec<String>,
    /// Words that may stand between equipment and attendant.
    links: Vec<String>,
    /// Words after which the attendant is what the equipment has.
    having: Vec<String>,
}

impl Attendants {
    /// Takes the attendants of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let words = |list: &[String]| list.iter().map(|word| folded(word).into_owned()).collect();
        let mut names: Vec<String> = words(&vocabulary.attendants);
        names.sort();
        Self { names, links: words(&vocabulary.attendant_links), having: words(&vocabulary.having) }
    }

    /// Whether a word is the name of an attendant.
    pub(super) fn is_name(&self, word: &str) -> bool {
        self.names.binary_search_by(|name| name.as_str().cmp(word)).is_ok()
    }

    /// Whether words begin with an attendant.
    pub(super) fn begin(&self, words: &str) -> bool {
        let ends = words.char_indices().map(|(at, character)| at + character.len_utf8());
        ends.take(LONGEST).filter_map(|end| words.get(..end)).any(|start| self.is_name(start))
    }

    /// Whether words begin with an attendant behind a link: 车间行车, 炉前泥炮.
    pub(super) fn begin_behind_link(&self, words: &str) -> bool {
        self.links.iter().any(|link| words.strip_prefix(link.as_str()).is_some_and(|rest| self.begin(rest)))
    }

    /// Whether words are such a link.
    pub(super) fn is_link(&self, words: &str) -> bool {
        self.links.iter().any(|link| link == words)
    }

    /// Whether an attendant ends words that say how it belongs to the equipment before them, not that the equipment has it:
    /// 上拆下的鼓风机, 的装煤除尘地面站, but not 配除尘器.
    pub(super) fn end(&self, words: &str) -> bool {
        let starts = words.char_indices().rev().map(|(at, _)| at).take(LONGEST);
        // The longest name that ends the words.
        let named = starts.filter(|&start| words.get(start..).is_some_and(|end| self.is_name(end))).last();
        let Some(before) = named.and_then(|start| words.get(..start)) else { return false };
        self.is_owned(before)
    }

    /// Whether words join an equipment to what belongs to it: 上拆下的.
    pub(super) fn joins(&self, words: &str) -> bool {
        words.ends_with('的') && self.is_owned(words)
    }

    /// Whether words between an equipment and another thing do not say that the equipment has it.
    fn is_owned(&self, before: &str) -> bool {
        before.starts_with('的')
            || before.ends_with('的')
            || !self.having.iter().any(|word| before.contains(word.as_str()))
    }
}
