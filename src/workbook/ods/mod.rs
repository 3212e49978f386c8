//! OpenDocument spreadsheets: ods, and the flat form that is one XML file.
//!
//! All sheets stand in one part. Runs of equal cells and rows are written once with a count; blank runs are skipped by
//! arithmetic, filled ones are unrolled under the caps of a sheet.

mod cell;
mod styles;
mod table;

use std::io::BufRead;

use quick_xml::events::Event;

use super::archive::Archive;
use super::error::ReadError;
use super::limits::Limits;
use super::sink::{RowSink, Stop};
use super::source::Source;
use super::text_encoding::{Detected, decoded};
use super::walk::{FactsVisitor, SheetVisitor, Visitor};
use super::xlsx::Opened;
use super::xml::Xml;

use self::styles::Styles;

const CONTENT: &str = "content.xml";

/// An opened document.
pub(super) struct Ods {
    body: Body,
    /// Number formats of the part for styles; those of the content are read with it.
    common: Styles,
}

enum Body {
    Archive(Box<Archive>),
    Flat(Detected),
}

impl Ods {
    /// Opens the archive form.
    pub(super) fn open(mut archive: Archive, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let mut common = Styles::default();
        if let Some(reader) = archive.part("styles.xml")? {
            common.read(&mut Xml::new(reader, "styles.xml"))?;
        }
        let mut visitor = FactsVisitor::new(limits);
        let Some(reader) = archive.part(CONTENT)? else {
            return Err(ReadError::damaged("压缩包里没有表格内容（content.xml）"));
        };
        opened(walk(Xml::new(reader, CONTENT), &common, limits, &mut visitor))?;
        let reader = Self { body: Body::Archive(Box::new(archive)), common };
        Ok(Opened { reader, sheets: visitor.sheets, notes: visitor.notes })
    }

    /// Opens the flat form.
    pub(super) fn open_flat(source: &Source, detected: Detected, limits: &Limits) -> Result<Opened<Self>, ReadError> {
        let mut visitor = FactsVisitor::new(limits);
        let common = Styles::default();
        opened(walk(source.xml(detected)?, &common, limits, &mut visitor))?;
        let reader = Self { body: Body::Flat(detected), common };
        Ok(Opened { reader, sheets: visitor.sheets, notes: visitor.notes })
    }

    pub(super) fn read_sheet(
        &mut self,
        index: usize,
        source: &Source,
        limits: &Limits,
        sink: &mut RowSink<'_>,
    ) -> Result<(), Stop> {
        let mut visitor = SheetVisitor::new(index, sink);
        match &mut self.body {
            Body::Archive(archive) => match archive.part_again(CONTENT)? {
                Some(reader) => walk(Xml::new(reader, CONTENT), &self.common, limits, &mut visitor),
                None => Ok(()),
            },
            Body::Flat(detected) => walk(source.xml(*detected)?, &self.common, limits, &mut visitor),
        }
    }
}

/// A walk for facts never asks to stop.
pub(super) fn opened(walked: Result<(), Stop>) -> Result<(), ReadError> {
    match walked {
        Err(Stop::Failed(error)) => Err(error),
        _ => Ok(()),
    }
}

impl Source {
    /// The file as XML in UTF-8.
    pub(super) fn xml(
        &self,
        detected: Detected,
    ) -> Result<Xml<super::text_encoding::DecodedReader<super::source::Handle>>, ReadError> {
        let handle = self.reader().map_err(|error| ReadError::damaged(format!("读取失败（{error}）")))?;
        Ok(Xml::new(decoded(handle, detected), "文件"))
    }
}

fn walk<R: BufRead>(mut xml: Xml<R>, common: &Styles, limits: &Limits, visitor: &mut dyn Visitor) -> Result<(), Stop> {
    let mut styles = common.clone();
    loop {
        match xml.next()? {
            Event::Eof => return Ok(()),
            Event::Start(element) => match element.local_name().as_ref() {
                "automatic-styles" | "styles" => styles.read_inside(&mut xml)?,
                "table" if element.name().as_ref().starts_with("table:") => {
                    let head = table::Head::of(&element, &styles);
                    table::read(&mut xml, &head, &styles, limits, visitor)?;
                }
                "tracked-changes" | "settings" | "scripts" | "master-styles" => xml.skip()?,
                _ => {}
            },
            _ => {}
        }
    }
}
