//! What a thing without a name must be, by its size and the trade.

use crate::catalog::{ImpliedShape, TermId, TermKind, Vocabulary};
use crate::quantity::Dimension;

use super::super::explain::term_name;
use super::super::logic::{Truth, in_sector};
use super::super::thing::Thing;

/// φ3.2×13m without a noun is, in a cement plant, a mill; 2500t/d a clinker line.
pub(super) fn imply(thing: &mut Thing, vocabulary: &Vocabulary) {
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
        let name = term_name(vocabulary, implied.term);
        let sure = implied.beside.iter().any(|word| text.contains(word.as_str()));
        thing.implied = !sure && implied.shape != ImpliedShape::DailyCapacity;
        let doubt = if sure { "" } else { "，请核实" };
        thing.remarks.push(format!("没有写设备名称，由规格推定为{name}{doubt}"));
        thing.terms.push(implied.term);
    }
}
