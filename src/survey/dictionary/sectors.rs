//! The sectors that sheets, titles and section headings name.

use serde::{Deserialize, Serialize};

use super::Dictionary;
use crate::survey::clean::fold;

/// What stands in front of a part of a sector that a title names alone: a place, a year, a bracket, a blank.
const BEFORE: [char; 12] = ['省', '市', '州', '县', '区', '镇', '年', '度', '的', '(', ' ', ':'];

/// A sector as sheets call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sector {
    pub name: String,
    /// The broader sector that it is a part of.
    pub is: Option<String>,
    /// What it is called, folded.
    pub labels: Vec<String>,
}

impl Dictionary {
    /// The sector that a text is the name of.
    pub fn sector(&self, text: &str) -> Option<&str> {
        let folded = fold(text);
        let word = folded.trim_end_matches("行业").trim_end_matches("企业").trim_end_matches("业");
        self.sectors
            .iter()
            .find(|sector| sector.name == folded || sector.labels.iter().any(|label| *label == folded || label == word))
            .map(|sector| sector.name.as_str())
    }

    /// The sectors that a text names, each once. A part of a sector is named only where it stands alone: with its sector, with
    /// another part of it, or behind a word that may be one (铟锌冶炼, 铅、锌冶炼), it is the whole sector.
    pub fn sectors_in(&self, text: &str) -> Vec<&str> {
        let mut rest = fold(text).into_owned();
        let mut labels: Vec<(&str, &Sector)> = self
            .sectors
            .iter()
            .flat_map(|sector| sector.labels.iter().map(move |label| (label.as_str(), sector)))
            .filter(|(label, _)| rest.contains(label))
            .collect();
        // 铅锌冶炼 is no 锌冶炼: the longest first, and what it covers is gone.
        labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
        let mut named: Vec<(&Sector, bool)> = Vec::new();
        for (label, sector) in labels {
            let Some(at) = rest.find(label) else { continue };
            let before = rest.get(..at).and_then(|before| before.chars().next_back());
            named.push((sector, before.is_some_and(|before| !BEFORE.contains(&before))));
            rest = rest.replace(label, "\n");
        }
        let of = |(sector, led): &(&'_ Sector, bool)| -> Option<String> {
            let whole = sector.is.as_ref()?;
            let others = named.iter().any(|(other, _)| {
                other.name == *whole || (other.is.as_ref() == Some(whole) && other.name != sector.name)
            });
            (*led || others).then(|| whole.clone())
        };
        let names: Vec<String> = named.iter().map(|found| of(found).unwrap_or_else(|| found.0.name.clone())).collect();
        self.sectors.iter().map(|sector| sector.name.as_str()).filter(|name| names.iter().any(|n| n == name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_sector_is_named_where_it_stands_alone() {
        let dictionary = Dictionary::built_in().unwrap();
        for (title, sectors) in [
            ("个旧市锡冶炼行业落后工艺装备清单", &["锡冶炼"][..]),
            ("锡铅冶炼企业摸底表", &["有色金属"]),
            ("铅、锌冶炼企业摸底表", &["有色金属"]),
            ("铅锌冶炼企业摸底表", &["有色金属"]),
            ("马关县铟锌冶炼企业设备表", &["有色金属"]),
            ("2019年摸底表（铜冶炼）", &["铜冶炼"]),
            ("铜冶炼、锡冶炼企业摸底表", &["有色金属"]),
            ("有色金属（铜冶炼）行业", &["有色金属"]),
            ("工业硅", &["工业硅"]),
            ("铁合金（工业硅）摸底表", &["铁合金"]),
            ("建筑陶瓷", &["建筑陶瓷"]),
            ("建筑陶瓷、卫生陶瓷", &["陶瓷"]),
            ("钢铁、水泥行业", &["钢铁", "水泥"]),
        ] {
            assert_eq!(dictionary.sectors_in(title), sectors, "{title}");
        }
    }
}
