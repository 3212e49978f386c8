//! Lists the catalogue files, so that adding an edition needs no change of code.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let folder = Path::new(&root).join("catalogs");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".yaml") {
            names.push(name);
        }
    }
    names.sort();
    let mut code =
        String::from("/// The files of `catalogs/` with their texts.\nconst CATALOG_FILES: &[(&str, &str)] = &[\n");
    for name in names {
        let path = folder.join(&name);
        code.push_str(&format!(
            "    ({:?}, include_str!({:?})),\n",
            format!("catalogs/{name}"),
            path.display().to_string()
        ));
    }
    code.push_str("];\n");
    fs::write(Path::new(&out).join("catalog_files.rs"), code)
}
