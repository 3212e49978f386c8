//! The header of buffered lines → the plans of the tables that it heads, one or several beside one another.

use super::Field;
use super::cards;
use super::columns;
use super::content::Content;
use super::dictionary::{Dictionary, Meaning};
use super::layout::{self, Block, Heading};
use super::lines::Line;
use super::reader::Shared;
use super::summary::Talk;
use super::table_plan::TablePlan;
use crate::workbook::column_letters;

/// How many lines below the header are looked at to check the columns.
pub(super) const SAMPLE: usize = 30;
/// A heading merged over more columns than have data is cut there.
const BEYOND: u32 = 8;

/// The tables of a header and, for those that are no survey tables, why they are skipped.
pub(super) struct Tables {
    pub plans: Vec<TablePlan>,
    /// Whether an upper heading was filled to the right without a merged area to show it.
    pub blind: bool,
}

/// Plans the tables below a header.
pub(super) fn plan(block: Block, lines: &[Line], shared: &Shared, merges_known: bool, talk: &mut Talk) -> Tables {
    let header = lines.get(block.top..=block.bottom).unwrap_or_default();
    let sample: Vec<&Line> = lines
        .iter()
        .skip(block.bottom + 1)
        .filter(|line| !layout::is_column_numbers(line))
        .take_while(|line| {
            !(layout::has_known_heading(line, &shared.dictionary)
                && (layout::score(line, &shared.dictionary).is_header_inside_a_table()
                    || cards::begins_card(line, &shared.dictionary)))
        })
        .filter(|line| line.row.cells.len() >= 2)
        .take(SAMPLE)
        .collect();
    let rows = (header.first().map_or(0, Line::index), header.last().map_or(0, Line::index));
    let (mut from, mut to) = extent(header, &sample);
    from = after_stub(header, from, to);
    if let Some(area) = shared.mapping.area {
        (from, to) = (area.first_column, to.min(area.last_column).max(area.first_column));
    }
    let (headings, blind) = layout::headings(block, lines, from, to, &shared.dictionary, merges_known);
    let contents: Vec<Content> =
        headings.iter().map(|heading| Content::of(heading.column, &sample, &shared.dictionary)).collect();
    let mut problems = Vec::new();
    let segments = segments(&headings, &contents, &shared.dictionary);
    let mut plans = Vec::new();
    for (at, (first, last)) in segments.iter().enumerate() {
        let (Some(headings), Some(contents)) = (headings.get(*first..=*last), contents.get(*first..=*last)) else {
            continue;
        };
        if at > 0 && is_code_list(headings, &shared.dictionary) {
            let letters =
                |heading: Option<&Heading>| heading.map(|heading| column_letters(heading.column)).unwrap_or_default();
            talk.note(format!("{}至{}列是旁边的代码表，已跳过", letters(headings.first()), letters(headings.last())));
            plans.push(aside(headings, rows));
            continue;
        }
        plans.push(columns::plan(headings, contents, rows, shared, &mut problems));
    }
    let extents: Vec<(u32, u32)> = plans.iter().map(|plan| (plan.first_column, plan.last_column)).collect();
    for plan in &mut plans {
        let own = (plan.first_column, plan.last_column);
        plan.others = extents.iter().copied().filter(|other| *other != own).collect();
    }
    plans.retain(|plan| !plan.columns.is_empty());
    problems.into_iter().for_each(|problem| talk.problem(problem));
    Tables { plans, blind }
}

/// A plan without columns stands for what is skipped: it only keeps its columns from the tables beside it.
fn aside(headings: &[Heading], header_rows: (u32, u32)) -> TablePlan {
    TablePlan {
        first_column: headings.first().map_or(0, |heading| heading.column),
        last_column: headings.last().map_or(0, |heading| heading.column),
        header_rows,
        columns: Vec::new(),
        groups: Vec::new(),
        sparse: Vec::new(),
        others: Vec::new(),
        mixed: false,
    }
}

/// First and last column: those with headings, and those beside them that most sample lines fill.
fn extent(header: &[Line], sample: &[&Line]) -> (u32, u32) {
    let own = header.iter().flat_map(|line| line.row.cells.iter().map(|cell| cell.column));
    let (mut from, mut to) = own.fold((u32::MAX, 0), |(from, to), column| (from.min(column), to.max(column)));
    let merged = header
        .iter()
        .flat_map(|line| line.row.cells.iter().filter_map(|cell| line.cover(cell.column)))
        .map(|cover| cover.area.last.column)
        .max();
    to = to.max(merged.unwrap_or(0).min(to + BEYOND));
    from = from.min(to);
    let often = |column: u32| {
        let filled = sample.iter().filter(|line| line.row.cells.iter().any(|cell| cell.column == column)).count();
        filled > 0 && filled * 2 >= sample.len()
    };
    while from > 0 && often(from - 1) {
        from -= 1;
    }
    while often(to + 1) {
        to += 1;
    }
    (from, to)
}

/// The first column behind a cell that runs down the left side of a table from its header into its lines: 企业填报.
fn after_stub(header: &[Line], from: u32, to: u32) -> u32 {
    let (Some(top), Some(bottom)) = (header.first(), header.last()) else { return from };
    let runs_down = top.cover(from).is_some_and(|cover| {
        cover.area.first.row >= top.index() && cover.area.last.row > bottom.index() && cover.area.last.column < to
    });
    if runs_down { from + 1 } else { from }
}

/// Positions of the first and last heading of each table beside one another.
fn segments(headings: &[Heading], contents: &[Content], dictionary: &Dictionary) -> Vec<(usize, usize)> {
    let words = |at: usize| -> Vec<&str> {
        headings
            .get(at)
            .map(|heading| heading.path.iter().map(|label| label.joined.as_str()).collect())
            .unwrap_or_default()
    };
    let exact =
        |at: usize| headings.get(at).and_then(|heading| heading.path.last()).and_then(|label| dictionary.exact(label));
    let gap = |at: usize| words(at).is_empty() && contents.get(at).is_none_or(|content| content.filled() == 0);
    let enterprise = Some(Meaning::Field(Field::Enterprise));
    let mut starts = vec![0usize];
    for at in 1..headings.len() {
        let start = starts.last().copied().unwrap_or(0);
        let first = (start..at).find(|at| !words(*at).is_empty()).unwrap_or(start);
        let repeats = at > first
            && words(at) == words(first)
            && matches!(exact(at), Some(Meaning::Serial | Meaning::Field(Field::Enterprise)));
        let after_gap = gap(at - 1) && !gap(at) && {
            let end = (at..headings.len()).find(|next| gap(*next)).unwrap_or(headings.len());
            let again = (at..end).any(|at| exact(at) == enterprise) && (start..at).any(|at| exact(at) == enterprise);
            again || headings.get(at..end).is_some_and(|segment| is_code_list(segment, dictionary))
        };
        if repeats || after_gap {
            starts.push(at);
        }
    }
    let mut segments = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        let mut end = starts.get(at + 1).map_or(headings.len(), |next| *next).saturating_sub(1);
        while end > *start && gap(end) {
            end -= 1;
        }
        segments.push((*start, end));
    }
    segments
}

/// A short list of codes beside a survey table.
fn is_code_list(headings: &[Heading], dictionary: &Dictionary) -> bool {
    let leaves: Vec<&super::label::Label> = headings.iter().filter_map(|heading| heading.path.last()).collect();
    let core = leaves
        .iter()
        .any(|label| matches!(dictionary.exact(label), Some(Meaning::Field(Field::Enterprise | Field::Equipment))));
    !core
        && (1..=4).contains(&leaves.len())
        && leaves
            .iter()
            .any(|label| ["代码", "编码", "码表", "选项", "字典", "代号"].iter().any(|word| label.base.contains(word)))
}
