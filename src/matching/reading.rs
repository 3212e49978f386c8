//! A description → its items with all that the columns of its line say of them.

mod columns;
mod header;
mod imply;
mod listed;
mod numbers;
mod said;
mod together;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::catalog::{ParameterId, SectorId, TermId, Vocabulary};
use crate::quantity::Interval;
use crate::text::fold;

use super::brackets;
use super::description::{Description, Part, Role};
use super::given_units::mend_figures;
use super::lexicon::Lexicon;
use super::marks::marks;
use super::memory::{Memory, Words};
use super::model::code_facts;
use super::segment::{Placed, Segment, Stated, segments};
use super::thing::{Known, Loose, Origin, Property, Thing};
use super::token::tokens;

use columns::add;
use imply::imply;
use listed::spread;
use said::{leave_open, say, say_across};
use together::{give_back, join_plant};

pub(super) use header::Header;

/// A part read.
struct Read<'a> {
    part: Part<'a>,
    words: Arc<Words>,
    /// The values of a list, where they stand for as many things.
    listed: Option<Vec<Segment>>,
}

impl Read<'_> {
    fn segments(&self) -> &[Segment] {
        self.listed.as_deref().unwrap_or(&self.words.segments)
    }

    fn names(&self) -> bool {
        self.segments().iter().any(|segment| segment.names() || segment.attends)
    }

    fn property(&self, stated: &Stated) -> Property {
        let origin = Origin { text: self.words(&stated.span), from: self.part.field.to_owned() };
        Property { attribute: stated.attribute, value: stated.value, denied: stated.denied, origin }
    }

    fn words(&self, span: &std::ops::Range<usize>) -> String {
        let range = self.words.folded.original(span.start, span.end);
        self.part.text.get(range).unwrap_or(self.part.text).trim().to_owned()
    }
}

/// Reads a description.
pub(super) fn things(
    description: &Description<'_>,
    lexicon: &Lexicon,
    vocabulary: &Vocabulary,
    memory: &mut Memory,
) -> Vec<Thing> {
    let sectors = memory.sectors.get(description.sector, || lexicon.sectors(description.sector).into());
    // The enterprise's name says nothing of a thing.
    let told = description.parts.iter().filter(|part| part.role != Role::Enterprise);
    let mut parts: Vec<Read<'_>> = told.map(|&part| read(part, lexicon, vocabulary, memory)).collect();
    let Some(main) = main_part(&parts) else { return Vec::new() };
    let mut things: Vec<Thing> =
        parts[main].segments().iter().map(|segment| thing(&parts[main], segment, &sectors, vocabulary)).collect();
    if things.is_empty() {
        return things;
    }
    spread(&mut parts, main, &mut things);
    // The quantity column first: it knows the number of pieces better than a 3×4200kVA among the parameters.
    let is_quantity = |part: &Read<'_>| part.part.role == Role::Quantity;
    let others = || parts.iter().enumerate().filter(|(index, _)| *index != main).map(|(_, part)| part);
    for part in others().filter(|part| is_quantity(part)).chain(others().filter(|part| !is_quantity(part))) {
        add(part, &mut things, lexicon, vocabulary, memory);
    }
    if let Some(first) = things.first_mut() {
        say_across(&parts, first, lexicon, vocabulary);
    }
    give_back(&mut things, vocabulary);
    join_plant(&mut things, vocabulary);
    for thing in &mut things {
        thing.narrow_terms(vocabulary);
        thing.narrow_by_context(vocabulary);
        imply(thing, vocabulary);
        thing.assign(vocabulary);
    }
    things
}

fn read<'a>(part: Part<'a>, lexicon: &Lexicon, vocabulary: &Vocabulary, memory: &mut Memory) -> Read<'a> {
    let words = memory.words.get(part.text, || Arc::new(words(part.text, lexicon, vocabulary)));
    Read { part, words, listed: None }
}

fn words(text: &str, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Words {
    let mut folded = fold(text);
    mend_figures(&mut folded.text);
    let mut tokens = tokens(&folded, lexicon);
    let marks = marks(&folded.text, &tokens, lexicon, vocabulary);
    brackets::open(&folded.text, &mut tokens, &marks, lexicon, vocabulary);
    let mut segments = segments(&folded.text, &tokens, &marks, lexicon, vocabulary);
    let (said, halves) = lexicon.sayings.read(&folded.text);
    leave_open(&mut segments, &folded.text, lexicon);
    for said in said {
        say(&mut segments, said);
    }
    Words { folded, segments, halves }
}

fn remark_on(vocabulary: &Vocabulary, term: TermId, words: &str) -> String {
    format!("“{words}”按“{}”认定", super::explain::term_name(vocabulary, term))
}

/// The part that names the items: the equipment column, else the first other that names something.
fn main_part(parts: &[Read<'_>]) -> Option<usize> {
    const ORDER: [Role; 6] = [Role::Equipment, Role::Line, Role::Process, Role::Product, Role::Model, Role::Hazard];
    let of = |role: Role| parts.iter().position(|read| read.part.role == role && !read.segments().is_empty());
    ORDER
        .iter()
        .filter_map(|&role| of(role))
        .find(|&index| parts[index].names())
        .or_else(|| ORDER.iter().find_map(|&role| of(role)))
}

fn thing(read: &Read<'_>, segment: &Segment, sectors: &[SectorId], vocabulary: &Vocabulary) -> Thing {
    let mut thing = Thing {
        text: read.words(&segment.span),
        terms: segment.terms.clone(),
        denied: segment.denied.clone(),
        sectors: sectors.to_vec(),
        count: segment.count.or_else(|| (segment.numbered > 0).then(|| Decimal::from(segment.numbered))),
        presence: segment.presence.unwrap_or_default(),
        attends: segment.attends,
        ..Thing::default()
    };
    take_segment(&mut thing, read, segment, vocabulary);
    for said in &segment.said {
        match &said.doubt {
            Some(ask) => thing.doubts.push((said.term, ask.clone())),
            None => thing.remarks.push(remark_on(vocabulary, said.term, &read.words(&segment.span))),
        }
    }
    for intended in &segment.intended {
        thing.remarks.push(format!("“{}”是打算或要求，没有写已做完，按设备仍在判断", read.words(intended)));
    }
    for replaced in &segment.replaced {
        thing.remarks.push(format!("“{}”是被置换的设备，请核实是否已拆除", read.words(replaced)));
    }
    for past in &segment.past {
        thing.remarks.push(format!("“{}”是改造前的数值，未采用", read.words(past)));
    }
    if read.part.unit.is_none() {
        for (_, span) in segment.bare.iter().filter(|(value, _)| !is_year(value)) {
            thing.remarks.push(format!("“{}”没有写单位，未采用", read.words(span)));
        }
    }
    thing
}

/// 2004.5, 2004/5: when something was built.
fn is_year(value: &Interval) -> bool {
    value.point().is_some_and(|value| value >= Decimal::from(1950) && value < Decimal::from(2050))
}

/// Takes the numbers and properties of a segment into an item.
fn take_segment(thing: &mut Thing, read: &Read<'_>, segment: &Segment, vocabulary: &Vocabulary) {
    for placed in &segment.measures {
        thing.loose.push(loose(read, placed, Vec::new()));
    }
    for stated in &segment.stated {
        thing.add_property(vocabulary, read.property(stated));
    }
    for code in &segment.codes {
        let Some(text) = read.words.folded.text.get(code.clone()) else { continue };
        if let Some(found) = code_facts(text, vocabulary) {
            // JNDK38型焦炉: the code tells which of the ovens.
            let narrower = |term| thing.terms.is_empty() || thing.terms.iter().any(|&wide| vocabulary.is_a(term, wide));
            if let Some(term) = found.term.filter(|&term| narrower(term)) {
                thing.terms.push(term);
            }
            if thing.number(found.parameter).is_none() {
                let origin = Origin { text: read.words(code), from: "model-code".into() };
                thing.known.push(Known {
                    parameter: found.parameter,
                    value: Interval::exactly(found.value),
                    origin,
                    sum: false,
                });
            }
        }
    }
}

fn loose(read: &Read<'_>, placed: &Placed, header: Vec<ParameterId>) -> Loose {
    let measure = &placed.measure;
    Loose {
        value: measure.base_value(),
        dimension: measure.unit.dimension,
        labels: if placed.labels.is_empty() { header } else { placed.labels.clone() },
        length: measure.length.and_then(|length| length.checked_mul(measure.unit.factor)),
        total: placed.total,
        each: placed.each,
        multiplier: measure.multiplier,
        capacity: read.part.role == Role::Capacity,
        origin: Origin { text: read.words(&placed.span), from: read.part.field.to_owned() },
    }
}

/// Terms that a thing may be called by, for the report.
pub(super) fn display_name(thing: &Thing, vocabulary: &Vocabulary) -> Option<String> {
    let term: TermId = thing.best_term()?;
    Some(super::explain::term_name(vocabulary, term).to_owned())
}
