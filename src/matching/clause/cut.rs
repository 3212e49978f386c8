//! Where a clause names two unrelated things with numbers between, and where the second begins.

use std::ops::Range;

use super::super::segment::Segment;
use super::super::token::TokenKind;
use super::Clauses;
use crate::quantity::ReadingKind;

impl Clauses<'_> {
    pub(super) fn clause(&self, range: Range<usize>, clauses: &mut Vec<Segment>) {
        let mut start = range.start;
        for at in range.clone() {
            if self.begins_another(start, at) {
                let cut = self.cut_before(start, at);
                if cut > start {
                    clauses.extend(self.segment(start..cut));
                    start = cut;
                }
            }
        }
        clauses.extend(self.segment(start..range.end));
    }

    /// Whether the equipment at `at` is another thing than the one named since `start`, with a number between.
    fn begins_another(&self, start: usize, at: usize) -> bool {
        let Some(term) = self.equipment(at) else { return false };
        let earlier = (start..at).rev().find_map(|index| self.equipment(index).map(|earlier| (index, earlier)));
        let Some((index, earlier)) = earlier else { return false };
        let related = self.vocabulary.is_a(term, earlier) || self.vocabulary.is_a(earlier, term);
        !related && ((index + 1..at).any(|between| self.is_value(between)) || self.sized_apart(start, index, at))
    }

    /// 380m3高炉配套烧结机52m2: each has a size, one before and one behind its noun.
    fn sized_apart(&self, start: usize, first: usize, second: usize) -> bool {
        let with = (first + 1..second).any(|between| self.unknown_words(between).starts_with('配'));
        with && (start..first).any(|before| self.is_value(before))
            && self.tokens.len() > second + 1
            && self.is_value(second + 1)
    }

    fn is_value(&self, at: usize) -> bool {
        self.tokens[at].depth == 0
            && matches!(self.tokens[at].kind, TokenKind::Number(ReadingKind::Measure(_) | ReadingKind::Count(_)))
    }

    /// Where the second thing begins: after the count that follows the first noun.
    fn cut_before(&self, start: usize, at: usize) -> usize {
        let noun = (start..at).rev().find(|&index| self.equipment(index).is_some()).unwrap_or(start);
        let numbers: Vec<usize> = (noun + 1..at).filter(|&index| self.is_value(index)).collect();
        match numbers.as_slice() {
            [first, second, ..] if matches!(self.tokens[*first].kind, TokenKind::Number(ReadingKind::Count(_))) => {
                *second
            }
            [first, ..] => *first,
            [] => at,
        }
    }
}
