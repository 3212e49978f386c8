//! `--mapping FILE`: what an odd office's tables mean, written by hand. Overrides the dictionary where it speaks.
//!
//! ```yaml
//! sheets:
//!   - sheet: 钢铁           # 工作表名；"*" 是其余各表
//!     skip: true            # 整张表不读
//!     area: B4:K120         # 表格所在区域，含表头；末行可不写：B4:K
//!     header_rows: 2        # 区域最上面几行是表头；要同时写 area
//!     columns:
//!       - header: 厂子       # 表头文字；多级表头用 / 连接
//!         field: enterprise
//!       - column: G         # 或写列号
//!         field: capacity
//!         unit: 万吨/年
//! ```

use std::fmt::Write as _;

use super::Field;
use super::clean::fold;
use super::dictionary::{Dictionary, Meaning};
use super::label::Label;
use super::summary::{SheetSummary, TableSummary};
use crate::workbook::column_letters;
use crate::yaml::{Mapping, Node, Position, Problem, Problems, parse};

/// What one column is said to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnMapping {
    /// Folded heading, levels joined by `/`.
    header: Option<String>,
    /// 0-based.
    column: Option<u32>,
    pub meaning: Meaning,
    pub unit: Option<String>,
}

/// The area of a table: 0-based corners; the last row may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub first_row: u32,
    pub first_column: u32,
    pub last_row: u32,
    pub last_column: u32,
}

/// What is said of one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct SheetMapping {
    pub skip: bool,
    pub area: Option<Area>,
    pub header_rows: Option<u32>,
    pub columns: Vec<ColumnMapping>,
}

impl SheetMapping {
    /// What is said of a column with this heading.
    pub(super) fn column(&self, column: u32, header: &str) -> Option<&ColumnMapping> {
        let whole = fold(header);
        let leaf = whole.rsplit('/').next().unwrap_or_default();
        let by_letter = self.columns.iter().find(|mapping| mapping.column == Some(column));
        by_letter
            .or_else(|| self.columns.iter().find(|mapping| mapping.header.as_deref() == Some(&*whole)))
            .or_else(|| self.columns.iter().find(|mapping| mapping.header.as_deref() == Some(leaf)))
    }

    /// The dictionary with the headings of this mapping in it, so that a header made of them is found.
    pub(super) fn extend(&self, dictionary: &Dictionary) -> Dictionary {
        let mut dictionary = dictionary.clone();
        for mapping in &self.columns {
            if let Some(leaf) = mapping.header.as_deref().and_then(|header| header.rsplit('/').next()) {
                dictionary.learn(&Label::words_of(leaf), mapping.meaning);
            }
        }
        dictionary
    }
}

/// What is said of the sheets of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct WorkbookMapping {
    sheets: Vec<(String, SheetMapping)>,
}

impl WorkbookMapping {
    /// Reads the file.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let root = parse(file, text).map_err(|problem| vec![problem])?;
        let mut problems = Problems::new(file);
        let mut sheets = Vec::new();
        if let Some(mut mapping) = Mapping::of(&root, "栏目对照", &mut problems) {
            for node in mapping.list("sheets", &mut problems) {
                sheets.extend(sheet(node, &mut problems));
            }
            mapping.finish(&mut problems);
        }
        if problems.is_empty() { Ok(Self { sheets }) } else { Err(problems.into_sorted()) }
    }

    /// What is said of a sheet: under its name, else under `*`.
    pub(super) fn sheet(&self, name: &str) -> Option<&SheetMapping> {
        let named =
            |wanted: &str| self.sheets.iter().find(|(sheet, _)| sheet.trim() == wanted).map(|(_, mapping)| mapping);
        named(name.trim()).or_else(|| named("*"))
    }
}

fn sheet(node: &Node, problems: &mut Problems) -> Option<(String, SheetMapping)> {
    let mut mapping = Mapping::of(node, "工作表", problems)?;
    let name = mapping.text("sheet", problems);
    let skip = mapping.flag("skip", problems).unwrap_or(false);
    let area = mapping.placed_text("area", problems).and_then(|(text, position)| {
        let area = area(&text);
        if area.is_none() {
            problems.add(position, format!("area 应写成 B4:K120 或 B4:K，这里是「{text}」"));
        }
        area
    });
    let header_rows = mapping.placed_text("header_rows", problems).and_then(|(text, position)| {
        let rows = text.parse::<u32>().ok().filter(|rows| (1..=10).contains(rows));
        if rows.is_none() {
            problems.add(position, format!("header_rows 应是 1 到 10 的整数，这里是「{text}」"));
        } else if area.is_none() {
            problems.add(position, "写了 header_rows，还要写 area".to_owned());
        }
        rows
    });
    let mut columns: Vec<ColumnMapping> = Vec::new();
    for node in mapping.list("columns", problems) {
        columns.extend(column(node, problems));
    }
    mapping.finish(problems);
    Some((name, SheetMapping { skip, area, header_rows, columns }))
}

fn column(node: &Node, problems: &mut Problems) -> Option<ColumnMapping> {
    let mut mapping = Mapping::of(node, "栏目", problems)?;
    let place: Position = mapping.position();
    let header = mapping.optional_text("header", problems).map(|header| fold(&header).into_owned());
    let letters = mapping.placed_text("column", problems);
    let field = mapping.placed_text("field", problems);
    let unit = mapping.optional_text("unit", problems);
    mapping.finish(problems);
    let column = letters.and_then(|(text, position)| {
        let column = column_index(&text);
        if column.is_none() {
            problems.add(position, format!("column 应是列号，如 C 或 AB，这里是「{text}」"));
        }
        column
    });
    if header.is_none() && column.is_none() {
        problems.add(place, "栏目要写 header（表头文字）或 column（列号）".to_owned());
    }
    let Some((name, position)) = field else {
        problems.add(place, "栏目缺少 field".to_owned());
        return None;
    };
    let meaning = super::dictionary::meaning(&name, position, problems)?;
    Some(ColumnMapping { header, column, meaning, unit })
}

/// `AB` → 27.
fn column_index(letters: &str) -> Option<u32> {
    let letters = letters.trim();
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return None;
    }
    let index =
        letters.bytes().fold(0u32, |index, letter| index * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some(index - 1)
}

/// `B4:K120`, `B4:K`.
fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let corner = |text: &str| -> Option<(u32, Option<u32>)> {
        let text = text.trim();
        let figures = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let (letters, figures) = text.split_at(figures);
        let row = if figures.is_empty() { None } else { Some(figures.parse::<u32>().ok()?.checked_sub(1)?) };
        Some((column_index(letters)?, row))
    };
    let ((first_column, first_row), (last_column, last_row)) = (corner(first)?, corner(last)?);
    let area = Area { first_row: first_row?, first_column, last_row: last_row.unwrap_or(u32::MAX), last_column };
    (area.first_row <= area.last_row && area.first_column <= area.last_column).then_some(area)
}

/// A starter file: what was understood of the sheets, to be corrected by hand.
#[must_use]
pub fn starter(sheets: &[SheetSummary]) -> String {
    let mut text = String::from(
        "# 栏目对照：各表各栏现在的认法。改 field 或 unit 后，用 --mapping 给出本文件即可；不用改的可以删去。\n# field 可用：",
    );
    let fields: Vec<String> = Field::ALL.iter().map(|field| format!("{} {}", field.name(), field.chinese())).collect();
    let _ = writeln!(text, "{}、serial 序号、unit 计量单位、place 州市加县、other 其他（原样保留）", fields.join("、"));
    text.push_str("sheets:\n");
    for (at, sheet) in sheets.iter().enumerate() {
        if sheets.iter().take(at).any(|earlier| earlier.name == sheet.name) {
            continue;
        }
        let _ = writeln!(text, "  - sheet: {}", quoted(&sheet.name));
        let tables: Vec<&TableSummary> = sheet.tables.iter().filter(|table| table.header_rows.is_some()).collect();
        if let [table] = tables.as_slice()
            && let (Some((first, last)), Some(from), Some(to)) =
                (table.header_rows, table.columns.first(), table.columns.last())
        {
            let _ = writeln!(text, "    # area: {}{}:{}", from.letters(), first + 1, to.letters());
            let _ = writeln!(text, "    # header_rows: {}", last - first + 1);
        }
        if tables.iter().all(|table| table.columns.is_empty()) {
            text.push_str("    # skip: true\n");
            continue;
        }
        text.push_str("    columns:\n");
        let mut written: Vec<&str> = Vec::new();
        for column in tables.iter().flat_map(|table| &table.columns) {
            if written.contains(&column.header.as_str()) {
                continue;
            }
            written.push(&column.header);
            let wide = column.meaning.contains('的');
            let name = match column.field {
                Some(_) if wide => continue,
                Some(field) => field.name(),
                None if column.meaning == Meaning::Serial.chinese() => "serial",
                None if column.meaning == Meaning::Place.chinese() => "place",
                None if column.meaning.ends_with("的单位") => "unit",
                None => "other",
            };
            let _ = write!(text, "      - {{header: {}, field: {name}", quoted(&column.header));
            if let Some(unit) = &column.unit {
                let _ = write!(text, ", unit: {}", quoted(unit));
            }
            let _ = writeln!(text, "}}  # {} 列：{}", column_letters(column.column), column.meaning);
        }
    }
    text
}

fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_reported_all_at_once_with_their_places() {
        let text = "sheets:\n  - sheet: 甲\n    area: 4B:K\n    header_rows: 2\n    columns:\n      - {header: 厂子, field: enterprize}\n      - {field: uscc}\n      - {colum: C, field: model}\n";
        let problems = WorkbookMapping::parse("m.yaml", text).unwrap_err();
        let lines: Vec<u32> = problems.iter().map(|problem| problem.position.line).collect();
        assert_eq!(lines, [3, 4, 6, 7, 8, 8], "{problems:?}");
    }

    #[test]
    fn areas_and_columns() {
        assert_eq!(area("B4:K"), Some(Area { first_row: 3, first_column: 1, last_row: u32::MAX, last_column: 10 }));
        assert_eq!(area("B4:K3"), None);
        assert_eq!((column_index("AB"), column_index("A1")), (Some(27), None));
    }
}
