//! Binary workbooks (xlsb): the package of xlsx with parts of records instead of XML ([MS-XLSB]).

mod parts;
mod record;
mod rows;

use super::archive::Archive;
use super::error::ReadError;
use super::facts::{Facts, FactsBudget};
use super::limits::Limits;
use super::sheet::Merges;
use super::sink::{RowSink, Stop};
use super::strings::SharedStrings;
use super::xlsx::{Opened, relationships, resolve, shared_part, workbook_part};

/// An opened workbook.
pub(super) struct Xlsb {
    archive: Archive,
    strings: SharedStrings,
    formats: Vec<super::format_code::NumberFormat>,
    epoch_1904: bool,
    parts: Vec<Result<String, ReadError>>,
}

impl Xlsb {
    pub(super) fn open(mut archive: Archive, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let path = workbook_part(&mut archive, "xl/workbook.bin")?;
        let targets = relationships(&mut archive, &path)?;
        let book = parts::workbook(&mut archive, &path, &targets, limits)?;
        let of_kind = |kind: &str, usual: &str| {
            let stated = targets.values().find(|target| target.kind == kind).map(|target| target.path.clone());
            stated.unwrap_or_else(|| resolve(&path, usual))
        };
        let formats = parts::formats(&mut archive, &of_kind("styles", "styles.bin"))?;
        let strings = parts::strings(&mut archive, &of_kind("sharedStrings", "sharedStrings.bin"), limits)?;
        let mut notes = book.notes;
        let mut budget = FactsBudget::new(limits);
        let (mut sheets, mut parts) = (Vec::new(), Vec::new());
        for (name, visibility, part) in book.sheets {
            let scanned = match archive.part(&part)? {
                Some(_) if parts.contains(&Ok(part.clone())) => Err(shared_part()),
                Some(reader) => rows::scan(reader, &mut budget),
                None => Err(ReadError::damaged(format!("压缩包里没有它的内容（{part}）"))),
            };
            let (facts, part) = match scanned {
                Ok(facts) => (facts, Ok(part)),
                Err(error) if error.limit.is_some() => return Err(error),
                Err(error) => (Facts::default(), Err(error)),
            };
            let (mut sheet, said) = facts.settle(name, visibility);
            if part.is_err() {
                sheet.merges = Merges::Unknown;
            }
            sheets.push(sheet);
            notes.extend(said);
            parts.push(part);
        }
        Ok(Opened { reader: Self { archive, strings, formats, epoch_1904: book.epoch_1904, parts }, sheets, notes })
    }

    pub(super) fn read_sheet(&mut self, index: usize, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        let part = match self.parts.get(index) {
            Some(part) => part.clone()?,
            None => return Ok(()),
        };
        let Some(reader) = self.archive.part_again(&part)? else { return Ok(()) };
        rows::read(reader, &self.formats, self.epoch_1904, &mut self.strings, sink)
    }
}
