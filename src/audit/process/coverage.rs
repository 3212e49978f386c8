//! Who has delivered a survey and who has not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Code, exception_id};
use crate::audit::{AuditedRecord, Exception, Kind, Place};
use crate::plan::Plan;
use crate::region::Divisions;
use crate::survey::{Field, Value};

/// A prefecture that must deliver, with its counties. Names in their standard form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// 州市.
    pub prefecture: String,
    /// 县市区.
    pub counties: Vec<String>,
}

impl Expected {
    /// The prefectures and counties of the plan's region, by code. Empty if the list of divisions does not have the region.
    #[must_use]
    pub fn of(plan: &Plan, divisions: &Divisions) -> Vec<Self> {
        divisions
            .all()
            .iter()
            .filter(|division| division.parent == plan.region)
            .map(|prefecture| Self {
                prefecture: prefecture.name.clone(),
                counties: divisions
                    .all()
                    .iter()
                    .filter(|division| division.parent == prefecture.code)
                    .map(|county| county.name.clone())
                    .collect(),
            })
            .collect()
    }
}

/// What has come from a prefecture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// 州市.
    pub prefecture: String,
    /// Records from it.
    pub records: u64,
    /// Counties with at least one record.
    pub delivered: Vec<String>,
    /// Counties without.
    pub missing: Vec<String>,
}

impl Coverage {
    /// Whether anything has come from the prefecture.
    #[must_use]
    pub fn has_delivered(&self) -> bool {
        self.records > 0
    }
}

/// What has come, prefecture by prefecture, in the order of `expected`.
#[must_use]
pub fn coverage(records: &[AuditedRecord], expected: &[Expected]) -> Vec<Coverage> {
    let mut seen: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
    for record in records {
        let text = |field| record.fields.get(&field).map(Value::to_text).unwrap_or_default();
        let entry = seen.entry(text(Field::Prefecture)).or_default();
        entry.0 += 1;
        entry.1.insert(text(Field::County));
    }
    let nothing = (0, BTreeSet::new());
    expected
        .iter()
        .map(|prefecture| {
            let (records, counties) = seen.get(&prefecture.prefecture).unwrap_or(&nothing);
            let (delivered, missing) =
                prefecture.counties.iter().cloned().partition(|county| counties.contains(county));
            Coverage { prefecture: prefecture.prefecture.clone(), records: *records, delivered, missing }
        })
        .collect()
}

/// Prefectures and counties without a survey, once the survey is overdue. A prefecture from which nothing has come is one
/// exception; its counties are named in it, not one by one.
#[must_use]
pub fn missing_surveys(coverage: &[Coverage], plan: &Plan, as_of: NaiveDate) -> Vec<Exception> {
    let Some(phase) = plan.phase("survey").filter(|phase| phase.days_past(as_of) > 0) else { return Vec::new() };
    let late = format!("摸底期限 {} 已过 {} 天", phase.due, phase.days_past(as_of));
    let mut found = Vec::new();
    for prefecture in coverage {
        let name = &prefecture.prefecture;
        if !prefecture.has_delivered() {
            let counties = prefecture.missing.len();
            let message = format!("{name}没有报送摸底表（{counties}个县市区），{late}");
            found.push(exception(Code::PrefectureSurveyMissing, name, message, plan));
            continue;
        }
        for county in &prefecture.missing {
            let subject = format!("{name}{county}");
            let message = format!("{name}{county}没有报送摸底表，{late}");
            found.push(exception(Code::CountySurveyMissing, &subject, message, plan));
        }
    }
    found
}

fn exception(code: Code, subject: &str, message: String, plan: &Plan) -> Exception {
    Exception {
        id: exception_id(code.name(), subject),
        code: code.name().to_owned(),
        kind: Kind::Process,
        severity: code.severity(),
        source: Place::default(),
        record: None,
        message,
        suggestion: code.suggestion().to_owned(),
        basis: plan.article(code.phase()),
    }
}
