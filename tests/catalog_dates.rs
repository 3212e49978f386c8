//! Dates through the binary: the day before, on and after every boundary of every edition (first day, repeal, transition) and
//! every dated deadline. The boundaries are those of the catalogues themselves, so a new edition is covered without a new test.
#![expect(clippy::expect_used, reason = "a test that cannot set its scene must fail")]

mod cli_support;

use std::collections::{BTreeMap, BTreeSet};

use capex::catalog::{Deadline, Edition, Library};
use chrono::{Days, NaiveDate};
use cli_support::Place;
use serde_json::Value;

fn library() -> Library {
    Library::builtin().map_err(|problems| problems.to_string()).expect("the built-in catalogues")
}

/// The day before, the day, and the day after.
fn around(day: NaiveDate) -> [NaiveDate; 3] {
    let before = day.checked_sub_days(Days::new(1)).expect("a day before");
    [before, day, day.checked_add_days(Days::new(1)).expect("a day after")]
}

/// Every day on which something begins or ends to be in force, and its neighbours.
fn boundaries(editions: &[&Edition]) -> BTreeSet<NaiveDate> {
    editions.iter().flat_map(|edition| [edition.begins(), edition.repealed]).flatten().flat_map(around).collect()
}

#[test]
fn a_plan_of_what_is_in_force_takes_each_edition_from_its_first_day_until_the_day_before_its_repeal() {
    let library = library();
    let editions: Vec<&Edition> = library.editions.iter().map(AsRef::as_ref).collect();
    assert!(
        editions.iter().all(|edition| edition.begins().is_some()),
        "an edition without any date is always in force"
    );
    let place = Place::new();
    place.run(&["plan", "init", "--region", "530000", "--year", "2019", "-o", "方案.yaml"]);
    place.write("表.csv", "企业名称,州市,行业,设备名称\n甲厂,昆明市,钢铁,转炉\n");
    let days = boundaries(&editions);
    assert!(days.len() > 40, "{} days", days.len());
    for day in days {
        let run =
            place.run(&["audit", "表.csv", "--plan", "方案.yaml", "--as-of", &day.to_string(), "--format", "json"]);
        assert!(run.code < 2, "{day}: {}", run.stderr);
        let document = run.json();
        let used: BTreeSet<String> = texts(&document["catalogs"], "id");
        let expected: BTreeSet<String> = editions
            .iter()
            .filter(|edition| edition.begins().is_some_and(|first| first <= day))
            .filter(|edition| edition.repealed.is_none_or(|end| day < end))
            .map(|edition| edition.id.clone())
            .collect();
        assert_eq!(used, expected, "{day}");
    }
}

#[test]
fn an_edition_asked_for_on_a_day_when_it_is_not_in_force_says_so() {
    let library = library();
    let place = Place::new();
    place.write("表.csv", "企业名称,州市,行业,设备名称\n甲厂,昆明市,钢铁,转炉\n");
    for edition in &library.editions {
        for day in boundaries(&[edition.as_ref()]) {
            let run =
                place.run(&["audit", "表.csv", "--only", &edition.id, "--as-of", &day.to_string(), "--format", "json"]);
            let document = run.json();
            let notes = document["catalogs"][0]["notes"].to_string();
            let early = edition.begins().is_some_and(|first| day < first);
            assert_eq!(
                notes.contains("尚未施行") || notes.contains("尚未发布"),
                early,
                "{} {day}: {notes}",
                edition.id
            );
            let late = edition.repealed.is_some_and(|end| end <= day);
            assert_eq!(notes.contains("已失效"), late, "{} {day}: {notes}", edition.id);
        }
    }
}

#[test]
fn an_edition_is_called_stale_from_the_first_day_of_the_one_after_it() {
    let library = library();
    let place = Place::new();
    place.write("表.csv", "企业名称,州市,行业,设备名称\n甲厂,昆明市,钢铁,转炉\n");
    let mut transitions = 0;
    for later in &library.editions {
        let (Some(earlier), Some(first)) = (later.amends.as_ref().or(later.replaces.as_ref()), later.effective) else {
            continue;
        };
        transitions += 1;
        for day in around(first) {
            let run =
                place.run(&["audit", "表.csv", "--only", earlier, "--as-of", &day.to_string(), "--format", "json"]);
            let notes = run.json()["catalogs"][0]["notes"].to_string();
            assert_eq!(notes.contains(&format!("（{}）", later.id)), day >= first, "{earlier} {day}: {notes}");
        }
    }
    assert_eq!(transitions, 4);
}

/// An example that hits a dated entry, and when it is due.
struct Dated {
    edition: String,
    key: String,
    due: NaiveDate,
    phrase: String,
    sector: String,
}

fn dated(library: &Library) -> Vec<Dated> {
    let entries = library.editions.iter().flat_map(|edition| edition.entries.iter().map(move |entry| (edition, entry)));
    entries
        .filter_map(|(edition, entry)| {
            let Deadline::On(due) = entry.deadline else { return None };
            let example = entry.examples.hit.first()?;
            Some(Dated {
                edition: edition.id.clone(),
                key: entry.key.clone(),
                due,
                phrase: example.text.clone(),
                sector: example.sector.clone().unwrap_or_default(),
            })
        })
        .collect()
}

/// Enterprise → the dates in its warnings that something falls due.
fn due_soon(document: &Value) -> BTreeMap<String, String> {
    let all = document["exceptions"].as_array().expect("exceptions").iter();
    all.filter(|exception| exception["code"] == "due-soon")
        .map(|exception| {
            let message = exception["message"].as_str().expect("a message").to_owned();
            (message.split('：').next().unwrap_or_default().to_owned(), message)
        })
        .collect()
}

fn texts(list: &Value, key: &str) -> BTreeSet<String> {
    list.as_array().expect("a list").iter().map(|value| value[key].as_str().expect("text").to_owned()).collect()
}

#[test]
fn every_dated_entry_is_warned_of_until_its_day_and_not_after_it() {
    let entries = dated(&library());
    assert!(entries.len() > 50, "{} dated entries", entries.len());
    let place = Place::new();
    let mut survey = String::from("企业名称,州市,行业,设备名称\n");
    for (number, entry) in entries.iter().enumerate() {
        survey.push_str(&format!("第{number}厂,昆明市,{},\"{}\"\n", entry.sector, entry.phrase));
    }
    place.write("表.csv", survey);
    let catalogs: BTreeSet<&str> = entries.iter().map(|entry| entry.edition.as_str()).collect();
    let dates: BTreeSet<NaiveDate> = entries.iter().map(|entry| entry.due).collect();
    let days: BTreeSet<NaiveDate> = dates.into_iter().flat_map(around).collect();
    for day in days {
        let day_text = day.to_string();
        let mut arguments = vec!["audit", "表.csv", "--within", "1", "--format", "json", "--as-of", &day_text];
        for catalog in &catalogs {
            arguments.extend(["--only", catalog]);
        }
        let told = due_soon(&place.run(&arguments).json());
        for (number, entry) in entries.iter().enumerate() {
            let message = told.get(&format!("第{number}厂")).map_or("", String::as_str);
            let left = (entry.due - day).num_days();
            let said = message.contains(&format!("期限{}，", entry.due));
            assert_eq!(said, (0..=1).contains(&left), "{} {} on {day}: {message}", entry.edition, entry.key);
        }
    }
}

const KILN: &str = "企业名称,州市,行业,设备名称\n甲砖厂,昆明市,建材,20门轮窑\n乙砖厂,昆明市,建材,20门轮窑（已拆除）\n";

#[test]
fn a_warning_begins_on_the_first_day_of_the_span_and_ends_with_the_deadline() {
    let place = Place::new();
    place.write("表.csv", KILN);
    let told = |day: &str, within: &str| -> Vec<String> {
        let run = place.run(&[
            "audit",
            "表.csv",
            "--only",
            "ndrc-2019",
            "--as-of",
            day,
            "--within",
            within,
            "--format",
            "json",
        ]);
        due_soon(&run.json()).into_values().collect()
    };
    // 2020-12-31 less 90 days is 2020-10-02.
    assert!(told("2020-10-01", "90").is_empty());
    assert_eq!(told("2020-10-02", "90"), ["甲砖厂：20门轮窑，淘汰期限2020-12-31，还有90天"]);
    assert_eq!(told("2020-10-03", "90"), ["甲砖厂：20门轮窑，淘汰期限2020-12-31，还有89天"]);
    assert_eq!(told("2020-12-31", "0"), ["甲砖厂：20门轮窑，淘汰期限2020-12-31，当天到期"]);
    assert!(told("2021-01-01", "90").is_empty(), "what is overdue is not about to fall due");
}

#[test]
fn what_may_be_hit_is_warned_of_with_what_is_missing() {
    let place = Place::new();
    place.write("表.csv", "企业名称,州市,行业,设备名称\n甲钢铁,昆明市,钢铁,炼铁高炉\n");
    let run = place.run(&[
        "audit",
        "表.csv",
        "--only",
        "guofa-2010-7",
        "--as-of",
        "2011-12-01",
        "--within",
        "30",
        "--format",
        "json",
    ]);
    let told: Vec<String> = due_soon(&run.json()).into_values().collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("淘汰期限2011-12-31，还有30天（是否属于该条待核实：缺"), "{told:?}");
}

#[test]
fn every_form_shows_the_warning_and_that_it_was_asked_for() {
    let place = Place::new();
    place.write("表.csv", KILN);
    let audit = |more: &[&str]| {
        let arguments = ["audit", "表.csv", "--only", "ndrc-2019", "--as-of", "2020-10-02"];
        place.run(&[&arguments, more].concat())
    };
    let asked = "提醒90天内（至2020-12-31）到期的条目：1 项";
    let warning = "淘汰期限2020-12-31，还有90天";
    let markdown = audit(&["--within", "90", "--format", "markdown"]).stdout;
    assert!(markdown.contains(asked) && markdown.contains(warning), "{markdown}");
    // A cell of the table is broken into lines: the end of the warning stands on its second.
    let table = audit(&["--within", "90", "--format", "table"]).stdout;
    assert!(table.contains(asked) && table.contains("2020-12-31，还有90天"), "{table}");
    audit(&["--within", "90", "-o", "结果.html", "-o", "结果.xlsx"]);
    let html = std::fs::read_to_string(place.path("结果.html")).expect("the page");
    assert!(html.contains(asked) && html.contains(warning));
    let workbook = sheets(&place.path("结果.xlsx"));
    assert!(workbook["概览"].contains(asked), "{}", workbook["概览"]);
    assert!(workbook["处置进度"].contains(warning), "{}", workbook["处置进度"]);
    // Without the flag nothing is said of it.
    assert!(!audit(&["--format", "json"]).stdout.contains("due-soon"));
}

/// The text of each sheet.
fn sheets(path: &std::path::Path) -> BTreeMap<String, String> {
    use calamine::Reader as _;
    let mut workbook = calamine::open_workbook_auto(path).expect("a workbook");
    let names = workbook.sheet_names();
    let text = |range: calamine::Range<calamine::Data>| {
        range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>().join("\n")
    };
    names.into_iter().map(|name| (name.clone(), text(workbook.worksheet_range(&name).expect("a sheet")))).collect()
}

/// A plan of 2019 that is run years later still judges by its own catalogues; who reads only the head must know.
#[test]
fn a_repealed_catalogue_is_said_at_the_head_of_every_form() {
    let place = Place::new();
    place.write("表.csv", "企业名称,州市,行业,设备名称\n甲厂,昆明市,钢铁,转炉\n");
    let line =
        |day: &str| format!("按方案所列的国家发展改革委令第21号核查，它自2020-01-01起已失效，不是{day}有效的目录");
    for (day, said) in [("2019-12-31", false), ("2020-01-01", true)] {
        for format in ["table", "markdown"] {
            let run = place.run(&["audit", "表.csv", "--as-of", day, "--format", format]);
            assert_eq!(run.stdout.replace("\n      ", "").contains(&line(day)), said, "{day} {format}: {}", run.stdout);
        }
        place.run(&["audit", "表.csv", "--as-of", day, "-o", "表.html"]);
        let page = std::fs::read_to_string(place.path("表.html")).expect("a page");
        assert_eq!(page.contains(&line(day)), said, "{day}");
    }
}
