//! What must not matter does not: blanks, width, traditional characters, spelling of units, where the count stands, and
//! whether a phrase stands in one cell or in several. Every phrase of the labelled suite is rewritten and judged again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

mod verdict_support;

use std::cell::RefCell;
use std::collections::BTreeSet;

use capex::matching::{Judgement, Outcome, Role};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use verdict_support::{Column, Judges, Row, rows, tiers};

/// What is compared: entry, outcome, for each finding.
fn verdict(judgement: &Judgement) -> BTreeSet<(String, String, Outcome)> {
    judgement
        .items
        .iter()
        .flat_map(|item| &item.findings)
        .map(|finding| (finding.catalog.clone(), finding.entry.clone(), finding.outcome))
        .collect()
}

/// Rows that are one phrase.
fn phrases() -> Vec<Row> {
    tiers().iter().flat_map(|tier| rows(tier)).filter(|row| row.phrase().is_some() && row.open.is_none()).collect()
}

fn phrase(text: &str) -> Vec<Column> {
    vec![Column { role: Role::Equipment, header: String::new(), unit: None, text: text.to_owned() }]
}

/// Judges each phrase as written and rewritten; `rewrite` gives nothing where it does not apply.
fn unchanged(least: usize, rewrite: impl Fn(&str) -> Option<String>) {
    let mut judges = Judges::new();
    let (mut tried, mut changed) = (0, Vec::new());
    for row in phrases() {
        let text = row.phrase().expect("a phrase");
        let Some(other) = rewrite(text).filter(|other| other != text) else { continue };
        tried += 1;
        let before = verdict(&judges.judge(&row));
        let after = verdict(&judges.judge_columns(&row, &row.sector, &phrase(&other)));
        if before != after {
            changed.push(format!("{}\n    「{other}」 {after:?} instead of {before:?}", row.place()));
        }
    }
    println!("{tried} phrases rewritten");
    assert!(tried >= least, "only {tried} phrases rewritten");
    assert!(changed.is_empty(), "{} of {tried} changed:\n{}", changed.len(), changed.join("\n"));
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// A blank between a Chinese character and whatever follows it.
fn with_blanks(text: &str, blank: &str) -> String {
    let mut spaced = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        spaced.push(c);
        if is_han(c) && chars.peek().is_some() {
            spaced.push_str(blank);
        }
    }
    spaced
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}

fn traditional(text: &str) -> String {
    const PAIRS: &[(char, char)] = &[
        ('炉', '爐'),
        ('铁', '鐵'),
        ('钢', '鋼'),
        ('吨', '噸'),
        ('机', '機'),
        ('台', '臺'),
        ('条', '條'),
        ('两', '兩'),
        ('万', '萬'),
        ('电', '電'),
        ('转', '轉'),
        ('烧', '燒'),
        ('结', '結'),
        ('积', '積'),
        ('产', '產'),
        ('线', '線'),
        ('铝', '鋁'),
        ('铜', '銅'),
        ('铅', '鉛'),
        ('锌', '鋅'),
        ('锰', '錳'),
        ('窑', '窯'),
        ('径', '徑'),
        ('湿', '濕'),
        ('层', '層'),
        ('变', '變'),
        ('压', '壓'),
        ('异', '異'),
        ('预', '預'),
        ('单', '單'),
        ('总', '總'),
        ('热', '熱'),
        ('镍', '鎳'),
        ('锡', '錫'),
        ('锑', '銻'),
        ('轧', '軋'),
        ('团', '團'),
        ('竖', '豎'),
        ('冲', '沖'),
        ('铸', '鑄'),
        ('锻', '鍛'),
        ('废', '廢'),
        ('旧', '舊'),
        ('矿', '礦'),
        ('业', '業'),
        ('质', '質'),
        ('设', '設'),
        ('备', '備'),
        ('黄', '黃'),
        ('门', '門'),
        ('轮', '輪'),
        ('库', '庫'),
        ('车', '車'),
        ('软', '軟'),
        ('计', '計'),
        ('开', '開'),
        ('闭', '閉'),
        ('内', '內'),
    ];
    text.chars().map(|c| PAIRS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, other)| *other)).collect()
}

#[test]
fn blanks_between_characters_do_not_matter() {
    for blank in [" ", "\u{3000}", "\u{200B}", "\u{A0}"] {
        unchanged(400, |text| (!text.contains('\n')).then(|| with_blanks(text, blank)));
    }
}

#[test]
fn full_width_does_not_matter() {
    unchanged(300, |text| Some(wide(text)));
}

#[test]
fn traditional_characters_do_not_matter() {
    unchanged(300, |text| Some(traditional(text)));
}

#[test]
fn the_case_of_letters_does_not_matter() {
    // X before a count is a multiplication sign in either case, so that it may be turned too.
    unchanged(90, |text| Some(text.to_ascii_uppercase()));
    unchanged(40, |text| Some(text.to_ascii_lowercase()));
}

#[test]
fn the_spelling_of_units_does_not_matter() {
    for (from, to) in [
        ("立方米", "m³"),
        ("立方米", "㎥"),
        ("m³", "立方米"),
        ("m3", "M3"),
        ("平方米", "㎡"),
        ("㎡", "m2"),
        ("㎡", "平方米"),
        ("千伏安", "kVA"),
        ("kVA", "千伏安"),
        ("KVA", "千伏安"),
        ("kA", "千安"),
        ("吨/年", "t/a"),
        ("t/d", "吨/日"),
        ("毫米", "mm"),
        ("万吨/年", "万t/a"),
    ] {
        unchanged(2, |text| text.contains(from).then(|| text.replace(from, to)));
    }
}

#[test]
fn brackets_and_commas_of_either_width_do_not_matter() {
    let narrow = |text: &str| text.replace('（', "(").replace('）', ")").replace('；', ";").replace('：', ":");
    unchanged(50, |text| Some(narrow(text)));
    unchanged(45, |text| Some(text.replace('（', "【").replace('）', "】")));
    // A comma between figures parts thousands, so that only the others are turned.
    let comma = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let figure = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
        let turned = chars.iter().enumerate().map(|(at, c)| {
            let between = at > 0 && figure(chars.get(at - 1)) && figure(chars.get(at + 1));
            if *c == '，' && !between { ',' } else { *c }
        });
        turned.collect()
    };
    unchanged(30, |text| Some(comma(text)));
}

/// 「380m³高炉2座」 as count and rest, where the phrase ends with one count.
fn counted(text: &str) -> Option<(&str, &str)> {
    let last = text.chars().last().filter(|c| "座台套条".contains(*c))?;
    let body = &text[..text.len() - last.len_utf8()];
    let figures = body.len() - body.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (rest, count) = text.split_at(body.len() - figures);
    let single = !rest.contains(['、', '，', ',', '；', ':', '（', '(', '#', '号', '\n', '×', '*', 'X']);
    // After a letter or figure the count would be read as part of it.
    (figures > 0 && single && rest.chars().last().is_some_and(is_han)).then_some((rest, count))
}

#[test]
fn the_count_may_stand_before_behind_or_in_its_own_column() {
    unchanged(60, |text| counted(text).map(|(rest, count)| format!("{count}{rest}")));
    unchanged(60, |text| counted(text).map(|(rest, count)| format!("{rest}（{count}）")));
    unchanged(60, |text| {
        counted(text).map(|(rest, count)| {
            let figures: String = count.chars().filter(char::is_ascii_digit).collect();
            format!("{rest}×{figures}")
        })
    });
    let mut judges = Judges::new();
    let mut tried = 0;
    for row in phrases() {
        let Some((rest, count)) = row.phrase().and_then(counted) else { continue };
        tried += 1;
        let figures: String = count.chars().filter(char::is_ascii_digit).collect();
        let columns = [
            Column { role: Role::Equipment, header: "设备名称".into(), unit: None, text: rest.into() },
            Column { role: Role::Quantity, header: "数量".into(), unit: None, text: figures },
        ];
        let before = judges.judge(&row);
        let after = judges.judge_columns(&row, &row.sector, &columns);
        assert_eq!(verdict(&before), verdict(&after), "{}", row.place());
        assert_eq!(before.items[0].quantity, after.items[0].quantity, "{}", row.place());
    }
    assert!(tried >= 60, "only {tried} phrases");
}

/// 「380立方米高炉1座」 as the leading figures, their unit and the rest, where one measure leads.
fn measured(text: &str) -> Option<(&str, &str, &str)> {
    const UNITS: [&str; 12] = ["立方米", "m³", "m3", "平方米", "㎡", "m2", "千伏安", "kVA", "KVA", "吨", "t", "kA"];
    let figures = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (value, rest) = text.split_at(figures);
    let unit = UNITS.into_iter().find(|unit| rest.starts_with(unit))?;
    let noun = &rest[unit.len()..];
    let plain = !noun.contains(['、', '，', ',', '；', '\n', '/', '（', '(', '＋', '+'])
        && !noun.starts_with(['以', '及', '级', '（', '/', 'L', 'A', 'V'])
        && !noun.chars().any(|c| c.is_ascii_digit() && !noun.ends_with(['座', '台', '套', '条']));
    (figures > 0 && plain && noun.chars().next().is_some_and(is_han)).then_some((value, unit, noun))
}

#[test]
fn the_value_may_follow_its_noun_or_stand_in_its_own_column() {
    unchanged(50, |text| measured(text).map(|(value, unit, noun)| format!("{noun}，{value}{unit}")));
    unchanged(50, |text| measured(text).map(|(value, unit, noun)| format!("{noun}（{value}{unit}）")));
    let mut judges = Judges::new();
    let mut tried = 0;
    for row in phrases() {
        let Some((value, unit, noun)) = row.phrase().and_then(measured) else { continue };
        tried += 1;
        let before = verdict(&judges.judge(&row));
        let name = || Column { role: Role::Equipment, header: "设备名称".into(), unit: None, text: noun.into() };
        for columns in [
            vec![
                name(),
                Column { role: Role::Model, header: "规格型号".into(), unit: None, text: format!("{value}{unit}") },
            ],
            vec![
                name(),
                Column {
                    role: Role::Parameter,
                    header: format!("主要参数（{unit}）"),
                    unit: Some(unit.into()),
                    text: value.into(),
                },
            ],
            vec![
                name(),
                Column {
                    role: Role::Parameter,
                    header: "主要参数".into(),
                    unit: None,
                    text: format!("{value} {unit}"),
                },
                Column { role: Role::Status, header: "运行状态".into(), unit: None, text: "在产".into() },
                Column { role: Role::Remarks, header: "备注".into(), unit: None, text: "正常".into() },
            ],
        ] {
            let after = verdict(&judges.judge_columns(&row, &row.sector, &columns));
            assert_eq!(before, after, "{} as {columns:?}", row.place());
        }
    }
    assert!(tried >= 50, "only {tried} phrases");
}

#[test]
fn words_around_a_phrase_do_not_matter() {
    for (before, after) in
        [("", "。"), ("主要设备：", ""), ("现有", ""), ("", "，正常生产"), ("公司有", ""), ("一、", "")]
    {
        // What is being built or bought is not 现有.
        let planned = |text: &str| text.contains(['建', '购', '增']) || text.contains("新上");
        let fits = |text: &str| before != "现有" || !planned(text);
        unchanged(400, |text| fits(text).then(|| format!("{before}{text}{after}")));
    }
}

#[test]
fn rewritings_may_be_mixed() {
    let rows = phrases();
    let judges = RefCell::new(Judges::new());
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 1500, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let strategy = (0..rows.len(), any::<[bool; 5]>());
    let outcome = runner.run(&strategy, |(index, [wider, older, spaced, upper, stopped])| {
        let row = &rows[index];
        let mut text = row.phrase().expect("a phrase").to_owned();
        if older {
            text = traditional(&text);
        }
        if upper {
            text = text.to_ascii_uppercase();
        }
        if spaced && !text.contains('\n') {
            text = with_blanks(&text, " ");
        }
        if wider {
            text = wide(&text);
        }
        if stopped {
            text.push('。');
        }
        let judged = |judges: &mut Judges, text: &str| verdict(&judges.judge_columns(row, &row.sector, &phrase(text)));
        let mut judges = judges.borrow_mut();
        let (before, after) = (judged(&mut judges, row.phrase().expect("a phrase")), judged(&mut judges, &text));
        prop_assert_eq!(before, after, "{} as 「{}」", row.place(), text);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
