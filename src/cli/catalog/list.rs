//! `capex catalog list`: every edition with its number, dates, size and evidence.

use crate::catalog::{EditionSummary, EvidenceLevel};
use crate::cli::{Console, Exit};
use crate::report::terminal::{Column, Paint, Table, wrap};

use super::options::{AsOf, Form, Format, Source, json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    format: Format,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let library = self.source.load()?;
        let day = self.as_of.day();
        let summaries: Vec<EditionSummary> =
            library.editions.iter().map(|edition| EditionSummary::new(edition, day)).collect();
        let text = match self.format.format {
            Form::Json => json(&summaries)?,
            Form::Table => table(&summaries, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        console.note(&format!("按 {day} 判断是否有效；条数为已收录，官方为官方文件所列"));
        Ok(Exit::Clean)
    }
}

fn table(summaries: &[EditionSummary], console: &Console) -> String {
    let mut table = Table::new(vec![
        Column::new("编号", 13),
        Column::new("名称、文号", 16).weight(3),
        Column::new("施行—失效", 10),
        Column::new("条数", 4).right(),
        Column::new("可测", 4).right(),
        Column::new("官方", 4).right(),
        Column::new("依据", 10).weight(1),
    ]);
    for summary in summaries {
        let from = summary.effective.map_or_else(|| "不详".to_owned(), |date| date.to_string());
        let until = summary.repealed.map_or_else(String::new, |date| date.to_string());
        let known = match summary.known {
            Some(known) => known.to_string(),
            None => "不详".to_owned(),
        };
        let mut title = format!("{} {}", summary.title, summary.document);
        if summary.supplementary {
            title.push_str("（补充依据）");
        }
        if let Some(overlay) = summary.overlay {
            title.push_str(&format!("（{overlay}）"));
        }
        let paint = if summary.in_force { Paint::Plain } else { Paint::Faint };
        let cells = [
            summary.id.to_owned(),
            title,
            format!("{from}—{until}"),
            summary.entries.to_string(),
            summary.testable.to_string(),
            known,
            evidence(summary),
        ];
        table.row(cells.map(|cell| (cell, paint)));
    }
    let mut text = table.draw(console.width(), console.color()) + "\n";
    for summary in summaries.iter().filter(|summary| !summary.complete) {
        let note = if summary.note.is_empty() { "未收全" } else { summary.note };
        for line in wrap(&format!("{}：{note}", summary.id), console.width()) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// 见于转载 12，凭记忆 30.
fn evidence(summary: &EditionSummary) -> String {
    let count = |levels: &[EvidenceLevel]| -> usize {
        levels.iter().filter_map(|level| summary.evidence.get(level.name())).sum()
    };
    let groups = [
        ("已核对", count(&[EvidenceLevel::Verified])),
        ("见转载", count(&[EvidenceLevel::Seen])),
        ("部分见", count(&[EvidenceLevel::SeenPartial])),
        ("凭记忆", count(&[EvidenceLevel::RecalledHigh, EvidenceLevel::RecalledMedium, EvidenceLevel::RecalledLow])),
    ];
    let parts: Vec<String> =
        groups.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name}{count}")).collect();
    parts.join(" ")
}
