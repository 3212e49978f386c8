//! A web page.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut page = b"<table>".to_vec();
    page.extend_from_slice(data);
    capex_fuzz::read_all("a.xls", &page);
});
