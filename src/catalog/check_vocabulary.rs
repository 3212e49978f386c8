//! The vocabulary as written → as valid: names resolved, labels unambiguous, no loops.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::check::Checker;
use super::vocabulary::{
    Attribute, AttributeValue, Implied, Inference, ModelCode, Parameter, Sector, SectorId, Term, TermId, Vocabulary,
};
use super::written;
use crate::quantity::{Dimension, Unit};
use crate::yaml::{Located, OneOrMany, Position, Problems};

/// Builds the vocabulary; problems are noted and what holds them is left out.
pub(super) fn vocabulary(file: &str, written: &written::Vocabulary, problems: &mut Problems) -> Vocabulary {
    let mut checker = Checker { file, problems };
    let mut vocabulary = Vocabulary::default();
    sectors(&mut checker, written, &mut vocabulary);
    parameters(&mut checker, written, &mut vocabulary);
    attributes(&mut checker, written, &mut vocabulary);
    terms(&mut checker, written, &mut vocabulary);
    inferences(&mut checker, written, &mut vocabulary);
    implied(&mut checker, written, &mut vocabulary);
    models(&mut checker, written, &mut vocabulary);
    vocabulary
}

/// The name and its labels, each once.
fn labels(checker: &mut Checker, name: &Located<String>, bare: bool, written: &OneOrMany) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    if bare {
        labels.push(name.value.clone());
    }
    for label in &written.0 {
        if label.trim().is_empty() {
            checker.add(label.at, format!("“{}”有空的叫法", name.value), "");
        } else if **label == **name && bare {
            checker.add(label.at, format!("叫法“{}”就是名称，不必再写", label.value), "删去");
        } else if labels.contains(label) {
            checker.add(label.at, format!("“{}”的叫法“{}”重复", name.value, label.value), "删去一个");
        } else {
            labels.push(label.value.clone());
        }
    }
    labels
}

fn words(written: &OneOrMany) -> Vec<String> {
    written.0.iter().map(|word| word.value.clone()).collect()
}

/// Follows `parent` upwards from each index and returns those that come back to themselves.
fn loops(count: usize, parents: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    (0..count)
        .filter(|&start| {
            let mut seen = vec![false; count];
            let mut open = parents(start);
            while let Some(at) = open.pop() {
                if at == start {
                    return true;
                }
                if !std::mem::replace(&mut seen[at], true) {
                    open.extend(parents(at));
                }
            }
            false
        })
        .collect()
}

fn sectors(checker: &mut Checker, written: &written::Vocabulary, vocabulary: &mut Vocabulary) {
    checker.unique("行业", written.sectors.0.iter().map(|sector| &sector.name));
    for sector in &written.sectors.0 {
        let labels = labels(checker, &sector.name, true, &sector.labels);
        vocabulary.sectors.push(Sector { name: sector.name.value.clone(), is: None, labels });
    }
    for (index, sector) in written.sectors.0.iter().enumerate() {
        let wider = sector.is.as_ref().and_then(|name| checker.sector(vocabulary, name));
        vocabulary.sectors[index].is = wider;
    }
    let parents = |at: usize| vocabulary.sectors[at].is.map(SectorId::index).into_iter().collect();
    let looped = loops(vocabulary.sectors.len(), parents);
    for index in looped {
        let name = &written.sectors.0[index].name;
        checker.add(name.at, format!("行业“{}”的上级绕回自身", name.value), "改 is");
        vocabulary.sectors[index].is = None;
    }
    let related = |a: usize, b: usize| {
        let up = |from: usize, to: usize| {
            let mut at = Some(from);
            while let Some(index) = at {
                if index == to {
                    return true;
                }
                at = vocabulary.sectors[index].is.map(SectorId::index);
            }
            false
        };
        up(a, b) || up(b, a)
    };
    let named = written.sectors.0.iter().map(|sector| (&sector.name, &sector.labels, true));
    shared_labels(checker, "行业", named, related);
}

/// Notes labels that two members of a table share although neither lies below the other.
fn shared_labels<'w>(
    checker: &mut Checker,
    table: &str,
    members: impl Iterator<Item = (&'w Located<String>, &'w OneOrMany, bool)>,
    related: impl Fn(usize, usize) -> bool,
) {
    let mut owners: BTreeMap<&str, Vec<(usize, &Located<String>)>> = BTreeMap::new();
    for (index, (name, labels, bare)) in members.enumerate() {
        let own = bare.then_some(name).into_iter().chain(labels.0.iter());
        for label in own {
            let others = owners.entry(label.as_str()).or_default();
            let clash = others.iter().find(|(other, _)| *other != index && !related(*other, index));
            if let Some((_, other)) = clash {
                let message = format!("叫法“{}”也属于{table}“{}”", label.value, other.value);
                checker.add(label.at, message, "互不为上下位的两者不能共用叫法：去掉一处，或用 is 写明上下位");
            }
            others.push((index, name));
        }
    }
}

fn parameters(checker: &mut Checker, written: &written::Vocabulary, vocabulary: &mut Vocabulary) {
    checker.unique("参数", written.parameters.0.iter().map(|parameter| &parameter.name));
    for parameter in &written.parameters.0 {
        let labels = labels(checker, &parameter.name, true, &parameter.labels);
        let dimension = Dimension::parse(&parameter.dimension).unwrap_or_else(|| {
            let known: Vec<&str> = Dimension::ALL.iter().map(|dimension| dimension.name()).collect();
            let message = format!("不认识的量纲“{}”", parameter.dimension.value);
            checker.add(parameter.dimension.at, message, format!("可用：{}", known.join("、")));
            Dimension::Number
        });
        vocabulary.parameters.push(Parameter {
            name: parameter.name.value.clone(),
            dimension,
            scope: parameter.scope,
            labels,
        });
    }
}

fn attributes(checker: &mut Checker, written: &written::Vocabulary, vocabulary: &mut Vocabulary) {
    let attributes = || written.attributes.0.iter();
    checker.unique("属性", attributes().map(|attribute| &attribute.name));
    for attribute in attributes() {
        let name = &attribute.name;
        if vocabulary.parameter(name).is_some() || name.value == "行业" {
            checker.add(name.at, format!("“{}”已是参数或保留的名称，不能再作属性名", name.value), "换一个名称");
        }
        if attribute.values.0.is_empty() {
            checker.add(name.at, format!("属性“{}”没有值", name.value), "在 values 下列出");
        }
        checker.unique(&format!("属性“{}”的值", name.value), attribute.values.0.iter().map(|value| &value.name));
        let members = attribute.values.0.iter().map(|value| (&value.name, &value.labels, true));
        shared_labels(checker, &format!("“{}”的值", name.value), members, |_, _| false);
        let values = attribute
            .values
            .0
            .iter()
            .map(|value| AttributeValue {
                name: value.name.value.clone(),
                labels: labels(checker, &value.name, true, &value.labels),
                not: words(&value.not),
            })
            .collect();
        let question = attribute.question.clone().unwrap_or_else(|| name.value.clone());
        vocabulary.attributes.push(Attribute { name: name.value.clone(), question, values });
    }
}

fn terms(checker: &mut Checker, written: &written::Vocabulary, vocabulary: &mut Vocabulary) {
    let list = &written.terms.0;
    checker.unique("词条", list.iter().map(|term| &term.name));
    for term in list {
        let labels = labels(checker, &term.name, term.bare, &term.labels);
        if labels.is_empty() {
            checker.add(
                term.name.at,
                format!("词条“{}”没有任何叫法", term.name.value),
                "去掉 bare: false，或写 labels",
            );
        }
        let parameters = term.parameters.0.iter().filter_map(|name| checker.parameter(vocabulary, name)).collect();
        let states = checker.states(vocabulary, &term.states);
        vocabulary.terms.push(Term {
            name: term.name.value.clone(),
            kind: term.kind,
            is: Vec::new(),
            labels,
            not: words(&term.not),
            parameters,
            narrow: term.narrow.clone(),
            states,
        });
    }
    for (index, term) in list.iter().enumerate() {
        let wider = term.is.0.iter().filter_map(|name| checker.term(vocabulary, name)).collect();
        vocabulary.terms[index].is = wider;
    }
    let parents = |at: usize| vocabulary.terms[at].is.iter().map(|wider| wider.index()).collect();
    let looped = loops(list.len(), parents);
    for index in looped {
        let name = &list[index].name;
        checker.add(name.at, format!("词条“{}”的上位词绕回自身", name.value), "改 is");
        vocabulary.terms[index].is.clear();
    }
    inherit(vocabulary);
    let related = |a: usize, b: usize| {
        let id = |index: usize| TermId(u16::try_from(index).unwrap_or(u16::MAX));
        vocabulary.is_a(id(a), id(b)) || vocabulary.is_a(id(b), id(a))
    };
    shared_labels(checker, "词条", list.iter().map(|term| (&term.name, &term.labels, term.bare)), related);
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

fn inferences(checker: &mut Checker, written: &written::Vocabulary, vocabulary: &mut Vocabulary) {
    for inference in &written.inferences.0 {
        let name = &inference.term;
        let term = checker.term(vocabulary, name);
        let sectors = checker.sectors(vocabulary, &inference.sectors);
        let when = checker.conditions(vocabulary, &inference.when);
        let to = inference.to.as_ref().and_then(|to| checker.term(vocabulary, to));
        let states = checker.states(vocabulary, &inference.states);
        let Some(term) = term else { continue };
        if inference.to.is_none() && inference.states.0.is_empty() {
            checker.add(name.at, format!("“{}”的推定没有结论", name.value), "写 to（更窄的词）或 states（属性）");
        }
        // Not only a narrower term: a 生产线 of a cement plant is taken for a 水泥窑, which is no kind of 生产线 in general.
        if let (Some(narrow), Some(written)) = (to, &inference.to)
            && vocabulary.is_a(term, narrow)
        {
            checker.add(written.at, format!("“{}”已经是“{}”", name.value, written.value), "to 写更窄的词");
        }
        vocabulary.inferences.push(Inference { term, sectors, when, to, states, because: inference.because.clone() });
    }
}

fn decimal(checker: &mut Checker, text: &Located<String>) -> Option<Decimal> {
    let value = Decimal::from_str_exact(text.trim()).ok();
    if value.is_none() {
        checker.add(text.at, format!("“{}”不是数", text.value), "用阿拉伯数字，如 0.1");
    }
    value
}

fn implied(checker: &mut Checker, written: &written::Vocabulary, vocabulary: &mut Vocabulary) {
    for implied in &written.implied.0 {
        let term = checker.term(vocabulary, &implied.term);
        let sectors = checker.sectors(vocabulary, &implied.sectors);
        let ratio_from = implied.ratio_from.as_ref().and_then(|text| decimal(checker, text));
        let ratio_below = implied.ratio_below.as_ref().and_then(|text| decimal(checker, text));
        if let Some(term) = term {
            vocabulary.implied.push(Implied { shape: implied.shape, sectors, ratio_from, ratio_below, term });
        }
    }
}

fn models(checker: &mut Checker, written: &written::Vocabulary, vocabulary: &mut Vocabulary) {
    let mut prefixes_seen: BTreeMap<String, Position> = BTreeMap::new();
    for model in &written.models.0 {
        for prefix in &model.prefixes.0 {
            if let Some(first) = prefixes_seen.insert(prefix.to_uppercase(), prefix.at) {
                checker.add(prefix.at, format!("型号字头“{}”重复", prefix.value), format!("已见于第{}行", first.line));
            }
        }
        let parameter = checker.parameter(vocabulary, &model.parameter);
        let term = model.term.as_ref().and_then(|term| checker.term(vocabulary, term));
        let scale = decimal(checker, &model.scale);
        let unit = Unit::parse(&model.unit);
        if unit.is_none() {
            checker.add(model.unit.at, format!("不认识的单位“{}”", model.unit.value), "");
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
