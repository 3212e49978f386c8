//! All catalogues together: which files there are, in which order they build on each other, what is in force.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::check::note;
use super::check_edition::{self, Base};
use super::check_vocabulary;
use super::edition::Edition;
use super::place::Places;
use super::vocabulary::Vocabulary;
use super::written;
use crate::yaml::{self, Position, Problems, nearest};

include!(concat!(env!("OUT_DIR"), "/catalog_files.rs"));

/// The vocabulary and every edition.
#[derive(Debug, Clone)]
pub struct Library {
    /// The words.
    pub vocabulary: Arc<Vocabulary>,
    /// The editions, sorted by id.
    pub editions: Vec<Arc<Edition>>,
    /// Where entries stand in the files.
    pub places: Arc<Places>,
}

/// A file and its text.
#[derive(Debug, Clone)]
struct Source {
    file: Arc<str>,
    text: String,
}

const VOCABULARY: &str = "vocabulary.yaml";
/// Files of the folder that other rooms read.
const FOREIGN: &[&str] = &["columns.yaml"];

impl Library {
    /// The catalogues compiled into the program.
    ///
    /// # Errors
    /// Every problem in their files.
    pub fn builtin() -> Result<Self, Problems> {
        Self::load(&[])
    }

    /// The catalogues compiled into the program, with those of the folders put over them: a file of an edition that exists
    /// replaces it, a new one adds an edition.
    ///
    /// # Errors
    /// Every problem in every file.
    pub fn load(folders: &[PathBuf]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut sources: Vec<Source> = CATALOG_FILES
            .iter()
            .map(|(file, text)| Source { file: Arc::from(*file), text: (*text).to_owned() })
            .collect();
        for folder in folders {
            sources.extend(read_folder(folder, &mut problems));
        }
        let library = build(&sources, &mut problems);
        problems.or(library)
    }

    /// The catalogues of one folder alone, for checking it.
    ///
    /// # Errors
    /// Every problem in every file.
    pub fn of_folder(folder: &Path) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let sources = read_folder(folder, &mut problems);
        let library = build(&sources, &mut problems);
        problems.or(library)
    }

    /// An edition by its id.
    #[must_use]
    pub fn edition(&self, id: &str) -> Option<&Arc<Edition>> {
        self.editions.iter().find(|edition| edition.id == id)
    }
}

fn file_name(file: &str) -> &str {
    Path::new(file).file_name().and_then(|name| name.to_str()).unwrap_or(file)
}

fn read_folder(folder: &Path, problems: &mut Problems) -> Vec<Source> {
    let named = folder.display().to_string();
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) => {
            note(problems, &named, Position::default(), format!("打不开目录文件夹：{error}"), "检查 --catalogs 的路径");
            return Vec::new();
        }
    };
    let mut paths: Vec<PathBuf> = listing
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"))
        .collect();
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let file = path.display().to_string();
        match fs::read_to_string(&path) {
            Ok(text) => sources.push(Source { file: Arc::from(file.as_str()), text }),
            Err(error) => note(problems, &file, Position::default(), format!("读不出：{error}"), "文件应为 UTF-8 文本"),
        }
    }
    sources
}

/// Reads every source; later ones replace earlier ones of the same edition.
fn build(sources: &[Source], problems: &mut Problems) -> Library {
    let mut vocabulary = Vocabulary::default();
    let mut written: BTreeMap<String, (Arc<str>, written::Edition)> = BTreeMap::new();
    for source in sources {
        let name = file_name(&source.file);
        if FOREIGN.contains(&name) {
            continue;
        }
        if name == VOCABULARY {
            if let Some(read) = yaml::read::<written::Vocabulary>(&source.file, &source.text, problems) {
                vocabulary = check_vocabulary::vocabulary(&source.file, &read, problems);
            }
        } else if let Some(read) = yaml::read::<written::Edition>(&source.file, &source.text, problems) {
            written.insert(read.catalog.value.clone(), (source.file.clone(), read));
        }
    }
    let mut places = Places::new();
    let mut built: BTreeMap<String, Arc<Edition>> = BTreeMap::new();
    let mut broken = BTreeSet::new();
    for id in order(&written, problems) {
        if let Some((file, edition)) = written.get(&id) {
            let mut base = Base { vocabulary: &vocabulary, editions: &built, places: &mut places, broken: &mut broken };
            let edition = check_edition::edition(file, edition, &mut base, problems);
            built.insert(id, Arc::new(edition));
        }
    }
    Library { vocabulary: Arc::new(vocabulary), editions: built.into_values().collect(), places: Arc::new(places) }
}

/// The editions that one builds upon.
fn models(edition: &written::Edition) -> impl Iterator<Item = &yaml::Located<String>> {
    edition.like.iter().chain(edition.entries.0.iter().filter_map(|entry| entry.like.as_ref()))
}

/// Ids so that every edition comes after those it builds upon. Loops and unknown editions are noted.
fn order(written: &BTreeMap<String, (Arc<str>, written::Edition)>, problems: &mut Problems) -> Vec<String> {
    for (file, edition) in written.values() {
        let unknown = |like: &&yaml::Located<String>| !written.contains_key(like.as_str());
        for like in edition.like.iter().chain(&edition.amends).filter(unknown) {
            let near = nearest(like, written.keys().map(String::as_str));
            let hint = near.map(|near| format!("是不是“{near}”")).unwrap_or_default();
            note(problems, file, like.at, format!("没有编号为“{}”的目录", like.value), hint);
        }
    }
    let mut order: Vec<String> = Vec::new();
    let mut open: Vec<&String> = written.keys().collect();
    while !open.is_empty() {
        let (ready, waiting): (Vec<&String>, Vec<&String>) = open.iter().partition(|id| {
            written.get(**id).is_none_or(|(_, edition)| {
                models(edition).all(|like| order.contains(like) || !written.contains_key(like.as_str()))
            })
        });
        if ready.is_empty() {
            for id in &waiting {
                if let Some((file, edition)) = written.get(*id)
                    && let Some(like) = models(edition).find(|like| waiting.contains(&&like.value))
                {
                    note(problems, file, like.at, format!("目录“{id}”与“{}”互相沿用，成了圈", like.value), "改 like");
                }
            }
            return order;
        }
        order.extend(ready.into_iter().cloned());
        open = waiting;
    }
    order
}
