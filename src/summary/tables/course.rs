//! The course of the year: orders, acceptance, what is open, month by month.

use rust_decimal::Decimal;

use super::{Context, Input, day_cell, place_order};
use crate::audit::process::Rectification;
use crate::matching::Verdict;
use crate::plan::recognise;
use crate::summary::facts::{Line, lines};
use crate::summary::table::{Cell, Reference, Row, RowKind, Table};
use crate::survey::Field;

/// 执法处置情况表: by prefecture, in records.
pub(super) fn enforcement(context: &Context) -> Table {
    let plan = context.plan;
    let mut columns: Vec<String> = ["州市", "应处置", "未下达", "已下达"].map(str::to_owned).into();
    columns.extend(plan.enforcement.measures.iter().map(|kind| format!("其中：{}", kind.name)));
    columns.extend(
        ["其中：其他措施", "已完成", "未到期或未定期限", "逾期", "已关闭", "已抄送", "未抄送"].map(str::to_owned),
    );
    columns.extend(plan.pricing.iter().map(|kind| kind.name.clone()));
    columns.push("没有差别化价格记录".to_owned());
    let mut table = Table::new(
        "执法处置情况表",
        "单位：条（一条摸底记录）。应处置＝未下达＋已下达；已下达＝各项措施之和＝已完成＋未到期或未定期限＋逾期＋已关闭＝已抄送＋未抄送；\
         一条可有多种价格，价格各列不与已下达相加",
        &[],
    );
    table.columns = columns;
    // What was gone before anything was ordered needs no order.
    let asks = |line: &&Line| line.case.is_ordered() || (line.is_concern() && !line.case.is_closed());
    let concern: Vec<&Line> = context.lines.iter().filter(asks).collect();
    for prefecture in place_order(concern.iter().map(|line| line.prefecture()), context.prefectures()) {
        let lines: Vec<&Line> = concern.iter().copied().filter(|line| line.prefecture() == prefecture).collect();
        table.rows.push(orders(context, RowKind::Body, &prefecture, &lines));
    }
    table.rows.push(orders(context, RowKind::Total, "合计", &concern));
    table
}

fn orders(context: &Context, kind: RowKind, name: &str, lines: &[&Line]) -> Row {
    let plan = context.plan;
    let count = |keep: &dyn Fn(&Line) -> bool| -> Cell {
        let kept: Vec<&Line> = lines.iter().copied().filter(|line| keep(line)).collect();
        Cell::count(context.references(&kept))
    };
    let ordered = |line: &Line| line.case.is_ordered();
    let overdue = |line: &Line| line.case.days_overdue().is_some();
    let done = |line: &Line| line.case.rectification == Rectification::Done;
    let mut cells = vec![Cell::text(name), count(&|_| true), count(&|line| !ordered(line)), count(&ordered)];
    for rank in 0..plan.enforcement.measures.len() {
        cells.push(count(&|line| line.case.measure == Some(rank)));
    }
    cells.push(count(&|line| ordered(line) && line.case.measure.is_none()));
    cells.push(count(&|line| ordered(line) && !line.case.is_closed() && done(line)));
    cells.push(count(&|line| ordered(line) && !line.case.is_closed() && !done(line) && !overdue(line)));
    cells.push(count(&|line| ordered(line) && overdue(line)));
    cells.push(count(&|line| ordered(line) && line.case.is_closed()));
    cells.push(count(&|line| ordered(line) && line.case.has(Field::CopiedTo)));
    cells.push(count(&|line| ordered(line) && !line.case.has(Field::CopiedTo)));
    let priced = |line: &Line| recognise(&plan.pricing, &line.text(Field::Pricing));
    for kind in 0..plan.pricing.len() {
        cells.push(count(&|line| ordered(line) && priced(line).contains(&kind)));
    }
    cells.push(count(&|line| ordered(line) && priced(line).is_empty()));
    Row { kind, cells, records: Vec::new() }
}

/// 验收情况表: by household.
pub(super) fn acceptance(context: &Context) -> Table {
    let mut table = Table::new(
        "验收情况表",
        format!(
            "逐户验收：一户一行；验收期限 {}",
            context.plan.phase("acceptance").map_or_else(String::new, |p| p.due.to_string())
        ),
        &[
            "序号",
            "州市",
            "县市区",
            "企业名称",
            "关闭退出时间",
            "验收时间",
            "验收意见文号",
            "已验收（户）",
            "待验收（户）",
            "待办",
        ],
    );
    let (mut accepted, mut waiting): (Vec<Reference>, Vec<Reference>) = (Vec::new(), Vec::new());
    for (index, household) in context.households().iter().enumerate() {
        let Some(first) = household.first() else { continue };
        let reference = vec![context.reference(first)];
        let done = household.is_accepted();
        if done {
            accepted.extend(&reference)
        } else {
            waiting.extend(&reference)
        }
        let lacks = |field: Field| household.lines.iter().any(|line| !line.case.has(field));
        let mut todo = Vec::new();
        for (field, words) in [
            (Field::ClosedOn, "补填关闭退出时间"),
            (Field::AcceptedOn, "组织验收"),
            (Field::OpinionNo, "出具书面验收意见并填写文号"),
        ] {
            if lacks(field) {
                todo.push(words);
            }
        }
        let of =
            |yes: bool| Cell::Number(Decimal::from(u8::from(yes)), if yes { reference.clone() } else { Vec::new() });
        table.rows.push(Row::body(
            vec![
                Cell::text((index + 1).to_string()),
                Cell::text(first.prefecture()),
                Cell::text(first.text(Field::County)),
                Cell::text(first.text(Field::Enterprise)),
                household.latest(|case| case.closed.map(|day| day.last)).0.map_or(Cell::Empty, Cell::Date),
                household.latest(|case| case.accepted.map(|day| day.last)).0.map_or(Cell::Empty, Cell::Date),
                Cell::text(household.texts(Field::OpinionNo)),
                of(done),
                of(!done),
                Cell::text(todo.join("；")),
            ],
            context.references(&household.lines),
        ));
    }
    table.push_total([
        (3, Cell::text(format!("{} 户", context.household_count()))),
        (7, Cell::count(accepted)),
        (8, Cell::count(waiting)),
    ]);
    table
}

/// 未完成及下步措施: what is a concern and still open, and exceptions of the process.
pub(super) fn open(context: &Context) -> Table {
    let mut table = Table::new(
        "未完成及下步措施",
        "属淘汰、禁止类或存在重大隐患，未关闭也未整改完成的记录；问题和措施来自过程核查",
        &[
            "序号",
            "州市",
            "县市区",
            "企业名称",
            "行业",
            "设备",
            "判定",
            "处置措施",
            "整改期限",
            "逾期天数",
            "问题",
            "下步措施",
        ],
    );
    let mut index = 0;
    for line in context.lines.iter().filter(|line| line.is_open()) {
        index += 1;
        let id = line.case.record.id.as_str();
        let found: Vec<_> = context
            .document
            .exceptions
            .iter()
            .filter(|exception| {
                exception.record.as_deref() == Some(id) && exception.kind == crate::audit::Kind::Process
            })
            .collect();
        let distinct = |texts: Vec<&str>| {
            let mut kept: Vec<&str> = Vec::new();
            for text in texts {
                if !kept.contains(&text) {
                    kept.push(text);
                }
            }
            kept.join("；")
        };
        let enterprise = line.text(Field::Enterprise);
        let problems = found
            .iter()
            .map(|exception| exception.message.strip_prefix(&format!("{enterprise}：")).unwrap_or(&exception.message))
            .collect();
        let steps = found.iter().map(|exception| exception.suggestion.as_str()).collect();
        let records = vec![context.reference(line)];
        let days = line.case.days_overdue();
        table.rows.push(Row::body(
            vec![
                Cell::text(index.to_string()),
                Cell::text(line.prefecture()),
                Cell::text(line.text(Field::County)),
                Cell::text(enterprise.clone()),
                Cell::text(line.sector()),
                Cell::text(line.equipment()),
                Cell::text(if line.case.violation { line.case.record.verdict.chinese() } else { "重大隐患" }),
                Cell::text(line.text(Field::Measure)),
                day_cell(line.case.due),
                days.map_or(Cell::Empty, |days| Cell::Number(Decimal::from(days), records.clone())),
                Cell::text(distinct(problems)),
                Cell::text(distinct(steps)),
            ],
            records,
        ));
    }
    table
}

/// 分月趋势: what each month's result says, in records.
pub(super) fn trend(input: &Input) -> Table {
    let mut table = Table::new(
        "分月趋势",
        "各月结果中的记录数（条）；每月按当月月末核查",
        &["月份", "记录", "淘汰", "禁止", "待核实", "已下达处置", "整改逾期", "已完成整改", "当年已关闭", "已验收"],
    );
    for (place, (name, document)) in input.results.iter().enumerate() {
        let lines = lines(document, input.plan);
        let count = |keep: &dyn Fn(&Line) -> bool| {
            Cell::count(lines.iter().filter(|line| keep(line)).map(|line| (place, line.at)).collect())
        };
        let verdict = |verdict: Verdict| count(&move |line: &Line| line.case.record.verdict == verdict);
        table.rows.push(Row::body(
            vec![
                Cell::text(name.clone()),
                count(&|_| true),
                verdict(Verdict::Eliminate),
                verdict(Verdict::Prohibit),
                verdict(Verdict::Review),
                count(&|line| line.case.is_ordered()),
                count(&|line| line.case.days_overdue().is_some()),
                count(&|line| line.case.is_ordered() && line.case.rectification == Rectification::Done),
                count(&|line| line.exited),
                count(&|line| line.exited && line.case.has(Field::AcceptedOn) && line.case.has(Field::OpinionNo)),
            ],
            Vec::new(),
        ));
    }
    table
}
