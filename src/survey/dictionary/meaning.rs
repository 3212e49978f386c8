//! What a column means.

use serde::{Deserialize, Serialize};

use crate::survey::Field;
use crate::yaml::{Position, Problems};

/// What a column means. In the compiled dictionary it has the name that `columns.yaml` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Meaning {
    /// A field.
    Field(Field),
    /// A running number.
    Serial,
    /// The unit of the column beside it.
    Unit,
    /// Prefecture and county in one cell, or one of them.
    Place,
    /// A column known to belong to surveys, without a field.
    Other,
}

impl Meaning {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "serial" => Self::Serial,
            "unit" => Self::Unit,
            "place" => Self::Place,
            "other" => Self::Other,
            _ => Self::Field(*Field::ALL.iter().find(|field| field.name() == name)?),
        })
    }

    /// The name in `columns.yaml`.
    fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            Self::Serial => "serial",
            Self::Unit => "unit",
            Self::Place => "place",
            Self::Other => "other",
        }
    }

    /// The name towards people.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Field(field) => field.chinese(),
            Self::Serial => "序号",
            Self::Unit => "计量单位",
            Self::Place => "州市和县市区",
            Self::Other => "其他栏目",
        }
    }
}

impl From<Meaning> for &'static str {
    fn from(meaning: Meaning) -> Self {
        meaning.name()
    }
}

impl TryFrom<String> for Meaning {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::parse(&name).ok_or(name)
    }
}

/// A meaning by its name in `columns.yaml`; what is no name is a problem.
pub fn meaning(name: &str, position: Position, problems: &mut Problems) -> Option<Meaning> {
    let meaning = Meaning::parse(name);
    if meaning.is_none() {
        let known: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        problems.add(position, format!("没有字段 {name}；可用：{}、serial、unit、place、other", known.join("、")));
    }
    meaning
}
