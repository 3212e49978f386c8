//! Equipment in the headings: 转炉座数 | 转炉吨位, and what such a column is where another names the equipment.

use std::sync::Arc;

use super::SAID;
use crate::survey::Field;
use crate::survey::content::{Content, is_company};
use crate::survey::dictionary::{Dictionary, Guess, Meaning};
use crate::survey::layout::Heading;
use crate::survey::table_plan::{ColumnPlan, Role, WideGroup};
use crate::workbook::CellAddress;

pub(super) fn wide_columns(
    headings: &[Heading],
    guesses: &[Vec<Guess>],
    header_rows: (u32, u32),
    dictionary: &Dictionary,
    columns: &mut [ColumnPlan],
    groups: &mut Vec<WideGroup>,
) {
    let mut taken: Vec<(usize, Field)> = Vec::new();
    for ((heading, guesses), plan) in headings.iter().zip(guesses).zip(columns.iter_mut()) {
        let Some(wide) = dictionary.wide(&heading.path) else { continue };
        if guesses.first().is_some_and(|guess| guess.score == SAID) {
            continue;
        }
        let field = match (wide.part, plan.unit.as_deref()) {
            (Some(field), _) => field,
            (None, Some(unit))
                if crate::survey::label::dimension_of(unit) == Some(crate::quantity::Dimension::Count) =>
            {
                Field::Quantity
            }
            (None, _) => Field::Model,
        };
        // The same measure twice begins the next piece of the same equipment.
        let at = groups
            .iter()
            .rposition(|group| *group.equipment == *wide.equipment)
            .filter(|at| !taken.contains(&(*at, field)));
        let at = at.unwrap_or_else(|| {
            groups.push(WideGroup {
                equipment: wide.equipment.as_str().into(),
                names: Field::Equipment,
                address: CellAddress::new(header_rows.1, plan.column),
                header: Arc::clone(&plan.header),
            });
            groups.len() - 1
        });
        taken.push((at, field));
        plan.role = Role::Wide(at, field);
        plan.why = format!("表头“{}”是设备“{}”的{}", plan.header, wide.equipment, field.chinese());
    }
}

/// 「装置名称」, 「槽型」 over names of machines is the equipment, where no other column is.
pub(super) fn machines_named_as_lines(guesses: &mut [Vec<Guess>], contents: &[Content]) {
    let is = |guesses: &[Guess], field| guesses.first().is_some_and(|guess| guess.meaning == Meaning::Field(field));
    if guesses.iter().any(|guesses| is(guesses, Field::Equipment)) {
        return;
    }
    let at = guesses
        .iter()
        .zip(contents)
        .position(|(guesses, content)| (is(guesses, Field::Line) || is(guesses, Field::Model)) && content.is_machine());
    if let Some(guesses) = at.and_then(|at| guesses.get_mut(at)) {
        let heading = guesses.first().map(|guess| guess.why.clone()).unwrap_or_default();
        let why = format!("{heading}，内容是设备名称");
        guesses.insert(0, Guess { meaning: Meaning::Field(Field::Equipment), score: 100, why });
    }
}

/// 「设备名称 | 规格 | 甲铁厂 | 乙铁厂」: two columns or more that an enterprise heads, with numbers below; each number counts the
/// equipment of the row at that enterprise.
pub(super) fn enterprises_in_headings(
    headings: &[Heading],
    contents: &[Content],
    dictionary: &Dictionary,
    header_rows: (u32, u32),
    columns: &mut [ColumnPlan],
    groups: &mut Vec<WideGroup>,
) {
    let of_enterprise = |at: &usize| {
        headings.get(*at).and_then(|heading| heading.path.last()).is_some_and(|label| {
            dictionary.exact(label).is_none() && is_company(&label.text, dictionary) && label.text.chars().count() >= 5
        }) && contents.get(*at).is_some_and(|content| content.is_number() || content.is_blank())
    };
    let named: Vec<usize> = (0..columns.len()).filter(of_enterprise).collect();
    if named.len() < 2 {
        return;
    }
    for at in named {
        let (Some(plan), Some(label)) = (columns.get_mut(at), headings.get(at).and_then(|heading| heading.path.last()))
        else {
            continue;
        };
        groups.push(WideGroup {
            equipment: label.text.as_str().into(),
            names: Field::Enterprise,
            address: CellAddress::new(header_rows.1, plan.column),
            header: Arc::clone(&plan.header),
        });
        plan.role = Role::Wide(groups.len() - 1, Field::Quantity);
        plan.why = format!("表头“{}”是企业，下面的数是该企业这种设备的数量", plan.header);
    }
}

/// In a table that has an equipment column, 「高炉容积（m³）」 is a parameter of whatever the row names.
pub(super) fn parameters_beside_equipment(headings: &[Heading], dictionary: &Dictionary, columns: &mut [ColumnPlan]) {
    for (heading, plan) in headings.iter().zip(columns.iter_mut()) {
        if let Some(wide) = dictionary.wide(&heading.path)
            && wide.part == Some(Field::Model)
            && matches!(plan.role, Role::Extra)
        {
            plan.role = Role::Field(Field::Parameter);
            plan.meaning = Field::Parameter.chinese();
            plan.why = format!("表头“{}”是设备“{}”的参数", plan.header, wide.equipment);
        }
    }
}

/// 「设备名称 | 炉型 | 炭化室高度」: where another column names the equipment, 「炉型」, 「窑型」 over JN43-80 is its model.
pub(super) fn types_beside_names(headings: &[Heading], contents: &[Content], columns: &mut [ColumnPlan]) {
    let equipment = |plan: &ColumnPlan| plan.role == Role::Field(Field::Equipment);
    let model = |plan: &ColumnPlan| plan.role == Role::Field(Field::Model) && plan.unit.is_none();
    if columns.iter().filter(|plan| equipment(plan)).count() < 2 || columns.iter().any(model) {
        return;
    }
    let types: Vec<bool> = headings
        .iter()
        .zip(contents)
        .zip(columns.iter())
        .map(|((heading, content), plan)| {
            equipment(plan)
                && heading.path.last().is_some_and(|label| label.base.ends_with('型') && !label.base.ends_with("类型"))
                && !content.is_blank()
                && !content.is_machine()
        })
        .collect();
    let named = columns.iter().zip(&types).any(|(plan, of_type)| equipment(plan) && !of_type);
    for (plan, _) in columns.iter_mut().zip(&types).filter(|(_, of_type)| named && **of_type) {
        plan.role = Role::Field(Field::Model);
        plan.meaning = Field::Model.chinese();
        plan.why = format!("{}；另有设备名称一栏，作规格型号", plan.why);
    }
}
