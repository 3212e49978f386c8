//! Equipment that only tells whose the thing is that a text names: 转炉钢包, 高炉用鼓风机, 焦炉的地面站.

use super::super::token::TokenKind;
use super::{Mark, Marker};
use crate::catalog::TermKind;
use crate::quantity::ReadingKind;

impl Marker<'_> {
    /// Marks the equipment that what serves it stands behind.
    pub(super) fn attendants(&mut self) {
        for at in 0..self.tokens.len() {
            let equipment = self.is(at, TermKind::Equipment);
            let named = equipment || self.is(at, TermKind::Product);
            if self.marks[at] != Mark::Live || !named || self.is_model(at) {
                continue;
            }
            let words = (at + 1..self.tokens.len()).find(|&index| !self.is_sized(index));
            let Some(words) = words.filter(|&index| self.may_serve(index)) else { continue };
            if !equipment {
                // 硅铁破碎筛分线: what holds or works up a product does not make it.
                let ends = self.lexicon.attendants.end(self.words(words)) && self.ends_phrase(words + 1);
                if words == at + 1 && ends {
                    self.set(at..at + 1, Mark::Owner);
                }
            } else if words == at + 1 {
                if self.is_served_by(words) {
                    self.set(at..at + 1, Mark::Owner);
                } else if self.is_had_by(at, words) {
                    // 380m³高炉上拆下的鼓风机: the size goes with the furnace.
                    let sizes = (0..at).rev().take_while(|&index| self.is_sized(index)).count();
                    self.set(at - sizes..at + 1, Mark::Excepted);
                }
            } else if self.lexicon.attendants.end(self.words(words)) && self.ends_phrase(words + 1) {
                self.measured_attendant(at, words);
            }
        }
    }

    /// A571单梁起重机, DDZ-Ⅰ型仪表: a model goes before the noun of the same thing.
    fn is_model(&self, at: usize) -> bool {
        self.words(at).ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '型' | '式' | '类'))
    }

    /// Unknown words, or an attendant that the vocabulary knows as a thing of its own: 风机.
    fn may_serve(&self, at: usize) -> bool {
        match self.tokens[at].kind {
            TokenKind::Words => true,
            TokenKind::Mention(_) => {
                self.is(at, TermKind::Equipment) && self.lexicon.attendants.is_name(self.words(at))
            }
            _ => false,
        }
    }

    /// Whether the words right behind an equipment name what serves it: 车间行车, 用鼓风机, 上拆下的鼓风机.
    fn is_served_by(&self, at: usize) -> bool {
        let attendants = &self.lexicon.attendants;
        let words = self.words(at);
        let linked = attendants.is_link(words);
        let sized = self.tokens.get(at + 1).is_some_and(|token| matches!(token.kind, TokenKind::Number(_)));
        attendants.begin(words)
            || attendants.begin_behind_link(words)
            || linked && attendants.begin(self.words(at + if sized { 2 } else { 1 }))
            || linked && words.ends_with('用') && self.is(at + 1, TermKind::Equipment)
            || attendants.end(words) && self.ends_phrase(at + 1)
    }

    /// 高炉上拆下的鼓风机, 焦炉的干熄焦锅炉: of two pieces of equipment joined by 的 the first only tells whose the second is.
    fn is_had_by(&self, owner: usize, words: usize) -> bool {
        let thing = (words + 1..self.tokens.len()).find(|&index| !self.is_sized(index));
        let named = |at: usize| {
            let token = self.tokens.get(at).filter(|token| token.depth == self.tokens[owner].depth)?;
            token.names(TermKind::Equipment, self.lexicon, self.vocabulary)
        };
        let (Some(owner), Some(thing)) = (named(owner), thing.and_then(named)) else { return false };
        let joined = self.lexicon.attendants.joins(self.words(words));
        joined && !self.vocabulary.is_a(owner, thing) && !self.vocabulary.is_a(thing, owner)
    }

    /// A measure, or a number with a unit that nobody compares: 380m³/min.
    fn is_sized(&self, at: usize) -> bool {
        self.is_measure(at) || self.tokens[at].kind == TokenKind::Number(ReadingKind::Other)
    }

    /// 转炉25t钢包2个: the size is that of the ladle. In 转炉25t行车30t each has its own, and the converter is one.
    fn measured_attendant(&mut self, at: usize, words: usize) {
        let own = self.tokens.get(words + 1).and_then(|_| self.dimension(words + 1));
        if own.is_none() {
            self.set(at..at + 1, Mark::Owner);
        } else if (at + 1..words).any(|index| self.dimension(index) == own) {
            self.set(words + 1..words + 2, Mark::Excepted);
        }
    }

    /// Whether nothing but numbers and punctuation follows: the words before are the last of their phrase.
    fn ends_phrase(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| match &token.kind {
            TokenKind::Number(kind) => !matches!(kind, ReadingKind::Year),
            TokenKind::Comma | TokenKind::Clause | TokenKind::Stop | TokenKind::Open | TokenKind::Close => true,
            TokenKind::Mention(_) | TokenKind::Particle(_) | TokenKind::Words => false,
        })
    }
}
