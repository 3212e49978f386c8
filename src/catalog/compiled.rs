//! The built-in catalogues in a form that is read in a few milliseconds.
//!
//! Reading and checking a megabyte of YAML costs more than judging a small survey. So the checked catalogues are kept beside
//! the YAML as `catalogs/compiled.jsonl` (one line for each entry, so that a change shows as a change), written by
//! `capex catalog compile` and compiled in. The build notes a hash over the YAML texts; where the file was made from other
//! texts it is not used, and the YAML is read instead: a forgotten `compile` makes the program slower, never wrong. A test
//! holds the two against each other.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::edition::{Edition, Entry};
use super::library::Library;
use super::sources::{CATALOG_HASH, COMPILED};
use super::vocabulary::Vocabulary;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// The hash over the YAML texts that the rest was made from.
    Sources(String),
    Vocabulary(Box<Vocabulary>),
    /// An edition without its entries, which follow.
    Edition(Box<Edition>),
    Entry(Box<Entry>),
}

/// The compiled form of a library.
///
/// # Errors
/// Nothing that a library holds; the signature is that of the encoder.
pub fn compiled(library: &Library) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    let mut line = |line: &Line| -> Result<(), serde_json::Error> {
        text.push_str(&serde_json::to_string(line)?);
        text.push('\n');
        Ok(())
    };
    line(&Line::Sources(CATALOG_HASH.to_owned()))?;
    line(&Line::Vocabulary(Box::new((*library.vocabulary).clone())))?;
    for edition in &library.editions {
        let mut head = (**edition).clone();
        let entries = std::mem::take(&mut head.entries);
        line(&Line::Edition(Box::new(head)))?;
        for entry in entries {
            line(&Line::Entry(Box::new(entry)))?;
        }
    }
    Ok(text)
}

/// The library compiled in, without places; `None` if it was made from other texts than those compiled in beside it.
pub(super) fn library() -> Option<Library> {
    decode(COMPILED, CATALOG_HASH)
}

fn decode(text: &str, hash: &str) -> Option<Library> {
    let mut lines = text.lines();
    let Ok(Line::Sources(sources)) = serde_json::from_str(lines.next()?) else { return None };
    if sources != hash {
        return None;
    }
    let mut vocabulary = Vocabulary::default();
    let mut editions: Vec<Edition> = Vec::new();
    for line in decode_lines(&lines.collect::<Vec<_>>())? {
        match line {
            Line::Sources(_) => return None,
            Line::Vocabulary(read) => vocabulary = *read,
            Line::Edition(read) => editions.push(*read),
            Line::Entry(read) => editions.last_mut()?.entries.push(*read),
        }
    }
    Some(Library {
        vocabulary: Arc::new(vocabulary),
        editions: editions.into_iter().map(Arc::new).collect(),
        places: Arc::default(),
    })
}

/// Decodes lines in as many threads as there are processors, in order: half of what a start costs is here.
fn decode_lines(lines: &[&str]) -> Option<Vec<Line>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(THREAD_LIMIT);
    let share = lines.len().div_ceil(threads).max(1);
    let decode =
        |lines: &[&str]| -> Option<Vec<Line>> { lines.iter().map(|line| serde_json::from_str(line).ok()).collect() };
    std::thread::scope(|scope| {
        let running: Vec<_> = lines.chunks(share).map(|chunk| scope.spawn(move || decode(chunk))).collect();
        let mut all = Vec::with_capacity(lines.len());
        for thread in running {
            all.extend(thread.join().ok()??);
        }
        Some(all)
    })
}

/// More threads than this cost more than they save.
const THREAD_LIMIT: usize = 4;

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

    #[test]
    fn what_is_compiled_reads_back_to_the_same_catalogues() {
        let library = Library::parsed(&[]).map_err(|problems| problems.to_string()).unwrap();
        let read = decode(&compiled(&library).unwrap(), CATALOG_HASH).expect("what was just written");
        assert_eq!(read.vocabulary, library.vocabulary);
        assert_eq!(read.editions, library.editions);
    }

    #[test]
    fn a_form_made_from_other_texts_is_not_used() {
        let library = Library::parsed(&[]).map_err(|problems| problems.to_string()).unwrap();
        let text = compiled(&library).unwrap();
        assert!(decode(&text, "another hash").is_none());
        assert!(decode("", CATALOG_HASH).is_none());
        assert!(decode(text.get(..text.len() / 2).unwrap_or_default(), CATALOG_HASH).is_none());
    }
}
