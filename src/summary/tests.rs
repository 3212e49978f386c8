//! The tables on hand-made results, with numbers worked out by hand.

use std::collections::BTreeMap;

use super::*;
use crate::audit::{AuditedRecord, Document};
use crate::history::tests::{document, furnace};
use crate::plan::Plan;
use crate::summary::table::{Cell, RowKind};
use crate::survey::{Field, Measured, Value};

struct Furnace<'t> {
    name: &'t str,
    prefecture: &'t str,
    sector: &'t str,
    size: &'t str,
    quantity: &'t str,
    capacity: (&'t str, &'t str),
    cell: &'t str,
    more: &'t [(Field, &'t str)],
}

fn record(row: u32, furnace_: &Furnace) -> AuditedRecord {
    let mut record = furnace(row, furnace_.name, furnace_.size, furnace_.more);
    record.fields.insert(Field::Prefecture, Value::Text(furnace_.prefecture.into()));
    record.fields.insert(Field::Sector, Value::Text(furnace_.sector.into()));
    let measured = |(value, unit): (&str, &str)| Value::Measured(Measured { value: value.into(), unit: unit.into() });
    record.fields.insert(Field::Quantity, measured((furnace_.quantity, "座")));
    if !furnace_.capacity.0.is_empty() {
        record.fields.insert(Field::Capacity, measured(furnace_.capacity));
        record.source.cells.insert(Field::Capacity, furnace_.cell.parse().unwrap());
    }
    record
}

const CLOSED: &[(Field, &str)] = &[
    (Field::Status, "已拆除"),
    (Field::Measure, "依法关闭"),
    (Field::ClosedOn, "2019-11-20"),
    (Field::AcceptedOn, "2019-12-05"),
    (Field::OpinionNo, "1号"),
];
const CLOSED_UNACCEPTED: &[(Field, &str)] =
    &[(Field::Status, "已关闭"), (Field::Measure, "依法关闭"), (Field::ClosedOn, "2019-11-20")];
const CLOSED_EARLIER: &[(Field, &str)] = &[(Field::Status, "已拆除"), (Field::ClosedOn, "2016-11-20")];
const OVERDUE: &[(Field, &str)] = &[
    (Field::Status, "在产"),
    (Field::Measure, "限期整改"),
    (Field::OrderedOn, "2019-08-01"),
    (Field::DueOn, "2019-10-31"),
    (Field::CopiedTo, "电力"),
    (Field::Pricing, "差别电价、阶梯电价"),
];

fn year() -> Document {
    let of = |name, prefecture, sector, size, quantity, capacity, cell, more| Furnace {
        name,
        prefecture,
        sector,
        size,
        quantity,
        capacity,
        cell,
        more,
    };
    let records = [
        of("甲钢铁公司", "昆明市", "钢铁", "380", "2", ("60", "万吨/年"), "G4", CLOSED),
        of("甲钢铁（集团）公司", "昆明市", "钢铁", "300", "1", ("300", "kt/a"), "G5", CLOSED),
        of("乙玻璃公司", "昆明市", "平板玻璃", "1", "1", ("120", "万重量箱"), "G6", CLOSED_UNACCEPTED),
        of("丙铁合金公司", "曲靖市", "铁合金", "2", "3", ("1.25", "万kVA"), "G7", CLOSED),
        // One merged capacity cell over two rows, both closed: it counts once.
        of("丁水泥公司", "曲靖市", "水泥", "3", "1", ("10", "万吨"), "G8", CLOSED),
        of("丁水泥公司", "曲靖市", "水泥", "4", "1", ("10", "万吨"), "G8", CLOSED),
        // One merged capacity cell of which only a part has left: it cannot be counted.
        of("戊水泥公司", "曲靖市", "水泥", "5", "1", ("50", "万吨"), "G10", CLOSED),
        of("戊水泥公司", "曲靖市", "水泥", "6", "1", ("50", "万吨"), "G10", OVERDUE),
        of("己钢铁公司", "曲靖市", "钢铁", "350", "1", ("20", "万吨"), "G12", CLOSED_EARLIER),
    ];
    document("2019-12-31", records.iter().zip(4..).map(|(furnace, row)| record(row, furnace)).collect())
}

fn plan() -> Plan {
    Plan::builtin("yunnan-2019").unwrap()
}

fn summed(document: &Document) -> (Vec<Table>, json::SummaryDocument) {
    let plan = plan();
    let input = Input {
        plan: &plan,
        results: vec![("2019-12".into(), document)],
        prefectures: vec!["曲靖市".into(), "昆明市".into()],
    };
    let tables = checked(&input).unwrap();
    let json = json::document(&input, &tables).unwrap();
    (tables, json)
}

fn rows(tables: &[Table], name: &str) -> Vec<String> {
    let table = tables.iter().find(|table| table.name == name).unwrap();
    let text =
        |row: &table::Row| row.cells.iter().map(|cell| cell.to_text().into_owned()).collect::<Vec<_>>().join("|");
    table.rows.iter().map(text).collect()
}

#[test]
fn capacity_is_summed_by_place_sector_and_unit() {
    let (tables, _) = summed(&year());
    assert_eq!(
        rows(&tables, "退出产能情况表"),
        [
            "曲靖市|水泥|2|3|10|0|0",
            "曲靖市|铁合金|1|3|0|0|12500",
            "曲靖市|小计|3|6|10|0|12500",
            "昆明市|钢铁|1|3|90|0|0",
            "昆明市|平板玻璃|1|1|0|120|0",
            "昆明市|小计|2|4|90|120|0",
            "全部州市|钢铁|1|3|90|0|0",
            "全部州市|水泥|2|3|10|0|0",
            "全部州市|平板玻璃|1|1|0|120|0",
            "全部州市|铁合金|1|3|0|0|12500",
            "合计||5|10|100|120|12500",
        ]
    );
}

#[test]
fn a_merged_capacity_of_which_a_part_left_is_said_and_not_counted() {
    let (tables, _) = summed(&year());
    let uncounted = rows(&tables, "未计入的数值");
    assert_eq!(uncounted.len(), 1, "{uncounted:?}");
    assert!(uncounted[0].contains("产能合并填在 G10，只有一部分退出"), "{uncounted:?}");
}

#[test]
fn households_are_enterprises_and_not_rows() {
    let (tables, _) = summed(&year());
    let households = rows(&tables, "依法关闭企业情况表");
    assert_eq!(households.len(), 6);
    assert!(
        households[3].starts_with("4|昆明市||甲钢铁公司||钢铁|380m³高炉；300m³高炉|3|90万吨|2019-11-20|2019-12-05|1号")
    );
    assert!(
        households[5].contains("5 户") && households[5].contains("100万吨、120万重量箱、12500kVA"),
        "{}",
        households[5]
    );
}

#[test]
fn orders_are_counted_with_their_copies_and_prices() {
    let (tables, _) = summed(&year());
    let rows = rows(&tables, "执法处置情况表");
    assert_eq!(rows[0], "曲靖市|5|0|5|1|0|4|0|0|0|1|4|1|4|1|1|0|0|4");
    assert_eq!(rows[2], "合计|8|0|8|1|0|7|0|0|0|1|7|1|7|1|1|0|0|7");
}

#[test]
fn acceptance_is_by_household() {
    let (tables, _) = summed(&year());
    let table = tables.iter().find(|table| table.name == "验收情况表").unwrap();
    assert_eq!(table.total("已验收（户）").unwrap().to_string(), "4");
    assert_eq!(table.total("待验收（户）").unwrap().to_string(), "1");
}

#[test]
fn every_number_can_be_traced_to_cells() {
    let (tables, json) = summed(&year());
    let sources = tables.iter().find(|table| table.name == "数据来源").unwrap();
    let mut traced: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for row in &sources.rows {
        let text = |at: usize| row.cells[at].to_text().into_owned();
        *traced.entry((text(0), text(1), text(2))).or_default() += 1;
        assert!(!text(5).is_empty() && text(7) == "a.xlsx");
    }
    for table in &tables {
        for (nth, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Body) {
            for (cell, title) in row.cells.iter().zip(&table.columns) {
                let Cell::Number(number, references) = cell else { continue };
                assert_eq!(number.is_zero(), references.is_empty(), "{} {title}", table.name);
                let key = (table.name.to_owned(), (nth + 1).to_string(), title.clone());
                assert_eq!(traced.get(&key).copied().unwrap_or(0), references.len(), "{key:?}");
            }
        }
    }
    let capacity = json.tables.iter().find(|table| table.name == "退出产能情况表").unwrap();
    assert_eq!(capacity.sources[0], ["丁水泥公司-3", "丁水泥公司-4", "戊水泥公司-5"]);
}

#[test]
fn what_is_open_comes_with_its_next_step() {
    let mut document = year();
    document.exceptions = crate::audit::process::check(&document.records, &plan(), document.as_of);
    let (tables, _) = summed(&document);
    let open = rows(&tables, "未完成及下步措施");
    assert_eq!(open.len(), 1, "{open:?}");
    assert!(open[0].contains("整改期限 2019-10-31 已过 61 天") && open[0].contains("列入年内依法关闭名单"), "{open:?}");
}
