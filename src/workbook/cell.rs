//! One cell: its value and its address.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A cell of a row. Only filled cells exist; a blank cell is not stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Column, 0-based (A = 0).
    pub column: u32,
    /// What the cell holds.
    pub value: CellValue,
    /// The cell's number format code where it says more than digits: a unit (`0"t/h"`), a percent sign, the precision of a
    /// date (`yyyy"年"m"月"`). `None` elsewhere, and where the file format does not tell.
    pub format: Option<Arc<str>>,
}

/// The value of a filled cell, the same for every file format. Its text is shared with the records that are made of it.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Text as stored: not trimmed, not folded, with control characters removed except line breaks and tabs.
    Text(Arc<str>),
    /// A finite number.
    Number(f64),
    /// A truth value.
    Bool(bool),
    /// A number that the file formats with a year or a day (1900 or 1904 epoch already applied), or an ISO date. A number
    /// whose format shows a bare `m` or a time of day stays a number.
    Date(NaiveDateTime),
    /// An error value such as `#N/A`, in the spelling of spreadsheet programs.
    Error(Arc<str>),
    /// A formula whose result the writing program did not store. Holds the formula text without `=`.
    FormulaWithoutValue(Arc<str>),
}

/// The address of a cell as a spreadsheet program shows it, such as `D7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellAddress {
    /// Row, 0-based.
    pub row: u32,
    /// Column, 0-based.
    pub column: u32,
}

impl CellAddress {
    /// The address of a row and a column, both 0-based.
    #[must_use]
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_letters(self.column, f)?;
        (self.row + 1).fmt(f)
    }
}

/// A text that is no address of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAddress;

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("不是单元格地址，应如 D7")
    }
}

impl std::error::Error for NoAddress {}

impl FromStr for CellAddress {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let (letters, row) = text.split_at(letters);
        let column = letters
            .bytes()
            .try_fold(0u32, |column, letter| column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1));
        let row = row.parse::<u32>().ok().filter(|_| row.bytes().all(|byte| byte.is_ascii_digit()));
        match (column.and_then(|column| column.checked_sub(1)), row.and_then(|row| row.checked_sub(1))) {
            (Some(column), Some(row)) => Ok(Self { row, column }),
            _ => Err(NoAddress),
        }
    }
}

impl Serialize for CellAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A result has some twenty of them a record; seven letters and ten figures are the longest.
        let mut text = [0; 17];
        let mut first = text.len();
        let mut rest = u64::from(self.row) + 1;
        while rest > 0 {
            first -= 1;
            text[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        let mut rest = u64::from(self.column) + 1;
        while rest > 0 {
            first -= 1;
            text[first] = b'A' + ((rest - 1) % 26) as u8;
            rest = (rest - 1) / 26;
        }
        match std::str::from_utf8(&text[first..]) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for CellAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for CellAddress {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "CellAddress".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// The letters of a 0-based column: 0 → `A`, 26 → `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = String::new();
    write_letters(column, &mut letters).unwrap_or_default();
    letters
}

/// Writes the letters of a 0-based column. Seven letters number every `u32`.
fn write_letters(column: u32, out: &mut dyn fmt::Write) -> fmt::Result {
    let mut letters = [0u8; 7];
    let mut rest = u64::from(column) + 1;
    let mut first = letters.len();
    while rest > 0 {
        first -= 1;
        letters[first] = b'A' + ((rest - 1) % 26) as u8;
        rest = (rest - 1) / 26;
    }
    letters[first..].iter().try_for_each(|letter| out.write_char(char::from(*letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_written() {
        for (address, text) in
            [((0, 0), "A1"), ((6, 3), "D7"), ((9, 25), "Z10"), ((0, 26), "AA1"), ((1_048_575, 16_383), "XFD1048576")]
        {
            let address = CellAddress::new(address.0, address.1);
            assert_eq!((address.to_string().as_str(), text.parse()), (text, Ok(address)));
        }
        for text in ["", "7", "D", "D0", "d7", "D+7", "D7:E8", "甲7"] {
            assert_eq!(text.parse::<CellAddress>(), Err(NoAddress), "{text}");
        }
        assert_eq!(column_letters(u32::MAX), "MWLQKWV");
    }
}
