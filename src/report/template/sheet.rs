//! The sheet to be filled in: title, groups and headings that cannot be changed above cells that can.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Formula,
    ProtectionOptions, Worksheet, XlsxError,
};

use super::columns::{Check, Column, Group};
use super::lists::Lists;
use super::{Form, INSTRUCTIONS, SURVEY};
use crate::report::workbook::cell::clean;
use crate::report::workbook::format::Formats;

/// The row of the groups, 0-based: the title and a line of explanation stand above it.
const GROUPS: u32 = 2;
/// The row of the headings.
const HEADINGS: u32 = GROUPS + 1;
/// The first row to be filled in.
const FIRST: u32 = HEADINGS + 1;
/// Rows with input checks.
const CHECKED: u32 = 5_000;
/// Rows that an empty print shows.
const SHOWN: u32 = 20;

/// Writes the sheet.
pub(super) fn add(
    worksheet: &mut Worksheet,
    form: &Form<'_>,
    columns: &[Column],
    formats: &Formats,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    worksheet.set_name(SURVEY)?;
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    for row in 0..GROUPS {
        for column in 0..=last {
            worksheet.write_blank(row, column, &formats.about)?;
        }
    }
    worksheet.set_row_height(0, 26)?;
    worksheet.write_string_with_format(0, 0, clean(&form.title()), &formats.title)?;
    let about = format!("带*的栏目每行必填；填写方法和示例见“{INSTRUCTIONS}”；灰色部分已锁定，不要增删、改名栏目");
    worksheet.write_string_with_format(1, 0, about, &formats.about)?;
    groups(worksheet, columns, formats)?;
    worksheet.set_row_height(HEADINGS, 32)?;
    for (at, column) in (0..).zip(columns) {
        if column.group != Group::Remarks {
            let head = head(formats, column.group);
            worksheet.write_string_with_format(HEADINGS, at, heading(column), &head)?;
        }
        worksheet.set_column_width(at, column.width)?;
        let cell = cell(formats, &column.check);
        worksheet.set_column_format(at, &cell)?;
        for row in FIRST..FIRST + SHOWN {
            worksheet.write_blank(row, at, &cell)?;
        }
        if let Some(check) = check(column, at, columns, form, lists)? {
            let check = explained(check, column)?;
            worksheet.add_data_validation(FIRST, at, FIRST + CHECKED - 1, at, &check)?;
        }
    }
    worksheet.set_freeze_panes(FIRST, 1)?;
    worksheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(3, 0)
        .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页");
    worksheet.set_repeat_rows(GROUPS, HEADINGS)?.set_repeat_columns(0, 0)?;
    let mut allowed = ProtectionOptions::new();
    allowed.format_cells = true;
    allowed.format_columns = true;
    allowed.format_rows = true;
    allowed.insert_rows = true;
    allowed.delete_rows = true;
    allowed.sort = true;
    allowed.use_autofilter = true;
    worksheet.protect_with_options(&allowed);
    Ok(())
}

/// The heading with the mark of what every line needs.
fn heading(column: &Column) -> String {
    if column.required { format!("{}*", column.heading) } else { column.heading.clone() }
}

/// The groups above the headings, each merged over its columns.
fn groups(worksheet: &mut Worksheet, columns: &[Column], formats: &Formats) -> Result<(), XlsxError> {
    let mut at = 0;
    for run in columns.chunk_by(|one, next| one.group == next.group) {
        let Some(group) = run.first().map(|column| column.group) else { continue };
        let end = at + u16::try_from(run.len()).unwrap_or(1) - 1;
        let head = head(formats, group);
        if end > at {
            worksheet.merge_range(GROUPS, at, GROUPS, end, group.chinese(), &head)?;
        } else {
            worksheet.merge_range(GROUPS, at, HEADINGS, at, group.chinese(), &head)?;
        }
        at = end + 1;
    }
    worksheet.set_row_height(GROUPS, 18)?;
    Ok(())
}

/// The heading's format: the later phases stand out.
fn head(formats: &Formats, group: Group) -> Format {
    match group {
        Group::Disposition => formats.head.clone().set_background_color(Color::RGB(0xBF_CF_E3)),
        _ => formats.head.clone(),
    }
}

/// The format of a cell to be filled in.
fn cell(formats: &Formats, check: &Check) -> Format {
    match check {
        Check::Uscc | Check::Year => formats.center.clone().set_num_format("@"),
        Check::Day => formats.date.clone(),
        Check::Count => formats.decimal.clone().set_num_format("0"),
        Check::Amount => formats.decimal.clone(),
        Check::Prefecture | Check::County | Check::OneOf(..) => formats.center.clone(),
        Check::Text => formats.text.clone(),
    }
    .set_unlocked()
}

/// The input check of a column; `None` where anything may stand.
fn check(
    column: &Column,
    at: u16,
    columns: &[Column],
    form: &Form<'_>,
    lists: &mut Lists,
) -> Result<Option<DataValidation>, XlsxError> {
    let first = format!("{}{}", column_number_to_name(at), FIRST + 1);
    let day = |year: i32, month, day| ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(9999), month, day);
    let last_year = form.plan.year + 5;
    Ok(match &column.check {
        Check::Text => None,
        Check::Uscc => Some(DataValidation::new().allow_text_length(DataValidationRule::EqualTo(18))),
        Check::Count => Some(DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(1))),
        Check::Amount => {
            Some(DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)))
        }
        Check::Year => {
            let year = format!("VALUE(LEFT({first},4))");
            let formula = format!("=IFERROR(AND({year}>=1949,{year}<={last_year}),FALSE)");
            Some(DataValidation::new().allow_custom(Formula::new(formula)))
        }
        Check::Day => {
            let days = DataValidationRule::Between(day(1949, 1, 1)?, day(last_year, 12, 31)?);
            Some(DataValidation::new().allow_date(days))
        }
        Check::Prefecture => lists.prefecture(),
        Check::County => {
            let beside = (0..).zip(columns).find(|(_, column)| column.check == Check::Prefecture);
            let cell = beside.map(|(at, _): (u16, _)| format!("${}{}", column_number_to_name(at), FIRST + 1));
            lists.county(&cell.unwrap_or(first))
        }
        Check::OneOf(words, _) => lists.words(words)?,
    })
}

/// A check with its prompt, its answer to what does not fit, and how strict it is.
fn explained(check: DataValidation, column: &Column) -> Result<DataValidation, XlsxError> {
    let check = check
        .set_input_title(column.heading.as_str())?
        .set_input_message(column.hint.as_str())?
        .set_error_title(column.heading.as_str())?
        .set_error_message(column.hint.as_str())?;
    Ok(match &column.check {
        Check::OneOf(_, true) => check.show_error_message(false),
        Check::OneOf(_, false) | Check::Prefecture | Check::County => {
            check.set_error_style(DataValidationErrorStyle::Warning)
        }
        _ => check.set_error_style(DataValidationErrorStyle::Stop),
    })
}
