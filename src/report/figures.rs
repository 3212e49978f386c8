//! The figures behind charts: sums over cases, exact, units kept apart.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::view::{self, Case, Class, View};
use crate::matching::Verdict;
use crate::survey::Field;

type Counts = BTreeMap<Verdict, u64>;

/// Lines of counts by name, those with the gravest verdicts first.
#[must_use]
pub fn ordered(counts: &BTreeMap<String, Counts>) -> Vec<(String, Counts)> {
    let mut lines: Vec<(String, Counts)> = counts.iter().map(|(name, counts)| (name.clone(), counts.clone())).collect();
    let gravity = |counts: &Counts| Verdict::GRAVEST_FIRST.map(|verdict| counts.get(&verdict).copied());
    lines.sort_by(|a, b| gravity(&b.1).cmp(&gravity(&a.1)).then_with(|| a.0.cmp(&b.0)));
    lines
}

/// Capacity to exit of a sector in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// The sector.
    pub sector: String,
    /// The unit as written.
    pub unit: String,
    /// The sum.
    pub total: Decimal,
    /// Records in it.
    pub records: u64,
}

/// Capacity of the records that must exit, by sector and unit, and how many records are not in it: those that give no
/// capacity or unit, and those that name other equipment besides, of which the line's capacity is also.
#[must_use]
pub fn capacity(view: &View<'_>) -> (Vec<Capacity>, u64) {
    let mut sums: BTreeMap<(String, String), (Decimal, u64)> = BTreeMap::new();
    let mut apart = 0;
    let mut seen = BTreeSet::new();
    for case in view.of(Class::Grave).filter(|case| seen.insert(std::ptr::from_ref(case.record))) {
        let whole = case.record.items.iter().all(|item| item.verdict >= Verdict::Prohibit);
        let measured = view::measured(case.record, Field::Capacity).filter(|measured| !measured.unit.is_empty());
        let value = measured.and_then(|measured| measured.value.parse::<Decimal>().ok());
        match (whole, measured, value) {
            (true, Some(measured), Some(value)) => {
                let sector = match view::field(case.record, Field::Sector) {
                    sector if sector.is_empty() => "（未写行业）".to_owned(),
                    sector => sector.into_owned(),
                };
                let (sum, records) = sums.entry((sector, measured.unit.to_string())).or_default();
                *sum = sum.saturating_add(value);
                *records += 1;
            }
            _ => apart += 1,
        }
    }
    let lines = sums.into_iter();
    (lines.map(|((sector, unit), (total, records))| Capacity { sector, unit, total, records }).collect(), apart)
}

/// When the cases that must exit are due.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deadlines {
    /// Cases by the earliest date of the entries that apply.
    pub dated: BTreeMap<NaiveDate, u64>,
    /// Cases without a date, by what the catalogue says instead.
    pub undated: BTreeMap<String, u64>,
}

impl Deadlines {
    /// Whether there is no case.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.dated.is_empty() && self.undated.is_empty()
    }
}

/// Deadlines of the cases that must exit.
#[must_use]
pub fn deadlines(view: &View<'_>) -> Deadlines {
    let mut deadlines = Deadlines::default();
    for case in view.of(Class::Grave) {
        match view.deadline(case) {
            Some((date, _)) => *deadlines.dated.entry(date).or_default() += 1,
            None => *deadlines.undated.entry(words(view, case)).or_default() += 1,
        }
    }
    deadlines
}

fn words(view: &View<'_>, case: &Case<'_>) -> String {
    case.deciding().next().map(|finding| view.deadline_words(finding).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacities_of_different_units_are_never_added() {
        let mut document: crate::audit::Document =
            serde_json::from_str(include_str!("../../tests/fixtures/result.json")).unwrap();
        let measured = |value: &str, unit: &str| {
            crate::survey::Value::Measured(crate::survey::Measured { value: value.into(), unit: unit.into() })
        };
        document.records[2].fields.insert(Field::Capacity, measured("0.1", "万吨/年"));
        document.records[5].fields.insert(Field::Sector, crate::survey::Value::Text("钢铁".into()));
        document.records[5].fields.insert(Field::Capacity, measured("500", "t/d"));
        let view = View::new(&document);
        let (lines, apart) = capacity(&view);
        let shown: Vec<String> =
            lines.iter().map(|line| format!("{} {} {} {}", line.sector, line.total, line.unit, line.records)).collect();
        // Record 2 names a furnace that stays besides the machine that goes: its 120 is nobody's.
        assert_eq!(shown, ["钢铁 500 t/d 1", "钢铁 35.1 万吨/年 2"]);
        assert_eq!(apart, 3);
    }
}
