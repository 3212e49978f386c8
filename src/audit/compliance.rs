//! What the findings of a record ask a person to do.

use chrono::NaiveDate;

use super::document::AuditedRecord;
use super::exception::{Exception, Kind, Place, Severity};
use crate::catalog::{Action, Deadline};
use crate::matching::{Finding, Item, Outcome, Presence, Verdict, asked};
use crate::survey::{Field, Value};

/// Entries that mean 地条钢, which must not come back.
const INDUCTION_STEEL: [&str; 2] = ["induction-furnace-steel", "induction-furnace-steel-products"];

/// The exceptions of a record's findings: at most one an item, of its gravest kind.
pub(super) fn exceptions(record: &AuditedRecord, as_of: NaiveDate) -> Vec<Exception> {
    record.items.iter().enumerate().filter_map(|(index, item)| exception(record, index, item, as_of)).collect()
}

/// Code, severity and suggestion of an item, by its verdict and presence.
fn class(item: &Item) -> Option<(&'static str, Severity, &'static str)> {
    let steel = item
        .findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Hit && INDUCTION_STEEL.contains(&finding.entry.as_str()));
    let hazard =
        item.findings.iter().any(|finding| finding.outcome == Outcome::Hit && finding.action == Action::Hazard);
    Some(match (item.verdict, item.presence) {
        (Verdict::Eliminate | Verdict::Prohibit, Presence::Dismantled) => {
            ("dismantled", Severity::Warning, "核实拆除是否到位，按户出具书面验收意见")
        }
        (Verdict::Eliminate | Verdict::Prohibit, Presence::Closed) => {
            ("closed-not-dismantled", Severity::Warning, "核实是否拆除、能否恢复生产，转入验收")
        }
        (Verdict::Eliminate, Presence::Planned) => ("planned-elimination", Severity::Error, "立即制止建设，不得投产"),
        (Verdict::Eliminate, _) if steel => {
            ("induction-steel", Severity::Error, "疑为“地条钢”：立即停产，现场核实并报告，依法取缔")
        }
        (Verdict::Eliminate, _) => {
            ("elimination", Severity::Error, "下达限期整改（淘汰）指令，抄送有关部门，逾期依法关闭")
        }
        (Verdict::Prohibit, _) if hazard => ("major-hazard", Severity::Error, "重大隐患：一律停产整改"),
        (Verdict::Prohibit, _) => ("prohibition", Severity::Error, "责令停止使用，限期更换"),
        (Verdict::Review, _) => ("review", Severity::Warning, "向县里核实所缺内容后重新判定"),
        (Verdict::Restrict, _) => ("restriction", Severity::Info, "限制类：不得新建、扩建，列入台账"),
        (Verdict::Exempt, _) => ("exemption", Severity::Info, "核对除外情形的证明材料"),
        (Verdict::Clear, _) => return None,
    })
}

fn exception(record: &AuditedRecord, index: usize, item: &Item, as_of: NaiveDate) -> Option<Exception> {
    let (code, severity, suggestion) = class(item)?;
    let gravest: Vec<&Finding> = item.findings.iter().filter(|finding| belongs(finding, item.verdict)).collect();
    let name = item.equipment.as_deref().unwrap_or("设备");
    let what = if item.text.contains(name) { item.text.clone() } else { format!("{}（{name}）", item.text) };
    let reasons =
        if item.verdict == Verdict::Review { questions(&gravest) } else { reasons(&gravest, item.verdict, as_of) };
    let enterprise = record.fields.get(&Field::Enterprise).map(Value::to_text).unwrap_or_default();
    let message = format!("{enterprise}{}{what}：{}", if enterprise.is_empty() { "" } else { " " }, reasons.join("；"));
    let basis: Vec<String> = gravest.iter().map(|finding| format!("{} {}", finding.catalog, finding.cite)).collect();
    let named = [Field::Equipment, Field::Line, Field::Process, Field::Product, Field::Model, Field::Enterprise];
    Some(Exception {
        id: if index == 0 { format!("{code}:{}", record.id) } else { format!("{code}:{}#{}", record.id, index + 1) },
        code: code.to_owned(),
        kind: Kind::Compliance,
        severity,
        source: Place::of(&record.source, &named),
        record: Some(record.id.clone()),
        message,
        suggestion: suggestion.to_owned(),
        basis: basis.join("；"),
    })
}

/// Whether a finding is one of those that gave the item its verdict.
fn belongs(finding: &Finding, verdict: Verdict) -> bool {
    match verdict {
        Verdict::Eliminate => finding.outcome == Outcome::Hit && finding.action == Action::Eliminate,
        Verdict::Prohibit => {
            finding.outcome == Outcome::Hit && matches!(finding.action, Action::Prohibit | Action::Hazard)
        }
        Verdict::Review => finding.outcome == Outcome::Review && finding.action != Action::Restrict,
        Verdict::Restrict => finding.outcome == Outcome::Hit && finding.action == Action::Restrict,
        Verdict::Exempt => finding.outcome == Outcome::Exempt,
        Verdict::Clear => false,
    }
}

/// What each review lacks, once for all entries that lack the same.
fn questions(findings: &[&Finding]) -> Vec<String> {
    let mut by_missing: Vec<(String, Vec<&str>)> = Vec::new();
    for finding in findings {
        let missing = if finding.missing.is_empty() {
            "须核实：条文是否适用".to_owned()
        } else {
            asked(&finding.missing)
        };
        match by_missing.iter_mut().find(|(known, _)| *known == missing) {
            Some((_, entries)) => entries.push(&finding.cite),
            None => by_missing.push((missing, vec![&finding.cite])),
        }
    }
    by_missing.into_iter().map(|(missing, cites)| format!("{missing}，可能属于{}", cites.join("、"))).collect()
}

/// Why, by when, what would exempt, and what to bear in mind, each said once however many catalogues say it.
fn reasons(findings: &[&Finding], verdict: Verdict, as_of: NaiveDate) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut say = |text: String| {
        if !text.is_empty() && !said.contains(&text) {
            said.push(text);
        }
    };
    for finding in findings {
        say(if finding.because.is_empty() { finding.cite.clone() } else { finding.because.join("，") });
    }
    if verdict == Verdict::Eliminate {
        let deadlines = findings.iter().filter_map(|finding| match Deadline::parse(&finding.deadline) {
            Deadline::On(date) => Some(date),
            _ => None,
        });
        if let Some(date) = deadlines.min() {
            let days = (as_of - date).num_days();
            say(if days > 0 {
                format!("淘汰期限{date}，已超期{days}天")
            } else {
                format!("淘汰期限{date}")
            });
        }
    }
    for finding in findings {
        if !finding.unless.is_empty() {
            say(format!("除外情形（{}）未见证明", finding.unless.join("、")));
        }
    }
    for remark in findings.iter().flat_map(|finding| &finding.remarks) {
        say(remark.clone());
    }
    said
}
