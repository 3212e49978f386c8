//! Writers of every format that counties send, for tests: the same sheets as xlsx, xls of two ages, xlsb, ods, flat ods,
//! SpreadsheetML 2003, an HTML page called .xls, csv in GBK and UTF-8, and tab-separated text.
//!
//! They write no more than the tests need, and share no code with the readers.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use capex::workbook::{Cell, CellValue, Merge, Merges, Row, SheetFacts, Visibility, decimal_text, serial_of_date};
use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Xlsx};

use crate::support::{archive, binary_record, binary_text, compound, words};

/// A sheet to write.
pub struct Sheet<'s> {
    pub facts: &'s SheetFacts,
    pub rows: &'s [Row],
}

/// A format: how a file of it is called, what it keeps, how it is written.
pub struct Form {
    pub file: &'static str,
    /// Several sheets, merged areas, hidden rows and columns, types of cells.
    pub whole: bool,
    pub write: fn(&[Sheet<'_>]) -> Vec<u8>,
}

/// All formats.
pub const FORMS: &[Form] = &[
    Form { file: "表.xlsx", whole: true, write: xlsx },
    Form { file: "新版装进旧名.xls", whole: true, write: xlsx },
    Form { file: "表97.xls", whole: true, write: xls97 },
    Form { file: "表95.xls", whole: true, write: xls95 },
    Form { file: "表.et", whole: true, write: xls97 },
    Form { file: "表.xlsb", whole: true, write: xlsb },
    Form { file: "表.ods", whole: true, write: ods },
    Form { file: "表.fods", whole: true, write: flat_ods },
    Form { file: "表2003.xml", whole: true, write: xml2003 },
    Form { file: "表2003.xls", whole: true, write: xml2003 },
    Form { file: "网页.xls", whole: false, write: html },
    Form { file: "国标.csv", whole: false, write: csv_gbk },
    Form { file: "通用.csv", whole: false, write: csv_utf8 },
    Form { file: "制表符.tsv", whole: false, write: tsv },
    Form { file: "文本.xls", whole: false, write: tsv_utf16 },
];

fn merges(facts: &SheetFacts) -> &[Merge] {
    match &facts.merges {
        Merges::Known(list) => list,
        Merges::Unknown => &[],
    }
}

/// What a spreadsheet program shows of a cell.
fn displayed(cell: &Cell) -> String {
    let format = cell.format.as_deref().unwrap_or_default();
    match &cell.value {
        CellValue::Text(text) | CellValue::Error(text) => text.to_string(),
        CellValue::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        CellValue::FormulaWithoutValue(formula) => format!("={formula}"),
        CellValue::Date(date) if format.contains('年') => date.format("%Y年%-m月").to_string(),
        CellValue::Date(date) => date.format("%Y/%-m/%-d").to_string(),
        CellValue::Number(number) => match format.split('"').nth(1) {
            Some(unit) => format!("{}{unit}", decimal_text(*number)),
            None => decimal_text(*number),
        },
    }
}

fn xlsx(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut book = Xlsx::new();
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.facts.name).expect("a name");
        page.set_hidden(sheet.facts.visibility != Visibility::Visible);
        for area in merges(sheet.facts).iter().filter(|area| area.first != area.last) {
            let (first, last) = (area.first, area.last);
            page.merge_range(first.row, first.column as u16, last.row, last.column as u16, "", &Format::new())
                .expect("an area");
        }
        for row in sheet.rows {
            for cell in &row.cells {
                let (at, column) = (row.index, cell.column as u16);
                let format = cell.format.as_deref().map_or_else(Format::new, |code| Format::new().set_num_format(code));
                match &cell.value {
                    CellValue::Text(text) | CellValue::Error(text) => page.write_string(at, column, &**text),
                    CellValue::Number(number) => page.write_number_with_format(at, column, *number, &format),
                    CellValue::Bool(truth) => page.write_boolean(at, column, *truth),
                    CellValue::FormulaWithoutValue(formula) => page.write_string(at, column, format!("={formula}")),
                    CellValue::Date(date) => {
                        let date = ExcelDateTime::from_serial_datetime(serial_of_date(*date)).expect("a day");
                        let format =
                            if cell.format.is_some() { format } else { Format::new().set_num_format("yyyy/m/d") };
                        page.write_datetime_with_format(at, column, &date, &format)
                    }
                }
                .expect("a cell");
            }
        }
        for (first, last) in &sheet.facts.hidden_rows {
            for row in *first..=*last {
                page.set_row_hidden(row).expect("a row");
            }
        }
        for (first, last) in &sheet.facts.hidden_columns {
            for column in *first..=*last {
                page.set_column_hidden(column as u16).expect("a column");
            }
        }
    }
    book.save_to_buffer().expect("written")
}

/// The format codes of the sheets: code → index of the style, from 1 on.
fn codes_of(sheets: &[Sheet<'_>]) -> BTreeMap<String, u16> {
    let mut codes = BTreeMap::new();
    for cell in sheets.iter().flat_map(|sheet| sheet.rows).flat_map(|row| &row.cells) {
        let code = code_of(cell);
        if !code.is_empty() && !codes.contains_key(&code) {
            codes.insert(code, codes.len() as u16 + 1);
        }
    }
    codes
}

fn code_of(cell: &Cell) -> String {
    match (&cell.value, &cell.format) {
        (_, Some(code)) => code.to_string(),
        (CellValue::Date(_), None) => "yyyy/m/d".to_owned(),
        _ => String::new(),
    }
}

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

fn xls97(sheets: &[Sheet<'_>]) -> Vec<u8> {
    compound(&[("Workbook", &biff(sheets, true))])
}

fn xls95(sheets: &[Sheet<'_>]) -> Vec<u8> {
    compound(&[("Book", &biff(sheets, false))])
}

/// A stream of BIFF8 (`wide`) or BIFF5 in the code page 936.
pub fn biff(sheets: &[Sheet<'_>], wide: bool) -> Vec<u8> {
    let version = if wide { 0x0600 } else { 0x0500 };
    let text = |text: &str| match wide {
        true => [words(&[utf16(text).len() as u16]), vec![1], words(&utf16(text))].concat(),
        false => {
            let bytes = GB18030.encode(text).0.into_owned();
            [words(&[bytes.len() as u16]), bytes].concat()
        }
    };
    let short = |text: &str| match wide {
        true => [vec![utf16(text).len() as u8, 1], words(&utf16(text))].concat(),
        false => {
            let bytes = GB18030.encode(text).0.into_owned();
            [vec![bytes.len() as u8], bytes].concat()
        }
    };
    let codes = codes_of(sheets);
    let mut globals = record(0x0809, &words(&[version, 5, 0, 0, 0, 0, 0, 0]));
    globals.extend(record(0x0042, &words(&[if wide { 1200 } else { 936 }])));
    for (code, style) in &codes {
        let code = if wide { text(code) } else { short(code) };
        globals.extend(record(0x041E, &[words(&[164 + style]), code].concat()));
    }
    for style in 0..=codes.len() as u16 {
        globals.extend(record(0x00E0, &words(&[0, if style == 0 { 0 } else { 164 + style }])));
    }
    let streams: Vec<Vec<u8>> = sheets
        .iter()
        .map(|sheet| {
            let mut stream = record(0x0809, &words(&[version, 0x10, 0, 0, 0, 0, 0, 0]));
            for (first, last) in &sheet.facts.hidden_columns {
                stream.extend(record(0x007D, &words(&[*first as u16, *last as u16, 0, 0, 1, 0])));
            }
            for (first, last) in &sheet.facts.hidden_rows {
                for row in *first..=*last {
                    stream.extend(record(0x0208, &words(&[row as u16, 0, 1, 0, 0, 0, 0x20, 0])));
                }
            }
            for row in sheet.rows {
                for cell in &row.cells {
                    let style = codes.get(&code_of(cell)).copied().unwrap_or(0);
                    let place = words(&[row.index as u16, cell.column as u16, style]);
                    let number = |number: f64| record(0x0203, &[place.clone(), number.to_le_bytes().to_vec()].concat());
                    stream.extend(match &cell.value {
                        CellValue::Number(value) => number(*value),
                        CellValue::Date(date) => number(serial_of_date(*date)),
                        CellValue::Bool(truth) => record(0x0205, &[place.clone(), vec![u8::from(*truth), 0]].concat()),
                        _ => record(0x0204, &[place.clone(), text(&displayed(cell))].concat()),
                    });
                }
            }
            let areas = merges(sheet.facts);
            if !areas.is_empty() {
                let mut data = words(&[areas.len() as u16]);
                for area in areas {
                    data.extend(words(&[
                        area.first.row as u16,
                        area.last.row as u16,
                        area.first.column as u16,
                        area.last.column as u16,
                    ]));
                }
                stream.extend(record(0x00E5, &data));
            }
            stream.extend(record(0x000A, &[]));
            stream
        })
        .collect();
    let names: Vec<Vec<u8>> = sheets.iter().map(|sheet| short(&sheet.facts.name)).collect();
    let bound: usize = names.iter().map(|name| 4 + 6 + name.len()).sum();
    let mut offset = globals.len() + bound + 4;
    for ((sheet, name), stream) in sheets.iter().zip(&names).zip(&streams) {
        let state = u8::from(sheet.facts.visibility != Visibility::Visible);
        globals
            .extend(record(0x0085, &[(offset as u32).to_le_bytes().to_vec(), vec![state, 0], name.clone()].concat()));
        offset += stream.len();
    }
    [globals, record(0x000A, &[]), streams.concat()].concat()
}

fn xlsb(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let codes = codes_of(sheets);
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut strings: Vec<String> = Vec::new();
    let mut book =
        [binary_record(0x83, &[]), binary_record(0x99, &numbers(&[0, 0, 0])), binary_record(0x8F, &[])].concat();
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut targets = String::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let id = format!("rId{}", at + 1);
        let hidden = u32::from(sheet.facts.visibility != Visibility::Visible);
        let data = [numbers(&[hidden, at as u32 + 1]), binary_text(&id), binary_text(&sheet.facts.name)].concat();
        book.extend(binary_record(0x9C, &data));
        let part = format!("worksheets/sheet{}.bin", at + 1);
        let _ = write!(targets, r#"<Relationship Id="{id}" Type="{relation}/worksheet" Target="{part}"/>"#);
        parts.push((format!("xl/{part}"), binary_sheet(sheet, &codes, &mut strings)));
    }
    book.extend([binary_record(0x90, &[]), binary_record(0x84, &[])].concat());
    for (id, name) in [("rId901", "styles"), ("rId902", "sharedStrings")] {
        let _ = write!(targets, r#"<Relationship Id="{id}" Type="{relation}/{name}" Target="{name}.bin"/>"#);
    }
    let mut by_style: Vec<(&String, &u16)> = codes.iter().collect();
    by_style.sort_by_key(|(_, style)| **style);
    let mut looks = [binary_record(0x0116, &[]), binary_record(0x0267, &numbers(&[codes.len() as u32]))].concat();
    for (code, style) in &by_style {
        looks.extend(binary_record(0x2C, &[words(&[176 + **style]), binary_text(code)].concat()));
    }
    looks.extend([binary_record(0x0268, &[]), binary_record(0x0269, &numbers(&[codes.len() as u32 + 1]))].concat());
    for id in std::iter::once(0).chain(by_style.iter().map(|(_, style)| 176 + **style)) {
        looks.extend(binary_record(0x2F, &words(&[0, id, 0, 0, 0, 0, 0, 0])));
    }
    looks.extend([binary_record(0x026A, &[]), binary_record(0x0117, &[])].concat());
    let mut table = binary_record(0x9F, &numbers(&[strings.len() as u32, strings.len() as u32]));
    for text in &strings {
        table.extend(binary_record(0x13, &[vec![0], binary_text(text)].concat()));
    }
    table.extend(binary_record(0xA0, &[]));
    let relations = |inside: &str| {
        let space = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!(r#"<Relationships xmlns="{space}">{inside}</Relationships>"#).into_bytes()
    };
    let root = format!(r#"<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.bin"/>"#);
    parts.extend([
        ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
        ("_rels/.rels".to_owned(), relations(&root)),
        ("xl/workbook.bin".to_owned(), book),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations(&targets)),
        ("xl/styles.bin".to_owned(), looks),
        ("xl/sharedStrings.bin".to_owned(), table),
    ]);
    pack(&parts)
}

fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    archive(&parts)
}

fn binary_sheet(sheet: &Sheet<'_>, codes: &BTreeMap<String, u16>, strings: &mut Vec<String>) -> Vec<u8> {
    let mut part =
        [binary_record(0x81, &[]), binary_record(0x94, &numbers(&[0, 0, 0, 0])), binary_record(0x0186, &[])].concat();
    for (first, last) in &sheet.facts.hidden_columns {
        part.extend(binary_record(0x3C, &[numbers(&[*first, *last, 0, 0]), words(&[1])].concat()));
    }
    part.extend([binary_record(0x0187, &[]), binary_record(0x91, &[])].concat());
    for row in sheet.rows {
        let hidden = sheet.facts.hidden_rows.iter().any(|(first, last)| (*first..=*last).contains(&row.index));
        let flags = vec![0, 0, 0, if hidden { 0x10 } else { 0 }, 0];
        part.extend(binary_record(0, &[numbers(&[row.index, 0]), flags, numbers(&[0])].concat()));
        for cell in &row.cells {
            let style = u32::from(codes.get(&code_of(cell)).copied().unwrap_or(0));
            let place = numbers(&[cell.column, style]);
            let (kind, value) = match &cell.value {
                CellValue::Number(number) => (5, number.to_le_bytes().to_vec()),
                CellValue::Date(date) => (5, serial_of_date(*date).to_le_bytes().to_vec()),
                CellValue::Bool(truth) => (4, vec![u8::from(*truth)]),
                _ => {
                    strings.push(displayed(cell));
                    (7, numbers(&[strings.len() as u32 - 1]))
                }
            };
            part.extend(binary_record(kind, &[place, value].concat()));
        }
    }
    part.extend(binary_record(0x92, &[]));
    let areas = merges(sheet.facts);
    if !areas.is_empty() {
        part.extend(binary_record(0xB1, &numbers(&[areas.len() as u32])));
        for area in areas {
            part.extend(binary_record(
                0xB0,
                &numbers(&[area.first.row, area.last.row, area.first.column, area.last.column]),
            ));
        }
        part.extend(binary_record(0xB2, &[]));
    }
    part.extend(binary_record(0x82, &[]));
    part
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The cells of a sheet with the gaps between them: for each row its index and, for each cell, the blanks before it.
fn span_of(sheet: &Sheet<'_>, row: u32, column: u32) -> (u32, u32) {
    let area = merges(sheet.facts).iter().find(|area| area.first.row == row && area.first.column == column);
    area.map_or((1, 1), |area| (area.last.row - row + 1, area.last.column - column + 1))
}

/// Whether a merged area that begins elsewhere covers a cell.
fn covered(sheet: &Sheet<'_>, row: u32, column: u32) -> bool {
    merges(sheet.facts).iter().any(|area| {
        (area.first.row..=area.last.row).contains(&row)
            && (area.first.column..=area.last.column).contains(&column)
            && (area.first.row, area.first.column) != (row, column)
    })
}

/// Every row and column up to the last filled or merged one.
fn extent(sheet: &Sheet<'_>) -> (u32, u32) {
    let rows = sheet.rows.iter().map(|row| row.index + 1).max().unwrap_or(0);
    let columns = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column + 1).max().unwrap_or(0);
    merges(sheet.facts)
        .iter()
        .fold((rows, columns), |(rows, columns), area| (rows.max(area.last.row + 1), columns.max(area.last.column + 1)))
}

fn at<'s>(sheet: &'s Sheet<'_>, row: u32, column: u32) -> Option<&'s Cell> {
    let row = sheet.rows.iter().find(|known| known.index == row)?;
    row.cells.iter().find(|cell| cell.column == column)
}

fn opendocument(sheets: &[Sheet<'_>], root: &str, more: &str) -> String {
    let space = "urn:oasis:names:tc:opendocument:xmlns";
    let mut names = String::new();
    for (prefix, name) in
        [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")]
    {
        let _ = write!(names, r#" xmlns:{prefix}="{space}:{name}:1.0""#);
    }
    let mut styles = String::from(
        r#"<style:style style:name="hid" style:family="table"><style:table-properties table:display="false"/></style:style>"#,
    );
    let codes = codes_of(sheets);
    for (code, style) in &codes {
        styles.push_str(&number_style(code, *style));
    }
    let mut body = String::new();
    for sheet in sheets {
        let (rows, columns) = extent(sheet);
        let hidden = if sheet.facts.visibility == Visibility::Visible { "" } else { r#" table:style-name="hid""# };
        let _ = write!(body, r#"<table:table table:name="{}"{hidden}>"#, escaped(&sheet.facts.name));
        let is_hidden = |list: &[(u32, u32)], at: u32| list.iter().any(|(first, last)| (*first..=*last).contains(&at));
        for column in 0..columns {
            let collapse =
                if is_hidden(&sheet.facts.hidden_columns, column) { r#" table:visibility="collapse""# } else { "" };
            let _ = write!(body, "<table:table-column{collapse}/>");
        }
        for row in 0..rows {
            let collapse =
                if is_hidden(&sheet.facts.hidden_rows, row) { r#" table:visibility="collapse""# } else { "" };
            let _ = write!(body, "<table:table-row{collapse}>");
            for column in 0..columns {
                let element = if covered(sheet, row, column) { "covered-table-cell" } else { "table-cell" };
                let (down, across) = span_of(sheet, row, column);
                let spans = if down * across > 1 {
                    format!(r#" table:number-rows-spanned="{down}" table:number-columns-spanned="{across}""#)
                } else {
                    String::new()
                };
                let cell = at(sheet, row, column);
                let style = cell
                    .and_then(|cell| codes.get(&code_of(cell)))
                    .map_or(String::new(), |style| format!(r#" table:style-name="c{style}""#));
                let value = match cell.map(|cell| &cell.value) {
                    None => String::new(),
                    Some(CellValue::Number(number)) => {
                        format!(r#" office:value-type="float" office:value="{}""#, decimal_text(*number))
                    }
                    Some(CellValue::Date(date)) => {
                        format!(r#" office:value-type="date" office:date-value="{}""#, date.format("%Y-%m-%d"))
                    }
                    Some(CellValue::Bool(truth)) => {
                        format!(r#" office:value-type="boolean" office:boolean-value="{truth}""#)
                    }
                    Some(_) => r#" office:value-type="string""#.to_owned(),
                };
                let text = cell.map_or(String::new(), |cell| {
                    displayed(cell).split('\n').map(|line| format!("<text:p>{}</text:p>", escaped(line))).collect()
                });
                let _ = write!(body, "<table:{element}{style}{spans}{value}>{text}</table:{element}>");
            }
            body.push_str("</table:table-row>");
        }
        body.push_str("</table:table>");
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:{root}{names}{more}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:{root}>"#
    )
}

/// A number style of OpenDocument for the codes that the tests use: dates, and numbers with a unit in quotes.
fn number_style(code: &str, style: u16) -> String {
    let text = |text: &str| format!("<number:text>{}</number:text>", escaped(text));
    let own = if code.contains('y') {
        let (first, second, day) = if code.contains('年') {
            (text("年"), text("月"), String::new())
        } else {
            (text("/"), text("/"), "<number:day/>".to_owned())
        };
        format!(
            r#"<number:date-style style:name="n{style}"><number:year number:style="long"/>{first}<number:month/>{second}{day}</number:date-style>"#
        )
    } else {
        let unit = code.split('"').nth(1).unwrap_or_default();
        let places =
            code.split('"').next().and_then(|digits| digits.split_once('.')).map_or(0, |(_, places)| places.len());
        format!(
            r#"<number:number-style style:name="n{style}"><number:number number:decimal-places="{places}"/>{}</number:number-style>"#,
            text(unit)
        )
    };
    format!(r#"{own}<style:style style:name="c{style}" style:family="table-cell" style:data-style-name="n{style}"/>"#)
}

fn ods(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let content = opendocument(sheets, "document-content", "");
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

fn flat_ods(sheets: &[Sheet<'_>]) -> Vec<u8> {
    opendocument(sheets, "document", r#" office:mimetype="application/vnd.oasis.opendocument.spreadsheet""#)
        .into_bytes()
}

fn xml2003(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let space = "urn:schemas-microsoft-com:office";
    let codes = codes_of(sheets);
    let mut text = format!(
        r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}:spreadsheet" xmlns:ss="{space}:spreadsheet" xmlns:x="{space}:excel"><Styles>"#
    );
    for (code, style) in &codes {
        let _ = write!(text, r#"<Style ss:ID="s{style}"><NumberFormat ss:Format="{}"/></Style>"#, escaped(code));
    }
    text.push_str("</Styles>");
    for sheet in sheets {
        let _ = write!(text, r#"<Worksheet ss:Name="{}"><Table>"#, escaped(&sheet.facts.name));
        for (first, last) in &sheet.facts.hidden_columns {
            let _ = write!(text, r#"<Column ss:Index="{}" ss:Hidden="1" ss:Span="{}"/>"#, first + 1, last - first);
        }
        for row in sheet.rows {
            let hidden = sheet.facts.hidden_rows.iter().any(|(first, last)| (*first..=*last).contains(&row.index));
            let hidden = if hidden { r#" ss:Hidden="1""# } else { "" };
            let _ = write!(text, r#"<Row ss:Index="{}"{hidden}>"#, row.index + 1);
            let (_, columns) = extent(sheet);
            for column in 0..columns {
                let (down, across) = span_of(sheet, row.index, column);
                let cell = row.cells.iter().find(|cell| cell.column == column);
                if (cell.is_none() && down * across == 1) || covered(sheet, row.index, column) {
                    continue;
                }
                let _ = write!(text, r#"<Cell ss:Index="{}""#, column + 1);
                if down * across > 1 {
                    let _ = write!(text, r#" ss:MergeDown="{}" ss:MergeAcross="{}""#, down - 1, across - 1);
                }
                if let Some(style) = cell.and_then(|cell| codes.get(&code_of(cell))) {
                    let _ = write!(text, r#" ss:StyleID="s{style}""#);
                }
                text.push('>');
                if let Some(cell) = cell {
                    let (kind, value) = match &cell.value {
                        CellValue::Number(number) => ("Number", decimal_text(*number)),
                        CellValue::Date(date) => ("DateTime", date.format("%Y-%m-%dT%H:%M:%S.000").to_string()),
                        CellValue::Bool(truth) => ("Boolean", u8::from(*truth).to_string()),
                        _ => ("String", displayed(cell)),
                    };
                    let _ = write!(text, r#"<Data ss:Type="{kind}">{}</Data>"#, escaped(&value).replace('\n', "&#10;"));
                }
                text.push_str("</Cell>");
            }
            text.push_str("</Row>");
        }
        text.push_str("</Table>");
        if sheet.facts.visibility != Visibility::Visible {
            let _ = write!(
                text,
                r#"<WorksheetOptions xmlns="{space}:excel"><Visible>SheetHidden</Visible></WorksheetOptions>"#
            );
        }
        text.push_str("</Worksheet>");
    }
    text.push_str("</Workbook>");
    text.into_bytes()
}

fn html(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let Some(sheet) = sheets.first() else { return Vec::new() };
    let (rows, columns) = extent(sheet);
    let mut text = format!(
        "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>{}</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><body><table border=1>",
        escaped(&sheet.facts.name)
    );
    for row in 0..rows {
        text.push_str("<tr>");
        for column in 0..columns {
            if covered(sheet, row, column) {
                continue;
            }
            let (down, across) = span_of(sheet, row, column);
            let value = at(sheet, row, column).map(displayed).unwrap_or_default();
            let value = escaped(&value).replace('\n', "<br>");
            let _ = match down * across {
                1 => write!(text, "<td>{value}"),
                _ => write!(text, "<td rowspan={down} colspan=\"{across}\">{value}</td>"),
            };
        }
        text.push_str("</tr>\r\n");
    }
    text.push_str("</table></body></html>");
    GB18030.encode(&text).0.into_owned()
}

fn delimited(sheets: &[Sheet<'_>], separator: char) -> String {
    let Some(sheet) = sheets.first() else { return String::new() };
    let (rows, columns) = extent(sheet);
    let mut text = String::new();
    for row in 0..rows {
        for column in 0..columns {
            if column > 0 {
                text.push(separator);
            }
            let value = at(sheet, row, column).map(displayed).unwrap_or_default();
            if value.contains([separator, '"', '\n']) {
                let _ = write!(text, "\"{}\"", value.replace('"', "\"\""));
            } else {
                text.push_str(&value);
            }
        }
        text.push_str("\r\n");
    }
    text
}

fn csv_gbk(sheets: &[Sheet<'_>]) -> Vec<u8> {
    // What GBK cannot write, programs leave out.
    let text: String = delimited(sheets, ',').chars().filter(|c| !matches!(c, '\u{200b}')).collect();
    GB18030.encode(&text).0.into_owned()
}

fn csv_utf8(sheets: &[Sheet<'_>]) -> Vec<u8> {
    [b"\xEF\xBB\xBF", delimited(sheets, ',').as_bytes()].concat()
}

fn tsv(sheets: &[Sheet<'_>]) -> Vec<u8> {
    delimited(sheets, '\t').into_bytes()
}

fn tsv_utf16(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let text = delimited(sheets, '\t');
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}
