//! Help pages in Chinese: what clap writes in English of its own accord is replaced here, once for every subcommand.

use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "\
{before-help}{about-with-newline}
用法：{usage}

{all-args}{after-help}";

/// Gives a command and everything below it Chinese headings and its own help flag.
pub(super) fn localise(command: Command) -> Command {
    let version = command.get_version().is_some();
    let command = headings(command);
    if !version {
        return command;
    }
    let flag = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
    command.disable_version_flag(true).arg(flag.help_heading("选项"))
}

fn headings(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|argument| match argument.get_help_heading() {
            Some(_) => argument,
            None if argument.is_positional() => argument.help_heading("参数"),
            None => argument.help_heading("选项"),
        })
        .arg(help.help("显示帮助（--help 更详细）").help_heading("选项"))
        .mut_subcommands(headings)
}

/// What clap writes into help pages, and its Chinese.
const WORDS: &[(&str, &str)] = &[
    ("[default: ", "[默认："),
    ("[possible values: ", "[可选："),
    ("Possible values:", "可选值："),
    ("[aliases: ", "[别名："),
    ("[OPTIONS]", "[选项]"),
    ("[COMMAND]", "[命令]"),
    ("<COMMAND>", "<命令>"),
];

/// Translates a rendered help page.
pub(super) fn translate(page: &str) -> String {
    WORDS.iter().fold(page.to_owned(), |page, (english, chinese)| page.replace(english, chinese))
}
