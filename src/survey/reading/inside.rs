//! Inside the tables of a header: each line is a record, a total, a note, or begins a further table.

use super::active::filled_columns;
use super::{SheetReading, State};
use crate::survey::classify::Kind;
use crate::survey::clean::text_of;
use crate::survey::lines::Line;
use crate::survey::summary::{Fate, Problem, ProblemSeverity};
use crate::survey::{Record, cards, classify, layout};
use crate::workbook::{Cell, CellValue};

impl SheetReading {
    /// Reads the first of the lines ahead, or begins a further table there.
    pub(super) fn step(&mut self, sink: &mut dyn FnMut(Record)) {
        let State::Inside { tables, ahead } = &mut self.state else { return };
        let Some(line) = ahead.pop_front() else { return };
        let dictionary = &self.shared.dictionary;
        let repeated = |line: &Line| {
            tables.iter().any(|active| classify::classify(line, &active.plan, dictionary) == Kind::Header)
        };
        let begins = |line: &Line| {
            layout::has_known_heading(line, dictionary)
                && line.row.cells.iter().all(|cell| matches!(cell.value, CellValue::Text(_)))
                && !repeated(line)
                && layout::score(line, dictionary).is_header_inside_a_table()
        };
        // One or two lines of group headings above a further header.
        let above = |line: &Line, next: &Line| {
            next.index() == line.index() + 1 && layout::is_group_line(line, next, dictionary, self.tracker.known)
        };
        let heads_next = ahead.front().is_some_and(|next| begins(next) && above(&line, next))
            || matches!((ahead.front(), ahead.get(1)), (Some(next), Some(last))
                if begins(last) && above(next, last) && above(&line, next));
        let card =
            layout::has_known_heading(&line, dictionary) && !repeated(&line) && cards::begins_card(&line, dictionary);
        if begins(&line) || heads_next || card {
            let lines: Vec<Line> = std::iter::once(line).chain(ahead.drain(..)).collect();
            self.close_tables();
            self.preamble.start_of_table();
            self.state = State::Seeking(lines);
            return;
        }
        self.read_line(&line, sink);
    }

    /// Reads a line of the present tables.
    pub(super) fn read_line(&mut self, line: &Line, sink: &mut dyn FnMut(Record)) {
        let State::Inside { tables, ahead } = &mut self.state else { return };
        let mut fates: Vec<(Fate, u64)> = Vec::new();
        let mut section: Option<String> = None;
        for active in tables.iter_mut() {
            let has_cells = line
                .row
                .cells
                .iter()
                .any(|cell| (active.plan.first_column..=active.plan.last_column).contains(&cell.column));
            if !has_cells {
                continue;
            }
            if active.skipped.is_some() {
                fates.push((Fate::Note, 1));
                continue;
            }
            match classify::classify(line, &active.plan, &self.shared.dictionary) {
                Kind::Blank => fates.push((Fate::Blank, 1)),
                Kind::Header => fates.push((Fate::Header, 1)),
                Kind::Note => fates.push((Fate::Note, 1)),
                Kind::Hint => {
                    self.talk.note(format!("第{}行是填写示例或提示，已跳过", line.index() + 1));
                    fates.push((Fate::Note, 1));
                }
                Kind::Data if active.continues_partial(line, &self.shared) => fates.push((Fate::Subtotal, 1)),
                Kind::Subtotal(text, partial) => {
                    active.partial = partial.then(|| filled_columns(line, &active.plan, &self.shared));
                    active.assembler.end_of_enterprise();
                    active.totals.check(line, &active.plan, &text, partial, &self.shared, &mut self.talk);
                    fates.push((Fate::Subtotal, 1));
                }
                Kind::Section(text, sums) => {
                    active.assembler.end_of_enterprise();
                    section = Some(text);
                    fates.push((if sums { Fate::Subtotal } else { Fate::Note }, 1));
                }
                Kind::Data => {
                    active.partial = None;
                    let names = (&self.file, &self.sheet);
                    let records = active.assembler.records(
                        line,
                        &active.plan,
                        &self.shared,
                        names,
                        (self.tracker.known, ahead.front()),
                        &mut self.talk,
                    );
                    let Some(records) = records else {
                        fates.push((Fate::Note, 1));
                        continue;
                    };
                    if records.is_empty() {
                        fates.push((Fate::NotUnderstood, 1));
                        self.talk.problem(not_understood(line));
                    } else {
                        active.totals.add(&records);
                        fates.push((Fate::Record, records.len() as u64));
                        active.summary.records += records.len() as u64;
                        let (first, _) = active.summary.data_rows.unwrap_or((line.index(), 0));
                        active.summary.data_rows = Some((first, line.index()));
                        records.into_iter().for_each(&mut *sink);
                    }
                }
            }
        }
        if fates.iter().any(|(fate, _)| *fate != Fate::Blank) {
            fates.retain(|(fate, _)| *fate != Fate::Blank);
        } else if let Some(first) = fates.first().copied() {
            fates = vec![first];
        }
        if fates.is_empty() {
            // Cells only beside the tables.
            fates.push((Fate::Note, 1));
        }
        let lines: u64 = fates.iter().map(|(_, lines)| lines).sum();
        self.rows.split += lines.saturating_sub(1);
        fates.iter().for_each(|(fate, lines)| self.rows.count(*fate, *lines));
        if let Some(text) = section {
            self.preamble.take_title(&text);
            self.take_section(line, &text);
        }
    }
}

fn not_understood(line: &Line) -> Problem {
    let shown = |cell: &Cell| text_of(&cell.value).chars().take(40).collect::<String>();
    let words: Vec<String> = line.row.cells.iter().take(6).map(shown).collect();
    Problem {
        code: "row-not-understood",
        severity: ProblemSeverity::Warning,
        cell: None,
        row: Some(line.index()),
        message: format!("第{}行没有企业、设备、工艺或产品，无法认作一条记录：{}", line.index() + 1, words.join(" | ")),
        suggestion: "补全企业名称和设备名称；不是数据的，删去或写成“注：”".to_owned(),
    }
}
