//! What both kinds of files need while written forms become valid ones: where problems go, and how names are found.

use super::condition::Condition;
use super::vocabulary::{AttributeId, ParameterId, SectorId, TermId, ValueId, Vocabulary};
use crate::yaml::{Located, OneOrMany, Pairs, Position, Problem, Problems, nearest};

/// What to do about the id of an edition that is unlike any known one.
pub(super) const NO_SUCH_EDITION: &str = "编号见 capex catalog list";

/// Adds a problem.
pub(super) fn note(
    problems: &mut Problems,
    file: &str,
    position: Position,
    message: impl Into<String>,
    hint: impl Into<String>,
) {
    problems.push(Problem { file: file.to_owned(), position, message: message.into(), hint: hint.into() });
}

/// Collects the problems of one file and resolves names against the vocabulary.
pub(super) struct Checker<'f, 'p> {
    pub(super) file: &'f str,
    pub(super) problems: &'p mut Problems,
}

impl Checker<'_, '_> {
    pub(super) fn add(&mut self, at: Position, message: impl Into<String>, hint: impl Into<String>) {
        note(self.problems, self.file, at, message, hint);
    }

    /// `found`, or a problem that names the table and the nearest name in it.
    fn resolved<'n, T>(
        &mut self,
        found: Option<T>,
        table: &str,
        name: &Located<String>,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<T> {
        if found.is_none() {
            let hint = nearest(name, names).map(|near| format!("是不是“{near}”")).unwrap_or_default();
            let hint = if hint.is_empty() { "先在 vocabulary.yaml 里加上".to_owned() } else { hint };
            self.add(name.at, format!("词表中没有{table}“{}”", name.value), hint);
        }
        found
    }

    pub(super) fn term(&mut self, vocabulary: &Vocabulary, name: &Located<String>) -> Option<TermId> {
        let names = vocabulary.terms.iter().map(|term| term.name.as_str());
        self.resolved(vocabulary.term(name), "词条", name, names)
    }

    pub(super) fn sector(&mut self, vocabulary: &Vocabulary, name: &Located<String>) -> Option<SectorId> {
        let names = vocabulary.sectors.iter().map(|sector| sector.name.as_str());
        self.resolved(vocabulary.sector(name), "行业", name, names)
    }

    pub(super) fn sectors(&mut self, vocabulary: &Vocabulary, names: &OneOrMany) -> Vec<SectorId> {
        names.0.iter().filter_map(|name| self.sector(vocabulary, name)).collect()
    }

    pub(super) fn parameter(&mut self, vocabulary: &Vocabulary, name: &Located<String>) -> Option<ParameterId> {
        let names = vocabulary.parameters.iter().map(|parameter| parameter.name.as_str());
        self.resolved(vocabulary.parameter(name), "参数", name, names)
    }

    pub(super) fn states(&mut self, vocabulary: &Vocabulary, pairs: &Pairs) -> Vec<(AttributeId, ValueId)> {
        pairs.0.iter().filter_map(|(attribute, value)| self.state(vocabulary, attribute, value)).collect()
    }

    fn state(
        &mut self,
        vocabulary: &Vocabulary,
        attribute: &Located<String>,
        value: &Located<String>,
    ) -> Option<(AttributeId, ValueId)> {
        let names = vocabulary.attributes.iter().map(|attribute| attribute.name.as_str());
        let id = self.resolved(vocabulary.attribute(attribute), "属性", attribute, names)?;
        let found = vocabulary.value(id, value);
        if found.is_none() {
            let known: Vec<&str> =
                vocabulary.attributes[id.index()].values.iter().map(|value| value.name.as_str()).collect();
            let message = format!("属性“{}”没有值“{}”", attribute.value, value.value);
            self.add(value.at, message, format!("可用：{}", known.join("、")));
        }
        Some((id, found?))
    }

    /// One condition; a problem is placed at its character.
    pub(super) fn condition(&mut self, vocabulary: &Vocabulary, text: &Located<String>) -> Option<Condition> {
        match Condition::parse(text, vocabulary) {
            Ok(condition) => Some(condition),
            Err(error) => {
                let form = "写法如 有效容积 <= 400 m3 且 炉型 = 开放式";
                let hint = if error.hint.is_empty() { form } else { error.hint.as_str() };
                self.add(text.inside(error.at), format!("条件“{}”：{}", text.value, error.message), hint);
                None
            }
        }
    }

    /// Conditions all of which must hold; `None` where none is written or one is broken (then a problem is noted).
    pub(super) fn conditions(&mut self, vocabulary: &Vocabulary, texts: &OneOrMany) -> Option<Condition> {
        let mut parts: Vec<Condition> = texts.0.iter().filter_map(|text| self.condition(vocabulary, text)).collect();
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Condition::All(parts)),
        }
    }

    /// Notes a name that stands twice in a table.
    pub(super) fn unique<'n>(&mut self, table: &str, names: impl Iterator<Item = &'n Located<String>>) {
        let mut seen: std::collections::BTreeMap<&str, Position> = std::collections::BTreeMap::new();
        for name in names {
            if name.trim().is_empty() {
                self.add(name.at, format!("{table}的名称是空的"), "写上名称，或删去这一条");
            } else if let Some(first) = seen.get(name.as_str()) {
                self.add(name.at, format!("{table}“{}”重复", name.value), format!("已见于第{}行", first.line));
            } else {
                seen.insert(name, name.at);
            }
        }
    }
}
