//! A folded text as tokens: mentions, numbers, separators, brackets, and the words between that nobody knows.

use std::mem::discriminant;
use std::ops::Range;

use crate::catalog::{TermId, TermKind, Vocabulary};
use crate::quantity::{Reading, ReadingKind, scan};
use crate::text::Folded;

use super::given_units;
use super::lexicon::{Lexicon, Mention, Target};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// Bytes of the folded text.
    pub(super) span: Range<usize>,
    /// What it is.
    pub(super) kind: TokenKind,
    /// How many brackets are open around it.
    pub(super) depth: u8,
}

impl Token {
    /// The term of a kind that it names.
    pub(super) fn names(&self, kind: TermKind, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Option<TermId> {
        let TokenKind::Mention(mention) = &self.kind else { return None };
        lexicon.targets(*mention).iter().find_map(|target| match target {
            Target::Term(term) if vocabulary.is_of_kind(*term, kind) => Some(*term),
            _ => None,
        })
    }
}

/// What a token is.
#[derive(Debug, Clone)]
pub(super) enum TokenKind {
    /// A label of the lexicon.
    Mention(Mention),
    /// A number.
    Number(ReadingKind),
    /// 、 or 和: parts the members of a list.
    Comma,
    /// ， in running text: a looser comma.
    Clause,
    /// ； 。 or a line break: parts statements.
    Stop,
    /// (.
    Open,
    /// ).
    Close,
    /// 由, 原, 除: single characters that only mean something beside a control word.
    Particle(char),
    /// Unknown words.
    Words,
}

impl PartialEq for TokenKind {
    /// The kind first: most kinds hold nothing, and every token is asked many times which of them it is.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
            && match (self, other) {
                (Self::Mention(one), Self::Mention(other)) => one == other,
                (Self::Number(one), Self::Number(other)) => one == other,
                (Self::Particle(one), Self::Particle(other)) => one == other,
                _ => true,
            }
    }
}

/// Cuts a folded text into tokens.
pub(super) fn tokens(folded: &Folded, lexicon: &Lexicon) -> Vec<Token> {
    let text = folded.text.as_str();
    let mentions = lexicon.mentions(text);
    let readings = scan(text);
    let mut tokens = Vec::with_capacity(mentions.len() + readings.len() + 8);
    let mut mention = mentions.into_iter().peekable();
    let mut reading = readings.into_iter().peekable();
    let (mut at, mut depth) = (0, 0_u8);
    let mut words_from = None;
    while at < text.len() {
        while mention.peek().is_some_and(|m| m.start < at) {
            mention.next();
        }
        while reading.peek().is_some_and(|r| r.start < at) {
            reading.next();
        }
        let next = if let Some(found) = mention.next_if(|m| m.start == at && !yields(m, reading.peek())) {
            Some((found.end, TokenKind::Mention(found)))
        } else if let Some(found) = reading.next_if(|r| r.start == at) {
            Some((found.end, TokenKind::Number(found.kind)))
        } else {
            punctuation(text, at)
        };
        let Some((end, kind)) = next else {
            words_from.get_or_insert(at);
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if let Some(start) = words_from.take() {
            tokens.push(Token { span: start..at, kind: TokenKind::Words, depth });
        }
        match kind {
            TokenKind::Open => {
                tokens.push(Token { span: at..end, kind, depth });
                depth = depth.saturating_add(1);
            }
            TokenKind::Close => {
                depth = depth.saturating_sub(1);
                tokens.push(Token { span: at..end, kind, depth });
            }
            _ => tokens.push(Token { span: at..end, kind, depth }),
        }
        at = end;
    }
    if let Some(start) = words_from {
        tokens.push(Token { span: start..text.len(), kind: TokenKind::Words, depth });
    }
    given_units::give(text, &mut tokens);
    tokens
}

/// Whether a mention gives way to a number that begins at the same place and is longer: 不大于400m3, but C620 车床 does not.
fn yields(mention: &Mention, reading: Option<&Reading>) -> bool {
    reading.is_some_and(|r| r.start == mention.start && r.end > mention.end && !matches!(r.kind, ReadingKind::Code))
}

fn punctuation(text: &str, at: usize) -> Option<(usize, TokenKind)> {
    let c = text[at..].chars().next()?;
    let end = at + c.len_utf8();
    let kind = match c {
        '、' | '+' | '|' | '&' => TokenKind::Comma,
        ',' | '，' => TokenKind::Clause,
        ';' | '。' => TokenKind::Stop,
        '(' => TokenKind::Open,
        ')' => TokenKind::Close,
        '和' | '与' | '或' => TokenKind::Comma,
        '及' if !text[end..].starts_with('以') && !text[end..].starts_with('其') => TokenKind::Comma,
        '由' => TokenKind::Particle(c),
        '原' | '除' if stands_alone(text, at, end) => TokenKind::Particle(c),
        _ => return None,
    };
    Some((end, kind))
}

/// Whether 原 or 除 is a word of its own and no part of 还原, 原料, 除尘, 拆除.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let goes_on = if text[start..end].starts_with('原') {
        "料煤油矿则因铝件子始生木磷盐地址容"
    } else {
        "尘鳞渣磷硫氧碳雾湿铁杂油盐"
    };
    !before.is_some_and(|c| "还草高中拆解清排去脱消扫免".contains(c)) && !after.is_some_and(|c| goes_on.contains(c))
}
