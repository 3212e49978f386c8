//! What a heading can mean, and how sure that is.

use super::{Dictionary, Meaning, WideHeading};
use crate::survey::Field;
use crate::survey::label::Label;

/// A meaning that a heading can have, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The meaning.
    pub meaning: Meaning,
    /// 100 = the whole heading stands in the dictionary; below 80 = a word in it does.
    pub score: u32,
    /// Why, in Chinese.
    pub why: String,
}

impl Dictionary {
    /// What a column can mean, the surest first. `path` is its heading from the top level to the lowest.
    pub fn guesses(&self, path: &[Label]) -> Vec<Guess> {
        let Some((leaf, parents)) = path.split_last() else { return Vec::new() };
        let of_a_year = leaf.without_year();
        let leaf = of_a_year.as_ref().unwrap_or(leaf);
        let mut guesses: Vec<Guess> = Vec::new();
        let mut add = |meaning: Meaning, score: u32, why: String| {
            if !guesses.iter().any(|guess| guess.meaning == meaning) {
                guesses.push(Guess { meaning, score, why });
            }
        };
        for (distance, parent) in (0u32..).zip(parents.iter().rev()) {
            if let Some(meaning) = self.word(&format!("{}{}", parent.base, leaf.base)) {
                add(meaning, 99 - distance, format!("“{}”连同上级表头“{}”", leaf.text, parent.text));
            }
            let child = self
                .groups
                .iter()
                .filter(|group| group.words.iter().any(|word| parent.base.contains(word.as_str())))
                .find_map(|group| group.children.get(&leaf.base).or_else(|| group.children.get(&leaf.joined)));
            if let Some(meaning) = child {
                add(*meaning, 98 - distance, format!("上级表头“{}”下的“{}”", parent.text, leaf.text));
            }
        }
        if let Some(meaning) = self.exact(leaf) {
            add(meaning, 95, format!("表头“{}”", leaf.text));
        }
        if let Some(meaning) = self.several(leaf) {
            add(meaning, 90, format!("表头“{}”并列几项", leaf.text));
        }
        if let Some(meaning) = self.stripped(&leaf.base) {
            add(meaning, 85, format!("表头“{}”去掉修饰字", leaf.text));
        }
        if let Some((meaning, word)) = self.containing(&leaf.joined) {
            add(
                meaning,
                50 + u32::try_from(word.chars().count()).unwrap_or(0).min(20),
                format!("表头“{}”含“{word}”", leaf.text),
            );
        }
        if let Some(field @ (Field::Model | Field::Quantity | Field::Capacity | Field::Output)) =
            self.measures.get(&leaf.base)
        {
            add(Meaning::Field(*field), 55, format!("表头“{}”是设备的参数", leaf.text));
        }
        for parent in parents.iter().rev() {
            let of_a_year = parent.without_year();
            if let Some(meaning) = self.exact(of_a_year.as_ref().unwrap_or(parent)) {
                add(meaning, 45, format!("上级表头“{}”", parent.text));
            }
        }
        guesses.sort_by_key(|guess| std::cmp::Reverse(guess.score));
        guesses
    }

    /// 「设备名称、型号及数量」: several labels in one heading. They are equipment if one of them is; else the first.
    fn several(&self, leaf: &Label) -> Option<Meaning> {
        let parts: Vec<&str> = leaf
            .base
            .split(['、', '/', ',', '及', '和', '与', '或', '；', ';', '+'])
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() < 2 {
            return None;
        }
        let meanings: Option<Vec<Meaning>> =
            parts.iter().map(|part| self.word(part).or_else(|| self.stripped(part))).collect();
        let meanings = meanings?;
        let equipment = Meaning::Field(Field::Equipment);
        let places = [Meaning::Field(Field::Prefecture), Meaning::Field(Field::County)];
        if meanings.contains(&equipment) {
            Some(equipment)
        } else if places.iter().all(|place| meanings.contains(place)) {
            Some(Meaning::Place)
        } else {
            meanings.first().copied()
        }
    }

    fn stripped(&self, base: &str) -> Option<Meaning> {
        if !(3..=16).contains(&base.chars().count()) {
            return None;
        }
        let mut forms = vec![base.to_owned()];
        for _ in 0..2 {
            for form in forms.clone() {
                for prefix in &self.prefixes {
                    if let Some(rest) = form.strip_prefix(prefix.as_str()).filter(|rest| rest.chars().count() >= 2) {
                        forms.push(rest.to_owned());
                    }
                }
                for suffix in &self.suffixes {
                    if let Some(rest) = form.strip_suffix(suffix.as_str()).filter(|rest| rest.chars().count() >= 2) {
                        forms.push(rest.to_owned());
                    }
                }
            }
            if let Some(meaning) = forms.iter().skip(1).find_map(|form| self.word(form)) {
                return Some(meaning);
            }
        }
        None
    }

    /// The longest word in the heading that points at a meaning.
    fn containing(&self, joined: &str) -> Option<(Meaning, &str)> {
        if joined.chars().count() > 30 {
            return None;
        }
        self.contains
            .iter()
            .filter(|(_, contains)| !contains.not.iter().any(|word| joined.contains(word.as_str())))
            .flat_map(|(meaning, contains)| contains.words.iter().map(move |word| (*meaning, word.as_str())))
            .filter(|(_, word)| joined.contains(word))
            .max_by_key(|(_, word)| word.len())
    }

    /// How sure it is that a single cell is a heading: 0–100.
    pub fn heading_score(&self, label: &Label) -> u32 {
        let path = std::slice::from_ref(label);
        self.heading_score_of(label, self.guesses(path).first(), self.wide(path).as_ref())
    }

    /// The same, with what is already known of the label.
    pub fn heading_score_of(&self, label: &Label, guess: Option<&Guess>, wide: Option<&WideHeading>) -> u32 {
        let own = guess.map_or(0, |guess| guess.score);
        if own >= 80 {
            own
        } else if wide.is_some_and(|wide| wide.part.is_some()) {
            90
        } else if self.is_child(label) {
            own.max(60)
        } else {
            own
        }
    }
}
