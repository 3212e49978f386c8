//! `--questions` and `--answers`: what a county must say, out to it and back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::Console;
use crate::audit::{Answers, Document, list_files};
use crate::catalog::Vocabulary;
use crate::report::{file, questions};
use crate::workbook::Limits;

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "请县里核实")]
pub(super) struct QuestionOptions {
    /// 把要县里回答的问题写进这个文件夹，每个县市区一个工作簿
    #[arg(long, value_name = "文件夹")]
    questions: Option<PathBuf>,
    /// 问题工作簿按什么分：county 县市区、prefecture 州市
    #[arg(long, value_enum, default_value_t, value_name = "级别", hide_possible_values = true, requires = "questions")]
    by: By,
    /// 县里填好交回的问题工作簿（文件夹或一个文件），按答复判定
    #[arg(long, value_name = "文件夹")]
    answers: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum By {
    #[default]
    County,
    Prefecture,
}

impl QuestionOptions {
    /// Whether questions or answers are asked for; both need the whole result.
    pub(super) fn wanted(&self) -> bool {
        self.questions.is_some() || self.answers.is_some()
    }

    /// The workbooks of `--answers`.
    pub(super) fn answer_files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let Some(path) = &self.answers else { return Ok(Vec::new()) };
        let found = list_files(std::slice::from_ref(path));
        if let Some((path, why)) = found.failed.first() {
            bail!("答复 {} 读不出来：{why}", path.display());
        }
        if found.files.is_empty() {
            bail!("答复文件夹 {} 里没有工作簿，请放入县里交回的文件", path.display());
        }
        Ok(found.files)
    }

    /// Writes a workbook for each division that has questions, and says how many answers of the last round were taken.
    pub(super) fn write(
        &self,
        document: &Document,
        vocabulary: &Vocabulary,
        inputs: &[PathBuf],
        limits: &Limits,
        console: &Console,
    ) -> anyhow::Result<()> {
        if self.answers.is_some() {
            let count = |code: &str| document.exceptions.iter().filter(|exception| exception.code == code).count();
            console.note(&format!(
                "答复：采用 {}，未答 {}，看不懂 {}，互相矛盾 {}，编号不认识 {}，采用后仍不能判定 {}",
                count("answer-applied"),
                count("answer-open"),
                count("answer-not-understood"),
                count("answer-contradictory"),
                count("answer-unknown"),
                count("answer-unsettled"),
            ));
        }
        let Some(folder) = &self.questions else { return Ok(()) };
        std::fs::create_dir_all(folder).with_context(|| format!("不能建立文件夹 {}", folder.display()))?;
        let inquiries = document.inquiries(vocabulary, self.by == By::Prefecture);
        let mut names = BTreeSet::new();
        let mut targets = Vec::new();
        for inquiry in &inquiries {
            let path = folder.join(file_name(&inquiry.division, &mut names));
            refuse_filled(&path, limits)?;
            targets.push((inquiry, path));
        }
        for (inquiry, path) in &targets {
            file::write_with(path, inputs, |out| questions::write(document, inquiry, out))?;
            console.note(&format!("已写入 {}（{} 个问题）", path.display(), inquiry.questions.len()));
        }
        if targets.is_empty() {
            console.note("没有要县里回答的问题，没有写问题工作簿");
        }
        Ok(())
    }
}

/// Reads the answers.
pub(super) fn answers(files: &[PathBuf], limits: &Limits) -> anyhow::Result<Answers> {
    Answers::read(files, limits)
        .map_err(|problems| anyhow::anyhow!("答复有 {} 个文件读不出来\n{}", problems.len(), problems.join("\n")))
}

/// Work that somebody has put into a workbook of questions is not written over.
fn refuse_filled(path: &Path, limits: &Limits) -> anyhow::Result<()> {
    let filled = path.exists() && Answers::read(&[path.to_owned()], limits).is_ok_and(|answers| answers.any_filled());
    if filled {
        bail!("{} 里已有填好的答复，不覆盖；请先移走，或另写一个文件夹", path.display());
    }
    Ok(())
}

/// A file name for a division: letters, figures and Chinese characters only, and none twice however case is treated.
fn file_name(division: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String = division.chars().filter(|c| c.is_alphanumeric()).take(40).collect();
    let stem = if clean.is_empty() { "未写州市县".to_owned() } else { clean };
    let mut name = format!("{stem}.xlsx");
    let mut number = 1u32;
    while !taken.insert(name.to_lowercase()) {
        number += 1;
        name = format!("{stem}-{number}.xlsx");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_never_names_a_path() {
        let mut taken = BTreeSet::new();
        assert_eq!(file_name("../../etc/甲:乙", &mut taken), "etc甲乙.xlsx");
        assert_eq!(file_name("ETC甲乙", &mut taken), "ETC甲乙-2.xlsx");
        assert_eq!(file_name("", &mut taken), "未写州市县.xlsx");
    }
}
