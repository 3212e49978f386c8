//! Waivers written as YAML.

use super::{Decision, Scope, Waiver};
use crate::audit::exception::Place;
use crate::yaml::{Mapping, Node, Problem, Problems, parse};

/// Reads a file of waivers.
///
/// # Errors
/// Every problem with its position.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Waiver>, Vec<Problem>> {
    let root = parse(file, text).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new(file);
    let mut list: Vec<Waiver> = Vec::new();
    if let Some(mut mapping) = Mapping::of(&root, "复核意见文件", &mut problems) {
        for node in mapping.list("waivers", &mut problems) {
            let Some(waiver) = waiver(file, node, &mut problems) else { continue };
            if let Some(twin) = list.iter().find(|other| other.id == waiver.id && !waiver.id.is_empty()) {
                let line = twin.place.row.unwrap_or(0);
                let message = format!("编号「{}」已在第{line}行用过，每条意见的编号要不同", waiver.id);
                problems.add(node.position, message);
            }
            list.push(waiver);
        }
        mapping.finish(&mut problems);
    }
    if problems.is_empty() { Ok(list) } else { Err(problems.into_sorted()) }
}

fn waiver(file: &str, node: &Node, problems: &mut Problems) -> Option<Waiver> {
    let mut mapping = Mapping::of(node, "复核意见", problems)?;
    let place = mapping.position();
    let id = mapping.text("id", problems);
    let scope = Scope {
        finding: mapping.optional_text("finding", problems),
        enterprise: mapping.optional_text("enterprise", problems),
        entry: mapping.optional_text("entry", problems),
        catalog: mapping.optional_text("catalog", problems),
    };
    if scope.finding.is_none() && scope.entry.is_none() {
        problems.hinted(
            place,
            "没有写清对哪个结果的意见",
            "写 finding（异常编号或记录编号），或 enterprise 加 entry，或单写 entry（对所有企业）",
        );
    }
    let decision = mapping.one_of("decision", &Decision::ALL.map(|decision| (decision.name(), decision)), problems);
    let reason = mapping.text("reason", problems);
    let basis = mapping.text("basis", problems);
    let decided = mapping.optional_date("decided", problems);
    if decided.is_none() {
        problems.add(place, "复核意见缺少 decided（决定日期，如 2019-05-20）");
    }
    let expires = mapping.optional_date("expires", problems);
    mapping.finish(problems);
    let decided = decided?;
    let at = Place { file: file.to_owned(), row: Some(place.line), ..Place::default() };
    if expires.is_some_and(|last| last < decided) {
        problems.add(place, "expires（有效期至）早于 decided（决定日期）");
    }
    Some(Waiver { id, scope, decision: decision?, reason, basis, decided, expires, place: at })
}
