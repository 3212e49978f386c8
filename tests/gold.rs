//! Real equipment descriptions against ndrc-2013: how many are judged as a person judged them.
//!
//! The rows are facts taken from public notices, news and regulations, labelled by hand; see the columns of the fixture. A
//! false hit is the worst error (it closes an innocent plant), a missed review the mildest. Rows of single plants are counted
//! apart from phrases of regulations (context `class`), and the restrict class apart from the elimination class.

use std::collections::BTreeMap;
use std::path::Path;

use capex::catalog::{Action, Library};
use capex::matching::{Description, Finding, MatchOptions, Matcher, Outcome, Part, Role};

type Row = BTreeMap<String, String>;

fn rows() -> Result<Vec<Row>, csv::Error> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gold/real-rows-dev.tsv");
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(file)?;
    reader.deserialize().collect()
}

/// The findings of a row, as the columns of a survey would give them.
fn findings(matcher: &Matcher, row: &Row) -> Vec<Finding> {
    let part = |role, field: &'static str, text, unit| Part { role, text, header: "", unit, field };
    let unit = Some(row["unit"].as_str()).filter(|unit| !unit.is_empty());
    let description = Description {
        sector: &row["sector"],
        parts: vec![
            part(Role::Enterprise, "enterprise", row["enterprise"].as_str(), None),
            part(Role::Equipment, "equipment", row["equipment_text"].as_str(), None),
            part(Role::Capacity, "capacity", row["capacity_text"].as_str(), unit),
        ],
    };
    matcher.judge(&description).items.into_iter().flat_map(|item| item.findings).collect()
}

fn keys(text: &str) -> Vec<&str> {
    text.split('|').map(str::trim).filter(|key| !key.is_empty()).collect()
}

/// Words of the gold column `missing`, without what brackets explain: 「单台变压器容量(kVA)、产品」 → 变压器容量, 产品.
fn wanted_parameters(missing: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_u32;
    for c in missing.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
        .split(['、', '/', ','])
        .map(|word| {
            word.trim_start_matches("单台").trim_start_matches("单座").trim_start_matches("是否").trim().to_owned()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[derive(Debug, PartialEq, Eq, Clone, Copy, PartialOrd, Ord)]
enum Judged {
    Right,
    FalseHit,
    MissedHit,
    MissedReview,
    NeedlessReview,
    ReviewWithoutParameter,
}

fn judge(row: &Row, findings: &[Finding]) -> Judged {
    let of = |outcome| {
        findings
            .iter()
            .filter(move |finding| finding.action == Action::Eliminate && finding.outcome == outcome)
            .collect::<Vec<_>>()
    };
    let (hits, reviews) = (of(Outcome::Hit), of(Outcome::Review));
    let candidates = keys(&row["candidates"]);
    match row["label"].as_str() {
        "none" if !hits.is_empty() => Judged::FalseHit,
        "none" if !reviews.is_empty() => Judged::NeedlessReview,
        "none" => Judged::Right,
        "unclear" if !hits.is_empty() => Judged::FalseHit,
        "unclear" => {
            let fitting: Vec<_> =
                reviews.iter().filter(|finding| candidates.contains(&finding.entry.as_str())).collect();
            let wanted = wanted_parameters(&row["missing"]);
            let named = fitting.iter().any(|finding| {
                wanted.is_empty() || finding.missing.iter().any(|asked| wanted.iter().any(|word| asked.contains(word)))
            });
            match (fitting.is_empty(), named) {
                (true, _) => Judged::MissedReview,
                (_, true) => Judged::Right,
                _ => Judged::ReviewWithoutParameter,
            }
        }
        label => {
            let labels = keys(label);
            let found = |key: &&str| hits.iter().any(|finding| finding.entry == *key);
            let extra = hits.iter().any(|finding| {
                !labels.contains(&finding.entry.as_str()) && !candidates.contains(&finding.entry.as_str())
            });
            match (extra, labels.iter().all(found)) {
                (true, _) => Judged::FalseHit,
                (_, true) => Judged::Right,
                _ => Judged::MissedHit,
            }
        }
    }
}

fn restrict_is_right(row: &Row, findings: &[Finding]) -> bool {
    let hits: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.action == Action::Restrict && finding.outcome == Outcome::Hit)
        .map(|finding| finding.entry.as_str())
        .collect();
    match row["label_restrict"].as_str() {
        "none" => hits.is_empty(),
        key => hits.contains(&key),
    }
}

#[test]
fn real_rows_are_judged_as_a_person_judged_them() {
    let library = Library::builtin().unwrap_or_else(|problems| panic!("{problems}"));
    let edition = library.edition("ndrc-2013").expect("ndrc-2013 is built in").clone();
    let matcher = Matcher::new(library.vocabulary.clone(), vec![edition], MatchOptions::default());
    let mut counts: BTreeMap<(&str, Judged), usize> = BTreeMap::new();
    let (mut all, mut right, mut restrict_right) = (0_usize, 0_usize, 0_usize);
    for row in rows().expect("the fixture is well formed") {
        let findings = findings(&matcher, &row);
        let judged = judge(&row, &findings);
        let kind = if row["context"] == "class" { "class" } else { "enterprise" };
        *counts.entry((kind, judged)).or_default() += 1;
        all += 1;
        right += usize::from(judged == Judged::Right);
        let brief = || {
            findings
                .iter()
                .map(|finding| format!("{}:{:?}{:?}", finding.entry, finding.outcome, finding.missing))
                .collect::<Vec<_>>()
                .join(" ")
        };
        if judged != Judged::Right {
            println!("{} {judged:?} 要 {} 「{}」 得 {}", row["id"], row["label"], row["equipment_text"], brief());
        }
        if restrict_is_right(&row, &findings) {
            restrict_right += 1;
        } else {
            println!("{} 限制类要 {} 「{}」 得 {}", row["id"], row["label_restrict"], row["equipment_text"], brief());
        }
    }
    println!("{counts:#?}\n淘汰类 {right}/{all}，限制类 {restrict_right}/{all}");
    let false_hits: usize =
        counts.iter().filter(|((_, judged), _)| *judged == Judged::FalseHit).map(|(_, count)| count).sum();
    assert_eq!(false_hits, 0, "no plant may be called eliminated that is not");
    assert!(right * 100 >= all * 100, "{right} of {all} rows are judged right");
    assert!(restrict_right * 100 >= all * 98, "{restrict_right} of {all} rows are right in the restrict class");
}

#[test]
fn asked_parameters_are_read_from_the_label() {
    assert_eq!(wanted_parameters("单台变压器容量(kVA)、产品"), ["变压器容量", "产品"]);
    assert_eq!(wanted_parameters("用途/产品(是否冶炼地条钢)"), ["用途", "产品"]);
}
