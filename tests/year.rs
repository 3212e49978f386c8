//! The example year through the binary: batch, status, summary, opinions, and a batch that is killed. The numbers are
//! recomputed here from the generator's truth, not from anything the program says.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

#[path = "../examples/generate/files/code.rs"]
#[allow(dead_code, reason = "the example uses the rest")]
mod code;
#[path = "../examples/year/files.rs"]
mod files;
#[path = "../examples/year/world.rs"]
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use world::{County, Fate};

fn capex(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_capex")).args(arguments).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn ok(arguments: &[&str], code: i32) -> String {
    let output = capex(arguments);
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{stdout}\n{stderr}");
    stdout
}

/// The tables of one month in a folder of their own.
fn tables(folder: &Path, month: u32) -> PathBuf {
    let path = folder.join(format!("2019-{month:02}"));
    let counties = world::counties();
    let delivered = counties.iter().filter(|county| county.delivers.is_some_and(|first| first <= month)).count();
    assert_eq!(files::write_month(&path, &counties, month).unwrap(), delivered);
    path
}

fn batch(folder: &Path, month: u32) -> (Vec<String>, PathBuf) {
    let out = folder.join(format!("结果-{month:02}"));
    let arguments = [
        "batch",
        text(&tables(folder, month)),
        "--month",
        &format!("2019-{month:02}"),
        "--ledger",
        text(&folder.join("capex.db")),
        "-o",
        text(&out),
    ]
    .map(str::to_owned);
    (arguments.to_vec(), out)
}

fn run_batch(folder: &Path, month: u32) -> (PathBuf, String) {
    let (arguments, out) = batch(folder, month);
    let output = capex(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    (out, stderr)
}

/// What the tables must say, worked out from the truth alone.
#[derive(Default)]
struct Truth {
    /// (prefecture, sector) → households, pieces, 万吨, 万重量箱, kVA that left.
    exits: BTreeMap<(String, String), [u32; 5]>,
    households: u32,
    accepted: u32,
    ordered: u32,
    forgotten: u32,
    overdue: u32,
    returned: u32,
}

fn truth(counties: &[County], month: u32) -> Truth {
    let mut truth = Truth::default();
    for county in counties.iter().filter(|county| county.delivers.is_some_and(|first| first <= month)) {
        for plant in &county.plants {
            let mut left = false;
            for equipment in &plant.equipment {
                match equipment.fate {
                    Fate::Forgotten => truth.forgotten += 1,
                    Fate::Missed | Fate::HazardTooLight => {
                        truth.overdue += 1;
                        truth.ordered += 1;
                    }
                    Fate::Kept | Fate::HazardStopped => truth.ordered += 1,
                    Fate::Returns => {
                        truth.returned += 1;
                        truth.forgotten += 1;
                    }
                    Fate::Accepted | Fate::Waiting => {
                        truth.ordered += 1;
                        left = true;
                        let key = (county.prefecture.clone(), plant.sector.to_owned());
                        let sums = truth.exits.entry(key).or_default();
                        sums[0] += 1;
                        sums[1] += equipment.pieces;
                        let (amount, unit) = equipment.capacity;
                        sums[if unit == "万重量箱/年" { 3 } else { 2 }] += amount;
                        sums[4] += equipment.transformer.map_or(0, |power| power * equipment.pieces);
                        assert!(equipment.eliminated);
                    }
                    Fate::Fine => {}
                }
                truth.accepted += u32::from(equipment.fate == Fate::Accepted);
            }
            truth.households += u32::from(left);
        }
    }
    truth
}

fn table<'v>(summary: &'v Value, name: &str) -> &'v Value {
    summary["tables"].as_array().unwrap().iter().find(|table| table["name"] == name).unwrap()
}

fn cell<'v>(table: &'v Value, row: &'v Value, column: &str) -> &'v str {
    let at = table["columns"].as_array().unwrap().iter().position(|title| title == column).unwrap();
    row[at].as_str().unwrap()
}

fn rows(table: &Value) -> &Vec<Value> {
    table["rows"].as_array().unwrap()
}

#[test]
fn a_year_of_batches_ends_in_a_summary_that_agrees_with_the_truth() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for month in [1, 6, 8, 10, 11, 12] {
        let (out, stderr) = run_batch(folder, month);
        let returned = stderr.lines().filter(|line| line.contains("死灰复燃")).count();
        assert_eq!(returned > 0, month >= 11, "{month}: {stderr}");
        for name in ["结果.json", "异常清单.xlsx", "月报.md", "月报.docx"] {
            assert!(out.join(name).is_file(), "{month} {name}");
        }
        assert_eq!(out.join("与上月对比.md").is_file(), month > 1);
    }
    let counties = world::counties();
    let truth = truth(&counties, 12);
    let ledger = folder.join("capex.db");
    let ledger = text(&ledger);
    assert!(ok(&["ledger", "check", ledger], 0).contains("台账完好"));

    let (xlsx, docx) = (folder.join("总结.xlsx"), folder.join("总结.docx"));
    let summary = ok(
        &[
            "summary",
            "--ledger",
            ledger,
            "--year",
            "2019",
            "-o",
            text(&xlsx),
            "--docx",
            text(&docx),
            "--format",
            "json",
        ],
        0,
    );
    let summary: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["schema"], "capex.summary/1");
    agrees(&summary, &truth);
    every_source_is_a_record(&summary, ledger);

    // Every sheet is there, and a second reader finds the grand total in it.
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(&xlsx).unwrap();
    let names = calamine::Reader::sheet_names(&workbook);
    let tables = summary["tables"].as_array().unwrap();
    assert_eq!(names.len(), tables.len() + 1);
    let sheet = calamine::Reader::worksheet_range(&mut workbook, "退出产能情况表").unwrap();
    let last = sheet.rows().next_back().unwrap();
    assert_eq!(last[0].to_string(), "合计");
    assert_eq!(last[2].to_string(), truth.households.to_string());
    assert!(docx.is_file());

    // One opinion a household, and the register.
    let opinions = folder.join("意见书");
    ok(&["opinions", "--ledger", ledger, "-o", text(&opinions)], 0);
    let files = std::fs::read_dir(&opinions).unwrap().count();
    assert_eq!(files, truth.households as usize + 1);

    // Late and missing counties.
    let status = ok(&["plan", "status", "--ledger", ledger, "--as-of", "2019-12-31"], 0);
    let delivered = counties.iter().filter(|county| county.delivers.is_some()).count();
    assert!(status.contains(&format!("129 个县市区已报 {delivered} 个")), "{status}");
    let missing = 129 - delivered;
    assert!(status.lines().any(|line| line.contains("county-survey-missing") && line.contains(&missing.to_string())));
    let returned = status.lines().find(|line| line.contains("returned-after-exit")).unwrap();
    assert!(returned.contains(&truth.returned.to_string()), "{returned}");

    // The plant that comes back, month by month.
    let plant = counties
        .iter()
        .filter(|county| county.delivers.is_some_and(|first| first <= 8))
        .flat_map(|county| &county.plants)
        .find(|plant| plant.equipment[0].fate == Fate::Returns)
        .unwrap();
    let history: Value =
        serde_json::from_str(&ok(&["ledger", "history", ledger, &plant.code, "--format", "json"], 0)).unwrap();
    let months: Vec<&str> = history.as_array().unwrap().iter().map(|line| line["month"].as_str().unwrap()).collect();
    assert_eq!(months.last(), Some(&"2019-12"));
    assert!(months.contains(&"2019-08") && !months.contains(&"2019-10"), "{months:?}");
    let identities: std::collections::BTreeSet<i64> =
        history.as_array().unwrap().iter().map(|line| line["identity"].as_i64().unwrap()).collect();
    assert_eq!(identities.len(), plant.equipment.len());
}

fn agrees(summary: &Value, truth: &Truth) {
    let capacity = table(summary, "退出产能情况表");
    let mut seen = BTreeMap::new();
    for row in rows(capacity) {
        let (prefecture, sector) = (cell(capacity, row, "州市"), cell(capacity, row, "行业"));
        if sector == "小计" || prefecture == "全部州市" || prefecture == "合计" {
            continue;
        }
        let numbers = ["企业（户）", "设备（台套）", "产能（万吨）", "产能（万重量箱）", "产能（kVA）"]
            .map(|column| cell(capacity, row, column).parse::<u32>().unwrap());
        seen.insert((prefecture.to_owned(), sector.to_owned()), numbers);
    }
    assert_eq!(seen, truth.exits);
    let total = rows(capacity).last().unwrap();
    let sum = |at: usize| truth.exits.values().map(|sums| sums[at]).sum::<u32>().to_string();
    assert_eq!(cell(capacity, total, "产能（万吨）"), sum(2));
    assert_eq!(cell(capacity, total, "产能（kVA）"), sum(4));

    let closed = table(summary, "依法关闭企业情况表");
    assert_eq!(rows(closed).len(), truth.households as usize + 1);
    let acceptance = table(summary, "验收情况表");
    let last = rows(acceptance).last().unwrap();
    assert_eq!(cell(acceptance, last, "已验收（户）"), truth.accepted.to_string());
    assert_eq!(cell(acceptance, last, "待验收（户）"), (truth.households - truth.accepted).to_string());

    let orders = table(summary, "执法处置情况表");
    let last = rows(orders).last().unwrap();
    assert_eq!(cell(orders, last, "已下达"), truth.ordered.to_string());
    assert_eq!(cell(orders, last, "未下达"), truth.forgotten.to_string());
    assert_eq!(cell(orders, last, "逾期"), truth.overdue.to_string());
    let open = table(summary, "未完成及下步措施");
    assert_eq!(rows(open).len(), (truth.forgotten + truth.overdue) as usize);
}

/// Every id that the summary gives as a source is a record of one of the months, and every body row has one.
fn every_source_is_a_record(summary: &Value, ledger: &str) {
    let last: Value = serde_json::from_str(&ok(&["ledger", "export", ledger], 0)).unwrap();
    let ids: std::collections::BTreeSet<&str> =
        last["records"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap()).collect();
    let capacity = table(summary, "退出产能情况表");
    for sources in capacity["sources"].as_array().unwrap() {
        let sources = sources.as_array().unwrap();
        assert!(!sources.is_empty());
        assert!(sources.iter().all(|id| ids.contains(id.as_str().unwrap())));
    }
}

#[test]
fn an_unchanged_month_is_said_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (out, _) = run_batch(folder, 1);
    let before = std::fs::read(folder.join("capex.db")).unwrap();
    let result = std::fs::read(out.join("结果.json")).unwrap();
    let (_, stderr) = run_batch(folder, 1);
    assert!(stderr.contains("输入没有变化，台账没有改动"), "{stderr}");
    assert_eq!(std::fs::read(folder.join("capex.db")).unwrap(), before);
    // Files that are gone are made again, from the ledger, the same to the byte.
    std::fs::remove_file(out.join("结果.json")).unwrap();
    run_batch(folder, 1);
    assert_eq!(std::fs::read(out.join("结果.json")).unwrap(), result);
    assert_eq!(std::fs::read(folder.join("capex.db")).unwrap(), before);
    // A file that cannot be read is reported, and the rest is done.
    std::fs::write(folder.join("2019-01/坏表.xlsx"), b"PK\x03\x04 not a workbook").unwrap();
    let (arguments, _) = batch(folder, 1);
    let output = capex(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("坏表.xlsx") && stderr.contains("台账已替换 2019-01"), "{stderr}");
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let tables = tables(folder, 6);
    let mut results = Vec::new();
    for jobs in ["1", "2", "5"] {
        let out = folder.join(format!("结果-{jobs}"));
        let ledger = folder.join(format!("{jobs}.db"));
        ok(
            &[
                "batch",
                text(&tables),
                "--month",
                "2019-06",
                "--ledger",
                text(&ledger),
                "-o",
                text(&out),
                "--jobs",
                jobs,
            ],
            1,
        );
        let files = ["结果.json", "异常清单.xlsx", "月报.docx", "分州市/昆明市.xlsx"];
        results.push(files.map(|name| std::fs::read(out.join(name)).unwrap()));
    }
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0], results[2]);
}

#[test]
fn a_batch_killed_at_any_moment_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let undisturbed = folder.join("undisturbed");
    std::fs::create_dir(&undisturbed).unwrap();
    for month in [1, 4] {
        run_batch(&undisturbed, month);
    }
    let expected = ok(&["ledger", "export", text(&undisturbed.join("capex.db")), "--month", "2019-04"], 0);

    let disturbed = folder.join("disturbed");
    std::fs::create_dir(&disturbed).unwrap();
    run_batch(&disturbed, 1);
    let ledger = disturbed.join("capex.db");
    let january = ok(&["ledger", "export", text(&ledger), "--month", "2019-01"], 0);
    let (arguments, out) = batch(&disturbed, 4);
    // Moments spread over the whole run, whatever the speed of the machine.
    for milliseconds in [1, 5, 15, 40, 90, 160, 250, 400, 650, 1000] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_capex"))
            .args(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().unwrap();
        // After every kill the ledger is whole, and January is what it was.
        assert!(ok(&["ledger", "check", text(&ledger)], 0).contains("台账完好"));
        assert_eq!(ok(&["ledger", "export", text(&ledger), "--month", "2019-01"], 0), january);
    }
    run_batch(&disturbed, 4);
    assert_eq!(ok(&["ledger", "export", text(&ledger), "--month", "2019-04"], 0), expected);
    for name in ["结果.json", "异常清单.xlsx", "月报.md", "与上月对比.json"] {
        let same =
            std::fs::read(out.join(name)).unwrap() == std::fs::read(undisturbed.join("结果-04").join(name)).unwrap();
        assert!(same, "{name}");
    }
    // Nothing half-written is left beside the results.
    let litter: Vec<_> = std::fs::read_dir(&out)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.starts_with(".capex-"))
        .collect();
    assert!(litter.len() <= 10, "{litter:?}");
}

#[test]
fn a_folder_without_tables_is_no_clean_month() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("capex.db");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let out = folder.path().join("out");
    ok(&["batch", text(&empty), "--month", "2019-06", "--ledger", text(&ledger), "-o", text(&out)], 4);
    assert!(!ledger.exists());
    ok(
        &[
            "batch",
            text(&folder.path().join("none")),
            "--month",
            "2019-06",
            "--ledger",
            text(&ledger),
            "-o",
            text(&out),
        ],
        2,
    );
}

#[test]
fn diff_of_two_saved_months_catches_the_plant_that_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let save = |month: u32, day: &str| {
        let out = folder.join(format!("{month}.json"));
        let code =
            capex(&["audit", text(&tables(folder, month)), "--as-of", day, "-o", text(&out), "--quiet"]).status.code();
        assert_eq!(code, Some(1));
        out
    };
    let (august, november) = (save(8, "2019-08-31"), save(11, "2019-11-30"));
    let truth = truth(&world::counties(), 8);
    let diff: Value =
        serde_json::from_str(&ok(&["diff", text(&august), text(&november), "--format", "json"], 1)).unwrap();
    let returned =
        diff["exceptions"].as_array().unwrap().iter().filter(|exception| exception["code"] == "returned-after-exit");
    assert_eq!(returned.count(), truth.returned as usize);
    // The same through `--baseline`: the gravest first, and the day first seen of what was there in August.
    let compared = capex(&[
        "audit",
        text(&folder.join("2019-11")),
        "--as-of",
        "2019-11-30",
        "--baseline",
        text(&august),
        "--format",
        "json",
        "--quiet",
    ]);
    let compared: Value = serde_json::from_slice(&compared.stdout).unwrap();
    assert_eq!(compared["exceptions"][0]["code"], "returned-after-exit");
    let first_seen = |record: &Value| record["first_seen"].as_str().unwrap().to_owned();
    let seen: Vec<String> = compared["records"].as_array().unwrap().iter().map(first_seen).collect();
    let earlier = seen.iter().filter(|day| *day == "2019-08-31").count() as u64;
    assert_eq!(earlier, diff["old"]["records"].as_u64().unwrap());
    let totals = &diff["totals"];
    let count = |state: &str| totals[state].as_u64().unwrap();
    assert_eq!(count("new") + count("changed") + count("unchanged"), diff["new"]["records"].as_u64().unwrap());
    assert_eq!(count("gone"), 0);
    // Rows have moved and names have changed; nothing but late counties is new.
    let late: u64 = world::counties()
        .iter()
        .filter(|county| county.delivers == Some(9))
        .map(|county| county.plants.iter().map(|plant| plant.equipment.len() as u64).sum::<u64>())
        .sum();
    assert_eq!(count("new"), late);
}

#[test]
fn a_roster_finds_who_is_missing_from_the_survey() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let tables = tables(folder, 12);
    let counties = world::counties();
    let plant =
        |number: usize| &counties.iter().filter(|county| county.delivers.is_some()).nth(number).unwrap().plants[0];
    let silent = counties.iter().find(|county| county.delivers.is_none()).unwrap();
    let roster = folder.join("用电名册.csv");
    let lines = [
        "序号,户名,统一社会信用代码".to_owned(),
        format!("1,{},{}", plant(0).name, plant(0).code),
        format!("2,新名称金属有限公司,{}", plant(2).code),
        format!("3,{},", plant(4).name.replace("有限公司", "（集团）有限责任公司")),
        format!("4,{},{}", silent.plants[0].name, silent.plants[0].code),
    ];
    std::fs::write(&roster, lines.join("\n")).unwrap();
    let found = ok(&["cross", text(&tables), "--roster", text(&roster), "--format", "json"], 1);
    let found: Value = serde_json::from_str(&found).unwrap();
    let presence: Vec<&str> =
        found["matches"].as_array().unwrap().iter().map(|entry| entry["presence"].as_str().unwrap()).collect();
    assert_eq!(presence, ["found", "other-name", "found", "missing"]);
}
