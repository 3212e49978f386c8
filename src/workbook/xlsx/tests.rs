//! What is read without the XML reader must be what the XML reader reads, on sheets good and bad.

use std::io::BufReader;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::rows::{Context, read_by};
use super::styles::Styles;
use crate::workbook::limits::Limits;
use crate::workbook::sheet::{Row, SheetEnd};
use crate::workbook::sink::{RowSink, Stop};
use crate::workbook::strings::SharedStrings;

/// What reading gives: the rows, what was lost, and why it ended.
type Reading = (Vec<Row>, SheetEnd, String);

fn reading(xml: &[u8], chunk: usize, plain: bool) -> Reading {
    let limits = Limits { columns: 40, cell_errors: 20, ..Limits::default() };
    let mut strings = SharedStrings::default();
    for text in ["高炉", " ", "a&b", "=DISPIMG(\"x\",1)"] {
        strings.push(text, &limits).expect("within the cap");
    }
    let styles = Styles::default();
    let context = Context { strings: &mut strings, styles: &styles, epoch_1904: false, text_cap: 64 };
    let mut rows = Vec::new();
    let mut emit = |row| {
        rows.push(row);
        ControlFlow::Continue(())
    };
    let mut sink = RowSink::new(&limits, &mut emit);
    let read = read_by(BufReader::with_capacity(chunk, xml), "xl/worksheets/sheet1.xml", context, &mut sink, plain);
    let finished = sink.finish();
    let end = sink.into_end();
    let why = match read.and(finished) {
        Ok(()) => String::new(),
        Err(Stop::Failed(error)) => error.to_string(),
        Err(other) => format!("{other:?}"),
    };
    (rows, end, why)
}

fn agree(xml: &[u8]) -> Result<(), TestCaseError> {
    let reference = reading(xml, 1 << 16, false);
    for chunk in [1, 7, 40, 333, 1 << 16] {
        prop_assert_eq!(&reading(xml, chunk, true), &reference, "chunk {} of {}", chunk, String::from_utf8_lossy(xml));
    }
    Ok(())
}

/// Pieces of sheets: the usual way, the allowed ways, and what should not be there.
const PIECES: &[&str] = &[
    "<row r=\"3\" spans=\"1:5\" x14ac:dyDescent=\"0.2\">",
    "</row><row r=\"4\">",
    "</row><row r=\"5\" ht=\"13.5\" customHeight=\"1\">",
    "</row>\r\n<row>",
    "</row><row r=\"9\"/>",
    "</row><row x:r=\"7\" r=\"8\">",
    "</row><row r='6'>",
    "</row><row r=\"4294967299\">",
    "</row>",
    "<row>",
    "<c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>",
    "<c r=\"B2\"><v>3.5</v></c>",
    "<c r=\"C3\" t=\"s\"><v>99</v></c>",
    "<c r=\"D3\" s=\"2\"/>",
    "<c><v>1e3</v></c>",
    "<c t=\"str\"><f>A1+1</f><v>文字</v></c>",
    "<c t=\"str\"><f>A1</f><v></v></c>",
    "<c><f>SUM(A1:B2)</f></c>",
    "<c><f t=\"shared\" si=\"0\" ref=\"A1:A9\">A1*2</f><v>4</v></c>",
    "<c><f t=\"shared\" si=\"0\"/></c>",
    "<c t=\"b\"><v>1</v></c>",
    "<c t=\"b\"><v>ja</v></c>",
    "<c t=\"e\"><v>#N/A</v></c>",
    "<c t=\"d\"><v>2004-05-01</v></c>",
    "<c t=\"inlineStr\"><is><t>炼铁 高炉</t></is></c>",
    "<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> 两 行\n</t></is></c>",
    "<c t=\"inlineStr\"><is><r><t>一</t></r><r><t>二</t></r><rPh><t>x</t></rPh></is></c>",
    "<c t=\"inlineStr\"><v>5</v></c>",
    "<c t=\"inlineStr\"><is><t>a&lt;b&amp;c&#x4E2D;</t></is></c>",
    "<c t=\"str\"><v>a\r\nb</v></c>",
    "<c t=\"str\"><v>_x000D_</v></c>",
    "<c r=\"A0\"><v>1</v></c>",
    "<c r=\"ZZZZ9\"><v>1</v></c>",
    "<c r=\"$B$7\"><v>1</v></c>",
    "<c r=\"AZ9\"><v>1</v></c>",
    "<c r=\"C3\" r=\"D3\" s=\"1\" s=\"2\"><v>2</v></c>",
    "<c  r=\"F3\"><v>2</v></c>",
    "<c\nr=\"G3\"><v>2</v></c>",
    "<c r='H3'><v>2</v></c>",
    "<c s=\"-1\"><v>2</v></c>",
    "<c cm=\"1\"><v>2</v></c>",
    "<c><v>7</v><f>B1</f></c>",
    "<c> <v>7</v> </c>",
    "<c><v>7</v >\n</c>",
    "<c><!-- <v>1</v> --><v>8</v></c>",
    "<c t=\"str\"><v><![CDATA[<c>]]></v></c>",
    "<x:c r=\"J3\"><x:v>4</x:v></x:c>",
    "<c t=\"str\"><v>很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长</v></c>",
    "<c><c r=\"B9\"><v>1</v></c></c>",
    "<v>5</v>",
    "</c>",
    "<c r=\"K3\"",
    "<c r=\"K3\"><v>5",
    "  \n\t",
    "text",
    "&amp;",
    "<!-- note -->",
    "<?pi?>",
    "\u{feff}",
];

fn sheet() -> impl Strategy<Value = Vec<u8>> {
    // The usual pieces come more often, so that long runs of them occur.
    let piece = prop_oneof![6 => 0..14_usize, 4 => 0..PIECES.len()];
    let edit = (any::<prop::sample::Index>(), any::<u8>());
    (prop::collection::vec(piece, 0..60), prop::option::weighted(0.3, edit)).prop_map(|(pieces, edit)| {
        let mut xml = b"<?xml version=\"1.0\"?>\n<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>".to_vec();
        pieces.iter().for_each(|piece| xml.extend_from_slice(PIECES[*piece].as_bytes()));
        xml.extend_from_slice(b"</row></sheetData><mergeCells/></worksheet>");
        if let Some((at, byte)) = edit {
            let at = at.index(xml.len());
            xml[at] = byte;
        }
        xml
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn sheets_read_the_same_with_and_without_the_xml_reader(xml in sheet()) {
        agree(&xml)?;
    }
}

#[test]
fn every_piece_alone_reads_the_same() {
    for piece in PIECES {
        let xml = format!(
            "<worksheet><sheetData><row><c><v>1</v></c>{piece}<c><v>2</v></c></row><row/></sheetData></worksheet>"
        );
        agree(xml.as_bytes()).expect(piece);
    }
}

#[test]
fn usual_cells_are_read_without_the_xml_reader() {
    let mut cell = super::raw_cell::RawCell::default();
    let next = crate::workbook::CellAddress::new(0, 0);
    for usual in [10, 11, 13, 15, 24, 25] {
        let length = super::plain::cell(PIECES[usual].as_bytes(), next, &mut cell);
        assert_eq!(length, Some(PIECES[usual].len()), "{}", PIECES[usual]);
    }
    for usual in [1, 2, 3] {
        assert!(super::plain::next_row(PIECES[usual].as_bytes()).is_some(), "{}", PIECES[usual]);
    }
}
