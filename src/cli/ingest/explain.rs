//! `--explain`: for each table where it lies, the header as understood, each column with its meaning, unit and why, and
//! what was skipped and why.

use std::io::{self, Write};

use super::FileRead;
use crate::report::terminal::printable;
use crate::survey::{SheetSummary, TableSummary};

/// Explains how a file was read.
pub(super) fn file(read: &FileRead, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "文件 {}", printable(&read.name))?;
    for note in &read.notes {
        writeln!(out, "  {}", printable(note))?;
    }
    if let Some(error) = &read.error {
        writeln!(out, "  没有读出：{}", printable(error))?;
    }
    read.sheets.iter().try_for_each(|summary| sheet(summary, out))
}

fn sheet(sheet: &SheetSummary, out: &mut dyn Write) -> io::Result<()> {
    let hidden = if sheet.state == "visible" { "" } else { "（隐藏）" };
    writeln!(out, "\n工作表「{}」{hidden}", printable(&sheet.name))?;
    for (at, summary) in sheet.tables.iter().enumerate() {
        table(at + 1, summary, out)?;
    }
    for note in &sheet.notes {
        writeln!(out, "  说明：{}", printable(note))?;
    }
    for problem in &sheet.problems {
        let place = match (problem.cell, problem.row) {
            (Some(cell), _) => format!("{cell} "),
            (None, Some(row)) => format!("第{}行 ", row + 1),
            (None, None) => String::new(),
        };
        writeln!(out, "  问题：{place}{}（{}）", printable(&problem.message), problem.code)?;
        writeln!(out, "        {}", printable(&problem.suggestion))?;
    }
    if let Some(error) = &sheet.error {
        writeln!(out, "  没有读完：{}", printable(error))?;
    }
    let rows = sheet.rows;
    writeln!(
        out,
        "  行数：{} = 表头{} + 空行{} + 合计行{} + 说明{} + 记录{} + 没看懂{}{}",
        rows.rows,
        rows.header,
        rows.blank,
        rows.subtotal,
        rows.note,
        rows.records,
        rows.not_understood,
        if rows.split > 0 {
            format!("（其中因一行几条记录多计{}行）", rows.split)
        } else {
            String::new()
        }
    )
}

fn table(number: usize, table: &TableSummary, out: &mut dyn Write) -> io::Result<()> {
    let header = match table.header_rows {
        Some((first, last)) if first == last => format!("表头第{}行", first + 1),
        Some((first, last)) => format!("表头第{}至{}行", first + 1, last + 1),
        None if table.columns.is_empty() => "没有读".to_owned(),
        None => "标签与值并列".to_owned(),
    };
    let data = match table.data_rows {
        Some((first, last)) => format!("，数据第{}至{}行", first + 1, last + 1),
        None => String::new(),
    };
    writeln!(out, "  表{number}：{}，{header}{data}，记录{}条", table.kind, table.records)?;
    for column in &table.columns {
        let unit = column.unit.as_deref().map(|unit| format!("，单位 {}", printable(unit))).unwrap_or_default();
        let hidden = if column.hidden { "，隐藏列" } else { "" };
        let field = column.field.map_or_else(String::new, |field| format!(" {}", field.name()));
        writeln!(
            out,
            "    {:<3} {} → {}{field}{unit}{hidden}（{}）",
            column.letters(),
            printable(&column.header),
            printable(&column.meaning),
            printable(&column.why)
        )?;
    }
    let unknown: Vec<String> = table
        .columns
        .iter()
        .filter(|column| column.is_unknown())
        .map(|column| format!("{} {}", column.letters(), printable(&column.header)))
        .collect();
    if !unknown.is_empty() && table.records > 0 {
        writeln!(out, "    没有认出的栏：{}", unknown.join("、"))?;
        writeln!(out, "    要采用的，先用 --write-mapping 对照.yaml 写出对照文件，改好后用 --mapping 对照.yaml 给出")?;
    }
    Ok(())
}
