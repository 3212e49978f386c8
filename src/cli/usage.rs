//! What clap says when it does not start a command: a help page, the version, or that the command line is wrong.

use std::io::{IsTerminal, Write};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::console::talk;
use super::{Exit, chinese};

/// Prints a help page or the version on stdout, or what is wrong with the command line on stderr.
pub(super) fn report(error: &Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let styled = error.render();
            let page = if std::io::stdout().is_terminal() { styled.ansi().to_string() } else { styled.to_string() };
            // A reader that has gone away has seen enough of the page.
            let _ = std::io::stdout().lock().write_all(chinese::translate(&page).as_bytes());
            Exit::Clean
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            talk(&chinese::translate(&error.render().to_string()));
            Exit::Unusable
        }
        _ => {
            talk(&format!("错误：{}", message(error)));
            if let Some(usage) = text(error, ContextKind::Usage) {
                let usage = chinese::translate(usage.trim_start_matches("Usage:").trim());
                talk(&format!("用法：{usage}"));
            }
            talk("用 --help 查看说明");
            Exit::Unusable
        }
    }
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(value) => Some(value.clone()),
        ContextValue::Strings(values) => Some(values.join("、")),
        ContextValue::StyledStr(value) => Some(value.to_string()),
        ContextValue::StyledStrs(values) => Some(values.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// One Chinese sentence for a usage error, with clap's suggestion where it has one.
fn message(error: &Error) -> String {
    let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写一个值"),
        ErrorKind::InvalidValue => match text(error, ContextKind::ValidValue) {
            Some(valid) => format!("{argument} 的值“{value}”不对，可选：{valid}"),
            None => format!("{argument} 的值“{value}”不对"),
        },
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(|source| format!("：{source}")).unwrap_or_default();
            format!("{argument} 的值“{value}”不对{reason}")
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", text(error, ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("缺少必填的 {argument}"),
        ErrorKind::MissingSubcommand => "还要写一个命令".to_owned(),
        ErrorKind::ArgumentConflict => match text(error, ContextKind::PriorArg) {
            Some(prior) if prior != argument => format!("{argument} 不能与 {prior} 同时使用"),
            _ => format!("{argument} 只能写一次"),
        },
        ErrorKind::NoEquals => format!("{argument} 要写成 选项=值"),
        ErrorKind::TooManyValues => format!("{argument} 的值太多，多出“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的值个数不对"),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文字".to_owned(),
        _ => error.render().to_string().trim().to_owned(),
    };
    let suggestion = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| text(error, kind));
    match suggestion {
        Some(suggestion) => format!("{sentence}，是不是要写 {suggestion}"),
        None => sentence,
    }
}
