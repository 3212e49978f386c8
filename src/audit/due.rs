//! `--within`: entries that apply, or would apply, and whose date comes within so many days.

use chrono::NaiveDate;

use super::document::AuditedRecord;
use super::exception::{Exception, Kind, Place, Severity};
use super::process::Case;
use crate::catalog::{Action, Deadline};
use crate::matching::{Finding, Item, Outcome, Presence, asked};
use crate::plan::Plan;
use crate::survey::{Field, Value};

/// The code of these exceptions, documented in `docs/exceptions.md`.
pub const DUE_SOON: &str = "due-soon";

/// What of a record falls due on the day or within so many days after it: at most one exception an item, at its earliest
/// date. What is closed or dismantled is no longer due, what a person has decided does not apply never was, and what is
/// overdue is told by its own exception.
pub(super) fn soon(record: &AuditedRecord, plan: &Plan, as_of: NaiveDate, within: u32) -> Vec<Exception> {
    if Case::new(record, plan, as_of).is_closed() {
        return Vec::new();
    }
    let items = record.items.iter().enumerate();
    items.filter_map(|(index, item)| exception(record, index, item, as_of, within)).collect()
}

fn exception(record: &AuditedRecord, index: usize, item: &Item, as_of: NaiveDate, within: u32) -> Option<Exception> {
    if matches!(item.presence, Presence::Closed | Presence::Dismantled) {
        return None;
    }
    let mut due: Vec<(NaiveDate, &Finding)> = item
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::Exempt)
        .filter_map(|finding| match Deadline::parse(&finding.deadline) {
            deadline @ Deadline::On(date) if deadline.is_due_within(as_of, within) => Some((date, finding)),
            _ => None,
        })
        .collect();
    if due.is_empty() {
        return None;
    }
    // The earliest first; of one day what is certain before what is not.
    due.sort_by_key(|(date, finding)| (*date, std::cmp::Reverse(finding.outcome)));
    let sure = due.iter().any(|(_, finding)| finding.outcome == Outcome::Hit);
    let told: Vec<String> = due.iter().map(|(date, finding)| line(*date, finding, as_of)).collect();
    let basis: Vec<String> = due.iter().map(|(_, finding)| format!("{} {}", finding.catalog, finding.cite)).collect();
    let enterprise = record.fields.get(&Field::Enterprise).map(Value::to_text).unwrap_or_default();
    let head = if enterprise.is_empty() { item.text.clone() } else { format!("{enterprise}：{}", item.text) };
    let number = if index == 0 { String::new() } else { format!("#{}", index + 1) };
    Some(Exception {
        id: format!("{DUE_SOON}:{}{number}", record.id),
        code: DUE_SOON.to_owned(),
        kind: Kind::Process,
        severity: Severity::Warning,
        source: Place::of(&record.source, &[Field::Equipment, Field::Enterprise]),
        record: Some(record.id.clone()),
        message: format!("{head}，{}", told.join("；")),
        suggestion: if sure {
            "告知企业到期日，期限前拆除或停止使用，并核实"
        } else {
            "期限前向县里核实所缺内容；属于该条的，告知企业到期日"
        }
        .to_owned(),
        basis: basis.join("；"),
    })
}

/// 「淘汰期限2020-12-31，还有92天」, with what is missing where the entry may not apply.
fn line(date: NaiveDate, finding: &Finding, as_of: NaiveDate) -> String {
    let left = match (date - as_of).num_days() {
        0 => "当天到期".to_owned(),
        days => format!("还有{days}天"),
    };
    let order = match finding.action {
        Action::Eliminate => "淘汰",
        Action::Prohibit => "禁止使用",
        Action::Restrict => "限制使用",
        Action::Hazard => "整改",
        Action::Undecided => "禁止或限制使用",
    };
    let known = if finding.outcome == Outcome::Hit {
        String::new()
    } else if finding.missing.is_empty() {
        "（是否属于该条待核实）".to_owned()
    } else {
        format!("（是否属于该条待核实：{}）", asked(&finding.missing))
    };
    format!("{order}期限{date}，{left}{known}")
}
