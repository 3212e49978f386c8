//! Characters on a terminal.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text without anything that moves the cursor, rings, colours, or turns the direction of writing: cell text of a survey
/// must not be able to. Line breaks and tabs become a blank.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let harmless = |c: char| !c.is_control() && !is_directional(c);
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let cleaned = text.chars().filter_map(|c| match c {
        '\n' | '\t' => Some(' '),
        c => harmless(c).then_some(c),
    });
    Cow::Owned(cleaned.collect())
}

fn is_directional(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// How many terminal cells a printable text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Characters that must not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】〉〕”’％%℃,.;:?!)]}³²/";
/// Characters that must not end a line.
const NOT_LAST: &str = "（《「『【〈〔“‘([{";

/// Breaks a printable text into lines of at most `width` cells: between any two Chinese characters, never inside a word or a
/// number unless it is wider than a line, and never so that a line begins with closing or ends with opening punctuation.
/// `width` below 2 counts as 2, the width of one Chinese character.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        let wide = columns(&piece);
        if used + columns(piece.trim_end()) > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        if wide <= width {
            if !(line.is_empty() && piece.trim().is_empty()) {
                line.push_str(&piece);
                used += wide;
            }
            continue;
        }
        for c in piece.chars() {
            let cell = c.width().unwrap_or(0);
            if used + cell > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += cell;
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Cuts a printable text at `width` cells, with an ellipsis if something is lost.
#[must_use]
pub fn fit(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        let cell = c.width().unwrap_or(0);
        if used + cell + 1 > width {
            break;
        }
        kept.push(c);
        used += cell;
    }
    kept.push('…');
    kept
}

/// The parts of a text that a line break must not divide.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut previous: Option<char> = None;
    for c in text.chars() {
        let joins = previous.is_some_and(|before| {
            c == ' '
                || c.width() == Some(0)
                || NOT_FIRST.contains(c)
                || NOT_LAST.contains(before)
                || (is_word(before) && is_word(c))
        });
        match pieces.last_mut() {
            Some(piece) if joins => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        previous = Some(c);
    }
    pieces
}

fn is_word(c: char) -> bool {
    c != ' ' && c.width() == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_move_the_cursor_or_turn_the_text() {
        assert_eq!(printable("高炉\u{1b}[2J\u{1b}]0;x\u{7}380m³\r\n1座"), "高炉[2J]0;x380m³ 1座");
        assert_eq!(printable("a\u{202e}b\u{9b}c"), "abc");
        assert!(matches!(printable("普通"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_break_between_characters_and_not_inside_numbers() {
        assert_eq!(wrap("有效容积 380 m³ ≤ 400 m³", 12), ["有效容积 380", "m³ ≤ 400 m³"]);
        assert_eq!(wrap("淘汰类（五）钢铁", 8), ["淘汰类", "（五）钢", "铁"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn no_line_is_wider_than_asked_even_for_one_long_word() {
        let text = "91530100MA6K3Y2X4Q号高炉，及以下（含）".repeat(7);
        for width in 2..60 {
            let lines = wrap(&text, width);
            // Closing punctuation may hang on to a full line of very narrow columns only with its character.
            assert!(lines.iter().all(|line| columns(line) <= width), "{width}: {lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text);
        }
    }

    #[test]
    fn cutting_keeps_within_the_width() {
        assert_eq!(fit("玉溪市红塔区", 7), "玉溪市…");
        assert_eq!(fit("玉溪市", 6), "玉溪市");
    }
}
