//! Whether a text says that something is lacking, in the many ways of saying so: 未设置, 没装, 无, 缺, 不具备 before it; 未安装,
//! 缺失, 不全 behind it. What is asked, forbidden, not found or put right is not said to be so.

mod words;

use std::ops::Range;

use super::doubt;
use words::{
    ABSENT, BEHIND, CHANGED, INSTEAD, LACKING_VERBS, MANNERS, NEAR, OTHER_WORDS, PLANNED, PRESENT, PUT_RIGHT, REACH,
    VERBS, VOID, WANTING,
};

/// The sentence around a place: up to 。 ; or a line break.
pub(super) fn sentence(text: &str, at: usize) -> Range<usize> {
    around(text, at, |c| matches!(c, '。' | ';' | '\n'))
}

fn clause(text: &str, at: usize) -> Range<usize> {
    around(text, at, |c| matches!(c, ',' | '，' | '。' | ';' | '\n' | '|'))
}

fn around(text: &str, at: usize, ends: impl Fn(char) -> bool + Copy) -> Range<usize> {
    let start = text
        .get(..at)
        .and_then(|before| before.char_indices().rev().find(|(_, c)| ends(*c)))
        .map_or(0, |(place, c)| place + c.len_utf8());
    let end = text.get(at..).and_then(|after| after.find(ends)).map_or(text.len(), |found| at + found);
    start..end
}

fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a sentence says that a defect has been mended.
fn is_put_right(sentence: &str) -> bool {
    PUT_RIGHT.iter().any(|word| {
        sentence.match_indices(word).any(|(at, _)| !sentence[..at].ends_with(['未', '没', '不', '尚', '有']))
    })
}

/// Whether what stands at a place was replaced, as its sentence says behind it, or only compared with: 木柴烘烤已改为煤气烘烤.
fn is_replaced(text: &str, span: &Range<usize>) -> bool {
    let behind = text.get(span.end..sentence(text, span.start).end).unwrap_or_default();
    let changed = CHANGED.iter().filter_map(|word| behind.find(word)).min();
    let done = changed.is_some_and(|at| !holds(behind.get(..at).unwrap_or_default(), &PLANNED));
    let before = text.get(clause(text, span.start).start..span.start).unwrap_or_default();
    let instead = INSTEAD.iter().filter_map(|word| Some(before.rfind(word)? + word.len())).max();
    done || instead.is_some_and(|end| before.len() - end <= NEAR)
}

/// Whether a circumstance that stands at a place is only asked after, forbidden, not found, mended or replaced.
pub(super) fn is_not_so(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(clause(text, span.start).start..span.start).unwrap_or_default();
    holds(before, &VOID) || is_mended(text, span)
}

/// Whether the clause of a topic says that it is not known: 炮泥种类未登记.
pub(super) fn is_unknown(text: &str, span: &Range<usize>) -> bool {
    text.get(clause(text, span.start)).is_some_and(doubt::is_unknown)
}

/// Whether the sentence around a place leaves something open.
pub(super) fn is_unsure(text: &str, at: usize) -> bool {
    text.get(sentence(text, at)).is_some_and(doubt::is_unknown)
}

/// Whether its sentence says that what was wrong at a place is put right, or that another thing took its place.
pub(super) fn is_mended(text: &str, span: &Range<usize>) -> bool {
    let sentence = text.get(sentence(text, span.start)).unwrap_or(text);
    is_put_right(sentence) || is_replaced(text, span)
}

/// Whether a text says that what stands at a place is lacking.
pub(super) fn is_lacking(text: &str, span: &Range<usize>) -> bool {
    let clause = clause(text, span.start);
    let before = text.get(clause.start..span.start).unwrap_or_default();
    let after = text.get(span.end..clause.end).unwrap_or_default();
    if holds(before, &VOID) {
        return before.contains("是否") && is_answered_no(after);
    }
    denied_before(before, after) || (!is_present_before(before) && is_absent_behind(after))
}

/// Whether a text says that a state is so, and does not deny it.
pub(super) fn is_stated(text: &str, span: &Range<usize>) -> bool {
    let clause = clause(text, span.start);
    let before = text.get(clause.start..span.start).unwrap_or_default();
    let after = text.get(span.end..clause.end).unwrap_or_default();
    let denied = absences(before).any(|end| {
        let gap = before.get(end..).unwrap_or_default();
        gap.len() <= NEAR && !holds(gap, &PRESENT)
    });
    // 不 denies a state whatever follows it: 不在吊运影响范围内.
    let plainly = before.ends_with(['不', '非', '无', '未']);
    !holds(before, &VOID) && !denied && !plainly && !is_absent_behind(after)
}

/// 是否设置泄爆装置:否
fn is_answered_no(after: &str) -> bool {
    let answer = after.trim_end_matches([')', '。', ' ']);
    answer.ends_with('否') || answer.ends_with(":无") || answer.ends_with(":未设置")
}

/// 未按规定设置…: a word of absence before, with nothing between that says that the thing is there.
fn denied_before(before: &str, after: &str) -> bool {
    absences(before).any(|end| {
        let gap = before.get(end..).unwrap_or_default();
        let gap = PRESENT.iter().find_map(|word| gap.strip_prefix(word)).unwrap_or(gap);
        let closed = gap.contains(')') && !gap.contains('(');
        // 未检修的除尘器泄爆片完好
        let fine = gap.contains('的') && holds(after, &["完好", "正常", "良好", "齐全"]);
        gap.len() <= REACH && !holds(gap, &PRESENT) && !closed && !fine
    })
}

/// 设有泄爆片、锁气卸灰装置未设置: the first is there.
fn is_present_before(before: &str) -> bool {
    let near = before.char_indices().rev().nth(11).map_or(before, |(at, _)| before.get(at..).unwrap_or(before));
    PRESENT.iter().any(|word| near.contains(word)) || near.ends_with('有')
}

/// 泄爆装置未设置, 泄爆片缺失, 探伤一直没有做过.
fn is_absent_behind(after: &str) -> bool {
    let wanting = WANTING.iter().filter_map(|word| after.find(word)).min();
    if wanting.is_some_and(|at| at <= BEHIND && !holds(after.get(..at).unwrap_or_default(), &PRESENT)) {
        return true;
    }
    absences(after).any(|end| {
        let gap = after.get(..end).unwrap_or_default();
        gap.len() <= BEHIND && !holds(gap, &PRESENT) && ends_soon(after.get(end..).unwrap_or_default())
    })
}

/// Whether nothing but a verb follows: in 泄爆片处未设警示牌 it is the sign that is lacking.
fn ends_soon(rest: &str) -> bool {
    let mut rest = rest;
    while let Some(shorter) = MANNERS.iter().find_map(|manner| rest.strip_prefix(manner)) {
        rest = shorter;
    }
    for _ in 0..2 {
        rest = VERBS.iter().find_map(|verb| rest.strip_prefix(verb)).unwrap_or(rest);
    }
    let rest = rest.trim_start_matches(['过', '了', '的', '上', '失', ' ', '状', '态', '情', '况']);
    rest.is_empty() || rest.starts_with([')', '、', '(', '"', '”', '!'])
}

/// The ends of the words of absence in a text, in order.
fn absences(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(|(at, character)| {
        let end = at + character.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.chars().next();
        let previous = text.get(..at).and_then(|before| before.chars().next_back());
        let other = |word: char| {
            let list = OTHER_WORDS.iter().find(|(first, _)| *first == word).map_or("", |(_, list)| list);
            next.is_some_and(|next| list.contains(next))
        };
        match character {
            '无' if rest.starts_with("水冷") || rest.starts_with("水封") => Some(end),
            '没' if previous.is_some_and(|c| "淹沉埋出隐吞".contains(c)) => None,
            '未' | '没' | '无' | '缺' => (!other(character)).then_some(end),
            '不' => next.is_some_and(|next| LACKING_VERBS.contains(next)).then_some(end),
            // 非防爆 denies only what it touches.
            '非' => (rest.is_empty() || text.ends_with('非')).then_some(end).filter(|end| *end == text.len()),
            _ => {
                let rest = text.get(at..).unwrap_or_default();
                ABSENT.iter().find(|word| rest.starts_with(**word)).map(|word| at + word.len())
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacking(text: &str, word: &str) -> bool {
        let start = text.find(word).unwrap();
        is_lacking(text, &(start..start + word.len()))
    }

    fn stated(text: &str, word: &str) -> bool {
        let start = text.find(word).unwrap();
        is_stated(text, &(start..start + word.len()))
    }

    #[test]
    fn the_ways_of_saying_that_something_is_lacking() {
        for text in [
            "除尘器未按国家标准规范设置泄爆装置",
            "除尘器没装泄爆片",
            "除尘器无泄爆",
            "除尘器缺少泄爆装置",
            "除尘器不具备泄爆功能",
            "除尘系统未设隔爆、泄爆、抑爆等任一种措施",
            "泄爆装置一直没有安装",
            "泄爆片缺失",
            "泄爆措施不到位",
            "泄爆、隔爆均未设置",
            "是否设置泄爆装置:否",
            "取消了泄爆片",
            "除尘器未设有泄爆口",
        ] {
            assert!(lacking(text, "泄爆"), "{text}");
        }
        for text in [
            "除尘器设有泄爆片",
            "无锁气卸灰装置但泄爆片完好",
            "未见泄爆片缺失",
            "未停用的除尘器设有泄爆片",
            "严禁未设泄爆",
            "设有泄爆片、锁气卸灰装置未设置",
            "未检修的除尘器泄爆片完好",
            "泄爆片处未设警示牌",
            "无人值守泄爆",
            "除尘器(未投用)泄爆合格",
            "是否设置泄爆装置:是",
        ] {
            assert!(!lacking(text, "泄爆"), "{text}");
        }
    }

    #[test]
    fn a_state_that_is_denied_is_not_stated() {
        for text in ["炉坑内有积水", "炉下渣坑积水严重", "未清理,坑内积水"] {
            assert!(stated(text, "积水"), "{text}");
        }
        for text in ["炉坑无积水", "未见积水", "不存在积水", "防止积水", "没有积水", "积水:无"]
        {
            assert!(!stated(text, "积水"), "{text}");
        }
        assert!(!stated("休息室不在吊运影响范围内", "在吊运"));
        let replaced = |text: &str| {
            let start = text.find("木柴").unwrap();
            is_replaced(text, &(start..start + 6))
        };
        assert!(replaced("木柴烘烤钢包已改为煤气烘烤") && replaced("用煤气代替木柴烘烤"));
        assert!(!replaced("木柴烘烤钢包,计划改为煤气烘烤") && !replaced("木柴烘烤钢包"));
        assert!(is_put_right("未设泄爆,已整改") && !is_put_right("未设泄爆,未整改"));
    }
}
