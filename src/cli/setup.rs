//! From flags to what the rooms below work with: the plan, the reader, the auditor.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Context;

use super::Console;
use super::options::{JudgeOptions, ReadOptions, WarnOptions};
use crate::audit::{self, Answers, Auditor, Document, Setup, Waivers};
use crate::catalog::Library;
use crate::plan::{self, Plan};
use crate::survey::Reader;
use crate::workbook::Limits;
use crate::yaml::Problem;

/// The plan that `--plan` names.
pub(super) fn plan(id_or_file: &str) -> anyhow::Result<Plan> {
    plan::find(id_or_file).map_err(|problems| broken("工作方案", &problems))
}

/// The auditor that the flags ask for.
pub(super) fn auditor(judge: &JudgeOptions, read: &ReadOptions, explain: bool) -> anyhow::Result<Auditor> {
    auditor_with(judge, read, Wanted { explain, ..Wanted::default() })
}

/// What is wanted of an audit besides its verdicts, and what it goes by besides the survey.
#[derive(Default)]
pub(super) struct Wanted {
    /// Near misses.
    pub(super) explain: bool,
    /// How each item was read and each rule tried.
    pub(super) trace: bool,
    /// Warnings of what falls due.
    pub(super) warn: WarnOptions,
    /// What counties have answered.
    pub(super) answers: Answers,
}

/// [`auditor`] with more.
pub(super) fn auditor_with(judge: &JudgeOptions, read: &ReadOptions, wanted: Wanted) -> anyhow::Result<Auditor> {
    let plan = plan(&judge.plan)?;
    // The dictionary of headings and the catalogues are read beside one another: the dictionary takes longer.
    let (library, reader) = thread::scope(|scope| {
        let reader = scope.spawn(|| reader(read));
        (library(judge), reader.join())
    });
    let setup = Setup {
        library: library?,
        plan,
        as_of: judge.day(),
        only: judge.only.clone(),
        actions: judge.actions(),
        confirmed_only: judge.confirmed_only,
        within: wanted.warn.within,
        explain: wanted.explain,
        trace: wanted.trace,
        reader: reader.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
        limits: read.limits(),
        waivers: waivers(judge, &read.limits())?,
        answers: wanted.answers,
    };
    Auditor::new(setup).context("目录选择有误")
}

/// The waivers of `--waivers`: a YAML file, or a workbook whose sheet 复核意见 was filled in.
fn waivers(judge: &JudgeOptions, limits: &Limits) -> anyhow::Result<Waivers> {
    let Some(path) = &judge.waivers else { return Ok(Waivers::default()) };
    if audit::is_workbook(path) && path.extension().is_none_or(|suffix| suffix != "txt") {
        return Waivers::read_workbook(&name(path), path, limits).map_err(|problems| broken("复核意见", &problems));
    }
    let text = std::fs::read_to_string(path).with_context(|| {
        format!("复核意见文件 {} 读不出来，应是 UTF-8 的 YAML，或填好“复核意见”表的工作簿（.xlsx）", path.display())
    })?;
    Waivers::read(&name(path), &text).map_err(|problems| broken("复核意见", &problems))
}

/// The catalogues compiled in, with the folders of `--catalogs` put over them.
pub(super) fn library(judge: &JudgeOptions) -> anyhow::Result<Library> {
    Library::load(&judge.catalogs)
        .map_err(|problems| anyhow::anyhow!("目录文件有 {} 处错误\n{problems}", problems.len()))
}

/// Audits files, several at once, and tells how far it is on a terminal.
pub(super) fn audit(auditor: Auditor, files: &[(String, PathBuf)], read: &ReadOptions, console: &Console) -> Document {
    let document = audit::run_named(auditor, files, threads(read), &mut |done| {
        console.progress("已读文件", done, files.len());
    });
    console.progress_done();
    document
}

/// How many files are read at once.
pub(super) fn threads(read: &ReadOptions) -> NonZeroUsize {
    read.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// Files under the names they were given by.
pub(super) fn as_given(files: &[PathBuf]) -> Vec<(String, PathBuf)> {
    files.iter().map(|file| (file.to_string_lossy().into_owned(), file.clone())).collect()
}

/// The reader, with what `--mapping` says of sheets and columns.
pub(super) fn reader(read: &ReadOptions) -> anyhow::Result<Reader> {
    let reader = Reader::built_in();
    let reader = match &read.mapping {
        None => reader,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("栏目对照文件 {} 读不出来，应是 UTF-8 的 YAML", path.display()))?;
            reader.and_then(|reader| reader.with_mapping(&name(path), &text))
        }
    };
    reader.map_err(|problems| broken("栏目对照", &problems))
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

/// The problems of a file as one error.
pub(super) fn broken(what: &str, problems: &[Problem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("{what}有 {} 处错误\n{}", problems.len(), lines.join("\n"))
}
