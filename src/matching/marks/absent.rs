//! Words that name what is not there: 严禁使用中频炉, 未发现…高炉, 高炉路380号, properties that are asked after.

use super::super::control::Control;
use super::super::doubt;
use super::super::lacking::is_not_so;
use super::super::lexicon::Target;
use super::super::token::TokenKind;
use super::{Mark, Marker};

impl Marker<'_> {
    /// A circumstance that was mended, is forbidden or was not found is none: 未设泄爆装置，已整改.
    pub(super) fn circumstances(&mut self) {
        for at in 0..self.tokens.len() {
            let TokenKind::Mention(mention) = &self.tokens[at].kind else { continue };
            let of_sayings =
                |target: &Target| matches!(target, Target::Term(term) if self.lexicon.sayings.speak_of(*term));
            if self.lexicon.targets(*mention).iter().any(of_sayings) && is_not_so(self.text, &self.tokens[at].span) {
                self.set(at..at + 1, Mark::Past);
            }
        }
    }

    /// 未发现400立方米及以下炼铁高炉, 严禁使用中频炉, 高炉路380号: names of what is not there.
    pub(super) fn not_there(&mut self) {
        const PLACES: [&str; 7] = ["路", "街", "村", "大道", "巷", "社区", "家属"];
        for at in 0..self.tokens.len() {
            let follows = self.words(at + 1);
            if self.control(at) == Some(Control::NotThere) {
                let listed = ["使用的", "类", "的", "生产的", "目录"].iter().any(|word| follows.starts_with(word));
                if !listed {
                    let clause = self.clause(at, false);
                    self.set(at + 1..clause.end, Mark::Excepted);
                }
            }
            let unknown = self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Words);
            if unknown && self.is_term(at) && PLACES.iter().any(|place| follows.starts_with(place)) {
                self.set(at..at + 1, Mark::Excepted);
            }
        }
    }

    /// 不知是湿法还是干法, 是否开放式待现场看: a property that is asked after is not stated.
    pub(super) fn open_questions(&mut self) {
        for at in 1..self.tokens.len() {
            // 有没有磁轭
            let before = self.words(at - 1);
            // 现有无芯电炉 asks nothing.
            let asked = before.ends_with('有') && self.words(at).starts_with('没')
                || before == "有" && self.words(at).starts_with('无');
            if asked && self.names_something(at) {
                self.set(at..at + 1, Mark::Excepted);
            }
        }
        for at in 0..self.tokens.len() {
            let words = self.words(at);
            if self.tokens[at].kind != TokenKind::Words || !(doubt::is_asked(words) || doubt::is_unknown(words)) {
                continue;
            }
            for index in self.clause(at, false) {
                // 自用还是外卖 is itself the question.
                let asks = ["还是", "是否", "或"].iter().any(|word| self.words(index).contains(word));
                if self.is_property(index) && !asks {
                    self.set(index..index + 1, Mark::Excepted);
                }
            }
        }
    }
}
