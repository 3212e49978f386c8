//! The conditions of rules: their tree, and the language in which analysts write them.
//!
//! ```text
//! 条件 := 与 { 或 与 }      与 := 项 { 且 项 }      项 := 非 项 | ( 条件 ) | 述及(词) | 述及(属性 = 值) | 名 比较 值
//! ```

mod parse;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::vocabulary::{AttributeId, ParameterId, SectorId, TermId, ValueId};
use crate::quantity::Unit;

/// How a parameter is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparison {
    /// 小于, bare 以下.
    Less,
    /// 及以下, 不大于.
    AtMost,
    /// 大于, bare 以上.
    Greater,
    /// 及以上, 不小于.
    AtLeast,
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
}

impl Comparison {
    /// The sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Greater => ">",
            Self::AtLeast => "≥",
            Self::Equal => "=",
            Self::NotEqual => "≠",
        }
    }
}

/// A condition over the facts of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Every part.
    All(Vec<Condition>),
    /// Any part.
    Any(Vec<Condition>),
    /// Not so.
    Not(Box<Condition>),
    /// A parameter against a limit.
    Compare {
        /// The parameter.
        parameter: ParameterId,
        /// How.
        comparison: Comparison,
        /// The limit in the unit below.
        limit: Decimal,
        /// The unit as written.
        #[serde(with = "super::compiled::unit")]
        unit: Unit,
    },
    /// An attribute against a value; unknown where nothing states it.
    Attribute {
        /// The attribute.
        attribute: AttributeId,
        /// The value.
        value: ValueId,
        /// Whether it must be the value, or must not.
        equal: bool,
    },
    /// The sector.
    Sector {
        /// The sector, wider ones included.
        sector: SectorId,
        /// Whether it must be the sector, or must not.
        equal: bool,
    },
    /// 述及: true where the description names the term, false where it does not.
    Names(TermId),
    /// 述及: true where the description states the value, false where it does not.
    States(AttributeId, ValueId),
    /// 述及: true where a number is known and meets the comparison, false where it does not or nothing is known of it.
    Known(Box<Condition>),
}

/// Why a condition cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionError {
    /// Where, in characters from the start of the condition, 0-based.
    pub at: usize,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do about it; empty where only the form of the condition is wrong.
    pub hint: String,
}

impl fmt::Display for ConditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "条件第{}字：{}", self.at + 1, self.message)
    }
}

impl std::error::Error for ConditionError {}
