//! The survey workbook as an office lays it out: title, unit note, two-level merged header, merged enterprise cells,
//! subtotals by county, notes and a line for signatures.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::code::{code, mistyped};
use super::plant::{Equipment, Plant, Sheet, Slip};

const PREFECTURE: &str = "曲靖市";
/// Title, unit note, two header rows.
const HEADER_ROWS: u32 = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Serial,
    Enterprise,
    Code,
    Prefecture,
    County,
    Sector,
    /// By its place in [`Equipment`].
    Equipment(usize),
}

/// A heading: the group above it (empty for a heading of two rows), its text, its width in characters.
struct Heading(Column, &'static str, &'static str, f64);

const QUANTITY: usize = 2;
const CAPACITY: usize = 3;
const UNIT: usize = 4;

fn headings(mixed: bool) -> Vec<Heading> {
    use Column::{Code, County, Enterprise, Equipment, Prefecture, Sector, Serial};
    let firm = "企业基本情况";
    let plant = "设备（生产线）情况";
    let mut headings = vec![
        Heading(Serial, "", "序号", 5.5),
        Heading(Enterprise, firm, "企业名称", 23.0),
        Heading(Code, firm, "统一社会信用代码", 20.5),
        Heading(Prefecture, firm, "州（市）", 8.0),
        Heading(County, firm, "县（市、区）", 8.5),
    ];
    if mixed {
        headings.push(Heading(Sector, firm, "所属行业", 9.0));
    }
    headings.extend([
        Heading(Equipment(0), plant, "设备名称", 20.0),
        Heading(Equipment(1), plant, "规格型号", 18.0),
        Heading(Equipment(QUANTITY), plant, "数量", 7.0),
        Heading(Equipment(CAPACITY), plant, if mixed { "设计产能" } else { "设计产能\n（万吨/年）" }, 9.5),
    ]);
    if mixed {
        headings.push(Heading(Equipment(UNIT), plant, "计量单位", 10.5));
    }
    headings.extend([
        Heading(Equipment(5), plant, "投产时间", 10.5),
        Heading(Equipment(6), "", "运行状态", 8.5),
        Heading(Equipment(7), "", "主要产品", 13.0),
        Heading(Equipment(8), "", "备注", 19.0),
    ]);
    headings
}

struct Formats {
    title: Format,
    note: Format,
    header: Format,
    centre: Format,
    left: Format,
    number: Format,
    date: Format,
    total: Format,
    total_number: Format,
}

impl Formats {
    fn new() -> Self {
        let song = Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let cell = song.clone().set_border(FormatBorder::Thin).set_text_wrap();
        let centre = cell.clone().set_align(FormatAlign::Center);
        Self {
            title: song.clone().set_font_name("方正小标宋简体").set_font_size(18).set_align(FormatAlign::Center),
            note: song,
            header: centre.clone().set_font_name("黑体"),
            left: cell,
            number: centre.clone().set_num_format("General"),
            date: centre.clone().set_num_format("yyyy\"年\"m\"月\""),
            total: centre.clone().set_bold(),
            total_number: centre.clone().set_bold().set_num_format("0.##"),
            centre,
        }
    }
}

/// The workbook with its sheets, after a page that says how to fill them in.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title("2019年淘汰落后产能摸底排查表（示例，企业均为虚构）")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2019, 6, 20)?),
    );
    let formats = Formats::new();
    instructions(workbook.add_worksheet(), &formats)?;
    let mut number = 0;
    for sheet in sheets {
        write(workbook.add_worksheet(), sheet, &formats, &mut number)?;
    }
    workbook.save_to_buffer()
}

fn instructions(page: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    let lines = [
        "一、本表由县（市、区）应急管理局组织企业填报，州（市）应急管理局汇总后于6月30日前报省应急管理厅。",
        "二、填报范围：钢铁、水泥、电解铝、平板玻璃、铁合金、电石、焦化、有色金属、黄磷九个行业的生产设备（生产线）。",
        "三、一台（套）设备或一条生产线填一行；同一规格的可以合并填写，并写明数量。",
        "四、规格型号应写明计量单位，如高炉填有效容积（m³）、转炉和电炉填公称容量（t）、矿热炉填变压器容量（kVA）。",
        "五、本工作簿为示例：企业、代码、设备均为虚构，地名为真实地名。",
    ];
    page.set_name("填报说明")?.set_column_width(0, 110)?.set_screen_gridlines(false);
    page.set_row_height(0, 36)?.write_with_format(0, 0, "填报说明", &formats.title)?;
    let wrapped = formats.note.clone().set_text_wrap();
    for (row, line) in (1..).zip(lines) {
        page.set_row_height(row, 30)?.write_with_format(row, 0, line, &wrapped)?;
    }
    page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write(page: &mut Worksheet, sheet: &Sheet, formats: &Formats, number: &mut u32) -> Result<(), XlsxError> {
    let headings = headings(sheet.mixed);
    let last = headings.len() as u16 - 1;
    page.set_name(sheet.name)?;
    page.set_row_height(0, 34)?.merge_range(0, 0, 0, last, sheet.title, &formats.title)?;
    let unit = if sheet.mixed { "单位：台、座、条" } else { "单位：台、座、条、万吨/年" };
    let note = format!("填报单位（盖章）：{PREFECTURE}应急管理局        填报日期：2019年6月20日        {unit}");
    page.set_row_height(1, 20)?.merge_range(1, 0, 1, last, &note, &formats.note)?;
    header(page, &headings, formats)?;
    let mut row = HEADER_ROWS;
    let mut counties = Vec::new();
    let mut rest = sheet.plants;
    while let Some(first) = rest.first() {
        let many = rest.iter().take_while(|plant| plant.county == first.county).count();
        let (plants, others) = rest.split_at(many);
        let from = row;
        for plant in plants {
            *number += 1;
            row = self::plant(page, row, *number, plant, &headings, formats)?;
        }
        total(page, row, &format!("{}小计", first.county), &[(from, row - 1)], plants, &headings, formats)?;
        counties.push((from, row - 1));
        row += 1;
        rest = others;
    }
    total(page, row, "合计", &counties, sheet.plants, &headings, formats)?;
    for line in sheet.notes {
        row += 1;
        page.set_row_height(row, 18)?.merge_range(row, 0, row, last, line, &formats.note)?;
    }
    row += 1;
    let signatures = format!("填表人：{0}审核人：{0}单位负责人：{0}联系电话：", " ".repeat(48));
    page.set_row_height(row, 24)?.merge_range(row, 0, row, last, &signatures, &formats.note)?;
    page.set_freeze_panes(HEADER_ROWS, 2)?.set_repeat_rows(2, 3)?;
    page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    page.set_header_footer_scale_with_doc(false).set_footer("&C第&P页 共&N页");
    Ok(())
}

fn header(page: &mut Worksheet, headings: &[Heading], formats: &Formats) -> Result<(), XlsxError> {
    let (top, below) = (HEADER_ROWS - 2, HEADER_ROWS - 1);
    page.set_row_height(top, 20)?.set_row_height(below, 32)?;
    let mut at = 0;
    while let Some(Heading(_, group, text, _)) = headings.get(at) {
        let column = at as u16;
        let many = headings[at..].iter().take_while(|heading| heading.1 == *group).count();
        if group.is_empty() {
            page.merge_range(top, column, below, column, text, &formats.header)?;
            at += 1;
        } else {
            page.merge_range(top, column, top, column + many as u16 - 1, group, &formats.header)?;
            at += many;
        }
    }
    for (column, Heading(_, group, text, width)) in (0..).zip(headings) {
        page.set_column_width(column, *width)?;
        if !group.is_empty() {
            page.write_with_format(below, column, *text, &formats.header)?;
        }
    }
    Ok(())
}

/// Writes a plant, its own cells merged over its lines; says the row after it.
fn plant(
    page: &mut Worksheet,
    first: u32,
    number: u32,
    plant: &Plant,
    headings: &[Heading],
    formats: &Formats,
) -> Result<u32, XlsxError> {
    let next = first + plant.equipment.len() as u32;
    let code = match (plant.slip, code(plant.division, number)) {
        (Slip::None, code) => code,
        (Slip::Code, code) => mistyped(&code),
        (Slip::NoCode, _) => String::new(),
    };
    for (row, Equipment(cells)) in (first..).zip(plant.equipment) {
        let lines = headings.iter().map(|Heading(column, _, _, width)| match column {
            Column::Equipment(place) => lines(cells[*place], *width),
            _ => 1,
        });
        let needed = lines.max().unwrap_or(1).max(plant_lines(plant));
        page.set_row_height(row, 7.0 + 13.0 * f64::from(needed))?;
    }
    for (column, Heading(kind, ..)) in (0..).zip(headings) {
        let (text, format) = match kind {
            Column::Equipment(place) => {
                for (row, Equipment(cells)) in (first..).zip(plant.equipment) {
                    cell(page, row, column, cells[*place], *place, formats)?;
                }
                continue;
            }
            Column::Serial => (number.to_string(), &formats.number),
            Column::Enterprise => (plant.enterprise.to_owned(), &formats.left),
            Column::Code => (code.clone(), &formats.centre),
            Column::Prefecture => (PREFECTURE.to_owned(), &formats.centre),
            Column::County => (plant.county.to_owned(), &formats.centre),
            Column::Sector => (plant.sector.to_owned(), &formats.centre),
        };
        if next - first > 1 {
            page.merge_range(first, column, next - 1, column, "", format)?;
        }
        if *kind == Column::Serial {
            page.write_with_format(first, column, number, format)?;
        } else {
            page.write_with_format(first, column, text, format)?;
        }
    }
    Ok(next)
}

/// How many lines the name of a plant needs in each of its rows.
fn plant_lines(plant: &Plant) -> u32 {
    lines(plant.enterprise, 22.0).div_ceil(plant.equipment.len() as u32)
}

/// How many lines a text takes in a column of this width. A Chinese character is two characters wide.
fn lines(text: &str, width: f64) -> u32 {
    let wide: f64 = text.chars().map(|c| if c.is_ascii() { 1.1 } else { 2.1 }).sum();
    (wide / width).ceil().max(1.0) as u32
}

fn cell(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    place: usize,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let names = [0, 1, 8].contains(&place);
    if let Ok(number) = text.parse::<f64>() {
        page.write_with_format(row, column, number, &formats.number)?;
    } else if let Some(date) = month(text) {
        page.write_with_format(row, column, &date, &formats.date)?;
    } else {
        page.write_with_format(row, column, text, if names { &formats.left } else { &formats.centre })?;
    }
    Ok(())
}

/// `2009-03` → the first day of that month.
fn month(text: &str) -> Option<ExcelDateTime> {
    let (year, month) = text.split_once('-')?;
    (year.len() == 4).then(|| ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, 1).ok())?
}

/// A line of totals with formulas, as offices do it: texts in the column are not added.
fn total(
    page: &mut Worksheet,
    row: u32,
    label: &str,
    areas: &[(u32, u32)],
    plants: &[Plant],
    headings: &[Heading],
    formats: &Formats,
) -> Result<(), XlsxError> {
    page.set_row_height(row, 20)?;
    let first_number = headings.iter().position(|heading| heading.0 == Column::Equipment(QUANTITY)).unwrap_or_default();
    page.merge_range(row, 0, row, first_number as u16 - 1, label, &formats.total)?;
    for (column, Heading(kind, ..)) in (0u16..).zip(headings).skip(first_number) {
        let mixed = headings.iter().any(|heading| heading.0 == Column::Sector);
        match kind {
            Column::Equipment(place) if *place == QUANTITY || (*place == CAPACITY && !mixed) => {
                let letter = char::from(b'A' + column as u8);
                let areas: Vec<String> =
                    areas.iter().map(|(from, to)| format!("{letter}{}:{letter}{}", from + 1, to + 1)).collect();
                let sum: f64 = plants
                    .iter()
                    .flat_map(|plant| plant.equipment)
                    .filter_map(|Equipment(cells)| cells[*place].parse::<f64>().ok())
                    .sum();
                let result = (sum * 100.0).round() / 100.0;
                let formula = Formula::new(format!("=SUM({})", areas.join(","))).set_result(result.to_string());
                page.write_with_format(row, column, formula, &formats.total_number)?;
            }
            _ => {
                page.write_with_format(row, column, "", &formats.total)?;
            }
        }
    }
    Ok(())
}
