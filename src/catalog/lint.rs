//! What is well-formed and still cannot be meant: rules that never hold or say nothing new, entries without the examples
//! that would show them at work, evidence without a source.

use super::edition::{Action, Edition, Entry, EvidenceLevel, Rule, RuleOutcome};
use super::library::Library;
use super::place::{EntryPlaces, ExampleKind, Place};
use super::satisfiable::{compares, contradiction, covers};
use crate::yaml::{Position, Problem, Problems};

/// What a draft says in place of rules that a person is to write.
pub const UNWRITTEN: &str = "待写规则";

/// Everything in the library that cannot be meant.
#[must_use]
pub fn lint(library: &Library) -> Problems {
    let mut problems = Problems::default();
    for edition in &library.editions {
        for entry in &edition.entries {
            let places = library.places.get(&(edition.id.clone(), entry.key.clone()));
            let mut linter = Linter { library, edition, entry, places, problems: &mut problems };
            linter.rules();
            linter.examples();
            linter.evidence();
        }
    }
    problems
}

struct Linter<'a> {
    library: &'a Library,
    edition: &'a Edition,
    entry: &'a Entry,
    places: Option<&'a EntryPlaces>,
    problems: &'a mut Problems,
}

impl Linter<'_> {
    fn add(&mut self, place: Option<&Place>, message: String, hint: &str) {
        let (file, position) = match place {
            Some(place) => (place.file.to_string(), place.at),
            None => (self.edition.id.clone(), Position::default()),
        };
        self.problems.push(Problem { file, position, message, hint: hint.to_owned() });
    }

    fn rule_place(&self, index: usize) -> Option<Place> {
        self.places.and_then(|places| places.rules.get(index)).cloned()
    }

    fn rules(&mut self) {
        let key = &self.entry.key;
        if self.entry.untestable.as_deref() == Some(UNWRITTEN) {
            let place = self.places.map(|places| places.key.clone());
            let message = format!("条目“{key}”的规则还没有写");
            self.add(place.as_ref(), message, "写 rules；摸底表确实无从判断的，用 untestable 说明为什么");
        }
        for (index, rule) in self.entry.rules.iter().enumerate() {
            let place = self.rule_place(index);
            if let Some(when) = &rule.when
                && let Some(part) = contradiction(when)
            {
                let part = part.written(&self.library.vocabulary);
                let message = format!("条目“{key}”的规则有一支永远不成立：{part}");
                self.add(place.as_ref(), message, "核对上下限与属性值");
            }
            let earlier = self.entry.rules.get(..index).unwrap_or_default();
            if let Some(first) = earlier.iter().position(|other| self.is_covered(rule, other)) {
                let message = format!("条目“{key}”的第{}条规则不会起作用：第{}条已包括它", index + 1, first + 1);
                self.add(place.as_ref(), message, "删去，或把条件写得不同");
            }
        }
    }

    /// Whether whatever `rule` says, `wider` has said.
    fn is_covered(&self, rule: &Rule, wider: &Rule) -> bool {
        let vocabulary = &self.library.vocabulary;
        let subjects = wider.subjects.iter().all(|group| {
            rule.subjects
                .iter()
                .any(|narrow| narrow.iter().all(|&term| group.iter().any(|&wide| vocabulary.is_a(term, wide))))
        });
        let condition = match (&rule.when, &wider.when) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(narrow), Some(wide)) => covers(wide, narrow),
        };
        let outcome = wider.outcome == RuleOutcome::Hit || rule.outcome == RuleOutcome::Review;
        subjects && condition && outcome && wider.unless.iter().all(|exemption| rule.unless.contains(exemption))
    }

    fn examples(&mut self) {
        let entry = self.entry;
        if entry.rules.is_empty() {
            return;
        }
        let place = self.places.map(|places| places.key.clone());
        let mut lack = |kind: ExampleKind, why: &str| {
            if entry.examples.of(kind).is_empty() {
                let message = format!("条目“{}”没有 {} 例子：{why}", entry.key, kind.name());
                self.add(place.as_ref(), message, "在 examples 里写上");
            }
        };
        let only_review =
            entry.action == Action::Undecided || entry.rules.iter().all(|rule| rule.outcome == RuleOutcome::Review);
        if only_review {
            lack(ExampleKind::Review, "写一个应待核实的说法");
        } else {
            lack(ExampleKind::Hit, "写一个应命中的说法");
        }
        lack(ExampleKind::Clear, "写一个形近而不该命中的说法");
        if entry.rules.iter().all(|rule| rule.when.as_ref().is_some_and(compares)) {
            lack(ExampleKind::Review, "写一个缺参数的说法");
        }
        if entry.rules.iter().any(|rule| !rule.unless.is_empty()) {
            lack(ExampleKind::Exempt, "写一个写明除外的说法");
        }
    }

    fn evidence(&mut self) {
        let evidence = &self.entry.evidence;
        let place = self.places.map(|places| places.key.clone());
        let key = &self.entry.key;
        if !evidence.level.is_recalled() && evidence.source.trim().is_empty() {
            let message = format!("条目“{key}”说见过原文，却没有写来源");
            self.add(place.as_ref(), message, "在 evidence 里写 source");
        }
        if evidence.level == EvidenceLevel::Verified && evidence.checked.is_none() {
            let message = format!("条目“{key}”说已核对原文，却没有写哪天核对");
            self.add(place.as_ref(), message, "在 evidence 里写 checked: 日期");
        }
    }
}
