//! What became of each record between two results: new, changed, unchanged, gone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pairing::{groups, pair};
use super::returned;
use super::subject::Subject;
use crate::audit::{AuditedRecord, Document, Exception};
use crate::matching::Verdict;
use crate::plan::Plan;
use crate::survey::{Field, Source, Value};
use crate::text::fold;

/// The schema of the JSON form.
pub const DIFF_SCHEMA: &str = "capex.diff/1";

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Only in the later result.
    New,
    /// In both, and not the same.
    Changed,
    /// In both, the same.
    Unchanged,
    /// Only in the earlier result.
    Gone,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::New, Self::Changed, Self::Unchanged, Self::Gone];

    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Changed => "变化",
            Self::Unchanged => "未变",
            Self::Gone => "消失",
        }
    }
}

/// A value that is no longer the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Canonical name of the field, or `verdict`.
    pub field: String,
    /// Before; empty if absent.
    pub old: String,
    /// After; empty if absent.
    pub new: String,
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// What became of it.
    pub state: State,
    /// The day as of which it was first seen.
    pub first_seen: NaiveDate,
    /// 企业名称, as the later result writes it (the earlier one for what is gone).
    pub enterprise: String,
    /// 州市.
    pub prefecture: String,
    /// 县市区.
    pub county: String,
    /// 行业.
    pub sector: String,
    /// 设备, or process or product.
    pub equipment: String,
    /// Verdict before.
    pub old_verdict: Option<Verdict>,
    /// Verdict after.
    pub new_verdict: Option<Verdict>,
    /// Its record in the earlier result.
    pub old_record: Option<String>,
    /// Its record in the later result.
    pub new_record: Option<String>,
    /// Where it stands: in the later result, for what is gone in the earlier one.
    pub source: Source,
    /// What is not the same.
    pub changes: Vec<Change>,
}

/// One of the two results compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// Its as-of date.
    pub as_of: NaiveDate,
    /// Its plan.
    pub plan: String,
    /// Its catalogues.
    pub catalogs: Vec<String>,
    /// Its records.
    pub records: u64,
}

/// The comparison of two results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diff {
    /// [`DIFF_SCHEMA`].
    pub schema: String,
    /// The earlier result.
    pub old: Side,
    /// The later result.
    pub new: Side,
    /// Records by state; every state is there. `new + changed + unchanged` are the later records, `changed + unchanged +
    /// gone` the earlier ones.
    pub totals: BTreeMap<State, u64>,
    /// What a reader must know before comparing: other catalogues, another plan.
    pub notes: Vec<String>,
    /// The records: those of the later result in its order, then those that are gone.
    pub differences: Vec<Difference>,
    /// Closed plants that run again, and closings that are no longer recorded.
    pub exceptions: Vec<Exception>,
}

/// Compares two results.
#[must_use]
pub fn diff(old: &Document, new: &Document, plan: &Plan) -> Diff {
    let subjects = |document: &Document| -> Vec<Subject> { document.records.iter().map(Subject::of).collect() };
    let (old_subjects, new_subjects) = (subjects(old), subjects(new));
    let pairs = pair(&old_subjects, &new_subjects);
    let mut differences = Vec::with_capacity(pairs.len());
    let mut totals: BTreeMap<State, u64> = State::ALL.into_iter().map(|state| (state, 0)).collect();
    let mut matched = Vec::new();
    for (before, after) in pairs {
        let before_record = before.and_then(|at| old.records.get(at));
        let after_record = after.and_then(|at| new.records.get(at));
        let Some(difference) = difference(before_record, after_record, old, new) else { continue };
        *totals.entry(difference.state).or_default() += 1;
        differences.push(difference);
        matched.push((before, after));
    }
    let (old_groups, new_groups) = groups(&old_subjects, &new_subjects);
    let exceptions = returned::between(old, new, &matched, (&old_groups, &new_groups), plan);
    let (old_side, new_side) = (side(old), side(new));
    let notes = notes(&old_side, &new_side);
    Diff { schema: DIFF_SCHEMA.into(), old: old_side, new: new_side, totals, notes, differences, exceptions }
}

/// Compares a result with an earlier one and writes into it what follows: the day first seen of each record, and the
/// exceptions of what came back.
pub fn compare(old: &Document, new: &mut Document, plan: &Plan) -> Diff {
    let diff = diff(old, new, plan);
    carry_first_seen(old, new);
    super::store::add_exceptions(new, &diff.exceptions);
    diff
}

/// Sets the day first seen of each record of `new`, from an earlier result or its own day.
pub fn carry_first_seen(old: &Document, new: &mut Document) {
    let subjects = |document: &Document| -> Vec<Subject> { document.records.iter().map(Subject::of).collect() };
    for (before, after) in pair(&subjects(old), &subjects(new)) {
        let first = before.and_then(|at| old.records.get(at)).map(|record| record.first_seen.unwrap_or(old.as_of));
        if let Some(record) = after.and_then(|at| new.records.get_mut(at)) {
            record.first_seen = Some(first.unwrap_or(new.as_of));
        }
    }
}

fn side(document: &Document) -> Side {
    Side {
        as_of: document.as_of,
        plan: document.plan.id.clone(),
        catalogs: document.catalogs.iter().map(|catalog| catalog.id.clone()).collect(),
        records: document.records.len() as u64,
    }
}

fn notes(old: &Side, new: &Side) -> Vec<String> {
    let mut notes = Vec::new();
    if old.catalogs != new.catalogs {
        let (before, after) = (old.catalogs.join("、"), new.catalogs.join("、"));
        notes.push(format!("两次所用目录不同（前：{before}；后：{after}），判定的变化可能来自目录"));
    }
    if old.plan != new.plan {
        notes.push(format!("两次所用工作方案不同（前：{}；后：{}）", old.plan, new.plan));
    }
    if old.as_of > new.as_of {
        notes.push(format!("前一份的核查日 {} 晚于后一份的 {}，请核对次序", old.as_of, new.as_of));
    }
    notes
}

fn difference(
    before: Option<&AuditedRecord>,
    after: Option<&AuditedRecord>,
    old: &Document,
    new: &Document,
) -> Option<Difference> {
    let shown = after.or(before)?;
    let changes = before.zip(after).map(|(before, after)| changes(before, after)).unwrap_or_default();
    let state = match (before, after) {
        (None, _) => State::New,
        (_, None) => State::Gone,
        _ if changes.is_empty() => State::Unchanged,
        _ => State::Changed,
    };
    let text = |field: Field| shown.fields.get(&field).map(Value::to_text).unwrap_or_default();
    let equipment = [Field::Equipment, Field::Process, Field::Product, Field::Line]
        .into_iter()
        .map(text)
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let first_seen = match (before, after) {
        (Some(record), _) => record.first_seen.unwrap_or(old.as_of),
        (None, Some(record)) => record.first_seen.unwrap_or(new.as_of),
        (None, None) => new.as_of,
    };
    Some(Difference {
        state,
        first_seen,
        enterprise: text(Field::Enterprise),
        prefecture: text(Field::Prefecture),
        county: text(Field::County),
        sector: text(Field::Sector),
        equipment,
        old_verdict: before.map(|record| record.verdict),
        new_verdict: after.map(|record| record.verdict),
        old_record: before.map(|record| record.id.clone()),
        new_record: after.map(|record| record.id.clone()),
        source: shown.source.clone(),
        changes,
    })
}

/// The fields that are not the same. Spelling alone (blanks, full-width forms, traditional characters) is no change.
fn changes(before: &AuditedRecord, after: &AuditedRecord) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.verdict != after.verdict {
        changes.push(Change {
            field: "verdict".into(),
            old: before.verdict.name().into(),
            new: after.verdict.name().into(),
        });
    }
    for field in Field::ALL {
        let text = |record: &AuditedRecord| record.fields.get(field).map(Value::to_text).unwrap_or_default();
        let (old, new) = (text(before), text(after));
        if old != new && fold(&old).text != fold(&new).text {
            changes.push(Change { field: field.name().into(), old, new });
        }
    }
    changes
}
