//! Records of a binary part: a type of one or two bytes, a length of one to four, data.

use std::io::{self, BufRead, Read};

use crate::workbook::bytes::{double_word, utf16};
use crate::workbook::error::ReadError;

/// Bytes of one record that are kept. The longest that matters is the text of one cell with its runs.
const RECORD: u64 = 1 << 20;

/// The records of a part.
pub(super) struct Records<R> {
    reader: R,
    /// The type of the record read last.
    pub(super) kind: u32,
    data: Vec<u8>,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, kind: 0, data: Vec::new() }
    }

    /// Reads the next record. False at the end.
    pub(super) fn next(&mut self) -> Result<bool, ReadError> {
        let failed = |error: io::Error| {
            ReadError::from_io(&error, |text| ReadError::truncated(format!("二进制部件在中途结束（{text}）")))
        };
        let Some(kind) = self.number(2).map_err(failed)? else { return Ok(false) };
        let Some(length) = self.number(4).map_err(failed)? else { return Ok(false) };
        self.kind = kind;
        self.data.clear();
        let kept = u64::from(length).min(RECORD);
        let read = (&mut self.reader).take(kept).read_to_end(&mut self.data).map_err(failed)? as u64;
        let beyond = u64::from(length) - kept;
        let skipped = io::copy(&mut (&mut self.reader).take(beyond), &mut io::sink()).map_err(failed)?;
        if read + skipped < u64::from(length) {
            return Err(ReadError::truncated("二进制部件在中途结束"));
        }
        Ok(true)
    }

    pub(super) fn data(&self) -> &[u8] {
        &self.data
    }

    /// A number of seven bits a byte, of at most `most` bytes; `None` at the end.
    fn number(&mut self, most: u32) -> io::Result<Option<u32>> {
        let mut number = 0;
        for place in 0..most {
            let Some(byte) = self.reader.fill_buf()?.first().copied() else {
                return Ok(None);
            };
            self.reader.consume(1);
            number |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(Some(number))
    }
}

/// A string at a place: a count of UTF-16 units, then the units. Gives the place behind it.
pub(super) fn text(bytes: &[u8], at: usize) -> Option<(String, usize)> {
    let count = double_word(bytes, at)?;
    if count == u32::MAX {
        return Some((String::new(), at + 4));
    }
    let start = at.checked_add(4)?;
    let end = start.checked_add(usize::try_from(count).ok()?.checked_mul(2)?)?;
    Some((utf16(bytes.get(start..end)?), end))
}
