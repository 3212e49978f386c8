//! The tables of a Word document: rows of cell texts, nothing else.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use quick_xml::Reader;
use quick_xml::events::Event;

/// A document part larger than this is refused: no official table comes near it.
const SIZE_LIMIT: u64 = 64 << 20;

/// Whether a file is a Word document, by its content.
pub(super) fn is_docx(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    zip::ZipArchive::new(BufReader::new(file))
        .is_ok_and(|archive| archive.file_names().any(|name| name.is_ok_and(|name| name == PART)))
}

const PART: &str = "word/document.xml";

/// The tables of a document. A nested table adds its text to the cell around it.
pub(super) fn tables(path: &Path) -> anyhow::Result<Vec<Vec<Vec<String>>>> {
    let named = || format!("{} 读不出", path.display());
    let file = File::open(path).with_context(named)?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).with_context(named)?;
    let part = archive.by_name(PART).with_context(named)?;
    let mut xml = Vec::new();
    part.take(SIZE_LIMIT + 1).read_to_end(&mut xml).with_context(named)?;
    if xml.len() as u64 > SIZE_LIMIT {
        bail!("{} 太大", path.display());
    }
    parse(&xml).with_context(named)
}

fn parse(xml: &[u8]) -> anyhow::Result<Vec<Vec<Vec<String>>>> {
    let mut reader = Reader::from_reader(xml);
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut depth = 0_u32;
    let mut cell: Option<String> = None;
    let mut in_text = false;
    loop {
        match reader.read_event()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "tbl" => {
                    depth += 1;
                    if depth == 1 {
                        tables.push(Vec::new());
                    }
                }
                "tr" if depth == 1 => tables.last_mut().into_iter().for_each(|table| table.push(Vec::new())),
                "tc" if depth == 1 => cell = Some(String::new()),
                "t" => in_text = true,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "tbl" => depth = depth.saturating_sub(1),
                "tc" if depth == 1 => {
                    let text = cell.take().unwrap_or_default().trim().to_owned();
                    let row = tables.last_mut().and_then(|table| table.last_mut());
                    row.into_iter().for_each(|row| row.push(text.clone()));
                }
                "p" => cell.iter_mut().for_each(|cell| cell.push('\n')),
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => {
                let text = text.xml10_content();
                cell.iter_mut().for_each(|cell| cell.push_str(&text));
            }
            Event::GeneralRef(entity) if in_text => {
                let c = match &*entity {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => entity.resolve_char_ref()?,
                };
                cell.iter_mut().for_each(|cell| cell.extend(c));
            }
            Event::Eof => return Ok(tables),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn cells_keep_their_paragraphs_and_entities() {
        let xml = "<w:document xmlns:w='w'><w:p><w:r><w:t>前言</w:t></w:r></w:p><w:tbl><w:tr>\
            <w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>名</w:t><w:t>称</w:t></w:r></w:p></w:tc></w:tr>\
            <w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>\
            <w:tc><w:p><w:r><w:t>甲 &lt; 3</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:document>";
        let tables = parse(xml.as_bytes()).unwrap();
        assert_eq!(tables, [[["序号", "名称"], ["1", "甲 < 3\n乙"]]]);
    }
}
