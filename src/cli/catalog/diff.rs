//! `capex catalog diff A B`: what a later edition changed.

use std::fmt::Write as _;

use crate::catalog::{EditionDiff, OneSided};
use crate::cli::{Console, Exit};
use crate::report::terminal::{Column, Table};

use super::options::{Form, Format, Source, edition, json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 前版目录的编号
    #[arg(value_name = "前版")]
    from: String,
    /// 后版目录的编号
    #[arg(value_name = "后版")]
    to: String,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    format: Format,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let library = self.source.load()?;
        let from = edition(&library, &self.from)?;
        let to = edition(&library, &self.to)?;
        let diff = EditionDiff::new(from, to, &library.vocabulary);
        let text = match self.format.format {
            Form::Json => json(&diff)?,
            Form::Table => text(&diff, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(Exit::Clean)
    }
}

fn text(diff: &EditionDiff, console: &Console) -> String {
    let mut text = format!(
        "{} → {}：变化 {}，只见于后版 {}，只见于前版 {}，相同 {}\n",
        diff.from,
        diff.to,
        diff.changed.len(),
        diff.added.len(),
        diff.gone.len(),
        diff.same
    );
    if !diff.changed.is_empty() {
        text.push_str("\n变化的条目\n");
        let mut table = Table::new(vec![
            Column::new("键", 14).weight(1),
            Column::new("项", 4),
            Column::new(diff.from.as_str(), 16).weight(3),
            Column::new(diff.to.as_str(), 16).weight(3),
        ]);
        for changed in &diff.changed {
            let mark = if changed.recalled { "（待核对原文）" } else { "" };
            for (index, change) in changed.changes.iter().enumerate() {
                let key = if index == 0 { format!("{}{mark}", changed.key) } else { String::new() };
                table.plain([key, change.field.chinese().to_owned(), change.from.clone(), change.to.clone()]);
            }
        }
        text.push_str(&table.draw(console.width(), console.color()));
        text.push('\n');
    }
    let doubtful = diff.changed.iter().filter(|changed| !changed.doubts.is_empty());
    for changed in doubtful {
        let _ = writeln!(text, "{} 存疑：{}", changed.key, changed.doubts.join("；"));
    }
    one_sided(&mut text, "只见于后版", &diff.added, diff.added_uncertain.then_some(&diff.from), console);
    one_sided(&mut text, "只见于前版", &diff.gone, diff.gone_uncertain.then_some(&diff.to), console);
    text
}

/// Entries of one side; where the other side is not complete, it is said that this proves nothing.
fn one_sided(text: &mut String, title: &str, entries: &[OneSided], uncertain: Option<&String>, console: &Console) {
    if entries.is_empty() {
        return;
    }
    let _ = write!(text, "\n{title}的条目");
    if let Some(other) = uncertain {
        let _ = write!(text, "（{other} 未收全：没有收录不等于没有）");
    }
    text.push('\n');
    let mut table = Table::new(vec![
        Column::new("键", 14).weight(1),
        Column::new("条文", 20).weight(3),
        Column::new("出处", 10).weight(1),
    ]);
    for entry in entries {
        table.plain([&entry.key, &entry.name, &entry.cite]);
    }
    for line in table.draw(console.width(), console.color()).lines() {
        text.push_str(line);
        text.push('\n');
    }
}
