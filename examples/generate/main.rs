//! Writes the example survey files: `cargo run --example generate -- examples/`.
//!
//! The files are committed; a test keeps them equal to what this program makes, byte for byte.

mod files;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err("usage: cargo run --example generate -- examples/".into());
    };
    for (name, bytes) in files::all()? {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
