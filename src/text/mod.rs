//! Characters as Chinese documents write them, folded to one form, with a map back to the original.

mod bytes;
mod company;
mod fold;
mod traditional;

pub use bytes::{every, is_of_common_han};
pub use company::{company_key, former_names};
pub use fold::{Folded, fold, fold_text, is_folded};
pub use traditional::simplified;

/// Removes what must not reach a terminal or a document from a text: control characters (line breaks and tabs become
/// blanks), bidirectional overrides and zero-width characters.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' => Some(' '),
            c if c.is_control() || fold::is_invisible(c) => None,
            c => Some(c),
        })
        .collect()
}
