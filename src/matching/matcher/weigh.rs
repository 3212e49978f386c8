//! What the findings of an item make of each other.

use crate::catalog::Action;

use super::super::finding::{Finding, NearMiss, Outcome, Verdict};
use super::Matcher;

impl Matcher {
    /// Where a catalogue of the plan excepts an item, a supplementary document that knows no such exception cannot close it by
    /// itself: a person must decide which of the two holds.
    pub(super) fn weigh_exceptions(&self, findings: &mut [Finding]) {
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
}

/// By what findings are put in order: the gravest verdict, then the surest outcome.
pub(super) fn gravity(finding: &Finding) -> (Verdict, Outcome) {
    (finding.verdict(), finding.outcome)
}

/// An item that an entry eliminates needs no answer to what else of the same catalogue it might be, and no restriction.
pub(super) fn drop_dominated(findings: &mut Vec<Finding>, near_misses: &mut Vec<NearMiss>, explain: bool) {
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
