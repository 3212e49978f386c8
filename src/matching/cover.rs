//! Cover: several reviews of one item that, taken together, leave no way out.
//!
//! A 机立窑 of unknown diameter is eliminated below 3 m by 国发〔2010〕7号 and from 3 m on by the 2011 catalogue: whatever the
//! diameter, one of the two applies. The test is exact: the limits of the rules cut the number line into points and open
//! stretches, and one value of each is tried.

use rust_decimal::Decimal;

use crate::catalog::{Condition, ParameterId, Rule, Vocabulary};
use crate::quantity::Interval;

use super::finding::{Finding, Outcome};
use super::logic::{Truth, holds, subject};
use super::thing::{Known, Origin, Thing};

/// Turns reviews that cover every value of the one number they lack into hits.
pub(super) fn cover(
    thing: &Thing,
    open: &[(usize, &Rule)],
    findings: &mut [Finding],
    vocabulary: &Vocabulary,
    document: &dyn Fn(&str) -> String,
) {
    if open.len() < 2 {
        return;
    }
    let named: Vec<&(usize, &Rule)> = open
        .iter()
        .filter(|(_, rule)| {
            rule.unless.is_empty()
                && rule.outcome == crate::catalog::RuleOutcome::Hit
                && rule.subjects.iter().all(|group| subject(thing, group, vocabulary) == Truth::True)
        })
        .collect();
    let mut parameters: Vec<ParameterId> = Vec::new();
    for (_, rule) in &named {
        if let Some(when) = &rule.when {
            unknown_parameters(when, thing, &mut parameters);
        }
    }
    for parameter in parameters {
        let mut limits: Vec<Decimal> = Vec::new();
        for (_, rule) in &named {
            if let Some(when) = &rule.when {
                limits_of(when, parameter, &mut limits);
            }
        }
        limits.sort_unstable();
        limits.dedup();
        let mut used: Vec<usize> = Vec::new();
        let covered = !limits.is_empty()
            && samples(&limits).into_iter().all(|value| {
                let mut trial = thing.clone();
                trial.known.retain(|known| known.parameter != parameter);
                trial.known.push(Known {
                    parameter,
                    value: Interval::exactly(value),
                    origin: Origin { text: String::new(), from: String::new() },
                    sum: false,
                });
                let holding = named.iter().find(|(_, rule)| {
                    rule.when.as_ref().is_none_or(|when| holds(when, &trial, vocabulary) == Truth::True)
                });
                if let Some((at, _)) = holding
                    && !used.contains(at)
                {
                    used.push(*at);
                }
                holding.is_some()
            });
        if covered {
            conclude(&used, parameter, findings, vocabulary, document);
        }
    }
}

fn conclude(
    used: &[usize],
    parameter: ParameterId,
    findings: &mut [Finding],
    vocabulary: &Vocabulary,
    document: &dyn Fn(&str) -> String,
) {
    let name = vocabulary.parameters.get(parameter.index()).map_or("", |parameter| parameter.name.as_str());
    let mut documents: Vec<String> = Vec::new();
    for finding in used.iter().filter_map(|&at| findings.get(at)) {
        let document = document(&finding.catalog);
        if !documents.contains(&document) {
            documents.push(document);
        }
    }
    let together = format!("{name}无论多少都应淘汰：{}合起来没有例外", documents.join("与"));
    for &at in used {
        if let Some(finding) = findings.get_mut(at) {
            finding.outcome = Outcome::Hit;
            finding.because.push(together.clone());
            finding.missing.clear();
        }
    }
}

fn unknown_parameters(condition: &Condition, thing: &Thing, found: &mut Vec<ParameterId>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| unknown_parameters(part, thing, found))
        }
        Condition::Not(inner) => unknown_parameters(inner, thing, found),
        Condition::Compare { parameter, .. } if thing.number(*parameter).is_none() && !found.contains(parameter) => {
            found.push(*parameter);
        }
        _ => {}
    }
}

fn limits_of(condition: &Condition, wanted: ParameterId, found: &mut Vec<Decimal>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| limits_of(part, wanted, found)),
        Condition::Not(inner) => limits_of(inner, wanted, found),
        Condition::Compare { parameter, limit, unit, .. } if *parameter == wanted => {
            found.extend(limit.checked_mul(unit.factor));
        }
        _ => {}
    }
}

/// Each limit, a value between neighbours, one below the least and one above the greatest.
fn samples(limits: &[Decimal]) -> Vec<Decimal> {
    let two = Decimal::TWO;
    let mut samples = limits.to_vec();
    samples.extend(limits.windows(2).map(|pair| (pair[0] + pair[1]) / two));
    samples.extend(limits.first().map(|first| *first / two));
    samples.extend(limits.last().map(|last| *last * two + Decimal::ONE));
    samples
}
