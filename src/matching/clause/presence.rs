//! What a clause says of whether a thing still stands: idle, closed, dismantled, replaced, or only to be so.

use std::ops::Range;

use super::super::control::Control;
use super::super::finding::Presence;
use super::super::marks::{Mark, control};
use super::super::token::{Token, TokenKind};
use super::Clauses;
use crate::quantity::ReadingKind;

/// Words of an end that is still to come, anywhere before it: 计划2019年底前拆除.
const WILL: &[&str] = &[
    "计划",
    "拟",
    "将",
    "预计",
    "要求",
    "责令",
    "限期",
    "准备",
    "打算",
    "承诺",
    "建议",
    "下一步",
    "下步",
    "申请",
    "有待",
    "尚待",
    "应于",
    "须于",
    "需于",
    "务必",
    "争取",
    "力争",
];

/// Words of an end that is still to come, right before it: 2020年底前拆除, 待拆除.
const RIGHT_BEFORE: &[&str] = &["前", "待", "应", "须", "需", "应当"];

/// Words behind an end that make it a plan: 拆除计划, 关停名单.
const PLANS: &[&str] = &["计划", "方案", "任务", "名单", "范围", "要求", "目标", "通知"];

/// What an end begins with that has come, and what stands right behind it.
const DONE: [&str; 3] = ["已", "业已", "均已"];
const DONE_BEHIND: [&str; 4] = ["了", "完毕", "完成", "到位"];

/// What may stand between a year and the verb that tells what ended in it: 2015年就拆了.
const SINCE: &[&str] =
    &["", "就", "底", "初", "起", "起就", "后", "已", "就已", "前已", "底就", "至今", "以来", "起已", "以后"];

impl Clauses<'_> {
    /// 8台(6用2备) tells spare pieces, not that the thing stands idle.
    pub(super) fn idle(&self, at: usize) -> Option<Presence> {
        let spare = self.tokens.get(at).is_some_and(|token| token.depth > 0)
            && at > 0
            && matches!(self.tokens[at - 1].kind, TokenKind::Number(_));
        (!spare).then_some(Presence::Idle)
    }

    /// 计划2019年底前拆除, 将于2020年拆除, 列入关停计划: the words of an end that is still to come.
    pub(super) fn intended(&self, token: &Token) -> Option<Range<usize>> {
        let ends = |c: char| matches!(c, ',' | '，' | ';' | '。' | '(' | ')' | '|' | '\n');
        let head = self.text.get(..token.span.start)?;
        let from = head.rfind(ends).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let head = &head[from..];
        let word = self.text.get(token.span.clone())?;
        let tail = self.text.get(token.span.end..)?;
        let done = head.contains('已')
            || DONE.iter().any(|done| word.starts_with(done))
            || DONE_BEHIND.iter().any(|done| tail.starts_with(done));
        let before =
            head.trim_end_matches("完成").trim_end_matches("全部").trim_end_matches("予以").trim_end_matches("依法");
        let intends = WILL.iter().any(|will| head.contains(will) || word.starts_with(will))
            || RIGHT_BEFORE.iter().any(|words| before.ends_with(words))
            || PLANS.iter().any(|plan| tail.starts_with(plan));
        let start = from + head.find(|c: char| !c.is_whitespace()).unwrap_or(0);
        (intends && !done).then_some(start..token.span.end)
    }

    /// 2008年停, 2015年就拆了, 2014年关闭: a verb right behind a year.
    pub(super) fn since(&self, at: usize) -> Option<Presence> {
        let token = self.tokens.get(at)?;
        let words = self.text.get(token.span.clone())?;
        let dated = at > 0 && matches!(self.tokens[at - 1].kind, TokenKind::Number(ReadingKind::Year));
        let stem = words.trim_end_matches(['了', '的', '掉']);
        let ended = [
            ("停", Presence::Idle),
            ("熄火", Presence::Idle),
            ("拆", Presence::Dismantled),
            ("关闭", Presence::Closed),
            ("关", Presence::Closed),
        ];
        let (_, presence) = ended
            .into_iter()
            .find(|(verb, _)| stem.strip_suffix(verb).is_some_and(|before| SINCE.contains(&before)))?;
        dated.then_some(presence)
    }

    /// 3座350m³高炉 of 置换3座350m³高炉: all the words of the replaced thing at a place.
    pub(super) fn replaced(&self, at: usize) -> Option<Range<usize>> {
        let is_of_it = |index: &usize| self.marks.get(*index) == Some(&Mark::Replaced);
        let first = (0..=at).rev().take_while(is_of_it).last()?;
        let last = (at..self.marks.len()).take_while(is_of_it).last()?;
        let end = self.tokens.get(last)?.span.end;
        // 4台6300kVA敞开炉, of which 敞开 is the word that is known
        let noun = self.text.get(end..).filter(|rest| rest.starts_with('炉')).map_or(0, |_| '炉'.len_utf8());
        Some(self.tokens.get(first)?.span.start..end + noun)
    }

    /// 均已拆除.
    pub(super) fn followed_by_presence(&self, at: usize) -> bool {
        self.tokens.get(at + 1).and_then(|token| control(token, self.lexicon)).is_some_and(|control| {
            matches!(
                control,
                Control::Dismantled | Control::Closed | Control::Idle | Control::Planned | Control::InPlace
            )
        })
    }
}
