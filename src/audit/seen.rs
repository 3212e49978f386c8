//! What an audit must remember of every record that went by, in few bytes each.
//!
//! A table that doubles keeps twice what it holds, and three times while it grows. Here hashes lie in many small stretches by
//! their first bits; each grows by an eighth, and is short enough to be searched from end to end.

/// Stretches. A million hashes make 244 for each.
const STRETCHES: usize = 4_096;

/// Values by 64-bit hash.
#[derive(Debug)]
pub(super) struct Seen<V> {
    stretches: Vec<Stretch<V>>,
}

#[derive(Debug)]
struct Stretch<V> {
    hashes: Vec<u64>,
    values: Vec<V>,
}

impl<V> Default for Stretch<V> {
    fn default() -> Self {
        Self { hashes: Vec::new(), values: Vec::new() }
    }
}

impl<V> Default for Seen<V> {
    fn default() -> Self {
        Self { stretches: Vec::new() }
    }
}

impl<V: Copy> Seen<V> {
    /// The value of a hash that was seen before; else keeps the one given.
    pub(super) fn get_or_insert(&mut self, hash: u64, value: V) -> Option<V> {
        if self.stretches.is_empty() {
            self.stretches.resize_with(STRETCHES, Stretch::default);
        }
        // The upper bits: hashes of every kind are mixed well there.
        let stretch = self.stretches.get_mut((hash >> 52) as usize)?;
        if let Some(at) = stretch.hashes.iter().position(|known| *known == hash) {
            return stretch.values.get(at).copied();
        }
        if stretch.hashes.len() == stretch.hashes.capacity() {
            let more = (stretch.hashes.len() / 8).max(4);
            stretch.hashes.reserve_exact(more);
            stretch.values.reserve_exact(more);
        }
        stretch.hashes.push(hash);
        stretch.values.push(value);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_stays() {
        let mut seen = Seen::default();
        let hash = |number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for number in 0..100_000 {
            assert_eq!(seen.get_or_insert(hash(number), number as u32), None);
        }
        for number in 0..100_000 {
            assert_eq!(seen.get_or_insert(hash(number), 0), Some(number as u32));
        }
        let kept: usize = seen.stretches.iter().map(|stretch| stretch.hashes.capacity()).sum();
        assert!(kept < 130_000, "{kept}");
    }
}
