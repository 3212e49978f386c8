//! SpreadsheetML 2003.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut document =
        br#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">"#.to_vec();
    document.extend_from_slice(data);
    capex_fuzz::read_all("a.xml", &document);
});
