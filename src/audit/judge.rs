//! The part of an audit that needs nothing but the file at hand: reading and judging. Any number of files can be judged at
//! once; [`super::Auditor`] takes the steps in order and does what must know of what came before.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::auditor::Setup;
use super::describe::describe;
use super::document::{Input, SheetUse, TableUse};
use super::exception::{Exception, Kind, Place, Severity};
use super::ledger::Ledger;
use super::selection::{UnknownCatalog, select};
use crate::catalog::Edition;
use crate::matching::{Judgement, MatchOptions, Matcher, Part, Role};
use crate::survey::{ProblemSeverity, Record, SheetReading, SheetSummary};
use crate::workbook::{CellProblem, SheetFacts, Visibility, Workbook};

/// What reads and judges.
pub(super) struct Judge {
    pub(super) setup: Setup,
    pub(super) editions: Vec<Arc<Edition>>,
    matcher: Matcher,
}

/// A record with its judgement.
pub(super) struct Judged {
    pub(super) record: Record,
    pub(super) judgement: Judgement,
    /// Its sector by the plan's name.
    pub(super) sector: Option<String>,
}

/// A step of reading and judging a file, in the order of the file.
pub(super) enum Step {
    /// The file, without its sheets.
    Begin(Box<Input>),
    /// A record of the sheet under way.
    Record(Box<Judged>),
    /// A problem of the sheet under way.
    Problem(Box<Exception>),
    /// The sheet under way has ended; its ledger holds rows, not yet verdicts.
    Sheet(Box<SheetUse>),
    /// Something of the file could not be read.
    Error(String),
    /// A remark on the file.
    Note(String),
}

impl Judge {
    pub(super) fn new(setup: Setup) -> Result<Self, UnknownCatalog> {
        let editions = select(&setup.library, &setup.plan, &setup.only, setup.as_of)?;
        let mut options = MatchOptions {
            confirmed_only: setup.confirmed_only,
            explain: setup.explain,
            trace: setup.trace,
            ..MatchOptions::default()
        };
        if !setup.actions.is_empty() {
            options.actions = setup.actions.clone();
        }
        let matcher = Matcher::new(Arc::clone(&setup.library.vocabulary), editions.clone(), options);
        Ok(Self { setup, editions, matcher })
    }

    /// Reads and judges a file.
    pub(super) fn file(&self, name: &str, path: &Path, out: &mut dyn FnMut(Step)) {
        match Workbook::open(path, &self.setup.limits) {
            Ok(workbook) => self.workbook(name, workbook, out),
            Err(error) => out(Step::Begin(Box::new(Input {
                file: name.to_owned(),
                error: Some(error.to_string()),
                ..Input::default()
            }))),
        }
    }

    /// Reads and judges an opened workbook.
    pub(super) fn workbook(&self, name: &str, mut workbook: Workbook, out: &mut dyn FnMut(Step)) {
        let file: Arc<str> = Arc::from(name);
        let sha256 = workbook.sha256().to_owned();
        out(Step::Begin(Box::new(Input { file: name.to_owned(), sha256, ..Input::default() })));
        for index in 0..workbook.sheets().len() {
            let Some(facts) = workbook.sheets().get(index).cloned() else { continue };
            let mut reading = SheetReading::new(&self.setup.reader, Arc::clone(&file), &facts);
            let read = workbook.read_sheet(index, &mut |row| {
                reading.push(row, &mut |record| out(self.record(record)));
                ControlFlow::Continue(())
            });
            let summary = reading.finish(&mut |record| out(self.record(record)));
            let mut notes = summary.notes.clone();
            match read {
                Ok(end) => {
                    for problem in end.problems {
                        out(Step::Problem(Box::new(cell_problem(name, &facts.name, &problem))));
                    }
                }
                Err(error) => {
                    notes.push(error.to_string());
                    out(Step::Error(error.to_string()));
                }
            }
            for problem in &summary.problems {
                out(Step::Problem(Box::new(sheet_problem(name, &facts.name, problem))));
            }
            out(Step::Sheet(Box::new(sheet_use(&facts, &summary, notes))));
        }
        for note in workbook.notes() {
            out(Step::Note(note.clone()));
        }
    }

    fn record(&self, record: Record) -> Step {
        let (judgement, sector) = self.judge(&record, &[]);
        Step::Record(Box::new(Judged { record, judgement, sector }))
    }

    /// Judges a record again by the words of `described` and further columns, each a header and a text.
    pub(super) fn judged(&self, record: Record, described: &Record, columns: &[(String, String)]) -> Judged {
        let (judgement, sector) = self.judge(described, columns);
        Judged { record, judgement, sector }
    }

    fn judge(&self, record: &Record, columns: &[(String, String)]) -> (Judgement, Option<String>) {
        let mut description = describe(record);
        description.parts.extend(columns.iter().map(|(header, text)| Part {
            role: Role::Parameter,
            text,
            header,
            unit: None,
            field: "answer",
        }));
        let sector = self.matcher.sector_name(description.sector, &self.setup.plan.sectors);
        (self.matcher.judge(&description), sector)
    }
}

fn sheet_use(facts: &SheetFacts, summary: &SheetSummary, notes: Vec<String>) -> SheetUse {
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
            ..Ledger::default()
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
