//! Whether a number is of each piece or of all: 2×350m3, 380m3/座, 两台共2万KVA.

use rust_decimal::Decimal;

use super::super::control::Control;
use super::super::marks::control;
use super::super::token::{Token, TokenKind};
use super::Clauses;
use crate::catalog::{ParameterId, Scope};
use crate::quantity::{Dimension, Measure, ReadingKind};

impl Clauses<'_> {
    /// 2×350m3, 2台6300kVA. 3×4200kVA单相 are the phases of one.
    pub(super) fn pieces(&self, at: usize, measure: &Measure) -> Option<Decimal> {
        let phases = measure.unit.dimension == Dimension::ApparentPower && self.text.contains("单相");
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let counted = before.and_then(|token| match token.kind {
            TokenKind::Number(ReadingKind::Count(count)) => Some(count),
            _ => None,
        });
        measure.multiplier.filter(|_| !phases).or(counted)
    }

    /// Whether what is counted right behind a number comes off a line one by one.
    pub(super) fn is_followed_by_pieces(&self, token: &Token) -> bool {
        self.text.get(token.span.end..).is_some_and(|rest| rest.starts_with(['张', '瓶', '件', '罐', '印']))
    }

    pub(super) fn is_sum(&self, parameter: ParameterId, token: &Token) -> bool {
        let plant = self.vocabulary.parameters.get(parameter.index()).is_some_and(|known| known.scope == Scope::Plant);
        plant && self.text.get(token.span.clone()).is_some_and(|label| label.starts_with('总'))
    }

    /// 6台7.5万吨/年直立炭化炉: a yearly output between the number of pieces and their noun is that of each.
    pub(super) fn shared_by_pieces(&self, at: usize, measure: &Measure) -> bool {
        let counted = at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .is_some_and(|token| matches!(token.kind, TokenKind::Number(ReadingKind::Count(_))));
        counted && measure.unit.dimension == Dimension::MassPerYear && self.equipment(at + 1).is_some()
    }

    /// 两台矿热炉共2万KVA: 共 right before a size behind a number of pieces.
    pub(super) fn is_together(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_some_and(|token| {
            let words = self.text.get(token.span.clone()).unwrap_or_default();
            token.kind == TokenKind::Words && (words == "共" || words.ends_with("一共") || words.ends_with("总共"))
        })
    }

    /// 380m3/座
    pub(super) fn is_per_piece(&self, token: &Token) -> bool {
        let written = self.text.get(token.span.clone()).unwrap_or_default();
        written.rfind('/').is_some_and(|slash| crate::quantity::is_per_piece(&written[slash..]))
    }

    /// Whether a bracket right after a number says 合计 or 单座.
    pub(super) fn followed_by(&self, at: usize, wanted: Control) -> bool {
        self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Open)
            && self.tokens.get(at + 2).is_some_and(|token| control(token, self.lexicon) == Some(wanted))
    }
}
