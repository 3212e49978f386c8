//! Records judged, exceptions, the row ledger.
//!
//! The [`Document`] is the one value that every report prints and every later month compares with; its JSON form is
//! `capex.audit/1` of the contract.

mod answers;
mod auditor;
mod checks;
mod citation;
mod compliance;
mod coverage;
mod describe;
mod document;
mod due;
mod exception;
mod form;
mod identity;
mod impact;
mod in_order;
mod inputs;
mod judge;
mod ledger;
mod overlap;
pub mod process;
mod questions;
mod run;
mod seen;
mod selection;
mod split;
mod waivers;

pub use answers::{Answers, headings as answer_headings};
pub use auditor::{Auditor, Event, Setup};
pub use checks::STATUS_WORDS;
pub use citation::{Citations, CitedEntry};
pub use coverage::{CatalogCoverage, Coverage, EntryCoverage, coverage};
pub use document::{
    AnswerUse, AuditedRecord, CatalogUse, Document, Input, PlanUse, SCHEMA, Scope, SheetUse, TableUse, Tool, Totals,
    WaiverUse,
};
pub use due::DUE_SOON;
pub use exception::{Exception, Kind, Place, Severity};
pub use impact::{Impact, ImpactReport, Reason};
pub use inputs::{Files, is_workbook, list as list_files, list_surveys};
pub use ledger::Ledger;
pub use questions::{Asked, Inquiry, Question};
pub use run::{run, run_named, sort_gravest_first, stream};
pub use selection::{UnknownCatalog, select};
pub use waivers::{Decision, Waivers, headings as waiver_headings};
