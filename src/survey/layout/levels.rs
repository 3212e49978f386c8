//! Which lines above and below a header line belong to it.

use super::{Block, HEADING_CHARS, is_column_numbers};
use crate::survey::cards;
use crate::survey::clean::{clean, fold, raw_text};
use crate::survey::content::is_company;
use crate::survey::dictionary::Dictionary;
use crate::survey::label::{Label, is_unit};
use crate::survey::lines::Line;
use crate::workbook::CellValue;

/// Most header levels.
const LEVELS: u32 = 4;

pub fn extend_down(block: &mut Block, lines: &[Line], dictionary: &Dictionary) {
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
        let covered = covered && !looks_like_data(next, dictionary);
        if !(covered || (next.index() == bottom.index() + 1 && is_sub_header(bottom, next, dictionary))) {
            return;
        }
        block.bottom += 1;
    }
}

/// Whether a line below a header, though some cell of the header reaches into it, holds data: a number that is no year, a
/// date, the name of a company.
fn looks_like_data(line: &Line, dictionary: &Dictionary) -> bool {
    !is_column_numbers(line)
        && line.row.cells.iter().any(|cell| match &cell.value {
            CellValue::Number(number) => !(1900.0..2100.0).contains(number),
            CellValue::Date(_) => true,
            CellValue::Text(text) => {
                text.len() <= 200
                    && is_company(text, dictionary)
                    && dictionary.heading_score(&Label::words_of(text)) < 50
            }
            _ => false,
        })
}

/// Whether a line below a header line is its next level rather than data.
pub fn is_sub_header(above: &Line, line: &Line, dictionary: &Dictionary) -> bool {
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

pub fn extend_up(block: &mut Block, lines: &[Line], dictionary: &Dictionary, merges_known: bool) {
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
pub fn is_group_line(line: &Line, below: &Line, dictionary: &Dictionary, merges_known: bool) -> bool {
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
pub fn stands_over_whole_tables(line: &Line, below: &Line) -> bool {
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
