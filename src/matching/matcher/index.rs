//! Which rules may speak of something with a given name.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::{Action, Condition, Edition, Rule, TermId, Vocabulary};

/// Where a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RuleId {
    pub(super) edition: u16,
    pub(super) entry: u16,
    pub(super) rule: u16,
}

/// The rules of editions, by what they speak of.
pub(super) struct RuleIndex {
    /// For each term, the rules that may speak of something so named, in order.
    of_term: Vec<Vec<RuleId>>,
    /// Rules without a subject, tried on everything that is named.
    general: Vec<RuleId>,
}

impl RuleIndex {
    /// Indexes the rules of the actions that are looked for.
    pub(super) fn new(vocabulary: &Vocabulary, editions: &[Arc<Edition>], actions: &BTreeSet<Action>) -> Self {
        let mut of_term: Vec<Vec<RuleId>> = vec![Vec::new(); vocabulary.terms.len()];
        let mut below: Vec<Vec<TermId>> = vec![Vec::new(); vocabulary.terms.len()];
        for (term, _) in (0_u16..).zip(&vocabulary.terms) {
            for wide in vocabulary.above(TermId(term)) {
                below[wide.index()].push(TermId(term));
            }
        }
        let mut general = Vec::new();
        for (edition, value) in (0_u16..).zip(editions) {
            for (entry, value) in (0_u16..).zip(&value.entries) {
                if !actions.contains(&value.action) {
                    continue;
                }
                for (rule, value) in (0_u16..).zip(&value.rules) {
                    let id = RuleId { edition, entry, rule };
                    let subjects = indexed_terms(value);
                    if subjects.is_empty() {
                        general.push(id);
                    }
                    for wanted in subjects {
                        let related = [wanted]
                            .into_iter()
                            .chain(vocabulary.above(wanted).iter().copied())
                            .chain(below[wanted.index()].iter().copied());
                        for term in related {
                            let rules = &mut of_term[term.index()];
                            if rules.last() != Some(&id) {
                                rules.push(id);
                            }
                        }
                    }
                }
            }
        }
        Self { of_term, general }
    }

    /// The rules that may speak of something with one of these names, each once, in order.
    pub(super) fn candidates<'t>(&self, terms: impl Iterator<Item = &'t TermId>) -> Vec<RuleId> {
        let mut candidates = self.general.clone();
        for term in terms {
            candidates.extend_from_slice(self.of_term.get(term.index()).map_or(&[], Vec::as_slice));
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

/// The terms by which a rule is found: its first group of subjects, or what its condition wants to see named.
fn indexed_terms(rule: &Rule) -> Vec<TermId> {
    if let Some(first) = rule.subjects.first() {
        return first.clone();
    }
    let mut terms = Vec::new();
    if let Some(when) = &rule.when {
        collect_names(when, &mut terms);
    }
    terms
}

fn collect_names(condition: &Condition, terms: &mut Vec<TermId>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| collect_names(part, terms)),
        Condition::Names(term) => terms.push(*term),
        _ => {}
    }
}
