//! Hashes with their numbers in an unnamed temporary file, sorted.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use super::filter::Filter;

/// Bytes of a hash with its number.
const ENTRY: usize = 12;
/// Hashes of a block, which is read at once.
const BLOCK: usize = 256;

/// A sorted file.
#[derive(Debug)]
pub(super) struct Run {
    file: File,
    count: usize,
    filter: Filter,
    /// The first hash of each block.
    firsts: Vec<u64>,
}

impl Run {
    /// Writes at most `count` hashes, given in ascending order.
    pub(super) fn write(count: usize, entries: impl Iterator<Item = (u64, u32)>) -> io::Result<Self> {
        let mut filter = Filter::of(count);
        let mut firsts = Vec::with_capacity(count.div_ceil(BLOCK));
        let mut file = BufWriter::new(tempfile::tempfile()?);
        let mut written = 0;
        for (hash, number) in entries {
            if written % BLOCK == 0 {
                firsts.push(hash);
            }
            filter.add(hash);
            file.write_all(&hash.to_le_bytes())?;
            file.write_all(&number.to_le_bytes())?;
            written += 1;
        }
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self { file, count: written, filter, firsts })
    }

    /// One file of several, which hold no hash twice.
    pub(super) fn merged(runs: &[Self]) -> io::Result<Self> {
        let mut failed = None;
        let mut sources: Vec<Entries<'_>> = runs.iter().map(Entries::new).collect();
        let next = || {
            // Few files: the least of their next hashes is found by looking at each.
            let least = sources.iter_mut().filter_map(|source| match source.peek() {
                Ok(entry) => entry.map(|entry| (entry, source)),
                Err(error) => {
                    failed.get_or_insert(error);
                    None
                }
            });
            let (entry, source) = least.min_by_key(|(entry, _)| *entry)?;
            source.at += 1;
            Some(entry)
        };
        let merged = Self::write(runs.iter().map(Self::len).sum(), std::iter::from_fn(next));
        match failed {
            Some(error) => Err(error),
            None => merged,
        }
    }

    /// How many hashes.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The number of a hash.
    pub(super) fn get(&self, hash: u64) -> io::Result<Option<u32>> {
        let block = self.firsts.partition_point(|first| *first <= hash).checked_sub(1);
        let Some(block) = block.filter(|_| self.filter.may_hold(hash)) else { return Ok(None) };
        let mut bytes = [0; BLOCK * ENTRY];
        let entries = self.read(block, &mut bytes)?;
        Ok(entries.iter().map(entry).find(|(known, _)| *known == hash).map(|(_, number)| number))
    }

    /// The hashes of a block with their numbers, as they stand in the file.
    fn read<'b>(&self, block: usize, bytes: &'b mut [u8; BLOCK * ENTRY]) -> io::Result<&'b [[u8; ENTRY]]> {
        let count = self.count.saturating_sub(block * BLOCK).min(BLOCK);
        let mut file = &self.file;
        file.seek(SeekFrom::Start((block * BLOCK * ENTRY) as u64))?;
        let (entries, _) = bytes.as_chunks_mut::<ENTRY>();
        let entries = entries.get_mut(..count).unwrap_or_default();
        file.read_exact(entries.as_flattened_mut())?;
        Ok(entries)
    }
}

fn entry(bytes: &[u8; ENTRY]) -> (u64, u32) {
    let (mut hash, mut number) = ([0; 8], [0; 4]);
    hash.copy_from_slice(&bytes[..8]);
    number.copy_from_slice(&bytes[8..]);
    (u64::from_le_bytes(hash), u32::from_le_bytes(number))
}

/// The hashes of a file in their order.
struct Entries<'r> {
    run: &'r Run,
    block: Vec<(u64, u32)>,
    blocks_read: usize,
    at: usize,
}

impl<'r> Entries<'r> {
    fn new(run: &'r Run) -> Self {
        Self { run, block: Vec::new(), blocks_read: 0, at: 0 }
    }

    fn peek(&mut self) -> io::Result<Option<(u64, u32)>> {
        if self.at >= self.block.len() && self.blocks_read * BLOCK < self.run.count {
            let mut bytes = [0; BLOCK * ENTRY];
            self.block = self.run.read(self.blocks_read, &mut bytes)?.iter().map(entry).collect();
            self.blocks_read += 1;
            self.at = 0;
        }
        Ok(self.block.get(self.at).copied())
    }
}
