//! `capex catalog impact SURVEY --from A --to B`: which plants change verdict under another edition, and why.

use crate::audit::{Document, Impact, ImpactReport, Reason, list_surveys, run};
use crate::cli::options::JudgeOptions;
use crate::cli::{Console, Exit, setup};
use crate::matching::Verdict;
use crate::report::terminal::{Column, Paint, Table, wrap};

use super::options::{Form, Survey, json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    survey: Survey,
    /// 原来用的目录（可多次）
    #[arg(long, value_name = "目录编号", required = true, conflicts_with = "only")]
    from: Vec<String>,
    /// 换用的目录（可多次）
    #[arg(long, value_name = "目录编号", required = true)]
    to: Vec<String>,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let files = list_surveys(&self.survey.paths);
        let audit = |editions: &[String]| -> anyhow::Result<Document> {
            let judge = JudgeOptions { only: editions.to_vec(), ..self.survey.judge.clone() };
            Ok(run(setup::auditor(&judge, &self.survey.read, true)?, &files.files))
        };
        let before = audit(&self.from)?;
        let after = audit(&self.to)?;
        let library = setup::library(&self.survey.judge)?;
        let report = ImpactReport::new(&before, &after, &library);
        let text = match self.survey.format.format {
            Form::Json => json(&report)?,
            Form::Table => text(&report, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(super::options::read_to_the_end(&before, &files, console))
    }
}

fn text(report: &ImpactReport, console: &Console) -> String {
    let mut text = format!(
        "{} → {}：{} 条记录，结论变化 {}，结论不变而依据变化 {}\n",
        report.from.join("、"),
        report.to.join("、"),
        report.records,
        report.changed.len(),
        report.other_basis.len()
    );
    for (from, row) in report.verdicts.iter().rev() {
        for (to, count) in row.iter().rev().filter(|(to, _)| *to != from) {
            text.push_str(&format!("  {} → {}：{count}\n", from.chinese(), to.chinese()));
        }
    }
    if !report.changed.is_empty() {
        let mut table = Table::new(vec![
            Column::new("企业", 10).weight(2),
            Column::new("设备", 10).weight(2),
            Column::new("原结论", 6),
            Column::new("新结论", 6),
            Column::new("为什么", 24).weight(5),
        ]);
        for impact in &report.changed {
            table.row([
                (impact.enterprise.clone(), Paint::Plain),
                (impact.equipment.clone(), Paint::Plain),
                (impact.from.chinese().to_owned(), paint(impact.from)),
                (impact.to.chinese().to_owned(), paint(impact.to)),
                (why(impact), Paint::Plain),
            ]);
        }
        text.push('\n');
        text.push_str(&table.draw(console.width(), console.color()));
        text.push('\n');
    }
    if !report.incomplete.is_empty() {
        let line =
            format!("未收全的目录：{}。条文未收录不等于已删除，结论变轻的要先查原文", report.incomplete.join("、"));
        text.push('\n');
        for line in wrap(&line, console.width()) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

fn paint(verdict: Verdict) -> Paint {
    match verdict {
        Verdict::Eliminate | Verdict::Prohibit => Paint::Grave,
        Verdict::Review => Paint::Doubtful,
        Verdict::Restrict => Paint::Mild,
        Verdict::Exempt | Verdict::Clear => Paint::Good,
    }
}

fn why(impact: &Impact) -> String {
    let line = |reason: &Reason| {
        let because = reason.because.join("，");
        let because = if because.is_empty() { String::new() } else { format!("（{because}）") };
        format!("{} {}{because}；{}", reason.catalog, reason.entry, reason.otherwise)
    };
    let gone = impact.gone.iter().map(|reason| format!("不再：{}", line(reason)));
    let new = impact.new.iter().map(|reason| format!("新增：{}", line(reason)));
    gone.chain(new).collect::<Vec<_>>().join("\n")
}
