//! One thing that a text names, as read: 「450m³高炉2座、90㎡烧结机1台」 is two, 「300m³、450m³高炉各1座」 two of one noun.
//!
//! A text is read clause by clause ([`super::clause`]); clauses are then joined into items ([`super::gather`]).

use std::ops::Range;

use rust_decimal::Decimal;

use crate::catalog::{AttributeId, ParameterId, TermId, TermKind, ValueId, Vocabulary};
use crate::quantity::{Dimension, Interval, Measure, Unit};

use super::clause::clauses;
use super::finding::Presence;
use super::gather::gather;
use super::lexicon::Lexicon;
use super::marks::Mark;
use super::sayings::Said;
use super::token::Token;

/// A measure with what stands beside it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// The measure.
    pub(super) measure: Measure,
    /// Bytes of the folded text.
    pub(super) span: Range<usize>,
    /// Parameters that a label beside it may mean.
    pub(super) labels: Vec<ParameterId>,
    /// 总, 合计.
    pub(super) total: bool,
    /// 单台, 单座.
    pub(super) each: bool,
    /// Stands before the noun.
    pub(super) leads: bool,
    /// Its own number of pieces: 2×350m3, 2台6300kVA.
    pub(super) pieces: Option<Decimal>,
}

/// A property stated or denied.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stated {
    /// The attribute.
    pub(super) attribute: AttributeId,
    /// Its value.
    pub(super) value: ValueId,
    /// Whether the text denies it.
    pub(super) denied: bool,
    /// Bytes of the folded text.
    pub(super) span: Range<usize>,
}

/// One thing that a text names, as read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Segment {
    /// Bytes of the folded text.
    pub(super) span: Range<usize>,
    /// Terms named.
    pub(super) terms: Vec<TermId>,
    /// Terms denied.
    pub(super) denied: Vec<TermId>,
    /// Circumstances that it says in words of its own.
    pub(super) said: Vec<Said>,
    /// Measures.
    pub(super) measures: Vec<Placed>,
    /// Numbers without a unit.
    pub(super) bare: Vec<(Interval, Range<usize>)>,
    /// Properties.
    pub(super) stated: Vec<Stated>,
    /// Model codes.
    pub(super) codes: Vec<Range<usize>>,
    /// Number of pieces.
    pub(super) count: Option<Decimal>,
    /// Furnace numbers.
    pub(super) numbered: u32,
    /// Whether it is still there, where the text says so.
    pub(super) presence: Option<Presence>,
    /// Words of an end that is still to come: 计划2019年底前拆除.
    pub(super) intended: Vec<Range<usize>>,
    /// Measures of the past, not used.
    pub(super) past: Vec<Range<usize>>,
    /// Things with a size that others replace, not used.
    pub(super) replaced: Vec<Range<usize>>,
    /// Terms that only the label of a parameter names: 高炉容积. They count where nothing else names the thing.
    pub(super) hinted: Vec<TermId>,
    /// Items that one noun named together: 2座高炉，分别为350m3和420m3.
    pub(super) kin: Option<usize>,
    /// 各1座.
    pub(super) each_count: bool,
    /// Parted from the clause before by 、 or 和.
    pub(super) listed: bool,
    /// Opens a statement.
    pub(super) opens: bool,
    /// Opens with 烧, 生产: it tells what the thing before makes.
    pub(super) makes: bool,
    /// Opens with 配: what it names serves what was named before.
    pub(super) serves: bool,
    /// Pieces of a size of something that nobody knows: a thing of its own.
    pub(super) foreign: bool,
    /// Names what serves an equipment, and the equipment only as its owner: a thing of its own, which no rule speaks of.
    pub(super) attends: bool,
    /// Parted by a cell border.
    pub(super) bordered: bool,
}

impl Segment {
    /// Takes what comes off a line in a year or an hour, counted in pieces.
    pub(super) fn rate(&mut self, value: Interval, dimension: Dimension, span: Range<usize>, labels: Vec<ParameterId>) {
        let (measure, leads) = (Measure::new(value, Unit::base(dimension)), !self.names());
        self.measures.push(Placed { measure, span, labels, total: false, each: false, leads, pieces: None });
    }

    pub(super) fn names(&self) -> bool {
        !self.terms.is_empty()
    }

    /// Whether the segment already has a value of the same kind: a further one speaks of another piece. A label of another
    /// parameter (每组产能 after 单炉产能) makes it another kind.
    pub(super) fn has_like(&self, other: &Placed) -> bool {
        !other.total
            && self.measures.iter().any(|placed| {
                !placed.total
                    && placed.measure.unit.dimension == other.measure.unit.dimension
                    && (other.labels.is_empty() || placed.labels.iter().any(|label| other.labels.contains(label)))
            })
    }

    /// Whether it names processes or products only and measures no size: it tells what, and how much, something else makes.
    pub(super) fn only_tells_use(&self, vocabulary: &Vocabulary) -> bool {
        self.names() && self.measures.iter().all(is_rate) && self.count.is_none() && !self.names_equipment(vocabulary)
    }

    /// Whether it names products only, with a size that no product has: 12500kVA(硅铁).
    pub(super) fn sizes_a_product(&self, vocabulary: &Vocabulary) -> bool {
        let product = |term: &TermId| vocabulary.is_of_kind(*term, TermKind::Product);
        let rated = |placed: &Placed| {
            matches!(placed.measure.unit.dimension, Dimension::ApparentPower | Dimension::Current | Dimension::Volume)
        };
        self.names() && self.terms.iter().all(product) && self.measures.iter().any(rated)
    }

    /// Whether it only states properties: 生产钢坯.
    pub(super) fn only_states(&self) -> bool {
        !self.stated.is_empty()
            && !self.names()
            && self.measures.is_empty()
            && self.bare.is_empty()
            && self.codes.is_empty()
            && self.count.is_none()
            && self.presence.is_none()
    }

    /// Whether nothing is known of it but its names and properties.
    pub(super) fn says_no_size(&self) -> bool {
        self.measures.is_empty()
            && self.bare.is_empty()
            && self.codes.is_empty()
            && self.denied.is_empty()
            && self.past.is_empty()
            && self.replaced.is_empty()
            && self.count.is_none()
            && self.presence.is_none()
            && self.numbered == 0
    }

    pub(super) fn names_equipment(&self, vocabulary: &Vocabulary) -> bool {
        self.terms.iter().any(|term| vocabulary.is_of_kind(*term, TermKind::Equipment))
    }

    pub(super) fn extend_span(&mut self, span: &Range<usize>) {
        if span.is_empty() {
            return;
        }
        if self.span.is_empty() {
            self.span = span.clone();
        } else {
            self.span = self.span.start.min(span.start)..self.span.end.max(span.end);
        }
    }

    /// Takes over what another segment holds beside its noun.
    pub(super) fn absorb(&mut self, other: Self) {
        self.extend_span(&other.span);
        self.measures.extend(other.measures);
        self.bare.extend(other.bare);
        self.stated.extend(other.stated);
        self.codes.extend(other.codes);
        self.denied.extend(other.denied);
        self.past.extend(other.past);
        self.replaced.extend(other.replaced);
        self.intended.extend(other.intended);
        self.hinted.extend(other.hinted);
        self.numbered += other.numbered;
        self.count = self.count.or(other.count);
        let idle = self.presence == Some(Presence::Idle) && other.presence == Some(Presence::InPlace);
        self.presence = if idle { self.presence } else { other.presence.or(self.presence) };
        for term in other.terms {
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }
        }
    }
}

/// Whether a measure tells how much is made.
pub(super) fn is_rate(placed: &Placed) -> bool {
    use Dimension::{CasesPerYear, MassPerDay, MassPerYear, PiecesPerYear};
    matches!(placed.measure.unit.dimension, CasesPerYear | MassPerDay | MassPerYear | PiecesPerYear)
}

/// Cuts the tokens of a text into items, in order.
pub(super) fn segments(
    text: &str,
    tokens: &[Token],
    marks: &[Mark],
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
) -> Vec<Segment> {
    gather(clauses(text, tokens, marks, lexicon, vocabulary), vocabulary)
}
