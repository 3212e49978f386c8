//! Lists the catalogue files, so that adding an edition needs no change of code, and hashes them, so that the program knows
//! whether the compiled form beside them (`src/catalog/compiled.rs`) was made from them.

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
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for name in names {
        let path = folder.join(&name);
        // A checkout may have other line ends; the YAML means the same.
        let text = fs::read_to_string(&path)?.replace('\r', "");
        for byte in name.bytes().chain(text.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        code.push_str(&format!(
            "    ({:?}, include_str!({:?})),\n",
            format!("catalogs/{name}"),
            path.display().to_string()
        ));
    }
    code.push_str("];\n");
    code.push_str(&format!(
        "/// FNV-1a over names and texts.\npub(super) const CATALOG_HASH: &str = \"{hash:016x}\";\n"
    ));
    let compiled = folder.join("compiled.jsonl");
    let text =
        if compiled.exists() { format!("include_str!({:?})", compiled.display().to_string()) } else { "\"\"".into() };
    code.push_str(&format!(
        "/// The compiled form; empty if there is none.\npub(super) const COMPILED: &str = {text};\n"
    ));
    fs::write(Path::new(&out).join("catalog_files.rs"), code)
}
