//! Inferences of the vocabulary applied to an item, each with its reason.

use crate::catalog::{Inference, Vocabulary};

use super::logic::{Truth, holds, in_sector};
use super::thing::{Origin, Property, Thing};

/// Applies the inferences, first match first, until nothing changes.
pub(super) fn infer(thing: &mut Thing, vocabulary: &Vocabulary) {
    state(thing, vocabulary);
    // Each round narrows a term or adds a property, both finite; the bound only guards against a faulty vocabulary.
    for _ in 0..8 {
        let mut candidates: Vec<u16> =
            thing.terms.iter().flat_map(|&term| vocabulary.inferences_of(term)).copied().collect();
        candidates.sort_unstable();
        let first = candidates
            .into_iter()
            .filter_map(|at| vocabulary.inferences.get(usize::from(at)))
            .find(|inference| applies(inference, thing, vocabulary));
        let Some(inference) = first else { return };
        apply(inference, thing, vocabulary);
        state(thing, vocabulary);
        thing.assign(vocabulary);
    }
}

/// What the terms themselves state: 铸铁高炉 is a furnace for castings.
fn state(thing: &mut Thing, vocabulary: &Vocabulary) {
    let stated: Vec<_> = thing
        .terms
        .iter()
        .chain(&thing.context)
        .filter_map(|term| vocabulary.terms.get(term.index()))
        .flat_map(|term| term.states.iter().map(|&(attribute, value)| (term.name.clone(), attribute, value)))
        .collect();
    for (name, attribute, value) in stated {
        let origin = Origin { text: name, from: String::new() };
        thing.add_property(vocabulary, Property { attribute, value, denied: false, origin });
    }
}

fn applies(inference: &Inference, thing: &Thing, vocabulary: &Vocabulary) -> bool {
    let named = thing.terms.contains(&inference.term)
        || inference.to.is_none() && thing.terms.iter().any(|&term| vocabulary.is_a(term, inference.term));
    if !named {
        return false;
    }
    let adds = inference.to.is_some_and(|to| !thing.terms.contains(&to) && !thing.denied.contains(&to))
        || inference.to.is_none()
            && inference
                .states
                .iter()
                .any(|&(attribute, value)| thing.property(attribute).is_none() && !thing.denies(attribute, value));
    let excepted = inference
        .except_sectors
        .iter()
        .any(|&sector| in_sector(&thing.sectors, sector, vocabulary) != Truth::False && !thing.sectors.is_empty());
    adds && !excepted
        && (inference.sectors.is_empty()
            || inference.sectors.iter().map(|&sector| in_sector(&thing.sectors, sector, vocabulary)).max()
                == Some(Truth::True))
        && inference.when.as_ref().is_none_or(|when| holds(when, thing, vocabulary) == Truth::True)
}

fn apply(inference: &Inference, thing: &mut Thing, vocabulary: &Vocabulary) {
    if let Some(to) = inference.to {
        for term in &mut thing.terms {
            if *term == inference.term {
                *term = to;
            }
        }
        thing.narrow_terms(vocabulary);
        let name = super::explain::term_name(vocabulary, to);
        thing.remarks.push(format!("按{name}判断：{}", inference.because));
    }
    for &(attribute, value) in &inference.states {
        let origin = Origin { text: inference.because.clone(), from: "inference".into() };
        thing.add_property(vocabulary, Property { attribute, value, denied: false, origin });
    }
}
