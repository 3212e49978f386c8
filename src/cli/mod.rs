//! One file for each subcommand; the only place that prints and exits.
//!
//! stdout is data, stderr is talk. A subcommand is an `Arguments` struct (its flags) with a
//! `run(self, &Console) -> anyhow::Result<Exit>`. To add one: a file, a variant of [`Command`], an arm of
//! [`Command::run`]. An error that a subcommand returns means that nothing was audited (exit code 2); whatever else happened
//! is told by the [`Exit`] it returns.

mod audit;
mod batch;
mod catalog;
mod chinese;
mod completions;
mod console;
mod cross;
mod diff;
mod exit;
mod ingest;
mod ledger;
mod man;
mod matching;
mod opinions;
mod options;
mod outputs;
mod plan;
mod questions;
mod report;
mod results;
mod schema;
mod setup;
mod summary;
mod template;
mod usage;
mod waive;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use console::{ColorChoice, Console};
pub use exit::Exit;
pub use options::{FailOn, JudgeOptions, ReadOptions};
pub use outputs::{Format, OutputOptions};

/// 产能退出：对照淘汰落后目录核查摸底表。
#[derive(Debug, Parser)]
#[command(name = "capex", version, about = "产能退出：对照淘汰落后目录核查摸底表", long_about = LONG_ABOUT)]
struct Cli {
    /// 不输出提示和进度（错误仍输出）
    #[arg(long, short, global = true)]
    quiet: bool,
    /// 颜色：auto 自动、always 总是、never 从不
    #[arg(long, global = true, value_enum, default_value_t, value_name = "何时", hide_possible_values = true)]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

const LONG_ABOUT: &str = "\
产能退出：对照淘汰落后目录核查摸底表

读入县、州市报来的摸底表（xlsx、xlsb、xls、ods、csv），找出目录淘汰、禁止、限制的设备、工艺、产品，
逐格说明理由和出处。全程离线。

退出码：
  0  已核查，没有达到 --fail-on 的结果
  1  已核查，有达到 --fail-on 的结果
  2  用法、配置、目录、方案或复核意见文件有误，什么都没有核查
  3  结果不完整：有文件读不了，或有行没看懂（优先于 0 和 1）
  4  什么都没有核查：没有找到设备行";

#[derive(Debug, Subcommand)]
enum Command {
    /// 核查摸底表：对照目录逐行判定
    Audit(audit::Arguments),
    /// 判定词句：逐条说明属不属于、为什么
    Match(matching::Arguments),
    /// 只读取：把摸底表读成一行一条的记录，--explain 说明各栏怎样认的
    Ingest(ingest::Arguments),
    /// 写一份空白摸底表（xlsx），带下拉列表和填表说明
    Template(template::Arguments),
    /// 把保存的核查结果（json）再输出成任一格式
    Report(report::Arguments),
    /// 为结果写复核意见的样稿，填好理由和依据后用 --waivers
    Waive(waive::Arguments),
    /// 输出 JSON 结果的格式说明（JSON Schema）
    Schema(schema::Arguments),
    /// 目录：列出、查看、检查、比较
    Catalog(catalog::Arguments),
    /// 工作方案：显示、进度、另做一份
    Plan(plan::Arguments),
    /// 比较两份保存的核查结果：新增、变化、未变、消失，死灰复燃
    Diff(diff::Arguments),
    /// 每月核查：一个文件夹下的全部表格，写台账和结果文件
    Batch(Box<batch::Arguments>),
    /// 台账：检查、导出、查一家企业
    Ledger(ledger::Arguments),
    /// 年终总结：各表、文稿
    Summary(Box<summary::Arguments>),
    /// 逐户验收意见书和登记表
    Opinions(Box<opinions::Arguments>),
    /// 名册与摸底表比对：谁没有报，谁换了名称
    Cross(Box<cross::Arguments>),
    /// 生成命令行补全脚本
    Completions(completions::Arguments),
    /// 生成手册页（man）
    Man(man::Arguments),
}

impl Command {
    fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self {
            Self::Audit(arguments) => arguments.run(console),
            Self::Match(arguments) => arguments.run(console),
            Self::Ingest(arguments) => arguments.run(console),
            Self::Template(arguments) => arguments.run(console),
            Self::Report(arguments) => arguments.run(console),
            Self::Waive(arguments) => arguments.run(console),
            Self::Schema(arguments) => arguments.run(console),
            Self::Catalog(arguments) => arguments.run(console),
            Self::Plan(arguments) => arguments.run(console),
            Self::Diff(arguments) => arguments.run(console),
            Self::Batch(arguments) => arguments.run(console),
            Self::Ledger(arguments) => arguments.run(console),
            Self::Summary(arguments) => arguments.run(console),
            Self::Opinions(arguments) => arguments.run(console),
            Self::Cross(arguments) => arguments.run(console),
            Self::Completions(arguments) => arguments.run(console),
            Self::Man(arguments) => arguments.run(console),
        }
    }
}

/// The definition of the whole command line, with its headings in Chinese.
fn definition() -> clap::Command {
    chinese::localise(Cli::command())
}

/// Parses a command line, runs it, and says how it went. Prints errors on stderr; never panics on a closed pipe.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let parsed = definition().try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error),
    };
    let console = Console::new(cli.quiet, cli.color);
    match cli.command.run(&console) {
        Ok(exit) => exit,
        Err(error) => {
            console.error(&error);
            Exit::Unusable
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        definition().debug_assert();
    }

    #[test]
    fn every_flag_and_command_has_chinese_help() {
        fn check(command: &clap::Command, path: &str) {
            let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(chinese(&about), "{path}: “{about}”");
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(chinese(&help), "{path} {}: “{help}”", argument.get_id());
            }
            for child in command.get_subcommands() {
                check(child, &format!("{path} {}", child.get_name()));
            }
        }
        let mut command = definition();
        command.build();
        check(&command, "capex");
    }
}
