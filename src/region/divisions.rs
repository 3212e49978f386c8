//! The list of divisions and the names by which each is known.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::resolve::{Place, PlaceProblem};

/// Yunnan as of 2019, compiled in. Columns: code, name, parent, former names (`|` between them), the year since which the
/// present name holds, later names (`name@year`, `|` between them).
const YUNNAN: &str = include_str!("../../catalogs/divisions/530000.csv");

/// The peoples whose names stand in the official names of autonomous divisions of Yunnan.
const PEOPLES: &[&str] = &[
    "哈尼族",
    "拉祜族",
    "布朗族",
    "纳西族",
    "景颇族",
    "傈僳族",
    "独龙族",
    "普米族",
    "彝族",
    "傣族",
    "白族",
    "苗族",
    "回族",
    "壮族",
    "佤族",
    "怒族",
    "藏族",
    "瑶族",
];

/// An administrative division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Six digits.
    pub code: String,
    /// The official name.
    pub name: String,
    /// Code of the division above; empty for the province.
    pub parent: String,
    /// Names that it had before.
    pub former: Vec<String>,
    /// The year since which the present name holds, if it has former names.
    pub since: Option<u16>,
    /// Names that it took after the list was made, each with its year.
    pub later: Vec<(String, u16)>,
}

impl Division {
    /// Whether it is a prefecture (州市).
    #[must_use]
    pub fn is_prefecture(&self) -> bool {
        self.code.ends_with("00") && !self.code.ends_with("0000")
    }

    /// Whether it is a county (县市区).
    #[must_use]
    pub fn is_county(&self) -> bool {
        !self.code.ends_with("00")
    }
}

/// How a name relates to the division it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The official name or the code.
    Official,
    /// A short form of it: 昆明, 峨山县.
    Short,
    /// A name that it had before, or a short form of one.
    Former,
    /// A name that it took in this year, after the list was made.
    Later(u16),
}

/// A division that a name can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    /// The division.
    pub division: &'a Division,
    /// How the name relates to it.
    pub kind: NameKind,
}

/// A list of divisions.
#[derive(Debug, Clone)]
pub struct Divisions {
    list: Vec<Division>,
    /// Name or code → positions in `list`, the closest relation first.
    names: BTreeMap<String, Vec<(NameKind, usize)>>,
}

impl Divisions {
    /// The divisions compiled in: Yunnan.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static LIST: OnceLock<Divisions> = OnceLock::new();
        LIST.get_or_init(|| Self::parse(YUNNAN).0)
    }

    /// Reads the csv. The second value holds one Chinese sentence for each line that could not be read.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut list: Vec<Division> = Vec::new();
        let mut problems = Vec::new();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate().skip(1) {
            if line.trim().is_empty() {
                continue;
            }
            let mut columns = line.split(',').map(str::trim);
            let mut next = || columns.next().unwrap_or_default();
            let (code, name, parent, former, since, later) = (next(), next(), next(), next(), next(), next());
            if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) || name.is_empty() {
                problems.push(format!("区划表第{}行：应为“代码,名称,上级,旧称,年份,新称”，代码为6位数字", at + 1));
                continue;
            }
            let names = |column: &str| {
                column.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<String>>()
            };
            list.push(Division {
                code: code.to_owned(),
                name: name.to_owned(),
                parent: parent.to_owned(),
                former: names(former),
                since: since.parse().ok(),
                later: names(later)
                    .iter()
                    .filter_map(|entry| {
                        let (name, year) = entry.split_once('@')?;
                        Some((name.to_owned(), year.parse().ok()?))
                    })
                    .collect(),
            });
        }
        (Self::index(list), problems)
    }

    fn index(list: Vec<Division>) -> Self {
        let mut names: BTreeMap<String, Vec<(NameKind, usize)>> = BTreeMap::new();
        let mut add = |name: String, kind: NameKind, at: usize| {
            let known = names.entry(name).or_default();
            if !known.iter().any(|(_, other)| *other == at) {
                known.push((kind, at));
            }
        };
        for (at, division) in list.iter().enumerate() {
            add(division.code.clone(), NameKind::Official, at);
            add(division.name.clone(), NameKind::Official, at);
            for short in short_forms(&division.name) {
                add(short, NameKind::Short, at);
            }
            for (later, year) in &division.later {
                add(later.clone(), NameKind::Later(*year), at);
            }
            for former in &division.former {
                add(former.clone(), NameKind::Former, at);
                for short in short_forms(former) {
                    add(short, NameKind::Former, at);
                }
            }
        }
        for known in names.values_mut() {
            known.sort();
        }
        Self { list, names }
    }

    /// Every division, by code.
    #[must_use]
    pub fn all(&self) -> &[Division] {
        &self.list
    }

    /// A division by its code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Division> {
        self.list.iter().find(|division| division.code == code)
    }

    /// The division above.
    #[must_use]
    pub fn parent(&self, division: &Division) -> Option<&Division> {
        self.by_code(&division.parent)
    }

    /// Every division that a name (official, short, old, later, or a code) can mean, the closest relation first.
    #[must_use]
    pub fn find(&self, name: &str) -> Vec<Found<'_>> {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let name = name.strip_prefix("云南省").filter(|rest| !rest.is_empty()).unwrap_or(&name);
        self.names
            .get(name)
            .into_iter()
            .flatten()
            .filter_map(|(kind, at)| Some(Found { division: self.list.get(*at)?, kind: *kind }))
            .collect()
    }

    /// The longest name that a text begins with, and its length in bytes. Only names of at least two characters.
    #[must_use]
    pub fn prefix<'a>(&'a self, text: &str) -> Option<(Vec<Found<'a>>, usize)> {
        let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(16).collect();
        ends.iter().skip(1).rev().find_map(|end| {
            let found = self.find(text.get(..*end)?);
            (!found.is_empty()).then_some((found, *end))
        })
    }

    /// What the words of the prefecture and county columns mean together. Either may be empty.
    #[must_use]
    pub fn place(&self, prefecture: &str, county: &str) -> (Place<'_>, Vec<PlaceProblem>) {
        super::resolve::place(self, prefecture, county)
    }

    /// The place that an address or an enterprise's name begins with: 「云南省玉溪市峨山县……」. A hint, not a statement:
    /// an enterprise may carry the name of another place.
    #[must_use]
    pub fn place_in_text(&self, text: &str) -> Place<'_> {
        super::resolve::place_in_text(self, text)
    }
}

/// The short forms of an official name: 峨山彝族自治县 → 峨山县, 峨山; 昆明市 → 昆明; 云县 → none.
fn short_forms(name: &str) -> Vec<String> {
    let mut forms = Vec::new();
    let (stem, suffix) = if let Some(stem) = name.strip_suffix("自治州") {
        (stem, "州")
    } else if let Some(stem) = name.strip_suffix("自治县") {
        (stem, "县")
    } else {
        let Some((at, last)) = name.char_indices().next_back() else { return forms };
        if !matches!(last, '市' | '县' | '区' | '州' | '省') {
            return forms;
        }
        let stem = name.get(..at).unwrap_or_default();
        if stem.chars().count() >= 2 {
            forms.push(stem.to_owned());
        }
        return forms;
    };
    let mut stem = stem;
    while let Some(shorter) = PEOPLES.iter().find_map(|people| stem.strip_suffix(people)) {
        stem = shorter;
    }
    if !stem.is_empty() {
        forms.push(format!("{stem}{suffix}"));
        forms.push(format!("{stem}自治{suffix}"));
        if stem.chars().count() >= 2 {
            forms.push(stem.to_owned());
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_list_reads_without_problems_and_forms_a_tree() {
        let (list, problems) = Divisions::parse(YUNNAN);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(list.all().iter().filter(|division| division.is_prefecture()).count(), 16);
        for division in list.all().iter().filter(|division| !division.parent.is_empty()) {
            assert!(list.parent(division).is_some(), "{} has no parent", division.name);
        }
    }

    #[test]
    fn names_official_short_former_and_later() {
        let list = Divisions::built_in();
        let one = |name: &str| {
            let found = list.find(name);
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            (found[0].division.name.as_str(), found[0].kind)
        };
        assert_eq!(one("昆明"), ("昆明市", NameKind::Short));
        assert_eq!(one("峨山县"), ("峨山彝族自治县", NameKind::Short));
        assert_eq!(one("西双版纳州"), ("西双版纳傣族自治州", NameKind::Short));
        assert_eq!(one("镇沅县"), ("镇沅彝族哈尼族拉祜族自治县", NameKind::Short));
        assert_eq!(one("沾益县"), ("沾益区", NameKind::Former));
        assert_eq!(one("澄江市"), ("澄江县", NameKind::Later(2019)));
        assert_eq!(one("530181"), ("安宁市", NameKind::Official));
        assert_eq!(list.find("大理").len(), 2);
        assert!(list.find("云").is_empty());
        assert!(list.find("石家庄市").is_empty());
    }
}
