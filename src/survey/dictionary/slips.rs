//! Headings written wrong: a character of the same sound, one left out, one too many, two exchanged.

use std::collections::HashMap;
use std::sync::Arc;

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

/// A label, unless labels of several meanings look the same.
type Known = Option<(Arc<str>, Meaning)>;

/// Labels as they look with a slip in them.
#[derive(Debug, Clone, Default)]
pub struct Slips {
    sounds: HashMap<char, char>,
    by_sound: HashMap<String, Known>,
    shorter: HashMap<String, Known>,
    shuffled: HashMap<String, Known>,
    one_wrong: HashMap<String, Known>,
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
        for (label, meaning) in labels {
            let heard = slips.heard(label);
            let known = (Arc::from(label), meaning);
            let length = heard.len();
            if length >= BY_SOUND {
                add(&mut slips.by_sound, heard.iter().collect(), &known);
            }
            if length > ONE_SLIP {
                for at in 1..length {
                    add(&mut slips.shorter, without(&heard, at), &known);
                }
            }
            if length >= SHUFFLED {
                add(&mut slips.shuffled, sorted(&heard), &known);
            }
            if length >= ONE_WRONG {
                for at in 0..length {
                    add(&mut slips.one_wrong, with_gap(&heard, at), &known);
                }
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
        let heard = self.heard(word);
        let sounds = |characters: &[char]| self.by_sound.get(&characters.iter().collect::<String>());
        // One way of slipping after the other, the likeliest first. What one way leads to must agree.
        let mut hits: Vec<&Known> = sounds(&heard).into_iter().collect();
        let repeated = (1..length).find(|at| length >= ONE_SLIP && heard.get(*at) == heard.get(at - 1));
        if hits.is_empty()
            && let Some(at) = repeated
        {
            hits.extend(self.by_sound.get(&without(&heard, at)));
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
                    .filter_map(|(at, _)| self.by_sound.get(&without(&heard, at))),
            );
            hits.extend(self.shorter.get(&heard.iter().collect::<String>()));
        }
        if hits.is_empty() && length >= SHUFFLED {
            hits.extend(self.shuffled.get(&sorted(&heard)));
        }
        if hits.is_empty() && length >= ONE_WRONG {
            let characters = word.chars().enumerate().filter(|(_, c)| !changes_meaning(*c));
            hits.extend(characters.filter_map(|(at, _)| self.one_wrong.get(&with_gap(&heard, at))));
        }
        let (label, meaning) = hits.first()?.as_ref()?;
        let agree = |known: &&Known| known.as_ref().is_some_and(|(_, other)| other == meaning);
        hits.iter().all(agree).then_some((label, *meaning))
    }

    /// A word with one character for all those of a sound.
    fn heard(&self, word: &str) -> Vec<char> {
        word.chars().map(|c| self.sounds.get(&c).copied().unwrap_or(c)).collect()
    }
}

fn add(index: &mut HashMap<String, Known>, key: String, known: &(Arc<str>, Meaning)) {
    let entry = index.entry(key).or_insert_with(|| Some(known.clone()));
    if let Some((label, meaning)) = entry {
        if *meaning != known.1 {
            *entry = None;
        } else if known.0 < *label {
            // The same label from run to run, whatever the order.
            *label = Arc::clone(&known.0);
        }
    }
}

fn without(word: &[char], at: usize) -> String {
    word.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| c).collect()
}

fn with_gap(word: &[char], at: usize) -> String {
    word.iter().enumerate().map(|(other, c)| if other == at { '□' } else { *c }).collect()
}

fn sorted(word: &[char]) -> String {
    let mut word = word.to_vec();
    word.sort_unstable();
    word.into_iter().collect()
}
