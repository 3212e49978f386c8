//! Excel 5 to 2003 workbooks (xls), WPS tables (et), and the compound file around them.
//!
//! Records are streamed; nothing is sized by what a file declares. Texts of one byte a character are read in the code page
//! that fits them, because Chinese workbooks often claim 1252 or nothing.

mod biff;
mod codepage;
mod compound;
mod globals;
mod rows;
mod text;

use std::io::Read;

pub(super) use super::bytes::{double_word, float, word};
use super::error::ReadError;
use super::limits::Limits;
use super::sheet::SheetFacts;
use super::sink::{RowSink, Stop};
use super::source::Source;
use super::strings::SharedStrings;
use super::xlsx::Opened;

use self::biff::{Records, Stream};
use self::compound::Compound;
use self::globals::Globals;

pub(super) use self::rows::{error_text, rk};

/// An opened workbook.
pub(super) struct Xls {
    stream: Stream,
    globals: Globals,
    strings: SharedStrings,
    plans: Vec<rows::Plan>,
}

const ASK: &str = "请报送 xlsx、xls、ods 或 csv 格式的摸底表";

impl Xls {
    /// Opens a compound file.
    pub(super) fn open_compound(source: &Source, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let compound = Compound::open(source)?;
        if compound.has("EncryptedPackage") || compound.has("EncryptionInfo") {
            return Err(encrypted());
        }
        for name in ["Workbook", "Book", "WORKBOOK", "BOOK"] {
            if let Some(stream) = compound.stream(source, name)? {
                return Self::open(stream, source, limits);
            }
        }
        let what = if compound.has("WordDocument") {
            "Word 文档（doc），不是工作簿"
        } else if compound.has("PowerPoint Document") {
            "PowerPoint 演示文稿（ppt），不是工作簿"
        } else if compound.has("__properties_version1.0") {
            "Outlook 邮件（msg），不是工作簿"
        } else {
            "复合文档，里面没有工作簿"
        };
        Err(ReadError::new("file-not-a-workbook", what, ASK))
    }

    /// Opens records that no compound file surrounds.
    pub(super) fn open_bare(source: &Source, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let handle = source.reader().map_err(|error| ReadError::damaged(format!("读取失败（{error}）")))?;
        Self::open(Stream::whole(handle, source.length), source, limits)
    }

    fn open(mut stream: Stream, source: &Source, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let mut globals = Globals::read(&mut Records::at(&mut stream, 0)?, limits)?;
        if globals.bare {
            globals.add_bare_sheet(source.stem());
        } else if globals.is_empty() {
            return Err(ReadError::damaged("工作簿里没有任何工作表"));
        }
        let length = stream.length();
        let mut survey = rows::Survey::new(&mut globals.samples, globals.wide, length, limits);
        let mut found = Vec::new();
        for sheet in &globals.sheets {
            let scanned =
                Records::at(&mut stream, sheet.offset).and_then(|mut records| rows::scan(&mut records, &mut survey));
            match scanned {
                Err(error) if error.limit.is_some() => return Err(error),
                other => found.push(other),
            }
        }
        let mut notes = globals.decide_codepage();
        let strings = globals.read_strings(&mut stream, limits)?;
        let (mut sheets, mut plans): (Vec<SheetFacts>, Vec<rows::Plan>) = (Vec::new(), Vec::new());
        for (number, scanned) in found.into_iter().enumerate() {
            let Some((name, visibility)) = globals.sheet_name(number) else { continue };
            let (facts, plan) = scanned.unwrap_or_else(rows::Scanned::failed).into_parts();
            let (sheet, said) = facts.settle(name, visibility);
            sheets.push(sheet);
            plans.push(plan);
            notes.extend(said);
        }
        notes.extend(globals.notes.iter().cloned());
        Ok(Opened { reader: Self { stream, globals, strings, plans }, sheets, notes })
    }

    pub(super) fn read_sheet(&mut self, index: usize, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        let (Some(sheet), Some(plan)) = (self.globals.sheets.get(index), self.plans.get(index)) else {
            return Ok(());
        };
        let mut records = Records::at(&mut self.stream, sheet.offset)?;
        rows::read(&mut records, plan, &self.globals, &mut self.strings, sink)
    }
}

fn encrypted() -> ReadError {
    ReadError::new("file-encrypted", "加密的工作簿", "请先在 Excel 或 WPS 中解除密码，另存后再报送")
}

/// Reads exactly `count` bytes, for structures of fixed size.
fn fixed(reader: &mut impl Read, count: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}
