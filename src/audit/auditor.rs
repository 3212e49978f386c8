//! The audit itself: file by file, record by record, nothing held back that the caller does not want to keep.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use chrono::NaiveDate;

use super::answers::Answers;
use super::checks::{self, Checks};
use super::compliance;
use super::document::{AuditedRecord, Document, Input, PlanUse, SCHEMA, Scope, Tool, Totals};
use super::due;
use super::exception::{Exception, Kind, Place, Severity};
use super::identity::Identities;
use super::in_order::in_order;
use super::judge::{Judge, Judged, Step};
use super::ledger::Ledger;
use super::process;
use super::questions::{self, Question};
use super::selection::{UnknownCatalog, catalog_use};
use super::waivers::Waivers;
use crate::catalog::{Action, Edition, Library, Vocabulary};
use crate::matching::Verdict;
use crate::plan::Plan;
use crate::survey::{Field, Reader, Record, Value};
use crate::workbook::{Limits, Workbook};

/// What an audit is made with.
pub struct Setup {
    /// The catalogues.
    pub library: Library,
    /// The plan.
    pub plan: Plan,
    /// The day.
    pub as_of: NaiveDate,
    /// Catalogues chosen on the command line; empty for those of the plan.
    pub only: Vec<String>,
    /// Classes of entries looked for; empty for all.
    pub actions: BTreeSet<Action>,
    /// Hits of entries that nobody has seen in print become reviews.
    pub confirmed_only: bool,
    /// `--within`: entries whose date comes within so many days are warned of; `None` for no such warnings.
    pub within: Option<u32>,
    /// Near misses are kept.
    pub explain: bool,
    /// How each item was read and each rule tried is kept.
    pub trace: bool,
    /// How sheets are read.
    pub reader: Reader,
    /// Caps of reading.
    pub limits: Limits,
    /// What people have decided.
    pub waivers: Waivers,
    /// What counties have answered.
    pub answers: Answers,
}

/// What an audit hands over as it goes.
pub enum Event {
    /// A record with its verdict.
    Record(Box<AuditedRecord>),
    /// Something to act on. Those of a record come right after it.
    Exception(Box<Exception>),
}

/// An audit under way.
pub struct Auditor {
    judge: Arc<Judge>,
    identities: Identities,
    checks: Checks,
    waivers: Waivers,
    answers: Answers,
    ledger: Ledger,
    totals: Totals,
}

impl Auditor {
    /// Prepares an audit.
    ///
    /// # Errors
    /// A catalogue that is named and does not exist.
    pub fn new(mut setup: Setup) -> Result<Self, UnknownCatalog> {
        let waivers = std::mem::take(&mut setup.waivers);
        let answers = std::mem::take(&mut setup.answers);
        let checks = Checks::new(&setup.plan, setup.as_of);
        let judge = Arc::new(Judge::new(setup)?);
        // The matcher is made beside whatever comes next. Where no thread is to be had, whoever asks for it first makes it.
        let ahead = Arc::clone(&judge);
        drop(thread::Builder::new().spawn(move || {
            ahead.matcher();
        }));
        Ok(Self {
            judge,
            identities: Identities::default(),
            checks,
            waivers,
            answers,
            ledger: Ledger::default(),
            totals: Totals::default(),
        })
    }

    /// The document as it stands: everything but records and exceptions, which the caller keeps or prints.
    #[must_use]
    pub fn document(&self, inputs: Vec<Input>) -> Document {
        let setup = &self.judge.setup;
        Document {
            schema: SCHEMA.to_owned(),
            tool: Tool { name: "capex".into(), version: env!("CARGO_PKG_VERSION").into() },
            plan: PlanUse {
                id: setup.plan.id.clone(),
                title: setup.plan.title.clone(),
                document: setup.plan.document.clone(),
            },
            as_of: setup.as_of,
            scope: Scope {
                only: setup.only.clone(),
                actions: setup.actions.iter().copied().collect(),
                confirmed_only: setup.confirmed_only,
                within: setup.within,
            },
            catalogs: self
                .judge
                .editions
                .iter()
                .map(|edition| catalog_use(edition, &setup.library, &setup.plan, setup.as_of))
                .collect(),
            inputs,
            ledger: self.ledger,
            records: Vec::new(),
            exceptions: Vec::new(),
            cited: Vec::new(),
            waivers: self.waivers.uses(&self.judge.editions, setup.as_of),
            totals: self.totals.clone(),
        }
    }

    /// The vocabulary in use.
    #[must_use]
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        Arc::clone(&self.judge.setup.library.vocabulary)
    }

    /// The editions in use.
    #[must_use]
    pub fn editions(&self) -> &[Arc<Edition>] {
        &self.judge.editions
    }

    /// Audits a file. What can be read of it is audited, whatever cannot is said in the result.
    pub fn file(&mut self, path: &Path, sink: &mut dyn FnMut(Event)) -> Input {
        let judge = Arc::clone(&self.judge);
        let mut taking = Taking::default();
        judge.file(&path.to_string_lossy(), path, NonZeroUsize::MIN, &mut |step| self.take(step, &mut taking, sink));
        taking.input
    }

    /// Audits an opened workbook under a name.
    pub fn workbook(&mut self, name: &str, workbook: Workbook, sink: &mut dyn FnMut(Event)) -> Input {
        let judge = Arc::clone(&self.judge);
        let mut taking = Taking::default();
        judge.workbook(name, workbook, NonZeroUsize::MIN, &mut |step| self.take(step, &mut taking, sink));
        taking.input
    }

    /// Audits files, each under a name, several at once, or the few that there are with several threads. Events come in the order of the files and their rows, whatever
    /// the number of threads; `progress` is told how many files are done after each.
    pub fn files(
        &mut self,
        files: &[(String, PathBuf)],
        threads: NonZeroUsize,
        progress: &mut dyn FnMut(usize),
        sink: &mut dyn FnMut(Event),
    ) -> Vec<Input> {
        let judge = Arc::clone(&self.judge);
        let mut inputs = Vec::with_capacity(files.len());
        // Few files leave threads over; then each file is read, searched for records and judged by several.
        let each = NonZeroUsize::new(threads.get() / files.len().max(1)).unwrap_or(NonZeroUsize::MIN);
        in_order(files, threads, &|(name, path), out| judge.file(name, path, each, out), &mut |steps| {
            let mut taking = Taking::default();
            steps.for_each(|step| self.take(step, &mut taking, sink));
            inputs.push(taking.input);
            progress(inputs.len());
        });
        inputs
    }

    /// What can only be said once everything is read.
    pub fn finish(&mut self, sink: &mut dyn FnMut(Event)) {
        let uses = self.waivers.uses(&self.judge.editions, self.judge.setup.as_of);
        for exception in self.waivers.exceptions(&uses).into_iter().chain(self.answers.exceptions()) {
            sink(Event::Exception(Box::new(exception)));
        }
        if let Some(error) = self.identities.failed().or(self.checks.failed()) {
            sink(Event::Exception(Box::new(not_compared(error))));
        }
    }

    /// Takes the next step of a file.
    fn take(&mut self, step: Step, taking: &mut Taking, sink: &mut dyn FnMut(Event)) {
        match step {
            Step::Begin(input) => taking.input = *input,
            Step::Record(judged) => self.record(*judged, &mut taking.ledger, sink),
            Step::Problem(exception) => sink(Event::Exception(exception)),
            Step::Sheet(mut sheet) => {
                let judged = std::mem::take(&mut taking.ledger);
                sheet.ledger = Ledger {
                    hit: judged.hit,
                    review: judged.review,
                    exempt: judged.exempt,
                    waived: judged.waived,
                    clear: judged.clear,
                    ..sheet.ledger
                };
                self.ledger += sheet.ledger;
                taking.input.sheets.push(*sheet);
            }
            Step::Error(error) => {
                taking.input.error.get_or_insert(error);
            }
            Step::Note(note) => {
                if let Some(sheet) = taking.input.sheets.first_mut() {
                    sheet.notes.push(note);
                }
            }
        }
    }

    fn record(&mut self, judged: Judged, ledger: &mut Ledger, sink: &mut dyn FnMut(Event)) {
        let (judged, mut audited) = self.answered(judged);
        let Judged { record, sector, .. } = judged;
        self.waivers.apply(&mut audited, self.judge.setup.as_of);
        self.count(&audited, sector.as_deref(), ledger);
        let setup = &self.judge.setup;
        let mut exceptions = compliance::exceptions(&audited, setup.as_of);
        exceptions.extend(process::check_record(&audited, &setup.plan, setup.as_of));
        if let Some(within) = setup.within {
            exceptions.extend(due::soon(&audited, &setup.plan, setup.as_of, within));
        }
        self.checks.record(&record, &audited, sector.as_deref(), &mut |exception| exceptions.push(exception));
        sink(Event::Record(Box::new(audited)));
        exceptions.into_iter().for_each(|exception| sink(Event::Exception(Box::new(exception))));
    }

    /// A record with its id, and with what was answered about it, judged again if that changes what it says. The id is that
    /// of the record as surveyed.
    fn answered(&mut self, mut judged: Judged) -> (Judged, AuditedRecord) {
        let id = self.identities.id(&judged.record);
        let mut audited = audited(id, &mut judged);
        let about = self.answers.about(&audited);
        if about.is_empty() {
            return (judged, audited);
        }
        let asked = self.questions(&judged.record, &audited);
        if let Some(taken) = self.answers.apply(&about, &audited.id, &judged.record, &audited.items, &asked) {
            judged = self.judge.judged(taken.record.clone(), &taken.described, &taken.columns);
            audited = self::audited(audited.id, &mut judged);
            let still = self.questions(&judged.record, &audited);
            self.answers.show(&taken, &mut audited, &still);
        }
        (judged, audited)
    }

    /// The questions that a record leaves open by itself.
    fn questions(&self, record: &Record, audited: &AuditedRecord) -> Vec<Question> {
        let setup = &self.judge.setup;
        let mut exceptions = process::check_record(audited, &setup.plan, setup.as_of);
        checks::alone(record, audited, &mut |exception| exceptions.push(exception));
        questions::of_record(audited, exceptions.iter(), &setup.library.vocabulary)
    }

    fn count(&mut self, record: &AuditedRecord, sector: Option<&str>, ledger: &mut Ledger) {
        let verdict = record.verdict;
        *match verdict {
            _ if record.waived_by.is_some() => &mut ledger.waived,
            Verdict::Eliminate | Verdict::Prohibit | Verdict::Restrict => &mut ledger.hit,
            Verdict::Review => &mut ledger.review,
            Verdict::Exempt => &mut ledger.exempt,
            Verdict::Clear => &mut ledger.clear,
        } += 1;
        let prefecture = match record.fields.get(&Field::Prefecture) {
            None => "（未写州市）",
            Some(Value::Text(text)) => text,
            Some(value) => &value.to_text(),
        };
        *self.totals.verdict.entry(verdict).or_default() += 1;
        add(&mut self.totals.sector, sector.unwrap_or("（未写行业）"), verdict);
        add(&mut self.totals.prefecture, prefecture, verdict);
    }
}

/// Counts a verdict under a name; the name is copied when it is new.
fn add(counts: &mut BTreeMap<String, BTreeMap<Verdict, u64>>, name: &str, verdict: Verdict) {
    if !counts.contains_key(name) {
        counts.insert(name.to_owned(), BTreeMap::new());
    }
    if let Some(counts) = counts.get_mut(name) {
        *counts.entry(verdict).or_default() += 1;
    }
}

/// A judged record under its id.
fn audited(id: String, judged: &mut Judged) -> AuditedRecord {
    AuditedRecord {
        id,
        source: judged.record.source.clone(),
        fields: judged.record.shown(),
        extra: judged.record.extra_by_header(),
        verdict: judged.judgement.verdict,
        waived_by: None,
        items: std::mem::take(&mut judged.judgement.items),
        answers: Vec::new(),
        first_seen: None,
    }
}

/// A temporary file could not be read back, in which lie the hashes of the records of a very large survey.
fn not_compared(error: &std::io::Error) -> Exception {
    Exception {
        id: "temporary-file".into(),
        code: "temporary-file".into(),
        kind: Kind::Data,
        severity: Severity::Error,
        source: Place::default(),
        record: None,
        message: format!("临时文件读不回来（{error}）：重复填报可能没有查全，相同设备的编号可能重复"),
        suggestion: "检查临时文件夹所在的磁盘，重新运行".into(),
        basis: String::new(),
    }
}

/// What is being put together of a file.
#[derive(Default)]
struct Taking {
    input: Input,
    /// Verdicts of the sheet under way.
    ledger: Ledger,
}
