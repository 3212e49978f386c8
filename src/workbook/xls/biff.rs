//! The stream of records of a workbook: type, length, data; long data goes on in CONTINUE records.

use std::io::{self, BufRead, Cursor, Read, Seek};
use std::sync::Arc;

use crate::workbook::error::ReadError;
use crate::workbook::source::Handle;

use super::word;

pub(super) const CONTINUE: u16 = 0x003C;

/// The bytes of the workbook stream, wherever its pieces lie in the file.
pub(super) struct Stream {
    reader: Handle,
    /// Places of the pieces in the file, in pieces; empty where the stream is the whole of the reader.
    places: Vec<u64>,
    shift: u32,
    length: u64,
    position: u64,
}

impl Stream {
    pub(super) fn whole(reader: Handle, length: u64) -> Self {
        Self { reader, places: Vec::new(), shift: 0, length, position: 0 }
    }

    pub(super) fn memory(bytes: Vec<u8>) -> Self {
        let length = bytes.len() as u64;
        Self::whole(Handle::Memory(Cursor::new(Arc::from(bytes))), length)
    }

    pub(super) fn pieces(reader: Handle, shift: u32, places: Vec<u64>, length: u64) -> Self {
        let length = length.min((places.len() as u64) << shift);
        Self { reader, places, shift, length, position: 0 }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    fn seek_to(&mut self, position: u64) {
        self.position = position;
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.position);
        let mut count = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if count == 0 {
            return Ok(0);
        }
        let place = if self.places.is_empty() {
            self.position
        } else {
            let size = 1_u64 << self.shift;
            let within = self.position & (size - 1);
            count = count.min(usize::try_from(size - within).unwrap_or(usize::MAX));
            let piece = usize::try_from(self.position >> self.shift).unwrap_or(usize::MAX);
            (self.places.get(piece).copied().unwrap_or(u64::MAX >> 20) << self.shift) + within
        };
        seek_near(&mut self.reader, place)?;
        let read = self.reader.read(buffer.get_mut(..count).unwrap_or_default())?;
        self.position += read as u64;
        Ok(read)
    }
}

/// Seeks without throwing the buffer away where the place is in it.
fn seek_near(reader: &mut Handle, place: u64) -> io::Result<()> {
    match reader {
        Handle::Memory(cursor) => {
            cursor.set_position(place);
            Ok(())
        }
        Handle::File(file) => {
            let here = file.stream_position()?;
            let by = i64::try_from(i128::from(place) - i128::from(here)).unwrap_or(i64::MAX);
            if by == 0 { Ok(()) } else { file.seek_relative(by) }
        }
    }
}

/// The records of a stream from some place on.
pub(super) struct Records<'a> {
    stream: io::BufReader<&'a mut Stream>,
    position: u64,
    /// The record read last: type, place in the stream.
    pub(super) kind: u16,
    pub(super) place: u64,
    data: Vec<u8>,
    /// The header of the next record, if it was looked at.
    peeked: Option<(u16, u16)>,
}

impl<'a> Records<'a> {
    pub(super) fn at(stream: &'a mut Stream, offset: u64) -> Result<Self, ReadError> {
        if offset >= stream.length {
            return Err(ReadError::truncated("工作表的内容在文件结尾之后"));
        }
        stream.seek_to(offset);
        let stream = io::BufReader::with_capacity(16 << 10, stream);
        Ok(Self { stream, position: offset, kind: 0, place: offset, data: Vec::new(), peeked: None })
    }

    /// Goes to a record elsewhere in the stream.
    pub(super) fn go_to(&mut self, offset: u64) {
        let within = self.stream.buffer().len() as u64;
        let target = offset.checked_sub(self.position);
        if let Some(by) = target.filter(|by| *by <= within) {
            self.stream.consume(usize::try_from(by).unwrap_or(0));
        } else {
            let buffered = self.stream.buffer().len();
            self.stream.consume(buffered);
            self.stream.get_mut().seek_to(offset);
        }
        self.position = offset;
        self.peeked = None;
    }

    /// Reads the next record. False at the end of the stream.
    pub(super) fn next(&mut self) -> Result<bool, ReadError> {
        let place = self.position - if self.peeked.is_some() { 4 } else { 0 };
        let Some((kind, length)) = self.header()? else { return Ok(false) };
        self.peeked = None;
        self.kind = kind;
        self.place = place;
        self.load(length)?;
        Ok(true)
    }

    /// The type of the next record, without reading it.
    pub(super) fn peek(&mut self) -> Result<Option<u16>, ReadError> {
        self.peeked = self.header()?;
        Ok(self.peeked.map(|(kind, _)| kind))
    }

    /// Loads the next record if it continues this one.
    fn next_piece(&mut self) -> Result<bool, ReadError> {
        if self.peek()? != Some(CONTINUE) {
            return Ok(false);
        }
        let length = self.peeked.take().map_or(0, |(_, length)| length);
        self.load(length)?;
        Ok(true)
    }

    fn header(&mut self) -> Result<Option<(u16, u16)>, ReadError> {
        if self.peeked.is_some() {
            return Ok(self.peeked);
        }
        let mut header = Vec::new();
        (&mut self.stream).take(4).read_to_end(&mut header).map_err(|error| cut(&error))?;
        self.position += header.len() as u64;
        match (word(&header, 0), word(&header, 2)) {
            (Some(kind), Some(length)) => Ok(Some((kind, length))),
            _ => Ok(None),
        }
    }

    fn load(&mut self, length: u16) -> Result<(), ReadError> {
        self.data.clear();
        let read =
            (&mut self.stream).take(u64::from(length)).read_to_end(&mut self.data).map_err(|error| cut(&error))?;
        self.position += read as u64;
        if read < usize::from(length) {
            return Err(ReadError::truncated("不完整的 xls 文件（记录在中途结束）"));
        }
        Ok(())
    }

    /// The data of the record, without what follows in CONTINUE records.
    pub(super) fn data(&self) -> &[u8] {
        &self.data
    }

    /// The data of the record, to be read across its CONTINUE records from a place on.
    pub(super) fn long(&mut self, from: usize) -> Long<'_, 'a> {
        Long { records: self, at: from }
    }
}

fn cut(error: &io::Error) -> ReadError {
    ReadError::from_io(error, |text| ReadError::truncated(format!("不完整的 xls 文件（{text}）")))
}

/// Data that goes on over CONTINUE records.
pub(super) struct Long<'r, 'a> {
    records: &'r mut Records<'a>,
    at: usize,
}

impl Long<'_, '_> {
    /// What is left of the current piece; loads the next one if nothing is. Tells whether it was loaded; `None` at the end.
    pub(super) fn rest(&mut self) -> Result<Option<(bool, &[u8])>, ReadError> {
        let mut loaded = false;
        while self.at >= self.records.data.len() {
            if !self.records.next_piece()? {
                return Ok(None);
            }
            loaded = true;
            self.at = 0;
        }
        Ok(self.records.data.get(self.at..).map(|rest| (loaded, rest)))
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.at += count;
    }

    /// A few bytes, which may lie across two pieces.
    pub(super) fn bytes(&mut self, count: usize) -> Result<Option<Vec<u8>>, ReadError> {
        let mut bytes = Vec::with_capacity(count.min(64));
        while bytes.len() < count {
            let wanted = count - bytes.len();
            let Some((_, rest)) = self.rest()? else { return Ok(None) };
            let taken = rest.get(..rest.len().min(wanted)).unwrap_or_default();
            let length = taken.len();
            bytes.extend_from_slice(taken);
            self.advance(length);
        }
        Ok(Some(bytes))
    }

    /// Leaves bytes out.
    pub(super) fn skip(&mut self, mut count: usize) -> Result<(), ReadError> {
        while count > 0 {
            let Some((_, rest)) = self.rest()? else { return Ok(()) };
            let step = rest.len().min(count);
            self.advance(step);
            count -= step;
        }
        Ok(())
    }
}
