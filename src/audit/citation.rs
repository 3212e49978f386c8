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
    /// How its presence in this edition is known; empty where that is not in question.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence_edition: String,
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
            evidence_edition: entry.evidence.edition.clone(),
            doubts: entry.doubts.clone(),
            note: entry.note.clone(),
            findings,
        }
    }
}

impl CitedEntry {
    /// Where the wording was read, and how it is known that this edition has it.
    #[must_use]
    pub fn known_from(&self) -> String {
        match (self.evidence_source.as_str(), self.evidence_edition.as_str()) {
            (source, "") => source.to_owned(),
            ("", edition) => format!("本版：{edition}"),
            (source, edition) => format!("{source}；本版：{edition}"),
        }
    }
}

/// How often each entry is cited, counted as records go by.
#[derive(Debug, Default)]
pub struct Citations {
    counts: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Citations {
    /// Counts the findings of a record.
    pub fn add(&mut self, record: &AuditedRecord) {
        for finding in record.items.iter().flat_map(|item| &item.findings) {
            match self.counts.get_mut(&finding.catalog).and_then(|entries| entries.get_mut(&finding.entry)) {
                Some(count) => *count += 1,
                None => {
                    self.counts.entry(finding.catalog.clone()).or_default().insert(finding.entry.clone(), 1);
                }
            }
        }
    }

    /// The entries cited, in the order of `editions` and, within one, of the document.
    #[must_use]
    pub fn entries<'a>(&self, editions: impl IntoIterator<Item = &'a Edition>) -> Vec<CitedEntry> {
        let mut seen = BTreeSet::new();
        let mut cited = Vec::new();
        for edition in editions {
            let Some(counts) = self.counts.get(&edition.id) else { continue };
            for entry in &edition.entries {
                if let Some(&findings) = counts.get(&entry.key)
                    && seen.insert((edition.id.as_str(), entry.key.as_str()))
                {
                    cited.push(CitedEntry::new(edition, entry, findings));
                }
            }
        }
        cited
    }
}
