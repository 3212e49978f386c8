//! Where the header of a table lies among the buffered lines, and how its levels join by column.
//!
//! Levels are joined through real merged areas. Only where the file cannot tell its merged areas is a blank upper cell
//! filled from its left neighbour, and then the caller is told.

use super::Field;
use super::cards;
use super::clean::{clean, fold, is_han, raw_text};
use super::content::{Content, is_company};
use super::dictionary::{Dictionary, Meaning};
use super::label::{Label, dimension_of, is_unit};
use super::lines::Line;
use crate::quantity::Dimension;
use crate::workbook::CellValue;

/// Most header levels.
const LEVELS: u32 = 4;
/// A longer text is no heading.
const HEADING_CHARS: usize = 60;

/// A header among buffered lines: positions in the buffer, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub top: usize,
    pub bottom: usize,
}

/// How much a line looks like a header.
#[derive(Debug, Clone, Default)]
pub(super) struct HeadingScore {
    /// Filled cells.
    pub filled: usize,
    /// Cells that hold numbers, dates, errors.
    pub not_text: usize,
    /// Distinct meanings of cells that stand in the dictionary as a whole.
    pub strong: usize,
    /// Cells that point at a meaning.
    pub weak: usize,
    /// Whether one of them is what a survey is about: enterprise, equipment, process, product, line, model.
    pub core: bool,
}

impl HeadingScore {
    /// Whether the line can be a row of a header.
    pub(super) fn is_header(&self) -> bool {
        let headings = self.strong + self.weak;
        self.core
            && self.not_text * 5 <= self.filled
            && ((self.strong >= 2 && headings * 10 >= self.filled * 4)
                || (self.strong >= 1 && headings >= 3 && headings * 10 >= self.filled * 6))
    }

    /// Whether the line is a header even in the middle of a table's data.
    pub(super) fn is_header_inside_a_table(&self) -> bool {
        self.core && self.not_text == 0 && self.strong >= 2 && (self.strong + self.weak) * 10 >= self.filled * 6
    }
}

/// Whether some cell is a heading that stands in the dictionary as a whole: what a further header has at the least.
pub(super) fn has_known_heading(line: &Line, dictionary: &Dictionary) -> bool {
    *line.known_heading.get_or_init(|| {
        line.row.cells.iter().any(|cell| {
            matches!(&cell.value, CellValue::Text(text)
                if text.len() <= 4 * HEADING_CHARS
                    && dictionary.knows(text))
        })
    })
}

/// Scores a line.
pub(super) fn score(line: &Line, dictionary: &Dictionary) -> HeadingScore {
    let mut score = HeadingScore::default();
    let mut meanings: Vec<Meaning> = Vec::new();
    for cell in &line.row.cells {
        let CellValue::Text(text) = &cell.value else {
            score.filled += 1;
            score.not_text += 1;
            continue;
        };
        if text.trim().is_empty() {
            continue;
        }
        score.filled += 1;
        if text.chars().count() > HEADING_CHARS {
            continue;
        }
        let label = Label::words_of(text);
        if label.is_empty() {
            continue;
        }
        let wide = dictionary.wide(std::slice::from_ref(&label));
        let guess = dictionary.guesses(std::slice::from_ref(&label)).into_iter().next();
        let sure = dictionary.heading_score_of(&label, guess.as_ref(), wide.as_ref());
        let meaning = guess.map(|guess| guess.meaning);
        score.core |= sure >= 80
            && (wide.as_ref().is_some_and(|wide| wide.part.is_some())
                || matches!(
                    meaning,
                    Some(Meaning::Field(
                        Field::Enterprise
                            | Field::Equipment
                            | Field::Process
                            | Field::Product
                            | Field::Line
                            | Field::Model
                    ))
                ));
        if sure >= 80 {
            match meaning.filter(|_| wide.is_none_or(|wide| wide.part.is_none())) {
                Some(meaning) if meanings.contains(&meaning) => score.weak += 1,
                Some(meaning) => {
                    meanings.push(meaning);
                    score.strong += 1;
                }
                None => score.strong += 1,
            }
        } else if sure >= 50 || dictionary.is_group(&label) {
            score.weak += 1;
        }
    }
    score
}

/// The first header among the lines.
pub(super) fn find(lines: &[Line], dictionary: &Dictionary, merges_known: bool) -> Option<Block> {
    let at = (0..lines.len()).find(|at| {
        let line = lines.get(*at);
        line.is_some_and(|line| score(line, dictionary).is_header())
            && !is_card(*at, lines, dictionary)
            && !cards::is_one_of_labels_down(*at, lines, dictionary)
    })?;
    let mut block = Block { top: at, bottom: at };
    extend_up(&mut block, lines, dictionary, merges_known);
    extend_down(&mut block, lines, dictionary);
    Some(block)
}

/// A header that the dictionary does not know: a line of short words, none of them a company, over lines of which most name
/// a company in the same column and a machine in another, or under a second heading that is known.
pub(super) fn find_by_content(lines: &[Line], dictionary: &Dictionary, merges_known: bool) -> Option<Block> {
    let at = (0..lines.len()).find(|at| {
        let Some(line) = lines.get(*at).filter(|line| could_be_header(line, dictionary)) else { return false };
        let below: Vec<&Line> = lines
            .iter()
            .skip(at + 1)
            .filter(|line| line.row.cells.len() >= 3 && !is_column_numbers(line))
            .take(8)
            .collect();
        let columns: Vec<Content> =
            line.row.cells.iter().map(|cell| Content::of(cell.column, &below, dictionary)).collect();
        let known = score(line, dictionary);
        columns.iter().any(Content::is_company)
            && (columns.iter().any(Content::is_machine) || known.strong + known.weak >= 2)
    })?;
    let mut block = Block { top: at, bottom: at };
    extend_up(&mut block, lines, dictionary, merges_known);
    extend_down(&mut block, lines, dictionary);
    Some(block)
}

/// Whether a line can be a header by its form: at least three different short texts, none the name of a company.
fn could_be_header(line: &Line, dictionary: &Dictionary) -> bool {
    let mut texts: Vec<String> = Vec::new();
    for cell in &line.row.cells {
        let CellValue::Text(text) = &cell.value else { return false };
        if text.len() > 1_000 {
            return false;
        }
        let text = clean(text).into_owned();
        let company = is_company(&text, dictionary) && dictionary.heading_score(&Label::words_of(&text)) < 50;
        if company || texts.contains(&text) || text.chars().count() > 24 || !text.chars().any(is_han) {
            return false;
        }
        texts.push(text);
    }
    texts.len() >= 3
}

/// Whether a line that scores as a header is a line of a card form: its labels stand beside values, and so do those of
/// the lines around it.
fn is_card(at: usize, lines: &[Line], dictionary: &Dictionary) -> bool {
    let card = |at: usize| lines.get(at).is_some_and(|line| cards::is_card_line(line, dictionary));
    let values = lines.get(at).is_some_and(|line| cards::has_evident_value(line, dictionary));
    card(at) && (values || (at + 1..at + 4).any(card) || (at > 0 && card(at - 1)))
}

fn extend_down(block: &mut Block, lines: &[Line], dictionary: &Dictionary) {
    loop {
        let Some(bottom) = lines.get(block.bottom) else { return };
        let Some(top) = lines.get(block.top) else { return };
        let Some(next) = lines.get(block.bottom + 1) else { return };
        if next.index() - top.index() >= LEVELS {
            return;
        }
        let covered = lines.get(block.top..=block.bottom).unwrap_or_default().iter().any(|line| {
            line.row.cells.iter().any(|cell| {
                line.cover(cell.column).is_some_and(|cover| {
                    let area = cover.area;
                    area.first.row >= top.index()
                        && area.last.row >= next.index()
                        && area.last.row - area.first.row < LEVELS
                })
            })
        });
        if !(covered || (next.index() == bottom.index() + 1 && is_sub_header(bottom, next, dictionary))) {
            return;
        }
        block.bottom += 1;
    }
}

/// Whether a line below a header line is its next level rather than data.
fn is_sub_header(above: &Line, line: &Line, dictionary: &Dictionary) -> bool {
    if is_column_numbers(line) {
        return false;
    }
    let (mut filled, mut headings) = (0, 0);
    for cell in &line.row.cells {
        let CellValue::Text(text) = &cell.value else { return false };
        if text.trim().is_empty() {
            continue;
        }
        if text.chars().count() > HEADING_CHARS {
            return false;
        }
        let label = Label::parse(text);
        let unit = label.base.is_empty() && label.unit.is_some() || is_unit(&fold(text));
        filled += 1;
        headings += usize::from(unit || dictionary.heading_score(&label) >= 50);
        let below_something_else = match above.at(cell.column) {
            None => true,
            Some(found) => {
                let upper = Label::parse(&raw_text(found.value));
                // An upper heading that stands over several lower ones: blank on its right where the lower line goes on.
                let spans = above.at(cell.column + 1).is_none()
                    && line.row.cells.iter().any(|next| next.column == cell.column + 1)
                    && dictionary.heading_score(&label) >= 50;
                unit || spans
                    || found.area.is_some_and(|area| area.last.column > area.first.column)
                    || (dictionary.is_group(&upper) && dictionary.heading_score(&label) >= 50)
            }
        };
        if !below_something_else {
            return false;
        }
    }
    filled > 0 && headings * 2 >= filled
}

fn extend_up(block: &mut Block, lines: &[Line], dictionary: &Dictionary, merges_known: bool) {
    for _ in 0..2 {
        let Some(above) = block.top.checked_sub(1) else { return };
        let (Some(line), Some(top)) = (lines.get(above), lines.get(block.top)) else { return };
        if line.index() + 1 != top.index() || !is_group_line(line, top, dictionary, merges_known) {
            return;
        }
        block.top = above;
    }
}

/// Whether a line above a header line holds the headings of its groups rather than a title or a note.
pub(super) fn is_group_line(line: &Line, below: &Line, dictionary: &Dictionary, merges_known: bool) -> bool {
    if cards::is_card_line(line, dictionary) && cards::has_evident_value(line, dictionary) {
        return false;
    }
    if stands_over_whole_tables(line, below) {
        return false;
    }
    let first_below = below.row.cells.first().map_or(0, |cell| cell.column);
    let last_below = below.row.cells.last().map_or(0, |cell| cell.column);
    let (mut filled, mut groups, mut partial, mut reaching, mut long) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for cell in &line.row.cells {
        let CellValue::Text(text) = &cell.value else { return false };
        let text = clean(text);
        if text.is_empty() {
            continue;
        }
        filled += 1;
        let label = Label::parse(&text);
        let note_like = text.contains(['：', ':']) || text.starts_with("附");
        if note_like || (dictionary.titles.end(&label.joined) && !dictionary.is_group(&label)) {
            return false;
        }
        long = long.max(text.chars().count());
        let strong = dictionary.heading_score(&label) >= 80;
        groups += usize::from(dictionary.is_group(&label) || strong);
        if let Some(cover) = line.cover(cell.column) {
            let area = cover.area;
            reaching += usize::from(area.last.row >= below.index());
            partial += usize::from(
                area.last.column > area.first.column
                    && (area.first.column > first_below || area.last.column < last_below),
            );
        }
    }
    if merges_known {
        reaching > 0 || (filled >= 2 && partial >= 1) || (filled == 1 && partial == 1 && groups == 1 && long <= 14)
    } else {
        filled >= 2 && groups * 2 >= filled && long <= 20
    }
}

/// Whether each cell of a line is merged over all of a table that the line below heads, as the titles of tables beside one
/// another are: the cells below it end where it ends.
fn stands_over_whole_tables(line: &Line, below: &Line) -> bool {
    let end = |line: &Line, column: u32| line.cover(column).map_or(column, |cover| cover.area.last.column);
    let mut tables: Vec<(u32, u32)> = Vec::new();
    for cell in &below.row.cells {
        let last = end(below, cell.column);
        match tables.last_mut() {
            Some(table) if cell.column <= table.1 + 1 => table.1 = table.1.max(last),
            _ => tables.push((cell.column, last)),
        }
    }
    !line.row.cells.is_empty()
        && line.row.cells.iter().all(|cell| {
            let (from, to) = (cell.column, end(line, cell.column));
            let flat = line.cover(from).is_none_or(|cover| cover.area.last.row < below.index());
            let mut under = tables.iter().filter(|(first, last)| *first <= to && from <= *last).peekable();
            flat && to >= from + 2 && under.peek().is_some() && under.all(|(first, last)| from <= *first && *last <= to)
        })
}

/// Whether a line numbers the columns: 1 2 3, （1）（2）, ①②, 甲 乙 1 2, A B C.
pub(super) fn is_column_numbers(line: &Line) -> bool {
    const LETTERS: &str = "甲乙丙丁戊己庚辛壬癸";
    let (mut filled, mut next, mut letters) = (0u32, None, 0usize);
    for cell in &line.row.cells {
        let raw = raw_text(&cell.value);
        let text = fold(&raw);
        if text.is_empty() {
            continue;
        }
        filled += 1;
        let inner = text.trim_matches(['(', ')', '（', '）', '[', ']', '第', '列', '栏']);
        let inner = inner.split('=').next().unwrap_or(inner);
        let mut characters = inner.chars();
        let (first, more) = (characters.next(), characters.next().is_some());
        if matches!(inner, "栏次" | "列次" | "序号") && filled == 1 {
            continue;
        }
        if let Some(first) = first.filter(|_| !more) {
            if LETTERS.chars().nth(letters) == Some(first) {
                letters += 1;
                continue;
            }
            if u32::from(first).checked_sub(u32::from('a')) == u32::try_from(letters).ok() {
                letters += 1;
                continue;
            }
        }
        let number = match first {
            Some(circled @ '①'..='⑳') if !more => u32::from(circled) - u32::from('①') + 1,
            _ => match inner.parse::<u32>() {
                Ok(number) => number,
                Err(_) => return false,
            },
        };
        if next.is_some_and(|next| next != number) || (next.is_none() && number > 2) {
            return false;
        }
        next = Some(number + 1);
    }
    filled >= 3
}

/// A column's heading from the top level to the lowest.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub column: u32,
    pub path: Vec<Label>,
}

/// The headings of the columns `from..=to`. The second value says whether an upper cell was filled without a merged area.
pub(super) fn headings(
    block: Block,
    lines: &[Line],
    from: u32,
    to: u32,
    dictionary: &Dictionary,
    merges_known: bool,
) -> (Vec<Heading>, bool) {
    let levels = lines.get(block.top..=block.bottom).unwrap_or_default();
    let mut blind = false;
    let mut headings = Vec::new();
    for column in from..=to {
        let mut path: Vec<Label> = Vec::new();
        let mut last_address = None;
        // Whether the heading above spans several columns.
        let mut spread = false;
        for (depth, line) in levels.iter().enumerate() {
            let found = line.at(column).map(|found| (raw_text(found.value).into_owned(), found.address));
            let below = levels.get(depth + 1..).unwrap_or_default();
            let found = match found {
                Some((text, address)) if !text.trim().is_empty() => Some((text, address)),
                _ if !merges_known => {
                    let filled = fill_from_left(line, below, column, from, dictionary);
                    blind |= filled.is_some();
                    filled
                }
                _ => None,
            };
            let Some((text, address)) = found else { continue };
            if last_address == Some(address) {
                continue;
            }
            last_address = Some(address);
            let label = Label::parse(&text);
            let spread = std::mem::replace(
                &mut spread,
                line.cover(column).is_some_and(|cover| cover.area.last.column > cover.area.first.column),
            );
            // A line of units below the words: 产能 over 万吨/年. Below a piece of equipment, 座 counts it.
            // Below the heading of a group, 台（套） is a column of its own.
            if let Some(upper) = path.last_mut()
                && is_unit(&fold(&text))
                && !dictionary.names_equipment(upper)
                && !(spread && dimension_of(&fold(&text)) == Some(Dimension::Count))
            {
                upper.unit = Some(clean(&text).into_owned());
                continue;
            }
            if !label.is_empty() && path.last().is_none_or(|last| last.joined != label.joined) {
                path.push(label);
            }
        }
        headings.push(Heading { column, path });
    }
    (headings, blind)
}

/// The upper heading of a blank upper cell: the nearest on the left, if the lower cells go on without a gap and the lower
/// heading cannot stand by itself.
fn fill_from_left(
    line: &Line,
    below: &[Line],
    column: u32,
    from: u32,
    dictionary: &Dictionary,
) -> Option<(String, crate::workbook::CellAddress)> {
    let lower =
        |column: u32| below.iter().find_map(|line| line.at(column)).map(|found| Label::parse(&raw_text(found.value)));
    let own = lower(column)?;
    let alone = dictionary.exact(&own).is_some_and(|meaning| {
        matches!(
            meaning,
            Meaning::Serial
                | Meaning::Place
                | Meaning::Field(
                    Field::Enterprise
                        | Field::Uscc
                        | Field::Prefecture
                        | Field::County
                        | Field::Sector
                        | Field::Remarks
                )
        )
    });
    if alone {
        return None;
    }
    for left in (from..column).rev() {
        let below_left = lower(left)?;
        if let Some(found) = line.at(left) {
            let text = raw_text(found.value);
            if !text.trim().is_empty() && !below_left.is_empty() {
                return Some((text.into_owned(), found.address));
            }
        }
    }
    None
}
