//! What the words of two columns, or the beginning of an address, mean together.

use super::divisions::{Division, Divisions, Found, NameKind};

/// A prefecture and a county, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place<'a> {
    /// 州市.
    pub prefecture: Option<&'a Division>,
    /// 县市区.
    pub county: Option<&'a Division>,
}

/// What is wrong with a place as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceProblem {
    /// No division has this name.
    Unknown {
        /// The name as written.
        name: String,
    },
    /// The division has another name now.
    Outdated {
        /// The name as written.
        name: String,
        /// The present name.
        now: String,
        /// The year since which it holds, where known.
        since: Option<u16>,
    },
    /// The county lies in another prefecture than the one written.
    NotInPrefecture {
        /// The county.
        county: String,
        /// The prefecture as written.
        prefecture: String,
        /// The prefecture that it lies in.
        lies_in: String,
    },
}

pub(super) fn place<'a>(list: &'a Divisions, prefecture: &str, county: &str) -> (Place<'a>, Vec<PlaceProblem>) {
    let mut problems = Vec::new();
    let mut place = Place::default();
    if !prefecture.is_empty() {
        let found = list.find(prefecture);
        let chosen = found.iter().find(|found| found.division.is_prefecture());
        if let Some(found) = chosen {
            place.prefecture = Some(found.division);
            problems.extend(outdated(prefecture, found));
        } else if found.is_empty() {
            problems.push(PlaceProblem::Unknown { name: prefecture.to_owned() });
        }
    }
    if !county.is_empty() {
        let found = list.find(county);
        let counties: Vec<&Found<'a>> = found.iter().filter(|found| found.division.is_county()).collect();
        let inside = |found: &&&Found<'a>| place.prefecture.is_none_or(|above| found.division.parent == above.code);
        if let Some(found) = counties.iter().find(inside) {
            place.county = Some(found.division);
            problems.extend(outdated(county, found));
        } else if let Some(found) = counties.first() {
            place.county = Some(found.division);
            problems.push(PlaceProblem::NotInPrefecture {
                county: county.to_owned(),
                prefecture: prefecture.to_owned(),
                lies_in: list.parent(found.division).map(|above| above.name.clone()).unwrap_or_default(),
            });
        } else if found.is_empty() && !is_prefecture_itself(county) {
            problems.push(PlaceProblem::Unknown { name: county.to_owned() });
        }
        if place.prefecture.is_none() && counties.len() == 1 {
            place.prefecture = place.county.and_then(|division| list.parent(division));
        }
    }
    (place, problems)
}

/// 市直, 州本级 and the like stand in county columns and mean the prefecture itself; development zones are no divisions.
fn is_prefecture_itself(name: &str) -> bool {
    ["市直", "州直", "市本级", "州本级", "市属", "州属", "本级"].contains(&name)
        || ["开发区", "园区", "高新区", "经开区", "度假区", "新区"].iter().any(|zone| name.ends_with(zone))
}

fn outdated(name: &str, found: &Found<'_>) -> Option<PlaceProblem> {
    (found.kind == NameKind::Former).then(|| PlaceProblem::Outdated {
        name: name.to_owned(),
        now: found.division.name.clone(),
        since: found.division.since,
    })
}

pub(super) fn place_in_text<'a>(list: &'a Divisions, text: &str) -> Place<'a> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.strip_prefix("云南省").or_else(|| text.strip_prefix("云南")).unwrap_or(&text);
    let mut place = Place::default();
    let Some((found, length)) = list.prefix(text) else { return place };
    if let Some(first) = found.iter().find(|found| found.division.is_prefecture()) {
        place.prefecture = Some(first.division);
        let rest = text.get(length..).unwrap_or_default();
        if let Some((below, _)) = list.prefix(rest) {
            place.county = below
                .iter()
                .find(|below| below.division.is_county() && below.division.parent == first.division.code)
                .map(|below| below.division);
        }
        // 大理…… may be the prefecture or the city of the same name: what stands for both is only the prefecture.
    } else if let [only] = found.as_slice()
        && only.division.is_county()
    {
        place.county = Some(only.division);
        place.prefecture = list.parent(only.division);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &Place<'_>) -> (Option<String>, Option<String>) {
        (place.prefecture.map(|division| division.name.clone()), place.county.map(|division| division.name.clone()))
    }

    fn some(prefecture: &str, county: &str) -> (Option<String>, Option<String>) {
        let some = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        (some(prefecture), some(county))
    }

    #[test]
    fn a_county_without_its_prefecture_is_completed() {
        let (place, problems) = Divisions::built_in().place("", "安宁市");
        assert_eq!((names(&place), problems), (some("昆明市", "安宁市"), vec![]));
    }

    #[test]
    fn a_county_in_the_wrong_prefecture_is_said() {
        let (_, problems) = Divisions::built_in().place("玉溪市", "安宁市");
        assert_eq!(
            problems,
            [PlaceProblem::NotInPrefecture {
                county: "安宁市".into(),
                prefecture: "玉溪市".into(),
                lies_in: "昆明市".into()
            }]
        );
    }

    #[test]
    fn an_outdated_name_maps_to_the_present_one_with_its_year() {
        let (place, problems) = Divisions::built_in().place("曲靖", "沾益县");
        assert_eq!(names(&place), some("曲靖市", "沾益区"));
        assert_eq!(
            problems,
            [PlaceProblem::Outdated { name: "沾益县".into(), now: "沾益区".into(), since: Some(2016) }]
        );
    }

    #[test]
    fn the_beginning_of_an_address() {
        let list = Divisions::built_in();
        assert_eq!(names(&list.place_in_text("云南省玉溪市峨山县双江街道")), some("玉溪市", "峨山彝族自治县"));
        assert_eq!(names(&list.place_in_text("安宁市草铺街道")), some("昆明市", "安宁市"));
        assert_eq!(names(&list.place_in_text("大理某某水泥有限公司")), some("大理白族自治州", ""));
        assert_eq!(names(&list.place_in_text("某某公司")), some("", ""));
    }
}
