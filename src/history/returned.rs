//! 死灰复燃: what was closed, dismantled or accepted, and runs again.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::process::Case;
use crate::audit::{AuditedRecord, Document, Exception, Kind, Place, Severity};
use crate::matching::Presence;
use crate::plan::Plan;
use crate::survey::{Field, Value};

/// Once closed, running again: the gravest exception there is.
pub const RETURNED: &str = "returned-after-exit";

/// Once closed, and the later table neither says so any more nor says that it runs.
pub const CLOSING_LOST: &str = "closing-no-longer-recorded";

/// How a case ended, in words, if it has ended: by its closing date, by its acceptance, by its status.
#[must_use]
pub fn ended(case: &Case) -> Option<String> {
    if !case.is_closed() {
        return None;
    }
    let mut words = match (case.closed, case.presence) {
        (Some(day), _) => format!("{day} 关闭退出"),
        (None, Presence::Dismantled) => "已拆除".to_owned(),
        (None, _) => "已关闭".to_owned(),
    };
    if let Some(day) = case.accepted {
        words.push_str(&format!("、{day} 验收"));
    }
    Some(words)
}

/// Whether a case is running: the status says so, or a planned, idle or closed state is nowhere said and a status is given.
fn runs(case: &Case) -> bool {
    case.says_running() && !matches!(case.presence, Presence::Closed | Presence::Dismantled | Presence::Planned)
}

/// The exception for a record that had ended, by the words for how it ended, if it is back.
#[must_use]
pub fn check(case: &Case, before: &str, when: &str, plan: &Plan) -> Option<Exception> {
    let record = case.record;
    let status = case.text(Field::Status);
    if runs(case) {
        let message = format!("死灰复燃：{when} 的结果中 {before}，现运行状态为「{status}」");
        return Some(exception(record, RETURNED, Severity::Error, message, plan));
    }
    if !case.is_closed() {
        let now = if status.is_empty() {
            "现在没有写运行状态".to_owned()
        } else {
            format!("现运行状态为「{status}」")
        };
        let message = format!("{when} 的结果中 {before}，{now}，也没有关闭退出时间");
        return Some(exception(record, CLOSING_LOST, Severity::Warning, message, plan));
    }
    None
}

/// The exceptions between two results whose records have been paired. `groups` are the enterprises of both.
pub(super) fn between(
    old: &Document,
    new: &Document,
    pairs: &[(Option<usize>, Option<usize>)],
    groups: (&[usize], &[usize]),
    plan: &Plan,
) -> Vec<Exception> {
    let when = old.as_of.to_string();
    let mut found = Vec::new();
    let mut plants: BTreeMap<usize, bool> = BTreeMap::new();
    for (record, group) in old.records.iter().zip(groups.0) {
        let closed = Case::new(record, plan, old.as_of).is_closed();
        plants.entry(*group).and_modify(|all| *all &= closed).or_insert(closed);
    }
    let closed_plants: BTreeSet<usize> =
        plants.into_iter().filter(|(_, closed)| *closed).map(|(group, _)| group).collect();
    for (before, after) in pairs {
        let Some((at, record)) = after.and_then(|at| new.records.get(at).map(|record| (at, record))) else { continue };
        let case = Case::new(record, plan, new.as_of);
        if let Some(earlier) = before.and_then(|at| old.records.get(at)) {
            let ended = ended(&Case::new(earlier, plan, old.as_of));
            found.extend(ended.and_then(|ended| check(&case, &ended, &when, plan)));
        } else if groups.1.get(at).is_some_and(|group| closed_plants.contains(group)) && runs(&case) {
            let status = case.text(Field::Status);
            let message = format!("死灰复燃：{when} 的结果中该企业已全部关闭退出，现新增设备运行状态为「{status}」");
            found.push(exception(record, RETURNED, Severity::Error, message, plan));
        }
    }
    found
}

fn exception(record: &AuditedRecord, code: &str, severity: Severity, message: String, plan: &Plan) -> Exception {
    let enterprise = record.fields.get(&Field::Enterprise).map(Value::to_text).unwrap_or_default();
    let suggestion = if code == RETURNED {
        "立即现场核查；属实的依法从严处理，恢复断电断水、拆除设备，并上报"
    } else {
        "与上次结果和现场核对，补填关闭退出时间，或说明恢复的原因"
    };
    Exception {
        id: format!("{code}:{}", record.id),
        code: code.to_owned(),
        kind: Kind::Process,
        severity,
        source: Place::of(&record.source, &[Field::Status, Field::Equipment]),
        record: Some(record.id.clone()),
        message: format!("{enterprise}：{message}"),
        suggestion: suggestion.to_owned(),
        basis: plan.article("summary"),
    }
}
