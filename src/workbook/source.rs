//! Where a workbook's bytes come from: a file, or memory (tests, fuzzing). Files are never read whole.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::error::ReadError;
use super::limits::Limits;

/// The bytes of one workbook, to be read any number of times.
#[derive(Debug)]
pub(super) struct Source {
    store: Store,
    /// The file's name as given.
    pub(super) name: String,
    /// Length in bytes.
    pub(super) length: u64,
    /// SHA-256 of the whole file, lower-case hexadecimal.
    pub(super) sha256: String,
}

#[derive(Debug)]
enum Store {
    File(File),
    Memory(Arc<[u8]>),
}

impl Source {
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let name = path.to_string_lossy().into_owned();
        let failed = |error: &io::Error| unreadable(error, path).in_file(&name);
        let file = File::open(path).map_err(|error| failed(&error))?;
        let facts = file.metadata().map_err(|error| failed(&error))?;
        if !facts.is_file() {
            let error = ReadError::new("file-not-found", "不是文件", "请给出工作簿文件的路径");
            return Err(error.in_file(&name));
        }
        let length = facts.len();
        let mut source = Self { store: Store::File(file), name: name.clone(), length, sha256: String::new() };
        source.check_length(limits)?;
        let mut digest = Sha256::new();
        let mut handle = source.reader().map_err(|error| failed(&error))?;
        loop {
            let chunk = handle.fill_buf().map_err(|error| failed(&error))?;
            if chunk.is_empty() {
                break;
            }
            digest.update(chunk);
            let read = chunk.len();
            handle.consume(read);
        }
        source.sha256 = hexadecimal(&digest.finalize());
        Ok(source)
    }

    pub(super) fn from_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Self, ReadError> {
        let sha256 = hexadecimal(&Sha256::digest(&bytes));
        let length = bytes.len() as u64;
        let source = Self { store: Store::Memory(Arc::from(bytes)), name: name.to_owned(), length, sha256 };
        source.check_length(limits)?;
        Ok(source)
    }

    fn check_length(&self, limits: &Limits) -> Result<(), ReadError> {
        if self.length == 0 {
            let error = ReadError::new("file-empty", "空文件（0 字节）", "请向报送单位重新索取文件");
            return Err(error.in_file(&self.name));
        }
        if self.length > limits.file_bytes {
            let (flag, cap) = ("--limit-file-bytes", limits.file_bytes);
            let error = ReadError::over("limit-file-bytes", flag, "字节数", cap, self.length, "文件");
            return Err(error.in_file(&self.name));
        }
        Ok(())
    }

    /// A reader at the first byte. Readers of one source share a position: use one at a time.
    pub(super) fn reader(&self) -> io::Result<Handle> {
        match &self.store {
            Store::File(file) => {
                let mut reader = BufReader::with_capacity(64 << 10, file.try_clone()?);
                reader.rewind()?;
                Ok(Handle::File(reader))
            }
            Store::Memory(bytes) => Ok(Handle::Memory(Cursor::new(Arc::clone(bytes)))),
        }
    }

    /// The first bytes, at most `count`.
    pub(super) fn head(&self, count: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.reader()?.take(count).read_to_end(&mut head)?;
        Ok(head)
    }

    /// The file's name without folders and suffix.
    pub(super) fn stem(&self) -> String {
        let path = Path::new(&self.name);
        path.file_stem().map_or_else(|| self.name.clone(), |stem| stem.to_string_lossy().into_owned())
    }

    /// The suffix of the file's name in lower case, empty if it has none.
    pub(super) fn suffix(&self) -> String {
        Path::new(&self.name).extension().map_or_else(String::new, |suffix| suffix.to_string_lossy().to_lowercase())
    }
}

fn unreadable(error: &io::Error, path: &Path) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::new("file-not-found", "文件不存在", "请检查路径"),
        io::ErrorKind::PermissionDenied => {
            ReadError::new("file-unreadable", "没有读取权限", "请检查文件权限，或关闭正在使用它的程序")
        }
        _ if path.is_dir() => ReadError::new("file-not-found", "是文件夹，不是文件", "请给出工作簿文件的路径"),
        _ => ReadError::new("file-unreadable", format!("读取失败（{error}）"), "请检查磁盘或网络后再试"),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A seekable, buffered reader over a [`Source`].
#[derive(Debug)]
pub(super) enum Handle {
    File(BufReader<File>),
    Memory(Cursor<Arc<[u8]>>),
}

impl Read for Handle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(reader) => reader.read(buffer),
            Self::Memory(reader) => reader.read(buffer),
        }
    }
}

impl BufRead for Handle {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::File(reader) => reader.fill_buf(),
            Self::Memory(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::File(reader) => reader.consume(amount),
            Self::Memory(reader) => reader.consume(amount),
        }
    }
}

impl Seek for Handle {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(reader) => reader.seek(position),
            Self::Memory(reader) => reader.seek(position),
        }
    }
}
