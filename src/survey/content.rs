//! What a sample of a column's cells looks like: the check of a heading against its content.

use super::Field;
use super::clean::{fold, text_of};
use super::date;
use super::dictionary::{Dictionary, Meaning};
use super::label::dimension_of;
use super::lines::Line;
use crate::quantity::Dimension;
use crate::region::{Divisions, Found};
use crate::workbook::CellValue;

/// A sample of a column's cells; a blank cell is an empty text.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    texts: Vec<String>,
    companies: usize,
    numbers: usize,
    dates: usize,
    machines: usize,
    sectors: usize,
    statuses: usize,
    counts: usize,
    ticks: usize,
    /// Filled cells of lines that sum up others.
    of_totals: usize,
}

impl Content {
    /// Looks at a column of the sample lines.
    pub(super) fn of(column: u32, sample: &[&Line], dictionary: &Dictionary) -> Self {
        let mut content = Self::default();
        for line in sample {
            let Some(found) = line.at(column) else {
                content.texts.push(String::new());
                continue;
            };
            let text = text_of(found.value);
            if dictionary.is_blank(&text) {
                content.texts.push(String::new());
                continue;
            }
            content.of_totals += usize::from(super::classify::sums_up(line, dictionary));
            content.companies += usize::from(is_company(&text, dictionary));
            content.ticks += usize::from(is_tick(&text));
            content.machines += usize::from(is_machine(&text, dictionary));
            content.sectors += usize::from(dictionary.sector(&text).is_some());
            content.statuses += usize::from(is_status(&text, dictionary));
            content.counts += usize::from(is_count(&text));
            content.numbers += usize::from(
                matches!(found.value, CellValue::Number(_)) || text.replace(',', "").parse::<f64>().is_ok(),
            );
            content.dates += usize::from(match found.value {
                CellValue::Date(_) => true,
                CellValue::Number(number) => date::read_number(*number).is_some(),
                _ => date::read_text(&text).is_some(),
            });
            content.texts.push(text.into_owned());
        }
        content
    }

    fn values(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str).filter(|text| !text.is_empty())
    }

    /// How many cells are filled.
    pub(super) fn filled(&self) -> usize {
        self.values().count()
    }

    /// Whether no cell is filled.
    pub(super) fn is_blank(&self) -> bool {
        self.filled() == 0
    }

    fn most(&self, count: usize) -> bool {
        let filled = self.filled();
        filled > 0 && count * 10 >= filled * 6
    }

    /// How many cells are filled here in lines where the other column is blank.
    pub(super) fn filled_where_blank(&self, other: &Self) -> usize {
        self.texts.iter().zip(&other.texts).filter(|(own, other)| !own.is_empty() && other.is_empty()).count()
    }

    /// Whether the first line of the sample is filled.
    pub(super) fn first_is_filled(&self) -> bool {
        self.texts.first().is_some_and(|text| !text.is_empty())
    }

    /// Mostly names of companies.
    pub(super) fn is_company(&self) -> bool {
        self.most(self.companies)
    }

    /// Only ticks, or nothing. The first value says whether there is a tick.
    pub(super) fn ticks(&self) -> Option<bool> {
        (self.ticks == self.filled()).then_some(self.ticks > 0)
    }

    /// Mostly names of machines; 「4台（座）」 in a line of 小计 says nothing against it.
    pub(super) fn is_machine(&self) -> bool {
        let named = self.filled() - self.of_totals;
        named > 0 && self.machines * 10 >= named * 6
    }

    /// Mostly numbers.
    pub(super) fn is_number(&self) -> bool {
        self.most(self.numbers)
    }

    /// The meaning that the content shows plainly, whatever the heading says; a status only where the heading says nothing.
    pub(super) fn plainly(&self, divisions: &Divisions, no_guess: bool) -> Option<(Meaning, &'static str)> {
        let field = |field, why| Some((Meaning::Field(field), why));
        // Nine characters may be any number of a maker or an office: 安全标志编号.
        if self.is_register_code() {
            field(Field::Uscc, "内容是统一社会信用代码")
        } else if self.is_company() {
            field(Field::Enterprise, "内容是企业名称")
        } else if self.is_machine() {
            field(Field::Equipment, "内容是设备名称")
        } else if self.most(self.sectors) {
            field(Field::Sector, "内容是行业")
        } else if self.most(self.counts) {
            field(Field::Quantity, "内容是带量词的数目")
        } else if no_guess && self.most(self.statuses) {
            field(Field::Status, "内容是运行状态")
        } else {
            self.place(divisions)
        }
    }

    /// Mostly codes that can stand in a register: 18 or 15 characters, or 9 with a right check character.
    pub(super) fn is_register_code(&self) -> bool {
        let fits = |text: &&str| is_code(text) && (text.chars().count() != 9 || is_organisation_code(text));
        self.most(self.values().filter(fits).count())
    }

    /// Ascending whole numbers, one apart.
    pub(super) fn is_serial(&self) -> bool {
        let numbers: Vec<i64> = self.values().filter_map(|text| text.parse().ok()).collect();
        numbers.len() >= 2
            && numbers.len() == self.filled()
            && numbers.windows(2).all(|pair| matches!(pair, [a, b] if *b == a + 1))
    }

    /// Only units of counting: 座, 台.
    pub(super) fn is_count_unit(&self) -> bool {
        self.most(self.values().filter(|text| dimension_of(text) == Some(Dimension::Count)).count())
    }

    /// Whether the column names prefectures, counties, or both in one cell.
    pub(super) fn place(&self, divisions: &Divisions) -> Option<(Meaning, &'static str)> {
        let (mut prefectures, mut counties, mut both) = (0, 0, 0);
        for text in self.values() {
            let text = without_province(text);
            let found = divisions.find(text);
            let any = |test: fn(&Found<'_>) -> bool| found.iter().any(test);
            // 大理 is a prefecture and a county: it counts for both.
            prefectures += usize::from(any(|found| found.division.is_prefecture()));
            counties += usize::from(any(|found| found.division.is_county()));
            both += usize::from(found.is_empty() && split_place(text, divisions).is_some());
        }
        if self.most(both) || (both > 0 && self.most(both + prefectures.max(counties))) {
            Some((Meaning::Place, "内容是州市加县市区"))
        } else if self.most(prefectures) && prefectures >= counties {
            Some((Meaning::Field(Field::Prefecture), "内容是州市"))
        } else if self.most(counties) {
            Some((Meaning::Field(Field::County), "内容是县市区"))
        } else {
            None
        }
    }

    /// What the content is instead of the field, if it plainly is something else. Needs at least three cells.
    pub(super) fn contradicts(&self, field: Field) -> Option<&'static str> {
        if self.filled() < 3 {
            return None;
        }
        match field {
            Field::Enterprise if self.is_register_code() => Some("统一社会信用代码"),
            Field::Enterprise | Field::Equipment | Field::County | Field::Prefecture | Field::Sector
                if self.most(self.numbers) =>
            {
                Some("数字")
            }
            Field::Uscc | Field::Equipment | Field::Quantity | Field::Capacity if self.is_company() => Some("企业名称"),
            Field::Commissioned | Field::AcceptedOn | Field::ClosedOn | Field::OrderedOn
                if self.dates == 0 && self.most(self.numbers) =>
            {
                Some("不是日期的数字")
            }
            _ => None,
        }
    }
}

/// Whether a text ends as the name of a company does.
pub(super) fn is_company(text: &str, dictionary: &Dictionary) -> bool {
    let folded = fold(text);
    let name = folded.trim_end_matches(')');
    text.chars().count() >= 3 && dictionary.companies.end(name)
}

/// Whether a text is the name of a machine, with or without size and count: 高炉, 3200kVA矿热炉2台, Φ2.6m水泥磨.
pub(super) fn is_machine(text: &str, dictionary: &Dictionary) -> bool {
    let folded: String = fold(text).chars().map(crate::text::simplified).collect();
    if names_and_counts(&folded, dictionary) {
        return true;
    }
    let plain = folded.split('(').next().unwrap_or_default();
    let counted = plain.trim_end_matches(['台', '座', '套', '条', '组', '个']);
    let name = if counted.len() < plain.len() {
        counted.trim_end_matches(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十×x*".contains(c))
    } else {
        plain
    };
    (2..=24).contains(&name.chars().count())
        && !dictionary.no_machines.contain(name)
        && dictionary.machines.end(name)
        && !is_company(text, dictionary)
}

/// Whether a sentence names a known machine and a count: 「2.4平方米鼓风炉1座，产能0.8万吨」.
fn names_and_counts(folded: &str, dictionary: &Dictionary) -> bool {
    let counted = folded.char_indices().any(|(at, c)| {
        matches!(c, '台' | '座' | '套' | '条' | '组')
            && folded.get(..at).is_some_and(|before| {
                before.ends_with(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c))
            })
    });
    counted && dictionary.names_machine(folded)
}

/// A mark that ticks a column: √, ✓, ■.
pub(super) fn is_tick(text: &str) -> bool {
    matches!(text, "√" | "✓" | "✔" | "☑" | "■" | "●" | "v" | "V" | "∨" | "Ｖ")
}

/// A number with a unit of counting: 2台, 1座, 3台（套）.
fn is_count(text: &str) -> bool {
    let folded = fold(text);
    let unit = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < folded.len() && folded.len() - unit.len() <= 4 && dimension_of(unit) == Some(Dimension::Count)
}

/// Whether nine characters are an organisation code: GB 11714, the last one checks the others.
fn is_organisation_code(text: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let folded: Vec<char> = fold(text).chars().filter(|c| *c != '-').collect();
    let values: Option<Vec<u32>> = folded.iter().map(|c| c.to_digit(36)).collect();
    let Some([body @ .., last]) = values.as_deref() else { return false };
    let sum: u32 = body.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 'x'.to_digit(36),
        11 => Some(0),
        other => Some(other),
    };
    body.len() == 8 && check == Some(*last)
}

/// Whether a text is an operating status: 在产, 停产, 已拆除. 停产整改 is what is done about it.
fn is_status(text: &str, dictionary: &Dictionary) -> bool {
    let folded = fold(text);
    !folded.contains("整改")
        && !folded.contains("责令")
        && folded.chars().count() <= 8
        && dictionary.statuses.begin(&folded)
}

/// 「云南省昆明市」 without the province; the province alone stays.
pub(super) fn without_province(text: &str) -> &str {
    match text.split_once('省') {
        Some((province, rest)) if province.chars().count() <= 3 && !rest.trim().is_empty() => rest.trim(),
        _ => text,
    }
}

/// 18 characters of figures and capitals, or the older codes of 15 and 9.
pub(super) fn is_code(text: &str) -> bool {
    let text: String = fold(text).chars().filter(|c| *c != '-').collect();
    matches!(text.len(), 9 | 15 | 18)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().filter(u8::is_ascii_digit).count() >= 6
}

/// 「昆明市安宁市」, 「玉溪市/峨山县」, 「昆明市 安宁市」: the two parts of a place written in one cell.
pub(super) fn split_place<'t>(text: &'t str, divisions: &Divisions) -> Option<(&'t str, &'t str)> {
    let start = without_province(text);
    let (found, length) = divisions.prefix(start)?;
    let prefecture = found.iter().find(|found| found.division.is_prefecture())?.division;
    let (first, rest) = (start.get(..length)?, start.get(length..)?);
    let rest = rest.trim_start_matches(['/', '-', '、', ' ', '·', '—', ',', '，']);
    let county = divisions.find(rest);
    county
        .iter()
        .any(|found| found.division.is_county() && found.division.parent == prefecture.code)
        .then_some((first, rest))
}
