//! What the content of a column says: where its heading is open or missing, ticks, cells written once for several lines.

use super::BY_CONTENT;
use crate::region::Divisions;
use crate::survey::Field;
use crate::survey::content::Content;
use crate::survey::dictionary::{Dictionary, Guess, Meaning};
use crate::survey::layout::Heading;
use crate::survey::table_plan::{ColumnPlan, Role, TablePlan};

/// Lets the content decide where a heading is open, missing, or speaks of a place.
pub(super) fn by_content(
    mut guesses: Vec<Guess>,
    heading: &Heading,
    content: &Content,
    divisions: &Divisions,
) -> Vec<Guess> {
    let has_heading = heading.path.iter().any(|label| !label.base.is_empty());
    if !has_heading {
        let guess = if content.is_register_code() {
            Some((Meaning::Field(Field::Uscc), "无表头，内容是统一社会信用代码"))
        } else if content.is_serial() {
            Some((Meaning::Serial, "无表头，内容是连续编号"))
        } else if content.is_company() {
            Some((Meaning::Field(Field::Enterprise), "无表头，内容是企业名称"))
        } else {
            None
        };
        return guess.map(|(meaning, why)| Guess { meaning, score: 70, why: why.to_owned() }).into_iter().collect();
    }
    let first = guesses.first().map(|guess| guess.meaning);
    let decided = match first {
        Some(Meaning::Unit) if content.is_company() => Some((Meaning::Field(Field::Enterprise), "内容是企业名称")),
        // 「企业代码」 may be any office's own numbering.
        Some(Meaning::Field(Field::Uscc))
            if !content.is_blank() && is_any_code(heading) && !content.is_register_code() =>
        {
            Some((Meaning::Other, "内容不是登记机关的代码"))
        }
        // 「涉及设备（台）」 over numbers counts the equipment.
        Some(Meaning::Field(Field::Equipment)) if content.is_number() && counts(heading) => {
            Some((Meaning::Field(Field::Quantity), "内容是数目"))
        }
        Some(Meaning::Other) if heading.path.last().is_some_and(|label| label.base.starts_with('省')) => {
            content.place(divisions)
        }
        Some(Meaning::Place | Meaning::Field(Field::Address)) => content.place(divisions),
        Some(Meaning::Field(Field::Prefecture)) => content
            .place(divisions)
            .filter(|(meaning, _)| *meaning == Meaning::Field(Field::County) || *meaning == Meaning::Place),
        Some(Meaning::Field(Field::County)) => content
            .place(divisions)
            .filter(|(meaning, _)| *meaning == Meaning::Field(Field::Prefecture) || *meaning == Meaning::Place),
        _ => None,
    };
    if let Some((meaning, why)) = decided
        && Some(meaning) != first
    {
        let heading = guesses.first().map(|guess| guess.why.clone()).unwrap_or_default();
        guesses.retain(|guess| guess.meaning != meaning);
        guesses.insert(0, Guess { meaning, score: 100, why: format!("{heading}，{why}") });
    } else if guesses.first().is_none_or(|guess| guess.score < 80)
        && let Some((meaning, why)) = content.plainly(divisions, guesses.is_empty())
        && Some(meaning) != first
    {
        let text = heading.path.last().map(|label| label.text.as_str()).unwrap_or_default();
        guesses.retain(|guess| guess.meaning != meaning);
        guesses.insert(0, Guess { meaning, score: BY_CONTENT, why: format!("词典中没有“{text}”，{why}") });
    }
    guesses
}

/// Whether a heading speaks of a code without saying which: 企业代码, 单位代码.
fn is_any_code(heading: &Heading) -> bool {
    let register = ["信用", "组织机构", "统一", "营业执照", "税", "登记", "注册"];
    heading.path.last().is_some_and(|label| !register.iter().any(|word| label.joined.contains(word)))
}

/// Whether a heading carries a unit of counting.
pub(super) fn counts(heading: &Heading) -> bool {
    heading.path.iter().any(|label| {
        label.unit.as_deref().and_then(crate::survey::label::dimension_of) == Some(crate::quantity::Dimension::Count)
    })
}

/// Columns below one heading of words, all of them ticked or blank: the ticked heading is the value.
pub(super) fn ticked_columns(
    headings: &[Heading],
    contents: &[Content],
    dictionary: &Dictionary,
    columns: &mut [ColumnPlan],
) {
    let parent = |at: usize| -> Option<&crate::survey::label::Label> {
        let path = &headings.get(at)?.path;
        path.len().checked_sub(2).and_then(|above| path.get(above))
    };
    let mut at = 0;
    while at < columns.len() {
        let Some(above) = parent(at) else {
            at += 1;
            continue;
        };
        let end = (at..columns.len()).take_while(|next| parent(*next) == Some(above)).count() + at;
        let ticks: Option<Vec<bool>> = (at..end).map(|column| contents.get(column).and_then(Content::ticks)).collect();
        let field = match dictionary.exact(above) {
            Some(Meaning::Field(field))
                if !crate::survey::value::is_date(field) && !crate::survey::value::is_measured(field) =>
            {
                Some(field)
            }
            _ => None,
        };
        if let (Some(ticks), Some(field)) = (ticks, field)
            && end - at >= 2
            && ticks.contains(&true)
        {
            for plan in columns.iter_mut().take(end).skip(at) {
                plan.role = Role::Tick(field);
                plan.meaning = field.chinese();
                plan.why = format!("上级表头“{}”下打勾的一项", above.text);
            }
        }
        at = end;
    }
}

/// Place and sector columns left of the enterprise that are written once for several enterprises: a third or more of the
/// lines that name an enterprise leave them blank, and the first does not.
pub(super) fn sparse_columns(plan: &TablePlan, contents: &[Content]) -> Vec<u32> {
    let Some(enterprise) = plan.columns.iter().position(|column| column.role == Role::Field(Field::Enterprise)) else {
        return Vec::new();
    };
    let Some(names) = contents.get(enterprise) else { return Vec::new() };
    let mut sparse = Vec::new();
    for (column, content) in plan.columns.iter().zip(contents).take(enterprise) {
        let group = matches!(column.role, Role::Place | Role::Field(Field::Prefecture | Field::County | Field::Sector));
        let blank = names.filled_where_blank(content);
        if group && content.first_is_filled() && blank * 3 >= names.filled() {
            sparse.push(column.column);
        }
    }
    sparse
}
