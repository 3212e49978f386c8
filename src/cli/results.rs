//! Results that several commands of the year start from: the months of a ledger, or files audited now.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::options::{JudgeOptions, ReadOptions};
use super::{Console, setup};
use crate::audit::{self, Document};
use crate::history::Store;
use crate::plan::Plan;
use crate::region::Divisions;

/// Where results come from.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ResultOptions {
    /// 填好处置情况的摸底表文件或文件夹；也可用 --ledger
    #[arg(value_name = "摸底表", conflicts_with = "ledger", required_unless_present = "ledger")]
    paths: Vec<PathBuf>,
    /// 台账（capex batch 写成的）
    #[arg(long, value_name = "文件")]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    judge: JudgeOptions,
    #[command(flatten)]
    read: ReadOptions,
}

impl ResultOptions {
    /// The plan.
    pub(super) fn plan(&self) -> anyhow::Result<Plan> {
        setup::plan(&self.judge.plan)
    }

    /// Files that must not be overwritten.
    pub(super) fn inputs(&self) -> Vec<PathBuf> {
        self.ledger.iter().cloned().chain(audit::list_surveys(&self.paths).files).collect()
    }

    /// The results of the plan's year in order of time, each with its name. Never empty.
    ///
    /// # Errors
    /// Nothing can be read, or there is no result of the year.
    pub(super) fn load(&self, plan: &Plan, console: &Console) -> anyhow::Result<Vec<(String, Document)>> {
        match &self.ledger {
            Some(ledger) => self.months(ledger, plan),
            None => self.audited(console),
        }
    }

    fn months(&self, path: &Path, plan: &Plan) -> anyhow::Result<Vec<(String, Document)>> {
        let store = Store::open_for_reading(path)?;
        let last = self.judge.as_of.map(|day| day.to_string());
        let mut results = Vec::new();
        for run in store.months()? {
            let in_time = last.as_ref().is_none_or(|last| run.as_of <= *last);
            if in_time && run.month.starts_with(&format!("{}-", plan.year)) {
                let month = run.month.parse().map_err(anyhow::Error::msg)?;
                results.extend(store.load(month)?.map(|document| (run.month.clone(), document)));
            }
        }
        if results.is_empty() {
            bail!("台账 {} 中没有 {} 年的月份", path.display(), plan.year);
        }
        Ok(results)
    }

    fn audited(&self, console: &Console) -> anyhow::Result<Vec<(String, Document)>> {
        let files = audit::list_surveys(&self.paths);
        if let Some((path, why)) = files.failed.first() {
            bail!("{}：{why}", path.display());
        }
        let auditor = setup::auditor(&self.judge, &self.read, false)?;
        let document = setup::audit(auditor, &setup::as_given(&files.files), &self.read, console);
        if document.records.is_empty() {
            bail!("没有找到设备行，没有可以汇总的结果");
        }
        Ok(vec![(document.as_of.to_string(), document)])
    }
}

/// The names of the prefectures of the plan's region, by code.
pub(super) fn prefectures(plan: &Plan) -> Vec<String> {
    let all = audit::process::Expected::of(plan, Divisions::built_in());
    all.into_iter().map(|prefecture| prefecture.prefecture).collect()
}

/// Warns of every file that could not be read; whether there was one.
pub(super) fn warn_of_unread(document: &Document, console: &Console) -> bool {
    let mut any = false;
    for input in &document.inputs {
        if let Some(error) = &input.error {
            console.warn(&format!("{}：{error}", input.file));
            any = true;
        }
    }
    any
}
