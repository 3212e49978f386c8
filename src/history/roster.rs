//! A roster of enterprises against a survey: who is missing, who is there under another name, and why we think so.

use std::collections::BTreeMap;

use crate::audit::AuditedRecord;
use crate::region::Divisions;
use crate::survey::{Field, Value};
use crate::text::{company_key, former_names};

/// An enterprise of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterEntry {
    /// Name as written.
    pub name: String,
    /// 统一社会信用代码, empty if the roster gives none.
    pub code: String,
    /// Where it stands, in words: file, sheet, row.
    pub place: String,
}

/// How an enterprise of a roster stands in the survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Not in the survey.
    Missing,
    /// Perhaps in it: a person must decide.
    Possible,
    /// In it under another name.
    OtherName,
    /// In it.
    Found,
}

impl Presence {
    /// The name towards people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Missing => "摸底表中没有",
            Self::Possible => "可能是，待核实",
            Self::OtherName => "名称不同",
            Self::Found => "有",
        }
    }
}

/// An enterprise of the roster with what was found of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterMatch {
    /// The roster's entry.
    pub entry: RosterEntry,
    /// How it stands.
    pub presence: Presence,
    /// The survey's name for it; empty if it is missing.
    pub survey_name: String,
    /// Its records.
    pub records: Vec<String>,
    /// Why, in Chinese.
    pub reason: String,
}

/// An enterprise of the survey.
struct Surveyed {
    name: String,
    code: String,
    key: String,
    former: Vec<String>,
    bare: String,
    records: Vec<String>,
}

/// Least likeness of two names for 「可能是」, in percent.
const LIKENESS: usize = 80;

/// Looks up every enterprise of a roster in the records of a survey.
#[must_use]
pub fn cross(roster: &[RosterEntry], records: &[AuditedRecord], divisions: &Divisions) -> Vec<RosterMatch> {
    let surveyed = surveyed(records, divisions);
    roster.iter().map(|entry| look_up(entry, &surveyed, divisions)).collect()
}

fn surveyed(records: &[AuditedRecord], divisions: &Divisions) -> Vec<Surveyed> {
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut list: Vec<Surveyed> = Vec::new();
    for record in records {
        let text = |field| record.fields.get(&field).map(Value::to_text).unwrap_or_default();
        let (name, code) = (text(Field::Enterprise), text(Field::Uscc).trim().to_ascii_uppercase());
        let key = company_key(&name);
        if key.is_empty() && code.is_empty() {
            continue;
        }
        let place = *places.entry((key.clone(), code.clone())).or_insert(list.len());
        match list.get_mut(place) {
            Some(known) => known.records.push(record.id.clone()),
            None => list.push(Surveyed {
                bare: without_place(&key, divisions),
                former: former_names(&name),
                name,
                code,
                key,
                records: vec![record.id.clone()],
            }),
        }
    }
    list
}

fn look_up(entry: &RosterEntry, surveyed: &[Surveyed], divisions: &Divisions) -> RosterMatch {
    let code = entry.code.trim().to_ascii_uppercase();
    let key = company_key(&entry.name);
    let former = former_names(&entry.name);
    let bare = without_place(&key, divisions);
    let found = |known: &Surveyed, presence: Presence, reason: String| RosterMatch {
        entry: entry.clone(),
        presence,
        survey_name: known.name.clone(),
        records: known.records.clone(),
        reason,
    };
    if !code.is_empty()
        && let Some(known) = surveyed.iter().find(|known| known.code == code)
    {
        return if known.key == key || key.is_empty() {
            found(known, Presence::Found, "统一社会信用代码相同".into())
        } else {
            found(known, Presence::OtherName, format!("统一社会信用代码 {code} 相同，名称不同"))
        };
    }
    if !key.is_empty() {
        if let Some(known) = surveyed.iter().find(|known| known.key == key) {
            let reason = if !code.is_empty() && !known.code.is_empty() {
                // The same name under two codes: a mistake in one of them, or two enterprises.
                return found(
                    known,
                    Presence::Possible,
                    format!("名称相同，代码不同（名册 {code}，摸底表 {}）", known.code),
                );
            } else if known.name.trim() == entry.name.trim() {
                "名称相同"
            } else {
                "名称只有写法不同（集团、有限责任公司、括号、空格等）"
            };
            return found(known, Presence::Found, reason.into());
        }
        if let Some(known) = surveyed.iter().find(|known| known.former.contains(&key) || former.contains(&known.key)) {
            return found(known, Presence::OtherName, "一方是另一方的曾用名".into());
        }
        let like = |known: &Surveyed| -> usize {
            if bare.chars().count() >= 2 && bare == known.bare { 100 } else { likeness(&key, &known.key) }
        };
        let best = surveyed.iter().map(|known| (like(known), known)).max_by_key(|(likeness, _)| *likeness);
        if let Some((likeness, known)) = best.filter(|(likeness, _)| *likeness >= LIKENESS) {
            let reason = if likeness == 100 && bare == known.bare {
                "去掉地名后名称相同".to_owned()
            } else {
                format!("名称相近（{likeness}%）")
            };
            return found(known, Presence::Possible, reason);
        }
    }
    RosterMatch {
        entry: entry.clone(),
        presence: Presence::Missing,
        survey_name: String::new(),
        records: Vec::new(),
        reason: "代码、名称、曾用名都没有对上".into(),
    }
}

/// A key without the names of divisions that it begins with.
fn without_place(key: &str, divisions: &Divisions) -> String {
    let mut rest = key;
    while let Some((_, length)) = divisions.prefix(rest) {
        match rest.get(length..).filter(|rest| rest.chars().count() >= 2) {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    rest.to_owned()
}

/// How alike two names are, in percent: the share of pairs of neighbouring characters that they have in common.
fn likeness(a: &str, b: &str) -> usize {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let chars: Vec<char> = text.chars().collect();
        chars.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
    };
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    if all == 0 {
        return 0;
    }
    let mut common = 0;
    for pair in a {
        if let Some(at) = b.iter().position(|other| *other == pair) {
            b.swap_remove(at);
            common += 1;
        }
    }
    200 * common / all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::tests::furnace;

    fn record(name: &str, code: &str) -> AuditedRecord {
        let fields: &[(Field, &str)] = if code.is_empty() { &[] } else { &[(Field::Uscc, code)] };
        furnace(4, name, "380", fields)
    }

    fn look(name: &str, code: &str) -> (Presence, String) {
        let records = [
            record("安宁永昌钢铁有限公司", "91530181MA6K00001X"),
            record("曲靖市麒麟区红星水泥厂", ""),
            record("玉溪新兴冶炼有限公司（原玉溪第二冶炼厂）", ""),
        ];
        let entry = RosterEntry { name: name.into(), code: code.into(), place: String::new() };
        let found = cross(&[entry], &records, Divisions::built_in()).remove(0);
        (found.presence, found.reason)
    }

    #[test]
    fn a_code_finds_an_enterprise_under_any_name() {
        assert_eq!(look("安宁永昌钢铁有限公司", "91530181ma6k00001x").0, Presence::Found);
        let (presence, reason) = look("云南永昌金属有限公司", "91530181MA6K00001X");
        assert_eq!(presence, Presence::OtherName);
        assert!(reason.contains("代码 91530181MA6K00001X 相同"), "{reason}");
    }

    #[test]
    fn spellings_and_former_names_are_known() {
        assert_eq!(look("安宁永昌钢铁（集团）有限责任公司", "").0, Presence::Found);
        assert_eq!(look("玉溪第二冶炼厂", ""), (Presence::OtherName, "一方是另一方的曾用名".into()));
    }

    #[test]
    fn what_is_only_alike_is_left_to_a_person() {
        assert_eq!(look("红星水泥厂", ""), (Presence::Possible, "去掉地名后名称相同".into()));
        assert_eq!(look("安宁永昌钢铁有限公司", "91530181MA6K00009Z").0, Presence::Possible);
        assert_eq!(look("安宁永昌钢铁实业有限公司", "").0, Presence::Possible);
        assert_eq!(look("大理红星水泥厂二厂", "").0, Presence::Missing);
        assert_eq!(look("昭通黄磷厂", "").0, Presence::Missing);
    }
}
