//! The dictionary of headings, `catalogs/columns.yaml`: what people call the columns of a survey table.

use std::collections::{BTreeMap, HashMap};

use super::Field;
use super::clean::{fold, half_width, is_han};
use super::label::{Label, decorates, numbers, opens};
use super::words::Words;
use crate::text::simplified;
use crate::yaml::{Content, Mapping, Node, Position, Problem, Problems, parse};

/// The dictionary compiled in.
const BUILT_IN: &str = include_str!("../../catalogs/columns.yaml");

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Meaning {
    /// A field.
    Field(Field),
    /// A running number.
    Serial,
    /// The unit of the column beside it.
    Unit,
    /// Prefecture and county in one cell, or one of them.
    Place,
    /// A column known to belong to surveys, without a field.
    Other,
}

impl Meaning {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "serial" => Self::Serial,
            "unit" => Self::Unit,
            "place" => Self::Place,
            "other" => Self::Other,
            _ => Self::Field(*Field::ALL.iter().find(|field| field.name() == name)?),
        })
    }

    /// The name towards people.
    pub(super) fn chinese(self) -> &'static str {
        match self {
            Self::Field(field) => field.chinese(),
            Self::Serial => "序号",
            Self::Unit => "计量单位",
            Self::Place => "州市和县市区",
            Self::Other => "其他栏目",
        }
    }
}

/// Labels that are weak by themselves: words in them point at a meaning.
#[derive(Debug, Clone, Default)]
struct Contains {
    words: Vec<String>,
    not: Vec<String>,
}

#[derive(Debug, Clone)]
struct Group {
    words: Vec<String>,
    children: BTreeMap<String, Meaning>,
}

/// A meaning that a heading can have, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    /// The meaning.
    pub meaning: Meaning,
    /// 100 = the whole heading stands in the dictionary; below 80 = a word in it does.
    pub score: u32,
    /// Why, in Chinese.
    pub why: String,
}

/// A heading that names equipment and one of its measures: 「转炉座数」, 「高炉/容积」.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WideHeading {
    /// The equipment as the heading writes it.
    pub equipment: String,
    /// The measure's field; `None` if the heading is only the equipment's name.
    pub part: Option<Field>,
}

/// The dictionary.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    labels: HashMap<String, Meaning>,
    /// The same labels, to see at a glance that a cell is none of them.
    words: Words,
    /// Whether some label holds a figure.
    figured: bool,
    contains: Vec<(Meaning, Contains)>,
    groups: Vec<Group>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    equipment: Vec<String>,
    measures: BTreeMap<String, Field>,
    sectors: Vec<(String, Vec<String>)>,
    /// Words of total lines.
    pub subtotals: Words,
    /// Words of 其中 lines.
    pub partials: Words,
    /// Beginnings of notes.
    pub notes: Words,
    /// Beginnings of signature lines.
    pub signatures: Words,
    /// Words of titles.
    pub titles: Words,
    /// Words in the names of code-list sheets.
    pub code_lists: Vec<String>,
    /// Words in the names of instruction sheets.
    pub instructions: Vec<String>,
    /// Endings of company names.
    pub companies: Words,
    /// Endings of the names of machines.
    pub machines: Words,
    /// Words of an operating status.
    pub statuses: Words,
    /// Words of instructions on how to fill in a cell.
    pub instructive: Words,
    /// Words that mark a line or a column as an example.
    pub examples: Words,
    blanks: Words,
}

impl Dictionary {
    /// The dictionary compiled in.
    ///
    /// # Errors
    /// Every mistake of the file.
    pub(super) fn built_in() -> Result<Self, Vec<Problem>> {
        Self::parse("catalogs/columns.yaml", BUILT_IN)
    }

    /// Reads a dictionary.
    ///
    /// # Errors
    /// Every mistake of the file, with its position.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let root = parse(file, text).map_err(|problem| vec![problem])?;
        let mut problems = Problems::new(file);
        let dictionary = Self::read(&root, &mut problems).unwrap_or_default();
        if problems.is_empty() { Ok(dictionary) } else { Err(problems.into_sorted()) }
    }

    fn read(root: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = Mapping::of(root, "表头词典", problems)?;
        let mut dictionary = Self::default();
        for node in mapping.list("columns", problems) {
            dictionary.read_column(node, problems);
        }
        for node in mapping.list("groups", problems) {
            dictionary.read_group(node, problems);
        }
        for node in mapping.list("measures", problems) {
            dictionary.read_measure(node, problems);
        }
        for node in mapping.list("sectors", problems) {
            let Some(mut sector) = Mapping::of(node, "行业", problems) else { continue };
            let name = sector.text("name", problems);
            let labels = folded(&mut sector, "labels", problems);
            sector.finish(problems);
            dictionary.sectors.push((name, labels));
        }
        if let Some(node) = mapping.require("skipped_sheets", problems)
            && let Some(mut sheets) = Mapping::of(node, "跳过的工作表", problems)
        {
            dictionary.code_lists = folded(&mut sheets, "code_lists", problems);
            dictionary.instructions = folded(&mut sheets, "instructions", problems);
            sheets.finish(problems);
        }
        dictionary.prefixes = folded(&mut mapping, "prefixes", problems);
        dictionary.suffixes = folded(&mut mapping, "suffixes", problems);
        dictionary.equipment = folded(&mut mapping, "equipment", problems);
        dictionary.equipment.sort_by_key(|word| std::cmp::Reverse(word.len()));
        dictionary.subtotals = Words::new(folded(&mut mapping, "subtotals", problems));
        dictionary.partials = Words::new(folded(&mut mapping, "partials", problems));
        dictionary.notes = Words::new(folded(&mut mapping, "notes", problems));
        dictionary.signatures = Words::new(folded(&mut mapping, "signatures", problems));
        dictionary.titles = Words::new(folded(&mut mapping, "titles", problems));
        dictionary.machines = Words::new(folded(&mut mapping, "machines", problems));
        dictionary.statuses = Words::new(folded(&mut mapping, "statuses", problems));
        dictionary.instructive = Words::new(folded(&mut mapping, "instructive", problems));
        dictionary.examples = Words::new(folded(&mut mapping, "examples", problems));
        dictionary.companies = Words::new(folded(&mut mapping, "companies", problems));
        dictionary.blanks = Words::new(folded(&mut mapping, "blanks", problems));
        mapping.finish(problems);
        dictionary.glance();
        Some(dictionary)
    }

    fn read_column(&mut self, node: &Node, problems: &mut Problems) {
        let Some(mut column) = Mapping::of(node, "栏目", problems) else { return };
        let means = column.placed_text("means", problems);
        let labels = column.texts("labels", problems);
        let contains =
            Contains { words: folded(&mut column, "contains", problems), not: folded(&mut column, "not", problems) };
        column.finish(problems);
        let Some(meaning) = means.and_then(|(name, position)| meaning(&name, position, problems)) else { return };
        for (label, position) in labels {
            let key = Label::parse(&label).joined;
            if let Some(other) = self.labels.insert(key, meaning)
                && other != meaning
            {
                problems.add(
                    position,
                    format!("「{label}」已是“{}”的叫法，不能又是“{}”", other.chinese(), meaning.chinese()),
                );
            }
        }
        self.contains.push((meaning, contains));
    }

    fn read_group(&mut self, node: &Node, problems: &mut Problems) {
        let Some(mut group) = Mapping::of(node, "上级表头", problems) else { return };
        let words = folded(&mut group, "words", problems);
        let mut children = BTreeMap::new();
        if let Some(Node { content: Content::Mapping(entries), .. }) = group.require("children", problems) {
            for (label, position, node) in entries {
                let Content::Scalar(name) = &node.content else {
                    problems.add(node.position, format!("「{label}」应是字段名"));
                    continue;
                };
                if let Some(meaning) = meaning(name, node.position, problems)
                    && children.insert(fold(label).into_owned(), meaning).is_some()
                {
                    problems.add(*position, format!("「{label}」重复"));
                }
            }
        }
        group.finish(problems);
        self.groups.push(Group { words, children });
    }

    fn read_measure(&mut self, node: &Node, problems: &mut Problems) {
        let Some(mut measure) = Mapping::of(node, "设备栏目", problems) else { return };
        let means = measure.placed_text("means", problems);
        let labels = measure.texts("labels", problems);
        measure.finish(problems);
        let Some((name, position)) = means else { return };
        let Some(Meaning::Field(field)) = meaning(&name, position, problems) else { return };
        for (label, position) in labels {
            if self.measures.insert(fold(&label).into_owned(), field).is_some() {
                problems.add(position, format!("「{label}」重复"));
            }
        }
    }

    /// Learns a heading, over what the dictionary says of it.
    pub(super) fn learn(&mut self, label: &Label, meaning: Meaning) {
        self.labels.insert(label.joined.clone(), meaning);
        self.glance();
    }

    /// Prepares the glance at cells, after the labels have changed.
    fn glance(&mut self) {
        self.words = Words::new(self.labels.keys().cloned());
        self.figured = self.labels.keys().any(|label| label.contains(|c: char| c.is_ascii_digit()));
    }

    /// The meaning of a label that stands in the dictionary as a whole.
    pub(super) fn exact(&self, label: &Label) -> Option<Meaning> {
        let known = self.labels.get(&label.joined).or_else(|| self.labels.get(&label.base));
        known.or_else(|| self.labels.get(label.without_latin()?)).copied()
    }

    /// Whether a cell's text is a heading that stands in the dictionary as a whole: the same as [`exact`](Self::exact) of its
    /// [`Label`], for the price of a glance at most cells.
    pub(super) fn knows(&self, text: &str) -> bool {
        let (mut han, mut plain, mut bracketed) = (false, true, false);
        for c in text.chars() {
            let is_han = is_han(c);
            han |= is_han;
            plain &= is_han && simplified(c) == c;
            bracketed |= opens(half_width(c));
        }
        if !han {
            return false;
        }
        if plain && !text.starts_with(numbers) {
            return self.labels.contains_key(text);
        }
        if !bracketed && !self.may_end(text) || !self.figured && has_figures(text) {
            return false;
        }
        self.may_know(text) && self.exact(&Label::words_of(text)).is_some()
    }

    /// Whether the words of a text without brackets can end as some label does.
    fn may_end(&self, text: &str) -> bool {
        let ends = |c: char| self.words.some_ends_with(c.to_lowercase().next_back().map_or(c, simplified));
        for c in text.chars().rev().map(half_width) {
            // Latin letters around the words may be no part of them.
            if c.is_ascii_alphabetic() || c == '_' {
                if ends(c) {
                    return true;
                }
            } else if is_han(c) || !decorates(c) {
                return ends(c);
            }
        }
        true
    }

    /// Whether the words of a text, with or without what stands in brackets, can begin and end as some label does.
    fn may_know(&self, text: &str) -> bool {
        let (mut begins, mut ends, mut last) = (None, false, None);
        for c in text.chars().map(half_width) {
            if opens(c) {
                // The words may end before a bracket, or begin after one.
                ends |= last.is_none_or(|last| self.words.some_ends_with(last));
                begins = begins.or(last.is_none().then_some(true));
            } else if c.is_ascii_alphabetic() || c == '_' {
                begins = begins.or(Some(true));
                ends |= self.words.some_ends_with(c.to_ascii_lowercase());
            } else if is_han(c) || !decorates(c) {
                let first = c.to_lowercase().next().map_or(c, simplified);
                begins = begins.or_else(|| Some(numbers(first) || self.words.some_begins_with(first)));
                last = c.to_lowercase().next_back().map(simplified);
            }
        }
        begins.unwrap_or(true) && (ends || last.is_none_or(|last| self.words.some_ends_with(last)))
    }

    /// The meaning of a folded word that stands in the dictionary as a whole.
    pub(super) fn word(&self, word: &str) -> Option<Meaning> {
        self.labels.get(word).copied()
    }

    /// What a column can mean, the surest first. `path` is its heading from the top level to the lowest.
    pub(super) fn guesses(&self, path: &[Label]) -> Vec<Guess> {
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

    /// 「企业/设备」: one column for the enterprises and, below each, its equipment.
    pub(super) fn is_mixed(&self, label: &Label) -> bool {
        let means = |field| {
            let meaning = Meaning::Field(field);
            label.base.split(['/', '、', '及', '和', '与', '或']).any(|part| self.word(part) == Some(meaning))
        };
        means(Field::Enterprise) && means(Field::Equipment)
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
    pub(super) fn heading_score(&self, label: &Label) -> u32 {
        let path = std::slice::from_ref(label);
        self.heading_score_of(label, self.guesses(path).first(), self.wide(path).as_ref())
    }

    /// The same, with what is already known of the label.
    pub(super) fn heading_score_of(&self, label: &Label, guess: Option<&Guess>, wide: Option<&WideHeading>) -> u32 {
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

    /// Whether a label has a meaning below some upper heading.
    pub(super) fn is_child(&self, label: &Label) -> bool {
        self.measures.contains_key(&label.base)
            || self.groups.iter().any(|group| group.children.contains_key(&label.base))
    }

    /// Whether a label is the upper heading of a group.
    pub(super) fn is_group(&self, label: &Label) -> bool {
        label.base.chars().count() <= 14
            && (self.equipment.iter().any(|word| label.base.contains(word.as_str()))
                || self.groups.iter().any(|group| group.words.iter().any(|word| label.base.contains(word.as_str()))))
    }

    /// Whether a folded text names a known machine.
    pub(super) fn names_machine(&self, folded: &str) -> bool {
        self.equipment.iter().any(|word| folded.contains(word.as_str()))
    }

    /// Whether a heading names equipment.
    pub(super) fn names_equipment(&self, label: &Label) -> bool {
        self.equipment.iter().any(|word| label.base.contains(word.as_str()))
    }

    /// The equipment and the measure that a heading names.
    pub(super) fn wide(&self, path: &[Label]) -> Option<WideHeading> {
        let (leaf, parents) = path.split_last()?;
        let find = |label: &Label| {
            self.equipment.iter().find_map(|word| label.base.find(word.as_str()).map(|at| (at + word.len(), word)))
        };
        if let Some((end, _)) = find(leaf) {
            let rest = leaf.base.get(end..).unwrap_or_default().trim_start_matches(['的', '-', '/', '_', '.']);
            let equipment = leaf.base.get(..end).unwrap_or_default().to_owned();
            if rest.is_empty() {
                return Some(WideHeading { equipment, part: None });
            }
            if let Some(field) = self.measures.get(rest) {
                return Some(WideHeading { equipment, part: Some(*field) });
            }
            return None;
        }
        let field = self.measures.get(&leaf.base)?;
        let parent = parents.iter().rev().find(|parent| find(parent).is_some())?;
        let (end, _) = find(parent)?;
        let rest = parent.base.get(end..).unwrap_or_default();
        matches!(rest, "" | "情况" | "设备" | "装备" | "信息" | "概况").then(|| WideHeading {
            equipment: parent.base.get(..end).unwrap_or_default().to_owned(),
            part: Some(*field),
        })
    }

    /// Whether a cleaned cell text says that nothing is there.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        text.is_empty() || (text.chars().nth(4).is_none() && self.blanks.contain(&fold(text)))
    }

    /// The sector that a text is the name of.
    pub(super) fn sector(&self, text: &str) -> Option<&str> {
        let folded = fold(text);
        let word = folded.trim_end_matches("行业").trim_end_matches("企业").trim_end_matches("业");
        self.sectors
            .iter()
            .find(|(name, labels)| *name == folded || labels.iter().any(|label| *label == folded || label == word))
            .map(|(name, _)| name.as_str())
    }

    /// The sectors that a text names, each once.
    pub(super) fn sectors_in(&self, text: &str) -> Vec<&str> {
        let folded = fold(text);
        self.sectors
            .iter()
            .filter(|(_, labels)| labels.iter().any(|label| folded.contains(label.as_str())))
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

/// Whether a heading keeps a figure in its words, with or without what stands in brackets: one outside of brackets that does
/// not number it (2.企业名称).
fn has_figures(text: &str) -> bool {
    let mut depth = 0usize;
    // Whether only figures and decoration have been seen outside of brackets, and the last was a figure.
    let (mut leads, mut figure) = (true, false);
    for c in text.chars().map(half_width) {
        if opens(c) {
            depth += 1;
        } else if depth > 0 {
            depth -= usize::from(matches!(c, ')' | ']' | '】' | '〕' | '}' | '>'));
        } else if c.is_ascii_digit() {
            if !leads {
                return true;
            }
            figure = true;
        } else if is_han(c) || !fold(c.encode_utf8(&mut [0; 4])).is_empty() {
            if figure && !matches!(c, '.' | '、') {
                return true;
            }
            figure = false;
            leads &= !is_han(c) && decorates(c);
        }
    }
    figure
}

pub(super) fn meaning(name: &str, position: Position, problems: &mut Problems) -> Option<Meaning> {
    let meaning = Meaning::parse(name);
    if meaning.is_none() {
        let known: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        problems.add(position, format!("没有字段 {name}；可用：{}、serial、unit、place、other", known.join("、")));
    }
    meaning
}

fn folded<'n>(mapping: &mut Mapping<'n>, key: &'n str, problems: &mut Problems) -> Vec<String> {
    mapping.texts(key, problems).into_iter().map(|(text, _)| fold(&text).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    fn first(path: &[&str]) -> Option<Meaning> {
        let dictionary = Dictionary::built_in().unwrap();
        let labels: Vec<Label> = path.iter().map(|text| Label::parse(text)).collect();
        dictionary.guesses(&labels).first().map(|guess| guess.meaning)
    }

    #[test]
    fn the_compiled_dictionary_has_no_mistakes() {
        let problems = Dictionary::built_in().err().unwrap_or_default();
        assert!(problems.is_empty(), "{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_glance_finds_numbered_labels_and_those_around_brackets() {
        let dictionary = Dictionary::built_in().unwrap();
        for text in
            ["2.企业名称", "１、企业名称（全称）", "（1）企业名称", "1(型号及>、参数", "*3.数量（台）", "Name企业名称"]
        {
            assert!(dictionary.knows(text) && dictionary.exact(&Label::words_of(text)).is_some(), "{text}");
        }
        for text in ["1#线", "云环审〔2010〕265号", "企业名称2", "安宁市工业园区178号"] {
            assert!(!dictionary.knows(text) && dictionary.exact(&Label::words_of(text)).is_none(), "{text}");
        }
    }

    proptest::proptest! {
        /// A glance that says no must be right.
        #[test]
        fn a_glance_at_a_cell_finds_every_label(
            before in "[ 一1、.（(*【]{0,4}",
            at in 0usize..10_000,
            inside in "[（(）)<>〔〕、/ \u{200b}a-cＡİ企]{0,3}",
            cut in 0usize..6,
            after in "[ ：:*）)】、.#线]{0,4}",
        ) {
            static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::built_in().unwrap());
            let dictionary = &*DICTIONARY;
            let mut labels: Vec<&str> = dictionary.words.iter().collect();
            labels.sort_unstable();
            let label = labels[at % labels.len()];
            let cut = label.char_indices().nth(cut).map_or(label.len(), |(at, _)| at);
            for label in [label.to_owned(), label.to_uppercase()] {
                let cut = cut.min(label.len());
                let text = format!("{before}{}{inside}{}{after}", &label[..cut], &label[cut..]);
                let known = text.chars().any(is_han) && dictionary.exact(&Label::words_of(&text)).is_some();
                proptest::prop_assert_eq!(dictionary.knows(&text), known, "{}", text);
            }
        }
    }

    #[test]
    fn headings_of_real_tables() {
        for (path, field) in [
            (&["企业名称（盖章）"][..], Field::Enterprise),
            (&["州（市）"], Field::Prefecture),
            (&["县（市、区）"], Field::County),
            (&["冶炼设备名称、型号及数量"], Field::Equipment),
            (&["换算产能(万吨)"], Field::Capacity),
            (&["冶炼设备情况", "类别(高炉/转炉/电炉等)"], Field::Equipment),
            (&["冶炼设备情况", "型号(容积/容量等)"], Field::Model),
            (&["冶炼设备情况", "设备数量"], Field::Quantity),
            (&["企业基本情况", "名称"], Field::Enterprise),
            (&["设备情况", "名称"], Field::Equipment),
            (&["整改", "期限"], Field::DueOn),
            (&["产能（万吨）", "设计"], Field::Capacity),
            (&["建成投产日期"], Field::Commissioned),
            (&["是否属于《目录》淘汰类"], Field::Basis),
        ] {
            assert_eq!(first(path), Some(Meaning::Field(field)), "{path:?}");
        }
    }

    #[test]
    fn equipment_in_columns() {
        let dictionary = Dictionary::built_in().unwrap();
        let wide = |path: &[&str]| {
            let labels: Vec<Label> = path.iter().map(|text| Label::parse(text)).collect();
            dictionary.wide(&labels).map(|wide| (wide.equipment, wide.part))
        };
        assert_eq!(wide(&["转炉座数"]), Some(("转炉".into(), Some(Field::Quantity))));
        assert_eq!(wide(&["高炉容积（m³）"]), Some(("高炉".into(), Some(Field::Model))));
        assert_eq!(wide(&["1号高炉", "容积"]), Some(("1号高炉".into(), Some(Field::Model))));
        assert_eq!(wide(&["高炉煤气利用"]), None);
    }

    #[test]
    fn mistakes_of_the_file_carry_line_and_column() {
        let text = "columns:\n  - means: enterprize\n    labels: [企业]\n    colour: red\n";
        let problems = Dictionary::parse("c.yaml", text).unwrap_err();
        let lines: Vec<u32> = problems.iter().map(|problem| problem.position.line).collect();
        assert!(lines.contains(&2) && lines.contains(&4), "{problems:?}");
    }
}
