//! Catalogues as data: the vocabulary, the entries of each edition, the conditions of their rules.
//!
//! The YAML that analysts edit is described in `catalogs/README.md`. This room reads it, reports every problem with its
//! position, and hands out the valid forms below. It knows nothing of workbooks or surveys.

mod assemble;
mod check;
mod check_edition;
mod check_entry;
mod check_labels;
mod check_look_alikes;
mod check_vocabulary;
mod compiled;
pub mod condition;
mod diff;
mod edition;
mod late;
mod library;
mod lint;
mod place;
mod satisfiable;
mod schema;
mod sources;
mod view;
mod vocabulary;
mod written;

pub use compiled::{compiled, compiled_columns};
pub use condition::{Comparison, Condition};
pub use diff::{Change, Changed, EditionDiff, Field, OneSided};
pub use edition::{
    Action, Coverage, Deadline, Edition, Entry, Evidence, EvidenceLevel, Example, Examples, Exemption, Rule,
    RuleOutcome,
};
pub use late::Late;
pub use library::Library;
pub use lint::{UNWRITTEN, lint};
pub use place::{EntryPlaces, ExampleKind, Place, Places};
pub use schema::{FileKind, schema};
pub use view::{EditionSummary, EditionView, EntryView, RuleView};
pub use vocabulary::{
    Attribute, AttributeId, AttributeValue, Implied, ImpliedShape, Inference, ModelCode, Parameter, ParameterId,
    Saying, Scope, Sector, SectorId, Term, TermId, TermKind, ValueId, Vocabulary,
};
