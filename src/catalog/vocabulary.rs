//! The vocabulary: sectors, parameters, attributes, terms, and what may be inferred from them.
//!
//! Everything is addressed by a small index into its table, so that matching compares numbers, not names.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use crate::quantity::{Dimension, Unit};

macro_rules! index {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {
        $(
            #[$doc]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            pub struct $name(pub u16);

            impl $name {
                /// The position in its table.
                #[must_use]
                pub fn index(self) -> usize {
                    usize::from(self.0)
                }
            }
        )+
    };
}

index! {
    /// Index of a [`Sector`].
    SectorId,
    /// Index of a [`Parameter`].
    ParameterId,
    /// Index of an [`Attribute`].
    AttributeId,
    /// Index of a value within its [`Attribute`].
    ValueId,
    /// Index of a [`Term`].
    TermId,
}

/// A sector (行业) as surveys and plans name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sector {
    /// Standard name.
    pub name: String,
    /// The wider sector.
    pub is: Option<SectorId>,
    /// Ways in which sector columns, sheet names and product names write it, the name included.
    pub labels: Vec<String>,
}

/// Whether a parameter speaks of one unit, one line, or the whole plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(description = "unit 单台、line 单线、plant 全厂")]
pub enum Scope {
    /// 单台、单座、单炉.
    #[default]
    Unit,
    /// 单线、单系列.
    Line,
    /// 全厂、企业总规模.
    Plant,
}

/// A numeric parameter, such as 有效容积.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Standard name.
    pub name: String,
    /// Its dimension.
    #[serde(with = "super::compiled::dimension")]
    pub dimension: Dimension,
    /// What it speaks of.
    pub scope: Scope,
    /// Words that name it beside a number or in a header, the name included.
    pub labels: Vec<String>,
}

/// A property with a closed list of values, such as 炉型.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Standard name.
    pub name: String,
    /// What a review asks when it is not known, such as 「炉型（开放式、内燃式、密闭式）」.
    pub question: String,
    /// Its values, which exclude one another.
    pub values: Vec<AttributeValue>,
}

/// One value of an [`Attribute`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeValue {
    /// Standard name.
    pub name: String,
    /// Words that state it, the name included.
    pub labels: Vec<String>,
    /// Longer words that contain a label and do not state it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
}

/// What a term names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(description = "equipment 设备、process 工艺、product 产品")]
pub enum TermKind {
    /// 设备.
    Equipment,
    /// 工艺.
    Process,
    /// 产品.
    Product,
}

impl TermKind {
    /// The key of rules under which its terms stand.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Equipment => "equipment",
            Self::Process => "process",
            Self::Product => "product",
        }
    }

    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Equipment => "设备",
            Self::Process => "工艺",
            Self::Product => "产品",
        }
    }
}

/// A word of the field: a kind of equipment, a process or a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Standard name.
    pub name: String,
    /// What it names.
    pub kind: TermKind,
    /// Wider terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<TermId>,
    /// Words that name it, the name included unless it was declared `bare: false`.
    pub labels: Vec<String>,
    /// Look-alikes: longer words that contain a label and mean something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// Natural parameters, its own first, then those of wider terms. A bare measure goes to the first of its dimension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<ParameterId>,
    /// What to ask when only this term is known and a rule wants a narrower one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrow: Option<String>,
    /// Attribute values that naming it states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<(AttributeId, ValueId)>,
}

/// What may be taken for granted of a term under a condition; the first that holds is applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inference {
    /// The term, mentioned without any narrower one.
    pub term: TermId,
    /// Sectors, any of which the record has; empty for every record.
    pub sectors: Vec<SectorId>,
    /// Sectors, none of which the record may have: in a machine works an arc furnace may as well melt castings.
    pub except_sectors: Vec<SectorId>,
    /// The condition; `None` always holds.
    pub when: Option<Condition>,
    /// The narrower term it is taken for.
    pub to: Option<TermId>,
    /// Attribute values taken for granted where nothing states one.
    pub states: Vec<(AttributeId, ValueId)>,
    /// Why, as the explanation prints it.
    pub because: String,
}

/// A way to say a circumstance in any order of words: 「除尘器…没装…泄爆」 for 干式除尘无控爆措施. One word of each group must stand in
/// the text, and the deciding one must be lacking or said there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    /// The circumstance.
    pub term: TermId,
    /// Words one of which tells what is spoken of; empty where the deciding words tell it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// Words one of which must stand beside; empty where none need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// Words one of which the text must say to be lacking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
    /// Words one of which the text must say and not deny.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// Words one of which must be lacking besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks_too: Vec<String>,
    /// Words one of which the text says to be unknown: 炮泥种类未登记. What is said so is to be looked into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsure: Vec<String>,
    /// Words that, in the same sentence, mean something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// What is said so is no more than possible.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub doubt: bool,
    /// What to ask where it is no more than possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
}

/// What a specification without a noun looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(description = "diameter-length 直径×长度、daily-capacity 日产能")]
pub enum ImpliedShape {
    /// φ3.2×13m: what it is remains to be confirmed.
    DiameterLength,
    /// 2500t/d: in its sector only one thing is so measured.
    DailyCapacity,
    /// 75kA: what it is remains to be confirmed.
    Current,
    /// 6300kVA: what it is remains to be confirmed.
    ApparentPower,
}

/// A term taken from a specification without a noun, such as φ3.2×13m in a cement plant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implied {
    /// What it looks like.
    pub shape: ImpliedShape,
    /// Sectors, any of which the record must have.
    pub sectors: Vec<SectorId>,
    /// Length over diameter at least this.
    pub ratio_from: Option<Decimal>,
    /// Length over diameter below this.
    pub ratio_below: Option<Decimal>,
    /// Words beside the shape that leave no doubt: 62kA槽.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// What feeds it and has its size: 电炉变压器6300kVA tells of a furnace, though it names the transformer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fed_by: Vec<String>,
    /// Words beside the shape that mean another thing: 150kA整流机组.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// The term.
    pub term: TermId,
}

/// Pieces of equipment that, listed in one cell, are the plant of a process: 烧结机 and 鼓风炉 of 烧结鼓风炉炼铅.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Together {
    /// What must be named, each by another item.
    pub of: Vec<TermId>,
    /// Sectors, any of which the record must have.
    pub sectors: Vec<SectorId>,
    /// The process.
    pub term: TermId,
}

/// A family of model codes that carry a number, such as JN43 (炭化室高度 4.3 m).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelCode {
    /// Letters before the digits, upper case.
    pub prefixes: Vec<String>,
    /// How many digits carry the number; 0 for all.
    pub digits: u8,
    /// Factor from the digits to the unit.
    pub scale: Decimal,
    /// The unit of the scaled number.
    #[serde(with = "super::compiled::unit")]
    pub unit: Unit,
    /// The parameter.
    pub parameter: ParameterId,
    /// The term to take where the text names none.
    pub term: Option<TermId>,
}

/// The whole vocabulary, cross-references resolved.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Sectors.
    pub sectors: Vec<Sector>,
    /// Numeric parameters.
    pub parameters: Vec<Parameter>,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// Terms.
    pub terms: Vec<Term>,
    /// Inferences in order.
    pub inferences: Vec<Inference>,
    /// Ways to say a circumstance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sayings: Vec<Saying>,
    /// Terms implied by a shape.
    pub implied: Vec<Implied>,
    /// Model codes.
    pub models: Vec<ModelCode>,
    /// Pieces of equipment that together are a process.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<Together>,
    /// What serves a piece of equipment (行车, 操作室): named right behind one, it is the thing, and the equipment only tells
    /// whose it is.
    pub attendants: Vec<String>,
    /// Words that may stand between equipment and attendant: 用, 车间, 炉前.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attendant_links: Vec<String>,
    /// Words after which an attendant is what the equipment has: 配, 带, 设有.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub having: Vec<String>,
    /// For each term, every term above it; filled by [`Vocabulary::link`].
    pub(in crate::catalog) above: Vec<Vec<TermId>>,
    /// For each term, the inferences that may apply to something so named, in order; filled by [`Vocabulary::link`].
    pub(in crate::catalog) inferences_of: Vec<Vec<u16>>,
}

impl Vocabulary {
    /// A sector by its standard name.
    #[must_use]
    pub fn sector(&self, name: &str) -> Option<SectorId> {
        position(&self.sectors, |sector| sector.name == name).map(SectorId)
    }

    /// A parameter by its standard name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<ParameterId> {
        position(&self.parameters, |parameter| parameter.name == name).map(ParameterId)
    }

    /// An attribute by its standard name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<AttributeId> {
        position(&self.attributes, |attribute| attribute.name == name).map(AttributeId)
    }

    /// A value of an attribute by its standard name.
    #[must_use]
    pub fn value(&self, attribute: AttributeId, name: &str) -> Option<ValueId> {
        position(&self.attributes[attribute.index()].values, |value| value.name == name).map(ValueId)
    }

    /// A term by its standard name.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<TermId> {
        position(&self.terms, |term| term.name == name).map(TermId)
    }

    /// The names of an attribute and of one of its values.
    #[must_use]
    pub fn names_of(&self, attribute: AttributeId, value: ValueId) -> (&str, &str) {
        let Some(attribute) = self.attributes.get(attribute.index()) else { return ("?", "?") };
        (&attribute.name, attribute.values.get(value.index()).map_or("?", |value| &value.name))
    }

    /// Whether a term names things of a kind.
    #[must_use]
    pub fn is_of_kind(&self, term: TermId, kind: TermKind) -> bool {
        self.terms.get(term.index()).is_some_and(|term| term.kind == kind)
    }

    /// The parameters that things of a term are measured by.
    pub fn parameters_of(&self, term: TermId) -> impl Iterator<Item = &Parameter> {
        let known = self.terms.get(term.index()).into_iter().flat_map(|term| &term.parameters);
        known.filter_map(|id| self.parameters.get(id.index()))
    }

    /// Whether `narrow` is `wide` or lies below it.
    #[must_use]
    pub fn is_a(&self, narrow: TermId, wide: TermId) -> bool {
        if narrow == wide {
            return true;
        }
        match self.above.get(narrow.index()) {
            Some(above) => above.contains(&wide),
            // Not linked yet: while the vocabulary is being read.
            None => self.terms[narrow.index()].is.iter().any(|&parent| self.is_a(parent, wide)),
        }
    }

    /// Every term above a term.
    #[must_use]
    pub fn above(&self, term: TermId) -> &[TermId] {
        self.above.get(term.index()).map_or(&[], Vec::as_slice)
    }

    /// Positions in [`Vocabulary::inferences`] that may apply to something that a term names, in order.
    #[must_use]
    pub fn inferences_of(&self, term: TermId) -> &[u16] {
        self.inferences_of.get(term.index()).map_or(&[], Vec::as_slice)
    }

    /// Works out what lies above each term and which inferences may apply to it. To be called when all is read; wider terms
    /// form no circle then.
    pub fn link(&mut self) {
        self.above.clear();
        let above: Vec<Vec<TermId>> = (0_u16..)
            .zip(&self.terms)
            .map(|(term, _)| {
                let mut found: Vec<TermId> = Vec::new();
                let mut next = vec![TermId(term)];
                while let Some(term) = next.pop() {
                    for &parent in self.terms.get(term.index()).map_or(&[][..], |term| &term.is) {
                        if !found.contains(&parent) {
                            found.push(parent);
                            next.push(parent);
                        }
                    }
                }
                found
            })
            .collect();
        self.inferences_of = vec![Vec::new(); self.terms.len()];
        for (at, inference) in (0_u16..).zip(&self.inferences) {
            for (term, inferences) in (0_u16..).zip(&mut self.inferences_of) {
                let below = inference.to.is_none() && above[usize::from(term)].contains(&inference.term);
                if term == inference.term.0 || below {
                    inferences.push(at);
                }
            }
        }
        self.above = above;
    }
}

fn position<T>(table: &[T], test: impl Fn(&T) -> bool) -> Option<u16> {
    table.iter().position(test).and_then(|at| u16::try_from(at).ok())
}
