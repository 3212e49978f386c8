//! A web page → tags and text, as forgiving as browsers are, in bounded memory.

use std::io::{self, BufRead};

use super::entity;

/// Bytes of one tag or comment that are kept.
const TAG: usize = 64 << 10;

/// A piece of a page.
pub(super) enum Token {
    /// Text with its entities resolved; long text comes in several pieces.
    Text(String),
    /// The inside of a comment, cut if long.
    Comment(String),
    Start(Tag),
    /// The name of an end tag, in lower case.
    End(String),
}

/// A start tag.
pub(super) struct Tag {
    /// In lower case.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; names are in lower case.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// A whole number of an attribute, at least `least` and at most `most`.
    pub(super) fn number(&self, name: &str, least: u32, most: u32) -> u32 {
        self.attribute(name).and_then(|value| value.trim().parse::<u32>().ok()).unwrap_or(least).clamp(least, most)
    }

    /// Whether the element is not shown.
    pub(super) fn is_hidden(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        style.contains("display:none") || style.contains("visibility:hidden") || self.attribute("hidden").is_some()
    }
}

/// The tokens of a page.
pub(super) struct Tokens<R> {
    reader: R,
    /// The element whose inside is no markup, such as `script`.
    raw: Option<String>,
}

impl<R: BufRead> Tokens<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, raw: None }
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self, text_cap: usize) -> io::Result<Option<Token>> {
        if let Some(name) = self.raw.take() {
            self.skip_raw(&name)?;
            return Ok(Some(Token::End(name)));
        }
        let Some(first) = self.peek()? else { return Ok(None) };
        if first != b'<' {
            let text = self.until(b'<', text_cap.max(TAG))?;
            return Ok(Some(Token::Text(entity::decoded(&text))));
        }
        self.reader.consume(1);
        match self.peek()? {
            Some(b'!') => self.declaration().map(Some),
            Some(b'/') => {
                self.reader.consume(1);
                let name = self.tag_text()?;
                Ok(Some(Token::End(name.split_whitespace().next().unwrap_or_default().to_lowercase())))
            }
            Some(b'a'..=b'z' | b'A'..=b'Z') => {
                let text = self.tag_text()?;
                let tag = parse_tag(&text);
                if matches!(tag.name.as_str(), "script" | "style" | "title" | "xml" | "noscript" | "textarea") {
                    self.raw = Some(tag.name.clone());
                }
                Ok(Some(Token::Start(tag)))
            }
            Some(b'?') => {
                self.tag_text()?;
                Ok(Some(Token::Comment(String::new())))
            }
            _ => Ok(Some(Token::Text("<".to_owned()))),
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    /// Text up to a byte, which stays; what is longer than the cap comes with the next call.
    fn until(&mut self, stop: u8, cap: usize) -> io::Result<String> {
        let mut bytes = Vec::new();
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let end = memchr::memchr(stop, chunk);
            let upto = end.unwrap_or(chunk.len());
            bytes.extend_from_slice(chunk.get(..upto).unwrap_or_default());
            self.reader.consume(upto);
            if end.is_some() {
                break;
            }
            if bytes.len() > cap && std::str::from_utf8(&bytes).is_ok() {
                break;
            }
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The inside of a tag up to its `>`, which is consumed; a `>` in quotes is none.
    fn tag_text(&mut self) -> io::Result<String> {
        let mut bytes = Vec::new();
        let mut quote = None;
        let mut after_equals = false;
        while let Some(byte) = self.peek()? {
            self.reader.consume(1);
            match (quote, byte) {
                (None, b'>') => break,
                (None, b'"' | b'\'') if after_equals => quote = Some(byte),
                (Some(open), _) if byte == open => quote = None,
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                after_equals = byte == b'=';
            }
            if bytes.len() < TAG {
                bytes.push(byte);
            } else if quote.is_some() {
                quote = None;
            }
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A comment or a declaration; the reader stands at its `!`.
    fn declaration(&mut self) -> io::Result<Token> {
        let mut bytes = Vec::new();
        let mut tail = [0; 3];
        while let Some(byte) = self.peek()? {
            self.reader.consume(1);
            tail = [tail[1], tail[2], byte];
            if bytes.len() < TAG {
                bytes.push(byte);
            }
            let comment = bytes.starts_with(b"!--");
            if byte == b'>' && (!comment || (tail == *b"-->" && bytes.len() >= 6)) {
                break;
            }
        }
        Ok(Token::Comment(String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn skip_raw(&mut self, name: &str) -> io::Result<()> {
        while self.peek()?.is_some() {
            let length = {
                let chunk = self.reader.fill_buf()?;
                memchr::memchr(b'<', chunk).unwrap_or(chunk.len())
            };
            self.reader.consume(length);
            if self.peek()? != Some(b'<') {
                continue;
            }
            self.reader.consume(1);
            if self.peek()? != Some(b'/') {
                continue;
            }
            self.reader.consume(1);
            let mut seen = String::new();
            while let Some(byte) = self.peek()?
                && byte.is_ascii_alphanumeric()
                && seen.len() <= name.len()
            {
                seen.push(char::from(byte.to_ascii_lowercase()));
                self.reader.consume(1);
            }
            if seen == name {
                self.tag_text()?;
                return Ok(());
            }
        }
        Ok(())
    }
}

fn parse_tag(text: &str) -> Tag {
    let text = text.trim_end_matches('/');
    let name_end = text.find(|character: char| character.is_whitespace() || character == '/').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|character: char| character.is_whitespace() || character == '/');
        if rest.is_empty() || attributes.len() >= 64 {
            break;
        }
        let key_end =
            rest.find(|character: char| character.is_whitespace() || character == '=').unwrap_or(rest.len()).max(1);
        let Some((key, after)) = rest.split_at_checked(key_end) else { break };
        let (value, behind) = match after.trim_start().strip_prefix('=') {
            None => ("", after),
            Some(value) => attribute_value(value.trim_start()),
        };
        attributes.push((key.to_lowercase(), entity::decoded(value)));
        rest = behind;
    }
    Tag { name: name.to_lowercase(), attributes }
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}
