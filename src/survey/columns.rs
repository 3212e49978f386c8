//! What each column of a table means: from its heading, from its neighbours, and checked against its content.

mod by_content;
mod machines;
mod rivals;
mod units;

use std::sync::Arc;

pub(super) use rivals::is_joined;

use by_content::{by_content, sparse_columns, ticked_columns};
use machines::{
    enterprises_in_headings, machines_named_as_lines, parameters_beside_equipment, types_beside_names, wide_columns,
};
use rivals::{numbers_beside_models, one_column_for_each_field};
use units::{attach_units, unit_of_neighbour};

use super::Field;
use super::clean::fold;
use super::content::Content;
use super::dictionary::{BY_SLIP, Guess, Meaning};
use super::label::{dimension_of, is_unit};
use super::layout::Heading;
use super::reader::Shared;
use super::summary::{Problem, ProblemSeverity, UNKNOWN};
use super::table_plan::{ColumnPlan, Role, TablePlan, WideGroup};
use crate::quantity::Dimension;
use crate::workbook::{CellAddress, column_letters};

/// The score of what is said by hand.
const SAID: u32 = 1000;
/// The score of what only the content says: any known heading is surer.
const BY_CONTENT: u32 = 78;

/// Makes the plan of a table from its headings and the content of its columns (in the same order). Says what is doubtful.
pub(super) fn plan(
    headings: &[Heading],
    contents: &[Content],
    header_rows: (u32, u32),
    shared: &Shared,
    problems: &mut Vec<Problem>,
) -> TablePlan {
    let (dictionary, divisions) = (&shared.dictionary, shared.divisions);
    let mut columns: Vec<ColumnPlan> = headings.iter().map(bare).collect();
    let mut left: Option<&Heading> = None;
    let mut guesses: Vec<Vec<Guess>> = Vec::new();
    let mut named_units = Vec::new();
    for ((heading, content), plan) in headings.iter().zip(contents).zip(&mut columns) {
        guesses.push(match shared.mapping.column(plan.column, &plan.header) {
            Some(said) => {
                plan.unit = said.unit.as_deref().map(Arc::from).or(plan.unit.take());
                vec![Guess { meaning: said.meaning, score: SAID, why: "栏目对照文件指明".to_owned() }]
            }
            None => match unit_of_neighbour(heading, left) {
                Some(guess) => {
                    named_units.push(guesses.len());
                    vec![guess]
                }
                None => by_content(dictionary.guesses(&heading.path), heading, content, divisions),
            },
        });
        left = Some(heading);
    }
    machines_named_as_lines(&mut guesses, contents);
    let equipment_column = guesses.iter().any(|guesses| {
        guesses
            .first()
            .is_some_and(|guess| guess.score >= BY_CONTENT && guess.meaning == Meaning::Field(Field::Equipment))
    });
    let mut groups: Vec<WideGroup> = Vec::new();
    if !equipment_column {
        wide_columns(headings, &guesses, header_rows, dictionary, &mut columns, &mut groups);
    } else if !guesses.iter().flatten().any(|guess| guess.meaning == Meaning::Field(Field::Enterprise)) {
        enterprises_in_headings(headings, contents, dictionary, header_rows, &mut columns, &mut groups);
    }
    for ((plan, guesses), content) in columns.iter_mut().zip(&guesses).zip(contents) {
        if matches!(plan.role, Role::Wide(..)) {
            continue;
        }
        take_guess(plan, guesses, content, problems, header_rows);
    }
    ticked_columns(headings, contents, dictionary, &mut columns);
    if equipment_column {
        parameters_beside_equipment(headings, dictionary, &mut columns);
    }
    types_beside_names(headings, contents, &mut columns);
    numbers_beside_models(&mut columns);
    one_column_for_each_field(&mut columns, &guesses);
    attach_units(&mut columns, contents, &named_units);
    // 「规格及台数」 holds more than a number of pieces.
    for plan in columns.iter_mut().filter(|plan| matches!(plan.role, Role::Field(Field::Model | Field::Parameter))) {
        plan.unit.take_if(|unit| dimension_of(unit) == Some(Dimension::Count));
    }
    let first_column = columns.first().map_or(0, |plan| plan.column);
    let last_column = columns.last().map_or(0, |plan| plan.column);
    let mixed = headings.iter().any(|heading| heading.path.last().is_some_and(|label| dictionary.is_mixed(label)));
    let (sparse, others) = (Vec::new(), Vec::new());
    let mut plan = TablePlan { first_column, last_column, header_rows, columns, groups, sparse, others, mixed };
    plan.sparse = sparse_columns(&plan, contents);
    plan
}

fn bare(heading: &Heading) -> ColumnPlan {
    let words: Vec<&str> = heading.path.iter().map(|label| label.text.as_str()).collect();
    let header = words.join("/");
    ColumnPlan {
        column: heading.column,
        header: if header.is_empty() {
            format!("（{}列无表头）", column_letters(heading.column)).into()
        } else {
            header.into()
        },
        levels: heading.path.iter().map(|label| fold(&label.text).into_owned()).collect(),
        role: Role::Extra,
        compared: None,
        unit: heading
            .path
            .iter()
            .rev()
            .find_map(|label| {
                let only_a_unit = is_unit(&label.base).then_some(label.text.as_str());
                label.unit.as_deref().or_else(|| label.counted()).or(only_a_unit)
            })
            .map(Arc::from),
        why: String::new(),
        meaning: Meaning::Other.chinese(),
    }
}

fn take_guess(
    plan: &mut ColumnPlan,
    guesses: &[Guess],
    content: &Content,
    problems: &mut Vec<Problem>,
    header_rows: (u32, u32),
) {
    let Some(best) = guesses.first().filter(|guess| guess.score >= 45) else {
        UNKNOWN.clone_into(&mut plan.why);
        return;
    };
    let rival = guesses.get(1).filter(|rival| best.score < 80 && rival.score == best.score);
    if let Some(rival) = rival {
        problems.push(Problem {
            code: "column-ambiguous",
            severity: ProblemSeverity::Warning,
            cell: Some(CellAddress::new(header_rows.1, plan.column)),
            row: None,
            message: format!(
                "表头“{}”可作“{}”，也可作“{}”，未采用，原样保留",
                plan.header,
                best.meaning.chinese(),
                rival.meaning.chinese()
            ),
            suggestion: "用 --mapping 写明这一栏的意思".to_owned(),
        });
        "意思不止一种，原样保留".clone_into(&mut plan.why);
        return;
    }
    plan.meaning = best.meaning.chinese();
    plan.why.clone_from(&best.why);
    if best.score == BY_SLIP {
        problems.push(Problem {
            code: "column-slip",
            severity: ProblemSeverity::Info,
            cell: Some(CellAddress::new(header_rows.1, plan.column)),
            row: None,
            message: format!("{}，作“{}”", best.why, best.meaning.chinese()),
            suggestion: "认得对的，在表中改正表头；认错的，用 --mapping 写明这一栏的意思".to_owned(),
        });
    }
    plan.role = match best.meaning {
        Meaning::Field(field) => Role::Field(field),
        Meaning::Serial => Role::Serial,
        Meaning::Place => Role::Place,
        Meaning::Unit => Role::UnitOf(usize::MAX),
        Meaning::Other => Role::Extra,
    };
    if let Meaning::Field(field) = best.meaning
        && let Some(found) = content.contradicts(field)
    {
        problems.push(Problem {
            code: "column-content",
            severity: ProblemSeverity::Warning,
            cell: Some(CellAddress::new(header_rows.1, plan.column)),
            row: None,
            message: format!("表头“{}”认作{}，但这一列的内容多是{found}", plan.header, field.chinese()),
            suggestion: "核对表头与内容是否错位；表头确有误的，用 --mapping 写明".to_owned(),
        });
        plan.why = format!("{}（内容多是{found}，请核对）", plan.why);
    }
}
