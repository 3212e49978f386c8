//! What an audit costs, as ratios against plain reading of the same file, measured in one run: `cargo bench --bench ratios`.
//!
//! Absolute times say little on a shared machine; a ratio against the same bytes walked by calamine's cell stream on one thread
//! says whether judging is nearly free. The floor below it (inflate, XML events) shows what no reader can beat. Rows by
//! `CAPEX_BENCH_ROWS` (default 50,000), runs by `CAPEX_BENCH_RUNS` (default 5, the median counts). `CAPEX_BENCH_WRITE=FILE` only
//! writes the survey, as csv or as xlsx.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement that cannot set its scene must fail, and prints what it found"
)]

mod large;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::io::{BufReader, Cursor, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use calamine::Reader as _;
use capex::audit::{Answers, Auditor, Event, Setup, Waivers, run_named, stream};
use capex::catalog::Library;
use capex::history::Store;
use capex::matching::{Description, MatchOptions, Matcher};
use capex::report::json::Line;
use capex::report::view::View;
use capex::report::{csv, grid, html, json, markdown, workbook};
use capex::survey::{Reader, Record, SheetReading};
use capex::workbook::Limits;

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn auditor() -> Auditor {
    Auditor::new(Setup {
        library: Library::builtin().unwrap_or_else(|problems| panic!("{problems}")),
        plan: capex::plan::find("yunnan-2019").expect("the built-in plan"),
        as_of: "2019-06-30".parse().expect("a date"),
        only: Vec::new(),
        actions: BTreeSet::new(),
        confirmed_only: false,
        within: None,
        explain: true,
        trace: false,
        reader: Reader::built_in().expect("the built-in columns"),
        limits: Limits::default(),
        waivers: Waivers::default(),
        answers: Answers::default(),
    })
    .unwrap_or_else(|error| panic!("{error}"))
}

fn inflate(bytes: &[u8]) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut buffer = vec![0; 1 << 16];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        while part.read(&mut buffer).unwrap() > 0 {}
    }
}

fn xml_events(bytes: &[u8]) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..archive.len() {
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(archive.by_index(index).unwrap()));
        let mut buffer = Vec::new();
        while !matches!(reader.read_event_into(&mut buffer).unwrap(), quick_xml::events::Event::Eof) {
            buffer.clear();
        }
    }
}

fn calamine_walk(bytes: &[u8]) {
    let mut workbook: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    for name in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&name).unwrap();
        while let Some(cell) = cells.next_cell().unwrap() {
            black_box(cell);
        }
    }
}

fn capex_rows(path: &Path) {
    let mut workbook = capex::workbook::Workbook::open(path, &Limits::default()).unwrap();
    for index in 0..workbook.sheets().len() {
        workbook
            .read_sheet(index, &mut |row| {
                black_box(row);
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
    }
}

fn named(path: &Path) -> Vec<(String, PathBuf)> {
    vec![("big.xlsx".to_owned(), path.to_owned())]
}

fn audit_lines(path: &Path, threads: NonZeroUsize) {
    let mut auditor = auditor();
    let (mut buffer, mut out) = (Vec::new(), std::io::sink());
    let document = stream(&mut auditor, &named(path), threads, &mut |_| (), &mut |event| {
        match &event {
            Event::Record(record) => Line::Record(record).write_by(&mut buffer, &mut out),
            Event::Exception(exception) => Line::Exception(exception).write_by(&mut buffer, &mut out),
        }
        .unwrap();
    });
    assert!(document.ledger.balances());
}

fn reader() -> Reader {
    Reader::built_in().unwrap_or_else(|_| panic!("the built-in columns"))
}

/// Reading and finding the records, nothing judged.
fn records(reader: &Reader, path: &Path) {
    let mut workbook = capex::workbook::Workbook::open(path, &Limits::default()).unwrap();
    for index in 0..workbook.sheets().len() {
        let facts = workbook.sheets()[index].clone();
        let mut reading = SheetReading::new(reader, Arc::from("big"), &facts);
        let mut sink = |record: Record| {
            black_box(record);
        };
        workbook
            .read_sheet(index, &mut |row| {
                reading.push(row, &mut sink);
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        reading.finish(&mut sink);
    }
}

/// Every writer, to nowhere, from one result that is kept.
fn writers(path: &Path, runs: usize, show: &dyn Fn(&str, Duration)) {
    let two = NonZeroUsize::new(2).unwrap();
    let document = run_named(auditor(), &named(path), two, &mut |_| ());
    let view = View::new(&document);
    show("write json", median(runs, || json::document(&document, &mut std::io::sink()).unwrap()));
    show("write jsonl", median(runs, || json::lines(&document, &mut std::io::sink()).unwrap()));
    show("write csv", median(runs, || csv::write(grid::detail(&view), &mut std::io::sink()).unwrap()));
    show("write markdown", median(runs, || markdown::write(&view, &mut std::io::sink()).unwrap()));
    show("write html", median(runs, || html::write(&view, &mut std::io::sink()).unwrap()));
    show("write xlsx", median(runs, || workbook::write(&view, &mut Cursor::new(Vec::new())).unwrap()));
    #[cfg(feature = "parquet")]
    show("write parquet", median(runs, || capex::report::parquet::write(&document, &mut Vec::new()).unwrap()));
}

/// A month of forty workbooks: the whole command, and the part of it that is writing the ledger.
fn month(surveys: &Path, files: &[(String, PathBuf)], runs: usize, show: &dyn Fn(&str, Duration)) {
    let (work, two) = (tempfile::tempdir().unwrap(), NonZeroUsize::new(2).unwrap());
    let nth = Cell::new(0);
    let next = |what: &str| {
        nth.set(nth.get() + 1);
        work.path().join(format!("{what}{}", nth.get()))
    };
    let command = || {
        let mut batch = Command::new(env!("CARGO_BIN_EXE_capex"));
        batch.arg("batch").arg(surveys).args(["--month", "2019-06", "--fail-on", "never", "-q"]);
        batch.arg("--ledger").arg(next("ledger")).arg("-o").arg(next("results"));
        assert!(batch.stderr(Stdio::null()).status().unwrap().success());
    };
    let whole = median(runs, command);
    let mut document = run_named(auditor(), files, two, &mut |_| ());
    let plan = capex::plan::find("yunnan-2019").expect("the built-in plan");
    let ledger = median(runs, || {
        let mut store = Store::open_for_writing(&next("alone")).unwrap();
        store.write_month("2019-06".parse().unwrap(), "digest", &mut document, &plan).unwrap();
    });
    show("batch: 40 workbooks, ledger, results", whole);
    show("batch: the ledger of it", ledger);
    println!("share of the ledger in a batch: {:.0} %", 100.0 * ledger.as_secs_f64() / whole.as_secs_f64());
}

/// Forty workbooks of 500 rows, on one thread and on two.
fn batch(folder: &Path, runs: usize, show: &dyn Fn(&str, Duration)) {
    let folder = folder.join("surveys");
    std::fs::create_dir(&folder).unwrap();
    let files: Vec<(String, PathBuf)> =
        (0..40).map(|nth| (format!("{nth}.xlsx"), folder.join(format!("{nth}.xlsx")))).collect();
    files.iter().for_each(|(_, path)| large::write(path, 500));
    for threads in [1, 2] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let all = || {
            black_box(run_named(auditor(), &files, threads, &mut |_| ()));
        };
        show(&format!("40 workbooks of 500 rows, threads {threads}"), median(runs, all));
    }
    month(&folder, &files, runs, show);
    let binary = || Command::new(env!("CARGO_BIN_EXE_capex"));
    let version = || assert!(binary().arg("--version").stdout(Stdio::null()).status().unwrap().success());
    show("start: capex --version", median(runs * 4, version));
    let first = || {
        let mut audit = binary();
        audit.arg("audit").arg(&files[0].1).args(["--format", "jsonl", "--fail-on", "never"]);
        let mut child = audit.stdout(Stdio::piped()).spawn().unwrap();
        let mut byte = [0; 1];
        child.stdout.as_mut().unwrap().read_exact(&mut byte).unwrap();
        std::io::copy(child.stdout.as_mut().unwrap(), &mut std::io::sink()).unwrap();
        assert!(child.wait().unwrap().success());
    };
    show("500 rows from a cold start, whole", median(runs * 4, first));
}

fn main() {
    let rows = number("CAPEX_BENCH_ROWS", 50_000);
    let runs = number("CAPEX_BENCH_RUNS", 5);
    if let Some(path) = std::env::var_os("CAPEX_BENCH_WRITE").map(PathBuf::from) {
        match path.extension().is_some_and(|suffix| suffix == "csv") {
            true => large::write_csv(&path, rows),
            false => large::write(&path, rows),
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.xlsx");
    large::write(&path, rows);
    let bytes = std::fs::read(&path).unwrap();
    let two = NonZeroUsize::new(2).unwrap();

    let base = median(runs, || calamine_walk(&bytes));
    println!("{rows} 行 × {} 列，{:.1} MB，每项 {runs} 次取中位数", large::COLUMNS, bytes.len() as f64 / 1e6);
    println!("{:<34}{:>10}{:>8}", "", "毫秒", "倍");
    let show = |name: &str, time: Duration| {
        println!("{name:<34}{:>10.0}{:>8.2}", time.as_secs_f64() * 1e3, time.as_secs_f64() / base.as_secs_f64());
    };
    show("inflate", median(runs, || inflate(&bytes)));
    show("XML events", median(runs, || xml_events(&bytes)));
    show("calamine cell stream", base);
    show("capex rows", median(runs, || capex_rows(&path)));
    let text = folder.path().join("big.csv");
    large::write_csv(&text, rows);
    show("capex rows of the same as csv", median(runs, || capex_rows(&text)));
    show("capex records", median(runs, || records(&reader(), &path)));
    show("capex audit jsonl", median(runs, || audit_lines(&path, two)));
    show(
        "capex audit xlsx",
        median(runs.min(3), || {
            let document = run_named(auditor(), &named(&path), two, &mut |_| ());
            workbook::write(&View::new(&document), &mut Cursor::new(Vec::new())).unwrap();
        }),
    );

    writers(&path, runs.min(3), &show);
    batch(folder.path(), runs.min(3), &show);
    let library = Library::builtin().unwrap_or_else(|problems| panic!("{problems}"));
    show(
        "catalogues ready",
        median(runs, || {
            black_box(auditor());
        }),
    );
    let editions: Vec<_> = library.editions.iter().filter(|edition| edition.id == "ndrc-2013").cloned().collect();
    // Without an edition a phrase is only read: its words, numbers and units, and what it names.
    let reading = Matcher::new(library.vocabulary.clone(), Vec::new(), MatchOptions::default());
    let matcher = Matcher::new(library.vocabulary.clone(), editions, MatchOptions::default());
    let phrases = large::phrases(20_000);
    let each = |matcher: &Matcher| {
        median(runs, || {
            for phrase in &phrases {
                black_box(matcher.judge(&Description::phrase(phrase, "钢铁")));
            }
        })
    };
    let (read, judged) = (each(&reading), each(&matcher));
    let small = folder.path().join("small.xlsx");
    large::write(&small, 24);
    let fifty = |work: &dyn Fn()| median(runs, || (0..50).for_each(|_| work())).as_secs_f64() * 1e3 / 50.0;
    println!("the dictionary of headings made ready: {:.2} ms", fifty(&|| drop(black_box(reader()))));
    // Each time with a dictionary that has not been asked yet: what a first unknown heading makes ready is in it.
    let (readers, nth) = ((0..50 * runs).map(|_| reader()).collect::<Vec<_>>(), Cell::new(0));
    let header = fifty(&|| {
        records(&readers[nth.get()], &small);
        nth.set(nth.get() + 1);
    });
    println!("a sheet of 24 lines opened, its header recognised: {header:.2} ms");
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / phrases.len() as f64;
    println!(
        "a distinct phrase read: {:.1} µs; its rules tried: {:.1} µs",
        micros(read),
        micros(judged.saturating_sub(read))
    );
    println!("judging distinct phrases: {:.0} a second", phrases.len() as f64 / judged.as_secs_f64());
}
