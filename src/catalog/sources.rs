//! The files that make up the catalogues: those compiled in, and those of a user's folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::yaml::{Problem, Problems};

include!(concat!(env!("OUT_DIR"), "/catalog_files.rs"));

/// A file and its text.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) file: Arc<str>,
    pub(super) text: String,
    /// Whether it is compiled in.
    pub(super) builtin: bool,
}

/// What a file of a catalogue folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// `vocabulary.yaml`: the vocabulary, in place of the one before.
    Vocabulary,
    /// `vocabulary-*.yaml`: adds to the vocabulary.
    Words,
    /// An edition or an overlay; the first key tells.
    Catalog,
    /// Read by other rooms.
    Foreign,
}

impl Source {
    pub(super) fn purpose(&self) -> Purpose {
        let name = Path::new(&*self.file).file_name().and_then(|name| name.to_str()).unwrap_or(&self.file);
        match name {
            "vocabulary.yaml" => Purpose::Vocabulary,
            "columns.yaml" => Purpose::Foreign,
            _ if name.starts_with("vocabulary-") => Purpose::Words,
            _ => Purpose::Catalog,
        }
    }
}

/// The files compiled in.
pub(super) fn builtin() -> Vec<Source> {
    let source =
        |(file, text): &(&str, &str)| Source { file: Arc::from(*file), text: (*text).to_owned(), builtin: true };
    CATALOG_FILES.iter().map(source).collect()
}

/// The YAML files of a folder by name; those that cannot be read are noted.
pub(super) fn folder(folder: &Path, problems: &mut Problems) -> Vec<Source> {
    let named = folder.display().to_string();
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) => {
            let mut problem = Problem::of_file(&named, format!("打不开目录文件夹：{error}"));
            problem.hint = "检查 --catalogs 的路径".into();
            problems.push(problem);
            return Vec::new();
        }
    };
    let mut paths: Vec<PathBuf> = listing
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"))
        .collect();
    // By name, the vocabulary before what adds to it.
    paths.sort_by_key(|path| (!path.ends_with("vocabulary.yaml"), path.clone()));
    let mut sources = Vec::new();
    for path in paths {
        let file = path.display().to_string();
        match fs::read_to_string(&path) {
            Ok(text) => sources.push(Source { file: Arc::from(file.as_str()), text, builtin: false }),
            Err(error) => {
                let mut problem = Problem::of_file(&file, format!("读不出：{error}"));
                problem.hint = "文件应为 UTF-8 文本".into();
                problems.push(problem);
            }
        }
    }
    sources
}
