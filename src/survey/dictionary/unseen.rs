//! Headings that were written down with their meaning before the dictionary was asked: `tests/unseen/headings`.

use super::{Dictionary, Meaning};
use crate::survey::label::Label;

/// The least score at which a column takes a meaning.
const TAKEN: u32 = 45;

/// What a column with this heading means, where its content says nothing.
fn taken(dictionary: &Dictionary, heading: &str) -> &'static str {
    let mut path: Vec<Label> = heading.split(" < ").map(Label::parse).collect();
    path.reverse();
    let guesses = dictionary.guesses(&path);
    let Some(best) = guesses.first().filter(|guess| guess.score >= TAKEN) else { return "other" };
    if best.score < 80 && guesses.get(1).is_some_and(|rival| rival.score == best.score) {
        return "other";
    }
    match best.meaning {
        Meaning::Field(field) => field.name(),
        Meaning::Serial => "serial",
        Meaning::Unit => "unit",
        Meaning::Place => "place",
        Meaning::Other => "other",
    }
}

#[test]
fn headings_written_down_before_they_were_tried() {
    let dictionary = Dictionary::built_in().unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unseen/headings");
    let mut wrong = Vec::new();
    let mut all = 0;
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (heading, wanted) = line.rsplit_once('|').expect("heading|meaning");
            all += 1;
            let read = taken(&dictionary, heading);
            if !wanted.split('/').any(|wanted| wanted == read) {
                wrong.push(format!("{heading}: {read} instead of {wanted}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {all} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
