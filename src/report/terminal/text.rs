//! Characters on a terminal.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::count;

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
    // Nearly all texts consist of characters whose width no neighbour changes.
    let mut sum = 0;
    for c in text.chars() {
        sum += match c {
            ' '..='~' => 1,
            '\u{4e00}'..='\u{9fff}' | '，' | '。' | '、' | '；' | '：' | '（' | '）' => 2,
            _ => return UnicodeWidthStr::width(text),
        };
    }
    sum
}

/// Characters that must not begin a line.
pub(super) const NOT_FIRST: &[char] = &[
    '，', '。', '、', '；', '：', '？', '！', '）', '》', '」', '』', '】', '〉', '〕', '”', '’', '％', '%', '℃', ',',
    '.', ';', ':', '?', '!', ')', ']', '}', '³', '²', '/',
];
/// Characters that must not end a line.
pub(super) const NOT_LAST: &[char] = &['（', '《', '「', '『', '【', '〈', '〔', '“', '‘', '(', '[', '{'];

/// Breaks a printable text into lines of at most `width` cells: between any two Chinese characters, never inside a word or a
/// number unless it is wider than a line, and never so that a line begins with closing or ends with opening punctuation.
/// `width` below 2 counts as 2, the width of one Chinese character.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    break_lines(text, width, &mut |line| lines.push(line.to_owned()));
    lines
}

/// How many lines [`wrap`] makes, and the cells that the text takes unbroken.
#[must_use]
pub fn measured(text: &str, width: usize) -> (usize, usize) {
    count::quick(text, width).unwrap_or_else(|| {
        let mut lines = 0;
        break_lines(text, width, &mut |_| lines += 1);
        (lines, columns(text))
    })
}

/// Hands over the lines of a text. A line is a stretch of the text: only blanks at its ends are left out.
fn break_lines<'t>(text: &'t str, width: usize, emit: &mut dyn FnMut(&'t str)) {
    let width = width.max(2);
    let slice = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
    // The line under way, and the cells that it takes.
    let (mut start, mut end, mut used) = (0, 0, 0);
    let mut lines = 0;
    let mut at = 0;
    while at < text.len() {
        let piece = piece(slice(at, text.len()));
        let (from, next) = (at, at + piece.len());
        at = next;
        let wide = columns(piece);
        if used + columns(piece.trim_end()) > width && start < end {
            emit(slice(start, end).trim_end());
            lines += 1;
            (start, end, used) = (from, from, 0);
        }
        if wide <= width {
            if start < end || !piece.trim().is_empty() {
                start = if start < end { start } else { from };
                end = next;
                used += wide;
            }
            continue;
        }
        for (offset, c) in piece.char_indices() {
            let cell = cells(c);
            let here = from + offset;
            if used + cell > width && start < end {
                emit(slice(start, end));
                lines += 1;
                (start, end, used) = (here, here, 0);
            }
            start = if start < end { start } else { here };
            end = here + c.len_utf8();
            used += cell;
        }
    }
    let last = slice(start, end).trim_end();
    if !last.is_empty() || lines == 0 {
        emit(last);
    }
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

/// The first part of a text that a line break must not divide.
fn piece(text: &str) -> &str {
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        let joins = previous.is_none_or(|before| {
            c == ' ' || cells(c) == 0 || not_first(c) || not_last(before) || (is_word(before) && is_word(c))
        });
        if !joins {
            return text.get(..at).unwrap_or(text);
        }
        previous = Some(c);
    }
    text
}

fn is_word(c: char) -> bool {
    c != ' ' && cells(c) == 1
}

fn not_first(c: char) -> bool {
    !is_ideograph(c) && NOT_FIRST.contains(&c)
}

fn not_last(c: char) -> bool {
    !is_ideograph(c) && NOT_LAST.contains(&c)
}

/// The Chinese characters that texts consist of, all two cells wide.
fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Cells that a character takes by itself.
fn cells(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        c if is_ideograph(c) => 2,
        c => c.width().unwrap_or(0),
    }
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
    fn widths_are_those_of_the_tables_of_unicode() {
        for text in ["", "abc ~", "玉溪市，（380）m³", "“中”", "a\u{301}b", "中\u{fe0f}", "👩‍🏭", "\u{200b}x\ty"]
        {
            assert_eq!(columns(text), UnicodeWidthStr::width(text), "{text:?}");
            for c in text.chars() {
                assert_eq!(cells(c), c.width().unwrap_or(0), "{c:?}");
            }
        }
    }

    #[test]
    fn lines_are_counted_as_they_are_broken() {
        let text = " 有效容积 380 m³ ≤ 400 m³（含）  ，91530100MA6K3Y2X4Q  ";
        for width in 0..40 {
            assert_eq!(measured(text, width), (wrap(text, width).len(), columns(text)), "{width}");
        }
        assert_eq!(measured("", 5), (1, 0));
        assert_eq!(measured("👩‍🏭高炉", 4), (2, columns("👩‍🏭高炉")));
    }

    #[test]
    fn cutting_keeps_within_the_width() {
        assert_eq!(fit("玉溪市红塔区", 7), "玉溪市…");
        assert_eq!(fit("玉溪市", 6), "玉溪市");
    }
}
