//! A set of hashes in eight bits each that knows what is not in it (a Bloom filter).

/// Bits for each hash.
const BITS: usize = 8;
/// Bits that are set for each hash; with eight bits for each three hashes in a hundred are taken for members, and looked for in
/// a file in vain.
const PROBES: u32 = 5;
/// Words of a block: all bits of a hash lie in one line of the processor's cache.
const BLOCK: usize = 8;

/// The set.
#[derive(Debug)]
pub(super) struct Filter {
    blocks: Vec<[u64; BLOCK]>,
}

impl Filter {
    /// For so many hashes.
    pub(super) fn of(count: usize) -> Self {
        Self { blocks: vec![[0; BLOCK]; (count * BITS).div_ceil(64 * BLOCK).max(1)] }
    }

    /// Adds a hash.
    pub(super) fn add(&mut self, hash: u64) {
        let at = self.block(hash);
        if let Some(block) = self.blocks.get_mut(at) {
            for (word, bit) in places(hash) {
                block[word] |= bit;
            }
        }
    }

    /// Whether a hash may have been added; `false` is certain.
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        self.blocks.get(self.block(hash)).is_some_and(|block| places(hash).all(|(word, bit)| block[word] & bit != 0))
    }

    /// The block of a hash, by its upper half.
    fn block(&self, hash: u64) -> usize {
        (((hash >> 32) * self.blocks.len() as u64) >> 32) as usize
    }
}

/// The bits of a hash in its block, by its lower half, mixed once more: nine bits for each.
fn places(hash: u64) -> impl Iterator<Item = (usize, u64)> {
    let mixed = (hash & 0xffff_ffff).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..PROBES).map(move |probe| {
        let bits = mixed >> (probe * 9 + 10);
        (bits as usize & (BLOCK - 1), 1 << (bits >> 3 & 63))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_held_and_little_else() {
        let hash = |number: u64| {
            (number + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(31).wrapping_mul(0x94d0_49bb_1331_11eb)
        };
        let mut filter = Filter::of(20_000);
        (0..20_000).for_each(|number| filter.add(hash(number)));
        assert!((0..20_000).all(|number| filter.may_hold(hash(number))));
        let wrong = (20_000..120_000).filter(|number| filter.may_hold(hash(*number))).count();
        assert!(wrong < 4_000, "{wrong} of 100000");
        assert!(!Filter::of(0).may_hold(7));
    }
}
