//! How many lines a text takes when it is broken, in one pass and without making them.
//!
//! A large workbook measures a million texts to know the height of its rows. This is the quick way for texts of characters whose
//! width no neighbour changes, which nearly all are; [`super::text::wrap`] is the plain way that the tests hold it against.

use super::text::{NOT_FIRST, NOT_LAST};

/// What one character is to a line: its cells in the lowest two bits, and how it joins others.
#[derive(Debug, Clone, Copy)]
struct Kind(u8);

/// A blank of any width, which the end of a line does without.
const BLANK: u8 = 4;
/// Belongs to the character before it.
const JOINS: u8 = 8;
/// Belongs to the character after it.
const HOLDS: u8 = 16;
/// Part of a word or a number.
const WORD: u8 = 32;

/// The kinds of ASCII; 0 for control characters.
const ASCII: [u8; 128] = {
    let mut kinds = [0; 128];
    kinds[b' ' as usize] = 1 | BLANK | JOINS;
    let mut c = b'!';
    while c <= b'~' {
        kinds[c as usize] = 1 | WORD | marks(c as char);
        c += 1;
    }
    kinds
};

/// [`JOINS`] and [`HOLDS`] of a character.
const fn marks(c: char) -> u8 {
    let joins = if contains(NOT_FIRST, c) { JOINS } else { 0 };
    let holds = if contains(NOT_LAST, c) { HOLDS } else { 0 };
    joins | holds
}

const fn contains(list: &[char], c: char) -> bool {
    let mut at = 0;
    while at < list.len() {
        if list[at] as u32 == c as u32 {
            return true;
        }
        at += 1;
    }
    false
}

/// The kind of a character whose width no neighbour changes; nothing for any other.
fn kind(c: char) -> Option<Kind> {
    Some(Kind(match c {
        '\u{4e00}'..='\u{9fff}' => 2,
        '\0'..='\u{7f}' => match ASCII.get(c as usize)? {
            0 => return None,
            kind => *kind,
        },
        '\u{3000}' => 2 | BLANK,
        '\u{3001}'..='\u{3029}' | '！'..='～' | '\u{3300}'..='\u{33ff}' => 2 | marks(c),
        '‘' | '’' | '“' | '”' | '…' | '—' | '°' | '±' | '²' | '³' | '·' | '×' | '÷' | '℃' | '→' | '≈' | '≤' | '≥' => {
            1 | WORD | marks(c)
        }
        'Α'..='Ρ' | 'Σ'..='Ω' | 'α'..='ω' | '①'..='⑳' => 1 | WORD,
        _ => return None,
    }))
}

impl Kind {
    fn cells(self) -> usize {
        usize::from(self.0 & 3)
    }

    fn is(self, mark: u8) -> bool {
        self.0 & mark != 0
    }
}

/// Lines that a text takes if none is wider than `width` cells, and the cells that it takes unbroken. Nothing if it holds a
/// character of which only the plain way knows the width.
pub(super) fn quick(text: &str, width: usize) -> Option<(usize, usize)> {
    let mut lines = Lines { width: width.max(2), used: 0, open: false, inked: false, done: 0 };
    let mut piece = Piece::default();
    let (mut all, mut before) = (0, Kind(HOLDS));
    for (at, c) in text.char_indices() {
        let now = kind(c)?;
        if !(now.is(JOINS) || before.is(HOLDS) || (before.is(WORD) && now.is(WORD))) {
            lines.add(piece, text)?;
            piece = Piece { from: at, to: at, cells: 0, cells_inked: 0 };
        }
        let cells = now.cells();
        all += cells;
        piece.cells += cells;
        piece.to = at + c.len_utf8();
        if !now.is(BLANK) {
            piece.cells_inked = piece.cells;
        }
        before = now;
    }
    lines.add(piece, text)?;
    Some((lines.count(), all))
}

/// A part of a text that a line break must not divide.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    from: usize,
    to: usize,
    cells: usize,
    /// Its cells without blanks at its end; 0 if it is blank.
    cells_inked: usize,
}

/// The lines so far and the one under way.
struct Lines {
    width: usize,
    used: usize,
    open: bool,
    inked: bool,
    done: usize,
}

impl Lines {
    fn add(&mut self, piece: Piece, text: &str) -> Option<()> {
        if self.open && self.used + piece.cells_inked > self.width {
            self.end();
        }
        if piece.cells <= self.width {
            if self.open || piece.cells_inked > 0 {
                self.open = true;
                self.inked |= piece.cells_inked > 0;
                self.used += piece.cells;
            }
            return Some(());
        }
        for c in text.get(piece.from..piece.to)?.chars() {
            let kind = kind(c)?;
            if self.open && self.used + kind.cells() > self.width {
                self.end();
            }
            self.open = true;
            self.inked |= !kind.is(BLANK);
            self.used += kind.cells();
        }
        Some(())
    }

    fn end(&mut self) {
        self.done += 1;
        (self.used, self.open, self.inked) = (0, false, false);
    }

    /// A text without ink takes one line too.
    fn count(&self) -> usize {
        self.done + usize::from(self.inked || self.done == 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

    use super::super::text::wrap;
    use super::*;

    #[test]
    fn widths_are_those_of_the_tables_of_unicode() {
        let known = ('\0'..=char::MAX).filter_map(|c| Some((c, kind(c)?)));
        let mut count = 0;
        for (c, kind) in known {
            count += 1;
            assert_eq!(Some(kind.cells()), c.width(), "{c:?}");
            assert_eq!(kind.is(BLANK), c.is_whitespace(), "{c:?}");
            assert_eq!(kind.is(WORD), c != ' ' && kind.cells() == 1, "{c:?}");
        }
        assert!(count > 21_000);
        for c in NOT_FIRST.iter().chain(NOT_LAST) {
            assert!(kind(*c).is_some(), "{c}");
        }
    }

    proptest! {
        #[test]
        fn lines_are_counted_as_they_are_broken(
            text in "([ 　a-z0-9.,;:()高炉有效容积吨，。（）《》“”%³²㎡×≤≥/—φ①]|  |[0-9]{3,9}){0,60}",
            width in 0_usize..40,
        ) {
            let all = UnicodeWidthStr::width(text.as_str());
            prop_assert_eq!(quick(&text, width), Some((wrap(&text, width).len(), all)));
        }
    }

    #[test]
    fn what_depends_on_neighbours_is_left_to_the_plain_way() {
        for text in ["a\u{301}", "中\u{fe0f}", "👩‍🏭", "\u{200b}", "x\ty"] {
            assert_eq!(quick(text, 10), None, "{text:?}");
        }
    }
}
