//! Look-alikes: words that contain a label and mean something else. One that contains none keeps nothing away: it was written
//! for a label that is gone or spelt otherwise.

use std::collections::HashSet;

use super::check::Checker;
use super::check_vocabulary::{Parts, every};
use super::vocabulary::Vocabulary;
use crate::text::fold;
use crate::yaml::{Located, OneOrMany};

/// Notes look-alikes that can never matter. The vocabulary is that of all parts.
pub(super) fn check<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &Vocabulary) {
    let terms = vocabulary.terms.iter().flat_map(|term| &term.labels);
    let values = vocabulary.attributes.iter().flat_map(|attribute| &attribute.values).flat_map(|value| &value.labels);
    let parameters = vocabulary.parameters.iter().flat_map(|parameter| &parameter.labels);
    let labels: HashSet<String> = terms.chain(values).chain(parameters).map(|label| fold(label).text).collect();
    for (file, term) in every(parts, |part| &part.terms) {
        checker.file = file;
        let own = term.bare.then_some(&term.name).into_iter().chain(&term.labels.0);
        words(checker, &term.name, own, &term.not, &labels);
    }
    for (file, attribute) in every(parts, |part| &part.attributes) {
        checker.file = file;
        for value in &attribute.values.0 {
            words(checker, &value.name, value.labels.0.iter(), &value.not, &labels);
        }
    }
}

fn words<'w>(
    checker: &mut Checker,
    name: &Located<String>,
    own: impl Iterator<Item = &'w Located<String>>,
    not: &OneOrMany,
    labels: &HashSet<String>,
) {
    let own: Vec<String> = own.map(|label| fold(label).text).collect();
    for word in &not.0 {
        let folded = fold(word).text;
        if own.contains(&folded) {
            let message = format!("“{}”既是“{}”的叫法，又写成它的形近词", word.value, name.value);
            checker.add(word.at, message, "从 labels 或 not 中删去一处");
        } else if !contains(&folded, labels) {
            let message = format!("形近词“{}”里没有任何叫法，不起作用", word.value);
            checker.add(word.at, message, "删去，或写含有叫法的更长的词");
        }
    }
}

/// Whether a word holds a label, shorter than itself.
fn contains(word: &str, labels: &HashSet<String>) -> bool {
    let places: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    places.iter().enumerate().any(|(nth, &start)| {
        places
            .iter()
            .skip(nth + 1)
            .any(|&end| end - start < word.len() && word.get(start..end).is_some_and(|part| labels.contains(part)))
    })
}
