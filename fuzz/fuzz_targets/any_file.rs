//! Any bytes: what is it, and whatever it is, read it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| capex_fuzz::read_all("any", data));
