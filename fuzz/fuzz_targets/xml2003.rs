//! SpreadsheetML 2003.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capex_fuzz::targets::xml2003(data));
