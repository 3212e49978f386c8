//! The content of an OpenDocument spreadsheet.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capex_fuzz::targets::ods(data));
