//! A folder of the user's own corrects, adds and disables entries without touching the official files, and says so.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set its scene must fail")]

mod cli_support;

use std::path::{Path, PathBuf};

use capex::catalog::{EvidenceLevel, Library};
use capex::matching::failing_examples;
use cli_support::{CLEAR, DAY, HIT, Place};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/catalogs").join(name)
}

fn with_overlay() -> Library {
    Library::alone(&[folder("small"), folder("overlay")]).map_err(|problems| problems.to_string()).unwrap()
}

#[test]
fn an_overlay_corrects_what_it_writes_and_leaves_the_rest() {
    let library = with_overlay();
    let first = library.edition("first").unwrap();
    let furnace = first.entry("blast-furnace").unwrap();
    assert_eq!(furnace.name, "300立方米及以下炼铁高炉");
    assert_eq!(furnace.cite, "淘汰类 1");
    assert_eq!(furnace.evidence.level, EvidenceLevel::Verified);
    assert_eq!(furnace.evidence.checked.unwrap().to_string(), "2019-06-30");
    assert_eq!(first.entry("native-coking").unwrap().cite, "淘汰类 2");
}

#[test]
fn an_overlay_adds_and_disables() {
    let library = with_overlay();
    let first = library.edition("first").unwrap();
    assert!(first.entry("beehive-oven").is_some());
    assert!(first.entry("non-compliant-furnace").is_none());
}

#[test]
fn editions_that_build_on_the_corrected_one_stay_official() {
    let library = with_overlay();
    assert_eq!(
        library.edition("second").unwrap().entry("blast-furnace").unwrap().name,
        "400立方米及以下炼铁高炉（铸造用除外）"
    );
}

#[test]
fn an_edition_says_what_an_overlay_did_to_it() {
    let library = with_overlay();
    let said = library.edition("first").unwrap().overlay.clone().unwrap();
    assert!(said.contains("更正1条、增加1条、停用1条") && said.contains("某市核对"), "{said}");
}

#[test]
fn words_added_to_the_vocabulary_are_matched() {
    let library = with_overlay();
    let failing = failing_examples(&library);
    assert!(failing.is_empty(), "{failing}");
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let problems = Library::load(&[folder("nowhere")]).unwrap_err();
    assert!(problems.to_string().contains("打不开目录文件夹"), "{problems}");
}

/// Every form of report, in text: stdout forms, and the written ones as far as they are text.
fn forms(place: &Place, day: &str, more: &[&str]) -> Vec<(&'static str, String)> {
    let run = |form: &str| place.run(&[&["audit", "表.xlsx", "--as-of", day, "--format", form], more].concat()).stdout;
    let mut forms: Vec<(&str, String)> =
        ["table", "json", "jsonl", "markdown"].into_iter().map(|form| (form, run(form))).collect();
    place.run(&[&["audit", "表.xlsx", "--as-of", day, "-o", "结果.html", "-o", "结果.xlsx"], more].concat());
    forms.push(("html", std::fs::read_to_string(place.path("结果.html")).unwrap()));
    let mut book = calamine::open_workbook_auto(place.path("结果.xlsx")).expect("a workbook");
    let sheets: Vec<String> = calamine::Reader::worksheets(&mut book)
        .into_iter()
        .flat_map(|(_, range)| range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>())
        .collect();
    forms.push(("xlsx", sheets.join("\n")));
    forms
}

/// Without what breaks a text into lines and columns.
fn flat(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '│' | '\\')).collect()
}

#[test]
fn every_form_of_report_says_what_an_overlay_did_and_how_far_the_catalogues_are_known() {
    let place = Place::new();
    place.workbook("表.xlsx", &[HIT, CLEAR]);
    place.write(
        "本地/local.yaml",
        "overlay: ndrc-2013\nreason: 某市核对\ndisable: [rural-traditional-stove]\nentries:\n  - key: blast-furnace\n    evidence: {level: recalled-low}\n",
    );
    for (form, text) in forms(&place, DAY, &["--only", "ndrc-2013", "--catalogs", "本地"]) {
        let text = flat(&text);
        // The columns of a table on a terminal cut words apart; what is told in a line of its own stays whole.
        let parts: &[&str] = match form {
            "table" => &["未发现1条：对照1个目录中可核查的", "条文待核对原文"],
            "json" | "jsonl" => &["更正1条、停用1条，某市核对", "条文待核对原文", "官方共647条"],
            _ => &["更正1条、停用1条，某市核对", "条文待核对原文", "官方共647条", "国家发展改革委令第21号"],
        };
        for part in parts {
            assert!(text.contains(part), "{form} does not say {part}");
        }
        if ["html", "xlsx"].contains(&form) {
            assert!(text.contains("未发现：对照1个目录中可核查的"), "{form}: a clear row says against what");
        }
    }
}

#[test]
fn a_later_edition_in_force_is_said_in_every_form() {
    let place = Place::new();
    place.workbook("表.xlsx", &[HIT]);
    for (form, text) in forms(&place, "2020-01-01", &["--only", "ndrc-2013"]) {
        let text = flat(&text);
        assert!(form == "table" || text.contains("已有后版在施行"), "{form}");
    }
}

#[test]
fn a_hit_that_nobody_saw_in_print_is_a_review_where_only_the_confirmed_count() {
    let place = Place::new();
    place.workbook("表.xlsx", &[HIT]);
    place.write(
        "本地/local.yaml",
        "overlay: ndrc-2013\nentries:\n  - key: blast-furnace\n    evidence: {level: recalled-high}\n",
    );
    let verdict = |more: &[&str]| {
        let arguments = ["表.xlsx", "--only", "ndrc-2013", "--catalogs", "本地", "--format", "json"];
        place.audit(&[&arguments, more].concat()).json()["records"][0]["verdict"].clone()
    };
    assert_eq!(verdict(&[]), "eliminate");
    assert_eq!(verdict(&["--confirmed-only"]), "review");
}
