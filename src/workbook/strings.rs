//! Shared strings of a workbook, in bounded memory.
//!
//! Texts go one after another into one buffer; a table that grows past [`IN_MEMORY`] moves to an unnamed temporary file
//! and is read back in blocks, of which the latest are kept, so that a hundred megabytes of distinct texts cost disk, not
//! memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use super::error::ReadError;
use super::limits::Limits;

/// Bytes of text kept in memory.
const IN_MEMORY: usize = 8 << 20;
/// Strings of one block of a table on disk.
const BLOCK: usize = 64;
/// What a string costs beside its text.
const OVERHEAD: u64 = 8;
/// Bytes of blocks of a table on disk that are kept.
const CACHED: usize = 4 << 20;

/// The table of shared strings.
#[derive(Default)]
pub(super) struct SharedStrings {
    /// Texts that are not on disk yet, each behind its length.
    buffer: Vec<u8>,
    /// Where each block of [`BLOCK`] strings starts.
    blocks: Vec<u64>,
    /// Where each string starts, as long as all are in memory.
    starts: Vec<u32>,
    count: usize,
    bytes: u64,
    spilled: Option<Spilled>,
}

struct Spilled {
    file: File,
    written: u64,
    /// Blocks read before, by number.
    cached: HashMap<usize, Vec<u8>>,
    cached_bytes: usize,
}

impl SharedStrings {
    /// Adds the next string; text beyond the cap for one cell is cut, all but the one character that shows it.
    pub(super) fn push(&mut self, text: &str, limits: &Limits) -> Result<(), ReadError> {
        let keep = limits.text_chars as usize + 1;
        let text = match text.len() > keep {
            true => text.char_indices().nth(keep).and_then(|(end, _)| text.get(..end)).unwrap_or(text),
            false => text,
        };
        self.bytes += text.len() as u64 + OVERHEAD;
        if self.bytes > limits.shared_string_bytes {
            let (flag, cap) = ("--limit-strings", limits.shared_string_bytes);
            let place = format!("共享字符串表（第 {} 条）", self.count + 1);
            return Err(ReadError::over("limit-strings", flag, "字节数", cap, self.bytes, place));
        }
        let unwritable = |error: io::Error| {
            ReadError::new("temporary-file", format!("无法写临时文件（{error}）"), "请检查临时文件夹的剩余空间")
        };
        if self.count.is_multiple_of(BLOCK) {
            if self.buffer.len() > IN_MEMORY / 2 && self.bytes > IN_MEMORY as u64 {
                self.spill().map_err(unwritable)?;
            }
            self.blocks.push(self.spilled.as_ref().map_or(0, |spilled| spilled.written) + self.buffer.len() as u64);
        }
        if self.spilled.is_none() {
            self.starts.push(u32::try_from(self.buffer.len()).unwrap_or(u32::MAX));
        }
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.buffer.extend_from_slice(&length.to_le_bytes());
        self.buffer.extend_from_slice(text.as_bytes());
        self.count += 1;
        Ok(())
    }

    /// Ends the table: what is on disk is whole.
    pub(super) fn seal(&mut self) -> Result<(), ReadError> {
        if self.spilled.is_some() {
            self.spill().map_err(|error| {
                ReadError::new("temporary-file", format!("无法写临时文件（{error}）"), "请检查临时文件夹的剩余空间")
            })?;
            self.buffer = Vec::new();
        }
        Ok(())
    }

    /// The string that a cell refers to; else a code and, in Chinese, what is wrong with the cell.
    pub(super) fn resolve(&mut self, index: usize) -> Result<Arc<str>, (&'static str, String)> {
        match self.get(index) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => {
                let count = self.count;
                Err(("shared-string-missing", format!("指向第 {index} 条共享字符串，而文件只有 {count} 条")))
            }
            Err(error) => Err(("temporary-file", format!("的文字无法从临时文件读回（{error}）"))),
        }
    }

    /// A string by its number; `None` if there is none.
    fn get(&mut self, index: usize) -> io::Result<Option<Arc<str>>> {
        if index >= self.count {
            return Ok(None);
        }
        let number = index / BLOCK;
        let text = match &mut self.spilled {
            None => {
                let start = self.starts.get(index).map_or(usize::MAX, |start| *start as usize);
                nth_text(self.buffer.get(start..).unwrap_or_default(), 0)
            }
            Some(spilled) => {
                let start = self.blocks.get(number).copied().unwrap_or(0);
                let end = self.blocks.get(number + 1).copied().unwrap_or(spilled.written);
                nth_text(spilled.block(number, start, end)?, index % BLOCK)
            }
        };
        Ok(text.map(Arc::from))
    }

    fn spill(&mut self) -> io::Result<()> {
        let spilled = match &mut self.spilled {
            Some(spilled) => spilled,
            none => {
                self.starts = Vec::new();
                let (file, cached) = (tempfile::tempfile()?, HashMap::new());
                none.insert(Spilled { file, written: 0, cached, cached_bytes: 0 })
            }
        };
        spilled.file.write_all(&self.buffer)?;
        spilled.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

impl Spilled {
    fn block(&mut self, number: usize, start: u64, end: u64) -> io::Result<&[u8]> {
        if !self.cached.contains_key(&number) {
            let mut bytes = Vec::new();
            self.file.seek(SeekFrom::Start(start))?;
            (&self.file).take(end.saturating_sub(start)).read_to_end(&mut bytes)?;
            if self.cached_bytes + bytes.len() > CACHED {
                self.cached.clear();
                self.cached_bytes = 0;
            }
            self.cached_bytes += bytes.len();
            self.cached.insert(number, bytes);
        }
        Ok(self.cached.get(&number).map_or(&[], Vec::as_slice))
    }
}

fn nth_text(mut block: &[u8], mut skip: usize) -> Option<&str> {
    loop {
        let (head, rest) = block.split_at_checked(4)?;
        let length = u32::from_le_bytes(head.try_into().ok()?) as usize;
        let (text, behind) = rest.split_at_checked(length)?;
        if skip == 0 {
            return std::str::from_utf8(text).ok();
        }
        skip -= 1;
        block = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_from_memory_and_from_disk() {
        for count in [100_usize, 1_000_000] {
            let limits = Limits::default();
            let mut table = SharedStrings::default();
            for number in 0..count {
                table.push(&format!("第{number}条字符串，足够长以便写到磁盘上"), &limits).expect("within the cap");
            }
            table.seal().expect("a temporary file");
            assert_eq!(table.spilled.is_some(), count > 1_000);
            for number in [0, 1, 63, 64, 65, count / 2, count - 1] {
                let text = table.get(number).expect("readable");
                assert_eq!(text.as_deref(), Some(format!("第{number}条字符串，足够长以便写到磁盘上").as_str()));
            }
            assert_eq!(table.get(count).expect("readable"), None);
        }
    }

    #[test]
    fn the_cap_is_met_at_the_byte() {
        let limits = Limits { shared_string_bytes: 2 * (3 + OVERHEAD), ..Limits::default() };
        let mut table = SharedStrings::default();
        table.push("abc", &limits).expect("below");
        table.push("abc", &limits).expect("at the cap");
        let error = table.push("", &limits).expect_err("one past the cap");
        assert_eq!(error.code, "limit-strings");
        assert_eq!(error.limit.as_ref().map(|limit| limit.observed), Some(30));
    }
}
