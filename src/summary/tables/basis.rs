//! 目录依据: the entries that the year's records were judged by.

use std::collections::BTreeMap;

use super::Context;
use crate::matching::Outcome;
use crate::summary::table::{Cell, Reference, Row, Table};

/// One row an entry that hits a record, in the order of the catalogues.
pub(super) fn basis(context: &Context) -> Table {
    let mut table = Table::new(
        "目录依据",
        "命中记录所依据的条目；一条记录可依据多个条目，各行不相加；条文来源为“未见原文”的，引用前请核对",
        &["目录", "文号", "出处", "条文", "类别", "期限", "条文来源", "命中（条）", "其中已退出（条）"],
    );
    // By catalogue and entry: all records that it hits, and those that left.
    type Hits<'a> = BTreeMap<(&'a str, &'a str), (Vec<Reference>, Vec<Reference>)>;
    let mut hits: Hits = BTreeMap::new();
    for line in context.lines {
        let findings = line.case.record.items.iter().flat_map(|item| &item.findings);
        for finding in findings.filter(|finding| finding.outcome == Outcome::Hit) {
            let (all, exited) = hits.entry((&finding.catalog, &finding.entry)).or_default();
            let reference = context.reference(line);
            if all.last() != Some(&reference) {
                all.push(reference);
                if line.exited {
                    exited.push(reference);
                }
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for cited in &context.document.cited {
        let key = (cited.catalog.as_str(), cited.entry.as_str());
        let Some((all, exited)) = hits.get(&key) else { continue };
        seen.insert(key);
        let catalog = context.document.catalogs.iter().find(|catalog| catalog.id == cited.catalog);
        table.rows.push(Row::body(
            vec![
                Cell::text(catalog.map_or(cited.catalog.as_str(), |catalog| &catalog.title)),
                Cell::text(catalog.map_or("", |catalog| &catalog.document)),
                Cell::text(cited.cite.clone()),
                Cell::text(cited.name.clone()),
                Cell::text(cited.action.chinese()),
                Cell::text(cited.deadline_words.clone()),
                Cell::text(cited.evidence_words.clone()),
                Cell::count(all.clone()),
                Cell::count(exited.clone()),
            ],
            Vec::new(),
        ));
    }
    // A result that was saved before entries travelled with it still names them by their keys.
    for ((catalog, entry), (all, exited)) in hits.iter().filter(|(key, _)| !seen.contains(*key)) {
        let mut cells = vec![Cell::text(*catalog), Cell::Empty, Cell::text(*entry)];
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
        cells.extend([Cell::count(all.clone()), Cell::count(exited.clone())]);
        table.rows.push(Row::body(cells, Vec::new()));
    }
    table
}
