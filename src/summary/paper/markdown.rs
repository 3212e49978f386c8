//! A document as Markdown.

use std::fmt::Write;

use super::{Block, Paper, Run};
use crate::text::printable;

/// The document as Markdown. Cell text can neither open a tag, nor a link, nor another cell.
#[must_use]
pub fn write(paper: &Paper) -> String {
    let mut text = String::new();
    for block in &paper.blocks {
        match block {
            Block::Title(words) => line(&mut text, &format!("# {}", escape(words))),
            Block::Heading(words) => line(&mut text, &format!("## {}", escape(words))),
            Block::Subheading(words) => line(&mut text, &format!("### {}", escape(words))),
            Block::Right(words) => line(&mut text, &escape(words)),
            Block::PageBreak => line(&mut text, "---"),
            Block::Paragraph(runs) => {
                let words: String = runs
                    .iter()
                    .map(|run| match run {
                        Run::Plain(words) => escape(words),
                        Run::ToFinish(words) => format!("**【{}】**", escape(words)),
                    })
                    .collect();
                line(&mut text, &words);
            }
            Block::Table { columns, rows, .. } => {
                let row = |cells: &[String]| {
                    let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                text.push_str(&row(columns));
                text.push_str(&format!("|{}\n", " --- |".repeat(columns.len())));
                for cells in rows {
                    text.push_str(&row(cells));
                }
                text.push('\n');
            }
        }
    }
    text
}

fn line(text: &mut String, words: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{words}\n");
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
