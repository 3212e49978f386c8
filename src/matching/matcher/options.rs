//! What may be asked of a matcher.

use std::collections::BTreeSet;

use crate::catalog::Action;

/// What may be asked of a matcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchOptions {
    /// Actions that are looked for; others give no findings.
    pub actions: BTreeSet<Action>,
    /// Hits from entries whose wording was seen in no source become reviews.
    pub confirmed_only: bool,
    /// Near misses are kept.
    pub explain: bool,
    /// How each item was read and each rule tried is kept.
    pub trace: bool,
}

impl Default for MatchOptions {
    fn default() -> Self {
        Self {
            actions: BTreeSet::from([
                Action::Eliminate,
                Action::Prohibit,
                Action::Undecided,
                Action::Restrict,
                Action::Hazard,
            ]),
            confirmed_only: false,
            explain: false,
            trace: false,
        }
    }
}
