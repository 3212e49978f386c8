//! The files that paths name: a folder stands for every workbook below it, in order of name.

use std::fs;
use std::io::Read;
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

/// Lists the surveys that paths name: in a folder, results that capex wrote are passed over, since a list of exceptions beside
/// its survey would be counted a second time. A file that is named itself is read whatever it is.
#[must_use]
pub fn list_surveys(paths: &[PathBuf]) -> Files {
    let mut found = list(paths);
    let named = |path: &PathBuf| paths.contains(path);
    let (results, files) = found.files.into_iter().partition(|path| !named(path) && is_result(path));
    found.files = files;
    let results: Vec<PathBuf> = results;
    found.skipped.extend(results.into_iter().map(|path| (path, "是 capex 写出的结果，不是摸底表".to_owned())));
    found
}

/// Whether capex wrote a file as a result: its workbooks carry the schema as a property, its pages name their generator, its
/// tables have its headings. An empty survey of `capex template` is none.
fn is_result(path: &Path) -> bool {
    let Ok(mut file) = fs::File::open(path) else { return false };
    let mut head = Vec::new();
    if (&mut file).take(HEAD_BYTES).read_to_end(&mut head).is_err() {
        return false;
    }
    if head.starts_with(b"PK") {
        let property = zip::ZipArchive::new(file).ok().and_then(|mut archive| {
            let mut text = String::new();
            archive.by_name("docProps/custom.xml").ok()?.take(HEAD_BYTES).read_to_string(&mut text).ok()?;
            Some(text)
        });
        return property.is_some_and(|text| text.contains(">capex."));
    }
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches('\u{feff}');
    head.contains("name=\"generator\" content=\"capex ") || head.starts_with("序号,记录编号,行判定,")
}

/// Bytes at the beginning of a file in which it says what wrote it.
const HEAD_BYTES: u64 = 4096;

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
