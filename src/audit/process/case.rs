//! One record seen as a case: what was ordered, by when, what came of it.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::day::Day;
use crate::audit::AuditedRecord;
use crate::catalog::Action;
use crate::matching::{Outcome, Presence, Verdict};
use crate::plan::Plan;
use crate::survey::{Field, Value};

/// What became of the rectification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rectification {
    /// Nothing is said, or not yet.
    Open,
    /// Done.
    Done,
    /// Said to have failed.
    Failed,
}

/// The course of one record's case, as of a day.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The record.
    pub record: &'a AuditedRecord,
    /// Whether a catalogue eliminates or prohibits what it names.
    pub violation: bool,
    /// Whether a major hazard is reported or found.
    pub hazard: bool,
    /// Whether the equipment is still there.
    pub presence: Presence,
    /// Rank of the heaviest measure recognised.
    pub measure: Option<usize>,
    /// 下达时间.
    pub ordered: Option<Day>,
    /// 整改期限.
    pub due: Option<Day>,
    /// 完成时间.
    pub completed: Option<Day>,
    /// 关闭退出时间.
    pub closed: Option<Day>,
    /// 验收时间.
    pub accepted: Option<Day>,
    /// What became of the rectification.
    pub rectification: Rectification,
    as_of: NaiveDate,
    heaviest: Option<usize>,
}

impl<'a> Case<'a> {
    /// The case of a record under a plan, as of a day.
    #[must_use]
    pub fn new(record: &'a AuditedRecord, plan: &Plan, as_of: NaiveDate) -> Self {
        let day = |field| Day::parse(&text(record, field));
        let completed = day(Field::CompletedOn);
        let found_hazard = record.items.iter().flat_map(|item| &item.findings).any(|finding| {
            finding.action == Action::Hazard && finding.outcome == Outcome::Hit && record.waived_by.is_none()
        });
        Self {
            record,
            violation: matches!(record.verdict, Verdict::Eliminate | Verdict::Prohibit),
            hazard: found_hazard || says_yes(&text(record, Field::Hazard)),
            presence: presence(record),
            measure: plan.enforcement.rank(&text(record, Field::Measure)),
            ordered: day(Field::OrderedOn),
            due: day(Field::DueOn),
            completed,
            closed: day(Field::ClosedOn),
            accepted: day(Field::AcceptedOn),
            rectification: rectification(&text(record, Field::Result), completed, as_of),
            as_of,
            heaviest: plan.enforcement.measures.len().checked_sub(1),
        }
    }

    /// The text of a field, `""` if absent.
    #[must_use]
    pub fn text(&self, field: Field) -> Cow<'a, str> {
        text(self.record, field)
    }

    /// Whether a field holds anything.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        !text(self.record, field).trim().is_empty()
    }

    /// Whether an order was given: a measure that the plan knows, or a date of order.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.measure.is_some() || self.has(Field::OrderedOn)
    }

    /// Whether the case is listed for exit: the heaviest measure of the plan, or already closed.
    #[must_use]
    pub fn is_listed_for_exit(&self) -> bool {
        (self.measure.is_some() && self.measure == self.heaviest) || self.is_closed()
    }

    /// Whether it is closed: a closing date not after the day, or said to be closed or dismantled.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let dated = match self.closed {
            Some(day) => !day.after(self.as_of),
            None => self.has(Field::ClosedOn),
        };
        dated || matches!(self.presence, Presence::Closed | Presence::Dismantled)
    }

    /// Days by which the rectification is overdue: `None` if not overdue, done, closed, or without a readable due date.
    #[must_use]
    pub fn days_overdue(&self) -> Option<i64> {
        let due = self.due.filter(|due| due.before(self.as_of))?;
        let open = self.rectification != Rectification::Done && !self.is_closed();
        open.then(|| (self.as_of - due.last).num_days())
    }

    /// Whether the status column says that it produces.
    #[must_use]
    pub fn says_running(&self) -> bool {
        says_running(&self.text(Field::Status))
    }
}

fn text(record: &AuditedRecord, field: Field) -> Cow<'_, str> {
    match record.fields.get(&field) {
        None => Cow::Borrowed(""),
        Some(Value::Text(text)) => Cow::Borrowed(text),
        Some(value) => Cow::Owned(value.to_text()),
    }
}

/// The presence that counts: of the items that offend, the one most in place; without an offence, of all items.
fn presence(record: &AuditedRecord) -> Presence {
    let rank = |presence: Presence| match presence {
        Presence::InPlace => 0,
        Presence::Idle => 1,
        Presence::Planned => 2,
        Presence::Closed => 3,
        Presence::Dismantled => 4,
    };
    let offends = |verdict| matches!(verdict, Verdict::Eliminate | Verdict::Prohibit);
    let offending = record.items.iter().filter(|item| offends(item.verdict)).map(|item| item.presence);
    let all = record.items.iter().map(|item| item.presence);
    offending
        .min_by_key(|presence| rank(*presence))
        .or_else(|| all.min_by_key(|presence| rank(*presence)))
        .unwrap_or_default()
}

fn rectification(result: &str, completed: Option<Day>, as_of: NaiveDate) -> Rectification {
    const FAILED: [&str; 10] =
        ["不合格", "未通过", "未完成", "未整改", "不到位", "未到位", "逾期", "失败", "未达", "拒不"];
    const DONE: [&str; 7] = ["合格", "通过", "完成", "到位", "已整改", "已拆除", "已关闭"];
    if FAILED.iter().any(|word| result.contains(word)) {
        Rectification::Failed
    } else if completed.is_some_and(|day| !day.after(as_of)) || DONE.iter().any(|word| result.contains(word)) {
        Rectification::Done
    } else {
        Rectification::Open
    }
}

/// Whether a status says that it produces: 在产、生产、运行、投产, and not 停产、未投产、拟投产.
#[must_use]
pub fn says_running(status: &str) -> bool {
    const RUNNING: [&str; 7] = ["在产", "正常生产", "生产中", "运行", "在用", "复产", "投产"];
    const NOT: [&str; 8] = ["停", "未", "不", "拟", "闲置", "备用", "已关", "拆"];
    RUNNING.iter().any(|word| status.contains(word)) && !NOT.iter().any(|word| status.contains(word))
}

/// Whether a 是否 or description column says yes. 「无」「未发现」「否」 say no, anything else is a description.
fn says_yes(text: &str) -> bool {
    let text = text.trim();
    const NO: [&str; 8] = ["无", "否", "未发现", "没有", "不存在", "不涉及", "未", "0"];
    !text.is_empty() && !NO.iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_running_only_when_nothing_denies_it() {
        for running in ["在产", "正常生产", "运行", "复产"] {
            assert!(says_running(running), "{running}");
        }
        for other in ["停产", "未投产", "已停止运行", "闲置", "已拆除", ""] {
            assert!(!says_running(other), "{other}");
        }
    }

    #[test]
    fn a_hazard_is_described_or_denied() {
        assert!(says_yes("煤气柜安全阀失效"));
        assert!(says_yes("是"));
        for no in ["无", "否", "未发现重大隐患", "无重大隐患", ""] {
            assert!(!says_yes(no), "{no}");
        }
    }

    #[test]
    fn a_failure_outranks_the_word_for_done_inside_it() {
        let today = "2019-10-01".parse().unwrap();
        assert_eq!(rectification("整改不合格", None, today), Rectification::Failed);
        assert_eq!(rectification("验收合格", None, today), Rectification::Done);
        assert_eq!(rectification("", Day::parse("2019-10-02"), today), Rectification::Open);
        assert_eq!(rectification("", Day::parse("2019-10-01"), today), Rectification::Done);
    }
}
