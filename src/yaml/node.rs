//! The tree: every scalar, sequence and mapping with its position, every key kept, also repeated ones.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::DuplicateKeyPolicy;

use super::problem::{Position, Problem};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub position: Position,
    /// What it is.
    pub content: Content,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing, `~` or `null`.
    Null,
    /// Any scalar, as text: numbers in their shortest form, truth values as `true` and `false`.
    Scalar(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping in the order written; a repeated key stands twice.
    Mapping(Vec<(String, Position, Node)>),
}

impl Content {
    /// What it is, towards people.
    #[must_use]
    pub fn chinese(&self) -> &'static str {
        match self {
            Self::Null => "空值",
            Self::Scalar(_) => "单个值",
            Self::Sequence(_) => "列表",
            Self::Mapping(_) => "键值",
        }
    }
}

/// Reads one YAML document.
///
/// # Errors
/// The one place where the text is not YAML. Repeated keys are kept; [`super::Mapping`] reports them.
pub fn parse(file: &str, text: &str) -> Result<Node, Problem> {
    let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::PassThrough, with_snippet: false };
    match serde_saphyr::from_str_with_options::<Spanned<Content>>(text, options) {
        Ok(spanned) => Ok(node(spanned)),
        Err(error) => {
            let position = error.location().map(position).unwrap_or_default();
            let line = text.lines().nth(position.line.saturating_sub(1) as usize).unwrap_or_default();
            let hint = if line.contains('：') {
                "；这一行有全角冒号「：」，键后请用半角冒号加空格"
            } else if line.contains('\t') {
                "；这一行有制表符，缩进请用空格"
            } else {
                ""
            };
            let words = error.without_snippet().to_string();
            Err(Problem {
                file: file.to_owned(), position, message: format!("不是合法的 YAML{hint}（{words}）")
            })
        }
    }
}

fn position(location: serde_saphyr::Location) -> Position {
    let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    Position { line: small(location.line()), column: small(location.column()) }
}

fn node(spanned: Spanned<Content>) -> Node {
    Node { position: position(spanned.referenced), content: spanned.value }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Content;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Content, E> {
                Ok(Content::Null)
            }

            fn visit_none<E>(self) -> Result<Content, E> {
                Ok(Content::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content, D::Error> {
                Content::deserialize(deserializer)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Content, E> {
                Ok(Content::Scalar(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Content, E> {
                Ok(Content::Scalar(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Content, E> {
                Ok(Content::Scalar(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Content, E> {
                Ok(Content::Scalar(value.to_string()))
            }

            fn visit_str<E>(self, value: &str) -> Result<Content, E> {
                Ok(Content::Scalar(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Content, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element::<Spanned<Content>>()? {
                    items.push(node(item));
                }
                Ok(Content::Sequence(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Content, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = access.next_key::<Spanned<String>>()? {
                    let value = access.next_value::<Spanned<Content>>()?;
                    entries.push((key.value, position(key.referenced), node(value)));
                }
                Ok(Content::Mapping(entries))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_text() {
        let root = parse("a.yaml", "id: x\nlist:\n  - 一\n  - {键: 2019}\n").unwrap();
        let Content::Mapping(entries) = root.content else { panic!("a mapping") };
        assert_eq!(entries[0].0, "id");
        assert_eq!(entries[1].1, Position { line: 2, column: 1 });
        let Content::Sequence(items) = &entries[1].2.content else { panic!("a sequence") };
        assert_eq!(items[0].position, Position { line: 3, column: 5 });
        let Content::Mapping(inner) = &items[1].content else { panic!("a mapping") };
        assert_eq!(inner[0].2.content, Content::Scalar("2019".into()));
    }

    #[test]
    fn repeated_keys_are_kept_for_the_reader_to_report() {
        let root = parse("a.yaml", "id: x\nid: y\n").unwrap();
        assert!(matches!(root.content, Content::Mapping(entries) if entries.len() == 2));
    }

    #[test]
    fn a_full_width_colon_is_named_as_the_cause() {
        let problem = parse("a.yaml", "id: x\ntitle：方案\nyear: 2019\n").unwrap_err();
        assert!(problem.message.contains("全角冒号"), "{problem}");
        assert_eq!(problem.position.line, 2);
    }
}
