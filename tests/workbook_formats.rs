//! The same survey in every format gives the same rows, whatever the file is called.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use std::path::{Path, PathBuf};

use capex::workbook::{Format, Limits, Merges, SheetFacts, Visibility, Workbook};

#[path = "support/books.rs"]
mod support;

use support::{cells, open, shown, text_of};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook").join(name)
}

fn opened(name: &str) -> Workbook {
    Workbook::open(&fixture(name), &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

const ROWS: [&str; 13] = [
    "A1=落后产能摸底表",
    "A4=某炼铁厂",
    "B4=炼铁高炉\n二号",
    "C4=380",
    "D4=60.5",
    "E4=2004-05-01 00:00:00",
    "F4=0.85",
    "G4=true",
    "B5=烧结机 90㎡",
    "C5=760",
    "D5=#DIV/0!",
    "B6=同上",
    "C6=同上",
];

fn areas(sheet: &SheetFacts) -> Vec<String> {
    let Merges::Known(merges) = &sheet.merges else { panic!("merged areas are known") };
    merges.iter().map(|area| format!("{}:{}", area.first, area.last)).collect()
}

#[test]
fn every_spreadsheet_format_gives_the_same_rows_and_facts() {
    for (name, format) in [
        ("survey.fods", Format::FlatOds),
        ("survey.ods", Format::Ods),
        ("survey.xlsx", Format::Xlsx),
        ("survey.xls", Format::Xls),
        ("survey.xml", Format::SpreadsheetMl2003),
    ] {
        let mut workbook = opened(name);
        assert_eq!(*workbook.format(), format);
        assert_eq!(workbook.notes(), [] as [String; 0], "{name}");
        assert_eq!(shown(&mut workbook, 0), ROWS, "{name}");
        assert_eq!(shown(&mut workbook, 1), ["A1=代码"], "{name}");
        let [first, second] = workbook.sheets() else { panic!("two sheets in {name}") };
        assert_eq!((first.name.as_str(), second.name.as_str()), ("钢铁", "暗表"), "{name}");
        assert_eq!(areas(first), ["A1:F1", "A4:A6"], "{name}");
        // LibreOffice does not write into SpreadsheetML 2003 that a sheet is hidden.
        let hidden = if name == "survey.xml" { Visibility::Visible } else { Visibility::Hidden };
        assert_eq!((first.visibility, second.visibility), (Visibility::Visible, hidden), "{name}");
        assert_eq!(first.hidden_rows, [(4, 4)], "{name}");
        assert_eq!(first.hidden_columns, [(2, 2)], "{name}");
        if name == "survey.xml" {
            continue; // nor any number format
        }
        let (cells, _) = cells(&mut workbook, 0);
        let format_of = |address: &str| {
            let found = cells.iter().find(|(place, _)| place.to_string() == address);
            found.and_then(|(_, cell)| cell.format.as_deref()).unwrap_or_default().replace(['\\', '"'], "")
        };
        assert_eq!(format_of("D4"), "0.0万吨", "{name}");
        assert_eq!(format_of("F4"), "0%", "{name}");
        assert_eq!(format_of("E4").replace("[$-804]", ""), "yyyy年m月", "{name}");
        assert_eq!(format_of("C4"), "", "{name}");
    }
}

#[test]
fn a_web_page_gives_the_shown_texts_in_place() {
    let mut workbook = opened("survey.html");
    assert_eq!(*workbook.format(), Format::Html);
    let (cells, end) = cells(&mut workbook, 0);
    assert_eq!(end.problems, []);
    let texts: Vec<String> = cells.iter().map(|(_, cell)| text_of(&cell.value)).collect();
    assert!(texts.contains(&"某炼铁厂".to_owned()), "{texts:?}");
    assert!(texts.contains(&"炼铁高炉\n二号".to_owned()), "{texts:?}");
}

#[test]
fn names_that_lie_do_not_matter_and_are_said() {
    for (name, content, said) in [
        ("表.xls", "survey.xlsx", "文件后缀是 .xls，内容其实是 Excel 工作簿（xlsx），已按内容读取"),
        ("表.xlsx", "survey.xls", "文件后缀是 .xlsx，内容其实是 Excel 97-2003 工作簿（xls），已按内容读取"),
        ("表.xls", "survey.xml", "文件后缀是 .xls，内容其实是 XML 表格 2003，已按内容读取"),
        ("表.csv", "survey.ods", "文件后缀是 .csv，内容其实是 OpenDocument 表格（ods），已按内容读取"),
    ] {
        let bytes = std::fs::read(fixture(content)).expect("a fixture");
        let mut workbook = open(name, bytes);
        assert_eq!(workbook.notes(), [said]);
        assert_eq!(shown(&mut workbook, 0), ROWS, "{content}");
    }
    let bytes = std::fs::read(fixture("survey.xls")).expect("a fixture");
    assert_eq!(open("表.et", bytes).notes(), [] as [String; 0]);
}

#[test]
fn the_second_reader_agrees_cell_by_cell() {
    use calamine::{Data, Reader};
    for name in ["survey.xlsx", "survey.xls", "survey.ods"] {
        let mut other = calamine::open_workbook_auto(fixture(name)).expect("opened");
        let mut workbook = opened(name);
        let names: Vec<String> = workbook.sheets().iter().map(|sheet| sheet.name.clone()).collect();
        assert_eq!(names, other.sheet_names());
        for (index, sheet) in names.iter().enumerate() {
            let range = other.worksheet_range(sheet).expect("read");
            let start = range.start().unwrap_or((0, 0));
            let theirs: Vec<String> = range
                .used_cells()
                .map(|(row, column, data)| {
                    let address = capex::workbook::CellAddress::new(start.0 + row as u32, start.1 + column as u32);
                    let text = match data {
                        Data::DateTime(date) => date.to_ymd_hms_milli().0.to_string(),
                        Data::DateTimeIso(date) => date.chars().take(4).collect(),
                        other => other.to_string(),
                    };
                    format!("{address}={text}")
                })
                .collect();
            let (mine, _) = cells(&mut workbook, index);
            let mine: Vec<String> = mine
                .iter()
                .map(|(address, cell)| match &cell.value {
                    capex::workbook::CellValue::Date(date) => format!("{address}={}", date.format("%Y")),
                    value => format!("{address}={}", text_of(value)),
                })
                .collect();
            assert_eq!(mine, theirs, "{name} {sheet}");
        }
    }
}
