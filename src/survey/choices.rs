//! Choices printed in one cell: 「☑在产　□停产」, 「是□ 否☑」. What is ticked is the value.

use crate::text::every;

/// Whether a mark is ticked; `None` for any other character.
fn mark(c: char) -> Option<bool> {
    match c {
        '☑' | '☒' | '✓' | '✔' | '√' | '■' => Some(true),
        '□' | '☐' | '◻' => Some(false),
        _ => None,
    }
}

/// The ticked options of a cell that prints several, joined by 「、」, or nothing if none is ticked. `None` if the cell prints
/// no choices: at least one box must be left open.
pub(super) fn chosen(text: &str) -> Option<String> {
    // Every mark begins with this byte, and hardly a text of a survey holds it.
    if every(text, |byte| byte != 0xe2) || !text.chars().any(|c| mark(c) == Some(false)) {
        return None;
    }
    let mut pieces: Vec<(Option<bool>, String)> = vec![(None, String::new())];
    for c in text.chars() {
        match (mark(c), pieces.last_mut()) {
            (Some(ticked), _) => pieces.push((Some(ticked), String::new())),
            (None, Some((_, words))) => words.push(c),
            (None, None) => {}
        }
    }
    let words = |text: &str| {
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | ';' | '；' | '/')).to_owned()
    };
    let before = pieces.first().map(|(_, text)| words(text)).unwrap_or_default();
    // 「是□ 否☑」: the boxes stand behind their options.
    let behind = !before.is_empty()
        && !before.ends_with([':', '：'])
        && pieces.last().is_some_and(|(_, text)| words(text).is_empty());
    let options: Vec<(bool, String)> = if behind {
        pieces.windows(2).filter_map(|pair| Some((pair.get(1)?.0?, words(&pair.first()?.1)))).collect()
    } else {
        pieces.iter().filter_map(|(ticked, text)| Some(((*ticked)?, words(text)))).collect()
    };
    let ticked: Vec<String> = options
        .into_iter()
        .filter(|(ticked, option)| *ticked && !option.is_empty())
        .map(|(_, option)| option)
        .collect();
    Some(ticked.join("、"))
}

#[cfg(test)]
mod tests {
    use super::{chosen, mark};

    #[test]
    fn every_mark_begins_with_the_byte_that_is_looked_for() {
        for c in ('\u{80}'..=char::MAX).filter(|c| mark(*c).is_some()) {
            assert_eq!(c.encode_utf8(&mut [0; 4]).as_bytes().first(), Some(&0xe2), "{c}");
        }
    }

    #[test]
    fn the_ticked_options_are_the_value() {
        assert_eq!(chosen("□在产　☑停产　□已拆除").as_deref(), Some("停产"));
        assert_eq!(chosen("是□ 否√").as_deref(), Some("否"));
        assert_eq!(chosen("状态：■在产 □停产").as_deref(), Some("在产"));
        assert_eq!(chosen("□是 □否").as_deref(), Some(""));
        assert_eq!(chosen("√"), None);
        assert_eq!(chosen("停产"), None);
    }
}
