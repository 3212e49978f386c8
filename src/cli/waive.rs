//! `capex waive RESULT.json [ID]...`: a skeleton of waivers, complete but for the reason and the basis.
//!
//! Those two are left empty on purpose: `--waivers` refuses a waiver without them.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use chrono::{Months, NaiveDate};
use clap::ValueEnum;

use super::options::day;
use super::{Console, Exit};
use crate::audit::{Document, Exception, Kind};
use crate::report::file;
use crate::report::terminal::printable;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 保存的核查结果（capex audit -o 结果.json）
    #[arg(value_name = "结果.json")]
    result: PathBuf,
    /// 对哪些结果：异常编号或记录编号；不写为全部淘汰、禁止项
    #[arg(value_name = "编号")]
    ids: Vec<String>,
    /// 决定：exempt 不属于、confirmed 确认属于、under-review 复核中
    #[arg(long, value_enum, default_value_t, value_name = "决定", hide_possible_values = true)]
    decision: Decision,
    /// 有效期至；不写为判定日期后一年
    #[arg(long, value_name = "日期", value_parser = day)]
    expires: Option<NaiveDate>,
    /// 写入文件；不写则输出到屏幕
    #[arg(long, short, value_name = "文件.yaml")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Decision {
    #[default]
    Exempt,
    Confirmed,
    UnderReview,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let document = super::report::read(&self.result)?;
        let chosen = self.chosen(&document)?;
        let text = self.skeleton(&document, &chosen)?;
        match &self.output {
            Some(output) => {
                file::write_whole(output, std::slice::from_ref(&self.result), text.as_bytes())?;
                console.note(&format!("已写入 {}，请填写理由和依据", output.display()));
            }
            None => console.data(|out| Ok(out.write_all(text.as_bytes())?))?,
        }
        Ok(Exit::Clean)
    }

    fn chosen<'d>(&self, document: &'d Document) -> anyhow::Result<Vec<&'d Exception>> {
        let compliance = || document.exceptions.iter().filter(|exception| exception.kind == Kind::Compliance);
        if self.ids.is_empty() {
            let grave = compliance().filter(|exception| exception.severity == crate::audit::Severity::Error);
            return Ok(grave.collect());
        }
        let mut chosen = Vec::new();
        for id in &self.ids {
            let before = chosen.len();
            chosen
                .extend(compliance().filter(|exception| exception.id == *id || exception.record.as_ref() == Some(id)));
            if chosen.len() == before {
                bail!("{} 里没有编号为“{id}”的结果，请写异常编号或记录编号", self.result.display());
            }
        }
        Ok(chosen)
    }

    fn skeleton(&self, document: &Document, chosen: &[&Exception]) -> anyhow::Result<String> {
        let decision = self.decision.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let expires = self.expires.or_else(|| document.as_of.checked_add_months(Months::new(12)));
        let mut text = "# 复核意见：reason（理由）和 basis（依据文件）填好后，用 capex audit … --waivers 本文件\n\
                        # decision：exempt 不属于，confirmed 确认属于，under-review 复核中；expires 当天仍有效\n"
            .to_owned();
        text.push_str(if chosen.is_empty() { "waivers: []\n" } else { "waivers:\n" });
        for (index, exception) in chosen.iter().enumerate() {
            writeln!(text, "  # {}", printable(&exception.message))?;
            if !exception.basis.is_empty() {
                writeln!(text, "  # 条文：{}", printable(&exception.basis))?;
            }
            writeln!(text, "  - id: \"{}-{}\"", document.as_of.format("%Y%m%d"), index + 1)?;
            // JSON strings are YAML strings: an id of digits and an `e` must not be read as a number.
            writeln!(text, "    finding: {}", serde_json::to_string(&exception.id)?)?;
            writeln!(text, "    decision: {decision}")?;
            writeln!(text, "    reason: \"\"")?;
            writeln!(text, "    basis: \"\"")?;
            writeln!(text, "    decided: {}", document.as_of)?;
            if let Some(expires) = expires {
                writeln!(text, "    expires: {expires}")?;
            }
        }
        Ok(text)
    }
}
