//! `capex catalog …`: the catalogues as a product of their own.

mod check;
mod compile;
mod coverage;
mod diff;
mod draft;
mod impact;
mod import;
mod list;
mod options;
mod schema;
mod search;
mod show;
mod verify;

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
    /// 换一版目录，这份摸底表的哪些结果会变，为什么
    Impact(impact::Arguments),
    /// 这份摸底表查得了哪些条目：哪些适用、哪些缺数据、哪些没有问到
    Coverage(coverage::Arguments),
    /// 输出目录文件的格式说明（JSON Schema），供编辑器补全和检查
    Schema(schema::Arguments),
    /// 内置目录的预编译形式（改动目录后写入 catalogs/compiled.jsonl，开发用）
    #[command(hide = true)]
    Compile(compile::Arguments),
    /// 从官方表格（xlsx、csv、docx）起草一个新目录
    Import(import::Arguments),
    /// 记下一个条目已与官方印本核对：哪天、何处、条文如何
    Verify(verify::Arguments),
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self.command {
            Command::List(arguments) => arguments.run(console),
            Command::Show(arguments) => arguments.run(console),
            Command::Search(arguments) => arguments.run(console),
            Command::Check(arguments) => arguments.run(console),
            Command::Diff(arguments) => arguments.run(console),
            Command::Impact(arguments) => arguments.run(console),
            Command::Coverage(arguments) => arguments.run(console),
            Command::Schema(arguments) => arguments.run(console),
            Command::Compile(arguments) => arguments.run(console),
            Command::Import(arguments) => arguments.run(console),
            Command::Verify(arguments) => arguments.run(console),
        }
    }
}
