//! Styles of an OpenDocument: hidden sheets, and number formats as format codes.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use crate::workbook::error::ReadError;
use crate::workbook::xml::{Xml, attribute, push_text};

use super::table::NAME;

/// Styles that are kept.
const STYLES: usize = 20_000;
/// Characters of a format code.
const CODE: usize = 255;

/// What the styles of a document mean for its cells.
#[derive(Default, Clone)]
pub(super) struct Styles {
    /// Format code by the name of the number style; only those that say more than digits.
    codes: BTreeMap<String, Arc<str>>,
    /// Name of the number style by the name of the cell style.
    of_cells: BTreeMap<String, String>,
    /// Names of table styles that hide their sheet.
    hidden_tables: Vec<String>,
}

impl Styles {
    /// Reads a whole part.
    pub(super) fn read<R: BufRead>(&mut self, xml: &mut Xml<R>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Event::Eof => return Ok(()),
                Event::Start(element) if matches!(element.local_name().as_ref(), "automatic-styles" | "styles") => {
                    self.read_inside(xml)?;
                }
                _ => {}
            }
        }
    }

    /// Reads the inside of an element that holds styles.
    pub(super) fn read_inside<R: BufRead>(&mut self, xml: &mut Xml<R>) -> Result<(), ReadError> {
        let mut style = None;
        loop {
            match xml.next()? {
                Event::Eof => return Ok(()),
                Event::End(element) => match element.local_name().as_ref() {
                    "automatic-styles" | "styles" => return Ok(()),
                    "style" => style = None,
                    _ => {}
                },
                Event::Start(element) => match element.local_name().as_ref() {
                    "style" => {
                        let name = owned(&element, "name");
                        if let Some(number) = attribute(&element, "data-style-name")
                            && self.of_cells.len() < STYLES
                        {
                            self.of_cells.insert(name.clone(), number.chars().take(NAME).collect());
                        }
                        style = Some(name);
                    }
                    "table-properties"
                        if attribute(&element, "display").as_deref() == Some("false")
                            && self.hidden_tables.len() < STYLES =>
                    {
                        self.hidden_tables.extend(style.take());
                    }
                    kind @ ("number-style" | "date-style" | "percentage-style" | "time-style") => {
                        let kind = kind.to_owned();
                        let name = owned(&element, "name");
                        let code = number_code(xml, &kind)?;
                        if let Some(code) = code
                            && self.codes.len() < STYLES
                        {
                            self.codes.insert(name, Arc::from(code));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// The format code of a cell style, where it says more than digits.
    pub(super) fn code(&self, cell_style: &str) -> Option<Arc<str>> {
        self.codes.get(self.of_cells.get(cell_style)?).cloned()
    }

    pub(super) fn hides_table(&self, style: &str) -> bool {
        self.hidden_tables.iter().any(|hidden| hidden == style)
    }
}

fn owned(element: &BytesStart<'_>, name: &str) -> String {
    attribute(element, name).unwrap_or_default().chars().take(NAME).collect()
}

/// Reads a number style as the format code that Excel would show; `None` where it is digits only.
fn number_code<R: BufRead>(xml: &mut Xml<R>, kind: &str) -> Result<Option<String>, ReadError> {
    let mut code = String::new();
    let mut words = kind != "number-style";
    let mut text = None;
    loop {
        let event = xml.next()?;
        match &event {
            Event::Eof => return Ok(None),
            Event::End(element) if element.local_name().as_ref() == kind => {
                return Ok(Some(code).filter(|code| words && code.chars().count() <= CODE));
            }
            Event::End(element) if element.local_name().as_ref() == "text" => {
                let literal: String = text.take().unwrap_or_default();
                words |= literal.chars().any(|character| character.is_alphanumeric() || character == '%');
                if kind == "percentage-style" && literal == "%" {
                    code.push('%');
                } else if !literal.is_empty() {
                    code.push_str(&format!("\"{literal}\""));
                }
            }
            Event::Start(element) => {
                let long = attribute(element, "style").as_deref() == Some("long");
                let piece = match element.local_name().as_ref() {
                    "text" => {
                        text = Some(String::new());
                        continue;
                    }
                    "number" => {
                        let places =
                            attribute(element, "decimal-places").and_then(|places| places.parse::<usize>().ok());
                        let places = places.unwrap_or(0).min(30);
                        code.push('0');
                        if places > 0 {
                            code.push('.');
                            code.push_str(&"0".repeat(places));
                        }
                        continue;
                    }
                    "year" => {
                        if long {
                            "yyyy"
                        } else {
                            "yy"
                        }
                    }
                    "month" => {
                        if long {
                            "mm"
                        } else {
                            "m"
                        }
                    }
                    "day" => {
                        if long {
                            "dd"
                        } else {
                            "d"
                        }
                    }
                    "hours" => {
                        if long {
                            "hh"
                        } else {
                            "h"
                        }
                    }
                    "minutes" => {
                        if long {
                            "mm"
                        } else {
                            "m"
                        }
                    }
                    "seconds" => {
                        if long {
                            "ss"
                        } else {
                            "s"
                        }
                    }
                    _ => "",
                };
                code.push_str(piece);
            }
            _ => {}
        }
        if let Some(text) = &mut text {
            push_text(&event, text, CODE);
        }
    }
}
