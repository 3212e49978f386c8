//! What items of one line say of each other: a plant made of them, sizes told behind the last of them.

use crate::catalog::{TermId, Vocabulary};
use crate::quantity::Dimension;

use super::super::explain::term_name;
use super::super::logic::{Truth, in_sector};
use super::super::thing::Thing;

/// 36㎡烧结机、8㎡鼓风炉: what is listed side by side is the plant of a process.
pub(super) fn join_plant(things: &mut [Thing], vocabulary: &Vocabulary) {
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
            thing.remarks.push(format!("与同列的设备合为“{}”", term_name(vocabulary, plant.term)));
        }
    }
}

/// 高炉、转炉、烧结机各2台，规格依次为420m³、30t、75m²: what the last item cannot measure goes to the only one before it that can.
pub(super) fn give_back(things: &mut [Thing], vocabulary: &Vocabulary) {
    let takes = |thing: &Thing, dimension: Dimension| {
        let mut parameters = thing.terms.iter().flat_map(|&term| vocabulary.parameters_of(term));
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
