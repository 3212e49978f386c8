//! `capex catalog check`: every problem of the catalogues at once, with file, line and column.

use std::path::PathBuf;

use crate::catalog::{Library, lint};
use crate::cli::{Console, Exit};
use crate::matching::failing_examples;

use super::options::{Source, broken};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 目录文件夹；不写则检查内置目录
    #[arg(value_name = "文件夹")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let library = self.source.with(self.folder).parse()?;
        let mut problems = lint(&library);
        problems.extend(failing_examples(&library));
        problems.or(()).map_err(broken)?;
        console.data(|out| Ok(writeln!(out, "{}", said(&library))?))?;
        Ok(Exit::Clean)
    }
}

fn said(library: &Library) -> String {
    let entries = || library.editions.iter().flat_map(|edition| &edition.entries);
    format!(
        "没有问题：{} 个目录 {} 条，{} 个例子，词表 {} 个词条",
        library.editions.len(),
        entries().count(),
        entries().map(|entry| entry.examples.each().count()).sum::<usize>(),
        library.vocabulary.terms.len()
    )
}
