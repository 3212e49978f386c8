//! `capex ledger check|export|history`: what the ledger holds.

use std::path::PathBuf;

use anyhow::bail;
use clap::Subcommand;

use super::options::Form;
use super::{Console, Exit};
use crate::history::{Month, Store};
use crate::report::terminal::{Column, Paint, Table};
use crate::report::{file, json};
use crate::survey::{Field, Value};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 列出台账中的月份并检查是否完好；有问题时退出码为 3
    Check {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: PathBuf,
    },
    /// 导出某月的核查结果（json，与 capex audit -o 结果.json 相同）
    Export {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: PathBuf,
        /// 月份，如 2019-06；不写为最后一个月
        #[arg(long, value_name = "月份")]
        month: Option<Month>,
        /// 写入文件；不写则输出到屏幕
        #[arg(long, short, value_name = "文件")]
        output: Option<PathBuf>,
    },
    /// 一家企业各月的设备、状态、处置和异常
    History {
        /// 台账
        #[arg(value_name = "台账")]
        ledger: PathBuf,
        /// 企业名称（可只写一部分）或统一社会信用代码
        #[arg(value_name = "企业")]
        enterprise: String,
        /// 屏幕输出的格式：table、json
        #[arg(long, value_name = "格式", value_enum, default_value_t, hide_possible_values = true)]
        format: Form,
    },
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self.command {
            Command::Check { ledger } => check(&Store::open_for_reading(&ledger)?, console),
            Command::Export { ledger, month, output } => {
                export(&Store::open_for_reading(&ledger)?, month, output, &ledger, console)
            }
            Command::History { ledger, enterprise, format } => {
                history(&Store::open_for_reading(&ledger)?, &enterprise, format, console)
            }
        }
    }
}

fn check(store: &Store, console: &Console) -> anyhow::Result<Exit> {
    let problems = store.check()?;
    let mut table = Table::new(vec![
        Column::new("月份", 7),
        Column::new("核查日", 10),
        Column::new("方案", 12),
        Column::new("文件", 4).right(),
        Column::new("记录", 4).right(),
        Column::new("程序版本", 8),
    ]);
    for run in store.months()? {
        table.plain([run.month, run.as_of, run.plan, run.inputs.to_string(), run.records.to_string(), run.version]);
    }
    let mut text = table.draw(console.width(), console.color()) + "\n";
    for problem in &problems {
        text.push_str(&format!("{}\n", Paint::Grave.apply(problem, console.color())));
    }
    if problems.is_empty() {
        text.push_str("台账完好\n");
    }
    console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(if problems.is_empty() { Exit::Clean } else { Exit::Incomplete })
}

fn export(
    store: &Store,
    month: Option<Month>,
    output: Option<PathBuf>,
    ledger: &std::path::Path,
    console: &Console,
) -> anyhow::Result<Exit> {
    let months = store.months()?;
    let month = match month {
        Some(month) => month,
        None => match months.last().and_then(|run| run.month.parse().ok()) {
            Some(month) => month,
            None => bail!("台账里还没有月份"),
        },
    };
    let Some(document) = store.load(month)? else {
        let there: Vec<&str> = months.iter().map(|run| run.month.as_str()).collect();
        bail!("台账中没有 {month}；有：{}", there.join("、"));
    };
    match output {
        Some(output) => {
            file::write_with(&output, &[ledger.to_path_buf()], |out| Ok(json::document(&document, out)?))?;
            console.note(&format!("已写入 {}", output.display()));
        }
        None => console.data(|out| Ok(json::document(&document, out)?))?,
    }
    Ok(Exit::Clean)
}

fn history(store: &Store, enterprise: &str, format: Form, console: &Console) -> anyhow::Result<Exit> {
    let lines = store.history(enterprise)?;
    if format == Form::Json {
        return console
            .data(|out| {
                serde_json::to_writer_pretty(&mut *out, &lines)?;
                Ok(out.write_all(b"\n")?)
            })
            .map(|()| Exit::Clean);
    }
    if lines.is_empty() {
        console.warn(&format!("台账中没有「{enterprise}」"));
        return Ok(Exit::Clean);
    }
    let mut table = Table::new(vec![
        Column::new("设备号", 6).right(),
        Column::new("月份", 7),
        Column::new("企业", 10).weight(1),
        Column::new("设备", 8).weight(1),
        Column::new("判定", 4),
        Column::new("状态", 4),
        Column::new("处置", 8).weight(1),
        Column::new("异常", 10).weight(3),
    ]);
    for line in &lines {
        let text = |field| line.record.fields.get(&field).map(Value::to_text).unwrap_or_default();
        let equipment =
            [Field::Equipment, Field::Process, Field::Product].into_iter().map(text).find(|text| !text.is_empty());
        let grave = line.exceptions.iter().any(|message| message.contains("死灰复燃"));
        let paint = if grave { Paint::Grave } else { Paint::Plain };
        let measures: Vec<String> =
            [text(Field::Measure), line.ended.clone().unwrap_or_default(), text(Field::OpinionNo)]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
        table.row([
            (line.identity.to_string(), paint),
            (line.month.clone(), paint),
            (line.enterprise.clone(), paint),
            (equipment.unwrap_or_default(), paint),
            (line.record.verdict.chinese().to_owned(), paint),
            (text(Field::Status), paint),
            (measures.join("；"), paint),
            (line.exceptions.join("；"), paint),
        ]);
    }
    let text = table.draw(console.width(), console.color()) + "\n";
    console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(Exit::Clean)
}
