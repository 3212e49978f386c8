//! What a column means.

use crate::survey::Field;
use crate::yaml::{Position, Problems};

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

pub fn meaning(name: &str, position: Position, problems: &mut Problems) -> Option<Meaning> {
    let meaning = Meaning::parse(name);
    if meaning.is_none() {
        let known: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        problems.add(position, format!("没有字段 {name}；可用：{}、serial、unit、place、other", known.join("、")));
    }
    meaning
}
