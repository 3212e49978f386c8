//! The bundled example: the files are what their generator makes, and the binary finds in them what an analyst would.

#[path = "../examples/generate/files/mod.rs"]
mod files;

use std::fs;
use std::path::Path;

#[test]
fn the_committed_example_files_are_what_the_generator_makes() {
    for (name, bytes) in files::all().expect("the generator") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        let committed = fs::read(&path).expect("a committed example file");
        assert!(committed == bytes, "{name} differs: run `cargo run --example generate -- examples/`");
    }
}
