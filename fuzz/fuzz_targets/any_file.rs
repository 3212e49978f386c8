//! Any bytes: what is it, and whatever it is, read it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| capex_fuzz::targets::any_file(data));
