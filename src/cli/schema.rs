//! `capex schema`: the JSON Schema of what capex writes.

use clap::ValueEnum;

use super::{Console, Exit};
use crate::history::Diff;
use crate::report::json;
use crate::summary::json::SummaryDocument;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 哪一种：audit 核查结果（json），audit-line 逐行结果（jsonl），diff 对比，summary 年终总结各表
    #[arg(value_enum, value_name = "种类", hide_possible_values = true)]
    which: Which,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    Audit,
    AuditLine,
    Diff,
    Summary,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let schema = match self.which {
            Which::Audit => json::schema(),
            Which::AuditLine => json::line_schema(),
            Which::Diff => schemars::schema_for!(Diff),
            Which::Summary => schemars::schema_for!(SummaryDocument),
        };
        console.data(|out| {
            serde_json::to_writer_pretty(&mut *out, &schema)?;
            Ok(writeln!(out)?)
        })?;
        Ok(Exit::Clean)
    }
}
