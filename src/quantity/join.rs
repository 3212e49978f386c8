//! Numbers that belong together: 「10吨以上(不含10吨)15吨以下」 is one interval, 「179、306、450立方米」 three volumes.

use rust_decimal::Decimal;

use super::interval::Interval;
use super::reading::{Measure, Reading, ReadingKind};
use super::unit::Unit;

/// Joins `10吨以上(不含10吨)15吨以下` into one interval.
pub(super) fn join_bounds(text: &str, readings: Vec<Reading>) -> Vec<Reading> {
    let mut joined: Vec<Reading> = Vec::with_capacity(readings.len());
    for reading in readings {
        let merged = match (joined.last(), &reading.kind) {
            (Some(last), ReadingKind::Measure(second)) => match &last.kind {
                ReadingKind::Measure(first)
                    if first.unit.dimension == second.unit.dimension
                        && first.value.high.is_none()
                        && second.value.low.is_none()
                        && second.value.high.is_some()
                        && is_bridge(text.get(last.end..reading.start).unwrap_or_default()) =>
                {
                    let scale = first.unit.factor / second.unit.factor;
                    let low = first.value.scaled(scale).low;
                    Some((last.start, Interval { low, high: second.value.high }))
                }
                _ => None,
            },
            _ => None,
        };
        match merged {
            Some((start, value)) => {
                joined.pop();
                let ReadingKind::Measure(second) = reading.kind else { continue };
                joined.push(Reading {
                    start,
                    end: reading.end,
                    kind: ReadingKind::Measure(Measure { value, ..second }),
                });
            }
            None => joined.push(reading),
        }
    }
    joined
}

/// Gives the numbers of a list the unit that only its last one has: 179、306、450立方米. A number that is not of the same
/// order, or may number the lines (1、2吨中频炉), has no part in it.
pub(super) fn share_units(text: &str, readings: &mut [Reading]) {
    let mut unit: Option<(Unit, Decimal, usize)> = None;
    for reading in readings.iter_mut().rev() {
        let next = unit.take();
        match &reading.kind {
            ReadingKind::Measure(measure) if measure.length.is_none() && measure.multiplier.is_none() => {
                unit = measure.value.point().map(|value| (measure.unit, value, reading.start));
            }
            ReadingKind::Bare(value) => {
                let (Some(value), Some((shared, other, start))) = (value.point(), next) else { continue };
                let listed = matches!(text.get(reading.end..start), Some("、" | "和" | "及" | "/"));
                let order = Decimal::from(8);
                let alike = value > Decimal::ZERO
                    && value <= other.saturating_mul(order)
                    && other <= value.saturating_mul(order);
                if listed && alike && (value >= Decimal::TEN || !opens_a_line(text, reading.start)) {
                    reading.kind = ReadingKind::Measure(Measure::new(Interval::exactly(value), shared));
                    unit = Some((shared, value, reading.start));
                }
            }
            // 二号3200、三号12500kVA: the number of a furnace stands before its value.
            ReadingKind::Label => unit = next.map(|(unit, value, _)| (unit, value, reading.start)),
            _ => {}
        }
    }
}

fn opens_a_line(text: &str, at: usize) -> bool {
    text.get(..at).unwrap_or_default().chars().next_back().is_none_or(|c| matches!(c, ';' | '。' | '\n' | ':' | '('))
}

fn is_bridge(between: &str) -> bool {
    matches!(between, "" | "、" | "，" | "," | "且" | "至" | "到" | "-" | "~")
}
