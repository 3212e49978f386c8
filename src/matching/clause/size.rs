//! Which size a number tells: 直径3.2米，长度13米, φ3.2m, 厚0.02mm.

use std::ops::Range;

use super::super::lexicon::Target;
use super::super::segment::Segment;
use super::super::token::{Token, TokenKind};
use super::Clauses;
use crate::catalog::{ParameterId, TermId};
use crate::quantity::{Dimension, Measure, ReadingKind};

/// Names of a size right before its number.
const SIZES: &[&str] = &["长", "长度", "高", "高度", "宽", "宽度", "厚", "厚度", "深度"];

impl Clauses<'_> {
    pub(super) fn is_diameter(&self, token: &Token) -> bool {
        let of = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        of(token.span.clone()).starts_with('φ') || of(0..token.span.start).ends_with('φ')
    }

    /// What φ may measure: never the width of a strip.
    pub(super) fn diameters(&self) -> Vec<ParameterId> {
        (0_u16..)
            .zip(&self.vocabulary.parameters)
            .filter(|(_, parameter)| parameter.dimension == Dimension::Length && parameter.name.contains('径'))
            .map(|(index, _)| ParameterId(index))
            .collect()
    }

    /// 直径3.2米，长度13米: the length of a thing that is measured by its diameter.
    pub(super) fn is_other_size(
        &self,
        at: usize,
        measure: &Measure,
        labels: &[ParameterId],
        segment: &Segment,
    ) -> bool {
        let words = at.checked_sub(1).map_or("", |before| self.unknown_words(before));
        let words = words.trim_end_matches(['为', ':', '约']);
        // 炭化室平均宽500mm、高4.25m
        let before = self.tokens.get(at).and_then(|token| self.text.get(..token.span.start)).unwrap_or_default();
        if (words.ends_with('高') || words.ends_with("高度")) && before.contains("炭化室") {
            return false;
        }
        // 焦炉(高2.8m): the size by which such a thing is measured.
        let own = |size: char| {
            let mut parameters = segment.terms.iter().flat_map(|&term| self.vocabulary.parameters_of(term));
            parameters.any(|parameter| parameter.dimension == Dimension::Length && parameter.name.contains(size))
        };
        let plain = SIZES.contains(&words) && words.chars().next().is_some_and(own);
        measure.unit.dimension == Dimension::Length
            && labels.is_empty()
            && !plain
            && SIZES.iter().any(|size| words.ends_with(size))
    }

    /// 厚0.02mm of what is measured by its thickness.
    pub(super) fn is_thickness(&self, at: usize, segment: &Segment) -> bool {
        let thick = |term: &TermId| self.vocabulary.parameters_of(*term).any(|parameter| parameter.name == "厚度");
        let before = self.tokens.get(at).and_then(|token| self.text.get(..token.span.start)).unwrap_or_default();
        before.ends_with('厚') && (segment.terms.is_empty() || segment.terms.iter().any(thick))
    }

    /// A parameter named right behind a measure, unless another measure follows it.
    pub(super) fn label_after(&self, at: usize, end: usize) -> Vec<ParameterId> {
        let Some(token) = self.tokens.get(at + 1).filter(|_| at + 1 < end) else { return Vec::new() };
        let TokenKind::Mention(mention) = &token.kind else { return Vec::new() };
        let follows = self.tokens.get(at + 2).filter(|_| at + 2 < end);
        if follows.is_some_and(|next| matches!(next.kind, TokenKind::Number(ReadingKind::Measure(_)))) {
            return Vec::new();
        }
        self.lexicon
            .targets(*mention)
            .iter()
            .filter_map(|target| match target {
                Target::Parameter(parameter) => Some(*parameter),
                _ => None,
            })
            .collect()
    }
}
