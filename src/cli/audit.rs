//! `capex audit PATH...`: the main job.

use std::path::PathBuf;

use super::options::{FailOn, JudgeOptions, ReadOptions};
use super::outputs::OutputOptions;
use super::{Console, Exit, setup};
use crate::audit::{Document, Input, Kind, Severity, list_files};
use crate::matching::Verdict;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 摸底表文件，或装着它们的文件夹
    #[arg(value_name = "文件或文件夹", required = true)]
    paths: Vec<PathBuf>,
    /// 达到什么结果就以退出码 1 结束：eliminate 淘汰或禁止、review 及待核实、data 及数据和进度错误、never 从不
    #[arg(long, value_enum, value_name = "级别", default_value = "eliminate", hide_possible_values = true)]
    fail_on: FailOn,
    #[command(flatten)]
    outputs: OutputOptions,
    #[command(flatten)]
    judge: JudgeOptions,
    #[command(flatten)]
    read: ReadOptions,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let found = list_files(&self.paths);
        self.outputs.check(&found.files)?;
        for (path, reason) in &found.skipped {
            console.note(&format!("没有读 {}：{reason}", path.display()));
        }
        // Near misses are kept: a saved result must be able to say why not.
        let auditor = setup::auditor(&self.judge, &self.read, true)?;
        let mut document = setup::audit(auditor, &setup::as_given(&found.files), &self.read, console);
        document.inputs.extend(found.failed.into_iter().map(|(path, reason)| Input {
            file: path.to_string_lossy().into_owned(),
            sha256: String::new(),
            sheets: Vec::new(),
            error: Some(reason),
        }));
        self.outputs.write(&document, &found.files, console)?;
        let exit = verdict(&document, self.fail_on);
        if exit == Exit::Empty {
            console.warn("没有找到设备行，什么都没有核查");
        }
        Ok(exit)
    }
}

/// How an audit ended. An incomplete one is never taken for a clean one: what could not be read outranks what was found.
pub(super) fn verdict(document: &Document, fail_on: FailOn) -> Exit {
    if document.inputs.iter().any(|input| input.error.is_some()) || document.ledger.not_understood > 0 {
        return Exit::Incomplete;
    }
    if document.ledger.records == 0 {
        return Exit::Empty;
    }
    let records = |least: Verdict| document.records.iter().any(|record| record.verdict >= least);
    let errors = || {
        let wrong = |kind| kind != Kind::Compliance;
        document.exceptions.iter().any(|exception| exception.severity == Severity::Error && wrong(exception.kind))
    };
    let found = match fail_on {
        FailOn::Eliminate => records(Verdict::Prohibit),
        FailOn::Review => records(Verdict::Review),
        FailOn::Data => records(Verdict::Review) || errors(),
        FailOn::Never => false,
    };
    if found { Exit::Found } else { Exit::Clean }
}
