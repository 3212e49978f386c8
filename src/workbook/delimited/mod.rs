//! Delimited text: csv, tsv, and what report systems call so.
//!
//! The format has no merged areas, no hidden rows and no types: every field is text. Encoding and delimiter are decided
//! from the content and said in the notes.

mod record;

use super::cell::{CellAddress, CellValue};
use super::error::ReadError;
use super::limits::Limits;
use super::sheet::{Merges, SheetFacts, Visibility};
use super::sink::{RowSink, Stop};
use super::source::Source;
use super::text_encoding::{Detected, decoded};
use super::xlsx::Opened;

use self::record::{Records, delimiter_of};

/// An opened text file.
pub(super) struct Delimited {
    detected: Detected,
    delimiter: char,
}

impl Delimited {
    pub(super) fn open(source: &Source, detected: Detected, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let mut records = Records::new(text(source, detected)?, None, limits);
        let sample = records.sample().map_err(|error| damaged(&error))?;
        let delimiter = delimiter_of(&sample);
        let mut notes = Vec::new();
        if !detected.certain {
            notes.push(format!("文件没有写明文字编码，按 {} 读取", detected.name()));
        }
        let facts = SheetFacts {
            name: source.stem(),
            visibility: Visibility::Visible,
            merges: Merges::Unknown,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
        };
        Ok(Opened { reader: Self { detected, delimiter }, sheets: vec![facts], notes })
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.detected.name()
    }

    pub(super) fn delimiter(&self) -> char {
        self.delimiter
    }

    pub(super) fn read_sheet(&self, source: &Source, limits: &Limits, sink: &mut RowSink<'_>) -> Result<(), Stop> {
        let mut records = Records::new(text(source, self.detected)?, Some(self.delimiter), limits);
        let mut fields = Vec::new();
        while let Some(record) = records.next(&mut fields).map_err(|error| damaged(&error))? {
            let row = u32::try_from(record.line).unwrap_or(u32::MAX);
            if record.unclosed {
                let line = u64::from(row) + 1;
                let message = format!("第 {line} 行有未闭合的引号，该行按没有引号读取");
                sink.problem(Some(CellAddress::new(row, 0)), "csv-quote-unclosed", message)?;
            }
            for (column, field) in fields.drain(..).enumerate() {
                let column = u32::try_from(column).unwrap_or(u32::MAX);
                let bad = field.matches(char::REPLACEMENT_CHARACTER).count();
                if bad > 0 {
                    let address = CellAddress::new(row, column);
                    let message = format!(
                        "{address}（文件第 {} 行）有 {bad} 处字节无法按 {} 解码",
                        u64::from(row) + 1,
                        self.encoding()
                    );
                    sink.problem(Some(address), "text-undecodable", message)?;
                }
                sink.cell(row, column, CellValue::Text(field), None)?;
            }
        }
        Ok(())
    }
}

fn text(
    source: &Source,
    detected: Detected,
) -> Result<super::text_encoding::DecodedReader<super::source::Handle>, ReadError> {
    let handle = source.reader().map_err(|error| damaged(&error))?;
    Ok(decoded(handle, detected))
}

fn damaged(error: &std::io::Error) -> ReadError {
    ReadError::from_io(error, |text| {
        ReadError::new("file-unreadable", format!("读取失败（{text}）"), "请检查磁盘或网络后再试")
    })
}
