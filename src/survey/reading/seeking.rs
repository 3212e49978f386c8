//! Before a table: the header among the lines held back, and the tables that it begins.

use std::collections::VecDeque;

use super::{AHEAD, BELOW, SheetReading, State};
use crate::survey::lines::Line;
use crate::survey::summary::Fate;
use crate::survey::{Record, aside, cards, layout, tables};

impl SheetReading {
    /// The header that the mapping names, else the first that is recognised.
    pub(super) fn find_header(&self, buffer: &[Line], force: bool) -> Option<layout::Block> {
        let mapping = &self.shared.mapping;
        let (Some(area), Some(rows)) = (mapping.area, mapping.header_rows) else {
            let found = layout::find(buffer, &self.shared.dictionary, self.tracker.known);
            return found.or_else(|| self.header_by_content(buffer, force));
        };
        let header = |line: &Line| (area.first_row..area.first_row.saturating_add(rows)).contains(&line.index());
        let top = buffer.iter().position(header)?;
        let bottom = buffer.iter().rposition(header)?;
        Some(layout::Block { top, bottom })
    }

    /// A header of words that nobody knows, seen by what stands below it. Only when all lines are there, and no card is read.
    pub(super) fn header_by_content(&self, buffer: &[Line], force: bool) -> Option<layout::Block> {
        let dictionary = &self.shared.dictionary;
        let apart = !force || self.card.is_some() || cards::is_card_form(buffer, dictionary);
        if apart || aside::kind(buffer, dictionary).is_some() {
            return None;
        }
        layout::find_by_content(buffer, dictionary, self.tracker.known)
    }

    /// Looks for a header in the lines held back. With `force`, decides with what is there.
    pub(super) fn seek(&mut self, force: bool, sink: &mut dyn FnMut(Record)) {
        let State::Seeking(buffer) = &self.state else { return };
        let found = self.find_header(buffer, force);
        let State::Seeking(buffer) = &mut self.state else { return };
        let Some(block) = found else {
            if force {
                let lines = std::mem::take(buffer);
                self.without_header(&lines, sink);
            }
            return;
        };
        if !force && buffer.len() < block.bottom + 1 + BELOW {
            return;
        }
        let lines = std::mem::take(buffer);
        self.end_card(sink);
        let (above, rest) = lines.split_at(block.top);
        above.iter().for_each(|line| self.outside(line));
        let header = block.bottom - block.top + 1;
        let found = tables::plan(block, &lines, &self.shared, self.tracker.known, &mut self.talk);
        self.rows.count(Fate::Header, header as u64);
        if found.blind {
            self.talk.note("文件不带合并单元格信息：多级表头的空白上级按左侧补齐，请核对栏目对应".to_owned());
        }
        let tables = found.plans.into_iter().map(|plan| self.activate(plan)).collect();
        self.state = State::Inside { tables, ahead: VecDeque::new() };
        for line in rest.iter().skip(header) {
            match &mut self.state {
                State::Inside { ahead, .. } => {
                    ahead.push_back(line.clone());
                    if ahead.len() > AHEAD {
                        self.step(sink);
                    }
                }
                State::Seeking(buffer) => buffer.push(line.clone()),
            }
        }
    }
}
