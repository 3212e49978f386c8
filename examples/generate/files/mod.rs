//! The example files as bytes: the same on every run and every machine (no clock, fixed seeds).
//!
//! Everything in them is invented: the enterprises, their codes, their equipment. Only the names of places are real, so
//! that they can be checked against the administrative divisions.

mod code;
mod county;
mod layout;
mod months;
mod plant;
mod prefecture;

/// Each file: its name and its bytes.
///
/// # Errors
/// A workbook that the writer refuses.
pub fn all() -> Result<Vec<(&'static str, Vec<u8>)>, rust_xlsxwriter::XlsxError> {
    let mut all = vec![("survey.xlsx", layout::workbook(prefecture::SHEETS)?), ("county.csv", county::csv())];
    all.extend(months::files()?);
    Ok(all)
}
