//! The encoding of text files: BOM, UTF-16, strict UTF-8, then the two Chinese double-byte encodings.
//!
//! Offices send GB18030 (or its older parts GBK and GB2312) from Excel's "CSV", UTF-16 from "Unicode text", UTF-8 with or
//! without a BOM from report systems, and now and then Big5.

use std::io::{self, BufRead, BufReader, Read, Seek};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, CoderResult, Decoder, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::source::Source;

/// An encoding, and how sure one can be of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Detected {
    pub(super) encoding: &'static Encoding,
    /// The file says so itself (a BOM), or every byte fits strict UTF-8.
    pub(super) certain: bool,
    /// Bytes of the BOM.
    pub(super) bom: usize,
}

impl Detected {
    /// The name that users know.
    pub(super) fn name(self) -> &'static str {
        match (self.encoding.name(), self.bom) {
            ("gb18030", _) => "GB18030",
            ("Big5", _) => "Big5",
            ("UTF-16LE" | "UTF-16BE", _) => "UTF-16",
            ("UTF-8", 0) => "UTF-8",
            ("UTF-8", _) => "UTF-8（带 BOM）",
            (other, _) => other,
        }
    }
}

/// Bytes that the statistical detector looks at.
const SAMPLE: u64 = 1 << 20;

/// Decides the encoding of a whole text; the reader stands at its first byte. Statistics, which cost more than reading the text,
/// are asked only where the bytes themselves do not say.
pub(super) fn detect(mut reader: impl BufRead + Seek) -> io::Result<Detected> {
    let head = reader.fill_buf()?;
    if let Some((encoding, bom)) = Encoding::for_bom(head) {
        return Ok(Detected { encoding, certain: true, bom });
    }
    if let Some(encoding) = utf16_without_bom(head) {
        return Ok(Detected { encoding, certain: false, bom: 0 });
    }
    let mut census = Utf8Census::default();
    each_chunk(&mut reader, u64::MAX, |chunk| census.feed(chunk))?;
    census.finish();
    if census.wrong == 0 {
        return Ok(Detected { encoding: UTF_8, certain: true, bom: 0 });
    }
    if census.right >= 10 && census.right >= census.wrong.saturating_mul(10) {
        return Ok(Detected { encoding: UTF_8, certain: false, bom: 0 });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    reader.rewind()?;
    each_chunk(&mut reader, SAMPLE, |chunk| {
        detector.feed(chunk, false);
    })?;
    let guess = detector.guess(None, Utf8Detection::Deny);
    let encoding = if guess == BIG5 { BIG5 } else { GB18030 };
    Ok(Detected { encoding, certain: false, bom: 0 })
}

/// Takes the chunks of a text until its end, or until they hold so many bytes.
fn each_chunk(reader: &mut impl BufRead, most: u64, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut taken = 0;
    while taken < most {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        take(chunk);
        let length = chunk.len();
        taken += length as u64;
        reader.consume(length);
    }
    Ok(())
}

/// The encoding that a page states about itself, where its bytes do not settle the matter.
pub(super) fn stated_in_html(source: &Source, detected: Detected) -> Detected {
    if detected.certain {
        return detected;
    }
    let head = source.head(4 << 10).unwrap_or_default();
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let label = head.split_once("charset=").map(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        rest.split(|character: char| !character.is_ascii_alphanumeric() && character != '-').next().unwrap_or_default()
    });
    match label.and_then(|label| Encoding::for_label(label.as_bytes())) {
        Some(encoding) if encoding == GBK => Detected { encoding: GB18030, certain: true, bom: 0 },
        Some(encoding) if encoding == GB18030 || encoding == BIG5 => Detected { encoding, certain: true, bom: 0 },
        _ => detected,
    }
}

/// UTF-16 whose BOM was lost: digits, tabs and line ends leave a zero byte always on the same side.
fn utf16_without_bom(head: &[u8]) -> Option<&'static Encoding> {
    let (mut even, mut odd) = (0, 0);
    for pair in head.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    match (even, odd) {
        (0, 2..) => Some(UTF_16LE),
        (2.., 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// Counts sequences that are UTF-8 and bytes that are not, over chunks.
#[derive(Default)]
struct Utf8Census {
    pending: Vec<u8>,
    right: u64,
    wrong: u64,
}

impl Utf8Census {
    fn feed(&mut self, chunk: &[u8]) {
        if self.pending.is_empty() {
            self.count(chunk);
        } else {
            let mut joined = std::mem::take(&mut self.pending);
            joined.extend_from_slice(chunk);
            self.count(&joined);
        }
    }

    fn count(&mut self, mut bytes: &[u8]) {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.right += multibyte(text.as_bytes());
                    return;
                }
                Err(error) => {
                    let (valid, rest) = bytes.split_at(error.valid_up_to());
                    self.right += multibyte(valid);
                    let Some(length) = error.error_len() else {
                        self.pending = rest.to_vec();
                        return;
                    };
                    self.wrong += 1;
                    bytes = rest.get(length..).unwrap_or_default();
                }
            }
        }
    }

    fn finish(&mut self) {
        self.wrong += u64::from(!self.pending.is_empty());
        self.pending.clear();
    }
}

fn multibyte(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte >= 0xC0).count() as u64
}

/// Any encoding → UTF-8, streamed. Bytes that cannot be decoded become U+FFFD.
pub(super) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    pending: Vec<u8>,
    /// Decoded bytes, of which those before `start` are given out.
    output: Vec<u8>,
    start: usize,
    ended: bool,
}

/// A decoded text, buffered.
pub(super) type DecodedReader<R> = BufReader<Decoding<R>>;

/// A reader of UTF-8 over a text that starts at its first byte.
pub(super) fn decoded<R: BufRead>(inner: R, detected: Detected) -> DecodedReader<R> {
    let decoder = detected.encoding.new_decoder_with_bom_removal();
    let decoding = Decoding { inner, decoder, pending: Vec::new(), output: Vec::new(), start: 0, ended: false };
    BufReader::with_capacity(32 << 10, decoding)
}

impl<R: BufRead> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.start >= self.output.len() {
            if self.ended {
                return Ok(0);
            }
            self.decode_more()?;
        }
        let rest = self.output.get(self.start..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(target), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            target.copy_from_slice(from);
        }
        self.start += count;
        Ok(count)
    }
}

impl<R: BufRead> Decoding<R> {
    fn decode_more(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            let chunk = self.inner.fill_buf()?;
            self.ended = chunk.is_empty();
            self.pending.extend_from_slice(chunk.get(..chunk.len().min(32 << 10)).unwrap_or_default());
            let taken = self.pending.len();
            self.inner.consume(taken);
        }
        self.output.resize(96 << 10, 0);
        self.start = 0;
        let (result, read, written, _) = self.decoder.decode_to_utf8(&self.pending, &mut self.output, self.ended);
        self.output.truncate(written);
        self.pending.drain(..read);
        if result == CoderResult::OutputFull {
            self.ended = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(bytes: &[u8], chunk: usize) -> (Detected, String) {
        let detected = detect(BufReader::with_capacity(chunk, io::Cursor::new(bytes))).expect("memory");
        let mut text = String::new();
        decoded(BufReader::with_capacity(chunk, bytes), detected).read_to_string(&mut text).expect("UTF-8");
        (detected, text)
    }

    const TEXT: &str = "企业名称,设备名称,容积\n昆钢某炼铁厂,炼铁高炉,380立方米\n曲靖某焦化厂,机焦炉,4.3米\n";

    #[test]
    fn every_encoding_that_offices_send_is_found_and_decoded() {
        let (gbk, _, _) = GB18030.encode(TEXT);
        let big5_text = "企業名稱,設備名稱,容積\n某某鋼鐵廠,煉鐵高爐,三百八十立方公尺\n某某煉焦廠,機焦爐,四公尺\n";
        let (big5, _, _) = BIG5.encode(big5_text);
        let utf16 = |bom: &[u16]| -> Vec<u8> {
            bom.iter().copied().chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        };
        let with_bom = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        for (bytes, name, text) in [
            (gbk.to_vec(), "GB18030", TEXT),
            (big5.to_vec(), "Big5", big5_text),
            (utf16(&[0xFEFF]), "UTF-16", TEXT),
            (utf16(&[]), "UTF-16", TEXT),
            (with_bom, "UTF-8（带 BOM）", TEXT),
            (TEXT.as_bytes().to_vec(), "UTF-8", TEXT),
        ] {
            for chunk in [64, 8192] {
                let (detected, read) = read_back(&bytes, chunk);
                assert_eq!((detected.name(), read.as_str()), (name, text));
            }
        }
    }

    #[test]
    fn one_bad_byte_does_not_turn_utf8_into_gibberish() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.pop();
        bytes.push(0xE4);
        let (detected, read) = read_back(&bytes, 7);
        assert_eq!((detected.name(), detected.certain), ("UTF-8", false));
        assert!(read.ends_with("4.3米\u{FFFD}"), "{read}");
    }

    #[test]
    fn a_cut_double_byte_character_costs_one_character() {
        let (gbk, _, _) = GB18030.encode(TEXT);
        let cut = gbk.get(..gbk.len() - 2).unwrap_or_default();
        let (detected, read) = read_back(cut, 8192);
        assert_eq!(detected.name(), "GB18030");
        assert!(read.ends_with("4.3\u{FFFD}"), "{read}");
    }
}
