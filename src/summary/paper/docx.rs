//! A document as docx: the parts of an office document that words, tables and blanks need.
//!
//! Page and type follow 党政机关公文格式 GB/T 9704—2012: A4, margins 37/35/28/26 mm, 仿宋 三号, lines of 28 pt, 黑体 and 楷体
//! headings. Fonts are named, not embedded.

use std::fmt::Write as _;
use std::io::{Seek, Write};

use chrono::NaiveDate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Block, Paper, Run};
use crate::text::printable;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="560" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="240" w:line="640" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="320" w:lineRule="atLeast"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style></w:styles>"#;

const FOOTER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#;

/// Width between the margins, in twentieths of a point.
const TEXT_WIDTH: u32 = 8_845;

/// Writes the document. The same document gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(paper: &Paper, out: &mut (impl Write + Seek)) -> anyhow::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(out);
    let document = document(paper);
    let core = core(&paper.title, paper.created);
    for (name, content) in [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("docProps/core.xml", core.as_str()),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
        ("word/document.xml", document.as_str()),
        ("word/footer1.xml", FOOTER),
        ("word/styles.xml", STYLES),
    ] {
        archive.start_file(name, options)?;
        archive.write_all(content.as_bytes())?;
    }
    archive.finish()?;
    Ok(())
}

fn core(title: &str, created: NaiveDate) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>capex</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{created}T00:00:00Z</dcterms:created></cp:coreProperties>"#,
        escape(title)
    )
}

fn document(paper: &Paper) -> String {
    let mut body = String::new();
    for block in &paper.blocks {
        match block {
            Block::Title(words) => paragraph(&mut body, "Title", "", &plain(words)),
            Block::Heading(words) => paragraph(&mut body, "Heading1", "", &plain(words)),
            Block::Subheading(words) => paragraph(&mut body, "Heading2", "", &plain(words)),
            Block::Right(words) => paragraph(&mut body, "Normal", r#"<w:jc w:val="right"/>"#, &plain(words)),
            Block::Paragraph(runs) => {
                let runs: String = runs.iter().map(run).collect();
                paragraph(&mut body, "Body", "", &runs);
            }
            Block::Table { columns, widths, rows } => table(&mut body, columns, widths, rows),
            Block::PageBreak => body.push_str(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#),
        }
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{body}<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1587" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    )
}

fn paragraph(body: &mut String, style: &str, properties: &str, runs: &str) {
    // Writing to a string cannot fail.
    let _ = write!(body, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>"#);
}

fn plain(words: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escape(words))
}

fn run(run: &Run) -> String {
    match run {
        Run::Plain(words) => plain(words),
        // Brackets as well as colour: it must be seen in a black and white print too.
        Run::ToFinish(words) => format!(
            r#"<w:r><w:rPr><w:b/><w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">【{}】</w:t></w:r>"#,
            escape(words)
        ),
    }
}

fn table(body: &mut String, columns: &[String], widths: &[u32], rows: &[Vec<String>]) {
    let sum = widths.iter().sum::<u32>().max(1);
    let widths: Vec<u32> = widths.iter().map(|share| TEXT_WIDTH * share / sum).collect();
    body.push_str(concat!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>"#,
        r#"<w:top w:val="single" w:sz="4" w:color="000000"/><w:left w:val="single" w:sz="4" w:color="000000"/>"#,
        r#"<w:bottom w:val="single" w:sz="4" w:color="000000"/><w:right w:val="single" w:sz="4" w:color="000000"/>"#,
        r#"<w:insideH w:val="single" w:sz="4" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:color="000000"/>"#,
        r#"</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#
    ));
    for width in &widths {
        let _ = write!(body, r#"<w:gridCol w:w="{width}"/>"#);
    }
    body.push_str("</w:tblGrid>");
    row(body, columns, &widths, true);
    for cells in rows {
        row(body, cells, &widths, false);
    }
    body.push_str("</w:tbl>");
    // Two tables in a row would become one without a paragraph between them.
    paragraph(body, "Cell", "", "");
}

fn row(body: &mut String, cells: &[String], widths: &[u32], header: bool) {
    let properties = if header { "<w:cantSplit/><w:tblHeader/>" } else { "<w:cantSplit/>" };
    let _ = write!(body, "<w:tr><w:trPr>{properties}</w:trPr>");
    for (cell, width) in cells.iter().zip(widths) {
        let shade = if header { r#"<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>"# } else { "" };
        let _ = write!(
            body,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>"#
        );
        let (properties, bold) = if header { (r#"<w:jc w:val="center"/>"#, "<w:rPr><w:b/></w:rPr>") } else { ("", "") };
        let words = format!(r#"<w:r>{bold}<w:t xml:space="preserve">{}</w:t></w:r>"#, escape(cell));
        paragraph(body, "Cell", properties, &words);
        body.push_str("</w:tc>");
    }
    body.push_str("</w:tr>");
}

/// Text that can be nothing but text, whatever a survey cell holds.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn paper() -> Paper {
        Paper {
            title: "总结".into(),
            created: "2019-12-31".parse().unwrap(),
            blocks: vec![
                Block::Title("总结".into()),
                Block::Paragraph(vec![Run::Plain("甲<b>&公司\u{1}".into()), Run::ToFinish("待填写".into())]),
                Block::Table {
                    columns: vec!["设备".into(), "数".into()],
                    widths: vec![3, 1],
                    rows: vec![vec!["高炉".into(), "2".into()]],
                },
            ],
        }
    }

    fn bytes() -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        write(&paper(), &mut out).unwrap();
        out.into_inner()
    }

    #[test]
    fn cell_text_stays_text_and_the_file_is_well_formed() {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes())).unwrap();
        let mut document = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
        assert!(document.contains("甲&lt;b&gt;&amp;公司</w:t>"), "{document}");
        assert!(document.contains("【待填写】"));
        for name in archive.file_names().map(|name| name.unwrap().into_owned()).collect::<Vec<_>>() {
            let mut part = String::new();
            archive.by_name(&name).unwrap().read_to_string(&mut part).unwrap();
            let mut reader = quick_xml::Reader::from_str(&part);
            let mut next = || reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}"));
            while next() != quick_xml::events::Event::Eof {}
        }
    }

    #[test]
    fn every_run_writes_the_same_bytes() {
        assert_eq!(bytes(), bytes());
    }
}
