//! What is replaced and what replaces it: in 以1座1080m³高炉减量置换3座350m³高炉 and in 3座350m³高炉被1座1080m³高炉取代 only the new one is
//! in force.

use std::ops::Range;

use super::super::control::Control;
use super::super::token::TokenKind;
use super::{Mark, Marker};
use crate::catalog::TermKind;
use crate::quantity::{Dimension, ReadingKind};

impl Marker<'_> {
    /// Marks what is replaced.
    pub(super) fn replacements(&mut self) {
        for at in 0..self.tokens.len() {
            // 减量置换 is known as a property too.
            let words = self.words(at);
            let either_way = words.ends_with("置换") || words.ends_with("替换");
            let known = matches!(self.tokens[at].kind, TokenKind::Mention(_));
            if !known || !either_way && self.control(at) != Some(Control::Replaces) {
                continue;
            }
            // 未被替代
            let passive = at > 0 && self.words(at - 1) == "被";
            if self.is_planned(at) || self.is_undone(if passive { at - 1 } else { at }) {
                continue;
            }
            if let Some(replaced) = self.replaced_by(at, either_way) {
                for index in replaced {
                    let counts = matches!(self.tokens[index].kind, TokenKind::Mention(_) | TokenKind::Number(_));
                    if counts && self.control(index).is_none() {
                        self.set(index..index + 1, Mark::Replaced);
                    }
                }
            }
        }
    }

    /// The tokens of what is replaced. `either_way`: the verb may have the new or the old one behind it, as in 置换.
    fn replaced_by(&self, at: usize, either_way: bool) -> Option<Range<usize>> {
        let clause = self.clause(at, false);
        let depth = self.tokens[at].depth;
        let end = (at + 1..clause.end)
            .find(|&index| self.tokens[index].depth != depth || self.tokens[index].kind == TokenKind::Open);
        let (before, after) = (clause.start..at, at + 1..end.unwrap_or(clause.end));
        if !self.tells_equipment(after.clone()) {
            // 25t转炉被1座100t转炉取代, 25t转炉(由1座100t转炉替代)
            let agent = before.clone().rev().find(|&index| self.is_agent(index, either_way))?;
            self.tells_equipment(agent + 1..at).then_some(())?;
            let old = before.start..agent;
            return Some(if self.tells_equipment(old.clone()) { old } else { self.clause_before(clause.start)? });
        }
        let makes = ["建", "新", "为", "成", "了新"].iter().any(|word| self.words(at + 1).starts_with(word));
        if either_way && makes {
            return self.tells_equipment(before.clone()).then_some(before);
        }
        // 置换原有2座530m³高炉: what there is until it goes.
        let stands = after.clone().any(|index| {
            self.tokens[index].kind == TokenKind::Words
                && ["原有", "现有"].iter().any(|word| self.words(index).contains(word))
        });
        let stands = stands || self.words(at + 1).starts_with('有') || self.words(at + 2).starts_with('有');
        if stands {
            return None;
        }
        let earlier = if self.tells_equipment(before.clone()) { before } else { self.clause_before(clause.start)? };
        let gone = |index: usize| matches!(self.control(index), Some(Control::Dismantled | Control::Closed));
        if !self.tells_equipment(earlier.clone()) || earlier.clone().any(gone) {
            return None;
        }
        let grows = either_way && self.is_smaller(earlier.clone(), after.clone());
        Some(if grows { earlier } else { after })
    }

    /// 被, 由, 用, 以 before what replaces; 由 before 置换 tells what is replaced, which a change does.
    fn is_agent(&self, at: usize, either_way: bool) -> bool {
        match self.tokens[at].kind {
            TokenKind::Particle('由') => !either_way,
            TokenKind::Words => self.words(at).ends_with(['被', '用', '以']),
            _ => false,
        }
    }

    /// The clause that ends where another, or its bracket, begins.
    fn clause_before(&self, start: usize) -> Option<Range<usize>> {
        let border = start.checked_sub(1).filter(|&border| self.tokens[border].kind != TokenKind::Stop)?;
        let before = self.clause(border.checked_sub(1)?, false);
        Some(before.start..border)
    }

    /// An equipment, or the size of one: 25000kVA密闭炉.
    fn tells_equipment(&self, range: Range<usize>) -> bool {
        let sized = |at: usize| {
            matches!(self.dimension(at), Some(Dimension::ApparentPower | Dimension::Volume | Dimension::Area))
        };
        range
            .into_iter()
            .any(|index| self.marks[index] == Mark::Live && (self.is(index, TermKind::Equipment) || sized(index)))
    }

    /// Whether the size told first is the smaller of two of one kind: plants are replaced by larger ones.
    fn is_smaller(&self, first: Range<usize>, second: Range<usize>) -> bool {
        let size = |index: usize| match &self.tokens[index].kind {
            TokenKind::Number(ReadingKind::Measure(measure)) => {
                Some((measure.unit.dimension, measure.base_value().point()?))
            }
            _ => None,
        };
        let sizes: Vec<_> = second.into_iter().filter_map(size).collect();
        let smaller = |(dimension, value)| sizes.iter().any(|other| other.0 == dimension && value < other.1);
        first.into_iter().filter_map(size).any(smaller)
    }
}
