//! The binary formats, record by record: xls of Excel 5 and 97, with the code pages that offices leave in them, and xlsb.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use capex::workbook::{CellValue, Format, Merges, Visibility};
use encoding_rs::GB18030;

#[path = "support/books.rs"]
mod support;

use support::{archive, binary_record, binary_text, cells, compound, open, shown, words};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

fn gbk(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

/// A workbook of one sheet: the records before and in the sheet.
fn biff(version: u16, globals: &[Vec<u8>], name: &[u8], sheet: &[Vec<u8>]) -> Vec<u8> {
    let start = record(0x0809, &words(&[version, 5, 0, 0, 0, 0, 0, 0]));
    let globals: Vec<u8> = globals.concat();
    let bound_length = 4 + 6 + name.len();
    let offset = (start.len() + globals.len() + bound_length + 4) as u32;
    let bound = record(0x0085, &[&offset.to_le_bytes(), [0, 0].as_slice(), name].concat());
    let sheet_start = record(0x0809, &words(&[version, 0x10, 0, 0, 0, 0, 0, 0]));
    [start, globals, bound, record(0x000A, &[]), sheet_start, sheet.concat(), record(0x000A, &[])].concat()
}

fn label5(row: u16, column: u16, text: &[u8]) -> Vec<u8> {
    record(0x0204, &[words(&[row, column, 0, text.len() as u16]), text.to_vec()].concat())
}

fn name5(text: &[u8]) -> Vec<u8> {
    [&[text.len() as u8], text].concat()
}

#[test]
fn excel_5_files_in_gbk_are_read_whatever_code_page_they_claim() {
    for (claim, noted) in [(Some(936), false), (Some(1_252), true), (Some(10_000), true), (None, true)] {
        let globals: Vec<Vec<u8>> = claim.iter().map(|page: &u16| record(0x0042, &words(&[*page]))).collect();
        let sheet = [
            label5(0, 0, &gbk("三相异步电动机")),
            record(0x0203, &[words(&[0, 1, 0]), 380.5_f64.to_le_bytes().to_vec()].concat()),
            record(0x00E5, &words(&[1, 1, 3, 0, 0])),
        ];
        let stream = biff(0x0500, &globals, &name5(&gbk("摸底表")), &sheet);
        for (name, bytes) in [("表.xls", compound(&[("Book", &stream)])), ("表.xls", stream.clone())] {
            let mut workbook = open(name, bytes);
            assert_eq!(*workbook.format(), Format::Xls);
            assert_eq!(workbook.sheets()[0].name, "摸底表", "{claim:?}");
            assert_eq!(shown(&mut workbook, 0), ["A1=三相异步电动机", "B1=380.5"], "{claim:?}");
            assert_eq!(workbook.notes().len(), usize::from(noted), "{:?}", workbook.notes());
            let Merges::Known(merges) = &workbook.sheets()[0].merges else { panic!("known") };
            assert_eq!(merges.len(), 1);
        }
    }
}

#[test]
fn the_second_reader_agrees_on_excel_5() {
    use calamine::Reader;
    let stream = biff(0x0500, &[record(0x0042, &words(&[936]))], &name5(&gbk("表")), &[label5(0, 0, &gbk("高炉"))]);
    let bytes = compound(&[("Book", &stream)]);
    let mut other = calamine::Xls::new(std::io::Cursor::new(bytes)).expect("opened");
    let range = other.worksheet_range("表").expect("read");
    assert_eq!(range.get_value((0, 0)).map(ToString::to_string).as_deref(), Some("高炉"));
}

/// The table of strings, cut into records at these places of its data.
fn strings(texts: &[Vec<u8>], cuts: &[(usize, Option<u8>)]) -> Vec<u8> {
    let count = (texts.len() as u32).to_le_bytes();
    let data = [count.to_vec(), count.to_vec(), texts.concat()].concat();
    let mut records = Vec::new();
    let (mut from, mut kind, mut flags) = (0, 0x00FC, None);
    for (at, next_flags) in cuts.iter().copied().chain([(data.len(), None)]) {
        let piece: Vec<u8> = flags.into_iter().chain(data[from..at].iter().copied()).collect();
        records.extend(record(kind, &piece));
        (from, kind, flags) = (at, 0x003C, next_flags);
    }
    records
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [words(&[units.len() as u16]), vec![1], words(&units)].concat()
}

fn isst(row: u16, column: u16, index: u32) -> Vec<u8> {
    record(0x00FD, &[words(&[row, column, 0]), index.to_le_bytes().to_vec()].concat())
}

fn name8(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [vec![units.len() as u8, 1], words(&units)].concat()
}

#[test]
fn strings_that_go_on_in_the_next_record_are_joined() {
    let latin = [words(&[5]), vec![0], b"JN43x".to_vec()].concat();
    let rich =
        [words(&[2]), vec![1 | 8], words(&[1]), words(&"高炉".encode_utf16().collect::<Vec<_>>()), vec![0; 4]].concat();
    let texts = [wide("烧结机甲乙"), latin, rich, wide("转炉")];
    // Inside the first string; inside the second, whose rest is written wide elsewhere; between two strings; inside the runs.
    let first = 8 + 3 + 4;
    let second = 8 + 13 + 3 + 2;
    let third = 8 + 13 + 8;
    for cuts in [
        vec![],
        vec![(first, Some(1))],
        vec![(second, Some(0))],
        vec![(third, None)],
        vec![(third + 5 + 4 + 2, None)],
        vec![(first, Some(1)), (second, Some(0)), (third, None)],
    ] {
        let sheet = [isst(0, 0, 0), isst(0, 1, 1), isst(0, 2, 2), isst(0, 3, 3), isst(0, 4, 9)];
        let stream = biff(0x0600, &[strings(&texts, &cuts)], &name8("表"), &sheet);
        let (cells, end) = cells(&mut open("表.xls", compound(&[("Workbook", &stream)])), 0);
        let texts: Vec<CellValue> = cells.into_iter().map(|(_, cell)| cell.value).collect();
        assert_eq!(texts, ["烧结机甲乙", "JN43x", "高炉", "转炉"].map(|text| CellValue::Text(text.into())), "{cuts:?}");
        assert_eq!(end.problems.len(), 1);
        assert_eq!(end.problems[0].message, "E1 指向第 9 条共享字符串，而文件只有 4 条");
    }
}

#[test]
fn gbk_bytes_in_strings_that_claim_latin_1_are_read_as_chinese() {
    let text = gbk("三相异步电动机");
    let narrow = [words(&[text.len() as u16]), vec![0], text].concat();
    let stream =
        biff(0x0600, &[record(0x0042, &words(&[1_200])), strings(&[narrow], &[])], &name8("表"), &[isst(0, 0, 0)]);
    let mut workbook = open("表.xls", compound(&[("Workbook", &stream)]));
    assert_eq!(shown(&mut workbook, 0), ["A1=三相异步电动机"]);
    assert_eq!(workbook.notes(), ["文件写明的代码页是 1200，内容其实是 GBK 汉字，按 GB18030 读取"]);
}

#[test]
fn every_cell_record_of_excel_97_is_understood() {
    let rk = |number: i32| ((number << 2) | 2) as u32;
    let formula =
        |column: u16, result: [u8; 8]| record(0x0006, &[words(&[0, column, 0]), result.to_vec(), vec![0; 8]].concat());
    let sheet = [
        record(0x0208, &words(&[7, 0, 1, 0, 0, 0, 0x20, 0])),
        record(0x007D, &words(&[3, 4, 0, 0, 1, 0])),
        record(0x027E, &[words(&[0, 0, 0]), rk(450).to_le_bytes().to_vec()].concat()),
        record(
            0x00BD,
            &[words(&[0, 1, 0]), rk(1).to_le_bytes().to_vec(), words(&[1]), rk(12).to_le_bytes().to_vec(), words(&[2])]
                .concat(),
        ),
        record(0x0205, &[words(&[0, 3, 0]), vec![1, 0]].concat()),
        record(0x0205, &[words(&[0, 4, 0]), vec![0x2A, 1]].concat()),
        formula(5, 2.5_f64.to_le_bytes()),
        formula(6, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x0207, &wide("合计")),
        formula(7, [2, 0, 7, 0, 0, 0, 0xFF, 0xFF]),
        formula(8, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x0204, &[words(&[0, 9, 0]), wide("标签")].concat()),
        record(0x0203, &[words(&[0, 10, 2]), 38_108_f64.to_le_bytes().to_vec()].concat()),
        record(0x0205, &[words(&[0, 11, 0]), vec![0x99, 1]].concat()),
        record(0x0203, &words(&[0, 300, 0, 0, 0, 0, 0])),
    ];
    let code = |text: &str| [words(&[164]), wide(text)].concat();
    let globals = [
        record(0x041E, &code("0\"t/h\"")),
        record(0x00E0, &words(&[0, 0, 0])),
        record(0x00E0, &words(&[0, 164, 0])),
        record(0x00E0, &words(&[0, 31, 0])),
    ];
    let mut workbook = open("表.xls", compound(&[("Workbook", &biff(0x0600, &globals, &name8("表"), &sheet))]));
    assert_eq!(workbook.sheets()[0].hidden_rows, [(7, 7)]);
    assert_eq!(workbook.sheets()[0].hidden_columns, [(3, 4)]);
    let (cells, end) = cells(&mut workbook, 0);
    let texts: Vec<String> =
        cells.iter().map(|(address, cell)| format!("{address}={}", support::text_of(&cell.value))).collect();
    assert_eq!(
        texts,
        [
            "A1=450",
            "B1=1",
            "C1=12",
            "D1=true",
            "E1=#N/A",
            "F1=2.5",
            "G1=合计",
            "H1=#DIV/0!",
            "J1=标签",
            "K1=2004-05-01 00:00:00"
        ]
    );
    assert_eq!(cells[2].1.format.as_deref(), Some("0\"t/h\""));
    let codes: Vec<&str> = end.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["cell-damaged", "cell-outside-grid"]);
}

#[test]
fn cells_written_in_disorder_come_in_order() {
    let sheet = [label5(5, 0, b"f"), label5(0, 1, b"b"), label5(0, 0, b"a"), label5(3, 2, b"c")];
    let mut workbook = open("表.xls", compound(&[("Book", &biff(0x0500, &[], &name5(b"S"), &sheet))]));
    assert_eq!(shown(&mut workbook, 0), ["A1=a", "B1=b", "C4=c", "A6=f"]);
}

#[test]
fn an_encrypted_stream_is_called_so() {
    let stream = biff(0x0600, &[record(0x002F, &[1, 0])], &name8("表"), &[]);
    let error = capex::workbook::Workbook::from_bytes(
        "密.xls",
        compound(&[("Workbook", &stream)]),
        &capex::workbook::Limits::default(),
    );
    assert_eq!(error.err().map(|error| error.code), Some("file-encrypted"));
}

fn binary_cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
    binary_record(kind, &[&column.to_le_bytes(), &style.to_le_bytes(), value].concat())
}

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn binary_workbook() -> Vec<u8> {
    let row = |row: u32, hidden: bool| {
        binary_record(0, &[numbers(&[row, 0]), vec![0, 0, 0, if hidden { 0x10 } else { 0 }, 0], numbers(&[0])].concat())
    };
    let sheet = [
        binary_record(0x81, &[]),
        binary_record(0x94, &numbers(&[0, 3, 0, 9])),
        binary_record(0x0186, &[]),
        binary_record(0x3C, &[numbers(&[2, 3, 0, 0]), words(&[1])].concat()),
        binary_record(0x0187, &[]),
        binary_record(0x91, &[]),
        row(0, false),
        binary_cell(7, 0, 0, &numbers(&[0])),
        binary_cell(2, 1, 1, &(((450_u32) << 2) | 2).to_le_bytes()),
        binary_cell(5, 2, 2, &38_108_f64.to_le_bytes()),
        binary_cell(4, 3, 0, &[1]),
        binary_cell(3, 4, 0, &[0x2A]),
        binary_cell(6, 5, 0, &binary_text("直接文字")),
        binary_cell(9, 6, 0, &2.5_f64.to_le_bytes()),
        binary_cell(1, 7, 0, &[]),
        row(3, true),
        binary_cell(8, 0, 0, &[binary_text("合计"), vec![0; 10]].concat()),
        binary_record(0x92, &[]),
        binary_record(0xB1, &numbers(&[1])),
        binary_record(0xB0, &numbers(&[0, 2, 0, 0])),
        binary_record(0xB2, &[]),
        binary_record(0x82, &[]),
    ]
    .concat();
    let book = [
        binary_record(0x83, &[]),
        binary_record(0x99, &numbers(&[0, 0, 0])),
        binary_record(0x8F, &[]),
        binary_record(0x9C, &[numbers(&[0, 1]), binary_text("rId1"), binary_text("钢铁")].concat()),
        binary_record(0x9C, &[numbers(&[2, 2]), binary_text("rId2"), binary_text("暗表")].concat()),
        binary_record(0x90, &[]),
        binary_record(0x84, &[]),
    ]
    .concat();
    let styles = [
        binary_record(0x0116, &[]),
        binary_record(0x0267, &numbers(&[1])),
        binary_record(0x2C, &[words(&[176]), binary_text("0\"立方米\"")].concat()),
        binary_record(0x0268, &[]),
        binary_record(0x0269, &numbers(&[3])),
        binary_record(0x2F, &words(&[0, 0, 0, 0, 0, 0, 0, 0])),
        binary_record(0x2F, &words(&[0, 176, 0, 0, 0, 0, 0, 0])),
        binary_record(0x2F, &words(&[0, 14, 0, 0, 0, 0, 0, 0])),
        binary_record(0x026A, &[]),
        binary_record(0x0117, &[]),
    ]
    .concat();
    let strings = [
        binary_record(0x9F, &numbers(&[1, 1])),
        binary_record(0x13, &[vec![0], binary_text("炼铁高炉")].concat()),
        binary_record(0xA0, &[]),
    ]
    .concat();
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |inside: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
        )
    };
    let root =
        relations(&format!(r#"<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.bin"/>"#));
    let targets = relations(&format!(
        r#"<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="rId2" Type="{relation}/worksheet" Target="worksheets/sheet2.bin"/>
        <Relationship Id="rId3" Type="{relation}/styles" Target="styles.bin"/><Relationship Id="rId4" Type="{relation}/sharedStrings" Target="sharedStrings.bin"/>"#
    ));
    let second = [
        binary_record(0x81, &[]),
        binary_record(0x94, &numbers(&[0, 0, 0, 0])),
        binary_record(0x91, &[]),
        binary_record(0x92, &[]),
        binary_record(0x82, &[]),
    ]
    .concat();
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", targets.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/worksheets/sheet2.bin", &second),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &strings),
    ])
}

#[test]
fn a_binary_workbook_gives_values_formats_and_facts() {
    let mut workbook = open("表.xlsb", binary_workbook());
    assert_eq!(*workbook.format(), Format::Xlsb);
    let sheet = &workbook.sheets()[0];
    assert_eq!((sheet.name.as_str(), workbook.sheets()[1].visibility), ("钢铁", Visibility::VeryHidden));
    assert_eq!(
        (sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()),
        ([(3, 3)].as_slice(), [(2, 3)].as_slice())
    );
    let Merges::Known(merges) = &sheet.merges else { panic!("known") };
    assert_eq!((merges.len(), merges[0].last.to_string().as_str()), (1, "A3"));
    assert_eq!(
        shown(&mut workbook, 0),
        ["A1=炼铁高炉", "B1=450", "C1=2004-05-01 00:00:00", "D1=true", "E1=#N/A", "F1=直接文字", "G1=2.5", "A4=合计"]
    );
    let (cells, _) = cells(&mut workbook, 0);
    assert_eq!(cells[1].1.format.as_deref(), Some("0\"立方米\""));
}

#[test]
fn the_second_reader_agrees_on_the_binary_workbook() {
    use calamine::{DataRef, Reader};
    let mut other = calamine::Xlsb::new(std::io::Cursor::new(binary_workbook())).expect("opened");
    let mut reader = other.worksheet_cells_reader("钢铁").expect("a sheet");
    let mut theirs = Vec::new();
    while let Some(cell) = reader.next_cell().expect("read") {
        let (row, column) = cell.get_position();
        let text = match cell.get_value() {
            DataRef::DateTime(date) => format!(
                "{:04}-{:02}-{:02} 00:00:00",
                date.to_ymd_hms_milli().0,
                date.to_ymd_hms_milli().1,
                date.to_ymd_hms_milli().2
            ),
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => number.to_string(),
            DataRef::Bool(truth) => truth.to_string(),
            DataRef::Error(error) => error.to_string(),
            other => format!("{other:?}"),
        };
        theirs.push(format!("{}={text}", capex::workbook::CellAddress::new(row, column)));
    }
    assert_eq!(shown(&mut open("表.xlsb", binary_workbook()), 0), theirs);
}
