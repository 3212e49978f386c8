//! Every mistake in a catalogue is reported in Chinese, with file, line and column, all at once.

#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene must fail")]

use std::fs;
use std::path::{Path, PathBuf};

use capex::catalog::{Library, lint};
use capex::matching::failing_examples;

fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/catalogs/small")
}

/// The small catalogue after its files were changed, in a folder of its own.
fn changed(changes: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(small()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    for (file, from, to) in changes {
        let path = folder.path().join(file);
        let text = if from.is_empty() {
            (*to).to_owned()
        } else {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(from), "{file} does not hold {from:?}");
            text.replacen(from, to, 1)
        };
        fs::write(&path, text).unwrap();
    }
    folder
}

fn without_folder(problems: &impl ToString, folder: &Path) -> String {
    problems.to_string().replace(&format!("{}/", folder.display()), "")
}

/// The problems of the small catalogue after its files were changed: (file, from, to), or a new file with an empty `from`.
fn problems(changes: &[(&str, &str, &str)]) -> String {
    let folder = changed(changes);
    match Library::alone(&[folder.path().to_owned()]) {
        Ok(_) => String::new(),
        Err(problems) => without_folder(&problems, folder.path()),
    }
}

/// What `catalog check` says of a well-formed catalogue: what cannot be meant, and examples that come out otherwise.
fn lints(changes: &[(&str, &str, &str)]) -> String {
    let folder = changed(changes);
    let library = Library::alone(&[folder.path().to_owned()]).unwrap();
    let mut found = lint(&library);
    found.extend(failing_examples(&library));
    found.or(()).map_or_else(|problems| without_folder(&problems, folder.path()), |()| String::new())
}

#[test]
fn the_small_catalogue_is_sound() {
    assert_eq!(problems(&[]), "");
    assert_eq!(lints(&[]), "");
    let library = Library::alone(&[small()]).unwrap();
    let second = library.edition("second").unwrap();
    let furnace = second.entry("blast-furnace").unwrap();
    assert_eq!(furnace.name, "400立方米及以下炼铁高炉（铸造用除外）");
    assert_eq!(furnace.cite, "淘汰类 一 1");
    assert_eq!(furnace.rules, library.edition("first").unwrap().entry("blast-furnace").unwrap().rules);
}

#[test]
fn all_problems_of_all_files_come_at_once_with_their_places() {
    let found = problems(&[
        ("second.yaml", "issuer: 某委", "isuer: 某委\nissuer: 某委\nissuer: 某委"),
        ("second.yaml", "炉型 = 开放式 或 变压器容量 < 12500 kVA", "炉型 = 开放 或 变压器容量 < 12500 kVA"),
        ("first.yaml", "有效容积 <= 400 m3", "有效容积 <= 400 kVA"),
        ("first.yaml", "    action: eliminate\n    sectors: [焦化]", "    action: elimnate\n    sectors: [焦化]"),
    ]);
    insta::assert_snapshot!(found);
}

/// More lists in lists than anything needs.
const NESTED: &str = concat!(
    "clear: ",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
);

/// More brackets than anything needs.
const DEEP: &str = "when: ((((((((((((((((((((((((((((((((((((((((有效容积 <= 400 m3";

/// One broken catalogue for every kind of problem: what is wrong, and the change that breaks the small catalogue.
const KINDS: &[(&str, &str, &str, &str)] = &[
    // The form of the file.
    ("full-width colon", "first.yaml", "title: 第一版目录", "title：第一版目录"),
    ("tab as indentation", "first.yaml", "    cite: 淘汰类 2", "\tcite: 淘汰类 2"),
    ("unclosed bracket", "first.yaml", "clear: [450立方米高炉2座]", "clear: [450立方米高炉2座"),
    ("unclosed quote", "first.yaml", "note: 只收三条", "note: \"只收三条"),
    ("two documents", "second.yaml", "entries:", "---\nentries:"),
    ("anchor", "first.yaml", "sectors: [钢铁]", "sectors: &s [钢铁]"),
    ("empty file", "third.yaml", "", ""),
    ("unknown key", "first.yaml", "    cite: 淘汰类 2", "    cites: 淘汰类 2"),
    ("repeated key", "first.yaml", "issuer: 某委", "issuer: 某委\nissuer: 某委"),
    ("list in place of text", "first.yaml", "title: 第一版目录", "title: [第一版目录]"),
    ("text in place of a list", "first.yaml", "entries:\n", "entries: 无\nentris:\n"),
    ("map in place of text", "first.yaml", "name: 土法炼焦", "name: {土法: 炼焦}"),
    ("no whole number", "first.yaml", "known: 3", "known: 三"),
    ("no truth value", "first.yaml", "complete: false", "complete: 否"),
    ("unknown word of a closed list", "first.yaml", "level: recalled-low", "level: recaled-low"),
    ("missing key of a mapping", "first.yaml", "known: 3, complete: false", "known: 3"),
    ("list without its end", "second.yaml", "sectors: [石化化工]", "sectors: [石化化工"),
    ("bracket of another kind", "first.yaml", "clear: [机械化焦炉]", "clear: [机械化焦炉}"),
    ("two lists without a comma", "first.yaml", "clear: [机械化焦炉]", "clear: [[机械化焦炉] [机焦炉]]"),
    ("key out of line", "first.yaml", "    name: 土法炼焦", "   name: 土法炼焦"),
    ("nested too deep", "first.yaml", "clear: [机械化焦炉]", NESTED),
    ("two words without a comma", "first.yaml", "hit: [土法炼焦炉]", "hit: [\"土法炼焦炉\" \"土法\"]"),
    ("wide comma in a list", "first.yaml", "hit: [土法炼焦炉]", "hit: [\"土法炼焦炉\"，\"土法\"]"),
    ("item of a list out of line", "first.yaml", "  - key: native-coking", " - key: native-coking"),
    ("tab before an item", "first.yaml", "  - key: native-coking", "\t- key: native-coking"),
    ("directive", "third.yaml", "", "%YAML 9.9.9\n---\ncatalog: third\n"),
    ("tag", "first.yaml", "title: 第一版目录", "title: !a 第一版目录"),
    ("a mapping as a key", "first.yaml", "{level: recalled-low}", "{{level: a}: recalled-low}"),
    ("nothing where a word must stand", "first.yaml", "catalog: first", "catalog:"),
    ("a word in place of a mapping", "first.yaml", "{level: recalled-low}", "凭记忆"),
    ("a word in place of pairs", "vocabulary.yaml", "states: {高炉用途: 炼铁}", "states: 炼铁"),
    // The vocabulary.
    ("sector without a name", "vocabulary.yaml", "  - name: 电石\n", "  - name: 电石\n  - name: \"\"\n"),
    ("empty label", "vocabulary.yaml", "labels: [小高炉]", "labels: [小高炉, \"\"]"),
    ("value of an attribute twice", "vocabulary.yaml", "{name: 铸造, labels", "{name: 炼铁, labels"),
    (
        "prefix of a model twice",
        "vocabulary.yaml",
        "models:\n",
        "models:\n  - {prefixes: [QF], scale: \"1\", unit: m3, parameter: 有效容积}\n  - {prefixes: [qf], scale: \"1\", unit: m3, parameter: 有效容积}\n",
    ),
    ("attendant twice", "vocabulary.yaml", "models:\n", "attendants: [行车, 行车]\n\nmodels:\n"),
    ("link of attendants twice", "vocabulary.yaml", "models:\n", "attendant_links: [用, 用]\n\nmodels:\n"),
    ("word of having twice", "vocabulary.yaml", "models:\n", "having: [配, 配]\n\nmodels:\n"),
    ("saying of nothing", "vocabulary.yaml", "models:\n", "sayings:\n  - {term: 高炉, of: [炉]}\n\nmodels:\n"),
    (
        "saying with an empty word",
        "vocabulary.yaml",
        "models:\n",
        "sayings:\n  - {term: 高炉, says: [\"\"]}\n\nmodels:\n",
    ),
    ("empty attendant", "vocabulary.yaml", "models:\n", "attendants: [行车, \"\"]\n\nmodels:\n"),
    ("look-alike without a label", "vocabulary.yaml", "not: [高炉煤气, 高炉矿渣]", "not: [高炉煤气, 转炉煤气]"),
    ("look-alike that is a label", "vocabulary.yaml", "not: [高炉煤气, 高炉矿渣]", "not: [高炉煤气, 小高炉]"),
    (
        "parameter of another dimension in a file that adds",
        "vocabulary-local.yaml",
        "",
        "parameters:\n  - {name: 有效容积, dimension: length}\n",
    ),
    ("repeated sector", "vocabulary.yaml", "  - name: 电石\n", "  - name: 电石\n  - name: 钢铁\n"),
    ("unknown wider sector", "vocabulary.yaml", "is: 有色金属", "is: 有色"),
    ("sectors in a loop", "vocabulary.yaml", "  - name: 有色金属", "  - name: 有色金属\n    is: 炼铜"),
    ("sector label of two", "vocabulary.yaml", "[铜冶炼, 铜]", "[铜冶炼, 铜, 炼钢]"),
    ("unknown dimension", "vocabulary.yaml", "dimension: volume", "dimension: volum"),
    ("parameter named twice", "vocabulary.yaml", "  - name: 变压器容量", "  - name: 有效容积"),
    ("attribute with the name of a parameter", "vocabulary.yaml", "  - name: 高炉用途", "  - name: 变压器容量"),
    (
        "attribute without values",
        "vocabulary.yaml",
        "    values:\n      - {name: 炼铁}\n      - {name: 铸造, labels: [铸造用, 铸造生铁]}",
        "    values: []",
    ),
    ("values that share a label", "vocabulary.yaml", "labels: [半密闭式]", "labels: [半密闭式, 敞开式]"),
    ("unknown wider term", "vocabulary.yaml", "is: [高炉]", "is: [高卢]"),
    ("terms in a loop", "vocabulary.yaml", "    labels: [小高炉]", "    labels: [小高炉]\n    is: [炼铁高炉]"),
    (
        "term label shared by strangers",
        "vocabulary.yaml",
        "  - name: 电石炉\n",
        "  - name: 电石炉\n    labels: [小高炉]\n",
    ),
    ("label that is the name", "vocabulary.yaml", "labels: [小高炉]", "labels: [小高炉, 高炉]"),
    ("label written twice", "vocabulary.yaml", "labels: [小高炉]", "labels: [小高炉, 小高炉]"),
    ("term without labels", "vocabulary.yaml", "  - name: 土法炼焦\n", "  - name: 土法炼焦\n    bare: false\n"),
    ("unknown parameter of a term", "vocabulary.yaml", "parameters: [变压器容量]", "parameters: [变压器容积]"),
    ("unknown state", "vocabulary.yaml", "states: {高炉用途: 炼铁}", "states: {高炉用途: 炼钢}"),
    ("inference without a conclusion", "vocabulary.yaml", "    to: 炼铁高炉\n", ""),
    ("inference to itself", "vocabulary.yaml", "    to: 炼铁高炉\n", "    to: 高炉\n"),
    ("unit of a model of another dimension", "vocabulary.yaml", "    unit: m3\n", "    unit: kW\n"),
    ("unknown unit of a model", "vocabulary.yaml", "    unit: m3\n", "    unit: 斗\n"),
    ("scale that is no number", "vocabulary.yaml", "scale: \"1\"", "scale: 一"),
    // The edition.
    ("missing title", "first.yaml", "title: 第一版目录\n", ""),
    ("missing number", "first.yaml", "document: 甲〔2011〕1号\n", ""),
    ("missing coverage", "second.yaml", "coverage: {complete: false}\n", ""),
    ("date that is none", "first.yaml", "effective: 2011-06-01", "effective: 2011-06-31"),
    ("day of issue that is none", "second.yaml", "issued: 2013-02", "issued: 2013年2月"),
    ("repealed before in force", "first.yaml", "repealed: 2013-05-01", "repealed: 2011-05-01"),
    ("in force before issue", "second.yaml", "issued: 2013-02", "issued: 2013-06"),
    ("amends an unknown edition", "second.yaml", "amends: first", "amends: frist"),
    ("like an unknown edition", "second.yaml", "like: first", "like: frist"),
    ("editions in a loop", "first.yaml", "issuer: 某委", "issuer: 某委\nlike: second"),
    ("two files of one edition", "second.yaml", "catalog: second", "catalog: first"),
    ("in force no later than the edition before", "second.yaml", "effective: 2013-05-01", "effective: 2011-06-01"),
    // The entry.
    ("entry without a key", "first.yaml", "  - key: native-coking", "  - key: \"\""),
    (
        "entry like an unknown edition",
        "second.yaml",
        "  - key: calcium-carbide-furnace",
        "  - key: calcium-carbide-furnace\n    like: frist",
    ),
    ("repeated entry", "first.yaml", "  - key: native-coking", "  - key: blast-furnace"),
    ("badly formed key", "first.yaml", "  - key: native-coking", "  - key: Native_Coking"),
    ("missing citation", "first.yaml", "    cite: 淘汰类 2\n", ""),
    ("missing evidence", "first.yaml", "    evidence: {level: recalled-high}\n", ""),
    ("missing everything", "first.yaml", "  - key: native-coking\n", "  - key: empty\n  - key: native-coking\n"),
    ("deadline that is no date", "first.yaml", "deadline: 2011-12-31", "deadline: 2011-12-32"),
    ("neither rules nor a reason", "first.yaml", "    untestable: 环保达标与否不在摸底表内\n", ""),
    (
        "rules and a reason",
        "first.yaml",
        "    rules:\n      - process: [土法炼焦]",
        "    untestable: 无\n    rules:\n      - process: [土法炼焦]",
    ),
    (
        "examples of what cannot be tested",
        "first.yaml",
        "    untestable: 环保达标与否不在摸底表内",
        "    untestable: 不在表内\n    examples: {hit: [炉窑]}",
    ),
    ("rule without a subject", "first.yaml", "      - process: [土法炼焦]", "      - when: 有效容积 <= 400 m3"),
    ("unknown term of a rule", "first.yaml", "process: [土法炼焦]", "process: [土法炼胶]"),
    ("term of another kind", "first.yaml", "process: [土法炼焦]", "equipment: [土法炼焦]"),
    ("term named twice in a rule", "first.yaml", "process: [土法炼焦]", "process: [土法炼焦, 土法炼焦]"),
    ("condition inside a quoted scalar", "first.yaml", "when: 有效容积 <= 400 m3", "when: \"有效容积 <= 四百 m3\""),
    ("broken exception", "first.yaml", "unless: [高炉用途 = 铸造]", "unless: [高炉用途 = 铸铁]"),
    ("unknown sector of an example", "first.yaml", "400立方米高炉 @钢铁", "400立方米高炉 @钢贴"),
    (
        "like an edition that lacks the entry",
        "second.yaml",
        "  - key: calcium-carbide-furnace",
        "  - key: calcium-carbide-furnace\n    like: first",
    ),
    // The condition.
    ("condition that goes on", "first.yaml", "when: 有效容积 <= 400 m3", "when: 有效容积 <= 400 m3）"),
    ("condition without a comparison", "first.yaml", "when: 有效容积 <= 400 m3", "when: 有效容积"),
    ("condition of nothing", "first.yaml", "when: 有效容积 <= 400 m3", "when: 有效容积 <= 400 m3 且"),
    ("condition without a unit", "first.yaml", "when: 有效容积 <= 400 m3", "when: 有效容积 <= 400"),
    ("condition with an unknown unit", "first.yaml", "when: 有效容积 <= 400 m3", "when: 有效容积 <= 400 斗"),
    (
        "condition with a unit of another dimension",
        "first.yaml",
        "when: 有效容积 <= 400 m3",
        "when: 有效容积 <= 400 kVA",
    ),
    (
        "condition on a number without a unit",
        "vocabulary-local.yaml",
        "",
        "parameters:\n  - {name: 长径比, dimension: number}\ninferences:\n  - {term: 高炉, when: 长径比 <= 6 m3, to: 炼铁高炉, because: 细长}\n",
    ),
    ("condition beyond any number", "first.yaml", "when: 有效容积 <= 400 m3", "when: 有效容积 <= 4000000000000 m3"),
    ("condition without its bracket", "first.yaml", "when: 有效容积 <= 400 m3", "when: （有效容积 <= 400 m3"),
    ("stated without its bracket", "first.yaml", "when: 有效容积 <= 400 m3", "when: 述及(高炉"),
    ("stated term that is unknown", "first.yaml", "when: 有效容积 <= 400 m3", "when: 述及(矮炉)"),
    ("condition too deep", "first.yaml", "when: 有效容积 <= 400 m3", DEEP),
    ("condition on an unknown parameter", "first.yaml", "when: 有效容积 <= 400 m3", "when: 容积 <= 400 m3"),
    ("condition on an unknown name", "first.yaml", "when: 有效容积 <= 400 m3", "when: 容积 = 大"),
    ("condition on an unknown attribute", "first.yaml", "when: 有效容积 <= 400 m3", "when: 述及(炉形 = 开放式)"),
    ("condition on an unknown value", "first.yaml", "when: 有效容积 <= 400 m3", "when: 炉型 = 半开放"),
    ("condition on an unknown sector", "first.yaml", "when: 有效容积 <= 400 m3", "when: 行业 = 钢贴"),
    // The overlay.
    ("overlay of an unknown edition", "local.yaml", "", "overlay: frist\n"),
    ("disabled entry like no other", "local.yaml", "", "overlay: first\ndisable: [zzzzzzzzzzzzzzzzzzzzzzzz]\n"),
    ("disabled entry that is not there", "local.yaml", "", "overlay: first\ndisable: [blast-furnance]\n"),
    (
        "added entry that is not whole",
        "local.yaml",
        "",
        "overlay: first\nentries:\n  - key: new-entry\n    cite: 增补 1\n",
    ),
    ("added word of another kind", "vocabulary-local.yaml", "", "terms:\n  - {name: 高炉, kind: process}\n"),
];

/// What is found in each broken catalogue; in every one there must be something.
fn findings(broken: &[(&str, &str, &str, &str)], find: impl Fn(&[(&str, &str, &str)]) -> String) -> String {
    let mut report = String::new();
    for (kind, file, from, to) in broken {
        let found = find(&[(file, from, to)]);
        assert!(!found.is_empty(), "{kind}: nothing was found");
        // How a phrase was read is the matcher's to say, and not part of these snapshots.
        let found: Vec<&str> = found.lines().map(|line| line.split("（认作").next().unwrap_or(line)).collect();
        report.push_str(&format!("## {kind}\n{}\n\n", found.join("\n")));
    }
    report
}

#[test]
fn every_kind_of_problem_has_its_message() {
    insta::assert_snapshot!(findings(KINDS, problems));
}

/// Catalogues that are well-formed and cannot be meant.
const LINTS: &[(&str, &str, &str, &str)] = &[
    ("bounds that cross", "first.yaml", "when: 有效容积 <= 400 m3", "when: 有效容积 < 100 m3 且 有效容积 >= 100000 L"),
    ("values that exclude one another", "second.yaml", "炉型 = 开放式 或", "炉型 = 开放式 且 炉型 = 密闭式 或"),
    ("a condition and its denial", "second.yaml", "炉型 = 开放式 或", "述及(土法炼焦) 且 非 述及(土法炼焦) 或"),
    (
        "a rule that an earlier one covers",
        "first.yaml",
        "        unless: [高炉用途 = 铸造]\n",
        "        unless: [高炉用途 = 铸造]\n      - equipment: [炼铁高炉]\n        when: 有效容积 < 300 m3\n        unless: [高炉用途 = 铸造]\n",
    ),
    ("no hit example", "first.yaml", "hit: [土法炼焦炉]", "hit: []"),
    ("no clear example", "first.yaml", "clear: [机械化焦炉]", "clear: []"),
    ("no review example", "first.yaml", "review: [高炉2座]", "review: []"),
    ("no exempt example", "first.yaml", "exempt: [300立方米铸造用高炉]", "exempt: []"),
    ("seen without a source", "first.yaml", "{level: recalled-high}", "{level: seen-partial}"),
    ("verified without a day", "first.yaml", "{level: recalled-high}", "{level: verified, source: 官方印本}"),
    (
        "no review example of what never hits",
        "first.yaml",
        "- process: [土法炼焦]",
        "- process: [土法炼焦]\n        outcome: review",
    ),
    ("draft without its rules", "first.yaml", "untestable: 环保达标与否不在摸底表内", "untestable: 待写规则"),
    ("example that should hit", "first.yaml", "hit: [380m³高炉1座, ", "hit: [480m³高炉1座, "),
    ("example that should not", "first.yaml", "clear: [450立方米高炉2座]", "clear: [350立方米高炉2座]"),
    ("example that names nothing", "first.yaml", "hit: [380m³高炉1座, ", "hit: [转炉1座, "),
];

#[test]
fn every_lint_has_its_message() {
    insta::assert_snapshot!(findings(LINTS, lints));
}

/// Where the problems of catalogue files are worded.
const WORDED_IN: &[&str] = &[
    "catalog/assemble.rs",
    "catalog/check.rs",
    "catalog/check_edition.rs",
    "catalog/check_entry.rs",
    "catalog/check_labels.rs",
    "catalog/check_look_alikes.rs",
    "catalog/check_vocabulary.rs",
    "catalog/condition/parse.rs",
    "catalog/lint.rs",
    "catalog/sources.rs",
    "matching/examples.rs",
    "yaml/located.rs",
    "yaml/node.rs",
    "yaml/read.rs",
    "yaml/syntax.rs",
];

/// Words in those files that are no message, or that no file can bring about.
const NO_MESSAGES: &[&str] = &[
    // What an overlay did, shown by tests/catalog_overlay.rs.
    "{}：非内置",
    "更正",
    "增加",
    // What a draft says; the lint of it has a message of its own.
    "待写规则",
    // A sign of the condition language.
    "述及（",
    // Guards of the reader against itself: the parser gives no such event, serde no such call.
    "文件意外结束",
    "此处缺少内容",
    "键后没有值",
    "值已读过",
    // What serde would expect where the reader has already checked the form.
    "带位置的值",
    "列表的一项",
];

/// Every Chinese text of a source file outside comments and tests, with its placeholders.
fn texts(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut found = Vec::new();
    for line in lines {
        let mut rest = line;
        while let Some((_, after)) = rest.split_once('"') {
            let end = after.char_indices().scan(false, |escaped, (at, c)| {
                let ends = c == '"' && !*escaped;
                *escaped = c == '\\' && !*escaped;
                Some((at, ends))
            });
            let Some((end, _)) = end.into_iter().find(|(_, ends)| *ends) else { break };
            let text = &after[..end];
            if text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) {
                found.push(text.to_owned());
            }
            rest = &after[end + 1..];
        }
    }
    found
}

/// Whether a line says a text, whatever stands in place of its placeholders.
fn says(line: &str, text: &str) -> bool {
    let mut rest = line;
    text.split('{').enumerate().all(|(nth, part)| {
        let fixed = if nth == 0 { part } else { part.split_once('}').map_or(part, |(_, fixed)| fixed) };
        match rest.find(fixed) {
            Some(at) => {
                rest = &rest[at + fixed.len()..];
                true
            }
            None => false,
        }
    })
}

#[test]
fn every_problem_has_a_place_and_a_hint() {
    let mut said = findings(KINDS, problems);
    said.push_str(&findings(LINTS, |changes| {
        let folder = changed(changes);
        let library = Library::alone(&[folder.path().to_owned()]).unwrap();
        let mut found = lint(&library);
        found.extend(failing_examples(&library));
        found.or(()).map_or_else(|problems| problems.to_string().replace("（认作", "（"), |()| String::new())
    }));
    let mut count = 0;
    for line in said.lines().filter(|line| !line.is_empty() && !line.starts_with("##")) {
        count += 1;
        let place = line.split(": ").next().unwrap_or_default();
        let placed = place.split(':').skip(1).filter_map(|number| number.parse::<u32>().ok()).count() == 2;
        assert!(placed, "no line and column: {line}");
        assert!(line.ends_with('）'), "no hint: {line}");
    }
    assert!(count > 130, "{count} problems");
}

#[test]
fn no_message_is_without_its_broken_catalogue() {
    let mut said = findings(KINDS, problems);
    said.push_str(&findings(LINTS, lints));
    // What a folder and a phrase can do wrong.
    let folder = changed(&[]);
    fs::write(folder.path().join("binary.yaml"), [0xFF, 0xFE, 0x00, 0xD8]).unwrap();
    for path in [folder.path().to_owned(), folder.path().join("nowhere")] {
        said.push_str(&Library::alone(&[path]).unwrap_err().to_string());
        said.push('\n');
    }
    let library = Library::alone(&[changed(&[("first.yaml", "hit: [土法炼焦炉]", "hit: [\"@钢铁\", 机械化焦炉]")])
        .path()
        .to_owned()])
    .unwrap();
    said.push_str(&failing_examples(&library).to_string());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut missing = Vec::new();
    let mut count = 0;
    for file in WORDED_IN {
        for text in texts(&fs::read_to_string(source.join(file)).unwrap()) {
            count += 1;
            if !NO_MESSAGES.contains(&text.as_str()) && !said.lines().any(|line| says(line, &text)) {
                missing.push(format!("{file}: {text}"));
            }
        }
    }
    assert!(count > 120, "only {count} texts found");
    assert!(missing.is_empty(), "no broken catalogue brings about\n{}", missing.join("\n"));
}
