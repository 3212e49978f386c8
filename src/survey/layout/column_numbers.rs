//! The line of column numbers below a header.

use crate::survey::clean::{fold, raw_text};
use crate::survey::lines::Line;

/// Whether a line numbers the columns: 1 2 3, （1）（2）, ①②, 甲 乙 1 2, A B C.
pub fn is_column_numbers(line: &Line) -> bool {
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
