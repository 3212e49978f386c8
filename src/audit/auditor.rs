//! The audit itself: file by file, record by record, nothing held back that the caller does not want to keep.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use super::checks::Checks;
use super::compliance;
use super::describe::describe;
use super::document::{AuditedRecord, Document, Input, PlanUse, SCHEMA, Scope, SheetUse, TableUse, Tool, Totals};
use super::exception::{Exception, Kind, Place, Severity};
use super::identity::Identities;
use super::ledger::Ledger;
use super::process;
use super::selection::{UnknownCatalog, catalog_use, select};
use crate::catalog::{Action, Edition, Library};
use crate::matching::{MatchOptions, Matcher, Verdict};
use crate::plan::Plan;
use crate::survey::{Field, ProblemSeverity, Reader, Record, SheetReading, SheetSummary, Value};
use crate::workbook::{CellProblem, Limits, SheetFacts, Visibility, Workbook};

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
    /// Near misses are kept.
    pub explain: bool,
    /// How sheets are read.
    pub reader: Reader,
    /// Caps of reading.
    pub limits: Limits,
}

/// What an audit hands over as it goes.
pub enum Event {
    /// A record with its verdict.
    Record(Box<AuditedRecord>),
    /// Something to act on. Those of a record come right after it.
    Exception(Exception),
}

/// An audit under way.
pub struct Auditor {
    setup: Setup,
    editions: Vec<Arc<Edition>>,
    matcher: Matcher,
    identities: Identities,
    checks: Checks,
    ledger: Ledger,
    totals: Totals,
}

impl Auditor {
    /// Prepares an audit.
    ///
    /// # Errors
    /// A catalogue that is named and does not exist.
    pub fn new(setup: Setup) -> Result<Self, UnknownCatalog> {
        let editions = select(&setup.library, &setup.plan, &setup.only, setup.as_of)?;
        let mut options =
            MatchOptions { confirmed_only: setup.confirmed_only, explain: setup.explain, ..MatchOptions::default() };
        if !setup.actions.is_empty() {
            options.actions = setup.actions.clone();
        }
        let matcher = Matcher::new(Arc::clone(&setup.library.vocabulary), editions.clone(), options);
        let checks = Checks::new(&setup.plan, setup.as_of);
        Ok(Self {
            setup,
            editions,
            matcher,
            identities: Identities::default(),
            checks,
            ledger: Ledger::default(),
            totals: Totals::default(),
        })
    }

    /// The document as it stands: everything but records and exceptions, which the caller keeps or prints.
    #[must_use]
    pub fn document(&self, inputs: Vec<Input>) -> Document {
        let setup = &self.setup;
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
            },
            catalogs: self
                .editions
                .iter()
                .map(|edition| catalog_use(edition, &setup.library, &setup.plan, setup.as_of))
                .collect(),
            inputs,
            ledger: self.ledger,
            records: Vec::new(),
            exceptions: Vec::new(),
            cited: Vec::new(),
            waivers: Vec::new(),
            totals: self.totals.clone(),
        }
    }

    /// The editions in use.
    #[must_use]
    pub fn editions(&self) -> &[Arc<Edition>] {
        &self.editions
    }

    /// Audits a file. What can be read of it is audited, whatever cannot is said in the result.
    pub fn file(&mut self, path: &Path, sink: &mut dyn FnMut(Event)) -> Input {
        let name = path.to_string_lossy().into_owned();
        match Workbook::open(path, &self.setup.limits) {
            Ok(workbook) => self.workbook(&name, workbook, sink),
            Err(error) => {
                Input { file: name, sha256: String::new(), sheets: Vec::new(), error: Some(error.to_string()) }
            }
        }
    }

    /// Audits an opened workbook under a name.
    pub fn workbook(&mut self, name: &str, mut workbook: Workbook, sink: &mut dyn FnMut(Event)) -> Input {
        let file: Arc<str> = Arc::from(name);
        let mut input =
            Input { file: name.to_owned(), sha256: workbook.sha256().to_owned(), sheets: Vec::new(), error: None };
        for index in 0..workbook.sheets().len() {
            let Some(facts) = workbook.sheets().get(index).cloned() else { continue };
            let mut reading = SheetReading::new(&self.setup.reader, Arc::clone(&file), &facts);
            let mut ledger = Ledger::default();
            let mut pending: Vec<Record> = Vec::new();
            let read = workbook.read_sheet(index, &mut |row| {
                reading.push(row, &mut |record| pending.push(record));
                for record in pending.drain(..) {
                    self.record(&record, &mut ledger, sink);
                }
                ControlFlow::Continue(())
            });
            let summary = reading.finish(&mut |record| pending.push(record));
            for record in pending.drain(..) {
                self.record(&record, &mut ledger, sink);
            }
            let mut notes = summary.notes.clone();
            match read {
                Ok(end) => {
                    for problem in end.problems {
                        sink(Event::Exception(cell_problem(name, &facts.name, &problem)));
                    }
                }
                Err(error) => {
                    notes.push(error.to_string());
                    input.error.get_or_insert_with(|| error.to_string());
                }
            }
            for problem in &summary.problems {
                sink(Event::Exception(sheet_problem(name, &facts.name, problem)));
            }
            input.sheets.push(sheet_use(&facts, &summary, ledger, notes));
            self.ledger += input.sheets.last().map(|sheet| sheet.ledger).unwrap_or_default();
        }
        for note in workbook.notes() {
            if let Some(sheet) = input.sheets.first_mut() {
                sheet.notes.push(note.clone());
            }
        }
        input
    }

    /// What can only be said once everything is read.
    pub fn finish(&mut self, sink: &mut dyn FnMut(Event)) {
        self.checks.finish(&mut |exception| sink(Event::Exception(exception)));
    }

    fn record(&mut self, record: &Record, ledger: &mut Ledger, sink: &mut dyn FnMut(Event)) {
        let description = describe(record);
        let judgement = self.matcher.judge(&description);
        let sector = self.matcher.sector_name(description.sector, &self.setup.plan.sectors);
        let audited = AuditedRecord {
            id: self.identities.id(record),
            source: record.source.clone(),
            fields: record.shown(),
            extra: record.extra_by_header(),
            verdict: judgement.verdict,
            waived_by: None,
            items: judgement.items,
            first_seen: None,
        };
        self.count(&audited, sector, ledger);
        let mut exceptions = compliance::exceptions(&audited, self.setup.as_of);
        exceptions.extend(process::check_record(&audited, &self.setup.plan, self.setup.as_of));
        self.checks.record(record, &audited, &mut |exception| exceptions.push(exception));
        sink(Event::Record(Box::new(audited)));
        exceptions.into_iter().for_each(|exception| sink(Event::Exception(exception)));
    }

    fn count(&mut self, record: &AuditedRecord, sector: Option<String>, ledger: &mut Ledger) {
        let verdict = record.verdict;
        *match verdict {
            Verdict::Eliminate | Verdict::Prohibit | Verdict::Restrict => &mut ledger.hit,
            Verdict::Review => &mut ledger.review,
            Verdict::Exempt => &mut ledger.exempt,
            Verdict::Clear => &mut ledger.clear,
        } += 1;
        let prefecture =
            record.fields.get(&Field::Prefecture).map_or_else(|| "（未写州市）".to_owned(), Value::to_text);
        let sector = sector.unwrap_or_else(|| "（未写行业）".to_owned());
        *self.totals.verdict.entry(verdict).or_default() += 1;
        *self.totals.sector.entry(sector).or_default().entry(verdict).or_default() += 1;
        *self.totals.prefecture.entry(prefecture).or_default().entry(verdict).or_default() += 1;
    }
}

fn sheet_use(facts: &SheetFacts, summary: &SheetSummary, records: Ledger, notes: Vec<String>) -> SheetUse {
    let rows = &summary.rows;
    SheetUse {
        name: facts.name.clone(),
        state: match facts.visibility {
            Visibility::Visible => "visible",
            Visibility::Hidden => "hidden",
            Visibility::VeryHidden => "very-hidden",
        }
        .to_owned(),
        tables: summary
            .tables
            .iter()
            .map(|table| TableUse {
                header_rows: table.header_rows.iter().flat_map(|&(first, last)| first + 1..=last + 1).collect(),
                columns: table
                    .columns
                    .iter()
                    .map(|column| {
                        let field = column.field.map_or_else(String::new, |field| field.name().to_owned());
                        (column.letters(), column.header.clone(), field)
                    })
                    .collect(),
                records: table.records,
            })
            .collect(),
        ledger: Ledger {
            rows: rows.rows,
            header: rows.header,
            blank: rows.blank,
            subtotal: rows.subtotal,
            note: rows.note,
            records: rows.records,
            not_understood: rows.not_understood,
            ..records
        },
        notes,
    }
}

fn cell_problem(file: &str, sheet: &str, problem: &CellProblem) -> Exception {
    let cell = problem.cell.map(|cell| cell.to_string());
    Exception {
        id: format!("{}:{file}:{sheet}:{}", problem.code, cell.as_deref().unwrap_or_default()),
        code: problem.code.into(),
        kind: Kind::Data,
        severity: Severity::Warning,
        source: Place { file: file.into(), sheet: sheet.into(), row: problem.cell.map(|cell| cell.row + 1), cell },
        record: None,
        message: problem.message.clone(),
        suggestion: "在原表中改正后重报".into(),
        basis: String::new(),
    }
}

fn sheet_problem(file: &str, sheet: &str, problem: &crate::survey::Problem) -> Exception {
    let cell = problem.cell.map(|cell| cell.to_string());
    let row = problem.row.or(problem.cell.map(|cell| cell.row)).map(|row| row + 1);
    let place = cell.clone().or_else(|| row.map(|row| row.to_string())).unwrap_or_default();
    Exception {
        id: format!("{}:{file}:{sheet}:{place}", problem.code),
        code: problem.code.into(),
        kind: Kind::Data,
        severity: match problem.severity {
            ProblemSeverity::Info => Severity::Info,
            ProblemSeverity::Warning => Severity::Warning,
            ProblemSeverity::Error => Severity::Error,
        },
        source: Place { file: file.into(), sheet: sheet.into(), row, cell },
        record: None,
        message: problem.message.clone(),
        suggestion: problem.suggestion.clone(),
        basis: String::new(),
    }
}
