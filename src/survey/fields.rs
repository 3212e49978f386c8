//! Values by field: an ordered map whose keys are the few fields that a survey can have.
//!
//! Every record has three of them and is asked for its fields some hundred times, so which fields are there is one number, and
//! the values lie side by side in the order of the fields.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Field;

const _: () = assert!(Field::ALL.len() <= 64, "a field for each bit");

/// A map from fields to values, in the order of [`Field::ALL`].
#[derive(Clone, PartialEq, Eq)]
pub struct Fields<V> {
    /// A bit for each field that has a value.
    held: u64,
    /// The values in the order of their fields.
    values: Vec<V>,
}

impl<V> Fields<V> {
    /// Without any value.
    #[must_use]
    pub fn new() -> Self {
        Self { held: 0, values: Vec::new() }
    }

    /// Without any value, with room for some.
    #[must_use]
    pub fn with_capacity(fields: usize) -> Self {
        Self { held: 0, values: Vec::with_capacity(fields) }
    }

    fn bit(field: Field) -> u64 {
        1 << (field as u64)
    }

    /// How many fields with a value come before one.
    fn before(&self, field: Field) -> usize {
        (self.held & (Self::bit(field) - 1)).count_ones() as usize
    }

    /// How many fields have a value.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether a field has a value.
    #[must_use]
    pub fn contains_key(&self, field: &Field) -> bool {
        self.held & Self::bit(*field) != 0
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: &Field) -> Option<&V> {
        if self.contains_key(field) { self.values.get(self.before(*field)) } else { None }
    }

    /// The value of a field, to be changed.
    pub fn get_mut(&mut self, field: &Field) -> Option<&mut V> {
        let at = self.before(*field);
        if self.contains_key(field) { self.values.get_mut(at) } else { None }
    }

    /// Gives a field a value; returns the one that it had.
    pub fn insert(&mut self, field: Field, value: V) -> Option<V> {
        match self.get_mut(&field) {
            Some(known) => Some(std::mem::replace(known, value)),
            None => {
                self.values.insert(self.before(field), value);
                self.held |= Self::bit(field);
                None
            }
        }
    }

    /// Takes the value of a field away.
    pub fn remove(&mut self, field: &Field) -> Option<V> {
        if !self.contains_key(field) {
            return None;
        }
        let value = self.values.remove(self.before(*field));
        self.held &= !Self::bit(*field);
        Some(value)
    }

    /// Gives a field a value unless it has one.
    pub fn or_insert_with(&mut self, field: Field, value: impl FnOnce() -> V) {
        if !self.contains_key(&field) {
            self.insert(field, value());
        }
    }

    /// Takes every value away.
    pub fn clear(&mut self) {
        self.held = 0;
        self.values.clear();
    }

    /// Keeps the values that are wanted.
    pub fn retain(&mut self, mut wanted: impl FnMut(&Field, &mut V) -> bool) {
        let mut keys = Keys(self.held);
        let held = &mut self.held;
        self.values.retain_mut(|value| {
            let Some(field) = keys.next() else { return false };
            let keep = wanted(field, value);
            if !keep {
                *held &= !Self::bit(*field);
            }
            keep
        });
    }

    /// The fields that have a value.
    pub fn keys(&self) -> Keys {
        Keys(self.held)
    }

    /// The values.
    pub fn values(&self) -> std::slice::Iter<'_, V> {
        self.values.iter()
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, V> {
        self.values.iter_mut()
    }

    /// Each field with its value.
    pub fn iter(&self) -> Iter<'_, V> {
        self.keys().zip(self.values())
    }
}

/// Fields in their order.
#[derive(Debug, Clone)]
pub struct Keys(u64);

impl Iterator for Keys {
    type Item = &'static Field;

    fn next(&mut self) -> Option<&'static Field> {
        let field = Field::ALL.get(self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(field)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.0.count_ones() as usize;
        (left, Some(left))
    }
}

/// Fields with their values.
pub type Iter<'a, V> = std::iter::Zip<Keys, std::slice::Iter<'a, V>>;

impl<V> Default for Fields<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: fmt::Debug> fmt::Debug for Fields<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<'a, V> IntoIterator for &'a Fields<V> {
    type Item = (&'static Field, &'a V);
    type IntoIter = Iter<'a, V>;

    fn into_iter(self) -> Iter<'a, V> {
        self.iter()
    }
}

impl<V> IntoIterator for Fields<V> {
    type Item = (Field, V);
    type IntoIter = std::iter::Zip<std::iter::Copied<Keys>, std::vec::IntoIter<V>>;

    fn into_iter(self) -> Self::IntoIter {
        Keys(self.held).copied().zip(self.values)
    }
}

impl<V> Extend<(Field, V)> for Fields<V> {
    fn extend<T: IntoIterator<Item = (Field, V)>>(&mut self, values: T) {
        for (field, value) in values {
            self.insert(field, value);
        }
    }
}

impl<V> FromIterator<(Field, V)> for Fields<V> {
    fn from_iter<T: IntoIterator<Item = (Field, V)>>(values: T) -> Self {
        let values = values.into_iter();
        let mut fields = Self::with_capacity(values.size_hint().0);
        fields.extend(values);
        fields
    }
}

impl<V, const N: usize> From<[(Field, V); N]> for Fields<V> {
    fn from(values: [(Field, V); N]) -> Self {
        values.into_iter().collect()
    }
}

impl<V: Serialize> Serialize for Fields<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Fields<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(BTreeMap::deserialize(deserializer)?.into_iter().collect())
    }
}

impl<V: JsonSchema> JsonSchema for Fields<V> {
    fn inline_schema() -> bool {
        BTreeMap::<Field, V>::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        BTreeMap::<Field, V>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<Field, V>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(fields: &Fields<u8>) -> impl Iterator<Item = (Field, u8)> {
        fields.iter().map(|(field, value)| (*field, *value))
    }

    proptest! {
        #[test]
        fn it_is_a_map(steps in proptest::collection::vec((0..Field::ALL.len(), 0..6_u8, any::<u8>()), 0..60)) {
            let (mut fields, mut map) = (Fields::new(), BTreeMap::new());
            for (at, step, value) in steps {
                let field = Field::ALL[at];
                match step {
                    0 => prop_assert_eq!(fields.remove(&field), map.remove(&field)),
                    1 => {
                        fields.retain(|field, known| *field > Field::Model && *known != value);
                        map.retain(|field, known| *field > Field::Model && *known != value);
                    }
                    2 => {
                        fields.or_insert_with(field, || value);
                        map.entry(field).or_insert(value);
                    }
                    _ => prop_assert_eq!(fields.insert(field, value), map.insert(field, value)),
                }
                prop_assert_eq!(fields.get(&field), map.get(&field));
                prop_assert_eq!(fields.get_mut(&field), map.get_mut(&field));
                prop_assert!(pairs(&fields).eq(map.iter().map(|(field, value)| (*field, *value))) && fields.len() == map.len() && fields.is_empty() == map.is_empty());
                prop_assert_eq!(serde_json::to_string(&fields).unwrap(), serde_json::to_string(&map).unwrap());
            }
            prop_assert!(fields.clone().into_iter().eq(map.clone()));
            prop_assert_eq!(map.into_iter().collect::<Fields<u8>>(), fields);
        }
    }
}
