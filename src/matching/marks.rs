//! Which words of a text speak of what is in force: exceptions, negations, what was before a change, what is only planned.

mod absent;
mod changes;
mod replaced;
mod serving;
mod sizes;

use super::control::Control;
use super::lexicon::{Lexicon, Target};
use super::token::{Token, TokenKind};
use crate::catalog::{TermKind, Vocabulary};
use crate::quantity::{Dimension, ReadingKind};

/// How a token is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// As it says.
    Live,
    /// Inside an exception: names nothing.
    Excepted,
    /// Tells whose the thing is that serves it: 转炉 of 转炉钢包.
    Owner,
    /// The next word is denied.
    Negated,
    /// Of the past: 原90平方米(后改为…).
    Past,
    /// Of what another thing replaces: 3座350m³高炉 of 以1座1080m³高炉置换3座350m³高炉.
    Replaced,
    /// Of the future: 拟改为….
    Future,
}

/// Words that may stand between a negation and what it denies.
const BETWEEN: &[&str] = &[
    "配套",
    "配套建设",
    "建设",
    "安装",
    "设置",
    "采用",
    "使用",
    "进行",
    "任何",
    "有",
    "配备",
    "达到",
    "生产",
    "同步配套建设",
    "同步配套",
];

/// Marks each token of a text.
pub(super) fn marks(text: &str, tokens: &[Token], lexicon: &Lexicon, vocabulary: &Vocabulary) -> Vec<Mark> {
    let controls = tokens.iter().map(|token| control(token, lexicon)).collect();
    let mut marker = Marker { text, tokens, controls, lexicon, vocabulary, marks: vec![Mark::Live; tokens.len()] };
    marker.brackets();
    marker.changes();
    marker.replacements();
    marker.claims();
    marker.attendants();
    marker.exceptions();
    marker.negations();
    marker.circumstances();
    marker.not_there();
    marker.open_questions();
    marker.marks
}

/// The control word that a token is.
pub(super) fn control(token: &Token, lexicon: &Lexicon) -> Option<Control> {
    let TokenKind::Mention(mention) = &token.kind else { return None };
    lexicon.targets(*mention).iter().find_map(|target| match target {
        Target::Control(control) => Some(*control),
        _ => None,
    })
}

struct Marker<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// The control word that each token is: every pass asks for it.
    controls: Vec<Option<Control>>,
    lexicon: &'a Lexicon,
    vocabulary: &'a Vocabulary,
    marks: Vec<Mark>,
}

impl<'a> Marker<'a> {
    fn control(&self, at: usize) -> Option<Control> {
        self.controls.get(at).copied().flatten()
    }

    fn words(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|token| self.text.get(token.span.clone())).unwrap_or_default()
    }

    fn set(&mut self, range: std::ops::Range<usize>, mark: Mark) {
        for slot in self.marks.get_mut(range).unwrap_or_default() {
            if *slot == Mark::Live {
                *slot = mark;
            }
        }
    }

    fn names_something(&self, at: usize) -> bool {
        match &self.tokens[at].kind {
            TokenKind::Mention(mention) => self
                .lexicon
                .targets(*mention)
                .iter()
                .any(|target| matches!(target, Target::Term(_) | Target::Value(..) | Target::Parameter(_))),
            _ => false,
        }
    }

    fn is_term(&self, at: usize) -> bool {
        matches!(&self.tokens[at].kind, TokenKind::Mention(mention)
            if self.lexicon.targets(*mention).iter().any(|target| matches!(target, Target::Term(_))))
    }

    fn is(&self, at: usize, kind: TermKind) -> bool {
        self.tokens.get(at).is_some_and(|token| token.names(kind, self.lexicon, self.vocabulary).is_some())
    }

    fn is_property(&self, at: usize) -> bool {
        matches!(&self.tokens[at].kind, TokenKind::Mention(mention)
            if self.lexicon.targets(*mention).iter().any(|target| matches!(target, Target::Value(..))))
    }

    fn is_measure(&self, at: usize) -> bool {
        self.dimension(at).is_some()
    }

    /// What a measure measures.
    fn dimension(&self, at: usize) -> Option<Dimension> {
        match &self.tokens[at].kind {
            TokenKind::Number(ReadingKind::Measure(measure)) => Some(measure.unit.dimension),
            _ => None,
        }
    }

    /// The tokens inside the bracket that opens at `open`.
    fn inside(&self, open: usize) -> std::ops::Range<usize> {
        let depth = self.tokens[open].depth;
        let close = (open + 1..self.tokens.len())
            .find(|&at| self.tokens[at].kind == TokenKind::Close && self.tokens[at].depth == depth)
            .unwrap_or(self.tokens.len());
        open + 1..close
    }

    /// The tokens of the clause around a token: up to ，；。 or the bracket; with `list`, a 、 parts clauses too.
    fn clause(&self, at: usize, list: bool) -> std::ops::Range<usize> {
        let depth = self.tokens[at].depth;
        let ends = |index: usize| {
            let token = &self.tokens[index];
            match token.kind {
                TokenKind::Stop => true,
                TokenKind::Clause => token.depth == depth,
                TokenKind::Comma => list && token.depth == depth,
                TokenKind::Open => depth > token.depth,
                TokenKind::Close => depth > token.depth,
                _ => false,
            }
        };
        let start = (0..at).rev().find(|&index| ends(index)).map_or(0, |index| index + 1);
        let end = (at + 1..self.tokens.len()).find(|&index| ends(index)).unwrap_or(self.tokens.len());
        start..end
    }

    /// Brackets that hold an exception or the past.
    fn brackets(&mut self) {
        for open in 0..self.tokens.len() {
            if self.tokens[open].kind != TokenKind::Open {
                continue;
            }
            let inside = self.inside(open);
            let excepts = inside.clone().any(|at| self.control(at) == Some(Control::ExceptTo))
                || matches!(self.control(inside.start), Some(Control::ExceptFrom))
                || (self.control(inside.start) == Some(Control::Not)
                    && inside.len() > 1
                    && self.is_term(inside.start + 1));
            let first = self.tokens.get(inside.start).map(|token| &token.kind);
            let past = match first {
                Some(TokenKind::Particle('由')) => {
                    inside.clone().any(|at| self.control(at) == Some(Control::ChangedFrom))
                }
                Some(TokenKind::Particle('原')) => {
                    !inside.clone().any(|at| self.control(at) == Some(Control::ChangedTo))
                }
                _ => false,
            };
            if excepts {
                self.set(inside, Mark::Excepted);
            } else if past {
                self.set(inside, Mark::Past);
            }
        }
    }

    /// 不含X, X除外, 除X外 in running text.
    fn exceptions(&mut self) {
        for at in 0..self.tokens.len() {
            match self.control(at) {
                Some(Control::ExceptFrom) => {
                    let clause = self.clause(at, false);
                    self.set(at + 1..clause.end, Mark::Excepted);
                }
                Some(Control::ExceptTo) => {
                    let clause = self.clause(at, false);
                    self.set(clause.start..at, Mark::Excepted);
                }
                _ if self.tokens[at].kind == TokenKind::Particle('除') => {
                    let clause = self.clause(at, false);
                    let outside = (at + 1..clause.end).find(|&index| {
                        let words = self.words(index);
                        self.tokens[index].kind == TokenKind::Words
                            && (words.starts_with('外') || words.starts_with("以外") || words.starts_with("之外"))
                    });
                    if let Some(outside) = outside {
                        self.set(at + 1..outside, Mark::Excepted);
                    }
                }
                _ => {}
            }
        }
    }

    /// 非, 无, 未采用 deny the word that follows.
    fn negations(&mut self) {
        for at in 0..self.tokens.len() {
            if self.control(at) != Some(Control::Not) {
                continue;
            }
            self.deny_list(at);
            let mut next = at + 1;
            if self.tokens.get(next).is_some_and(|token| token.kind == TokenKind::Words)
                && BETWEEN.contains(&self.words(next))
            {
                next += 1;
            }
            let value_from = next;
            while self.tokens.get(next).is_some_and(|token| matches!(token.kind, TokenKind::Number(_))) {
                next += 1;
            }
            let sizes = (value_from..next).any(|index| self.is_measure(index));
            if sizes && (next >= self.tokens.len() || !self.names_something(next)) {
                // 不属于30吨及以下
                self.set(value_from..next, Mark::Excepted);
            }
            if next < self.tokens.len() && self.names_something(next) {
                // 无25吨转炉: what is not there has no size either.
                self.set(value_from..next, Mark::Excepted);
                self.set(next..next + 1, Mark::Negated);
            }
        }
    }

    /// 未采用 and 不使用 deny every name of the list that follows, known or not: 未采用平炉、化铁炼钢等落后工艺. A number
    /// begins something that is there.
    fn deny_list(&mut self, at: usize) {
        let uses = |words: &str| words.ends_with("采用") || words.ends_with("使用");
        let verb = [at, at + 1].into_iter().find(|&index| index < self.tokens.len() && uses(self.words(index)));
        let mut next = verb.map_or(self.tokens.len(), |verb| verb + 1);
        while let Some(token) = self.tokens.get(next) {
            let numbered = self.tokens.get(next + 1).is_some_and(|token| matches!(token.kind, TokenKind::Number(_)));
            if numbered || !(token.kind == TokenKind::Words || self.names_something(next)) {
                break;
            }
            self.set(next..next + 1, Mark::Negated);
            if self.tokens.get(next + 1).is_none_or(|token| token.kind != TokenKind::Comma) {
                break;
            }
            next += 2;
        }
    }
}
