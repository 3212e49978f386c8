//! Steps that are missing or late: order, rectification, copies, prices, closing, acceptance.

use chrono::NaiveDate;

use super::Found;
use super::case::{Case, Rectification};
use super::code::Code;
use crate::matching::Presence;
use crate::plan::{Plan, recognise};
use crate::survey::Field;

pub(super) fn check(case: &Case, plan: &Plan, as_of: NaiveDate, found: &mut Found) {
    order(case, plan, as_of, found);
    hazard(case, plan, found);
    rectification(case, plan, found);
    followed(case, plan, as_of, found);
    exit(case, plan, as_of, found);
    acceptance(case, plan, as_of, found);
}

fn due(plan: &Plan, phase: &str) -> Option<NaiveDate> {
    plan.phase(phase).map(|phase| phase.due)
}

/// Still there, so that an order makes sense. Planned equipment is a matter of approval, not of an order to rectify.
fn can_be_ordered(case: &Case) -> bool {
    !case.is_closed() && case.presence != Presence::Planned
}

fn order(case: &Case, plan: &Plan, as_of: NaiveDate, found: &mut Found) {
    let Some(due) = due(plan, "enforcement").filter(|due| as_of > *due) else { return };
    if (case.violation || case.hazard) && can_be_ordered(case) && !case.is_ordered() {
        let what = if case.hazard { "存在重大隐患" } else { "属淘汰、禁止类" };
        let written = case.text(Field::Measure);
        let written = if written.is_empty() {
            String::new()
        } else {
            format!("（处置措施栏写「{written}」，不是方案所列措施）")
        };
        let days = (as_of - due).num_days();
        found.push((
            Code::OrderMissing,
            Field::Measure,
            format!("{what}，执法检查期限 {due} 已过 {days} 天，没有下达处置措施{written}"),
        ));
    }
}

fn hazard(case: &Case, plan: &Plan, found: &mut Found) {
    let least = plan.enforcement.hazard;
    if let Some(rank) = case.measure.filter(|rank| case.hazard && *rank < least && !case.is_closed()) {
        let (given, needed) = (plan.enforcement.measure(rank), plan.enforcement.measure(least));
        found.push((
            Code::HazardAnswerTooLight,
            Field::Measure,
            format!("存在重大隐患，只下达{given}，按方案应{needed}"),
        ));
    }
}

fn rectification(case: &Case, plan: &Plan, found: &mut Found) {
    let overdue = case.days_overdue();
    if let (Some(days), Some(due)) = (overdue, case.due) {
        found.push((Code::OrderOverdue, Field::DueOn, format!("整改期限 {due} 已过 {days} 天，没有完成")));
    }
    let failed = case.rectification == Rectification::Failed;
    if (failed || overdue.is_some()) && !case.is_listed_for_exit() {
        let exit = plan.enforcement.measures.last().map_or("依法关闭", |kind| kind.name.as_str());
        let why =
            if failed { format!("整改结果为「{}」", case.text(Field::Result)) } else { "整改逾期".into() };
        found.push((Code::FailedNotListedForExit, Field::Measure, format!("{why}，没有列入{exit}")));
    }
}

/// What must go with an order: copies to other departments, differential prices.
fn followed(case: &Case, plan: &Plan, as_of: NaiveDate, found: &mut Found) {
    if !case.is_ordered() {
        return;
    }
    if plan.enforcement.copied && !case.has(Field::CopiedTo) && case.ordered.is_none_or(|day| !day.after(as_of)) {
        found.push((Code::OrderNotCopied, Field::CopiedTo, "已下达处置措施，没有写明抄送部门".into()));
    }
    let late = due(plan, "enforcement").is_some_and(|due| as_of > due);
    let priced = !recognise(&plan.pricing, &case.text(Field::Pricing)).is_empty();
    if late && case.violation && can_be_ordered(case) && !plan.pricing.is_empty() && !priced {
        let names: Vec<&str> = plan.pricing.iter().map(|kind| kind.name.as_str()).collect();
        found.push((
            Code::PriceMissing,
            Field::Pricing,
            format!("已下达处置措施，没有执行差别化价格的记录（{}）", names.join("、")),
        ));
    }
}

fn exit(case: &Case, plan: &Plan, as_of: NaiveDate, found: &mut Found) {
    let close_by = plan.enforcement.close_by;
    if as_of > close_by && case.is_listed_for_exit() && !case.is_closed() {
        let days = (as_of - close_by).num_days();
        found.push((
            Code::ExitNotClosed,
            Field::ClosedOn,
            format!("已列入退出，年内关闭期限 {close_by} 已过 {days} 天，没有关闭退出时间"),
        ));
    }
}

fn acceptance(case: &Case, plan: &Plan, as_of: NaiveDate, found: &mut Found) {
    let (dated, numbered) = (case.has(Field::AcceptedOn), case.has(Field::OpinionNo));
    if dated != numbered {
        let (field, lack) =
            if dated { (Field::OpinionNo, "验收意见文号") } else { (Field::AcceptedOn, "验收时间") };
        found.push((Code::AcceptanceIncomplete, field, format!("已验收，没有{lack}")));
    }
    // Whoever was closed under the plan: by its violation, by its order, or with a closing date in the table.
    let under_plan = case.violation || case.is_ordered() || case.has(Field::ClosedOn);
    let Some(due) = due(plan, "acceptance").filter(|due| as_of > *due) else { return };
    if under_plan && case.is_closed() && !dated && !numbered {
        let days = (as_of - due).num_days();
        found.push((
            Code::ClosedWithoutAcceptance,
            Field::AcceptedOn,
            format!("已关闭退出，验收期限 {due} 已过 {days} 天，没有{}", plan.opinion),
        ));
    }
}
