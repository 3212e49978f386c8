//! The records of an xls workbook; compound files are fuzzed by the target for any file.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capex_fuzz::targets::xls(data));
