//! A record → what the matcher reads: each column with its role.

use crate::matching::{Description, Part, Role};
use crate::survey::{Field, Record};

/// Fields that say what is there, in the order in which they are read, with their roles.
const ROLES: &[(Field, Role)] = &[
    (Field::Equipment, Role::Equipment),
    (Field::Model, Role::Model),
    (Field::Parameter, Role::Parameter),
    (Field::Quantity, Role::Quantity),
    (Field::Capacity, Role::Capacity),
    (Field::Line, Role::Line),
    (Field::Process, Role::Process),
    (Field::Product, Role::Product),
    (Field::Status, Role::Status),
    (Field::Hazard, Role::Hazard),
    (Field::Remarks, Role::Remarks),
    (Field::Enterprise, Role::Enterprise),
];

/// The description of a record. Without a sector column the sheet's name stands for it (钢铁, 有色).
pub(super) fn describe(record: &Record) -> Description<'_> {
    let sector = match record.text(Field::Sector) {
        "" => &record.source.sheet,
        sector => sector,
    };
    let mut parts = Vec::with_capacity(ROLES.len());
    parts.extend(ROLES.iter().filter_map(|&(field, role)| {
        let value = record.fields.get(&field)?;
        Some(Part { role, text: &value.text, header: &value.header, unit: value.unit.as_deref(), field: field.name() })
    }));
    Description { sector, parts }
}
