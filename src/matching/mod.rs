//! A description in words → what it names, what is known of it, and what the catalogues say.
//!
//! The way of a phrase: it is folded ([`crate::text`]), cut into tokens (lexicon and numbers), marked (exceptions, negations,
//! past and future), cut into items, and each item's facts are gathered from all columns; then the vocabulary's inferences are
//! applied and the rules of the editions tried in three-valued logic.

mod asking;
mod attendants;
mod brackets;
mod clause;
mod control;
mod cover;
mod description;
mod doubt;
mod examples;
mod explain;
mod finding;
mod gaps;
mod gather;
mod given_units;
mod infer;
mod lacking;
mod lexicon;
mod logic;
mod marks;
mod matcher;
mod memory;
mod model;
mod reading;
#[cfg(test)]
mod reference;
mod sayings;
mod segment;
mod thing;
mod token;
mod trace;

pub use asking::{asked, demanded, is_question};
pub use description::{Description, Part, Role};
pub use examples::failing_examples;
pub use finding::{Fact, Finding, Item, Judgement, NearMiss, Outcome, Presence, Verdict};
pub use matcher::{MatchOptions, Matcher};
pub use memory::Memory;
pub use trace::{ConditionTrace, Piece, ReadText, RuleTrace, Trace};
