//! What the matcher says of a phrase, in words; with `--explain` also how it came to say so.

use std::io::{self, Write};

use super::super::view;
use super::super::words;
use super::audit::verdict_paint;
use super::table::Paint;
use super::text::{columns, printable, wrap};
use crate::matching::{ConditionTrace, Fact, Finding, Item, Outcome, ReadText, Trace, Verdict, is_question};

/// Titles of catalogues for the citations: from an id to what is printed.
pub type Cite<'a> = &'a dyn Fn(&Finding) -> String;

/// Near misses that are printed; the JSON has all.
const NEAREST: usize = 6;

/// Where a field was read, as printed: 「设备栏 D7」. Empty where nothing is to be said.
pub type Place<'a> = &'a dyn Fn(&str) -> String;

/// Prints a phrase with its verdict, and below it each thing it names with the reasons; with `explain`, which gives the place
/// of each field, also what was recognised, the facts, each rule tried, and the near misses.
///
/// # Errors
/// Those of `out`.
pub fn judgement(
    text: &str,
    (verdict, items): (Verdict, &[Item]),
    cite: Cite<'_>,
    explain: Option<Place<'_>>,
    (width, color): (usize, bool),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { width, out };
    page.line("", &format!("【{}】", verdict.chinese()), text, verdict_paint(verdict), color)?;
    for item in items {
        page.item(item, items.len() > 1, color)?;
        if let Some(place) = explain {
            page.read(item, place, color)?;
        }
        for finding in &item.findings {
            page.finding(finding, cite, color)?;
        }
        if explain.is_some() {
            page.rules(item, color)?;
            for miss in item.near_misses.iter().take(NEAREST) {
                let text = format!("{} {}：{}", miss.catalog, miss.entry, miss.stopped_by);
                page.line("    ", "差一点 ", &text, Paint::Faint, color)?;
            }
        }
        for remark in &item.remarks {
            page.line("    ", "说明 ", remark, Paint::Plain, color)?;
        }
    }
    if items.is_empty() {
        page.line("  ", "", "没有词句可判", Paint::Faint, color)?;
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
        let mut known = vec![match &item.equipment {
            Some(equipment) => equipment.clone(),
            None => "没有认出目录所列的设备、工艺、产品".to_owned(),
        }];
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
        let label = if several {
            format!("{}：{} ", item.verdict.chinese(), item.text)
        } else if item.equipment.is_some() {
            "识别为 ".to_owned()
        } else {
            String::new()
        };
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
        let (questions, facts): (Vec<String>, Vec<String>) =
            finding.missing.iter().cloned().partition(|missing| is_question(missing));
        say("缺 ", &facts)?;
        say("核实 ", &questions)?;
        if finding.outcome != Outcome::Exempt {
            say("写明可除外 ", &finding.unless)?;
        }
        say("注意 ", &finding.remarks)
    }
    /// The words with what was recognised in them, and the facts with their sources.
    fn read(&mut self, item: &Item, place: Place<'_>, color: bool) -> io::Result<()> {
        for text in item.trace.iter().flat_map(|trace| &trace.read) {
            let from = place(&text.from);
            let label = if from.is_empty() { "识读 ".to_owned() } else { format!("识读 {from} ") };
            self.line("    ", &label, &recognised(text), Paint::Plain, color)?;
        }
        for fact in &item.facts {
            self.line("    ", "事实 ", &fact_of(fact, place), Paint::Plain, color)?;
        }
        Ok(())
    }

    /// Each rule tried, with its conditions.
    fn rules(&mut self, item: &Item, color: bool) -> io::Result<()> {
        let rules = item.trace.iter().flat_map(|Trace { rules, .. }| rules);
        for rule in rules {
            let (says, paint) = match rule.outcome.as_str() {
                "hit" => ("适用", Paint::Grave),
                "review" => ("待核实", Paint::Doubtful),
                "exempt" => ("除外", Paint::Good),
                _ => ("不适用", Paint::Faint),
            };
            let name = format!("{} {} 第{}条规则 {says}", rule.catalog, rule.entry, rule.rule);
            self.line("    ", "规则 ", &name, paint, color)?;
            for condition in &rule.conditions {
                self.condition("", condition, color)?;
            }
            for condition in &rule.unless {
                self.condition("除外：", condition, color)?;
            }
        }
        Ok(())
    }

    fn condition(&mut self, before: &str, condition: &ConditionTrace, color: bool) -> io::Result<()> {
        let (label, paint) = match condition.truth.as_str() {
            "true" => ("真 ", Paint::Good),
            "false" => ("假 ", Paint::Faint),
            _ => ("不明 ", Paint::Doubtful),
        };
        let after = if condition.alternative { "（几项有一即可）" } else { "" };
        self.line("      ", label, &format!("{before}{}{after}", condition.text), paint, color)
    }
}

/// 「〔380m³〕〔高炉〕1座（380m³ 是 380 m³；高炉 是 炼铁高炉）」
fn recognised(text: &ReadText) -> String {
    let meanings: Vec<String> = text
        .pieces
        .iter()
        .filter_map(|piece| {
            let kind = match piece.kind.as_str() {
                "look-alike" => "形近词，不算",
                "label" => "编号",
                "year" => "年份",
                "code" => "型号",
                "number" => "不带单位的数",
                "other" => "不采用的数",
                "count" => "数量",
                _ => "",
            };
            let mark = match piece.mark.as_str() {
                "excepted" => "在除外之中",
                "negated" => "被否定",
                "past" => "以前的",
                "future" => "以后的",
                _ => "",
            };
            let says: Vec<&str> = [kind, &piece.means, mark].into_iter().filter(|part| !part.is_empty()).collect();
            (!says.is_empty()).then(|| format!("{}＝{}", piece.text, says.join("，")))
        })
        .collect();
    if meanings.is_empty() { text.marked.clone() } else { format!("{}　{}", text.marked, meanings.join("；")) }
}

fn fact_of(fact: &Fact, place: Place<'_>) -> String {
    let value = format!("{} {} {}", fact.parameter, fact.value, fact.unit);
    let from = place(&fact.from);
    let from = if from.is_empty() { String::new() } else { format!("{from} ") };
    format!("{} ← {from}“{}”", value.trim_end(), fact.text)
}
