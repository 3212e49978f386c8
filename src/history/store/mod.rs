//! The ledger 台账: one SQLite file that remembers every month.
//!
//! A month is written in one transaction; writing it again replaces it. A program that is killed at any moment leaves the
//! last good state, two programs at once wait for each other. Nothing but [`Store::write_month`] changes the file.

mod check;
mod read;
mod schema;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags};

pub use read::{HistoryLine, MonthRun};
pub use write::Written;
pub(super) use write::add_exceptions;

/// How long to wait for another program that writes.
const WAIT: Duration = Duration::from_secs(30);

/// An open ledger.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    minor: i32,
}

impl Store {
    /// Opens a ledger for writing; makes it if the file does not exist. An older one is brought up to date by the first
    /// month written, not by opening.
    ///
    /// # Errors
    /// The file cannot be opened, is no ledger, or is newer than this program.
    pub fn open_for_writing(path: &Path) -> Result<Self> {
        Self::open(path, true, WAIT)
    }

    /// As [`Store::open_for_writing`], waiting for another program only so long.
    ///
    /// # Errors
    /// As there.
    pub fn open_for_writing_within(path: &Path, wait: Duration) -> Result<Self> {
        Self::open(path, true, wait)
    }

    /// Opens a ledger for reading. Older minor versions are read as they are.
    ///
    /// # Errors
    /// The file does not exist, cannot be opened, or is no ledger.
    pub fn open_for_reading(path: &Path) -> Result<Self> {
        if !path.exists() {
            bail!("没有这个台账：{}；先用 capex batch … --ledger 建立", path.display());
        }
        Self::open(path, false, WAIT)
    }

    fn open(path: &Path, write: bool, wait: Duration) -> Result<Self> {
        let name = path.display().to_string();
        // A reader may still have to roll back what a killed writer left, so it opens the file for writing where it can;
        // `query_only` keeps it from changing anything else.
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if write {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connection = Connection::open_with_flags(path, flags)
            .or_else(|error| {
                if write { Err(error) } else { Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY) }
            })
            .with_context(|| format!("打不开台账 {name}"))?;
        connection.busy_timeout(wait).with_context(|| format!("打不开台账 {name}"))?;
        let minor = (|| {
            connection.execute_batch("PRAGMA foreign_keys = ON;")?;
            if !write {
                connection.execute_batch("PRAGMA query_only = ON;")?;
            }
            schema::version(&connection)
        })()
        .map_err(explain)
        .with_context(|| format!("台账 {name}"))?;
        if minor.is_none() && !write {
            bail!("台账 {name} 是空的；先用 capex batch … --ledger 写入一个月");
        }
        Ok(Self { connection, path: path.to_path_buf(), minor: minor.unwrap_or(-1) })
    }

    /// Adds the file's name to an error, and says what a busy file means.
    fn named<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(explain).with_context(|| format!("台账 {}", self.path.display()))
    }

    /// Whether the file has the table of exceptions, which minor version 1 added.
    fn has_exceptions(&self) -> bool {
        self.minor >= 1
    }

    /// Whether nothing has ever been written.
    fn is_empty(&self) -> bool {
        self.minor < 0
    }
}

/// Says what SQLite's most frequent refusals mean.
fn explain(error: anyhow::Error) -> anyhow::Error {
    use rusqlite::ErrorCode;
    let code = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    let meaning = match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "另一个程序正在写这个台账，等候超时；等它结束后重试"
        }
        Some(ErrorCode::NotADatabase) => "不是 SQLite 文件，请检查文件名",
        Some(ErrorCode::DatabaseCorrupt) => "文件已损坏，请从备份恢复",
        Some(ErrorCode::ReadOnly) => "文件或所在文件夹不可写",
        Some(ErrorCode::DiskFull) => "磁盘已满",
        _ => return error,
    };
    error.context(meaning)
}

#[cfg(test)]
mod tests;
