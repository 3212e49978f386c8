//! Helpers of the tests that read workbooks: raw packages, and cells as flat lists.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use capex::workbook::{Cell, CellAddress, CellValue, Limits, SheetEnd, Workbook, decimal_text};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Opens bytes under the default caps.
pub fn open(name: &str, bytes: Vec<u8>) -> Workbook {
    Workbook::from_bytes(name, bytes, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// All cells of a sheet in reading order.
pub fn cells(workbook: &mut Workbook, sheet: usize) -> (Vec<(CellAddress, Cell)>, SheetEnd) {
    let mut all = Vec::new();
    let end = workbook
        .read_sheet(sheet, &mut |row| {
            for cell in row.cells {
                all.push((CellAddress::new(row.index, cell.column), cell));
            }
            ControlFlow::Continue(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    (all, end)
}

/// A value as one short text.
pub fn text_of(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) | CellValue::Error(text) => text.to_string(),
        CellValue::Number(number) => decimal_text(*number),
        CellValue::Bool(truth) => truth.to_string(),
        CellValue::Date(date) => date.to_string(),
        CellValue::FormulaWithoutValue(formula) => format!("={formula}"),
    }
}

/// A sheet as `A1=text` items.
pub fn shown(workbook: &mut Workbook, sheet: usize) -> Vec<String> {
    let (all, end) = cells(workbook, sheet);
    assert_eq!(end.problems, []);
    all.iter().map(|(address, cell)| format!("{address}={}", text_of(&cell.value))).collect()
}

/// A zip archive of parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A minimal xlsx package, written part by part.
pub struct Package {
    workbook: String,
    styles: String,
    strings: Option<String>,
    sheet: String,
    target: String,
    missing: bool,
}

impl Package {
    pub fn new() -> Self {
        Self {
            workbook: String::new(),
            styles: String::new(),
            strings: None,
            sheet: String::new(),
            target: "worksheets/sheet1.xml".to_owned(),
            missing: false,
        }
    }

    pub fn workbook(mut self, inside: &str) -> Self {
        self.workbook = inside.to_owned();
        self
    }

    pub fn styles(mut self, inside: &str) -> Self {
        self.styles = inside.to_owned();
        self
    }

    pub fn strings(mut self, inside: &str) -> Self {
        self.strings = Some(inside.to_owned());
        self
    }

    pub fn sheet(mut self, inside: &str) -> Self {
        self.sheet = inside.to_owned();
        self
    }

    pub fn target(mut self, target: &str) -> Self {
        self.target = target.to_owned();
        self
    }

    pub fn second_sheet_without_part(mut self) -> Self {
        self.missing = true;
        self
    }

    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let second = if self.missing { r#"<sheet name="缺" sheetId="2" r:id="rId9"/>"# } else { "" };
        let second_relation = if self.missing {
            format!(r#"<Relationship Id="rId9" Type="{relation}/worksheet" Target="worksheets/none.xml"/>"#)
        } else {
            String::new()
        };
        let mut parts = vec![
            (
                "[Content_Types].xml".to_owned(),
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
            ),
            (
                "_rels/.rels".to_owned(),
                format!(
                    r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!(
                    r#"<workbook xmlns="{main}" xmlns:r="{relation}">{}<sheets><sheet name="表一" sheetId="1" r:id="rId1"/>{second}</sheets></workbook>"#,
                    self.workbook
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!(
                    r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relation}/worksheet" Target="{}"/><Relationship Id="rId2" Type="{relation}/styles" Target="styles.xml"/>{second_relation}</Relationships>"#,
                    self.target
                ),
            ),
            ("xl/styles.xml".to_owned(), format!(r#"<styleSheet xmlns="{main}">{}</styleSheet>"#, self.styles)),
            (
                "xl/worksheets/sheet1.xml".to_owned(),
                format!(
                    r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}">{}</worksheet>"#,
                    self.sheet
                ),
            ),
        ];
        if let Some(strings) = &self.strings {
            parts.push(("xl/sharedStrings.xml".to_owned(), format!(r#"<sst xmlns="{main}">{strings}</sst>"#)));
        }
        parts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
    }

    pub fn build(&self) -> Vec<u8> {
        let parts = self.parts();
        let borrowed: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        archive(&borrowed)
    }
}

/// A compound file (version 3) with these streams, each padded to the size that needs no small sectors.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    let padded: Vec<Vec<u8>> = streams
        .iter()
        .map(|(_, bytes)| {
            let mut bytes = bytes.to_vec();
            bytes.resize(bytes.len().max(4_096).next_multiple_of(SECTOR), 0);
            bytes
        })
        .collect();
    let directory_sectors = (streams.len() + 1).div_ceil(4);
    let data_sectors: usize = padded.iter().map(|bytes| bytes.len() / SECTOR).sum();
    let mut table_sectors = 1;
    while table_sectors * 128 < table_sectors + directory_sectors + data_sectors {
        table_sectors += 1;
    }
    let mut table = vec![0xFFFF_FFFD_u32; table_sectors];
    let mut chain = |count: usize| {
        let start = table.len() as u32;
        for step in 1..=count as u32 {
            table.push(if step == count as u32 { END } else { start + step });
        }
        start
    };
    let directory_start = chain(directory_sectors);
    let starts: Vec<u32> = padded.iter().map(|bytes| chain(bytes.len() / SECTOR)).collect();
    table.resize(table_sectors * 128, FREE);
    let mut file = vec![0_u8; SECTOR];
    file[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    file[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    file[44..48].copy_from_slice(&(table_sectors as u32).to_le_bytes());
    file[48..52].copy_from_slice(&directory_start.to_le_bytes());
    file[56..60].copy_from_slice(&4_096_u32.to_le_bytes());
    file[60..64].copy_from_slice(&END.to_le_bytes());
    file[68..72].copy_from_slice(&END.to_le_bytes());
    for (place, bytes) in file[76..].chunks_exact_mut(4).enumerate() {
        let sector = if place < table_sectors { place as u32 } else { FREE };
        bytes.copy_from_slice(&sector.to_le_bytes());
    }
    file.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    let mut directory = directory_entry("Root Entry", 5, END, 0);
    for (((name, _), bytes), start) in streams.iter().zip(&padded).zip(&starts) {
        directory.extend(directory_entry(name, 2, *start, bytes.len() as u32));
    }
    directory.resize(directory_sectors * SECTOR, 0);
    file.extend(directory);
    file.extend(padded.into_iter().flatten());
    file
}

fn directory_entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry = vec![0; 128];
    let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    entry[..units.len()].copy_from_slice(&units);
    entry[64..66].copy_from_slice(&(units.len() as u16).to_le_bytes());
    entry[66] = kind;
    entry[67] = 1;
    entry[68..80].fill(0xFF);
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&size.to_le_bytes());
    entry
}

/// 16-bit numbers, least significant byte first.
pub fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A record of xlsb: kind and length in as few bytes as they need, then the data.
pub fn binary_record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = match kind {
        0..0x80 => vec![kind as u8],
        _ => vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8],
    };
    let mut length = data.len();
    while length >= 0x80 {
        bytes.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(data);
    bytes
}

/// A text of xlsb: its length in UTF-16 units, then the units.
pub fn binary_text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [(units.len() as u32).to_le_bytes().to_vec(), words(&units)].concat()
}
