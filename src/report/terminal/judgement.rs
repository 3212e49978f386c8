//! What the matcher says of a phrase, in words.

use std::io::{self, Write};

use super::super::view;
use super::super::words;
use super::audit::verdict_paint;
use super::table::Paint;
use super::text::{columns, printable, wrap};
use crate::matching::{Finding, Item, Judgement, Outcome};

/// Titles of catalogues for the citations: from an id to what is printed.
pub type Cite<'a> = &'a dyn Fn(&Finding) -> String;

/// Prints a phrase with its verdict, and below it each thing it names with the reasons; near misses if `explain`.
///
/// # Errors
/// Those of `out`.
pub fn judgement(
    text: &str,
    judgement: &Judgement,
    cite: Cite<'_>,
    explain: bool,
    (width, color): (usize, bool),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { width, out };
    let verdict = judgement.verdict;
    page.line("", &format!("【{}】", verdict.chinese()), text, verdict_paint(verdict), color)?;
    for item in &judgement.items {
        page.item(item, judgement.items.len() > 1, color)?;
        for finding in &item.findings {
            page.finding(finding, cite, color)?;
        }
        if explain {
            for miss in &item.near_misses {
                let text = format!("{} {}：{}", miss.catalog, miss.entry, miss.stopped_by);
                page.line("    ", "差一点 ", &text, Paint::Faint, color)?;
            }
        }
        for remark in &item.remarks {
            page.line("    ", "说明 ", remark, Paint::Plain, color)?;
        }
    }
    if judgement.items.is_empty() && explain {
        page.line("    ", "", "没有认出设备、工艺或产品", Paint::Faint, color)?;
    }
    Ok(())
}

struct Page<'w> {
    width: usize,
    out: &'w mut dyn Write,
}

impl Page<'_> {
    /// A painted label, then words whose further lines stand under the first.
    fn line(&mut self, indent: &str, label: &str, text: &str, paint: Paint, color: bool) -> io::Result<()> {
        let room = self.width.saturating_sub(columns(indent) + columns(label));
        for (index, line) in wrap(&printable(text), room).iter().enumerate() {
            if index == 0 {
                writeln!(self.out, "{indent}{}{line}", paint.apply(label, color))?;
            } else {
                writeln!(self.out, "{indent}{}{line}", " ".repeat(columns(label)))?;
            }
        }
        Ok(())
    }

    fn item(&mut self, item: &Item, several: bool, color: bool) -> io::Result<()> {
        let mut known = Vec::new();
        if let Some(equipment) = &item.equipment {
            known.push(equipment.clone());
        }
        let parameters = view::parameters(item);
        if !parameters.is_empty() {
            known.push(parameters);
        }
        if let Some(quantity) = item.quantity {
            known.push(format!("数量 {quantity}"));
        }
        let presence = words::presence(item.presence);
        if !presence.is_empty() {
            known.push(presence.to_owned());
        }
        let label =
            if several { format!("{}：{} ", item.verdict.chinese(), item.text) } else { "识别为 ".to_owned() };
        self.line("  ", &printable(&label), &known.join("；"), verdict_paint(item.verdict), color)
    }

    fn finding(&mut self, finding: &Finding, cite: Cite<'_>, color: bool) -> io::Result<()> {
        let (label, paint) = match finding.outcome {
            Outcome::Hit => (format!("{} ", finding.action.chinese()), Paint::Grave),
            Outcome::Review => (format!("待核实（{}） ", finding.action.chinese()), Paint::Doubtful),
            Outcome::Exempt => ("除外 ".to_owned(), Paint::Good),
        };
        self.line("    ", &label, &cite(finding), paint, color)?;
        let mut say = |label: &str, texts: &[String]| match texts {
            [] => Ok(()),
            texts => self.line("      ", label, &texts.join("；"), Paint::Plain, color),
        };
        say("理由 ", &finding.because)?;
        say("缺 ", &finding.missing)?;
        if finding.outcome != Outcome::Exempt {
            say("写明可除外 ", &finding.unless)?;
        }
        say("注意 ", &finding.remarks)
    }
}
