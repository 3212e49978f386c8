//! `capex plan …`: the work plan, and where the year stands.

mod init;
mod show;
mod status;

use clap::Subcommand;

use super::{Console, Exit};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 显示工作方案：阶段、期限、报送、执法和验收要求
    Show(show::Arguments),
    /// 某一天的进度：哪些阶段到期，哪些州市县区报送了，逾期多少天
    Status(Box<status::Arguments>),
    /// 写一份带注释的工作方案样例，供另一省或另一年修改
    Init(init::Arguments),
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self.command {
            Command::Show(arguments) => arguments.run(console),
            Command::Status(arguments) => arguments.run(console),
            Command::Init(arguments) => arguments.run(console),
        }
    }
}
