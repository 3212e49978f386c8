//! A YAML document as a tree in which every node knows its place.

use granit_parser::{Event, Marker, Parser, ScalarStyle, Span, options};

use super::syntax;
use crate::catalog::problem::{Position, Problem};

/// Deeper files are refused, so that no input can exhaust the stack.
const DEPTH_LIMIT: usize = 48;

/// A node and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) at: Position,
    pub(super) value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// Text; numbers and dates stay as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scalar {
    pub(super) text: String,
    /// How many characters precede the text in the source (a quote), where the source holds it letter by letter; `None`
    /// where it was folded or unescaped, so that a place inside it cannot be told.
    pub(super) lead: Option<u32>,
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) at: Position,
    pub(super) text: String,
}

fn position(mark: Marker) -> Position {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Position { line: number(mark.line()), column: number(mark.col()).saturating_add(1) }
}

/// Reads a text. An empty one is [`Value::Null`].
pub(super) fn parse(file: &str, text: &str) -> Result<Node, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parser = Parser::new_from_str_with_options(text, options! { emit_comments: false });
    let mut builder = Builder { parser, file, text };
    builder.document()
}

struct Builder<'a> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    file: &'a str,
    text: &'a str,
}

impl<'a> Builder<'a> {
    fn problem(&self, at: Position, message: &str, hint: &str) -> Problem {
        Problem { file: self.file.to_owned(), at, message: message.to_owned(), hint: hint.to_owned() }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Problem> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = position(*error.marker());
                let (message, hint) = syntax::explain(&error, self.text, at);
                Err(self.problem(at, &message, &hint))
            }
            None => Err(self.problem(Position::default(), "文件意外结束", "")),
        }
    }

    fn document(&mut self) -> Result<Node, Problem> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd | Event::Comment(..) => {}
                Event::DocumentStart(..) if root.is_some() => {
                    return Err(self.problem(
                        position(span.start),
                        "一个文件只能有一份文档",
                        "去掉 --- 分隔线，或分成两个文件",
                    ));
                }
                Event::DocumentStart(..) => {}
                Event::StreamEnd => {
                    return Ok(root.unwrap_or(Node { at: Position { line: 1, column: 1 }, value: Value::Null }));
                }
                other => root = Some(self.node(other, span, 0)?),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Problem> {
        let at = position(span.start);
        if depth > DEPTH_LIMIT {
            return Err(self.problem(at, "嵌套太深", "检查缩进"));
        }
        if event.tag().is_some() {
            return Err(self.problem(at, "不用 YAML 标签（! 开头的词）", "文字以 ! 开头时加引号"));
        }
        if event.anchor_id().is_some() || event.is_alias() {
            return Err(self.problem(
                at,
                "不用 YAML 锚点和别名（& 和 *）",
                "文字以 & 或 * 开头时加引号；沿用前版写 like",
            ));
        }
        let value = match event {
            Event::Scalar(text, style, _, _) => self.scalar(&text, style, span),
            Event::SequenceStart(..) => Value::List(self.list(depth)?),
            Event::MappingStart(..) => Value::Map(self.map(depth)?),
            _ => return Err(self.problem(at, "此处缺少内容", "")),
        };
        Ok(Node { at, value })
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: Span) -> Value {
        if style == ScalarStyle::Plain && matches!(text, "" | "~" | "null") {
            return Value::Null;
        }
        let source = span.slice(self.text).unwrap_or_default();
        let lead = match style {
            ScalarStyle::Plain => (source.trim_end() == text).then_some(0),
            _ => source.get(1..source.len().saturating_sub(1)).is_some_and(|inside| inside == text).then_some(1),
        };
        Value::Scalar(Scalar { text: text.to_owned(), lead })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Problem> {
        let mut list = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(list),
                (Event::Comment(..), _) => {}
                (event, span) => list.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<(Key, Node)>, Problem> {
        let mut map = Vec::new();
        let mut key: Option<Key> = None;
        loop {
            let (event, span) = self.next()?;
            match (event, key.take()) {
                (Event::Comment(..), held) => key = held,
                (Event::MappingEnd, _) => return Ok(map),
                (event, Some(held)) => map.push((held, self.node(event, span, depth + 1)?)),
                (event, None) => {
                    let at = position(span.start);
                    let Some((text, _)) = event.scalar() else {
                        return Err(self.problem(at, "键应是一个词", "文字里有 { 或 [ 时加引号"));
                    };
                    key = Some(Key { at, text: text.to_owned() });
                }
            }
        }
    }
}
