//! `capex plan status`: where the year stands on a day.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use chrono::{Datelike, NaiveDate};

use crate::audit::process::{Coverage, Expected, coverage, missing_surveys};
use crate::audit::{self, Document, Exception, Severity};
use crate::cli::options::{JudgeOptions, ReadOptions};
use crate::cli::{Console, Exit, setup};
use crate::history::Store;
use crate::plan::{Phase, Plan};
use crate::region::Divisions;
use crate::report::terminal::{Column, Paint, Table};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 摸底表文件或文件夹；不写又没有 --ledger 时只显示阶段
    #[arg(value_name = "摸底表", conflicts_with = "ledger")]
    paths: Vec<PathBuf>,
    /// 台账：用其中核查日不晚于 --as-of 的最后一个月
    #[arg(long, value_name = "文件")]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    judge: JudgeOptions,
    #[command(flatten)]
    read: ReadOptions,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let plan = setup::plan(&self.judge.plan)?;
        let as_of = self.judge.day();
        let mut text = format!("{}（{}）　{as_of}\n\n", plan.title, plan.document);
        text.push_str(&phases(&plan, as_of, console));
        text.push_str(&chart(&plan, as_of));
        let mut exit = Exit::Clean;
        if let Some((source, document)) = self.document(&plan, as_of)? {
            let expected = Expected::of(&plan, Divisions::built_in());
            text.push_str(&format!("\n报送情况（{source}）\n"));
            if expected.is_empty() {
                text.push_str(&format!("区划表中没有 {}，不能核对谁没有报送\n", plan.region));
            } else {
                let coverage = coverage(&document.records, &expected);
                text.push_str(&deliveries(&coverage, &plan, as_of, console));
                text.push_str(&overdue(&document, &coverage, &plan, as_of, console));
            }
            for input in document.inputs.iter().filter(|input| input.error.is_some()) {
                console.warn(&format!("{}：{}", input.file, input.error.as_deref().unwrap_or_default()));
                exit = Exit::Incomplete;
            }
        }
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(exit)
    }

    /// The result to look at: of the files, or of the ledger.
    fn document(&self, plan: &Plan, as_of: NaiveDate) -> anyhow::Result<Option<(String, Document)>> {
        if let Some(path) = &self.ledger {
            let store = Store::open_for_reading(path)?;
            let day = as_of.to_string();
            let run = store.months()?.into_iter().rfind(|run| run.as_of <= day);
            let Some(run) = run else {
                bail!("台账 {} 中没有核查日不晚于 {as_of} 的月份", path.display())
            };
            let month = run.month.parse().map_err(anyhow::Error::msg)?;
            let mut document = store.load(month)?;
            if let Some(document) = &mut document {
                // Deadlines are those of the day asked for, not of the day of the month's check.
                document.exceptions.retain(|exception| exception.kind != audit::Kind::Process || is_history(exception));
                document.exceptions.extend(audit::process::check(&document.records, plan, as_of));
            }
            return Ok(document.map(|document| (format!("台账 {} 月", run.month), document)));
        }
        if self.paths.is_empty() {
            return Ok(None);
        }
        let files = audit::list_surveys(&self.paths);
        if let Some((path, why)) = files.failed.first() {
            bail!("{}：{why}", path.display());
        }
        let auditor = setup::auditor(&self.judge, &self.read, false)?;
        let document = audit::run(auditor, &files.files);
        Ok(Some((format!("{} 个文件", files.files.len()), document)))
    }
}

/// Exceptions that come from comparing months: they cannot be found again from one month's records.
fn is_history(exception: &Exception) -> bool {
    use crate::history::returned::{CLOSING_LOST, RETURNED};
    [RETURNED, CLOSING_LOST].contains(&exception.code.as_str())
}

/// How a phase stands: in words, and how loud.
fn standing(phase: &Phase, as_of: NaiveDate) -> (String, Paint) {
    let past = phase.days_past(as_of);
    if past > 0 {
        (format!("已过期限 {past} 天"), Paint::Grave)
    } else if phase.starts.is_some_and(|starts| starts > as_of) {
        (format!("未开始，距期限 {} 天", -past), Paint::Faint)
    } else if past == 0 {
        ("今天到期".to_owned(), Paint::Doubtful)
    } else if past >= -30 {
        (format!("还有 {} 天", -past), Paint::Doubtful)
    } else {
        (format!("还有 {} 天", -past), Paint::Plain)
    }
}

fn phases(plan: &Plan, as_of: NaiveDate, console: &Console) -> String {
    let mut table = Table::new(vec![
        Column::new("阶段", 8),
        Column::new("期限", 10),
        Column::new("状态", 16),
        Column::new("应报送", 20).weight(2),
    ]);
    for phase in &plan.phases {
        let (words, paint) = standing(phase, as_of);
        let what: Vec<String> =
            phase.deliveries.iter().map(|delivery| format!("{}报{}", delivery.from.chinese(), delivery.what)).collect();
        let cells = [(phase.name.clone(), Paint::Plain), (phase.due.to_string(), Paint::Plain), (words, paint)];
        table.row(cells.into_iter().chain([(what.join("；"), Paint::Plain)]));
    }
    table.draw(console.width(), console.color()) + "\n"
}

/// The year as a bar for each phase: two characters a month, `▼` over the day, `█` for the phase, `◆` for its due date.
fn chart(plan: &Plan, as_of: NaiveDate) -> String {
    let cell = |day: NaiveDate| -> usize {
        if day.year() < plan.year {
            0
        } else if day.year() > plan.year {
            23
        } else {
            let half = usize::from(day.day() > 15);
            (day.month0() as usize) * 2 + half
        }
    };
    let widest =
        plan.phases.iter().map(|phase| crate::report::terminal::columns(&phase.name)).max().unwrap_or(0).max(8);
    let pad = |name: &str| {
        let gap = widest.saturating_sub(crate::report::terminal::columns(name));
        format!("{name}{} ", " ".repeat(gap))
    };
    let months: String = (1..=12).map(|month| format!("{month:<2}")).collect();
    let mut text = format!("\n{}{months}\n{}{}▼\n", pad("月份"), pad(""), " ".repeat(cell(as_of)));
    let mut before = NaiveDate::from_ymd_opt(plan.year, 1, 1).unwrap_or(as_of);
    for phase in &plan.phases {
        let starts = phase.starts.unwrap_or(before);
        let (from, to) = (cell(starts), cell(phase.due));
        let bar: String = (0..24)
            .map(|at| {
                if at == to {
                    '◆'
                } else if (from..to).contains(&at) {
                    '█'
                } else {
                    '·'
                }
            })
            .collect();
        text.push_str(&format!("{}{bar}\n", pad(&phase.name)));
        before = phase.due;
    }
    text
}

fn deliveries(coverage: &[Coverage], plan: &Plan, as_of: NaiveDate, console: &Console) -> String {
    let overdue = plan.phase("survey").map_or(0, |phase| phase.days_past(as_of));
    let mut table = Table::new(vec![
        Column::new("州市", 10),
        Column::new("记录", 4).right(),
        Column::new("已报县区", 8).right(),
        Column::new("状态", 14),
        Column::new("没有报送的县市区", 20).weight(3),
    ]);
    for prefecture in coverage {
        let all = prefecture.delivered.len() + prefecture.missing.len();
        let complete = prefecture.has_delivered() && prefecture.missing.is_empty();
        let (state, paint) = match (complete, prefecture.has_delivered(), overdue > 0) {
            (true, _, _) => ("已报齐".to_owned(), Paint::Good),
            (_, true, true) => (format!("不齐，逾期 {overdue} 天"), Paint::Doubtful),
            (_, true, false) => ("不齐".to_owned(), Paint::Plain),
            (_, false, true) => (format!("未报，逾期 {overdue} 天"), Paint::Grave),
            (_, false, false) => ("未报".to_owned(), Paint::Plain),
        };
        let missing = if prefecture.has_delivered() { prefecture.missing.join("、") } else { "全部".to_owned() };
        table.row([
            (prefecture.prefecture.clone(), Paint::Plain),
            (prefecture.records.to_string(), Paint::Plain),
            (format!("{}/{all}", prefecture.delivered.len()), Paint::Plain),
            (state, paint),
            (missing, Paint::Plain),
        ]);
    }
    let delivered = coverage.iter().filter(|prefecture| prefecture.has_delivered()).count();
    let counties: usize = coverage.iter().map(|prefecture| prefecture.delivered.len()).sum();
    let all: usize = coverage.iter().map(|prefecture| prefecture.delivered.len() + prefecture.missing.len()).sum();
    let table = table.draw(console.width(), console.color());
    format!("{table}\n{} 个州市已报 {delivered} 个，{all} 个县市区已报 {counties} 个\n", coverage.len())
}

/// What is overdue or contradictory in the cases, by code.
fn overdue(document: &Document, coverage: &[Coverage], plan: &Plan, as_of: NaiveDate, console: &Console) -> String {
    let missing = missing_surveys(coverage, plan, as_of);
    let process = document.exceptions.iter().filter(|exception| exception.kind == audit::Kind::Process).chain(&missing);
    let mut codes: BTreeMap<(std::cmp::Reverse<Severity>, &str), (u64, &str)> = BTreeMap::new();
    for exception in process {
        let key = (std::cmp::Reverse(exception.severity), exception.code.as_str());
        codes.entry(key).or_insert((0, exception.suggestion.as_str())).0 += 1;
    }
    if codes.is_empty() {
        return "\n没有过程异常\n".to_owned();
    }
    let mut table = Table::new(vec![
        Column::new("过程异常", 28),
        Column::new("程度", 4),
        Column::new("条数", 4).right(),
        Column::new("怎么办", 20).weight(3),
    ]);
    for ((severity, code), (count, suggestion)) in codes {
        let (word, paint) = match severity.0 {
            Severity::Error => ("错误", Paint::Grave),
            Severity::Warning => ("警告", Paint::Doubtful),
            Severity::Info => ("提示", Paint::Plain),
        };
        table.row([(code, paint), (word, paint), (&count.to_string(), Paint::Plain), (suggestion, Paint::Plain)]);
    }
    format!("\n{}\n", table.draw(console.width(), console.color()))
}
