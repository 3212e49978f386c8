//! The comparison of two results as a table.

use std::collections::BTreeMap;

use super::table::{Cell, Row, Table};
use crate::audit::Exception;
use crate::history::returned::RETURNED;
use crate::history::{Diff, Difference, State};
use crate::survey::Field;

/// One row for each record that is new, changed or gone, what runs again first; unchanged ones are counted in the sentence.
#[must_use]
pub fn comparison(diff: &Diff) -> Table {
    let count = |state| diff.totals.get(&state).copied().unwrap_or(0);
    let mut about = format!(
        "{} 与 {} 相比：新增 {}、变化 {}、未变 {}、消失 {}（条）；未变的不列",
        diff.new.as_of,
        diff.old.as_of,
        count(State::New),
        count(State::Changed),
        count(State::Unchanged),
        count(State::Gone),
    );
    for note in &diff.notes {
        about.push('；');
        about.push_str(note);
    }
    let mut table = Table::new(
        "对比",
        about,
        &[
            "状态",
            "州市",
            "县市区",
            "企业名称",
            "行业",
            "设备",
            "前判定",
            "后判定",
            "变化",
            "首次出现",
            "文件",
            "工作表",
            "行号",
        ],
    );
    // What runs again, then what lost its closing, before all others.
    let said: BTreeMap<&str, &Exception> =
        diff.exceptions.iter().filter_map(|exception| Some((exception.record.as_deref()?, exception))).collect();
    let about_it = |difference: &Difference| difference.new_record.as_deref().and_then(|id| said.get(id).copied());
    let mut listed: Vec<(&Difference, Option<&Exception>)> =
        diff.differences.iter().map(|difference| (difference, about_it(difference))).collect();
    listed.retain(|(difference, said)| difference.state != State::Unchanged || said.is_some());
    listed.sort_by_key(|(_, said)| said.map_or(2, |said| u8::from(said.code != RETURNED)));
    for (difference, said) in listed {
        let mut changes: Vec<String> = difference
            .changes
            .iter()
            .filter(|change| change.field != "verdict")
            .map(|change| {
                let field = Field::ALL.iter().find(|field| field.name() == change.field);
                let name = field.map_or(change.field.as_str(), |field| field.chinese());
                let or_empty = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
                format!("{name}：{} → {}", or_empty(&change.old), or_empty(&change.new))
            })
            .collect();
        changes.splice(0..0, said.map(|said| said.message.clone()));
        let state = match said {
            Some(said) if said.code == RETURNED => "死灰复燃",
            _ => difference.state.chinese(),
        };
        table.rows.push(Row::body(
            vec![
                Cell::text(state),
                Cell::text(difference.prefecture.clone()),
                Cell::text(difference.county.clone()),
                Cell::text(difference.enterprise.clone()),
                Cell::text(difference.sector.clone()),
                Cell::text(difference.equipment.clone()),
                Cell::text(difference.old_verdict.map_or("", |verdict| verdict.chinese())),
                Cell::text(difference.new_verdict.map_or("", |verdict| verdict.chinese())),
                Cell::text(changes.join("；")),
                Cell::Date(difference.first_seen),
                Cell::text(difference.source.file.to_string()),
                Cell::text(difference.source.sheet.to_string()),
                Cell::text(difference.source.row.to_string()),
            ],
            Vec::new(),
        ));
    }
    table
}
