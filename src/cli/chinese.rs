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
    command.disable_version_flag(true).arg(flag.help_heading("选项").display_order(LAST))
}

/// Places in a help page: what a command does itself, then the flags of all commands, then help and version.
const GLOBAL: usize = 900;
const LAST: usize = 1000;

fn headings(command: Command) -> Command {
    // Under a heading of their own clap sorts positional arguments by name, so their order has to be said.
    let mut positional = 0;
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|argument| match argument.get_help_heading() {
            Some(_) => argument,
            None if argument.is_positional() => {
                positional += 1;
                argument.help_heading("参数").display_order(positional)
            }
            None if argument.is_global_set() => argument.help_heading("选项").display_order(GLOBAL),
            None => argument.help_heading("选项"),
        })
        .arg(help.help("显示帮助（--help 更详细）").help_heading("选项").display_order(LAST))
        .mut_subcommands(headings)
}

/// What clap writes into help pages, and its Chinese.
const WORDS: &[(&str, &str)] = &[
    ("[default: ", "[默认："),
    // Where the line is broken after it.
    ("[default:", "[默认："),
    ("[possible values: ", "[可选："),
    ("[possible values:", "[可选："),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positional_arguments_stand_in_the_order_in_which_they_are_written() {
        let command = Command::new("x").arg(Arg::new("old").help("前")).arg(Arg::new("new").help("后"));
        let page = translate(&localise(command).render_help().to_string());
        assert!(page.find("[old]") < page.find("[new]"), "{page}");
    }

    #[test]
    fn a_default_is_told_in_chinese_wherever_the_line_breaks() {
        let page = translate("级别 [default:\n    review] [default: never]");
        assert_eq!(page, "级别 [默认：\n    review] [默认：never]");
    }
}
