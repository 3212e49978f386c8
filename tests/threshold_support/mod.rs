//! Phrases that put a value on either side of a threshold, made from the catalogues and the vocabulary alone.

pub mod requirements;
pub mod spellings;

use capex::catalog::{Rule, TermId, Vocabulary};
use rust_decimal::Decimal;

use requirements::{Need, Threshold};

/// A phrase with a gap for the value.
#[derive(Debug, Clone)]
pub struct Template {
    pub sector: String,
    before: String,
    after: String,
}

impl Template {
    pub fn with(&self, value: &str) -> String {
        format!("{}{value}{}", self.before, self.after)
    }
}

/// Phrases to try for a threshold, the plainest first.
pub fn templates(rule: &Rule, threshold: &Threshold, vocabulary: &Vocabulary) -> Vec<Template> {
    let mut sector = String::new();
    let (mut qualities, mut extra) = (String::new(), String::new());
    for need in &threshold.beside {
        match need {
            Need::Number(parameter, value) => {
                let parameter = &vocabulary.parameters[parameter.index()];
                extra.push_str(&format!("，{}{}", parameter.name, spellings::plain(parameter.dimension, *value)));
            }
            Need::Value(attribute, value) => {
                let value = &vocabulary.attributes[attribute.index()].values[value.index()];
                let label = value.labels.iter().find(|label| label.chars().count() > 1).or(value.labels.first());
                qualities.push_str(label.unwrap_or(&value.name));
            }
            Need::Word(term) => extra.push_str(&format!("（{}）", label(*term, vocabulary))),
            Need::Sector(wanted) => sector.clone_from(&vocabulary.sectors[wanted.index()].name),
        }
    }
    let parameter = &vocabulary.parameters[threshold.parameter.index()];
    let names: Vec<&String> = parameter.labels.iter().take(3).collect();
    let Some(first) = rule.subjects.first() else {
        // A rule without a subject speaks of whatever the condition names.
        return names
            .iter()
            .map(|name| Template {
                sector: sector.clone(),
                before: format!("{qualities}{extra}，{name}"),
                after: String::new(),
            })
            .collect();
    };
    let rest: String =
        rule.subjects.iter().skip(1).filter_map(|group| group.first()).map(|&term| label(term, vocabulary)).collect();
    let mut found = Vec::new();
    for &term in first.iter().take(3) {
        for noun in vocabulary.terms[term.index()].labels.iter().take(4) {
            for name in &names {
                for (before, after) in [
                    (format!("{qualities}{rest}{noun}{extra}，{name}"), String::new()),
                    (format!("{noun}（{rest}{qualities}）{extra}，{name}"), String::new()),
                    (name.to_string(), format!("{qualities}{rest}{noun}{extra}")),
                    (String::new(), format!("{qualities}{rest}{noun}{extra}")),
                    (format!("{rest}，{qualities}{noun}{extra}，{name}"), String::new()),
                ] {
                    found.push(Template { sector: sector.clone(), before, after });
                }
            }
        }
    }
    found
}

fn label(term: TermId, vocabulary: &Vocabulary) -> &str {
    let term = &vocabulary.terms[term.index()];
    term.labels.first().unwrap_or(&term.name)
}

/// Values just below, on and just above a limit.
pub fn around(limit: Decimal) -> [Decimal; 3] {
    let limit = limit.normalize();
    let step = if limit.scale() > 0 || limit < Decimal::TEN {
        Decimal::new(1, limit.scale().max(1))
    } else if limit >= Decimal::from(100_000) {
        Decimal::ONE_HUNDRED
    } else {
        Decimal::ONE
    };
    [limit - step, limit, limit + step]
}
