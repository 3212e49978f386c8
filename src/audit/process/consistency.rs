//! Dates and words that contradict each other, and plants that run after they were closed.

use chrono::NaiveDate;

use super::Found;
use super::case::{Case, Rectification};
use super::code::Code;
use super::day::Day;
use crate::matching::Presence;
use crate::plan::Plan;
use crate::survey::Field;

pub(super) fn check(case: &Case, plan: &Plan, as_of: NaiveDate, found: &mut Found) {
    dates(case, as_of, found);
    words(case, as_of, found);
    opinion(case, as_of, found);
    returned(case, plan, as_of, found);
}

/// Pairs of dates of which the first cannot be after the second.
fn dates(case: &Case, as_of: NaiveDate, found: &mut Found) {
    let pairs = [
        (Field::OrderedOn, case.ordered, Field::DueOn, case.due),
        (Field::OrderedOn, case.ordered, Field::CompletedOn, case.completed),
        (Field::OrderedOn, case.ordered, Field::ClosedOn, case.closed),
    ];
    for (first, first_day, second, second_day) in pairs {
        let (Some(earlier), Some(later)) = (first_day, second_day) else { continue };
        if earlier.after(later.last) {
            let message = format!("{} {earlier} 晚于{} {later}", first.chinese(), second.chinese());
            found.push((Code::DatesContradict, second, message));
        }
    }
    // What has happened cannot lie in the future. A due date may.
    let happened = [
        (Field::OrderedOn, case.ordered),
        (Field::CompletedOn, case.completed),
        (Field::ClosedOn, case.closed),
        (Field::AcceptedOn, case.accepted),
    ];
    for (field, day) in happened {
        if let Some(day) = day.filter(|day: &Day| day.after(as_of)) {
            found.push((Code::DatesContradict, field, format!("{} {day} 晚于核查日 {as_of}", field.chinese())));
        }
    }
}

fn words(case: &Case, as_of: NaiveDate, found: &mut Found) {
    let result = case.text(Field::Result);
    if case.rectification == Rectification::Failed && case.completed.is_some_and(|day| !day.after(as_of)) {
        found.push((Code::StatusContradictsDates, Field::Result, format!("有完成时间，整改结果却是「{result}」")));
    }
    if case.rectification == Rectification::Done
        && !case.has(Field::CompletedOn)
        && case.has(Field::Result)
        && !case.is_closed()
    {
        found.push((Code::StatusContradictsDates, Field::CompletedOn, format!("整改结果为「{result}」，没有完成时间")));
    }
    let gone = matches!(case.presence, Presence::Closed | Presence::Dismantled);
    if let Some(day) = case.closed.filter(|day| gone && day.after(as_of)) {
        let status = case.text(Field::Status);
        let message = format!("运行状态为「{status}」，关闭退出时间 {day} 却晚于核查日 {as_of}");
        found.push((Code::StatusContradictsDates, Field::Status, message));
    }
}

/// An opinion accepts what is closed; one that is dated before the closing accepted something else.
fn opinion(case: &Case, as_of: NaiveDate, found: &mut Found) {
    let Some(accepted) = case.accepted.filter(|day| !day.after(as_of)) else { return };
    match case.closed {
        Some(closed) if closed.after(accepted.last) => {
            found.push((
                Code::OpinionBeforeClosing,
                Field::AcceptedOn,
                format!("验收时间 {accepted} 早于关闭退出时间 {closed}"),
            ));
        }
        None if !case.is_closed() && case.is_listed_for_exit() => {
            found.push((Code::OpinionBeforeClosing, Field::ClosedOn, format!("{accepted} 已验收，没有关闭退出时间")));
        }
        _ => {}
    }
}

fn returned(case: &Case, plan: &Plan, as_of: NaiveDate, found: &mut Found) {
    let status = case.text(Field::Status);
    let ended = case
        .closed
        .filter(|day| !day.after(as_of))
        .map(|day| format!("{day} 已关闭退出"))
        .or_else(|| case.accepted.filter(|day| !day.after(as_of)).map(|day| format!("{day} 已验收")));
    if let Some(ended) = ended.filter(|_| case.says_running() && case.is_listed_for_exit()) {
        found.push((Code::ClosedPlantRunning, Field::Status, format!("{ended}，运行状态却是「{status}」")));
    }
    if !case.violation || case.is_closed() {
        return;
    }
    for banned in &plan.no_return {
        let named = [Field::Equipment, Field::Product, Field::Process, Field::Line, Field::Remarks]
            .into_iter()
            .find(|field| case.text(*field).contains(banned.as_str()));
        if let Some(field) = named {
            found.push((Code::BannedReturn, field, format!("{}栏写有{banned}，没有关闭退出", field.chinese())));
        }
    }
}
