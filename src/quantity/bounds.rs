//! Bound words around a number: ≤, 不大于, 以下, 及以上, (含), (不含).
//!
//! 以下 and 小于 exclude the bound, 及以下 includes it: the catalogues themselves show it by complementary limbs (淘汰
//! 400立方米及以下, 限制400立方米以上).

use super::interval::{Bound, Interval};

/// Words before a number, the longer before those they end with; whether it bounds from above, and whether it is closed.
const BEFORE: &[(&str, bool, bool)] = &[
    ("小于或等于", true, true),
    ("小于等于", true, true),
    ("不大于", true, true),
    ("不超过", true, true),
    ("未超过", true, true),
    ("没超过", true, true),
    ("没有超过", true, true),
    ("不高于", true, true),
    ("不多于", true, true),
    ("<=", true, true),
    ("≤", true, true),
    ("大于或等于", false, true),
    ("大于等于", false, true),
    ("不小于", false, true),
    ("不低于", false, true),
    ("不少于", false, true),
    ("至少", false, true),
    (">=", false, true),
    ("≥", false, true),
    ("小于", true, false),
    ("低于", true, false),
    ("少于", true, false),
    ("不足", true, false),
    ("不到", true, false),
    ("没到", true, false),
    ("未达到", true, false),
    ("达不到", true, false),
    ("未满", true, false),
    ("<", true, false),
    ("大于", false, false),
    ("高于", false, false),
    ("超过", false, false),
    (">", false, false),
];

/// Words after a number and its unit, the longer first.
const AFTER: &[(&str, bool, bool)] = &[
    ("及其以下", true, true),
    ("(含)以下", true, true),
    ("(含)及以下", true, true),
    ("(不含)以下", true, false),
    ("及以下", true, true),
    ("含以下", true, true),
    ("以内", true, true),
    ("以下", true, false),
    ("及其以上", false, true),
    ("(含)以上", false, true),
    ("(含)及以上", false, true),
    ("(不含)以上", false, false),
    ("及以上", false, true),
    ("含以上", false, true),
    ("以上", false, false),
];

/// Widens an exact value by the bound words around it; returns it with the bytes that it and they take.
pub(super) fn apply(text: &str, value: Interval, start: usize, end: usize) -> (Interval, usize, usize) {
    let Some(point) = value.point() else { return (value, start, end) };
    let before = text.get(..start).unwrap_or_default();
    // Most numbers stand beside no bound: one character tells.
    let bounds = before.ends_with(['于', '过', '少', '足', '到', '满', '=', '≤', '≥', '<', '>']);
    if let Some((word, above, closed)) = BEFORE.iter().filter(|_| bounds).find(|(word, _, _)| before.ends_with(word)) {
        return (bounded(point, *above, *closed), start - word.len(), end);
    }
    let mut tail_at = end;
    let after = text.get(end..).unwrap_or_default();
    let bounds = after.starts_with(['及', '以', '含', '(']);
    if let Some((word, above, closed)) = AFTER.iter().filter(|_| bounds).find(|(word, _, _)| after.starts_with(word)) {
        tail_at += word.len();
        let tail = text.get(tail_at..).unwrap_or_default();
        let mut closed = *closed;
        for (mark, includes) in [("(不含", false), ("(含", true)] {
            if let Some(inside) = tail.strip_prefix(mark) {
                if let Some(close) = inside.find(')')
                    && inside.get(..close).is_some_and(is_the_bound_itself)
                {
                    closed = includes;
                    tail_at += mark.len() + close + 1;
                }
                break;
            }
        }
        return (bounded(point, *above, closed), start, tail_at);
    }
    (value, start, end)
}

/// Whether the words after 含 or 不含 name the bound (a number, 本数, nothing) and not an exception (不含铁合金转炉).
fn is_the_bound_itself(inside: &str) -> bool {
    inside.is_empty() || inside == "本数" || inside.starts_with(|c: char| c.is_ascii_digit())
}

fn bounded(value: rust_decimal::Decimal, above: bool, closed: bool) -> Interval {
    let bound = Some(Bound { value, closed });
    if above { Interval { low: None, high: bound } } else { Interval { low: bound, high: None } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bound_word_is_found_by_its_character() {
        let value = Interval::exactly(rust_decimal::Decimal::TEN);
        for (word, ..) in BEFORE {
            let text = format!("{word}10");
            assert_ne!(apply(&text, value, word.len(), text.len()).0, value, "{text}");
        }
        for (word, ..) in AFTER {
            assert_ne!(apply(&format!("10{word}"), value, 0, 2).0, value, "{word}");
        }
    }
}
