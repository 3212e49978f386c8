//! The targets: one for each reader of untrusted files, the recogniser of headers, mapping files and phrases.

use std::sync::{Arc, OnceLock};

use capex::catalog::Library;
use capex::matching::{Description, MatchOptions, Matcher};
use capex::survey::{Reader, SheetReading};
use capex::workbook::{Cell, CellAddress, CellValue, Merge, Merges, Row, SheetFacts, Visibility};

use super::{archive, package, read_all};

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("any_file", any_file),
    ("xlsx", xlsx),
    ("xlsb", xlsb),
    ("xls", xls),
    ("ods", ods),
    ("delimited", delimited),
    ("html", html),
    ("xml2003", xml2003),
    ("headers", headers),
    ("mapping", mapping),
    ("phrases", phrases),
];

/// Any bytes: what is it, and whatever it is, read it.
pub fn any_file(data: &[u8]) {
    read_all("any", data);
}

/// The usual parts of an xlsx package: sheet, strings, styles, workbook, its relations.
pub const XLSX_PARTS: [&[u8]; 5] = [
    br#"<worksheet><sheetData><row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" s="1"><v>38108</v></c></row></sheetData></worksheet>"#,
    b"<sst><si><t>a</t></si></sst>",
    br#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy-m"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>"#,
    br#"<workbook><sheets><sheet name="a" id="rId1"/></sheets></workbook>"#,
    br#"<Relationships><Relationship Id="rId1" Type="/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
];

/// The same of an xlsb package.
pub const XLSB_PARTS: [&[u8]; 5] = [
    b"\x91\x01\x00\x00\x0d\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x92\x01\x00",
    b"\x13\x07\x00\x01\x00\x00\x00a\x00",
    b"\xe9\x04\x00\x2f\x04\x00\x00\x0e\x00\xea\x04\x00",
    b"\x9c\x01\x16\x00\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00r\x001\x00\x01\x00\x00\x00a\x00",
    br#"<Relationships><Relationship Id="r1" Type="/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#,
];

/// One part of an xlsx package; the first byte chooses which.
pub fn xlsx(data: &[u8]) {
    read_all("a.xlsx", &package("xml", &XLSX_PARTS, data));
}

/// One part of an xlsb package; the first byte chooses which.
pub fn xlsb(data: &[u8]) {
    read_all("a.xlsb", &package("bin", &XLSB_PARTS, data));
}

/// The records of an xls workbook; the first byte chooses its age. Compound files are for [`any_file`].
pub fn xls(data: &[u8]) {
    let mut stream = b"\x09\x08\x10\x00\x00\x06\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00".to_vec();
    let first = data.first().copied().unwrap_or_default();
    stream[5] = if first & 1 == 0 { 6 } else { 5 };
    stream[6] = if first & 2 != 0 { 0x05 } else { 0x10 };
    stream.extend_from_slice(data.get(1..).unwrap_or_default());
    read_all("a.xls", &stream);
}

/// The content of an OpenDocument spreadsheet.
pub fn ods(data: &[u8]) {
    let parts: [(&str, &[u8]); 2] =
        [("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", data)];
    read_all("a.ods", &archive(&parts));
}

/// Delimited text in any encoding.
pub fn delimited(data: &[u8]) {
    read_all("a.csv", &[b"a,b\n", data].concat());
}

/// A web page.
pub fn html(data: &[u8]) {
    read_all("a.xls", &[b"<table>", data].concat());
}

/// SpreadsheetML 2003.
pub fn xml2003(data: &[u8]) {
    read_all(
        "a.xml",
        &[br#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">"#, data].concat(),
    );
}

/// A sheet as text: a line of merged areas, four numbers each, then rows whose cells `|` separates.
pub fn headers(data: &[u8]) {
    static READER: OnceLock<Reader> = OnceLock::new();
    let reader = READER.get_or_init(|| Reader::built_in().expect("the compiled dictionary"));
    let text = String::from_utf8_lossy(data);
    let (areas, drawing) = text.split_once('\n').unwrap_or(("", &text));
    let facts = SheetFacts {
        name: "表".to_owned(),
        visibility: Visibility::Visible,
        merges: if areas.starts_with('?') { Merges::Unknown } else { Merges::Known(merged(areas)) },
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
    };
    let mut reading = SheetReading::new(reader, Arc::from("a.xlsx"), &facts);
    let mut records = 0;
    for (index, line) in drawing.lines().take(2_000).enumerate() {
        let cells: Vec<Cell> = line
            .split('|')
            .take(200)
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| Cell { column: column as u32, value: value(text), format: None })
            .collect();
        if !cells.is_empty() {
            reading.push(Row { index: index as u32, cells }, &mut |_| records += 1);
        }
    }
    let summary = reading.finish(&mut |_| records += 1);
    assert!(summary.rows.balances(), "{:?}", summary.rows);
    assert_eq!(summary.rows.records, records);
}

/// Merged areas of four numbers: row, column, rows below, columns right.
fn merged(text: &str) -> Vec<Merge> {
    let numbers: Vec<u32> = text.split(' ').filter_map(|word| word.parse().ok()).collect();
    let mut areas: Vec<Merge> = numbers
        .chunks_exact(4)
        .take(200)
        .map(|area| Merge {
            first: CellAddress::new(area[0] % 2_000, area[1] % 200),
            last: CellAddress::new(area[0] % 2_000 + area[2] % 1_000_000, area[1] % 200 + area[3] % 16_000),
        })
        .collect();
    areas.sort();
    areas
}

fn value(text: &str) -> CellValue {
    match (text.parse::<f64>(), text.strip_prefix('='), text.strip_prefix('@')) {
        (Ok(number), ..) if number.is_finite() => CellValue::Number(number),
        (_, Some(formula), _) => CellValue::FormulaWithoutValue(formula.into()),
        (.., Some(days)) => {
            match days.parse().ok().and_then(|days: f64| capex::workbook::date_of_serial(days, false)) {
                Some(date) => CellValue::Date(date),
                None => CellValue::Error("#N/A".into()),
            }
        }
        _ => CellValue::Text(text.into()),
    }
}

/// A mapping file.
pub fn mapping(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let reader = Reader::built_in().expect("the compiled dictionary");
    if let Err(problems) = reader.with_mapping("m.yaml", &text) {
        assert!(!problems.is_empty() && problems.iter().all(|problem| problem.position.line > 0));
    }
}

/// A phrase as a cell or a notice holds it; what stands before the first line break is its sector.
pub fn phrases(data: &[u8]) {
    static MATCHER: OnceLock<Matcher> = OnceLock::new();
    let matcher = MATCHER.get_or_init(|| {
        let library = Library::builtin().unwrap_or_else(|_| panic!("the catalogues compiled in"));
        Matcher::new(library.vocabulary, library.editions, MatchOptions::default())
    });
    let text: String = String::from_utf8_lossy(data).chars().take(2_000).collect();
    let (sector, phrase) = text.split_once('\n').unwrap_or(("", &text));
    drop(matcher.judge(&Description::phrase(phrase, sector)));
}
