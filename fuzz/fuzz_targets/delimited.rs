//! Delimited text in any encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut text = b"a,b\n".to_vec();
    text.extend_from_slice(data);
    capex_fuzz::read_all("a.csv", &text);
});
