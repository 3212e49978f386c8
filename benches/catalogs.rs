//! What it costs to have every catalogue at hand: `cargo bench --bench catalogs`. The compiled form is what a run pays.

#![expect(clippy::print_stdout, reason = "a benchmark tells its result")]

use std::time::{Duration, Instant};

use capex::catalog::Library;
use capex::yaml::Problems;

fn main() {
    tell("compiled (every run)", Library::builtin);
    tell("from YAML (with --catalogs, check)", || Library::parsed(&[]));
}

/// Prints the median of 21 runs.
fn tell(what: &str, load: impl Fn() -> Result<Library, Problems>) {
    let mut times: Vec<Duration> = Vec::new();
    let mut entries = 0;
    for _ in 0..21 {
        let start = Instant::now();
        let library = load();
        times.push(start.elapsed());
        entries = library.map_or(0, |library| library.editions.iter().map(|edition| edition.entries.len()).sum());
    }
    times.sort();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("{what}: {:.2} ms for {entries} entries", median.as_secs_f64() * 1000.0);
}
