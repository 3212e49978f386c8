//! An edition of a catalogue and its entries, valid and cross-referenced.

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::late::Late;
use super::place::ExampleKind;
use super::vocabulary::TermId;

/// What a catalogue orders for the things that an entry describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// 淘汰.
    Eliminate,
    /// 禁止.
    Prohibit,
    /// 禁止 or 限制, not established which: a hit is shown as a review.
    Undecided,
    /// 限制: informs only.
    Restrict,
    /// 重大隐患: 停产整改.
    Hazard,
}

impl Action {
    /// The name in JSON and YAML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Eliminate => "eliminate",
            Self::Prohibit => "prohibit",
            Self::Undecided => "undecided",
            Self::Restrict => "restrict",
            Self::Hazard => "hazard",
        }
    }

    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Eliminate => "淘汰",
            Self::Prohibit => "禁止",
            Self::Undecided => "禁止或限制（未核实）",
            Self::Restrict => "限制",
            Self::Hazard => "重大隐患",
        }
    }
}

/// By when the thing must be gone. Written in YAML and JSON as one word, a date, or the document's own words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deadline {
    /// By the end of this day.
    On(NaiveDate),
    /// No year printed: already ordered out, or at once (`immediate`).
    Immediate,
    /// As above, but a year may be printed (`immediate?`).
    ImmediateUncertain,
    /// By the timetable of a treaty plan (`treaty-plan`).
    TreatyPlan,
    /// The notice sets no date (`none-stated`).
    NoneStated,
    /// Not seen (`unknown`).
    Unknown,
    /// Does not apply (`-`).
    NotApplicable,
    /// A period or a condition in the document's own words.
    Words(String),
}

impl Deadline {
    /// Reads the written form.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "immediate" => Self::Immediate,
            "immediate?" => Self::ImmediateUncertain,
            "treaty-plan" => Self::TreatyPlan,
            "none-stated" | "none stated" => Self::NoneStated,
            "unknown" => Self::Unknown,
            "-" => Self::NotApplicable,
            other => other.parse().map_or_else(|_| Self::Words(other.to_owned()), Self::On),
        }
    }

    /// The deadline towards people.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::On(date) => date.format("%Y年%-m月%-d日前").to_string(),
            Self::Immediate => "立即淘汰（条目未标期限）".into(),
            Self::ImmediateUncertain => "立即淘汰（是否另标期限待核）".into(),
            Self::TreatyPlan => "按履约计划".into(),
            Self::NoneStated => "文件未定期限".into(),
            Self::Unknown => "期限待核".into(),
            Self::NotApplicable => "—".into(),
            Self::Words(words) => words.clone(),
        }
    }
}

impl Deadline {
    /// Days from a day until the deadline: 0 on its last day, negative when overdue; `None` without a date.
    #[must_use]
    pub fn days_left(&self, on: NaiveDate) -> Option<i64> {
        match self {
            Self::On(date) => Some((*date - on).num_days()),
            _ => None,
        }
    }

    /// Whether the deadline falls on a day or within so many days after it. What is overdue is not about to fall due.
    #[must_use]
    pub fn is_due_within(&self, on: NaiveDate, days: u32) -> bool {
        self.days_left(on).is_some_and(|left| (0..=i64::from(days)).contains(&left))
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => write!(f, "{date}"),
            Self::Immediate => f.write_str("immediate"),
            Self::ImmediateUncertain => f.write_str("immediate?"),
            Self::TreatyPlan => f.write_str("treaty-plan"),
            Self::NoneStated => f.write_str("none-stated"),
            Self::Unknown => f.write_str("unknown"),
            Self::NotApplicable => f.write_str("-"),
            Self::Words(words) => f.write_str(words),
        }
    }
}

/// How well the wording of an entry is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(
    description = "verified 已核对原文、seen 见于转载、seen-partial 部分见于转载、recalled-high/medium/low 凭记忆（较可靠、一般、不可靠）"
)]
pub enum EvidenceLevel {
    /// Held against the official print by a person (`capex catalog verify`).
    Verified,
    /// Wording with its numbers read in a source.
    Seen,
    /// Part of it, a translation, or a local list that restates it.
    SeenPartial,
    /// From memory, expected right about 9 times in 10.
    RecalledHigh,
    /// From memory, about 7 in 10.
    RecalledMedium,
    /// From memory, worse than even.
    RecalledLow,
}

impl EvidenceLevel {
    /// Whether the wording was seen in no source.
    #[must_use]
    pub fn is_recalled(self) -> bool {
        matches!(self, Self::RecalledHigh | Self::RecalledMedium | Self::RecalledLow)
    }

    /// The name in JSON and YAML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Seen => "seen",
            Self::SeenPartial => "seen-partial",
            Self::RecalledHigh => "recalled-high",
            Self::RecalledMedium => "recalled-medium",
            Self::RecalledLow => "recalled-low",
        }
    }

    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Verified => "已核对原文",
            Self::Seen => "见于转载",
            Self::SeenPartial => "部分见于转载",
            Self::RecalledHigh => "凭记忆（较可靠），条文待核对原文",
            Self::RecalledMedium => "凭记忆（一般），条文待核对原文",
            Self::RecalledLow => "凭记忆（不可靠），条文待核对原文",
        }
    }
}

/// Where the wording of an entry comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(description = "条文从哪里知道", deny_unknown_fields)]
pub struct Evidence {
    /// How well it is known.
    #[schemars(description = "知道到什么程度")]
    pub level: EvidenceLevel,
    /// Where it was read; empty if recalled only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(description = "在哪里读到；只凭记忆则不写")]
    pub source: String,
    /// How its presence in this edition is known; empty where that is not in question.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(description = "怎么知道本版有此条")]
    pub edition: String,
    /// The day on which a person held the entry against the official print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "哪天与官方印本核对")]
    pub checked: Option<NaiveDate>,
}

/// How much of the official catalogue is listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(description = "官方文件有多少条、这里收了多少", deny_unknown_fields)]
pub struct Coverage {
    /// Number of items of the official document in the listed classes; `None` if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(description = "官方条数；不知道就不写")]
    pub known: Option<u32>,
    /// Whether every item is listed.
    #[schemars(description = "是否每一条都收了")]
    pub complete: bool,
    /// What is missing, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(description = "缺什么")]
    pub note: String,
}

/// An exception (除外) of a rule: protects only where the row proves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exemption {
    /// The condition as written, which the finding shows as what would exempt.
    pub text: String,
    /// The condition.
    pub when: Condition,
}

/// What a rule that holds gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(description = "hit 命中、review 只待核实")]
pub enum RuleOutcome {
    /// A hit.
    #[default]
    Hit,
    /// Only a review, because the wording itself is in doubt.
    Review,
}

/// One rule of an entry: every subject, the condition, and no proved exemption.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Rule {
    /// Groups of terms: the item must name one term of each group.
    pub subjects: Vec<Vec<TermId>>,
    /// The condition; `None` always holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Exceptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<Exemption>,
    /// What it gives when it holds.
    pub outcome: RuleOutcome,
    /// The question of a review, where the missing parameters do not say enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
}

/// A phrase that shows an entry at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The phrase.
    pub text: String,
    /// The sector it is read in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
}

impl Example {
    /// Reads the written form: the phrase, then optionally ` @行业`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.rsplit_once('@') {
            Some((phrase, sector)) => Self { text: phrase.trim().into(), sector: Some(sector.trim().into()) },
            None => Self { text: text.trim().into(), sector: None },
        }
    }
}

/// Phrases by what the entry must say of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Examples {
    /// A hit.
    #[serde(default)]
    pub hit: Vec<Example>,
    /// No finding of this entry.
    #[serde(default)]
    pub clear: Vec<Example>,
    /// A review.
    #[serde(default)]
    pub review: Vec<Example>,
    /// An exemption.
    #[serde(default)]
    pub exempt: Vec<Example>,
}

impl Examples {
    /// Every example with its kind and its place among those of the kind.
    pub fn each(&self) -> impl Iterator<Item = (ExampleKind, usize, &Example)> {
        ExampleKind::ALL
            .into_iter()
            .flat_map(|kind| self.of(kind).iter().enumerate().map(move |(index, example)| (kind, index, example)))
    }

    /// The examples of a kind.
    #[must_use]
    pub fn of(&self, kind: ExampleKind) -> &[Example] {
        match kind {
            ExampleKind::Hit => &self.hit,
            ExampleKind::Clear => &self.clear,
            ExampleKind::Review => &self.review,
            ExampleKind::Exempt => &self.exempt,
        }
    }
}

/// One item of a catalogue edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Stable key, the same in every edition for the same regulated thing.
    pub key: String,
    /// Place in the document: class, part, item.
    pub cite: String,
    /// Wording.
    pub name: String,
    /// What it orders.
    pub action: Action,
    /// Sectors as the catalogue names them.
    pub sectors: Vec<String>,
    /// By when.
    #[serde(with = "super::compiled::deadline")]
    pub deadline: Deadline,
    /// What the document names instead; empty if nothing is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub replacement: String,
    /// How well it is known.
    pub evidence: Evidence,
    /// What to check against the official print first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Rules, any of which suffices. Empty only if `untestable` says why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Why no survey row can test it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untestable: Option<String>,
    /// Phrases that run as tests. The compiled form keeps them apart.
    #[serde(skip)]
    pub examples: Late<Examples>,
}

/// The first day of a date known to the day, the month or the year.
pub(super) fn first_day(date: &str) -> Option<NaiveDate> {
    let whole = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    whole.parse().ok()
}

/// One edition of a catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// Identifier, such as `ndrc-2013`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Document number.
    pub document: String,
    /// Issuer.
    pub issuer: String,
    /// Day of issue, as precisely as known (`2017-12` possible); empty if not established.
    pub issued: String,
    /// First day in force; `None` if not stated.
    pub effective: Option<NaiveDate>,
    /// First day no longer in force; `None` while in force or if not established.
    pub repealed: Option<NaiveDate>,
    /// The edition that it amends.
    pub amends: Option<String>,
    /// The edition that it takes the place of.
    pub replaces: Option<String>,
    /// Whether it is a supplementary basis beside the plan's own catalogues.
    pub supplementary: bool,
    /// How much of it is listed.
    pub coverage: Coverage,
    /// Entries in the order of the document. The compiled form keeps them apart.
    #[serde(skip)]
    pub entries: Late<Vec<Entry>>,
    /// What is not of the official files: the overlay and what it changed, or that the edition comes from a user's folder.
    pub overlay: Option<String>,
}

impl Edition {
    /// Whether the edition is in force on a day. Where its first day is not stated it counts as in force from the day of its
    /// issue on, as precisely as that is known: nothing is in force before it was issued.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.begins().is_none_or(|first| first <= on) && self.repealed.is_none_or(|end| on < end)
    }

    /// The first day on which it counts as in force: the stated one, else the first on which it may have been issued.
    #[must_use]
    pub fn begins(&self) -> Option<NaiveDate> {
        self.effective.or_else(|| first_day(&self.issued))
    }

    /// An entry by its key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}
