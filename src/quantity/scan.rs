//! Finds the numbers of a folded text, with their units, ranges, bounds, multipliers and shapes.
//!
//! The scanner knows how numbers are written, not what they measure: `φ3.2×13m` is a diameter and a length, `2×580m3` a
//! count and a measure, `1#` a furnace number, `JN43` and `S7-100/10` model codes whose figures are no measures.

use rust_decimal::Decimal;

use super::bounds;
use super::figures::{
    code_run, digit_run, figures, is_count_behind, is_small_count, is_word, measure, scale_of, split_list, time_behind,
    unit_here, whole_number,
};
use super::interval::Interval;
use super::join::join_bounds;
use super::list::share_units;
use super::number::{is_numeral, parse_numeral};
use super::reading::{Measure, Reading, ReadingKind};
use super::unit::{Dimension, Unit};

/// Finds the numbers of a folded text, in order, none overlapping another.
#[must_use]
pub fn scan(text: &str) -> Vec<Reading> {
    let mut scanner = Scanner { text, at: 0, found: Vec::new() };
    while scanner.at < text.len() {
        if !scanner.step() {
            scanner.at += text[scanner.at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    share_units(text, &mut scanner.found);
    join_bounds(text, scanner.found)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    found: Vec<Reading>,
}

/// Count and everyday units that a Chinese numeral must not take, since place names and words begin so (三门峡, 四平).
const NOT_AFTER_NUMERALS: &[&str] = &["平", "方", "门", "安", "伏", "升", "平方"];

/// What begins with 半 and is a word of its own: 2吨半自动, 半密闭, 半焦, 半径.
const HALF_WORDS: &str = "自密封连干焦开成固水湿导挂闭煤移门敞圆潜断截间补锯终停硬软径露化";

/// 两米半 is two metres and a half, 2米半径 and 5吨半密闭 are not.
fn and_a_half(after: &str) -> bool {
    after
        .strip_prefix('半')
        .is_some_and(|rest| !rest.starts_with(|c| HALF_WORDS.contains(c)) && !rest.starts_with("机械"))
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn push(&mut self, start: usize, end: usize, kind: ReadingKind) {
        self.found.push(Reading { start, end, kind });
        self.at = end;
    }

    /// Tries to read something here; false if nothing was read and the position is unchanged.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest().chars().next() else { return false };
        if c.is_ascii_digit() {
            self.figures()
        } else if c.is_ascii_alphabetic() {
            self.letters()
        } else if c == '#' {
            self.hash()
        } else if c == '×' {
            self.times()
        } else if is_numeral(c) {
            self.numeral()
        } else {
            false
        }
    }

    /// A run of letters: a model code if figures belong to it, else no number.
    fn letters(&mut self) -> bool {
        let run = code_run(self.rest());
        let word = &self.rest()[..run];
        if word.bytes().any(|b| b.is_ascii_digit()) {
            self.push(self.at, self.at + run, ReadingKind::Code);
        } else {
            self.at += run;
        }
        true
    }

    /// `#2`: a furnace number written in front.
    fn hash(&mut self) -> bool {
        let digits = digit_run(&self.rest()[1..]);
        if digits == 0 {
            return false;
        }
        self.push(self.at, self.at + 1 + digits, ReadingKind::Label);
        true
    }

    /// `×2`, `×2座` after a noun.
    fn times(&mut self) -> bool {
        let start = self.at;
        let tail = &self.rest()['×'.len_utf8()..];
        // ×2,580×1: the number of pieces ends before the comma.
        let plain = &tail[..tail.find(',').unwrap_or(tail.len())];
        let Some((value, length)) = whole_number(plain) else { return false };
        let after = &tail[length..];
        let unit = Unit::prefix(after);
        let count_length = match unit {
            Some((unit, unit_length)) if unit.dimension == Dimension::Count => unit_length,
            Some(_) => return false,
            None => 0,
        };
        let end = start + '×'.len_utf8() + length + count_length;
        self.push(start, end, ReadingKind::Count(value));
        true
    }

    /// A Chinese numeral that a unit follows at once; the shortest numeral wins, so that 一千瓦 is 1 kW and 十万吨 100,000 t/a.
    fn numeral(&mut self) -> bool {
        let start = self.at;
        if self.before().ends_with('第') {
            return false;
        }
        let rest = self.rest();
        let mut length = 0;
        for c in rest.chars().take_while(|&c| is_numeral(c)) {
            length += c.len_utf8();
            let (numeral, tail) = rest.split_at(length);
            let Some(value) = parse_numeral(numeral) else { continue };
            if tail.starts_with('号') || tail.starts_with('#') {
                let end = start + length + if tail.starts_with('#') { 1 } else { '号'.len_utf8() };
                self.push(start, end, ReadingKind::Label);
                return true;
            }
            if tail.starts_with('年') && numeral.chars().count() == 4 {
                self.push(start, start + length + '年'.len_utf8(), ReadingKind::Year);
                return true;
            }
            // 一号三千二百、二号…千伏安: a member of a list whose unit stands at the end.
            let large = numeral.chars().count() > 1 && numeral.contains(['百', '千', '万']);
            if large && tail.starts_with(['、', ',']) && Unit::prefix(tail).is_none() {
                self.push(start, start + length, ReadingKind::Bare(Interval::exactly(value)));
                return true;
            }
            let Some((unit, unit_length)) = Unit::prefix(tail) else { continue };
            if NOT_AFTER_NUMERALS.contains(&&tail[..unit_length]) {
                continue;
            }
            self.measure(start, start + length, value, unit, unit_length);
            return true;
        }
        false
    }

    /// A number in figures.
    fn figures(&mut self) -> bool {
        let start = self.at;
        let number = figures(self.rest());
        let end = start + number.map_or_else(|| digit_run(self.rest()), |(_, length)| length);
        let tail = self.text.get(end..).unwrap_or_default();
        if tail.starts_with('#') {
            self.push(start, end + 1, ReadingKind::Label);
            return true;
        }
        if tail.starts_with('号') {
            self.push(start, end + '号'.len_utf8(), ReadingKind::Label);
            return true;
        }
        let Some((value, length)) = number else {
            // More figures than any number of a plant has: a licence, a telephone.
            self.push(start, end, ReadingKind::Other);
            return true;
        };
        if tail.starts_with('年') && length == 4 && (1900..=2100).contains(&i64::try_from(value).unwrap_or(0)) {
            self.push(start, end + '年'.len_utf8(), ReadingKind::Year);
            return true;
        }
        if let Some(exponent) = tail.strip_prefix('^') {
            self.push(start, end + 1 + digit_run(exponent), ReadingKind::Other);
            return true;
        }
        if let Some(done) = self.range(start, value, tail, end) {
            return done;
        }
        if let Some(rest) = tail.strip_prefix('×')
            && self.product(start, value, rest, end)
        {
            return true;
        }
        // 30(不含)吨以上
        for (mark, closed) in [("(不含)", false), ("(含)", true)] {
            let Some((unit, unit_length)) = tail.strip_prefix(mark).and_then(unit_here) else { continue };
            let after = &tail[mark.len() + unit_length..];
            let bound = ["以下", "及以下", "以上", "及以上"].into_iter().find(|word| after.starts_with(word));
            if let Some(word) = bound.filter(|_| unit.dimension != Dimension::Count) {
                let bounded = if word.ends_with('下') { Interval::up_to } else { Interval::from };
                self.push(start, end + mark.len() + unit_length + word.len(), measure(bounded(value, closed), unit));
                return true;
            }
        }
        // 电炉|100|吨|1: value and unit in neighbouring cells.
        if let Some((unit, unit_length)) = tail.strip_prefix('|').and_then(unit_here) {
            let after = &tail[1 + unit_length..];
            if after.is_empty() || after.starts_with('|') {
                self.measure(start, end, value, unit, 1 + unit_length);
                return true;
            }
        }
        // 580(m3)
        if let Some((unit, unit_length)) = tail.strip_prefix('(').and_then(unit_here)
            && tail[1 + unit_length..].starts_with(')')
            && !matches!(unit.dimension, Dimension::Count | Dimension::Years)
        {
            self.measure(start, end, value, unit, 1 + unit_length + 1);
            return true;
        }
        // 万, 亿, 千, 百 belong to the unit if one begins so, else to the number.
        let scaled = [(0, Decimal::ONE)].into_iter().chain(tail.chars().next().and_then(scale_of));
        for (skip, scale) in scaled {
            let Some((unit, unit_length)) = unit_here(&tail[skip..]) else { continue };
            let Some(value) = value.checked_mul(scale) else { continue };
            self.measure(start, end + skip, value, unit, unit_length);
            return true;
        }
        for more in ["余", "多"] {
            // 300余m3: at least so much.
            let Some((unit, unit_length)) = tail.strip_prefix(more).and_then(unit_here) else { continue };
            if unit.dimension != Dimension::Count {
                self.push(start, end + more.len() + unit_length, measure(Interval::from(value, true), unit));
                return true;
            }
        }
        if tail.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let run = code_run(tail);
            let run = run + time_behind(&tail[run..]);
            let compound = Unit::prefix(tail).is_some_and(|(_, length)| tail[length..].starts_with('/'));
            self.push(start, end + run, if compound { ReadingKind::Other } else { ReadingKind::Code });
            return true;
        }
        if let Some((_, length)) = Unit::prefix(tail) {
            let length = length + time_behind(&tail[length..]);
            self.push(start, end + length, ReadingKind::Other);
            return true;
        }
        // φ76 without a unit: metres when small, else millimetres.
        let diameter = self.before().ends_with('φ') && !tail.starts_with(['×', '/']);
        let unit = diameter.then(|| Unit::parse(if value < Decimal::TEN { "m" } else { "mm" })).flatten();
        let (value, start, end) = bounds::apply(self.text, Interval::exactly(value), start, end);
        self.push(start, end, unit.map_or(ReadingKind::Bare(value), |unit| measure(value, unit)));
        true
    }

    /// `300至400m3`, `300-400m3`, `300m3~400m3`, `2.2米(含)-2.5米`.
    fn range(&mut self, start: usize, low: Decimal, tail: &str, end: usize) -> Option<bool> {
        let first_unit = unit_here(tail);
        let mut skip = first_unit.map_or(0, |(_, length)| length);
        skip += ["(含)", "(不含)"].iter().find(|mark| tail[skip..].starts_with(**mark)).map_or(0, |mark| mark.len());
        let sign = ["-", "~", "至", "到"].iter().find(|sign| tail[skip..].starts_with(**sign))?;
        let second = &tail[skip + sign.len()..];
        let (high, length) = figures(second)?;
        let (unit, unit_length) = unit_here(&second[length..])?;
        if first_unit.is_some_and(|(first, _)| first.dimension != unit.dimension) || unit.dimension == Dimension::Count
        {
            return None;
        }
        let factor = first_unit.map_or(unit.factor, |(first, _)| first.factor);
        let low = low.checked_mul(factor)?.checked_div(unit.factor)?;
        let mut finish = end + skip + sign.len() + length + unit_length;
        for mark in ["(含)", "(不含)"] {
            if self.text.get(finish..).is_some_and(|rest| rest.starts_with(mark)) {
                finish += mark.len();
            }
        }
        self.push(start, finish, measure(Interval::between(low, high), unit));
        Some(true)
    }

    /// `2×580m3` (count and value) or `3.2×13m` (diameter and length), and `2×` before a noun.
    fn product(&mut self, start: usize, first: Decimal, rest: &str, end: usize) -> bool {
        let times = '×'.len_utf8();
        let diameter = self.before().ends_with('φ');
        let Some((second, length)) = rest.strip_prefix('φ').map_or_else(|| figures(rest), figures) else {
            let noun = rest.starts_with(|c: char| !c.is_ascii());
            if noun && first.fract().is_zero() && !diameter {
                self.push(start, end + times, ReadingKind::Count(first));
                return true;
            }
            return false;
        };
        if rest.starts_with('φ') {
            // 2×φ3.2×13m: the count here, the shape next.
            self.push(start, end + times, ReadingKind::Count(first));
            return true;
        }
        let after = &rest[length..];
        if after.starts_with('×') && rest[..length].contains(',') {
            // 350×2,580×1: two members of a list.
            return false;
        }
        // 12000×430×2800: length, width and height.
        if first >= Decimal::from(100)
            && let Some((_, third)) = after.strip_prefix('×').and_then(figures)
        {
            self.push(start, end + times + length + times + third, ReadingKind::Other);
            return true;
        }
        let scale = after.chars().next().and_then(scale_of);
        let unit = unit_here(after).map(|(unit, unit_length)| (unit, unit_length, second)).or_else(|| {
            let (skip, scale) = scale?;
            let (unit, unit_length) = unit_here(&after[skip..])?;
            Some((unit, skip + unit_length, second.checked_mul(scale)?))
        });
        let finish = end + times + length;
        let Some((unit, unit_length, second)) = unit else {
            if diameter {
                // φ3.2×13 without a unit: metres when small, else millimetres.
                let unit = Unit::parse(if first < Decimal::from(100) { "m" } else { "mm" });
                if let Some(unit) = unit {
                    self.shape(start, finish, first, second, unit);
                    return true;
                }
            }
            // 3.2×13 with a point and the proportions of a mill or a kiln: diameter and length in metres.
            let slender = first * Decimal::from(2) < second && second < first * Decimal::from(40);
            let pointed = self.text.get(start..end).is_some_and(|written| written.contains('.'));
            let ends = !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '^');
            if pointed && first < Decimal::TEN && slender && ends {
                let unit = Unit::base(Dimension::Length);
                self.shape(start, finish, first, second, unit);
                return true;
            }
            // 2×2500 with the unit in another column.
            if first.fract().is_zero() && first < Decimal::from(100) && first < second && !after.starts_with(is_word) {
                self.push(start, end + times, ReadingKind::Count(first));
                return true;
            }
            return false;
        };
        let mut finish = finish + unit_length;
        let mut unit = unit;
        // φ2.4×13m2台: the figure after m belongs to the count.
        let glued = matches!(unit.dimension, Dimension::Area | Dimension::Volume)
            && self
                .text
                .get(finish..)
                .is_some_and(|rest| Unit::prefix(rest).is_some_and(|(unit, _)| unit.dimension == Dimension::Count))
            && self.text.get(..finish).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        if glued && (diameter || !is_small_count(first, second)) {
            unit = Unit::base(Dimension::Length);
            finish -= 1;
        }
        if diameter || (unit.dimension == Dimension::Length && !is_small_count(first, second)) {
            self.shape(start, finish, first, second, unit);
            return true;
        }
        if !first.fract().is_zero() {
            return false;
        }
        if unit.dimension == Dimension::Count {
            self.push(start, finish, ReadingKind::Other);
            return true;
        }
        let (first, second) = if is_count_behind(first, second, unit) { (second, first) } else { (first, second) };
        let (value, _, finish) = bounds::apply(self.text, Interval::exactly(second), start, finish);
        let mut kind = measure(value, unit);
        if let ReadingKind::Measure(measure) = &mut kind {
            measure.multiplier = Some(first);
        }
        self.push(start, finish, kind);
        true
    }

    fn shape(&mut self, start: usize, end: usize, diameter: Decimal, length: Decimal, unit: Unit) {
        let start = if self.text.get(..start).is_some_and(|before| before.ends_with('φ')) {
            start - 'φ'.len_utf8()
        } else {
            start
        };
        let measure = Measure { length: Some(length), ..Measure::new(Interval::exactly(diameter), unit) };
        let kind = ReadingKind::Measure(measure);
        self.push(start, end, kind);
    }

    fn measure(&mut self, start: usize, number_end: usize, value: Decimal, unit: Unit, unit_length: usize) {
        let end = number_end + unit_length;
        let after = self.text.get(end..).unwrap_or_default();
        if unit.dimension == Dimension::Count {
            let paired = after.strip_prefix("(套)").is_some();
            self.push(start, end + if paired { "(套)".len() } else { 0 }, ReadingKind::Count(value));
            return;
        }
        // φ3.2m×13m
        if unit.dimension == Dimension::Length
            && let Some((second, length)) = after.strip_prefix('×').and_then(figures)
        {
            let tail = &after['×'.len_utf8() + length..];
            if let Some((second_unit, second_length)) = unit_here(tail)
                && second_unit.dimension == Dimension::Length
                && let Some(second) =
                    second.checked_mul(second_unit.factor).and_then(|length| length.checked_div(unit.factor))
            {
                self.shape(start, end + '×'.len_utf8() + length + second_length, value, second, unit);
                return;
            }
        }
        let thousands = split_list(&self.text[start..number_end], value, unit);
        if let Some((first, second, second_at)) = thousands {
            self.found.push(Reading {
                start,
                end: start + second_at - 1,
                kind: measure(Interval::exactly(first), unit),
            });
            let (value, _, end) = bounds::apply(self.text, Interval::exactly(second), start + second_at, end);
            self.push(start + second_at, end, measure(value, unit));
            return;
        }
        if and_a_half(after) && value.fract().is_zero() {
            let value = Interval::exactly(value + Decimal::new(5, 1));
            let (value, start, end) = bounds::apply(self.text, value, start, end + '半'.len_utf8());
            self.push(start, end, measure(value, unit));
            return;
        }
        // 4米3: four metres and three tenths.
        let tenths = self.text.get(..end).is_some_and(|before| before.ends_with('米')).then(|| digit_run(after));
        if tenths == Some(1) && unit.dimension == Dimension::Length && value.fract().is_zero() {
            let follows = after.get(1..).unwrap_or_default();
            let plain = Unit::prefix(follows).is_none() && !follows.starts_with(['#', '号', '.', '×', '~', '-', '/']);
            if let Some((tenth, _)) = figures(after).filter(|_| plain) {
                let value = Interval::exactly(value + tenth / Decimal::TEN);
                self.push(start, end + 1, measure(value, unit));
                return;
            }
        }
        // 四米三焦炉
        if unit.dimension == Dimension::Length && value.fract().is_zero() && self.text[..end].ends_with('米') {
            let tenths: String = after.chars().take_while(|c| "一二三四五六七八九".contains(*c)).collect();
            let follows = after.get(tenths.len()..).unwrap_or_default();
            let digits: Option<Vec<Decimal>> =
                tenths.chars().map(|c| parse_numeral(c.encode_utf8(&mut [0; 4]))).collect();
            let plain = Unit::prefix(follows).is_none() && !follows.starts_with(['#', '号', '十', '百', '千', '万']);
            if let Some(fraction) = digits.filter(|digits| plain && (1..=2).contains(&digits.len())) {
                let hundredths = fraction.iter().fold(Decimal::ZERO, |sum, digit| sum * Decimal::TEN + digit);
                let scale = if fraction.len() == 1 { Decimal::TEN } else { Decimal::ONE_HUNDRED };
                let value = Interval::exactly(value + hundredths / scale);
                self.push(start, end + tenths.len(), measure(value, unit));
                return;
            }
        }
        let graded = after.starts_with('级');
        let end = if graded { end + '级'.len_utf8() } else { end };
        let (value, start, end) = bounds::apply(self.text, Interval::exactly(value), start, end);
        self.push(start, end, measure(value, unit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn shown(text: &str) -> Vec<String> {
        scan(&fold(text).text)
            .into_iter()
            .map(|reading| match reading.kind {
                ReadingKind::Measure(m) => {
                    let mut shown = format!("{}{}", m.value, m.unit.symbol);
                    if let Some(count) = m.multiplier {
                        shown = format!("{count}*{shown}");
                    }
                    if let Some(length) = m.length {
                        shown = format!("D{shown}L{length}");
                    }
                    shown
                }
                ReadingKind::Count(count) => format!("n{count}"),
                ReadingKind::Bare(value) => format!("?{value}"),
                ReadingKind::Label => "#".into(),
                ReadingKind::Year => "year".into(),
                ReadingKind::Code => "code".into(),
                ReadingKind::Other => "other".into(),
            })
            .collect()
    }

    #[test]
    fn the_forms_of_real_documents() {
        for (text, expected) in [
            ("3000 m³高炉×2座", vec!["3000m3", "n2"]),
            ("1#、2#120吨转炉", vec!["#", "#", "120t"]),
            ("1×100t转炉(4#)", vec!["1*100t", "#"]),
            ("2座120tLF精炼炉", vec!["n2", "120t"]),
            // Once the division of a length that no decimal holds panicked.
            ("φ3mm×79228162514264337593543950335m", vec!["3mm", "other"]),
            ("窑径两米半机立窑", vec!["2.5m"]),
            ("1吨半中频炉、3米半以下磨机", vec!["1.5t", "<3.5m"]),
            ("5吨半自动浇注机，2米半径", vec!["5t", "2m"]),
            ("12345678901234567890座高炉", vec!["other"]),
            ("12345678901234567890号高炉", vec!["#"]),
            ("φ3.2×13m水泥磨", vec!["D3.2mL13"]),
            ("3.2×13水泥磨", vec!["D3.2mL13"]),
            ("φ3.8*14m1台", vec!["D3.8mL14", "n1"]),
            ("φ2600×13000mm", vec!["D2600mmL13000"]),
            ("Φ2.4*13m2台", vec!["D2.4mL13", "n2"]),
            ("Φ3.3×50米(日产1000吨)", vec!["D3.3mL50", "1000t"]),
            ("两台Ф4.2m×14m和一台Ф4.2m×13m", vec!["n2", "D4.2mL14", "n1", "D4.2mL13"]),
            ("2*2500t/d生产线", vec!["2*2500t/d"]),
            ("5#窑即2500t/d", vec!["#", "2500t/d"]),
            ("300立方米至400立方米高炉8座(总炉容2830立方米)", vec!["300–400m3", "n8", "2830m3"]),
            ("2.2米(含)-2.5米水泥粉磨设备", vec!["2.2–2.5m"]),
            ("10吨以上(不含10吨)15吨以下", vec!["10–15t"]),
            ("30（不含）吨以上转炉2座", vec![">30t", "n2"]),
            ("400立方米及以下", vec!["≤400m3"]),
            ("30平方米以下烧结机", vec!["<30m2"]),
            ("2台3.15万千伏安密闭电石炉", vec!["n2", "3.15万kVA"]),
            ("20000KVA以下的硅锰厂", vec!["<20000kVA"]),
            ("≥9000KVA", vec!["≥9000kVA"]),
            ("容积分别为179、306、450立方米", vec!["179m3", "306m3", "450m3"]),
            ("1、2吨中频炉；2、3吨中频炉", vec!["?1", "2t", "?2", "3t"]),
            ("2×350+1×580m³高炉", vec!["2*350m3", "1*580m3"]),
            ("高炉350+580m³", vec!["350m3", "580m3"]),
            ("矿热炉4台(2台6300、2台12500KVA)", vec!["n4", "n2", "6300kVA", "n2", "12500kVA"]),
            ("矿热炉6300 2台、12500kVA 2台", vec!["6300kVA", "n2", "12500kVA", "n2"]),
            ("高炉350×2、580×1m³", vec!["2*350m3", "1*580m3"]),
            ("高炉350m³、580各1座", vec!["350m3", "580m3", "n1"]),
            ("高炉2×350m³+1×580", vec!["2*350m3", "1*580m3"]),
            ("水泥磨Φ2.4/Φ3.2m各一台", vec!["2.4m", "3.2m", "n1"]),
            ("转炉4、5号25t", vec!["?4", "#", "25t"]),
            ("转炉4、5号转炉25t", vec!["?4", "#", "25t"]),
            ("二号3200、三号12500kVA", vec!["#", "3200kVA", "#", "12500kVA"]),
            ("1080m³/2004", vec!["1080m3", "?2004"]),
            ("450m³、120人", vec!["450m3", "?120"]),
            ("高炉容积 350×2 m³", vec!["2*350m3"]),
            ("炉容：350、580（m³）高炉", vec!["350m3", "580m3"]),
            ("四米三焦炉2座，七米六三焦炉", vec!["4.3m", "n2", "7.63m"]),
            ("高四米一座，三米二台", vec!["4m", "n1", "3m", "n2"]),
            ("450立方米/座共2座，30t/炉次", vec!["450m3", "n2", "other"]),
            ("高炉：350*2，580*1（m³）", vec!["?350", "n2", "?580", "n1", "code"]),
            ("200×160kA电解槽", vec!["200*160kA"]),
            ("φ76无缝管机组", vec!["76mm"]),
            ("JN60-6型60孔焦炉(5号、6号)", vec!["code", "60孔", "#", "#"]),
            ("S7-100/10变压器", vec!["code"]),
            ("1000立方米级高炉", vec!["1000m3"]),
            ("一万二千五百千伏安", vec!["12500kVA"]),
            ("一千瓦", vec!["1kW"]),
            ("十万吨", vec!["10万t/a"]),
            ("两座580立方", vec!["n2", "580m3"]),
            ("12,500kVA", vec!["12500kVA"]),
            ("300,450m³高炉", vec!["300m3", "450m3"]),
            ("300m³、450m³高炉各1座", vec!["300m3", "450m3", "n1"]),
            ("2004年投产的8台(套)", vec!["year", "n8"]),
            ("三门峡四平", vec![]),
            ("风量103m3/h", vec!["other"]),
            ("312台SY600预焙阳极电解槽", vec!["n312", "code"]),
            ("2×转炉", vec!["n2"]),
            ("6AM浮选机", vec!["code"]),
            ("105m 2烧结机", vec!["105m2"]),
            ("新水耗量2.4立方米/吨", vec!["other"]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
