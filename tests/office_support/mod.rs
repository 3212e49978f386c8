//! A workbook as an office treats it: filled in, and saved again by a program that is not ours.
#![allow(dead_code, reason = "each test target uses its part")]
#![allow(clippy::expect_used, clippy::print_stderr, reason = "a test that cannot be set up has failed")]

use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Workbook};

/// A sheet as a grid of words, with the row of its headings.
pub struct Sheet {
    pub rows: Vec<Vec<String>>,
    pub head: usize,
}

impl Sheet {
    /// Reads the sheet whose headings include `heading`.
    pub fn read(path: &Path, name: &str, heading: &str) -> Self {
        let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
        let range = workbook.worksheet_range(name).expect("the sheet");
        let (end, width) = range.end().map_or((0, 0), |(row, column)| (row, column));
        let rows: Vec<Vec<String>> =
            (0..=end).map(|row| (0..=width).map(|column| words(range.get_value((row, column)))).collect()).collect();
        let head = rows.iter().position(|row| row.iter().any(|cell| cell == heading)).expect("the headings");
        Self { rows, head }
    }

    /// The column under a heading.
    pub fn column(&self, heading: &str) -> usize {
        self.rows[self.head].iter().position(|cell| cell == heading).expect(heading)
    }

    /// The first row below the headings that has these words somewhere.
    pub fn row(&self, words: &str) -> usize {
        let mut below = self.rows.iter().skip(self.head + 1);
        below.position(|row| row.iter().any(|cell| cell.contains(words))).expect(words) + self.head + 1
    }

    /// Fills in cells of a row.
    pub fn fill(&mut self, row: usize, cells: &[(&str, &str)]) {
        for (heading, text) in cells {
            let column = self.column(heading);
            self.rows[row][column] = (*text).to_owned();
        }
    }

    /// The sheet as another program may save it: lines below the headings in reverse, dates as dates, no formats, and a sheet
    /// of notes before it.
    pub fn save(&self, name: &str, to: &Path) {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_string(0, 0, "办公室记事").expect("written");
        let day = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d");
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).expect("a name");
        let (top, below) = self.rows.split_at(self.head + 1);
        for (row, cells) in (0..).zip(top.iter().chain(below.iter().rev())) {
            for (column, text) in (0..).zip(cells) {
                match text.parse::<chrono::NaiveDate>() {
                    Ok(_) => {
                        let date = ExcelDateTime::parse_from_str(text).expect("a date");
                        sheet.write_date_with_format(row, column, date, &day).expect("written")
                    }
                    Err(_) if text.is_empty() => continue,
                    Err(_) => sheet.write_string(row, column, text).expect("written"),
                };
            }
        }
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        workbook.save(to).expect("saved");
    }
}

fn words(cell: Option<&Data>) -> String {
    match cell {
        None | Some(Data::Empty) => String::new(),
        Some(Data::DateTime(date)) => {
            // A day number of the 1900 date system, as ISO.
            let days = chrono::Days::new(date.as_f64() as u64);
            (chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day") + days).to_string()
        }
        Some(other) => other.to_string(),
    }
}

/// Saves a workbook again with LibreOffice, in the form of `suffix`. `None`, said on stderr, where it is not installed.
pub fn libreoffice(path: &Path, suffix: &str, folder: &Path) -> Option<PathBuf> {
    let program = ["soffice", "libreoffice"]
        .into_iter()
        .find(|program| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success()));
    let Some(program) = program else {
        eprintln!("skipped: LibreOffice is not installed, nothing is saved again by it");
        return None;
    };
    let profile = tempfile::tempdir().expect("a folder");
    let output = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--convert-to", suffix, "--outdir"])
        .arg(folder)
        .arg(path)
        .output()
        .expect("LibreOffice runs");
    let saved = folder.join(path.file_name().expect("a name")).with_extension(suffix);
    assert!(saved.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(saved)
}
