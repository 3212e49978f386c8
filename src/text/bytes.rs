//! A look at the bytes of a text, many in one step: most texts of a survey hold nothing but plain signs and common characters,
//! and their bytes show it.

/// Whether every byte of a text is of a kind. `kind` is asked of all of them, without a way out at the first that is not, so
/// that sixteen are answered at once.
#[inline]
pub fn every(text: &str, kind: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    if let Some(last) = bytes.last_chunk::<16>() {
        // The end once more, together with what came before it.
        let (blocks, rest) = bytes.as_chunks::<16>();
        return blocks.iter().all(|block| all(block, &kind)) && (rest.is_empty() || all(last, &kind));
    }
    // A shorter text fills sixteen bytes with its beginning and its end.
    let mut block = [0; 16];
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        block[..8].copy_from_slice(first);
        block[8..].copy_from_slice(last);
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        block[..4].copy_from_slice(first);
        block[4..8].copy_from_slice(last);
        block[8..12].copy_from_slice(first);
        block[12..].copy_from_slice(last);
    } else {
        return bytes.iter().all(|byte| kind(*byte));
    }
    all(&block, &kind)
}

#[inline]
fn all(bytes: &[u8; 16], kind: &impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(true, |all, byte| all & kind(*byte))
}

/// Whether a byte belongs to a character of U+4000–U+9FFF: it begins one, or goes on where only such begin.
#[inline]
#[must_use]
pub fn is_of_common_han(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf) | matches!(byte, 0xe4..=0xe9)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_byte_is_overlooked(text in "[a-c]{0,50}", wrong in 0usize..60) {
            let mut bytes = text.into_bytes();
            if let Some(byte) = bytes.get_mut(wrong) {
                *byte = b'x';
            }
            let text = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(every(&text, |byte| byte != b'x'), !text.contains('x'));
        }
    }

    #[test]
    fn bytes_of_common_characters_stand_in_no_other() {
        for c in ('\u{80}'..=char::MAX).filter(|c| every(c.encode_utf8(&mut [0; 4]), is_of_common_han)) {
            assert!(('\u{4000}'..='\u{9fff}').contains(&c), "{c:?}");
        }
        assert!(every("一高炉鿿", is_of_common_han) && !every("〇", is_of_common_han));
    }
}
