//! The labelled suite of `tests/verdicts/`: reading it, judging its rows, holding the judgement against the label.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use capex::catalog::{Action, Edition, Library};
use capex::matching::{Description, Finding, Judgement, MatchOptions, Matcher, Outcome, Part, Presence, Role};
use capex::quantity::Unit;

/// The edition that a label speaks of unless it names another.
const EDITION: &str = "ndrc-2013";

/// The tiers that grew with the program, easiest first, with their files.
const TIERS: [&str; 6] = ["plain", "messy", "hard", "columns", "notices", "clauses"];

/// All tiers: the grown ones, then the batches `unseen-*.tsv` that were written and labelled before they were run.
pub fn tiers() -> Vec<String> {
    let unseen = std::fs::read_dir(folder()).expect("the folder of the suite").filter_map(|entry| {
        let name = entry.expect("an entry of the folder").file_name();
        name.to_str()?.strip_suffix(".tsv").filter(|stem| stem.starts_with("unseen-")).map(str::to_owned)
    });
    let mut unseen: Vec<String> = unseen.collect();
    unseen.sort();
    TIERS.into_iter().map(str::to_owned).chain(unseen).collect()
}

/// What the file of a batch says of its first run: `# First run: 150 of 160 right, 1 false hit.`
pub fn first_run(tier: &str) -> Option<String> {
    text_of(tier).lines().find_map(|line| line.strip_prefix("# First run: ").map(str::to_owned))
}

/// What is to be said of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Hit,
    Review,
    Exempt,
    Restrict,
    None,
}

impl Class {
    pub const ALL: [Self; 5] = [Self::Hit, Self::Review, Self::Exempt, Self::Restrict, Self::None];
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hit => "hit",
            Self::Review => "review",
            Self::Exempt => "exempt",
            Self::Restrict => "restrict",
            Self::None => "none",
        })
    }
}

/// A label: `hit blast-furnace converter (may-also) x2 @idle`, `review carbide-furnace ~容量/炉型`, `none`.
#[derive(Debug, Clone)]
pub struct Expected {
    pub class: Class,
    /// Editions that the row is judged by.
    pub editions: Vec<String>,
    /// Edition and key; each must be found for a hit, one of them for a review.
    pub keys: Vec<(String, String)>,
    /// Keys that may be hit besides.
    pub tolerated: Vec<String>,
    /// Words, one of which the missing parameters of a review must contain.
    pub missing: Vec<String>,
    /// Number of pieces of the first item.
    pub count: Option<u32>,
    /// Presence of the item that is found.
    pub presence: Option<Presence>,
}

impl Expected {
    pub fn parse(text: &str) -> Self {
        let mut words = text.split_whitespace();
        let class = match words.next() {
            Some("hit") => Class::Hit,
            Some("review") => Class::Review,
            Some("exempt") => Class::Exempt,
            Some("restrict") => Class::Restrict,
            Some("none") => Class::None,
            other => panic!("unknown label {other:?} in {text:?}"),
        };
        let mut expected = Self {
            class,
            editions: Vec::new(),
            keys: Vec::new(),
            tolerated: Vec::new(),
            missing: Vec::new(),
            count: None,
            presence: None,
        };
        for word in words {
            if let Some(words) = word.strip_prefix('~') {
                expected.missing = words.split('/').map(str::to_owned).collect();
            } else if let Some(key) = word.strip_prefix('(') {
                expected.tolerated.push(key.trim_end_matches(')').to_owned());
            } else if let Some(presence) = word.strip_prefix('@') {
                expected.presence = Some(match presence {
                    "in-place" => Presence::InPlace,
                    "idle" => Presence::Idle,
                    "planned" => Presence::Planned,
                    "closed" => Presence::Closed,
                    "dismantled" => Presence::Dismantled,
                    other => panic!("unknown presence {other:?}"),
                });
            } else if let Some(count) = word.strip_prefix('x').and_then(|count| count.parse().ok()) {
                expected.count = Some(count);
            } else if let Some(edition) = word.strip_suffix(':') {
                expected.edition(edition);
            } else {
                for key in word.split('/') {
                    let (edition, key) = key.split_once(':').unwrap_or((EDITION, key));
                    expected.edition(edition);
                    expected.keys.push((edition.to_owned(), key.to_owned()));
                }
            }
        }
        if expected.editions.is_empty() {
            expected.edition(EDITION);
        }
        expected
    }

    fn edition(&mut self, id: &str) {
        if !self.editions.iter().any(|known| known == id) {
            self.editions.push(id.to_owned());
        }
    }
}

/// One column of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub role: Role,
    pub header: String,
    pub unit: Option<String>,
    pub text: String,
}

impl Column {
    fn parse(text: &str) -> Self {
        let (head, text) = text.split_once('=').unwrap_or_else(|| panic!("no = in {text:?}"));
        let (role, header) = head.split_once('(').unwrap_or_else(|| panic!("no header in {head:?}"));
        let header = header.strip_suffix(')').unwrap_or_else(|| panic!("no ) in {head:?}"));
        Self { role: role_of(role), header: header.to_owned(), unit: unit_of(header), text: text.to_owned() }
    }

    fn bare(role: Role, text: &str) -> Self {
        Self { role, header: String::new(), unit: None, text: text.to_owned() }
    }

    /// A row of columns, a line of a notice or a phrase, as its separators and its first word tell.
    fn of_any(text: &str) -> Vec<Self> {
        let headed =
            |part: &str| part.split_once('(').is_some_and(|(role, _)| role.bytes().all(|b| b.is_ascii_lowercase()));
        if text.split(" ‖ ").all(|part| part.contains(")=") && headed(part)) {
            text.split(" ‖ ").map(Self::parse).collect()
        } else {
            Self::of_notice(text)
        }
    }

    /// A line of a notice: its equipment alone, or `enterprise ‖ equipment ‖ capacity ‖ unit of the capacity`.
    fn of_notice(text: &str) -> Vec<Self> {
        match text.split(" ‖ ").collect::<Vec<_>>().as_slice() {
            [equipment] => vec![Self::bare(Role::Equipment, equipment)],
            [enterprise, equipment, capacity, unit] => vec![
                Self::bare(Role::Enterprise, enterprise),
                Self::bare(Role::Equipment, equipment),
                Self { unit: Some((*unit).to_owned()), ..Self::bare(Role::Capacity, capacity) },
            ],
            other => panic!("one or four parts, not {}: {text:?}", other.len()),
        }
    }
}

/// The unit that ends a header, in a bracket or glued, as the survey room hands it over.
fn unit_of(header: &str) -> Option<String> {
    let inside = match header.rfind(['(', '（']) {
        Some(open) => header[open..].trim_start_matches(['(', '（']).trim_end_matches([')', '）']),
        // 炭化室高度/米, 产能/万吨/年, 容积m³
        None => {
            let tails = header.match_indices('/').map(|(at, _)| &header[at + 1..]);
            let unit = |tail: &&str| Unit::parse(&capex::text::fold(tail).text).is_some();
            match tails.into_iter().find(unit) {
                Some(tail) => tail,
                None => header[header.rfind(|c: char| !c.is_ascii_alphanumeric() && !"/³²㎡㎥".contains(c))?..]
                    .trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && !"㎡㎥".contains(c)),
            }
        }
    };
    Unit::parse(&capex::text::fold(inside).text).map(|_| inside.to_owned())
}

fn role_of(name: &str) -> Role {
    match name.trim() {
        "equipment" => Role::Equipment,
        "model" => Role::Model,
        "parameter" => Role::Parameter,
        "quantity" => Role::Quantity,
        "capacity" => Role::Capacity,
        "line" => Role::Line,
        "process" => Role::Process,
        "product" => Role::Product,
        "status" => Role::Status,
        "hazard" => Role::Hazard,
        "remarks" => Role::Remarks,
        "enterprise" => Role::Enterprise,
        other => panic!("unknown column {other:?}"),
    }
}

/// A labelled row.
#[derive(Debug, Clone)]
pub struct Row {
    pub tier: String,
    pub line: usize,
    pub sector: String,
    /// As written in the file.
    pub text: String,
    pub columns: Vec<Column>,
    pub expected: Expected,
    pub why: String,
    /// `engine` or `data`: known to come out otherwise until that is put right.
    pub open: Option<String>,
}

impl Row {
    pub fn place(&self) -> String {
        format!("{}.tsv:{} [{}] {}", self.tier, self.line, self.sector, self.text)
    }

    /// The row as one phrase, where it is one.
    pub fn phrase(&self) -> Option<&str> {
        match self.columns.as_slice() {
            [column] => Some(&column.text),
            _ => None,
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verdicts")
}

pub fn matrix_file() -> PathBuf {
    folder().join("MATRIX.md")
}

fn text_of(tier: &str) -> String {
    let file = folder().join(format!("{tier}.tsv"));
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The rows of a tier.
pub fn rows(tier: &str) -> Vec<Row> {
    text_of(tier)
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [sector, text, expected, why, open @ ..] = fields.as_slice() else {
                panic!("{tier}.tsv:{}: a row is sector, text, label, reason", index + 1);
            };
            let columns = match tier {
                "columns" => text.split(" ‖ ").map(Column::parse).collect(),
                "notices" => Column::of_notice(text),
                "clauses" => Column::of_any(text),
                _ if tier.starts_with("unseen-") => Column::of_any(text),
                _ => vec![Column::bare(Role::Equipment, &text.replace("\\n", "\n"))],
            };
            Row {
                tier: tier.to_owned(),
                line: index + 1,
                sector: (*sector).to_owned(),
                text: (*text).to_owned(),
                columns,
                expected: Expected::parse(expected),
                why: (*why).to_owned(),
                open: open.first().map(|open| (*open).to_owned()),
            }
        })
        .collect()
}

/// Matchers for the sets of editions that labels name.
pub struct Judges {
    library: Library,
    matchers: BTreeMap<Vec<String>, Arc<Matcher>>,
}

impl Judges {
    pub fn new() -> Self {
        // The files rather than the copies in the program, so that a change of words is judged without building.
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogs");
        let library = Library::alone(&[folder]).unwrap_or_else(|problems| panic!("{problems}"));
        Self { library, matchers: BTreeMap::new() }
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn of(&mut self, editions: &[String]) -> Arc<Matcher> {
        let library = &self.library;
        self.matchers
            .entry(editions.to_vec())
            .or_insert_with(|| {
                let chosen: Vec<Arc<Edition>> = editions
                    .iter()
                    .map(|id| library.edition(id).unwrap_or_else(|| panic!("no edition {id}")).clone())
                    .collect();
                Arc::new(Matcher::new(library.vocabulary.clone(), chosen, MatchOptions::default()))
            })
            .clone()
    }

    pub fn judge(&mut self, row: &Row) -> Judgement {
        self.judge_columns(row, &row.sector, &row.columns)
    }

    /// The row's label with other words.
    pub fn judge_columns(&mut self, row: &Row, sector: &str, columns: &[Column]) -> Judgement {
        let parts = columns
            .iter()
            .map(|column| Part {
                role: column.role,
                text: &column.text,
                header: &column.header,
                unit: column.unit.as_deref(),
                field: "",
            })
            .collect();
        self.of(&row.expected.editions).judge(&Description { sector, parts })
    }
}

fn findings(judgement: &Judgement) -> impl Iterator<Item = &Finding> {
    judgement.items.iter().flat_map(|item| &item.findings)
}

fn grave(finding: &Finding) -> bool {
    finding.action != Action::Restrict
}

/// What the findings make of the row.
pub fn class_of(judgement: &Judgement) -> Class {
    let any = |outcome: Outcome, class: bool| {
        findings(judgement).any(|finding| finding.outcome == outcome && grave(finding) == class)
    };
    if any(Outcome::Hit, true) {
        Class::Hit
    } else if any(Outcome::Review, true) {
        Class::Review
    } else if any(Outcome::Exempt, true) {
        Class::Exempt
    } else if any(Outcome::Hit, false) {
        Class::Restrict
    } else {
        Class::None
    }
}

/// Keys that the row hits and its label does not allow: the worst error.
pub fn false_hits(expected: &Expected, judgement: &Judgement) -> Vec<String> {
    let allowed = |finding: &Finding| {
        expected.class == Class::Hit
            && (expected.keys.iter().any(|(edition, key)| *edition == finding.catalog && *key == finding.entry)
                || expected.tolerated.contains(&finding.entry))
    };
    findings(judgement)
        .filter(|finding| finding.outcome == Outcome::Hit && grave(finding) && !allowed(finding))
        .map(|finding| finding.entry.clone())
        .collect()
}

/// What is wrong with a judgement; empty if it is right.
pub fn wrong(expected: &Expected, judgement: &Judgement) -> Vec<String> {
    let mut wrong: Vec<String> =
        false_hits(expected, judgement).into_iter().map(|key| format!("false hit of {key}")).collect();
    let found = |edition: &str, key: &str, outcome: Outcome| {
        findings(judgement)
            .any(|finding| finding.catalog == edition && finding.entry == key && finding.outcome == outcome)
    };
    let class = class_of(judgement);
    match expected.class {
        Class::Hit | Class::Exempt | Class::Restrict => {
            let outcome = if expected.class == Class::Exempt { Outcome::Exempt } else { Outcome::Hit };
            for (edition, key) in &expected.keys {
                if !found(edition, key, outcome) {
                    wrong.push(format!("{} of {key} not found", expected.class));
                }
            }
            if expected.class == Class::Restrict && class != Class::Restrict {
                wrong.push(format!("{class} instead of restrict"));
            }
            if expected.class == Class::Exempt && class != Class::Exempt {
                wrong.push(format!("{class} instead of exempt"));
            }
        }
        Class::Review => {
            let asks = findings(judgement).any(|finding| {
                finding.outcome == Outcome::Review
                    && expected.keys.iter().any(|(edition, key)| *edition == finding.catalog && *key == finding.entry)
                    && finding.missing.iter().any(|missing| expected.missing.iter().any(|word| missing.contains(word)))
            });
            if !asks {
                let keys: Vec<&str> = expected.keys.iter().map(|(_, key)| key.as_str()).collect();
                wrong.push(format!("no review of {} that asks for {}", keys.join("/"), expected.missing.join("/")));
            }
        }
        Class::None => {
            if matches!(class, Class::Hit | Class::Review) {
                wrong.push(format!("{class} instead of none"));
            }
        }
    }
    if let Some(count) = expected.count {
        let got: Option<u32> = judgement.items.first().and_then(|item| item.quantity);
        if got != Some(count) {
            wrong.push(format!("{got:?} pieces instead of {count}"));
        }
    }
    if let Some(presence) = expected.presence {
        let got: Vec<Presence> =
            judgement.items.iter().filter(|item| !item.findings.is_empty()).map(|item| item.presence).collect();
        if !got.contains(&presence) {
            wrong.push(format!("{got:?} instead of {presence:?}"));
        }
    }
    wrong
}

/// The judgement in short, for messages.
pub fn shown(judgement: &Judgement) -> String {
    let items: Vec<String> = judgement
        .items
        .iter()
        .map(|item| {
            let facts: Vec<String> =
                item.facts.iter().map(|fact| format!("{}={}{}", fact.parameter, fact.value, fact.unit)).collect();
            let found: Vec<String> = item
                .findings
                .iter()
                .map(|finding| format!("{:?} {} {:?}", finding.outcome, finding.entry, finding.missing))
                .collect();
            format!(
                "〔{}〕{} n={:?} {:?} {{{}}} → {}",
                item.text.replace('\n', "⏎"),
                item.equipment.as_deref().unwrap_or("?"),
                item.quantity,
                item.presence,
                facts.join(", "),
                if found.is_empty() { "–".to_owned() } else { found.join("; ") }
            )
        })
        .collect();
    items.join("\n        ")
}
