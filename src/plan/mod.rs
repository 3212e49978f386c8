//! The work plan of a year and a region, as data: phases and their due dates, who delivers what to whom, the catalogues
//! and sectors it covers, how violations are answered, priced, closed and accepted.
//!
//! Another province or year is another file (`catalogs/plans/`, `capex plan init`); nothing in the code knows Yunnan.

mod builtin;
mod read;
mod words;

use chrono::NaiveDate;
use serde::Serialize;

pub use builtin::{find, list, starter};
pub use words::{Kind, recognise};

/// A valid plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Identifier, such as `yunnan-2019`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Document number.
    pub document: String,
    /// Code of the administrative division it holds for, six digits.
    pub region: String,
    /// The year.
    pub year: i32,
    /// The sectors it covers.
    pub sectors: Vec<String>,
    /// The catalogues it names.
    pub catalogs: Choice,
    /// Catalogues used beside them as supplementary basis.
    pub supplementary: Vec<String>,
    /// What must not come back once gone: 地条钢.
    pub no_return: Vec<String>,
    /// What has not been verified against the document, in Chinese; said in every result.
    pub doubts: Vec<String>,
    /// The phases in order of their due dates. Ids are unique; [`Plan::REQUIRED`] are there.
    pub phases: Vec<Phase>,
    /// How violations are answered.
    pub enforcement: Enforcement,
    /// The kinds of differential price that orders bring; empty if the plan asks for none.
    pub pricing: Vec<Kind>,
    /// What the written opinion of acceptance is called.
    pub opinion: String,
}

/// Which catalogues a plan applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// These, by id.
    Listed(Vec<String>),
    /// All that are in force on the day of the audit.
    InForce,
}

/// Who delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 州（市）.
    Prefecture,
    /// 县（市、区）.
    County,
}

impl Level {
    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Prefecture => "各州（市）",
            Self::County => "各县（市、区）",
        }
    }
}

/// What someone hands to someone by the end of a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Who delivers.
    pub from: Level,
    /// What.
    pub what: String,
    /// To whom.
    pub to: String,
    /// Who gets a copy.
    pub copies: Vec<String>,
}

/// A phase of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// Identifier: `survey`.
    pub id: String,
    /// Name: 摸底排查.
    pub name: String,
    /// First day, if the plan sets one.
    pub starts: Option<NaiveDate>,
    /// Last day on which it is in time.
    pub due: NaiveDate,
    /// The document's own words where it names no exact day: 12月中旬.
    pub due_words: Option<String>,
    /// What is delivered.
    pub deliveries: Vec<Delivery>,
}

impl Phase {
    /// Days from the due date to a day: positive when overdue, 0 on the due date itself.
    #[must_use]
    pub fn days_past(&self, as_of: NaiveDate) -> i64 {
        (as_of - self.due).num_days()
    }
}

/// How violations are answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Enforcement {
    /// The measures known, lightest first.
    pub measures: Vec<Kind>,
    /// Rank in `measures` of the least answer to an elimination or prohibition.
    pub order: usize,
    /// Rank in `measures` of the least answer to a major hazard.
    pub hazard: usize,
    /// Whether orders must be copied to other departments.
    pub copied: bool,
    /// Last day on which who fails may be closed in time.
    pub close_by: NaiveDate,
}

impl Enforcement {
    /// The rank of the heaviest measure that a text names.
    #[must_use]
    pub fn rank(&self, text: &str) -> Option<usize> {
        recognise(&self.measures, text).last().copied()
    }

    /// The name of a measure by its rank; `""` beyond the last.
    #[must_use]
    pub fn measure(&self, rank: usize) -> &str {
        self.measures.get(rank).map_or("", |kind| kind.name.as_str())
    }
}

impl Plan {
    /// Phases that every plan has, because the process checks refer to them.
    pub const REQUIRED: [&'static str; 4] = ["survey", "enforcement", "acceptance", "summary"];

    /// The catalogues that the plan applies, without the supplementary ones.
    #[must_use]
    pub fn catalogs(&self) -> &Choice {
        &self.catalogs
    }

    /// A phase by its id.
    #[must_use]
    pub fn phase(&self, id: &str) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.id == id)
    }

    /// How exceptions cite a phase: 「云应急办〔2019〕14号 执法检查阶段」.
    #[must_use]
    pub fn article(&self, phase: &str) -> String {
        let name = self.phase(phase).map_or(phase, |phase| phase.name.as_str());
        format!("{} {name}阶段", self.document)
    }
}
