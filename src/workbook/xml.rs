//! XML parts of untrusted archives: quick-xml with a cap on the size of one token and on depth, and attributes by local
//! name, because offices choose their own prefixes.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::error::ReadError;

/// Bytes that one tag, comment or run of text may have. The longest honest run is the text of one cell.
const TOKEN_BYTES: u64 = 4 << 20;
/// Elements that may lie inside one another.
const DEPTH: u32 = 256;
/// Elements inside one another that are read without events at most.
const SHALLOW: u32 = 8;
/// The code of a token that is not UTF-8; the reader can go on behind it.
pub(super) const BAD_ENCODING: &str = "xml-not-utf8";

/// Events of one XML part.
pub(super) struct Xml<R: BufRead> {
    reader: Reader<Bounded<R>>,
    buffer: Vec<u8>,
    depth: u32,
    part: String,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(inner: R, part: &str) -> Self {
        let mut reader = Reader::from_reader(Bounded { inner, used: 0, part: part.to_owned() });
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0, part: part.to_owned() }
    }

    /// The next event; [`Event::Eof`] at the end. Empty elements come as a start and an end.
    pub(super) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        self.reader.get_mut().used = 0;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| xml_error(&error, &self.part))?;
        match &event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > DEPTH {
                    let what = format!("部件 {} 的 XML 嵌套超过 {DEPTH} 层", self.part);
                    return Err(ReadError::damaged(what).coded("xml-too-deep"));
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Ok(event)
    }

    /// Skips everything up to the end of the element that has just started.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if matches!(self.next()?, Event::Eof) {
                return Err(self.cut());
            }
        }
        Ok(())
    }

    /// The bytes at hand behind an element that has just ended, for whoever can read on without events. Empty at the end, and
    /// where the next element might lie too deep.
    ///
    /// Only behind an [`Event::End`]: elsewhere the reader may stand within a tag. What is taken must leave as many elements
    /// open as there were.
    pub(super) fn bytes(&mut self) -> Result<&[u8], ReadError> {
        if self.depth + SHALLOW > DEPTH {
            return Ok(&[]);
        }
        let Self { reader, part, .. } = self;
        reader.get_mut().inner.fill_buf().map_err(|error| io_error(&error, part))
    }

    /// Goes on behind so many of [`Xml::bytes`].
    pub(super) fn consume(&mut self, length: usize) {
        self.reader.get_mut().inner.consume(length);
    }

    /// The part ends inside an element.
    pub(super) fn cut(&self) -> ReadError {
        ReadError::truncated(format!("部件 {} 在中途结束", self.part))
    }
}

fn xml_error(error: &quick_xml::Error, part: &str) -> ReadError {
    match error {
        quick_xml::Error::Io(error) => io_error(error, part),
        quick_xml::Error::Encoding(_) => {
            ReadError::damaged(format!("部件 {part} 含有不是 UTF-8 的字节")).coded(BAD_ENCODING)
        }
        other => ReadError::damaged(format!("部件 {part} 不是合格的 XML（{other}）")),
    }
}

fn io_error(error: &io::Error, part: &str) -> ReadError {
    ReadError::from_io(error, |text| ReadError::damaged(format!("部件 {part} 解压失败（{text}）")))
}

/// The value of an attribute by local name. Broken attributes are as good as absent.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or(attribute.value))
}

/// Whether an attribute holds an XML Schema truth value that is true.
pub(super) fn flag(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| is_true(&value))
}

pub(super) fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "TRUE" | "True" | "on")
}

/// The character that a reference such as `&lt;` or `&#x4E2D;` stands for; an unknown name stays as it is written.
pub(super) fn push_reference(reference: &BytesRef<'_>, text: &mut String) {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        text.push(character);
        return;
    }
    let name = reference.xml10_content();
    match name.as_ref() {
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "amp" => text.push('&'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        "nbsp" => text.push('\u{a0}'),
        other => {
            text.push('&');
            text.push_str(other);
            text.push(';');
        }
    }
}

/// Adds what an event says as text, if anything. Text beyond `cap` bytes is dropped.
pub(super) fn push_text(event: &Event<'_>, text: &mut String, cap: usize) {
    if text.len() > cap {
        return;
    }
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => push_reference(reference, text),
        _ => {}
    }
}

/// A reader that refuses to hand out more than [`TOKEN_BYTES`] between two events, so that the parser cannot collect an
/// endless token in memory.
struct Bounded<R> {
    inner: R,
    used: u64,
    part: String,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used > TOKEN_BYTES {
            let what = format!("部件 {} 有一段文字或标签超过 {} MiB", self.part, TOKEN_BYTES >> 20);
            let error = ReadError::damaged(what).coded("xml-token-too-long");
            return Err(error.into_io());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount as u64;
        self.inner.consume(amount);
    }
}
