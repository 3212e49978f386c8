//! Units that stand elsewhere than behind their number: 炉容(m³)1080, 数量(座)1, 一台6000一台10000，都是kVA.

use super::token::{Token, TokenKind};
use crate::quantity::{Dimension, Measure, ReadingKind, Unit};

/// Words that end in a number of pieces: 数量2.
const COUNTED: [&str; 6] = ["数量", "台数", "座数", "条数", "套数", "台套数"];
/// Words before a unit that holds for every number of the text.
const FOR_ALL: [&str; 8] = ["单位均为", "单位都是", "单位为", "单位:", "单位是", "都是", "均为", "均是"];

/// 38O立方米高炉l座: letters that were typed for figures, put right in place.
pub(super) fn mend_figures(text: &mut String) {
    if !text.bytes().any(|byte| matches!(byte, b'o' | b'l')) || text.is_ascii() {
        return;
    }
    let characters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied().unwrap_or(' ');
    let mended = |(index, &c): (usize, &char)| {
        let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
        match c {
            'o' if before.is_ascii_digit()
                && (after.is_ascii_digit() || "立平方米吨千万伏安台座mtk".contains(after)) =>
            {
                '0'
            }
            'l' if !before.is_ascii() && "座台条套组".contains(after) => '1',
            _ => c,
        }
    };
    *text = characters.iter().enumerate().map(mended).collect();
}

/// Gives bare numbers the units that the text tells elsewhere.
pub(super) fn give(text: &str, tokens: &mut [Token]) {
    if !tokens.iter().any(is_bare) {
        return;
    }
    // 高炉(m3)380、450: the unit of the bracket, and where its last number ends.
    let mut listed: Option<(Unit, usize)> = None;
    for at in 0..tokens.len() {
        if !is_bare(&tokens[at]) {
            continue;
        }
        let start = tokens[at].span.start;
        let goes_on = |end: usize| matches!(text.get(end..start).map(str::trim), Some("" | "、" | "," | "/" | "和"));
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let unit = match before.map(|token| &token.kind) {
            Some(TokenKind::Close) => {
                let unit = in_bracket_before(text, tokens, at);
                listed = unit.map(|unit| (unit, tokens[at].span.end));
                unit
            }
            _ if let Some((unit, _)) = listed.filter(|(_, end)| goes_on(*end)) => {
                listed = Some((unit, tokens[at].span.end));
                Some(unit)
            }
            Some(TokenKind::Words) => before.filter(|token| is_counted(text, token)).and_then(|_| Unit::parse("台")),
            _ => None,
        };
        if let Some(unit) = unit {
            take(&mut tokens[at], unit);
        }
    }
    if let Some((place, unit)) = for_all(text) {
        tokens.iter_mut().filter(|token| token.span.end <= place && is_bare(token)).for_each(|token| take(token, unit));
        // The m3 of the bracket is no model code.
        let code = |token: &&mut Token| token.kind == TokenKind::Number(ReadingKind::Code);
        let behind = tokens.iter_mut().filter(|token| token.span.start >= place);
        behind.filter(code).for_each(|token| token.kind = TokenKind::Words);
    }
}

fn is_bare(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Number(ReadingKind::Bare(_)))
}

fn is_counted(text: &str, token: &Token) -> bool {
    let words = text.get(token.span.clone()).unwrap_or_default().trim_end_matches([':', '为']);
    COUNTED.iter().any(|label| words.ends_with(label))
}

/// 炉容(m3)1080
fn in_bracket_before(text: &str, tokens: &[Token], at: usize) -> Option<Unit> {
    let close = tokens.get(at.checked_sub(1)?)?;
    let open = tokens.get(..at - 1)?.iter().rev().find(|token| token.kind == TokenKind::Open)?;
    // A bracket without a word before it belongs to no label.
    (open.span.start > 0).then_some(())?;
    Unit::parse(text.get(open.span.end..close.span.start)?)
}

/// 「…（单位均为kVA）」: where the words begin, and the unit.
fn for_all(text: &str) -> Option<(usize, Unit)> {
    // 1#380 2#450(m3)
    let bracket = |(close, _): (usize, &str)| {
        let inside = text.get(..close)?.rsplit_once('(')?;
        let numbers = inside.0.trim_end().ends_with(|c: char| c.is_ascii_digit());
        let unit = Unit::parse(inside.1).filter(|_| numbers)?;
        (!matches!(unit.dimension, Dimension::Count | Dimension::Years)).then_some((inside.0.len(), unit))
    };
    let last = || text.rmatch_indices(')').find_map(bracket);
    let told = FOR_ALL.iter().find_map(|words| {
        let place = text.rfind(words)?;
        let rest = text.get(place + words.len()..)?;
        let (unit, length) = Unit::prefix(rest)?;
        let ends = rest.get(length..)?.chars().next().is_none_or(|c| !c.is_alphanumeric());
        (ends && !matches!(unit.dimension, Dimension::Count | Dimension::Years)).then_some((place, unit))
    });
    told.or_else(last)
}

fn take(token: &mut Token, unit: Unit) {
    let TokenKind::Number(ReadingKind::Bare(value)) = token.kind else { return };
    token.kind = match (unit.dimension, value.point()) {
        (Dimension::Count, Some(count)) if count.fract().is_zero() => TokenKind::Number(ReadingKind::Count(count)),
        (Dimension::Count | Dimension::Years, _) => return,
        _ => TokenKind::Number(ReadingKind::Measure(Measure::new(value, unit))),
    };
}
