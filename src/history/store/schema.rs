//! The tables of the ledger file and their versions.
//!
//! `PRAGMA user_version` holds 1000 × major + minor. A minor version only adds: older files are read as they are, and are
//! brought up to date when they are next written. Another major version is refused.

use anyhow::{Result, bail};
use rusqlite::Connection;

/// `PRAGMA application_id`: "capx". Tells a ledger from any other SQLite file.
const APPLICATION: i32 = 0x6361_7078;

/// Steps from nothing to the current version; each is one minor version.
pub(super) const STEPS: &[&str] = &[
    // 1.0
    "CREATE TABLE runs (
        month TEXT PRIMARY KEY,
        as_of TEXT NOT NULL,
        plan TEXT NOT NULL,
        digest TEXT NOT NULL,
        version TEXT NOT NULL,
        head TEXT NOT NULL
     ) STRICT;
     CREATE TABLE inputs (
        month TEXT NOT NULL REFERENCES runs (month) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        error TEXT,
        PRIMARY KEY (month, place)
     ) STRICT;
     CREATE TABLE identities (
        identity INTEGER PRIMARY KEY,
        enterprise TEXT NOT NULL,
        equipment TEXT NOT NULL
     ) STRICT;
     CREATE TABLE records (
        month TEXT NOT NULL REFERENCES runs (month) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        record TEXT NOT NULL,
        identity INTEGER NOT NULL REFERENCES identities (identity),
        enterprise TEXT NOT NULL,
        prefecture TEXT NOT NULL,
        county TEXT NOT NULL,
        sector TEXT NOT NULL,
        verdict TEXT NOT NULL,
        ended TEXT,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (month, place)
     ) STRICT;
     CREATE INDEX records_by_identity ON records (identity, month);
     CREATE TABLE findings (
        month TEXT NOT NULL REFERENCES runs (month) ON DELETE CASCADE,
        record INTEGER NOT NULL,
        item TEXT NOT NULL,
        catalog TEXT NOT NULL,
        entry TEXT NOT NULL,
        action TEXT NOT NULL,
        outcome TEXT NOT NULL
     ) STRICT;
     CREATE INDEX findings_by_entry ON findings (catalog, entry, month);
     CREATE TABLE dispositions (
        month TEXT NOT NULL REFERENCES runs (month) ON DELETE CASCADE,
        record INTEGER NOT NULL,
        measure TEXT,
        ordered_on TEXT,
        due_on TEXT,
        completed_on TEXT,
        result TEXT,
        copied_to TEXT,
        pricing TEXT,
        closed_on TEXT,
        accepted_on TEXT,
        opinion_no TEXT,
        PRIMARY KEY (month, record)
     ) STRICT;",
    // 1.1: exceptions by row, so that an enterprise's history shows them.
    "CREATE TABLE exceptions (
        month TEXT NOT NULL REFERENCES runs (month) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        exception TEXT NOT NULL,
        code TEXT NOT NULL,
        severity TEXT NOT NULL,
        record TEXT,
        message TEXT NOT NULL,
        PRIMARY KEY (month, place)
     ) STRICT;",
];

const MAJOR: i32 = 1;

/// The current minor version.
pub(super) fn current_minor() -> i32 {
    i32::try_from(STEPS.len()).unwrap_or(i32::MAX) - 1
}

/// The version of an open file: `None` for an empty file, else its minor version.
///
/// # Errors
/// The file is no ledger, or one of another major version.
pub(super) fn version(connection: &Connection) -> Result<Option<i32>> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i32>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(None);
    }
    if application != APPLICATION {
        bail!("不是 capex 的台账（是别的 SQLite 文件），请换一个文件名");
    }
    if version / 1000 != MAJOR {
        bail!("台账格式为 {}.{}，本程序只读 {MAJOR}.x，请用相应版本的 capex", version / 1000, version % 1000);
    }
    Ok(Some(version % 1000))
}

/// Brings an open file to the current version, inside the caller's transaction.
///
/// # Errors
/// The file is newer than this program, or SQLite refuses.
pub(super) fn migrate(connection: &Connection) -> Result<()> {
    let from = match version(connection)? {
        None => 0,
        Some(minor) if minor > current_minor() => {
            bail!("台账格式 {MAJOR}.{minor} 比本程序新（{MAJOR}.{}），只能读不能写，请升级 capex", current_minor())
        }
        Some(minor) => minor + 1,
    };
    for (minor, step) in STEPS.iter().enumerate().skip(usize::try_from(from).unwrap_or(0)) {
        connection.execute_batch(step)?;
        let version = MAJOR * 1000 + i32::try_from(minor).unwrap_or(i32::MAX);
        connection
            .execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version};"))?;
    }
    Ok(())
}
