//! Flags that the catalogue commands share.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::audit::{Document, Files};
use crate::catalog::{Edition, Library};
pub(super) use crate::cli::options::Form;
use crate::cli::options::{JudgeOptions, ReadOptions, day};
use crate::cli::{Console, Exit};
use crate::yaml::{Problems, nearest};

/// Which catalogues.
#[derive(Debug, Clone, Args)]
pub(super) struct Source {
    /// 目录文件夹：替换或补充内置目录（可多次）
    #[arg(long, value_name = "文件夹")]
    catalogs: Vec<PathBuf>,
    /// 只用 --catalogs 的文件夹，不带内置目录
    #[arg(long)]
    alone: bool,
}

impl Source {
    /// Reads them.
    pub(super) fn load(&self) -> anyhow::Result<Library> {
        let read = if self.alone { Library::alone } else { Library::load };
        read(&self.catalogs).map_err(broken)
    }

    /// Reads them with the place of everything.
    pub(super) fn parse(&self) -> anyhow::Result<Library> {
        let read = if self.alone { Library::alone } else { Library::parsed };
        read(&self.catalogs).map_err(broken)
    }

    /// Adds a folder.
    pub(super) fn with(mut self, folder: Option<PathBuf>) -> Self {
        self.catalogs.extend(folder);
        self
    }
}

/// The problems of the files as one error.
pub(super) fn broken(problems: Problems) -> anyhow::Error {
    anyhow::anyhow!("目录文件有 {} 处错误\n{problems}", problems.len())
}

/// As of which day.
#[derive(Debug, Clone, Args)]
pub(super) struct AsOf {
    /// 按哪一天，如 2019-06-30；不写为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    as_of: Option<NaiveDate>,
}

impl AsOf {
    /// The day.
    pub(super) fn day(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| chrono::Local::now().date_naive())
    }
}

/// In which form.
#[derive(Debug, Clone, Args)]
pub(super) struct Format {
    /// 输出形式：table 表格、json
    #[arg(long, value_name = "形式", value_enum, default_value_t, hide_possible_values = true)]
    pub(super) format: Form,
}

/// A survey to judge, and how.
#[derive(Debug, Clone, Args)]
pub(super) struct Survey {
    /// 摸底表文件，或装着它们的文件夹
    #[arg(value_name = "文件或文件夹", required = true)]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) judge: JudgeOptions,
    #[command(flatten)]
    pub(super) read: ReadOptions,
}

/// The edition of an id, or an error that names the nearest ones.
pub(super) fn edition<'a>(library: &'a Library, id: &str) -> anyhow::Result<&'a Edition> {
    if let Some(edition) = library.edition(id) {
        return Ok(edition);
    }
    let ids = || library.editions.iter().map(|edition| edition.id.as_str());
    match nearest(id, ids()) {
        Some(near) => anyhow::bail!("没有编号为“{id}”的目录，是不是“{near}”"),
        None => anyhow::bail!("没有编号为“{id}”的目录，有：{}", ids().collect::<Vec<_>>().join("、")),
    }
}

/// A value as indented JSON with a line break at the end.
pub(super) fn json(value: &impl serde::Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Tells what could not be read. A survey that was not read whole has not been looked at whole.
pub(super) fn read_to_the_end(document: &Document, files: &Files, console: &Console) -> Exit {
    for (path, reason) in files.failed.iter().chain(&files.skipped) {
        console.warn(&format!("没有读 {}：{reason}", path.display()));
    }
    let errors = document.inputs.iter().filter_map(|input| Some((&input.file, input.error.as_ref()?)));
    let mut incomplete = !files.failed.is_empty();
    for (file, error) in errors {
        console.warn(&format!("{file} 没有读全：{error}"));
        incomplete = true;
    }
    if incomplete || document.ledger.not_understood > 0 {
        Exit::Incomplete
    } else if document.ledger.records == 0 {
        console.warn("没有找到设备行");
        Exit::Empty
    } else {
        Exit::Clean
    }
}
