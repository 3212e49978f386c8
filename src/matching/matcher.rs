//! The matcher: built once from a vocabulary and the editions in use, then asked about one description after another.

mod index;
mod options;
mod outcome;
mod shown;
mod weigh;

use std::sync::Arc;

use crate::catalog::{Action, Edition, Entry, Rule, Vocabulary};

use super::cover::cover;
use super::description::Description;
use super::explain::{dedup, on_the_bound};
use super::finding::{Finding, Item, Judgement, NearMiss, Outcome, Verdict};
use super::infer::infer;
use super::lexicon::Lexicon;
use super::logic::{Truth, holds, subject};
use super::memory::Memory;
use super::reading::{display_name, things};
use super::thing::Thing;
use super::trace::{self, Trace};

use index::{RuleId, RuleIndex};
use shown::{facts, presence_remark};
use weigh::{drop_dominated, gravity};

pub use options::MatchOptions;

/// Judges descriptions against the editions in use.
pub struct Matcher {
    vocabulary: Arc<Vocabulary>,
    editions: Vec<Arc<Edition>>,
    options: MatchOptions,
    lexicon: Lexicon,
    rules: RuleIndex,
}

impl Matcher {
    /// Builds a matcher.
    #[must_use]
    pub fn new(vocabulary: Arc<Vocabulary>, editions: Vec<Arc<Edition>>, options: MatchOptions) -> Self {
        let lexicon = Lexicon::new(&vocabulary);
        let rules = RuleIndex::new(&vocabulary, &editions, &options.actions);
        Self { vocabulary, editions, options, lexicon, rules }
    }

    /// Judges a description.
    #[must_use]
    pub fn judge(&self, description: &Description<'_>) -> Judgement {
        self.judge_with(description, &mut Memory::of(0))
    }

    /// Judges one description of many: the same answer, sooner where texts repeat. `memory` belongs to this matcher alone.
    #[must_use]
    pub fn judge_with(&self, description: &Description<'_>, memory: &mut Memory) -> Judgement {
        let items: Vec<Item> = things(description, &self.lexicon, &self.vocabulary, memory)
            .into_iter()
            .map(|mut thing| {
                infer(&mut thing, &self.vocabulary);
                let mut item = self.item(thing);
                if let Some(trace) = &mut item.trace {
                    trace.read = trace::read(description, &item.text, &self.lexicon, &self.vocabulary);
                }
                item
            })
            .collect();
        let verdict = items.iter().map(|item| item.verdict).max().unwrap_or(Verdict::Clear);
        Judgement { verdict, items }
    }

    /// The standard name of the sector that a text writes: the one of `known` that it is or lies below, else its own.
    #[must_use]
    pub fn sector_name(&self, text: &str, known: &[String], memory: &mut Memory) -> Option<String> {
        let sectors = memory.sectors.get(text, || self.lexicon.sectors(text).into());
        let first = *sectors.first()?;
        let mut at = Some(first);
        while let Some(sector) = at.and_then(|id| self.vocabulary.sectors.get(id.index())) {
            if known.contains(&sector.name) {
                return Some(sector.name.clone());
            }
            at = sector.is;
        }
        self.vocabulary.sectors.get(first.index()).map(|sector| sector.name.clone())
    }

    /// The entry that a finding or near miss speaks of.
    #[must_use]
    pub fn entry(&self, catalog: &str, key: &str) -> Option<&Entry> {
        self.editions.iter().find(|edition| edition.id == catalog)?.entry(key)
    }

    /// The editions in use.
    #[must_use]
    pub fn editions(&self) -> &[Arc<Edition>] {
        &self.editions
    }

    fn rule(&self, id: RuleId) -> Option<(&Edition, &Entry, &Rule)> {
        let edition = self.editions.get(usize::from(id.edition))?;
        let entry = edition.entries.get(usize::from(id.entry))?;
        Some((edition, entry, entry.rules.get(usize::from(id.rule))?))
    }

    /// Judges one item whose facts are known.
    pub(super) fn item(&self, mut thing: Thing) -> Item {
        let doubted = thing.doubts.iter().map(|(term, _)| term);
        let candidates = self.rules.candidates(thing.terms.iter().chain(&thing.context).chain(doubted));
        let mut findings: Vec<Finding> = Vec::new();
        let mut near_misses: Vec<NearMiss> = Vec::new();
        let mut open: Vec<(usize, RuleId)> = Vec::new();
        let mut remarks = std::mem::take(&mut thing.remarks);
        let mut trace = self.options.trace.then(Trace::default);
        for id in candidates {
            let Some((edition, entry, rule)) = self.rule(id) else { continue };
            let about = rule
                .subjects
                .iter()
                .map(|group| subject(&thing, group, &self.vocabulary))
                .fold(Truth::True, Truth::and);
            if about == Truth::False {
                continue;
            }
            let when = rule.when.as_ref().map_or(Truth::True, |when| holds(when, &thing, &self.vocabulary));
            if let Some(condition) = &rule.when
                && entry.action != Action::Restrict
            {
                on_the_bound(condition, &thing, &self.vocabulary, &mut remarks);
            }
            let truth = about.and(when);
            // A restriction informs of what is named; what something might be besides is no information.
            let idle = entry.action == Action::Restrict && about == Truth::Unknown;
            if truth == Truth::False || idle {
                if self.options.explain {
                    near_misses.extend(
                        self.near_miss(edition, entry, rule, &thing).filter(|miss| !near_misses.contains(miss)),
                    );
                }
                if let Some(trace) = &mut trace {
                    let place = (edition, entry, rule, usize::from(id.rule));
                    trace.rules.push(trace::rule(place, None, &thing, &self.vocabulary));
                }
                continue;
            }
            let finding = self.finding(edition, entry, rule, truth, &thing);
            if let Some(trace) = &mut trace {
                let place = (edition, entry, rule, usize::from(id.rule));
                trace.rules.push(trace::rule(place, Some(&finding), &thing, &self.vocabulary));
            }
            match findings.iter().position(|found| found.catalog == finding.catalog && found.entry == finding.entry) {
                Some(at) => {
                    if finding.outcome > findings[at].outcome {
                        findings[at] = finding;
                        open.retain(|(index, _)| *index != at);
                    } else if finding.outcome == findings[at].outcome && finding.outcome == Outcome::Review {
                        findings[at].missing.extend(finding.missing);
                        findings[at].missing = dedup(std::mem::take(&mut findings[at].missing));
                    }
                    if findings[at].outcome == Outcome::Review {
                        open.push((at, id));
                    }
                }
                None => {
                    if finding.outcome == Outcome::Review && truth == Truth::Unknown {
                        open.push((findings.len(), id));
                    }
                    findings.push(finding);
                }
            }
        }
        let rules: Vec<(usize, &Rule)> = open
            .iter()
            .filter_map(|&(at, id)| self.rule(id).map(|(_, entry, rule)| (at, entry, rule)))
            .filter(|(_, entry, _)| entry.action == Action::Eliminate)
            .map(|(at, _, rule)| (at, rule))
            .collect();
        cover(&thing, &rules, &mut findings, &self.vocabulary, &|catalog| self.document_of(catalog));
        self.weigh_exceptions(&mut findings);
        drop_dominated(&mut findings, &mut near_misses, self.options.explain);
        findings.sort_by_key(|finding| std::cmp::Reverse(gravity(finding)));
        if let Some(trace) = &trace {
            trace::best_first(&mut near_misses, &trace.rules);
        }
        let verdict = findings.iter().map(Finding::verdict).max().unwrap_or(Verdict::Clear);
        presence_remark(thing.presence, verdict, &mut remarks);
        Item {
            equipment: display_name(&thing, &self.vocabulary),
            quantity: thing.count.and_then(|count| u32::try_from(count).ok()),
            presence: thing.presence,
            verdict,
            facts: facts(&thing, &self.vocabulary),
            findings,
            near_misses,
            remarks: dedup(remarks),
            trace,
            text: thing.text,
        }
    }

    /// The document number of an edition, by which reports name it.
    fn document_of(&self, catalog: &str) -> String {
        let edition = self.editions.iter().find(|edition| edition.id == catalog);
        edition
            .map(|edition| edition.document.clone())
            .filter(|document| !document.is_empty())
            .unwrap_or(catalog.into())
    }
}
