//! How the levels of a header join by column.
//!
//! Levels are joined through real merged areas. Only where the file cannot tell its merged areas is a blank upper cell
//! filled from its left neighbour, and then the caller is told.

use super::Block;
use crate::quantity::Dimension;
use crate::survey::Field;
use crate::survey::clean::{clean, fold, raw_text};
use crate::survey::dictionary::{Dictionary, Meaning};
use crate::survey::label::{Label, dimension_of, is_unit};
use crate::survey::lines::Line;

/// A column's heading from the top level to the lowest.
#[derive(Debug, Clone)]
pub struct Heading {
    pub column: u32,
    pub path: Vec<Label>,
}

/// The headings of the columns `from..=to`. The second value says whether an upper cell was filled without a merged area.
pub fn headings(
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
