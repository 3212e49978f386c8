//! Files made to hurt a reader, each with what must come of it. Sizes are small enough for tests; the lies in them are not.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{Package, archive, compound};

/// What must come of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It opens, and every sheet reads to its end.
    Rows,
    /// Opening refuses it with this code.
    Refused(&'static str),
    /// It opens, and reading its first sheet ends with this code.
    SheetFails(&'static str),
}

/// One file.
pub struct Hostile {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub outcome: Outcome,
}

/// A part that repeats a text.
fn repeated(head: &str, text: &str, count: usize, tail: &str) -> Vec<u8> {
    let mut part = Vec::with_capacity(head.len() + text.len() * count + tail.len());
    part.extend_from_slice(head.as_bytes());
    for _ in 0..count {
        part.extend_from_slice(text.as_bytes());
    }
    part.extend_from_slice(tail.as_bytes());
    part
}

/// A package with one part replaced or added.
fn with_part(package: &Package, name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let mut parts = package.parts();
    parts.retain(|(other, _)| other != name);
    parts.push((name.to_owned(), bytes));
    let borrowed: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    archive(&borrowed)
}

fn sheet(inside: &str) -> Package {
    Package::new().sheet(&format!("<sheetData>{inside}</sheetData>"))
}

const ONE_CELL: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

fn ods(content: &str) -> Vec<u8> {
    let head = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">"#;
    let tail = "</table:table></office:spreadsheet></office:body></office:document-content>";
    let content = format!("{head}{content}{tail}");
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// A workbook that lists the same part under many names.
fn one_part_many_sheets(count: usize) -> Vec<u8> {
    let mut sheets = String::new();
    let mut relations = String::new();
    for number in 1..=count {
        sheets.push_str(&format!(r#"<sheet name="表{number}" sheetId="{number}" r:id="rId{number}"/>"#));
        relations.push_str(&format!(
            r#"<Relationship Id="rId{number}" Type="x/worksheet" Target="worksheets/sheet1.xml"/>"#
        ));
    }
    archive(&[
        ("_rels/.rels", br#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", format!(r#"<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>"#).as_bytes()),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes()),
        (SHEET, format!("<worksheet><sheetData>{ONE_CELL}</sheetData></worksheet>").as_bytes()),
    ])
}

/// An archive whose end declares more parts than it has.
fn lying_directory() -> Vec<u8> {
    let mut bytes = sheet(ONE_CELL).build();
    let at = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").expect("an end");
    bytes[at + 8..at + 12].fill(0xFE);
    bytes
}

fn stored_bomb() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in sheet(ONE_CELL).parts() {
        zip.start_file(name, options).expect("a part");
        zip.write_all(&bytes).expect("written");
    }
    zip.start_file(STRINGS, options).expect("a part");
    zip.write_all(&repeated("<sst><si><t>", "高", 3 << 20, "</t></si></sst>")).expect("written");
    zip.finish().expect("finished").into_inner()
}

/// Rows below every cap on a row, held back together while no header is found among them.
fn many_long_rows() -> Vec<u8> {
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(20));
    let sheet = repeated("<worksheet><sheetData>", &row, 239, "</sheetData></worksheet>");
    let strings = format!("<sst><si><t>{}</t></si></sst>", "高".repeat(10_000)).into_bytes();
    let package = Package::new().strings("").sheet("");
    let mut parts = package.parts();
    parts.retain(|(name, _)| name != SHEET && name != STRINGS);
    parts.extend([(SHEET.to_owned(), sheet), (STRINGS.to_owned(), strings)]);
    let borrowed: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    archive(&borrowed)
}

/// A compound file whose sector table runs in a circle.
fn circular_compound() -> Vec<u8> {
    let mut bytes = compound(&[("Workbook", &[9, 8, 16, 0, 0, 6, 5, 0])]);
    for sector in bytes[512..1_024].chunks_exact_mut(4).skip(1) {
        sector.copy_from_slice(&2_u32.to_le_bytes());
    }
    bytes
}

/// All hostile files.
pub fn all() -> Vec<Hostile> {
    use Outcome::{Refused, Rows, SheetFails};
    let long_row: String = (0..16_384).map(|_| r#"<c t="s"><v>0</v></c>"#).collect();
    let long_string = format!("<si><t>{}</t></si>", "高".repeat(32_767));
    let columns = |from: u32| {
        (from..from + 3)
            .map(|number| format!(r#"<c r="{}1"><v>1</v></c>"#, capex::workbook::column_letters(number)))
            .collect::<String>()
    };
    let file = |name, bytes, outcome| Hostile { name, bytes, outcome };
    vec![
        file("巨大的共享字符串.xlsx", with_part(&sheet(ONE_CELL), STRINGS, repeated("<sst><si><t>", "x", 16 << 20, "</t></si></sst>")), Refused("xml-token-too-long")),
        file("不压缩的巨大字符串.xlsx", stored_bomb(), Refused("xml-token-too-long")),
        file("谎报条数的共享字符串.xlsx", with_part(&sheet(ONE_CELL), STRINGS, b"<sst count=\"4000000000\" uniqueCount=\"4000000000\"><si><t>a</t></si></sst>".to_vec()), Rows),
        file("三十万条共享字符串.xlsx", with_part(&sheet(ONE_CELL), STRINGS, repeated("<sst>", "<si><t>一座四百五十立方米炼铁高炉</t></si>", 300_000, "</sst>")), Rows),
        file("两个极远的单元格.xlsx", sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#).build(), Rows),
        file("谎报的范围.xlsx", Package::new().sheet(r#"<dimension ref="A1:XFD1048576"/><sheetData/>"#).build(), Rows),
        file("颠倒的范围.xlsx", Package::new().sheet(&format!(r#"<dimension ref="D4:A1"/><sheetData>{ONE_CELL}</sheetData><mergeCells><mergeCell ref="D4:A1"/></mergeCells>"#)).build(), Rows),
        file("表格之外的地址.xlsx", sheet(r#"<row r="4294967295"><c r="ZZZZ99999999"><v>1</v></c><c><v>1</v></c></row>"#).build(), SheetFails("limit-rows")),
        file("表格之外的列.xlsx", sheet(&format!(r#"<row r="1">{}</row>"#, columns(16_383))).build(), Rows),
        file("十万层嵌套.xlsx", with_part(&sheet(ONE_CELL), "xl/styles.xml", repeated("<styleSheet>", "<a>", 100_000, "")), Rows),
        file("表中十万层嵌套.xlsx", with_part(&sheet(""), SHEET, repeated("<worksheet><sheetData><row><c>", "<a>", 100_000, "")), SheetFails("xml-too-deep")),
        file("九十万个属性.xlsx", with_part(&sheet(""), SHEET, repeated("<worksheet><sheetData><row><c", " a=\"\"", 900_000, "/></row></sheetData></worksheet>")), SheetFails("xml-token-too-long")),
        file("十万个属性.xlsx", with_part(&sheet(""), SHEET, repeated("<worksheet><sheetData><row><c", " a=\"\"", 100_000, "><v>1</v></c></row></sheetData></worksheet>")), Rows),
        file("二十万个空单元格.xlsx", with_part(&sheet(""), SHEET, repeated("<worksheet><sheetData><row>", "<c/>", 200_000, "</row></sheetData></worksheet>")), Rows),
        file("一行装满长文字.xlsx", with_part(&sheet(&format!(r#"<row r="1">{long_row}</row>"#)), STRINGS, format!("<sst>{long_string}</sst>").into_bytes()), SheetFails("limit-row-text")),
        file("无数样式.xlsx", with_part(&sheet(ONE_CELL), "xl/styles.xml", repeated("<styleSheet><cellXfs>", "<xf/>", 100_000, "</cellXfs></styleSheet>")), Rows),
        file("无数格式代码.xlsx", with_part(&sheet(ONE_CELL), "xl/styles.xml", repeated("<styleSheet><numFmts>", "<numFmt numFmtId=\"176\" formatCode=\"0&quot;吨&quot;\"/>", 50_000, "</numFmts></styleSheet>")), Rows),
        file("无数合并区域.xlsx", with_part(&sheet(""), SHEET, repeated("<worksheet><sheetData/><mergeCells>", r#"<mergeCell ref="A1:B2"/>"#, 200_001, "</mergeCells></worksheet>")), Refused("limit-merges")),
        file("无数隐藏行.xlsx", with_part(&sheet(""), SHEET, repeated("<worksheet><sheetData>", r#"<row hidden="1"/><row/>"#, 250_000, "</sheetData></worksheet>")), Rows),
        file("一份内容一千张表.xlsx", one_part_many_sheets(1_000), Rows),
        file("表太多.xlsx", one_part_many_sheets(1_025), Refused("limit-sheets")),
        file("谎报部件数.xlsx", lying_directory(), Refused("limit-parts")),
        file("实体引用.xlsx", with_part(&sheet(""), SHEET, b"<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"str\"><v>&b;&b;</v></c></row></sheetData></worksheet>".to_vec()), Rows),
        file("重复炸弹.ods", ods(r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#), Rows),
        file("重复的文字.ods", ods(&format!(r#"<table:table-row table:number-rows-repeated="4294967295"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row>"#, "高".repeat(30_000))), SheetFails("limit-row-text")),
        file("无数空格.ods", ods(r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4294967295"/>高炉</text:p></table:table-cell></table:table-row>"#), Rows),
        file("无数合并行.ods", ods(r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1048576"/></table:table-row>"#), Rows),
        file("循环的扇区.xls", circular_compound(), Refused("file-damaged")),
        file("二百三十九行长文字.xlsx", many_long_rows(), Rows),
        file("无数表头.csv", repeated("", "企业名称,设备名称,数量\n甲厂,高炉,1\n厂名,主要设备,台数,型号\n乙厂,转炉,2,30吨\n", 1_000, ""), Rows),
        file("无数小节.csv", repeated("企业名称,设备名称,数量\n", "一、昆明市,,\n甲厂,高炉,1\n二、曲靖市,,\n", 5_000, ""), Rows),
        file("无尽的卡片.csv", repeated("企业名称,甲厂,,\n", "设备名称,高炉,规格型号,380m³\n", 5_000, ""), Rows),
        file("一条长行.csv", repeated("名称,型号\n", "高", 4 << 20, ""), Refused("limit-row-text")),
        file("无数逗号后有字.csv", repeated("名称,型号\n", ",", 7 << 20, "x"), SheetFails("limit-columns")),
        file("无数引号.csv", repeated("名称,型号\n", &format!("\"a,b\n{}", "转炉,30\n".repeat(20)), 2_000, ""), SheetFails("limit-cell-errors")),
        file("无数跨行.xls", repeated("<table>", "<tr><td rowspan=65534 colspan=1000>x", 20_000, "</table>"), SheetFails("limit-columns")),
        file("不闭合的标签.xls", repeated("<table><tr><td>x<td title=\"", "a", 2 << 20, ""), Rows),
        file("巨大的单元格.xls", repeated("<table><tr><td>", "x ", 2 << 20, "</table>"), Rows),
        file("巨大的标签.xml", repeated("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet Name=\"", "x", 5 << 20, "\">"), Refused("xml-token-too-long")),
    ]
}
