//! The binary as a user runs it: its command line, its exit code, its two streams; small workbooks to run it on.
#![allow(dead_code, reason = "each test target uses its part")]
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use tempfile::TempDir;

/// The day on which the tests audit.
pub const DAY: &str = "2019-06-30";

/// The heading of the small workbooks.
pub const HEADING: [&str; 8] =
    ["企业名称", "州市", "县市区", "所属行业", "设备名称", "规格型号", "数量", "产能（万吨/年）"];

/// Lines of small workbooks, by their verdict.
pub const CLEAR: [&str; 8] = ["甲厂", "曲靖市", "麒麟区", "钢铁", "转炉", "120t", "2", "240"];
pub const HIT: [&str; 8] = ["乙厂", "曲靖市", "沾益区", "钢铁", "炼铁高炉", "380m³", "1", "45"];
pub const BANNED: [&str; 8] = ["丙厂", "曲靖市", "富源县", "钢铁", "高炉炉身煤气取样机", "", "1", ""];
pub const RESTRICTED: [&str; 8] = ["丁厂", "曲靖市", "宣威市", "钢铁", "转炉", "50t", "1", "50"];
pub const OPEN: [&str; 8] = ["戊厂", "曲靖市", "宣威市", "钢铁", "炼铁高炉", "", "1", "45"];
pub const NAMELESS: [&str; 8] = ["", "", "", "", "", "", "2", "30"];

/// How a run ended.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// stdout as one JSON document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("one JSON document on stdout")
    }

    /// stdout as JSON, one value a line.
    pub fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("one JSON value a line")).collect()
    }
}

/// A folder that the binary runs in.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, content).expect("written");
        path
    }

    /// Writes a workbook of one sheet: the heading and these lines.
    pub fn workbook(&self, name: &str, lines: &[[&str; 8]]) -> PathBuf {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, line) in (0..).zip(std::iter::once(&HEADING).chain(lines)) {
            for (column, text) in (0..).zip(line.iter()) {
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).expect("written"),
                    Err(_) if text.is_empty() => continue,
                    Err(_) => sheet.write_string(row, column, *text).expect("written"),
                };
            }
        }
        self.write(name, workbook.save_to_buffer().expect("a workbook"))
    }

    /// Names of everything in the folder, hidden files too.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs the binary in this folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    /// Runs the binary in this folder with something on stdin.
    pub fn run_with(&self, arguments: &[&str], stdin: &str) -> Run {
        capex(self.folder.path(), arguments, stdin)
    }

    /// Audits in this folder as of [`DAY`].
    pub fn audit(&self, arguments: &[&str]) -> Run {
        self.run(&[&["audit", "--as-of", DAY], arguments].concat())
    }
}

/// Runs the binary in a folder, as on no terminal: 80 columns.
pub fn capex(folder: &Path, arguments: &[&str], stdin: &str) -> Run {
    capex_as_wide_as(80, folder, arguments, stdin)
}

/// Runs the binary in a folder, as on a terminal of so many columns.
pub fn capex_as_wide_as(columns: u16, folder: &Path, arguments: &[&str], stdin: &str) -> Run {
    let output = Command::cargo_bin("capex")
        .expect("the binary")
        .current_dir(folder)
        .env("COLUMNS", columns.to_string())
        .env("NO_COLOR", "1")
        .args(arguments)
        .write_stdin(stdin)
        .output()
        .expect("the binary runs");
    Run {
        code: output.status.code().expect("an exit code, not a signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
    }
}

/// The keys of a JSON object, sorted.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
