//! `capex schema`: the JSON Schema of what capex writes.

use clap::ValueEnum;

use super::{Console, Exit};
use crate::report::json;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 哪一种：audit 核查结果（json），audit-line 逐行结果（jsonl）
    #[arg(value_enum, value_name = "种类", hide_possible_values = true)]
    which: Which,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    Audit,
    AuditLine,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let schema = match self.which {
            Which::Audit => json::schema(),
            Which::AuditLine => json::line_schema(),
        };
        console.data(|out| {
            serde_json::to_writer_pretty(&mut *out, &schema)?;
            Ok(writeln!(out)?)
        })?;
        Ok(Exit::Clean)
    }
}
