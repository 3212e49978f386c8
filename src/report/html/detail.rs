//! The details of a case: the phrase with what was recognised, the facts, and every finding with its wording.

use maud::{Markup, html};

use crate::matching::{Fact, Finding, Outcome, asked};
use crate::report::grid::{Column, Value};
use crate::report::view::{self, Case, View};
use crate::report::words;
use crate::survey::Field;

/// Columns that say again what the details show in their own way.
const SAID: [&str; 8] = ["序号", "州市", "县市区", "写明什么可除外", "依据来源", "说明", "建议", "缺什么"];

/// The details of a case, with those of its columns that its line does not show.
pub(super) fn case(view: &View<'_>, case: &Case<'_>, rest: &[(&Column, &Value<'_>)]) -> Markup {
    let item = case.item;
    html! {
        @for Phrase { label, text, marks } in phrases(case) {
            p.phrase lang="zh-CN" { @if !label.is_empty() { span.about { (label) "：" } } (marked(&text, &marks)) }
        }
        dl.facts {
            @if let Some(equipment) = &item.equipment { dt { "识别为" } dd { (equipment) } }
            @for fact in &item.facts { (fact_line(fact)) }
            @for (column, value) in rest.iter().filter(|(column, _)| !SAID.contains(&column.title)) {
                @let text = value.to_text();
                @if !text.is_empty() { dt { (column.title) } dd { (text) } }
            }
            @for field in [Field::Commissioned, Field::Measure, Field::OrderedOn, Field::DueOn, Field::CompletedOn] {
                @let text = view::field(case.record, field);
                @if !text.is_empty() { dt { (field.chinese()) } dd { (text) } }
            }
            @if !case.exceptions.is_empty() {
                dt { "建议" }
                dd { @for exception in &case.exceptions { (exception.suggestion) " " } }
            }
        }
        @for finding in &case.findings { (one(view, finding)) }
        @if !item.near_misses.is_empty() {
            h3 { "差一点就属于" }
            ul { @for miss in &item.near_misses { li { (miss.catalog) " " (miss.entry) "：" (miss.stopped_by) } } }
        }
        @if !item.remarks.is_empty() {
            h3 { "说明" }
            ul { @for remark in &item.remarks { li { (remark) } } }
        }
    }
}

fn fact_line(fact: &Fact) -> Markup {
    let from = match fact.from.as_str() {
        "" => String::new(),
        "sector" => "行业".to_owned(),
        "model-code" => "型号".to_owned(),
        "inference" => "推定".to_owned(),
        name => Field::ALL
            .iter()
            .find(|field| field.name() == name)
            .map_or_else(|| name.to_owned(), |field| field.chinese().to_owned()),
    };
    html! {
        dt { (fact.parameter) }
        dd {
            (fact.value) " " (crate::quantity::shown(&fact.unit)) " "
            span.about { "读自“" (fact.text) "”" @if !from.is_empty() { "（" (from) "）" } }
        }
    }
}

fn one(view: &View<'_>, finding: &Finding) -> Markup {
    let entry = view.entry(finding);
    let class = match finding.outcome {
        Outcome::Hit => "hit",
        Outcome::Review => "review",
        Outcome::Exempt => "exempt",
    };
    html! {
        div class={ "finding " (class) } {
            p { b { (finding.action.chinese()) "：" (words::outcome(finding.outcome)) } "　" (view.citation(finding)) }
            @if let Some(entry) = entry { blockquote { (entry.name) } }
            (line("理由", &finding.because))
            @if !finding.missing.is_empty() { p { (asked(&finding.missing)) } }
            @if finding.outcome != Outcome::Exempt { (line("写明可除外", &finding.unless)) }
            (line("注意", &finding.remarks))
            @if let Some(entry) = entry {
                p { "期限：" (entry.deadline_words) "　依据来源：" (entry.evidence_words)
                    @let from = entry.known_from(); @if !from.is_empty() { "（" (from) "）" } }
                @if !entry.replacement.is_empty() { p { "替代：" (entry.replacement) } }
                (line("先核对", &entry.doubts))
            }
        }
    }
}

fn line(label: &str, texts: &[String]) -> Markup {
    html! { @if !texts.is_empty() { p { (label) "：" (texts.join("；")) } } }
}

/// A phrase of the survey: the name of its field, its words, and each part that was recognised with what it was read as.
struct Phrase {
    label: &'static str,
    text: String,
    marks: Vec<(String, String)>,
}

/// The words that were read: those of the item, then other cells of its line that gave facts.
fn phrases(case: &Case<'_>) -> Vec<Phrase> {
    let item = case.item;
    let meaning = |fact: &Fact| {
        let unit = crate::quantity::shown(&fact.unit);
        format!("{} {} {unit}", fact.parameter, fact.value).trim_end().to_owned()
    };
    let of = |facts: &mut dyn Iterator<Item = &Fact>| -> Vec<(String, String)> {
        facts.filter(|fact| !fact.text.is_empty()).map(|fact| (fact.text.clone(), meaning(fact))).collect()
    };
    let mut own = of(&mut item.facts.iter());
    own.extend(item.equipment.iter().map(|equipment| (equipment.clone(), format!("识别为 {equipment}"))));
    let mut phrases = vec![Phrase { label: "", text: item.text.clone(), marks: own }];
    for field in Field::ALL {
        let marks = of(&mut item.facts.iter().filter(|fact| fact.from == field.name()));
        let text = view::field(case.record, *field);
        // What does not stand in the cell as it is (a unit from the header) is told by the facts below.
        let marks: Vec<_> = marks.into_iter().filter(|(words, _)| text.contains(words.as_str())).collect();
        if !marks.is_empty() && !text.contains(&item.text) && !item.text.contains(&*text) {
            phrases.push(Phrase { label: field.chinese(), text: text.into_owned(), marks });
        }
    }
    phrases
}

/// A phrase with recognised words marked, each with what it was read as.
fn marked(text: &str, words: &[(String, String)]) -> Markup {
    let mut marks: Vec<(usize, usize, String)> = Vec::new();
    for (words, meaning) in words {
        let Some(at) = text.find(words.as_str()) else { continue };
        let end = at + words.len();
        match marks.iter_mut().find(|(from, to, _)| at < *to && *from < end) {
            Some((from, to, known)) if (*from, *to) == (at, end) => {
                known.push('；');
                known.push_str(meaning);
            }
            Some(_) => {}
            None => marks.push((at, end, meaning.clone())),
        }
    }
    marks.sort();
    let mut at = 0;
    let mut parts: Vec<(&str, Option<String>)> = Vec::new();
    for (from, to, meaning) in marks {
        parts.push((text.get(at..from).unwrap_or_default(), None));
        parts.push((text.get(from..to).unwrap_or_default(), Some(meaning)));
        at = to;
    }
    parts.push((text.get(at..).unwrap_or_default(), None));
    html! {
        @for (text, meaning) in parts {
            @match meaning {
                Some(meaning) => mark title=(meaning) { (text) },
                None => (text),
            }
        }
    }
}
