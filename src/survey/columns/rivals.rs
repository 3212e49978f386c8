//! Several columns of one meaning: which of them gives the field.

use crate::survey::Field;
use crate::survey::dictionary::{Guess, Meaning};
use crate::survey::table_plan::{ColumnPlan, Role};

/// Fields whose columns are joined when a table has several.
pub fn is_joined(field: Field) -> bool {
    matches!(
        field,
        Field::Model
            | Field::Parameter
            | Field::Remarks
            | Field::Hazard
            | Field::Basis
            | Field::Measure
            | Field::Result
    )
}

/// Of what was reported and what was found on the spot, the latter counts.
pub(super) fn rank_of_group(plan: &ColumnPlan) -> u8 {
    let says = |words: &[&str]| plan.levels.iter().any(|level| words.iter().any(|word| level.contains(word)));
    if says(&["核实", "核查", "复核", "审定", "认定", "现场"]) {
        2
    } else {
        u8::from(!says(&["上报", "自报", "填报", "申报", "原报"]))
    }
}

/// 「变压器容量（kVA）」 beside 「设备型号」, a percentage beside the words of a result: a number with its own unit is a parameter
/// where another column says the model, and no result.
pub(super) fn numbers_beside_models(columns: &mut [ColumnPlan]) {
    let model = |plan: &ColumnPlan| match plan.role {
        Role::Field(Field::Model) => plan.unit.is_none(),
        Role::Wide(_, Field::Model) => true,
        _ => false,
    };
    let models = columns.iter().any(model);
    let percentage = |plan: &ColumnPlan| {
        plan.role == Role::Field(Field::Result) && plan.levels.last().is_some_and(|level| level.contains('%'))
    };
    let results = columns.iter().any(|plan| plan.role == Role::Field(Field::Result) && !percentage(plan));
    for plan in columns.iter_mut() {
        if models && plan.role == Role::Field(Field::Model) && plan.unit.is_some() {
            plan.role = Role::Field(Field::Parameter);
            plan.meaning = Field::Parameter.chinese();
            plan.why = format!("{}；另有型号一栏，作主要参数", plan.why);
        } else if results && percentage(plan) {
            plan.role = Role::Extra;
            plan.meaning = Meaning::Other.chinese();
            plan.why = format!("{}；是百分比，另有文字一栏，原样保留", plan.why);
        }
    }
}

/// Where two columns have the same meaning, the surer one keeps it; the other takes its next meaning or goes to `extra`.
pub(super) fn one_column_for_each_field(columns: &mut [ColumnPlan], guesses: &[Vec<Guess>]) {
    let score = |at: usize| guesses.get(at).and_then(|guesses| guesses.first()).map_or(0, |guess| guess.score);
    for at in 0..columns.len() {
        let Some(Role::Field(field)) = columns.get(at).map(|plan| plan.role) else { continue };
        let rank = |at: usize| columns.get(at).map_or(0, rank_of_group);
        let rival = columns.iter().enumerate().find(|(other, plan)| {
            *other != at
                && plan.role == Role::Field(field)
                && if is_joined(field) {
                    rank(*other) == 2 && rank(at) == 0
                } else {
                    (rank(*other), score(*other), std::cmp::Reverse(*other))
                        > (rank(at), score(at), std::cmp::Reverse(at))
                }
        });
        let Some((other, rival)) = rival else { continue };
        let found_on_the_spot = rank(other) == 2 && rank(at) < 2;
        let rival = rival.header.clone();
        let next = guesses.get(at).into_iter().flatten().skip(1).find_map(|guess| match guess.meaning {
            Meaning::Field(next) if guess.score >= 80 && columns.iter().all(|plan| plan.role != Role::Field(next)) => {
                Some((next, guess.why.clone()))
            }
            _ => None,
        });
        if let Some(plan) = columns.get_mut(at) {
            if let Some((next, why)) = next {
                plan.role = Role::Field(next);
                plan.meaning = next.chinese();
                plan.why = why;
            } else {
                plan.role = Role::Extra;
                plan.compared = found_on_the_spot.then_some(field);
                plan.meaning = Meaning::Other.chinese();
                plan.why = format!("{}已由“{rival}”一栏给出，原样保留", field.chinese());
            }
        }
    }
}
