//! `-o x.parquet`: with the feature the file reads back as the JSON says, without it the way to get it is told.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn audit(folder: &Path, output: &str) -> (i32, String) {
    let survey = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/survey.xlsx");
    let output = Command::cargo_bin("capex")
        .expect("the binary")
        .current_dir(folder)
        .arg("audit")
        .arg(survey)
        .args(["--as-of", "2019-06-30", "-o", output])
        .output()
        .expect("a run");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_the_way_to_get_it_is_told_before_any_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, said) = audit(folder.path(), "结果.parquet");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--features parquet") && said.contains(".jsonl"), "{said}");
    assert!(!folder.path().join("结果.parquet").exists());
}

#[cfg(feature = "parquet")]
mod read_back {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs::File;

    use capex::report::parquet::{Kind, columns};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use serde_json::Value;

    use super::audit;

    /// The rows, each as its columns that are not empty.
    fn rows(path: &std::path::Path) -> Vec<BTreeMap<String, Field>> {
        let reader = SerializedFileReader::new(File::open(path).expect("a file")).expect("Parquet");
        let rows = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row"));
        rows.map(|row| {
            let columns = row.get_column_iter().filter(|(_, value)| **value != Field::Null);
            columns.map(|(name, value)| (name.clone(), value.clone())).collect()
        })
        .collect()
    }

    #[test]
    fn every_record_item_and_finding_is_there_and_says_what_the_json_says() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(audit(folder.path(), "结果.parquet").0, 1);
        assert_eq!(audit(folder.path(), "结果.json").0, 1);
        let json = std::fs::read(folder.path().join("结果.json")).expect("a result");
        let document: Value = serde_json::from_slice(&json).expect("JSON");
        let rows = rows(&folder.path().join("结果.parquet"));
        let text = |row: &BTreeMap<String, Field>, name: &str| match row.get(name) {
            Some(Field::Str(text)) => text.clone(),
            None => String::new(),
            Some(other) => format!("{other}"),
        };
        let mut at = rows.iter();
        let said = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        for record in document["records"].as_array().expect("records") {
            let items = record["items"].as_array().expect("items");
            for (number, item) in (1..).zip(items) {
                let findings = item["findings"].as_array().expect("findings");
                for nth in 0..findings.len().max(1) {
                    let row = at.next().expect("a row for each finding");
                    for name in ["id", "verdict", "enterprise", "equipment", "status"] {
                        assert_eq!(text(row, name), said(&record[name]), "{name}");
                    }
                    assert_eq!(row["as_of"], Field::Date(18_077), "2019-06-30");
                    assert_eq!(row["item"], Field::Int(number));
                    assert_eq!(text(row, "item_text"), said(&item["text"]));
                    assert_eq!(text(row, "item_verdict"), said(&item["verdict"]));
                    let capacity = &record["capacity"]["value"];
                    if let Some(capacity) = capacity.as_str() {
                        assert_eq!(text(row, "capacity"), capacity);
                        assert_eq!(row["capacity_number"], Field::Double(capacity.parse().expect("a number")));
                    }
                    let Some(finding) = findings.get(nth) else {
                        assert!(!row.contains_key("entry"));
                        continue;
                    };
                    for name in ["catalog", "entry", "action", "outcome", "cite", "deadline", "evidence"] {
                        assert_eq!(text(row, name), said(&finding[name]), "{name}");
                    }
                    let because: Vec<String> =
                        finding["because"].as_array().expect("reasons").iter().map(said).collect();
                    assert_eq!(text(row, "because"), because.join("；"));
                }
            }
            if items.is_empty() {
                assert_eq!(text(at.next().expect("a row"), "id"), said(&record["id"]));
            }
        }
        assert_eq!(at.next(), None);
    }

    #[test]
    fn every_column_has_its_own_name_and_a_line_in_the_description() {
        let described = include_str!("../docs/parquet.md").lines().filter_map(|line| {
            let (name, rest) = line.strip_prefix("| `")?.split_once("` | ")?;
            Some((name.to_owned(), rest.split(" |").next().unwrap_or_default()))
        });
        let kind = |kind| match kind {
            Kind::Text => "text",
            Kind::Whole => "int32",
            Kind::Number => "double",
            Kind::Day => "date",
        };
        let columns: Vec<(String, &str)> =
            columns().into_iter().map(|column| (column.name, kind(column.kind))).collect();
        assert_eq!(columns.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len(), columns.len());
        assert_eq!(described.collect::<Vec<_>>(), columns);
    }

    #[test]
    fn the_same_result_gives_the_same_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = |name: &str| {
            audit(folder.path(), name);
            std::fs::read(folder.path().join(name)).expect("a file")
        };
        assert_eq!(bytes("a.parquet"), bytes("b.parquet"));
    }
}
