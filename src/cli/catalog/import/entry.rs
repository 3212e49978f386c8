//! A row of an official table → a draft entry: key, rules as far as they can be read from the wording, and what remains.

use std::collections::BTreeSet;

use crate::catalog::{Deadline, Entry, Library, UNWRITTEN, Vocabulary};
use crate::matching::{Description, Fact, Item as Thing, Matcher};
use crate::text::fold;

use super::table::Item;
use crate::cli::catalog::draft::quoted;

/// From this share of common pairs of characters on, two wordings speak of the same thing.
const ALIKE: f64 = 0.6;

/// Makes drafts; keys are unique within one.
pub(super) struct Drafter<'a> {
    library: &'a Library,
    matcher: Matcher,
    source: String,
    keys: BTreeSet<String>,
}

impl<'a> Drafter<'a> {
    pub(super) fn new(library: &'a Library, source: String) -> Self {
        let matcher = Matcher::new(library.vocabulary.clone(), Vec::new(), Default::default());
        Self { library, matcher, source, keys: BTreeSet::new() }
    }

    /// The entry in YAML, with what a person must finish as comments above it.
    pub(super) fn entry(&mut self, item: &Item) -> String {
        let mut todo: Vec<String> = Vec::new();
        let known = self.alike(&item.name);
        let key = self.key(item, known, &mut todo);
        let action = action(item, &mut todo);
        let deadline = deadline(item, &mut todo);
        let sectors = sectors(item, known, &mut todo);
        let rules = self.rules(item, &mut todo);
        if let Some(word) = excepting(&item.name) {
            todo.push(format!("条文有“{word}”：把除外写进 unless"));
        }
        let number = if item.number.is_empty() { item.place.clone() } else { format!("第{}项", item.number) };
        let mut text = String::new();
        for todo in &todo {
            text.push_str(&format!("  # 待办：{todo}\n"));
        }
        text.push_str(&format!("  - key: {key}\n"));
        text.push_str(&format!("    cite: {}\n", quoted(&number)));
        text.push_str(&format!("    name: {}\n", quoted(&item.name)));
        text.push_str(&format!("    action: {action}\n"));
        text.push_str(&format!("    sectors: [{}]\n", quoted(&sectors)));
        text.push_str(&format!("    deadline: {}\n", quoted(&deadline)));
        if !item.replacement.is_empty() {
            text.push_str(&format!("    replacement: {}\n", quoted(&item.replacement)));
        }
        let source = format!("{}，{}", self.source, item.place);
        text.push_str(&format!("    evidence: {{level: seen, source: {}}}\n", quoted(&source)));
        if !item.reason.is_empty() {
            text.push_str(&format!("    note: {}\n", quoted(&item.reason)));
        }
        text.push_str(&rules);
        text
    }

    /// The known entry whose wording is most alike.
    fn alike(&self, name: &str) -> Option<&'a Entry> {
        let pairs = pairs(name);
        let entries = self.library.editions.iter().flat_map(|edition| &edition.entries);
        entries
            .map(|entry| (likeness(&pairs, &self::pairs(&entry.name)), entry))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, entry)| entry)
    }

    fn key(&mut self, item: &Item, known: Option<&Entry>, todo: &mut Vec<String>) -> String {
        let number: String = item.number.chars().filter(char::is_ascii_digit).collect();
        let mut key = match known {
            Some(entry) => {
                todo.push(format!("键取自相近的条目“{}”：不是同一对象就另起", entry.name));
                entry.key.clone()
            }
            None => {
                todo.push("键是临时的：改成说明对象的英文词，以 - 相连".into());
                format!("item-{}", if number.is_empty() { (self.keys.len() + 1).to_string() } else { number })
            }
        };
        while self.keys.contains(&key) {
            todo.push("键与前面的条目重复，加了后缀".into());
            key.push_str("-x");
        }
        self.keys.insert(key.clone());
        key
    }

    /// Rules and examples; where no term is known, the entry says so.
    fn rules(&self, item: &Item, todo: &mut Vec<String>) -> String {
        let judged = self.matcher.judge(&Description::phrase(&item.name, ""));
        let vocabulary = &self.library.vocabulary;
        let rules: Vec<String> = judged.items.iter().filter_map(|thing| rule(thing, vocabulary)).collect();
        if rules.is_empty() {
            todo.push("词表里没有这个对象：先加词条，再写规则；确实无从判断的，写明为什么".into());
            return format!("    untestable: {UNWRITTEN}\n");
        }
        todo.push("规则和条件从条文自动读出：逐字核对".into());
        todo.push("补 clear 例子：形近而不该命中的说法".into());
        let mut text = String::from("    rules:\n");
        for rule in rules {
            text.push_str(&format!("      - {rule}\n"));
        }
        // What is named without its figures is to be asked about.
        let open: Vec<&str> = judged
            .items
            .iter()
            .filter(|thing| !thing.facts.is_empty())
            .filter_map(|thing| thing.equipment.as_deref())
            .collect();
        let review = match open.as_slice() {
            [first, ..] => format!(", review: [{}]", quoted(first)),
            [] => String::new(),
        };
        text.push_str(&format!("    examples: {{hit: [{}]{review}}}\n", quoted(&item.name)));
        text
    }
}

/// The word by which a wording excepts something. 「不含4.3米」 only says on which side its own bound lies.
fn excepting(name: &str) -> Option<&'static str> {
    ["除外", "不包括", "不含"].into_iter().find(|word| {
        let after = name.split(word).skip(1);
        *word != "不含" && name.contains(word)
            || after
                .into_iter()
                .any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)))
    })
}

fn rule(thing: &Thing, vocabulary: &Vocabulary) -> Option<String> {
    let name = thing.equipment.as_deref()?;
    let kind = vocabulary.terms.get(vocabulary.term(name)?.index())?.kind;
    let mut conditions: Vec<String> = thing.facts.iter().filter_map(|fact| condition(fact, vocabulary)).collect();
    conditions.dedup();
    let when = match conditions.as_slice() {
        [] => String::new(),
        conditions => format!(", when: {}", quoted(&conditions.join(" 且 "))),
    };
    Some(format!("{{{}: [{}]{when}}}", kind.name(), quoted(name)))
}

/// A fact as a condition: a bound as it is, a bare size as 「不超过」 is left to a person.
fn condition(fact: &Fact, vocabulary: &Vocabulary) -> Option<String> {
    if vocabulary.parameter(&fact.parameter).is_none() {
        return vocabulary.attribute(&fact.parameter).map(|_| format!("{} = {}", fact.parameter, fact.value));
    }
    let value = fact.value.trim();
    let (sign, digits) = [("≤", "<="), ("≥", ">="), ("<", "<"), (">", ">")]
        .iter()
        .find_map(|(shown, sign)| Some((*sign, value.strip_prefix(shown)?)))?;
    Some(format!("{} {sign} {} {}", fact.parameter, digits.trim(), fact.unit).trim_end().to_owned())
}

fn action(item: &Item, todo: &mut Vec<String>) -> &'static str {
    let text = if item.action.is_empty() { &item.name } else { &item.action };
    if text.contains("限制") {
        "restrict"
    } else if text.contains("禁止") {
        "prohibit"
    } else if text.contains("淘汰") {
        "eliminate"
    } else {
        todo.push("表中没有写禁止、限制还是淘汰".into());
        "undecided"
    }
}

fn deadline(item: &Item, todo: &mut Vec<String>) -> String {
    let text = fold(&item.deadline).text;
    if text.is_empty() {
        todo.push("没有期限：核对后写日期、immediate 或 none-stated".into());
        return "unknown".into();
    }
    // 「现有设备一年后禁止，新建立即禁止」 says more than at once: it stays as it is.
    let bare = text.trim_end_matches("使用").trim_end_matches("设备");
    if ["立即", "立即淘汰", "立即禁止", "立即停止", "即日", "即日起", "即日起禁止", "即日起淘汰"].contains(&bare)
    {
        return "immediate".into();
    }
    if let Deadline::On(date) = Deadline::parse(&text) {
        return date.to_string();
    }
    let numbers: Vec<u32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let date = match numbers.as_slice() {
        [year, month, day] => chrono::NaiveDate::from_ymd_opt(i32::try_from(*year).unwrap_or(0), *month, *day),
        [year] if (1990..2100).contains(year) => {
            todo.push("期限只写到年，按年底写".into());
            chrono::NaiveDate::from_ymd_opt(i32::try_from(*year).unwrap_or(0), 12, 31)
        }
        _ => None,
    };
    match date {
        Some(date) => date.to_string(),
        None => {
            todo.push("期限照抄原文：能定日期的改成日期".into());
            item.deadline.clone()
        }
    }
}

fn sectors(item: &Item, known: Option<&Entry>, todo: &mut Vec<String>) -> String {
    if !item.sector.is_empty() {
        return item.sector.clone();
    }
    todo.push("没有行业：照目录写".into());
    known.and_then(|entry| entry.sectors.first().cloned()).unwrap_or_else(|| "待定".into())
}

/// Neighbouring characters, without punctuation.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let characters: Vec<char> = fold(text).text.chars().filter(|c| c.is_alphanumeric()).collect();
    characters.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}

/// Common pairs over all pairs (Dice), 0–1.
fn likeness(a: &BTreeSet<(char, char)>, b: &BTreeSet<(char, char)>) -> f64 {
    let sum = a.len() + b.len();
    if sum == 0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of characters of a sentence")]
    let share = 2.0 * a.intersection(b).count() as f64 / sum as f64;
    share
}
