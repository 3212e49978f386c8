//! What another column than the one that names the items adds to them.

use rust_decimal::Decimal;

use crate::catalog::Vocabulary;

use super::super::description::Role;
use super::super::finding::Presence;
use super::super::lexicon::Lexicon;
use super::super::memory::Memory;
use super::super::thing::Thing;
use super::Read;
use super::numbers::add_numbers;

/// Adds what another column says.
pub(super) fn add(
    read: &Read<'_>,
    things: &mut [Thing],
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
    memory: &mut Memory,
) {
    match read.part.role {
        Role::Enterprise => {}
        Role::Quantity => add_count(read, things),
        Role::Status => add_presence(read, things),
        Role::Remarks => {
            add_presence(read, things);
            add_context(read, things, vocabulary);
        }
        Role::Process | Role::Product | Role::Hazard => {
            add_context(read, things, vocabulary);
            add_numbers(read, things, lexicon, vocabulary, memory);
        }
        Role::Equipment | Role::Model | Role::Parameter | Role::Capacity | Role::Line => {
            add_context(read, things, vocabulary);
            add_numbers(read, things, lexicon, vocabulary, memory);
        }
    }
}

fn add_count(read: &Read<'_>, things: &mut [Thing]) {
    let counts: Vec<Decimal> = read
        .segments()
        .iter()
        .filter_map(|segment| segment.count.or_else(|| segment.bare.first().and_then(|(value, _)| value.point())))
        .filter(|count| count.fract().is_zero())
        .collect();
    match (counts.as_slice(), things) {
        ([count], [thing]) => thing.count = Some(thing.count.unwrap_or(*count)),
        ([count], things) if *count == Decimal::from(things.len()) => {
            for thing in things {
                thing.count = Some(thing.count.unwrap_or(Decimal::ONE));
            }
        }
        (counts, things) if counts.len() == things.len() => {
            for (thing, count) in things.iter_mut().zip(counts) {
                thing.count = Some(thing.count.unwrap_or(*count));
            }
        }
        _ => {}
    }
}

fn add_presence(read: &Read<'_>, things: &mut [Thing]) {
    let own = || read.segments().iter().filter(|segment| !segment.attends);
    let Some(presence) = own().find_map(|segment| segment.presence) else { return };
    for thing in things {
        if thing.presence == Presence::InPlace {
            thing.presence = presence;
        }
    }
}

/// Processes, products and properties of another column hold for every item of the line.
fn add_context(read: &Read<'_>, things: &mut [Thing], vocabulary: &Vocabulary) {
    for segment in read.segments().iter().filter(|segment| !segment.attends) {
        for thing in things.iter_mut() {
            let doubts = segment.said.iter().filter_map(|said| Some((said.term, said.doubt.clone()?)));
            thing.doubts.extend(doubts);
            for &term in &segment.terms {
                if !thing.context.contains(&term) {
                    thing.context.push(term);
                }
            }
            thing.denied.extend(segment.denied.iter().copied());
            for stated in &segment.stated {
                thing.add_property(vocabulary, read.property(stated));
            }
        }
    }
}
