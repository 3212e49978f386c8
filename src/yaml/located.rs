//! Values that remember their place, and the shorthand forms of hand-written files.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::problem::Position;

/// The name by which the deserializer recognises [`Located`].
pub(super) const LOCATED: &str = "capex::Located";

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it begins.
    pub at: Position,
    /// Characters between the place and the value (a quote); `None` where the source does not hold it letter by letter.
    lead: Option<u32>,
}

impl<T> Located<T> {
    /// A value without a source, at a place.
    #[must_use]
    pub fn new(value: T, at: Position) -> Self {
        Self { value, at, lead: None }
    }

    /// The place of a character inside the value, 0-based; the beginning where that cannot be told.
    #[must_use]
    pub fn inside(&self, offset: usize) -> Position {
        match (self.lead, u32::try_from(offset)) {
            (Some(lead), Ok(offset)) => Position { column: self.at.column + lead + offset, ..self.at },
            _ => self.at,
        }
    }
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Located<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("带位置的值")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut numbers = [0_u32; 3];
                for number in &mut numbers {
                    map.next_key::<String>()?;
                    *number = map.next_value()?;
                }
                map.next_key::<String>()?;
                let value = map.next_value()?;
                let [line, column, lead] = numbers;
                Ok(Located { value, at: Position { line, column }, lead: lead.checked_sub(1) })
            }
        }

        deserializer.deserialize_struct(LOCATED, &["line", "column", "lead", "value"], Parts(PhantomData))
    }
}

/// The name by which the deserializer recognises an element whose problems it shall note itself.
pub(super) const TRIED: &str = "capex::Tried";

/// An element of a list; `None` where it was broken, which the deserializer has noted.
struct Tried<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tried<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Inner<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Inner<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("列表的一项")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
                T::deserialize(deserializer)
            }
        }

        Ok(Self(deserializer.deserialize_newtype_struct(TRIED, Inner(PhantomData)).ok()))
    }
}

/// Collects the elements of a list, leaving out broken ones.
struct Elements<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("列表")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(Tried(element)) = list.next_element::<Tried<T>>()? {
            elements.extend(element);
        }
        Ok(elements)
    }
}

/// A list. A broken element is noted and left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Elements(PhantomData)).map(Self)
    }
}

/// A list of words that may be written as its only word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OneOrMany(pub Vec<Located<String>>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for a tuple, the deserializer offers a single word as a list of one.
        deserializer.deserialize_tuple(0, Elements(PhantomData)).map(Self)
    }
}

/// A mapping from names to names, in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairs(pub Vec<(Located<String>, Located<String>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("映射（{名: 值}）")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(key) = map.next_key()? {
                    pairs.push((key, map.next_value()?));
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

/// In a schema, a value that remembers its place is just the value.
macro_rules! schema_of {
    ($name:ty, [$($generic:ident)?], $make:expr) => {
        impl$(<$generic: JsonSchema>)? JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let make: fn(&mut SchemaGenerator) -> Schema = $make;
                make(generator)
            }
        }
    };
}

schema_of!(Located<T>, [T], |generator| generator.subschema_for::<T>());
schema_of!(List<T>, [T], |generator| {
    let items = generator.subschema_for::<T>();
    json_schema!({"type": "array", "items": items})
});
schema_of!(OneOrMany, [], |_| json_schema!({
    "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
}));
schema_of!(Pairs, [], |_| json_schema!({"type": "object", "additionalProperties": {"type": "string"}}));
