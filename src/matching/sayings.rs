//! Circumstances said in any order of words: 「除尘器上一直没装泄爆片」 is 干式除尘无控爆措施, however it is put. A saying of the
//! vocabulary gives the words; whether a text says that something is lacking or there is read by [`super::lacking`].

use std::ops::Range;

use super::lacking::{is_lacking, is_mended, is_stated, is_unknown, is_unsure, sentence};
use super::lexicon::folded;
use crate::catalog::{TermId, Vocabulary};

/// The sayings of a vocabulary, by the words that decide.
pub(super) struct Sayings {
    /// Words that must be lacking or said, sorted.
    anchors: Vec<Anchor>,
    /// The anchors that begin with a character, sorted by character.
    firsts: Vec<(char, Range<usize>)>,
    /// A bit for the lower ten bits of each of these characters: nearly every other character of a text is told apart by it.
    glance: [u64; 16],
    sayings: Vec<Around>,
    /// Their terms, sorted.
    terms: Vec<TermId>,
}

struct Anchor {
    word: String,
    saying: u16,
    kind: Kind,
}

/// What the deciding word must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Lacking,
    Said,
    Unsure,
}

/// What else a saying asks of a text.
struct Around {
    term: TermId,
    groups: [Vec<String>; 2],
    lacks_too: Vec<String>,
    not: Vec<String>,
    doubt: bool,
    ask: String,
}

/// A circumstance that a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// What it is.
    pub(super) term: TermId,
    /// The bytes of the folded text that decide.
    pub(super) span: Range<usize>,
    /// What to ask, where it is no more than possible.
    pub(super) doubt: Option<String>,
}

/// A circumstance of which a text says the deciding words, while what they speak of must stand in another column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Half {
    saying: u16,
    /// Which of the two groups of words this text has.
    has: [bool; 2],
    doubt: bool,
}

impl Sayings {
    /// Takes the sayings of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let words = |list: &[String]| -> Vec<String> { list.iter().map(|word| folded(word).into_owned()).collect() };
        let mut anchors = Vec::new();
        let mut sayings = Vec::with_capacity(vocabulary.sayings.len());
        for (index, saying) in (0_u16..).zip(&vocabulary.sayings) {
            let kinds = [(&saying.lacks, Kind::Lacking), (&saying.says, Kind::Said), (&saying.unsure, Kind::Unsure)];
            for (list, kind) in kinds {
                anchors.extend(words(list).into_iter().map(|word| Anchor { word, saying: index, kind }));
            }
            sayings.push(Around {
                term: saying.term,
                groups: [words(&saying.of), words(&saying.with)],
                lacks_too: words(&saying.lacks_too),
                not: words(&saying.not),
                doubt: saying.doubt,
                ask: saying.ask.clone().unwrap_or_default(),
            });
        }
        anchors.sort_by(|a, b| a.word.cmp(&b.word).then(a.saying.cmp(&b.saying)));
        let mut firsts: Vec<(char, Range<usize>)> = Vec::new();
        for (at, anchor) in anchors.iter().enumerate() {
            let Some(first) = anchor.word.chars().next() else { continue };
            match firsts.last_mut() {
                Some((known, range)) if *known == first => range.end = at + 1,
                _ => firsts.push((first, at..at + 1)),
            }
        }
        let mut glance = [0; 16];
        for (first, _) in &firsts {
            let (word, bit) = place_of(*first);
            glance[word] |= bit;
        }
        let mut terms: Vec<TermId> = sayings.iter().map(|saying| saying.term).collect();
        terms.sort_unstable();
        terms.dedup();
        Self { anchors, firsts, glance, sayings, terms }
    }

    /// What a folded text says, and of what it says a half.
    pub(super) fn read(&self, text: &str) -> (Vec<Said>, Vec<Half>) {
        let (mut said, mut halves): (Vec<Said>, Vec<Half>) = (Vec::new(), Vec::new());
        for (start, character) in text.char_indices() {
            let (word, bit) = place_of(character);
            if self.glance[word] & bit == 0 {
                continue;
            }
            let Ok(at) = self.firsts.binary_search_by_key(&character, |(first, _)| *first) else { continue };
            let range = self.firsts.get(at).map_or(0..0, |(_, range)| range.clone());
            for anchor in self.anchors.get(range).unwrap_or_default() {
                let span = start..start + anchor.word.len();
                if text.get(span.clone()) != Some(&anchor.word) {
                    continue;
                }
                let Some(around) = self.sayings.get(usize::from(anchor.saying)) else { continue };
                let known = |doubted: bool| {
                    said.iter().any(|known| known.term == around.term && (doubted || known.doubt.is_none()))
                };
                if known(false) || !Self::decides(text, anchor, around, &span) {
                    continue;
                }
                let doubt = around.doubt || anchor.kind == Kind::Unsure || is_unsure(text, start);
                if known(doubt) {
                    continue;
                }
                // What is spoken of stands in the same sentence or before it.
                let before = text.get(..sentence(text, start).end).unwrap_or(text);
                let has = around.has(before);
                if has == [true, true] {
                    said.retain(|known| known.term != around.term);
                    said.push(Said { term: around.term, span, doubt: doubt.then(|| around.ask.clone()) });
                } else {
                    halves.push(Half { saying: anchor.saying, has, doubt });
                }
            }
        }
        halves.retain(|half| !said.iter().any(|said| self.term(half) == Some(said.term)));
        halves.dedup();
        (said, halves)
    }

    fn decides(text: &str, anchor: &Anchor, around: &Around, span: &Range<usize>) -> bool {
        let sentence = text.get(sentence(text, span.start)).unwrap_or(text);
        let decides = match anchor.kind {
            Kind::Lacking => is_lacking(text, span),
            Kind::Said => is_stated(text, span),
            Kind::Unsure => is_unknown(text, span),
        };
        let too = |word: &String| {
            text.match_indices(word.as_str()).any(|(at, found)| is_lacking(text, &(at..at + found.len())))
        };
        decides
            && !is_mended(text, span)
            && !around.not.iter().any(|word| sentence.contains(word.as_str()))
            && (around.lacks_too.is_empty() || around.lacks_too.iter().any(too))
    }

    /// Whether a term is a circumstance that sayings speak of.
    pub(super) fn speak_of(&self, term: TermId) -> bool {
        self.terms.binary_search(&term).is_ok()
    }

    fn term(&self, half: &Half) -> Option<TermId> {
        self.sayings.get(usize::from(half.saying)).map(|around| around.term)
    }

    /// The circumstance of a half whose other half other texts of the line say, and what to ask if it is only possible.
    pub(super) fn whole(&self, half: &Half, others: &[&str]) -> Option<(TermId, Option<String>)> {
        let around = self.sayings.get(usize::from(half.saying))?;
        let has = others.iter().fold(half.has, |has, other| {
            let more = around.has(other);
            [has[0] || more[0], has[1] || more[1]]
        });
        let otherwise = around.not.iter().any(|word| others.iter().any(|other| other.contains(word.as_str())));
        let doubt = half.doubt.then(|| around.ask.clone());
        (has == [true, true] && !otherwise).then_some((around.term, doubt))
    }
}

/// The bit of a character in [`Sayings::glance`].
fn place_of(character: char) -> (usize, u64) {
    let code = u32::from(character);
    ((code >> 6 & 15) as usize, 1 << (code & 63))
}

impl Around {
    fn has(&self, text: &str) -> [bool; 2] {
        let of = |group: &Vec<String>| group.is_empty() || group.iter().any(|word| text.contains(word.as_str()));
        [of(&self.groups[0]), of(&self.groups[1])]
    }
}
