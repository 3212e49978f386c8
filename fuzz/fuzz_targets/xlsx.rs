//! One part of an xlsx package; the first byte chooses which.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capex_fuzz::targets::xlsx(data));
