//! `capex summary`: the tables of December, the narrative.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::options::Form;
use super::results::{ResultOptions, prefectures, warn_of_unread};
use super::{Console, Exit};
use crate::audit::Document;
use crate::report::file;
use crate::report::terminal::{Column, Table};
use crate::summary::paper::write_docx;
use crate::summary::table::RowKind;
use crate::summary::{Input, checked, json, narrative, workbook};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    results: ResultOptions,
    /// 年份；应与工作方案的年份一致，不写即方案的年份
    #[arg(long, value_name = "年份")]
    year: Option<i32>,
    /// 写入文件（可多次）：.xlsx 总结工作簿、.json 各表
    #[arg(long, short, value_name = "文件")]
    output: Vec<PathBuf>,
    /// 写出总结文稿（docx），需要人写的地方有标记
    #[arg(long, value_name = "文件")]
    docx: Option<PathBuf>,
    /// 屏幕输出的格式：table 各表合计、json 全部表
    #[arg(long, value_name = "格式", value_enum, default_value_t, hide_possible_values = true)]
    format: Form,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let plan = self.results.plan()?;
        if let Some(year) = self.year.filter(|year| *year != plan.year) {
            bail!("--year {year} 与工作方案 {} 的年份 {} 不一致；另一年用 --plan 指定那年的方案", plan.id, plan.year);
        }
        let inputs = self.results.inputs();
        for output in self.output.iter().chain(&self.docx) {
            file::refuse_inputs(output, &inputs)?;
        }
        for output in &self.output {
            if !matches!(suffix(output).as_str(), "xlsx" | "json") {
                bail!("不认识输出文件 {} 的后缀，可用：.xlsx .json", output.display());
            }
        }
        let results = self.results.load(&plan, console)?;
        let input = Input {
            plan: &plan,
            results: results.iter().map(|(name, document)| (name.clone(), document)).collect(),
            prefectures: prefectures(&plan),
        };
        let tables = checked(&input)?;
        for output in &self.output {
            if suffix(output) == "xlsx" {
                file::write_with(output, &inputs, |out| workbook::write(&input, &tables, out))?;
            } else {
                let document = json::document(&input, &tables);
                file::write_with(output, &inputs, |out| {
                    serde_json::to_writer_pretty(&mut *out, &document)?;
                    Ok(out.write_all(b"\n")?)
                })?;
            }
            console.note(&format!("已写入 {}", output.display()));
        }
        if let (Some(output), Some(paper)) = (&self.docx, narrative::narrative(&input, &tables)) {
            file::write_with(output, &inputs, |out| write_docx(&paper, out))?;
            console.note(&format!("已写入 {}，黄底【】处请人工完成", output.display()));
        }
        console.data(|out| match self.format {
            Form::Json => {
                let mut out = BufWriter::new(out);
                serde_json::to_writer_pretty(&mut out, &json::document(&input, &tables))?;
                out.write_all(b"\n")?;
                Ok(out.flush()?)
            }
            Form::Table => Ok(out.write_all(totals(&input, &tables, console).as_bytes())?),
        })?;
        let last: Option<&Document> = results.last().map(|(_, document)| document);
        let incomplete =
            last.is_some_and(|document| warn_of_unread(document, console) || document.ledger.not_understood > 0);
        Ok(if incomplete { Exit::Incomplete } else { Exit::Clean })
    }
}

fn suffix(path: &Path) -> String {
    path.extension().map(|suffix| suffix.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// The tables that sum up, and how many rows the others have.
fn totals(input: &Input, tables: &[crate::summary::table::Table], console: &Console) -> String {
    let mut text = match input.results.last() {
        Some((name, document)) => format!("{}年总结（结果 {name}，截至 {}）\n", input.plan.year, document.as_of),
        None => String::new(),
    };
    for table in tables {
        if table.name == "退出产能情况表" || table.name == "分月趋势" {
            let columns = table.columns.iter().enumerate().map(|(at, title)| {
                let column = Column::new(title.as_str(), crate::report::terminal::columns(title).min(8));
                let number = table.body().any(|row| row.cells.get(at).is_some_and(|cell| cell.number().is_some()));
                if number { column.right() } else { column }
            });
            let mut drawn = Table::new(columns.collect());
            for row in &table.rows {
                let mark = |text: String| if row.kind == RowKind::Body { text } else { text.trim().to_owned() };
                drawn.plain(row.cells.iter().map(|cell| mark(cell.to_text().into_owned())));
            }
            text.push_str(&format!("\n{}\n{}\n", table.name, drawn.draw(console.width(), console.color())));
        }
    }
    let counts: Vec<String> =
        tables.iter().map(|table| format!("{} {} 行", table.name, table.body().count())).collect();
    text.push_str(&format!("\n{}\n合计与分项已核对一致\n", counts.join("、")));
    text
}
