//! The compound file of [MS-CFB]: sectors, chains, and a flat look at the directory.

use std::io::{self, Read, Seek, SeekFrom};

use crate::workbook::bytes::utf16;
use crate::workbook::error::ReadError;
use crate::workbook::source::Source;

use super::biff::Stream;
use super::{double_word, fixed, word};

/// Directory entries that are looked at.
const ENTRIES: usize = 4_096;
/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;

/// An opened compound file.
pub(super) struct Compound {
    sector_shift: u32,
    sectors: u32,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small_cutoff: u64,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: u64,
}

impl Compound {
    pub(super) fn open(source: &Source) -> Result<Self, ReadError> {
        Self::read(source).map_err(|error| {
            ReadError::from_io(&error, |_| ReadError::truncated("不完整的复合文档（xls、et、doc 等的容器）"))
        })
    }

    fn read(source: &Source) -> io::Result<Self> {
        let mut reader = source.reader()?;
        let header = fixed(&mut reader, 512)?;
        let sector_shift = u32::from(word(&header, 30).unwrap_or(9));
        if !(7..=16).contains(&sector_shift) {
            return Err(ReadError::damaged("复合文档的扇区大小不合规范").into_io());
        }
        let sectors = u32::try_from(source.length >> sector_shift).unwrap_or(u32::MAX);
        let mut compound = Self {
            sector_shift,
            sectors,
            table: Vec::new(),
            small_table: Vec::new(),
            small_cutoff: u64::from(double_word(&header, 56).unwrap_or(4_096)).min(1 << 16),
            entries: Vec::new(),
        };
        let table_sectors = compound.table_sectors(&mut reader, &header)?;
        for sector in table_sectors {
            let bytes = compound.sector(&mut reader, sector)?;
            compound.table.extend(numbers(&bytes));
        }
        for sector in compound.chain(double_word(&header, 48).unwrap_or(FIRST_MARK)) {
            let bytes = compound.sector(&mut reader, sector)?;
            compound.entries.extend(bytes.chunks_exact(128).filter_map(entry));
            if compound.entries.len() > ENTRIES {
                break;
            }
        }
        for sector in compound.chain(double_word(&header, 60).unwrap_or(FIRST_MARK)) {
            let bytes = compound.sector(&mut reader, sector)?;
            compound.small_table.extend(numbers(&bytes));
        }
        Ok(compound)
    }

    /// The sectors that hold the sector table: the first ones stand in the header, the others in a chain of their own.
    fn table_sectors(&self, reader: &mut (impl Read + Seek), header: &[u8]) -> io::Result<Vec<u32>> {
        let mut sectors: Vec<u32> = numbers(header.get(76..512).unwrap_or_default()).collect();
        let mut next = double_word(header, 68).unwrap_or(FIRST_MARK);
        let mut steps = 0;
        while next < FIRST_MARK && steps <= self.sectors {
            let mut more: Vec<u32> = numbers(&self.sector(reader, next)?).collect();
            next = more.pop().unwrap_or(FIRST_MARK);
            sectors.extend(more);
            steps += 1;
        }
        sectors.retain(|sector| *sector < FIRST_MARK);
        sectors.truncate(self.sectors as usize);
        Ok(sectors)
    }

    fn sector(&self, reader: &mut (impl Read + Seek), sector: u32) -> io::Result<Vec<u8>> {
        reader.seek(SeekFrom::Start((u64::from(sector) + 1) << self.sector_shift))?;
        fixed(reader, 1 << self.sector_shift)
    }

    /// The sectors of a chain; a loop ends after as many as the file has.
    fn chain(&self, start: u32) -> Vec<u32> {
        follow(&self.table, start, self.sectors as usize + 1)
    }

    /// Whether there is a stream or a storage of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// A stream by name; `None` if there is none.
    pub(super) fn stream(&self, source: &Source, name: &str) -> Result<Option<Stream>, ReadError> {
        let Some(entry) = self.entries.iter().find(|entry| entry.kind == 2 && entry.name == name) else {
            return Ok(None);
        };
        let failed = |error: io::Error| ReadError::truncated(format!("不完整的 xls 文件（{error}）"));
        let mut reader = source.reader().map_err(failed)?;
        if entry.size >= self.small_cutoff {
            let places = self.chain(entry.start).iter().map(|sector| u64::from(*sector) + 1).collect();
            return Ok(Some(Stream::pieces(reader, self.sector_shift, places, entry.size)));
        }
        let root = self.entries.iter().find(|entry| entry.kind == 5).map_or(FIRST_MARK, |root| root.start);
        let holder = self.chain(root);
        let per_sector = 1_u32 << (self.sector_shift - 6);
        let mut bytes = Vec::new();
        for small in follow(&self.small_table, entry.start, 2_048) {
            let Some(sector) = holder.get((small / per_sector) as usize) else { break };
            let place = ((u64::from(*sector) + 1) << self.sector_shift) + u64::from(small % per_sector) * 64;
            reader.seek(SeekFrom::Start(place)).map_err(failed)?;
            bytes.extend(fixed(&mut reader, 64).map_err(failed)?);
        }
        bytes.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Ok(Some(Stream::memory(bytes)))
    }
}

fn follow(table: &[u32], start: u32, cap: usize) -> Vec<u32> {
    let mut chain = Vec::new();
    let mut next = start;
    while next < FIRST_MARK && chain.len() < cap {
        chain.push(next);
        next = table.get(next as usize).copied().unwrap_or(FIRST_MARK);
    }
    chain
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|four| double_word(four, 0))
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(word(bytes, 64)?).checked_sub(2)?.min(62);
    let size = u64::from(double_word(bytes, 120)?);
    let name = utf16(bytes.get(..length)?);
    Some(Entry { name, kind: *bytes.get(66)?, start: double_word(bytes, 116)?, size })
}
