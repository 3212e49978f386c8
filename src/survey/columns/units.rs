//! Columns that hold the unit of the number beside them.

use crate::survey::Field;
use crate::survey::content::Content;
use crate::survey::dictionary::{Guess, Meaning};
use crate::survey::layout::Heading;
use crate::survey::table_plan::{ColumnPlan, Role};

/// 「年生产能力单位」 beside 「年生产能力」.
pub(super) fn unit_of_neighbour(heading: &Heading, left: Option<&Heading>) -> Option<Guess> {
    let own = heading.path.last()?;
    let stem = own.base.strip_suffix("计量单位").or_else(|| own.base.strip_suffix("单位"))?;
    let beside = left?.path.last()?;
    (!stem.is_empty() && (beside.base == stem || beside.base.ends_with(stem))).then(|| Guess {
        meaning: Meaning::Unit,
        score: 96,
        why: format!("表头“{}”，左边是“{}”", own.text, beside.text),
    })
}

/// Gives each unit column to the number beside it: the nearest on the left, else on the right.
/// A unit column named after its neighbour (`named_units`) takes no other.
pub(super) fn attach_units(columns: &mut [ColumnPlan], contents: &[Content], named_units: &[usize]) {
    let measured = |role: Role| {
        matches!(
            role,
            Role::Field(Field::Model | Field::Parameter | Field::Quantity | Field::Capacity | Field::Output)
                | Role::Wide(_, Field::Model | Field::Quantity | Field::Capacity)
        )
    };
    for at in 0..columns.len() {
        if columns.get(at).map(|plan| plan.role) != Some(Role::UnitOf(usize::MAX)) {
            continue;
        }
        let taken: Vec<usize> =
            columns.iter().filter_map(|plan| if let Role::UnitOf(of) = plan.role { Some(of) } else { None }).collect();
        let free =
            |other: &usize| columns.get(*other).is_some_and(|plan| measured(plan.role)) && !taken.contains(other);
        let named = named_units.contains(&at);
        let left = (0..at).rev().take(if named { 1 } else { 2 }).find(free);
        let right = (at + 1..columns.len()).take(1).find(free).filter(|_| !named);
        let count_units = contents.get(at).is_some_and(Content::is_count_unit);
        let prefers_quantity = right.filter(|right| {
            count_units && columns.get(*right).is_some_and(|plan| plan.role == Role::Field(Field::Quantity))
        });
        let of = prefers_quantity.or(left).or(right);
        let of_header = of.and_then(|of| columns.get(of)).map(|plan| plan.header.clone());
        if let Some(plan) = columns.get_mut(at) {
            match (of, of_header) {
                (Some(of), Some(header)) => {
                    plan.role = Role::UnitOf(of);
                    plan.meaning = Meaning::Unit.chinese();
                    plan.why = format!("“{header}”一栏的单位");
                }
                _ => {
                    plan.role = Role::Extra;
                    "旁边没有数值栏，原样保留".clone_into(&mut plan.why);
                }
            }
        }
    }
}
