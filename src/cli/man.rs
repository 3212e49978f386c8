//! `capex man`: manual pages from the definition of the command line.

use std::path::PathBuf;

use anyhow::Context;
use clap_mangen::Man;

use super::{Console, Exit, chinese};
use crate::report::file::write_whole;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 写到这个文件夹，每个命令一页；不写则只把总页输出到屏幕
    #[arg(long, short, value_name = "文件夹")]
    output: Option<PathBuf>,
}

/// Section headings that clap_mangen writes, and their Chinese.
const HEADINGS: &[(&str, &str)] = &[
    (".SH NAME\n", ".SH 名称\n"),
    (".SH SYNOPSIS\n", ".SH 用法\n"),
    (".SH DESCRIPTION\n", ".SH 说明\n"),
    (".SH OPTIONS\n", ".SH 选项\n"),
    (".SH SUBCOMMANDS\n", ".SH 命令\n"),
    (".SH EXTRA\n", ".SH 补充\n"),
    (".SH VERSION\n", ".SH 版本\n"),
];

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let mut definition = super::definition();
        definition.build();
        let Some(folder) = self.output else {
            let page = page(&definition)?;
            console.data(|out| Ok(out.write_all(page.as_bytes())?))?;
            return Ok(Exit::Clean);
        };
        std::fs::create_dir_all(&folder).with_context(|| format!("不能建立文件夹 {}", folder.display()))?;
        let mut written = 0_usize;
        for command in below(&definition) {
            let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
            write_whole(&folder.join(format!("{name}.1")), &[], page(command)?.as_bytes())?;
            written += 1;
        }
        console.note(&format!("已写入 {} 页手册：{}", written, folder.display()));
        Ok(Exit::Clean)
    }
}

/// A command and all its subcommands.
fn below(command: &clap::Command) -> Vec<&clap::Command> {
    let mut all = vec![command];
    for child in command.get_subcommands() {
        all.extend(below(child));
    }
    all
}

fn page(command: &clap::Command) -> anyhow::Result<String> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    let page = chinese::translate(&String::from_utf8(page)?);
    Ok(HEADINGS.iter().fold(page, |page, (english, chinese)| page.replace(english, chinese)))
}
