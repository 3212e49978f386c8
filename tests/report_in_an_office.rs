//! The exceptions workbook in a program that is not ours: LibreOffice opens it, saves it again, and every cell is still there.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has failed")]

mod cli_support;
mod office_support;

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use cli_support::Place;
use office_support::libreoffice;

type Sheet = (String, Vec<(u32, u32, String)>);

/// The cells of every sheet that are not blank.
fn cells(path: &Path) -> Vec<Sheet> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let names = workbook.sheet_names();
    let sheet = |name: String| {
        let range = workbook.worksheet_range(&name).expect("a sheet");
        let (top, left) = range.start().unwrap_or((0, 0));
        let cells = range.used_cells().filter_map(|(row, column, value)| {
            let text = match value {
                Data::Empty => return None,
                Data::String(text) if text.is_empty() => return None,
                Data::String(text) => text.clone(),
                // Line breaks and number forms are the same; a date keeps its day number.
                Data::Float(number) => number.to_string(),
                Data::DateTime(date) => date.as_f64().to_string(),
                other => panic!("{name} {row} {column}: {other:?}"),
            };
            Some((top + u32::try_from(row).expect("a row"), left + u32::try_from(column).expect("a column"), text))
        });
        (name.clone(), cells.collect())
    };
    names.into_iter().map(sheet).collect()
}

#[test]
fn libreoffice_reads_and_saves_every_cell_as_it_was_written() {
    let place = Place::new();
    let survey = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/survey.xlsx");
    place.write("survey.xlsx", std::fs::read(survey).expect("the example"));
    // A result with every kind of section, hostile texts among them.
    let saved = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/result.json");
    place.write("结果.json", std::fs::read(saved).expect("the fixture"));
    place.audit(&["survey.xlsx", "-o", "survey清单.xlsx"]);
    place.run(&["report", "结果.json", "-o", "结果清单.xlsx"]);
    std::fs::create_dir_all(place.path("存")).expect("a folder");
    for name in ["survey清单.xlsx", "结果清单.xlsx"] {
        let written = cells(&place.path(name));
        assert!(written.len() >= 9, "{name}");
        let Some(again) = libreoffice(&place.path(name), "xlsx", &place.path("存")) else { return };
        for ((name, before), (_, after)) in written.iter().zip(&cells(&again)) {
            for (one, other) in before.iter().zip(after) {
                assert_eq!(one, other, "{name}");
            }
            assert_eq!(before.len(), after.len(), "{name}");
        }
    }
}
