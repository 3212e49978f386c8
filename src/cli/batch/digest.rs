//! What a month is made from, in one digest: the same digest, the same result.

use std::env;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::cli::options::{JudgeOptions, ReadOptions, WarnOptions};
use crate::plan::Plan;

/// The digest of files (names and bytes), plan, day, catalogues, waivers, flags and program. A file that cannot be read counts with
/// its reason, so that the month is done again once it can be.
pub(super) fn digest(
    files: &[(String, PathBuf)],
    plan: &Plan,
    judge: &JudgeOptions,
    warn: WarnOptions,
    read: &ReadOptions,
) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    let mut feed = |part: &[u8]| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    // Not its version alone: catalogues, words and divisions are compiled in and may be edited between two releases.
    feed(&env::current_exe().map(|program| file(&program)).unwrap_or_default());
    feed(env!("CARGO_PKG_VERSION").as_bytes());
    feed(&serde_json::to_vec(plan)?);
    feed(judge.day().to_string().as_bytes());
    let flags = (&judge.only, &judge.actions, judge.confirmed_only, warn.within, read.limits());
    feed(format!("{flags:?}").as_bytes());
    let folder =
        judge.catalogs.iter().flat_map(|folder| folder.read_dir()).flatten().flatten().map(|entry| entry.path());
    let mut more: Vec<PathBuf> =
        folder.filter(|path| path.is_file()).chain(read.mapping.clone()).chain(judge.waivers.clone()).collect();
    more.sort();
    for path in &more {
        feed(path.file_name().unwrap_or_default().to_string_lossy().as_bytes());
        feed(&file(path));
    }
    for (name, path) in files {
        feed(name.as_bytes());
        feed(&file(path));
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn file(path: &Path) -> Vec<u8> {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0_u8; 1 << 16];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                return Ok(hash.finalize().to_vec());
            }
            hash.update(buffer.get(..count).unwrap_or_default());
        }
    };
    read().unwrap_or_else(|error| error.to_string().into_bytes())
}
