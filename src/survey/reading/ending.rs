//! The end of tables and of the sheet: what was found is summed up.

use super::{SheetReading, State};
use crate::survey::clean::fold;
use crate::survey::summary::{Problem, ProblemSeverity, SheetSummary};
use crate::workbook::Visibility;

/// Tables that are told one by one.
const TABLES: usize = 500;

impl SheetReading {
    pub(super) fn close_tables(&mut self) {
        let State::Inside { tables, .. } = &mut self.state else { return };
        for mut active in tables.drain(..) {
            active.totals.finish(&mut self.talk);
            if active.assembler.inherited > 0 {
                active.summary.notes.push(format!(
                    "有{}行沿用了上一行的企业、代码、地点或行业（留空的单元格）",
                    active.assembler.inherited
                ));
            }
            if let Some(why) = active.skipped {
                let (first, _) = active.plan.header_rows;
                self.talk.note(format!("第{}行起是{why}，已跳过", first + 1));
            }
            active.summary.notes.iter().for_each(|note| self.talk.note(note.clone()));
            // A sheet of headers is no reason to remember each of them.
            match self.done.last_mut().filter(|_| self.tables >= TABLES) {
                Some(last) => last.records += active.summary.records,
                None => self.done.push(active.summary),
            }
            self.tables += 1;
        }
    }

    pub(super) fn sum_up(mut self) -> SheetSummary {
        let survey = self
            .done
            .iter()
            .any(|table| table.records > 0 || table.kind.starts_with("设备") || table.kind.starts_with("企业"));
        let filled = self.unplaced > 0 || self.rows.note > 0;
        if !survey && self.done.is_empty() && filled && !self.shared.mapping.skip {
            let name = fold(&self.sheet);
            let named = |words: &[String]| words.iter().any(|word| name.contains(word.as_str()));
            if named(&self.shared.dictionary.code_lists) || named(&self.shared.dictionary.instructions) {
                self.talk.note("工作表是代码表或填报说明，没有摸底数据，已跳过".to_owned());
            } else if self.unplaced > 0 {
                self.rows.note = self.rows.note.saturating_sub(self.unplaced);
                self.rows.not_understood += self.unplaced;
                self.talk.problem(Problem {
                    code: "header-not-found",
                    severity: ProblemSeverity::Error,
                    cell: None,
                    row: self.first_unplaced,
                    message: format!("没有找到表头，{}行数据没有读出", self.unplaced),
                    suggestion: "检查表头是否写明企业名称、设备名称等栏目，或用 --mapping 指明".to_owned(),
                });
            }
        }
        let state = match self.visibility {
            Visibility::Visible => "visible",
            Visibility::Hidden => "hidden",
            Visibility::VeryHidden => "very-hidden",
        };
        if self.shared.mapping.skip {
            self.talk.note("按栏目对照文件，整张表没有读".to_owned());
        }
        if self.visibility != Visibility::Visible {
            self.talk.note("工作表是隐藏的，已照常读取".to_owned());
        }
        if self.hidden_rows_seen > 0 {
            self.talk.note(format!("有{}行是隐藏的，已照常读取", self.hidden_rows_seen));
        }
        let hidden: Vec<String> = self
            .done
            .iter()
            .flat_map(|table| {
                table.columns.iter().filter(|column| column.hidden).map(crate::survey::summary::ColumnSummary::letters)
            })
            .collect();
        if !hidden.is_empty() {
            self.talk.note(format!("{}列是隐藏的，已照常读取", hidden.join("、")));
        }
        let (notes, problems) = self.talk.finish();
        SheetSummary {
            name: self.sheet.to_string(),
            state,
            tables: self.done,
            rows: self.rows,
            notes,
            problems,
            error: None,
        }
    }
}
