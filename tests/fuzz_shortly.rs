//! The fuzz targets on any toolchain: each is fed mutated files for a fixed number of rounds, the same on every machine.
//!
//! libFuzzer finds more and needs nightly (`fuzz/README.md`); this keeps the targets alive and catches what breaks easily.
//! `CAPEX_FUZZ_ROUNDS=200` multiplies the rounds, `CAPEX_FUZZ_SEED` begins elsewhere; the name of a target runs only it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;
#[path = "survey_support/generator.rs"]
mod generator;
#[path = "support/hostile.rs"]
mod hostile;
#[path = "support/mutate.rs"]
mod mutate;
#[path = "support/books.rs"]
mod support;
mod survey_support;
#[path = "unseen_support/mod.rs"]
mod unseen_support;
#[path = "support/writers.rs"]
mod writers;

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use fuzz::targets::{TARGETS, XLSB_PARTS, XLSX_PARTS};
use generator::Dice;

/// Mutated inputs for each target.
fn rounds(target: &str) -> usize {
    let rounds = match target {
        "any_file" => 3_000,
        "headers" => 800,
        "mapping" => 100,
        _ => 4_000,
    };
    rounds * std::env::var("CAPEX_FUZZ_ROUNDS").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// A generated survey in a format, not too long.
fn written(file: &str, seed: u64) -> Vec<u8> {
    let sheet = generator::sheet(seed);
    let form = writers::FORMS.iter().find(|form| form.file == file).unwrap();
    (form.write)(&[writers::Sheet { facts: &sheet.facts, rows: &sheet.rows }])
}

/// Parts of a package, each with the number that the target chooses it by.
fn parts(file: &str, names: [&str; 5]) -> Vec<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(written(file, 5))).unwrap();
    let mut seeds = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let mut seed = vec![number as u8];
        archive.by_name(name).unwrap().read_to_end(&mut seed).unwrap();
        seeds.push(seed);
    }
    seeds
}

/// Where a target begins.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let choose = |parts: &[&[u8]]| -> Vec<Vec<u8>> {
        parts.iter().enumerate().map(|(number, part)| [&[number as u8], *part].concat()).collect()
    };
    match target {
        "any_file" => {
            let mut seeds: Vec<Vec<u8>> = writers::FORMS.iter().map(|form| written(form.file, 3)).collect();
            let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook");
            let mut files: Vec<_> = std::fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            seeds.extend(files.iter().map(|path| std::fs::read(path).unwrap()));
            seeds.extend(hostile::all().into_iter().map(|file| file.bytes));
            seeds.retain(|seed| seed.len() < 64 << 10);
            seeds
        }
        "xlsx" => {
            let sheet = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"];
            let [sheet, strings, styles, book] = sheet;
            [choose(&XLSX_PARTS), parts("表.xlsx", [sheet, strings, styles, book, "xl/_rels/workbook.xml.rels"])]
                .concat()
        }
        "xlsb" => {
            let sheet = ["xl/worksheets/sheet1.bin", "xl/sharedStrings.bin", "xl/styles.bin", "xl/workbook.bin"];
            let [sheet, strings, styles, book] = sheet;
            [choose(&XLSB_PARTS), parts("表.xlsb", [sheet, strings, styles, book, "xl/_rels/workbook.bin.rels"])]
                .concat()
        }
        "xls" => (0..2)
            .map(|age| {
                let sheet = generator::sheet(7);
                let stream = writers::biff(&[writers::Sheet { facts: &sheet.facts, rows: &sheet.rows }], age == 0);
                [&[2 + age], &stream[20..]].concat()
            })
            .collect(),
        "ods" => vec![written("表.fods", 4)],
        "delimited" => ["国标.csv", "通用.csv", "制表符.tsv", "文本.xls"].map(|file| written(file, 6)).to_vec(),
        "html" => vec![written("网页.xls", 8)],
        "xml2003" => vec![written("表2003.xml", 9).split_off(120)],
        "headers" | "mapping" => {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unseen/first");
            let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            let drawn = files.iter().map(|path| [b"1 0 0 5\n", std::fs::read(path).unwrap().as_slice()].concat());
            let mapping = b"sheets:\n  - sheet: \"*\"\n    area: A2:E9\n    header_rows: 1\n    columns:\n      - {column: D, field: quantity, unit: \xe5\xba\xa7}\n".to_vec();
            if target == "headers" { drawn.collect() } else { vec![mapping] }
        }
        "phrases" => {
            include_str!("verdicts/messy.tsv").lines().step_by(3).map(|line| line.as_bytes().to_vec()).collect()
        }
        other => panic!("no corpus for {other}"),
    }
}

/// Feeds one target its corpus as it is, then mutations of it.
fn feed(name: &str) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target");
    let start: u64 = std::env::var("CAPEX_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let corpus = corpus(name);
    let (begun, rounds) = (Instant::now(), rounds(name));
    for round in 0..corpus.len() + rounds {
        let input = match corpus.get(round) {
            Some(seed) => seed.clone(),
            None => mutate::mutate(&corpus, &mut Dice::new(start * 1_000_003 + round as u64)),
        };
        let now = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target(&input)));
        let slow = now.elapsed() > Duration::from_secs(20);
        if outcome.is_err() || slow {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{start}-{round}"));
            std::fs::write(&path, &input).unwrap();
            panic!("{name}, round {round}: {}; kept as {}", if slow { "hangs" } else { "panics" }, path.display());
        }
    }
    println!("{name}: {} inputs in {:.1} s", corpus.len() + rounds, begun.elapsed().as_secs_f32());
    // The caps of the targets bound the files; what else grows would show here.
    if let Some(peak) = peak_mib() {
        assert!(peak < 512, "{peak} MiB at the peak");
    }
}

macro_rules! targets {
    ($($name:ident),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                feed(stringify!($name));
            }
        )+

        #[test]
        fn every_target_is_run() {
            let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, [$(stringify!($name)),+]);
        }
    };
}

targets!(any_file, xlsx, xlsb, xls, ods, delimited, html, xml2003, headers, mapping, phrases);

/// The most memory that this process had, on Linux.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib >> 10)
}
