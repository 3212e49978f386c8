//! What a change made of a thing: 反射炉改造为顶吹炉, 原90平方米(后改为120平方米). What was before it is of the past, what is only
//! planned of the future.

use super::super::control::Control;
use super::super::token::TokenKind;
use super::{Mark, Marker};
use crate::catalog::TermKind;
use crate::quantity::{Dimension, ReadingKind};

impl Marker<'_> {
    /// 原90平方米(后改为120平方米), 反射炉改造为顶吹炉, 由2座380m³高炉改建的, 拟改为….
    pub(super) fn changes(&mut self) {
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
                Some(Control::ChangedTo) if self.is_planned(at) || self.is_undone(at) => {
                    self.will_change(at);
                }
                Some(Control::ChangedTo) => self.changed_to(at),
                Some(Control::Now) if !self.is_planned(at) && self.tells_size_after(at) => self.changed_to(at),
                Some(Control::Before) => {
                    let clause = self.clause(at, true);
                    let sizes: Vec<usize> = (at + 1..clause.end).filter(|&index| self.is_measure(index)).collect();
                    sizes.into_iter().for_each(|index| self.set(index..index + 1, Mark::Past));
                }
                // 湿法窑已改干法
                _ if self.is_changed_in_words(at) => self.set(at - 1..at, Mark::Past),
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

    /// 没有改为干法, 尚未改造为
    pub(super) fn is_undone(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let denies = self.control(before) == Some(Control::Not);
        denies || self.tokens[before].kind == TokenKind::Words && self.words(before).ends_with(['未', '没', '不'])
    }

    /// 拟改造为, 计划于2020年将高炉扩容至: not yet done. 将 only tells so right before the change.
    pub(super) fn is_planned(&self, at: usize) -> bool {
        const PLANNED: [&str; 9] = ["拟", "拟将", "计划", "计划将", "准备", "准备将", "预计", "打算", "申请"];
        let planned = |index: usize| {
            // 主要设备:拟将现有25t转炉扩容为80t
            let words = self.words(index).rsplit(':').next().unwrap_or_default();
            self.tokens[index].kind == TokenKind::Words
                && (words.contains("计划") && !words.contains("按计划")
                    || PLANNED.iter().any(|word| words.ends_with(word) || words.starts_with(word))
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
            || self.replaced(start, at, end)
            || self.changes_manner(start, at);
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

    /// 湿法窑已改干法: the change and the new manner are one run of unknown words behind the thing.
    fn is_changed_in_words(&self, at: usize) -> bool {
        const DONE: [&str; 8] = ["", "已", "已经", "现", "现已", "后", "早已", "均已"];
        let Some(thing) = at.checked_sub(1) else { return false };
        let Some((before, manner)) = self.words(at).split_once('改') else { return false };
        let kind = manner.chars().next_back().filter(|kind| matches!(kind, '法' | '式' | '型'));
        self.tokens[at].kind == TokenKind::Words
            && DONE.contains(&before)
            && kind.is_some_and(|kind| self.is_term(thing) && self.words(thing).contains(kind))
    }

    /// 湿法窑改为干法, 开放式电炉改成半密闭式: the words behind the change name another kind in the manner of which the thing before
    /// was named.
    fn changes_manner(&self, start: usize, at: usize) -> bool {
        let words = self.words(at + 1).trim_start_matches('了');
        let kind = words.chars().next_back().filter(|kind| matches!(kind, '法' | '式' | '型'));
        let last = self.tokens.get(at + 2).is_none_or(|token| {
            !matches!(token.kind, TokenKind::Mention(_) | TokenKind::Words | TokenKind::Particle(_))
        });
        let unknown = self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Words);
        let thing = (start..at).rev().find(|&index| {
            matches!(self.tokens[index].kind, TokenKind::Mention(_) | TokenKind::Words) && self.control(index).is_none()
        });
        let named = |kind: char| thing.is_some_and(|thing| self.is_term(thing) && self.words(thing).contains(kind));
        unknown && last && kind.is_some_and(named)
    }
}
