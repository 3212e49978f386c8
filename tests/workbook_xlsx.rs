//! Workbooks in Office Open XML: what honest writers write, and what odd ones do.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

#[path = "support/books.rs"]
mod support;

use capex::workbook::{CellValue, Format, Limits, Merges, Visibility, Workbook, decimal_text};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook as Writer};

use support::{Package, cells, open, text_of};

#[test]
fn values_of_every_type_arrive_with_their_addresses() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet().set_name("摸底表").expect("a name");
    sheet.write(2, 2, "炼铁高炉").expect("written");
    sheet.write(2, 3, f64::from_bits(7.0_f64.to_bits() + 1)).expect("written");
    sheet.write(2, 4, true).expect("written");
    let date = ExcelDateTime::from_ymd(2004, 5, 1).expect("a date");
    sheet.write_with_format(3, 2, &date, &Style::new().set_num_format("yyyy\"年\"m\"月\"")).expect("written");
    sheet.write_with_format(3, 3, 380, &Style::new().set_num_format("0\"立方米\"")).expect("written");
    sheet.write_with_format(3, 4, 12, &Style::new().set_num_format("0m³")).expect("written");
    sheet.write(3, 5, Formula::new("D3*2").set_result("14")).expect("written");
    sheet.write_blank(9, 9, &Style::new().set_bold()).expect("written");
    let bytes = writer.save_to_buffer().expect("saved");
    let mut workbook = open("表.xlsx", bytes);
    assert_eq!(*workbook.format(), Format::Xlsx);
    assert_eq!(workbook.notes(), [] as [String; 0]);
    assert_eq!(workbook.sheets()[0].name, "摸底表");
    let (cells, end) = cells(&mut workbook, 0);
    assert_eq!(end.problems, []);
    assert_eq!((end.rows, end.cells), (2, 7));
    let text: Vec<String> = cells.iter().map(|(address, cell)| format!("{address}={}", text_of(&cell.value))).collect();
    assert_eq!(text, ["C3=炼铁高炉", "D3=7", "E3=true", "C4=2004-05-01 00:00:00", "D4=380", "E4=12", "F4=14"]);
    let formats: Vec<Option<&str>> = cells.iter().map(|(_, cell)| cell.format.as_deref()).collect();
    assert_eq!(formats, [None, None, None, Some("yyyy\"年\"m\"月\""), Some("0\"立方米\""), Some("0m³"), None]);
}

#[test]
fn merged_areas_hidden_rows_columns_and_sheets_are_told() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.merge_range(0, 0, 0, 5, "标题", &Style::new()).expect("merged");
    sheet.merge_range(2, 0, 4, 0, "企业", &Style::new()).expect("merged");
    sheet.set_row_hidden(3).expect("hidden");
    sheet.set_row_hidden(4).expect("hidden");
    sheet.set_column_hidden(2).expect("hidden");
    writer.add_worksheet().set_name("暗表").expect("a name").set_hidden(true);
    let workbook = open("表.xlsx", writer.save_to_buffer().expect("saved"));
    let sheet = &workbook.sheets()[0];
    let Merges::Known(merges) = &sheet.merges else { panic!("merged areas are known") };
    let merges: Vec<String> = merges.iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
    assert_eq!(merges, ["A1:F1", "A3:A5"]);
    assert_eq!(sheet.hidden_rows, [(3, 4)]);
    assert_eq!(sheet.hidden_columns, [(2, 2)]);
    assert_eq!(workbook.sheets()[1].visibility, Visibility::Hidden);
}

#[test]
fn chart_sheets_are_left_out_and_said() {
    let mut writer = Writer::new();
    writer.add_worksheet().write(0, 0, 1).expect("written");
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_values("Sheet1!$A$1:$A$1");
    writer.add_chartsheet().set_name("图").expect("a name").insert_chart(0, 0, &chart).expect("a chart");
    let workbook = open("表.xlsx", writer.save_to_buffer().expect("saved"));
    assert_eq!(workbook.sheets().len(), 1);
    assert_eq!(workbook.notes(), ["工作表「图」是图表，没有单元格，已略过"]);
}

#[test]
fn both_epochs_give_the_same_day() {
    for (properties, serial) in [("", "43646"), (r#"<workbookPr date1904="1"/>"#, "42184")] {
        let bytes = Package::new()
            .workbook(properties)
            .styles(r#"<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy\-m\-d"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs>"#)
            .sheet(&format!(r#"<sheetData><row r="1"><c r="A1" s="1"><v>{serial}</v></c></row></sheetData>"#))
            .build();
        let (cells, _) = cells(&mut open("表.xlsx", bytes), 0);
        assert_eq!(text_of(&cells[0].1.value), "2019-06-30 00:00:00");
    }
}

#[test]
fn formulas_without_a_stored_value_are_told_apart_from_blank_results() {
    let sheet = r#"<sheetData><row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>C1+1</f><v></v></c><c r="C1" t="str"><f>IF(D1,"",1)</f><v></v></c>
        <c r="D1"><f t="shared" ref="D1:E1" si="0">F1*2</f></c><c r="E1"><f t="shared" si="0"/></c>
        <c r="F1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c><c r="G1"><f>1+1</f><v>2</v></c></row></sheetData>"#;
    let (cells, end) = cells(&mut open("表.xlsx", Package::new().sheet(sheet).build()), 0);
    assert_eq!(end.problems, []);
    let missing = |formula: &str| CellValue::FormulaWithoutValue(formula.into());
    let values: Vec<(String, CellValue)> =
        cells.into_iter().map(|(address, cell)| (address.to_string(), cell.value)).collect();
    assert_eq!(
        values,
        [
            ("A1".to_owned(), missing("SUM(B1:B9)")),
            ("B1".to_owned(), missing("C1+1")),
            ("D1".to_owned(), missing("F1*2")),
            ("E1".to_owned(), missing("F1*2")),
            ("F1".to_owned(), missing("DISPIMG(\"ID_1\",1)")),
            ("G1".to_owned(), CellValue::Number(2.0)),
        ]
    );
}

#[test]
fn an_error_in_one_cell_costs_that_cell() {
    let sheet = r#"<dimension ref=""/><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c><c r="B1" t="e"><v>#SPILL!</v></c><c r="C1" t="e"><v>#N/A</v></c>
        <c r="D1" t="b"><v>maybe</v></c><c r="ZZZZ99999999"><v>1</v></c><c r="F1"><v>NaN</v></c><c r="G1"><v>12,5</v></c><c r="H1" t="s"><v>x</v></c>
        <c r="I1" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r><rPh><t>フ</t></rPh></is></c></row></sheetData>"#;
    let (cells, end) = cells(&mut open("表.xlsx", Package::new().sheet(sheet).build()), 0);
    let text: Vec<String> = cells.iter().map(|(address, cell)| format!("{address}={}", text_of(&cell.value))).collect();
    assert_eq!(text, ["B1=#SPILL!", "C1=#N/A", "F1=NaN", "G1=12,5", "I1=富文本"]);
    let codes: Vec<&str> = end.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["shared-string-missing", "cell-value-unknown", "cell-outside-grid", "shared-string-missing"]);
    assert_eq!(end.problems[0].message, "A1 指向第 7 条共享字符串，而文件只有 0 条");
}

#[test]
fn broken_dimension_tags_do_not_matter() {
    for dimension in [
        r#"<dimension ref=""/>"#,
        "<dimension/>",
        r#"<dimension ref="D4:A1"/>"#,
        r#"<dimension ref="A1:XFD1048576"/>"#,
        r#"<dimension ref="?"/>"#,
    ] {
        let sheet = format!(r#"{dimension}<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>"#);
        let (cells, end) = cells(&mut open("表.xlsx", Package::new().sheet(&sheet).build()), 0);
        assert_eq!((cells.len(), end.problems.len()), (1, 0), "{dimension}");
    }
}

#[test]
fn rows_and_cells_without_addresses_are_counted() {
    let sheet = r#"<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row></sheetData>"#;
    let (cells, _) = cells(&mut open("表.xlsx", Package::new().sheet(sheet).build()), 0);
    let text: Vec<String> = cells.iter().map(|(address, cell)| format!("{address}={}", text_of(&cell.value))).collect();
    assert_eq!(text, ["A1=1", "B1=2", "C5=3", "D5=4", "A6=5"]);
}

#[test]
fn cells_out_of_order_are_sorted_and_rows_out_of_order_are_reported() {
    let sheet = r#"<sheetData><row r="3"><c r="C3"><v>3</v></c><c r="A3"><v>1</v></c><c r="C3"><v>9</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>2</v></c></row></sheetData>"#;
    let (cells, end) = cells(&mut open("表.xlsx", Package::new().sheet(sheet).build()), 0);
    let text: Vec<String> = cells.iter().map(|(address, cell)| format!("{address}={}", text_of(&cell.value))).collect();
    assert_eq!(text, ["A3=1", "C3=3"]);
    let mut codes: Vec<&str> = end.problems.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["cell-twice", "row-out-of-order"]);
}

#[test]
fn parts_with_absolute_or_backslash_paths_are_found() {
    for target in ["/xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml", "../xl/worksheets/sheet1.xml"] {
        let sheet = r#"<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>"#;
        let (cells, _) = cells(&mut open("表.xlsx", Package::new().sheet(sheet).target(target).build()), 0);
        assert_eq!(cells.len(), 1, "{target}");
    }
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let sheet = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#;
    let (cells, end) = cells(&mut open("表.xlsx", Package::new().sheet(sheet).build()), 0);
    assert_eq!(cells[1].0.to_string(), "XFD1048576");
    assert_eq!(end.rows, 2);
}

#[test]
fn control_characters_go_and_line_breaks_stay() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>高炉_x000D_\n二号_x0007_\u{200b}　</t></is></c></row></sheetData>";
    let (cells, _) = cells(&mut open("表.xlsx", Package::new().sheet(sheet).build()), 0);
    assert_eq!(text_of(&cells[0].1.value), "高炉\n二号\u{200b}　");
}

#[test]
fn reading_twice_gives_the_same_and_stopping_stops() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    for row in 0..100 {
        sheet.write(row, 0, format!("第{row}行")).expect("written");
    }
    let mut workbook = open("表.xlsx", writer.save_to_buffer().expect("saved"));
    let first = cells(&mut workbook, 0);
    assert_eq!(first, cells(&mut workbook, 0));
    let mut seen = 0;
    let end = workbook
        .read_sheet(0, &mut |_| {
            seen += 1;
            if seen == 3 { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
        })
        .expect("readable");
    assert_eq!((seen, end.stopped, end.rows), (3, true, 3));
}

#[test]
fn a_sheet_whose_part_is_missing_costs_that_sheet() {
    let bytes = Package::new()
        .sheet(r#"<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>"#)
        .second_sheet_without_part()
        .build();
    let mut workbook = Workbook::from_bytes("表.xlsx", bytes, &Limits::default()).expect("opened");
    assert_eq!(cells(&mut workbook, 0).0.len(), 1);
    let error = workbook.read_sheet(1, &mut |_| std::ops::ControlFlow::Continue(())).expect_err("no part");
    assert_eq!(error.code, "file-damaged");
    assert!(error.to_string().starts_with("表.xlsx 工作表「缺」："), "{error}");
}

#[test]
fn long_codes_stored_as_numbers_show_every_digit_that_is_left() {
    assert_eq!(decimal_text(911_100_001_234_567_890_f64), "911100001234568000");
}
