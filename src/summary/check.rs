//! Totals agree with their parts, in every direction, or nothing is written.
//!
//! 合计 and 小计 were counted from the records, not added up from the rows above them, so that adding up the rows is a check
//! and not a tautology.

use rust_decimal::Decimal;

use super::table::{Cell, Row, RowKind, Table};

/// The disagreements between the tables and within them, in Chinese; empty if every total agrees.
#[must_use]
pub fn disagreements(tables: &[Table]) -> Vec<String> {
    let mut found = Vec::new();
    for table in tables {
        columns_add_up(table, &mut found);
    }
    if let Some(table) = named(tables, "退出产能情况表") {
        prefectures_and_sectors(table, &mut found);
    }
    if let Some(table) = named(tables, "执法处置情况表") {
        orders(table, &mut found);
    }
    across(tables, &mut found);
    found
}

fn named<'t>(tables: &'t [Table], name: &str) -> Option<&'t Table> {
    tables.iter().find(|table| table.name == name)
}

fn number(row: &Row, column: usize) -> Decimal {
    row.cells.get(column).and_then(Cell::number).unwrap_or_default()
}

/// Whether the rows of one thing each add up to 合计, column by column.
fn columns_add_up(table: &Table, found: &mut Vec<String>) {
    let Some(total) = table.rows.iter().find(|row| row.kind == RowKind::Total) else { return };
    for (column, title) in table.columns.iter().enumerate() {
        let Some(said) = total.cells.get(column).and_then(Cell::number) else { continue };
        let sum: Decimal = table.body().map(|row| number(row, column)).sum();
        expect(table, &format!("{title}：各行之和与合计"), sum, said, found);
    }
}

/// Whether the subtotals of prefectures and those of sectors are the sums of their rows, and both add up to 合计.
fn prefectures_and_sectors(table: &Table, found: &mut Vec<String>) {
    let label =
        |row: &Row, column: usize| row.cells.get(column).map(|cell| cell.to_text().into_owned()).unwrap_or_default();
    let Some(total) = table.rows.iter().find(|row| row.kind == RowKind::Total) else { return };
    for (column, title) in table.columns.iter().enumerate().skip(2) {
        let (mut by_prefecture, mut by_sector) = (Decimal::ZERO, Decimal::ZERO);
        for subtotal in table.rows.iter().filter(|row| row.kind == RowKind::Subtotal) {
            let (prefecture, sector) = (label(subtotal, 0), label(subtotal, 1));
            let of_sector = sector != "小计";
            let parts = table
                .body()
                .filter(|row| if of_sector { label(row, 1) == sector } else { label(row, 0) == prefecture });
            let sum: Decimal = parts.map(|row| number(row, column)).sum();
            let said = number(subtotal, column);
            expect(table, &format!("{title}：{prefecture}{sector}与其各行之和"), sum, said, found);
            if of_sector { by_sector += said } else { by_prefecture += said }
        }
        let said = number(total, column);
        expect(table, &format!("{title}：各州市小计之和与合计"), by_prefecture, said, found);
        expect(table, &format!("{title}：各行业小计之和与合计"), by_sector, said, found);
    }
}

/// Whether the parts of 应处置 and of 已下达 add up in each row.
fn orders(table: &Table, found: &mut Vec<String>) {
    let at = |title: &str| table.column(title);
    let (Some(all), Some(missing), Some(ordered)) = (at("应处置"), at("未下达"), at("已下达")) else { return };
    let measures: Vec<usize> = (0..table.columns.len())
        .filter(|column| table.columns.get(*column).is_some_and(|title| title.starts_with("其中：")))
        .collect();
    let states: Vec<usize> =
        ["已完成", "未到期或未定期限", "逾期", "已关闭"].iter().filter_map(|title| at(title)).collect();
    let copies: Vec<usize> = ["已抄送", "未抄送"].iter().filter_map(|title| at(title)).collect();
    for row in &table.rows {
        let name = row.cells.first().map(|cell| cell.to_text().into_owned()).unwrap_or_default();
        let sum = |columns: &[usize]| -> Decimal { columns.iter().map(|column| number(row, *column)).sum() };
        expect(table, &format!("{name}：未下达＋已下达与应处置"), sum(&[missing, ordered]), number(row, all), found);
        for (what, parts) in [("各项措施", &measures), ("各种状态", &states), ("已抄送＋未抄送", &copies)]
        {
            expect(table, &format!("{name}：{what}之和与已下达"), sum(parts), number(row, ordered), found);
        }
    }
}

/// Whether tables that count the same thing agree.
fn across(tables: &[Table], found: &mut Vec<String>) {
    let total = |table: &str, column: &str| named(tables, table).and_then(|table| table.total(column));
    let rows = |table: &str| named(tables, table).map(|table| Decimal::from(table.body().count()));
    let accepted = total("验收情况表", "已验收（户）").zip(total("验收情况表", "待验收（户）")).map(|(a, b)| a + b);
    let trend = named(tables, "分月趋势").and_then(|table| {
        let column = table.column("当年已关闭")?;
        table.rows.last()?.cells.get(column)?.number()
    });
    let pairs = [
        (
            "关闭企业户数：依法关闭企业情况表与退出产能情况表",
            rows("依法关闭企业情况表"),
            total("退出产能情况表", "企业（户）"),
        ),
        ("关闭企业户数：依法关闭企业情况表与验收情况表", rows("依法关闭企业情况表"), accepted),
        (
            "设备数：依法关闭企业情况表与淘汰设备情况表",
            total("依法关闭企业情况表", "设备数（台套）"),
            total("淘汰设备情况表", "设备数（台套）"),
        ),
        (
            "设备数：淘汰设备情况表与退出产能情况表",
            total("淘汰设备情况表", "设备数（台套）"),
            total("退出产能情况表", "设备（台套）"),
        ),
        ("退出记录数：淘汰设备情况表与分月趋势末月", rows("淘汰设备情况表"), trend),
    ];
    for (what, left, right) in pairs {
        if let (Some(left), Some(right)) = (left, right)
            && left != right
        {
            found.push(format!("{what}不一致：{left} 与 {right}"));
        }
    }
}

fn expect(table: &Table, what: &str, found_sum: Decimal, said: Decimal, found: &mut Vec<String>) {
    if found_sum != said {
        found.push(format!("{}，{what}不一致：{} 与 {}", table.name, found_sum.normalize(), said.normalize()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: RowKind, cells: &[&str]) -> Row {
        let cells = cells
            .iter()
            .map(|text| {
                text.parse().map_or_else(|_| Cell::text(*text), |number: Decimal| Cell::Number(number, Vec::new()))
            })
            .collect();
        Row { kind, cells, records: Vec::new() }
    }

    fn capacity(changed: Option<(usize, usize, &str)>) -> Vec<String> {
        let mut table = Table::new("退出产能情况表", "", &["州市", "行业", "企业（户）", "产能（万吨）"]);
        table.rows = vec![
            row(RowKind::Body, &["昆明市", "钢铁", "1", "60"]),
            row(RowKind::Body, &["昆明市", "水泥", "2", "40.5"]),
            row(RowKind::Subtotal, &["昆明市", "小计", "3", "100.5"]),
            row(RowKind::Body, &["曲靖市", "钢铁", "1", "20"]),
            row(RowKind::Subtotal, &["曲靖市", "小计", "1", "20"]),
            row(RowKind::Subtotal, &["全部州市", "钢铁", "2", "80"]),
            row(RowKind::Subtotal, &["全部州市", "水泥", "2", "40.5"]),
            row(RowKind::Total, &["合计", "", "4", "120.5"]),
        ];
        if let Some((at, column, value)) = changed {
            table.rows[at].cells[column] = Cell::Number(value.parse().unwrap(), Vec::new());
        }
        disagreements(&[table])
    }

    #[test]
    fn tables_that_agree_pass() {
        assert!(capacity(None).is_empty());
    }

    #[test]
    fn every_single_wrong_number_is_found() {
        for at in 0..8 {
            for column in 2..4 {
                let found = capacity(Some((at, column, "7.25")));
                assert!(!found.is_empty(), "row {at}, column {column}");
                assert!(found[0].starts_with("退出产能情况表"), "{found:?}");
            }
        }
    }
}
