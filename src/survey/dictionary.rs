//! The dictionary of headings, `catalogs/columns.yaml`: what people call the columns of a survey table.

mod compiled;
mod glance;
mod guess;
mod meaning;
mod read;
mod sectors;
mod slips;
#[cfg(test)]
mod unseen;
mod wide;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};

pub use compiled::compiled;
pub(super) use guess::{BY_SLIP, Guess};
pub(super) use meaning::{Meaning, meaning};
pub(super) use wide::WideHeading;

use guess::Pattern;
use sectors::Sector;
use slips::Slips;

use super::Field;
use super::clean::{fold, is_folded};
use super::label::Label;
use super::words::Words;
use crate::yaml::{Problem, Problems, parse};

/// The dictionary compiled in.
const BUILT_IN: &str = include_str!("../../catalogs/columns.yaml");

/// Labels that are weak by themselves: words in them point at a meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Contains {
    words: Vec<Pattern>,
    not: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Group {
    words: Vec<String>,
    children: BTreeMap<String, Meaning>,
}

/// The dictionary.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Dictionary {
    #[serde(serialize_with = "compiled::in_order")]
    labels: HashMap<String, Meaning, RandomState>,
    /// The same labels, to see at a glance that a cell is none of them.
    #[serde(skip)]
    words: Words,
    /// Whether some label holds a figure.
    #[serde(skip)]
    figured: bool,
    contains: Vec<(Meaning, Contains)>,
    /// By the character that each pattern of `contains` begins with: its place there.
    #[serde(skip)]
    beginnings: HashMap<char, Vec<(usize, usize)>, RandomState>,
    groups: Vec<Group>,
    prefixes: Vec<String>,
    /// Prefixes that make a date a plan: 拟, 计划.
    planned: Vec<String>,
    suffixes: Vec<String>,
    /// Groups of characters that are typed for one another.
    confused: Vec<String>,
    /// Characters that are no slip, because the word then means something else.
    changes: String,
    /// Labels as slips in them are looked for, made ready when the first heading is not understood.
    #[serde(skip)]
    slips: OnceLock<Slips>,
    equipment: Vec<String>,
    measures: BTreeMap<String, Field>,
    sectors: Vec<Sector>,
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
    /// Words that end as a machine does and name none: 主机, 辅机.
    pub no_machines: Words,
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
        compiled::dictionary().map_or_else(Self::from_yaml, Ok)
    }

    /// The same from its YAML.
    fn from_yaml() -> Result<Self, Vec<Problem>> {
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

    /// Learns a heading, over what the dictionary says of it.
    pub(super) fn learn(&mut self, label: &Label, meaning: Meaning) {
        self.labels.insert(label.joined.clone(), meaning);
        self.glance();
    }

    /// Prepares what is looked up beside the words themselves, after they have been read.
    fn prepare(&mut self) {
        self.glance();
        for (group, (_, contains)) in self.contains.iter().enumerate() {
            for (at, pattern) in contains.words.iter().enumerate() {
                for c in pattern.beginnings() {
                    self.beginnings.entry(c).or_default().push((group, at));
                }
            }
        }
    }

    /// Prepares the glance at cells, after the labels have changed.
    fn glance(&mut self) {
        self.words = Words::new(self.labels.keys().cloned());
        self.figured = self.labels.keys().any(|label| label.bytes().any(|byte| byte.is_ascii_digit()));
    }

    /// The meaning of a label that stands in the dictionary as a whole.
    pub(super) fn exact(&self, label: &Label) -> Option<Meaning> {
        let known = self.labels.get(&label.joined);
        // 「数量（单位）」 is the amount with its unit.
        let known = match known {
            Some(Meaning::Unit) if label.base != label.joined => self.labels.get(&label.base).or(known),
            _ => known.or_else(|| self.labels.get(&label.base)),
        };
        known.or_else(|| self.labels.get(label.without_latin()?)).copied()
    }

    /// The meaning of a folded word that stands in the dictionary as a whole.
    pub(super) fn word(&self, word: &str) -> Option<Meaning> {
        self.labels.get(word).copied()
    }

    /// Whether a cleaned cell text says that nothing is there.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return true };
        // Four characters have sixteen bytes at most.
        text.len() <= 16
            && (self.blanks.some_begins_with(first) || !is_folded(first))
            && text.chars().nth(4).is_none()
            && self.blanks.contain(&fold(text))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::survey::clean::is_han;

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
    fn words_before_and_after_a_heading_do_not_change_it() {
        for (heading, field) in [
            ("现场核实设备名称", Field::Equipment),
            ("拟淘汰的设备名称", Field::Equipment),
            ("被验收企业", Field::Enterprise),
            ("上报数量（台）", Field::Quantity),
            ("企业所在州（市）", Field::Prefecture),
            ("2020年设计产能（万吨）", Field::Capacity),
            ("plant_name(企业名称)", Field::Enterprise),
            ("capacity(产能,万吨/年)", Field::Capacity),
            ("企业生产经营现状", Field::Status),
            ("责令整改日期", Field::OrderedOn),
            ("本月进展", Field::Result),
            ("万吨/年", Field::Capacity),
        ] {
            assert_eq!(first(&[heading]), Some(Meaning::Field(field)), "{heading}");
        }
    }

    #[test]
    fn what_is_only_planned_is_a_deadline_or_no_field() {
        for heading in ["拟关闭日期", "计划淘汰完成时间", "应完成时间", "要求整改完成时间", "限期整改日期"]
        {
            assert_eq!(first(&[heading]), Some(Meaning::Field(Field::DueOn)), "{heading}");
        }
        for (path, field) in [
            (&["更新计划", "完成时间"][..], Field::DueOn),
            (&["更新计划", "实际完成时间"], Field::CompletedOn),
            (&["更换安排", "更换期限"], Field::DueOn),
            (&["更换安排", "更换方式"], Field::Measure),
            (&["整改到位期限"], Field::DueOn),
            (&["整改到位时间"], Field::CompletedOn),
        ] {
            assert_eq!(first(path), Some(Meaning::Field(field)), "{path:?}");
        }
        for heading in ["拟投产时间", "计划投产时间", "预计投产年月"] {
            assert_eq!(first(&[heading]), Some(Meaning::Other), "{heading}");
        }
    }

    #[test]
    fn headings_of_other_things_are_no_field() {
        for heading in [
            "设备价格",
            "设备供应商",
            "企业排名",
            "信用评级",
            "设备购置时间",
            "产能置换方案",
            "单位产品综合能耗",
            "登记日期",
            "审核状态",
            "上报状态",
            "设备ID",
            "现场照片编号",
            "奖励资金（万元）",
            "投产手续",
            "is_deleted",
            "非生产设备数",
        ] {
            let field = first(&[heading]).filter(|meaning| *meaning != Meaning::Other);
            assert!(!matches!(field, Some(Meaning::Field(field)) if field != Field::Quantity), "{heading}: {field:?}");
        }
    }

    #[test]
    fn a_slip_in_a_heading_is_recognised_and_said() {
        let dictionary = Dictionary::built_in().unwrap();
        for (heading, meant, field) in [
            ("企业名成", "企业名称", Field::Enterprise),
            ("企名业称", "企业名称", Field::Enterprise),
            ("企业名名称", "企业名称", Field::Enterprise),
            ("统一社会信用代号", "统一社会信用代码", Field::Uscc),
            ("统一社会用代码", "统一社会信用代码", Field::Uscc),
            ("规格形号", "规格型号", Field::Model),
            ("投厂时间", "投产时间", Field::Commissioned),
        ] {
            let guess = dictionary.guesses(&[Label::parse(heading)]).into_iter().next().unwrap();
            assert_eq!(guess.meaning, Meaning::Field(field), "{heading}");
            assert!(guess.why.contains(&format!("“{meant}”")) && guess.why.contains("手误"), "{}", guess.why);
        }
    }

    #[test]
    fn a_slip_never_turns_a_label_into_another_meaning() {
        let dictionary = Dictionary::built_in().unwrap();
        let mut wrong = Vec::new();
        for (label, meaning) in &dictionary.labels {
            let characters: Vec<char> = label.chars().collect();
            if characters.len() < 4 || !characters.iter().all(|c| is_han(*c)) {
                continue;
            }
            for at in 1..characters.len() - 1 {
                let (mut without, mut twice, mut exchanged) =
                    (characters.clone(), characters.clone(), characters.clone());
                without.remove(at);
                twice.insert(at, characters[at]);
                exchanged.swap(at, at + 1);
                for slip in [without, twice, exchanged] {
                    let slip: String = slip.into_iter().collect();
                    let words = Label::words_of(&slip);
                    if dictionary.exact(&words).is_none()
                        && let Some((read, other)) = dictionary.slipped(&words)
                        && other != *meaning
                    {
                        wrong.push(format!("{label} as {slip}: {read}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
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
