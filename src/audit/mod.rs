//! Records judged, exceptions, the row ledger.
//!
//! The [`Document`] is the one value that every report prints and every later month compares with; its JSON form is
//! `capex.audit/1` of the contract.

mod citation;
mod document;
mod exception;
mod ledger;
pub mod process;

pub use citation::{CitedEntry, cited_entries};
pub use document::{
    AuditedRecord, CatalogUse, Document, Input, PlanUse, SCHEMA, Scope, SheetUse, TableUse, Tool, Totals, WaiverUse,
};
pub use exception::{Exception, Kind, Place, Severity};
pub use ledger::Ledger;
