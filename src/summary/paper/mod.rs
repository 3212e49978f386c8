//! Documents of words: the narrative, the monthly report, the opinions. One value, printed as docx or Markdown.
//!
//! The docx writer is our own: what an office document needs (headings, paragraphs, tables, blanks to fill in) is a few
//! parts of plain XML, while the library for it brings in image decoders.

mod docx;
mod markdown;

use chrono::NaiveDate;

pub use docx::write as write_docx;
pub use markdown::write as write_markdown;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Title, also that of the file's properties.
    pub title: String,
    /// The day that the file's properties give as its creation: the as-of date, so that every run writes the same bytes.
    pub created: NaiveDate,
    /// Its parts.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title on the page.
    Title(String),
    /// 一、…
    Heading(String),
    /// （一）…
    Subheading(String),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A line at the right: signature, date.
    Right(String),
    /// A table.
    Table {
        /// Headings.
        columns: Vec<String>,
        /// Shares of the width, as many as the columns.
        widths: Vec<u32>,
        /// Rows.
        rows: Vec<Vec<String>>,
    },
    /// What follows begins a new page.
    PageBreak,
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Words.
    Plain(String),
    /// What a person must fill in or finish: marked so that it cannot be overlooked.
    ToFinish(String),
}

impl Block {
    /// A paragraph of plain words.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Run::Plain(text.into())])
    }

    /// A paragraph that a person must finish.
    #[must_use]
    pub fn to_finish(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Run::ToFinish(text.into())])
    }
}
