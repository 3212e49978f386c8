//! Where entries and their parts stand in the files: kept beside the editions, for messages of the linter.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::yaml::Position;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was named.
    pub file: Arc<str>,
    /// Where in it.
    pub at: Position,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.at.line, self.at.column)
    }
}

/// What an example says the outcome must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExampleKind {
    /// A hit.
    Hit,
    /// No finding.
    Clear,
    /// A review.
    Review,
    /// An exemption.
    Exempt,
}

impl ExampleKind {
    /// Every kind, in the order of the files.
    pub const ALL: [Self; 4] = [Self::Hit, Self::Clear, Self::Review, Self::Exempt];

    /// The key in YAML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Clear => "clear",
            Self::Review => "review",
            Self::Exempt => "exempt",
        }
    }
}

/// The places of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPlaces {
    /// Its key.
    pub key: Place,
    /// Each of its rules; those that were taken over from an earlier edition stand there.
    pub rules: Vec<Place>,
    /// Each of its examples by kind, in the order of [`super::Examples`].
    pub examples: BTreeMap<ExampleKind, Vec<Place>>,
}

/// Places by edition and key.
pub type Places = BTreeMap<(String, String), EntryPlaces>;
