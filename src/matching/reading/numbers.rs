//! The numbers of another column, which go to the items they measure.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::catalog::Vocabulary;
use crate::quantity::{Dimension, Interval, Unit};
use crate::text::fold;

use super::super::description::Role;
use super::super::finding::Presence;
use super::super::lexicon::Lexicon;
use super::super::memory::Memory;
use super::super::segment::Segment;
use super::super::thing::{Loose, Origin, Thing, unit_of};
use super::header::Header;
use super::{Read, loose, take_segment};

/// Gives the numbers of another column to the items they belong to.
pub(super) fn add_numbers(
    read: &Read<'_>,
    things: &mut [Thing],
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
    memory: &mut Memory,
) {
    let header = memory.headers.get(read.part.header, || Arc::new(Header::read(read.part.header, lexicon)));
    let unit = read.part.unit.and_then(|unit| memory.units.get(unit, || unit_of(unit)));
    let by_position = read.segments().len() == things.len() && things.len() > 1;
    for (index, segment) in read.segments().iter().enumerate().filter(|(_, segment)| !segment.attends) {
        let targets: Vec<usize> = if by_position { vec![index] } else { targets(segment, things, vocabulary) };
        if targets.len() > 1 && read.segments().len() > 1 && !segment.measures.is_empty() && segment.terms.is_empty() {
            for &target in &targets {
                things[target].remarks.push(format!("“{}”对应哪一台设备不明，未采用", read.words(&segment.span)));
            }
            continue;
        }
        for target in targets {
            let thing = &mut things[target];
            take_segment_numbers(thing, read, segment, &header, unit, vocabulary);
        }
    }
}

fn take_segment_numbers(
    thing: &mut Thing,
    read: &Read<'_>,
    segment: &Segment,
    header: &Header,
    unit: Option<Unit>,
    vocabulary: &Vocabulary,
) {
    for placed in &segment.measures {
        let mut measure = loose(read, placed, header.parameters.clone());
        measure.total |= header.total;
        thing.loose.push(measure);
    }
    if let Some((height, unit)) = height_of_sizes(read, unit) {
        thing.loose.push(Loose {
            value: Interval::exactly(height * unit.factor),
            dimension: unit.dimension,
            labels: header.parameters.clone(),
            length: None,
            total: false,
            each: false,
            multiplier: None,
            capacity: false,
            origin: Origin { text: read.part.text.trim().to_owned(), from: read.part.field.to_owned() },
        });
        return;
    }
    for (value, span) in &segment.bare {
        let Some(unit) = unit.filter(|unit| unit.dimension != Dimension::Count) else {
            if segment.measures.is_empty() && read.part.role != Role::Line {
                thing.remarks.push(format!("“{}”没有写单位，未采用", read.words(span)));
            }
            continue;
        };
        thing.loose.push(Loose {
            value: value.scaled(unit.factor),
            dimension: unit.dimension,
            labels: header.parameters.clone(),
            length: None,
            total: header.total,
            each: false,
            multiplier: None,
            capacity: read.part.role == Role::Capacity,
            origin: Origin { text: format!("{}{}", read.words(span), unit.symbol), from: read.part.field.to_owned() },
        });
    }
    let codes = Segment { codes: segment.codes.clone(), ..Segment::default() };
    take_segment(thing, read, &codes, vocabulary);
    thing.count = thing.count.or(segment.count);
    if thing.presence == Presence::InPlace {
        thing.presence = segment.presence.unwrap_or_default();
    }
}

/// 炭化室高×宽×长（mm） | 3800×450×12000: the header tells which of three sizes is the height.
fn height_of_sizes(read: &Read<'_>, unit: Option<Unit>) -> Option<(Decimal, Unit)> {
    let unit = unit.filter(|unit| unit.dimension == Dimension::Length)?;
    let header = fold(read.part.header).text;
    let names: Vec<&str> = header.split('×').collect();
    let sizes: Vec<&str> = read.words.folded.text.split('×').collect();
    let at = names.iter().position(|name| name.contains('高'))?;
    (names.len() == 3 && sizes.len() == 3).then_some(())?;
    let size = sizes.get(at)?.trim_matches(|c: char| !c.is_ascii_digit() && c != '.');
    Some((crate::quantity::parse_decimal(size)?, unit))
}

/// The items that a segment of another column speaks of: those of its terms, else those that measure its dimension, else all.
fn targets(segment: &Segment, things: &[Thing], vocabulary: &Vocabulary) -> Vec<usize> {
    let related = |thing: &Thing| {
        segment
            .terms
            .iter()
            .any(|&term| thing.terms.iter().any(|&named| vocabulary.is_a(named, term) || vocabulary.is_a(term, named)))
    };
    let by_term: Vec<usize> = (0..things.len()).filter(|&index| related(&things[index])).collect();
    if !by_term.is_empty() {
        return by_term;
    }
    let measures = |thing: &Thing| {
        segment.measures.iter().any(|placed| {
            thing
                .terms
                .iter()
                .flat_map(|&term| vocabulary.parameters_of(term))
                .any(|parameter| parameter.dimension == placed.measure.unit.dimension)
        })
    };
    let by_dimension: Vec<usize> = (0..things.len()).filter(|&index| measures(&things[index])).collect();
    if by_dimension.is_empty() { (0..things.len()).collect() } else { by_dimension }
}
