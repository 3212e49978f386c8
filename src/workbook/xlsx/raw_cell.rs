//! A cell as it is written, before its value is understood.

use quick_xml::events::BytesStart;

use super::scan::parse_cell;
use crate::workbook::cell::CellAddress;

/// A cell as written. One is used for all cells of a sheet, so that its texts need no new memory.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RawCell {
    /// Where it lies; `None` if its address is none.
    pub(super) address: Option<CellAddress>,
    /// The address as written, if it is none.
    pub(super) written_address: String,
    /// The attribute `t`.
    pub(super) kind: String,
    /// The number of its style.
    pub(super) style: usize,
    /// The text of its value.
    pub(super) value: String,
    pub(super) has_value: bool,
    /// The text of its formula.
    pub(super) formula: String,
    pub(super) has_formula: bool,
    /// The number of the shared formula that it is or points to.
    pub(super) shared: Option<String>,
}

impl RawCell {
    /// Begins with nothing, at an address.
    pub(super) fn clear(&mut self, address: CellAddress) {
        self.kind.clear();
        self.value.clear();
        self.formula.clear();
        self.written_address.clear();
        self.style = 0;
        self.has_value = false;
        self.has_formula = false;
        self.shared = None;
        self.address = Some(address);
    }

    /// Begins with what its start tag says; `next` is where a cell without an address lies.
    pub(super) fn start(&mut self, element: &BytesStart<'_>, next: CellAddress) {
        self.clear(next);
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().as_ref() {
                "r" => {
                    self.address = parse_cell(&attribute.value);
                    if self.address.is_none() {
                        self.written_address.extend(attribute.value.chars().take(32));
                    }
                }
                "s" => self.style = attribute.value.parse().unwrap_or(0),
                "t" => self.kind.push_str(attribute.value.get(..attribute.value.len().min(16)).unwrap_or_default()),
                _ => {}
            }
        }
    }
}
