//! `capex audit PATH...`: the main job.

use std::path::PathBuf;

use super::options::{FailOn, JudgeOptions, ReadOptions};
use super::outputs::OutputOptions;
use super::{Console, Exit, setup};
use crate::audit::{Document, Input, Kind, Severity, list_files};
use crate::history::compare;
use crate::matching::Verdict;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 摸底表文件，或装着它们的文件夹
    #[arg(value_name = "文件或文件夹", required = true)]
    paths: Vec<PathBuf>,
    /// 达到什么结果就以退出码 1 结束：eliminate 淘汰或禁止、review 及待核实、data 及数据和进度错误、never 从不
    #[arg(long, value_enum, value_name = "级别", default_value = "eliminate", hide_possible_values = true)]
    fail_on: FailOn,
    /// 与以前保存的结果（json）比较：首次出现的日期、死灰复燃
    #[arg(long, value_name = "前.json")]
    baseline: Option<PathBuf>,
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
        let inputs: Vec<PathBuf> = found.files.iter().chain(&self.baseline).cloned().collect();
        self.outputs.check(&inputs)?;
        let baseline = self.baseline.as_deref().map(super::report::read).transpose()?;
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
        if let Some(old) = &baseline {
            let diff = compare(old, &mut document, &setup::plan(&self.judge.plan)?);
            let counts: Vec<String> =
                diff.totals.iter().map(|(state, count)| format!("{} {count}", state.chinese())).collect();
            console.note(&format!("与 {} 的结果相比：{}", old.as_of, counts.join("、")));
            diff.notes.iter().for_each(|note| console.note(note));
        }
        self.outputs.write(&document, &inputs, console)?;
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
