//! The report as Markdown, for a wiki or a message.

use std::io::{self, Write};

use super::grid::{self, Grid};
use super::terminal::narrowed;
use super::view::View;
use crate::matching::Verdict;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = view.document;
    writeln!(out, "# 摸底表核查结果\n")?;
    writeln!(out, "- 方案：{}（{}）", escape(&document.plan.title), escape(&document.plan.document))?;
    writeln!(out, "- 判定日期：{}", document.as_of)?;
    for narrowed in narrowed(view) {
        writeln!(out, "- 范围：{}", escape(&narrowed))?;
    }
    let count = |verdict: &Verdict| document.totals.verdict.get(verdict).copied().unwrap_or(0);
    let verdicts: Vec<String> =
        Verdict::GRAVEST_FIRST.iter().map(|verdict| format!("{} {}", verdict.chinese(), count(verdict))).collect();
    writeln!(out, "- 结论：{}", verdicts.join("，"))?;
    let returned = view.returned().count();
    if returned > 0 {
        writeln!(out, "- **死灰复燃 {returned}**：已经关闭的又在运行")?;
    }
    for error in document.inputs.iter().filter_map(|input| input.error.as_deref()) {
        writeln!(out, "- **没有读**：{}", escape(error))?;
    }
    if document.ledger.not_understood > 0 {
        writeln!(out, "- **不完整**：有 {} 行没看懂，没有核查", document.ledger.not_understood)?;
    }
    let grids = [
        grid::returned(view),
        grid::grave(view),
        grid::review(view),
        grid::restrict(view),
        grid::process(view),
        grid::data(view),
        grid::waived(view),
        grid::waivers(view),
        grid::by_sector(view),
        grid::by_prefecture(view),
        grid::ledger(view),
        grid::catalogs(view),
        grid::cited(view),
    ];
    grids.into_iter().try_for_each(|grid| table(grid, out))
}

fn table(grid: Grid<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = grid.rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "\n## {}\n\n{}\n", grid.name, escape(&grid.about))?;
    let titles: Vec<&str> = grid.columns.iter().map(|column| column.title).collect();
    writeln!(out, "| {} |", titles.join(" | "))?;
    let mut ruled = false;
    for row in rows {
        if !ruled {
            let rules: Vec<&str> = row.iter().map(|value| if value.is_number() { "---:" } else { "---" }).collect();
            writeln!(out, "| {} |", rules.join(" | "))?;
            ruled = true;
        }
        let cells: Vec<String> = row.iter().map(|value| escape(&value.to_text())).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// A text that Markdown shows as it is: no markup, no HTML, no line break that would end the row.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\n' => escaped.push_str("<br>"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_become_markup() {
        assert_eq!(escape("<b>|a*\n[x](y)"), "&lt;b&gt;\\|a\\*<br>\\[x\\](y)");
    }
}
