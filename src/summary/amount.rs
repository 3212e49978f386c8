//! Amounts, each unit on its own: what is written in 万吨 is never added to what is written in 万重量箱.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::quantity::{Dimension, Unit, parse_decimal};
use crate::survey::Measured;
use crate::text::fold;

/// The unit of an amount. The order is that of the columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AmountUnit {
    order: u8,
    /// As headings write it: 万吨.
    pub label: String,
}

/// Amounts by unit.
pub type Amounts = BTreeMap<AmountUnit, Decimal>;

impl AmountUnit {
    /// 万吨/年.
    #[must_use]
    pub fn ten_thousand_tonnes() -> Self {
        Self { order: 0, label: "万吨".into() }
    }

    /// kVA.
    #[must_use]
    pub fn apparent_power() -> Self {
        Self { order: 2, label: "kVA".into() }
    }
}

/// A measured value in the unit in which it is summed up: yearly tonnes in 万吨, weight cases in 万重量箱, transformers in
/// kVA, pieces as written, everything else in its base unit. A unit that is not known stays as written. `None` if the value is no number.
#[must_use]
pub fn amount(measured: &Measured) -> Option<(AmountUnit, Decimal)> {
    let value = parse_decimal(measured.value.trim())?;
    let written = measured.unit.trim();
    let Some(unit) = Unit::parse(&fold(written).text) else {
        let label = if written.is_empty() { "未写单位" } else { written };
        return Some((AmountUnit { order: 9, label: label.to_owned() }, value));
    };
    let base = value.checked_mul(unit.factor)?;
    let ten_thousand = Decimal::from(10_000);
    Some(match unit.dimension {
        Dimension::MassPerYear => (AmountUnit::ten_thousand_tonnes(), base.checked_div(ten_thousand)?),
        Dimension::CasesPerYear => (AmountUnit { order: 1, label: "万重量箱".into() }, base.checked_div(ten_thousand)?),
        Dimension::ApparentPower => (AmountUnit::apparent_power(), base),
        // 条, 卷 and 台 are pieces, but nobody adds tyres to rolls of felt.
        Dimension::Count | Dimension::PiecesPerYear => (AmountUnit { order: 4, label: written.to_owned() }, value),
        other => (AmountUnit { order: 3, label: Unit::base(other).symbol.to_owned() }, base),
    })
}

/// Amounts as words: 「60万吨、12500kVA」.
#[must_use]
pub fn words(amounts: &Amounts) -> String {
    let words: Vec<String> =
        amounts.iter().map(|(unit, value)| format!("{}{}", value.normalize(), unit.label)).collect();
    words.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str, unit: &str) -> (String, String) {
        let (unit, value) = amount(&Measured { value: value.into(), unit: unit.into() }).unwrap();
        (value.normalize().to_string(), unit.label)
    }

    #[test]
    fn yearly_tonnes_are_summed_in_ten_thousands() {
        assert_eq!(of("60", "万吨/年"), ("60".into(), "万吨".into()));
        assert_eq!(of("300", "kt/a"), ("30".into(), "万吨".into()));
        assert_eq!(of("5000", "吨/年"), ("0.5".into(), "万吨".into()));
        assert_eq!(of("2500", "吨/月"), ("3".into(), "万吨".into()));
    }

    #[test]
    fn other_units_stay_apart() {
        assert_eq!(of("300", "万重量箱"), ("300".into(), "万重量箱".into()));
        assert_eq!(of("1.25", "万千伏安"), ("12500".into(), "kVA".into()));
        assert_eq!(of("2000", "t/d"), ("2000".into(), "t/d".into()));
        assert_eq!(of("7", "卷"), ("7".into(), "卷".into()));
        assert_eq!(of("7", "万条/年"), ("7".into(), "万条/年".into()));
        assert_eq!(of("7", "尾"), ("7".into(), "尾".into()));
        assert_eq!(of("7", ""), ("7".into(), "未写单位".into()));
    }
}
