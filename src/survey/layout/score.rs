//! How much a line looks like a header.

use super::HEADING_CHARS;
use crate::survey::Field;
use crate::survey::dictionary::{Dictionary, Meaning};
use crate::survey::label::Label;
use crate::survey::lines::Line;
use crate::workbook::CellValue;

/// How much a line looks like a header.
#[derive(Debug, Clone, Copy, Default)]
pub struct HeadingScore {
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
    pub fn is_header(&self) -> bool {
        let headings = self.strong + self.weak;
        self.core
            && self.not_text * 5 <= self.filled
            && ((self.strong >= 2 && headings * 10 >= self.filled * 4)
                || (self.strong >= 1 && headings >= 3 && headings * 10 >= self.filled * 6))
    }

    /// Whether the line is a header even in the middle of a table's data.
    pub fn is_header_inside_a_table(&self) -> bool {
        self.core && self.not_text == 0 && self.strong >= 2 && (self.strong + self.weak) * 10 >= self.filled * 6
    }
}

/// Whether some cell is a heading that stands in the dictionary as a whole: what a further header has at the least.
pub fn has_known_heading(line: &Line, dictionary: &Dictionary) -> bool {
    *line.known.heading.get_or_init(|| {
        line.row.cells.iter().any(|cell| {
            matches!(&cell.value, CellValue::Text(text)
                if text.len() <= 4 * HEADING_CHARS
                    && dictionary.knows(text))
        })
    })
}

/// Scores a line.
pub fn score(line: &Line, dictionary: &Dictionary) -> HeadingScore {
    *line.known.score.get_or_init(|| work_out(line, dictionary))
}

fn work_out(line: &Line, dictionary: &Dictionary) -> HeadingScore {
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
