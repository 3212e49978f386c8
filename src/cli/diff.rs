//! `capex diff OLD NEW`: what became of each record between two saved results.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueEnum;

use super::report::read;
use super::{Console, Exit, setup};
use crate::history::returned::RETURNED;
use crate::history::{self, Diff, State};
use crate::report::file;
use crate::report::terminal::{Column, Paint, Table};
use crate::summary::comparison::comparison;
use crate::summary::paper::{Block, Paper, write_markdown};
use crate::summary::workbook;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 前一份核查结果（capex audit -o 结果.json）
    #[arg(value_name = "前.json")]
    old: PathBuf,
    /// 后一份核查结果
    #[arg(value_name = "后.json")]
    new: PathBuf,
    /// 工作方案：内置方案的编号，或一个 yaml 文件
    #[arg(long, value_name = "方案", default_value = "yunnan-2019")]
    plan: String,
    /// 写入文件（可多次）：.json .md .xlsx
    #[arg(long, short, value_name = "文件")]
    output: Vec<PathBuf>,
    /// 屏幕输出的格式：table、json、markdown
    #[arg(long, value_name = "格式", value_enum, default_value_t, hide_possible_values = true)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Form {
    #[default]
    Table,
    Json,
    Markdown,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let inputs = [self.old.clone(), self.new.clone()];
        let suffixes: Vec<String> = self
            .output
            .iter()
            .map(|output| output.extension().map(|s| s.to_string_lossy().to_ascii_lowercase()).unwrap_or_default())
            .collect();
        for (output, suffix) in self.output.iter().zip(&suffixes) {
            if !["json", "md", "xlsx"].contains(&suffix.as_str()) {
                bail!("不认识输出文件 {} 的后缀，可用：.json .md .xlsx", output.display());
            }
            file::refuse_inputs(output, &inputs)?;
        }
        let plan = setup::plan(&self.plan)?;
        let (old, new) = (read(&self.old)?, read(&self.new)?);
        let diff = history::diff(&old, &new, &plan);
        for (output, suffix) in self.output.iter().zip(&suffixes) {
            file::write_with(output, &inputs, |out| match suffix.as_str() {
                "json" => Ok(out.write_all(json(&diff)?.as_bytes())?),
                "md" => Ok(out.write_all(markdown(&diff).as_bytes())?),
                _ => workbook::write_single(&comparison(&diff), diff.new.as_of, out),
            })?;
            console.note(&format!("已写入 {}", output.display()));
        }
        let text = match self.format {
            Form::Json => json(&diff)?,
            Form::Markdown => markdown(&diff),
            Form::Table => table(&diff, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        let returned = diff.exceptions.iter().any(|exception| exception.code == RETURNED);
        Ok(if returned { Exit::Found } else { Exit::Clean })
    }
}

pub(super) fn json(diff: &Diff) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(diff)? + "\n")
}

/// The comparison as Markdown.
pub(super) fn markdown(diff: &Diff) -> String {
    let table = comparison(diff);
    let mut blocks =
        vec![Block::Title(format!("{} 与 {} 对比", diff.new.as_of, diff.old.as_of)), Block::plain(&table.about)];
    if !diff.exceptions.is_empty() {
        blocks.push(Block::Heading("死灰复燃和关闭记录丢失".into()));
        blocks.extend(diff.exceptions.iter().map(|exception| Block::plain(&exception.message)));
    }
    blocks.push(Block::Heading("新增、变化、消失".into()));
    blocks.push(Block::Table {
        columns: table.columns.clone(),
        widths: Vec::new(),
        rows: table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.to_text().into_owned()).collect()).collect(),
    });
    write_markdown(&Paper { title: String::new(), created: diff.new.as_of, blocks })
}

fn table(diff: &Diff, console: &Console) -> String {
    let mut table = Table::new(vec![
        Column::new("状态", 8),
        Column::new("企业", 10).weight(2),
        Column::new("设备", 10).weight(2),
        Column::new("判定", 6),
        Column::new("变化", 12).weight(3),
        Column::new("首次出现", 10),
    ]);
    let compared = comparison(diff);
    for row in &compared.rows {
        let text = |at: usize| row.cells.get(at).map(|cell| cell.to_text().into_owned()).unwrap_or_default();
        let (before, after) = (text(6), text(7));
        let verdict = if before == after || before.is_empty() || after.is_empty() {
            format!("{before}{}", if before.is_empty() { after.as_str() } else { "" })
        } else {
            format!("{before}→{after}")
        };
        let paint = match text(0).as_str() {
            "死灰复燃" => Paint::Grave,
            "新增" => Paint::Doubtful,
            "消失" => Paint::Faint,
            _ => Paint::Plain,
        };
        table.row([
            (text(0), paint),
            (text(3), paint),
            (text(5), paint),
            (verdict, paint),
            (text(8), paint),
            (text(9), paint),
        ]);
    }
    let count = |state: State| diff.totals.get(&state).copied().unwrap_or(0);
    let counts: Vec<String> = State::ALL.iter().map(|state| format!("{} {}", state.chinese(), count(*state))).collect();
    let mut text = format!("{} → {}：{}\n", diff.old.as_of, diff.new.as_of, counts.join("、"));
    for note in &diff.notes {
        text.push_str(&format!("{note}\n"));
    }
    for exception in &diff.exceptions {
        let paint = if exception.code == RETURNED { Paint::Grave } else { Paint::Doubtful };
        text.push_str(&format!("{}\n", paint.apply(&exception.message, console.color())));
    }
    if !table.is_empty() {
        text.push_str(&format!("\n{}\n", table.draw(console.width(), console.color())));
    }
    text
}
