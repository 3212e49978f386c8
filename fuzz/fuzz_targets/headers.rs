//! The recogniser of headers and layouts.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capex_fuzz::targets::headers(data));
