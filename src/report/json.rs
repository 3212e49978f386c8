//! `capex.audit/1` as one document, and line by line for streaming; the schema of both.

pub mod compact;

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::audit::{
    AuditedRecord, CatalogUse, CitedEntry, Document, Exception, Input, Ledger, PlanUse, Scope, Tool, Totals, WaiverUse,
};

/// Writes the document, indented, with a line break at the end.
///
/// # Errors
/// Those of `out`.
pub fn document(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    writeln!(out)
}

/// A line of the JSON Lines form. The last line is always a summary: a stream without one was cut off.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Line<'a> {
    /// First: what was judged, against what.
    Header {
        /// The schema of the lines.
        schema: &'a str,
        /// The program.
        tool: &'a Tool,
        /// The plan.
        plan: &'a PlanUse,
        /// The day as of which was judged.
        as_of: chrono::NaiveDate,
        /// How far flags narrowed the audit.
        scope: &'a Scope,
        /// The catalogues used.
        catalogs: &'a [CatalogUse],
    },
    /// A record.
    Record(&'a AuditedRecord),
    /// An exception.
    Exception(&'a Exception),
    /// Last: the counts, and what was read.
    Summary {
        /// The files.
        inputs: &'a [Input],
        /// The rows of all files.
        ledger: &'a Ledger,
        /// Counts.
        totals: &'a Totals,
        /// The entries cited.
        cited: &'a [CitedEntry],
        /// The waivers.
        waivers: &'a [WaiverUse],
    },
}

impl<'a> Line<'a> {
    /// The first line of a document.
    #[must_use]
    pub fn header(document: &'a Document) -> Self {
        Self::Header {
            schema: &document.schema,
            tool: &document.tool,
            plan: &document.plan,
            as_of: document.as_of,
            scope: &document.scope,
            catalogs: &document.catalogs,
        }
    }

    /// The last line of a document.
    #[must_use]
    pub fn summary(document: &'a Document) -> Self {
        Self::Summary {
            inputs: &document.inputs,
            ledger: &document.ledger,
            totals: &document.totals,
            cited: &document.cited,
            waivers: &document.waivers,
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.write_by(&mut Vec::new(), out)
    }

    /// The same for one line of many: each is put together in one buffer, since it consists of hundreds of small pieces.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_by(&self, buffer: &mut Vec<u8>, out: &mut dyn Write) -> io::Result<()> {
        buffer.clear();
        compact::write(self, buffer)?;
        buffer.push(b'\n');
        out.write_all(buffer)
    }
}

/// Writes a document line by line: header, records, exceptions, summary.
///
/// # Errors
/// Those of `out`.
pub fn lines(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    Line::header(document).write(out)?;
    for record in &document.records {
        Line::Record(record).write_by(&mut buffer, out)?;
    }
    for exception in &document.exceptions {
        Line::Exception(exception).write_by(&mut buffer, out)?;
    }
    Line::summary(document).write(out)
}

/// The JSON Schema of the document.
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document)
}

/// The JSON Schema of a line of the JSON Lines form.
#[must_use]
pub fn line_schema() -> schemars::Schema {
    schemars::schema_for!(Line<'static>)
}
