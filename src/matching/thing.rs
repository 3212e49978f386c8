//! One item with all that is known of it: terms, numbers by parameter, properties, presence.

use rust_decimal::Decimal;

use crate::catalog::{AttributeId, Parameter, ParameterId, Scope, SectorId, TermId, TermKind, ValueId, Vocabulary};
use crate::quantity::{Dimension, Interval, Unit};

use super::finding::Presence;

/// Where a fact was read: the words and the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    /// The words, or the reason of an inference.
    pub(super) text: String,
    /// Canonical field name, `sector`, `model-code`, `inference`, or empty.
    pub(super) from: String,
}

/// A number known of an item, in the base unit of its parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    /// The parameter.
    pub(super) parameter: ParameterId,
    /// The value.
    pub(super) value: Interval,
    /// Where it was read.
    pub(super) origin: Origin,
    /// Read from a sum over several pieces.
    pub(super) sum: bool,
}

/// A property known of an item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Property {
    /// The attribute.
    pub(super) attribute: AttributeId,
    /// Its value.
    pub(super) value: ValueId,
    /// Whether it is denied.
    pub(super) denied: bool,
    /// Where it was read.
    pub(super) origin: Origin,
}

/// A measure that no parameter has taken yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Loose {
    /// The value in the base unit of its dimension.
    pub(super) value: Interval,
    /// What it measures.
    pub(super) dimension: Dimension,
    /// Parameters that a label or header names.
    pub(super) labels: Vec<ParameterId>,
    /// The length of a diameter × length shape, in metres.
    pub(super) length: Option<Decimal>,
    /// A sum over several pieces.
    pub(super) total: bool,
    /// Of one piece.
    pub(super) each: bool,
    /// The count written before it: 3×4200kVA.
    pub(super) multiplier: Option<Decimal>,
    /// Read in the capacity column, which may speak of all pieces together.
    pub(super) capacity: bool,
    /// Where it was read.
    pub(super) origin: Origin,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Thing {
    /// Its words.
    pub(super) text: String,
    /// Terms named, narrower ones taken for wider.
    pub(super) terms: Vec<TermId>,
    /// Terms denied.
    pub(super) denied: Vec<TermId>,
    /// Circumstances that are no more than possible, each with what to ask; empty to ask whether it is so.
    pub(super) doubts: Vec<(TermId, String)>,
    /// Terms that other columns name: processes, products.
    pub(super) context: Vec<TermId>,
    /// Sectors of the record.
    pub(super) sectors: Vec<SectorId>,
    /// Numbers.
    pub(super) known: Vec<Known>,
    /// Measures without a parameter.
    pub(super) loose: Vec<Loose>,
    /// Properties.
    pub(super) properties: Vec<Property>,
    /// Number of pieces.
    pub(super) count: Option<Decimal>,
    /// Whether it is still there.
    pub(super) presence: Presence,
    /// Remarks on reading.
    pub(super) remarks: Vec<String>,
    /// It serves an equipment and is none that a rule speaks of.
    pub(super) attends: bool,
    /// A term is only implied by a shape.
    pub(super) implied: bool,
}

impl Thing {
    /// The number known of a parameter.
    pub(super) fn number(&self, parameter: ParameterId) -> Option<&Known> {
        self.known.iter().find(|known| known.parameter == parameter)
    }

    /// The stated value of an attribute.
    pub(super) fn property(&self, attribute: AttributeId) -> Option<&Property> {
        self.properties.iter().find(|property| property.attribute == attribute && !property.denied)
    }

    /// Whether a value is denied.
    pub(super) fn denies(&self, attribute: AttributeId, value: ValueId) -> bool {
        self.properties
            .iter()
            .any(|property| property.attribute == attribute && property.value == value && property.denied)
    }

    /// Adds a property unless one is stated already.
    pub(super) fn add_property(&mut self, vocabulary: &Vocabulary, mut property: Property) -> bool {
        // Of two values, denying one states the other.
        if property.denied {
            let values =
                vocabulary.attributes.get(property.attribute.index()).map_or(0, |attribute| attribute.values.len());
            if values == 2 {
                property.value = ValueId(1 - property.value.0.min(1));
                property.denied = false;
            }
        }
        if !property.denied && self.property(property.attribute).is_some() || self.properties.contains(&property) {
            return false;
        }
        self.properties.push(property);
        true
    }

    /// Replaces terms by the narrower ones named beside them, so that 水泥窑 gives way to 湿法窑.
    pub(super) fn narrow_terms(&mut self, vocabulary: &Vocabulary) {
        let terms = self.terms.clone();
        self.terms.retain(|&term| !terms.iter().any(|&other| other != term && vocabulary.is_a(other, term)));
        // Equipment first, then processes and products, each in reading order.
        self.terms.sort_by_key(|term| vocabulary.terms.get(term.index()).map_or(TermKind::Product, |term| term.kind));
    }

    /// Takes over the narrower terms that the context names: 水泥回转窑 with the process 湿法.
    pub(super) fn narrow_by_context(&mut self, vocabulary: &Vocabulary) {
        let narrower: Vec<TermId> = self
            .context
            .iter()
            .copied()
            .filter(|&other| self.terms.iter().any(|&term| other != term && vocabulary.is_a(other, term)))
            .collect();
        for term in narrower {
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }
        }
        self.narrow_terms(vocabulary);
    }

    /// Gives each loose measure to the parameter that its label names, or to the first natural one of its dimension.
    pub(super) fn assign(&mut self, vocabulary: &Vocabulary) {
        let loose = std::mem::take(&mut self.loose);
        for measure in loose {
            match self.parameter_for(vocabulary, &measure) {
                Some(parameter) => self.take(vocabulary, parameter, measure),
                None => self.loose.push(measure),
            }
        }
        self.derive_scopes(vocabulary);
    }

    /// The capacity of one furnace or line from that of the plant, where the thing is measured so: the same for one piece, at
    /// least an even share for several, at most the whole where their number is not known.
    fn derive_scopes(&mut self, vocabulary: &Vocabulary) {
        let scope = |parameter: ParameterId| vocabulary.parameters.get(parameter.index());
        let wanted: Vec<ParameterId> = self
            .terms
            .iter()
            .filter_map(|term| vocabulary.terms.get(term.index()))
            .flat_map(|term| term.parameters.iter().copied())
            .filter(|&parameter| {
                scope(parameter).is_some_and(|p| p.scope != Scope::Plant) && self.number(parameter).is_none()
            })
            .collect();
        for parameter in wanted {
            let Some(definition) = scope(parameter) else { continue };
            let whole = self.known.iter().find(|known| {
                scope(known.parameter).is_some_and(|p| p.scope == Scope::Plant && p.dimension == definition.dimension)
            });
            let Some((total, sum, origin)) =
                whole.and_then(|known| Some((known.value.point()?, known.sum, known.origin.clone())))
            else {
                continue;
            };
            let even = self.count.filter(|_| self.is_alike()).and_then(|count| total.checked_div(count));
            let value = match self.count {
                _ if let Some(even) = even => Interval::exactly(even),
                Some(count) if count == Decimal::ONE => Interval::exactly(total),
                Some(count) if count > Decimal::ONE && !sum => total
                    .checked_div(count)
                    .map_or(Interval::up_to(total, true), |least| Interval::between(least, total)),
                _ => Interval::up_to(total, true),
            };
            self.known.push(Known { parameter, value, origin, sum: false });
        }
    }

    fn parameter_for(&self, vocabulary: &Vocabulary, measure: &Loose) -> Option<ParameterId> {
        let natural = || {
            self.terms
                .iter()
                .chain(&self.context)
                .filter_map(|term| vocabulary.terms.get(term.index()))
                .flat_map(|term| term.parameters.iter().copied())
        };
        let fits = |parameter: &ParameterId| {
            vocabulary.parameters.get(parameter.index()).is_some_and(|parameter| {
                accepts(parameter.dimension, measure) || parameter.scope == Scope::Unit && is_output(parameter, measure)
            })
        };
        let of_unit = |parameter: &ParameterId| {
            vocabulary.parameters.get(parameter.index()).is_some_and(|parameter| parameter.scope == Scope::Unit)
        };
        let labelled = || measure.labels.iter().copied().filter(fits);
        // 单台年产5000吨: the word 单台 outdoes the word 年产.
        let of_each = measure.each && !labelled().any(|label| of_unit(&label));
        if let Some(parameter) = natural().find(|parameter| of_each && fits(parameter) && of_unit(parameter)) {
            return Some(parameter);
        }
        labelled()
            .find(|label| natural().any(|parameter| parameter == *label))
            .or_else(|| {
                labelled().next().filter(|_| measure.dimension != Dimension::Length || labelled().nth(1).is_none())
            })
            .or_else(|| natural().find(fits))
    }

    fn take(&mut self, vocabulary: &Vocabulary, parameter: ParameterId, mut measure: Loose) {
        let Some(definition) = vocabulary.parameters.get(parameter.index()) else { return };
        measure.value = self.of_three_phases(&measure).unwrap_or(measure.value);
        let mut value = measure.value;
        if definition.scope == Scope::Unit && !measure.each {
            value = self.of_one_piece(&measure, &definition.name);
        }
        if let Some(existing) = self.known.iter_mut().find(|known| known.parameter == parameter) {
            // What is said of one piece goes before what a sum leaves open.
            if existing.value == value || measure.total {
                return;
            }
            // 单炉能力3500吨/年 beside 7000吨/年 of two: the wider one says nothing else.
            if existing.value.point().is_some() && value.hull(&existing.value) == value {
                return;
            }
            if existing.sum {
                *existing = Known { parameter, value, origin: measure.origin, sum: false };
                return;
            }
            // Never one of two silently: what both leave open stays open.
            self.remarks.push(format!(
                "{}前后不一：“{}”与“{}”，按范围判断",
                definition.name, existing.origin.text, measure.origin.text
            ));
            existing.value = existing.value.hull(&value);
            existing.origin.text = format!("{}；{}", existing.origin.text, measure.origin.text);
            return;
        }
        self.known.push(Known { parameter, value, origin: measure.origin, sum: measure.total });
    }

    /// 3×4200kVA beside another number of furnaces: a furnace that three single-phase transformers feed.
    fn of_three_phases(&self, measure: &Loose) -> Option<Interval> {
        let three = Decimal::from(3);
        let phases = measure.dimension == Dimension::ApparentPower
            && measure.multiplier == Some(three)
            && (crate::text::fold_text(&self.text).contains("单相") || self.count.is_some_and(|count| count != three));
        phases.then(|| measure.value.scaled(three))
    }

    /// A sum says of one piece only that it is no more; a capacity beside several pieces may be either.
    fn of_one_piece(&mut self, measure: &Loose, name: &str) -> Interval {
        let one = self.count.is_some_and(|count| count == Decimal::ONE);
        if !measure.total && !measure.capacity || one {
            return measure.value;
        }
        let Some(total) = measure.value.point() else { return measure.value };
        if let Some(each) = self.count.filter(|_| measure.total && self.is_alike()).and_then(|n| total.checked_div(n)) {
            return Interval::exactly(each);
        }
        if measure.total {
            self.remarks.push(format!("“{}”是合计，不作单台{name}", measure.origin.text));
            return Interval::up_to(total, true);
        }
        match self.count {
            Some(count) if count > Decimal::ONE => {
                total.checked_div(count).map_or(measure.value, |least| Interval::between(least, total))
            }
            _ => measure.value,
        }
    }

    /// 两座同型高炉合计760立方米: of pieces that are alike each has its even share.
    fn is_alike(&self) -> bool {
        let text = crate::text::fold_text(&self.text);
        ["同型", "相同", "同规格", "一样", "同等", "同容量", "同容积", "同规模"].iter().any(|word| text.contains(word))
    }

    /// The term that names it best: the first equipment, else the first of any kind.
    pub(super) fn best_term(&self) -> Option<TermId> {
        self.terms.first().copied()
    }
}

/// Whether a parameter of a dimension takes a measure; 日产2000吨 and 年产3万吨 leave the period to the label.
fn accepts(dimension: Dimension, measure: &Loose) -> bool {
    if dimension == measure.dimension {
        return true;
    }
    let rate = matches!(dimension, Dimension::MassPerDay | Dimension::MassPerYear | Dimension::MassPerHour);
    rate && measure.dimension == Dimension::Mass
        && (!measure.labels.is_empty() || measure.capacity && dimension == Dimension::MassPerYear)
}

/// 黄磷炉，各3000吨: no furnace holds a thousand tonnes, so that it is what one makes in a year.
fn is_output(parameter: &Parameter, measure: &Loose) -> bool {
    let thousand = Decimal::from(1000);
    parameter.dimension == Dimension::MassPerYear
        && measure.dimension == Dimension::Mass
        && measure.value.point().is_some_and(|tonnes| tonnes >= thousand)
}

/// A unit that a header or sheet note gives, folded and read.
pub(super) fn unit_of(text: &str) -> Option<Unit> {
    Unit::parse(&crate::text::fold_text(text))
}
