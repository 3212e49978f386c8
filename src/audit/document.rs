//! The result of an audit as one value, `capex.audit/1`.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::citation::CitedEntry;
use super::exception::{Exception, Place};
use super::ledger::Ledger;
use crate::catalog::Action;
use crate::matching::{Item, Verdict};
use crate::survey::{Fields, Source, Value};

/// The schema of the JSON form.
pub const SCHEMA: &str = "capex.audit/1";

/// The program that made the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `capex`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The plan that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PlanUse {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Document number.
    pub document: String,
}

/// A catalogue that was used, with what is known and not known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CatalogUse {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Document number.
    pub document: String,
    /// First day in force.
    pub effective: Option<NaiveDate>,
    /// First day no longer in force.
    pub repealed: Option<NaiveDate>,
    /// Entries listed here.
    pub entries: u32,
    /// Entries that have rules and can be tested on a survey.
    pub listed: u32,
    /// Items of the official document; `None` if unknown.
    pub known: Option<u32>,
    /// Entries whose wording was seen in no source.
    pub recalled: u32,
    /// Whether every item of the document is listed.
    pub complete: bool,
    /// Whether it is a supplementary basis beside the plan's own catalogues.
    #[serde(default)]
    pub supplementary: bool,
    /// What is missing, and anything else a reader must know: not in force on the day, a later edition, an overlay.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// How far the audit was narrowed by its flags. A reader must know what was not looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// `--only`: the catalogues chosen; empty for all of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// `--actions`: the classes of entries looked for; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// `--confirmed-only`: hits of entries whose wording was seen in no source are reviews.
    #[serde(default)]
    pub confirmed_only: bool,
    /// `--within`: entries whose date comes within so many days were warned of; `None` if nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<u32>,
}

/// A table found in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableUse {
    /// Header rows, 1-based.
    pub header_rows: Vec<u32>,
    /// Each column by its letters: the header as understood and the field it became (empty for `extra`).
    pub columns: Vec<(String, String, String)>,
    /// Records read from it.
    pub records: u64,
}

/// A sheet and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetUse {
    /// Name.
    pub name: String,
    /// `visible`, `hidden`, `very-hidden`.
    pub state: String,
    /// Its tables.
    pub tables: Vec<TableUse>,
    /// Its rows.
    pub ledger: Ledger,
    /// What was skipped or assumed, in Chinese.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// An input file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Name as given.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal; empty if it could not be read.
    pub sha256: String,
    /// Its sheets.
    pub sheets: Vec<SheetUse>,
    /// Why it could not be read, in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A record as audited: the `ingest` object plus id, verdict and items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditedRecord {
    /// Stable when rows are inserted or reordered.
    pub id: String,
    /// Where it was read.
    pub source: Source,
    /// The fields that the line has, by canonical name.
    #[serde(flatten)]
    pub fields: Fields<Value>,
    /// What no field knows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<Arc<str>, Arc<str>>,
    /// Verdict after waivers.
    pub verdict: Verdict,
    /// The waiver by which nothing found in the record counts any more, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<String>,
    /// What the row names and what was found.
    pub items: Vec<Item>,
    /// What it takes from answers of the county.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerUse>,
    /// The day as of which it was first seen, carried from earlier results that this one was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<NaiveDate>,
}

impl AuditedRecord {
    /// Gives back the room that lists and texts were grown into but do not fill: a result keeps very many records.
    pub(super) fn shrink(&mut self) {
        let texts = |texts: &mut Vec<String>| {
            texts.shrink_to_fit();
            texts.iter_mut().for_each(String::shrink_to_fit);
        };
        self.items.shrink_to_fit();
        for item in &mut self.items {
            item.facts.shrink_to_fit();
            item.findings.shrink_to_fit();
            item.near_misses.shrink_to_fit();
            texts(&mut item.remarks);
            for fact in &mut item.facts {
                fact.value.shrink_to_fit();
                fact.text.shrink_to_fit();
            }
            for finding in &mut item.findings {
                texts(&mut finding.because);
                texts(&mut finding.missing);
                texts(&mut finding.unless);
                texts(&mut finding.remarks);
            }
            item.near_misses.iter_mut().for_each(|miss| miss.stopped_by.shrink_to_fit());
        }
    }
}

/// An answer of a county that became part of a record, with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerUse {
    /// The question's id.
    pub question: String,
    /// The answer as written.
    pub answer: String,
    /// Who answered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// Where it was written.
    pub source: Place,
}

/// A waiver and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WaiverUse {
    /// Identifier in its file.
    pub id: String,
    /// `in-force`, `not-yet`, `expired`, `unused`, `unknown`.
    pub state: String,
    /// What it speaks of, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// The finding or record that it speaks of, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// The enterprise that it speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<String>,
    /// The entry that it speaks of, by key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The catalogue that it speaks of, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<String>,
    /// Decision: `exempt`, `confirmed`, `under-review`.
    pub decision: String,
    /// Reason.
    pub reason: String,
    /// Basis document.
    pub basis: String,
    /// Day of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<NaiveDate>,
    /// Last day on which it holds.
    pub expires: Option<NaiveDate>,
    /// Records it applies to.
    pub records: Vec<String>,
}

/// Counts by verdict, over all and by sector and prefecture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Records by verdict.
    pub verdict: BTreeMap<Verdict, u64>,
    /// Sector → verdict → records. A record without a sector is under 「（未写行业）」.
    pub sector: BTreeMap<String, BTreeMap<Verdict, u64>>,
    /// Prefecture → verdict → records. A record without one is under 「（未写州市）」.
    pub prefecture: BTreeMap<String, BTreeMap<Verdict, u64>>,
}

/// The result of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// [`SCHEMA`].
    pub schema: String,
    /// The program.
    pub tool: Tool,
    /// The plan.
    pub plan: PlanUse,
    /// The day as of which deadlines and editions were taken.
    pub as_of: NaiveDate,
    /// How far flags narrowed the audit.
    #[serde(default)]
    pub scope: Scope,
    /// The catalogues used.
    pub catalogs: Vec<CatalogUse>,
    /// The files.
    pub inputs: Vec<Input>,
    /// The rows of all files together.
    pub ledger: Ledger,
    /// The records, in reading order.
    pub records: Vec<AuditedRecord>,
    /// What to act on, gravest first.
    pub exceptions: Vec<Exception>,
    /// The entries that findings cite, so that a saved result can be printed in full without the catalogues.
    #[serde(default)]
    pub cited: Vec<CitedEntry>,
    /// Waivers given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverUse>,
    /// Counts.
    pub totals: Totals,
}
