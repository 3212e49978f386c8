//! `capex catalog search WORDS`: entries that hold every word, however written.

use serde::Serialize;

use crate::catalog::{Edition, Entry, EntryView};
use crate::cli::{Console, Exit};
use crate::report::terminal::{Column, Table};
use crate::text::fold;

use super::options::{Form, Format, Source, json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 要找的文字；几个词都要有
    #[arg(value_name = "文字", required = true)]
    words: Vec<String>,
    /// 只找这个目录（可多次）
    #[arg(long, value_name = "目录编号")]
    only: Vec<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    format: Format,
}

/// An entry found.
#[derive(Debug, Serialize)]
struct Found<'a> {
    catalog: &'a str,
    #[serde(flatten)]
    entry: EntryView<'a>,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let library = self.source.load()?;
        for id in &self.only {
            super::options::edition(&library, id)?;
        }
        let words: Vec<String> = self.words.iter().map(|word| searchable(word)).collect();
        let mut found = Vec::new();
        for edition in &library.editions {
            if !self.only.is_empty() && !self.only.contains(&edition.id) {
                continue;
            }
            for entry in &edition.entries {
                let text = text_of(edition, entry);
                if words.iter().all(|word| text.contains(word)) {
                    found.push(Found { catalog: &edition.id, entry: EntryView::new(entry, &library.vocabulary) });
                }
            }
        }
        let text = match self.format.format {
            Form::Json => json(&found)?,
            Form::Table => table(&found, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        console.note(&format!("找到 {} 条；用 capex catalog show 键 看各版写法", found.len()));
        Ok(Exit::Clean)
    }
}

/// A text as it is searched: folded, without case and blanks.
fn searchable(text: &str) -> String {
    fold(text).text.to_lowercase().replace(char::is_whitespace, "")
}

fn text_of(edition: &Edition, entry: &Entry) -> String {
    let mut parts = vec![
        edition.id.as_str(),
        &entry.key,
        &entry.name,
        &entry.cite,
        &entry.replacement,
        &entry.note,
        &entry.evidence.source,
        entry.action.chinese(),
    ];
    parts.extend(entry.sectors.iter().map(String::as_str));
    parts.extend(entry.doubts.iter().map(String::as_str));
    let examples = entry.examples.each().map(|(_, _, example)| example.text.as_str());
    parts.extend(examples);
    searchable(&parts.join("\n"))
}

fn table(found: &[Found], console: &Console) -> String {
    if found.is_empty() {
        return String::new();
    }
    let mut table = Table::new(vec![
        Column::new("目录", 11),
        Column::new("键", 14).weight(1),
        Column::new("条文", 20).weight(3),
        Column::new("措施", 4),
        Column::new("依据", 8).weight(1),
    ]);
    for found in found {
        let entry = &found.entry;
        table.plain([found.catalog, entry.key, entry.name, entry.action.chinese(), entry.evidence.level.chinese()]);
    }
    table.draw(console.width(), console.color()) + "\n"
}
