//! `capex catalog show`: all entries of an edition, or one entry in every edition side by side.

use std::fmt::Write as _;

use serde::Serialize;

use crate::catalog::{Edition, EditionView, Entry, EntryView, Library};
use crate::cli::{Console, Exit};
use crate::report::terminal::{Column, Table, wrap};
use crate::yaml::nearest;

use super::options::{Form, Format, Source, json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 目录编号（如 ndrc-2013），或条目的键（如 blast-furnace）
    #[arg(value_name = "编号或键")]
    what: String,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    format: Format,
}

/// An entry in every edition.
#[derive(Debug, Serialize)]
struct Everywhere<'a> {
    key: &'a str,
    editions: Vec<InEdition<'a>>,
    /// Editions that do not list it, with whether they are complete: absent from an incomplete one is not "deleted".
    absent: Vec<Absent<'a>>,
}

#[derive(Debug, Serialize)]
struct InEdition<'a> {
    catalog: &'a str,
    title: &'a str,
    document: &'a str,
    effective: Option<chrono::NaiveDate>,
    repealed: Option<chrono::NaiveDate>,
    #[serde(flatten)]
    entry: EntryView<'a>,
}

#[derive(Debug, Serialize)]
struct Absent<'a> {
    catalog: &'a str,
    complete: bool,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let library = self.source.load()?;
        let text = match library.edition(&self.what) {
            Some(edition) => match self.format.format {
                Form::Json => json(&EditionView::new(edition, &library.vocabulary))?,
                Form::Table => edition_text(edition, &library, console),
            },
            None => {
                let everywhere = everywhere(&library, &self.what)?;
                match self.format.format {
                    Form::Json => json(&everywhere)?,
                    Form::Table => entry_text(&everywhere, console),
                }
            }
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(Exit::Clean)
    }
}

fn everywhere<'a>(library: &'a Library, key: &'a str) -> anyhow::Result<Everywhere<'a>> {
    let mut editions: Vec<(&Edition, &Entry)> =
        library.editions.iter().filter_map(|edition| Some((&**edition, edition.entry(key)?))).collect();
    editions.sort_by(|a, b| (a.0.effective, &a.0.id).cmp(&(b.0.effective, &b.0.id)));
    if editions.is_empty() {
        let keys = || library.editions.iter().flat_map(|edition| &edition.entries).map(|entry| entry.key.as_str());
        let ids = library.editions.iter().map(|edition| edition.id.as_str());
        match nearest(key, ids.chain(keys())) {
            Some(near) => anyhow::bail!("没有编号或键为“{key}”的目录或条目，是不是“{near}”"),
            None => anyhow::bail!("没有编号或键为“{key}”的目录或条目；用 capex catalog search 按文字查找"),
        }
    }
    let absent = library.editions.iter().filter(|edition| edition.entry(key).is_none());
    Ok(Everywhere {
        key,
        absent: absent.map(|edition| Absent { catalog: &edition.id, complete: edition.coverage.complete }).collect(),
        editions: editions
            .into_iter()
            .map(|(edition, entry)| InEdition {
                catalog: &edition.id,
                title: &edition.title,
                document: &edition.document,
                effective: edition.effective,
                repealed: edition.repealed,
                entry: EntryView::new(entry, &library.vocabulary),
            })
            .collect(),
    })
}

/// The rules, or why there are none.
fn rules(entry: &EntryView) -> String {
    match entry.untestable {
        Some(reason) => format!("无从判断：{reason}"),
        None => entry.rules.iter().map(|rule| rule.line()).collect::<Vec<_>>().join("\n"),
    }
}

fn deadline(entry: &EntryView) -> String {
    crate::catalog::Deadline::parse(&entry.deadline).chinese()
}

fn edition_text(edition: &Edition, library: &Library, console: &Console) -> String {
    let view = EditionView::new(edition, &library.vocabulary);
    let mut text = head(edition);
    let mut table = Table::new(vec![
        Column::new("键", 12).weight(2),
        Column::new("出处", 8).weight(2),
        Column::new("条文", 14).weight(4),
        Column::new("措施、期限", 10).weight(1),
        Column::new("规则", 14).weight(3),
        Column::new("依据", 8).weight(1),
    ]);
    for entry in &view.entries {
        table.plain([
            entry.key.to_owned(),
            entry.cite.to_owned(),
            entry.name.to_owned(),
            format!("{}，{}", entry.action.chinese(), deadline(entry)),
            rules(entry),
            entry.evidence.level.chinese().to_owned(),
        ]);
    }
    text.push_str(&table.draw(console.width(), console.color()));
    text.push('\n');
    text
}

fn head(edition: &Edition) -> String {
    let date = |date: Option<chrono::NaiveDate>| date.map_or_else(|| "不详".to_owned(), |date| date.to_string());
    let mut text = format!("{}　{}\n", edition.id, edition.title);
    let _ = writeln!(
        text,
        "{}　{}　发布 {}　施行 {}　失效 {}",
        edition.issuer,
        edition.document,
        if edition.issued.is_empty() { "不详" } else { &edition.issued },
        date(edition.effective),
        edition.repealed.map_or_else(|| "—".to_owned(), |date| date.to_string()),
    );
    let known = edition.coverage.known.map_or_else(|| "不详".to_owned(), |known| known.to_string());
    let complete = if edition.coverage.complete { "，已收全" } else { "，未收全" };
    let _ = write!(text, "收录 {} 条，官方 {known} 条{complete}", edition.entries.len());
    if !edition.coverage.note.is_empty() {
        let _ = write!(text, "：{}", edition.coverage.note);
    }
    text.push('\n');
    if let Some(overlay) = &edition.overlay {
        let _ = writeln!(text, "{overlay}");
    }
    text.push('\n');
    text
}

fn entry_text(everywhere: &Everywhere, console: &Console) -> String {
    let mut table = Table::new(vec![
        Column::new("目录", 12).weight(1),
        Column::new("条文", 16).weight(3),
        Column::new("规则", 16).weight(3),
        Column::new("措施、期限", 10).weight(1),
        Column::new("替代", 6).weight(1),
        Column::new("依据", 8).weight(1),
    ]);
    for edition in &everywhere.editions {
        let entry = &edition.entry;
        let from = edition.effective.map_or_else(|| "施行日不详".to_owned(), |date| format!("{date}起"));
        let until = edition.repealed.map_or_else(String::new, |date| format!("\n{date}失效"));
        table.plain([
            format!("{}\n{from}{until}", edition.catalog),
            format!("{}\n（{}）", entry.name, entry.cite),
            rules(entry),
            format!("{}\n{}", entry.action.chinese(), deadline(entry)),
            entry.replacement.to_owned(),
            entry.evidence.level.chinese().to_owned(),
        ]);
    }
    let mut text = format!("{}\n\n{}\n", everywhere.key, table.draw(console.width(), console.color()));
    let mut say = |line: String| {
        for line in wrap(&line, console.width()) {
            text.push_str(&line);
            text.push('\n');
        }
    };
    for edition in &everywhere.editions {
        let entry = &edition.entry;
        if !entry.evidence.source.is_empty() {
            say(format!("{} 来源：{}", edition.catalog, entry.evidence.source));
        }
        if !entry.evidence.edition.is_empty() {
            say(format!("{} 本版：{}", edition.catalog, entry.evidence.edition));
        }
        for doubt in entry.doubts {
            say(format!("{} 存疑：{doubt}", edition.catalog));
        }
        if !entry.note.is_empty() {
            say(format!("{} 备注：{}", edition.catalog, entry.note));
        }
    }
    let incomplete: Vec<&str> =
        everywhere.absent.iter().filter(|absent| !absent.complete).map(|absent| absent.catalog).collect();
    if !incomplete.is_empty() {
        say(format!("未收录此条的目录（未收全，不等于没有）：{}", incomplete.join("、")));
    }
    let complete: Vec<&str> =
        everywhere.absent.iter().filter(|absent| absent.complete).map(|absent| absent.catalog).collect();
    if !complete.is_empty() {
        say(format!("没有此条的目录：{}", complete.join("、")));
    }
    text
}
