//! Two editions compared: what is added, what is gone, what changed in wording, thresholds, exceptions, dates.
//!
//! Not being listed here is not being deleted there: where an edition is not complete, what seems added or gone is marked as
//! uncertain.

use std::collections::BTreeMap;

use serde::Serialize;

use super::edition::{Edition, Entry};
use super::view::RuleView;
use super::vocabulary::Vocabulary;

/// An entry that only one edition lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OneSided {
    /// Stable key.
    pub key: String,
    /// Place in its document.
    pub cite: String,
    /// Wording.
    pub name: String,
    /// Evidence level.
    pub evidence: &'static str,
}

/// What of an entry changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// 条文.
    Wording,
    /// 措施.
    Action,
    /// 对象: what the rules speak of.
    Subjects,
    /// 条件: thresholds and properties.
    Conditions,
    /// 除外.
    Exceptions,
    /// 期限.
    Deadline,
    /// 行业.
    Sectors,
    /// 替代.
    Replacement,
}

impl Field {
    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Wording => "条文",
            Self::Action => "措施",
            Self::Subjects => "对象",
            Self::Conditions => "条件",
            Self::Exceptions => "除外",
            Self::Deadline => "期限",
            Self::Sectors => "行业",
            Self::Replacement => "替代",
        }
    }
}

/// One change of an entry; empty text where one side says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What changed.
    pub field: Field,
    /// In the earlier edition.
    pub from: String,
    /// In the later edition.
    pub to: String,
}

/// An entry that both list and that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Stable key.
    pub key: String,
    /// Wording in the later edition.
    pub name: String,
    /// What changed.
    pub changes: Vec<Change>,
    /// Whether one of the two wordings was seen in no source: the change itself is then to be checked.
    pub recalled: bool,
    /// What to check first, of both.
    pub doubts: Vec<String>,
}

/// Two editions compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionDiff {
    /// The earlier edition.
    pub from: String,
    /// The later edition.
    pub to: String,
    /// Listed only in the later one.
    pub added: Vec<OneSided>,
    /// Whether what is added may be in the earlier edition too, which is not complete here.
    pub added_uncertain: bool,
    /// Listed only in the earlier one.
    pub gone: Vec<OneSided>,
    /// Whether what is gone may be in the later edition too, which is not complete here.
    pub gone_uncertain: bool,
    /// Different in the two.
    pub changed: Vec<Changed>,
    /// How many are the same.
    pub same: usize,
}

impl EditionDiff {
    /// Compares two editions.
    #[must_use]
    pub fn new(from: &Edition, to: &Edition, vocabulary: &Vocabulary) -> Self {
        let earlier: BTreeMap<&str, &Entry> = from.entries.iter().map(|entry| (entry.key.as_str(), entry)).collect();
        let mut diff = Self {
            from: from.id.clone(),
            to: to.id.clone(),
            added: Vec::new(),
            added_uncertain: !from.coverage.complete,
            gone: from.entries.iter().filter(|entry| to.entry(&entry.key).is_none()).map(one_sided).collect(),
            gone_uncertain: !to.coverage.complete,
            changed: Vec::new(),
            same: 0,
        };
        for entry in &to.entries {
            let Some(before) = earlier.get(entry.key.as_str()) else {
                diff.added.push(one_sided(entry));
                continue;
            };
            let changes = changes(before, entry, vocabulary);
            if changes.is_empty() {
                diff.same += 1;
            } else {
                diff.changed.push(Changed {
                    key: entry.key.clone(),
                    name: entry.name.clone(),
                    changes,
                    recalled: before.evidence.level.is_recalled() || entry.evidence.level.is_recalled(),
                    doubts: doubts(before, entry),
                });
            }
        }
        diff
    }
}

fn one_sided(entry: &Entry) -> OneSided {
    OneSided {
        key: entry.key.clone(),
        cite: entry.cite.clone(),
        name: entry.name.clone(),
        evidence: entry.evidence.level.name(),
    }
}

fn doubts(before: &Entry, after: &Entry) -> Vec<String> {
    let mut doubts: Vec<String> = before.doubts.clone();
    doubts.extend(after.doubts.iter().filter(|doubt| !before.doubts.contains(doubt)).cloned());
    doubts
}

fn changes(before: &Entry, after: &Entry, vocabulary: &Vocabulary) -> Vec<Change> {
    let rules =
        |entry: &Entry| -> Vec<RuleView> { entry.rules.iter().map(|rule| RuleView::new(rule, vocabulary)).collect() };
    let (old, new) = (rules(before), rules(after));
    let subjects = |rules: &[RuleView]| {
        distinct(
            rules
                .iter()
                .map(|rule| [&rule.equipment, &rule.process, &rule.product].map(|group| group.join("、")).concat()),
        )
    };
    let conditions = |rules: &[RuleView]| distinct(rules.iter().filter_map(|rule| rule.when.clone()));
    let exceptions = |rules: &[RuleView]| distinct(rules.iter().flat_map(|rule| rule.unless.clone()));
    let pairs = [
        (Field::Wording, before.name.clone(), after.name.clone()),
        (Field::Action, before.action.chinese().to_owned(), after.action.chinese().to_owned()),
        (Field::Subjects, subjects(&old), subjects(&new)),
        (Field::Conditions, conditions(&old), conditions(&new)),
        (Field::Exceptions, exceptions(&old), exceptions(&new)),
        (Field::Deadline, before.deadline.chinese(), after.deadline.chinese()),
        (Field::Sectors, before.sectors.join("、"), after.sectors.join("、")),
        (Field::Replacement, before.replacement.clone(), after.replacement.clone()),
    ];
    pairs.into_iter().filter(|(_, from, to)| from != to).map(|(field, from, to)| Change { field, from, to }).collect()
}

/// The texts, each once, in order, as one.
fn distinct(texts: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen.join("；")
}
