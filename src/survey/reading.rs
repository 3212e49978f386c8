//! One sheet, row by row → records.
//!
//! A sheet is read in one pass. Lines are held back only until a header is recognised and enough of the lines below it
//! are there to check what its columns hold; after that two lines of look-ahead are kept, to see a further table coming.

mod active;
mod around;
mod ending;
mod headless;
mod inside;
mod seeking;

use std::collections::VecDeque;
use std::sync::Arc;

use active::Active;

use super::Record;
use super::cards::Card;
use super::clean::{is_nothing, text_of};
use super::lines::{Line, Tracker};
use super::reader::{Reader, Shared};
use super::summary::{Fate, RowCount, SheetSummary, TableSummary, Talk};
use super::surroundings::Preamble;
use crate::workbook::{CellValue, Row, SheetFacts, Visibility};

/// Lines held back at most while no header is found.
const SEEK: usize = 240;
/// Bytes of lines held back at most: what a row may hold is capped, many such rows would still be too much.
const HELD: usize = 12 << 20;
/// Lines below a header that are waited for.
const BELOW: usize = 16;
/// Lines of look-ahead inside a table.
const AHEAD: usize = 2;

/// Reads one sheet: push its rows in order, then finish.
#[derive(Debug)]
pub struct SheetReading {
    shared: Arc<Shared>,
    file: Arc<str>,
    sheet: Arc<str>,
    visibility: Visibility,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    tracker: Tracker,
    state: State,
    rows: RowCount,
    last_row: Option<u32>,
    talk: Talk,
    done: Vec<TableSummary>,
    preamble: Preamble,
    /// Lines outside any table that hold more than one cell.
    unplaced: u64,
    first_unplaced: Option<u32>,
    hidden_rows_seen: u64,
    /// The card form being read.
    card: Option<Card>,
    /// Bytes of the lines held back.
    held: usize,
    /// Tables closed.
    tables: usize,
}

#[derive(Debug)]
enum State {
    /// No header yet: lines held back.
    Seeking(Vec<Line>),
    /// Inside the tables of one header.
    Inside { tables: Vec<Active>, ahead: VecDeque<Line> },
}

/// Whether a text is longer than any heading, title or mark: it is somebody's prose, whatever stands in it.
fn is_long(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() > 2_000)
}

impl SheetReading {
    /// For one sheet.
    #[must_use]
    pub fn new(reader: &Reader, file: Arc<str>, facts: &SheetFacts) -> Self {
        Self {
            shared: reader.for_sheet(&facts.name),
            file,
            sheet: Arc::from(facts.name.as_str()),
            visibility: facts.visibility,
            hidden_rows: facts.hidden_rows.clone(),
            hidden_columns: facts.hidden_columns.clone(),
            tracker: Tracker::new(&facts.merges),
            state: State::Seeking(Vec::new()),
            rows: RowCount::default(),
            last_row: None,
            talk: Talk::default(),
            done: Vec::new(),
            preamble: Preamble::default(),
            unplaced: 0,
            first_unplaced: None,
            hidden_rows_seen: 0,
            card: None,
            held: 0,
            tables: 0,
        }
    }

    /// Takes the next row. Records that are complete go to `sink`, in reading order.
    pub fn push(&mut self, row: Row, sink: &mut dyn FnMut(Record)) {
        let mut row = row;
        row.cells.retain(|cell| !matches!(&cell.value, CellValue::Text(text) if is_nothing(text)));
        let line = self.tracker.advance(row);
        if line.row.cells.is_empty() {
            return;
        }
        if let Some(last) = self.last_row {
            self.rows.count(Fate::Blank, u64::from(line.index().saturating_sub(last + 1)));
        }
        self.last_row = Some(line.index());
        if self.hidden_rows.iter().any(|(first, last)| (*first..=*last).contains(&line.index())) {
            self.hidden_rows_seen += 1;
        }
        if self.is_outside_area(&line) {
            self.outside(&line);
            return;
        }
        match &mut self.state {
            State::Seeking(buffer) => {
                self.held += line.bytes();
                buffer.push(line);
                let length = buffer.len();
                let full = length >= SEEK || self.held >= HELD;
                if full || (length % 40 == 0) || length == BELOW + 8 {
                    self.seek(full, sink);
                    if let State::Seeking(buffer) = &self.state {
                        self.held = buffer.iter().map(Line::bytes).sum();
                    }
                }
            }
            State::Inside { ahead, .. } => {
                ahead.push_back(line);
                if ahead.len() > AHEAD {
                    self.step(sink);
                }
            }
        }
    }

    /// Ends the sheet: what was held back is read, and what was found is summed up.
    pub fn finish(mut self, sink: &mut dyn FnMut(Record)) -> SheetSummary {
        loop {
            match &self.state {
                State::Seeking(buffer) if buffer.is_empty() => break,
                State::Seeking(_) => self.seek(true, sink),
                State::Inside { ahead, .. } if ahead.is_empty() => break,
                State::Inside { .. } => self.step(sink),
            }
        }
        self.end_card(sink);
        self.close_tables();
        self.sum_up()
    }

    /// Whether the mapping says that the line belongs to no table.
    fn is_outside_area(&self, line: &Line) -> bool {
        let mapping = &self.shared.mapping;
        mapping.skip || mapping.area.is_some_and(|area| !(area.first_row..=area.last_row).contains(&line.index()))
    }

    /// A line that belongs to no table: a title, a note, or what no header explains.
    fn outside(&mut self, line: &Line) {
        self.preamble.take(line, &self.shared, &mut self.talk);
        let filled = line
            .row
            .cells
            .iter()
            .filter(|cell| is_long(&cell.value) || !self.shared.dictionary.is_blank(&text_of(&cell.value)))
            .count();
        if filled > 1 {
            self.unplaced += 1;
            self.first_unplaced.get_or_insert(line.index());
        }
        self.rows.count(if filled == 0 { Fate::Blank } else { Fate::Note }, 1);
    }
}
