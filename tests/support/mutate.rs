//! A seeded mutator of files: bits, bytes, numbers, pieces cut, doubled, moved, and taken from another seed.

use crate::generator::Dice;

/// Pieces that bite: numbers at the edge, words of the formats, words of surveys.
const PIECES: &[&[u8]] = &[
    b"4294967295",
    b"-1",
    b"1048577",
    b"1e308",
    b"0.0000000000000000000000000001",
    b"XFD1048576",
    b"\xFF\xFF\xFF\xFF",
    b"\x00",
    b"\xEF\xBB\xBF",
    b"<",
    b"&#x10FFFF;",
    b"]]>",
    b"\"",
    b"|",
    b"\n",
    "企业名称".as_bytes(),
    "设备名称".as_bytes(),
    "合计".as_bytes(),
    "其中：".as_bytes(),
    "（万吨/年".as_bytes(),
    "√".as_bytes(),
    "以下（含".as_bytes(),
    "×".as_bytes(),
    "1#、2#".as_bytes(),
    "\u{200b}".as_bytes(),
];

/// A mutated seed.
pub fn mutate(corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut data = corpus[dice.below(corpus.len())].clone();
    for _ in 0..1 + dice.below(6) {
        let at = dice.below(data.len() + 1);
        let most = 2 << dice.below(8);
        let end = (at + 1 + dice.below(most)).min(data.len());
        match dice.below(9) {
            0 if at < data.len() => data[at] ^= 1 << dice.below(8),
            1 if at < data.len() => data[at] = dice.below(256) as u8,
            2 => drop(data.drain(at.min(end)..end)),
            3 => {
                let piece = data[at.min(end)..end].to_vec();
                data.splice(at..at, piece.repeat(1 + dice.below(4)));
            }
            4 | 5 => {
                let piece = PIECES[dice.below(PIECES.len())];
                data.splice(at..at, piece.iter().copied());
            }
            6 => {
                let other = &corpus[dice.below(corpus.len())];
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(256)).min(other.len());
                data.splice(at..at, other[from..to].iter().copied());
            }
            7 => {
                // A figure becomes another.
                if let Some(figure) = data.iter().skip(at).position(u8::is_ascii_digit) {
                    data[at + figure] = b'0' + dice.below(10) as u8;
                }
            }
            _ => data.truncate(at),
        }
        data.truncate(1 << 20);
    }
    data
}
