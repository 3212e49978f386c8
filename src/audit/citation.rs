//! The entries that findings cite.
//!
//! They travel with the result: a report quotes the wording of each, and a result saved in June must still be printed in full
//! in December, when the catalogues on disk may be others.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::AuditedRecord;
use crate::catalog::{Action, Edition, Entry};

/// An entry of a catalogue as it was when the audit cited it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CitedEntry {
    /// The edition.
    pub catalog: String,
    /// The entry's key.
    pub entry: String,
    /// Place in the document.
    pub cite: String,
    /// Wording.
    pub name: String,
    /// What it orders.
    pub action: Action,
    /// Sectors as the catalogue names them.
    pub sectors: Vec<String>,
    /// The deadline in its written form, as in a finding.
    pub deadline: String,
    /// The deadline in words.
    pub deadline_words: String,
    /// What the document names instead; empty if nothing is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replacement: String,
    /// Evidence level by its name, as in a finding.
    pub evidence: String,
    /// Evidence level in words.
    pub evidence_words: String,
    /// Where the wording was read; empty if recalled only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence_source: String,
    /// What to check against the official print first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Findings that cite it, whatever their outcome.
    pub findings: u64,
}

impl CitedEntry {
    fn new(edition: &Edition, entry: &Entry, findings: u64) -> Self {
        Self {
            catalog: edition.id.clone(),
            entry: entry.key.clone(),
            cite: entry.cite.clone(),
            name: entry.name.clone(),
            action: entry.action,
            sectors: entry.sectors.clone(),
            deadline: entry.deadline.to_string(),
            deadline_words: entry.deadline.chinese(),
            replacement: entry.replacement.clone(),
            evidence: entry.evidence.level.name().to_owned(),
            evidence_words: entry.evidence.level.chinese().to_owned(),
            evidence_source: entry.evidence.source.clone(),
            doubts: entry.doubts.clone(),
            note: entry.note.clone(),
            findings,
        }
    }
}

/// The entries that the findings of `records` cite, in the order of `editions` and, within one, of the document.
#[must_use]
pub fn cited_entries<'a, 'b>(
    records: impl IntoIterator<Item = &'a AuditedRecord>,
    editions: impl IntoIterator<Item = &'b Edition>,
) -> Vec<CitedEntry> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for record in records {
        for finding in record.items.iter().flat_map(|item| &item.findings) {
            *counts.entry((finding.catalog.as_str(), finding.entry.as_str())).or_default() += 1;
        }
    }
    let mut seen = BTreeSet::new();
    let mut cited = Vec::new();
    for edition in editions {
        for entry in &edition.entries {
            let key = (edition.id.as_str(), entry.key.as_str());
            if let Some(&findings) = counts.get(&key)
                && seen.insert(key)
            {
                cited.push(CitedEntry::new(edition, entry, findings));
            }
        }
    }
    cited
}
