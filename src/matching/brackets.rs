//! Brackets that hold further things: 炼钢车间（含2座25吨转炉、1座50吨电炉）.
//!
//! What stands in a bracket is otherwise said of the noun before it: 高炉3座（1#380m³、2#450m³）.

use std::ops::Range;

use crate::catalog::{TermId, TermKind, Vocabulary};
use crate::quantity::ReadingKind;

use super::lexicon::Lexicon;
use super::marks::Mark;
use super::token::{Token, TokenKind};

/// Turns the brackets that hold further things into clauses of their own.
pub(super) fn open(text: &str, tokens: &mut [Token], marks: &[Mark], lexicon: &Lexicon, vocabulary: &Vocabulary) {
    let mut at = 0;
    while at < tokens.len() {
        let inside = inside(tokens, at);
        if !inside.is_empty() && names_another(text, tokens, marks, inside.clone(), lexicon, vocabulary) {
            for border in [inside.start - 1, inside.end] {
                if let Some(token) = tokens.get_mut(border) {
                    token.kind = TokenKind::Clause;
                }
            }
            for token in tokens.get_mut(inside.clone()).unwrap_or_default() {
                token.depth = token.depth.saturating_sub(1);
            }
        }
        at = inside.end.max(at + 1);
    }
}

/// The tokens inside the bracket that opens at a place outside of any other; none where none opens there.
fn inside(tokens: &[Token], at: usize) -> Range<usize> {
    let opens = tokens.get(at).is_some_and(|token| token.kind == TokenKind::Open && token.depth == 0);
    if !opens {
        return at..at;
    }
    let close =
        (at + 1..tokens.len()).find(|&index| tokens[index].kind == TokenKind::Close && tokens[index].depth == 0);
    at + 1..close.unwrap_or(tokens.len())
}

/// Words that open a list of further things.
const FURTHER: [&str; 8] = ["含", "另", "其中", "包括", "附", "配", "下设", "外加"];

/// Whether a bracket names equipment with sizes or pieces, none of it what was named before: two pieces of it, or one that a
/// word such as 另有 or 配 begins. 电弧炉生产线（50吨EAF+60吨LF） tells what the line consists of.
fn names_another(
    text: &str,
    tokens: &[Token],
    marks: &[Mark],
    inside: Range<usize>,
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
) -> bool {
    let live = |at: usize| marks.get(at) == Some(&Mark::Live);
    let number = |at: usize| {
        live(at) && matches!(tokens[at].kind, TokenKind::Number(ReadingKind::Measure(_) | ReadingKind::Count(_)))
    };
    let equipment = |at: usize| tokens[at].names(TermKind::Equipment, lexicon, vocabulary).filter(|_| live(at));
    let open = inside.start - 1;
    let start = (0..open).rev().find(|&at| parts(&tokens[at], 0)).map_or(0, |at| at + 1);
    let before: Vec<TermId> = (start..open).filter_map(equipment).collect();
    let another =
        |term: TermId| before.iter().all(|&known| !vocabulary.is_a(term, known) && !vocabulary.is_a(known, term));
    let listed: Vec<usize> = inside.clone().collect();
    let sized = listed
        .split(|&at| parts(&tokens[at], 1))
        .filter(|part| part.iter().any(|&at| number(at)) && part.iter().any(|&at| equipment(at).is_some()))
        .count();
    let opens = tokens.get(inside.start).and_then(|token| text.get(token.span.clone())).unwrap_or_default();
    let wanted = if FURTHER.iter().any(|word| opens.starts_with(word)) { 1 } else { 2 };
    sized >= wanted && inside.filter_map(equipment).all(another)
}

/// Whether a token parts the members of a list at a depth of brackets.
fn parts(token: &Token, depth: u8) -> bool {
    token.depth == depth && matches!(token.kind, TokenKind::Comma | TokenKind::Clause | TokenKind::Stop)
}
