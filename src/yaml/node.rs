//! The tree: every scalar, sequence and mapping with its position, every key kept, also repeated ones.
//!
//! It is built from the events of the YAML scanner, not through serde, so that scalars stay as written (`1.10`, `0123`) and
//! every event has its place.

use granit_parser::{Event, Marker, Parser, ScalarStyle, Span};

use super::problem::{Position, Problem};
use super::syntax;

/// Deeper files are refused, so that no input can exhaust the stack.
const DEPTH_LIMIT: usize = 48;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it begins.
    pub position: Position,
    /// What it is.
    pub content: Content,
    /// For a scalar that the source holds letter by letter: how many characters (a quote) precede its text there. `None`
    /// where it was folded or unescaped, so that a place inside it cannot be told.
    pub lead: Option<u32>,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing, `~` or `null`.
    Null,
    /// Any scalar, as written.
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

fn position(mark: Marker) -> Position {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Position { line: number(mark.line()), column: number(mark.col()).saturating_add(1) }
}

/// Reads one YAML document; an empty one is [`Content::Null`].
///
/// # Errors
/// The one place where the text is not YAML. Repeated keys are kept; [`super::Mapping`] and [`super::read`] report them.
pub fn parse(file: &str, text: &str) -> Result<Node, Problem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parser = Parser::new_from_str(text);
    let mut builder = Builder { parser, file, text };
    builder.document()
}

struct Builder<'a> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    file: &'a str,
    text: &'a str,
}

impl<'a> Builder<'a> {
    fn problem(&self, position: Position, message: &str, hint: &str) -> Problem {
        Problem { file: self.file.to_owned(), position, message: message.to_owned(), hint: hint.to_owned() }
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
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_some() => {
                    return Err(self.problem(
                        position(span.start),
                        "一个文件只能有一份文档",
                        "去掉 --- 分隔线，或分成两个文件",
                    ));
                }
                Event::DocumentStart(..) => {}
                Event::StreamEnd => {
                    return Ok(root.unwrap_or(Node {
                        position: Position { line: 1, column: 1 },
                        content: Content::Null,
                        lead: None,
                    }));
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
        let mut lead = None;
        let content = match event {
            Event::Scalar(text, style, _, _) if style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null") => {
                Content::Null
            }
            Event::Scalar(text, style, _, _) => {
                lead = self.lead(&text, style, span);
                Content::Scalar(text.into_owned())
            }
            Event::SequenceStart(..) => Content::Sequence(self.list(depth)?),
            Event::MappingStart(..) => Content::Mapping(self.map(depth)?),
            _ => return Err(self.problem(at, "此处缺少内容", "")),
        };
        Ok(Node { position: at, content, lead })
    }

    fn lead(&self, text: &str, style: ScalarStyle, span: Span) -> Option<u32> {
        let source = span.slice(self.text).unwrap_or_default();
        match style {
            ScalarStyle::Plain => (source.trim_end() == text).then_some(0),
            _ => source.get(1..source.len().saturating_sub(1)).is_some_and(|inside| inside == text).then_some(1),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Problem> {
        let mut list = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(list),
                (event, span) => list.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<(String, Position, Node)>, Problem> {
        let mut map = Vec::new();
        let mut key: Option<(String, Position)> = None;
        loop {
            let (event, span) = self.next()?;
            match (event, key.take()) {
                (Event::MappingEnd, _) => return Ok(map),
                (event, Some((key, at))) => map.push((key, at, self.node(event, span, depth + 1)?)),
                (event, None) => {
                    let at = position(span.start);
                    let Some((text, _)) = event.scalar() else {
                        return Err(self.problem(at, "键应是一个词", "文字里有 { 或 [ 时加引号"));
                    };
                    key = Some((text.to_owned(), at));
                }
            }
        }
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
        assert!(problem.hint.contains("全角冒号"), "{problem}");
        assert!(problem.position.line >= 2, "{problem}");
    }

    #[test]
    fn scalars_stay_as_written() {
        let root = parse("a.yaml", "[0123, 1.10, '1', 2013-05-01, yes]").unwrap();
        let Content::Sequence(items) = &root.content else { panic!("a sequence") };
        let texts: Vec<&Content> = items.iter().map(|item| &item.content).collect();
        let expected = ["0123", "1.10", "1", "2013-05-01", "yes"].map(|text| Content::Scalar(text.into()));
        assert_eq!(texts, expected.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_file_nested_too_deeply_is_refused() {
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        assert!(parse("a.yaml", &deep).is_err());
        let deeper = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
        assert!(parse("a.yaml", &deeper).is_err());
    }

    #[test]
    fn anchors_and_tags_are_refused() {
        for text in ["a: &x 1\nb: 2\n", "a: !x 1\n", "a: &x [1]\nb: *x\n"] {
            assert!(parse("a.yaml", text).is_err(), "{text}");
        }
    }
}
