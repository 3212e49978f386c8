//! The YAML files as they are written: the shapes of `catalogs/README.md`, nothing checked but their form.

use serde::Deserialize;

use super::edition::{Action, Coverage, Evidence, RuleOutcome};
use super::vocabulary::{ImpliedShape, Scope, TermKind};
use crate::yaml::{List, Located, OneOrMany, Pairs};

type Text = Located<String>;

/// 词表 `vocabulary.yaml`。
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Vocabulary {
    pub(super) sectors: List<Sector>,
    pub(super) parameters: List<Parameter>,
    pub(super) attributes: List<Attribute>,
    pub(super) terms: List<Term>,
    pub(super) inferences: List<Inference>,
    pub(super) implied: List<Implied>,
    pub(super) models: List<Model>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sector {
    pub(super) name: Text,
    pub(super) is: Option<Text>,
    #[serde(default)]
    pub(super) labels: OneOrMany,
}

#[derive(Debug, Deserialize)]
pub(super) struct Parameter {
    pub(super) name: Text,
    pub(super) dimension: Text,
    #[serde(default)]
    pub(super) labels: OneOrMany,
    #[serde(default)]
    pub(super) scope: Scope,
}

#[derive(Debug, Deserialize)]
pub(super) struct Attribute {
    pub(super) name: Text,
    pub(super) question: Option<String>,
    #[serde(default)]
    pub(super) values: List<AttributeValue>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AttributeValue {
    pub(super) name: Text,
    #[serde(default)]
    pub(super) labels: OneOrMany,
    #[serde(default)]
    pub(super) not: OneOrMany,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
pub(super) struct Term {
    pub(super) name: Text,
    pub(super) kind: TermKind,
    #[serde(default)]
    pub(super) is: OneOrMany,
    #[serde(default)]
    pub(super) labels: OneOrMany,
    #[serde(default = "yes")]
    pub(super) bare: bool,
    #[serde(default)]
    pub(super) not: OneOrMany,
    #[serde(default)]
    pub(super) parameters: OneOrMany,
    pub(super) narrow: Option<String>,
    #[serde(default)]
    pub(super) states: Pairs,
}

#[derive(Debug, Deserialize)]
pub(super) struct Inference {
    pub(super) term: Text,
    #[serde(default)]
    pub(super) sectors: OneOrMany,
    #[serde(default)]
    pub(super) except_sectors: OneOrMany,
    #[serde(default)]
    pub(super) when: OneOrMany,
    pub(super) to: Option<Text>,
    #[serde(default)]
    pub(super) states: Pairs,
    pub(super) because: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Implied {
    pub(super) shape: ImpliedShape,
    pub(super) sectors: OneOrMany,
    pub(super) ratio_from: Option<Text>,
    pub(super) ratio_below: Option<Text>,
    pub(super) term: Text,
}

#[derive(Debug, Deserialize)]
pub(super) struct Model {
    pub(super) prefixes: OneOrMany,
    #[serde(default)]
    pub(super) digits: u8,
    pub(super) scale: Text,
    pub(super) unit: Text,
    pub(super) parameter: Text,
    pub(super) term: Option<Text>,
}

/// 目录 `<编号>.yaml`。
#[derive(Debug, Deserialize)]
pub(super) struct Edition {
    pub(super) catalog: Text,
    pub(super) title: Option<String>,
    pub(super) document: Option<String>,
    #[serde(default)]
    pub(super) issuer: String,
    pub(super) issued: Option<Text>,
    pub(super) effective: Option<Text>,
    pub(super) repealed: Option<Text>,
    pub(super) amends: Option<Text>,
    pub(super) replaces: Option<Text>,
    pub(super) like: Option<Text>,
    #[serde(default)]
    pub(super) supplementary: bool,
    pub(super) coverage: Option<Coverage>,
    #[serde(default)]
    pub(super) entries: List<Entry>,
}

/// 修改 `<任意名>.yaml`：对一个目录的更正、增加、停用。
#[derive(Debug, Deserialize)]
pub(super) struct Overlay {
    pub(super) overlay: Text,
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) disable: OneOrMany,
    #[serde(default)]
    pub(super) entries: List<Entry>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Entry {
    pub(super) key: Text,
    pub(super) like: Option<Text>,
    pub(super) cite: Option<Text>,
    pub(super) name: Option<String>,
    pub(super) action: Option<Action>,
    pub(super) sectors: Option<OneOrMany>,
    pub(super) deadline: Option<Text>,
    pub(super) replacement: Option<String>,
    pub(super) evidence: Option<Evidence>,
    pub(super) doubts: Option<OneOrMany>,
    pub(super) note: Option<String>,
    pub(super) rules: Option<List<Rule>>,
    pub(super) untestable: Option<String>,
    pub(super) examples: Option<Examples>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Rule {
    #[serde(default)]
    pub(super) equipment: OneOrMany,
    #[serde(default)]
    pub(super) process: OneOrMany,
    #[serde(default)]
    pub(super) product: OneOrMany,
    #[serde(default)]
    pub(super) when: OneOrMany,
    #[serde(default)]
    pub(super) unless: OneOrMany,
    #[serde(default)]
    pub(super) outcome: RuleOutcome,
    pub(super) ask: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Examples {
    pub(super) hit: OneOrMany,
    pub(super) clear: OneOrMany,
    pub(super) review: OneOrMany,
    pub(super) exempt: OneOrMany,
}
