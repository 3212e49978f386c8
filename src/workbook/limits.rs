//! The safety caps of reading, each with its default and the flag that raises it.

/// Caps that hold for one file. A file that passes a cap is refused (or the sheet is cut, and that is said) with a message
/// that names the cap, the observed value, the place, and the flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself. Flag `--limit-file-bytes`.
    pub file_bytes: u64,
    /// Bytes of all parts of an archive together, counted while inflating. Flag `--limit-inflated-bytes`.
    pub inflated_bytes: u64,
    /// Filled cells of one sheet. Flag `--limit-cells`.
    pub cells: u64,
    /// Rows of one sheet. Flag `--limit-rows`.
    pub rows: u32,
    /// Columns of one sheet. Flag `--limit-columns`.
    pub columns: u32,
    /// Sheets of one workbook. Flag `--limit-sheets`.
    pub sheets: u32,
    /// Merged areas of all sheets of a workbook together. Flag `--limit-merges`.
    pub merges: u32,
    /// Parts of an archive. Flag `--limit-parts`.
    pub parts: u32,
    /// Characters of one cell. Flag `--limit-text`.
    pub text_chars: u32,
    /// Bytes of text of one row. Flag `--limit-row-text`.
    pub row_text_bytes: u64,
    /// Bytes of all shared strings of a workbook together. Flag `--limit-strings`.
    pub shared_string_bytes: u64,
    /// Cells in error that a sheet may have before it is given up. Flag `--limit-cell-errors`.
    pub cell_errors: u32,
}

impl Limits {
    /// Bytes of text of one cell that readers collect: enough for the cap on characters, and one more that shows it.
    pub(super) fn text_bytes(&self) -> usize {
        (self.text_chars as usize).saturating_mul(4).saturating_add(4)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            inflated_bytes: 1 << 30,
            cells: 50_000_000,
            rows: 1_048_576,
            columns: 16_384,
            sheets: 1_024,
            merges: 200_000,
            parts: 20_000,
            text_chars: 32_767,
            row_text_bytes: 8 << 20,
            shared_string_bytes: 256 << 20,
            cell_errors: 1_000,
        }
    }
}
