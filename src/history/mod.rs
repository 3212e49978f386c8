//! Results over time: which plant and equipment is which, what became of it, and the ledger that remembers.

mod diff;
mod pairing;
pub mod returned;
mod subject;

pub use diff::{Change, DIFF_SCHEMA, Diff, Difference, Side, State, carry_first_seen, diff};
pub use pairing::{groups, pair};
pub use subject::Subject;

#[cfg(test)]
mod tests;
