//! The tables of a Word document as rows of cell texts, and what stands above them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A document part larger than this is refused: no official table comes near it.
const SIZE_LIMIT: u64 = 64 << 20;

/// Whether a file is a Word document, by its content.
pub(super) fn is_docx(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    zip::ZipArchive::new(BufReader::new(file))
        .is_ok_and(|archive| archive.file_names().any(|name| name.is_ok_and(|name| name == PART)))
}

const PART: &str = "word/document.xml";

/// What was read of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// Paragraphs before the first table.
    pub(super) lead: Vec<String>,
    /// Tables: rows of cell texts. A nested table adds its text to the cell around it.
    pub(super) tables: Vec<Vec<Vec<String>>>,
}

/// Reads a document.
pub(super) fn read(path: &Path) -> anyhow::Result<Document> {
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

/// A cell being read.
#[derive(Default)]
struct Cell {
    text: String,
    /// Columns that it takes up beyond its first.
    wider: usize,
    /// Whether it goes on from the cell above.
    continued: bool,
}

/// Columns beyond this number hold nothing of a table of laws.
const COLUMN_LIMIT: usize = 256;

fn parse(xml: &[u8]) -> anyhow::Result<Document> {
    let mut reader = Reader::from_reader(xml);
    let mut document = Document::default();
    let mut depth = 0_u32;
    let mut cell: Option<Cell> = None;
    let mut paragraph = String::new();
    let mut in_text = false;
    loop {
        match reader.read_event()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "tbl" => {
                    depth += 1;
                    if depth == 1 {
                        document.tables.push(Vec::new());
                    }
                }
                "tr" if depth == 1 => document.tables.last_mut().into_iter().for_each(|table| table.push(Vec::new())),
                "tc" if depth == 1 => cell = Some(Cell::default()),
                "t" => in_text = true,
                _ => property(&start, depth, cell.as_mut()),
            },
            Event::Empty(start) => property(&start, depth, cell.as_mut()),
            Event::End(end) => match end.local_name().as_ref() {
                "tbl" => depth = depth.saturating_sub(1),
                "tc" if depth == 1 => {
                    if let (Some(table), Some(cell)) = (document.tables.last_mut(), cell.take()) {
                        put(table, cell);
                    }
                }
                "p" => match &mut cell {
                    Some(cell) => cell.text.push('\n'),
                    None if document.tables.is_empty() => {
                        let text = std::mem::take(&mut paragraph);
                        document.lead.extend(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
                    }
                    None => {}
                },
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => {
                let into = cell.as_mut().map_or(&mut paragraph, |cell| &mut cell.text);
                into.push_str(&text.xml10_content());
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
                cell.as_mut().map_or(&mut paragraph, |cell| &mut cell.text).extend(c);
            }
            Event::Eof => return Ok(document),
            _ => {}
        }
    }
}

/// Takes in what a property says of the cell around it: how wide it is, whether it goes on from above.
fn property(start: &BytesStart<'_>, depth: u32, cell: Option<&mut Cell>) {
    let Some(cell) = cell.filter(|_| depth == 1) else { return };
    let value = || {
        let mut attributes = start.attributes().flatten();
        attributes
            .find(|attribute| attribute.key.local_name().as_ref() == "val")
            .map(|attribute| attribute.value.to_string())
    };
    match start.local_name().as_ref() {
        "gridSpan" => {
            let columns = value().and_then(|value| value.parse::<usize>().ok()).unwrap_or(1);
            cell.wider = columns.saturating_sub(1).min(COLUMN_LIMIT);
        }
        "vMerge" => cell.continued = value().is_none_or(|value| value != "restart"),
        _ => {}
    }
}

/// Ends a cell: a merged area holds for each of its rows, and takes up all of its columns.
fn put(table: &mut [Vec<String>], cell: Cell) {
    let Some((row, above)) = table.split_last_mut() else { return };
    if row.len() > COLUMN_LIMIT {
        return;
    }
    let text = match above.last().filter(|_| cell.continued) {
        Some(above) => above.get(row.len()).cloned().unwrap_or_default(),
        None => cell.text.trim().to_owned(),
    };
    row.push(text);
    row.extend(std::iter::repeat_n(String::new(), cell.wider));
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
        let document = parse(xml.as_bytes()).unwrap();
        assert_eq!(document.lead, ["前言"]);
        assert_eq!(document.tables, [[["序号", "名称"], ["1", "甲 < 3\n乙"]]]);
    }

    #[test]
    fn merged_cells_hold_for_each_row_and_take_up_their_columns() {
        let cell = |text: &str, more: &str| {
            format!("<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
        };
        let rows = [
            cell("类别", "") + &cell("名称", "") + &cell("期限", ""),
            cell("冶金", "<w:vMerge w:val='restart'/>") + &cell("甲", "") + &cell("立即", ""),
            cell("", "<w:vMerge/>") + &cell("乙", "") + &cell("明年", ""),
            cell("合计", "<w:gridSpan w:val='2'/>") + &cell("两项", ""),
        ];
        let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
        let document = parse(format!("<w:document xmlns:w='w'><w:tbl>{rows}</w:tbl></w:document>").as_bytes()).unwrap();
        let expected = [["类别", "名称", "期限"], ["冶金", "甲", "立即"], ["冶金", "乙", "明年"], ["合计", "", "两项"]];
        assert_eq!(document.tables, [expected]);
    }
}
