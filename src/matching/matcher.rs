//! The matcher: built once from a vocabulary and the editions in use, then asked about one description after another.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::{Action, Condition, Edition, Entry, EvidenceLevel, Rule, TermId, Vocabulary};

use super::cover::cover;
use super::description::Description;
use super::explain::{dedup, in_words, leaves, missing_of_rule, on_the_bound, term_name, value_name};
use super::finding::{Fact, Finding, Item, Judgement, NearMiss, Outcome, Presence, Verdict};
use super::infer::infer;
use super::lexicon::Lexicon;
use super::logic::{Truth, half_proved, holds, subject};
use super::memory::Memory;
use super::reading::{display_name, things};
use super::thing::Thing;
use super::trace::{self, Trace};

/// What may be asked of a matcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchOptions {
    /// Actions that are looked for; others give no findings.
    pub actions: BTreeSet<Action>,
    /// Hits from entries whose wording was seen in no source become reviews.
    pub confirmed_only: bool,
    /// Near misses are kept.
    pub explain: bool,
    /// How each item was read and each rule tried is kept.
    pub trace: bool,
}

impl Default for MatchOptions {
    fn default() -> Self {
        Self {
            actions: BTreeSet::from([
                Action::Eliminate,
                Action::Prohibit,
                Action::Undecided,
                Action::Restrict,
                Action::Hazard,
            ]),
            confirmed_only: false,
            explain: false,
            trace: false,
        }
    }
}

/// Where a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RuleId {
    edition: u16,
    entry: u16,
    rule: u16,
}

/// Judges descriptions against the editions in use.
pub struct Matcher {
    vocabulary: Arc<Vocabulary>,
    editions: Vec<Arc<Edition>>,
    options: MatchOptions,
    lexicon: Lexicon,
    /// For each term, the rules that may speak of something so named, in order.
    rules_of: Vec<Vec<RuleId>>,
    /// Rules without a subject, tried on everything that is named.
    general: Vec<RuleId>,
}

impl Matcher {
    /// Builds a matcher.
    #[must_use]
    pub fn new(vocabulary: Arc<Vocabulary>, editions: Vec<Arc<Edition>>, options: MatchOptions) -> Self {
        let lexicon = Lexicon::new(&vocabulary);
        let mut rules_of: Vec<Vec<RuleId>> = vec![Vec::new(); vocabulary.terms.len()];
        let mut below: Vec<Vec<TermId>> = vec![Vec::new(); vocabulary.terms.len()];
        for (term, _) in (0_u16..).zip(&vocabulary.terms) {
            for wide in vocabulary.above(TermId(term)) {
                below[wide.index()].push(TermId(term));
            }
        }
        let mut general = Vec::new();
        for (edition, value) in (0_u16..).zip(&editions) {
            for (entry, value) in (0_u16..).zip(&value.entries) {
                if !options.actions.contains(&value.action) {
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
                            let rules = &mut rules_of[term.index()];
                            if rules.last() != Some(&id) {
                                rules.push(id);
                            }
                        }
                    }
                }
            }
        }
        Self { vocabulary, editions, options, lexicon, rules_of, general }
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
        let mut candidates = self.general.clone();
        let doubted = thing.doubts.iter().map(|(term, _)| term);
        for term in thing.terms.iter().chain(&thing.context).chain(doubted) {
            candidates.extend_from_slice(self.rules_of.get(term.index()).map_or(&[], Vec::as_slice));
        }
        candidates.sort_unstable();
        candidates.dedup();
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

    /// Where a catalogue of the plan excepts an item, a supplementary document that knows no such exception cannot close it by
    /// itself: a person must decide which of the two holds.
    fn weigh_exceptions(&self, findings: &mut [Finding]) {
        let supplementary =
            |catalog: &str| self.editions.iter().any(|edition| edition.id == catalog && edition.supplementary);
        let excepted: Vec<String> = findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Exempt && !supplementary(&finding.catalog))
            .map(|finding| finding.entry.clone())
            .collect();
        for finding in findings.iter_mut() {
            if finding.outcome == Outcome::Hit && supplementary(&finding.catalog) && excepted.contains(&finding.entry) {
                finding.outcome = Outcome::Review;
                finding.missing.push(format!(
                    "两份文件的除外不同：{}没有写这一除外，以哪份为准",
                    self.document_of(&finding.catalog)
                ));
            }
        }
    }

    fn finding(&self, edition: &Edition, entry: &Entry, rule: &Rule, truth: Truth, thing: &Thing) -> Finding {
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
        if outcome == Outcome::Hit && rule.outcome == crate::catalog::RuleOutcome::Review {
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

    fn near_miss(&self, edition: &Edition, entry: &Entry, rule: &Rule, thing: &Thing) -> Option<NearMiss> {
        let when = rule.when.as_ref()?;
        let leaves = leaves(when, thing, &self.vocabulary);
        let stopped_by = leaves.iter().find(|leaf| leaf.truth == Truth::False)?.words(thing, &self.vocabulary);
        Some(NearMiss { catalog: edition.id.clone(), entry: entry.key.clone(), stopped_by })
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

fn gravity(finding: &Finding) -> (Verdict, Outcome) {
    (finding.verdict(), finding.outcome)
}

/// An item that an entry eliminates needs no answer to what else of the same catalogue it might be, and no restriction.
fn drop_dominated(findings: &mut Vec<Finding>, near_misses: &mut Vec<NearMiss>, explain: bool) {
    let eliminated: Vec<String> = findings
        .iter()
        .filter(|finding| {
            finding.outcome == Outcome::Hit && matches!(finding.action, Action::Eliminate | Action::Prohibit)
        })
        .map(|finding| finding.catalog.clone())
        .collect();
    if eliminated.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let dominated = finding.action == Action::Restrict
            || finding.outcome == Outcome::Review && eliminated.contains(&finding.catalog);
        if dominated && explain {
            near_misses.push(NearMiss {
                catalog: finding.catalog.clone(),
                entry: finding.entry.clone(),
                stopped_by: "已由更重的条目认定".into(),
            });
        }
        !dominated
    });
}

fn presence_remark(presence: Presence, verdict: Verdict, remarks: &mut Vec<String>) {
    if verdict < Verdict::Review {
        return;
    }
    match presence {
        Presence::InPlace => {}
        Presence::Idle => remarks.push("停产或备用，设备仍在：仍须处置".into()),
        Presence::Planned => remarks.push("拟建或在建：不得建设投产".into()),
        Presence::Closed => remarks.push("已关停：核实是否拆除，转入验收".into()),
        Presence::Dismantled => remarks.push("已拆除：转入验收，不再下达整改".into()),
    }
}

fn facts(thing: &Thing, vocabulary: &Vocabulary) -> Vec<Fact> {
    let numbers = thing.known.iter().filter_map(|known| {
        let parameter = vocabulary.parameters.get(known.parameter.index())?;
        Some(Fact {
            parameter: parameter.name.clone(),
            value: known.value.to_string(),
            unit: parameter.dimension.base().to_owned(),
            text: known.origin.text.clone(),
            from: known.origin.from.clone(),
        })
    });
    let properties = thing.properties.iter().filter_map(|property| {
        let attribute = vocabulary.attributes.get(property.attribute.index())?;
        let name = value_name(vocabulary, property.attribute, property.value);
        Some(Fact {
            parameter: attribute.name.clone(),
            value: if property.denied { format!("非{name}") } else { name.to_owned() },
            unit: String::new(),
            text: property.origin.text.clone(),
            from: property.origin.from.clone(),
        })
    });
    numbers.chain(properties).collect()
}
