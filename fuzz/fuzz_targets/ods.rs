//! The content of an OpenDocument spreadsheet.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let parts: [(&str, &[u8]); 2] =
        [("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", data)];
    capex_fuzz::read_all("a.ods", &capex_fuzz::archive(&parts));
});
