//! Conditions in writing: what [`Condition::parse`] reads.

use super::{Comparison, Condition};
use crate::catalog::vocabulary::Vocabulary;

impl Comparison {
    /// The sign as written in catalogues.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Equal => "=",
            Self::NotEqual => "!=",
        }
    }
}

/// How closely a condition binds: a part that binds less than its surroundings is put in brackets.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    Any,
    All,
    One,
}

impl Condition {
    /// The condition as catalogues write it. [`Condition::parse`] reads it back to the same tree.
    #[must_use]
    pub fn written(&self, vocabulary: &Vocabulary) -> String {
        self.at(Binding::Any, vocabulary)
    }

    fn at(&self, around: Binding, vocabulary: &Vocabulary) -> String {
        let join = |parts: &[Self], own: Binding, inner: Binding, word: &str| {
            let parts: Vec<String> = parts.iter().map(|part| part.at(inner, vocabulary)).collect();
            let text = parts.join(word);
            if own < around { format!("（{text}）") } else { text }
        };
        let sign = |equal: bool| if equal { "=" } else { "!=" };
        match self {
            Self::Any(parts) => join(parts, Binding::Any, Binding::All, " 或 "),
            Self::All(parts) => join(parts, Binding::All, Binding::One, " 且 "),
            Self::Not(part) => format!("非 {}", part.at(Binding::One, vocabulary)),
            Self::Compare { parameter, comparison, limit, unit } => {
                let name = vocabulary.parameters.get(parameter.index()).map_or("?", |parameter| &parameter.name);
                format!("{name} {} {limit} {}", comparison.written(), unit.symbol).trim_end().to_owned()
            }
            Self::Attribute { attribute, value, equal } => {
                let (name, value) = vocabulary.names_of(*attribute, *value);
                format!("{name} {} {value}", sign(*equal))
            }
            Self::Sector { sector, equal } => {
                let name = vocabulary.sectors.get(sector.index()).map_or("?", |sector| &sector.name);
                format!("行业 {} {name}", sign(*equal))
            }
            Self::Names(term) => {
                format!("述及({})", vocabulary.terms.get(term.index()).map_or("?", |term| &term.name))
            }
            Self::Known(part) => format!("述及({})", part.at(Binding::Any, vocabulary)),
            Self::States(attribute, value) => {
                let (name, value) = vocabulary.names_of(*attribute, *value);
                format!("述及({name} = {value})")
            }
        }
    }
}
