//! The examples of catalogue entries, run as tests: each is judged against its own edition alone.

use crate::catalog::{Edition, Entry, Example, ExampleKind, Library};
use crate::yaml::{Position, Problem, Problems};

use super::{Description, Item, Judgement, MatchOptions, Matcher, Outcome};

/// Judges every example of the library and reports those that come out otherwise than written.
#[must_use]
pub fn failing_examples(library: &Library) -> Problems {
    let mut problems = Problems::default();
    for edition in &library.editions {
        let options = MatchOptions { explain: true, ..MatchOptions::default() };
        let matcher = Matcher::new(library.vocabulary.clone(), vec![edition.clone()], options);
        for entry in &edition.entries {
            for (kind, index, example) in entry.examples.each() {
                let sector = example.sector.as_deref().unwrap_or_default();
                let judgement = matcher.judge(&Description::phrase(&example.text, sector));
                if let Some((message, hint)) = verdict_on(kind, entry, example, &judgement) {
                    let (file, position) = place(library, edition, entry, kind, index);
                    problems.push(Problem { file, position, message, hint });
                }
            }
        }
    }
    problems
}

fn place(library: &Library, edition: &Edition, entry: &Entry, kind: ExampleKind, index: usize) -> (String, Position) {
    let places = library.places.get(&(edition.id.clone(), entry.key.clone()));
    let place = places.and_then(|places| places.examples.get(&kind)?.get(index));
    place.map_or_else(|| (edition.id.clone(), Position::default()), |place| (place.file.to_string(), place.at))
}

/// What the entry says of an item, gravest first; `None` for no finding.
fn outcome(entry: &Entry, judgement: &Judgement) -> Option<Outcome> {
    let findings = judgement.items.iter().flat_map(|item| &item.findings);
    findings.filter(|finding| finding.entry == entry.key).map(|finding| finding.outcome).max()
}

fn chinese(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Hit) => "命中",
        Some(Outcome::Review) => "待核实",
        Some(Outcome::Exempt) => "除外",
        None => "不涉及",
    }
}

fn verdict_on(kind: ExampleKind, entry: &Entry, example: &Example, judgement: &Judgement) -> Option<(String, String)> {
    let expected = match kind {
        ExampleKind::Hit => Some(Outcome::Hit),
        ExampleKind::Review => Some(Outcome::Review),
        ExampleKind::Exempt => Some(Outcome::Exempt),
        ExampleKind::Clear => None,
    };
    let actual = outcome(entry, judgement);
    if actual == expected {
        return None;
    }
    let message =
        format!("条目“{}”的例子“{}”应为{}，实为{}", entry.key, example.text, chinese(expected), chinese(actual));
    Some((message, understood(entry, judgement)))
}

/// How the phrase was read, and what the entry made of it.
fn understood(entry: &Entry, judgement: &Judgement) -> String {
    if judgement.items.is_empty() {
        return "没有认出任何设备、工艺、产品：检查词表的叫法".to_owned();
    }
    judgement.items.iter().map(|item| item_read(entry, item)).collect::<Vec<_>>().join("；")
}

fn item_read(entry: &Entry, item: &Item) -> String {
    let facts: Vec<String> =
        item.facts.iter().map(|fact| format!("{} {}{}", fact.parameter, fact.value, fact.unit)).collect();
    let mut parts = vec![format!("认作“{}”", item.equipment.as_deref().unwrap_or("（不认识）"))];
    if !facts.is_empty() {
        parts.push(facts.join("、"));
    }
    for finding in item.findings.iter().filter(|finding| finding.entry == entry.key) {
        if !finding.missing.is_empty() {
            parts.push(format!("缺{}", finding.missing.join("、")));
        }
        parts.extend(finding.because.iter().cloned());
    }
    let near = item.near_misses.iter().filter(|near| near.entry == entry.key);
    parts.extend(near.map(|near| near.stopped_by.clone()));
    parts.join("，")
}
