//! Lists of which one member alone has the unit: 「179、306、450立方米」, 「2×350+1×580m3」, 「2台6300、2台12500kVA」, 「350m3、580」.

use rust_decimal::Decimal;

use super::interval::Interval;
use super::reading::{Measure, Reading, ReadingKind};
use super::unit::Unit;

/// The member of a list that a neighbour may take its unit from.
#[derive(Clone, Copy)]
struct Member {
    unit: Unit,
    value: Decimal,
    /// The edge that faces the neighbour: that of its value, or of its number of pieces.
    edge: usize,
    /// A furnace number stands before it: then one stands before every member.
    labelled: bool,
}

/// Gives the numbers of a list the unit that only its last or its first one has, and the members their numbers of pieces. A
/// number that is not of the same order, that may number the lines (1、2吨中频炉) or the furnaces (4、5号25吨) has no part in it.
pub(super) fn share_units(text: &str, readings: &mut Vec<Reading>) {
    if !readings.iter().any(|reading| matches!(reading.kind, ReadingKind::Bare(_))) {
        return;
    }
    let last = share_backwards(text, readings);
    let first = share_forwards(text, readings);
    if last || first {
        take_counts(text, readings);
    }
}

/// From the last member to those before it; whether any took the unit.
fn share_backwards(text: &str, readings: &mut [Reading]) -> bool {
    let (mut next, mut shared): (Option<Member>, bool) = (None, false);
    for at in (0..readings.len()).rev() {
        let reading = &readings[at];
        let known = next.take();
        match &reading.kind {
            ReadingKind::Measure(measure) if measure.length.is_none() => {
                next = measure.value.point().map(|value| member_at(text, readings, at, value, measure.unit));
            }
            // What stands before a value and belongs to it is passed over.
            ReadingKind::Label | ReadingKind::Count(_) if known.is_some_and(|member| member.edge == reading.start) => {
                next = known;
            }
            // 6300的2台、12500kVA的2台
            ReadingKind::Count(_) if known.is_some_and(|member| parts(between(text, reading.end, member.edge))) => {
                let behind = at.checked_sub(1).and_then(|bare| readings.get(bare)).filter(|bare| is_bare(bare));
                let touches = behind.is_some_and(|bare| belongs(between(text, bare.end, reading.start)));
                next = known.filter(|_| touches).map(|member| Member { edge: reading.start, ..member });
            }
            ReadingKind::Bare(value) => {
                let (Some(value), Some(member)) = (value.point(), known) else { continue };
                let own = before(readings, at);
                let counted = own.is_some_and(|own| matches!(own.kind, ReadingKind::Count(_)));
                if member.labelled && own.is_none_or(|own| own.kind != ReadingKind::Label) {
                    continue;
                }
                let gap = between(text, reading.end, member.edge);
                let behind = readings.get(at + 1).is_some_and(|count| {
                    count.start == member.edge && matches!(count.kind, ReadingKind::Count(_)) && belongs(gap)
                });
                let listed = parts(gap) || behind || (counted && gap == ",");
                let order = if counted || behind || gap == "+" { 20 } else { 8 };
                let numbers = !counted && gap != "+" && value < Decimal::TEN && opens_a_line(text, reading.start);
                if listed && alike(value, member.value, order) && !numbers {
                    next = Some(member_at(text, readings, at, value, member.unit));
                    readings[at].kind = ReadingKind::Measure(Measure::new(Interval::exactly(value), member.unit));
                    shared = true;
                }
            }
            _ => {}
        }
    }
    shared
}

/// From the first member to those behind it: 350m3、580各一座. Whether any took the unit.
fn share_forwards(text: &str, readings: &mut [Reading]) -> bool {
    let (mut previous, mut shared): (Option<Member>, bool) = (None, false);
    for at in 0..readings.len() {
        let reading = &readings[at];
        let known = previous.take();
        match &reading.kind {
            ReadingKind::Measure(measure) if measure.length.is_none() => {
                previous = measure.value.point().map(|value| Member {
                    unit: measure.unit,
                    value,
                    edge: reading.end,
                    labelled: false,
                });
            }
            // 350m3+1×580
            ReadingKind::Count(_) if known.is_some_and(|member| parts(between(text, member.edge, reading.start))) => {
                let touches = readings.get(at + 1).is_some_and(|bare| is_bare(bare) && bare.start == reading.end);
                let times = between(text, reading.start, reading.end).ends_with('×');
                previous = known.filter(|_| touches && times).map(|member| Member { edge: reading.end, ..member });
            }
            ReadingKind::Bare(value) => {
                let (Some(value), Some(member)) = (value.point(), known) else { continue };
                let counted = member.edge == reading.start;
                let listed = counted || parts(between(text, member.edge, reading.start));
                let ends = text.get(reading.end..).unwrap_or_default().chars().next();
                let ends =
                    ends.is_none_or(|c| !c.is_alphanumeric() && c != '.' && c != '%' || matches!(c, '各' | '均'));
                let year = (Decimal::from(1900)..=Decimal::from(2100)).contains(&value);
                if listed && ends && !year && value >= Decimal::TEN && alike(value, member.value, 8) {
                    previous = Some(Member { value, edge: reading.end, ..member });
                    readings[at].kind = ReadingKind::Measure(Measure::new(Interval::exactly(value), member.unit));
                    shared = true;
                }
            }
            _ => {}
        }
    }
    shared
}

/// 2×350 whose unit stood elsewhere, 350×2: the number of pieces goes to its value, as in 2×350m3.
fn take_counts(text: &str, readings: &mut Vec<Reading>) {
    let mut at = 0;
    while at + 1 < readings.len() {
        let (first, second) = (&readings[at], &readings[at + 1]);
        let touch = first.end == second.start;
        let times = |reading: &Reading| between(text, reading.start, reading.end).contains('×');
        let taken = match (&first.kind, &second.kind) {
            (ReadingKind::Count(count), ReadingKind::Measure(measure)) if touch && times(first) => {
                Some((count, measure))
            }
            (ReadingKind::Measure(measure), ReadingKind::Count(count)) if touch && times(second) => {
                Some((count, measure))
            }
            _ => None,
        };
        let taken = taken.filter(|(_, measure)| measure.multiplier.is_none() && measure.length.is_none());
        if let Some((count, measure)) = taken {
            let kind = ReadingKind::Measure(Measure { multiplier: Some(*count), ..measure.clone() });
            readings[at] = Reading { start: first.start, end: second.end, kind };
            readings.remove(at + 1);
        }
        at += 1;
    }
}

/// The reading right before a value that tells its number of pieces or its furnace.
fn before(readings: &[Reading], at: usize) -> Option<&Reading> {
    let own = readings.get(at.checked_sub(1)?)?;
    let touches = own.end == readings.get(at)?.start;
    (touches && matches!(own.kind, ReadingKind::Count(_) | ReadingKind::Label)).then_some(own)
}

fn member_at(text: &str, readings: &[Reading], at: usize, value: Decimal, unit: Unit) -> Member {
    let own = before(readings, at);
    let start = own.or(readings.get(at)).map_or(0, |reading| reading.start);
    let edge = text.get(..start).map_or(start, |head| head.trim_end_matches('φ').len());
    Member { unit, value, edge, labelled: own.is_some_and(|own| own.kind == ReadingKind::Label) }
}

fn is_bare(reading: &Reading) -> bool {
    matches!(reading.kind, ReadingKind::Bare(_))
}

fn between(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("?")
}

/// Signs and words between the members of a list.
fn parts(gap: &str) -> bool {
    matches!(gap, "、" | "和" | "及" | "与" | "/" | "+")
}

/// What may stand between a value and its number of pieces.
fn belongs(gap: &str) -> bool {
    matches!(gap, "" | " " | "的")
}

fn alike(value: Decimal, other: Decimal, order: u32) -> bool {
    let order = Decimal::from(order);
    value > Decimal::ZERO && value <= other.saturating_mul(order) && other <= value.saturating_mul(order)
}

fn opens_a_line(text: &str, at: usize) -> bool {
    text.get(..at).unwrap_or_default().chars().next_back().is_none_or(|c| matches!(c, ';' | '。' | '\n' | ':' | '('))
}
