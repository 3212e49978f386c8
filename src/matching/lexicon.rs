//! The lexicon: every label of the vocabulary and every control word of the language in one automaton.
//!
//! Longest match from the left wins, and a look-alike (`高炉煤气`) beats the label that it contains. Labels in letters and
//! figures match only as whole words, so that `S7` is not found in `S75` nor `C620` in `C6201`.

use std::collections::{BTreeMap, HashMap};

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use crate::catalog::{AttributeId, ParameterId, SectorId, TermId, TermKind, ValueId, Vocabulary};
use crate::text::fold;

use super::control::{CONTROLS, Control};

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// Names a term.
    Term(TermId),
    /// States a value of an attribute.
    Value(AttributeId, ValueId),
    /// Names a parameter.
    Parameter(ParameterId),
    /// The thing that a parameter's label begins with: 高炉 in 高炉容积.
    Hint(TermId),
    /// A word of the language: 除外, 已拆除 …
    Control(Control),
    /// A look-alike: means nothing here.
    Nothing,
}

/// A label found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    /// First byte in the folded text.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// Index into [`Lexicon::targets`].
    pub(super) label: u32,
}

/// An automaton over labels.
pub(super) struct Lexicon {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    targets: Vec<Vec<Target>>,
    /// Sector labels apart: 铜 in an equipment text is no sector.
    sectors: Vec<(String, SectorId)>,
    /// The wider sector of each.
    wider: Vec<Option<SectorId>>,
}

impl Lexicon {
    /// Builds the lexicon of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut labels: BTreeMap<String, Vec<Target>> = BTreeMap::new();
        let mut add = |label: &str, target: Target| {
            let label = fold(label).text;
            if !label.is_empty() {
                let targets = labels.entry(label).or_default();
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
        };
        for (index, term) in (0_u16..).zip(&vocabulary.terms) {
            term.labels.iter().for_each(|label| add(label, Target::Term(TermId(index))));
            term.not.iter().for_each(|label| add(label, Target::Nothing));
        }
        for (index, attribute) in (0_u16..).zip(&vocabulary.attributes) {
            for (value_index, value) in (0_u16..).zip(&attribute.values) {
                let target = Target::Value(AttributeId(index), ValueId(value_index));
                value.labels.iter().for_each(|label| add(label, target));
                value.not.iter().for_each(|label| add(label, Target::Nothing));
            }
        }
        for (index, parameter) in (0_u16..).zip(&vocabulary.parameters) {
            parameter.labels.iter().for_each(|label| add(label, Target::Parameter(ParameterId(index))));
        }
        for (parameter, term) in hints(vocabulary) {
            add(&parameter, Target::Hint(term));
        }
        for &(word, control) in CONTROLS {
            add(word, Target::Control(control));
        }
        for (label, found) in labels.clone() {
            for spelling in spellings_of_code(&label) {
                labels.entry(spelling).or_insert_with(|| found.clone());
            }
        }
        let mut targets = Vec::with_capacity(labels.len());
        let mut patterns: Vec<(String, u32)> = Vec::with_capacity(labels.len());
        for (index, (label, mut found)) in (0_u32..).zip(labels) {
            // A word that names something is no look-alike of itself.
            if found.len() > 1 {
                found.retain(|target| *target != Target::Nothing);
            }
            targets.push(found);
            patterns.push((label, index));
        }
        let mut sectors: Vec<(String, SectorId)> = Vec::new();
        for (index, sector) in (0_u16..).zip(&vocabulary.sectors) {
            sectors.extend(sector.labels.iter().map(|label| (fold(label).text, SectorId(index))));
        }
        sectors.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        #[expect(
            clippy::expect_used,
            reason = "labels are distinct and not empty, the ways in which building can fail; without the automaton \
                      nothing would be named and every plant would look clear"
        )]
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .build_with_values(patterns)
            .expect("an automaton of the labels");
        let wider = vocabulary.sectors.iter().map(|sector| sector.is).collect();
        Self { automaton, targets, sectors, wider }
    }

    /// What a mention stands for.
    pub(super) fn targets(&self, mention: Mention) -> &[Target] {
        self.targets.get(mention.label as usize).map_or(&[], Vec::as_slice)
    }

    /// The mentions of a folded text in order, none overlapping another.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut found: Vec<Mention> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|hit| Mention { start: hit.start(), end: hit.end(), label: hit.value() })
            .filter(|mention| is_whole_word(text, mention.start, mention.end))
            .collect();
        found.sort_unstable_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
        let mut end = 0;
        found.retain(|mention| {
            let keep = mention.start >= end;
            if keep {
                end = mention.end;
            }
            keep
        });
        found
    }

    /// The sectors that a sector text names: the longest label at each place.
    pub(super) fn sectors(&self, text: &str) -> Vec<SectorId> {
        let folded = fold(text).text;
        let mut found: Vec<SectorId> = Vec::new();
        let mut at = 0;
        while at < folded.len() {
            let rest = &folded[at..];
            let label = self.sectors.iter().find(|(label, _)| rest.starts_with(label.as_str()));
            match label {
                Some((label, sector)) => {
                    if !found.contains(sector) {
                        found.push(*sector);
                    }
                    at += label.len();
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        // 有色金属-铋 is bismuth, not one of two.
        let wider: Vec<SectorId> =
            found.iter().filter_map(|sector| self.wider.get(sector.index()).copied().flatten()).collect();
        found.retain(|sector| !wider.contains(sector));
        found
    }
}

/// Labels of parameters that begin with the label of equipment, with the term of the longest such label.
fn hints(vocabulary: &Vocabulary) -> Vec<(String, TermId)> {
    let equipment: HashMap<&str, TermId> = (0_u16..)
        .zip(&vocabulary.terms)
        .filter(|(_, term)| term.kind == TermKind::Equipment)
        .flat_map(|(index, term)| term.labels.iter().map(move |word| (word.as_str(), TermId(index))))
        .collect();
    let longest =
        |label: &str| label.char_indices().rev().find_map(|(end, _)| equipment.get(label.get(..end)?)).copied();
    vocabulary
        .parameters
        .iter()
        .flat_map(|parameter| &parameter.labels)
        .filter_map(|label| Some((label.clone(), longest(label)?)))
        .collect()
}

/// Other spellings of a label that begins with a model code: C620 as C 620 and C-620, PG-27 as PG 27 and PG27. Codes of two
/// signs have none, since too much else looks like them.
fn spellings_of_code(label: &str) -> Vec<String> {
    let letters = label.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (head, rest) = label.split_at(letters);
    let tail = rest.trim_start_matches(['-', ' ']);
    let figures = tail.bytes().take_while(u8::is_ascii_digit).count();
    if letters == 0 || figures == 0 || letters + figures < 3 || rest.len() > tail.len() + 1 {
        return Vec::new();
    }
    ["", "-", " "]
        .into_iter()
        .map(|between| format!("{head}{between}{tail}"))
        .filter(|spelling| spelling != label)
        .collect()
}

/// Whether a label that begins or ends with a letter or figure stands alone there.
fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let alphanumeric = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let opens = !(alphanumeric(Some(start)) && alphanumeric(start.checked_sub(1)));
    // 55tLF精炼炉: letters after a figure and its unit begin a word.
    let opens = opens || glued_to_tonnes(bytes, start);
    opens && !(alphanumeric(end.checked_sub(1)) && alphanumeric(Some(end)))
}

fn glued_to_tonnes(bytes: &[u8], start: usize) -> bool {
    start >= 2 && bytes.get(start - 1) == Some(&b't') && bytes.get(start - 2).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_parted() {
        assert_eq!(spellings_of_code("c620"), ["c-620", "c 620"]);
        assert_eq!(spellings_of_code("pg-27型"), ["pg27型", "pg 27型"]);
        assert!(spellings_of_code("s7").is_empty() && spellings_of_code("lf").is_empty());
    }

    #[test]
    fn words_in_letters_stand_alone() {
        assert!(is_whole_word("s7变压器", 0, 2));
        assert!(!is_whole_word("s75变压器", 0, 2));
        assert!(is_whole_word("s7-100/10", 0, 2));
        assert!(!is_whole_word("ys7", 1, 3));
        assert!(is_whole_word("55tlf精炼炉", 3, "55tlf精炼炉".len()));
        assert!(is_whole_word("3座高炉", 4, 10));
    }
}
