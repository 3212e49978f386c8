//! One part of an xlsx package; the first byte chooses which.
#![no_main]

use libfuzzer_sys::fuzz_target;

const PARTS: [&[u8]; 5] = [
    br#"<worksheet><sheetData><row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" s="1"><v>38108</v></c></row></sheetData></worksheet>"#,
    b"<sst><si><t>a</t></si></sst>",
    br#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy-m"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>"#,
    br#"<workbook><sheets><sheet name="a" id="rId1"/></sheets></workbook>"#,
    br#"<Relationships><Relationship Id="rId1" Type="/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
];

fuzz_target!(|data: &[u8]| capex_fuzz::read_all("a.xlsx", &capex_fuzz::package("xml", &PARTS, data)));
