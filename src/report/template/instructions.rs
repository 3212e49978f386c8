//! The sheet 填表说明: what each column wants, with what stands in it in two examples.
//!
//! One cell a column: a label in one cell with words in the next is what the reader takes for a card with data.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::columns::Column;
use super::{Form, INSTRUCTIONS, SURVEY};
use crate::report::workbook::cell::clean;
use crate::report::workbook::format::Formats;
use crate::report::workbook::{lines, row_height};

/// The width of the one column, in half-width characters.
const WIDTH: u16 = 84;

/// Writes the sheet.
pub(super) fn add(
    worksheet: &mut Worksheet,
    form: &Form<'_>,
    columns: &[Column],
    formats: &Formats,
) -> Result<(), XlsxError> {
    worksheet.set_name(INSTRUCTIONS)?;
    worksheet.set_column_width(0, WIDTH)?;
    let plain = Format::new().set_font_name("宋体").set_font_size(10);
    let bold = plain.clone().set_bold();
    worksheet.set_row_height(0, 26)?;
    worksheet.write_string_with_format(0, 0, clean(&format!("{}{INSTRUCTIONS}", form.title())), &formats.title)?;
    let rules = [
        format!("1. 在“{SURVEY}”填写，一行一台（套）设备；同样的几台写一行，数量写几台。"),
        format!("2. 依据：{}（{}）；行业：{}。", form.plan.title, form.plan.document, form.plan.sectors.join("、")),
        "3. 摸底时填到“重大隐患”；“处置和验收”各栏在执法检查、关闭退出、验收阶段补填。".to_owned(),
        "4. 不合并单元格，不写合计行；没有的留空，不写“/”“无”。数字栏只写数字，规格、参数在数字后写单位。".to_owned(),
        "5. 下拉列表里没有的，可以照实写，在备注里说明。".to_owned(),
    ];
    let mut row = 1;
    for rule in rules {
        worksheet.set_row_height(row, row_height(lines(&rule, WIDTH)))?;
        worksheet.write_string_with_format(row, 0, clean(&rule), &formats.text)?;
        row += 1;
    }
    for column in columns {
        let name = if column.required {
            format!("{}（必填）：", column.heading)
        } else {
            format!("{}：", column.heading)
        };
        let hint = match column.examples {
            ["", ""] => format!("{}。", column.hint),
            [first, second] => format!("{}。例：{first}；{second}。", column.hint),
        };
        let tallest = lines(&format!("{name}{hint}"), WIDTH);
        worksheet.set_row_height(row, row_height(tallest))?;
        let parts = [(&bold, name.as_str()), (&plain, hint.as_str())];
        worksheet.write_rich_string_with_format(row, 0, &parts, &formats.text)?;
        row += 1;
    }
    worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    worksheet.protect();
    Ok(())
}
