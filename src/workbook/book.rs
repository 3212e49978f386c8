//! The workbook: one face for every format.

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;

use super::archive::Archive;
use super::delimited::Delimited;
use super::error::{OpenError, ReadError};
use super::html::Html;
use super::limits::Limits;
use super::ods::Ods;
use super::sheet::{Row, SheetEnd, SheetFacts};
use super::sink::{RowSink, Stop};
use super::sniff::{self, Kind};
use super::source::Source;
use super::xls::Xls;
use super::xlsb::Xlsb;
use super::xlsx::{Opened, Xlsx};
use super::xml2003::Xml2003;

/// The format of a workbook, decided from its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML: xlsx, xlsm.
    Xlsx,
    /// Office Open XML with binary parts: xlsb.
    Xlsb,
    /// Excel 5 to 2003, WPS tables: xls, et.
    Xls,
    /// OpenDocument: ods.
    Ods,
    /// OpenDocument in one XML file: fods.
    FlatOds,
    /// SpreadsheetML 2003.
    SpreadsheetMl2003,
    /// A web page with tables.
    Html,
    /// Delimited text.
    Csv {
        /// The encoding's name as users know it, such as `GB18030`.
        encoding: &'static str,
        /// What stands between two fields.
        delimiter: char,
    },
}

impl Format {
    /// Suffixes that a file of this format may have without lying.
    fn suffixes(&self) -> &'static [&'static str] {
        match self {
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm", "xlam"],
            Self::Xlsb => &["xlsb"],
            Self::Xls => &["xls", "xlt", "et", "ett"],
            Self::Ods => &["ods", "ots"],
            Self::FlatOds => &["fods"],
            Self::SpreadsheetMl2003 => &["xml"],
            Self::Html => &["html", "htm"],
            Self::Csv { .. } => &["csv", "tsv", "txt", "tab"],
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xlsx => f.write_str("Excel 工作簿（xlsx）"),
            Self::Xlsb => f.write_str("Excel 二进制工作簿（xlsb）"),
            Self::Xls => f.write_str("Excel 97-2003 工作簿（xls）"),
            Self::Ods => f.write_str("OpenDocument 表格（ods）"),
            Self::FlatOds => f.write_str("OpenDocument 表格（单个 XML 文件）"),
            Self::SpreadsheetMl2003 => f.write_str("XML 表格 2003"),
            Self::Html => f.write_str("网页表格（html）"),
            Self::Csv { encoding, delimiter: '\t' } => write!(f, "文本表格（{encoding}，制表符分隔）"),
            Self::Csv { encoding, delimiter } => write!(f, "文本表格（{encoding}，“{delimiter}”分隔）"),
        }
    }
}

/// An opened workbook: what is known before its rows are read, and the way to read them.
pub struct Workbook {
    source: Source,
    limits: Limits,
    format: Format,
    sheets: Vec<SheetFacts>,
    notes: Vec<String>,
    reader: Reader,
}

enum Reader {
    Xlsx(Box<Xlsx>),
    Xlsb(Box<Xlsb>),
    Xls(Box<Xls>),
    Ods(Box<Ods>),
    Xml2003(Xml2003),
    Html(Html),
    Delimited(Delimited),
}

impl Workbook {
    /// Opens a file. Its format is decided by its content, never by its name.
    ///
    /// # Errors
    ///
    /// When the file is missing, empty, cut off, encrypted, no workbook, or past a cap.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, OpenError> {
        Self::from_source(Source::open(path, limits)?, limits)
    }

    /// Opens bytes in memory, as if they were a file of this name.
    ///
    /// # Errors
    ///
    /// As [`Workbook::open`].
    pub fn from_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Self, OpenError> {
        Self::from_source(Source::from_bytes(name, bytes, limits)?, limits)
    }

    fn from_source(source: Source, limits: &Limits) -> Result<Self, OpenError> {
        let mut workbook = match open_reader(&source, limits) {
            Ok((format, Opened { reader, sheets, notes })) => {
                Self { source, limits: limits.clone(), format, sheets, notes, reader }
            }
            Err(error) => return Err(error.in_file(&source.name)),
        };
        let suffix = workbook.source.suffix();
        if !suffix.is_empty() && !workbook.format.suffixes().contains(&suffix.as_str()) {
            let note = format!("文件后缀是 .{suffix}，内容其实是 {}，已按内容读取", workbook.format);
            workbook.notes.insert(0, note);
        }
        Ok(workbook)
    }

    /// The format, decided from the content; prints as its Chinese name.
    #[must_use]
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// SHA-256 of the file, lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.source.sha256
    }

    /// The sheets that have cells, in the workbook's order. Chart sheets are left out and named in the notes.
    #[must_use]
    pub fn sheets(&self) -> &[SheetFacts] {
        &self.sheets
    }

    /// What was assumed or left out on opening, in Chinese.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Reads the rows of a sheet, in order, into `row`, which may ask to stop. May be called any number of times.
    ///
    /// # Errors
    ///
    /// When the sheet cannot be read to its end or passes a cap; rows before that place were handed over.
    pub fn read_sheet(
        &mut self,
        index: usize,
        row: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<SheetEnd, ReadError> {
        let mut sink = RowSink::new(&self.limits, row);
        let read = match &mut self.reader {
            Reader::Xlsx(xlsx) => xlsx.read_sheet(index, &self.limits, &mut sink),
            Reader::Xlsb(xlsb) => xlsb.read_sheet(index, &mut sink),
            Reader::Xls(xls) => xls.read_sheet(index, &mut sink),
            Reader::Ods(ods) => ods.read_sheet(index, &self.source, &self.limits, &mut sink),
            Reader::Xml2003(xml) => xml.read_sheet(index, &self.source, &self.limits, &mut sink),
            Reader::Html(html) => html.read_sheet(index, &self.source, &self.limits, &mut sink),
            Reader::Delimited(delimited) => delimited.read_sheet(&self.source, &self.limits, &mut sink),
        };
        let read = match read {
            Ok(()) | Err(Stop::Done) => sink.finish(),
            Err(Stop::Failed(error)) => sink.finish().and(Err(Stop::Failed(error))),
            Err(Stop::Asked) => Err(Stop::Asked),
        };
        let stopped = match read {
            Ok(()) | Err(Stop::Done) => false,
            Err(Stop::Asked) => true,
            Err(Stop::Failed(error)) => {
                let sheet = self.sheets.get(index).map_or("", |sheet| &sheet.name);
                return Err(error.in_file(&self.source.name).in_sheet(sheet));
            }
        };
        Ok(SheetEnd { stopped, ..sink.into_end() })
    }
}

fn open_reader(source: &Source, limits: &Limits) -> Result<(Format, Opened<Reader>), ReadError> {
    match sniff::sniff(source)? {
        Kind::Zip => open_archive(source, limits),
        Kind::Text(detected) => {
            let opened = Delimited::open(source, detected, limits)?;
            let (encoding, delimiter) = (opened.reader.encoding(), opened.reader.delimiter());
            Ok((Format::Csv { encoding, delimiter }, opened.map(Reader::Delimited)))
        }
        Kind::FlatOds(detected) => {
            let opened = Ods::open_flat(source, detected, limits)?;
            Ok((Format::FlatOds, opened.map(|ods| Reader::Ods(Box::new(ods)))))
        }
        Kind::Xml2003(detected) => {
            let opened = Xml2003::open(source, detected, limits)?;
            Ok((Format::SpreadsheetMl2003, opened.map(Reader::Xml2003)))
        }
        Kind::Html(detected) => Ok((Format::Html, Html::open(source, detected, limits)?.map(Reader::Html))),
        Kind::Compound => {
            let opened = Xls::open_compound(source, limits)?;
            Ok((Format::Xls, opened.map(|xls| Reader::Xls(Box::new(xls)))))
        }
        Kind::BareBiff => {
            let opened = Xls::open_bare(source, limits)?;
            Ok((Format::Xls, opened.map(|xls| Reader::Xls(Box::new(xls)))))
        }
    }
}

fn open_archive(source: &Source, limits: &Limits) -> Result<(Format, Opened<Reader>), ReadError> {
    let mut archive = Archive::open(source, limits)?;
    let mimetype = archive.head_of("mimetype", 128)?;
    if archive.has("content.xml") {
        if archive.head_of("META-INF/manifest.xml", 1 << 20)?.contains("encryption-data") {
            return Err(ReadError::new("file-encrypted", "加密的工作簿（ods）", "请先解除密码，另存后再报送"));
        }
        if mimetype.is_empty() || mimetype.contains("spreadsheet") {
            let opened = Ods::open(archive, limits)?;
            return Ok((Format::Ods, opened.map(|ods| Reader::Ods(Box::new(ods)))));
        }
        let ask = "请报送 xlsx、xls、ods 或 csv 格式的摸底表";
        return Err(ReadError::new("file-not-a-workbook", "OpenDocument 文档，但不是表格", ask));
    }
    let any = |start: &str| archive.paths().any(|path| path.starts_with(start));
    if archive.has("xl/workbook.bin") {
        let opened = Xlsb::open(archive, limits)?;
        return Ok((Format::Xlsb, opened.map(|xlsb| Reader::Xlsb(Box::new(xlsb)))));
    }
    if archive.has("xl/workbook.xml") || any("xl/worksheets/") {
        let opened = Xlsx::open(archive, limits)?;
        return Ok((Format::Xlsx, opened.map(|xlsx| Reader::Xlsx(Box::new(xlsx)))));
    }
    let ask = "请报送 xlsx、xls、ods 或 csv 格式的摸底表";
    let (what, advice) = if any("word/") {
        ("Word 文档（docx），不是工作簿", ask)
    } else if any("ppt/") {
        ("PowerPoint 演示文稿（pptx），不是工作簿", ask)
    } else {
        ("zip 压缩包，不是工作簿", "请先解压，再给出其中的工作簿")
    };
    Err(ReadError::new("file-not-a-workbook", what, advice))
}
