//! `capex catalog check`: every problem of the catalogues at once, with file, line and column.

use std::path::PathBuf;

use crate::catalog::Library;
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
        let library = self.source.with(self.folder).load()?;
        let failing = failing_examples(&library);
        if !failing.is_empty() {
            return Err(broken(failing));
        }
        console.data(|out| Ok(writeln!(out, "{}", said(&library))?))?;
        Ok(Exit::Clean)
    }
}

fn said(library: &Library) -> String {
    let entries: usize = library.editions.iter().map(|edition| edition.entries.len()).sum();
    format!("没有问题：{} 个目录 {entries} 条，词表 {} 个词条", library.editions.len(), library.vocabulary.terms.len())
}
