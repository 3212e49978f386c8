//! The parts of a binary workbook that are no sheets.

use std::collections::BTreeMap;

use crate::workbook::archive::Archive;
use crate::workbook::bytes::{double_word, word};
use crate::workbook::error::ReadError;
use crate::workbook::facts::sheet_name;
use crate::workbook::format_code::NumberFormat;
use crate::workbook::limits::Limits;
use crate::workbook::sheet::Visibility;
use crate::workbook::strings::SharedStrings;
use crate::workbook::xlsx::Target;

use super::record::{Records, text};

/// Styles that are kept.
const STYLES: usize = 70_000;

/// Format codes that a workbook may define.
const CODES: usize = 10_000;

/// The list of sheets: name, visibility, part.
#[derive(Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<(String, Visibility, String)>,
    pub(super) epoch_1904: bool,
    pub(super) notes: Vec<String>,
}

pub(super) fn workbook(
    archive: &mut Archive,
    path: &str,
    targets: &BTreeMap<String, Target>,
    limits: &Limits,
) -> Result<Book, ReadError> {
    let Some(reader) = archive.part(path)? else {
        return Err(ReadError::damaged("压缩包里没有工作簿的目录（workbook.bin）"));
    };
    let mut records = Records::new(reader);
    let mut book = Book::default();
    while records.next()? {
        let data = records.data();
        match records.kind {
            0x0099 => book.epoch_1904 = double_word(data, 0).is_some_and(|flags| flags & 1 != 0),
            0x009C => {
                let Some((id, behind)) = text(data, 8) else { continue };
                let Some((name, _)) = text(data, behind) else { continue };
                let visibility = match double_word(data, 0) {
                    Some(1) => Visibility::Hidden,
                    Some(2) => Visibility::VeryHidden,
                    _ => Visibility::Visible,
                };
                let seen = (book.sheets.len() + book.notes.len()) as u64 + 1;
                let cap = u64::from(limits.sheets);
                if seen > cap {
                    return Err(ReadError::over("limit-sheets", "--limit-sheets", "工作表数", cap, seen, "工作簿"));
                }
                let name = sheet_name(&name);
                match targets.get(&id) {
                    Some(target) if target.kind == "worksheet" => {
                        book.sheets.push((name, visibility, target.path.clone()));
                    }
                    _ => book.notes.push(format!("工作表「{name}」是图表或宏表，没有单元格，已略过")),
                }
            }
            _ => {}
        }
    }
    if book.sheets.is_empty() && book.notes.is_empty() {
        return Err(ReadError::damaged("工作簿里没有任何工作表"));
    }
    Ok(book)
}

/// The number format of each cell style. A damaged part leaves numbers without formats.
pub(super) fn formats(archive: &mut Archive, path: &str) -> Result<Vec<NumberFormat>, ReadError> {
    let mut formats = Vec::new();
    let Some(reader) = archive.part(path)? else { return Ok(formats) };
    let mut records = Records::new(reader);
    let mut codes = BTreeMap::new();
    let mut in_cell_formats = false;
    loop {
        match records.next() {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) if error.limit.is_some() => return Err(error),
            Err(_) => break,
        }
        let data = records.data();
        match records.kind {
            0x002C if codes.len() < CODES => {
                if let (Some(id), Some((code, _))) = (word(data, 0), text(data, 2)) {
                    let code: String = code.chars().take(255).collect();
                    codes.insert(id, NumberFormat::of_code(&code));
                }
            }
            0x0269 => in_cell_formats = true,
            0x026A => in_cell_formats = false,
            0x002F if in_cell_formats && formats.len() < STYLES => {
                let id = word(data, 2).unwrap_or(0);
                formats.push(codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::of_builtin(u32::from(id))));
            }
            _ => {}
        }
    }
    Ok(formats)
}

pub(super) fn strings(archive: &mut Archive, path: &str, limits: &Limits) -> Result<SharedStrings, ReadError> {
    let mut strings = SharedStrings::default();
    if let Some(reader) = archive.part(path)? {
        let mut records = Records::new(reader);
        while records.next()? {
            if records.kind == 0x0013 {
                let text = text(records.data(), 1).map(|(text, _)| text).unwrap_or_default();
                strings.push(&text, limits)?;
            }
        }
    }
    strings.seal()?;
    Ok(strings)
}
