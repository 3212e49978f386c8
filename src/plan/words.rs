//! Kinds of measure and price, recognised by the words that people write for them.

use serde::Serialize;

/// A kind with the words that name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// The standard name.
    pub name: String,
    /// Other words for it.
    pub labels: Vec<String>,
}

/// Words before a name that deny or postpone it.
const DENIALS: [&str; 7] = ["未", "不", "无", "拟", "免", "免于", "没有"];

/// Verbs that may stand between a denial and the name: 「未下达停产整改」.
const VERBS: [&str; 12] =
    ["下达", "执行", "实施", "实行", "采取", "予以", "给予", "落实", "责令", "作出", "征收", "依法"];

/// Whether the words before a name end in a denial, verbs between them aside.
fn denied(mut before: &str) -> bool {
    while let Some(shorter) = VERBS.iter().find_map(|verb| before.strip_suffix(verb)) {
        before = shorter;
    }
    DENIALS.iter().any(|denial| before.ends_with(denial))
}

/// The kinds that a text names, by their places in `kinds`, ascending. 「不执行差别电价」 and 「未下达停产整改」 name nothing.
#[must_use]
pub fn recognise(kinds: &[Kind], text: &str) -> Vec<usize> {
    if text.is_empty() {
        return Vec::new();
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let named = |word: &str| {
        !word.is_empty() && text.match_indices(word).any(|(at, _)| !denied(text.get(..at).unwrap_or_default()))
    };
    kinds
        .iter()
        .enumerate()
        .filter(|(_, kind)| named(&kind.name) || kind.labels.iter().any(|label| named(label)))
        .map(|(place, _)| place)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds() -> Vec<Kind> {
        let kind = |name: &str, labels: &[&str]| Kind {
            name: name.into(),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        };
        vec![kind("限期整改", &["责令整改"]), kind("停产整改", &["停产整顿"]), kind("依法关闭", &["关闭"])]
    }

    #[test]
    fn several_measures_in_one_cell_are_all_seen() {
        assert_eq!(recognise(&kinds(), "责令 停产整顿，限期整改"), [0, 1]);
        assert_eq!(recognise(&kinds(), "依法关闭"), [2]);
        assert!(recognise(&kinds(), "约谈").is_empty());
    }

    #[test]
    fn denied_measures_do_not_count() {
        assert!(recognise(&kinds(), "未下达停产整改").is_empty());
        assert_eq!(recognise(&kinds(), "未停产整改，限期整改"), [0]);
        assert!(recognise(&kinds(), "拟依法关闭").is_empty());
    }

    #[test]
    fn a_denial_of_something_else_leaves_the_measure() {
        assert_eq!(recognise(&kinds(), "不符合产业政策，限期整改"), [0]);
        assert_eq!(recognise(&kinds(), "对未达标设备停产整改"), [1]);
    }
}
