//! What a clause is to those beside it: what a thing makes, what serves it, something that nobody knows.

use std::ops::Range;

use super::super::segment::Segment;
use super::super::token::TokenKind;
use super::Clauses;
use crate::quantity::ReadingKind;

/// Words before what a thing makes: 烧硫铝酸盐水泥熟料, 生产油井水泥.
const MAKES: &[&str] = &[
    "专作",
    "专做",
    "专用于",
    "用于",
    "专供",
    "只用于",
    "烧",
    "烧的是",
    "煅烧",
    "生产",
    "产",
    "专产",
    "专门生产",
    "主产",
    "现产",
    "用于生产",
    "用来生产",
    "用于烧制",
    "只生产",
    "生产的是",
];

/// Words behind a size that begin no name of a thing: 24m2左右1台.
const NO_NOUNS: &[&str] =
    &["左右", "上下", "规模", "级别", "级的", "规格", "型号", "国产", "进口", "各", "均", "共", "的", "另", "已", "在"];

impl Clauses<'_> {
    /// 烧硫铝酸盐水泥熟料, 生产油井水泥.
    pub(super) fn makes(&self, start: usize) -> bool {
        MAKES.contains(&self.unknown_words(start))
    }

    /// 配连铸机1台, 配套LF炉1座.
    pub(super) fn serves(&self, start: usize) -> bool {
        self.unknown_words(start).starts_with('配')
    }

    /// 24m2带烧1台: pieces of a size of something that nobody knows.
    pub(super) fn is_foreign(&self, range: Range<usize>, segment: &Segment) -> bool {
        let nameless = segment.terms.is_empty() && segment.hinted.is_empty();
        nameless
            && segment.count.is_some()
            && range.clone().skip(1).any(|at| {
                let words = self.unknown_words(at);
                let behind = matches!(self.tokens[at - 1].kind, TokenKind::Number(ReadingKind::Measure(_)));
                behind && words.chars().count() >= 2 && !NO_NOUNS.iter().any(|other| words.starts_with(other))
            })
    }
}
