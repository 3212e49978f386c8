//! Labels with gaps: 液化烃…未…注水 is said by 液化烃球罐未设注水设施. Clauses of a catalogue are long, and nobody repeats them word
//! for word.

use std::borrow::Cow;

use super::lexicon::folded;
use crate::catalog::{TermId, Vocabulary};

/// Bytes that a gap may hold: about twelve characters.
const GAP: usize = 36;

/// The mark of a gap in a label.
const MARK: char = '…';

/// A label with gaps.
pub(super) struct Gapped<'v> {
    /// Its first part, by which it is found.
    pub(super) first: &'v str,
    /// The other parts, folded.
    pub(super) parts: Vec<String>,
    /// The term that it names.
    pub(super) term: TermId,
}

/// Whether a label has gaps.
pub(super) fn is_gapped(label: &str) -> bool {
    label.contains(MARK)
}

/// The labels with gaps, in the order of the vocabulary.
pub(super) fn gapped(vocabulary: &Vocabulary) -> Vec<Gapped<'_>> {
    let mut found = Vec::new();
    for (index, term) in (0_u16..).zip(&vocabulary.terms) {
        for label in &term.labels {
            let Some((first, rest)) = label.split_once(MARK) else { continue };
            let parts = rest.split(MARK).map(|part| folded(part).into_owned()).collect();
            found.push(Gapped { first, parts, term: TermId(index) });
        }
    }
    found
}

/// Where the last part ends, if all follow in their order, each after a gap without punctuation.
pub(super) fn end_of(text: &str, from: usize, parts: &[String]) -> Option<usize> {
    parts.iter().try_fold(from, |from, part| after_gap(text, from, part))
}

fn after_gap(text: &str, from: usize, part: &str) -> Option<usize> {
    let rest = text.get(from..)?;
    let clause = rest.find([',', '，', ';', '。', '\n']).unwrap_or(rest.len());
    let at = rest.get(..clause)?.find(part).filter(|at| *at <= GAP)?;
    // 烘烤钢包不用木柴: what is denied in the gap is not said.
    let denied = rest.get(..at)?.contains(['不', '未', '无', '非', '禁']);
    (!denied).then(|| from + at + part.len())
}

/// The first part as it is matched.
pub(super) fn first<'v>(gapped: &Gapped<'v>) -> Cow<'v, str> {
    folded(gapped.first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_ends_at_punctuation_and_at_what_denies() {
        assert_eq!(after_gap("液化烃球罐未设注水", "液化烃".len(), "未"), Some("液化烃球罐未".len()));
        assert_eq!(after_gap("液化烃球罐，未设注水", "液化烃".len(), "未"), None);
        assert_eq!(after_gap("烘烤钢包不用木柴", "烘烤".len(), "木柴"), None);
        assert_eq!(end_of("液化烃球罐未设注水", "液化烃".len(), &["未".into(), "注水".into()]), Some(27));
    }
}
