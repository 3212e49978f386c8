//! The reader of the condition language.

use rust_decimal::Decimal;

use super::{Comparison, Condition, ConditionError};
use crate::catalog::vocabulary::{AttributeId, ParameterId, ValueId, Vocabulary};
use crate::quantity::Unit;
use crate::yaml::nearest;

/// Brackets and 非 deeper than this are refused, so that no input can exhaust the stack.
const DEPTH_LIMIT: usize = 32;

/// No rule's limit is larger, before its unit, so that no comparison of limits leaves what an exact decimal holds.
const LARGEST_LIMIT: Decimal = Decimal::from_parts(0xD4A5_1000, 0xE8, 0, false, 0);

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// The first problem with its place: an unknown name, a unit of another dimension, a missing value or bracket.
    pub fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Self, ConditionError> {
        let mut parser = Parser { chars: text.chars().collect(), at: 0, depth: 0, vocabulary };
        let condition = parser.any()?;
        parser.blanks();
        if parser.at < parser.chars.len() {
            return Err(parser.error("此处应结束，或写“且”“或”"));
        }
        Ok(condition)
    }
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    vocabulary: &'a Vocabulary,
}

/// What ends a name: a comparison or a bracket.
const NAME_ENDS: &[char] = &['<', '>', '=', '!', '≤', '≥', '≠', '＜', '＞', '＝', ')', '）'];

impl Parser<'_> {
    fn error(&self, message: impl Into<String>) -> ConditionError {
        error_at(self.at, message)
    }

    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, words: &[&str]) -> bool {
        self.blanks();
        for word in words {
            let word: Vec<char> = word.chars().collect();
            if self.chars[self.at..].starts_with(&word) {
                self.at += word.len();
                return true;
            }
        }
        false
    }

    /// A connective must stand apart, since names may contain its character (或 in a name would cut it).
    fn take_connective(&mut self, word: char) -> bool {
        let start = self.at;
        self.blanks();
        if self.chars.get(self.at) == Some(&word) {
            self.at += 1;
            return true;
        }
        self.at = start;
        false
    }

    fn any(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.all()?];
        while self.take_connective('或') {
            parts.push(self.all()?);
        }
        Ok(single_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.unary()?];
        while self.take_connective('且') {
            parts.push(self.unary()?);
        }
        Ok(single_or(parts, Condition::All))
    }

    fn unary(&mut self) -> Result<Condition, ConditionError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(self.error("括号或“非”嵌套太深"));
        }
        let condition = self.one();
        self.depth -= 1;
        condition
    }

    fn one(&mut self) -> Result<Condition, ConditionError> {
        if self.take(&["("]) || self.take(&["（"]) {
            let inner = self.any()?;
            return if self.take(&[")", "）"]) { Ok(inner) } else { Err(self.error("缺右括号")) };
        }
        let start = self.at;
        if self.take(&["非"]) {
            self.blanks();
            // 「非」 may also begin a name (非标…): it negates only before a blank, a bracket or 述及.
            let next = self.chars.get(self.at);
            if self.at > start + 1 || next.is_some_and(|c| matches!(c, '(' | '（' | '述')) {
                return Ok(Condition::Not(Box::new(self.unary()?)));
            }
            self.at = start;
        }
        if self.take(&["述及(", "述及（"]) {
            return self.stated();
        }
        self.comparison()
    }

    fn name(&mut self, stop: &[char]) -> String {
        self.blanks();
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| !stop.contains(c)) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect::<String>().trim().to_owned()
    }

    fn stated(&mut self) -> Result<Condition, ConditionError> {
        let start = self.at;
        let name = self.name(NAME_ENDS);
        let compared = self.vocabulary.parameter(&name).and_then(|parameter| Some((parameter, self.sign()?)));
        let condition = if let Some((parameter, comparison)) = compared {
            Condition::Known(Box::new(self.limit(parameter, comparison)?))
        } else if self.take(&["="]) {
            let value = self.name(&[')', '）']);
            let (attribute, value) = self.attribute_value(&name, &value, start)?;
            Condition::States(attribute, value)
        } else {
            let term = self.vocabulary.term(&name).ok_or_else(|| {
                let names = self.vocabulary.terms.iter().map(|term| term.name.as_str());
                unknown(start, format!("词表中没有词条“{name}”"), &name, names)
            })?;
            Condition::Names(term)
        };
        if self.take(&[")", "）"]) { Ok(condition) } else { Err(self.error("缺右括号")) }
    }

    fn attribute_value(
        &self,
        attribute: &str,
        value: &str,
        at: usize,
    ) -> Result<(AttributeId, ValueId), ConditionError> {
        let id = self.vocabulary.attribute(attribute).ok_or_else(|| {
            let names = self.vocabulary.attributes.iter().map(|attribute| attribute.name.as_str());
            unknown(at, format!("词表中没有属性“{attribute}”"), attribute, names)
        })?;
        let value_id = self.vocabulary.value(id, value).ok_or_else(|| {
            let known: Vec<&str> =
                self.vocabulary.attributes[id.index()].values.iter().map(|value| value.name.as_str()).collect();
            let message = format!("属性“{attribute}”没有值“{value}”，可用：{}", known.join("、"));
            unknown(at, message, value, known.into_iter())
        })?;
        Ok((id, value_id))
    }

    fn comparison(&mut self) -> Result<Condition, ConditionError> {
        let start = {
            self.blanks();
            self.at
        };
        let name = self.name(&[NAME_ENDS, &['且', '或']].concat());
        if name.is_empty() {
            return Err(self.error("此处应写参数、属性、行业或“述及(…)”"));
        }
        let comparison = self.sign().ok_or_else(|| self.error(format!("“{name}”后应写比较符号 < <= > >= = !=")))?;
        let vocabulary = self.vocabulary;
        if let Some(parameter) = vocabulary.parameter(&name) {
            return self.limit(parameter, comparison);
        }
        let equal = match comparison {
            Comparison::Equal => true,
            Comparison::NotEqual => false,
            _ => {
                let names = vocabulary.parameters.iter().map(|parameter| parameter.name.as_str());
                let message = format!("词表中没有参数“{name}”（属性和行业只能用 = 或 !=）");
                return Err(unknown(start, message, &name, names));
            }
        };
        let value = self.name(&[')', '）', '且', '或', ' ', '\u{3000}', '\n']);
        if name == "行业" {
            let sector = vocabulary.sector(&value).ok_or_else(|| {
                let names = vocabulary.sectors.iter().map(|sector| sector.name.as_str());
                unknown(start, format!("词表中没有行业“{value}”"), &value, names)
            })?;
            return Ok(Condition::Sector { sector, equal });
        }
        if vocabulary.attribute(&name).is_none() {
            let attributes = vocabulary.attributes.iter().map(|attribute| attribute.name.as_str());
            let names = vocabulary.parameters.iter().map(|parameter| parameter.name.as_str()).chain(attributes);
            return Err(unknown(start, format!("词表中没有参数或属性“{name}”"), &name, names));
        }
        let (attribute, value) = self.attribute_value(&name, &value, start)?;
        Ok(Condition::Attribute { attribute, value, equal })
    }

    fn sign(&mut self) -> Option<Comparison> {
        const SIGNS: [(&str, Comparison); 12] = [
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("!=", Comparison::NotEqual),
            ("≤", Comparison::AtMost),
            ("≥", Comparison::AtLeast),
            ("≠", Comparison::NotEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
            ("＜", Comparison::Less),
            ("＞", Comparison::Greater),
            ("＝", Comparison::Equal),
        ];
        SIGNS.iter().find(|(sign, _)| self.take(&[sign])).map(|&(_, comparison)| comparison)
    }

    fn limit(&mut self, parameter: ParameterId, comparison: Comparison) -> Result<Condition, ConditionError> {
        self.blanks();
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_ascii_digit() || *c == '.' || *c == '-') {
            self.at += 1;
        }
        let digits: String = self.chars[start..self.at].iter().collect();
        let limit = Decimal::from_str_exact(&digits).map_err(|_| error_at(start, "此处应写数（用阿拉伯数字）"))?;
        if limit.abs() > LARGEST_LIMIT {
            return Err(error_at(start, "界限太大：最多一万亿"));
        }
        self.blanks();
        let unit_at = self.at;
        // 「5万 t/a」 and 「5万t/a」 are one unit.
        let spelling: String = self.name(&[')', '）', '且', '或']).chars().filter(|c| !c.is_whitespace()).collect();
        let dimension = self.vocabulary.parameters[parameter.index()].dimension;
        // The symbol of the base unit is always understood, also where no survey would write it (年 of 年数).
        let unit = if spelling.is_empty() || spelling == dimension.base() {
            Some(Unit::base(dimension))
        } else {
            Unit::parse(&spelling)
        };
        match unit {
            Some(unit) if unit.dimension == dimension && (!spelling.is_empty() || dimension.base().is_empty()) => {
                Ok(Condition::Compare { parameter, comparison, limit, unit })
            }
            Some(_) if spelling.is_empty() => {
                Err(error_at(unit_at, format!("数后应写单位（{}，如 {}）", dimension.chinese(), dimension.base())))
            }
            Some(_) if dimension.base().is_empty() => Err(error_at(unit_at, "这个参数没有单位，数后不写单位")),
            Some(unit) => Err(error_at(
                unit_at,
                format!(
                    "单位“{spelling}”是{}，参数要{}（如 {}）",
                    unit.dimension.chinese(),
                    dimension.chinese(),
                    dimension.base()
                ),
            )),
            None => Err(ConditionError {
                at: unit_at,
                message: format!("不认识的单位“{spelling}”"),
                hint: format!("参数要{}，如 {}", dimension.chinese(), dimension.base()),
            }),
        }
    }
}

fn error_at(at: usize, message: impl Into<String>) -> ConditionError {
    ConditionError { at, message: message.into(), hint: String::new() }
}

/// A name that the vocabulary does not have, with the nearest that it has.
fn unknown<'n>(at: usize, message: String, name: &str, names: impl Iterator<Item = &'n str>) -> ConditionError {
    let hint = nearest(name, names).map(|near| format!("是不是“{near}”"));
    ConditionError { at, message, hint: hint.unwrap_or_else(|| "先在 vocabulary.yaml 里加上".to_owned()) }
}

fn single_or(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}
