//! Reads the clauses of a text: one segment for each, two where a clause names two unrelated things with numbers between.

mod cut;
mod period;
mod presence;
mod role;
mod share;
mod size;

use std::ops::Range;

use crate::catalog::{ParameterId, TermId, TermKind, Vocabulary};
use crate::quantity::{Dimension, Interval, ReadingKind};

use super::control::Control;
use super::finding::Presence;
use super::lexicon::{Lexicon, Target};
use super::marks::{Mark, control};
use super::segment::{Placed, Segment, Stated};
use super::token::{Token, TokenKind};

use period::{is_flow, of_period};

/// The clauses of a text, in order.
pub(super) fn clauses(
    text: &str,
    tokens: &[Token],
    marks: &[Mark],
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
) -> Vec<Segment> {
    Clauses { text, tokens, marks, lexicon, vocabulary }.read()
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
                segment.serves = self.serves(start);
                segment.makes = self.makes(start);
                segment.foreign = self.is_foreign(start..at, segment);
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

    /// The words at a place that nobody knows; empty where it is something known.
    fn unknown_words(&self, at: usize) -> &str {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Words);
        token.and_then(|token| self.text.get(token.span.clone())).unwrap_or_default()
    }

    fn equipment(&self, at: usize) -> Option<TermId> {
        let token = self.tokens.get(at)?;
        if self.marks.get(at) != Some(&Mark::Live) || token.depth > 0 {
            return None;
        }
        token.names(TermKind::Equipment, self.lexicon, self.vocabulary)
    }

    fn segment(&self, range: Range<usize>) -> Option<Segment> {
        let mut segment = Segment::default();
        let mut labels: Vec<ParameterId> = Vec::new();
        let (mut total, mut each, mut each_count) = (false, false, false);
        let mut period: Option<Control> = None;
        let (mut filled, mut owned) = (false, false);
        for at in range.clone() {
            let token = self.tokens.get(at)?;
            let mark = self.marks.get(at).copied().unwrap_or(Mark::Live);
            if matches!(mark, Mark::Excepted | Mark::Future) {
                continue;
            }
            if mark == Mark::Owner {
                segment.extend_span(&token.span);
                (filled, owned) = (true, true);
                continue;
            }
            if matches!(mark, Mark::Past | Mark::Replaced) {
                match token.kind {
                    TokenKind::Number(ReadingKind::Measure(_)) if mark == Mark::Past => {
                        segment.past.push(token.span.clone());
                    }
                    TokenKind::Number(ReadingKind::Measure(_)) => segment.replaced.extend(self.replaced(at)),
                    _ => {}
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
                            Target::Parameter(parameter) => {
                                // 总产能: the label itself says that it is a sum.
                                total |= self.is_sum(parameter, token);
                                labels.push(parameter);
                            }
                            Target::Hint(term) => segment.hinted.push(term),
                            // 转炉除尘器 of the look-alike 转炉除尘
                            Target::Nothing => owned |= self.lexicon.begins_with_equipment(*mention, self.vocabulary),
                            Target::Control(_) | Target::Gapped(_) => {}
                        }
                    }
                    match control(token, self.lexicon) {
                        Some(Control::Total) => total = true,
                        Some(Control::Each) => each = true,
                        Some(Control::EachCount) => {
                            each_count = true;
                            segment.each_count |= self.followed_by_presence(at);
                        }
                        found @ Some(Control::PerDay | Control::PerYear | Control::PerHour | Control::PerMinute) => {
                            period = found
                        }
                        // 计划2019年底前拆除: it still stands.
                        Some(Control::Dismantled | Control::Closed) if let Some(words) = self.intended(token) => {
                            segment.intended.push(words);
                        }
                        Some(Control::Dismantled) => segment.presence = Some(Presence::Dismantled),
                        Some(Control::Closed) => segment.presence = Some(Presence::Closed),
                        // 停产，尚未拆除: it stands idle.
                        Some(Control::Idle) => {
                            let here = segment.presence.filter(|presence| *presence != Presence::InPlace);
                            segment.presence = here.or(self.idle(at)).or(segment.presence);
                        }
                        Some(Control::Planned) => segment.presence = Some(Presence::Planned),
                        Some(Control::InPlace) if segment.presence != Some(Presence::Idle) => {
                            segment.presence = Some(Presence::InPlace);
                        }
                        _ => {}
                    }
                }
                TokenKind::Number(ReadingKind::Measure(measure))
                    if self.is_other_size(at, measure, &labels, &segment) && !self.is_thickness(at, &segment) => {}
                // 日产铁水380立方 is no size of the furnace.
                TokenKind::Number(ReadingKind::Measure(measure)) if is_flow(measure, period) => {
                    period = None;
                }
                TokenKind::Number(ReadingKind::Measure(measure)) => {
                    let mut placed = Placed {
                        measure: of_period(measure.clone(), period.take()),
                        span: token.span.clone(),
                        labels: std::mem::take(&mut labels),
                        total: std::mem::take(&mut total)
                            || self.followed_by(at, Control::Total)
                            || self.is_together(at),
                        each: std::mem::take(&mut each)
                            || self.followed_by(at, Control::Each)
                            || self.is_per_piece(token)
                            || self.shared_by_pieces(at, measure),
                        leads: !segment.names(),
                        pieces: self.pieces(at, measure),
                    };
                    if placed.labels.is_empty() {
                        placed.labels = self.label_after(at, range.end);
                    }
                    if placed.labels.is_empty() && self.is_diameter(token) {
                        placed.labels = self.diameters();
                    }
                    segment.count = segment.count.or(placed.pieces.filter(|_| measure.multiplier.is_some()));
                    segment.measures.push(placed);
                }
                TokenKind::Number(ReadingKind::Count(count)) if period == Some(Control::PerYear) => {
                    // 年产50万条轮胎
                    period = None;
                    let value = Interval::exactly(*count);
                    segment.rate(value, Dimension::PiecesPerYear, token.span.clone(), std::mem::take(&mut labels));
                }
                TokenKind::Number(ReadingKind::Count(count)) => {
                    // 8台(6用2备): the first count is the whole.
                    if token.depth == 0 || segment.count.is_none() {
                        segment.count = segment.count.or(Some(*count));
                    }
                    segment.each_count |= each_count;
                }
                TokenKind::Words if let Some(presence) = self.since(at) => segment.presence = Some(presence),
                TokenKind::Number(ReadingKind::Bare(value))
                    if period == Some(Control::PerHour) && self.is_followed_by_pieces(token) =>
                {
                    // 每小时8000张
                    period = None;
                    segment.rate(*value, Dimension::PiecesPerHour, token.span.clone(), std::mem::take(&mut labels));
                }
                TokenKind::Number(ReadingKind::Bare(value)) => segment.bare.push((*value, token.span.clone())),
                TokenKind::Number(ReadingKind::Label) => segment.numbered += 1,
                TokenKind::Number(ReadingKind::Code) => segment.codes.push(token.span.clone()),
                _ => {}
            }
        }
        segment.attends = owned && !segment.names();
        filled.then_some(segment)
    }
}
