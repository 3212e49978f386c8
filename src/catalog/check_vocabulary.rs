//! The vocabulary as written → as valid: names resolved, labels unambiguous, no loops.
//!
//! It may come in several files: `vocabulary.yaml`, and files that add to it. A file that adds may repeat a name in order to
//! give it more labels, look-alikes, wider terms or parameters; within one file a name stands once.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::check::Checker;
use super::check_labels::{Label, loops, own_labels, shared_labels, words};
use super::check_look_alikes;
use super::vocabulary::{
    Attribute, AttributeValue, Implied, Inference, ModelCode, Parameter, Saying, Sector, SectorId, Term, TermId,
    Together, Vocabulary,
};
use super::written;
use crate::quantity::{Dimension, Unit};
use crate::yaml::{List, Located, OneOrMany, Position, Problems};

/// The files of a vocabulary, the main one first.
pub(super) type Parts = [(Arc<str>, written::Vocabulary)];

/// Builds the vocabulary; problems are noted and what holds them is left out.
pub(super) fn vocabulary(parts: &Parts, problems: &mut Problems) -> Vocabulary {
    let mut checker = Checker { file: "", problems };
    let mut vocabulary = Vocabulary::default();
    sectors(&mut checker, parts, &mut vocabulary);
    parameters(&mut checker, parts, &mut vocabulary);
    attributes(&mut checker, parts, &mut vocabulary);
    terms(&mut checker, parts, &mut vocabulary);
    check_look_alikes::check(&mut checker, parts, &vocabulary);
    inferences(&mut checker, parts, &mut vocabulary);
    sayings(&mut checker, parts, &mut vocabulary);
    implied(&mut checker, parts, &mut vocabulary);
    models(&mut checker, parts, &mut vocabulary);
    together(&mut checker, parts, &mut vocabulary);
    vocabulary.attendants = word_list(&mut checker, parts, "附属", |part| &part.attendants);
    vocabulary.attendant_links = word_list(&mut checker, parts, "附属前的词", |part| &part.attendant_links);
    vocabulary.having = word_list(&mut checker, parts, "配有附属的词", |part| &part.having);
    vocabulary.link();
    vocabulary
}

/// Something named, with everything that the files say of it.
struct Named<'w, T> {
    name: &'w Located<String>,
    /// The first one tells what it is; the others add.
    written: Vec<(&'w str, &'w T)>,
}

impl<'w, T> Named<'w, T> {
    fn file(&self) -> &'w str {
        self.written.first().map_or("", |(file, _)| file)
    }

    fn first(&self) -> Option<&'w T> {
        self.written.first().map(|(_, item)| *item)
    }

    /// The words that a field holds in every file.
    fn all(&self, field: impl Fn(&'w T) -> &'w [Located<String>]) -> Vec<Label<'w>> {
        self.written.iter().flat_map(|(file, item)| field(item).iter().map(|word| (*file, word))).collect()
    }
}

/// Everything of a table, in order, whatever file it is in.
pub(super) fn every<'w, T>(
    parts: &'w Parts,
    table: impl Fn(&'w written::Vocabulary) -> &'w List<T>,
) -> Vec<(&'w str, &'w T)> {
    parts.iter().flat_map(|(file, part)| table(part).0.iter().map(|item| (&**file, item))).collect()
}

/// Gathers what is said of each name. A name that stands twice in one file is noted.
fn named<'w, T>(
    checker: &mut Checker<'w, '_>,
    table: &str,
    items: Vec<(&'w str, &'w T)>,
    name: impl Fn(&'w T) -> &'w Located<String>,
) -> Vec<Named<'w, T>> {
    let mut gathered: Vec<Named<'w, T>> = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, item) in items {
        let name = name(item);
        checker.file = file;
        if name.trim().is_empty() {
            checker.add(name.at, format!("{table}的名称是空的"), "写上名称，或删去这一条");
            continue;
        }
        let known = index.get(name.as_str()).and_then(|&at| gathered.get_mut(at));
        match known {
            None => {
                index.insert(name, gathered.len());
                gathered.push(Named { name, written: vec![(file, item)] });
            }
            Some(known) if known.written.iter().any(|(other, _)| *other == file) => {
                let line = known.name.at.line;
                checker.add(name.at, format!("{table}“{}”重复", name.value), format!("已见于第{line}行"));
            }
            Some(known) => known.written.push((file, item)),
        }
    }
    gathered
}

fn sectors<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    let list = named(checker, "行业", every(parts, |part| &part.sectors), |sector| &sector.name);
    let labels: Vec<Vec<Label>> = list.iter().map(|sector| sector.all(|sector| &sector.labels.0)).collect();
    for (sector, labels) in list.iter().zip(&labels) {
        let labels = own_labels(checker, sector.name, true, labels);
        vocabulary.sectors.push(Sector { name: sector.name.value.clone(), is: None, labels });
    }
    for (index, sector) in list.iter().enumerate() {
        checker.file = sector.file();
        let wider = sector.first().and_then(|sector| sector.is.as_ref());
        vocabulary.sectors[index].is = wider.and_then(|name| checker.sector(vocabulary, name));
    }
    let looped = loops(list.len(), |at| vocabulary.sectors[at].is.map(SectorId::index).into_iter().collect());
    for index in looped {
        let sector = &list[index];
        checker.file = sector.file();
        checker.add(sector.name.at, format!("行业“{}”的上级绕回自身", sector.name.value), "改 is");
        vocabulary.sectors[index].is = None;
    }
    let below = |mut at: usize, wanted: usize| {
        while at != wanted {
            match vocabulary.sectors[at].is {
                Some(wider) => at = wider.index(),
                None => return false,
            }
        }
        true
    };
    let members = list.iter().zip(labels).map(|(sector, labels)| (sector.name, sector.file(), true, labels));
    shared_labels(checker, "行业", members.collect(), |a, b| below(a, b) || below(b, a));
}

fn parameters<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    let list = named(checker, "参数", every(parts, |part| &part.parameters), |parameter| &parameter.name);
    for parameter in &list {
        let labels = own_labels(checker, parameter.name, true, &parameter.all(|parameter| &parameter.labels.0));
        let mut dimension: Option<Dimension> = None;
        for (file, written) in &parameter.written {
            checker.file = file;
            let read = dimension_of(checker, &written.dimension);
            if dimension.is_some_and(|dimension| dimension != read) {
                let message = format!("参数“{}”的量纲与词表所写的不同", parameter.name.value);
                checker.add(written.dimension.at, message, "换一个名称");
            }
            dimension.get_or_insert(read);
        }
        vocabulary.parameters.push(Parameter {
            name: parameter.name.value.clone(),
            dimension: dimension.unwrap_or(Dimension::Number),
            scope: parameter.first().map(|parameter| parameter.scope).unwrap_or_default(),
            labels,
        });
    }
}

fn dimension_of(checker: &mut Checker, text: &Located<String>) -> Dimension {
    Dimension::parse(text).unwrap_or_else(|| {
        let known: Vec<&str> = Dimension::ALL.iter().map(|dimension| dimension.name()).collect();
        checker.add(text.at, format!("不认识的量纲“{}”", text.value), format!("可用：{}", known.join("、")));
        Dimension::Number
    })
}

fn attributes<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    let list = named(checker, "属性", every(parts, |part| &part.attributes), |attribute| &attribute.name);
    for attribute in &list {
        let name = attribute.name;
        checker.file = attribute.file();
        if vocabulary.parameter(name).is_some() || name.value == "行业" {
            checker.add(name.at, format!("“{}”已是参数或保留的名称，不能再作属性名", name.value), "换一个名称");
        }
        let of_file = |file: &'w str, attribute: &'w written::Attribute| {
            attribute.values.0.iter().map(move |value| (file, value))
        };
        let written = attribute.written.iter().flat_map(|(file, attribute)| of_file(file, attribute)).collect();
        let table = format!("属性“{}”的值", name.value);
        let values = named(checker, &table, written, |value: &written::AttributeValue| &value.name);
        checker.file = attribute.file();
        if values.is_empty() {
            checker.add(name.at, format!("属性“{}”没有值", name.value), "在 values 下列出");
        }
        let labels: Vec<Vec<Label>> = values.iter().map(|value| value.all(|value| &value.labels.0)).collect();
        let mut valid = Vec::new();
        for (value, labels) in values.iter().zip(&labels) {
            valid.push(AttributeValue {
                name: value.name.value.clone(),
                labels: own_labels(checker, value.name, !is_answer(value.name), labels),
                not: words(&value.all(|value| &value.not.0)),
            });
        }
        let members =
            values.iter().zip(labels).map(|(value, labels)| (value.name, value.file(), !is_answer(value.name), labels));
        shared_labels(checker, &format!("“{}”的值", name.value), members.collect(), |_, _| false);
        let question = attribute.first().and_then(|attribute| attribute.question.clone());
        vocabulary.attributes.push(Attribute {
            name: name.value.clone(),
            question: question.unwrap_or_else(|| name.value.clone()),
            values: valid,
        });
    }
}

/// Whether a value is only an answer: 「无」 in a text states nothing of 化产回收, 「无化产回收」 does.
fn is_answer(name: &str) -> bool {
    matches!(name, "有" | "无" | "是" | "否")
}

fn terms<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    let list = named(checker, "词条", every(parts, |part| &part.terms), |term| &term.name);
    let labels: Vec<Vec<Label>> = list.iter().map(|term| term.all(|term| &term.labels.0)).collect();
    for (term, labels) in list.iter().zip(&labels) {
        let Some(first) = term.first() else { continue };
        let own = own_labels(checker, term.name, first.bare, labels);
        let mut parameters = Vec::new();
        let mut states = Vec::new();
        for (file, written) in &term.written {
            checker.file = file;
            if written.kind != first.kind {
                let message = format!("词条“{}”在词表里是{}", term.name.value, first.kind.chinese());
                checker.add(written.name.at, message, format!("写 kind: {}，或换一个名称", first.kind.name()));
            }
            parameters.extend(written.parameters.0.iter().filter_map(|name| checker.parameter(vocabulary, name)));
            states.extend(checker.states(vocabulary, &written.states));
        }
        checker.file = term.file();
        let said = every(parts, |part| &part.sayings).iter().any(|(_, saying)| saying.term.value == term.name.value);
        if own.is_empty() && !said {
            checker.add(
                term.name.at,
                format!("词条“{}”没有任何叫法", term.name.value),
                "去掉 bare: false，或写 labels，或写 sayings",
            );
        }
        vocabulary.terms.push(Term {
            name: term.name.value.clone(),
            kind: first.kind,
            is: Vec::new(),
            labels: own,
            not: words(&term.all(|term| &term.not.0)),
            parameters,
            narrow: first.narrow.clone(),
            states,
        });
    }
    for (index, term) in list.iter().enumerate() {
        for (file, name) in term.all(|term| &term.is.0) {
            checker.file = file;
            let wider = checker.term(vocabulary, name);
            vocabulary.terms[index].is.extend(wider);
        }
    }
    let looped = loops(list.len(), |at| vocabulary.terms[at].is.iter().map(|wider| wider.index()).collect());
    for index in looped {
        let term = &list[index];
        checker.file = term.file();
        checker.add(term.name.at, format!("词条“{}”的上位词绕回自身", term.name.value), "改 is");
        vocabulary.terms[index].is.clear();
    }
    inherit(vocabulary);
    let id = |index: usize| TermId(u16::try_from(index).unwrap_or(u16::MAX));
    let related = |a: usize, b: usize| vocabulary.is_a(id(a), id(b)) || vocabulary.is_a(id(b), id(a));
    let bare = |term: &Named<'w, written::Term>| term.first().is_some_and(|first| first.bare);
    let members = list.iter().zip(labels).map(|(term, labels)| (term.name, term.file(), bare(term), labels));
    shared_labels(checker, "词条", members.collect(), related);
}

/// Gives each term the parameters and states of its wider terms, its own first.
fn inherit(vocabulary: &mut Vocabulary) {
    let mut done = vec![false; vocabulary.terms.len()];
    for index in 0..vocabulary.terms.len() {
        inherit_one(vocabulary, index, &mut done);
    }
}

fn inherit_one(vocabulary: &mut Vocabulary, index: usize, done: &mut [bool]) {
    if std::mem::replace(&mut done[index], true) {
        return;
    }
    for wider in vocabulary.terms[index].is.clone() {
        inherit_one(vocabulary, wider.index(), done);
        let Term { parameters, states, .. } = vocabulary.terms[wider.index()].clone();
        let term = &mut vocabulary.terms[index];
        for parameter in parameters {
            if !term.parameters.contains(&parameter) {
                term.parameters.push(parameter);
            }
        }
        for state in states {
            if !term.states.iter().any(|(attribute, _)| *attribute == state.0) {
                term.states.push(state);
            }
        }
    }
}

fn sayings<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    for (file, saying) in every(parts, |part| &part.sayings) {
        checker.file = file;
        let own = |words: &OneOrMany| -> Vec<String> { words.0.iter().map(|word| word.value.clone()).collect() };
        let (lacks, says) = (own(&saying.lacks), own(&saying.says));
        let (lacks_too, unsure) = (own(&saying.lacks_too), own(&saying.unsure));
        let groups = [&saying.of, &saying.with, &saying.lacks, &saying.says, &saying.lacks_too, &saying.unsure];
        let empty =
            groups.into_iter().chain([&saying.not]).flat_map(|words| &words.0).find(|word| word.trim().is_empty());
        if let Some(word) = empty {
            checker.add(word.at, format!("“{}”的说法里有空的词", saying.term.value), "写上词，或删去");
            continue;
        }
        if lacks.is_empty() && says.is_empty() && unsure.is_empty() {
            let message = format!("“{}”的说法没有写 lacks、says 或 unsure", saying.term.value);
            checker.add(saying.term.at, message, "写明没有什么（lacks）、如何（says）或什么不清楚（unsure）");
            continue;
        }
        if let Some(term) = checker.term(vocabulary, &saying.term) {
            let (of, with, not) = (own(&saying.of), own(&saying.with), own(&saying.not));
            let (doubt, ask) = (saying.doubt, saying.ask.clone());
            vocabulary.sayings.push(Saying { term, of, with, lacks, says, lacks_too, unsure, not, doubt, ask });
        }
    }
}

fn inferences<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    // The first that holds is applied: what a file adds is meant to come before what it adds to.
    for (file, part) in parts.iter().rev() {
        for inference in &part.inferences.0 {
            checker.file = file;
            if let Some(inference) = self::inference(checker, inference, vocabulary) {
                vocabulary.inferences.push(inference);
            }
        }
    }
}

fn inference(checker: &mut Checker, written: &written::Inference, vocabulary: &Vocabulary) -> Option<Inference> {
    let name = &written.term;
    let term = checker.term(vocabulary, name);
    let sectors = checker.sectors(vocabulary, &written.sectors);
    let except_sectors = checker.sectors(vocabulary, &written.except_sectors);
    let when = checker.conditions(vocabulary, &written.when);
    let to = written.to.as_ref().and_then(|to| checker.term(vocabulary, to));
    let states = checker.states(vocabulary, &written.states);
    let term = term?;
    if written.to.is_none() && written.states.0.is_empty() {
        checker.add(name.at, format!("“{}”的推定没有结论", name.value), "写 to（更窄的词）或 states（属性）");
    }
    // Not only a narrower term: a 生产线 of a cement plant is taken for a 水泥窑, which is no kind of 生产线 in general.
    if let (Some(narrow), Some(written)) = (to, &written.to)
        && vocabulary.is_a(term, narrow)
    {
        checker.add(written.at, format!("“{}”已经是“{}”", name.value, written.value), "to 写更窄的词");
    }
    Some(Inference { term, sectors, except_sectors, when, to, states, because: written.because.clone() })
}

fn decimal(checker: &mut Checker, text: &Located<String>) -> Option<Decimal> {
    let value = Decimal::from_str_exact(text.trim()).ok();
    if value.is_none() {
        checker.add(text.at, format!("“{}”不是数", text.value), "用阿拉伯数字，如 0.1");
    }
    value
}

fn implied<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    for (file, implied) in every(parts, |part| &part.implied) {
        checker.file = file;
        let term = checker.term(vocabulary, &implied.term);
        let sectors = checker.sectors(vocabulary, &implied.sectors);
        let ratio_from = implied.ratio_from.as_ref().and_then(|text| decimal(checker, text));
        let ratio_below = implied.ratio_below.as_ref().and_then(|text| decimal(checker, text));
        if let Some(term) = term {
            let own = |words: &OneOrMany| words.0.iter().map(|word| word.value.clone()).collect();
            let (beside, fed_by, not) = (own(&implied.beside), own(&implied.fed_by), own(&implied.not));
            vocabulary.implied.push(Implied {
                shape: implied.shape,
                sectors,
                ratio_from,
                ratio_below,
                beside,
                fed_by,
                not,
                term,
            });
        }
    }
}

fn models<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    let mut seen: BTreeMap<String, Position> = BTreeMap::new();
    for (file, model) in every(parts, |part| &part.models) {
        checker.file = file;
        for prefix in &model.prefixes.0 {
            if let Some(first) = seen.insert(prefix.to_uppercase(), prefix.at) {
                checker.add(prefix.at, format!("型号字头“{}”重复", prefix.value), format!("已见于第{}行", first.line));
            }
        }
        let parameter = checker.parameter(vocabulary, &model.parameter);
        let term = model.term.as_ref().and_then(|term| checker.term(vocabulary, term));
        let scale = decimal(checker, &model.scale);
        let unit = Unit::parse(&model.unit);
        if unit.is_none() {
            let wanted = parameter.map(|parameter| vocabulary.parameters[parameter.index()].dimension);
            let hint =
                wanted.map_or_else(String::new, |wanted| format!("参数要{}，如 {}", wanted.chinese(), wanted.base()));
            checker.add(model.unit.at, format!("不认识的单位“{}”", model.unit.value), hint);
        }
        let (Some(parameter), Some(scale), Some(unit)) = (parameter, scale, unit) else { continue };
        let dimension = vocabulary.parameters[parameter.index()].dimension;
        if unit.dimension != dimension {
            let message =
                format!("单位“{}”是{}，参数要{}", model.unit.value, unit.dimension.chinese(), dimension.chinese());
            checker.add(model.unit.at, message, format!("如 {}", dimension.base()));
        }
        vocabulary.models.push(ModelCode {
            prefixes: model.prefixes.0.iter().map(|prefix| prefix.to_uppercase()).collect(),
            digits: model.digits,
            scale,
            unit,
            parameter,
            term,
        });
    }
}

fn together<'w>(checker: &mut Checker<'w, '_>, parts: &'w Parts, vocabulary: &mut Vocabulary) {
    for (file, written) in every(parts, |part| &part.together) {
        checker.file = file;
        let of: Vec<TermId> = written.of.0.iter().filter_map(|name| checker.term(vocabulary, name)).collect();
        let sectors = checker.sectors(vocabulary, &written.sectors);
        if let Some(term) = checker.term(vocabulary, &written.term) {
            vocabulary.together.push(Together { of, sectors, term });
        }
    }
}

/// A list of words, each once.
fn word_list<'w>(
    checker: &mut Checker<'w, '_>,
    parts: &'w Parts,
    table: &str,
    field: impl Fn(&'w written::Vocabulary) -> &'w OneOrMany,
) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for (file, part) in parts {
        checker.file = file;
        for word in &field(part).0 {
            if word.trim().is_empty() {
                checker.add(word.at, format!("{table}有空的叫法"), "写上叫法，或删去");
            } else if list.contains(word) {
                checker.add(word.at, format!("{table}“{}”重复", word.value), "删去一个");
            } else {
                list.push(word.value.clone());
            }
        }
    }
    list
}
