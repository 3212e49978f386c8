//! The same equipment written twice, in one file or in two.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::places::Places;
use super::{AuditedRecord, Exception, Severity, exception, line_words};
use crate::audit::seen;
use crate::survey::{Field, Record};
use crate::text::{company_key, fold_text};

/// What must be the same for two lines to speak of the same thing.
const SAME: &[Field] = &[
    Field::County,
    Field::Line,
    Field::Equipment,
    Field::Process,
    Field::Product,
    Field::Model,
    Field::Parameter,
    Field::Quantity,
    Field::Capacity,
    Field::Commissioned,
];

/// Lines seen, by what they say.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// By what they say, the number of the place.
    lines: seen::Seen,
    places: Places,
}

impl Seen {
    /// Why lines could not be compared any more, if so.
    pub(super) fn failed(&self) -> Option<&std::io::Error> {
        self.lines.failed()
    }

    /// Compares a record with those before it. A line without equipment, or with nothing but its name, is not compared.
    pub(super) fn check(&mut self, record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
        let enterprise = record.text(Field::Enterprise);
        let named = [Field::Equipment, Field::Line, Field::Process].iter().any(|field| !record.text(*field).is_empty());
        let detail = [Field::Model, Field::Parameter, Field::Capacity, Field::Commissioned]
            .iter()
            .filter(|field| !record.text(**field).is_empty())
            .count();
        if enterprise.is_empty() || !named || detail == 0 {
            return;
        }
        let mut hasher = DefaultHasher::new();
        company_key(enterprise).hash(&mut hasher);
        for field in SAME {
            fold_text(record.text(*field)).hash(&mut hasher);
        }
        let Some(first) = self.lines.get_or_insert(hasher.finish(), self.places.next()) else {
            self.places.add(audited);
            return;
        };
        let Some((file, sheet, row)) = self.places.get(first) else { return };
        let source = &audited.source;
        if (file, sheet, row) == (&*source.file, &*source.sheet, source.row) {
            return;
        }
        let first = line_words(file, sheet, row);
        let named = record.text(Field::Equipment);
        let message = format!("“{enterprise}”的“{named}”与{first}完全相同，疑似重复填报");
        let advice = "确是两台的，在数量栏合写或写明编号；重复的，删去一行";
        found(exception("equipment-duplicate", Severity::Warning, audited, Field::Equipment, message, advice));
    }
}
