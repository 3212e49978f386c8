//! What is written is read back by two readers: calamine, and a plain pass over the XML of each sheet.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, DataType, Reader, Xlsx};

use super::*;
use crate::audit::Document;
use crate::report::grid::{Grid, Value};

fn document() -> Document {
    serde_json::from_str(include_str!("../../../tests/fixtures/result.json")).unwrap()
}

fn written(document: &Document, sheet_rows: u32, large: usize) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    write_with(&View::new(document), &mut out, Limits { sheet_rows, sheet_links: SHEET_LINKS, large }).unwrap();
    out.into_inner()
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

/// The parts of the archive by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names
        .into_iter()
        .map(|name| {
            let mut text = String::new();
            archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
            (name, text)
        })
        .collect()
}

/// A cell of calamine as the words that the table has.
fn shown(cell: Option<&Data>) -> String {
    match cell {
        None | Some(Data::Empty) => String::new(),
        Some(Data::String(text)) => text.clone(),
        Some(Data::Float(number)) => number.to_string(),
        Some(Data::DateTime(date)) => {
            let days = date.as_f64();
            assert_eq!(days.fract(), 0.0);
            (chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap() + chrono::Days::new(days as u64)).to_string()
        }
        Some(other) => panic!("{other:?}"),
    }
}

/// What a value must read back as.
fn expected(value: &Value<'_>) -> String {
    match value {
        Value::Decimal(number) => number.parse::<rust_decimal::Decimal>().unwrap().normalize().to_string(),
        value => cell::clean(&cell::shown(value)).into_owned(),
    }
}

fn assert_same(book: &mut Xlsx<Cursor<Vec<u8>>>, grid: Grid<'_>) {
    let name = grid.name;
    let range = book.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let at = |row: usize, column: usize| shown(range.get_value((row as u32, column as u32)));
    for (column, head) in grid.columns.iter().enumerate() {
        assert_eq!(at(2, column), head.title, "{name}");
    }
    let rows: Vec<Vec<Value<'_>>> = grid.rows.collect();
    for (row, values) in rows.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            assert_eq!(at(row + 3, column), expected(value), "{name} row {row} column {column}");
        }
    }
    // Blank lines at the end, to be filled in, hold no value.
    if let Some(last) = rows.iter().rposition(|row| row.iter().any(|value| *value != Value::Empty)) {
        assert_eq!(range.end().map(|(row, _)| row as usize), Some(last + 3), "{name} has no further row");
    }
}

#[test]
fn every_sheet_reads_back_cell_by_cell() {
    let document = document();
    let view = View::new(&document);
    let mut book = opened(&written(&document, SHEET_ROWS, LARGE));
    let sheets = [
        "概览",
        "淘汰禁止",
        "待核实",
        "限制类",
        "数据质量",
        "处置进度",
        "全部明细",
        "目录依据",
        "复核意见",
        "复核后不列入",
    ];
    assert_eq!(book.sheet_names(), sheets);
    let grids = [
        grid::grave(&view),
        grid::review(&view),
        grid::restrict(&view),
        grid::data(&view),
        grid::process(&view),
        grid::detail(&view),
        grid::cited(&view),
        grid::opinions(&view),
        grid::waived(&view),
    ];
    for grid in grids {
        assert_same(&mut book, grid);
    }
}

#[test]
fn numbers_and_dates_are_numbers_and_dates() {
    let mut book = opened(&written(&document(), SHEET_ROWS, LARGE));
    let range = book.worksheet_range("淘汰禁止").unwrap();
    let rows: Vec<&[Data]> = range.rows().collect();
    let column = |title: &str| rows[2].iter().position(|cell| cell == &Data::String(title.into())).unwrap();
    let first = rows[3];
    assert_eq!(first[column("产能")], Data::Float(35.0));
    assert_eq!(first[column("数量")], Data::Float(1.0));
    assert_eq!(first[column("已超期（天）")], Data::Float(2738.0), "from 2011-12-31 to 2019-06-30");
    assert!(first[column("淘汰期限")].is_datetime());
    assert_eq!(first[column("统一社会信用代码")], Data::String("91530400MA6K3Y2X4Q".into()));
}

#[test]
fn no_cell_is_a_formula_and_no_cell_text_is_a_link_target() {
    let mut document = document();
    document.records[0].source.file = "http://evil.example/x.xlsx".into();
    document.records[1].source.file = "\\\\server\\share.xlsx".into();
    let parts = parts(&written(&document, SHEET_ROWS, LARGE));
    for (name, text) in &parts {
        if name.starts_with("xl/worksheets/sheet") {
            assert!(!text.contains("<f>") && !text.contains("<f "), "{name}");
        }
        assert!(!text.contains("evil.example") || name.contains("sharedStrings"), "{name}");
        if name.contains("/_rels/sheet") {
            assert!(!text.contains("\\\\server"), "{name}");
            for target in text.split("Target=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(["玉溪市摸底表.xlsx", "红河州.csv"].contains(&target) || target.starts_with("../"), "{target}");
            }
        }
    }
    assert!(parts["xl/sharedStrings.xml"].contains("=cmd|'/c calc'!A0"), "the text itself is kept");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = document();
    let first = written(&document, SHEET_ROWS, LARGE);
    assert_eq!(first, written(&document, SHEET_ROWS, LARGE));
    let parts = parts(&first);
    assert!(parts["docProps/core.xml"].contains("2019-06-30T00:00:00Z"), "{}", parts["docProps/core.xml"]);
}

#[test]
fn more_rows_than_a_sheet_holds_go_on_in_further_sheets_and_links_follow() {
    let document = document();
    // Three rows of head leave room for five rows of data.
    let bytes = written(&document, 8, LARGE);
    let mut book = opened(&bytes);
    let names = book.sheet_names();
    assert!(
        names.contains(&"全部明细（续1）".to_owned()) && names.contains(&"全部明细（续2）".to_owned()),
        "{names:?}"
    );
    let mut ids = Vec::new();
    for name in ["全部明细", "全部明细（续1）", "全部明细（续2）"] {
        let range = book.worksheet_range(name).unwrap();
        assert_eq!(shown(range.get_value((2, 1))), "记录编号", "{name} repeats the header");
        ids.extend(range.rows().skip(3).map(|row| shown(row.get(1))));
    }
    let all: Vec<String> =
        document.records.iter().flat_map(|record| vec![record.id.clone(); record.items.len()]).collect();
    assert_eq!(ids, all);
    let sheet = &parts(&bytes)["xl/worksheets/sheet2.xml"];
    // r-cc000001 is the ninth line of the detail: fourth row of the second part.
    assert!(sheet.contains("location=\"'全部明细（续1）'!A7\""), "{sheet}");
}

#[test]
fn a_large_detail_sheet_has_the_same_cells_as_a_small_one() {
    let document = document();
    let small = written(&document, SHEET_ROWS, LARGE);
    let large = written(&document, SHEET_ROWS, 0);
    assert_ne!(small, large);
    let mut book = opened(&large);
    assert_same(&mut book, grid::detail(&View::new(&document)));
    let range = |bytes: &[u8]| opened(bytes).worksheet_range("全部明细").unwrap();
    assert_eq!(range(&small), range(&large));
    assert_eq!(large, written(&document, SHEET_ROWS, 0), "the same bytes each time");
}

/// Of each cell of a sheet: where it is and how it looks, with what the numbers of fonts, borders and number formats stand for.
fn looks(sheet: &str, styles: &str) -> Vec<(String, String)> {
    let listed = |list: &str, each: &str| -> Vec<String> {
        let inner = styles.split_once(&format!("<{list} ")).unwrap().1.split_once(&format!("</{list}>")).unwrap().0;
        inner.split(&format!("<{each}")).skip(1).map(str::to_owned).collect()
    };
    let (formats, fonts, borders) = (listed("cellXfs", "xf "), listed("fonts", "font>"), listed("borders", "border>"));
    let part = |text: &str, name: &str| -> String {
        text.split_once(&format!("{name}=\"")).unwrap().1.split_once('"').unwrap().0.to_owned()
    };
    let look = |cell: &str| {
        let format = cell.contains(" s=\"").then(|| formats[part(cell, " s").parse::<usize>().unwrap()].clone());
        let format = format.unwrap_or_else(|| formats[0].clone());
        let (font, border) = (part(&format, "fontId"), part(&format, "borderId"));
        let (font_xml, border_xml) =
            (&fonts[font.parse::<usize>().unwrap()], &borders[border.parse::<usize>().unwrap()]);
        let format = format.replace(&format!("fontId=\"{font}\""), font_xml);
        let numbers = part(&format, "numFmtId");
        let code = styles.split_once(&format!("numFmtId=\"{numbers}\" formatCode")).map_or("", |(_, rest)| rest);
        let code = code.split('"').nth(1).unwrap_or_default();
        let format = format.replace(&format!("numFmtId=\"{numbers}\""), code);
        (part(cell, "r"), format.replace(&format!("borderId=\"{border}\""), border_xml))
    };
    sheet.split("<c ").skip(1).map(look).collect()
}

#[test]
fn a_large_sheet_looks_as_a_small_one_and_has_its_links() {
    let document = document();
    let (small, large) = (parts(&written(&document, SHEET_ROWS, LARGE)), parts(&written(&document, SHEET_ROWS, 0)));
    let sheets: Vec<&String> = small.keys().filter(|name| name.starts_with("xl/worksheets/sheet")).collect();
    assert_eq!(sheets.len(), 10);
    for sheet in sheets {
        let of = |parts: &BTreeMap<String, String>| looks(&parts[sheet], &parts["xl/styles.xml"]);
        assert!(of(&small).len() > 20);
        let differ = of(&small).into_iter().zip(of(&large)).find(|(small, large)| small != large);
        assert_eq!((differ, of(&small).len()), (None, of(&large).len()), "{sheet}");
        let part = |parts: &BTreeMap<String, String>, from: &str, to: &str| {
            parts[sheet].split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(part, _)| part.to_owned())
        };
        for (from, to) in [("<hyperlinks>", "</hyperlinks>"), ("<dimension", "/>"), ("<cols>", "</cols>")] {
            assert_eq!(part(&small, from, to), part(&large, from, to), "{sheet} {from}");
        }
    }
}

#[test]
fn a_large_sheet_goes_on_in_further_sheets() {
    let document = document();
    // Three rows of head leave room for five rows of data.
    let mut book = opened(&written(&document, 8, 0));
    let names = book.sheet_names();
    let ids = names.iter().filter(|name| name.starts_with("全部明细")).flat_map(|name| {
        let range = book.worksheet_range(name).unwrap();
        range.rows().skip(3).map(|row| shown(row.get(1))).collect::<Vec<_>>()
    });
    let all: Vec<String> =
        document.records.iter().flat_map(|record| vec![record.id.clone(); record.items.len()]).collect();
    assert_eq!(ids.collect::<Vec<_>>(), all);
}

#[test]
fn overlong_and_hostile_texts_are_kept_as_far_as_a_cell_holds_them() {
    let mut document = document();
    let long = "高炉".repeat(20_000);
    document.records[0].items[0].text = long.clone();
    document.records[1].items[1].text = "_x0041_\u{1b}[2J\u{0}烧结机\n第二行".into();
    let mut book = opened(&written(&document, SHEET_ROWS, LARGE));
    let range = book.worksheet_range("淘汰禁止").unwrap();
    let text = |row| shown(range.get_value((row, 6)));
    assert!(text(3).starts_with("高炉高炉") && text(3).ends_with("全文见 json 结果）"));
    assert_eq!(text(3).encode_utf16().count(), 32_767);
    assert_eq!(text(4), "_x0041_[2J烧结机\n第二行");
}

#[test]
fn what_runs_again_has_the_first_sheet_after_the_overview() {
    let mut document = document();
    let mut exception = document.exceptions[0].clone();
    exception.code = crate::history::returned::RETURNED.to_owned();
    exception.message = "甲厂：死灰复燃".to_owned();
    document.exceptions.push(exception);
    let mut book = opened(&written(&document, SHEET_ROWS, LARGE));
    assert_eq!(book.sheet_names()[1], "死灰复燃");
    assert_same(&mut book, grid::returned(&View::new(&document)));
    let range = book.worksheet_range("概览").unwrap();
    assert!(range.rows().any(|row| shown(row.first()) == "死灰复燃" && shown(row.get(1)) == "1"));
}

#[test]
fn a_sheet_has_no_more_links_than_excel_accepts_and_no_place_is_lost() {
    let document = document();
    let limits = Limits { sheet_rows: SHEET_ROWS, sheet_links: 4, large: LARGE };
    let mut out = Cursor::new(Vec::new());
    write_with(&View::new(&document), &mut out, limits).unwrap();
    let bytes = out.into_inner();
    let parts = parts(&bytes);
    let links = |part: &str| parts[part].matches("<hyperlink ").count();
    let mut most = 0;
    for part in
        parts.keys().filter(|part| part.starts_with("xl/worksheets/sheet") && *part != "xl/worksheets/sheet1.xml")
    {
        most = most.max(links(part));
    }
    assert_eq!(most, 4);
    assert_same(&mut opened(&bytes), grid::detail(&View::new(&document)));
}

#[test]
fn every_sheet_has_a_name_that_excel_accepts_and_its_own() {
    let document = document();
    // Ten rows a sheet: every long table goes on in further sheets.
    let book = opened(&written(&document, 10, LARGE));
    let names = book.sheet_names();
    let mut own: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    own.sort();
    own.dedup();
    assert_eq!(own.len(), names.len(), "{names:?}");
    for name in &names {
        assert!(name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
    }
    assert!(names.iter().any(|name| name.ends_with("（续1）")), "{names:?}");
}

#[test]
fn an_empty_result_still_is_a_workbook_that_says_so() {
    let mut document = document();
    document.records.clear();
    document.exceptions.clear();
    document.waivers.clear();
    document.cited.clear();
    document.catalogs.clear();
    document.totals = crate::audit::Totals::default();
    document.inputs.clear();
    let mut book = opened(&written(&document, SHEET_ROWS, LARGE));
    assert_eq!(shown(book.worksheet_range("淘汰禁止").unwrap().get_value((3, 0))), "（无）");
}
