//! A description → its items with all that the columns of its line say of them.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::catalog::{ImpliedShape, SectorId, TermId, TermKind, Vocabulary};
use crate::quantity::{Dimension, Interval, Unit};
use crate::text::fold;

use super::brackets;
use super::control::Control;
use super::description::{Description, Part, Role};
use super::finding::Presence;
use super::given_units::mend_figures;
use super::lacking::is_unsure;
use super::lexicon::{Lexicon, Target};
use super::logic::{Truth, in_sector};
use super::marks::marks;
use super::memory::{Memory, Words};
use super::model::code_facts;
use super::sayings::Said;
use super::segment::{Placed, Segment, segments};
use super::thing::{Known, Loose, Origin, Property, Thing, unit_of};
use super::token::tokens;

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

/// Gives a circumstance to the item whose words say it.
fn say(segments: &mut Vec<Segment>, said: Said) {
    let named = |segment: &Segment| segment.terms.contains(&said.term) || segment.denied.contains(&said.term);
    if segments.iter().any(named) {
        return;
    }
    let at = segments.iter().rposition(|segment| segment.span.start <= said.span.start).unwrap_or(0);
    if segments.is_empty() {
        segments.push(Segment { span: said.span.clone(), ..Segment::default() });
    }
    let Some(segment) = segments.get_mut(at) else { return };
    if said.doubt.is_none() {
        segment.terms.push(said.term);
    }
    segment.said.push(said);
}

/// 转炉补铁水增碳，什么时候补没写: a circumstance beside which something is left open is only possible.
fn leave_open(segments: &mut [Segment], text: &str, lexicon: &Lexicon) {
    let spoken_of = |segment: &Segment| segment.terms.iter().any(|term| lexicon.sayings.speak_of(*term));
    let unsure = |segment: &&mut Segment| spoken_of(segment) && is_unsure(text, segment.span.start);
    for segment in segments.iter_mut().filter(unsure) {
        let span = segment.span.clone();
        for term in segment.terms.extract_if(.., |term| lexicon.sayings.speak_of(*term)) {
            segment.said.push(Said { term, span: span.clone(), doubt: Some(String::new()) });
        }
    }
}

/// 36㎡烧结机、8㎡鼓风炉: what is listed side by side is the plant of a process.
fn join_plant(things: &mut [Thing], vocabulary: &Vocabulary) {
    if things.len() < 2 {
        return;
    }
    for plant in &vocabulary.together {
        let is = |thing: &Thing, wanted: TermId| thing.terms.iter().any(|&term| vocabulary.is_a(term, wanted));
        let has = |wanted: &TermId| things.iter().any(|thing| is(thing, *wanted));
        let sector = |thing: &Thing| {
            plant.sectors.iter().any(|&sector| in_sector(&thing.sectors, sector, vocabulary) == Truth::True)
        };
        if !plant.of.iter().all(has) {
            continue;
        }
        for thing in things.iter_mut().filter(|thing| sector(thing) && plant.of.iter().any(|&part| is(thing, part))) {
            thing.context.push(plant.term);
            thing.remarks.push(format!("与同列的设备合为“{}”", super::explain::term_name(vocabulary, plant.term)));
        }
    }
}

/// Adds the circumstances of which one column says what is wrong and another with what.
fn say_across(parts: &[Read<'_>], first: &mut Thing, lexicon: &Lexicon, vocabulary: &Vocabulary) {
    if parts.iter().all(|read| read.words.halves.is_empty()) {
        return;
    }
    let headers: Vec<_> = parts.iter().map(|read| crate::text::fold_text(read.part.header)).collect();
    for (index, read) in parts.iter().enumerate() {
        let texts = parts.iter().enumerate().filter(|(at, _)| *at != index);
        let others = texts.map(|(_, other)| other.words.folded.text.as_str());
        let others: Vec<&str> = others.chain(headers.iter().map(AsRef::as_ref)).collect();
        for half in &read.words.halves {
            let Some((term, doubt)) = lexicon.sayings.whole(half, &others) else { continue };
            if first.terms.contains(&term) || first.context.contains(&term) {
                continue;
            }
            match doubt {
                Some(ask) => first.doubts.push((term, ask)),
                None => {
                    first.remarks.push(remark_on(vocabulary, term, read.part.text.trim()));
                    first.context.push(term);
                }
            }
        }
    }
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
        let origin = Origin { text: read.words(&stated.span), from: read.part.field.to_owned() };
        let property = Property { attribute: stated.attribute, value: stated.value, denied: stated.denied, origin };
        thing.add_property(vocabulary, property);
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

fn loose(read: &Read<'_>, placed: &Placed, header: Vec<crate::catalog::ParameterId>) -> Loose {
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

/// 高炉、转炉、烧结机各2台，规格依次为420m³、30t、75m²: what the last item cannot measure goes to the only one before it that can.
fn give_back(things: &mut [Thing], vocabulary: &Vocabulary) {
    let takes = |thing: &Thing, dimension: Dimension| {
        let terms = thing.terms.iter().filter_map(|term| vocabulary.terms.get(term.index()));
        let mut parameters =
            terms.flat_map(|term| &term.parameters).filter_map(|id| vocabulary.parameters.get(id.index()));
        parameters.any(|parameter| parameter.dimension == dimension)
    };
    let Some((last, before)) = things.split_last_mut() else { return };
    if before.is_empty() || last.loose.len() < 2 {
        return;
    }
    let mut kept = Vec::new();
    for measure in std::mem::take(&mut last.loose) {
        let own = takes(last, measure.dimension) || !measure.labels.is_empty();
        let mut able = before.iter_mut().filter(|thing| thing.loose.is_empty() && takes(thing, measure.dimension));
        match (own, able.next(), able.next()) {
            (false, Some(thing), None) => thing.loose.push(measure),
            _ => kept.push(measure),
        }
    }
    last.loose = kept;
}

/// 高炉 | 300m³、450m³ | 2: a list of values in another column makes as many items of the one noun.
fn spread(parts: &mut [Read<'_>], main: usize, things: &mut Vec<Thing>) {
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

/// Adds what another column says.
fn add(read: &Read<'_>, things: &mut [Thing], lexicon: &Lexicon, vocabulary: &Vocabulary, memory: &mut Memory) {
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
                let origin = Origin { text: read.words(&stated.span), from: read.part.field.to_owned() };
                let property =
                    Property { attribute: stated.attribute, value: stated.value, denied: stated.denied, origin };
                thing.add_property(vocabulary, property);
            }
        }
    }
}

/// Gives the numbers of another column to the items they belong to.
fn add_numbers(read: &Read<'_>, things: &mut [Thing], lexicon: &Lexicon, vocabulary: &Vocabulary, memory: &mut Memory) {
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
                .filter_map(|term| vocabulary.terms.get(term.index()))
                .flat_map(|term| &term.parameters)
                .filter_map(|parameter| vocabulary.parameters.get(parameter.index()))
                .any(|parameter| parameter.dimension == placed.measure.unit.dimension)
        })
    };
    let by_dimension: Vec<usize> = (0..things.len()).filter(|&index| measures(&things[index])).collect();
    if by_dimension.is_empty() { (0..things.len()).collect() } else { by_dimension }
}

/// What a header says of the numbers below it.
#[derive(Debug)]
pub(super) struct Header {
    parameters: Vec<crate::catalog::ParameterId>,
    /// 总炉容, 合计容量: sums over all pieces.
    total: bool,
}

impl Header {
    fn read(header: &str, lexicon: &Lexicon) -> Self {
        let folded = fold(header);
        let targets: Vec<Target> =
            lexicon.mentions(&folded.text).into_iter().flat_map(|mention| lexicon.targets(mention).to_vec()).collect();
        let parameters = targets.iter().filter_map(|target| match target {
            Target::Parameter(parameter) => Some(*parameter),
            _ => None,
        });
        let total = targets.contains(&Target::Control(Control::Total));
        Self { parameters: parameters.collect(), total }
    }
}

/// φ3.2×13m without a noun is, in a cement plant, a mill; 2500t/d a clinker line.
fn imply(thing: &mut Thing, vocabulary: &Vocabulary) {
    // 4台，6.3MVA，产品硅锰合金: a product has no transformer; 硅铁21.3万kVA may be that of a whole plant.
    let product = |term: &TermId| vocabulary.is_of_kind(*term, TermKind::Product);
    if !thing.terms.iter().all(product) {
        return;
    }
    let named = !thing.terms.is_empty();
    let shape = thing.loose.iter().find_map(|loose| Some((loose.value.point()?, loose.length?)));
    let ratio = shape.and_then(|(diameter, length)| length.checked_div(diameter));
    let measures = |dimension| thing.loose.iter().any(|loose| loose.dimension == dimension);
    let text = crate::text::fold_text(&thing.text).into_owned();
    // 硅锰合金炉 names its furnace by what it makes.
    if named && (thing.count.is_none() || text.contains('炉')) {
        return;
    }
    let implied = vocabulary.implied.iter().find(|implied| {
        let looks = match implied.shape {
            ImpliedShape::DiameterLength => ratio.is_some_and(|ratio| {
                implied.ratio_from.is_none_or(|from| ratio >= from)
                    && implied.ratio_below.is_none_or(|below| ratio < below)
            }),
            ImpliedShape::DailyCapacity => measures(Dimension::MassPerDay),
            ImpliedShape::Current => measures(Dimension::Current),
            ImpliedShape::ApparentPower => measures(Dimension::ApparentPower),
        };
        let says = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        looks
            && !says(&implied.not)
            && (!thing.attends || says(&implied.fed_by))
            && (!named || matches!(implied.shape, ImpliedShape::ApparentPower | ImpliedShape::Current))
            && implied.sectors.iter().any(|&sector| in_sector(&thing.sectors, sector, vocabulary) == Truth::True)
    });
    if let Some(implied) = implied {
        let name = super::explain::term_name(vocabulary, implied.term);
        let sure = implied.beside.iter().any(|word| text.contains(word.as_str()));
        thing.implied = !sure && implied.shape != ImpliedShape::DailyCapacity;
        let doubt = if sure { "" } else { "，请核实" };
        thing.remarks.push(format!("没有写设备名称，由规格推定为{name}{doubt}"));
        thing.terms.push(implied.term);
    }
}

/// Terms that a thing may be called by, for the report.
pub(super) fn display_name(thing: &Thing, vocabulary: &Vocabulary) -> Option<String> {
    let term: TermId = thing.best_term()?;
    Some(super::explain::term_name(vocabulary, term).to_owned())
}
