//! The condition language: what it reads, how it binds, and every way in which it can be wrong.

use super::{Comparison, Condition};
use crate::catalog::vocabulary::{
    Attribute, AttributeValue, Parameter, Scope, Sector, Term, TermId, TermKind, Vocabulary,
};
use crate::catalog::{Library, vocabulary};
use crate::quantity::Dimension;

fn vocabulary() -> Vocabulary {
    let parameter = |name: &str, dimension| Parameter {
        name: name.into(),
        dimension,
        scope: Scope::Unit,
        labels: vec![name.into()],
    };
    let value = |name: &str| AttributeValue { name: name.into(), labels: vec![name.into()], not: Vec::new() };
    let term = |name: &str| Term {
        name: name.into(),
        kind: TermKind::Equipment,
        is: Vec::new(),
        labels: vec![name.into()],
        not: Vec::new(),
        parameters: Vec::new(),
        narrow: None,
        states: Vec::new(),
    };
    Vocabulary {
        sectors: vec![Sector { name: "钢铁".into(), is: None, labels: vec!["钢铁".into()] }],
        parameters: vec![
            parameter("有效容积", Dimension::Volume),
            parameter("年产能", Dimension::MassPerYear),
            parameter("长径比", Dimension::Number),
        ],
        attributes: vec![Attribute {
            name: "炉型".into(),
            question: "炉型".into(),
            values: vec![value("开放式"), value("密闭式")],
        }],
        terms: vec![term("高炉"), term("非标设备")],
        ..Vocabulary::default()
    }
}

fn read(text: &str) -> Condition {
    Condition::parse(text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The place and the message of the error in a text.
fn error(text: &str) -> (usize, String) {
    let error = Condition::parse(text, &vocabulary()).expect_err(text);
    (error.at, error.message)
}

#[test]
fn a_comparison_keeps_its_number_and_unit() {
    let Condition::Compare { comparison, limit, unit, .. } = read("有效容积 <= 400.5 立方米") else { panic!() };
    assert_eq!((comparison, limit.to_string().as_str(), unit.symbol), (Comparison::AtMost, "400.5", "m3"));
    assert_eq!(read("有效容积≤400m3"), read("有效容积 <= 400 m3"));
    assert_eq!(read("年产能 < 5 万t/a"), read("年产能 < 5万 t/a"));
}

#[test]
fn every_sign_is_read_in_every_spelling() {
    for (spellings, comparison) in [
        (vec!["<", "＜"], Comparison::Less),
        (vec!["<=", "≤"], Comparison::AtMost),
        (vec![">", "＞"], Comparison::Greater),
        (vec![">=", "≥"], Comparison::AtLeast),
        (vec!["=", "＝"], Comparison::Equal),
        (vec!["!=", "≠"], Comparison::NotEqual),
    ] {
        for sign in spellings {
            let Condition::Compare { comparison: read, .. } = read(&format!("有效容积 {sign} 1 m3")) else {
                panic!()
            };
            assert_eq!(read, comparison, "{sign}");
        }
    }
}

#[test]
fn and_binds_closer_than_or() {
    let Condition::Any(parts) = read("炉型 = 开放式 或 炉型 = 密闭式 且 有效容积 < 1 m3") else {
        panic!()
    };
    assert!(matches!(&parts[..], [Condition::Attribute { .. }, Condition::All(_)]));
    let Condition::All(parts) = read("（炉型 = 开放式 或 炉型 = 密闭式）且 有效容积 < 1 m3") else {
        panic!()
    };
    assert!(matches!(&parts[..], [Condition::Any(_), Condition::Compare { .. }]));
}

#[test]
fn not_negates_and_does_not_cut_a_name_that_begins_with_it() {
    assert_eq!(read("非 述及(高炉)"), Condition::Not(Box::new(Condition::Names(TermId(0)))));
    assert_eq!(read("非(炉型 = 开放式)"), read("非 炉型 = 开放式"));
    assert_eq!(read("述及(非标设备)"), Condition::Names(TermId(1)));
}

#[test]
fn what_is_stated_may_be_a_term_or_a_value() {
    assert!(matches!(read("述及（炉型 = 密闭式）"), Condition::States(..)));
    assert!(matches!(read("行业 != 钢铁"), Condition::Sector { equal: false, .. }));
}

#[test]
fn every_error_names_its_place() {
    let cases = [
        ("", 0, "此处应写"),
        ("有效容积", 4, "比较符号"),
        ("有效容积 <= 很大", 8, "应写数"),
        ("有效容积 <= 400", 11, "应写单位"),
        ("有效容积 <= 400 kW", 12, "单位“kW”是功率"),
        ("有效容积 <= 400 斗", 12, "不认识的单位"),
        ("长径比 < 6 m3", 8, "没有单位"),
        ("容积 <= 400 m3", 0, "词表中没有参数“容积”"),
        ("容积 = 大", 0, "词表中没有参数或属性“容积”"),
        ("炉型 = 半开放", 0, "没有值“半开放”，可用：开放式、密闭式"),
        ("行业 = 钢贴", 0, "词表中没有行业“钢贴”"),
        ("述及(矮炉)", 3, "词表中没有词条“矮炉”"),
        ("述及(炉形 = 开放式)", 3, "词表中没有属性“炉形”"),
        ("述及(高炉", 5, "缺右括号"),
        ("（炉型 = 开放式", 9, "缺右括号"),
        ("炉型 = 开放式）", 8, "应结束"),
        ("炉型 = 开放式 且", 10, "此处应写"),
    ];
    for (text, at, part) in cases {
        let (place, message) = error(text);
        assert!(message.contains(part), "{text}: {message}");
        assert!(place.abs_diff(at) <= 1, "{text}: at {place}, expected {at} ({message})");
    }
}

#[test]
fn brackets_without_end_are_refused_and_do_not_exhaust_the_stack() {
    for text in ["(".repeat(100_000), "非 ".repeat(100_000)] {
        assert!(error(&text).1.contains("嵌套太深"));
    }
}

#[test]
fn what_is_written_reads_back_to_the_same_tree() {
    let library = Library::builtin().map_err(|problems| problems.to_string()).unwrap();
    let words: &vocabulary::Vocabulary = &library.vocabulary;
    let rules = library.editions.iter().flat_map(|edition| &edition.entries).flat_map(|entry| &entry.rules);
    let exemptions = |rule: &crate::catalog::Rule| -> Vec<Condition> {
        rule.unless.iter().map(|exemption| exemption.when.clone()).collect()
    };
    let mut count = 0;
    for condition in rules.flat_map(|rule| rule.when.clone().into_iter().chain(exemptions(rule))) {
        let written = condition.written(words);
        assert_eq!(Condition::parse(&written, words).as_ref(), Ok(&condition), "{written}");
        count += 1;
    }
    assert!(count > 300, "only {count} conditions");
}
