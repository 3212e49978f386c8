//! Waivers 复核意见: what a person has decided about findings, and what becomes of it.
//!
//! A waiver says of what it speaks, what was decided, why, on the basis of which document, and until when. It changes the
//! outcome of findings and never removes one: every report still shows them with the waiver. A waiver that has expired, that
//! fits nothing, or that speaks of something that is not there is reported itself, so that none outlives its reason unseen.

mod filled;
mod yaml;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::document::{AuditedRecord, WaiverUse};
use super::exception::{Exception, Kind, Place, Severity};
use crate::catalog::Edition;
use crate::matching::{Finding, Outcome, Verdict};
use crate::survey::{Field, Value};
use crate::text::company_key;
use crate::workbook::Limits;
use crate::yaml::Problem;

pub use filled::headings;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The entry does not apply.
    Exempt,
    /// It does apply.
    Confirmed,
    /// Being looked into: not to be acted on yet.
    UnderReview,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 3] = [Self::Exempt, Self::Confirmed, Self::UnderReview];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::Confirmed => "confirmed",
            Self::UnderReview => "under-review",
        }
    }

    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Exempt => "不属于",
            Self::Confirmed => "确认属于",
            Self::UnderReview => "复核中",
        }
    }
}

/// Of what it speaks. What is not given is not asked for; at least one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Scope {
    /// An exception's id, or a record's.
    finding: Option<String>,
    enterprise: Option<String>,
    entry: Option<String>,
    catalog: Option<String>,
}

/// A person's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Waiver {
    id: String,
    scope: Scope,
    decision: Decision,
    reason: String,
    basis: String,
    decided: NaiveDate,
    expires: Option<NaiveDate>,
    place: Place,
}

/// The waivers of an audit, and what they have met so far.
#[derive(Debug, Clone, Default)]
pub struct Waivers {
    list: Vec<Waiver>,
    /// For each waiver: whether what it names was seen, and the records to which it applies or would apply.
    met: Vec<(bool, BTreeSet<String>)>,
}

impl Waivers {
    /// Reads a file of waivers written as YAML. `file` is its name in messages.
    ///
    /// # Errors
    /// Every problem with its position: a missing reason or basis, an unknown key, an id that stands twice.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        yaml::read(file, text).map(Self::new)
    }

    /// Reads the sheet 复核意见 of a workbook that people filled in. `file` is its name in messages.
    ///
    /// # Errors
    /// Every problem with its cell: a missing reason or basis, a word that is no decision, an id that stands twice; a file
    /// that is no workbook or has no such table.
    pub fn read_workbook(file: &str, path: &Path, limits: &Limits) -> Result<Self, Vec<Problem>> {
        filled::read(file, path, limits).map(Self::new)
    }

    fn new(list: Vec<Waiver>) -> Self {
        Self { met: vec![Default::default(); list.len()], list }
    }

    /// Applies the waivers to a record: outcomes of findings, verdicts of items and record.
    pub(super) fn apply(&mut self, record: &mut AuditedRecord, as_of: NaiveDate) {
        if self.list.is_empty() {
            return;
        }
        let enterprise = record.fields.get(&Field::Enterprise).map(Value::to_text).unwrap_or_default();
        let enterprise = company_key(&enterprise);
        let before = record.verdict;
        for (index, item) in record.items.iter_mut().enumerate() {
            for finding in &mut item.findings {
                for (waiver, (seen, records)) in self.list.iter().zip(&mut self.met) {
                    if !waiver.scope.speaks_of(&record.id, index, &enterprise, finding) {
                        continue;
                    }
                    *seen = true;
                    let changed = finding.waived_by.is_none() && waiver.change(finding, as_of);
                    if changed || waiver.expired(as_of) {
                        records.insert(record.id.clone());
                    }
                }
            }
            if item.findings.iter().any(|finding| finding.waived_by.is_some()) {
                item.verdict = item.findings.iter().map(Finding::verdict).max().unwrap_or(item.verdict);
            }
        }
        for (waiver, (seen, _)) in self.list.iter().zip(&mut self.met) {
            *seen |= waiver.scope.names(&record.id, &enterprise);
        }
        record.verdict = record.items.iter().map(|item| item.verdict).max().unwrap_or(record.verdict);
        if record.verdict < before && record.verdict <= Verdict::Exempt {
            record.waived_by =
                record.items.iter().flat_map(|item| &item.findings).find_map(|finding| finding.waived_by.clone());
        }
    }

    /// What became of each waiver, once everything is read.
    pub(super) fn uses(&self, editions: &[std::sync::Arc<Edition>], as_of: NaiveDate) -> Vec<WaiverUse> {
        self.list
            .iter()
            .zip(&self.met)
            .map(|(waiver, (seen, records))| {
                let known = waiver
                    .scope
                    .entry
                    .as_ref()
                    .is_none_or(|key| editions.iter().any(|edition| edition.entry(key).is_some()))
                    && (*seen || (waiver.scope.finding.is_none() && waiver.scope.enterprise.is_none()));
                let state = if waiver.expired(as_of) {
                    "expired"
                } else if !known {
                    "unknown"
                } else if waiver.decided > as_of {
                    "not-yet"
                } else if records.is_empty() {
                    "unused"
                } else {
                    "in-force"
                };
                WaiverUse {
                    id: waiver.id.clone(),
                    state: state.to_owned(),
                    scope: waiver.scope.words(),
                    finding: waiver.scope.finding.clone(),
                    enterprise: waiver.scope.enterprise.clone(),
                    entry: waiver.scope.entry.clone(),
                    catalog: waiver.scope.catalog.clone(),
                    decision: waiver.decision.name().to_owned(),
                    reason: waiver.reason.clone(),
                    basis: waiver.basis.clone(),
                    decided: Some(waiver.decided),
                    expires: waiver.expires,
                    records: records.iter().cloned().collect(),
                }
            })
            .collect()
    }

    /// What to say of waivers that do not hold.
    pub(super) fn exceptions(&self, uses: &[WaiverUse]) -> Vec<Exception> {
        self.list.iter().zip(uses).filter_map(|(waiver, state)| exception(&waiver.place, state)).collect()
    }
}

fn exception(place: &Place, waiver: &WaiverUse) -> Option<Exception> {
    let (code, severity, what, suggestion) = match waiver.state.as_str() {
        "expired" => {
            let day = waiver.expires.map(|day| day.to_string()).unwrap_or_default();
            (
                "waiver-expired",
                Severity::Warning,
                format!("已于{day}到期，不再适用"),
                "仍要豁免的，重新复核并写新的有效期",
            )
        }
        "not-yet" => ("waiver-not-yet", Severity::Info, "决定日期在判定日期之后，尚未生效".into(), "核对决定日期"),
        "unused" => ("waiver-unused", Severity::Info, "没有对上任何结果".into(), "核对是否还需要，不需要的删去"),
        "unknown" => (
            "waiver-unknown",
            Severity::Warning,
            "所指的记录、企业或条目不在本次核查内".into(),
            "核对编号、企业名称、条目和所读文件",
        ),
        _ => return None,
    };
    Some(Exception {
        id: format!("{code}:{}", waiver.id),
        code: code.to_owned(),
        kind: Kind::Data,
        severity,
        source: place.clone(),
        record: None,
        message: format!("复核意见 {}（{}）{what}", waiver.id, waiver.scope),
        suggestion: suggestion.to_owned(),
        basis: waiver.basis.clone(),
    })
}

impl Waiver {
    /// The last day of a waiver still counts.
    fn expired(&self, as_of: NaiveDate) -> bool {
        self.expires.is_some_and(|last| as_of > last)
    }

    /// Changes a finding, if the waiver is in force and decides something else than what was found.
    fn change(&self, finding: &mut Finding, as_of: NaiveDate) -> bool {
        if self.expired(as_of) || self.decided > as_of {
            return false;
        }
        match (self.decision, finding.outcome) {
            (Decision::Exempt, Outcome::Hit | Outcome::Review) => finding.outcome = Outcome::Exempt,
            (Decision::Confirmed, Outcome::Review) => {
                finding.outcome = Outcome::Hit;
                finding.missing.clear();
            }
            (Decision::UnderReview, Outcome::Hit) => {
                finding.outcome = Outcome::Review;
                finding.missing.push("复核结论（复核中）".to_owned());
            }
            // Confirms what was found, or speaks of what is under review already.
            (Decision::Confirmed, Outcome::Hit) | (Decision::UnderReview, Outcome::Review) => {}
            (_, Outcome::Exempt) => return false,
        }
        let until = self.expires.map(|day| format!("，有效期至{day}")).unwrap_or_default();
        finding.remarks.push(format!("复核意见 {}：{}（{}{until}）", self.id, self.reason, self.basis));
        finding.waived_by = Some(self.id.clone());
        true
    }
}

impl Scope {
    fn speaks_of(&self, record: &str, item: usize, enterprise: &str, finding: &Finding) -> bool {
        let names_item = |wanted: &String| {
            let id = wanted.rsplit_once(':').map_or(wanted.as_str(), |(_, id)| id);
            match id.rsplit_once('#') {
                Some((id, number)) => id == record && number.parse() == Ok(item + 1),
                // An exception's id without a number speaks of the first item, a record's id of all.
                None => id == record && (item == 0 || !wanted.contains(':')),
            }
        };
        self.finding.as_ref().is_none_or(names_item)
            && self.enterprise.as_ref().is_none_or(|name| company_key(name) == enterprise)
            && self.entry.as_ref().is_none_or(|key| *key == finding.entry)
            && self.catalog.as_ref().is_none_or(|id| *id == finding.catalog)
    }

    /// Whether the record or the enterprise it names is this one, whatever was found there.
    fn names(&self, record: &str, enterprise: &str) -> bool {
        match (&self.finding, &self.enterprise) {
            (Some(wanted), _) => {
                let id = wanted.rsplit_once(':').map_or(wanted.as_str(), |(_, id)| id);
                id.rsplit_once('#').map_or(id, |(id, _)| id) == record
            }
            (None, Some(name)) => company_key(name) == enterprise,
            (None, None) => false,
        }
    }

    fn words(&self) -> String {
        let parts =
            [("", &self.finding), ("企业 ", &self.enterprise), ("条目 ", &self.entry), ("目录 ", &self.catalog)];
        let words: Vec<String> =
            parts.iter().filter_map(|(what, value)| value.as_ref().map(|value| format!("{what}{value}"))).collect();
        words.join("，")
    }
}

#[cfg(test)]
mod tests;
