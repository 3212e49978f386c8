//! Cells, rows and shared strings as nearly every program writes them, read straight from the inflated bytes.
//!
//! The XML reader is the reference: it takes whatever XML allows. But sheets are written by a handful of programs, in one
//! narrow way, and a general reader spends most of its time on what never occurs. Each function here either recognises that
//! narrow form whole, within the bytes at hand, and reads it exactly as the reference does, or gives `None` and has done
//! nothing that counts; the reference then reads the same bytes.

use memchr::{memchr, memchr3};

use super::raw_cell::RawCell;
use super::scan::parse_cell;
use crate::workbook::cell::CellAddress;

/// Reads a cell that starts at the first byte, blanks aside. `next` is where a cell without an address lies. Gives the bytes
/// that it takes.
pub(super) fn cell(bytes: &[u8], next: CellAddress, cell: &mut RawCell) -> Option<usize> {
    let mut rest = blanks(bytes).strip_prefix(b"<c")?;
    cell.clear(next);
    let mut seen = [false; 3];
    let empty = loop {
        let (name, value) = match rest {
            [b'>', tail @ ..] => {
                rest = tail;
                break false;
            }
            [b'/', b'>', tail @ ..] => {
                rest = tail;
                break true;
            }
            [b' ', name, b'=', b'"', tail @ ..] => {
                let end = tail.iter().take(24).position(|byte| *byte == b'"')?;
                rest = tail.get(end + 1..)?;
                (*name, tail.get(..end)?)
            }
            _ => return None,
        };
        let nth = match name {
            b'r' => 0,
            b's' => 1,
            b't' => 2,
            _ => return None,
        };
        // Written twice, the second counts in some places and the first in others.
        if std::mem::replace(seen.get_mut(nth)?, true) {
            return None;
        }
        match name {
            b'r' => cell.address = Some(parse_cell(plain_word(value)?)?),
            b's' => cell.style = digits(value)? as usize,
            _ => cell.kind.push_str(plain_word(value).filter(|kind| kind.len() <= 16)?),
        }
    };
    if !empty {
        if let Some(formula) = rest.strip_prefix(b"<f>") {
            let (text, behind) = text(formula)?;
            cell.has_formula = true;
            cell.formula.push_str(text);
            rest = behind.strip_prefix(b"</f>")?;
        }
        if let Some(value) = rest.strip_prefix(b"<v>") {
            let (text, behind) = text(value)?;
            cell.has_value = true;
            if cell.kind != "inlineStr" {
                cell.value.push_str(text);
            }
            rest = behind.strip_prefix(b"</v>")?;
        } else if let Some(inline) = rest.strip_prefix(b"<is>") {
            let (text, behind) = text_element(inline)?;
            cell.has_value = true;
            cell.value.push_str(text);
            rest = behind.strip_prefix(b"</is>")?;
        }
        rest = rest.strip_prefix(b"</c>")?;
    }
    Some(bytes.len() - rest.len())
}

/// Reads the end of a row and the start of the next, which has cells. Gives the bytes that they take and the number that the
/// row states, 1-based.
pub(super) fn next_row(bytes: &[u8]) -> Option<(usize, Option<u32>)> {
    let mut rest = blanks(blanks(bytes).strip_prefix(b"</row>")?).strip_prefix(b"<row")?;
    let mut stated = None;
    loop {
        match rest {
            [b'>', behind @ ..] => return Some((bytes.len() - behind.len(), stated)),
            [b' ', tail @ ..] => {
                let equals = tail.iter().take(32).position(|byte| *byte == b'=')?;
                let (name, value) = tail.split_at_checked(equals)?;
                let value = value.strip_prefix(b"=\"")?;
                let end = value.iter().take(64).position(|byte| *byte == b'"')?;
                let (value, behind) = value.split_at_checked(end)?;
                let odd =
                    |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'.' | b'-' | b' ' | b'_'));
                if name.is_empty() || name.iter().any(|byte| odd(byte) || *byte == b' ') || value.iter().any(odd) {
                    return None;
                }
                if name.ends_with(b":r") {
                    return None;
                }
                if name == b"r" && stated.is_none() {
                    stated = Some(digits(value)?);
                }
                rest = behind.get(1..)?;
            }
            _ => return None,
        }
    }
}

/// Reads a shared string without runs. Gives the bytes that it takes and its text.
pub(super) fn shared_string(bytes: &[u8]) -> Option<(usize, &str)> {
    let (text, behind) = text_element(blanks(bytes).strip_prefix(b"<si>")?)?;
    let rest = behind.strip_prefix(b"</si>")?;
    Some((bytes.len() - rest.len(), text))
}

/// The text of a `<t>` at the first byte, and what follows the element.
fn text_element(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let inside = bytes.strip_prefix(b"<t>").or_else(|| bytes.strip_prefix(b"<t xml:space=\"preserve\">"))?;
    let (text, behind) = text(inside)?;
    Some((text, behind.strip_prefix(b"</t>")?))
}

/// The text up to the next tag, if it says what it says: no references, no line ends that XML changes, no foreign bytes.
fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = memchr3(b'<', b'&', b'\r', bytes)?;
    let (text, behind) = bytes.split_at_checked(end)?;
    (behind.first() == Some(&b'<')).then_some(())?;
    Some((std::str::from_utf8(text).ok()?, behind))
}

fn blanks(bytes: &[u8]) -> &[u8] {
    match bytes.first() {
        Some(b'<') => bytes,
        _ => {
            let end = memchr(b'<', bytes).unwrap_or(bytes.len());
            let (blank, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
            if blank.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) { rest } else { bytes }
        }
    }
}

/// A word of ASCII letters and digits.
fn plain_word(bytes: &[u8]) -> Option<&str> {
    bytes.iter().all(u8::is_ascii_alphanumeric).then(|| std::str::from_utf8(bytes).ok())?
}

/// A number of at most nine digits.
fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0_u32, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}
