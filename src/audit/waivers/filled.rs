//! Waivers filled in by hand in the sheet 复核意见 of a workbook.
//!
//! The sheet lists what may be decided; a line counts once a decision, a reason, a basis or a day stands in it. Rows may be
//! sorted, columns may be moved or left out, another program may have saved the file: cells are found by their headings.

use std::path::Path;

use chrono::NaiveDate;

use super::{Decision, Scope, Waiver};
use crate::audit::form::{self, Row};
use crate::survey::written_date;
use crate::text::fold;
use crate::workbook::Limits;
use crate::yaml::Problem;

/// The headings by which the sheet is recognised.
pub mod headings {
    /// A number or name of the waiver, each its own; may be blank.
    pub const ID: &str = "意见编号";
    /// The finding or record, by id.
    pub const FINDING: &str = "结果编号（填写）";
    /// The enterprise, by name.
    pub const ENTERPRISE: &str = "企业名称（填写）";
    /// The entry, by key.
    pub const ENTRY: &str = "条目编号（填写）";
    /// The catalogue, by id.
    pub const CATALOG: &str = "目录编号（填写）";
    /// What was decided.
    pub const DECISION: &str = "决定（填写）";
    /// Why.
    pub const REASON: &str = "理由（填写）";
    /// On the basis of which document.
    pub const BASIS: &str = "依据文件（填写）";
    /// When.
    pub const DECIDED: &str = "决定日期（填写）";
    /// The last day on which it holds.
    pub const EXPIRES: &str = "有效期至（填写）";
}

/// The headings in the order in which they are asked for; those that every such sheet must have come first.
const HEADINGS: [&str; 10] = [
    headings::DECISION,
    headings::REASON,
    headings::BASIS,
    headings::DECIDED,
    headings::FINDING,
    headings::EXPIRES,
    headings::ENTERPRISE,
    headings::ENTRY,
    headings::CATALOG,
    headings::ID,
];
const DECISION: usize = 0;
const REASON: usize = 1;
const BASIS: usize = 2;
const DECIDED: usize = 3;
const FINDING: usize = 4;
const EXPIRES: usize = 5;
const ENTERPRISE: usize = 6;
const ENTRY: usize = 7;
const CATALOG: usize = 8;
const ID: usize = 9;
const NEEDED: usize = 4;

/// Words for “no last day”.
const UNLIMITED: &[&str] = &["", "未定", "长期", "长期有效", "无", "-", "—", "/"];

/// Reads the lines that are filled in.
///
/// # Errors
/// Every problem with its cell; a file that is no workbook or has no such table.
pub(super) fn read(file: &str, path: &Path, limits: &Limits) -> Result<Vec<Waiver>, Vec<Problem>> {
    let rows = form::read(file, path, limits, &HEADINGS, NEEDED).map_err(|error| {
        let message = error.strip_prefix(file).map_or(error.as_str(), |rest| rest.trim_start_matches('：'));
        vec![Problem::of_file(file, message)]
    })?;
    let Some(rows) = rows else {
        let needed = HEADINGS.iter().take(NEEDED).map(|heading| format!("“{heading}”")).collect::<String>();
        let message =
            format!("没有复核意见表：没有一行同时有{needed}，请用 capex audit -o 异常清单.xlsx 写出的“复核意见”表填写");
        return Err(vec![Problem::of_file(file, message)]);
    };
    let mut problems = Vec::new();
    let mut list: Vec<Waiver> = Vec::new();
    for row in rows.iter().filter(|row| begun(row)) {
        let before = problems.len();
        let waiver = waiver(row, &mut problems);
        let Some(waiver) = waiver.filter(|_| problems.len() == before) else { continue };
        match list.iter().find(|other| other.id == waiver.id) {
            Some(twin) => {
                let other = twin.place.cell.as_deref().unwrap_or_default();
                let message =
                    format!("编号「{}」已在 {} {other} 用过，每条意见的编号要不同", waiver.id, twin.place.sheet);
                problems.push(problem(row, ID, message));
            }
            None => list.push(waiver),
        }
    }
    if problems.is_empty() { Ok(list) } else { Err(problems) }
}

/// Whether somebody has begun to fill in the line. What it speaks of stands there from the beginning.
fn begun(row: &Row) -> bool {
    [DECISION, REASON, BASIS, DECIDED].into_iter().any(|column| !row.text(column).is_empty())
}

fn waiver(row: &Row, problems: &mut Vec<Problem>) -> Option<Waiver> {
    let scope = Scope {
        finding: optional(row, FINDING),
        enterprise: optional(row, ENTERPRISE),
        entry: optional(row, ENTRY),
        catalog: optional(row, CATALOG),
    };
    if scope.finding.is_none() && scope.entry.is_none() {
        let message =
            "没有写清对哪个结果的意见：填结果编号（异常编号或记录编号），或企业名称加条目编号，或单填条目编号";
        problems.push(problem(row, FINDING, message));
    }
    let decision = decision(row.text(DECISION));
    if decision.is_none() {
        let words = Decision::ALL.map(Decision::chinese).join("、");
        problems.push(match row.text(DECISION) {
            "" => problem(row, DECISION, format!("没有填决定，应是{words}之一")),
            other => problem(row, DECISION, format!("决定“{other}”看不懂，应是{words}之一")),
        });
    }
    for (column, what) in [(REASON, "理由"), (BASIS, "依据文件")] {
        if row.text(column).is_empty() {
            problems.push(problem(row, column, format!("没有填{what}；没有{what}的意见不能采用")));
        }
    }
    let decided = day(row.text(DECIDED));
    if decided.is_none() {
        problems.push(match row.text(DECIDED) {
            "" => problem(row, DECIDED, "没有填决定日期，如 2019-05-20"),
            other => problem(row, DECIDED, format!("决定日期“{other}”不是一个日期，应如 2019-05-20")),
        });
    }
    let limited = Some(row.text(EXPIRES)).filter(|text| !UNLIMITED.contains(text));
    let expires = limited.and_then(day);
    if let (Some(text), None) = (limited, expires) {
        problems.push(problem(row, EXPIRES, format!("有效期“{text}”不是一个日期，应如 2020-05-20；不限期的留空")));
    }
    if let (Some(decided), Some(expires)) = (decided, expires)
        && expires < decided
    {
        problems.push(problem(row, EXPIRES, format!("有效期至 {expires} 早于决定日期 {decided}")));
    }
    let place = row.place(DECISION);
    let id = optional(row, ID)
        .unwrap_or_else(|| format!("{}第{}行", place.sheet, place.row.map_or_else(String::new, |row| row.to_string())));
    Some(Waiver {
        id,
        scope,
        decision: decision?,
        reason: row.text(REASON).to_owned(),
        basis: row.text(BASIS).to_owned(),
        decided: decided?,
        expires,
        place,
    })
}

fn optional(row: &Row, column: usize) -> Option<String> {
    Some(row.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn decision(text: &str) -> Option<Decision> {
    let text = fold(text).text;
    Decision::ALL.into_iter().find(|decision| [decision.chinese(), decision.name()].contains(&text.as_str()))
}

/// A date known to the day.
fn day(text: &str) -> Option<NaiveDate> {
    written_date(text)?.parse().ok()
}

/// What is wrong with a cell.
fn problem(row: &Row, column: usize, message: impl Into<String>) -> Problem {
    let place = row.place(column);
    // A column that is not there has no cell; its row is named.
    let cell = place.cell.unwrap_or_else(|| format!("第{}行", place.row.unwrap_or(0)));
    Problem::of_file(&format!("{} {} {cell}", place.file, place.sheet), message)
}
