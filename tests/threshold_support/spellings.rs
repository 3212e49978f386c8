//! A value in every notation of its unit that documents use: `6300kVA`, `６３００千伏安`, `0.63万千伏安`, `六千三百千伏安`.

use std::collections::BTreeSet;

use capex::quantity::Dimension;
use rust_decimal::Decimal;

/// Spellings of units with their factor to the base unit.
fn units(dimension: Dimension) -> &'static [(&'static str, &'static str)] {
    match dimension {
        Dimension::Length => &[
            ("m", "1"),
            ("M", "1"),
            ("米", "1"),
            ("ｍ", "1"),
            ("mm", "0.001"),
            ("毫米", "0.001"),
            ("cm", "0.01"),
            ("厘米", "0.01"),
        ],
        Dimension::Area => &[
            ("m2", "1"),
            ("m²", "1"),
            ("㎡", "1"),
            ("M2", "1"),
            ("平方米", "1"),
            ("平米", "1"),
            ("m 2", "1"),
            ("m~2", "1"),
        ],
        Dimension::Volume => &[
            ("m3", "1"),
            ("m³", "1"),
            ("㎥", "1"),
            ("M3", "1"),
            ("M³", "1"),
            ("立方米", "1"),
            ("立方", "1"),
            ("m~3", "1"),
            ("ｍ３", "1"),
        ],
        Dimension::Mass => &[("t", "1"), ("T", "1"), ("ｔ", "1"), ("吨", "1"), ("噸", "1")],
        Dimension::Power => &[
            ("kW", "1"),
            ("KW", "1"),
            ("千瓦", "1"),
            ("万千瓦", "10000"),
            ("万kW", "10000"),
            ("MW", "1000"),
            ("兆瓦", "1000"),
        ],
        Dimension::ApparentPower => &[
            ("kVA", "1"),
            ("KVA", "1"),
            ("kva", "1"),
            ("ｋＶＡ", "1"),
            ("kV·A", "1"),
            ("千伏安", "1"),
            ("万千伏安", "10000"),
            ("万kVA", "10000"),
            ("万KVA", "10000"),
            ("MVA", "1000"),
            ("兆伏安", "1000"),
        ],
        Dimension::Current => &[
            ("A", "1"),
            ("安", "1"),
            ("安培", "1"),
            ("kA", "1000"),
            ("KA", "1000"),
            ("千安", "1000"),
            ("ｋＡ", "1000"),
        ],
        Dimension::MassPerYear => &[
            ("t/a", "1"),
            ("吨/年", "1"),
            ("T/A", "1"),
            ("噸/年", "1"),
            ("kt/a", "1000"),
            ("千吨/年", "1000"),
            ("万t/a", "10000"),
            ("万吨/年", "10000"),
            ("万吨", "10000"),
            ("萬噸/年", "10000"),
            ("万吨/a", "10000"),
        ],
        Dimension::MassPerDay => {
            &[("t/d", "1"), ("T/D", "1"), ("吨/日", "1"), ("吨/天", "1"), ("噸/日", "1"), ("t/天", "1")]
        }
        Dimension::MassPerHour => &[("t/h", "1"), ("吨/小时", "1"), ("吨/时", "1")],
        Dimension::VolumePerYear => {
            &[("m3/a", "1"), ("立方米/年", "1"), ("m³/年", "1"), ("万立方米/年", "10000"), ("万m3/a", "10000")]
        }
        Dimension::AreaPerYear => &[
            ("m2/a", "1"),
            ("平方米/年", "1"),
            ("㎡/年", "1"),
            ("万平方米/年", "10000"),
            ("万m²/a", "10000"),
            ("万㎡/年", "10000"),
        ],
        Dimension::CasesPerYear => {
            &[("重量箱/年", "1"), ("万重量箱/年", "10000"), ("万重量箱", "10000"), ("万重箱", "10000")]
        }
        Dimension::PiecesPerYear => &[("件/年", "1"), ("件/a", "1"), ("万件/年", "10000")],
        Dimension::PiecesPerHour => &[("件/h", "1"), ("瓶/时", "1"), ("瓶/小时", "1")],
        Dimension::Speed => &[("m/min", "1"), ("米/分", "1"), ("米/分钟", "1")],
        Dimension::Percent => &[("%", "1"), ("％", "1")],
        Dimension::Temperature => &[("℃", "1"), ("摄氏度", "1")],
        Dimension::Pressure => &[("kPa", "1"), ("KPa", "1"), ("千帕", "1")],
        Dimension::Doors => &[("门", "1"), ("門", "1")],
        Dimension::Years => &[("年", "1")],
        Dimension::EnergyPerMass => &[("kgce/t", "1"), ("公斤标煤/吨", "1")],
        Dimension::Count => &[("台", "1")],
        Dimension::Voltage => &[("V", "1"), ("kV", "1000"), ("伏", "1")],
        Dimension::Holes => &[("孔", "1")],
        Dimension::Number => &[("", "1")],
    }
}

/// The plainest spelling of a base value.
pub fn plain(dimension: Dimension, value: Decimal) -> String {
    let unit = units(dimension).first().map_or("", |(unit, _)| unit);
    format!("{}{unit}", value.normalize())
}

/// Every notation of a base value, each once.
pub fn notations(dimension: Dimension, value: Decimal) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (unit, factor) in units(dimension) {
        let factor = Decimal::from_str_exact(factor).expect("a factor");
        let shown = (value / factor).normalize();
        if shown.scale() > 5 {
            continue;
        }
        let figures = shown.to_string();
        all.insert(format!("{figures}{unit}"));
        all.insert(format!("{figures} {unit}"));
        all.insert(format!("{}{unit}", wide(&figures)));
        if shown >= Decimal::ONE_THOUSAND {
            all.insert(format!("{}{unit}", with_thousands(&figures)));
        }
        let chinese_unit = unit.chars().all(|c| !c.is_ascii()) && !unit.is_empty();
        // 三门, 五年 are too often parts of names for the scanner to take them.
        let numerals_taken = !matches!(*unit, "门" | "門" | "安" | "伏" | "年" | "平米" | "％");
        if chinese_unit && numerals_taken {
            all.extend(numeral(&figures).map(|numeral| format!("{numeral}{unit}")));
        }
    }
    all
}

fn wide(figures: &str) -> String {
    figures
        .chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).expect("a wide figure"),
            '.' => '．',
            other => other,
        })
        .collect()
}

fn with_thousands(figures: &str) -> String {
    let (whole, fraction) = figures.split_once('.').map_or((figures, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::new();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(c);
    }
    fraction.map_or(text.clone(), |fraction| format!("{text}.{fraction}"))
}

/// A number below 100 million in Chinese numerals.
pub fn numeral(figures: &str) -> Option<String> {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (whole, fraction) = figures.split_once('.').map_or((figures, ""), |(whole, rest)| (whole, rest));
    let whole: u64 = whole.parse().ok().filter(|whole| *whole < 100_000_000)?;
    let group = |value: u64| {
        let mut text = String::new();
        let mut gap = false;
        for (place, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = value / place % 10;
            if digit == 0 {
                gap = !text.is_empty();
                continue;
            }
            if gap {
                text.push('零');
                gap = false;
            }
            text.push_str(DIGITS[usize::try_from(digit).expect("a digit")]);
            text.push_str(name);
        }
        text
    };
    let (high, low) = (whole / 10_000, whole % 10_000);
    let mut text = if high > 0 { format!("{}万", group(high)) } else { String::new() };
    if high > 0 && low > 0 && low < 1000 {
        text.push('零');
    }
    text.push_str(&group(low));
    if text.is_empty() {
        text.push('零');
    }
    if let Some(rest) = text.strip_prefix("一十") {
        text = format!("十{rest}");
    }
    if !fraction.is_empty() {
        text.push('点');
        for digit in fraction.chars() {
            text.push_str(DIGITS[digit.to_digit(10)? as usize]);
        }
    }
    Some(text)
}
