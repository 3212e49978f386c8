//! The id of a record: the same when rows are inserted or reordered, different for different equipment.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::seen::Seen;
use crate::survey::{Field, Record};
use crate::text::{company_key, fold_text};

/// What tells one piece of equipment of an enterprise from another, besides the enterprise.
const EQUIPMENT: [Field; 5] = [Field::Line, Field::Equipment, Field::Process, Field::Product, Field::Model];

/// Gives ids; equal rows of one run are numbered in reading order.
#[derive(Debug, Default)]
pub(super) struct Identities {
    seen: Seen,
    /// How often, of what was seen more than once.
    again: HashMap<u64, u32>,
}

impl Identities {
    /// Why what was seen could not be looked up any more, if so.
    pub(super) fn failed(&self) -> Option<&std::io::Error> {
        self.seen.failed()
    }

    /// The id of a record: 16 hexadecimal digits of a hash over enterprise, county and equipment, and `-2`, `-3` … for
    /// further rows that say the same.
    pub(super) fn id(&mut self, record: &Record) -> String {
        let mut hash = Sha256::new();
        let mut feed = |text: &str| {
            hash.update(text.as_bytes());
            hash.update([0]);
        };
        feed(&company_key(record.text(Field::Enterprise)));
        feed(&fold_text(record.text(Field::County)));
        for field in EQUIPMENT {
            feed(&fold_text(record.text(field)));
        }
        let digest = hash.finalize();
        let mut key = [0_u8; 8];
        key.copy_from_slice(&digest[..8]);
        let key = u64::from_be_bytes(key);
        if self.seen.get_or_insert(key, 0).is_none() {
            return format!("{key:016x}");
        }
        let count = self.again.entry(key).or_insert(1);
        *count += 1;
        format!("{key:016x}-{count}")
    }
}
