//! 产能 far from what the equipment can make: a 450 m³ blast furnace makes neither 5 nor 5000万吨 a year.
//!
//! The bounds are wide on purpose: they find slips of unit and decimal point, not optimism. They rest on ordinary
//! engineering practice (a blast furnace gives some 2–4 t a day for each m³, a converter some 30–40 heats a day, a sinter
//! machine some 1.3 t an hour for each m²) taken three to four times wider on either side.

use rust_decimal::Decimal;

use super::{AuditedRecord, Exception, Severity, exception};
use crate::quantity::{Dimension, Unit};
use crate::survey::{Field, Measured, Record};
use crate::text::fold_text;

/// A parameter, the words that the equipment's name must have one of, and the least and most t/a for each base unit.
const YIELDS: &[(&str, &[&str], u32, u32)] = &[
    ("有效容积", &["高炉"], 200, 3_000),
    ("公称容量", &["炼钢转炉"], 3_000, 30_000),
    ("公称容量", &["炼钢电炉", "合金钢电炉"], 1_000, 20_000),
    ("烧结面积", &["钢铁烧结机"], 2_500, 30_000),
];
/// The same for furnaces told by their transformer, in tenths of t/a for each kVA.
const BY_TRANSFORMER: (&str, &[&str], u32, u32) =
    ("变压器容量", &["矿热炉", "电石炉", "铁合金", "黄磷电炉", "工业硅"], 1, 60);

/// Checks the capacity of a record that names one thing.
pub(super) fn check(record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
    let [item] = audited.items.as_slice() else { return };
    let Some(capacity) = record.fields.get(&Field::Capacity).and_then(|value| value.measured.as_ref()) else { return };
    let Some(equipment) = &item.equipment else { return };
    let count = Decimal::from(item.quantity.unwrap_or(1).max(1));
    let ten = Decimal::TEN;
    let yields = YIELDS
        .iter()
        .map(|(parameter, words, least, most)| (*parameter, *words, Decimal::from(*least), Decimal::from(*most)))
        .chain(std::iter::once(BY_TRANSFORMER).map(|(parameter, words, least, most)| {
            (parameter, words, Decimal::from(least) / ten, Decimal::from(most) / ten)
        }));
    for (parameter, words, least, most) in yields {
        let Some(fact) = item.facts.iter().find(|fact| fact.parameter == parameter) else { continue };
        if !words.iter().any(|word| equipment.contains(word)) {
            continue;
        }
        let Some(yearly) = yearly(capacity) else { return };
        let Ok(size) = fact.value.parse::<Decimal>() else { continue };
        let (Some(low), Some(high)) =
            (size.checked_mul(least), size.checked_mul(most).and_then(|one| one.checked_mul(count)))
        else {
            continue;
        };
        if yearly < low || yearly > high {
            let tenthousand =
                |tonnes: Decimal| (tonnes / Decimal::from(10_000)).round_sf(3).unwrap_or(tonnes).normalize();
            let message = format!(
                "产能 {}{} 与设备不相称：{}（{} {}）{}台的年产能一般在 {}–{} 万吨",
                capacity.value,
                capacity.unit,
                equipment,
                fact.value,
                fact.unit,
                count,
                tenthousand(low),
                tenthousand(high)
            );
            let advice = "核对产能的单位和小数点，或设备的规格、数量";
            found(exception("capacity-implausible", Severity::Warning, audited, Field::Capacity, message, advice));
            return;
        }
    }
}

/// A capacity in t/a; `None` if it is none or too large for an exact decimal.
fn yearly(capacity: &Measured) -> Option<Decimal> {
    let unit = Unit::parse(&fold_text(&capacity.unit)).filter(|unit| unit.dimension == Dimension::MassPerYear)?;
    capacity.value.parse::<Decimal>().ok()?.checked_mul(unit.factor)
}
