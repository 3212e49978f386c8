//! Cuts a text into the items that it names: 「450m³高炉2座、90㎡烧结机1台」 is two, 「300m³、450m³高炉各1座」 is two of one noun.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::catalog::{AttributeId, ParameterId, TermId, TermKind, ValueId, Vocabulary};
use crate::quantity::{Dimension, Interval, Measure, ReadingKind, Unit};

use super::control::Control;
use super::finding::Presence;
use super::lexicon::{Lexicon, Target};
use super::marks::{Mark, control};
use super::token::{Token, TokenKind};

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
    /// Measures of the past, not used.
    pub(super) past: Vec<Range<usize>>,
    /// Terms that only the label of a parameter names: 高炉容积. They count where nothing else names the thing.
    pub(super) hinted: Vec<TermId>,
    /// Items that one noun named together: 2座高炉，分别为350m3和420m3.
    pub(super) kin: Option<usize>,
    /// Words that nobody knows.
    pub(super) unknown_words: bool,
    /// 各1座.
    pub(super) each_count: bool,
    /// Parted from the clause before by 、 or 和.
    pub(super) listed: bool,
    /// Opens a statement.
    pub(super) opens: bool,
    /// Parted by a cell border.
    pub(super) bordered: bool,
}

impl Segment {
    fn names(&self) -> bool {
        !self.terms.is_empty()
    }

    /// Whether the segment already has a value of the same kind: a further one speaks of another piece. A label of another
    /// parameter (每组产能 after 单炉产能) makes it another kind.
    fn has_like(&self, other: &Placed) -> bool {
        !other.total
            && self.measures.iter().any(|placed| {
                !placed.total
                    && placed.measure.unit.dimension == other.measure.unit.dimension
                    && (other.labels.is_empty() || placed.labels.iter().any(|label| other.labels.contains(label)))
            })
    }

    /// Whether it names processes or products only and measures no size: it tells what, and how much, something else makes.
    fn only_tells_use(&self, vocabulary: &Vocabulary) -> bool {
        let rate = |placed: &Placed| {
            use Dimension::{CasesPerYear, MassPerDay, MassPerYear, PiecesPerYear};
            matches!(placed.measure.unit.dimension, CasesPerYear | MassPerDay | MassPerYear | PiecesPerYear)
        };
        self.names() && self.measures.iter().all(rate) && self.count.is_none() && !self.names_equipment(vocabulary)
    }

    fn names_equipment(&self, vocabulary: &Vocabulary) -> bool {
        self.terms
            .iter()
            .any(|term| vocabulary.terms.get(term.index()).is_some_and(|term| term.kind == TermKind::Equipment))
    }

    fn extend_span(&mut self, span: &Range<usize>) {
        if self.span.is_empty() {
            self.span = span.clone();
        } else {
            self.span = self.span.start.min(span.start)..self.span.end.max(span.end);
        }
    }

    /// Takes over what another segment holds beside its noun.
    fn absorb(&mut self, other: Self) {
        self.extend_span(&other.span);
        self.measures.extend(other.measures);
        self.bare.extend(other.bare);
        self.stated.extend(other.stated);
        self.codes.extend(other.codes);
        self.denied.extend(other.denied);
        self.past.extend(other.past);
        self.hinted.extend(other.hinted);
        self.numbered += other.numbered;
        self.count = self.count.or(other.count);
        self.presence = other.presence.or(self.presence);
        for term in other.terms {
            if !self.terms.contains(&term) {
                self.terms.push(term);
            }
        }
    }
}

/// Cuts the tokens of a text into items, in order.
pub(super) fn segments(
    text: &str,
    tokens: &[Token],
    marks: &[Mark],
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
) -> Vec<Segment> {
    let clauses = Clauses { text, tokens, marks, lexicon, vocabulary }.read();
    gather(clauses, vocabulary)
}

struct Clauses<'a> {
    text: &'a str,
    tokens: &'a [Token],
    marks: &'a [Mark],
    lexicon: &'a Lexicon,
    vocabulary: &'a Vocabulary,
}

impl Clauses<'_> {
    /// One segment for each clause, two where a clause names two unrelated things with numbers between.
    fn read(&self) -> Vec<Segment> {
        let mut clauses = Vec::new();
        let (mut start, mut listed, mut opens, mut bordered) = (0, false, true, false);
        for at in 0..=self.tokens.len() {
            let ends = self.tokens.get(at).is_none_or(|token| {
                token.depth == 0 && matches!(token.kind, TokenKind::Comma | TokenKind::Clause | TokenKind::Stop)
            });
            if !ends {
                continue;
            }
            let first = clauses.len();
            self.clause(start..at, &mut clauses);
            if let Some(segment) = clauses.get_mut(first) {
                (segment.listed, segment.opens, segment.bordered) = (listed, opens, bordered);
                (opens, listed) = (false, false);
            }
            if let Some(token) = self.tokens.get(at) {
                listed = token.kind == TokenKind::Comma;
                opens |= token.kind == TokenKind::Stop;
                bordered = self.text.get(token.span.clone()) == Some("|");
            }
            start = at + 1;
        }
        clauses
    }

    fn clause(&self, range: Range<usize>, clauses: &mut Vec<Segment>) {
        let mut start = range.start;
        for at in range.clone() {
            if self.begins_another(start, at) {
                let cut = self.cut_before(start, at);
                if cut > start {
                    clauses.extend(self.segment(start..cut));
                    start = cut;
                }
            }
        }
        clauses.extend(self.segment(start..range.end));
    }

    fn equipment(&self, at: usize) -> Option<TermId> {
        let token = self.tokens.get(at)?;
        if self.marks.get(at) != Some(&Mark::Live) || token.depth > 0 {
            return None;
        }
        let TokenKind::Mention(mention) = &token.kind else { return None };
        self.lexicon.targets(*mention).iter().find_map(|target| match target {
            Target::Term(term) if self.vocabulary.terms.get(term.index())?.kind == TermKind::Equipment => Some(*term),
            _ => None,
        })
    }

    /// Whether the equipment at `at` is another thing than the one named since `start`, with a number between.
    fn begins_another(&self, start: usize, at: usize) -> bool {
        let Some(term) = self.equipment(at) else { return false };
        let earlier = (start..at).rev().find_map(|index| self.equipment(index).map(|earlier| (index, earlier)));
        let Some((index, earlier)) = earlier else { return false };
        let related = self.vocabulary.is_a(term, earlier) || self.vocabulary.is_a(earlier, term);
        !related && (index + 1..at).any(|between| self.is_value(between))
    }

    fn is_value(&self, at: usize) -> bool {
        self.tokens[at].depth == 0
            && matches!(self.tokens[at].kind, TokenKind::Number(ReadingKind::Measure(_) | ReadingKind::Count(_)))
    }

    /// Where the second thing begins: after the count that follows the first noun.
    fn cut_before(&self, start: usize, at: usize) -> usize {
        let noun = (start..at).rev().find(|&index| self.equipment(index).is_some()).unwrap_or(start);
        let numbers: Vec<usize> = (noun + 1..at).filter(|&index| self.is_value(index)).collect();
        match numbers.as_slice() {
            [first, second, ..] if matches!(self.tokens[*first].kind, TokenKind::Number(ReadingKind::Count(_))) => {
                *second
            }
            [first, ..] => *first,
            [] => at,
        }
    }

    fn segment(&self, range: Range<usize>) -> Option<Segment> {
        let mut segment = Segment::default();
        let mut labels: Vec<ParameterId> = Vec::new();
        let (mut total, mut each, mut each_count) = (false, false, false);
        let mut period: Option<Control> = None;
        let mut filled = false;
        for at in range.clone() {
            let token = self.tokens.get(at)?;
            let mark = self.marks.get(at).copied().unwrap_or(Mark::Live);
            if matches!(mark, Mark::Excepted | Mark::Future) {
                continue;
            }
            if mark == Mark::Past {
                if matches!(token.kind, TokenKind::Number(ReadingKind::Measure(_))) {
                    segment.past.push(token.span.clone());
                }
                continue;
            }
            let is_text = !matches!(token.kind, TokenKind::Particle(_));
            if is_text {
                segment.extend_span(&token.span);
                filled = true;
            }
            match &token.kind {
                TokenKind::Mention(mention) => {
                    for target in self.lexicon.targets(*mention) {
                        match *target {
                            Target::Term(term) if mark == Mark::Negated => segment.denied.push(term),
                            Target::Term(term) => {
                                if !segment.terms.contains(&term) {
                                    segment.terms.push(term);
                                }
                            }
                            Target::Value(attribute, value) => segment.stated.push(Stated {
                                attribute,
                                value,
                                denied: mark == Mark::Negated,
                                span: token.span.clone(),
                            }),
                            Target::Parameter(parameter) => labels.push(parameter),
                            Target::Hint(term) => segment.hinted.push(term),
                            Target::Control(_) | Target::Nothing => {}
                        }
                    }
                    match control(token, self.lexicon) {
                        Some(Control::Total) => total = true,
                        Some(Control::Each) => each = true,
                        Some(Control::EachCount) => {
                            each_count = true;
                            segment.each_count |= self.followed_by_presence(at);
                        }
                        found @ Some(Control::PerDay | Control::PerYear | Control::PerHour) => period = found,
                        Some(Control::Dismantled) => segment.presence = Some(Presence::Dismantled),
                        Some(Control::Closed) => segment.presence = Some(Presence::Closed),
                        Some(Control::Idle) => segment.presence = segment.presence.or(self.idle(at)),
                        Some(Control::Planned) => segment.presence = Some(Presence::Planned),
                        Some(Control::InPlace) => segment.presence = Some(Presence::InPlace),
                        _ => {}
                    }
                }
                TokenKind::Number(ReadingKind::Measure(measure)) if self.is_other_size(at, measure, &labels) => {}
                TokenKind::Number(ReadingKind::Measure(measure)) => {
                    let mut placed = Placed {
                        measure: of_period(measure.clone(), period.take()),
                        span: token.span.clone(),
                        labels: std::mem::take(&mut labels),
                        total: std::mem::take(&mut total) || self.followed_by(at, Control::Total),
                        each: std::mem::take(&mut each) || self.followed_by(at, Control::Each),
                        leads: !segment.names(),
                    };
                    if placed.labels.is_empty() {
                        placed.labels = self.label_after(at, range.end);
                    }
                    segment.count = segment.count.or(measure.multiplier);
                    segment.measures.push(placed);
                }
                TokenKind::Number(ReadingKind::Count(count)) if period == Some(Control::PerYear) => {
                    // 年产50万条轮胎
                    period = None;
                    let unit = Unit::base(Dimension::PiecesPerYear);
                    segment.measures.push(Placed {
                        measure: Measure {
                            value: Interval::exactly(*count),
                            unit,
                            nominal: false,
                            multiplier: None,
                            length: None,
                            diameter: false,
                        },
                        span: token.span.clone(),
                        labels: std::mem::take(&mut labels),
                        total: false,
                        each: false,
                        leads: !segment.names(),
                    });
                }
                TokenKind::Number(ReadingKind::Count(count)) => {
                    // 8台(6用2备): the first count is the whole.
                    if token.depth == 0 || segment.count.is_none() {
                        segment.count = segment.count.or(Some(*count));
                    }
                    segment.each_count |= each_count;
                }
                TokenKind::Number(ReadingKind::Bare(value)) => segment.bare.push((*value, token.span.clone())),
                TokenKind::Number(ReadingKind::Label) => segment.numbered += 1,
                TokenKind::Number(ReadingKind::Code) => segment.codes.push(token.span.clone()),
                TokenKind::Words => segment.unknown_words = true,
                _ => {}
            }
        }
        filled.then_some(segment)
    }

    /// 直径3.2米，长度13米: the length of a thing that is measured by its diameter.
    fn is_other_size(&self, at: usize, measure: &Measure, labels: &[ParameterId]) -> bool {
        const SIZES: [&str; 9] = ["长", "长度", "高", "高度", "宽", "宽度", "厚", "厚度", "深度"];
        let words = at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .filter(|token| token.kind == TokenKind::Words)
            .and_then(|token| self.text.get(token.span.clone()))
            .unwrap_or_default();
        let words = words.trim_end_matches(['为', ':', '约']);
        measure.unit.dimension == Dimension::Length
            && labels.is_empty()
            && SIZES.iter().any(|size| words.ends_with(size))
    }

    /// 8台(6用2备) tells spare pieces, not that the thing stands idle.
    fn idle(&self, at: usize) -> Option<Presence> {
        let spare = self.tokens.get(at).is_some_and(|token| token.depth > 0)
            && at > 0
            && matches!(self.tokens[at - 1].kind, TokenKind::Number(_));
        (!spare).then_some(Presence::Idle)
    }

    /// 均已拆除.
    fn followed_by_presence(&self, at: usize) -> bool {
        self.tokens.get(at + 1).and_then(|token| control(token, self.lexicon)).is_some_and(|control| {
            matches!(
                control,
                Control::Dismantled | Control::Closed | Control::Idle | Control::Planned | Control::InPlace
            )
        })
    }

    /// Whether a bracket right after a number says 合计 or 单座.
    fn followed_by(&self, at: usize, wanted: Control) -> bool {
        self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Open)
            && self.tokens.get(at + 2).is_some_and(|token| control(token, self.lexicon) == Some(wanted))
    }

    /// A parameter named right behind a measure, unless another measure follows it.
    fn label_after(&self, at: usize, end: usize) -> Vec<ParameterId> {
        let Some(token) = self.tokens.get(at + 1).filter(|_| at + 1 < end) else { return Vec::new() };
        let TokenKind::Mention(mention) = &token.kind else { return Vec::new() };
        let follows = self.tokens.get(at + 2).filter(|_| at + 2 < end);
        if follows.is_some_and(|next| matches!(next.kind, TokenKind::Number(ReadingKind::Measure(_)))) {
            return Vec::new();
        }
        self.lexicon
            .targets(*mention)
            .iter()
            .filter_map(|target| match target {
                Target::Parameter(parameter) => Some(*parameter),
                _ => None,
            })
            .collect()
    }
}

/// 日产2000吨 is a daily capacity, 年产3万平方米 a yearly one.
fn of_period(mut measure: Measure, period: Option<Control>) -> Measure {
    let dimension = match (measure.unit.dimension, period) {
        (Dimension::Mass | Dimension::MassPerYear, Some(Control::PerDay)) => Dimension::MassPerDay,
        (Dimension::Mass, Some(Control::PerYear)) => Dimension::MassPerYear,
        (Dimension::Mass, Some(Control::PerHour)) => Dimension::MassPerHour,
        (Dimension::Area, Some(Control::PerYear)) => Dimension::AreaPerYear,
        (Dimension::Volume, Some(Control::PerYear)) => Dimension::VolumePerYear,
        _ => return measure,
    };
    measure.unit.dimension = dimension;
    measure
}

/// 高炉3座(1#380m3、2#450m3、3#1080m3): one noun with several values of one kind is several things.
fn enumerate(item: Segment) -> Vec<Segment> {
    let mut parts: Vec<Vec<Placed>> = Vec::new();
    for placed in &item.measures {
        let like = |known: &Placed| {
            known.measure.unit.dimension == placed.measure.unit.dimension
                && !known.total
                && !placed.total
                && (known.labels.is_empty() || placed.labels.is_empty() || known.labels == placed.labels)
        };
        let same = |known: &Placed| like(known) && known.measure.base_value() == placed.measure.base_value();
        if parts.iter().flatten().any(same) {
            continue;
        }
        match parts.iter_mut().find(|part| !part.iter().any(like)) {
            Some(part) => part.push(placed.clone()),
            None => parts.push(vec![placed.clone()]),
        }
    }
    if parts.len() < 2 || item.count == Some(Decimal::ONE) {
        return vec![item];
    }
    let each = item.count.filter(|count| *count == Decimal::from(parts.len())).map(|_| Decimal::ONE);
    let each = each.or_else(|| item.count.filter(|_| item.each_count));
    parts.into_iter().map(|measures| Segment { measures, count: each, numbered: 0, ..item.clone() }).collect()
}

/// 2座高炉 that prove to be of two sizes are one each.
fn count_kin(items: &mut [Segment]) {
    for first in 0..items.len() {
        let family: Vec<usize> = (0..items.len()).filter(|&at| at == first || items[at].kin == Some(first)).collect();
        let alone = family.iter().skip(1).all(|&at| items[at].count.is_none());
        if family.len() > 1 && alone && items[first].count == Some(Decimal::from(family.len())) {
            for at in family {
                items[at].count = Some(Decimal::ONE);
            }
        }
    }
}

/// Joins clauses into items.
fn gather(clauses: Vec<Segment>, vocabulary: &Vocabulary) -> Vec<Segment> {
    let mut items: Vec<Segment> = Vec::new();
    let mut pending: Vec<Segment> = Vec::new();
    let mut statement = 0;
    let mut rest = clauses.into_iter().peekable();
    while let Some(clause) = rest.next() {
        if clause.opens {
            settle(&mut items, &mut pending);
            statement = items.len();
        }
        let apart = !clause.listed && !clause.opens;
        if apart
            && clause.only_tells_use(vocabulary)
            && items.last().is_some_and(|last| last.names_equipment(vocabulary))
        {
            // 中频炉2台，冶炼地条钢
            if let Some(last) = items.last_mut() {
                last.absorb(clause);
            }
            continue;
        }
        let leads = rest.peek().is_some_and(|next| !next.listed && !next.opens && next.names_equipment(vocabulary));
        if clause.only_tells_use(vocabulary) && leads {
            // 冶炼地条钢，中频炉2台
            pending.push(clause);
            continue;
        }
        if clause.names() {
            let mut clause = clause;
            share_leading_measures(&items, &mut clause);
            for waiting in std::mem::take(&mut pending) {
                if is_sibling(&waiting, &clause) {
                    items.push(sibling(&clause, waiting));
                } else {
                    clause.absorb(waiting);
                }
            }
            items.push(clause);
        } else {
            if clause.each_count {
                share_presence(items.get_mut(statement..).unwrap_or_default(), clause.presence);
            }
            let next_takes = rest.peek().is_some_and(|next| next.names() && !next.opens && is_sibling(&clause, next));
            place(&mut items, &mut pending, clause, next_takes);
        }
        share_count(&mut items, statement);
    }
    settle(&mut items, &mut pending);
    count_kin(&mut items);
    for item in &mut items {
        if item.terms.is_empty() {
            item.terms = std::mem::take(&mut item.hinted);
        }
    }
    items.into_iter().flat_map(enumerate).collect()
}

/// Whether a nounless clause is a further value of the noun that another clause names: same dimension, before the noun.
fn is_sibling(waiting: &Segment, named: &Segment) -> bool {
    waiting.measures.iter().any(|placed| {
        !placed.total
            && named
                .measures
                .iter()
                .any(|other| other.leads && other.measure.unit.dimension == placed.measure.unit.dimension)
    })
}

/// An item with the noun and properties of one clause and the numbers of another.
fn sibling(named: &Segment, values: Segment) -> Segment {
    let mut item = Segment {
        terms: named.terms.clone(),
        denied: named.denied.clone(),
        stated: named.stated.clone(),
        presence: named.presence,
        count: if named.each_count { named.count } else { None },
        each_count: named.each_count,
        ..Segment::default()
    };
    item.absorb(values);
    item.extend_span(&named.span);
    item
}

/// 20吨以下电炉、转炉: a bare noun listed after a noun with leading values shares them.
fn share_leading_measures(items: &[Segment], clause: &mut Segment) {
    let bare_noun =
        clause.measures.is_empty() && clause.count.is_none() && clause.codes.is_empty() && clause.bare.is_empty();
    let Some(previous) = items.last().filter(|_| clause.listed && bare_noun) else { return };
    if previous.count.is_none() && previous.measures.iter().all(|placed| placed.leads) {
        clause.measures = previous.measures.clone();
    }
}

/// Finds a place for a clause without a noun.
fn place(items: &mut Vec<Segment>, pending: &mut Vec<Segment>, mut clause: Segment, next_takes: bool) {
    let Some(last) = items.last_mut() else {
        // 电炉 | 100 | 吨 | 1 without a noun yet, 1#、2#120吨转炉.
        pending.push(clause);
        return;
    };
    if next_takes {
        pending.push(clause);
        return;
    }
    if clause.bordered && clause.measures.is_empty() && clause.count.is_none() {
        if let [(value, _)] = clause.bare.as_slice() {
            clause.count = value.point().filter(|count| count.fract().is_zero() && *count > Decimal::ZERO);
            if clause.count.is_some() {
                clause.bare.clear();
            }
        }
    }
    let repeats = clause.measures.iter().any(|placed| last.has_like(placed));
    if repeats {
        let mut item = sibling(last, clause);
        item.kin = last.kin.or_else(|| items.len().checked_sub(1));
        items.push(item);
    } else {
        last.absorb(clause);
    }
}

/// 均已拆除 speaks of every item of the statement.
fn share_presence(items: &mut [Segment], presence: Option<Presence>) {
    for item in items {
        item.presence = item.presence.or(presence);
    }
}

/// What is still without a noun at the end of a statement belongs to the last item, or stands alone.
fn settle(items: &mut Vec<Segment>, pending: &mut Vec<Segment>) {
    let mut waiting = std::mem::take(pending).into_iter();
    if items.is_empty() {
        if let Some(mut first) = waiting.next() {
            for other in waiting {
                first.absorb(other);
            }
            items.push(first);
        }
        return;
    }
    for other in waiting {
        if let Some(last) = items.last_mut() {
            last.absorb(other);
        }
    }
}

/// 各1座 holds for every item of the statement that has no count.
fn share_count(items: &mut [Segment], statement: usize) {
    let Some(count) = items.last().filter(|item| item.each_count).and_then(|item| item.count) else { return };
    for item in items.get_mut(statement..).unwrap_or_default() {
        item.count = item.count.or(Some(count));
    }
}
