//! The rooms of `src/` form one order; a lower room never uses a higher one.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot set its scene must fail")]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the lowest; each may use those before it, and only them.
const ORDER: &[&str] = &[
    "yaml", "text", "quantity", "region", "catalog", "workbook", "survey", "matching", "plan", "audit", "history",
    "report", "summary", "cli",
];

/// What the order alone would allow and the design forbids.
const FORBIDDEN: &[(&str, &str)] = &[
    ("catalog", "region"),
    ("workbook", "catalog"),
    ("workbook", "quantity"),
    ("matching", "survey"),
    ("matching", "workbook"),
    ("plan", "matching"),
    ("plan", "survey"),
    ("plan", "workbook"),
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Rooms that a source file names as `crate::room`.
fn rooms_used(source: &str) -> Vec<&'static str> {
    let mut used: Vec<&str> = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let inside = group.split('}').next().unwrap_or_default();
            for part in inside.split(',') {
                let name: String = part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                used.extend(ORDER.iter().copied().filter(|room| *room == name));
            }
        } else {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            used.extend(ORDER.iter().copied().filter(|room| *room == name));
        }
    }
    used
}

fn position(room: &str) -> usize {
    ORDER.iter().position(|known| *known == room).unwrap_or_else(|| panic!("room `{room}` has no place in ORDER"))
}

#[test]
fn no_room_uses_a_higher_one() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    assert!(files.len() > 30, "only {} source files found", files.len());
    let mut problems = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&source).expect("below src");
        let mut parts = relative.components();
        let room = parts.next().expect("a part").as_os_str().to_string_lossy().into_owned();
        if parts.next().is_none() {
            assert!(room == "lib.rs" || room == "main.rs", "`src/{room}` belongs to no room");
            continue;
        }
        let text = fs::read_to_string(&file).expect("a readable file");
        for used in rooms_used(&text) {
            if position(used) > position(&room) || FORBIDDEN.contains(&(room.as_str(), used)) {
                problems.push(format!("{} uses `{used}`", relative.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
