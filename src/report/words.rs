//! The Chinese of what documents hold as English names.

use crate::audit::{Decision, Kind, Severity};
use crate::matching::{Outcome, Presence};

/// A severity.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "须处理",
        Severity::Warning => "须核对",
        Severity::Info => "知悉",
    }
}

/// Which check an exception comes from.
#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Compliance => "对照目录",
        Kind::Data => "数据质量",
        Kind::Process => "处置进度",
    }
}

/// What an entry says of an item.
#[must_use]
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Hit => "符合",
        Outcome::Review => "待核实",
        Outcome::Exempt => "除外",
    }
}

/// Whether the equipment is still there; empty for what is simply in place.
#[must_use]
pub fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::InPlace => "",
        Presence::Idle => "停用，设备仍在",
        Presence::Planned => "拟建、在建",
        Presence::Closed => "已关停，未写拆除",
        Presence::Dismantled => "已拆除",
    }
}

/// What became of a waiver.
#[must_use]
pub fn waiver_state(state: &str) -> &str {
    match state {
        "in-force" => "有效",
        "not-yet" => "尚未生效",
        "expired" => "已过期",
        "unused" => "没有用上",
        "unknown" => "对象不存在",
        other => other,
    }
}

/// What a waiver decides.
#[must_use]
pub fn waiver_decision(decision: &str) -> &str {
    Decision::ALL.into_iter().find(|known| known.name() == decision).map_or(decision, |known| known.chinese())
}

/// Whether a sheet is shown.
#[must_use]
pub fn sheet_state(state: &str) -> &str {
    match state {
        "visible" => "显示",
        "hidden" => "隐藏",
        "very-hidden" => "深度隐藏",
        other => other,
    }
}
