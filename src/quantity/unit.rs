//! Units of measure and their spellings.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use rust_decimal::Decimal;

use super::figures::is_per_piece;

macro_rules! dimensions {
    ($($variant:ident $name:literal $base:literal $chinese:literal),+ $(,)?) => {
        /// What a unit measures. Values of one dimension are compared in its base unit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Dimension {
            $(#[doc = concat!($chinese, ", base unit `", $base, "`.")] $variant),+
        }

        impl Dimension {
            /// Every dimension.
            pub const ALL: &'static [Dimension] = &[$(Dimension::$variant),+];

            /// The name in YAML.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Dimension::$variant => $name),+ }
            }

            /// The symbol of the base unit; empty for bare numbers.
            #[must_use]
            pub fn base(self) -> &'static str {
                match self { $(Dimension::$variant => $base),+ }
            }

            /// The name towards people.
            #[must_use]
            pub fn chinese(self) -> &'static str {
                match self { $(Dimension::$variant => $chinese),+ }
            }

            /// A dimension by its name in YAML.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|dimension| dimension.name() == name)
            }
        }
    };
}

dimensions! {
    Number "number" "" "数",
    Length "length" "m" "长度",
    Area "area" "m2" "面积",
    Volume "volume" "m3" "容积",
    Mass "mass" "t" "质量",
    Power "power" "kW" "功率",
    ApparentPower "apparent-power" "kVA" "变压器容量",
    Current "current" "A" "电流",
    Voltage "voltage" "V" "电压",
    MassPerYear "mass-per-year" "t/a" "年产能",
    MassPerDay "mass-per-day" "t/d" "日产能",
    MassPerHour "mass-per-hour" "t/h" "时产能",
    VolumePerYear "volume-per-year" "m3/a" "年体积产能",
    AreaPerYear "area-per-year" "m2/a" "年面积产能",
    CasesPerYear "cases-per-year" "重量箱/a" "年重量箱产能",
    PiecesPerYear "pieces-per-year" "件/a" "年件数产能",
    PiecesPerHour "pieces-per-hour" "件/h" "时件数产能",
    Speed "speed" "m/min" "速度",
    Percent "percent" "%" "百分比",
    Temperature "temperature" "℃" "温度",
    Pressure "pressure" "kPa" "压力",
    Count "count" "台" "数量",
    Doors "doors" "门" "门数",
    Holes "holes" "孔" "孔数",
    Years "years" "年" "年数",
    EnergyPerMass "energy-per-mass" "kgce/t" "单位能耗",
}

/// A unit: a dimension and the exact factor to its base unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units one of it is.
    pub factor: Decimal,
    /// The standard spelling.
    pub symbol: &'static str,
}

impl Unit {
    /// The base unit of a dimension.
    #[must_use]
    pub fn base(dimension: Dimension) -> Self {
        Self { dimension, factor: Decimal::ONE, symbol: dimension.base() }
    }

    /// A unit by one of its spellings, already folded ([`crate::text`]): `m3`, `立方米`, `万千伏安`, `万t/a`.
    #[must_use]
    pub fn parse(spelling: &str) -> Option<Self> {
        let spelling = spelling.trim();
        let (unit, length) = Self::prefix(spelling)?;
        // 吨/炉, m3/座: of each piece.
        let rest = &spelling[length..];
        (rest.is_empty() || unit.dimension != Dimension::Count && is_per_piece(rest)).then_some(unit)
    }

    /// The longest unit that a folded text begins with, and how many bytes it takes.
    #[must_use]
    pub fn prefix(text: &str) -> Option<(Self, usize)> {
        let first = text.chars().next()?;
        let table = table();
        let at = table.binary_search_by_key(&first.to_ascii_lowercase(), |(first, _)| *first).ok()?;
        let bytes = text.as_bytes();
        table.get(at)?.1.iter().find_map(|(spelling, unit)| {
            // The last byte tells most apart. What is the same byte for byte, but for case, ends where a character does.
            let (spelling, length) = (spelling.as_bytes(), spelling.len());
            let last = bytes.get(length - 1)?;
            (last.eq_ignore_ascii_case(spelling.last()?) && bytes.get(..length)?.eq_ignore_ascii_case(spelling))
                .then_some((*unit, length))
        })
    }
}

/// The symbol as people read it: `m³`.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.symbol {
            "m2" => f.write_str("m²"),
            "m3" => f.write_str("m³"),
            symbol if symbol.contains(['2', '3']) => f.write_str(&shown(symbol)),
            symbol => f.write_str(symbol),
        }
    }
}

/// A unit's symbol as people write it: `m³` for `m3`.
#[must_use]
pub fn shown(symbol: &str) -> String {
    symbol.replace("m2", "m²").replace("m3", "m³")
}

/// Spellings that begin with one character.
type Beginning = (char, Vec<(String, Unit)>);

/// Spellings by first character (ASCII lower case, in order), longest first.
fn table() -> &'static [Beginning] {
    static TABLE: OnceLock<Vec<Beginning>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: BTreeMap<char, Vec<(String, Unit)>> = BTreeMap::new();
        let mut add = |spelling: String, unit: Unit| {
            if let Some(first) = spelling.chars().next() {
                table.entry(first.to_ascii_lowercase()).or_default().push((spelling, unit));
            }
        };
        for &(dimension, symbol, factor, spellings) in UNITS {
            let factor = Decimal::from_str_exact(factor).unwrap_or(Decimal::ONE);
            for spelling in spellings {
                add((*spelling).to_owned(), Unit { dimension, factor, symbol });
            }
        }
        for &(dimension, symbol, factor, heads) in RATES {
            let factor = Decimal::from_str_exact(factor).unwrap_or(Decimal::ONE);
            let tails: &[&str] = match dimension {
                Dimension::MassPerDay => PER_DAY,
                Dimension::PiecesPerHour if symbol.ends_with("min") => PER_MINUTE,
                Dimension::MassPerHour | Dimension::PiecesPerHour => PER_HOUR,
                _ => PER_YEAR,
            };
            for head in heads {
                for tail in tails {
                    add(format!("{head}{tail}"), Unit { dimension, factor, symbol });
                }
            }
        }
        for spellings in table.values_mut() {
            spellings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        table.into_iter().collect()
    })
}

const PER_YEAR: &[&str] = &["/a", "/年", "每年", "/y", "/yr"];
const PER_DAY: &[&str] = &["/d", "/日", "/天", "每日", "每天", "/day"];
const PER_HOUR: &[&str] = &["/h", "/时", "/小时", "每小时", "/hr"];

const PER_MINUTE: &[&str] = &["/min", "/分", "/分钟", "每分钟"];

type Spellings = &'static [(Dimension, &'static str, &'static str, &'static [&'static str])];

/// Units without a rate. 万吨 and 万重量箱 without 「/年」 are yearly capacities: no single furnace holds 10,000 t, and
/// documents usually leave 「/年」 out.
const UNITS: Spellings = &[
    (Dimension::Length, "m", "1", &["m", "米", "公尺"]),
    (Dimension::Length, "mm", "0.001", &["mm", "毫米"]),
    (Dimension::Length, "cm", "0.01", &["cm", "厘米", "公分"]),
    (Dimension::Area, "m2", "1", &["m2", "平方米", "平米", "平方", "平", "m^2", "m~2", "m 2"]),
    (Dimension::Volume, "m3", "1", &["m3", "立方米", "立方", "立米", "m^3", "m~3", "m 3", "方"]),
    (Dimension::Volume, "L", "0.001", &["升", "L"]),
    (Dimension::Volume, "mL", "0.000001", &["毫升", "mL"]),
    (Dimension::Mass, "t", "1", &["t", "吨", "公吨"]),
    (Dimension::Mass, "kg", "0.001", &["kg", "千克", "公斤"]),
    (Dimension::Power, "kW", "1", &["kW", "千瓦"]),
    (Dimension::Power, "MW", "1000", &["MW", "兆瓦"]),
    (Dimension::Power, "万kW", "10000", &["万kW", "万千瓦"]),
    (Dimension::ApparentPower, "kVA", "1", &["kVA", "千伏安", "KVA", "kv.a", "kV·A", "kVA·h"]),
    (Dimension::ApparentPower, "MVA", "1000", &["MVA", "兆伏安"]),
    (Dimension::ApparentPower, "万kVA", "10000", &["万kVA", "万千伏安"]),
    (Dimension::Current, "kA", "1000", &["kA", "千安", "千安培"]),
    (Dimension::Current, "A", "1", &["A", "安", "安培"]),
    (Dimension::Current, "万A", "10000", &["万A", "万安", "万安培"]),
    (Dimension::Voltage, "V", "1", &["V", "伏", "伏特"]),
    (Dimension::Voltage, "kV", "1000", &["kV", "千伏"]),
    (Dimension::MassPerYear, "万t/a", "10000", &["万吨", "万t", "万公吨"]),
    (Dimension::MassPerYear, "t/月", "12", &["t/月", "吨/月", "t/mo"]),
    (Dimension::MassPerYear, "万t/月", "120000", &["万t/月", "万吨/月"]),
    (Dimension::CasesPerYear, "万重量箱/a", "10000", &["万重量箱", "万重箱", "万箱"]),
    (Dimension::CasesPerYear, "重量箱/a", "1", &["重量箱", "重箱"]),
    (Dimension::Speed, "m/min", "1", &["m/min", "米/分", "米/分钟", "米每分钟"]),
    (Dimension::Percent, "%", "1", &["%", "百分点"]),
    (Dimension::Temperature, "℃", "1", &["℃", "°C", "摄氏度"]),
    (Dimension::Pressure, "kPa", "1", &["kPa", "千帕"]),
    (Dimension::Pressure, "MPa", "1000", &["MPa", "兆帕"]),
    (
        Dimension::Count,
        "台",
        "1",
        &[
            "台(套)", "台/套", "台套", "台", "座", "套", "条", "组", "只", "个", "部", "辆", "眼", "口", "孔座", "支",
            "枚", "面", "具", "架", "艘", "户", "卷", "标张",
        ],
    ),
    (Dimension::Doors, "门", "1", &["门"]),
    (Dimension::Holes, "孔", "1", &["孔"]),
    (Dimension::Years, "年", "1", &["年"]),
    (Dimension::EnergyPerMass, "kgce/t", "1", &["kgce/t", "千克标煤/吨", "公斤标煤/吨", "千克标准煤/吨"]),
];

/// Units with a rate: each head is joined with each tail of its period.
const RATES: Spellings = &[
    (Dimension::MassPerYear, "t/a", "1", &["t", "吨"]),
    (Dimension::MassPerYear, "kt/a", "1000", &["kt", "千吨", "k吨"]),
    (Dimension::MassPerYear, "Mt/a", "1000000", &["Mt"]),
    (Dimension::MassPerYear, "万t/a", "10000", &["万t", "万吨"]),
    (Dimension::MassPerDay, "t/d", "1", &["t", "吨"]),
    (Dimension::MassPerDay, "kt/d", "1000", &["kt", "千吨", "k吨"]),
    (Dimension::MassPerDay, "万t/d", "10000", &["万t", "万吨"]),
    (Dimension::MassPerHour, "t/h", "1", &["t", "吨"]),
    (Dimension::VolumePerYear, "m3/a", "1", &["m3", "立方米", "立方", "方"]),
    (Dimension::VolumePerYear, "万m3/a", "10000", &["万m3", "万立方米", "万立方", "万方"]),
    (Dimension::AreaPerYear, "m2/a", "1", &["m2", "平方米", "平米"]),
    (Dimension::AreaPerYear, "万m2/a", "10000", &["万m2", "万平方米", "万平米"]),
    (Dimension::CasesPerYear, "重量箱/a", "1", &["重量箱", "重箱"]),
    (Dimension::CasesPerYear, "万重量箱/a", "10000", &["万重量箱", "万重箱", "万箱"]),
    (Dimension::PiecesPerYear, "件/a", "1", &["件", "条", "只", "卷", "标张", "套", "块"]),
    (Dimension::PiecesPerYear, "万件/a", "10000", &["万件", "万条", "万只", "万卷", "万标张", "万套", "万块"]),
    (Dimension::PiecesPerYear, "亿件/a", "100000000", &["亿件", "亿只", "亿块"]),
    (Dimension::PiecesPerHour, "件/h", "1", &["瓶", "件", "张", "罐"]),
    (Dimension::PiecesPerHour, "件/min", "60", &["瓶", "件", "张", "罐"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_spelling_wins() {
        let (unit, length) = Unit::prefix("万千伏安以下").unwrap();
        assert_eq!((unit.symbol, length), ("万kVA", "万千伏安".len()));
        assert_eq!(Unit::prefix("t/d").unwrap().0.dimension, Dimension::MassPerDay);
        assert_eq!(Unit::prefix("千瓦时").map(|(unit, _)| unit.symbol), Some("kW"));
    }

    #[test]
    fn every_factor_of_the_tables_is_a_number() {
        for (symbol, factor) in UNITS.iter().chain(RATES).map(|(_, symbol, factor, _)| (symbol, factor)) {
            assert!(Decimal::from_str_exact(factor).is_ok_and(|factor| factor > Decimal::ZERO), "{symbol}: {factor}");
        }
    }

    #[test]
    fn case_does_not_matter() {
        for spelling in ["kva", "KVA", "kVA", "Kva"] {
            assert_eq!(Unit::parse(spelling).unwrap().dimension, Dimension::ApparentPower);
        }
        assert_eq!(Unit::parse("T/D").unwrap().dimension, Dimension::MassPerDay);
    }

    #[test]
    fn ten_thousand_tonnes_is_a_yearly_capacity() {
        assert_eq!(Unit::parse("万吨").unwrap().dimension, Dimension::MassPerYear);
        assert_eq!(Unit::parse("吨").unwrap().dimension, Dimension::Mass);
    }
}
