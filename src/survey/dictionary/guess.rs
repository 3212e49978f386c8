//! What a heading can mean, and how sure that is.

use serde::{Deserialize, Serialize};

use super::slips::Slips;
use super::{Dictionary, Meaning, WideHeading};
use crate::quantity::Dimension;
use crate::survey::Field;
use crate::survey::label::{Label, dimension_of};

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

/// The score of a heading that was meant to be a label: what the content says plainly outweighs it.
pub const BY_SLIP: u32 = 79;
/// The score of a heading that below its upper heading means something without the word before it.
const BARE_CHILD: u32 = 77;
/// What the end of a heading counts more than a word in it, in characters.
const AT_THE_END: usize = 2;
/// From this score on the whole heading is known.
const SURE: u32 = 80;

/// A word in a heading, or several in this order with anything between them: 「计划|拟…完成|淘汰…时间」. With `$` behind it, the
/// heading ends there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Pattern {
    /// As the dictionary writes it.
    pub written: String,
    parts: Vec<Vec<String>>,
    /// Whether a heading must end with the last word.
    ends: bool,
    /// Characters that it fixes at the least; more where it fixes the end.
    pub length: usize,
}

impl From<String> for Pattern {
    fn from(written: String) -> Self {
        Self::new(&written)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.written
    }
}

impl Pattern {
    pub fn new(written: &str) -> Self {
        let (words, ends) = written.strip_suffix('$').map_or((written, false), |words| (words, true));
        let parts: Vec<Vec<String>> =
            words.split('…').map(|part| part.split('|').map(str::to_owned).collect()).collect();
        let shortest = |part: &Vec<String>| part.iter().map(|word| word.chars().count()).min().unwrap_or(0);
        // What a heading ends with is what it speaks of; the words before only say which.
        let length = parts.iter().map(shortest).sum::<usize>() + if ends { AT_THE_END } else { 0 };
        Self { written: written.to_owned(), ends, length, parts }
    }

    /// The characters that a heading with it holds, one of them at least.
    pub fn beginnings(&self) -> impl Iterator<Item = char> {
        self.parts.first().into_iter().flatten().filter_map(|word| word.chars().next())
    }

    /// Whether a heading holds its words in their order.
    fn fits(&self, leaf: &Label) -> bool {
        self.fits_words(&leaf.joined) || self.ends && self.fits_words(&leaf.base)
    }

    fn fits_words(&self, heading: &str) -> bool {
        let Some((last, before)) = self.parts.split_last() else { return false };
        let mut rest = heading;
        for part in before {
            let ends = part.iter().filter_map(|word| Some(rest.find(word.as_str())? + word.len()));
            let Some(end) = ends.min() else { return false };
            rest = rest.get(end..).unwrap_or_default();
        }
        let here = |word: &String| if self.ends { rest.ends_with(word.as_str()) } else { rest.contains(word.as_str()) };
        last.iter().any(here)
    }
}

/// What a date means when it is only planned: a deadline; when something is to begin is no field.
fn of_a_plan(meaning: Meaning) -> Option<Meaning> {
    match meaning {
        Meaning::Field(Field::ClosedOn | Field::CompletedOn | Field::DueOn) => Some(Meaning::Field(Field::DueOn)),
        Meaning::Field(Field::Commissioned | Field::AcceptedOn | Field::OrderedOn) => Some(Meaning::Other),
        other => Some(other),
    }
}

/// What a heading measures that is nothing but a unit: 台, 万吨/年.
fn field_of_unit(base: &str) -> Option<Field> {
    match dimension_of(base)? {
        Dimension::Count => Some(Field::Quantity),
        Dimension::MassPerYear
        | Dimension::CasesPerYear
        | Dimension::VolumePerYear
        | Dimension::AreaPerYear
        | Dimension::PiecesPerYear => Some(Field::Capacity),
        _ => None,
    }
}

impl Dictionary {
    /// What a column can mean, the surest first. `path` is its heading from the top level to the lowest.
    pub fn guesses(&self, path: &[Label]) -> Vec<Guess> {
        let Some((leaf, parents)) = path.split_last() else { return Vec::new() };
        let of_a_year = leaf.without_year();
        let leaf = of_a_year.as_ref().unwrap_or(leaf);
        let mut guesses: Vec<Guess> = Vec::new();
        fn add(guesses: &mut Vec<Guess>, meaning: Meaning, score: u32, why: String) {
            if !guesses.iter().any(|guess| guess.meaning == meaning) {
                guesses.push(Guess { meaning, score, why });
            }
        }
        let mut whole = |meaning: Meaning, score: u32, why: String| add(&mut guesses, meaning, score, why);
        for (distance, parent) in (0u32..).zip(parents.iter().rev()) {
            if let Some(meaning) = self.word(&format!("{}{}", parent.base, leaf.base)) {
                whole(meaning, 99 - distance, format!("“{}”连同上级表头“{}”", leaf.text, parent.text));
            }
            let child = self
                .groups
                .iter()
                .filter(|group| group.words.iter().any(|word| parent.base.contains(word.as_str())))
                .find_map(|group| group.children.get(&leaf.base).or_else(|| group.children.get(&leaf.joined)));
            if let Some(meaning) = child {
                whole(*meaning, 98 - distance, format!("上级表头“{}”下的“{}”", parent.text, leaf.text));
            }
        }
        let inside = self.in_bracket(leaf);
        if let Some((meaning, written)) = inside {
            whole(meaning, 96, format!("表头“{}”含“{written}”", leaf.text));
        }
        if let Some(meaning) = self.exact(leaf) {
            whole(meaning, 95, format!("表头“{}”", leaf.text));
        }
        if let Some(meaning) = self.several(leaf) {
            whole(meaning, 90, format!("表头“{}”并列几项", leaf.text));
        }
        let joined = if leaf.joined == leaf.base { None } else { self.stripped(&leaf.joined) };
        if let Some(meaning) = joined.or_else(|| self.stripped(&leaf.base)) {
            whole(meaning, 85, format!("表头“{}”去掉修饰字", leaf.text));
        } else if self.exact(leaf).is_none()
            && let Some((label, meaning)) = self.slipped(leaf)
        {
            whole(meaning, BY_SLIP, format!("表头“{}”与“{label}”只差一字或同音，按手误认，请核对", leaf.text));
        }
        // Beside a whole label, what a word in it points at says nothing more.
        if guesses.iter().any(|guess| guess.score >= SURE) {
            self.plan_above(leaf, parents, &mut guesses);
            guesses.sort_by_key(|guess| std::cmp::Reverse(guess.score));
            return guesses;
        }
        let mut add = |meaning: Meaning, score: u32, why: String| add(&mut guesses, meaning, score, why);
        if let Some((parent, meaning)) = self.bare_child(leaf, parents) {
            add(meaning, BARE_CHILD, format!("上级表头“{parent}”下的“{}”，去掉修饰字", leaf.text));
        }
        if let Some((meaning, pattern)) = self.containing(leaf) {
            let length = u32::try_from(pattern.length).unwrap_or(0).min(20);
            add(meaning, 50 + length, format!("表头“{}”含“{}”", leaf.text, pattern.written.trim_end_matches('$')));
        }
        if let Some(field @ (Field::Model | Field::Quantity | Field::Capacity | Field::Output)) =
            self.measures.get(&leaf.base)
        {
            add(Meaning::Field(*field), 55, format!("表头“{}”是设备的参数", leaf.text));
        }
        // 「保有量（台）」: an amount of pieces.
        if leaf.unit.as_deref().and_then(dimension_of) == Some(Dimension::Count) && leaf.base.ends_with(['量', '数'])
        {
            add(
                Meaning::Field(Field::Quantity),
                52,
                format!("表头“{}”以“{}”计", leaf.text, leaf.unit.as_deref().unwrap_or("")),
            );
        }
        if let Some(field) = field_of_unit(&leaf.base) {
            add(Meaning::Field(field), 56, format!("表头只写了单位“{}”", leaf.text));
        }
        for parent in parents.iter().rev() {
            let of_a_year = parent.without_year();
            if let Some(meaning) = self.exact(of_a_year.as_ref().unwrap_or(parent)) {
                add(meaning, 45, format!("上级表头“{}”", parent.text));
            }
        }
        self.plan_above(leaf, parents, &mut guesses);
        guesses.sort_by_key(|guess| std::cmp::Reverse(guess.score));
        guesses
    }

    /// 「更新计划/完成时间」: below an upper heading that ends with the word of a plan, the date of an end is a deadline.
    fn plan_above(&self, leaf: &Label, parents: &[Label], guesses: &mut Vec<Guess>) {
        let plans = |word: &String| word.chars().nth(1).is_some();
        let above = parents.iter().find(|parent| {
            self.planned.iter().filter(|word| plans(word)).any(|word| parent.base.ends_with(word.as_str()))
        });
        let Some(above) = above.filter(|_| !leaf.base.contains("实际")) else { return };
        let ends = |guess: &Guess| matches!(guess.meaning, Meaning::Field(Field::CompletedOn | Field::ClosedOn));
        for guess in guesses.iter_mut().filter(|guess| ends(guess)) {
            guess.meaning = Meaning::Field(Field::DueOn);
            guess.why = format!("{}，上级表头“{}”说的是打算", guess.why, above.text);
        }
        let mut known: Vec<Meaning> = Vec::new();
        guesses.sort_by_key(|guess| std::cmp::Reverse(guess.score));
        guesses.retain(|guess| {
            let new = !known.contains(&guess.meaning);
            known.push(guess.meaning);
            new
        });
    }

    /// 「出厂（投用）日期」: what the words outside of the bracket say is no field, but with those inside they are one.
    fn in_bracket(&self, leaf: &Label) -> Option<(Meaning, &str)> {
        let outside = || leaf.joined != leaf.base && self.word(&leaf.base) == Some(Meaning::Other);
        if self.word(&leaf.joined).is_some() || !outside() {
            return None;
        }
        let (meaning, pattern) = self.containing(leaf)?;
        matches!(meaning, Meaning::Field(field) if crate::survey::value::is_date(field))
            .then(|| (meaning, pattern.written.trim_end_matches('$')))
    }

    /// 「详细名称」 below 「企业基本情况」: a child with a word before it.
    fn bare_child<'p>(&self, leaf: &Label, parents: &'p [Label]) -> Option<(&'p str, Meaning)> {
        parents.iter().rev().find_map(|parent| {
            let groups =
                self.groups.iter().filter(|group| group.words.iter().any(|word| parent.base.contains(word.as_str())));
            let bare = || self.prefixes.iter().filter_map(|prefix| leaf.base.strip_prefix(prefix.as_str()));
            let meaning = groups.into_iter().find_map(|group| bare().find_map(|child| group.children.get(child)))?;
            Some((parent.text.as_str(), *meaning))
        })
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
        // 「正常生产/停产」
        if parts.iter().all(|part| self.statuses.contain(part)) {
            return Some(Meaning::Field(Field::Status));
        }
        // 「设备种类及名称」: what follows speaks of the same.
        let follows = |part: &str| self.groups.iter().any(|group| group.children.contains_key(part));
        let meanings: Option<Vec<Meaning>> = parts
            .iter()
            .enumerate()
            .filter(|(at, part)| *at == 0 || self.word(part).is_some() || !follows(part))
            .map(|(_, part)| self.word(part).or_else(|| self.stripped(part)))
            .collect();
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

    /// The meaning of a heading without the words in front of it and behind it that do not change it.
    fn stripped(&self, base: &str) -> Option<Meaning> {
        if !(3..=16).contains(&base.chars().count()) {
            return None;
        }
        // With each form, whether it was of a plan.
        let mut forms = vec![(base.to_owned(), false)];
        if base.contains('的') {
            forms.push((base.replace('的', ""), false));
        }
        for _ in 0..3 {
            for (form, planned) in forms.clone() {
                let mut add = |rest: Option<&str>, planned: bool| {
                    if let Some(rest) = rest.filter(|rest| rest.chars().nth(1).is_some())
                        && !forms.iter().any(|(form, _)| form == rest)
                    {
                        forms.push((rest.to_owned(), planned));
                    }
                };
                for prefix in &self.planned {
                    add(form.strip_prefix(prefix.as_str()), true);
                }
                for prefix in &self.prefixes {
                    add(form.strip_prefix(prefix.as_str()), planned);
                }
                for suffix in &self.suffixes {
                    add(form.strip_suffix(suffix.as_str()), planned);
                }
            }
            // 「验收单位」 is no unit, 「拟淘汰年度」 no year of the survey: what is left may be too little.
            let enough = |form: &str, meaning: &Meaning| {
                matches!(meaning, Meaning::Field(_) | Meaning::Place) || form.chars().nth(2).is_some()
            };
            let known = forms
                .iter()
                .skip(1)
                .find_map(|(form, planned)| Some((self.word(form).filter(|meaning| enough(form, meaning))?, *planned)));
            if let Some((meaning, planned)) = known {
                return if planned { of_a_plan(meaning) } else { Some(meaning) };
            }
        }
        None
    }

    /// The label that a heading was meant to be.
    pub fn slipped(&self, leaf: &Label) -> Option<(&str, Meaning)> {
        let slips = self.slips.get_or_init(|| {
            Slips::new(self.labels.iter().map(|(label, meaning)| (label.as_str(), *meaning)), &self.confused)
        });
        let changes = |c| self.changes.contains(c);
        slips.meant(&leaf.base, &changes).or_else(|| slips.meant(&leaf.joined, &changes))
    }

    /// The longest word in the heading that points at a meaning.
    fn containing(&self, leaf: &Label) -> Option<(Meaning, &Pattern)> {
        let joined = leaf.joined.as_str();
        if joined.chars().count() > 30 {
            return None;
        }
        let mut candidates: Vec<(usize, usize)> =
            joined.chars().filter_map(|c| self.beginnings.get(&c)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
            .into_iter()
            .filter_map(|(group, at)| {
                let (meaning, contains) = self.contains.get(group)?;
                let word = contains.words.get(at).filter(|word| word.fits(leaf))?;
                (!contains.not.iter().any(|word| joined.contains(word.as_str()))).then_some((*meaning, word))
            })
            .max_by_key(|(_, word)| word.length)
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
