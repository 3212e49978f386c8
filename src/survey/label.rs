//! A heading cell taken apart: its words, what stands in brackets, and the unit that it gives.

use super::clean::{clean, fold, is_han};
use crate::quantity::{Dimension, Unit};

/// A heading cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// As written, cleaned.
    pub text: String,
    /// Folded words without brackets and what stands in them: 「型号（容积等）」 → 型号.
    pub base: String,
    /// Folded words with bracket characters and separators removed: 「县（市、区）」 → 县市区.
    pub joined: String,
    /// The unit in a bracket, as written: `m³`, `万吨/年`, `台/套`.
    pub unit: Option<String>,
}

impl Label {
    /// Takes a heading cell apart.
    pub(super) fn parse(text: &str) -> Self {
        let folded = fold_heading(text);
        let (mut base, contents) = split_brackets(&folded);
        // 「（万吨/年，平板玻璃填万重量箱）」 begins with the unit.
        let unit_of = |content: &String| {
            let mut parts = content.split([',', ';']).filter(|part| part != content);
            unit_as_written(content, text).or_else(|| parts.find_map(|part| unit_as_written(part, text)))
        };
        let mut unit = contents.iter().rev().find_map(unit_of);
        if unit.is_none()
            && !is_unit(&base)
            && let Some((words, written)) = base
                .split_once("单位:")
                .or_else(|| split_last(&base, ['/', ',', '_', '-']))
                .or_else(|| split_glued(&base))
            && !words.is_empty()
            && is_unit(written)
            && dimension_of(written) != Some(Dimension::Years)
        {
            unit = unit_as_written(written, text);
            base = words.to_owned();
        }
        let base = trim(&words_in_bracket(&base, &contents).unwrap_or(base));
        let joined = join(&folded);
        Self { text: clean(text).into_owned(), base, joined, unit }
    }

    /// Only the words, without looking for a unit.
    pub(super) fn words_of(text: &str) -> Self {
        let folded = fold_heading(text);
        let (base, contents) = split_brackets(&folded);
        let base = words_in_bracket(&base, &contents).unwrap_or(base);
        Self { text: String::new(), base: trim(&base), joined: join(&folded), unit: None }
    }

    /// The unit that a heading of counts carries in its words: 台数 → 台, 转炉座数 → 座.
    pub(super) fn counted(&self) -> Option<&'static str> {
        ["台套", "台", "座", "条", "套", "组"]
            .into_iter()
            .find(|unit| self.base.strip_suffix('数').is_some_and(|stem| stem.ends_with(unit)))
    }

    /// 「2018年实际」 without the year; `None` if there is no year or nothing else.
    pub(super) fn without_year(&self) -> Option<Self> {
        let strip = |text: &str| {
            let rest = text.strip_prefix("20").or_else(|| text.strip_prefix("19"))?;
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            (text.len() - rest.len() == 4).then_some(())?;
            let rest = rest.strip_prefix('年')?.trim_start_matches('度');
            (!rest.is_empty()).then(|| rest.to_owned())
        };
        let base = strip(&self.base)?;
        let joined = strip(&self.joined).unwrap_or_else(|| base.clone());
        Some(Self { base, joined, ..self.clone() })
    }

    /// 「企业名称Enterprise」 without the Latin letters around the words; `None` if there are none.
    pub(super) fn without_latin(&self) -> Option<&str> {
        let words = self.base.trim_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '-' | '_'));
        (!words.is_empty() && words.len() < self.base.len()).then_some(words)
    }

    /// Whether the label is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }
}

/// A heading as headings are compared: folded, traditional characters as simplified ones.
fn fold_heading(text: &str) -> String {
    fold(text).chars().map(crate::text::simplified).collect()
}

/// The words outside brackets, and what stands in each bracket.
fn split_brackets(folded: &str) -> (String, Vec<String>) {
    let mut base = String::new();
    let mut contents: Vec<String> = Vec::new();
    let mut depth = 0usize;
    for c in folded.chars() {
        match c {
            c if opens(c) => {
                if depth == 0 {
                    contents.push(String::new());
                }
                depth += 1;
            }
            ')' | ']' | '】' | '〕' | '}' | '>' if depth > 0 => depth -= 1,
            _ if depth > 0 => {
                if let Some(content) = contents.last_mut() {
                    content.push(c);
                }
            }
            _ => base.push(c),
        }
    }
    (base, contents)
}

/// 「plant_name(企业名称)」, 「capacity(产能,万吨/年)」: the words in the bracket, where those in front of it are Latin.
fn words_in_bracket(base: &str, contents: &[String]) -> Option<String> {
    let latin = base.chars().any(|c| c.is_ascii_alphabetic()) && base.chars().all(|c| c.is_ascii() || c == '_');
    let content = contents.first().filter(|_| latin && contents.len() == 1)?;
    let words = content.split([',', ';']).next()?;
    (words.chars().any(is_han) && !is_unit(words)).then(|| words.to_owned())
}

/// All words without brackets and separators.
fn join(folded: &str) -> String {
    trim(folded).chars().filter(|c| !SEPARATORS.contains(*c)).collect()
}

fn split_last(text: &str, separators: [char; 4]) -> Option<(&str, &str)> {
    // The longest tail that is a unit: 「产能/万吨/年」 → 万吨/年.
    text.char_indices()
        .filter(|(_, c)| separators.contains(c))
        .filter_map(|(at, c)| Some((text.get(..at)?, text.get(at + c.len_utf8()..)?)))
        .find(|(_, tail)| is_unit(tail))
}

/// A unit in Latin letters right behind the words: 「容积m³」, 「变压器容量KVA」.
fn split_glued(text: &str) -> Option<(&str, &str)> {
    let (last, han) = text.char_indices().rev().find(|(_, c)| ('\u{4E00}'..='\u{9FFF}').contains(c))?;
    let (words, unit) = text.split_at_checked(last + han.len_utf8())?;
    let latin = unit.starts_with(|c: char| c.is_ascii_alphabetic() || c == '㎡' || c == '㎥');
    // 产品A is no product in amperes.
    let letter = unit.len() == 1 && !matches!(unit, "t" | "m");
    (latin && !letter && is_unit(unit)).then_some((words, unit))
}

/// Characters that adorn a label and are no part of it at its beginning and end.
const ADORNS: [char; 21] =
    [':', '：', '*', '★', '※', '、', ',', '.', '。', ';', '·', '"', '\'', '-', '—', '#', '■', '□', '●', '△', '▲'];
/// Characters that part the words of a label.
const SEPARATORS: &str = "()[]【】〔〕{}、/,.·-\"";

/// Whether a half-width character may be left out at the beginning or end of a label.
pub(super) fn decorates(c: char) -> bool {
    !c.is_ascii_digit()
        && (ADORNS.contains(&c)
            || SEPARATORS.contains(c)
            || matches!(c, '<' | '>')
            || fold(c.encode_utf8(&mut [0; 4])).is_empty())
}

/// Whether a folded character opens a bracket.
pub(super) fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '【' | '〔' | '{' | '<')
}

/// Whether a character may be the number in front of a label.
pub(super) fn numbers(c: char) -> bool {
    matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Leading and trailing decoration: 「*企业名称：」, 「一、企业名称」, 「1.企业名称」.
fn trim(text: &str) -> String {
    let text = text.trim_matches(ADORNS);
    let after_number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = if after_number.len() < text.len() && after_number.starts_with(['.', '、']) {
        after_number.trim_start_matches(['.', '、'])
    } else {
        text
    };
    let text = match text.split_once('、') {
        Some((number, rest)) if !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c)) => {
            rest
        }
        _ => text,
    };
    text.to_owned()
}

/// A unit's spelling as [`Unit::parse`] wants it.
fn unit_spelling(text: &str) -> String {
    let mut spelling = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '³' => spelling.push('3'),
            '²' => spelling.push('2'),
            '每' => spelling.push('/'),
            '㎥' => spelling.push_str("m3"),
            '㎡' => spelling.push_str("m2"),
            '㎜' => spelling.push_str("mm"),
            '㎏' => spelling.push_str("kg"),
            other => spelling.extend(Some(super::clean::half_width(other)).filter(|c| !c.is_whitespace())),
        }
    }
    spelling
}

/// Whether a text is a unit, or several of one dimension (台/套, 台、套).
pub(super) fn is_unit(text: &str) -> bool {
    dimension_of(text).is_some()
}

/// The dimension of a unit, or of several of one dimension.
pub(super) fn dimension_of(text: &str) -> Option<Dimension> {
    let spelling = unit_spelling(text);
    let spelling = spelling.trim_start_matches("单位").trim_start_matches([':', '：']).trim_end_matches('等');
    if spelling.is_empty() {
        return None;
    }
    if let Some(unit) = Unit::parse(spelling) {
        return Some(unit.dimension);
    }
    // 「产能（万平方米）」, 「产能（万块）」: ten thousand and more of what is made are those of a year, as 万吨 are.
    if spelling.starts_with(['万', '亿'])
        && let Some(unit) = Unit::parse(&format!("{spelling}/a"))
    {
        return Some(unit.dimension);
    }
    let mut dimensions = spelling
        .split(['/', '、', ',', '或', '(', ')'])
        .filter(|part| !part.is_empty())
        .map(|part| Unit::parse(part).map(|unit| unit.dimension));
    let first = dimensions.next()??;
    dimensions.all(|dimension| dimension == Some(first)).then_some(first)
}

/// The unit as the heading writes it (letters as written, `m³`), given its folded form.
fn unit_as_written(folded: &str, heading: &str) -> Option<String> {
    let content = folded.trim_start_matches("单位").trim_start_matches([':', '：']);
    // 「投产时间（年）」 gives a precision, no unit.
    if !is_unit(content) || dimension_of(content) == Some(Dimension::Years) {
        return None;
    }
    let wanted = fold(content);
    let characters: Vec<(usize, char)> = heading.char_indices().collect();
    for (start, (from, _)) in characters.iter().enumerate() {
        for (to, last) in characters.iter().skip(start) {
            let piece = heading.get(*from..*to + last.len_utf8()).unwrap_or_default();
            let folded = fold(piece);
            if folded == wanted {
                return Some(clean(piece).into_owned());
            }
            if folded.len() > wanted.len() {
                break;
            }
        }
    }
    Some(content.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_words_brackets_and_unit() {
        let parts = |text: &str| {
            let label = Label::parse(text);
            (label.base, label.joined, label.unit.unwrap_or_default())
        };
        let expect = |base: &str, joined: &str, unit: &str| (base.to_owned(), joined.to_owned(), unit.to_owned());
        assert_eq!(parts("高炉容积（m³）"), expect("高炉容积", "高炉容积m³", "m³"));
        assert_eq!(parts("产 能\n(万吨/年)"), expect("产能", "产能万吨年", "万吨/年"));
        assert_eq!(parts("产能/万吨"), expect("产能", "产能万吨", "万吨"));
        assert_eq!(parts("容积m³"), expect("容积", "容积m³", "m³"));
        assert_eq!(parts("变压器容量KVA"), expect("变压器容量", "变压器容量kva", "KVA"));
        assert_eq!(parts("产品A"), expect("产品a", "产品a", ""));
        assert_eq!(parts("县（市、区）"), expect("县", "县市区", ""));
        assert_eq!(parts("数量（台/套）"), expect("数量", "数量台套", "台/套"));
        assert_eq!(parts("*企业名称："), expect("企业名称", "企业名称", ""));
        assert_eq!(parts("型号（容积/容量等）"), expect("型号", "型号容积容量等", ""));
        assert_eq!(parts("变压器容量（KVA）"), expect("变压器容量", "变压器容量kva", "KVA"));
        assert_eq!(parts("设计产能（单位：万吨）"), expect("设计产能", "设计产能单位:万吨", "万吨"));
    }
}
