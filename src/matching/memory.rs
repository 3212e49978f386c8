//! What a matcher has read already.
//!
//! The cells of a county's table say the same few things over and over: sectors, equipment, units, states of running. A text
//! reads the same wherever it stands, so each is read once. Only the reading of single texts is remembered, never a judgement:
//! what a line comes to is always worked out from all of its texts.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::reading::Header;
use super::sayings::Half;
use super::segment::Segment;
use crate::catalog::SectorId;
use crate::quantity::Unit;
use crate::text::Folded;

/// A text as read: folded, cut into what it names.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) folded: Folded,
    pub(super) segments: Vec<Segment>,
    pub(super) halves: Vec<Half>,
}

/// Texts read already, for whoever judges many lines with one matcher.
#[derive(Debug)]
pub struct Memory {
    pub(super) words: Remembered<Arc<Words>>,
    pub(super) headers: Remembered<Arc<Header>>,
    pub(super) sectors: Remembered<Arc<[SectorId]>>,
    pub(super) units: Remembered<Option<Unit>>,
}

impl Memory {
    /// Texts of one kind that are kept before all of that kind are forgotten: some 5 MB of readings, so that memory does not
    /// grow with the survey.
    pub const MOST: usize = 8192;

    /// Remembers up to so many texts of each kind; 0 remembers nothing.
    #[must_use]
    pub fn of(most: usize) -> Self {
        Self {
            words: Remembered::of(most),
            headers: Remembered::of(most),
            sectors: Remembered::of(most),
            units: Remembered::of(most),
        }
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::of(Self::MOST)
    }
}

/// Values by text.
#[derive(Debug)]
pub(super) struct Remembered<V> {
    most: usize,
    known: HashMap<Box<str>, V, RandomState>,
}

impl<V: Clone> Remembered<V> {
    fn of(most: usize) -> Self {
        Self { most, known: HashMap::default() }
    }

    /// The value of a text, made only if it is not remembered.
    pub(super) fn get(&mut self, text: &str, make: impl FnOnce() -> V) -> V {
        if self.most == 0 {
            return make();
        }
        if let Some(value) = self.known.get(text) {
            return value.clone();
        }
        let value = make();
        if self.known.len() >= self.most {
            self.known.clear();
        }
        self.known.insert(text.into(), value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_remembered_than_allowed_and_nothing_wrong() {
        for most in [0, 1, 3, 100] {
            let mut lengths = Remembered::of(most);
            let mut made = 0;
            for round in 0..4 {
                for text in ["高炉", "转炉", "烧结机", "", "矿热炉"] {
                    let length = lengths.get(text, || {
                        made += 1;
                        text.len()
                    });
                    assert_eq!(length, text.len(), "{round}");
                    assert!(lengths.known.len() <= most);
                }
            }
            assert_eq!(made == 5, most == 100, "made {made} times with room for {most}");
        }
    }
}
