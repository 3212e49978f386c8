//! What an audit must remember of every record that went by, in hardly any memory.
//!
//! A survey of a million lines makes a million hashes. The newest are kept in memory; the others lie sorted in unnamed temporary
//! files, and of each of them eight bits stay, by which nearly every hash that was never seen is told without looking there.
//! Where no temporary file can be written everything stays in memory: the answers are the same.

mod filter;
mod run;

use std::io;

use self::run::Run;

/// Stretches of the newest hashes.
const STRETCHES: usize = 256;
/// Hashes that are kept in memory before they go to a file.
const NEWEST: usize = 1 << 15;
/// Files of about one length that become one.
const MERGED: usize = 8;

/// Numbers by 64-bit hash.
#[derive(Debug)]
pub(super) struct Seen {
    /// The newest, by their first bits, each stretch short enough to be searched from end to end.
    newest: Vec<Vec<(u64, u32)>>,
    count: usize,
    /// How many are kept before they go to a file; doubled when none can be written.
    most: usize,
    runs: Vec<Run>,
    /// Why a file could not be read back: from then on something may have been taken for new that was not.
    failed: Option<io::Error>,
}

impl Default for Seen {
    fn default() -> Self {
        Self::keeping(NEWEST)
    }
}

impl Seen {
    fn keeping(most: usize) -> Self {
        Self { newest: Vec::new(), count: 0, most, runs: Vec::new(), failed: None }
    }

    /// Why what was put away could not be read back, if so.
    pub(super) fn failed(&self) -> Option<&io::Error> {
        self.failed.as_ref()
    }

    /// The number of a hash that was seen before; else keeps the one given.
    pub(super) fn get_or_insert(&mut self, hash: u64, number: u32) -> Option<u32> {
        if self.newest.is_empty() {
            self.newest.resize_with(STRETCHES, Vec::new);
        }
        // The upper bits: hashes of every kind are mixed well there.
        let stretch = self.newest.get_mut((hash >> 56) as usize)?;
        if let Some((_, number)) = stretch.iter().find(|(known, _)| *known == hash) {
            return Some(*number);
        }
        for run in &self.runs {
            match run.get(hash) {
                Ok(None) => {}
                Ok(number) => return number,
                Err(error) => {
                    self.failed.get_or_insert(error);
                }
            }
        }
        stretch.push((hash, number));
        self.count += 1;
        if self.count >= self.most {
            self.put_away();
        }
        None
    }

    /// Moves the newest into a file; they stay if there can be none.
    fn put_away(&mut self) {
        self.newest.iter_mut().for_each(|stretch| stretch.sort_unstable());
        let Ok(run) = Run::write(self.count, self.newest.iter().flatten().copied()) else {
            self.most = self.most.saturating_mul(2);
            return;
        };
        self.newest.iter_mut().for_each(Vec::clear);
        self.count = 0;
        self.runs.push(run);
        self.merge();
    }

    /// Makes one file of the last ones, as long as so many are of about one length: a hash is then looked for in few of them.
    fn merge(&mut self) {
        while let Some(first) = self.runs.len().checked_sub(MERGED) {
            let alike = self.runs.get(first..).unwrap_or_default();
            let longest = alike.iter().map(Run::len).max().unwrap_or(0);
            if alike.iter().any(|run| run.len() * MERGED <= longest) {
                return;
            }
            let Ok(run) = Run::merged(alike) else { return };
            self.runs.truncate(first);
            self.runs.push(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Well mixed, and each different.
    fn hash(number: u64) -> u64 {
        let mixed = (number ^ (number >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb)
    }

    #[test]
    fn the_first_number_stays_whether_it_lies_in_memory_or_in_a_file() {
        for most in [1, 100, 1_000_000] {
            let mut seen = Seen::keeping(most);
            let mut known = HashMap::new();
            let length = if most == 1 { 300 } else { 100_000 };
            for number in 0..length {
                // Every third was seen before.
                let hash = hash(if number % 3 == 2 { number * 7 % number.max(1) } else { number });
                let first = known.get(&hash).copied();
                known.entry(hash).or_insert(number as u32);
                assert_eq!(seen.get_or_insert(hash, number as u32), first, "{number}, {most} in memory");
            }
            assert_eq!(seen.runs.is_empty(), most == 1_000_000);
            assert!(seen.runs.len() < 4 * MERGED, "{} files", seen.runs.len());
            assert!(seen.count < most);
        }
    }
}
