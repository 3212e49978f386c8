//! Lines → records → fields, with quotes, in bounded memory.
//!
//! Written here rather than taken from a library because of one mistake that offices make: a quote that is never closed
//! makes every library read the rest of the file as one field. Here a quoted field ends within [`QUOTED_LINES`] lines, or
//! its line is read again as if the quote were an ordinary character; no line is lost.

use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::sync::Arc;

use crate::workbook::error::ReadError;
use crate::workbook::limits::Limits;

/// Lines that one quoted field may span.
const QUOTED_LINES: usize = 20;
/// Lines that the delimiter is decided on.
const SAMPLE_LINES: usize = 30;
/// Characters of each of them.
const SAMPLE_CHARACTERS: usize = 16 << 10;
/// Bytes that one quoted field may have to span lines.
const QUOTED_BYTES: usize = 1 << 20;
/// Delimiters, the usual ones first.
const DELIMITERS: [char; 5] = [',', '\t', ';', '，', '|'];

/// A record that was read: its first line, 0-based.
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) unclosed: bool,
}

/// The records of a text.
pub(super) struct Records<R> {
    reader: R,
    delimiter: char,
    /// Lines read ahead, each with its number.
    ahead: VecDeque<String>,
    next_line: u64,
    line_cap: u64,
    fields_cap: usize,
}

impl<R: BufRead> Records<R> {
    /// Records under a delimiter; without one, what follows `sep=` or a comma.
    pub(super) fn new(reader: R, delimiter: Option<char>, limits: &Limits) -> Self {
        let line_cap = limits.row_text_bytes.max(64 << 10);
        // One field more than the cap on columns shows that the line has too many; the rest of it stays together.
        let fields_cap = limits.columns as usize + 1;
        let delimiter = delimiter.unwrap_or(',');
        Self { reader, delimiter, ahead: VecDeque::new(), next_line: 0, line_cap, fields_cap }
    }

    /// The first lines that are not blank.
    pub(super) fn sample(&mut self) -> io::Result<Vec<String>> {
        let mut lines = Vec::new();
        while lines.len() < SAMPLE_LINES {
            let Some(line) = self.line()? else { break };
            if !line.trim().is_empty() {
                lines.push(line.chars().take(SAMPLE_CHARACTERS).collect());
            }
        }
        Ok(lines)
    }

    /// Reads the next record into `fields`; `None` at the end.
    pub(super) fn next(&mut self, fields: &mut Vec<Arc<str>>) -> io::Result<Option<Record>> {
        fields.clear();
        let first = self.next_line;
        let Some(mut text) = self.take_line()? else { return Ok(None) };
        if first == 0 && separator_line(&text).is_some() {
            return self.next(fields);
        }
        let mut extra = Vec::new();
        while !split(&text, self.delimiter, true, self.fields_cap, fields) {
            let too_long = extra.len() + 1 >= QUOTED_LINES || text.len() > QUOTED_BYTES;
            let next = if too_long { None } else { self.take_line()? };
            let Some(next) = next else {
                let head = text.len() - extra.iter().map(|line: &String| line.len() + 1).sum::<usize>();
                text.truncate(head);
                self.next_line -= extra.len() as u64;
                for line in extra.into_iter().rev() {
                    self.ahead.push_front(line);
                }
                split(&text, self.delimiter, false, self.fields_cap, fields);
                return Ok(Some(Record { line: first, unclosed: true }));
            };
            text.push('\n');
            text.push_str(&next);
            extra.push(next);
        }
        Ok(Some(Record { line: first, unclosed: false }))
    }

    fn take_line(&mut self) -> io::Result<Option<String>> {
        let line = match self.ahead.pop_front() {
            Some(line) => Some(line),
            None => self.line()?,
        };
        self.next_line += u64::from(line.is_some());
        Ok(line)
    }

    /// A line without its end; `\r\n`, `\n` and a lone `\r` end one.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                if bytes.is_empty() {
                    return Ok(None);
                }
                break;
            }
            let end = memchr::memchr2(b'\n', b'\r', chunk);
            let upto = end.unwrap_or(chunk.len());
            bytes.extend_from_slice(chunk.get(..upto).unwrap_or_default());
            let ending = end.and_then(|at| chunk.get(at).copied());
            self.reader.consume(upto + usize::from(end.is_some()));
            if ending == Some(b'\r') && self.reader.fill_buf()?.first() == Some(&b'\n') {
                self.reader.consume(1);
            }
            if ending.is_some() {
                break;
            }
            if bytes.len() as u64 > self.line_cap {
                let (flag, cap, seen) = ("--limit-row-text", self.line_cap, bytes.len() as u64);
                let place = format!("第 {} 行", self.next_line + self.ahead.len() as u64 + 1);
                return Err(ReadError::over("limit-row-text", flag, "文字字节数", cap, seen, place).into_io());
            }
        }
        let text = String::from_utf8(bytes);
        Ok(Some(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())))
    }
}

/// The delimiter that Excel's `sep=;` line names.
fn separator_line(line: &str) -> Option<char> {
    let rest = line.trim().strip_prefix("sep=").or_else(|| line.trim().strip_prefix("SEP="));
    if line.trim_end_matches(['\r', '\n']) == "sep=\t" {
        return Some('\t');
    }
    let mut characters = rest?.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// Splits a record into at most `cap` fields. Gives false if a quote is open at its end.
fn split(text: &str, delimiter: char, quotes: bool, cap: usize, fields: &mut Vec<Arc<str>>) -> bool {
    fields.clear();
    if !quotes || memchr::memchr(b'"', text.as_bytes()).is_none() {
        cut(text, delimiter, cap, fields);
        return true;
    }
    split_quoted(text, delimiter, cap, fields)
}

/// Cuts a record without quotes at its delimiters.
fn cut(text: &str, delimiter: char, cap: usize, fields: &mut Vec<Arc<str>>) {
    match u8::try_from(delimiter) {
        Ok(byte) if byte.is_ascii() => {
            let mut start = 0;
            for end in memchr::memchr_iter(byte, text.as_bytes()).take(cap.saturating_sub(1)) {
                fields.push(Arc::from(text.get(start..end).unwrap_or_default()));
                start = end + 1;
            }
            fields.push(Arc::from(text.get(start..).unwrap_or_default()));
        }
        _ => fields.extend(text.splitn(cap, delimiter).map(Arc::from)),
    }
}

/// The same for a record with quotes.
fn split_quoted(text: &str, delimiter: char, cap: usize, fields: &mut Vec<Arc<str>>) -> bool {
    let mut field = String::new();
    let mut quoted = false;
    let mut at_start = true;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if quoted {
            if character != '"' {
                field.push(character);
            } else if characters.peek() == Some(&'"') {
                field.push('"');
                characters.next();
            } else {
                quoted = false;
            }
        } else if character == delimiter && fields.len() + 1 < cap {
            fields.push(Arc::from(std::mem::take(&mut field)));
            at_start = true;
            continue;
        } else if at_start && character == '"' {
            quoted = true;
        } else {
            field.push(character);
        }
        at_start = false;
    }
    fields.push(Arc::from(field));
    !quoted
}

/// Decides the delimiter: the one that cuts most lines into the same number of fields, more fields winning.
pub(super) fn delimiter_of(lines: &[String]) -> char {
    if let Some(stated) = lines.first().and_then(|line| separator_line(line)) {
        return stated;
    }
    let mut best = (0_usize, 0_usize, ',');
    let mut fields = Vec::new();
    for delimiter in DELIMITERS {
        let mut counts: Vec<usize> = Vec::new();
        for line in lines {
            split(line, delimiter, true, usize::MAX, &mut fields);
            if fields.len() > 1 {
                counts.push(fields.len());
            }
        }
        counts.sort_unstable();
        let agree = |count: usize| counts.iter().filter(|other| **other == count).count();
        let Some(usual) = counts.iter().copied().max_by_key(|count| (agree(*count), *count)) else { continue };
        let score = (agree(usual), usual, delimiter);
        if (score.0, score.1) > (best.0, best.1) {
            best = score;
        }
    }
    best.2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, delimiter: char) -> Vec<(u64, bool, Vec<Arc<str>>)> {
        let mut records = Records::new(text.as_bytes(), Some(delimiter), &Limits::default());
        let mut fields = Vec::new();
        let mut all = Vec::new();
        while let Some(record) = records.next(&mut fields).expect("memory") {
            all.push((record.line, record.unclosed, fields.clone()));
        }
        all
    }

    #[test]
    fn quotes_hold_delimiters_quotes_and_lines() {
        let all = records("a,\"b,\"\"c\"\"\nd\",e\r\nf\rg", ',');
        let expected: Vec<(u64, bool, Vec<Arc<str>>)> =
            [(0, vec!["a", "b,\"c\"\nd", "e"]), (2, vec!["f"]), (3, vec!["g"])]
                .into_iter()
                .map(|(line, fields)| (line, false, fields.into_iter().map(Arc::from).collect()))
                .collect();
        assert_eq!(all, expected);
    }

    #[test]
    fn an_unclosed_quote_costs_no_line() {
        let mut text = String::from("a,\"b\n");
        for number in 0..100 {
            text.push_str(&format!("行{number},x\n"));
        }
        let all = records(&text, ',');
        assert_eq!(all.len(), 101);
        assert_eq!(
            all.first().map(|(_, unclosed, fields)| (*unclosed, fields.join("|"))),
            Some((true, "a|\"b".to_owned()))
        );
        assert_eq!(all.last().map(|(line, _, fields)| (*line, fields.join("|"))), Some((100, "行99|x".to_owned())));
    }

    #[test]
    fn a_quote_inside_a_field_is_a_character() {
        assert_eq!(
            records("3\" 管,x", ',').first().map(|(_, _, fields)| fields.join("|")),
            Some("3\" 管|x".to_owned())
        );
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        let of = |text: &str| delimiter_of(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(of("名称,型号,数量\n高炉,450,1\n"), ',');
        assert_eq!(of("摸底表，2019 年\n名称;型号;数量\n高炉;450,5;1\n转炉;30;2"), ';');
        assert_eq!(of("名称\t型号，规格\t数量\n高炉\t450\t1"), '\t');
        assert_eq!(of("名称，型号，数量\n高炉，450，1"), '，');
        assert_eq!(of("sep=|\na|b"), '|');
        assert_eq!(of("一列"), ',');
    }
}
