//! What the tables count: each record as a case, its amounts, its enterprise.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::{AmountUnit, Amounts, amount};
use crate::audit::process::{Case, Rectification};
use crate::audit::{AuditedRecord, Document};
use crate::history::{Subject, groups};
use crate::matching::{Item, Outcome, Verdict};
use crate::plan::Plan;
use crate::quantity::parse_decimal;
use crate::survey::{Field, Value};
use crate::workbook::CellAddress;

/// A record as the tables see it.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Its place in the result.
    pub at: usize,
    /// The case.
    pub case: Case<'a>,
    /// Number of its enterprise.
    pub enterprise: usize,
    /// Whether it left in the year: closed by or after the first day of the year, and for a violation or by an order.
    pub exited: bool,
    /// Pieces of equipment that offend (or all, if it left without offending).
    pub sets: Decimal,
    /// Its capacity by unit, counted once where several records share a merged cell.
    pub capacity: Amounts,
    /// What could not be counted and why, in Chinese.
    pub uncounted: Vec<String>,
}

impl Line<'_> {
    /// The text of a field, `""` if absent.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        self.case.text(field).into_owned()
    }

    /// 州市, as written, or 「（未写州市）」.
    #[must_use]
    pub fn prefecture(&self) -> String {
        or_unwritten(self.text(Field::Prefecture), "（未写州市）")
    }

    /// 行业, as written, or 「（未写行业）」.
    #[must_use]
    pub fn sector(&self) -> String {
        or_unwritten(self.text(Field::Sector), "（未写行业）")
    }

    /// What it is: equipment, else process, product or line.
    #[must_use]
    pub fn equipment(&self) -> String {
        [Field::Equipment, Field::Process, Field::Product, Field::Line]
            .into_iter()
            .map(|field| self.text(field))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// Whether it has to be dealt with: a violation or a major hazard.
    #[must_use]
    pub fn is_concern(&self) -> bool {
        self.case.violation || self.case.hazard
    }

    /// Whether it is a concern, has not left and is not rectified.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_concern() && !self.case.is_closed() && self.case.rectification != Rectification::Done
    }

    /// The citations of its hits, each once, with the document numbers that the result gives its catalogues.
    #[must_use]
    pub fn citations(&self, document: &Document) -> Vec<String> {
        let mut seen = Vec::new();
        for finding in self.case.record.items.iter().flat_map(|item| &item.findings) {
            let catalog = document.catalogs.iter().find(|catalog| catalog.id == finding.catalog);
            let number = catalog.map_or(finding.catalog.as_str(), |catalog| &catalog.document);
            let citation = format!("{number} {}", finding.cite);
            if finding.outcome == Outcome::Hit && !seen.contains(&citation) {
                seen.push(citation);
            }
        }
        seen
    }
}

fn or_unwritten(text: String, unwritten: &str) -> String {
    if text.trim().is_empty() { unwritten.to_owned() } else { text }
}

/// The records of a result as lines, in its order.
#[must_use]
pub fn lines<'a>(document: &'a Document, plan: &Plan) -> Vec<Line<'a>> {
    let subjects: Vec<Subject> = document.records.iter().map(Subject::of).collect();
    let (enterprises, _) = groups(&subjects, &[]);
    let shared = shared_quantities(document);
    let mut lines: Vec<Line<'a>> = document
        .records
        .iter()
        .enumerate()
        .zip(enterprises)
        .map(|((at, record), enterprise)| {
            let case = Case::new(record, plan, document.as_of);
            let exited = exited(&case, plan);
            let (sets, uncounted) = sets(record, &shared);
            Line { at, case, enterprise, exited, sets, capacity: Amounts::new(), uncounted }
        })
        .collect();
    capacities(&mut lines);
    lines
}

fn exited(case: &Case, plan: &Plan) -> bool {
    let year_began = NaiveDate::from_ymd_opt(plan.year, 1, 1);
    let earlier = case.closed.zip(year_began).is_some_and(|(closed, began)| closed.before(began));
    case.is_closed() && !earlier && (case.violation || case.is_ordered())
}

fn offends(item: &Item) -> bool {
    matches!(item.verdict, Verdict::Eliminate | Verdict::Prohibit)
}

/// The cell that holds a field of a record, if it is known.
fn cell_of(record: &AuditedRecord, field: Field) -> Option<(&str, &str, CellAddress)> {
    let cell = *record.source.cells.get(&field)?;
    Some((&record.source.file, &record.source.sheet, cell))
}

/// 数量 cells that are merged over several records: they belong to none of them alone.
fn shared_quantities(document: &Document) -> BTreeSet<(&str, &str, CellAddress)> {
    let mut seen = BTreeSet::new();
    let mut shared = BTreeSet::new();
    for cell in document.records.iter().filter_map(|record| cell_of(record, Field::Quantity)) {
        if !seen.insert(cell) {
            shared.insert(cell);
        }
    }
    shared
}

/// How many pieces a record counts for. One row of one thing: its 数量 column. Several things in a row: the numbers written
/// with those that offend.
fn sets(record: &AuditedRecord, shared: &BTreeSet<(&str, &str, CellAddress)>) -> (Decimal, Vec<String>) {
    let own = cell_of(record, Field::Quantity).is_none_or(|cell| !shared.contains(&cell));
    let written = match record.fields.get(&Field::Quantity) {
        Some(Value::Measured(measured)) if own => parse_decimal(measured.value.trim()),
        _ => None,
    };
    let counted: Vec<&Item> = if record.items.iter().any(offends) {
        record.items.iter().filter(|item| offends(item)).collect()
    } else {
        record.items.iter().collect()
    };
    if record.items.len() <= 1
        && let Some(written) = written
    {
        return (written, Vec::new());
    }
    let mut total = Decimal::ZERO;
    let mut assumed = 0;
    for item in &counted {
        match item.quantity {
            Some(quantity) => total += Decimal::from(quantity),
            None => {
                total += Decimal::ONE;
                assumed += 1;
            }
        }
    }
    if counted.is_empty() {
        return (written.unwrap_or(Decimal::ONE), Vec::new());
    }
    let notes = if assumed > 0 {
        vec![format!("有 {assumed} 项没有写数量，各按 1 台（套）计")]
    } else {
        Vec::new()
    };
    (total, notes)
}

/// Fills in capacities. A merged 产能 cell that covers several rows is one capacity: it counts once, at its first row, and
/// only if all its rows have left; how much of it a part of the rows stands for nobody can know from the table.
fn capacities(lines: &mut [Line]) {
    let mut shared: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        let source = &line.case.record.source;
        // A record without the cell's address shares it with no other.
        let cell = source.cells.get(&Field::Capacity).map_or_else(|| format!("记录 {place}"), ToString::to_string);
        shared.entry((source.file.to_string(), source.sheet.to_string(), cell)).or_default().push(place);
    }
    for ((_, _, cell), places) in shared {
        let exited: BTreeSet<bool> =
            places.iter().filter_map(|place| lines.get(*place)).map(|line| line.exited).collect();
        let split = exited.len() > 1;
        for (nth, place) in places.iter().enumerate() {
            let Some(line) = lines.get_mut(*place) else { continue };
            if split {
                if line.exited {
                    line.uncounted.push(format!("产能合并填在 {cell}，只有一部分退出，无法分摊，未计入"));
                }
            } else if nth == 0 {
                let (capacity, problem) = capacity(line.case.record, line.sets);
                line.capacity = capacity;
                line.uncounted.extend(problem);
            }
        }
    }
}

fn capacity(record: &AuditedRecord, sets: Decimal) -> (Amounts, Option<String>) {
    let mut amounts = Amounts::new();
    let mut problem = None;
    match record.fields.get(&Field::Capacity) {
        Some(Value::Measured(measured)) => match amount(measured) {
            Some((unit, value)) => {
                amounts.insert(unit, value);
            }
            None => problem = Some(format!("产能「{}」太大，未计入", measured.value)),
        },
        Some(Value::Text(text)) => problem = Some(format!("产能「{text}」不是单一数值，未计入")),
        None => {}
    }
    // Furnaces that are measured by their transformers carry them as a parameter, not as 产能.
    if let std::collections::btree_map::Entry::Vacant(entry) = amounts.entry(AmountUnit::apparent_power()) {
        let mut total = Decimal::ZERO;
        for item in record.items.iter().filter(|item| offends(item)) {
            let transformer = item.facts.iter().find(|fact| fact.unit == "kVA");
            let Some(fact) = transformer else { continue };
            let pieces = if record.items.len() == 1 { sets } else { Decimal::from(item.quantity.unwrap_or(1)) };
            let sum = parse_decimal(&fact.value).and_then(|each| each.checked_mul(pieces)?.checked_add(total));
            match sum {
                Some(sum) => total = sum,
                None => problem = Some(format!("变压器容量「{}」乘以数量太大，未计入", fact.value)),
            }
        }
        if !total.is_zero() {
            entry.insert(total);
        }
    }
    if amounts.is_empty() && problem.is_none() {
        problem = Some("没有填写产能，未计入".into());
    }
    (amounts, problem)
}

/// An enterprise that has left with at least one piece of equipment: a household 户.
#[derive(Debug, Clone)]
pub struct Household<'l, 'a> {
    /// Its lines that have left, in order. Never empty.
    pub lines: Vec<&'l Line<'a>>,
}

impl<'l, 'a> Household<'l, 'a> {
    /// The first line, which stands for the household's place and sector.
    #[must_use]
    pub fn first(&self) -> Option<&'l Line<'a>> {
        self.lines.first().copied()
    }

    /// Its capacity by unit.
    #[must_use]
    pub fn capacity(&self) -> Amounts {
        let mut total = Amounts::new();
        for (unit, value) in self.lines.iter().flat_map(|line| &line.capacity) {
            *total.entry(unit.clone()).or_default() += *value;
        }
        total
    }

    /// Its lines with a given date, the latest of them, and how many lack it.
    #[must_use]
    pub fn latest(&self, day: impl Fn(&Case<'a>) -> Option<NaiveDate>) -> (Option<NaiveDate>, usize) {
        let days: Vec<NaiveDate> = self.lines.iter().filter_map(|line| day(&line.case)).collect();
        (days.iter().max().copied(), self.lines.len() - days.len())
    }

    /// The distinct texts of a field over its lines, in order, joined by 「；」.
    #[must_use]
    pub fn texts(&self, field: Field) -> String {
        let mut texts: Vec<String> = Vec::new();
        for line in &self.lines {
            let text = line.text(field);
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join("；")
    }

    /// Whether every line has both an acceptance date and an opinion number.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.lines.iter().all(|line| line.case.has(Field::AcceptedOn) && line.case.has(Field::OpinionNo))
    }
}

/// Enterprises with lines for which `keep` holds, in the order of their first such line.
#[must_use]
pub fn households<'l, 'a>(lines: &'l [Line<'a>], keep: impl Fn(&Line<'a>) -> bool) -> Vec<Household<'l, 'a>> {
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let mut households: Vec<Household<'l, 'a>> = Vec::new();
    for line in lines.iter().filter(|line| keep(line)) {
        match places.get(&line.enterprise).and_then(|place| households.get_mut(*place)) {
            Some(household) => household.lines.push(line),
            None => {
                places.insert(line.enterprise, households.len());
                households.push(Household { lines: vec![line] });
            }
        }
    }
    households
}
