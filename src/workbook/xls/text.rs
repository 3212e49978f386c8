//! Strings of records: UTF-16, or one byte a character, of which Office means Latin-1 and Chinese programs write GBK.

use crate::workbook::error::ReadError;

use super::biff::Long;

/// A string as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RawText {
    Wide(Vec<u16>),
    Narrow(Vec<u8>),
}

/// Characters that are kept of a string.
const CHARACTERS: usize = 65_536;

impl RawText {
    /// A string of BIFF5: bytes in the code page of the workbook.
    pub(super) fn bytes(bytes: &[u8]) -> Self {
        Self::Narrow(bytes.to_vec())
    }

    /// A string of BIFF8 within one record: flags, then characters. `count` is the number of characters.
    pub(super) fn short(bytes: &[u8], count: usize) -> Option<Self> {
        let (flags, rest) = bytes.split_first()?;
        if flags & 1 == 0 {
            return Some(Self::Narrow(rest.get(..count)?.to_vec()));
        }
        let units = rest.get(..count.checked_mul(2)?)?;
        Some(Self::Wide(units.chunks_exact(2).filter_map(|pair| super::word(pair, 0)).collect()))
    }

    /// A string of BIFF8 that may go on in CONTINUE records, each of which states anew how wide its characters are.
    /// `with_extras`: rich text and phonetic data may follow, as in the table of strings. `None` at the end of the data.
    pub(super) fn long(long: &mut Long<'_, '_>, with_extras: bool) -> Result<Option<Self>, ReadError> {
        let Some(head) = long.bytes(3)? else { return Ok(None) };
        let count = usize::from(super::word(&head, 0).unwrap_or(0));
        let flags = head.get(2).copied().unwrap_or(0);
        let mut extras = 0;
        if with_extras && flags & 8 != 0 {
            let runs = long.bytes(2)?.and_then(|bytes| super::word(&bytes, 0)).unwrap_or(0);
            extras += usize::from(runs) * 4;
        }
        if with_extras && flags & 4 != 0 {
            let phonetic = long.bytes(4)?.and_then(|bytes| super::double_word(&bytes, 0)).unwrap_or(0);
            extras += phonetic as usize;
        }
        let text = characters(long, count, flags & 1 != 0)?;
        long.skip(extras)?;
        Ok(Some(text))
    }

    /// The text, its single bytes read by `narrow`.
    pub(super) fn decode(&self, narrow: impl Fn(&[u8]) -> String) -> String {
        match self {
            Self::Wide(units) => String::from_utf16_lossy(units),
            Self::Narrow(bytes) => narrow(bytes),
        }
    }
}

fn characters(long: &mut Long<'_, '_>, count: usize, mut wide: bool) -> Result<RawText, ReadError> {
    let mut units: Vec<u16> = Vec::new();
    let mut bytes: Vec<u8> = Vec::new();
    let mut left = count;
    while left > 0 {
        let Some((loaded, rest)) = long.rest()? else { break };
        if loaded {
            wide = rest.first().copied().unwrap_or(0) & 1 != 0;
            long.advance(1);
            continue;
        }
        let size = if wide { 2 } else { 1 };
        let here = (rest.len() / size).min(left);
        if here == 0 {
            let length = rest.len();
            long.advance(length);
            continue;
        }
        let piece = rest.get(..here * size).unwrap_or_default();
        if wide {
            widen(&mut units, &mut bytes);
            units.extend(piece.chunks_exact(2).filter_map(|pair| super::word(pair, 0)));
        } else if units.is_empty() {
            bytes.extend_from_slice(piece);
        } else {
            units.extend(piece.iter().map(|byte| u16::from(*byte)));
        }
        long.advance(here * size);
        left -= here;
    }
    units.truncate(CHARACTERS);
    bytes.truncate(CHARACTERS);
    Ok(if units.is_empty() { RawText::Narrow(bytes) } else { RawText::Wide(units) })
}

/// Moves the narrow beginning of a string whose rest is wide.
fn widen(units: &mut Vec<u16>, bytes: &mut Vec<u8>) {
    units.extend(bytes.drain(..).map(u16::from));
}
