//! Number formats of the cell styles.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use crate::workbook::archive::Archive;
use crate::workbook::error::ReadError;
use crate::workbook::format_code::NumberFormat;
use crate::workbook::xml::{Xml, attribute};

/// Cell styles that a workbook may have; spreadsheet programs stop at 65,490.
const STYLES: usize = 70_000;

/// Format codes that a workbook may define.
const CODES: usize = 10_000;

/// What each cell style means for a number.
#[derive(Default)]
pub(super) struct Styles {
    formats: Vec<NumberFormat>,
}

impl Styles {
    /// Reads the styles part. A damaged one leaves numbers without formats, as a missing one does; a cap that it passes
    /// is an error.
    pub(super) fn read(archive: &mut Archive, path: Option<&str>) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        let Some(path) = path else {
            return Ok(styles);
        };
        let Some(reader) = archive.part(path)? else {
            return Ok(styles);
        };
        let mut xml = Xml::new(reader, path);
        let mut codes = BTreeMap::new();
        let mut in_cell_formats = false;
        loop {
            let event = match xml.next() {
                Ok(event) => event,
                Err(error) if error.limit.is_some() => return Err(error),
                Err(_) => return Ok(styles),
            };
            match event {
                Event::Eof => return Ok(styles),
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" if codes.len() < CODES => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                        let code = attribute(&element, "formatCode");
                        if let (Some(id), Some(code)) = (id, code) {
                            let code: String = code.chars().take(255).collect();
                            codes.insert(id, NumberFormat::of_code(&code));
                        }
                    }
                    "cellXfs" => in_cell_formats = true,
                    "xf" if in_cell_formats && styles.formats.len() < STYLES => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
                        let format = codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::of_builtin(id));
                        styles.formats.push(format);
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
                _ => {}
            }
        }
    }

    /// The number format of a style number; an unknown one is plain.
    pub(super) fn format(&self, style: usize) -> &NumberFormat {
        self.formats.get(style).unwrap_or(&NumberFormat::Plain)
    }
}
