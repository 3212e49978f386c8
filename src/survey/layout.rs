//! Where the header of a table lies among the buffered lines.

mod column_numbers;
mod headings;
mod levels;
mod score;

pub(super) use column_numbers::is_column_numbers;
pub(super) use headings::{Heading, headings};
pub(super) use levels::is_group_line;
use levels::{extend_down, extend_up};
pub(super) use score::{HeadingScore, has_known_heading, score};

use super::cards;
use super::clean::{clean, is_han};
use super::content::{Content, is_company};
use super::dictionary::Dictionary;
use super::label::Label;
use super::lines::Line;
use crate::workbook::CellValue;

/// A longer text is no heading.
const HEADING_CHARS: usize = 60;

/// A header among buffered lines: positions in the buffer, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub top: usize,
    pub bottom: usize,
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
        // 「被验收企业」 is a heading, 「某某企业」 would be a name.
        let general = text.ends_with("企业") && text.chars().count() <= 8;
        let company =
            !general && is_company(&text, dictionary) && dictionary.heading_score(&Label::words_of(&text)) < 50;
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
