//! Which editions an audit uses, and what a reader must know of each.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::document::CatalogUse;
use crate::catalog::{Edition, Library};
use crate::plan::{Choice, Plan};

/// An edition that the plan or the command line names and nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCatalog {
    /// The name given.
    pub id: String,
    /// What there is.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownCatalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "没有编号为“{}”的目录；现有：{}", self.id, self.known.join("、"))
    }
}

impl std::error::Error for UnknownCatalog {}

/// The editions of an audit: those of `only`, else those the plan names with its supplementary ones, else all in force.
///
/// # Errors
/// A named edition that does not exist.
pub fn select(
    library: &Library,
    plan: &Plan,
    only: &[String],
    as_of: NaiveDate,
) -> Result<Vec<Arc<Edition>>, UnknownCatalog> {
    let find = |id: &String| {
        library.edition(id).cloned().ok_or_else(|| UnknownCatalog {
            id: id.clone(),
            known: library.editions.iter().map(|edition| edition.id.clone()).collect(),
        })
    };
    if !only.is_empty() {
        return only.iter().map(find).collect();
    }
    match plan.catalogs() {
        Choice::Listed(ids) => ids.iter().chain(&plan.supplementary).map(find).collect(),
        Choice::InForce => Ok(library.editions.iter().filter(|edition| edition.in_force(as_of)).cloned().collect()),
    }
}

/// What a report says of an edition that was used.
pub(super) fn catalog_use(edition: &Edition, library: &Library, plan: &Plan, as_of: NaiveDate) -> CatalogUse {
    let entries = edition.entries.len();
    let listed = edition.entries.iter().filter(|entry| !entry.rules.is_empty()).count();
    let recalled = edition.entries.iter().filter(|entry| entry.evidence.level.is_recalled()).count();
    CatalogUse {
        id: edition.id.clone(),
        title: edition.title.clone(),
        document: edition.document.clone(),
        effective: edition.effective,
        repealed: edition.repealed,
        entries: count(entries),
        listed: count(listed),
        known: edition.coverage.known,
        recalled: count(recalled),
        complete: edition.coverage.complete,
        supplementary: edition.supplementary || plan.supplementary.contains(&edition.id),
        notes: notes(edition, library, as_of, entries, recalled),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn notes(edition: &Edition, library: &Library, as_of: NaiveDate, entries: usize, recalled: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if entries == 0 {
        notes.push("本目录条目一条也没有收到，未据此核查任何设备：不能据本结果认为不在本目录内".to_owned());
    } else if !edition.coverage.complete {
        let known = edition.coverage.known.map_or_else(|| "总数不详".to_owned(), |known| format!("官方共{known}条"));
        notes.push(format!("收录{entries}条（{known}），不完整：未列出的条目没有核查"));
    }
    if !edition.coverage.note.is_empty() {
        notes.push(edition.coverage.note.clone());
    }
    if recalled > 0 {
        notes.push(format!("其中{recalled}条凭记忆整理，条文待核对原文"));
    }
    if let Some(effective) = edition.effective.filter(|first| *first > as_of) {
        notes.push(format!("截至{as_of}尚未施行（{effective}起施行）"));
    } else if edition.begins().is_some_and(|first| first > as_of) {
        notes.push(format!("截至{as_of}尚未发布（{}发布，施行日未载明）", edition.issued));
    }
    if let Some(repealed) = edition.repealed.filter(|end| *end <= as_of) {
        notes.push(format!("截至{as_of}已失效（{repealed}起失效）"));
    }
    if let Some(later) = library.later_in_force(&edition.id, as_of) {
        notes.push(format!("截至{as_of}已有后版在施行：{}（{}）", later.title, later.id));
    }
    if let Some(overlay) = &edition.overlay {
        notes.push(format!("经补充文件修改：{overlay}"));
    }
    notes
}
