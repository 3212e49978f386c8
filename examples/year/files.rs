//! The tables of a month as files: one for each county that has delivered, in the forms that counties use.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::world::{County, Line, Plant, line, name_in};

type Problem = Box<dyn std::error::Error>;

const HEADER: [&str; 24] = [
    "序号",
    "企业名称",
    "统一社会信用代码",
    "州（市）",
    "县（市、区）",
    "行业",
    "设备名称",
    "数量（台、座、条）",
    "产能",
    "投产时间",
    "运行状态",
    "是否存在重大隐患",
    "处置措施",
    "下达时间",
    "整改期限",
    "完成时间",
    "整改结果",
    "抄送部门",
    "差别化价格",
    "关闭退出时间",
    "验收时间",
    "验收意见文号",
    "规格型号",
    "备注",
];

/// Writes the tables of a month (1 to 12) below a folder; how many files.
///
/// # Errors
/// Those of the file system.
pub fn write_month(folder: &Path, counties: &[County], month: u32) -> Result<usize, Problem> {
    let mut files = 0;
    for county in counties.iter().filter(|county| county.delivers.is_some_and(|first| first <= month)) {
        let rows = rows(county, month);
        let path = folder.join(path(county));
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, content(county, &rows)?)?;
        files += 1;
    }
    Ok(files)
}

/// Where the table of a county lies: below its prefecture, some of them deeper.
fn path(county: &County) -> PathBuf {
    let suffix = if county.number % 4 == 1 || county.number % 4 == 3 { "csv" } else { "xlsx" };
    let file = format!("{}摸底表.{suffix}", county.name);
    let folder = PathBuf::from(&county.prefecture);
    if county.number.is_multiple_of(5) { folder.join("补报").join(file) } else { folder.join(file) }
}

fn rows(county: &County, month: u32) -> Vec<[String; 24]> {
    let mut rows = Vec::new();
    for (nth, plant) in county.plants.iter().enumerate() {
        for equipment in &plant.equipment {
            let number = number_of(county, nth);
            if let Some(line) = line(equipment.fate, month, number) {
                rows.push(row(
                    county,
                    plant,
                    &equipment.words,
                    equipment.pieces,
                    equipment.capacity,
                    &line,
                    number,
                    month,
                ));
            }
        }
    }
    // Rows move from month to month.
    let by = month as usize % rows.len().max(1);
    rows.rotate_left(by);
    for (nth, row) in rows.iter_mut().enumerate() {
        row[0] = (nth + 1).to_string();
    }
    rows
}

/// The running number of a plant, for its opinion and its variants.
pub fn number_of(county: &County, nth: usize) -> usize {
    county.number * 3 + nth
}

#[expect(clippy::too_many_arguments, reason = "the columns of a row")]
fn row(
    county: &County,
    plant: &Plant,
    words: &str,
    pieces: u32,
    capacity: (u32, &str),
    line: &Line,
    number: usize,
    month: u32,
) -> [String; 24] {
    let text = str::to_owned;
    [
        String::new(),
        name_in(plant, number, month),
        plant.code.clone(),
        county.prefecture.clone(),
        county.name.clone(),
        text(plant.sector),
        text(words),
        pieces.to_string(),
        format!("{}{}", capacity.0, capacity.1),
        format!("{}", 1996 + number % 12),
        text(line.status),
        text(line.hazard),
        text(line.measure),
        text(line.ordered_on),
        text(line.due_on),
        text(line.completed_on),
        text(line.result),
        text(line.copied_to),
        text(line.pricing),
        text(line.closed_on),
        text(line.accepted_on),
        line.opinion_no.clone(),
        String::new(),
        String::new(),
    ]
}

fn content(county: &County, rows: &[[String; 24]]) -> Result<Vec<u8>, Problem> {
    match county.number % 4 {
        1 => {
            // As spreadsheet programs in China save a csv.
            let text = csv(rows);
            let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
            Ok(bytes.into_owned())
        }
        3 => Ok(format!("\u{feff}{}", csv(rows)).into_bytes()),
        plain_or_titled => xlsx(county, rows, plain_or_titled == 2),
    }
}

fn csv(rows: &[[String; 24]]) -> String {
    let line = |cells: &[String]| cells.join(",") + "\r\n";
    let header: Vec<String> = HEADER.map(|title| title.replace(['（', '）'], "").replace('、', "")).to_vec();
    let mut text = line(&header);
    for row in rows {
        text.push_str(&line(&row.clone().map(|cell| cell.replace(',', "，"))));
    }
    text
}

fn xlsx(county: &County, rows: &[[String; 24]], titled: bool) -> Result<Vec<u8>, Problem> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2019, 6, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_name("摸底表")?;
    let mut at = 0;
    if titled {
        let title = format!("{}淘汰落后产能摸底表", county.name);
        sheet.merge_range(0, 0, 0, 23, &title, &rust_xlsxwriter::Format::new())?;
        sheet.write_string(1, 0, format!("填报单位：{}应急管理局", county.name))?;
        at = 2;
    }
    for (column, title) in (0..).zip(HEADER) {
        sheet.write_string(at, column, title)?;
    }
    for row in rows {
        at += 1;
        for (column, cell) in (0..).zip(row) {
            match (column, cell.parse::<u32>()) {
                (_, _) if cell.is_empty() => {}
                (0 | 7, Ok(number)) => {
                    sheet.write_number(at, column, number)?;
                }
                _ => {
                    sheet.write_string(at, column, cell)?;
                }
            }
        }
    }
    if titled {
        let pieces: u32 = rows.iter().filter_map(|row| row[7].parse::<u32>().ok()).sum();
        sheet.write_string(at + 1, 1, "合计")?;
        sheet.write_number(at + 1, 7, pieces)?;
        sheet.write_string(at + 2, 0, "填表人：　　　审核人：")?;
    }
    Ok(workbook.save_to_buffer()?)
}
