//! One part of an xlsb package; the first byte chooses which.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capex_fuzz::targets::xlsb(data));
