//! What left: enterprises, equipment, capacity.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Context, day_cell, place_order};
use crate::summary::amount::{AmountUnit, words};
use crate::summary::facts::Line;
use crate::summary::table::{Cell, Reference, Row, RowKind, Table};
use crate::survey::Field;

/// 依法关闭企业情况表.
pub(super) fn enterprises(context: &Context) -> Table {
    let mut table = Table::new(
        "依法关闭企业情况表",
        "一户一行：当年依法关闭退出设备的企业；产能按单位分列，各单位不相加",
        &[
            "序号",
            "州市",
            "县市区",
            "企业名称",
            "统一社会信用代码",
            "行业",
            "关闭退出的设备",
            "设备数（台套）",
            "退出产能",
            "关闭退出时间",
            "验收时间",
            "验收意见文号",
            "依据",
            "备注",
        ],
    );
    for (index, household) in context.households().iter().enumerate() {
        let Some(first) = household.first() else { continue };
        let records = context.references(&household.lines);
        let (closed, without) = household.latest(|case| case.closed.map(|day| day.last));
        let accepted = household.latest(|case| case.accepted.map(|day| day.last)).0;
        let sets: Decimal = household.lines.iter().map(|line| line.sets).sum();
        let citations: BTreeSet<String> =
            household.lines.iter().flat_map(|line| line.citations(context.document)).collect();
        let mut remarks: Vec<String> = Vec::new();
        if without > 0 {
            remarks.push(format!("{without} 项没有填写关闭退出时间"));
        }
        remarks.extend(household.lines.iter().flat_map(|line| line.uncounted.clone()));
        table.rows.push(Row::body(
            vec![
                Cell::text((index + 1).to_string()),
                Cell::text(first.prefecture()),
                Cell::text(first.text(Field::County)),
                Cell::text(first.text(Field::Enterprise)),
                Cell::text(first.text(Field::Uscc)),
                Cell::text(first.sector()),
                Cell::text(household.lines.iter().map(|line| line.equipment()).collect::<Vec<_>>().join("；")),
                Cell::Number(sets, records.clone()),
                Cell::text(words(&household.capacity())),
                closed.map_or(Cell::Empty, Cell::Date),
                accepted.map_or(Cell::Empty, Cell::Date),
                Cell::text(household.texts(Field::OpinionNo)),
                Cell::text(citations.into_iter().collect::<Vec<_>>().join("；")),
                Cell::text(remarks.join("；")),
            ],
            records,
        ));
    }
    let exited = context.exited();
    let sets = exited.iter().map(|line| line.sets).sum();
    table.push_total([
        (3, Cell::text(format!("{} 户", context.household_count()))),
        (7, Cell::Number(sets, context.references(&exited))),
        (8, Cell::text(words(&context.capacity(&exited)))),
    ]);
    table
}

/// 淘汰设备情况表.
pub(super) fn equipment(context: &Context) -> Table {
    let mut table = Table::new(
        "淘汰设备情况表",
        "一行一条记录：当年关闭退出的设备；一行写多项的只计属淘汰、禁止类的各项",
        &[
            "序号",
            "州市",
            "县市区",
            "企业名称",
            "行业",
            "设备",
            "规格型号",
            "设备数（台套）",
            "产能",
            "现状",
            "关闭退出时间",
            "依据",
            "备注",
        ],
    );
    let exited = context.exited();
    for (index, line) in exited.iter().enumerate() {
        let records = vec![context.reference(line)];
        table.rows.push(Row::body(
            vec![
                Cell::text((index + 1).to_string()),
                Cell::text(line.prefecture()),
                Cell::text(line.text(Field::County)),
                Cell::text(line.text(Field::Enterprise)),
                Cell::text(line.sector()),
                Cell::text(line.equipment()),
                Cell::text(line.text(Field::Model)),
                Cell::Number(line.sets, records.clone()),
                Cell::text(words(&line.capacity)),
                Cell::text(line.text(Field::Status)),
                day_cell(line.case.closed),
                Cell::text(line.citations(context.document).join("；")),
                Cell::text(line.uncounted.join("；")),
            ],
            records,
        ));
    }
    table.push_total([
        (7, Cell::Number(exited.iter().map(|line| line.sets).sum(), context.references(&exited))),
        (8, Cell::text(words(&context.capacity(&exited)))),
    ]);
    table
}

/// 退出产能情况表: prefecture × sector, each unit in its own column.
pub(super) fn capacity(context: &Context) -> Table {
    let exited = context.exited();
    let mut units: BTreeSet<AmountUnit> = exited.iter().flat_map(|line| line.capacity.keys().cloned()).collect();
    units.insert(AmountUnit::ten_thousand_tonnes());
    let units: Vec<AmountUnit> = units.into_iter().collect();
    let mut columns = vec!["州市".to_owned(), "行业".to_owned(), "企业（户）".to_owned(), "设备（台套）".to_owned()];
    columns.extend(units.iter().map(|unit| format!("产能（{}）", unit.label)));
    let mut table = Table::new(
        "退出产能情况表",
        "按州市和行业；各计量单位分列，互不相加；一户有多个行业的，户数计入其首条记录的行业",
        &[],
    );
    table.columns = columns;
    let prefectures = place_order(exited.iter().map(|line| line.prefecture()), context.prefectures());
    let sectors = place_order(exited.iter().map(|line| line.sector()), &context.plan.sectors);
    for prefecture in &prefectures {
        for sector in &sectors {
            let lines: Vec<&Line> = exited
                .iter()
                .copied()
                .filter(|line| line.prefecture() == *prefecture && line.sector() == *sector)
                .collect();
            if !lines.is_empty() {
                table.rows.push(sums(context, RowKind::Body, prefecture, sector, &lines, &units));
            }
        }
        let lines: Vec<&Line> = exited.iter().copied().filter(|line| line.prefecture() == *prefecture).collect();
        table.rows.push(sums(context, RowKind::Subtotal, prefecture, "小计", &lines, &units));
    }
    for sector in &sectors {
        let lines: Vec<&Line> = exited.iter().copied().filter(|line| line.sector() == *sector).collect();
        table.rows.push(sums(context, RowKind::Subtotal, "全部州市", sector, &lines, &units));
    }
    table.rows.push(sums(context, RowKind::Total, "合计", "", &exited, &units));
    table
}

fn sums(
    context: &Context,
    kind: RowKind,
    prefecture: &str,
    sector: &str,
    lines: &[&Line],
    units: &[AmountUnit],
) -> Row {
    let households: Vec<Reference> =
        lines.iter().filter(|line| context.is_first_of_household(line)).map(|line| context.reference(line)).collect();
    let mut cells = vec![
        Cell::text(prefecture),
        Cell::text(sector),
        Cell::count(households),
        Cell::Number(lines.iter().map(|line| line.sets).sum(), context.references(lines)),
    ];
    for unit in units {
        let with: Vec<&Line> = lines.iter().copied().filter(|line| line.capacity.contains_key(unit)).collect();
        let sum: Decimal = with.iter().filter_map(|line| line.capacity.get(unit)).sum();
        cells.push(Cell::Number(sum, context.references(&with)));
    }
    Row { kind, cells, records: Vec::new() }
}
