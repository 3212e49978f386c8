//! Results over time: which plant and equipment is which, what became of it, and the ledger that remembers.

mod diff;
mod month;
mod pairing;
pub mod returned;
pub mod roster;
pub mod store;
mod subject;

pub use diff::{Change, DIFF_SCHEMA, Diff, Difference, Side, State, carry_first_seen, compare, diff};
pub use month::Month;
pub use pairing::{groups, pair};
pub use store::Store;
pub use subject::Subject;

#[cfg(test)]
pub(crate) mod tests;
