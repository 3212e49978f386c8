//! A folder of the user's own corrects, adds and disables entries without touching the official files, and says so.

#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene must fail")]

use std::path::{Path, PathBuf};

use capex::catalog::{EvidenceLevel, Library};
use capex::matching::failing_examples;

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
