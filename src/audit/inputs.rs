//! The files that paths name: a folder stands for every workbook below it, in order of name.

use std::fs;
use std::path::{Path, PathBuf};

/// Suffixes of files that are taken from a folder. A file that is named itself is read whatever its suffix.
const SUFFIXES: [&str; 12] = ["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "tsv", "txt", "xltx", "html", "htm"];

/// The files to read, and what was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// Files in the order of the paths; within a folder by path.
    pub files: Vec<PathBuf>,
    /// Files and folders that were not read, each with the reason, in Chinese.
    pub skipped: Vec<(PathBuf, String)>,
    /// Paths that do not exist or folders that cannot be listed: an input that is missing.
    pub failed: Vec<(PathBuf, String)>,
}

/// Lists the files that paths name.
#[must_use]
pub fn list(paths: &[PathBuf]) -> Files {
    let mut found = Files::default();
    for path in paths {
        if path.is_dir() {
            folder(path, &mut found);
        } else {
            found.files.push(path.clone());
        }
    }
    found
}

fn folder(path: &Path, found: &mut Files) {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            found.failed.push((path.to_owned(), format!("文件夹打不开：{error}")));
            return;
        }
    };
    let mut below: Vec<PathBuf> = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => below.push(entry.path()),
            Err(error) => found.failed.push((path.to_owned(), format!("文件夹没有列全：{error}"))),
        }
    }
    below.sort();
    for path in below {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_symlink() && path.is_dir() {
            found.skipped.push((path, "是指向文件夹的链接".into()));
        } else if path.is_dir() {
            folder(&path, found);
        } else if name.starts_with("~$") || name.starts_with(".~") || name.starts_with('.') {
            found.skipped.push((path, "是临时文件或隐藏文件".into()));
        } else if is_workbook(&path) {
            found.files.push(path);
        } else {
            found.skipped.push((path, "不是表格文件".into()));
        }
    }
}

/// Whether a file has the suffix of a table.
#[must_use]
pub fn is_workbook(path: &Path) -> bool {
    path.extension()
        .and_then(|suffix| suffix.to_str())
        .is_some_and(|suffix| SUFFIXES.iter().any(|known| suffix.eq_ignore_ascii_case(known)))
}
