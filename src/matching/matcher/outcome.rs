//! What a rule comes to for an item: a finding with its reasons and open questions, or a near miss.

use crate::catalog::{Action, Edition, Entry, EvidenceLevel, Rule, RuleOutcome};

use super::super::explain::{dedup, in_words, leaves, missing_of_rule, term_name};
use super::super::finding::{Finding, NearMiss, Outcome};
use super::super::logic::{Truth, half_proved, holds};
use super::super::thing::Thing;
use super::Matcher;

impl Matcher {
    pub(super) fn finding(
        &self,
        edition: &Edition,
        entry: &Entry,
        rule: &Rule,
        truth: Truth,
        thing: &Thing,
    ) -> Finding {
        let vocabulary = &self.vocabulary;
        let exempt = rule.unless.iter().find(|exemption| holds(&exemption.when, thing, vocabulary) == Truth::True);
        let mut remarks = Vec::new();
        let mut missing = Vec::new();
        let mut because = self.because(rule, thing);
        let mut outcome = match (exempt, truth) {
            (Some(exemption), _) => {
                because.push(format!("属于除外情形：{}", in_words(&exemption.text)));
                Outcome::Exempt
            }
            (None, Truth::True) => Outcome::Hit,
            (None, _) => {
                missing = missing_of_rule(rule, thing, vocabulary);
                Outcome::Review
            }
        };
        if outcome == Outcome::Hit && rule.outcome == RuleOutcome::Review {
            outcome = Outcome::Review;
            missing = rule.ask.clone().into_iter().collect();
        }
        if outcome == Outcome::Hit
            && let Some(exemption) = rule.unless.iter().find(|exempt| half_proved(&exempt.when, thing, vocabulary))
        {
            outcome = Outcome::Review;
            missing = leaves(&exemption.when, thing, vocabulary)
                .iter()
                .filter_map(|leaf| leaf.missing(thing, vocabulary))
                .collect();
        }
        if outcome == Outcome::Hit && entry.action == Action::Undecided {
            outcome = Outcome::Review;
            missing.push("条文是禁止还是限制（核对原文）".into());
        }
        if entry.evidence.level.is_recalled() {
            remarks.push("条文待核对原文".into());
            if entry.evidence.level == EvidenceLevel::RecalledLow {
                remarks.push("条文凭记忆、不可靠：核对原文前不作处置依据".into());
            }
            if outcome == Outcome::Hit && self.options.confirmed_only {
                outcome = Outcome::Review;
                missing.push("条文原文（尚未核对）".into());
            }
        }
        let unless = match outcome {
            Outcome::Hit | Outcome::Review => rule.unless.iter().map(|exemption| in_words(&exemption.text)).collect(),
            Outcome::Exempt => Vec::new(),
        };
        Finding {
            catalog: edition.id.clone(),
            entry: entry.key.clone(),
            action: entry.action,
            outcome,
            cite: entry.cite.clone(),
            because,
            missing,
            unless,
            deadline: entry.deadline.to_string(),
            evidence: entry.evidence.level.name().to_owned(),
            remarks,
            waived_by: None,
        }
    }

    /// Why a rule holds: the names, then the conditions.
    fn because(&self, rule: &Rule, thing: &Thing) -> Vec<String> {
        let vocabulary = &self.vocabulary;
        let mut because = Vec::new();
        if rule.when.is_none() {
            for group in &rule.subjects {
                let named = thing
                    .terms
                    .iter()
                    .chain(&thing.context)
                    .find(|&&term| group.iter().any(|&wanted| vocabulary.is_a(term, wanted)));
                if let Some(&term) = named {
                    because.push(format!("属于“{}”", term_name(vocabulary, term)));
                }
            }
        }
        if let Some(when) = &rule.when {
            because.extend(
                leaves(when, thing, vocabulary)
                    .iter()
                    .filter(|leaf| leaf.truth == Truth::True && !leaf.silent())
                    .map(|leaf| leaf.words(thing, vocabulary)),
            );
        }
        dedup(because)
    }

    pub(super) fn near_miss(&self, edition: &Edition, entry: &Entry, rule: &Rule, thing: &Thing) -> Option<NearMiss> {
        let when = rule.when.as_ref()?;
        let leaves = leaves(when, thing, &self.vocabulary);
        let stopped_by = leaves.iter().find(|leaf| leaf.truth == Truth::False)?.words(thing, &self.vocabulary);
        Some(NearMiss { catalog: edition.id.clone(), entry: entry.key.clone(), stopped_by })
    }
}
