//! An edition as written → as valid: its dates, what must not lack; and an overlay put over it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::check::Checker;
use super::check_entry::{self, Base, Model};
use super::edition::{Edition, first_day};
use super::written;
use crate::yaml::{Located, Position, Problems, nearest};

/// Builds an edition; problems are noted and entries that hold them are left out.
pub(super) fn edition(
    file: &Arc<str>,
    written: &written::Edition,
    base: &mut Base<'_>,
    problems: &mut Problems,
) -> Edition {
    let mut checker = Checker { file, problems };
    let id = written.catalog.value.clone();
    let head = written.catalog.at;
    required(&mut checker, head, "title", written.title.as_deref());
    required(&mut checker, head, "document", written.document.as_deref());
    let effective = date(&mut checker, written.effective.as_ref(), "effective");
    let repealed = date(&mut checker, written.repealed.as_ref(), "repealed");
    let issued = issued(&mut checker, written.issued.as_ref());
    order_of_dates(&mut checker, written, effective, repealed, &issued);
    if written.coverage.is_none() {
        checker.add(head, "缺少“coverage”", "写明官方条数与是否收全：{known: 424, complete: false, note: 缺什么}");
    }
    checker.unique("条目的键", written.entries.0.iter().map(|entry| &entry.key));
    let mut entries = Vec::new();
    for entry in &written.entries.0 {
        let like = entry.like.as_ref().or(written.like.as_ref());
        let model = like.and_then(|like| base.model(&mut checker, like, entry));
        let place = (id.clone(), entry.key.value.clone());
        if base.on_broken(like, &entry.key) {
            base.broken.insert(place);
            continue;
        }
        match check_entry::entry(&mut checker, file, base.vocabulary, entry, model) {
            Some((entry, places)) => {
                base.places.insert(place, places);
                entries.push(entry);
            }
            None => {
                base.broken.insert(place);
            }
        }
    }
    Edition {
        id,
        title: written.title.clone().unwrap_or_default(),
        document: written.document.clone().unwrap_or_default(),
        issuer: written.issuer.clone(),
        issued,
        effective,
        repealed,
        amends: written.amends.as_ref().map(|amends| amends.value.clone()),
        replaces: written.replaces.as_ref().map(|replaced| replaced.value.clone()),
        supplementary: written.supplementary,
        coverage: written.coverage.clone().unwrap_or_default(),
        entries: entries.into(),
        overlay: None,
    }
}

/// Puts an overlay over an edition: entries corrected, added and left out. The edition says so afterwards.
pub(super) fn overlay(
    file: &Arc<str>,
    written: &written::Overlay,
    edition: &mut Edition,
    base: &mut Base<'_>,
    problems: &mut Problems,
) {
    let mut checker = Checker { file, problems };
    checker.unique("条目的键", written.entries.0.iter().map(|entry| &entry.key));
    let (mut changed, mut added, mut disabled) = (0, 0, 0);
    let mut entries = edition.entries.to_vec();
    for key in &written.disable.0 {
        let before = entries.len();
        entries.retain(|entry| entry.key != **key);
        if entries.len() == before {
            let near = nearest(key, entries.iter().map(|entry| entry.key.as_str()));
            let hint =
                near.map_or_else(|| "键见 capex catalog show 目录编号".to_owned(), |near| format!("是不是“{near}”"));
            checker.add(key.at, format!("目录“{}”没有可停用的条目“{}”", edition.id, key.value), hint);
        }
        disabled += 1;
    }
    for entry in &written.entries.0 {
        let place = (edition.id.clone(), entry.key.value.clone());
        let at = entries.iter().position(|known| known.key == *entry.key);
        let model = match at.and_then(|at| entries.get(at)) {
            Some(known) => base.places.get(&place).map(|places| Model {
                entry: known.clone(),
                places: places.clone(),
                whole: true,
            }),
            None => entry.like.as_ref().and_then(|like| base.model(&mut checker, like, entry)),
        };
        let Some((entry, places)) = check_entry::entry(&mut checker, file, base.vocabulary, entry, model) else {
            continue;
        };
        base.places.insert(place, places);
        match at.and_then(|at| entries.get_mut(at)) {
            Some(known) => {
                *known = entry;
                changed += 1;
            }
            None => {
                entries.push(entry);
                added += 1;
            }
        }
    }
    edition.entries = entries.into();
    let counts = [("更正", changed), ("增加", added), ("停用", disabled)];
    let counts: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word}{count}条")).collect();
    let mut said = format!("{file}：{}", counts.join("、"));
    if let Some(reason) = &written.reason {
        said.push_str(&format!("，{reason}"));
    }
    edition.overlay = Some(match edition.overlay.take() {
        Some(before) => format!("{before}；{said}"),
        None => said,
    });
}

fn required(checker: &mut Checker, at: Position, key: &str, value: Option<&str>) {
    if value.is_none_or(|value| value.trim().is_empty()) {
        let hint = if key == "title" { "写文件的名称" } else { "写文号，不知道就写“文号未见”" };
        checker.add(at, format!("缺少“{key}”"), hint);
    }
}

fn date(checker: &mut Checker, text: Option<&Located<String>>, key: &str) -> Option<NaiveDate> {
    let text = text?;
    let date = text.trim().parse().ok();
    if date.is_none() {
        checker.add(text.at, format!("{key}“{}”不是日期", text.value), "写作 2013-05-01；不知道就不写");
    }
    date
}

/// The day of issue, to the day, the month or the year.
fn issued(checker: &mut Checker, text: Option<&Located<String>>) -> String {
    let Some(text) = text else { return String::new() };
    let trimmed = text.trim();
    if first_day(trimmed).is_none() {
        checker.add(text.at, format!("issued“{trimmed}”不是日期"), "写作 2013-02-16、2013-02 或 2013；不知道就不写");
        return String::new();
    }
    trimmed.to_owned()
}

fn order_of_dates(
    checker: &mut Checker,
    written: &written::Edition,
    effective: Option<NaiveDate>,
    repealed: Option<NaiveDate>,
    issued: &str,
) {
    if let (Some(first), Some(end), Some(text)) = (effective, repealed, &written.repealed)
        && end <= first
    {
        checker.add(text.at, format!("失效日 {end} 不晚于施行日 {first}"), "repealed 是失效的第一天");
    }
    // Text of one precision compares as dates do: 2013-02 ≤ 2013-02-16 holds on the common length.
    if let (Some(first), Some(text)) = (effective, &written.effective) {
        let first = first.to_string();
        let common = first.get(..issued.len().min(first.len())).unwrap_or(&first);
        if !issued.is_empty() && issued > common {
            checker.add(text.at, format!("施行日 {first} 早于发布日 {issued}"), "核对 issued 与 effective");
        }
    }
}
