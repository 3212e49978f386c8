//! What of a record tells which enterprise and which piece of equipment it is, whatever its row.

use serde::{Deserialize, Serialize};

use crate::audit::AuditedRecord;
use crate::survey::Field;
use crate::text::{company_key, fold_text, former_names};

/// The marks of identity of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Subject {
    /// 统一社会信用代码, upper case, if it has the form of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Keys of the enterprise's name and of its former names.
    pub names: Vec<String>,
    /// Where it is, for records without a name: prefecture and county.
    pub place: String,
    /// What it is: the terms recognised, else the words.
    pub what: String,
    /// The words of equipment, process and product, folded.
    pub words: String,
    /// Its number in the plant: `1#`, `2号`; empty if none is written.
    pub number: String,
    /// 生产线, folded.
    pub line: String,
    /// 规格型号 and 主要参数, folded.
    pub model: String,
    /// Facts read from the text, such as `有效容积=380`.
    pub facts: Vec<String>,
}

impl Subject {
    /// The marks of a record.
    #[must_use]
    pub fn of(record: &AuditedRecord) -> Self {
        let raw = |field| record.fields.get(&field).map(crate::survey::Value::to_text).unwrap_or_default();
        let text = |field| fold_text(&raw(field)).into_owned();
        let code = raw(Field::Uscc).trim().to_ascii_uppercase();
        let name = raw(Field::Enterprise);
        let key = company_key(&name);
        let mut names: Vec<String> = if key.is_empty() { Vec::new() } else { vec![key] };
        names.extend(former_names(&name));
        let join = |fields: &[Field]| {
            let texts: Vec<String> = fields.iter().map(|field| text(*field)).filter(|text| !text.is_empty()).collect();
            texts.join("|")
        };
        let words = join(&[Field::Equipment, Field::Process, Field::Product]);
        let mut terms: Vec<&str> = record.items.iter().filter_map(|item| item.equipment.as_deref()).collect();
        terms.sort_unstable();
        terms.dedup();
        let number = [Field::Equipment, Field::Line, Field::Model]
            .into_iter()
            .map(|field| furnace_number(&text(field)))
            .find(|number| !number.is_empty())
            .unwrap_or_default();
        let mut facts: Vec<String> = record
            .items
            .iter()
            .flat_map(|item| &item.facts)
            .filter(|fact| !fact.unit.is_empty())
            .map(|fact| format!("{}={}", fact.parameter, fact.value))
            .collect();
        facts.sort_unstable();
        facts.dedup();
        Self {
            code: (code.len() == 18 && code.chars().all(|c| c.is_ascii_alphanumeric())).then_some(code),
            names,
            place: format!("{}|{}", raw(Field::Prefecture), raw(Field::County)),
            what: if terms.is_empty() { words.clone() } else { terms.join("|") },
            words,
            number,
            line: text(Field::Line),
            model: join(&[Field::Model, Field::Parameter]),
            facts,
        }
    }

    /// How alike two pieces of equipment of one enterprise are; `None` if they cannot be the same.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Option<u32> {
        if self.what != other.what && self.words != other.words {
            return None;
        }
        let mut likeness = 1;
        for (mine, theirs, weight) in [
            (&self.number, &other.number, 64),
            (&self.line, &other.line, 8),
            (&self.model, &other.model, 16),
            (&self.words, &other.words, 8),
        ] {
            let both = !mine.is_empty() && !theirs.is_empty();
            if both && mine == theirs {
                likeness += weight;
            } else if both && weight == 64 {
                return None;
            }
        }
        if !self.facts.is_empty() && self.facts == other.facts {
            likeness += 32;
        }
        Some(likeness)
    }
}

/// The number of a furnace or line at the beginning of folded words or before 高炉 and the like: `1#`, `1#、2#`, `3号`.
fn furnace_number(text: &str) -> String {
    let mut numbers: Vec<String> = Vec::new();
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '#' | '号' if !digits.is_empty() => numbers.push(std::mem::take(&mut digits)),
            _ => digits.clear(),
        }
    }
    numbers.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furnace_numbers_are_read_and_sizes_are_not() {
        assert_eq!(furnace_number("1#、2#580立方米高炉"), "1、2");
        assert_eq!(furnace_number("3号高炉"), "3");
        assert_eq!(furnace_number("380m3高炉1座"), "");
    }

    #[test]
    fn two_numbered_furnaces_are_never_the_same() {
        let furnace = |number: &str, facts: &[&str]| Subject {
            what: "高炉".into(),
            number: number.into(),
            facts: facts.iter().map(|fact| (*fact).to_owned()).collect(),
            ..Subject::default()
        };
        assert_eq!(furnace("1", &["有效容积=380"]).likeness(&furnace("2", &["有效容积=380"])), None);
        let same_number = furnace("1", &["有效容积=380"]).likeness(&furnace("1", &["有效容积=450"]));
        let same_size = furnace("1", &["有效容积=380"]).likeness(&furnace("", &["有效容积=380"]));
        assert!(same_number > same_size && same_size > Some(1));
    }
}
