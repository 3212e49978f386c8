//! The dictionary compiled in, in a form that is read in a fraction of a millisecond: a line of `catalogs/compiled.jsonl`.
//!
//! Reading its YAML and taking its labels apart costs more than recognising the headings of a sheet. As with the catalogues, a
//! line made from other texts is not used, and a test holds it against the YAML.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use serde::{Serialize, Serializer};

use super::{Dictionary, HashMap, Meaning};
use crate::catalog::compiled_columns;
use crate::yaml::Problem;

/// The dictionary compiled in; `None` if its compiled form was made from other texts.
pub(super) fn dictionary() -> Option<Dictionary> {
    decode(compiled_columns()?)
}

fn decode(text: &str) -> Option<Dictionary> {
    let mut dictionary: Dictionary = serde_json::from_str(text).ok()?;
    dictionary.prepare();
    Some(dictionary)
}

/// The compiled form of the dictionary, made from its YAML.
///
/// # Errors
/// Every mistake of the YAML.
pub fn compiled() -> Result<String, Vec<Problem>> {
    let dictionary = Dictionary::from_yaml()?;
    serde_json::to_string(&dictionary)
        .map_err(|error| vec![Problem::of_file("catalogs/columns.yaml", error.to_string())])
}

/// Labels in their order, so that the same dictionary gives the same bytes.
pub(super) fn in_order<S: Serializer, H: BuildHasher>(
    labels: &HashMap<String, Meaning, H>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    labels.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_reads_back_to_the_same_dictionary() {
        let yaml = Dictionary::from_yaml().unwrap();
        let text = compiled().unwrap();
        let read = decode(&text).expect("what was just written");
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert_eq!((&read.labels, &read.contains, &read.groups), (&yaml.labels, &yaml.contains, &yaml.groups));
        assert_eq!((&read.beginnings, read.figured), (&yaml.beginnings, yaml.figured));
        assert!(dictionary().is_some(), "catalogs/compiled.jsonl is older than columns.yaml");
    }

    #[test]
    fn a_form_of_another_program_is_not_used() {
        assert!(decode("{}").is_none() && decode("").is_none());
    }
}
