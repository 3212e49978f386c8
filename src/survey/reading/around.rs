//! What stands around a table and holds for each of its lines: sector, place, enterprise.

use super::{SheetReading, State};
use crate::survey::assemble::{Placed, Surroundings};
use crate::survey::lines::Line;
use crate::survey::surroundings::Preamble;
use crate::survey::table_plan::TablePlan;
use crate::survey::{Field, FieldValue};

impl SheetReading {
    /// What the lines above a table and the sheet's name give to each of its lines.
    pub(super) fn surroundings(&mut self, plan: &TablePlan) -> Surroundings {
        let mut around = Surroundings {
            fields: self.preamble.fields.clone(),
            extra: self.preamble.extra.clone(),
            units: self.preamble.units.clone(),
            named_units: self.preamble.named_units.clone(),
        };
        around.fields.retain(|field, _| !plan.has(*field));
        let table = (!plan.others.is_empty()).then_some((plan.first_column, plan.last_column));
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
                active.assembler.around.fields.retain(|field, _| !crate::survey::surroundings::is_identity(*field));
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

/// What no cell of the line says.
pub(super) fn said(text: &str) -> Placed {
    Placed { value: FieldValue::said(text), cell: None }
}
