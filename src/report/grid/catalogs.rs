//! 目录依据: which catalogues were used, what they lack, and the wording of every entry cited.

use super::cases::number;
use super::{Grid, Value};
use crate::audit::CatalogUse;
use crate::report::view::View;

/// The catalogues used, with dates and gaps.
#[must_use]
pub fn catalogs<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("目录编号", 16),
        ("名称", 44),
        ("文号", 26),
        ("施行", 12),
        ("失效", 12),
        ("官方条数", 10),
        ("收录", 8),
        ("可核查", 8),
        ("凭记忆", 8),
        ("缺口和说明", 60),
    ];
    let rows = view.document.catalogs.iter().map(|catalog| {
        [
            Value::text(catalog.id.as_str()),
            Value::text(catalog.title.as_str()),
            Value::text(catalog.document.as_str()),
            catalog.effective.map_or(Value::text("未载明"), Value::Date),
            catalog.repealed.map_or(Value::Empty, Value::Date),
            catalog.known.map_or(Value::text("不详"), |known| Value::Whole(known.into())),
            Value::Whole(catalog.entries.into()),
            Value::Whole(catalog.listed.into()),
            Value::Whole(catalog.recalled.into()),
            Value::text(gaps(catalog).join("；")),
        ]
    });
    Grid::new("所用目录", "核查所用的目录、施行日期和缺口", columns, rows)
}

/// What a reader must know of a catalogue that was used.
#[must_use]
pub fn gaps(catalog: &CatalogUse) -> Vec<String> {
    let mut gaps = catalog.notes.clone();
    if catalog.supplementary {
        gaps.push("补充依据，不是方案所列目录".to_owned());
    }
    gaps
}

/// Every entry that a finding cites.
#[must_use]
pub fn cited<'a>(view: &'a View<'a>) -> Grid<'a> {
    let columns = [
        ("序号", 6),
        ("目录", 22),
        ("文号", 16),
        ("位置", 22),
        ("条文", 40),
        ("类别", 9),
        ("期限", 14),
        ("替代", 12),
        ("依据来源", 16),
        ("先核对什么", 30),
        ("见于", 60),
        ("备注", 36),
        ("引用次数", 10),
        ("条目", 26),
    ];
    let titles: std::collections::BTreeMap<&str, &CatalogUse> =
        view.document.catalogs.iter().map(|catalog| (catalog.id.as_str(), catalog)).collect();
    let rows = view.document.cited.iter().enumerate().map(move |(index, entry)| {
        let catalog = titles.get(entry.catalog.as_str());
        [
            number(index),
            Value::text(catalog.map_or(entry.catalog.as_str(), |catalog| catalog.title.as_str())),
            Value::text(catalog.map_or("", |catalog| catalog.document.as_str())),
            Value::text(entry.cite.as_str()),
            Value::text(entry.name.as_str()),
            Value::text(entry.action.chinese()),
            entry.deadline.parse().map_or_else(|_| Value::text(entry.deadline_words.as_str()), Value::Date),
            Value::text(entry.replacement.as_str()),
            Value::text(entry.evidence_words.as_str()),
            Value::text(entry.doubts.join("；")),
            Value::text(entry.known_from()),
            Value::text(entry.note.as_str()),
            Value::Whole(i64::try_from(entry.findings).unwrap_or(i64::MAX)),
            Value::text(entry.entry.as_str()),
        ]
    });
    Grid::new("目录依据", "本结果引用的每一条条文", columns, rows).printing(10)
}
