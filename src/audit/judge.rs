//! The part of an audit that needs nothing but the file at hand: reading and judging. Any number of files can be judged at
//! once; [`super::Auditor`] takes the steps in order and does what must know of what came before.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::auditor::Setup;
use super::describe::describe;
use super::document::{Input, SheetUse, TableUse};
use super::exception::{Exception, Kind, Place, Severity};
use super::ledger::Ledger;
use super::selection::{UnknownCatalog, select};
use crate::catalog::Edition;
use crate::matching::{Judgement, MatchOptions, Matcher, Memory, Part, Role};
use crate::survey::{ProblemSeverity, Record, SheetReading, SheetSummary};
use crate::workbook::{CellProblem, ReadError, SheetEnd, SheetFacts, Visibility, Workbook};

/// What reads and judges.
pub(super) struct Judge {
    pub(super) setup: Setup,
    pub(super) editions: Vec<Arc<Edition>>,
    options: MatchOptions,
    /// Built when it is first wanted: see [`Judge::matcher`].
    matcher: OnceLock<Matcher>,
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
        Ok(Self { setup, editions, options, matcher: OnceLock::new() })
    }

    /// The matcher. Sorting its words takes about as long as opening a small workbook and finding its header, and is begun
    /// beside that: see [`super::Auditor::new`].
    pub(super) fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| {
            let vocabulary = Arc::clone(&self.setup.library.vocabulary);
            Matcher::new(vocabulary, self.editions.clone(), self.options.clone())
        })
    }

    /// Reads and judges a file with so many threads.
    pub(super) fn file(&self, name: &str, path: &Path, threads: NonZeroUsize, out: &mut dyn FnMut(Step)) {
        match Workbook::open(path, &self.setup.limits) {
            Ok(workbook) => self.workbook(name, workbook, threads, out),
            Err(error) => out(Step::Begin(Box::new(Input {
                file: name.to_owned(),
                error: Some(error.to_string()),
                ..Input::default()
            }))),
        }
    }

    /// Reads and judges an opened workbook with so many threads.
    pub(super) fn workbook(
        &self,
        name: &str,
        mut workbook: Workbook,
        threads: NonZeroUsize,
        out: &mut dyn FnMut(Step),
    ) {
        let file: Arc<str> = Arc::from(name);
        let sha256 = workbook.sha256().to_owned();
        out(Step::Begin(Box::new(Input { file: name.to_owned(), sha256, ..Input::default() })));
        match NonZeroUsize::new(threads.get() - 1) {
            Some(judges) => self.sheets_overlapped(&file, &mut workbook, judges, out),
            None => self.sheets(&file, &mut workbook, out),
        }
        for note in workbook.notes() {
            out(Step::Note(note.clone()));
        }
    }

    fn sheets(&self, file: &Arc<str>, workbook: &mut Workbook, out: &mut dyn FnMut(Step)) {
        let mut memory = Memory::default();
        for index in 0..workbook.sheets().len() {
            let Some(facts) = workbook.sheets().get(index).cloned() else { continue };
            let mut sheet = Sheet::new(self, file, &facts);
            let read = workbook.read_sheet(index, &mut |row| {
                sheet.reading.push(row, &mut |record| out(self.record(record, &mut memory)));
                ControlFlow::Continue(())
            });
            // What ends the sheet comes behind its last records.
            let mut end = Vec::new();
            sheet.finish(read, &mut |record| out(self.record(record, &mut memory)), &mut |step| end.push(step));
            end.into_iter().for_each(&mut *out);
        }
    }

    /// Judges a record.
    pub(super) fn record(&self, record: Record, memory: &mut Memory) -> Step {
        let (judgement, sector) = self.judge(&record, &[], memory);
        Step::Record(Box::new(Judged { record, judgement, sector }))
    }

    /// Judges a record again by the words of `described` and further columns, each a header and a text.
    pub(super) fn judged(&self, record: Record, described: &Record, columns: &[(String, String)]) -> Judged {
        let (judgement, sector) = self.judge(described, columns, &mut Memory::of(0));
        Judged { record, judgement, sector }
    }

    fn judge(&self, record: &Record, columns: &[(String, String)], memory: &mut Memory) -> (Judgement, Option<String>) {
        let mut description = describe(record);
        description.parts.extend(columns.iter().map(|(header, text)| Part {
            role: Role::Parameter,
            text,
            header,
            unit: None,
            field: "answer",
        }));
        let sector = self.matcher().sector_name(description.sector, &self.setup.plan.sectors, memory);
        (self.matcher().judge_with(&description, memory), sector)
    }
}

/// A sheet that is being read.
pub(super) struct Sheet<'a> {
    file: &'a str,
    facts: &'a SheetFacts,
    pub(super) reading: SheetReading,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(judge: &Judge, file: &'a Arc<str>, facts: &'a SheetFacts) -> Self {
        Self { file, facts, reading: SheetReading::new(&judge.setup.reader, Arc::clone(file), facts) }
    }

    /// Ends the sheet: its last records, then what was found wrong with it and what it was.
    pub(super) fn finish(
        self,
        read: Result<SheetEnd, ReadError>,
        records: &mut dyn FnMut(Record),
        out: &mut dyn FnMut(Step),
    ) {
        let Self { file, facts, reading } = self;
        let summary = reading.finish(records);
        let mut notes = summary.notes.clone();
        match read {
            Ok(end) => {
                for problem in end.problems {
                    out(Step::Problem(Box::new(cell_problem(file, &facts.name, &problem))));
                }
            }
            Err(error) => {
                notes.push(error.to_string());
                out(Step::Error(error.to_string()));
            }
        }
        for problem in &summary.problems {
            out(Step::Problem(Box::new(sheet_problem(file, &facts.name, problem))));
        }
        out(Step::Sheet(Box::new(sheet_use(facts, &summary, notes))));
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
