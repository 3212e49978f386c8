//! The tables of December, made from the records of the last result and the months before it.

mod basis;
mod course;
mod exits;
mod sources;

use std::collections::BTreeSet;

use super::amount::Amounts;
use super::facts::{Household, Line, households, lines};
use super::table::{Cell, Reference, Table};
use crate::audit::Document;
use crate::audit::process::Day;
use crate::plan::Plan;

/// What is summed up.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Results in order of time, each with its name (`2019-06`); the last is the one that the year's tables count.
    pub results: Vec<(String, &'a Document)>,
    /// Names of the prefectures in the order in which tables list them.
    pub prefectures: Vec<String>,
}

/// All tables, in the order of the workbook's sheets. `None` without a result.
#[must_use]
pub fn tables(input: &Input) -> Option<Vec<Table>> {
    let (_, document) = input.results.last()?;
    let lines = in_order_of(lines(document, input.plan), &input.prefectures);
    let context = Context::new(input, document, &lines);
    let mut tables = vec![
        exits::enterprises(&context),
        exits::equipment(&context),
        exits::capacity(&context),
        course::enforcement(&context),
        course::acceptance(&context),
        course::open(&context),
        course::trend(input),
        basis::basis(&context),
    ];
    let uncounted = sources::uncounted(&context);
    let sources = sources::sources(input, &tables);
    tables.push(uncounted);
    tables.push(sources);
    tables.push(sources::inputs(input));
    Some(tables)
}

/// What every table needs.
struct Context<'l, 'a> {
    plan: &'a Plan,
    document: &'a Document,
    input: &'l Input<'a>,
    lines: &'l [Line<'a>],
    households: Vec<Household<'l, 'a>>,
    firsts: BTreeSet<usize>,
    place: usize,
}

impl<'l, 'a> Context<'l, 'a> {
    fn new(input: &'l Input<'a>, document: &'a Document, lines: &'l [Line<'a>]) -> Self {
        let households = households(lines, |line| line.exited);
        let firsts = households.iter().filter_map(Household::first).map(|line| line.at).collect();
        let place = input.results.len().saturating_sub(1);
        Self { plan: input.plan, document, input, lines, households, firsts, place }
    }

    /// Enterprises with at least one line that left.
    fn households(&self) -> &[Household<'l, 'a>] {
        &self.households
    }

    /// How many there are, counted from the lines and not from the households.
    fn household_count(&self) -> usize {
        self.lines.iter().filter(|line| line.exited).map(|line| line.enterprise).collect::<BTreeSet<_>>().len()
    }

    fn is_first_of_household(&self, line: &Line) -> bool {
        self.firsts.contains(&line.at)
    }

    fn exited(&self) -> Vec<&'l Line<'a>> {
        self.lines.iter().filter(|line| line.exited).collect()
    }

    fn capacity(&self, lines: &[&Line]) -> Amounts {
        let mut total = Amounts::new();
        for (unit, value) in lines.iter().flat_map(|line| &line.capacity) {
            *total.entry(unit.clone()).or_default() += *value;
        }
        total
    }

    fn prefectures(&self) -> &[String] {
        &self.input.prefectures
    }

    fn reference(&self, line: &Line) -> Reference {
        (self.place, line.at)
    }

    fn references(&self, lines: &[&Line]) -> Vec<Reference> {
        lines.iter().map(|line| self.reference(line)).collect()
    }
}

/// Lines by prefecture in the order of tables, those of one prefecture in the order of the survey.
#[must_use]
pub fn in_order_of<'a>(mut lines: Vec<Line<'a>>, prefectures: &[String]) -> Vec<Line<'a>> {
    let place = |line: &Line| {
        let name = line.prefecture();
        (prefectures.iter().position(|known| *known == name).unwrap_or(prefectures.len()), name)
    };
    lines.sort_by_cached_key(place);
    lines
}

/// A date known to the day as a day, else as words.
fn day_cell(day: Option<Day>) -> Cell {
    match day {
        Some(day) if day.first == day.last => Cell::Date(day.first),
        Some(day) => Cell::text(day.to_string()),
        None => Cell::Empty,
    }
}

/// Distinct names: those of `order` first and in its order, then the others by name.
pub(in crate::summary) fn place_order(names: impl Iterator<Item = String>, order: &[String]) -> Vec<String> {
    let names: BTreeSet<String> = names.collect();
    let known = order.iter().filter(|name| names.contains(*name)).cloned();
    let others = names.iter().filter(|name| !order.contains(name)).cloned();
    known.chain(others).collect()
}
