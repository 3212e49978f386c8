//! What an item shows beside its findings: its facts, and what its presence means for the action to take.

use crate::catalog::Vocabulary;

use super::super::explain::value_name;
use super::super::finding::{Fact, Presence, Verdict};
use super::super::thing::Thing;

pub(super) fn facts(thing: &Thing, vocabulary: &Vocabulary) -> Vec<Fact> {
    let numbers = thing.known.iter().filter_map(|known| {
        let parameter = vocabulary.parameters.get(known.parameter.index())?;
        Some(Fact {
            parameter: parameter.name.clone(),
            value: known.value.to_string(),
            unit: parameter.dimension.base().to_owned(),
            text: known.origin.text.clone(),
            from: known.origin.from.clone(),
        })
    });
    let properties = thing.properties.iter().filter_map(|property| {
        let attribute = vocabulary.attributes.get(property.attribute.index())?;
        let name = value_name(vocabulary, property.attribute, property.value);
        Some(Fact {
            parameter: attribute.name.clone(),
            value: if property.denied { format!("非{name}") } else { name.to_owned() },
            unit: String::new(),
            text: property.origin.text.clone(),
            from: property.origin.from.clone(),
        })
    });
    numbers.chain(properties).collect()
}

pub(super) fn presence_remark(presence: Presence, verdict: Verdict, remarks: &mut Vec<String>) {
    if verdict < Verdict::Review {
        return;
    }
    match presence {
        Presence::InPlace => {}
        Presence::Idle => remarks.push("停产或备用，设备仍在：仍须处置".into()),
        Presence::Planned => remarks.push("拟建或在建：不得建设投产".into()),
        Presence::Closed => remarks.push("已关停：核实是否拆除，转入验收".into()),
        Presence::Dismantled => remarks.push("已拆除：转入验收，不再下达整改".into()),
    }
}
