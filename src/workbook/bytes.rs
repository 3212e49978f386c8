//! Little-endian numbers of binary records; `None` beyond the end of the bytes.

/// The number of two bytes at a place.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).and_then(|pair| pair.try_into().ok()).map(u16::from_le_bytes)
}

/// The number of four bytes at a place.
pub(super) fn double_word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes)
}

/// The float of eight bytes at a place.
pub(super) fn float(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..at.checked_add(8)?).and_then(|eight| eight.try_into().ok()).map(f64::from_le_bytes)
}

/// The text of UTF-16 units; a lone byte at the end is left out.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| word(pair, 0)).collect();
    String::from_utf16_lossy(&units)
}
