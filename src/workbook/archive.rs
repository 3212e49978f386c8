//! The zip container of xlsx, xlsb and ods, with every inflated byte counted.
//!
//! Declared sizes belong to whoever wrote the file and are never believed. Part names are looked up without regard to
//! case, to a leading slash, and to the backslashes of some writers.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::error::ReadError;
use super::limits::Limits;
use super::source::{Handle, Source};

/// Bytes of the directory that one part may take; an honest one takes a tenth.
const DIRECTORY_ENTRY: u64 = 1_024;

/// An opened archive.
pub(super) struct Archive {
    zip: ZipArchive<Handle>,
    parts: BTreeMap<String, usize>,
    inflated: u64,
    cap: u64,
}

/// A buffered reader over one part.
pub(super) type PartReader<'a> = BufReader<Counting<'a, ZipFile<'a, Handle>>>;

impl Archive {
    pub(super) fn open(source: &Source, limits: &Limits) -> Result<Self, ReadError> {
        let broken =
            |detail: String| ReadError::truncated(format!("不完整的压缩容器（xlsx、ods 等都是 zip 包；{detail}）"));
        let handle = || source.reader().map_err(|error| broken(error.to_string()));
        if let Ok(directory) = declared_directory(&mut handle()?) {
            check_parts(directory.parts, limits)?;
            let cap = u64::from(limits.parts) * DIRECTORY_ENTRY;
            if directory.bytes > cap {
                let (flag, seen) = ("--limit-parts", directory.bytes);
                return Err(ReadError::over("limit-parts", flag, "目录字节数", cap, seen, "压缩包"));
            }
        }
        let zip = ZipArchive::new(handle()?).map_err(|error| broken(error.to_string()))?;
        check_parts(zip.len() as u64, limits)?;
        let mut parts = BTreeMap::new();
        for (index, raw) in zip.file_names_raw().enumerate() {
            let name = String::from_utf8_lossy(raw);
            parts.entry(part_key(&name)).or_insert(index);
        }
        Ok(Self { zip, parts, inflated: 0, cap: limits.inflated_bytes })
    }

    /// Whether the archive has a part.
    pub(super) fn has(&self, path: &str) -> bool {
        self.parts.contains_key(&part_key(path))
    }

    /// The paths of all parts, in lower case with forward slashes.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// A part, its bytes added to those of the archive; `None` if there is none.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<PartReader<'_>>, ReadError> {
        self.reader(path, true)
    }

    /// A part that was counted before.
    pub(super) fn part_again(&mut self, path: &str) -> Result<Option<PartReader<'_>>, ReadError> {
        self.reader(path, false)
    }

    /// The first bytes of a part as text; empty if there is none.
    pub(super) fn head_of(&mut self, path: &str, bytes: u64) -> Result<String, ReadError> {
        let mut head = Vec::new();
        if let Some(part) = self.part(path)? {
            let read = part.take(bytes).read_to_end(&mut head);
            read.map_err(|error| {
                ReadError::from_io(&error, |text| ReadError::damaged(format!("部件 {path} 解压失败（{text}）")))
            })?;
        }
        Ok(String::from_utf8_lossy(&head).into_owned())
    }

    fn reader(&mut self, path: &str, count: bool) -> Result<Option<PartReader<'_>>, ReadError> {
        let Some(index) = self.parts.get(&part_key(path)).copied() else {
            return Ok(None);
        };
        let inner = self.zip.by_index(index).map_err(|error| part_error(&error, path))?;
        let total = if count { Some(&mut self.inflated) } else { None };
        let counting = Counting { inner, total, own: 0, cap: self.cap, part: path.to_owned() };
        Ok(Some(BufReader::with_capacity(32 << 10, counting)))
    }
}

fn check_parts(seen: u64, limits: &Limits) -> Result<(), ReadError> {
    let cap = u64::from(limits.parts);
    if seen > cap {
        return Err(ReadError::over("limit-parts", "--limit-parts", "部件数", cap, seen, "压缩包"));
    }
    Ok(())
}

fn part_error(error: &ZipError, path: &str) -> ReadError {
    let text = error.to_string();
    if text.to_ascii_lowercase().contains("password") {
        return ReadError::new("file-encrypted", "加密的压缩包", "请先解除密码再报送");
    }
    ReadError::damaged(format!("部件 {path} 无法解压（{text}）"))
}

/// One spelling for a part's path.
fn part_key(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// What the end of the archive declares of its directory, read before anything is allocated for it.
struct Directory {
    parts: u64,
    /// Bytes from the directory's start to the end of the archive: names, comments and all.
    bytes: u64,
}

fn declared_directory(reader: &mut Handle) -> io::Result<Directory> {
    const END: u64 = 22;
    const COMMENT: u64 = 65_535;
    let length = reader.seek(SeekFrom::End(0))?;
    let start = length.saturating_sub(COMMENT + END + 20);
    reader.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    (&mut *reader).take(length - start).read_to_end(&mut tail)?;
    let number = |bytes: &[u8], at: usize, size: usize| -> u64 {
        let field = bytes.get(at..at + size).unwrap_or_default();
        field.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
    };
    let Some(at) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else {
        return Ok(Directory { parts: 0, bytes: 0 });
    };
    let end = tail.get(at..).unwrap_or_default();
    let (mut parts, mut from) = (number(end, 10, 2), number(end, 16, 4));
    let locator = at.checked_sub(20).and_then(|before| tail.get(before..at)).unwrap_or_default();
    if locator.starts_with(b"PK\x06\x07") {
        reader.seek(SeekFrom::Start(number(locator, 8, 8)))?;
        let mut record = Vec::new();
        (&mut *reader).take(56).read_to_end(&mut record)?;
        (parts, from) = (number(&record, 32, 8), number(&record, 48, 8));
    }
    Ok(Directory { parts, bytes: length.saturating_sub(from) })
}

/// Counts what a part inflates to and stops at the cap.
pub(super) struct Counting<'a, R> {
    inner: R,
    total: Option<&'a mut u64>,
    own: u64,
    cap: u64,
    part: String,
}

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.own += read as u64;
        let seen = match &mut self.total {
            Some(total) => {
                **total += read as u64;
                **total
            }
            None => self.own,
        };
        if seen > self.cap {
            let place = format!("压缩包（读到部件 {} 时）", self.part);
            let (flag, cap) = ("--limit-inflated-bytes", self.cap);
            return Err(ReadError::over("limit-inflated-bytes", flag, "解压后字节数", cap, seen, place).into_io());
        }
        Ok(read)
    }
}
