//! Text in disguise: delimited files in every encoding, web pages, SpreadsheetML 2003.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use capex::workbook::{CellValue, Format, Limits, Merges, Workbook};
use encoding_rs::{BIG5, GB18030};

#[path = "support/books.rs"]
mod support;

use support::{cells, open, shown, text_of};

const TABLE: &str = "企业名称,设备名称,容积\n某炼铁厂,炼铁高炉,380立方米\n某焦化厂,机焦炉,\"4,3米\"\n";
const CELLS: [&str; 9] = [
    "A1=企业名称",
    "B1=设备名称",
    "C1=容积",
    "A2=某炼铁厂",
    "B2=炼铁高炉",
    "C2=380立方米",
    "A3=某焦化厂",
    "B3=机焦炉",
    "C3=4,3米",
];

#[test]
fn a_county_file_in_gb18030_is_read_and_the_assumption_said() {
    let (bytes, _, _) = GB18030.encode(TABLE);
    let mut workbook = open("摸底表.csv", bytes.into_owned());
    assert_eq!(*workbook.format(), Format::Csv { encoding: "GB18030", delimiter: ',' });
    assert_eq!(workbook.format().to_string(), "文本表格（GB18030，“,”分隔）");
    assert_eq!(workbook.notes(), ["文件没有写明文字编码，按 GB18030 读取"]);
    assert_eq!(workbook.sheets()[0].name, "摸底表");
    assert_eq!(workbook.sheets()[0].merges, Merges::Unknown);
    assert_eq!(shown(&mut workbook, 0), CELLS);
}

#[test]
fn utf16_with_tabs_as_excel_saves_it_is_read() {
    let text = TABLE.replace("\"4,3米\"", "4，3米").replace(',', "\t");
    let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut workbook = open("摸底表.txt", bytes);
    assert_eq!(*workbook.format(), Format::Csv { encoding: "UTF-16", delimiter: '\t' });
    assert_eq!(workbook.notes(), [] as [String; 0]);
    assert_eq!(shown(&mut workbook, 0).last().map(String::as_str), Some("C3=4，3米"));
}

#[test]
fn full_width_commas_and_semicolons_delimit_too() {
    for (delimiter, text) in [
        (';', TABLE.replace("\"4,3米\"", "4,3米").replace(',', ";").replace("4;3", "4,3")),
        ('，', TABLE.replace("\"4,3米\"", "4点3米").replace(',', "，")),
    ] {
        let mut workbook = open("表.csv", text.into_bytes());
        assert_eq!(*workbook.format(), Format::Csv { encoding: "UTF-8", delimiter });
        assert_eq!(shown(&mut workbook, 0).len(), 9, "{delimiter}");
    }
}

#[test]
fn big5_is_told_from_gbk() {
    let (bytes, _, _) =
        BIG5.encode("企業名稱,設備名稱,容積\n某某煉鐵廠,煉鐵高爐,三百八十立方公尺\n某某焦化廠,機械煉焦爐,四公尺\n");
    let mut workbook = open("表.csv", bytes.into_owned());
    assert_eq!(*workbook.format(), Format::Csv { encoding: "Big5", delimiter: ',' });
    assert!(shown(&mut workbook, 0).contains(&"B2=煉鐵高爐".to_owned()));
}

#[test]
fn bytes_that_cannot_be_decoded_are_reported_with_their_line() {
    let (bytes, _, _) = GB18030.encode(TABLE);
    let mut bytes = bytes.into_owned();
    let at = bytes.windows(2).rposition(|pair| pair == GB18030.encode("米").0.as_ref()).expect("a place");
    bytes[at..at + 2].fill(0xFF);
    let (cells, end) = cells(&mut open("表.csv", bytes), 0);
    assert_eq!(end.problems.len(), 1);
    assert_eq!(end.problems[0].code, "text-undecodable");
    assert!(
        end.problems[0].message.starts_with("C3（文件第 3 行）有 2 处字节无法按 GB18030 解码"),
        "{}",
        end.problems[0].message
    );
    assert_eq!(cells.len(), 9);
}

#[test]
fn an_unclosed_quote_costs_no_row_and_is_reported() {
    let mut text = String::from("名称,型号\n\"高炉,450\n");
    for number in 0..200 {
        text.push_str(&format!("转炉{number},30\n"));
    }
    let (cells, end) = cells(&mut open("表.csv", text.into_bytes()), 0);
    assert_eq!(end.rows, 202);
    assert_eq!(end.problems.len(), 1);
    assert_eq!(end.problems[0].message, "第 2 行有未闭合的引号，该行按没有引号读取");
    assert!(cells.iter().any(|(address, cell)| address.to_string() == "A2" && text_of(&cell.value) == "\"高炉"));
}

#[test]
fn a_web_page_with_spans_hidden_rows_and_entities_is_read_in_place() {
    let page = "<html><head><meta charset=gb2312><style>td{color:red}</style><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>钢铁</x:Name></x:ExcelWorksheet></xml><![endif]--></head><body>\
        <h2>落后产能摸底表</h2><p>单位：万吨</p><TABLE><tr><th rowspan=2>企业</th><th colspan='2'>设备</th></tr><tr><th>名称<th>容积(m&sup3;)</tr>\
        <tr><td rowspan=\"2\">某厂<td>炼铁<br>高炉<td x:num=\"380.5\">381</tr><tr style=\"display: none\"><td>&nbsp;转炉&nbsp;</td><td>&#51;0t</td></tr></TABLE><p>填表人：某</p></body></html>";
    let (bytes, _, _) = GB18030.encode(page);
    let mut workbook = open("表.xls", bytes.into_owned());
    assert_eq!(*workbook.format(), Format::Html);
    assert_eq!(workbook.sheets()[0].name, "钢铁");
    assert_eq!(workbook.sheets()[0].hidden_rows, [(5, 5)]);
    let Merges::Known(merges) = &workbook.sheets()[0].merges else { panic!("known") };
    let merges: Vec<String> = merges.iter().map(|area| format!("{}:{}", area.first, area.last)).collect();
    assert_eq!(merges, ["A3:A4", "B3:C3", "A5:A6"]);
    assert_eq!(
        shown(&mut workbook, 0),
        [
            "A1=落后产能摸底表",
            "A2=单位：万吨",
            "A3=企业",
            "B3=设备",
            "B4=名称",
            "C4=容积(m³)",
            "A5=某厂",
            "B5=炼铁\n高炉",
            "C5=380.5",
            "B6=转炉",
            "C6=30t",
            "A7=填表人：某",
        ]
    );
    assert_eq!(cells(&mut workbook, 0).0[8].1.value, CellValue::Number(380.5));
}

#[test]
fn layout_tables_around_the_table_do_not_hide_it() {
    let page = "<table><tr><td><table><tr><td>名称</td><td>数量</td></tr><tr><td>高炉</td><td>1</td></tr></table></td></tr></table>";
    let texts: Vec<String> = shown(&mut open("表.xls", page.as_bytes().to_vec()), 0)
        .iter()
        .map(|cell| cell.split_once('=').map_or(String::new(), |(place, text)| format!("{}{text}", &place[..1])))
        .collect();
    assert_eq!(texts, ["A名称", "B数量", "A高炉", "B1"]);
}

#[test]
fn spreadsheetml_2003_with_indexes_merges_formats_and_hidden_sheets() {
    let xml = r#"<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">
    <Styles><Style ss:ID="s1"><NumberFormat ss:Format="0&quot;t/h&quot;"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="Short Date"/></Style></Styles>
    <Worksheet ss:Name="钢铁"><Table><Column ss:Index="3" ss:Hidden="1"/><Row ss:Index="2"><Cell ss:MergeDown="1"><Data ss:Type="String">某厂</Data></Cell><Cell ss:Index="3" ss:StyleID="s1"><Data ss:Type="Number">20</Data></Cell></Row>
    <Row ss:Hidden="1"><Cell ss:StyleID="s2"><Data ss:Type="DateTime">2004-05-01T00:00:00.000</Data></Cell><Cell ss:Formula="=R1C1"/><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">富<B>文</B>本</ss:Data></Cell></Row></Table></Worksheet>
    <Worksheet ss:Name="暗"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"#;
    let (bytes, _, _) = GB18030.encode(xml);
    let mut workbook = open("表.xls", bytes.into_owned());
    assert_eq!(*workbook.format(), Format::SpreadsheetMl2003);
    let sheet = &workbook.sheets()[0];
    assert_eq!(
        (sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()),
        ([(2, 2)].as_slice(), [(2, 2)].as_slice())
    );
    assert_eq!(workbook.sheets()[1].visibility, capex::workbook::Visibility::Hidden);
    let expected = ["A2=某厂", "C2=20", "B3=2004-05-01 00:00:00", "C3==R1C1", "D3=#N/A", "E3=富文本"];
    assert_eq!(shown(&mut workbook, 0), expected);
    assert_eq!(cells(&mut workbook, 0).0[1].1.format.as_deref(), Some("0\"t/h\""));
}

#[test]
fn limits_of_text_files_hold_at_the_value_and_one_past_it() {
    let text = "名称,型号\n高炉,450\n转炉,30\n";
    for (rows, columns, cells, code) in
        [(3, 2, 6, ""), (2, 2, 6, "limit-rows"), (3, 1, 6, "limit-columns"), (3, 2, 5, "limit-cells")]
    {
        let limits = Limits { rows, columns, cells, ..Limits::default() };
        let mut workbook = Workbook::from_bytes("表.csv", text.as_bytes().to_vec(), &limits).expect("opened");
        let read = workbook.read_sheet(0, &mut |_| std::ops::ControlFlow::Continue(()));
        assert_eq!(read.err().map_or("", |error| error.code), code);
    }
}
