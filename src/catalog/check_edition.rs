//! An edition as written → as valid: what is taken over from an earlier edition, conditions, dates, what must not lack.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::check::Checker;
use super::edition::{Deadline, Edition, Entry, Example, Examples, Exemption, Rule};
use super::place::{EntryPlaces, ExampleKind, Place, Places};
use super::vocabulary::{TermKind, Vocabulary};
use super::written;
use crate::yaml::{Located, OneOrMany, Position, Problems, nearest};

/// What an edition is built upon.
pub(super) struct Base<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    /// Editions already built, by id.
    pub(super) editions: &'a BTreeMap<String, Arc<Edition>>,
    pub(super) places: &'a mut Places,
    /// Entries left out for their problems, by edition and key: what builds on them says nothing more.
    pub(super) broken: &'a mut BTreeSet<(String, String)>,
}

/// Builds an edition; problems are noted and entries that hold them are left out.
pub(super) fn edition(
    file: &Arc<str>,
    written: &written::Edition,
    base: &mut Base<'_>,
    problems: &mut Problems,
) -> Edition {
    let mut checker = Checker { file, problems };
    let id = written.catalog.value.clone();
    let head = written.catalog.at;
    required(&mut checker, head, "title", written.title.as_deref());
    required(&mut checker, head, "document", written.document.as_deref());
    let effective = date(&mut checker, written.effective.as_ref(), "effective");
    let repealed = date(&mut checker, written.repealed.as_ref(), "repealed");
    let issued = issued(&mut checker, written.issued.as_ref());
    order_of_dates(&mut checker, written, effective, repealed, &issued);
    if written.coverage.is_none() {
        checker.add(head, "缺少“coverage”", "写明官方条数与是否收全：{known: 424, complete: false, note: 缺什么}");
    }
    checker.unique("条目的键", written.entries.0.iter().map(|entry| &entry.key));
    let mut entries = Vec::new();
    for entry in &written.entries.0 {
        let mut builder = EntryBuilder { checker: &mut checker, file, edition: written, base, written: entry };
        let place = (id.clone(), entry.key.value.clone());
        match builder.build() {
            Some((entry, places)) => {
                base.places.insert(place, places);
                entries.push(entry);
            }
            None => {
                base.broken.insert(place);
            }
        }
    }
    Edition {
        id,
        title: written.title.clone().unwrap_or_default(),
        document: written.document.clone().unwrap_or_default(),
        issuer: written.issuer.clone(),
        issued,
        effective,
        repealed,
        amends: written.amends.as_ref().map(|amends| amends.value.clone()),
        supplementary: written.supplementary,
        coverage: written.coverage.clone().unwrap_or_default(),
        entries,
        overlay: None,
    }
}

fn required(checker: &mut Checker, at: Position, key: &str, value: Option<&str>) {
    if value.is_none_or(|value| value.trim().is_empty()) {
        checker.add(at, format!("缺少“{key}”"), "");
    }
}

fn date(checker: &mut Checker, text: Option<&Located<String>>, key: &str) -> Option<NaiveDate> {
    let text = text?;
    let date = text.trim().parse().ok();
    if date.is_none() {
        checker.add(text.at, format!("{key}“{}”不是日期", text.value), "写作 2013-05-01；不知道就不写");
    }
    date
}

/// The day of issue, to the day, the month or the year.
fn issued(checker: &mut Checker, text: Option<&Located<String>>) -> String {
    let Some(text) = text else { return String::new() };
    let trimmed = text.trim();
    let whole = match trimmed.len() {
        4 => format!("{trimmed}-01-01"),
        7 => format!("{trimmed}-01"),
        _ => trimmed.to_owned(),
    };
    if whole.parse::<NaiveDate>().is_err() {
        checker.add(text.at, format!("issued“{trimmed}”不是日期"), "写作 2013-02-16、2013-02 或 2013；不知道就不写");
    }
    trimmed.to_owned()
}

fn order_of_dates(
    checker: &mut Checker,
    written: &written::Edition,
    effective: Option<NaiveDate>,
    repealed: Option<NaiveDate>,
    issued: &str,
) {
    if let (Some(first), Some(end), Some(text)) = (effective, repealed, &written.repealed)
        && end <= first
    {
        checker.add(text.at, format!("失效日 {end} 不晚于施行日 {first}"), "repealed 是失效的第一天");
    }
    // Text of one precision compares as dates do: 2013-02 ≤ 2013-02-16 holds on the common length.
    if let (Some(first), Some(text)) = (effective, &written.effective) {
        let first = first.to_string();
        let common = first.get(..issued.len().min(first.len())).unwrap_or(&first);
        if !issued.is_empty() && issued > common {
            checker.add(text.at, format!("施行日 {first} 早于发布日 {issued}"), "核对 issued 与 effective");
        }
    }
}

struct EntryBuilder<'b, 'c, 'p> {
    checker: &'b mut Checker<'p>,
    file: &'b Arc<str>,
    edition: &'b written::Edition,
    base: &'b Base<'c>,
    written: &'b written::Entry,
}

impl EntryBuilder<'_, '_, '_> {
    fn add(&mut self, at: Position, message: impl Into<String>, hint: impl Into<String>) {
        self.checker.add(at, message, hint);
    }

    fn place(&self, at: Position) -> Place {
        Place { file: self.file.clone(), at }
    }

    /// The entry that this one builds upon: the same key in the edition that `like` names here or at the head.
    fn model(&mut self) -> Option<(Entry, EntryPlaces)> {
        let own = self.written.like.as_ref();
        let like = own.or(self.edition.like.as_ref())?;
        let key = &self.written.key;
        let Some(edition) = self.base.editions.get(like.as_str()) else {
            if own.is_some() {
                let near = nearest(like, self.base.editions.keys().map(String::as_str));
                let hint = near.map(|near| format!("是不是“{near}”")).unwrap_or_default();
                self.add(like.at, format!("没有可沿用的目录“{}”", like.value), hint);
            }
            return None;
        };
        let found = edition.entry(key).cloned();
        if found.is_none() && own.is_some() {
            self.add(like.at, format!("目录“{}”没有条目“{}”", like.value, key.value), "改 like，或写全各项");
        }
        let places = self.base.places.get(&(like.value.clone(), key.value.clone())).cloned();
        found.zip(places)
    }

    fn builds_on_broken(&self) -> bool {
        let like = self.written.like.as_ref().or(self.edition.like.as_ref());
        like.is_some_and(|like| self.base.broken.contains(&(like.value.clone(), self.written.key.value.clone())))
    }

    fn build(&mut self) -> Option<(Entry, EntryPlaces)> {
        let written = self.written;
        let key = &written.key;
        let before = self.checker.problems.len();
        let well_formed = key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !well_formed {
            self.add(key.at, format!("键“{}”应为小写英文词，以 - 相连", key.value), "如 blast-furnace");
        }
        if self.builds_on_broken() {
            return None;
        }
        let model = self.model();
        let (model, model_places) = model.map_or((None, None), |(entry, places)| (Some(entry), Some(places)));
        let cite = self.text("cite", written.cite.as_ref().map(|cite| cite.value.clone()), None);
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
        if written.evidence.is_none() {
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
            evidence: written.evidence.clone()?,
            doubts: written.doubts.0.iter().map(|doubt| doubt.value.clone()).collect(),
            note: written.note.clone(),
            rules,
            untestable,
            examples,
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
            self.missing(field, "");
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
        let vocabulary = self.base.vocabulary;
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
            if let Some(when) = self.checker.condition(self.base.vocabulary, text) {
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
            let examples = model.map(|model| model.examples.clone()).unwrap_or_default();
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
                && sector.split('/').any(|sector| self.base.vocabulary.sector(sector).is_none())
            {
                let place: Option<&Place> = places.get(&kind).and_then(|places: &Vec<Place>| places.get(index));
                let at = place.map_or(self.written.key.at, |place| place.at);
                self.checker.add(at, format!("例子“{}”的行业“{sector}”不在词表里", example.text), "@ 后写词表的行业名");
            }
        }
        (examples, places)
    }
}
