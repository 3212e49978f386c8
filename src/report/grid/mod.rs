//! The tables of a report as values: the same columns and rows whether they are printed as a sheet, csv, Markdown or HTML.
//!
//! Rows are made one at a time, so that a survey of a million lines needs no second copy of itself.

mod cases;
mod catalogs;
mod detail;
mod exceptions;
mod totals;
mod waivers;

use std::borrow::Cow;

use chrono::NaiveDate;

pub use cases::{grave, restrict, review};
pub use catalogs::{catalogs, cited, gaps};
pub use detail::detail;
pub use exceptions::{data, process, returned, source};
pub use totals::{by_prefecture, by_sector, ledger};
pub use waivers::{opinions, waived, waivers};

use crate::audit::Severity;
use crate::matching::Verdict;

/// What a cell holds. Forms that know numbers and dates write them as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// Words of ours or of the survey.
    Text(Cow<'a, str>),
    /// A count.
    Whole(i64),
    /// An exact decimal in its written form.
    Decimal(Cow<'a, str>),
    /// A day.
    Date(NaiveDate),
    /// A verdict.
    Verdict(Verdict),
    /// A severity.
    Severity(Severity),
    /// A place in a survey file: file, sheet, cell.
    Source {
        /// File as given.
        file: &'a str,
        /// Sheet.
        sheet: &'a str,
        /// Cell, or empty.
        cell: Cow<'a, str>,
    },
    /// The id of a record, which has a row in the detail table.
    Record(&'a str),
}

impl<'a> Value<'a> {
    /// Words, or nothing if there are none.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Several words, joined by 「；」.
    #[must_use]
    pub fn list(texts: &[&str]) -> Self {
        Self::text(texts.join("；"))
    }

    /// A full ISO date as a day; another date (`2004-05`) or words as text.
    #[must_use]
    pub fn date(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::text(text.to_owned()), Self::Date)
    }

    /// The cell as words.
    #[must_use]
    pub fn to_text(&self) -> Cow<'a, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Decimal(text) => text.clone(),
            Self::Whole(number) => Cow::Owned(number.to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Verdict(verdict) => Cow::Borrowed(verdict.chinese()),
            Self::Severity(severity) => Cow::Borrowed(super::words::severity(*severity)),
            Self::Source { file, sheet, cell } => {
                let parts: Vec<&str> =
                    [*file, *sheet, cell.as_ref()].into_iter().filter(|part| !part.is_empty()).collect();
                Cow::Owned(parts.join(" "))
            }
            Self::Record(id) => Cow::Borrowed(id),
        }
    }

    /// Whether it stands on the right.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Decimal(_))
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub title: &'static str,
    /// The widest it gets before its text is wrapped, in half-width characters.
    pub widest: u16,
}

/// A table.
pub struct Grid<'a> {
    /// Name, fit for a sheet.
    pub name: &'static str,
    /// What it holds, in a sentence.
    pub about: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Columns on the left that are printed on paper; what is right of them would make the print too small to read.
    pub printed: usize,
    /// Rows, each as long as the columns.
    pub rows: Box<dyn Iterator<Item = Vec<Value<'a>>> + 'a>,
}

impl<'a> Grid<'a> {
    fn new<const N: usize>(
        name: &'static str,
        about: impl Into<String>,
        columns: [(&'static str, u16); N],
        rows: impl Iterator<Item = [Value<'a>; N]> + 'a,
    ) -> Self {
        Self {
            name,
            about: about.into(),
            columns: columns.into_iter().map(|(title, widest)| Column { title, widest }).collect(),
            printed: N,
            rows: Box::new(rows.map(Vec::from)),
        }
    }

    /// With only the first columns on paper.
    fn printing(self, printed: usize) -> Self {
        Self { printed, ..self }
    }
}
