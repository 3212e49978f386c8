//! A deserializer over the tree that collects problems and goes on.
//!
//! Unknown and repeated keys are noted and passed over. A value of a wrong form spoils only the nearest list element: it is
//! noted, the element is left out, and reading goes on with the next one.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

use super::located::{LOCATED, TRIED};
use super::node::{Content, Node, parse};
use super::problem::{Position, Problems};
use super::suggest::nearest;

/// Reads a file's text into `T`; every problem goes to `problems`. `None` where nothing usable was left.
pub fn read<T: DeserializeOwned>(file: &str, text: &str, problems: &mut Problems) -> Option<T> {
    match parse(file, text) {
        Ok(root) => read_node(file, &root, problems),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// Reads a tree into `T`, as [`read`] does.
pub fn read_node<T: DeserializeOwned>(file: &str, root: &Node, problems: &mut Problems) -> Option<T> {
    let sink = Sink { problems: RefCell::new(Problems::new(file)) };
    let result = T::deserialize(Reader { node: root, sink: &sink });
    let value = match result {
        Ok(value) => Some(value),
        Err(broken) => {
            sink.note(broken, root.position);
            None
        }
    };
    problems.extend(sink.problems.into_inner());
    value
}

/// Where problems are collected.
struct Sink {
    problems: RefCell<Problems>,
}

impl Sink {
    fn add(&self, at: Position, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.borrow_mut().hinted(at, message, hint);
    }

    /// Adds what broke, at its own place or else at `at`.
    fn note(&self, broken: Broken, at: Position) {
        self.add(broken.at.unwrap_or(at), broken.message, broken.hint);
    }
}

/// Why a value could not be read.
#[derive(Debug)]
struct Broken {
    at: Option<Position>,
    message: String,
    hint: String,
}

impl Broken {
    fn new(at: Position, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { at: Some(at), message: message.into(), hint: hint.into() }
    }

    fn at(mut self, at: Position) -> Self {
        self.at.get_or_insert(at);
        self
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Broken {}

impl de::Error for Broken {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { at: None, message: message.to_string(), hint: String::new() }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { at: None, message: format!("缺少“{field}”"), hint: format!("补上 {field}: …") }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self { at: None, message: format!("不认识“{variant}”"), hint: known(variant, expected) }
    }
}

/// The hint that names the nearest known word, or all of them.
fn known(word: &str, expected: &[&str]) -> String {
    match nearest(word, expected.iter().copied()) {
        Some(near) => format!("是不是“{near}”；可用：{}", expected.join("、")),
        None => format!("可用：{}", expected.join("、")),
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    node: &'a Node,
    sink: &'a Sink,
}

impl<'a> Reader<'a> {
    fn wrong(&self, wanted: &str) -> Broken {
        let hint = match (&self.node.content, wanted) {
            (Content::Mapping(_), "文字") => "文字里有“: ”时整句加引号",
            (Content::Sequence(_), "文字") => "文字以 [ 开头时整句加引号",
            (Content::Null, _) => "冒号后写内容；没有内容就删去这个键",
            _ => "写法见 catalogs/README.md",
        };
        Broken::new(self.node.position, format!("此处应写{wanted}，而写的是{}", self.node.content.chinese()), hint)
    }

    fn scalar(&self, wanted: &str) -> Result<&'a str, Broken> {
        match &self.node.content {
            Content::Scalar(text) => Ok(text),
            _ => Err(self.wrong(wanted)),
        }
    }

    fn number<T: std::str::FromStr>(&self) -> Result<T, Broken> {
        let text = self.scalar("整数")?;
        text.parse().map_err(|_| {
            Broken::new(self.node.position, format!("“{text}”不是此处可用的整数"), "用阿拉伯数字，不带单位和小数")
        })
    }

    fn list(&self, nodes: &'a [Node]) -> Elements<'a> {
        Elements { nodes: nodes.iter(), sink: self.sink }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident),+ $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
            visitor.$visit(self.number()?)
        })+
    };
}

impl<'de, 'a: 'de> Deserializer<'de> for Reader<'a> {
    type Error = Broken;

    numbers! {
        deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64,
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match &self.node.content {
            Content::Null => visitor.visit_unit(),
            Content::Scalar(text) => visitor.visit_str(text).map_err(|broken: Broken| broken.at(self.node.position)),
            Content::Sequence(nodes) => visitor.visit_seq(self.list(nodes)),
            Content::Mapping(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match self.scalar("true 或 false")? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => {
                Err(Broken::new(self.node.position, format!("“{other}”应为 true 或 false"), "是写 true，否写 false"))
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        let text = self.scalar("文字")?;
        visitor.visit_str(text).map_err(|broken: Broken| broken.at(self.node.position))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match &self.node.content {
            Content::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Broken> {
        let result = visitor.visit_newtype_struct(self);
        if name != TRIED {
            return result;
        }
        // The caller swallows the error and leaves the element out, so it is noted here.
        result.map_err(|broken| {
            self.sink.note(broken, self.node.position);
            de::Error::custom("")
        })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match &self.node.content {
            Content::Null => visitor.visit_seq(self.list(&[])),
            Content::Sequence(nodes) => visitor.visit_seq(self.list(nodes)),
            _ => Err(self.wrong("列表（[甲, 乙]，或每行以“- ”开头）")),
        }
    }

    /// A list, or its only element ([`super::OneOrMany`]).
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Broken> {
        match &self.node.content {
            Content::Scalar(_) => visitor.visit_seq(self.list(std::slice::from_ref(self.node))),
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match &self.node.content {
            Content::Mapping(entries) => visitor.visit_map(Entries::new(entries, None, self.sink)),
            Content::Null => visitor.visit_map(Entries::new(&[], None, self.sink)),
            _ => Err(self.wrong("映射（键: 值）")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        if name == LOCATED {
            let lead = self.node.lead.map_or(0, |lead| lead + 1);
            return visitor.visit_map(Place { step: 0, at: self.node.position, lead, value: Some(self) });
        }
        let broken = match &self.node.content {
            Content::Mapping(entries) => match visitor.visit_map(Entries::new(entries, Some(fields), self.sink)) {
                Ok(value) => return Ok(value),
                Err(broken) => broken,
            },
            Content::Null => match visitor.visit_map(Entries::new(&[], Some(fields), self.sink)) {
                Ok(value) => return Ok(value),
                Err(broken) => broken,
            },
            _ => self.wrong("映射（键: 值）"),
        };
        Err(broken.at(self.node.position))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        let word = self.scalar("一个词")?;
        if !variants.contains(&word) {
            return Err(de::Error::unknown_variant(word, variants))
                .map_err(|broken: Broken| broken.at(self.node.position));
        }
        visitor.visit_enum(word.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

/// The elements of a list.
struct Elements<'a> {
    nodes: std::slice::Iter<'a, Node>,
    sink: &'a Sink,
}

impl<'de, 'a: 'de> SeqAccess<'de> for Elements<'a> {
    type Error = Broken;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Broken> {
        let Some(node) = self.nodes.next() else { return Ok(None) };
        seed.deserialize(Reader { node, sink: self.sink }).map(Some).map_err(|broken| broken.at(node.position))
    }
}

/// The entries of a map. With `fields`, the map is a struct: unknown keys are noted and passed over.
struct Entries<'a> {
    entries: std::slice::Iter<'a, (String, Position, Node)>,
    seen: Vec<&'a str>,
    fields: Option<&'static [&'static str]>,
    value: Option<&'a Node>,
    sink: &'a Sink,
}

impl<'a> Entries<'a> {
    fn new(entries: &'a [(String, Position, Node)], fields: Option<&'static [&'static str]>, sink: &'a Sink) -> Self {
        Self { entries: entries.iter(), seen: Vec::new(), fields, value: None, sink }
    }

    /// The next entry whose key is known and new.
    fn usable(&mut self) -> Option<&'a (String, Position, Node)> {
        loop {
            let entry = self.entries.next()?;
            let (key, at, _) = entry;
            if self.seen.contains(&key.as_str()) {
                self.sink.add(*at, format!("键“{key}”重复"), "留一个");
            } else if self.fields.is_some_and(|fields| !fields.contains(&key.as_str())) {
                let hint = known(key, self.fields.unwrap_or_default());
                self.sink.add(*at, format!("没有名为“{key}”的键"), hint);
            } else {
                self.seen.push(key);
                return Some(entry);
            }
        }
    }
}

impl<'de, 'a: 'de> MapAccess<'de> for Entries<'a> {
    type Error = Broken;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Broken> {
        let Some((key, at, value)) = self.usable() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(KeyReader { key, at: *at }).map(Some).map_err(|broken| broken.at(*at))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Broken> {
        match self.value.take() {
            Some(node) => seed.deserialize(Reader { node, sink: self.sink }).map_err(|broken| broken.at(node.position)),
            None => Err(de::Error::custom("键后没有值")),
        }
    }
}

/// A key as a name, or as a [`super::Located`] name.
struct KeyReader<'a> {
    key: &'a str,
    at: Position,
}

impl<'de> Deserializer<'de> for KeyReader<'_> {
    type Error = Broken;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_str(self.key)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        visitor.visit_map(Place { step: 0, at: self.at, lead: 1, value: Some(self) })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The parts of a [`super::Located`]: line, column, lead + 1 (0: unknown), value.
struct Place<R> {
    step: u8,
    at: Position,
    lead: u32,
    value: Option<R>,
}

impl<'de, R: Deserializer<'de, Error = Broken>> MapAccess<'de> for Place<R> {
    type Error = Broken;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Broken> {
        seed.deserialize("part".into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Broken> {
        self.step += 1;
        match self.step {
            1 => seed.deserialize(self.at.line.into_deserializer()),
            2 => seed.deserialize(self.at.column.into_deserializer()),
            3 => seed.deserialize(self.lead.into_deserializer()),
            _ => match self.value.take() {
                Some(reader) => seed.deserialize(reader),
                None => Err(de::Error::custom("值已读过")),
            },
        }
    }
}
