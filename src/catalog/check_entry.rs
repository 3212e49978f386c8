//! An entry as written → as valid: what is taken over from the entry it builds upon, conditions, what must not lack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::check::{Checker, NO_SUCH_EDITION};
use super::edition::{Deadline, Edition, Entry, Example, Examples, Exemption, Rule};
use super::place::{EntryPlaces, ExampleKind, Place, Places};
use super::vocabulary::{TermKind, Vocabulary};
use super::written;
use crate::yaml::{Located, OneOrMany, Position, nearest};

/// What editions are built upon.
pub(super) struct Base<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    /// Editions already built, by id.
    pub(super) editions: &'a BTreeMap<String, Edition>,
    pub(super) places: &'a mut Places,
    /// Entries left out for their problems, by edition and key: what builds on them says nothing more.
    pub(super) broken: &'a mut BTreeSet<(String, String)>,
}

/// The entry that another builds upon.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) entry: Entry,
    pub(super) places: EntryPlaces,
    /// Whether everything is taken over (an overlay), or all but citation, evidence, doubts and notes (a later edition).
    pub(super) whole: bool,
}

impl Base<'_> {
    /// The entry of the same key in the edition `like`.
    pub(super) fn model(
        &self,
        checker: &mut Checker,
        like: &Located<String>,
        written: &written::Entry,
    ) -> Option<Model> {
        // `like` at the head of the edition is for the keys that both have; on the entry itself it must be found.
        let own = written.like.is_some();
        let key = &written.key;
        let Some(edition) = self.editions.get(like.as_str()) else {
            if own {
                let near = nearest(like, self.editions.keys().map(String::as_str));
                let hint = near.map_or_else(|| NO_SUCH_EDITION.to_owned(), |near| format!("是不是“{near}”"));
                checker.add(like.at, format!("没有可沿用的目录“{}”", like.value), hint);
            }
            return None;
        };
        let place = (like.value.clone(), key.value.clone());
        let found = edition.entry(key).cloned();
        if found.is_none() && own && !self.broken.contains(&place) {
            checker.add(like.at, format!("目录“{}”没有条目“{}”", like.value, key.value), "改 like，或写全各项");
        }
        Some(Model { entry: found?, places: self.places.get(&place)?.clone(), whole: false })
    }

    /// Whether an entry builds on one that was left out for its problems, or on an edition that is not there: both have
    /// been noted, and what is missing here would only repeat it.
    pub(super) fn on_broken(&self, like: Option<&Located<String>>, key: &str) -> bool {
        like.is_some_and(|like| {
            !self.editions.contains_key(like.as_str()) || self.broken.contains(&(like.value.clone(), key.to_owned()))
        })
    }
}

/// Builds an entry; `None` where something is wrong with it, which is noted.
pub(super) fn entry(
    checker: &mut Checker,
    file: &Arc<str>,
    vocabulary: &Vocabulary,
    written: &written::Entry,
    model: Option<Model>,
) -> Option<(Entry, EntryPlaces)> {
    EntryBuilder { checker, file, vocabulary, written, model }.build()
}

struct EntryBuilder<'b, 'f, 'p> {
    checker: &'b mut Checker<'f, 'p>,
    file: &'b Arc<str>,
    vocabulary: &'b Vocabulary,
    written: &'b written::Entry,
    model: Option<Model>,
}

impl EntryBuilder<'_, '_, '_> {
    fn add(&mut self, at: Position, message: impl Into<String>, hint: impl Into<String>) {
        self.checker.add(at, message, hint);
    }

    fn place(&self, at: Position) -> Place {
        Place { file: self.file.clone(), at }
    }

    fn build(&mut self) -> Option<(Entry, EntryPlaces)> {
        let written = self.written;
        let key = &written.key;
        let before = self.checker.problems.len();
        let well_formed = key.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !well_formed {
            self.add(key.at, format!("键“{}”应为小写英文词，以 - 相连", key.value), "如 blast-furnace");
        }
        let model = self.model.clone();
        let model_places = model.as_ref().map(|model| model.places.clone());
        let whole = model.as_ref().filter(|model| model.whole).map(|model| model.entry.clone());
        let model = model.map(|model| model.entry);
        let cite = self.text(
            "cite",
            written.cite.as_ref().map(|cite| cite.value.clone()),
            whole.as_ref().map(|whole| whole.cite.clone()),
        );
        let name = self.text("name", written.name.clone(), model.as_ref().map(|model| model.name.clone()));
        let action = written.action.or(model.as_ref().map(|model| model.action));
        if action.is_none() {
            self.missing("action", "eliminate、prohibit、restrict、hazard 或 undecided");
        }
        let sectors = match &written.sectors {
            Some(sectors) => sectors.0.iter().map(|sector| sector.value.clone()).collect(),
            None => model.as_ref().map(|model| model.sectors.clone()).unwrap_or_default(),
        };
        if sectors.is_empty() {
            self.missing("sectors", "目录所写的行业，如 [钢铁]");
        }
        let deadline = self.deadline(model.as_ref());
        let evidence = written.evidence.clone().or(whole.as_ref().map(|whole| whole.evidence.clone()));
        if evidence.is_none() {
            self.missing("evidence", "写明来源：{level: seen, source: 来源}");
        }
        let (rules, rule_places, untestable) = self.rules(model.as_ref(), model_places.as_ref());
        let (examples, example_places) = self.examples(model.as_ref(), model_places.as_ref(), untestable.is_some());
        if self.checker.problems.len() > before {
            return None;
        }
        let entry = Entry {
            key: key.value.clone(),
            cite: cite?,
            name: name?,
            action: action?,
            sectors,
            deadline: deadline?,
            replacement: written.replacement.clone().or(model.map(|model| model.replacement)).unwrap_or_default(),
            evidence: evidence?,
            doubts: match (&written.doubts, &whole) {
                (Some(doubts), _) => doubts.0.iter().map(|doubt| doubt.value.clone()).collect(),
                (None, Some(whole)) => whole.doubts.clone(),
                (None, None) => Vec::new(),
            },
            note: written.note.clone().or(whole.map(|whole| whole.note)).unwrap_or_default(),
            rules,
            untestable,
            examples: examples.into(),
        };
        let places = EntryPlaces { key: self.place(key.at), rules: rule_places, examples: example_places };
        Some((entry, places))
    }

    fn missing(&mut self, field: &str, hint: &str) {
        let key = &self.written.key;
        self.add(key.at, format!("条目“{}”缺少“{field}”", key.value), hint);
    }

    fn text(&mut self, field: &str, written: Option<String>, inherited: Option<String>) -> Option<String> {
        let value = written.or(inherited).filter(|value| !value.trim().is_empty());
        if value.is_none() {
            self.missing(field, if field == "cite" { "写在文件的什么地方：类、部分、项号" } else { "写条文" });
        }
        value
    }

    fn deadline(&mut self, model: Option<&Entry>) -> Option<Deadline> {
        let Some(text) = &self.written.deadline else {
            let inherited = model.map(|model| model.deadline.clone());
            if inherited.is_none() {
                self.missing("deadline", "日期、immediate、none-stated、unknown、- 或原文");
            }
            return inherited;
        };
        let deadline = Deadline::parse(text);
        let looks_like_a_date =
            text.len() >= 6 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
        if matches!(deadline, Deadline::Words(_)) && looks_like_a_date {
            self.add(text.at, format!("期限“{}”不是日期", text.value), "写作 2014-12-31");
        }
        Some(deadline)
    }

    fn rules(
        &mut self,
        model: Option<&Entry>,
        model_places: Option<&EntryPlaces>,
    ) -> (Vec<Rule>, Vec<Place>, Option<String>) {
        let written = self.written;
        match (&written.rules, &written.untestable, model) {
            (None, None, Some(model)) => {
                let places = model_places.map(|places| places.rules.clone()).unwrap_or_default();
                (model.rules.clone(), places, model.untestable.clone())
            }
            (Some(rules), untestable, _) if !rules.0.is_empty() => {
                if untestable.is_some() {
                    let message = format!("条目“{}”既有 rules 又有 untestable", written.key.value);
                    self.add(written.key.at, message, "留一个");
                }
                let mut built = Vec::new();
                let mut places = Vec::new();
                for rule in &rules.0 {
                    let (rule, at) = self.rule(rule);
                    built.push(rule);
                    places.push(self.place(at));
                }
                (built, places, None)
            }
            (_, Some(reason), _) if !reason.trim().is_empty() => (Vec::new(), Vec::new(), Some(reason.clone())),
            _ => {
                self.missing("rules", "写规则；摸底表无从判断的，用 untestable 说明为什么");
                (Vec::new(), Vec::new(), None)
            }
        }
    }

    fn rule(&mut self, rule: &written::Rule) -> (Rule, Position) {
        let vocabulary = self.vocabulary;
        let groups = [
            (TermKind::Equipment, &rule.equipment),
            (TermKind::Process, &rule.process),
            (TermKind::Product, &rule.product),
        ];
        let first = groups.iter().flat_map(|(_, names)| &names.0).chain(&rule.when.0).next();
        let at = first.map_or(self.written.key.at, |first| first.at);
        let mut subjects = Vec::new();
        for (kind, names) in groups {
            let mut group = Vec::new();
            for name in &names.0 {
                let Some(term) = self.checker.term(vocabulary, name) else { continue };
                let actual = vocabulary.terms[term.index()].kind;
                if actual != kind {
                    let message = format!("“{}”是{}，不是{}", name.value, actual.chinese(), kind.chinese());
                    self.add(name.at, message, format!("写在 {} 下", actual.name()));
                }
                if group.contains(&term) {
                    self.add(name.at, format!("“{}”重复", name.value), "删去一个");
                }
                group.push(term);
            }
            if !names.0.is_empty() {
                subjects.push(group);
            }
        }
        if subjects.is_empty() {
            self.add(at, "规则没有说是什么：缺少 equipment、process 或 product", "至少写一个词条");
        }
        let when = self.checker.conditions(vocabulary, &rule.when);
        let unless = self.exemptions(&rule.unless);
        (Rule { subjects, when, unless, outcome: rule.outcome, ask: rule.ask.clone() }, at)
    }

    fn exemptions(&mut self, texts: &OneOrMany) -> Vec<Exemption> {
        let mut exemptions = Vec::new();
        for text in &texts.0 {
            if let Some(when) = self.checker.condition(self.vocabulary, text) {
                exemptions.push(Exemption { text: text.value.clone(), when });
            }
        }
        exemptions
    }

    fn examples(
        &mut self,
        model: Option<&Entry>,
        model_places: Option<&EntryPlaces>,
        untestable: bool,
    ) -> (Examples, BTreeMap<ExampleKind, Vec<Place>>) {
        if untestable {
            if self.written.examples.is_some() {
                let key = &self.written.key;
                self.add(key.at, format!("条目“{}”不能测试，却有 examples", key.value), "删去 examples，或写 rules");
            }
            return Default::default();
        }
        let Some(written) = &self.written.examples else {
            let examples = model.map(|model| (*model.examples).clone()).unwrap_or_default();
            return (examples, model_places.map(|places| places.examples.clone()).unwrap_or_default());
        };
        let mut places = BTreeMap::new();
        let mut read = |kind, texts: &OneOrMany| {
            places.insert(kind, texts.0.iter().map(|text| self.place(text.at)).collect());
            texts.0.iter().map(|text| Example::parse(text)).collect()
        };
        let examples = Examples {
            hit: read(ExampleKind::Hit, &written.hit),
            clear: read(ExampleKind::Clear, &written.clear),
            review: read(ExampleKind::Review, &written.review),
            exempt: read(ExampleKind::Exempt, &written.exempt),
        };
        for (kind, index, example) in examples.each() {
            if let Some(sector) = &example.sector
                && sector.split('/').any(|sector| self.vocabulary.sector(sector).is_none())
            {
                let place: Option<&Place> = places.get(&kind).and_then(|places: &Vec<Place>| places.get(index));
                let at = place.map_or(self.written.key.at, |place| place.at);
                self.checker.add(at, format!("例子“{}”的行业“{sector}”不在词表里", example.text), "@ 后写词表的行业名");
            }
        }
        (examples, places)
    }
}
