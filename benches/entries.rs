//! How judging grows with the number of catalogue entries: `cargo bench --bench entries`.
//!
//! A folder with as many further entries, each about equipment of its own, is put over the built-in catalogues; the same phrases
//! are judged against all of them. A phrase finds its candidates by the words that it names, so that what it costs should hardly
//! grow.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a measurement that cannot set its scene must fail, and prints"
)]

#[allow(dead_code, reason = "the survey is for the other benchmark")]
mod large;

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use capex::catalog::Library;
use capex::matching::{Description, MatchOptions, Matcher};

/// A name of four characters for a number.
fn name(nth: usize) -> String {
    let signs: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉".chars().collect();
    let sign = |place: u32| signs[nth / signs.len().pow(place) % signs.len()];
    format!("{}{}{}{}试验炉", sign(3), sign(2), sign(1), sign(0))
}

/// Writes a vocabulary and an edition of so many entries.
fn write(folder: &Path, entries: usize) {
    let mut words = String::from("terms:\n");
    let mut edition = String::from(
        "catalog: bench\ntitle: 试验目录\ndocument: 试验〔2019〕1号\nissuer: 试验\nissued: 2019-01-01\nsupplementary: false\n\
         coverage: {complete: false, note: 试验}\nentries:\n",
    );
    for nth in 0..entries {
        let name = name(nth);
        writeln!(words, "  - {{name: {name}, kind: equipment, parameters: [变压器容量]}}").unwrap();
        writeln!(
            edition,
            "  - key: bench-{nth}\n    cite: 第{nth}项\n    name: {name}\n    action: eliminate\n    sectors: [机械]\n    \
             deadline: immediate\n    evidence: {{level: seen, source: \"https://example.org\"}}\n    rules:\n      \
             - {{equipment: [{name}], when: 变压器容量 < {} kVA}}\n    examples:\n      hit: [1kVA{name}]\n      \
             clear: [900000kVA{name}]",
            1000 + nth
        )
        .unwrap();
    }
    std::fs::write(folder.join("vocabulary-bench.yaml"), words).unwrap();
    std::fs::write(folder.join("bench.yaml"), edition).unwrap();
}

fn main() {
    println!("{:>8}{:>10}{:>14}{:>14}", "条目", "词", "建立（毫秒）", "每条（微秒）");
    for entries in [0, 100, 1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        let folders = if entries == 0 { Vec::new() } else { vec![folder.path().to_owned()] };
        write(folder.path(), entries);
        let library = Library::load(&folders).unwrap_or_else(|problems| panic!("{problems}"));
        let terms = library.vocabulary.terms.len();
        let editions: Vec<_> =
            library.editions.iter().filter(|edition| matches!(&*edition.id, "ndrc-2013" | "bench")).cloned().collect();
        let begin = Instant::now();
        let matcher = Matcher::new(library.vocabulary.clone(), editions, MatchOptions::default());
        let built = begin.elapsed();
        let mut phrases = large::phrases(4_000);
        phrases
            .extend((0..1_000).filter(|_| entries > 0).map(|nth| format!("{nth}kVA{}2台", name(nth % entries.max(1)))));
        let mut times: Vec<Duration> = (0..7)
            .map(|_| {
                let begin = Instant::now();
                for phrase in &phrases {
                    black_box(matcher.judge(&Description::phrase(phrase, "")));
                }
                begin.elapsed()
            })
            .collect();
        times.sort_unstable();
        let each = times[times.len() / 2].as_secs_f64() * 1e6 / phrases.len() as f64;
        println!("{entries:>8}{terms:>10}{:>14.1}{each:>14.2}", built.as_secs_f64() * 1e3);
    }
}
