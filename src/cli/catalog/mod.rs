//! `capex catalog …`: the catalogues as a product of their own.

mod check;
mod diff;
mod list;
mod options;
mod search;
mod show;

use clap::Subcommand;

use super::{Console, Exit};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 列出目录：编号、文号、施行与失效、条数、依据
    List(list::Arguments),
    /// 显示一个目录的全部条目，或一个条目在各版目录中的写法
    Show(show::Arguments),
    /// 按文字查找条目：条文、键、出处、行业、来源
    Search(search::Arguments),
    /// 检查目录：格式、词条、条件、日期、例子，一次报出全部问题
    Check(check::Arguments),
    /// 比较两版目录：新增、不再列出、条文和条件的变化
    Diff(diff::Arguments),
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self.command {
            Command::List(arguments) => arguments.run(console),
            Command::Show(arguments) => arguments.run(console),
            Command::Search(arguments) => arguments.run(console),
            Command::Check(arguments) => arguments.run(console),
            Command::Diff(arguments) => arguments.run(console),
        }
    }
}
