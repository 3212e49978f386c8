//! `capex opinions`: a written opinion of acceptance for each household, and the register of them.

use std::path::PathBuf;

use anyhow::Context;

use super::results::{ResultOptions, prefectures, warn_of_unread};
use super::{Console, Exit};
use crate::report::file;
use crate::summary::opinion::opinions;
use crate::summary::paper::write_docx;
use crate::summary::workbook;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    results: ResultOptions,
    /// 写到这个文件夹：一户一份 docx，另有 登记表.xlsx
    #[arg(long, short, value_name = "文件夹")]
    output: PathBuf,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let plan = self.results.plan()?;
        let inputs = self.results.inputs();
        let results = self.results.load(&plan, console)?;
        let Some((_, document)) = results.last() else { return Ok(Exit::Empty) };
        let (opinions, register) = opinions(document, &plan, &prefectures(&plan));
        std::fs::create_dir_all(&self.output).with_context(|| format!("不能建立文件夹 {}", self.output.display()))?;
        for (done, opinion) in opinions.iter().enumerate() {
            let path = self.output.join(format!("{}.docx", opinion.file));
            file::write_with(&path, &inputs, |out| write_docx(&opinion.paper, out))?;
            console.progress("已写验收意见书", done + 1, opinions.len());
        }
        console.progress_done();
        let path = self.output.join("登记表.xlsx");
        file::write_with(&path, &inputs, |out| workbook::write_single(&register, document.as_of, out))?;
        console.note(&format!("已写入 {} 份验收意见书和登记表：{}", opinions.len(), self.output.display()));
        Ok(if warn_of_unread(document, console) { Exit::Incomplete } else { Exit::Clean })
    }
}
