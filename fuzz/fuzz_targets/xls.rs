//! The records of an xls workbook; compound files are fuzzed by the target for any file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut stream = b"\x09\x08\x10\x00\x00\x06\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00".to_vec();
    let (wide, globals) =
        (data.first().is_none_or(|first| first & 1 == 0), data.first().is_some_and(|first| first & 2 != 0));
    stream[5] = if wide { 6 } else { 5 };
    stream[6] = if globals { 0x05 } else { 0x10 };
    stream.extend_from_slice(data.get(1..).unwrap_or_default());
    capex_fuzz::read_all("a.xls", &stream);
});
