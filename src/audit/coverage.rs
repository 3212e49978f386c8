//! Which entries a survey could test at all: a catalogue of 400 items says nothing about what nobody asked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::document::Document;
use crate::catalog::{Action, Condition, Edition, Entry, Library, Rule, TermKind, Vocabulary};
use crate::matching::Outcome;
use crate::quantity::Dimension;
use crate::survey::Field;

/// What became of an entry in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// It said something of a record: hit, review or exempt, not every one for want of the same facts.
    Applied,
    /// Things of its kind are there, and it was decided that it does not apply to them.
    Decided,
    /// Things of its kind are there, and what it needs of them is nowhere given.
    Unanswered,
    /// Nothing of its kind is there, and the survey asks all it needs.
    Absent,
    /// Nothing of its kind is there, and the survey never asks something it needs.
    NotAsked,
    /// No survey can test it.
    Untestable,
}

impl Coverage {
    /// Every state, in the order of reports.
    pub const ALL: [Self; 6] =
        [Self::Applied, Self::Decided, Self::Unanswered, Self::Absent, Self::NotAsked, Self::Untestable];

    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Applied => "已适用",
            Self::Decided => "已判定不涉及",
            Self::Unanswered => "缺数据，未能判定",
            Self::Absent => "表中没有这类对象",
            Self::NotAsked => "本表没有问到",
            Self::Untestable => "摸底表无从判断",
        }
    }
}

/// An entry in a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryCoverage {
    /// Stable key.
    pub key: String,
    /// Wording.
    pub name: String,
    /// What it orders.
    pub action: Action,
    /// What became of it.
    pub state: Coverage,
    /// Items hit.
    pub hits: usize,
    /// Items to review.
    pub reviews: usize,
    /// Items exempt.
    pub exempt: usize,
    /// Items of its kind that it does not apply to.
    pub cleared: usize,
    /// What the survey gives nowhere and the entry needs, or why it cannot be tested.
    pub missing: Vec<String>,
}

/// An edition in a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CatalogCoverage {
    /// Identifier.
    pub catalog: String,
    /// Entries listed here.
    pub entries: usize,
    /// Items of the official document, where known.
    pub known: Option<u32>,
    /// Entries by state.
    pub states: BTreeMap<Coverage, usize>,
    /// Each entry.
    pub list: Vec<EntryCoverage>,
}

/// What a survey gives: the parameters and attributes found anywhere in it, and its columns.
#[derive(Debug, Default)]
struct Given {
    facts: BTreeSet<String>,
    fields: BTreeSet<String>,
}

impl Given {
    fn new(document: &Document, vocabulary: &Vocabulary) -> Self {
        let mut given = Self::default();
        for item in document.records.iter().flat_map(|record| &record.items) {
            given.facts.extend(item.facts.iter().map(|fact| fact.parameter.clone()));
        }
        let tables = document.inputs.iter().flat_map(|input| &input.sheets).flat_map(|sheet| &sheet.tables);
        for (_, header, field) in tables.flat_map(|table| &table.columns) {
            given.fields.insert(field.clone());
            if field == Field::Capacity.name() {
                let rates = vocabulary.parameters.iter().filter(|parameter| is_capacity(parameter.dimension));
                given.facts.extend(rates.map(|parameter| parameter.name.clone()));
            }
            // A column that names the parameter asks for it, even if nobody filled it in.
            let named = vocabulary
                .parameters
                .iter()
                .filter(|parameter| parameter.labels.iter().any(|label| header.contains(label.as_str())));
            given.facts.extend(named.map(|parameter| parameter.name.clone()));
            let asked = vocabulary.attributes.iter().filter(|attribute| header.contains(attribute.name.as_str()));
            given.facts.extend(asked.map(|attribute| attribute.name.clone()));
        }
        given
    }

    fn has(&self, field: Field) -> bool {
        self.fields.contains(field.name())
    }
}

/// Whether a column 产能 asks for a parameter of this dimension.
fn is_capacity(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::MassPerYear
            | Dimension::MassPerDay
            | Dimension::MassPerHour
            | Dimension::VolumePerYear
            | Dimension::AreaPerYear
            | Dimension::CasesPerYear
            | Dimension::PiecesPerYear
            | Dimension::PiecesPerHour
    )
}

/// What a survey could test of each edition. The document must have been made with near misses kept.
#[must_use]
pub fn coverage(document: &Document, library: &Library) -> Vec<CatalogCoverage> {
    let given = Given::new(document, &library.vocabulary);
    let used = document.catalogs.iter().filter_map(|used| library.edition(&used.id));
    used.map(|edition| {
        let list: Vec<EntryCoverage> = edition
            .entries
            .iter()
            .map(|entry| entry_coverage(document, edition, entry, &given, &library.vocabulary))
            .collect();
        let mut states = BTreeMap::new();
        for entry in &list {
            *states.entry(entry.state).or_default() += 1;
        }
        CatalogCoverage {
            catalog: edition.id.clone(),
            entries: edition.entries.len(),
            known: edition.coverage.known,
            states,
            list,
        }
    })
    .collect()
}

fn entry_coverage(
    document: &Document,
    edition: &Edition,
    entry: &Entry,
    given: &Given,
    vocabulary: &Vocabulary,
) -> EntryCoverage {
    let mut covered = EntryCoverage {
        key: entry.key.clone(),
        name: entry.name.clone(),
        action: entry.action,
        state: Coverage::Absent,
        hits: 0,
        reviews: 0,
        exempt: 0,
        cleared: 0,
        missing: Vec::new(),
    };
    let mut wanting: BTreeSet<&str> = BTreeSet::new();
    let mut answered = false;
    for item in document.records.iter().flat_map(|record| &record.items) {
        let mut found = false;
        for finding in &item.findings {
            if finding.catalog != edition.id || finding.entry != entry.key {
                continue;
            }
            found = true;
            match finding.outcome {
                Outcome::Hit => covered.hits += 1,
                Outcome::Review => covered.reviews += 1,
                Outcome::Exempt => covered.exempt += 1,
            }
            answered |= finding.outcome != Outcome::Review || finding.missing.is_empty();
            wanting.extend(finding.missing.iter().map(String::as_str));
        }
        let near = item.near_misses.iter().any(|near| near.catalog == edition.id && near.entry == entry.key);
        if near && !found {
            covered.cleared += 1;
        }
    }
    let found = covered.hits + covered.reviews + covered.exempt;
    covered.state = if entry.rules.is_empty() {
        covered.missing.extend(entry.untestable.clone());
        Coverage::Untestable
    } else if found > 0 && !answered && covered.cleared == 0 {
        covered.missing = wanting.into_iter().map(str::to_owned).collect();
        Coverage::Unanswered
    } else if found > 0 {
        Coverage::Applied
    } else if covered.cleared > 0 {
        Coverage::Decided
    } else {
        let lacking: Vec<BTreeSet<String>> =
            entry.rules.iter().map(|rule| lacking(rule, entry, given, vocabulary)).collect();
        match lacking.into_iter().min_by_key(BTreeSet::len) {
            Some(least) if !least.is_empty() => {
                covered.missing = least.into_iter().collect();
                Coverage::NotAsked
            }
            _ => Coverage::Absent,
        }
    };
    covered
}

/// What a rule needs and the survey asks nowhere.
fn lacking(rule: &Rule, entry: &Entry, given: &Given, vocabulary: &Vocabulary) -> BTreeSet<String> {
    let mut lacking = rule.when.as_ref().map(|when| undecidable(when, given, vocabulary)).unwrap_or_default();
    let anything = given.has(Field::Equipment) || given.has(Field::Line) || given.has(Field::Remarks);
    for group in &rule.subjects {
        let kinds = group.iter().filter_map(|term| vocabulary.terms.get(term.index())).map(|term| term.kind);
        let shown = |kind: TermKind| {
            anything
                || match kind {
                    TermKind::Equipment => false,
                    TermKind::Process => given.has(Field::Process),
                    TermKind::Product => given.has(Field::Product),
                }
        };
        let kinds: Vec<TermKind> = kinds.collect();
        if !kinds.iter().any(|&kind| shown(kind)) {
            lacking.extend(kinds.iter().map(|kind| format!("{}栏", kind.chinese())));
        }
    }
    if entry.action == Action::Hazard && !given.has(Field::Hazard) && !given.has(Field::Remarks) {
        lacking.insert("重大隐患栏".into());
    }
    lacking
}

/// What a condition needs and nobody gives; empty where it can be decided.
fn undecidable(condition: &Condition, given: &Given, vocabulary: &Vocabulary) -> BTreeSet<String> {
    let wanted = |name: Option<&String>| -> BTreeSet<String> {
        name.filter(|name| !given.facts.contains(*name)).cloned().into_iter().collect()
    };
    match condition {
        Condition::All(parts) => parts.iter().flat_map(|part| undecidable(part, given, vocabulary)).collect(),
        Condition::Any(parts) => {
            parts.iter().map(|part| undecidable(part, given, vocabulary)).min_by_key(BTreeSet::len).unwrap_or_default()
        }
        Condition::Not(part) => undecidable(part, given, vocabulary),
        Condition::Compare { parameter, .. } => {
            wanted(vocabulary.parameters.get(parameter.index()).map(|parameter| &parameter.name))
        }
        Condition::Attribute { attribute, .. } => {
            wanted(vocabulary.attributes.get(attribute.index()).map(|attribute| &attribute.name))
        }
        Condition::Sector { .. } | Condition::Names(_) | Condition::States(..) | Condition::Known(_) => BTreeSet::new(),
    }
}
