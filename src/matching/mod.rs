//! A description in words → what it names, what is known of it, and what the catalogues say.

mod description;
mod finding;

pub use description::{Description, Part, Role};
pub use finding::{Fact, Finding, Item, Judgement, NearMiss, Outcome, Presence, Verdict};
