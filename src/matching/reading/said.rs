//! Circumstances told by sayings: in the words of an item, or half in one column and half in another.

use crate::catalog::Vocabulary;

use super::super::lacking::is_unsure;
use super::super::lexicon::Lexicon;
use super::super::sayings::Said;
use super::super::segment::Segment;
use super::super::thing::Thing;
use super::{Read, remark_on};

/// Gives a circumstance to the item whose words say it.
pub(super) fn say(segments: &mut Vec<Segment>, said: Said) {
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
pub(super) fn leave_open(segments: &mut [Segment], text: &str, lexicon: &Lexicon) {
    let spoken_of = |segment: &Segment| segment.terms.iter().any(|term| lexicon.sayings.speak_of(*term));
    let unsure = |segment: &&mut Segment| spoken_of(segment) && is_unsure(text, segment.span.start);
    for segment in segments.iter_mut().filter(unsure) {
        let span = segment.span.clone();
        for term in segment.terms.extract_if(.., |term| lexicon.sayings.speak_of(*term)) {
            segment.said.push(Said { term, span: span.clone(), doubt: Some(String::new()) });
        }
    }
}

/// Adds the circumstances of which one column says what is wrong and another with what.
pub(super) fn say_across(parts: &[Read<'_>], first: &mut Thing, lexicon: &Lexicon, vocabulary: &Vocabulary) {
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
