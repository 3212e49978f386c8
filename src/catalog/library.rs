//! All catalogues together, and what is in force on a day.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::edition::Edition;
use super::place::Places;
use super::sources::Source;
use super::vocabulary::Vocabulary;
use super::{assemble, compiled, sources};
use crate::yaml::Problems;

/// The vocabulary and every edition.
#[derive(Debug, Clone)]
pub struct Library {
    /// The words.
    pub vocabulary: Arc<Vocabulary>,
    /// The editions, sorted by id.
    pub editions: Vec<Arc<Edition>>,
    /// Where entries stand in the files; empty where the compiled form was read.
    pub places: Arc<Places>,
}

impl Library {
    /// The catalogues compiled into the program.
    ///
    /// # Errors
    /// Every problem in their files.
    pub fn builtin() -> Result<Self, Problems> {
        Self::load(&[])
    }

    /// The catalogues compiled into the program, with those of the folders put over them. In a folder, `vocabulary.yaml`
    /// replaces the vocabulary and `vocabulary-*.yaml` adds to it; a file that begins with `catalog:` replaces the edition of
    /// that id or adds one; a file with `overlay:` corrects, adds and disables entries of an edition.
    ///
    /// # Errors
    /// Every problem in every file.
    pub fn load(folders: &[PathBuf]) -> Result<Self, Problems> {
        // The compiled form is fast and complete but knows no places: they matter only where something is wrong.
        match compiled::library() {
            Some(library) if folders.is_empty() => Ok(library),
            _ => Self::parsed(folders),
        }
    }

    /// As [`Self::load`], always from the YAML, so that everything has its place.
    ///
    /// # Errors
    /// Every problem in every file.
    pub fn parsed(folders: &[PathBuf]) -> Result<Self, Problems> {
        Self::of(sources::builtin(), folders)
    }

    /// The catalogues of the folders alone.
    ///
    /// # Errors
    /// Every problem in every file.
    pub fn alone(folders: &[PathBuf]) -> Result<Self, Problems> {
        Self::of(Vec::new(), folders)
    }

    fn of(mut sources: Vec<Source>, folders: &[PathBuf]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        for folder in folders {
            sources.extend(sources::folder(folder, &mut problems));
        }
        let library = assemble::library(&sources, &mut problems);
        problems.or(library)
    }

    /// An edition by its id.
    #[must_use]
    pub fn edition(&self, id: &str) -> Option<&Arc<Edition>> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// The editions in force on a day, sorted by id.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> Vec<Arc<Edition>> {
        self.editions.iter().filter(|edition| edition.in_force(on)).cloned().collect()
    }

    /// The latest edition in force on a day that amends or replaces `id`, directly or through others: from its first day on,
    /// `id` is stale.
    #[must_use]
    pub fn later_in_force(&self, id: &str, on: NaiveDate) -> Option<&Arc<Edition>> {
        let mut line = vec![id];
        while let Some(next) = self.editions.iter().find(|edition| {
            let before = [&edition.amends, &edition.replaces];
            !line.contains(&edition.id.as_str())
                && before.iter().any(|before| before.as_deref().is_some_and(|before| line.contains(&before)))
        }) {
            line.push(&next.id);
        }
        let successors = line.iter().skip(1).filter_map(|id| self.edition(id));
        successors
            .filter(|edition| edition.effective.is_some() && edition.in_force(on))
            .max_by_key(|edition| edition.effective)
    }
}
