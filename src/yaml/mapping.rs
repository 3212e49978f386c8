//! Reading a mapping key by key, collecting what is wrong.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::node::{Content, Node};
use super::problem::{Position, Problems};

/// A mapping being read. Ask for its keys, then call [`Mapping::finish`], which reports those nobody asked for.
#[derive(Debug)]
pub struct Mapping<'n> {
    what: &'n str,
    position: Position,
    entries: &'n [(String, Position, Node)],
    asked: BTreeSet<&'n str>,
}

impl<'n> Mapping<'n> {
    /// The mapping that a node is. Reports a node of another kind and repeated keys. `what` names it in messages: 「阶段」.
    pub fn of(node: &'n Node, what: &'n str, problems: &mut Problems) -> Option<Self> {
        let Content::Mapping(entries) = &node.content else {
            problems.add(node.position, format!("{what}应是键值，这里是{}", node.content.chinese()));
            return None;
        };
        let mut seen = BTreeSet::new();
        for (key, position, _) in entries {
            if !seen.insert(key.as_str()) {
                problems.add(*position, format!("{what}中的键 {key} 重复，请只留一个"));
            }
        }
        Some(Self { what, position: node.position, entries, asked: BTreeSet::new() })
    }

    /// Where the mapping begins.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The value of a key, `None` if absent or empty.
    pub fn take(&mut self, key: &'n str) -> Option<&'n Node> {
        self.asked.insert(key);
        let (_, _, node) = self.entries.iter().find(|(name, _, _)| name == key)?;
        (node.content != Content::Null).then_some(node)
    }

    /// The value of a key that must be there.
    pub fn require(&mut self, key: &'n str, problems: &mut Problems) -> Option<&'n Node> {
        let node = self.take(key);
        if node.is_none() {
            problems.add(self.position, format!("{}缺少 {key}", self.what));
        }
        node
    }

    /// A text that must be there and not be blank; `""` if it is not.
    pub fn text(&mut self, key: &'n str, problems: &mut Problems) -> String {
        self.require(key, problems).and_then(|node| scalar(node, key, problems)).unwrap_or_default()
    }

    /// A text that may be absent.
    pub fn optional_text(&mut self, key: &'n str, problems: &mut Problems) -> Option<String> {
        self.take(key).and_then(|node| scalar(node, key, problems))
    }

    /// A text that may be absent, with its position.
    pub fn placed_text(&mut self, key: &'n str, problems: &mut Problems) -> Option<(String, Position)> {
        let node = self.take(key)?;
        Some((scalar(node, key, problems)?, node.position))
    }

    /// A date that may be absent, written `2019-04-30`.
    pub fn optional_date(&mut self, key: &'n str, problems: &mut Problems) -> Option<NaiveDate> {
        let node = self.take(key)?;
        let text = scalar(node, key, problems)?;
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        if date.is_none() {
            problems.add(node.position, format!("{key} 应是日期，如 2019-04-30，这里是「{text}」"));
        }
        date
    }

    /// A truth value that may be absent.
    pub fn flag(&mut self, key: &'n str, problems: &mut Problems) -> Option<bool> {
        let node = self.take(key)?;
        let text = scalar(node, key, problems)?;
        match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                problems.add(node.position, format!("{key} 应是 true 或 false，这里是「{text}」"));
                None
            }
        }
    }

    /// A whole number that must be there.
    pub fn integer(&mut self, key: &'n str, problems: &mut Problems) -> Option<i64> {
        let node = self.require(key, problems)?;
        let text = scalar(node, key, problems)?;
        let number = text.parse().ok();
        if number.is_none() {
            problems.add(node.position, format!("{key} 应是整数，这里是「{text}」"));
        }
        number
    }

    /// One of a few words that must be there.
    pub fn one_of<T: Copy>(&mut self, key: &'n str, choices: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let node = self.require(key, problems)?;
        let text = scalar(node, key, problems)?;
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            problems.add(node.position, format!("{key} 应是 {} 之一，这里是「{text}」", words.join("、")));
        }
        found
    }

    /// The elements of a list; none if the key is absent.
    pub fn list(&mut self, key: &'n str, problems: &mut Problems) -> &'n [Node] {
        match self.take(key) {
            None => &[],
            Some(Node { content: Content::Sequence(items), .. }) => items,
            Some(node) => {
                problems.add(node.position, format!("{key} 应是列表，这里是{}", node.content.chinese()));
                &[]
            }
        }
    }

    /// The texts of a list with their positions, repeated ones reported; none if the key is absent.
    pub fn texts(&mut self, key: &'n str, problems: &mut Problems) -> Vec<(String, Position)> {
        let mut texts: Vec<(String, Position)> = Vec::new();
        for node in self.list(key, problems) {
            if let Some(text) = scalar(node, key, problems) {
                if texts.iter().any(|(known, _)| *known == text) {
                    problems.add(node.position, format!("{key} 中「{text}」重复"));
                } else {
                    texts.push((text, node.position));
                }
            }
        }
        texts
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, problems: &mut Problems) {
        for (key, position, _) in self.entries {
            if !self.asked.contains(key.as_str()) {
                let known: Vec<&str> = self.asked.iter().copied().collect();
                let what = self.what;
                problems.add(*position, format!("{what}中没有键 {key}；可用的键：{}", known.join("、")));
            }
        }
    }
}

fn scalar(node: &Node, key: &str, problems: &mut Problems) -> Option<String> {
    match &node.content {
        Content::Scalar(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Content::Scalar(_) => {
            problems.add(node.position, format!("{key} 是空的"));
            None
        }
        other => {
            problems.add(node.position, format!("{key} 应是单个值，这里是{}", other.chinese()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn all_mistakes_are_reported_at_once() {
        let text = "id: a\nid: b\nyear: 二〇一九\ndue: 2019-02-30\ncolour: red\n";
        let root = parse("p.yaml", text).unwrap();
        let mut problems = Problems::new("p.yaml");
        let mut mapping = Mapping::of(&root, "方案", &mut problems).unwrap();
        mapping.text("id", &mut problems);
        mapping.text("title", &mut problems);
        assert_eq!(mapping.integer("year", &mut problems), None);
        assert_eq!(mapping.optional_date("due", &mut problems), None);
        mapping.finish(&mut problems);
        let lines: Vec<(u32, u32)> =
            problems.into_sorted().iter().map(|p| (p.position.line, p.position.column)).collect();
        assert_eq!(lines, [(1, 1), (2, 1), (3, 7), (4, 6), (5, 1)]);
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_known_ones() {
        let root = parse("p.yaml", "idd: a\n").unwrap();
        let mut problems = Problems::new("p.yaml");
        let mut mapping = Mapping::of(&root, "方案", &mut problems).unwrap();
        mapping.optional_text("id", &mut problems);
        mapping.finish(&mut problems);
        let problem = &problems.into_sorted()[0];
        assert_eq!(problem.to_string(), "p.yaml:1:1: 方案中没有键 idd；可用的键：id");
    }
}
