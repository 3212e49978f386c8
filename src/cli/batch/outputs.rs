//! The files of a month.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};

use crate::audit::Document;
use crate::cli::{Console, diff as diff_command};
use crate::history::{self, Month};
use crate::plan::Plan;
use crate::report::view::View;
use crate::report::{file, json, workbook as exceptions_workbook};
use crate::summary::comparison::comparison;
use crate::summary::monthly::monthly;
use crate::summary::paper::{write_docx, write_markdown};
use crate::summary::workbook as tables_workbook;

const WHOLE: &str = "异常清单.xlsx";
const RESULT: &str = "结果.json";
const REPORT: [&str; 2] = ["月报.md", "月报.docx"];
const COMPARISON: [&str; 3] = ["与上月对比.xlsx", "与上月对比.json", "与上月对比.md"];
const BY_PREFECTURE: &str = "分州市";

/// Whether every file that a month always has is there.
pub(super) fn are_there(folder: &Path, document: &Document) -> bool {
    let fixed = [WHOLE, RESULT].into_iter().chain(REPORT).map(|name| folder.join(name));
    let prefectures = document.prefectures();
    let names = prefectures.iter().map(|name| prefecture_file(folder, name));
    fixed.chain(names).all(|path| path.is_file())
}

/// Writes the files of a month; how many.
pub(super) fn write(
    folder: &Path,
    month: Month,
    document: &Document,
    before: Option<&(Month, Document)>,
    plan: &Plan,
    console: &Console,
) -> anyhow::Result<usize> {
    let prefectures = document.prefectures();
    let all = 4 + prefectures.len() + if before.is_some() { COMPARISON.len() } else { 0 };
    let mut done = 0;
    let mut tick = || {
        done += 1;
        console.progress("已写结果", done, all);
    };
    file::write_with(&folder.join(RESULT), &[], |out| Ok(json::document(document, out)?))?;
    tick();
    file::write_with(&folder.join(WHOLE), &[], |out| exceptions_workbook::write(&View::new(document), out))?;
    tick();
    let below = folder.join(BY_PREFECTURE);
    if !prefectures.is_empty() {
        std::fs::create_dir_all(&below).with_context(|| format!("不能建立文件夹 {}", below.display()))?;
    }
    for prefecture in &prefectures {
        let part = document.of_prefecture(prefecture);
        file::write_with(&prefecture_file(folder, prefecture), &[], |out| {
            exceptions_workbook::write(&View::new(&part), out)
        })?;
        tick();
    }
    let diff = before.map(|(month, before)| (month, history::diff(before, document, plan)));
    if let Some((_, diff)) = &diff {
        for name in COMPARISON {
            file::write_with(&folder.join(name), &[], |out| match name.rsplit('.').next() {
                Some("json") => Ok(out.write_all(diff_command::json(diff)?.as_bytes())?),
                Some("md") => Ok(out.write_all(diff_command::markdown(diff).as_bytes())?),
                _ => tables_workbook::write_single(&comparison(diff), document.as_of, out),
            })?;
            tick();
        }
    } else {
        // What an earlier run compared with a month that the ledger no longer has would mislead.
        for name in COMPARISON {
            let _ = std::fs::remove_file(folder.join(name));
        }
    }
    let paper = monthly(
        month,
        document,
        diff.as_ref().map(|(month, diff)| (*month, diff)),
        plan,
        &crate::cli::results::prefectures(plan),
    );
    file::write_whole(&folder.join(REPORT[0]), &[], write_markdown(&paper).as_bytes())?;
    tick();
    file::write_with(&folder.join(REPORT[1]), &[], |out| write_docx(&paper, out))?;
    tick();
    console.progress_done();
    Ok(done)
}

/// The file of a prefecture. A name that a file cannot bear as it is gets a digest, so that no two share a file.
fn prefecture_file(folder: &Path, prefecture: &str) -> PathBuf {
    let forbidden = |c: char| "\\/:*?\"<>|".contains(c) || c.is_control();
    let mut name: String = prefecture.chars().filter(|c| !forbidden(*c)).take(40).collect();
    if name != prefecture || name.starts_with('.') {
        let digest = Sha256::digest(prefecture.as_bytes());
        let hex: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        name = format!("州市{name}-{hex}");
    }
    folder.join(BY_PREFECTURE).join(format!("{name}.xlsx"))
}
