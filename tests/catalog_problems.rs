//! Every mistake in a catalogue is reported in Chinese, with file, line and column, all at once.

#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene must fail")]

use std::fs;
use std::path::{Path, PathBuf};

use capex::catalog::Library;

fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/catalogs/small")
}

/// The problems of the small catalogue after its files were changed: (file, from, to), or a new file with an empty `from`.
fn problems(changes: &[(&str, &str, &str)]) -> String {
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
    match Library::of_folder(folder.path()) {
        Ok(_) => String::new(),
        Err(problems) => problems.to_string().replace(&format!("{}/", folder.path().display()), ""),
    }
}

#[test]
fn the_small_catalogue_is_sound() {
    assert_eq!(problems(&[]), "");
    let library = Library::of_folder(&small()).unwrap();
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
