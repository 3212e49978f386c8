//! A table being read.

use super::SheetReading;
use crate::quantity::Dimension;
use crate::survey::Field;
use crate::survey::assemble::Assembler;
use crate::survey::clean::{clean, fold, text_of};
use crate::survey::label::dimension_of;
use crate::survey::lines::Line;
use crate::survey::reader::Shared;
use crate::survey::summary::TableSummary;
use crate::survey::table_plan::TablePlan;
use crate::survey::totals::Totals;
use crate::workbook::CellValue;

/// A table being read.
#[derive(Debug)]
pub(super) struct Active {
    pub(super) plan: TablePlan,
    pub(super) assembler: Assembler,
    pub(super) summary: TableSummary,
    pub(super) totals: Totals,
    /// The filled columns of the 其中 line just above.
    pub(super) partial: Option<Vec<u32>>,
    /// Why its lines are skipped.
    pub(super) skipped: Option<&'static str>,
}

impl Active {
    /// Whether a line goes on with the 其中 above it: the same columns filled, a name of no company and numbers.
    pub(super) fn continues_partial(&self, line: &Line, shared: &Shared) -> bool {
        let Some(columns) = &self.partial else { return false };
        let mut names = 0;
        for cell in &line.row.cells {
            if let CellValue::Text(text) = &cell.value {
                let text = clean(text);
                let is_name = !shared.dictionary.is_blank(&text) && text.parse::<f64>().is_err();
                names += usize::from(is_name);
                if crate::survey::content::is_company(&text, &shared.dictionary) {
                    return false;
                }
            }
        }
        names == 1 && columns.len() >= 2 && *columns == filled_columns(line, &self.plan, shared)
    }
}

impl SheetReading {
    pub(super) fn activate(&mut self, plan: TablePlan) -> Active {
        let around = self.surroundings(&plan);
        let mut plan = plan;
        if let Some(unit) = around.units.iter().find(|unit| dimension_of(unit) == Some(Dimension::Count)) {
            plan.count_bare_equipment(unit);
        }
        self.name_by_title(&mut plan);
        let name = fold(&self.sheet);
        let named = |words: &[String]| words.iter().any(|word| name.contains(word.as_str()));
        let enterprise = plan.has(Field::Enterprise) || self.preamble.fields.contains_key(&Field::Enterprise);
        let skipped = if !enterprise && is_catalog(&plan) {
            Some("目录条文表")
        } else if !enterprise && named(&self.shared.dictionary.code_lists) {
            Some("代码表")
        } else if !enterprise && named(&self.shared.dictionary.instructions) {
            Some("说明")
        } else if !plan.is_survey() {
            Some("不含企业或设备的表")
        } else {
            None
        };
        let summary = TableSummary {
            header_rows: Some(plan.header_rows),
            columns: plan.summary(&self.hidden_columns),
            kind: skipped.unwrap_or(match plan.groups.first() {
                None => "设备逐行的表",
                Some(group) if group.names == Field::Enterprise => "企业列成栏目的表",
                Some(_) => "设备列成栏目的表",
            }),
            ..TableSummary::default()
        };
        let mut summary = summary;
        for column in summary.columns.iter_mut().filter(|column| column.unit.is_none()) {
            if let Some(unit) = column.field.and_then(|field| around.unit_of(field)) {
                column.why = format!("{}；单位按表内说明“单位：{unit}”", column.why);
                column.unit = Some(unit.to_string());
            }
        }
        Active {
            plan,
            assembler: Assembler::new(around, self.shared.divisions),
            summary,
            totals: Totals::default(),
            partial: None,
            skipped,
        }
    }
}

impl SheetReading {
    /// 「锅炉型号 | 台数」 below a title that speaks of 燃煤锅炉: one kind of equipment in the headings takes the longer name.
    fn name_by_title(&mut self, plan: &mut TablePlan) {
        let table = plan.span();
        let [group] = plan.groups.as_mut_slice() else { return };
        if group.names == Field::Equipment
            && let Some(longer) = self.preamble.longer_name(&group.equipment, &self.shared.dictionary, table)
        {
            self.talk.note(format!("表头只写“{}”，标题写“{longer}”，按标题取", group.equipment));
            group.equipment = longer.into();
        }
    }
}

/// The columns of a table that a line fills.
pub(super) fn filled_columns(line: &Line, plan: &TablePlan, shared: &Shared) -> Vec<u32> {
    let inside = |column: u32| (plan.first_column..=plan.last_column).contains(&column);
    let filled = |cell: &&crate::workbook::Cell| !shared.dictionary.is_blank(&text_of(&cell.value));
    line.row.cells.iter().filter(|cell| inside(cell.column)).filter(filled).map(|cell| cell.column).collect()
}

/// A table of clauses: what is forbidden and why, instead of who has it.
fn is_catalog(plan: &TablePlan) -> bool {
    !plan.has(Field::Quantity)
        && plan.columns.iter().any(|column| {
            ["原因", "替代", "条款", "禁止使用", "淘汰类别", "文号"].iter().any(|word| column.header.contains(word))
        })
}
