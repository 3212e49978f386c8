//! Headings written wrong: a character of the same sound, one left out, one too many, two exchanged.
//!
//! A heading is held against every label of about its length. There are few such headings, so an index over all that can be
//! done to a label would cost more than it saves.

use std::collections::HashMap;

use super::Meaning;

/// A word as short as this is recognised when only sounds are confused.
const BY_SOUND: usize = 3;
/// With one character too many, too few or exchanged with its neighbour, only longer words.
const ONE_SLIP: usize = 4;
/// Their characters in any order.
const SHUFFLED: usize = 6;
/// With any one character wrong.
const ONE_WRONG: usize = 8;
/// A heading that is longer is no slip of a word.
const LONGEST: usize = 20;

/// A label and its meaning; `None` where labels of several meanings look the same.
type Known<'s> = Option<(&'s str, Meaning)>;

/// Labels as they sound.
#[derive(Debug, Clone, Default)]
pub struct Slips {
    sounds: HashMap<char, char>,
    /// Labels by how many characters they have.
    lengths: Vec<OfLength>,
}

/// The labels of a length.
#[derive(Debug, Clone, Default)]
struct OfLength {
    /// Their characters by sound, one label after the other.
    heard: Vec<char>,
    labels: Vec<(Box<str>, Meaning)>,
}

impl Slips {
    /// Of the labels, and of groups of characters that are typed for one another.
    pub fn new<'l>(labels: impl Iterator<Item = (&'l str, Meaning)>, confused: &[String]) -> Self {
        let mut slips = Self::default();
        for group in confused {
            // A character of two groups joins them.
            let known = group.chars().find_map(|c| slips.sounds.get(&c).copied());
            let Some(first) = known.or_else(|| group.chars().next()) else { continue };
            group.chars().for_each(|c| {
                slips.sounds.entry(c).or_insert(first);
            });
        }
        slips.lengths.resize(LONGEST + 2, OfLength::default());
        for (label, meaning) in labels {
            let length = label.chars().count();
            if let Some(of_length) = slips.lengths.get_mut(length).filter(|_| length >= BY_SOUND) {
                of_length.heard.extend(label.chars().map(|c| slips.sounds.get(&c).copied().unwrap_or(c)));
                of_length.labels.push((label.into(), meaning));
            }
        }
        slips
    }

    /// The label that a folded word, no label itself, was meant to be. `changes_meaning` says which characters are no slip:
    /// 非生产设备 is not 生产设备.
    pub fn meant<'s>(&'s self, word: &str, changes_meaning: &dyn Fn(char) -> bool) -> Option<(&'s str, Meaning)> {
        let length = word.chars().count();
        if !(BY_SOUND..=LONGEST).contains(&length) || !word.chars().all(crate::survey::clean::is_han) {
            return None;
        }
        let heard: Vec<char> = word.chars().map(|c| self.sounds.get(&c).copied().unwrap_or(c)).collect();
        let sounds = |characters: &[char]| self.known(characters.len(), &|label| label == characters);
        // One way of slipping after the other, the likeliest first. What one way leads to must agree.
        let mut hits: Vec<Known<'s>> = sounds(&heard).into_iter().collect();
        let repeated = (1..length).find(|at| length >= ONE_SLIP && heard.get(*at) == heard.get(at - 1));
        if hits.is_empty()
            && let Some(at) = repeated
        {
            hits.extend(sounds(&without(&heard, at)));
        }
        if hits.is_empty() && length >= ONE_SLIP {
            hits.extend((0..length - 1).filter_map(|at| {
                let mut exchanged = heard.clone();
                exchanged.swap(at, at + 1);
                sounds(&exchanged)
            }));
            let inner = word.chars().enumerate().skip(1).take(length - 2);
            hits.extend(
                inner
                    .filter(|(_, c)| length > ONE_SLIP && !changes_meaning(*c))
                    .filter_map(|(at, _)| sounds(&without(&heard, at))),
            );
            // A character left out, not the first.
            hits.extend(self.known(length + 1, &|label| (1..=length).any(|at| same_without(label, at, &heard))));
        }
        if hits.is_empty() && length >= SHUFFLED {
            let in_order = sorted(&heard);
            hits.extend(self.known(length, &|label| sorted(label) == in_order));
        }
        if hits.is_empty() && length >= ONE_WRONG {
            let characters = word.chars().enumerate().filter(|(_, c)| !changes_meaning(*c));
            hits.extend(characters.filter_map(|(at, _)| self.known(length, &|label| same_but_for(label, at, &heard))));
        }
        let (label, meaning) = (*hits.first()?)?;
        let agree = |known: &Known<'_>| known.is_some_and(|(_, other)| other == meaning);
        hits.iter().all(agree).then_some((label, meaning))
    }

    /// Of the labels of a length that look so by sound the first in order; `None` if there is none.
    fn known(&self, length: usize, looks_so: &dyn Fn(&[char]) -> bool) -> Option<Known<'_>> {
        let of_length = self.lengths.get(length).filter(|of_length| !of_length.labels.is_empty())?;
        let all = of_length.heard.chunks_exact(length).zip(&of_length.labels);
        let found = all.filter(|(heard, _)| looks_so(heard)).map(|(_, (label, meaning))| Some((&**label, *meaning)));
        found.reduce(|one, other| match (one, other) {
            (Some(one), Some(other)) if one.1 == other.1 => Some((one.0.min(other.0), one.1)),
            _ => None,
        })
    }
}

/// Whether a label without the character at a place is a word.
fn same_without(label: &[char], at: usize, word: &[char]) -> bool {
    label.get(..at) == word.get(..at) && label.get(at + 1..) == word.get(at..)
}

/// Whether a label and a word of its length are the same but for the character at a place.
fn same_but_for(label: &[char], at: usize, word: &[char]) -> bool {
    label.get(..at) == word.get(..at) && label.get(at + 1..) == word.get(at + 1..)
}

fn without(word: &[char], at: usize) -> Vec<char> {
    word.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect()
}

fn sorted(word: &[char]) -> Vec<char> {
    let mut word = word.to_vec();
    word.sort_unstable();
    word
}
