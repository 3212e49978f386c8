//! The built-in catalogues in a form that is read in a few milliseconds.
//!
//! Reading and checking a megabyte of YAML costs more than judging a small survey. So the checked catalogues are kept beside
//! the YAML as `catalogs/compiled.jsonl`, written by `capex catalog compile` and compiled in: the headings of columns (which the
//! room `survey` writes and reads), the vocabulary, then of each edition its head, a line for each entry and a line for the examples of each, so that a change shows as a change. At the
//! start only vocabulary and heads are decoded; entries follow when an edition is used, examples when they are asked for.
//!
//! The build notes a hash over the YAML texts; where the file was made from other texts it is not used, and the YAML is read
//! instead: a forgotten `compile` makes the program slower, never wrong. A test holds the two against each other.

use std::str::Lines;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edition::{Edition, Entry, Examples};
use super::late::Late;
use super::library::Library;
use super::sources::{CATALOG_HASH, COMPILED};
use super::vocabulary::Vocabulary;

/// The lines before the first entry of each edition.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// The hash over the YAML texts that the rest was made from.
    Sources(String),
    Vocabulary(Box<Vocabulary>),
    /// An edition without its entries.
    Edition(Box<Head>),
}

/// An edition, and how many lines of entries and as many of examples follow.
#[derive(Serialize, Deserialize)]
struct Head {
    lines: usize,
    edition: Edition,
}

/// The compiled form of a library, with that of the headings of columns in a line of its own.
///
/// # Errors
/// Nothing that a library holds; the signature is that of the encoder.
pub fn compiled(library: &Library, columns: &str) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    put(&mut text, &Line::Sources(CATALOG_HASH.to_owned()))?;
    text.push_str(columns);
    text.push('\n');
    put(&mut text, &Line::Vocabulary(Box::new((*library.vocabulary).clone())))?;
    for edition in &library.editions {
        let head = Head { lines: edition.entries.len(), edition: (**edition).clone() };
        put(&mut text, &Line::Edition(Box::new(head)))?;
        edition.entries.iter().try_for_each(|entry| put(&mut text, entry))?;
        edition.entries.iter().try_for_each(|entry| put(&mut text, &*entry.examples))?;
    }
    Ok(text)
}

fn put(text: &mut String, value: &impl Serialize) -> Result<(), serde_json::Error> {
    text.push_str(&serde_json::to_string(value)?);
    text.push('\n');
    Ok(())
}

/// The library compiled in, without places; `None` if it was made from other texts than those compiled in beside it.
pub(super) fn library() -> Option<Library> {
    decode(COMPILED, CATALOG_HASH)
}

/// The headings of columns as the room `survey` wrote them; `None` as above.
pub fn compiled_columns() -> Option<&'static str> {
    parts(COMPILED, CATALOG_HASH).map(|(columns, _)| columns)
}

/// The headings of columns, and the lines after them, if all were made from the texts with that hash.
fn parts(text: &'static str, hash: &str) -> Option<(&'static str, Lines<'static>)> {
    let mut lines = text.lines();
    let Ok(Line::Sources(sources)) = serde_json::from_str(lines.next()?) else { return None };
    let columns = lines.next()?;
    (sources == hash).then_some((columns, lines))
}

fn decode(text: &'static str, hash: &str) -> Option<Library> {
    let (_, mut lines) = parts(text, hash)?;
    let Ok(Line::Vocabulary(vocabulary)) = serde_json::from_str(lines.next()?) else { return None };
    let mut editions: Vec<Arc<Edition>> = Vec::new();
    while let Some(line) = lines.next() {
        let Ok(Line::Edition(head)) = serde_json::from_str::<Line>(line) else { return None };
        let Head { lines: count, mut edition } = *head;
        let own: Vec<&'static str> = lines.by_ref().take(2 * count).collect();
        if own.len() != 2 * count {
            return None;
        }
        let id: Arc<str> = Arc::from(edition.id.as_str());
        edition.entries = Late::later(move || entries(&id, &own, count).unwrap_or_else(|| from_yaml(&id)));
        editions.push(Arc::new(edition));
    }
    Some(Library { vocabulary: Arc::from(vocabulary), editions, places: Arc::default() })
}

/// The entries of an edition from their lines, those of their examples after them.
fn entries(id: &Arc<str>, lines: &[&'static str], count: usize) -> Option<Vec<Entry>> {
    let (entries, examples) = lines.split_at_checked(count)?;
    let read = |(line, examples): (&&str, &&'static str)| -> Option<Entry> {
        let mut entry: Entry = serde_json::from_str(line).ok()?;
        let (id, key, examples) = (id.clone(), entry.key.clone(), *examples);
        entry.examples = Late::later(move || {
            let yaml =
                || from_yaml(&id).into_iter().find(|entry| entry.key == key).map(|entry| (*entry.examples).clone());
            serde_json::from_str::<Examples>(examples).ok().or_else(yaml).unwrap_or_default()
        });
        Some(entry)
    };
    entries.iter().zip(examples).map(read).collect()
}

/// The entries of an edition from its YAML. The compiled form was made from the same texts, so it is only asked for where a
/// changed program no longer reads its own form.
#[expect(
    clippy::expect_used,
    reason = "tests hold the built-in catalogues clean; without them every plant would look clear"
)]
fn from_yaml(id: &str) -> Vec<Entry> {
    let library = Library::parsed(&[]).expect("the built-in catalogues");
    library.edition(id).map(|edition| edition.entries.to_vec()).unwrap_or_default()
}

/// A dimension by its name.
pub(super) mod dimension {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::quantity::Dimension;

    pub(in crate::catalog) fn serialize<S: Serializer>(
        dimension: &Dimension,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(dimension.name())
    }

    pub(in crate::catalog) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Dimension, D::Error> {
        let name = String::deserialize(deserializer)?;
        Dimension::parse(&name).ok_or_else(|| D::Error::custom("no such dimension"))
    }
}

/// A unit by its dimension and symbol.
pub(super) mod unit {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::quantity::{Dimension, Unit};

    pub(in crate::catalog) fn serialize<S: Serializer>(unit: &Unit, serializer: S) -> Result<S::Ok, S::Error> {
        (unit.dimension.name(), unit.symbol).serialize(serializer)
    }

    pub(in crate::catalog) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Unit, D::Error> {
        let (dimension, symbol) = <(String, String)>::deserialize(deserializer)?;
        let dimension = Dimension::parse(&dimension).ok_or_else(|| D::Error::custom("no such dimension"))?;
        if symbol == dimension.base() {
            return Ok(Unit::base(dimension));
        }
        let unit = Unit::parse(&symbol).filter(|unit| unit.dimension == dimension);
        unit.ok_or_else(|| D::Error::custom("no such unit"))
    }
}

/// A deadline in its written form.
pub(super) mod deadline {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::catalog::edition::Deadline;

    pub(in crate::catalog) fn serialize<S: Serializer>(deadline: &Deadline, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(deadline)
    }

    pub(in crate::catalog) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Deadline, D::Error> {
        String::deserialize(deserializer).map(|text| Deadline::parse(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaked(text: String) -> &'static str {
        Box::leak(text.into_boxed_str())
    }

    #[test]
    fn what_is_compiled_reads_back_to_the_same_catalogues() {
        let library = Library::parsed(&[]).map_err(|problems| problems.to_string()).unwrap();
        let read = decode(leaked(compiled(&library, "{}").unwrap()), CATALOG_HASH).expect("what was just written");
        assert_eq!(read.vocabulary, library.vocabulary);
        assert_eq!(read.editions, library.editions);
        assert!(read.editions.iter().flat_map(|edition| &edition.entries).any(|entry| !entry.examples.hit.is_empty()));
    }

    #[test]
    fn a_form_made_from_other_texts_is_not_used() {
        let library = Library::parsed(&[]).map_err(|problems| problems.to_string()).unwrap();
        let text = compiled(&library, "{}").unwrap();
        let half = text.get(..text.len() / 2).unwrap_or_default().to_owned();
        assert!(decode(leaked(text), "another hash").is_none());
        assert!(decode("", CATALOG_HASH).is_none());
        assert!(decode(leaked(half), CATALOG_HASH).is_none());
    }

    #[test]
    fn entries_that_cannot_be_decoded_come_from_the_yaml() {
        let library = Library::parsed(&[]).map_err(|problems| problems.to_string()).unwrap();
        for (known, changed) in [("\"deadline\":", "\"due\":"), ("\"clear\":", "\"clear\":1,\"clear\":")] {
            let text = compiled(&library, "{}").unwrap().replace(known, changed);
            let read = decode(leaked(text), CATALOG_HASH).expect("heads are whole");
            assert_eq!(read.edition("mem-2024-86"), library.edition("mem-2024-86"));
        }
    }
}
