//! An official table → its rows by meaning: which column holds the wording, the deadline, the replacement.

use std::ops::ControlFlow;
use std::path::Path;

use anyhow::bail;

use super::docx;
use crate::text::fold;
use crate::workbook::{CellValue, Limits, Merge, Merges, Row, Workbook, decimal_text};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    Name,
    Action,
    Deadline,
    Replacement,
    Sector,
    Reason,
}

/// Words of headings, the more telling first.
const HEADINGS: &[(Column, &[&str])] = &[
    (Column::Replacement, &["替代", "代替", "可代", "推荐"]),
    (Column::Deadline, &["期限", "时限", "淘汰时间", "禁止时间", "截止", "实施时间"]),
    (Column::Reason, &["原因", "理由", "依据", "说明", "备注"]),
    (Column::Action, &["淘汰类型", "类型", "类别", "措施", "禁限", "禁止或限制", "淘汰或限制"]),
    (Column::Sector, &["行业", "领域", "专业", "适用范围"]),
    (Column::Number, &["序号", "编号", "项号"]),
    (Column::Name, &["名称", "条目", "内容", "工艺", "设备", "装备", "产品", "技术", "条文"]),
];

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Item {
    /// Where: sheet or table, and row.
    pub(super) place: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) action: String,
    pub(super) deadline: String,
    pub(super) replacement: String,
    pub(super) sector: String,
    pub(super) reason: String,
}

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The title above the first table, if it looks like one.
    pub(super) title: Option<String>,
    pub(super) items: Vec<Item>,
}

/// The items of every table of a file.
pub(super) fn read(path: &Path) -> anyhow::Result<Read> {
    let mut read = Read::default();
    let tables = if docx::is_docx(path) {
        let docx::Document { lead, tables } = docx::read(path)?;
        read.title = lead.into_iter().find(|line| line.contains("目录"));
        let named = |(index, rows): (usize, Vec<Vec<String>>)| (format!("表{}", index + 1), (1..).zip(rows).collect());
        tables.into_iter().enumerate().map(named).collect()
    } else {
        sheets(path)?
    };
    for (name, rows) in &tables {
        read.items.extend(self::items(name, rows));
        read.title = read.title.or_else(|| title(rows));
    }
    if read.items.is_empty() {
        bail!("{} 里没有找到带“名称”一类表头的表；表头要有“名称”和“序号”“期限”“类型”之类至少一栏", path.display());
    }
    Ok(read)
}

/// The line above the heading that names a catalogue.
fn title(rows: &Rows) -> Option<String> {
    let above = rows.iter().map(|(_, row)| row).take_while(|row| columns(row).is_none());
    above
        .filter_map(|row| {
            let mut filled = row.iter().filter(|cell| !cell.is_empty());
            filled.next().filter(|only| filled.next().is_none() && only.contains("目录"))
        })
        .next()
        .cloned()
}

/// 「一、金属冶炼」 without its number.
fn without_ordinal(section: &str) -> &str {
    let rest = section.trim_start_matches(|c: char| "（(一二三四五六七八九十".contains(c) || c.is_ascii_digit());
    match rest.strip_prefix(['、', '.', '．', '）', ')']) {
        Some(name) if !name.trim().is_empty() => name.trim(),
        _ => section,
    }
}

type Rows = Vec<(u32, Vec<String>)>;

fn sheets(path: &Path) -> anyhow::Result<Vec<(String, Rows)>> {
    let mut workbook = Workbook::open(path, &Limits::default())?;
    let mut tables = Vec::new();
    for index in 0..workbook.sheets().len() {
        let name = workbook.sheets().get(index).map(|sheet| sheet.name.clone()).unwrap_or_default();
        let mut rows: Rows = Vec::new();
        workbook.read_sheet(index, &mut |row| {
            rows.push((row.index + 1, texts(&row)));
            ControlFlow::Continue(())
        })?;
        if let Some(Merges::Known(merges)) = workbook.sheets().get(index).map(|sheet| &sheet.merges) {
            fill(&mut rows, merges);
        }
        tables.push((name, rows));
    }
    Ok(tables)
}

/// Writes the value of an area that is merged over several rows into each of them.
fn fill(rows: &mut Rows, merges: &[Merge]) {
    for merge in merges.iter().filter(|merge| merge.last.row > merge.first.row) {
        let Ok(column) = usize::try_from(merge.first.column) else { continue };
        let inside = |number: &u32| (merge.first.row + 1..=merge.last.row + 1).contains(number);
        let first = rows.iter().find(|(number, _)| *number == merge.first.row + 1);
        let Some(value) = first.and_then(|(_, row)| row.get(column)).cloned() else { continue };
        for (_, row) in rows.iter_mut().filter(|(number, _)| inside(number)) {
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            if let Some(cell) = row.get_mut(column).filter(|cell| cell.is_empty()) {
                cell.clone_from(&value);
            }
        }
    }
}

fn texts(row: &Row) -> Vec<String> {
    let mut texts = Vec::new();
    for cell in &row.cells {
        // Cells far to the right hold nothing of a table of laws.
        let Some(column) = usize::try_from(cell.column).ok().filter(|&column| column < 256) else { break };
        texts.resize(column, String::new());
        texts.push(match &cell.value {
            CellValue::Text(text) => text.trim().to_owned(),
            CellValue::Number(number) => decimal_text(*number),
            CellValue::Date(date) => date.date().to_string(),
            CellValue::Bool(_) | CellValue::Error(_) | CellValue::FormulaWithoutValue(_) => String::new(),
        });
    }
    texts
}

fn column(heading: &str) -> Option<Column> {
    let heading = fold(heading).text;
    HEADINGS.iter().find(|(_, words)| words.iter().any(|word| heading.contains(word))).map(|(column, _)| *column)
}

/// The columns of a heading row: a wording, and at least one thing more.
fn columns(row: &[String]) -> Option<Vec<Option<Column>>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    let of_kind = |heading: &String| heading.contains("类别");
    let ordered = row.iter().any(|heading| !of_kind(heading) && column(heading) == Some(Column::Action));
    for heading in row {
        // A heading is short; of two columns that could be the same the first one is.
        let found = (heading.chars().count() <= 20).then(|| column(heading)).flatten();
        // Beside 淘汰类型, 类别 tells the field: 冶金、有色.
        let found = if ordered && of_kind(heading) { Some(Column::Sector) } else { found };
        columns.push(found.filter(|found| !columns.contains(&Some(*found))));
    }
    let known = columns.iter().flatten().count();
    (known >= 2 && columns.contains(&Some(Column::Name))).then_some(columns)
}

fn items(table: &str, rows: &Rows) -> Vec<Item> {
    let mut items = Vec::new();
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut section = String::new();
    for (number, row) in rows {
        if let Some(found) = self::columns(row) {
            columns = Some(found);
            continue;
        }
        let Some(columns) = &columns else { continue };
        let filled: Vec<&String> = row.iter().filter(|cell| !cell.is_empty()).collect();
        if let [only] = filled.as_slice() {
            without_ordinal(only).clone_into(&mut section);
            continue;
        }
        let mut item = Item { place: format!("{table} 第{number}行"), sector: section.clone(), ..Item::default() };
        for (column, text) in columns.iter().zip(row) {
            let field = match column {
                Some(Column::Number) => &mut item.number,
                Some(Column::Name) => &mut item.name,
                Some(Column::Action) => &mut item.action,
                Some(Column::Deadline) => &mut item.deadline,
                Some(Column::Replacement) => &mut item.replacement,
                Some(Column::Sector) if !text.is_empty() => &mut item.sector,
                Some(Column::Reason) => &mut item.reason,
                _ => continue,
            };
            text.clone_into(field);
        }
        if !item.name.is_empty() {
            items.push(item);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::CellAddress;

    fn rows(text: &str) -> Rows {
        (1..).zip(text.lines().map(|line| line.split('|').map(str::to_owned).collect())).collect()
    }

    #[test]
    fn columns_are_found_under_a_title_and_sections_give_the_sector() {
        let table = rows("淘汰目录||\n序号|设备名称|淘汰期限\n一、冶金||\n1|井式热处理电炉|立即\n|注|");
        let items = items("表1", &table);
        assert_eq!(items.len(), 1);
        assert_eq!((items[0].name.as_str(), items[0].sector.as_str()), ("井式热处理电炉", "冶金"));
        assert_eq!((items[0].number.as_str(), items[0].deadline.as_str()), ("1", "立即"));
        assert_eq!(items[0].place, "表1 第4行");
    }

    #[test]
    fn a_kind_beside_the_order_is_the_field() {
        let table = rows("类别|序号|设备名称|淘汰类型|时限\n冶金|1|30平方米以下烧结机|禁止|立即\n");
        let items = items("表1", &table);
        assert_eq!((items[0].sector.as_str(), items[0].action.as_str()), ("冶金", "禁止"));
        let table = rows("序号|设备名称|类别\n1|30平方米以下烧结机|限制\n");
        assert_eq!(self::items("表1", &table)[0].action, "限制");
    }

    #[test]
    fn a_merged_area_holds_for_each_of_its_rows() {
        let mut table = rows("行业|设备名称\n冶金|甲\n|乙\n|丙\n");
        let merge = |first, last| Merge { first: CellAddress::new(first, 0), last: CellAddress::new(last, 0) };
        fill(&mut table, &[merge(1, 2)]);
        let sectors: Vec<&str> = table.iter().map(|(_, row)| row[0].as_str()).collect();
        assert_eq!(sectors, ["行业", "冶金", "冶金", ""]);
    }

    #[test]
    fn a_column_of_replacements_is_not_taken_for_the_names() {
        let found = columns(&["序号", "淘汰设备名称", "可代替的设备名称"].map(str::to_owned)).unwrap();
        assert_eq!(found, [Some(Column::Number), Some(Column::Name), Some(Column::Replacement)]);
    }
}
