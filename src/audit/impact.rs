//! The impact of another edition on a survey: the same records judged under both, and why each that differs does.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::document::{AuditedRecord, Document};
use crate::catalog::{Edition, Library};
use crate::matching::{Item, Outcome, Verdict, asked};
use crate::survey::{Field, Source};

/// One record whose verdict, or whose basis, is another under the other editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// The record's id.
    pub record: String,
    /// Where it stands.
    pub source: Source,
    /// Enterprise, as the survey names it.
    pub enterprise: String,
    /// Equipment, process or product, as the survey names it.
    pub equipment: String,
    /// Verdict under the editions left.
    pub from: Verdict,
    /// Verdict under the editions taken up.
    pub to: Verdict,
    /// Findings under the editions left that are no more.
    pub gone: Vec<Reason>,
    /// Findings under the editions taken up that are new.
    pub new: Vec<Reason>,
}

/// A finding that only one side has, and why the other has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The edition of the finding.
    pub catalog: String,
    /// The entry.
    pub entry: String,
    /// What it says.
    pub outcome: Outcome,
    /// Why: the conditions that hold, or what is missing.
    pub because: Vec<String>,
    /// Why the other side does not say so.
    pub otherwise: String,
}

/// A survey under two sets of editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImpactReport {
    /// The editions left.
    pub from: Vec<String>,
    /// The editions taken up.
    pub to: Vec<String>,
    /// Records judged.
    pub records: usize,
    /// Records by verdict under both: from → to → records.
    pub verdicts: BTreeMap<Verdict, BTreeMap<Verdict, usize>>,
    /// Records whose verdict changes.
    pub changed: Vec<Impact>,
    /// Records whose verdict stays while the entries behind it change.
    pub other_basis: Vec<Impact>,
    /// Editions that are not complete here: where an entry seems to be gone, that proves nothing.
    pub incomplete: Vec<String>,
}

impl ImpactReport {
    /// Compares two audits of the same files, both made with near misses kept.
    #[must_use]
    pub fn new(from: &Document, to: &Document, library: &Library) -> Self {
        let ids = |document: &Document| document.catalogs.iter().map(|used| used.id.clone()).collect::<Vec<_>>();
        let (from_ids, to_ids) = (ids(from), ids(to));
        let incomplete = from.catalogs.iter().chain(&to.catalogs).filter(|used| !used.complete);
        let incomplete: BTreeSet<String> = incomplete.map(|used| used.id.clone()).collect();
        let mut report = Self {
            from: from_ids.clone(),
            to: to_ids.clone(),
            records: from.records.len(),
            verdicts: BTreeMap::new(),
            changed: Vec::new(),
            other_basis: Vec::new(),
            incomplete: incomplete.into_iter().collect(),
        };
        for (before, after) in from.records.iter().zip(&to.records) {
            *report.verdicts.entry(before.verdict).or_default().entry(after.verdict).or_default() += 1;
            let gone = one_sided(before, after, &to_ids, library);
            let new = one_sided(after, before, &from_ids, library);
            if before.verdict == after.verdict && gone.is_empty() && new.is_empty() {
                continue;
            }
            let impact = impact(before, after, gone, new);
            if before.verdict == after.verdict {
                report.other_basis.push(impact);
            } else {
                report.changed.push(impact);
            }
        }
        report.changed.sort_by_key(|impact| std::cmp::Reverse(impact.to.max(impact.from)));
        report
    }
}

fn impact(before: &AuditedRecord, after: &AuditedRecord, gone: Vec<Reason>, new: Vec<Reason>) -> Impact {
    let field = |field: Field| before.fields.get(&field).map(crate::survey::Value::to_text);
    let named = [Field::Equipment, Field::Process, Field::Product, Field::Line].into_iter().find_map(field);
    Impact {
        record: before.id.clone(),
        source: before.source.clone(),
        enterprise: field(Field::Enterprise).unwrap_or_default(),
        equipment: named.unwrap_or_default(),
        from: before.verdict,
        to: after.verdict,
        gone,
        new,
    }
}

/// The findings of one side of which the other side knows nothing alike: neither the entry nor its outcome.
fn one_sided(here: &AuditedRecord, there: &AuditedRecord, there_editions: &[String], library: &Library) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (index, item) in here.items.iter().enumerate() {
        let other = there.items.get(index);
        for finding in &item.findings {
            let alike = |other: &&Item| {
                let same = other.findings.iter().filter(|known| known.entry == finding.entry);
                same.into_iter().any(|known| known.outcome == finding.outcome && known.action == finding.action)
            };
            if other.as_ref().is_some_and(alike) {
                continue;
            }
            let mut because = finding.because.clone();
            because.extend(finding.missing.iter().map(|missing| asked(std::slice::from_ref(missing))));
            reasons.push(Reason {
                catalog: finding.catalog.clone(),
                entry: finding.entry.clone(),
                outcome: finding.outcome,
                because,
                otherwise: otherwise(&finding.entry, other, there_editions, library),
            });
        }
    }
    reasons
}

/// Why the other side does not say the same of an item.
fn otherwise(key: &str, other: Option<&Item>, editions: &[String], library: &Library) -> String {
    let listed: Vec<&Edition> = editions
        .iter()
        .filter_map(|id| library.edition(id))
        .map(AsRef::as_ref)
        .filter(|edition| edition.entry(key).is_some())
        .collect();
    if listed.is_empty() {
        let complete = editions.iter().filter_map(|id| library.edition(id)).all(|edition| edition.coverage.complete);
        let what = if complete { "没有此条" } else { "未收录此条（未收全，不等于没有）" };
        return format!("{} {what}", editions.join("、"));
    }
    let found = other.into_iter().flat_map(|item| &item.findings).find(|finding| finding.entry == key);
    if let Some(finding) = found {
        let outcome = match finding.outcome {
            Outcome::Hit => "命中",
            Outcome::Review => "待核实",
            Outcome::Exempt => "除外",
        };
        return format!("{}：{}，{outcome}", finding.catalog, finding.action.chinese());
    }
    let near = other.into_iter().flat_map(|item| &item.near_misses).find(|near| near.entry == key);
    match near {
        Some(near) => format!("{}：{}", near.catalog, near.stopped_by),
        None => {
            format!("{} 的此条不涉及", listed.iter().map(|edition| edition.id.as_str()).collect::<Vec<_>>().join("、"))
        }
    }
}
