//! Editions and entries as JSON and as tables show them: names instead of indices, conditions in writing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::edition::{Action, Coverage, Edition, Entry, Evidence, Examples, Rule, RuleOutcome};
use super::vocabulary::{TermKind, Vocabulary};

/// An edition in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EditionSummary<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// Document number.
    pub document: &'a str,
    /// Issuer.
    pub issuer: &'a str,
    /// Day of issue, as precisely as known.
    pub issued: &'a str,
    /// First day in force.
    pub effective: Option<NaiveDate>,
    /// First day no longer in force.
    pub repealed: Option<NaiveDate>,
    /// The edition that it amends.
    pub amends: Option<&'a str>,
    /// The edition that it takes the place of.
    pub replaces: Option<&'a str>,
    /// Whether it is a supplementary basis.
    pub supplementary: bool,
    /// Whether it is in force on the day asked for.
    pub in_force: bool,
    /// Entries listed.
    pub entries: usize,
    /// Entries that have rules.
    pub testable: usize,
    /// Entries by what they order.
    pub actions: BTreeMap<&'static str, usize>,
    /// Items of the official document, where known.
    pub known: Option<u32>,
    /// Whether every item is listed.
    pub complete: bool,
    /// Entries by evidence level.
    pub evidence: BTreeMap<&'static str, usize>,
    /// What is missing.
    pub note: &'a str,
    /// The overlay that changed it.
    pub overlay: Option<&'a str>,
}

impl<'a> EditionSummary<'a> {
    /// The figures of an edition as of a day.
    #[must_use]
    pub fn new(edition: &'a Edition, on: NaiveDate) -> Self {
        let mut actions = BTreeMap::new();
        let mut evidence = BTreeMap::new();
        for entry in &edition.entries {
            *actions.entry(entry.action.name()).or_default() += 1;
            *evidence.entry(entry.evidence.level.name()).or_default() += 1;
        }
        Self {
            id: &edition.id,
            title: &edition.title,
            document: &edition.document,
            issuer: &edition.issuer,
            issued: &edition.issued,
            effective: edition.effective,
            repealed: edition.repealed,
            amends: edition.amends.as_deref(),
            replaces: edition.replaces.as_deref(),
            supplementary: edition.supplementary,
            in_force: edition.in_force(on),
            entries: edition.entries.len(),
            testable: edition.entries.iter().filter(|entry| !entry.rules.is_empty()).count(),
            actions,
            known: edition.coverage.known,
            complete: edition.coverage.complete,
            evidence,
            note: &edition.coverage.note,
            overlay: edition.overlay.as_deref(),
        }
    }
}

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleView {
    /// Any of these.
    pub equipment: Vec<String>,
    /// Any of these.
    pub process: Vec<String>,
    /// Any of these.
    pub product: Vec<String>,
    /// The condition.
    pub when: Option<String>,
    /// Exceptions as written.
    pub unless: Vec<String>,
    /// What it gives.
    pub outcome: RuleOutcome,
    /// What a review asks.
    pub ask: Option<String>,
}

impl RuleView {
    /// A rule in words.
    #[must_use]
    pub fn new(rule: &Rule, vocabulary: &Vocabulary) -> Self {
        let of_kind = |kind: TermKind| {
            let terms = rule.subjects.iter().flatten().filter_map(|term| vocabulary.terms.get(term.index()));
            terms.filter(|term| term.kind == kind).map(|term| term.name.clone()).collect()
        };
        Self {
            equipment: of_kind(TermKind::Equipment),
            process: of_kind(TermKind::Process),
            product: of_kind(TermKind::Product),
            when: rule.when.as_ref().map(|when| when.written(vocabulary)),
            unless: rule.unless.iter().map(|exemption| exemption.text.clone()).collect(),
            outcome: rule.outcome,
            ask: rule.ask.clone(),
        }
    }

    /// The rule in one line.
    #[must_use]
    pub fn line(&self) -> String {
        let groups = [&self.equipment, &self.process, &self.product];
        let mut parts: Vec<String> =
            groups.iter().filter(|names| !names.is_empty()).map(|names| names.join("／")).collect();
        parts.extend(self.when.clone());
        let mut line = parts.join("；");
        if !self.unless.is_empty() {
            line.push_str(&format!("；除外：{}", self.unless.join("、")));
        }
        if self.outcome == RuleOutcome::Review {
            line.push_str("；只待核实");
        }
        line
    }
}

/// An entry in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntryView<'a> {
    /// Stable key.
    pub key: &'a str,
    /// Place in the document.
    pub cite: &'a str,
    /// Wording.
    pub name: &'a str,
    /// What it orders.
    pub action: Action,
    /// Sectors as the catalogue names them.
    pub sectors: &'a [String],
    /// By when.
    pub deadline: String,
    /// What the document names instead.
    pub replacement: &'a str,
    /// How well it is known.
    pub evidence: &'a Evidence,
    /// What to check first.
    pub doubts: &'a [String],
    /// Remarks.
    pub note: &'a str,
    /// Whether it has rules.
    pub testable: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untestable: Option<&'a str>,
    /// Its rules.
    pub rules: Vec<RuleView>,
    /// Its examples.
    pub examples: &'a Examples,
}

impl<'a> EntryView<'a> {
    /// An entry in words.
    #[must_use]
    pub fn new(entry: &'a Entry, vocabulary: &Vocabulary) -> Self {
        Self {
            key: &entry.key,
            cite: &entry.cite,
            name: &entry.name,
            action: entry.action,
            sectors: &entry.sectors,
            deadline: entry.deadline.to_string(),
            replacement: &entry.replacement,
            evidence: &entry.evidence,
            doubts: &entry.doubts,
            note: &entry.note,
            testable: !entry.rules.is_empty(),
            untestable: entry.untestable.as_deref(),
            rules: entry.rules.iter().map(|rule| RuleView::new(rule, vocabulary)).collect(),
            examples: &entry.examples,
        }
    }
}

/// An edition with all its entries, as `capex catalog show` gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EditionView<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// Document number.
    pub document: &'a str,
    /// Issuer.
    pub issuer: &'a str,
    /// Day of issue.
    pub issued: &'a str,
    /// First day in force.
    pub effective: Option<NaiveDate>,
    /// First day no longer in force.
    pub repealed: Option<NaiveDate>,
    /// The edition that it amends.
    pub amends: Option<&'a str>,
    /// The edition that it takes the place of.
    pub replaces: Option<&'a str>,
    /// Whether it is a supplementary basis.
    pub supplementary: bool,
    /// How much of it is listed.
    pub coverage: &'a Coverage,
    /// The overlay that changed it.
    pub overlay: Option<&'a str>,
    /// Its entries.
    pub entries: Vec<EntryView<'a>>,
}

impl<'a> EditionView<'a> {
    /// An edition in words.
    #[must_use]
    pub fn new(edition: &'a Edition, vocabulary: &Vocabulary) -> Self {
        Self {
            id: &edition.id,
            title: &edition.title,
            document: &edition.document,
            issuer: &edition.issuer,
            issued: &edition.issued,
            effective: edition.effective,
            repealed: edition.repealed,
            amends: edition.amends.as_deref(),
            replaces: edition.replaces.as_deref(),
            supplementary: edition.supplementary,
            coverage: &edition.coverage,
            overlay: edition.overlay.as_deref(),
            entries: edition.entries.iter().map(|entry| EntryView::new(entry, vocabulary)).collect(),
        }
    }
}
