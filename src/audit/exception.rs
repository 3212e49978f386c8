//! An exception 异常: what a person must act on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::survey::{Field, Source};

/// Which check an exception comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A catalogue applies.
    Compliance,
    /// The survey's data are wrong or incomplete.
    Data,
    /// A step of the plan is missing, late or contradictory.
    Process,
}

/// How grave it is, gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// To know.
    Info,
    /// To look at.
    Warning,
    /// To act on.
    Error,
}

/// Where it is: as precise as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// File, as given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Sheet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Row, 1-based.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Cell, such as `D7`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

impl Place {
    /// The place of a record: the cell of the first of these fields that has one.
    #[must_use]
    pub fn of(source: &Source, fields: &[Field]) -> Self {
        Self {
            file: source.file.to_string(),
            sheet: source.sheet.to_string(),
            row: Some(source.row),
            cell: fields.iter().find_map(|field| source.cells.get(field)).map(ToString::to_string),
        }
    }
}

/// What a person must act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exception {
    /// Stable id, derived from code and subject, not from the row number.
    pub id: String,
    /// Kebab-case code, documented in `docs/exceptions.md`.
    pub code: String,
    /// Which check it comes from.
    pub kind: Kind,
    /// How grave it is.
    pub severity: Severity,
    /// Where it is.
    pub source: Place,
    /// The id of the record it speaks of, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What is the matter, in Chinese.
    pub message: String,
    /// What to do, in Chinese.
    pub suggestion: String,
    /// The rule behind it: the catalogue's citation or the phase of the plan. Empty for data problems.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
}
