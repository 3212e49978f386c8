//! Bounds that belong together: 「10吨以上(不含10吨)15吨以下」 is one interval.

use super::interval::Interval;
use super::reading::{Measure, Reading, ReadingKind};

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

fn is_bridge(between: &str) -> bool {
    matches!(between, "" | "、" | "，" | "," | "且" | "至" | "到" | "-" | "~")
}
