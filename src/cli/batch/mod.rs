//! `capex batch DIR --month 2019-06 --ledger FILE -o OUTDIR`: the monthly check.
//!
//! The ledger is written first, in one transaction; the files of the month are printed from it. So a run that is killed
//! between the two is completed by the next one, and nothing is lost or doubled.

mod digest;
mod outputs;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::options::{FailOn, JudgeOptions, ReadOptions, WarnOptions};
use super::results::warn_of_unread;
use super::{Console, Exit, setup};
use crate::audit::process::{Expected, coverage, missing_surveys};
use crate::audit::{self, Document, Exception, Input, sort_gravest_first};
use crate::history::{Month, Store, returned};
use crate::plan::Plan;
use crate::region::Divisions;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 摸底表文件夹：其下各级文件夹中的表格文件都读
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
    /// 月份，如 2019-06；没有写 --as-of 时按当月最后一天判定
    #[arg(long, value_name = "月份")]
    month: Month,
    /// 台账文件；没有就新建
    #[arg(long, value_name = "文件")]
    ledger: PathBuf,
    /// 结果文件夹；没有就新建
    #[arg(long, short, value_name = "文件夹")]
    output: PathBuf,
    /// 输入没有变化也重做
    #[arg(long)]
    force: bool,
    /// 达到什么结果就以退出码 1 结束：eliminate 淘汰或禁止、review 及待核实、data 及数据和进度错误、never 从不
    #[arg(long, value_enum, value_name = "级别", default_value = "eliminate", hide_possible_values = true)]
    fail_on: FailOn,
    #[command(flatten)]
    judge: JudgeOptions,
    #[command(flatten)]
    warn: WarnOptions,
    #[command(flatten)]
    read: ReadOptions,
}

impl Arguments {
    pub(super) fn run(mut self, console: &Console) -> anyhow::Result<Exit> {
        self.judge.as_of.get_or_insert_with(|| self.month.last_day());
        if !self.folder.is_dir() {
            bail!("{} 不是文件夹；capex batch 读一个文件夹下的全部表格", self.folder.display());
        }
        let plan = setup::plan(&self.judge.plan)?;
        let found = audit::list_surveys(std::slice::from_ref(&self.folder));
        let files: Vec<(String, PathBuf)> =
            found.files.iter().filter(|file| !self.is_own(file)).map(|file| (self.name(file), file.clone())).collect();
        for (path, reason) in found.skipped.iter().filter(|(path, _)| !self.is_own(path)) {
            console.note(&format!("没有读 {}：{reason}", self.name(path)));
        }
        if files.is_empty() && found.failed.is_empty() {
            console.warn(&format!("{} 下没有表格文件，台账没有改动", self.folder.display()));
            return Ok(Exit::Empty);
        }
        let digest = digest::digest(&files, &plan, &self.judge, self.warn, &self.read)?;
        let mut store = Store::open_for_writing(&self.ledger)?;
        let known = store.digest(self.month)?;
        if !self.force
            && known.as_deref() == Some(digest.as_str())
            && let Some(document) = store.load(self.month)?
        {
            return self.unchanged(&store, &document, &plan, console);
        }
        let document = self.audit(&files, &found.failed, &plan, console)?;
        if document.ledger.records == 0 {
            console.warn("没有找到设备行，台账没有改动");
            return Ok(outcome(&document, self.fail_on, console));
        }
        let mut document = document;
        let written = store.write_month(self.month, &digest, &mut document, &plan)?;
        let verb = if written.replaced { "已替换" } else { "已写入" };
        console.note(&format!(
            "台账{verb} {}：{} 条记录，新设备 {} 项",
            self.month,
            document.records.len(),
            written.new_identities
        ));
        self.outputs(&store, &document, &plan, console)?;
        Ok(outcome(&document, self.fail_on, console))
    }

    /// A file's name below the folder: results do not depend on where the folder stands.
    fn name(&self, file: &Path) -> String {
        file.strip_prefix(&self.folder).unwrap_or(file).to_string_lossy().replace('\\', "/")
    }

    /// Whether a path is no survey but something that this command writes, or its waivers: an output folder below the input
    /// folder is not read.
    fn is_own(&self, path: &Path) -> bool {
        let below = |folder: &Path| match (path.canonicalize(), folder.canonicalize()) {
            (Ok(path), Ok(folder)) => path.starts_with(folder),
            _ => false,
        };
        below(&self.output) || below(&self.ledger) || self.judge.waivers.as_deref().is_some_and(below)
    }

    fn audit(
        &self,
        files: &[(String, PathBuf)],
        failed: &[(PathBuf, String)],
        plan: &Plan,
        console: &Console,
    ) -> anyhow::Result<Document> {
        let wanted = setup::Wanted { explain: true, warn: self.warn, ..setup::Wanted::default() };
        let auditor = setup::auditor_with(&self.judge, &self.read, wanted)?;
        let mut document = setup::audit(auditor, files, &self.read, console);
        document.inputs.extend(failed.iter().map(|(path, why)| Input {
            file: self.name(path),
            error: Some(why.clone()),
            ..Input::default()
        }));
        document.exceptions.extend(self.missing(&document, plan));
        sort_gravest_first(&mut document.exceptions);
        Ok(document)
    }

    /// Surveys that have not come by the day of the check.
    fn missing(&self, document: &Document, plan: &Plan) -> Vec<Exception> {
        let expected = Expected::of(plan, Divisions::built_in());
        missing_surveys(&coverage(&document.records, &expected), plan, document.as_of)
    }

    fn unchanged(&self, store: &Store, document: &Document, plan: &Plan, console: &Console) -> anyhow::Result<Exit> {
        console.note(&format!("{} 的输入没有变化，台账没有改动", self.month));
        if outputs::are_there(&self.output, document) {
            console.note(&format!("结果文件都在，没有改动：{}", self.output.display()));
        } else {
            self.outputs(store, document, plan, console)?;
        }
        Ok(outcome(document, self.fail_on, console))
    }

    fn outputs(&self, store: &Store, document: &Document, plan: &Plan, console: &Console) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.output).with_context(|| format!("不能建立文件夹 {}", self.output.display()))?;
        let before = match store.month_before(self.month)? {
            Some(month) => store.load(month)?.map(|document| (month, document)),
            None => None,
        };
        let count = outputs::write(&self.output, self.month, document, before.as_ref(), plan, console)?;
        console.note(&format!("已写入 {count} 个结果文件：{}", self.output.display()));
        Ok(())
    }
}

/// Says what cannot be overlooked, and how the run ended.
fn outcome(document: &Document, fail_on: FailOn, console: &Console) -> Exit {
    warn_of_unread(document, console);
    if document.ledger.not_understood > 0 {
        console.warn(&format!("有 {} 行没看懂，没有核查", document.ledger.not_understood));
    }
    for exception in document.exceptions.iter().filter(|exception| exception.code == returned::RETURNED) {
        console.warn(&exception.message);
    }
    super::audit::verdict(document, fail_on)
}
