//! Questions back to a county 请核实: one workbook with what its people must answer, and nothing that they may change besides.
//!
//! The answers are found again by the id of each question, so rows may be sorted or left out. `crate::audit::Answers` reads
//! the same headings.

use std::io::{Seek, Write};

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, ProtectionOptions, Workbook, Worksheet};

use super::grid::Value;
use super::view;
use super::workbook::cell::{self, clean};
use super::workbook::format::Formats;
use super::workbook::{lines, properties, row_height};
use crate::audit::{Asked, Document, Inquiry, answer_headings};
use crate::survey::Field;

/// Rows above the heading.
const HEADER: u32 = 6;
const WIDTHS: [u16; 11] = [6, 20, 18, 12, 20, 14, 30, 20, 20, 10, 12];
/// From this column on cells are to be filled in.
const ANSWER: u16 = 8;

/// Writes the workbook of one division.
///
/// # Errors
/// Those of `out`.
pub fn write(document: &Document, inquiry: &Inquiry<'_>, out: &mut (impl Write + Seek + Send)) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document, "摸底表请核实的问题")?);
    let formats = Formats::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("请核实")?;
    top(sheet, document, inquiry, &formats)?;
    for (index, column) in (0..).zip(WIDTHS) {
        sheet.set_column_width(index, u32::from(column))?;
    }
    for (index, heading) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(HEADER, index, heading, &formats.head)?;
    }
    sheet.set_row_height(HEADER, 32)?;
    let open = formats.answer.clone().set_unlocked();
    let day = formats.answer_day.clone().set_unlocked();
    let mut row = HEADER;
    for (number, (record, question)) in inquiry.questions.iter().enumerate() {
        row += 1;
        let source = &question.source;
        let values = [
            Value::Whole(i64::try_from(number + 1).unwrap_or(i64::MAX)),
            Value::text(question.id.as_str()),
            Value::text(view::field(record, Field::Enterprise)),
            Value::text(view::field(record, Field::Uscc)),
            Value::text(question.about.as_str()),
            Value::Source {
                file: &source.file,
                sheet: &source.sheet,
                cell: source.cell.clone().unwrap_or_else(|| format!("第{}行", source.row.unwrap_or(0))).into(),
            },
            Value::text(question.prompt.as_str()),
            Value::text(allowed(&question.asked)),
        ];
        let tallest = values.iter().zip(WIDTHS).map(|(value, width)| lines(&cell::shown(value), width)).max();
        sheet.set_row_height(row, row_height(tallest.unwrap_or(1)))?;
        for (column, value) in (0..).zip(&values) {
            let plain = Value::text(cell::shown(value));
            let value = if matches!(value, Value::Source { .. }) { &plain } else { value };
            cell::write(sheet, (row, column), value, &formats, None)?;
        }
        answer_cells(sheet, row, &question.asked, &open, &day)?;
    }
    sheet.autofilter(HEADER, 0, row, ANSWER + 2)?;
    sheet.set_freeze_panes(HEADER + 1, 3)?;
    sheet.protect_with_options(&ProtectionOptions {
        sort: true,
        use_autofilter: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(HEADER, HEADER)?
        .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页");
    workbook.save_to_writer(out)?;
    Ok(())
}

const HEADINGS: [&str; 11] = [
    "序号",
    answer_headings::ID,
    "企业名称",
    "统一社会信用代码",
    "设备（工艺、产品）",
    "原表位置",
    "请回答",
    "怎样填写",
    answer_headings::ANSWER,
    answer_headings::BY,
    answer_headings::ON,
];

fn top(sheet: &mut Worksheet, document: &Document, inquiry: &Inquiry<'_>, formats: &Formats) -> anyhow::Result<()> {
    let division = if inquiry.division.is_empty() { "（未写州市县）" } else { inquiry.division.as_str() };
    sheet.set_row_height(0, 26)?;
    sheet.write_string_with_format(0, 0, clean(&format!("{division}：摸底表请核实的问题")), &formats.title)?;
    let count = inquiry.questions.len();
    let instructions = [
        format!(
            "共 {count} 个问题，按 {} 核查；依据 {} {}",
            document.as_of, document.plan.document, document.plan.title
        ),
        "1．只填右边三栏（浅黄色）：答复、填写人、填写日期；其他格受保护，不要改动“问题编号”。".to_owned(),
        "2．有下拉列表的从列表中选；要数字的按所列单位填，另写单位也可以，如 350m³。".to_owned(),
        "3．核对铭牌、环评批复或现场后填写；暂时查不到的留空，下次还会列出。".to_owned(),
        "4．可以排序、筛选；填好后按原格式存盘，整个文件交回，不必改文件名。".to_owned(),
    ];
    for (row, line) in (1..).zip(&instructions) {
        sheet.write_string_with_format(row, 0, clean(line), &formats.about)?;
    }
    Ok(())
}

/// How to answer, in words.
fn allowed(asked: &Asked) -> String {
    match asked {
        Asked::Number { unit, .. } if unit.is_empty() => "填一个数".to_owned(),
        Asked::Number { unit, .. } => format!("填一个数，单位 {unit}"),
        Asked::Choice { values, .. } => format!("选一项：{}", values.join("、")),
        Asked::Whether(_) => "选一项：是、否".to_owned(),
        Asked::Words(about) => format!("用文字写明{about}"),
        Asked::Field(Field::Quantity, _) => "填整数，如 2座".to_owned(),
        Asked::Field(Field::Capacity, _) => "填数和单位，如 60万吨/年".to_owned(),
        Asked::Field(Field::Uscc, _) => "18位代码".to_owned(),
        Asked::Field(_, []) => "用文字填写".to_owned(),
        Asked::Field(_, values) => format!("选一项：{}", values.join("、")),
        Asked::Unit(_, values) => format!("填单位，如：{}", values.join("、")),
    }
}

fn answer_cells(sheet: &mut Worksheet, row: u32, asked: &Asked, open: &Format, day: &Format) -> anyhow::Result<()> {
    sheet.write_blank(row, ANSWER, open)?;
    sheet.write_blank(row, ANSWER + 1, open)?;
    sheet.write_blank(row, ANSWER + 2, day)?;
    let (values, closed): (Vec<&str>, bool) = match asked {
        Asked::Choice { values, .. } => (values.iter().map(String::as_str).collect(), true),
        Asked::Whether(_) => (vec!["是", "否"], true),
        Asked::Field(_, values) => (values.to_vec(), true),
        Asked::Unit(_, values) => (values.to_vec(), false),
        Asked::Number { .. } | Asked::Words(_) => (Vec::new(), false),
    };
    // A list in a cell's rule holds 255 characters; a longer one stands in the column beside it only.
    let length: usize = values.iter().map(|value| value.chars().count() + 1).sum();
    if !values.is_empty() && length <= 255 {
        let style = if closed { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Information };
        let list = DataValidation::new()
            .allow_list_strings(&values)?
            .set_error_style(style)
            .set_error_title("请从列表中选")?
            .set_error_message("答复应是列表中的一项")?;
        sheet.add_data_validation(row, ANSWER, row, ANSWER, &list)?;
    }
    Ok(())
}
