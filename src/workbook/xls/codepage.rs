//! The code page of single-byte texts: what the workbook claims, unless its bytes say otherwise.

use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1252};

/// Bytes of evidence that are kept.
const SAMPLE: usize = 64 << 10;
/// Texts of evidence that are kept.
const TEXTS: usize = 4_096;

/// Single-byte texts with letters beyond ASCII, as evidence.
#[derive(Default)]
pub(super) struct Samples {
    texts: Vec<Vec<u8>>,
    bytes: usize,
}

impl Samples {
    pub(super) fn add(&mut self, text: &[u8]) {
        if self.bytes < SAMPLE && self.texts.len() < TEXTS && !text.is_ascii() {
            let kept: Vec<u8> = text.iter().copied().take(4_096).collect();
            self.bytes += kept.len();
            self.texts.push(kept);
        }
    }

    /// Whether nearly all bytes beyond ASCII come as pairs of GB 2312. Western words have single accented letters between
    /// plain ones, which do not.
    fn look_like_gb2312(&self) -> bool {
        let (mut pairs, mut others) = (0_usize, 0_usize);
        for text in &self.texts {
            let mut bytes = text.iter().copied().peekable();
            while let Some(byte) = bytes.next() {
                if byte < 0x80 {
                    continue;
                }
                let lead = (0xA1..=0xF7).contains(&byte);
                if lead && bytes.peek().is_some_and(|trail| (0xA1..=0xFE).contains(trail)) {
                    bytes.next();
                    pairs += 1;
                } else {
                    others += 1;
                    // A GBK pair beyond GB 2312 may have an ASCII trail; it is weak evidence, not none.
                    if bytes.peek().is_some_and(|trail| *trail >= 0x80) {
                        bytes.next();
                    }
                }
            }
        }
        pairs > 0 && pairs >= others * 9
    }
}

/// How single-byte texts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Codepage {
    pub(super) encoding: &'static Encoding,
    /// What the workbook claimed, where the bytes say otherwise.
    pub(super) overruled: bool,
}

impl Codepage {
    /// Decides from the claim and the evidence.
    pub(super) fn decide(claimed: Option<u16>, samples: &Samples) -> Self {
        let stated = match claimed {
            Some(936 | 54_936 | 52_936) => Some(GB18030),
            Some(950) => Some(BIG5),
            Some(874) => Some(encoding_rs::WINDOWS_874),
            Some(932) => Some(encoding_rs::SHIFT_JIS),
            Some(949) => Some(encoding_rs::EUC_KR),
            Some(65_001) => Some(encoding_rs::UTF_8),
            Some(page @ 1_250..=1_258) => Encoding::for_label(format!("windows-{page}").as_bytes()),
            Some(10_000 | 32_768) => Some(encoding_rs::MACINTOSH),
            _ => None,
        };
        let chinese = stated.is_some_and(|encoding| [GB18030, BIG5].contains(&encoding));
        if !chinese && samples.look_like_gb2312() {
            return Self { encoding: GB18030, overruled: true };
        }
        Self { encoding: stated.unwrap_or(WINDOWS_1252), overruled: false }
    }

    pub(super) fn decode(self, bytes: &[u8]) -> String {
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(claimed: Option<u16>, texts: &[&[u8]]) -> Codepage {
        let mut samples = Samples::default();
        for text in texts {
            samples.add(text);
        }
        Codepage::decide(claimed, &samples)
    }

    #[test]
    fn chinese_bytes_overrule_a_western_claim_and_western_words_do_not() {
        let (gbk, _, _) = GB18030.encode("三相异步电动机");
        for claimed in [Some(1_252), None, Some(10_000), Some(1_200)] {
            let codepage = decided(claimed, &[&gbk]);
            assert_eq!((codepage.decode(&gbk).as_str(), codepage.overruled), ("三相异步电动机", true), "{claimed:?}");
        }
        let (western, _, _) = WINDOWS_1252.encode("Gußeisen für Öfen, façade, señor");
        assert!(!decided(Some(1_252), &[&western]).overruled);
        assert!(!decided(Some(936), &[&gbk]).overruled);
        let (big5, _, _) = BIG5.encode("三相異步電動機");
        assert_eq!(decided(Some(950), &[&big5]).decode(&big5), "三相異步電動機");
    }
}
