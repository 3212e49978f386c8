//! Office Open XML workbooks (xlsx, xlsm, and whatever carries them under another name).
//!
//! Opening walks each sheet's part once with a scanner that only looks at rows, columns and merged areas: that gives the
//! facts that a sheet writes behind its cells, and counts every inflated byte before a cell is parsed. Reading then streams
//! the part through an XML reader. One pass gives value, formula, number format and address together, so that an error
//! costs one cell and is reported with its address, and a broken `<dimension>` is never looked at.

mod package;
mod plain;
mod raw_cell;
mod rows;
mod scan;
mod styles;

use super::archive::Archive;
use super::error::ReadError;
use super::facts::{Facts, FactsBudget};
use super::limits::Limits;
use super::sheet::{Merges, SheetFacts, Visibility};
use super::sink::{RowSink, Stop};
use super::strings::SharedStrings;

use self::package::Package;

pub(super) use self::package::{Target, relationships, resolve, workbook_part};
use self::styles::Styles;

/// An opened workbook.
pub(super) struct Xlsx {
    archive: Archive,
    strings: SharedStrings,
    styles: Styles,
    epoch_1904: bool,
    /// The part of each sheet, or why it cannot be read.
    parts: Vec<Result<String, ReadError>>,
}

/// What opening found beside the reader itself.
pub(super) struct Opened<T> {
    pub(super) reader: T,
    pub(super) sheets: Vec<SheetFacts>,
    pub(super) notes: Vec<String>,
}

impl<T> Opened<T> {
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Opened<U> {
        Opened { reader: change(self.reader), sheets: self.sheets, notes: self.notes }
    }
}

impl Xlsx {
    pub(super) fn open(mut archive: Archive, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let package = Package::read(&mut archive, limits)?;
        let styles = Styles::read(&mut archive, package.styles.as_deref())?;
        let strings = rows::read_shared_strings(&mut archive, package.strings.as_deref(), limits)?;
        let mut notes = package.notes;
        let mut budget = FactsBudget::new(limits);
        let (mut sheets, mut parts) = (Vec::new(), Vec::new());
        for sheet in package.sheets {
            let scanned = match archive.part(&sheet.part)? {
                Some(_) if parts.contains(&Ok(sheet.part.clone())) => Err(shared_part()),
                Some(reader) => scan::facts(reader, &mut budget),
                None => Err(ReadError::damaged(format!("压缩包里没有它的内容（{}）", sheet.part))),
            };
            let (facts, part) = match scanned {
                Ok(facts) => (facts, Ok(sheet.part)),
                Err(error) if error.limit.is_some() => return Err(error),
                Err(error) => (Facts::default(), Err(error)),
            };
            let (mut settled, said) = facts.settle(sheet.name, sheet.visibility);
            if part.is_err() {
                settled.merges = Merges::Unknown;
            }
            notes.extend(said);
            sheets.push(settled);
            parts.push(part);
        }
        let reader = Self { archive, strings, styles, epoch_1904: package.epoch_1904, parts };
        Ok(Opened { reader, sheets, notes })
    }

    pub(super) fn read_sheet(&mut self, index: usize, limits: &Limits, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        let part = match self.parts.get(index) {
            Some(part) => part.clone()?,
            None => return Ok(()),
        };
        let Some(reader) = self.archive.part_again(&part)? else {
            return Ok(());
        };
        let context = rows::Context {
            strings: &mut self.strings,
            styles: &self.styles,
            epoch_1904: self.epoch_1904,
            text_cap: limits.text_bytes(),
        };
        rows::read(reader, &part, context, sink)
    }
}

/// A second sheet with the content of another: no program writes that, and each reading of it would cost again.
pub(super) fn shared_part() -> ReadError {
    ReadError::damaged("它与前面的工作表指向同一内容")
}

/// Visibility as both Office formats name it.
pub(super) fn visibility(state: Option<&str>) -> Visibility {
    match state {
        Some("hidden") => Visibility::Hidden,
        Some("veryHidden") => Visibility::VeryHidden,
        _ => Visibility::Visible,
    }
}

#[cfg(test)]
mod tests;
