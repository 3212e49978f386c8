//! What stands around a table and holds for each of its lines: sector, place, enterprise.

use super::{SheetReading, State};
use crate::survey::assemble::{Placed, Surroundings};
use crate::survey::lines::Line;
use crate::survey::surroundings::{Preamble, is_identity};
use crate::survey::table_plan::TablePlan;
use crate::survey::{Field, FieldValue, Fields};

impl SheetReading {
    /// What the lines above a table and the sheet's name give to each of its lines.
    pub(super) fn surroundings(&mut self, plan: &TablePlan) -> Surroundings {
        let mut around = Surroundings {
            fields: self.preamble.fields.clone(),
            extra: self.preamble.extra.clone(),
            units: self.preamble.units.clone(),
            named_units: self.preamble.named_units.clone(),
            foreign: None,
        };
        around.fields.retain(|field, _| !plan.has(*field));
        let table = plan.span();
        if !plan.has(Field::Sector)
            && !around.fields.contains_key(&Field::Sector)
            && let Some((sector, source)) = self.sector_around(table)
        {
            self.talk.note(format!("没有行业栏：行业按{source}取“{sector}”"));
            around.fields.insert(Field::Sector, said(&sector));
        }
        if plan.has_place() {
            around.fields.remove(&Field::Prefecture);
            around.fields.remove(&Field::County);
            if plan.has(Field::County)
                && !plan.has(Field::Prefecture)
                && let Some((name, title)) = self.preamble.foreign_prefecture(self.shared.divisions, table)
            {
                around.foreign = Some(name.into());
                self.talk.note(format!("没有州市栏：县市区不在区划目录中的，州市按“{title}”取“{name}”"));
            }
        } else if let Some((place, from)) = self.preamble.place(&self.sheet, self.shared.divisions, table) {
            for (field, name) in place {
                around.fields.or_insert_with(field, || said(&name));
            }
            self.talk.note(format!("没有州市、县市区栏：按“{from}”取"));
        }
        around
    }

    /// The sector that the sheet's name or a title gives, and which of them.
    pub(super) fn sector_around(&self, table: Option<(u32, u32)>) -> Option<(String, &'static str)> {
        match self.shared.dictionary.sectors_in(&self.sheet).as_slice() {
            [sector] => Some(((*sector).to_owned(), "工作表名")),
            _ => self.preamble.sector(&self.shared.dictionary, table).map(|sector| (sector, "标题")),
        }
    }

    /// A section heading gives its sector or place to the lines below it, where the table has no column for them.
    pub(super) fn take_section(&mut self, line: &Line, text: &str) {
        let State::Inside { tables, .. } = &mut self.state else { return };
        // 「企业名称：某公司　所属行业：钢铁」 between the lines of a table.
        let mut said = Preamble::default();
        said.take(line, &self.shared, &mut self.talk);
        let names_enterprise = said.fields.contains_key(&Field::Enterprise);
        if names_enterprise {
            self.preamble.fields.clone_from(&said.fields);
            for active in tables.iter_mut() {
                forget_enterprise(&mut active.assembler.around.fields);
            }
        }
        let given = if said.fields.is_empty() {
            crate::survey::surroundings::of_section(line, text, &self.shared)
        } else {
            said.fields.into_iter().collect()
        };
        for active in tables.iter_mut() {
            for (field, placed) in &given {
                let place = matches!(field, Field::Prefecture | Field::County);
                if !(active.plan.has(*field) || (place && active.plan.has_place())) {
                    self.talk.note(format!("第{}行“{text}”以下的{}按该行取", line.index() + 1, field.chinese()));
                    if *field == Field::Prefecture {
                        active.assembler.around.fields.remove(&Field::County);
                    }
                    active.assembler.around.fields.insert(*field, placed.clone());
                }
            }
        }
    }
}

/// A further enterprise: what was said of the one before no longer holds. What the titles and section headings above say of
/// place and sector goes on.
fn forget_enterprise(fields: &mut Fields<Placed>) {
    let row = fields.get(&Field::Enterprise).and_then(|placed| placed.cell).map(|cell| cell.row);
    fields.retain(|field, placed| {
        let general = matches!(field, Field::Prefecture | Field::County | Field::Sector);
        let said_with_it = placed.cell.is_some_and(|cell| Some(cell.row) == row);
        !is_identity(*field) || (general && !said_with_it)
    });
}

/// What no cell of the line says.
pub(super) fn said(text: &str) -> Placed {
    Placed { value: FieldValue::said(text), cell: None }
}
