//! Which words of a text speak of what is in force: exceptions, negations, what was before a change, what is only planned.

mod absent;

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
    /// The next word is denied.
    Negated,
    /// Of the past: 原90平方米(后改为…).
    Past,
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
    marker.claims();
    marker.attendants();
    marker.exceptions();
    marker.negations();
    marker.circumstances();
    marker.auxiliaries();
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

    /// 原90平方米(后改为120平方米), 反射炉改造为顶吹炉, 由2座380m³高炉改建的, 拟改为….
    fn changes(&mut self) {
        for at in 0..self.tokens.len() {
            match self.control(at) {
                Some(Control::ChangedFrom) => {
                    let clause = self.clause(at, false);
                    let from = clause.rev().find(|&index| self.tokens[index].kind == TokenKind::Particle('由'));
                    if let Some(from) = from.filter(|&from| from < at) {
                        self.set(from..at, Mark::Past);
                    } else if self.becomes_what_follows(at) {
                        self.changed_to(at);
                    }
                }
                Some(Control::ReplacedFrom) => {
                    let clause = self.clause(at, false);
                    let from = clause.rev().find(|&index| self.tokens[index].kind == TokenKind::Particle('由'));
                    if let Some(from) = from.filter(|&from| from < at) {
                        self.set(from..at, Mark::Past);
                    }
                }
                // 已更换为干式，原为油浸式
                _ if self.tokens[at].kind == TokenKind::Particle('原') && self.follows_a_change(at) => {
                    let clause = self.clause(at, false);
                    self.set(at..clause.end, Mark::Past);
                }
                Some(Control::ChangedTo) if self.is_planned(at) => {
                    self.will_change(at);
                }
                Some(Control::ChangedTo) => self.changed_to(at),
                Some(Control::Now) if !self.is_planned(at) && self.tells_size_after(at) => self.changed_to(at),
                Some(Control::Before) => {
                    let clause = self.clause(at, true);
                    let sizes: Vec<usize> = (at + 1..clause.end).filter(|&index| self.is_measure(index)).collect();
                    sizes.into_iter().for_each(|index| self.set(index..index + 1, Mark::Past));
                }
                // 格法改浮法
                _ if self.is_change(at) && self.stands_between_terms(at) => self.changed_to(at),
                // 原湿法窑，现新型干法窑
                _ if ["现", "现在", "目前"].contains(&self.words(at)) && self.names_what_is(at) => {
                    self.changed_to(at)
                }
                _ => {}
            }
        }
    }

    /// What stands after is of the future; of 拟由5000kVA增容至12500kVA的矿热炉 only the size.
    fn will_change(&mut self, at: usize) {
        let end = self.clause(at, true).end;
        let noun = (at + 1..end).find(|&index| self.is_term(index));
        let sized =
            self.is_measure(at.saturating_sub(1)) && self.tokens.get(at + 1).is_some() && self.is_measure(at + 1);
        let end = noun.filter(|_| sized).unwrap_or(end);
        self.set(at + 1..end, Mark::Future);
    }

    /// 立波尔窑改建2000t/d预分解窑: without 由, a size and a noun right after the word tell what came of it.
    fn becomes_what_follows(&self, at: usize) -> bool {
        let end = self.clause(at, true).end;
        let noun = (at + 1..end).find(|&index| !matches!(self.tokens[index].kind, TokenKind::Number(_)));
        noun.is_some_and(|noun| {
            self.is_term(noun)
                && ((at + 1..noun).any(|index| self.is_measure(index)) || noun == at + 1 && self.words(at) == "改建")
        })
    }

    /// 拟改造为, 计划于2020年将高炉扩容至: not yet done. 将 only tells so right before the change.
    fn is_planned(&self, at: usize) -> bool {
        const PLANNED: [&str; 9] = ["拟", "拟将", "计划", "计划将", "准备", "准备将", "预计", "打算", "申请"];
        let planned = |index: usize| {
            // 主要设备:拟将现有25t转炉扩容为80t
            let words = self.words(index).rsplit(':').next().unwrap_or_default();
            self.tokens[index].kind == TokenKind::Words
                && (PLANNED.iter().any(|word| words.ends_with(word) || words.starts_with(word))
                    || index + 1 == at && words.ends_with(['将', '待']))
        };
        (self.clause(at, true).start..at).any(planned)
    }

    fn tells_size_after(&self, at: usize) -> bool {
        (at + 1..self.clause(at, true).end).any(|index| self.is_measure(index))
    }

    /// 原为, 原是 at the beginning of a clause whose statement told a change before.
    fn follows_a_change(&self, at: usize) -> bool {
        let next = self.words(at + 1);
        let begins = self.clause(at, false).start == at && (next.starts_with('为') || next.starts_with('是'));
        let statement = (0..at).rev().take_while(|&index| self.tokens[index].kind != TokenKind::Stop);
        begins && statement.into_iter().any(|index| self.control(index) == Some(Control::ChangedTo))
    }

    /// 改 as a word of its own, or behind the rest of a name: 平拉线改浮法. In 技改 and 整改 it is no such word.
    fn is_change(&self, at: usize) -> bool {
        let words = self.words(at);
        self.tokens[at].kind == TokenKind::Words
            && words.strip_suffix('改').is_some_and(|name| {
                !name.ends_with(['技', '整', '未', '待', '不', '拟', '应', '煤', '修', '更', '需', '可'])
            })
    }

    /// 格法改浮法, 自焙改预焙, 开放式电石炉改密闭, 4.3米焦炉改5.5米.
    fn stands_between_terms(&self, at: usize) -> bool {
        let tells = |at: usize| self.is_term(at) || self.is_property(at) || self.is_measure(at);
        let property = |at: usize| self.is_property(at) || self.is_measure(at);
        let (Some(before), after) = (at.checked_sub(1), at + 1) else { return false };
        after < self.tokens.len() && (tells(before) && property(after) || self.is_term(before) && self.is_term(after))
    }

    /// Whether a term stands right behind, of which the statement told before what was there: 原….
    fn names_what_is(&self, at: usize) -> bool {
        let statement = (0..at).rev().take_while(|&index| self.tokens[index].kind != TokenKind::Stop);
        at + 1 < self.tokens.len()
            && self.is_term(at + 1)
            && statement.into_iter().any(|index| self.tokens[index].kind == TokenKind::Particle('原'))
    }

    fn changed_to(&mut self, at: usize) {
        let statement_start =
            (0..at).rev().find(|&index| self.tokens[index].kind == TokenKind::Stop).map_or(0, |index| index + 1);
        let formerly = (statement_start..at).rev().find(|&index| self.tokens[index].kind == TokenKind::Particle('原'));
        let start = formerly.unwrap_or_else(|| {
            let mut start = self.clause(at, true).start;
            // A change that opens its clause or bracket speaks of the clause before.
            while start > statement_start && !(start..at).any(|index| self.is_term(index) || self.is_measure(index)) {
                start = self.clause(start - 1, true).start.min(start - 1);
            }
            start
        });
        let end = self.clause(at, true).end;
        // 矿热炉改造后12500kVA(硅铁) is still that furnace.
        let new_term = (at + 1..end).any(|index| self.is_term(index) && !self.is(index, TermKind::Product))
            || self.replaced(start, at, end);
        let news: Vec<Dimension> = (at + 1..end).filter_map(|index| self.dimension(index)).collect();
        // 高炉380m³，扩产至60万吨: a yield does not tell another size.
        let outdated = |size: Dimension| new_term || (formerly.is_some() && news.is_empty()) || news.contains(&size);
        let new_property = new_term || (at + 1..end).any(|index| self.is_property(index));
        for index in start..at {
            // 复二重高线改造为全连续高线: its old layout goes with it.
            if new_property && self.is_property(index) {
                self.set(index..index + 1, Mark::Past);
            }
            if self.dimension(index).is_some_and(outdated) || (new_term && self.is_term(index)) {
                self.set(index..index + 1, Mark::Past);
            }
        }
    }

    /// 湿法窑改成某某窑, 木支架(2015年已更换为单体液压支柱): the thing itself became another, though nobody knows the other's name. In
    /// 转炉，除尘改为布袋 it is the words between that changed.
    fn replaced(&self, start: usize, at: usize, end: usize) -> bool {
        let unknown = (at + 1..end).any(|index| self.tokens[index].kind == TokenKind::Words);
        let thing = self.words(at + 1).ends_with(['窑', '炉', '磨', '槽']);
        if unknown && thing && at > start && self.is_term(at - 1) {
            return true;
        }
        let opened = (start..at).rev().find(|&index| self.tokens[index].kind == TokenKind::Open);
        let Some(open) = opened.filter(|_| unknown) else { return false };
        open > start
            && self.is_term(open - 1)
            && (open + 1..at).all(|index| {
                matches!(self.tokens[index].kind, TokenKind::Number(ReadingKind::Year))
                    || ["已", "后", "现", "现已", "已经"].contains(&self.words(index))
            })
    }

    /// 设计350m³，实际1080m³: of a size on paper and the real one the real one is in force. What a furnace yields or is rated
    /// for is its size on paper, so only what can be measured with a rule counts.
    fn claims(&mut self) {
        const PAPER: [&str; 11] =
            ["设计", "备案", "铭牌", "名义", "批复", "核准", "环评", "立项", "登记", "上报", "申报"];
        const REAL: [&str; 4] = ["实际", "实测", "实有", "核实"];
        let says = |marker: &Self, at: usize, words: &[&str]| words.iter().any(|word| marker.words(at).contains(word));
        for at in 0..self.tokens.len() {
            let Some(size) = self.dimension(at).filter(|size| {
                matches!(size, Dimension::Length | Dimension::Area | Dimension::Volume) && self.marks[at] == Mark::Live
            }) else {
                continue;
            };
            let statement =
                (0..at).rev().find(|&index| self.tokens[index].kind == TokenKind::Stop).map_or(0, |index| index + 1);
            let same = (statement..at).rev().find(|&index| self.dimension(index) == Some(size));
            let Some(earlier) = same else { continue };
            let paper = (statement..earlier).any(|index| says(self, index, &PAPER));
            if paper && (earlier + 1..at).any(|index| says(self, index, &REAL)) {
                self.set(earlier..earlier + 1, Mark::Past);
            }
        }
    }

    /// 转炉车间行车25t, 高炉用鼓风机: what serves an equipment is the thing; the equipment only tells whose it is.
    fn attendants(&mut self) {
        const LINKS: [&str; 14] = [
            "用",
            "专用",
            "检修用",
            "维修用",
            "车间",
            "车间用",
            "区域",
            "机头",
            "机尾",
            "炉前",
            "炉后",
            "炉顶",
            "炉体",
            "本体",
        ];
        for at in 0..self.tokens.len() {
            let unknown = self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Words);
            if self.marks[at] != Mark::Live || !unknown || !self.is(at, TermKind::Equipment) {
                continue;
            }
            let words = self.words(at + 1);
            let linked = LINKS.contains(&words);
            let sized = self.tokens.get(at + 2).is_some_and(|token| matches!(token.kind, TokenKind::Number(_)));
            let serves = |words: &str| self.lexicon.begins_with_attendant(words);
            if serves(words)
                || LINKS.iter().any(|link| words.strip_prefix(link).is_some_and(serves))
                || linked && serves(self.words(at + if sized { 3 } else { 2 }))
                || linked && words.ends_with('用') && self.is(at + 2, TermKind::Equipment)
            {
                self.set(at..at + 1, Mark::Excepted);
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
