//! Words of answer columns: a status that nobody knows, a sector outside the plan, the survey's own answer against the
//! verdict.

use super::{AuditedRecord, Exception, Severity, exception};
use crate::matching::Verdict;
use crate::survey::{Field, Record};
use crate::text::fold_text;

/// The words for a status that are asked for.
pub const STATUS_WORDS: [&str; 6] = ["在产", "停产", "关停", "拆除", "在建", "拟建"];

/// Words of which a status has at least one.
const STATUS: &[&str] = &[
    "产",
    "运行",
    "在用",
    "使用",
    "停",
    "闲置",
    "备用",
    "关",
    "拆",
    "淘汰",
    "在建",
    "拟建",
    "新建",
    "建设",
    "筹建",
    "改造",
    "检修",
    "大修",
    "维修",
    "退出",
    "正常",
    "运营",
    "营业",
    "经营",
    "注销",
    "破产",
    "吊销",
    "调试",
    "搬迁",
    "整改",
    "倒闭",
    "封存",
    "报废",
    "取缔",
    "间歇",
    "季节",
    "是",
    "否",
    "开工",
    "满负荷",
    "低负荷",
    "在营",
    "转型",
    "出租",
    "查封",
];
const YES: &[&str] = &["是", "属于", "属", "√", "有", "列入", "已列入", "对", "是的"];
const NO: &[&str] = &["否", "不属于", "不属", "不是", "×", "非", "未列入", "不在", "不涉及", "否。"];

/// Checks the status word of a record.
pub(super) fn status(record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
    let status = record.text(Field::Status);
    if status.is_empty() || STATUS.iter().any(|word| status.contains(word)) {
        return;
    }
    let message = format!("运行状态“{status}”不认识，按仍在位处理");
    let advice = format!("写“{}”之一", STATUS_WORDS.join("、"));
    found(exception("status-unknown", Severity::Info, audited, Field::Status, message, &advice));
}

/// Checks the sector of a record against those of the plan. `sector` is the sector that its words mean.
pub(super) fn sector(
    record: &Record,
    audited: &AuditedRecord,
    sector: Option<&str>,
    plan: &[String],
    found: &mut dyn FnMut(Exception),
) {
    let written = record.text(Field::Sector);
    if written.is_empty() || sector.is_some_and(|sector| plan.iter().any(|known| known == sector)) {
        return;
    }
    let message = format!("行业“{written}”不在工作方案的行业内（{}）", plan.join("、"));
    let advice = "核对行业；确属方案以外行业的，不计入本方案任务";
    found(exception("sector-outside-plan", Severity::Info, audited, Field::Sector, message, advice));
}

/// Checks the survey's own answer (是否属于淘汰类) against the verdict.
pub(super) fn answer(record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
    let Some(basis) = record.fields.get(&Field::Basis) else { return };
    if !basis.header.contains("是否") && !basis.header.contains('属') {
        return;
    }
    let folded = fold_text(&basis.text);
    let says = |words: &[&str]| words.contains(&&*basis.text) || words.contains(&&*folded);
    let verdict = audited.verdict;
    let gravest = matches!(verdict, Verdict::Eliminate | Verdict::Prohibit);
    let message = if says(NO) && gravest {
        format!("摸底表答“{}”，核查结果是“{}”", basis.text, verdict.chinese())
    } else if says(YES) && matches!(verdict, Verdict::Clear | Verdict::Restrict | Verdict::Exempt) {
        format!("摸底表答“{}”，核查没有找到对应的淘汰条款（{}）", basis.text, verdict.chinese())
    } else {
        return;
    };
    let advice = "请填报单位说明依据的目录和条款";
    found(exception("answer-differs", Severity::Warning, audited, Field::Basis, message, advice));
}
