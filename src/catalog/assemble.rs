//! Files → library: editions in the order in which they build on each other, then the overlays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::{NO_SUCH_EDITION, note};
use super::check_edition;
use super::check_entry::Base;
use super::check_vocabulary;
use super::edition::Edition;
use super::library::Library;
use super::place::Places;
use super::sources::{Purpose, Source};
use super::written;
use crate::yaml::{self, Content, Located, Node, Problems, nearest};

/// What was written, file by file.
#[derive(Default)]
struct Written {
    vocabulary: Vec<(Arc<str>, written::Vocabulary)>,
    editions: BTreeMap<String, (Source, written::Edition)>,
    overlays: Vec<(Arc<str>, written::Overlay)>,
    /// Whether a file could not be read at all: what refers to its edition is then not called unknown.
    unreadable: bool,
}

/// Builds the library; later files of the same edition replace earlier ones.
pub(super) fn library(sources: &[Source], problems: &mut Problems) -> Library {
    let mut written = Written::default();
    for source in sources {
        read(source, &mut written, problems);
    }
    let vocabulary = check_vocabulary::vocabulary(&written.vocabulary, problems);
    let mut places = Places::new();
    let mut broken = BTreeSet::new();
    let mut built: BTreeMap<String, Edition> = BTreeMap::new();
    for id in order(&written, problems) {
        if let Some((source, edition)) = written.editions.get(&id) {
            let mut base = Base { vocabulary: &vocabulary, editions: &built, places: &mut places, broken: &mut broken };
            let mut edition = check_edition::edition(&source.file, edition, &mut base, problems);
            edition.overlay = (!source.builtin).then(|| format!("{}：非内置", source.file));
            built.insert(id, edition);
        }
    }
    for (source, edition) in written.editions.values() {
        after_its_predecessor(source, edition, &built, problems);
    }
    for (file, overlay) in &written.overlays {
        let Some(mut edition) = built.get(overlay.overlay.as_str()).cloned() else {
            if written.unreadable {
                continue;
            }
            let near = nearest(&overlay.overlay, built.keys().map(String::as_str));
            let hint = near.map_or_else(|| NO_SUCH_EDITION.to_owned(), |near| format!("是不是“{near}”"));
            note(
                problems,
                file,
                overlay.overlay.at,
                format!("没有编号为“{}”的目录可修改", overlay.overlay.value),
                hint,
            );
            continue;
        };
        let mut base = Base { vocabulary: &vocabulary, editions: &built, places: &mut places, broken: &mut broken };
        check_edition::overlay(file, overlay, &mut edition, &mut base, problems);
        built.insert(edition.id.clone(), edition);
    }
    Library {
        vocabulary: Arc::new(vocabulary),
        editions: built.into_values().map(Arc::new).collect(),
        places: Arc::new(places),
    }
}

/// Notes an edition that takes effect no later than the one that it amends or replaces.
fn after_its_predecessor(
    source: &Source,
    written: &written::Edition,
    built: &BTreeMap<String, Edition>,
    problems: &mut Problems,
) {
    let Some(first) = built.get(written.catalog.as_str()).and_then(|edition| edition.effective) else { return };
    for before in [&written.amends, &written.replaces].into_iter().flatten() {
        let earlier = built.get(before.as_str()).and_then(|edition| edition.effective);
        if let (Some(earlier), Some(at)) = (earlier.filter(|earlier| first <= *earlier), &written.effective) {
            let message = format!("施行日 {first} 不晚于前版“{}”的施行日 {earlier}", before.value);
            note(problems, &source.file, at.at, message, "核对两版的 effective，或改 amends、replaces");
        }
    }
}

fn read(source: &Source, written: &mut Written, problems: &mut Problems) {
    let file = &source.file;
    let purpose = source.purpose();
    if purpose == Purpose::Foreign {
        return;
    }
    let root = match yaml::parse(file, &source.text) {
        Ok(root) => root,
        Err(problem) => {
            written.unreadable = true;
            return problems.push(problem);
        }
    };
    match purpose {
        Purpose::Vocabulary | Purpose::Words => {
            if let Some(read) = yaml::read_node(file, &root, problems) {
                if purpose == Purpose::Vocabulary {
                    written.vocabulary.clear();
                }
                written.vocabulary.push((file.clone(), read));
            }
        }
        _ if has_key(&root, "overlay") => {
            written.overlays.extend(yaml::read_node(file, &root, problems).map(|read| (file.clone(), read)));
        }
        _ => match yaml::read_node::<written::Edition>(file, &root, problems) {
            Some(read) => edition(source, read, written, problems),
            None => written.unreadable = true,
        },
    }
}

/// Takes an edition in. Two files of one folder cannot both be the same edition; a user's file replaces one compiled in.
fn edition(source: &Source, read: written::Edition, written: &mut Written, problems: &mut Problems) {
    let id = read.catalog.value.clone();
    if let Some((other, _)) = written.editions.get(&id)
        && other.builtin == source.builtin
        && folder_of(&other.file) == folder_of(&source.file)
    {
        let message = format!("目录编号“{id}”与 {} 相同", other.file);
        return note(problems, &source.file, read.catalog.at, message, "一个编号一个文件");
    }
    written.editions.insert(id, (source.clone(), read));
}

fn folder_of(file: &str) -> Option<&std::path::Path> {
    std::path::Path::new(file).parent()
}

fn has_key(root: &Node, key: &str) -> bool {
    matches!(&root.content, Content::Mapping(entries) if entries.iter().any(|(name, _, _)| name == key))
}

/// The editions that one builds upon.
fn models(edition: &written::Edition) -> impl Iterator<Item = &Located<String>> {
    edition.like.iter().chain(edition.entries.0.iter().filter_map(|entry| entry.like.as_ref()))
}

/// Ids so that every edition comes after those it builds upon. Loops and unknown editions are noted.
fn order(all: &Written, problems: &mut Problems) -> Vec<String> {
    let written = &all.editions;
    for (source, edition) in written.values() {
        let unknown = |like: &&Located<String>| !all.unreadable && !written.contains_key(like.as_str());
        for like in edition.like.iter().chain(&edition.amends).chain(&edition.replaces).filter(unknown) {
            let near = nearest(like, written.keys().map(String::as_str));
            let hint = near.map_or_else(|| NO_SUCH_EDITION.to_owned(), |near| format!("是不是“{near}”"));
            note(problems, &source.file, like.at, format!("没有编号为“{}”的目录", like.value), hint);
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
                if let Some((source, edition)) = written.get(*id)
                    && let Some(like) = models(edition).find(|like| waiting.contains(&&like.value))
                {
                    let message = format!("目录“{id}”与“{}”互相沿用，成了圈", like.value);
                    note(problems, &source.file, like.at, message, "改 like");
                }
            }
            return order;
        }
        order.extend(ready.into_iter().cloned());
        open = waiting;
    }
    order
}
