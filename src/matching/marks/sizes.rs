//! Of a size on paper and the real one the real one is in force.

use super::super::token::TokenKind;
use super::{Mark, Marker};
use crate::quantity::Dimension;

impl Marker<'_> {
    /// 设计350m³，实际1080m³: of a size on paper and the real one the real one is in force. What a furnace yields or is rated
    /// for is its size on paper, so only what can be measured with a rule counts.
    pub(super) fn claims(&mut self) {
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
}
