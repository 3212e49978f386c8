//! Judging many lines with what was read before gives what judging each by itself gives.

use capex::catalog::Library;
use capex::matching::{Description, MatchOptions, Matcher, Memory, Part, Role};

#[test]
fn what_is_remembered_changes_no_judgement() {
    let library = Library::builtin().unwrap_or_else(|problems| panic!("{problems}"));
    let options = MatchOptions { explain: true, ..MatchOptions::default() };
    let matcher = Matcher::new(library.vocabulary.clone(), library.editions.clone(), options);
    let phrases: Vec<String> =
        library.editions.iter().flat_map(|edition| &edition.entries).map(|entry| entry.name.clone()).collect();
    let part = |role, text, header, unit| Part { role, text, header, unit, field: "" };
    // The same words as equipment, as parameters of something else, and alone.
    let described: Vec<Description<'_>> = phrases
        .iter()
        .zip(phrases.iter().cycle().skip(7))
        .zip(["钢铁", "有色", "", "水泥；电石"].into_iter().cycle())
        .flat_map(|((one, other), sector)| {
            let line = vec![
                part(Role::Equipment, one.as_str(), "设备名称", None),
                part(Role::Parameter, other.as_str(), "主要参数", Some("m³")),
                part(Role::Capacity, "60", "产能（万吨/年）", Some("万吨/年")),
                part(Role::Quantity, "2", "数量", Some("台")),
                part(Role::Enterprise, other.as_str(), "企业名称", None),
            ];
            [Description { sector, parts: line }, Description::phrase(other, sector)]
        })
        .collect();
    let mut memories = [Memory::of(0), Memory::of(1), Memory::of(50), Memory::default()];
    for description in &described {
        let alone = matcher.judge(description);
        for memory in &mut memories {
            assert_eq!(matcher.judge_with(description, memory), alone, "{description:?}");
        }
    }
    assert!(described.len() > 500, "too few descriptions to tell");
}
