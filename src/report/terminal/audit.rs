//! The result of an audit on a terminal: the summary first, then what to act on, gravest first, then the grounds.

use std::io::{self, Write};

use super::super::grid::{self, Value};
use super::super::view::{self, Case, Class, View};
use super::super::words;
use super::table::{Column, Paint, Table};
use super::text::{columns, fit, printable, wrap};
use crate::audit::{DUE_SOON, Exception, Kind, Severity};
use crate::matching::Verdict;
use crate::survey::Field;

/// Exceptions of one code that are listed before the rest is only counted.
const LISTED_PER_CODE: usize = 20;

/// Terminal cells of an equipment's words and of a name that are shown: some cells of a survey tell a story, and a table of
/// stories shows nothing. Files written with `-o` have them whole.
const EQUIPMENT_CELLS: usize = 100;
const ENTERPRISE_CELLS: usize = 60;

/// Prints a result in at most `width` terminal cells.
///
/// # Errors
/// Those of `out`.
pub fn audit(view: &View<'_>, width: usize, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { width, color, sections: 0, out };
    head(view, &mut page)?;
    if view.document.ledger.rows == 0 {
        // Nothing was read: the head says why, and what it would have been held against says nothing.
        return Ok(());
    }
    exceptions(&view.returned().collect::<Vec<_>>(), "死灰复燃", &mut page)?;
    cases(view, Class::Grave, "淘汰、禁止", &mut page)?;
    cases(view, Class::Review, "待核实", &mut page)?;
    cases(view, Class::Restrict, "限制，只供掌握", &mut page)?;
    cases(view, Class::Waived, "经复核意见不列入", &mut page)?;
    waivers(view, &mut page)?;
    let process: Vec<&Exception> = view.other_compliance().chain(view.exceptions(Kind::Process)).collect();
    exceptions(&process, "处置进度", &mut page)?;
    let data: Vec<&Exception> = view.exceptions(Kind::Data).collect();
    exceptions(&data, "数据质量", &mut page)?;
    numbers(grid::by_sector(view), "分行业", &mut page)?;
    numbers(grid::by_prefecture(view), "分州市", &mut page)?;
    ledger(view, &mut page)?;
    if view.document.ledger.records == 0 {
        return Ok(());
    }
    catalogs(view, &mut page)
}

struct Page<'w> {
    width: usize,
    color: bool,
    sections: usize,
    out: &'w mut dyn Write,
}

impl Page<'_> {
    fn line(&mut self, text: &str, paint: Paint) -> io::Result<()> {
        for line in wrap(&printable(text), self.width) {
            writeln!(self.out, "{}", paint.apply(&line, self.color))?;
        }
        Ok(())
    }

    /// A label, then words whose further lines stand under the first.
    fn labelled(&mut self, label: &str, text: &str, paint: Paint) -> io::Result<()> {
        let label = format!("{label}：");
        let indent = columns(&label);
        for (index, line) in wrap(&printable(text), self.width.saturating_sub(indent)).iter().enumerate() {
            let head = if index == 0 { label.clone() } else { " ".repeat(indent) };
            writeln!(self.out, "{head}{}", paint.apply(line, self.color))?;
        }
        Ok(())
    }

    /// 「读到行数 25 = 标题表头 7 + 空行 1 + …」, broken only before a sign.
    fn sum(&mut self, total: &str, count: u64, parts: &[(&str, u64)]) -> io::Result<()> {
        let mut line = format!("{total} {count}");
        for (index, (part, count)) in parts.iter().enumerate() {
            let next = format!(" {} {part} {count}", if index == 0 { '=' } else { '+' });
            if columns(&line) + columns(&next) > self.width {
                writeln!(self.out, "{line}")?;
                line = format!("   {next}");
            } else {
                line.push_str(&next);
            }
        }
        writeln!(self.out, "{line}")
    }

    fn section(&mut self, title: &str) -> io::Result<()> {
        const NUMERALS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        let numeral = NUMERALS.get(self.sections).copied().unwrap_or("又");
        self.sections += 1;
        writeln!(self.out)?;
        self.line(&format!("{numeral}、{title}"), Paint::Heading)
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        writeln!(self.out, "{}", table.draw(self.width, self.color))
    }
}

fn head(view: &View<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let document = view.document;
    let title =
        format!("摸底表核查结果（按 {} 判定，{} {}）", document.as_of, document.tool.name, document.tool.version);
    page.line(&title, Paint::Heading)?;
    let plan = &document.plan;
    let number = if plan.document.is_empty() { String::new() } else { format!("（{}）", plan.document) };
    page.labelled("方案", &format!("{}{number}", plan.title), Paint::Plain)?;
    for narrowed in narrowed(view) {
        page.labelled("范围", &narrowed, Paint::Doubtful)?;
    }
    let ledger = &document.ledger;
    let read = document.inputs.iter().filter(|input| input.error.is_none()).count();
    page.labelled("输入", &format!("{read} 个文件，{} 行，{} 条设备记录", ledger.rows, ledger.records), Paint::Plain)?;
    let verdicts: Vec<String> = Verdict::GRAVEST_FIRST
        .iter()
        .map(|verdict| {
            let count = document.totals.verdict.get(verdict).copied().unwrap_or(0);
            let note = if *verdict == Verdict::Exempt && ledger.waived > 0 {
                format!("（其中复核意见 {}）", ledger.waived)
            } else {
                String::new()
            };
            format!("{} {count}{note}", verdict.chinese())
        })
        .collect();
    let gravest = document.totals.verdict.iter().filter(|(_, count)| **count > 0).map(|(verdict, _)| *verdict).max();
    page.labelled("结论", &verdicts.join("　"), gravest.map_or(Paint::Plain, verdict_paint))?;
    let returned = view.returned().count();
    if returned > 0 {
        page.labelled("死灰复燃", &format!("{returned} 项：已经关闭的又在运行，最先处理"), Paint::Grave)?;
    }
    let of = |kind, severity| view.exceptions(kind).filter(|exception| exception.severity == severity).count();
    let problems: Vec<String> = [Kind::Process, Kind::Data]
        .into_iter()
        .map(|kind| {
            let count = |severity| format!("{} {}", words::severity(severity), of(kind, severity));
            format!("{} {}、{}", words::kind(kind), count(Severity::Error), count(Severity::Warning))
        })
        .collect();
    page.labelled("另有", &problems.join("　"), Paint::Plain)?;
    for input in &document.inputs {
        if let Some(error) = &input.error {
            page.labelled("没有读", error, Paint::Grave)?;
        }
    }
    if ledger.not_understood > 0 {
        page.labelled("不完整", &format!("有 {} 行没看懂，没有核查", ledger.not_understood), Paint::Grave)?;
    }
    if ledger.records == 0 {
        page.line("没有找到设备行，什么都没有核查", Paint::Grave)?;
    }
    Ok(())
}

/// What bounds the whole result, in words: catalogues out of force on its day, what the flags left out or asked for besides.
#[must_use]
pub fn narrowed(view: &View<'_>) -> Vec<String> {
    let scope = &view.document.scope;
    let as_of = view.document.as_of;
    let mut narrowed: Vec<String> = view
        .document
        .catalogs
        .iter()
        .filter_map(|used| {
            let repealed = used.repealed.filter(|repealed| *repealed <= as_of)?;
            Some(format!("按方案所列的{}核查，它自{repealed}起已失效，不是{as_of}有效的目录", used.document))
        })
        .collect();
    if !scope.only.is_empty() {
        narrowed.push(format!("只用目录 {}", scope.only.join("、")));
    }
    if !scope.actions.is_empty() {
        let actions: Vec<&str> = scope.actions.iter().map(|action| action.chinese()).collect();
        narrowed.push(format!("只看{}", actions.join("、")));
    }
    if scope.confirmed_only {
        narrowed.push("条文未见原文的命中列为待核实".to_owned());
    }
    if let Some(within) = scope.within {
        let last = as_of.checked_add_days(chrono::Days::new(within.into()));
        let last = last.map_or_else(String::new, |last| format!("（至{last}）"));
        let due = view.exceptions(Kind::Process).filter(|exception| exception.code == DUE_SOON).count();
        narrowed.push(format!("提醒{within}天内{last}到期的条目：{due} 项"));
    }
    narrowed
}

/// The colour of a verdict.
#[must_use]
pub fn verdict_paint(verdict: Verdict) -> Paint {
    match verdict {
        Verdict::Eliminate | Verdict::Prohibit => Paint::Grave,
        Verdict::Review => Paint::Doubtful,
        Verdict::Restrict => Paint::Mild,
        Verdict::Exempt | Verdict::Clear => Paint::Good,
    }
}

fn cases(view: &View<'_>, class: Class, title: &str, page: &mut Page<'_>) -> io::Result<()> {
    let count = view.of(class).count();
    if count == 0 {
        return Ok(());
    }
    page.section(&format!("{title}（{count}）"))?;
    let wide = page.width >= 120;
    let mut heads = vec![
        Column::new("判定", 6).weight(0),
        Column::new("企业", 14).weight(3),
        Column::new("所在地", 8).weight(2),
        Column::new("设备", 14).weight(3),
        Column::new("依据", 15).weight(5),
        Column::new(if class == Class::Review { "缺什么" } else { "理由" }, 14).weight(4),
    ];
    if wide {
        heads.push(Column::new("期限", 10).weight(1));
        heads.push(Column::new("出处", 12).weight(2));
    }
    let mut table = Table::new(heads).ruled();
    for case in view.of(class) {
        let (source, equipment) = (source(case, wide), fit(&case.item.text, EQUIPMENT_CELLS));
        let mut row = vec![
            (case.verdict.chinese().to_owned(), verdict_paint(case.verdict)),
            (fit(&view::field(case.record, Field::Enterprise), ENTERPRISE_CELLS), Paint::Plain),
            (view::place(case.record), Paint::Plain),
            (if wide { equipment } else { format!("{equipment}〔{source}〕") }, Paint::Plain),
            (citation(view, case), Paint::Plain),
            (reason(case), Paint::Plain),
        ];
        if wide {
            row.push((deadline(view, case), Paint::Plain));
            row.push((source, Paint::Faint));
        }
        table.row(row);
    }
    page.table(&table)
}

fn source(case: &Case<'_>, wide: bool) -> String {
    let source = &case.record.source;
    let cell = view::cell(case.record);
    if wide { format!("{} {} {cell}", source.file, source.sheet) } else { format!("{} {cell}", source.sheet) }
}

fn citation(view: &View<'_>, case: &Case<'_>) -> String {
    let citations: Vec<String> = case.deciding().map(|finding| view.short_citation(finding)).collect();
    citations.join("；")
}

fn reason(case: &Case<'_>) -> String {
    let mut reason = match case.class {
        Class::Review if !case.missing().is_empty() => case.missing().join("、"),
        Class::Waived => {
            format!("{}；复核意见 {}", case.reason(), case.waivers().join("、"))
        }
        _ => case.reason(),
    };
    if case.class == Class::Grave && !case.unless().is_empty() {
        reason = format!("{reason}（写明可除外：{}）", case.unless().join("、"));
    }
    if case.remarks().iter().any(|remark| remark.contains("条文待核对原文")) {
        reason.push_str(if reason.is_empty() { "条文待核对原文" } else { "；条文待核对原文" });
    }
    reason
}

fn deadline(view: &View<'_>, case: &Case<'_>) -> String {
    match view.deadline(case) {
        Some((date, days)) if days > 0 => format!("{date} 已超{days}天"),
        Some((date, _)) => date.to_string(),
        None => case.deciding().next().map(|finding| view.deadline_words(finding).to_owned()).unwrap_or_default(),
    }
}

fn waivers(view: &View<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let waivers = &view.document.waivers;
    if waivers.is_empty() {
        return Ok(());
    }
    page.section(&format!("复核意见（{}）", waivers.len()))?;
    let mut table = Table::new(vec![
        Column::new("编号", 10).weight(1),
        Column::new("状态", 8).weight(0),
        Column::new("对象", 14).weight(3),
        Column::new("决定", 8).weight(0),
        Column::new("理由和依据", 18).weight(4),
        Column::new("有效期至", 10).weight(0),
    ])
    .ruled();
    for waiver in waivers {
        let state = words::waiver_state(&waiver.state);
        let paint = if waiver.state == "in-force" { Paint::Good } else { Paint::Doubtful };
        let expires = waiver.expires.map_or_else(|| "未定".to_owned(), |day| day.to_string());
        table.row([
            (waiver.id.as_str(), Paint::Plain),
            (state, paint),
            (&waiver.scope, Paint::Plain),
            (words::waiver_decision(&waiver.decision), Paint::Plain),
            (&format!("{}（{}）", waiver.reason, waiver.basis), Paint::Plain),
            (&expires, Paint::Plain),
        ]);
    }
    page.table(&table)
}

fn exceptions(exceptions: &[&Exception], title: &str, page: &mut Page<'_>) -> io::Result<()> {
    if exceptions.is_empty() {
        return Ok(());
    }
    page.section(&format!("{title}（{}）", exceptions.len()))?;
    let mut table = Table::new(vec![
        Column::new("级别", 6).weight(0),
        Column::new("问题", 24).weight(4),
        Column::new("怎么办", 16).weight(3),
        Column::new("出处", 14).weight(2),
    ])
    .ruled();
    let mut listed: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for exception in exceptions {
        let so_far = listed.entry(&exception.code).or_default();
        *so_far += 1;
        if *so_far > LISTED_PER_CODE {
            continue;
        }
        let paint = match exception.severity {
            Severity::Error => Paint::Grave,
            Severity::Warning => Paint::Doubtful,
            Severity::Info => Paint::Mild,
        };
        table.row([
            (words::severity(exception.severity), paint),
            (&exception.message, Paint::Plain),
            (&exception.suggestion, Paint::Plain),
            (grid::source(exception).to_text().as_ref(), Paint::Faint),
        ]);
    }
    page.table(&table)?;
    for (code, count) in listed.iter().filter(|(_, count)| **count > LISTED_PER_CODE) {
        page.line(&format!("同类问题 {code} 另有 {} 处，用 -o 写出全部", count - LISTED_PER_CODE), Paint::Faint)?;
    }
    Ok(())
}

/// A table of counts, zeros left blank so that the eye finds the others.
fn numbers(grid: grid::Grid<'_>, title: &str, page: &mut Page<'_>) -> io::Result<()> {
    let rows: Vec<Vec<Value<'_>>> = grid.rows.collect();
    if rows.len() < 2 {
        return Ok(());
    }
    page.section(title)?;
    let heads = grid.columns.iter().enumerate();
    let mut table = Table::new(
        heads
            .map(|(index, column)| match index {
                0 => Column::new(column.title, 10).weight(1),
                _ => Column::new(column.title, 6).weight(0).right(),
            })
            .collect(),
    );
    for row in rows {
        table.plain(row.iter().map(|value| match value {
            Value::Whole(0) => "·".into(),
            value => value.to_text(),
        }));
    }
    page.table(&table)
}

fn ledger(view: &View<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let ledger = &view.document.ledger;
    page.section("行数平衡")?;
    let rows = [
        ("标题表头", ledger.header),
        ("空行", ledger.blank),
        ("小计合计", ledger.subtotal),
        ("说明落款", ledger.note),
        ("设备记录", ledger.records),
        ("没看懂", ledger.not_understood),
    ];
    page.sum("读到行数", ledger.rows, &rows)?;
    let records = [
        ("命中（含限制）", ledger.hit),
        ("待核实", ledger.review),
        ("除外", ledger.exempt),
        ("复核不列入", ledger.waived),
        ("未发现", ledger.clear),
    ];
    page.sum("设备记录", ledger.records, &records)?;
    if !ledger.balances() {
        page.line("行数不平：这是程序的缺陷，请把表格样式（不含内容）报给开发者", Paint::Grave)?;
    }
    Ok(())
}

fn catalogs(view: &View<'_>, page: &mut Page<'_>) -> io::Result<()> {
    page.section("所用目录（未收录的条目没有核查，“未发现”不等于合规）")?;
    let clear = view.document.totals.verdict.get(&Verdict::Clear).copied().unwrap_or(0);
    if clear > 0 {
        page.line(&format!("未发现 {clear} 条：{}", view.looked_against()), Paint::Plain)?;
    }
    let mut table = Table::new(vec![
        Column::new("目录", 22).weight(3),
        Column::new("施行", 10).weight(0),
        Column::new("失效", 10).weight(0),
        Column::new("收录", 8).weight(0).right(),
        Column::new("缺口和说明", 20).weight(4),
    ])
    .ruled();
    for catalog in &view.document.catalogs {
        let date = |date: Option<chrono::NaiveDate>, none: &str| date.map_or(none.to_owned(), |date| date.to_string());
        let listed = match catalog.known {
            Some(known) => format!("{}/{known}", catalog.entries),
            None => catalog.entries.to_string(),
        };
        let paint = if catalog.entries == 0 { Paint::Grave } else { Paint::Plain };
        table.row([
            (format!("{} {}", catalog.document, catalog.title), Paint::Plain),
            (date(catalog.effective, "未载明"), Paint::Plain),
            (date(catalog.repealed, "—"), Paint::Plain),
            (listed, paint),
            (grid::gaps(catalog).join("；"), paint),
        ]);
    }
    page.table(&table)
}
