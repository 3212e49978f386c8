//! The lexicon: every label of the vocabulary and every control word of the language, sorted.
//!
//! Longest match from the left wins, and a look-alike (`高炉煤气`) beats the label that it contains. Labels in letters and
//! figures match only as whole words, so that `S7` is not found in `S75` nor `C620` in `C6201`.
//!
//! Sorted words need no building beyond sorting, so that a run that judges one phrase pays little for thousands of labels; at
//! each place of a text one binary search among the labels with its first character finds the longest.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use crate::catalog::{AttributeId, ParameterId, SectorId, TermId, TermKind, ValueId, Vocabulary};
use crate::text::{fold, fold_text, is_folded};

use super::attendants::Attendants;
use super::control::{CONTROLS, Control, changes};
use super::gaps::{self, Gapped};
use super::sayings::Sayings;

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
    /// The first part of a label with gaps, by its place among them.
    Gapped(u16),
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

/// The labels, sorted.
pub(super) struct Lexicon {
    /// Every label, one after the other.
    text: String,
    words: Vec<Word>,
    targets: Vec<Target>,
    /// For each character, the number in `begins` of the labels that begin with it, from 1 on; 0 where there is none.
    first: Vec<u16>,
    begins: Vec<Range<u32>>,
    /// Labels with gaps: the parts after the first, and the word that the whole is.
    gaps: Vec<(Vec<String>, u32)>,
    /// Circumstances said in any order of words.
    pub(super) sayings: Sayings,
    /// Sector labels apart: 铜 in an equipment text is no sector.
    sectors: Vec<(String, SectorId)>,
    /// The wider sector of each.
    wider: Vec<Option<SectorId>>,
    /// What serves a piece of equipment.
    pub(super) attendants: Attendants,
}

/// A label of the lexicon.
struct Word {
    /// Its bytes in [`Lexicon::text`].
    text: Range<u32>,
    /// The longest other label that it begins with.
    shorter: Option<u32>,
    /// What it stands for, in [`Lexicon::targets`].
    targets: Range<u32>,
}

impl Lexicon {
    /// Builds the lexicon of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut sectors: Vec<(String, SectorId)> = Vec::new();
        for (index, sector) in (0_u16..).zip(&vocabulary.sectors) {
            sectors.extend(sector.labels.iter().map(|label| (folded(label).into_owned(), SectorId(index))));
        }
        sectors.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let mut lexicon = Self {
            text: String::new(),
            words: Vec::new(),
            targets: Vec::new(),
            first: Vec::new(),
            begins: Vec::new(),
            gaps: Vec::new(),
            sayings: Sayings::new(vocabulary),
            sectors,
            wider: vocabulary.sectors.iter().map(|sector| sector.is).collect(),
            attendants: Attendants::new(vocabulary),
        };
        let gapped = gaps::gapped(vocabulary);
        let named = with_spellings(labels(vocabulary, &gapped));
        for same in named.chunk_by(Named::is_named_as) {
            lexicon.add(same);
        }
        for gapped in gapped {
            let begin = small(lexicon.targets.len());
            lexicon.targets.push(Target::Term(gapped.term));
            lexicon.gaps.push((gapped.parts, small(lexicon.words.len())));
            lexicon.words.push(Word { text: 0..0, shorter: None, targets: begin..begin + 1 });
        }
        lexicon
    }

    /// Adds a label, all of whose targets are given. Labels come in order.
    fn add(&mut self, same: &[Named<'_>]) {
        let Some(Named { label, .. }) = same.first() else { return };
        let Some(character) = label.chars().next() else { return };
        let number = small(self.words.len());
        let begin = self.targets.len();
        // A word that names something is no look-alike of itself.
        let only_a_look_alike = same.iter().all(|named| named.target == Target::Nothing);
        for &Named { target, .. } in same {
            let known = self.targets.get(begin..).unwrap_or_default().contains(&target);
            if !known && (only_a_look_alike || target != Target::Nothing) {
                self.targets.push(target);
            }
        }
        // The label before this one, or one that it begins with, is the longest that this one begins with.
        let mut shorter = number.checked_sub(1);
        while let Some(at) = shorter.filter(|&at| !label.starts_with(self.label(at))) {
            shorter = self.words.get(at as usize).and_then(|word| word.shorter);
        }
        let place = character as usize;
        if place >= self.first.len() {
            self.first.resize(place + 1, 0);
        }
        match self.first.get(place).and_then(|&begins| self.begins.get_mut(usize::from(begins).checked_sub(1)?)) {
            Some(begins) => begins.end = number + 1,
            None => {
                self.begins.push(number..number + 1);
                self.first[place] = u16::try_from(self.begins.len()).unwrap_or(0);
            }
        }
        let start = small(self.text.len());
        self.text.push_str(label);
        let targets = small(begin)..small(self.targets.len());
        self.words.push(Word { text: start..small(self.text.len()), shorter, targets });
    }

    fn label(&self, word: u32) -> &str {
        let text = self.words.get(word as usize).map_or(0..0, |word| word.text.start as usize..word.text.end as usize);
        self.text.get(text).unwrap_or_default()
    }

    /// What a mention stands for.
    pub(super) fn targets(&self, mention: Mention) -> &[Target] {
        let word = self.words.get(mention.label as usize);
        let targets = word.map_or(0..0, |word| word.targets.start as usize..word.targets.end as usize);
        self.targets.get(targets).unwrap_or_default()
    }

    /// Whether a mention begins with the name of an equipment: 转炉除尘.
    pub(super) fn begins_with_equipment(&self, mention: Mention, vocabulary: &Vocabulary) -> bool {
        let equipment =
            |target: &Target| matches!(target, Target::Term(term) if vocabulary.is_of_kind(*term, TermKind::Equipment));
        let mut shorter = self.words.get(mention.label as usize).and_then(|word| word.shorter);
        while let Some(label) = shorter {
            if self.targets(Mention { label, ..mention }).iter().any(equipment) {
                return true;
            }
            shorter = self.words.get(label as usize).and_then(|word| word.shorter);
        }
        false
    }

    /// The mentions of a folded text in order, none overlapping another.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut end = 0;
        for (at, character) in text.char_indices() {
            if at >= end
                && let Some(mention) = self.longest(text, at, character)
            {
                end = mention.end;
                found.push(mention);
            }
        }
        found
    }

    /// The longest label that stands at a place of a text.
    fn longest(&self, text: &str, start: usize, first: char) -> Option<Mention> {
        let begins = usize::from(*self.first.get(first as usize)?).checked_sub(1)?;
        let begins = self.begins.get(begins)?;
        let rest = text.as_bytes().get(start..)?;
        // Whatever label the rest begins with, the last label not after it begins with that label too.
        let words = self.words.get(begins.start as usize..begins.end as usize)?;
        let labels = self.text.as_bytes();
        let after = words.partition_point(|word| {
            labels.get(word.text.start as usize..word.text.end as usize).is_some_and(|label| label <= rest)
        });
        let mut word = Some(begins.start + small(after).checked_sub(1)?);
        let mut longest: Option<Mention> = None;
        while let Some(at) = word {
            let label = self.label(at);
            let end = start + label.len();
            if rest.starts_with(label.as_bytes()) && is_whole_word(text, start, end) {
                let alone = Mention { start, end, label: at };
                let whole = self.longest_with_gaps(text, alone);
                let alone = Some(alone).filter(|_| longest.is_none() && self.stands_alone(alone));
                // Of two that end together the one without gaps, which stands last here, is taken.
                longest = [whole, alone, longest].into_iter().flatten().max_by_key(|mention| mention.end);
            }
            word = self.words.get(at as usize)?.shorter;
        }
        longest
    }

    /// Whether a label is more than the first part of others.
    fn stands_alone(&self, mention: Mention) -> bool {
        self.targets(mention).iter().any(|target| !matches!(target, Target::Gapped(_)))
    }

    /// The longest label with gaps that begins with a mention.
    fn longest_with_gaps(&self, text: &str, mention: Mention) -> Option<Mention> {
        let wholes = self.targets(mention).iter().filter_map(|target| {
            let Target::Gapped(gap) = target else { return None };
            let (parts, label) = self.gaps.get(usize::from(*gap))?;
            Some(Mention { end: gaps::end_of(text, mention.end, parts)?, label: *label, ..mention })
        });
        wholes.max_by_key(|mention| mention.end)
    }

    /// The sectors that a sector text names: the longest label at each place.
    pub(super) fn sectors(&self, text: &str) -> Vec<SectorId> {
        let folded = fold_text(text);
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

/// A count of labels, bytes or targets: a vocabulary that could not be numbered so would not fit into memory.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A label as it is matched. Most are written so.
pub(super) fn folded(label: &str) -> Cow<'_, str> {
    if is_folded(label) { Cow::Borrowed(label) } else { Cow::Owned(fold(label).text) }
}

/// A label with something that it stands for.
struct Named<'v> {
    /// Its first sixteen bytes, in the order of texts: they tell nearly all labels apart, for less than a look at the text.
    begins: u128,
    label: Cow<'v, str>,
    target: Target,
    /// Its place in the vocabulary, so that labels need not be sorted stably, which takes room for half of them.
    place: u32,
}

impl<'v> Named<'v> {
    fn new(label: Cow<'v, str>, target: Target, place: usize) -> Self {
        let mut begins = [0; 16];
        let length = label.len().min(begins.len());
        begins[..length].copy_from_slice(&label.as_bytes()[..length]);
        Self { begins: u128::from_be_bytes(begins), label, target, place: small(place) }
    }

    fn is_named_as(&self, other: &Self) -> bool {
        self.begins == other.begins && self.label == other.label
    }

    /// The order of labels.
    fn order(&self, other: &Self) -> Ordering {
        let begins = self.begins.cmp(&other.begins);
        begins.then_with(|| self.label.cmp(&other.label)).then_with(|| self.place.cmp(&other.place))
    }
}

/// Every label with what it stands for, in the order of labels, then as the vocabulary has them.
fn labels<'v>(vocabulary: &'v Vocabulary, gapped: &[Gapped<'v>]) -> Vec<Named<'v>> {
    let mut labels: Vec<Named<'v>> = Vec::with_capacity(vocabulary.terms.len() * 8);
    for (index, gapped) in (0_u16..).zip(gapped) {
        labels.push(Named::new(gaps::first(gapped), Target::Gapped(index), labels.len()));
    }
    let mut add = |label, target| labels.push(Named::new(folded(label), target, labels.len()));
    for (index, term) in (0_u16..).zip(&vocabulary.terms) {
        let whole = term.labels.iter().filter(|label| !gaps::is_gapped(label));
        whole.for_each(|label| add(label, Target::Term(TermId(index))));
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
        add(parameter, Target::Hint(term));
    }
    for &(word, control) in CONTROLS {
        add(word, Target::Control(control));
    }
    for (word, control) in changes() {
        labels.push(Named::new(Cow::Owned(word), Target::Control(control), labels.len()));
    }
    labels.sort_unstable_by(Named::order);
    labels
}

/// The labels and the other spellings of those that are model codes, where no label is spelt so, in order.
fn with_spellings(mut labels: Vec<Named<'_>>) -> Vec<Named<'_>> {
    let mut more: Vec<(String, Range<usize>)> = Vec::new();
    let mut at = 0;
    for same in labels.chunk_by(Named::is_named_as) {
        let range = at..at + same.len();
        at = range.end;
        for spelling in same.first().map(|named| spellings_of_code(&named.label)).unwrap_or_default() {
            if labels.binary_search_by(|named| (*named.label).cmp(&spelling)).is_err() {
                more.push((spelling, range.clone()));
            }
        }
    }
    // Of two codes with one other spelling the first has it.
    more.sort_by(|a, b| a.0.cmp(&b.0));
    more.dedup_by(|later, first| later.0 == first.0);
    for (spelling, same) in more {
        let targets: Vec<Target> = labels.get(same).unwrap_or_default().iter().map(|named| named.target).collect();
        for target in targets {
            labels.push(Named::new(Cow::Owned(spelling.clone()), target, labels.len()));
        }
    }
    labels.sort_by(Named::order);
    labels
}

/// Labels of parameters that begin with the label of equipment, with the term of the longest such label.
fn hints(vocabulary: &Vocabulary) -> Vec<(&str, TermId)> {
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
        .filter_map(|label| Some((label.as_str(), longest(label)?)))
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

    fn lexicon() -> Lexicon {
        let library = crate::catalog::Library::builtin().map_err(|problems| problems.to_string()).unwrap();
        Lexicon::new(&library.vocabulary)
    }

    #[test]
    fn every_label_is_found_as_itself_and_the_longest_at_a_place_wins() {
        let lexicon = lexicon();
        assert!(lexicon.words.len() > 5000, "{} labels", lexicon.words.len());
        for at in 0..small(lexicon.words.len()) {
            let label = lexicon.label(at);
            if label.is_empty() || !lexicon.stands_alone(Mention { start: 0, end: 0, label: at }) {
                continue;
            }
            let found = lexicon.mentions(label);
            assert_eq!(found, [Mention { start: 0, end: label.len(), label: at }], "{label}");
        }
    }

    #[test]
    fn mentions_are_those_of_trying_every_label_at_every_place() {
        let lexicon = lexicon();
        let text = "电炉电石炉煤气及炼铁高炉煤气发电;c620车床c6201;s7变压器ys7;20门轮窑φ3.2×13m水泥磨炉炉窑（其他）";
        let mut expected = Vec::new();
        let mut end = 0;
        for (start, _) in text.char_indices() {
            if start < end {
                continue;
            }
            let longest = (0..small(lexicon.words.len()))
                .map(|label| Mention { start, end: start + lexicon.label(label).len(), label })
                .filter(|mention| mention.end > start && lexicon.stands_alone(*mention))
                .filter(|mention| text[start..].starts_with(lexicon.label(mention.label)))
                .filter(|mention| is_whole_word(text, mention.start, mention.end))
                .max_by_key(|mention| mention.end);
            if let Some(mention) = longest {
                end = mention.end;
                expected.push(mention);
            }
        }
        assert!(expected.len() > 5);
        assert_eq!(lexicon.mentions(text), expected);
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
