//! What a description was found to be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::trace::Trace;
use crate::catalog::Action;

/// The verdict of an item or a row, gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing found.
    Clear,
    /// An exception is proved.
    Exempt,
    /// 限制: informs only.
    Restrict,
    /// Something is missing that would decide.
    Review,
    /// 禁止.
    Prohibit,
    /// 淘汰.
    Eliminate,
}

impl Verdict {
    /// Every verdict, gravest first.
    pub const GRAVEST_FIRST: [Self; 6] =
        [Self::Eliminate, Self::Prohibit, Self::Review, Self::Restrict, Self::Exempt, Self::Clear];

    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Exempt => "exempt",
            Self::Restrict => "restrict",
            Self::Review => "review",
            Self::Prohibit => "prohibit",
            Self::Eliminate => "eliminate",
        }
    }

    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Clear => "未发现",
            Self::Exempt => "除外",
            Self::Restrict => "限制",
            Self::Review => "待核实",
            Self::Prohibit => "禁止",
            Self::Eliminate => "淘汰",
        }
    }
}

/// What an entry says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// An exception is proved.
    Exempt,
    /// Something is missing.
    Review,
    /// The entry applies.
    Hit,
}

/// Whether the equipment is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Running, or nothing said.
    #[default]
    InPlace,
    /// 停产、闲置、备用: still there.
    Idle,
    /// 拟建、在建.
    Planned,
    /// 已关停 or 关闭, not said to be dismantled.
    Closed,
    /// 已拆除: for acceptance, not for enforcement.
    Dismantled,
}

/// A number or a property read from the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// The parameter or attribute.
    pub parameter: String,
    /// Exact decimal, bounds such as `<90` or `300–400`, or the attribute's value.
    pub value: String,
    /// The base unit of the parameter; empty for attributes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The words it was read from; for an inference, its reason.
    pub text: String,
    /// The field it was read in, by its canonical name, or `sector`, `model-code`, `inference`, `answer`; empty for `match`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
}

/// What an entry says of an item, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The edition.
    pub catalog: String,
    /// The entry's key.
    pub entry: String,
    /// What the entry orders.
    pub action: Action,
    /// What it says of this item.
    pub outcome: Outcome,
    /// Place in the document.
    pub cite: String,
    /// Why, condition by condition, such as 「有效容积 380 m³ ≤ 400 m³」.
    pub because: Vec<String>,
    /// What a review needs: parameters or questions.
    pub missing: Vec<String>,
    /// What would exempt a hit.
    pub unless: Vec<String>,
    /// The deadline as in the catalogue.
    pub deadline: String,
    /// Evidence level of the entry.
    pub evidence: String,
    /// Remarks: a value exactly on a bare bound, 条文待核对原文, cover by two catalogues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// The waiver that changed its outcome, by its id. The matcher knows no waivers; an audit sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<String>,
}

impl Finding {
    /// The verdict that it alone would give. A restriction that is not certain gives none.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (self.outcome, self.action) {
            (Outcome::Exempt | Outcome::Review, Action::Restrict) => Verdict::Clear,
            (Outcome::Exempt, _) => Verdict::Exempt,
            (Outcome::Review, _) | (Outcome::Hit, Action::Undecided) => Verdict::Review,
            (Outcome::Hit, Action::Eliminate) => Verdict::Eliminate,
            (Outcome::Hit, Action::Prohibit | Action::Hazard) => Verdict::Prohibit,
            (Outcome::Hit, Action::Restrict) => Verdict::Restrict,
        }
    }
}

/// A rule that nearly applied and the condition that stopped it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NearMiss {
    /// The edition.
    pub catalog: String,
    /// The entry's key.
    pub entry: String,
    /// The condition that is false, such as 「有效容积 450 m³，不满足 ≤ 400 m³」.
    pub stopped_by: String,
}

/// One thing that a description names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Its words.
    pub text: String,
    /// The narrowest term known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment: Option<String>,
    /// How many, where a whole number is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// Whether it is still there.
    #[serde(default, skip_serializing_if = "is_in_place")]
    pub presence: Presence,
    /// Its verdict.
    pub verdict: Verdict,
    /// Facts used or usable.
    pub facts: Vec<Fact>,
    /// What the entries say.
    pub findings: Vec<Finding>,
    /// Rules that nearly applied. Filled on `--explain` and in saved results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near_misses: Vec<NearMiss>,
    /// Remarks on reading: assumptions, values not used (总炉容), contradictions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// How it was read and judged. Only on `--explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde's skip_serializing_if calls for")]
fn is_in_place(presence: &Presence) -> bool {
    *presence == Presence::InPlace
}

/// What a description was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    /// The gravest verdict of its items.
    pub verdict: Verdict,
    /// What it names.
    pub items: Vec<Item>,
}
