//! A document arranged for reading: the cases to act on, gravest first, with what each cites.
//!
//! Every form of report is a printer of this one arrangement, so no two of them can disagree.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::audit::{AuditedRecord, CatalogUse, CitedEntry, Document, Exception, Kind};
use crate::history::returned::RETURNED;
use crate::matching::{Finding, Item, Outcome, Verdict};
use crate::survey::{Field, Measured, Value};

/// Under which heading a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 淘汰、禁止: to act on.
    Grave,
    /// 待核实: to ask about.
    Review,
    /// 限制: to know.
    Restrict,
    /// 除外: an exception is proved.
    Exempt,
    /// A person has decided that it does not apply.
    Waived,
}

/// One thing that a record names and of which a catalogue speaks.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The line of the survey.
    pub record: &'a AuditedRecord,
    /// The thing.
    pub item: &'a Item,
    /// Its verdict, waivers heeded.
    pub verdict: Verdict,
    /// Its heading.
    pub class: Class,
    /// What the catalogues say of it; the finding that decides comes first.
    pub findings: Vec<&'a Finding>,
    /// Compliance exceptions of the item.
    pub exceptions: Vec<&'a Exception>,
}

/// A document arranged for reading.
#[derive(Debug)]
pub struct View<'a> {
    /// The document.
    pub document: &'a Document,
    /// Cases by class; within one gravest first, by verdict and then as the exceptions are ordered.
    pub cases: Vec<Case<'a>>,
    catalogs: BTreeMap<&'a str, &'a CatalogUse>,
    cited: BTreeMap<(&'a str, &'a str), &'a CitedEntry>,
}

impl<'a> View<'a> {
    /// Arranges a document.
    #[must_use]
    pub fn new(document: &'a Document) -> Self {
        let mut exceptions: BTreeMap<&str, Vec<&Exception>> = BTreeMap::new();
        let mut ranks: BTreeMap<&str, usize> = BTreeMap::new();
        let compliance = document.exceptions.iter().filter(|exception| exception.kind == Kind::Compliance);
        for (rank, exception) in compliance.enumerate() {
            if let Some(record) = &exception.record {
                exceptions.entry(record).or_default().push(exception);
                ranks.insert(&exception.id, rank);
            }
        }
        let mut cases: Vec<Case> = document
            .records
            .iter()
            .flat_map(|record| record.items.iter().enumerate().map(move |(index, item)| (record, index, item)))
            .filter_map(|(record, index, item)| {
                let all = exceptions.get(record.id.as_str()).into_iter().flatten().copied();
                Case::new(record, item, all.filter(|exception| speaks_of(exception, record, index)).collect())
            })
            .collect();
        let rank = |case: &Case<'_>| {
            case.exceptions.iter().filter_map(|exception| ranks.get(exception.id.as_str()).copied()).min()
        };
        cases.sort_by_key(|case| (case.class, std::cmp::Reverse(case.verdict), rank(case).unwrap_or(usize::MAX)));
        Self {
            document,
            cases,
            catalogs: document.catalogs.iter().map(|catalog| (catalog.id.as_str(), catalog)).collect(),
            cited: document.cited.iter().map(|entry| ((entry.catalog.as_str(), entry.entry.as_str()), entry)).collect(),
        }
    }

    /// The cases of a class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = &Case<'a>> {
        self.cases.iter().filter(move |case| case.class == class)
    }

    /// Exceptions of a kind, gravest first as in the document; those of [`Self::returned`] stand apart.
    pub fn exceptions(&self, kind: Kind) -> impl Iterator<Item = &'a Exception> {
        let ordinary = |exception: &&Exception| exception.code != RETURNED;
        self.document.exceptions.iter().filter(ordinary).filter(move |exception| exception.kind == kind)
    }

    /// What was closed and runs again, 死灰复燃: the gravest of all, whatever a catalogue says of it.
    pub fn returned(&self) -> impl Iterator<Item = &'a Exception> {
        self.document.exceptions.iter().filter(|exception| exception.code == RETURNED)
    }

    /// Compliance exceptions that no case shows.
    pub fn other_compliance(&self) -> impl Iterator<Item = &'a Exception> {
        let shown: BTreeSet<&str> =
            self.cases.iter().flat_map(|case| &case.exceptions).map(|exception| exception.id.as_str()).collect();
        self.exceptions(Kind::Compliance).filter(move |exception| !shown.contains(exception.id.as_str()))
    }

    /// The catalogue of a finding.
    #[must_use]
    pub fn catalog(&self, finding: &Finding) -> Option<&'a CatalogUse> {
        self.catalogs.get(finding.catalog.as_str()).copied()
    }

    /// The entry of a finding.
    #[must_use]
    pub fn entry(&self, finding: &Finding) -> Option<&'a CitedEntry> {
        self.cited.get(&(finding.catalog.as_str(), finding.entry.as_str())).copied()
    }

    /// Title, document number and place: 「《产业结构调整指导目录》（国家发展改革委令第21号）淘汰类 …」.
    #[must_use]
    pub fn citation(&self, finding: &Finding) -> String {
        match self.catalog(finding) {
            Some(catalog) => format!("《{}》（{}）{}", catalog.title, catalog.document, finding.cite),
            None => format!("{} {}", finding.catalog, finding.cite),
        }
    }

    /// Document number and place.
    #[must_use]
    pub fn short_citation(&self, finding: &Finding) -> String {
        match self.catalog(finding) {
            Some(catalog) => format!("{} {}", catalog.document, finding.cite),
            None => format!("{} {}", finding.catalog, finding.cite),
        }
    }

    /// The deadline of a finding in words.
    #[must_use]
    pub fn deadline_words(&self, finding: &'a Finding) -> &'a str {
        self.entry(finding).map_or(finding.deadline.as_str(), |entry| entry.deadline_words.as_str())
    }

    /// The evidence of a finding in words.
    #[must_use]
    pub fn evidence_words(&self, finding: &'a Finding) -> &'a str {
        self.entry(finding).map_or(finding.evidence.as_str(), |entry| entry.evidence_words.as_str())
    }

    /// The earliest dated deadline of the entries that apply, and how many days it is past on the day of the audit
    /// (negative while it lies ahead).
    #[must_use]
    pub fn deadline(&self, case: &Case<'_>) -> Option<(NaiveDate, i64)> {
        let dates = case.findings.iter().filter(|finding| finding.outcome == Outcome::Hit);
        let earliest = dates.filter_map(|finding| finding.deadline.parse::<NaiveDate>().ok()).min()?;
        Some((earliest, (self.document.as_of - earliest).num_days()))
    }

    /// Against what 未发现 was said: entries that could be tested of the items that the documents are known to have.
    #[must_use]
    pub fn looked_against(&self) -> String {
        let catalogs = &self.document.catalogs;
        let listed: u64 = catalogs.iter().map(|catalog| u64::from(catalog.listed)).sum();
        let known: u64 = catalogs.iter().filter_map(|catalog| catalog.known).map(u64::from).sum();
        let unknown = catalogs.iter().filter(|catalog| catalog.known.is_none()).count();
        let mut text = format!("对照{}个目录中可核查的{listed}条", catalogs.len());
        if unknown == catalogs.len() {
            text.push_str("（官方条数不详）");
        } else if unknown > 0 {
            text.push_str(&format!("（官方共{known}条，另{unknown}个目录条数不详）"));
        } else {
            text.push_str(&format!("（官方共{known}条）"));
        }
        let actions = &self.document.scope.actions;
        if !actions.is_empty() {
            let actions: Vec<&str> = actions.iter().map(|action| action.chinese()).collect();
            text.push_str(&format!("，只看{}", actions.join("、")));
        }
        text
    }

    /// Whether the result lacks something: a file that could not be read, a row that was not understood.
    #[must_use]
    pub fn incomplete(&self) -> bool {
        self.document.ledger.not_understood > 0 || self.document.inputs.iter().any(|input| input.error.is_some())
    }
}

impl<'a> Case<'a> {
    fn new(record: &'a AuditedRecord, item: &'a Item, exceptions: Vec<&'a Exception>) -> Option<Self> {
        let verdict = item.verdict;
        let waived = item.findings.iter().any(|finding| finding.waived_by.is_some());
        let class = match verdict {
            Verdict::Exempt | Verdict::Clear if waived => Class::Waived,
            Verdict::Eliminate | Verdict::Prohibit => Class::Grave,
            Verdict::Review => Class::Review,
            Verdict::Restrict => Class::Restrict,
            Verdict::Exempt => Class::Exempt,
            Verdict::Clear => return None,
        };
        let mut findings: Vec<&Finding> = item.findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.verdict()));
        Some(Self { record, item, verdict, class, findings, exceptions })
    }

    /// The findings that carry the item's verdict: as grave as the first.
    pub fn deciding(&self) -> impl Iterator<Item = &'a Finding> {
        let gravest = self.findings.first().map(|finding| finding.verdict());
        self.findings.iter().copied().filter(move |finding| Some(finding.verdict()) == gravest)
    }

    /// The id by which a waiver speaks of it: of its exception, else of its record and, beyond the first, its item.
    #[must_use]
    pub fn finding_id(&self) -> String {
        if let Some(exception) = self.exceptions.first() {
            return exception.id.clone();
        }
        let at = self.record.items.iter().position(|item| std::ptr::eq(item, self.item)).unwrap_or(0);
        if at == 0 { self.record.id.clone() } else { format!("{}#{}", self.record.id, at + 1) }
    }

    /// The waivers that changed findings, each once.
    #[must_use]
    pub fn waivers(&self) -> Vec<&'a str> {
        unique(self.findings.iter().filter_map(|finding| finding.waived_by.as_ref()))
    }

    /// The verdict that there would be, had nobody decided that it does not apply.
    #[must_use]
    pub fn without_waivers(&self) -> Verdict {
        let unwaived = |finding: &&Finding| match finding.waived_by {
            Some(_) => Finding { outcome: Outcome::Hit, ..(*finding).clone() }.verdict(),
            None => finding.verdict(),
        };
        self.findings.iter().map(unwaived).max().unwrap_or(self.verdict)
    }

    /// The reasons of the deciding findings, each once.
    #[must_use]
    pub fn reason(&self) -> String {
        unique(self.deciding().flat_map(|finding| &finding.because)).join("；")
    }

    /// What the deciding findings need to know, each once.
    #[must_use]
    pub fn missing(&self) -> Vec<&'a str> {
        unique(self.deciding().flat_map(|finding| &finding.missing))
    }

    /// What would exempt it, each once.
    #[must_use]
    pub fn unless(&self) -> Vec<&'a str> {
        unique(self.deciding().flat_map(|finding| &finding.unless))
    }

    /// Remarks of findings and of reading, each once.
    #[must_use]
    pub fn remarks(&self) -> Vec<&'a str> {
        unique(self.item.remarks.iter().chain(self.findings.iter().flat_map(|finding| &finding.remarks)))
    }
}

/// Whether an exception speaks of this item of its record: its id ends in the record's id, with `#2` for the second item.
/// One that says no item speaks of the first.
fn speaks_of(exception: &Exception, record: &AuditedRecord, index: usize) -> bool {
    match exception.id.rsplit_once('#').and_then(|(head, item)| Some((head, item.parse::<usize>().ok()?))) {
        Some((head, item)) if head.ends_with(record.id.as_str()) => item == index + 1,
        _ => index == 0,
    }
}

/// Texts in their order, each once: two catalogues often say the same.
pub fn unique<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut seen: Vec<&str> = Vec::new();
    for text in texts {
        if !seen.contains(&text.as_str()) {
            seen.push(text);
        }
    }
    seen
}

/// The text of a field, or nothing.
#[must_use]
pub fn field(record: &AuditedRecord, field: Field) -> Cow<'_, str> {
    match record.fields.get(&field) {
        Some(Value::Text(text)) => Cow::Borrowed(text),
        Some(value) => Cow::Owned(value.to_text()),
        None => Cow::Borrowed(""),
    }
}

/// What the line is about: its equipment, else its process, product or line.
#[must_use]
pub fn equipment(record: &AuditedRecord) -> String {
    let fields = [Field::Equipment, Field::Process, Field::Product, Field::Line];
    fields.into_iter().map(|name| field(record, name)).find(|text| !text.is_empty()).unwrap_or_default().into_owned()
}

/// The number and unit of a field, where it holds one number.
#[must_use]
pub fn measured(record: &AuditedRecord, field: Field) -> Option<&Measured> {
    match record.fields.get(&field)? {
        Value::Measured(measured) => Some(measured),
        Value::Text(_) => None,
    }
}

/// Prefecture and county.
#[must_use]
pub fn place(record: &AuditedRecord) -> String {
    field(record, Field::Prefecture).into_owned() + &field(record, Field::County)
}

/// What was read of an item: 「有效容积 380 m³；高炉用途 炼铁」.
#[must_use]
pub fn parameters(item: &Item) -> String {
    let facts: Vec<String> = item
        .facts
        .iter()
        .map(|fact| {
            format!("{} {} {}", fact.parameter, fact.value, crate::quantity::shown(&fact.unit)).trim_end().to_owned()
        })
        .collect();
    facts.join("；")
}

/// The cell that names the equipment, as precisely as is known.
#[must_use]
pub fn cell(record: &AuditedRecord) -> String {
    [Field::Equipment, Field::Process, Field::Product, Field::Line, Field::Model, Field::Enterprise]
        .iter()
        .find_map(|field| record.source.cells.get(field))
        .map_or_else(|| format!("A{}", record.source.row), ToString::to_string)
}
