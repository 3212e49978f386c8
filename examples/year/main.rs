//! Writes the example year: `cargo run --example year -- FOLDER` makes FOLDER/2019-01 … FOLDER/2019-12, each with the tables
//! that the counties have delivered by then. `examples/monthly.sh` runs the monthly check over them.

#[path = "../generate/files/code.rs"]
#[expect(dead_code, reason = "the other example uses the rest")]
mod code;
mod files;
#[expect(dead_code, reason = "the tests use the rest: what the truth says")]
mod world;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err("usage: cargo run --example year -- FOLDER".into());
    };
    let counties = world::counties();
    for month in 1..=12 {
        files::write_month(&folder.join(format!("2019-{month:02}")), &counties, month)?;
    }
    Ok(())
}
