//! A list of values in another column, which makes as many items of one noun.

use rust_decimal::Decimal;

use super::super::description::Role;
use super::super::segment::Segment;
use super::super::thing::Thing;
use super::Read;

/// 高炉 | 300m³、450m³ | 2: a list of values in another column makes as many items of the one noun.
pub(super) fn spread(parts: &mut [Read<'_>], main: usize, things: &mut Vec<Thing>) {
    let [thing] = things.as_slice() else { return };
    if !thing.loose.is_empty() || !thing.known.is_empty() {
        return;
    }
    let mut values = 1;
    for (index, read) in parts.iter_mut().enumerate() {
        if index == main || !matches!(read.part.role, Role::Model | Role::Parameter) {
            continue;
        }
        let list = listed_values(read);
        if list.len() > 1 && (values == 1 || values == list.len()) {
            values = list.len();
            read.listed = Some(list);
        }
    }
    if values > 1 {
        let Some(thing) = things.pop() else { return };
        let one = thing.count == Some(Decimal::from(values));
        things
            .extend((0..values).map(|_| Thing { count: if one { Some(Decimal::ONE) } else { None }, ..thing.clone() }));
    }
}

/// The values of a cell that holds nothing but a list of different values of one kind, each as a segment of its own.
fn listed_values(read: &Read<'_>) -> Vec<Segment> {
    if read.names() || read.segments().iter().any(|segment| !segment.stated.is_empty() || !segment.codes.is_empty()) {
        return Vec::new();
    }
    let measures = read.segments().iter().flat_map(|segment| &segment.measures);
    let bare = read.segments().iter().flat_map(|segment| &segment.bare);
    let values: Vec<Segment> = measures
        .map(|placed| Segment { span: placed.span.clone(), measures: vec![placed.clone()], ..Segment::default() })
        .chain(bare.map(|found| Segment { span: found.1.clone(), bare: vec![found.clone()], ..Segment::default() }))
        .collect();
    let value = |segment: &Segment| {
        let measure =
            segment.measures.first().map(|placed| (placed.measure.unit.dimension, placed.measure.base_value()));
        (measure, segment.bare.first().map(|(value, _)| *value))
    };
    let dimension = |segment: &Segment| segment.measures.first().map(|placed| placed.measure.unit.dimension);
    let parted = |pair: &[Segment]| {
        let between = read.words.folded.text.get(pair[0].span.end..pair[1].span.start);
        let list = between.is_some_and(|words| {
            // 1#:318m³;2#:450m³
            let sign = words.trim_end_matches([':', '#', '号']);
            let sign = if sign == words { words } else { sign.trim_end_matches(|c: char| c.is_ascii_digit()) };
            matches!(sign, "、" | "/" | "," | "，" | ";" | "和" | "及" | "\n" | " " | "")
                && (!sign.trim().is_empty() || sign != words)
        });
        list && dimension(&pair[0]) == dimension(&pair[1]) && value(&pair[0]) != value(&pair[1])
    };
    let sums = values.iter().flat_map(|segment| &segment.measures).any(|placed| placed.total || placed.each);
    if sums || !values.windows(2).all(parted) { Vec::new() } else { values }
}
