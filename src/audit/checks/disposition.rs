//! A disposition without its date: ordered but no day of the order, closed but no day of the closing.

use super::{AuditedRecord, Exception, Severity, exception};
use crate::plan::Enforcement;
use crate::survey::{Field, Record};

/// Headings of what is only intended.
const INTENDED: &[&str] = &["拟", "建议", "意见", "计划", "方案", "下一步"];
/// Words of a status that say that the end is reached.
const ENDED: &[&str] = &["已关", "关停", "关闭", "已拆", "拆除", "已退出", "已淘汰", "注销"];

/// Checks the disposition of a record against its dates.
pub(super) fn check(
    record: &Record,
    audited: &AuditedRecord,
    enforcement: &Enforcement,
    found: &mut dyn FnMut(Exception),
) {
    let Some(measure) = record.fields.get(&Field::Measure) else { return };
    let Some(rank) = enforcement.rank(&measure.text) else { return };
    let blank = |field| record.text(field).is_empty();
    let intended = INTENDED.iter().any(|word| measure.header.contains(word) || measure.text.starts_with(word));
    if intended || !blank(Field::ClosedOn) {
        return;
    }
    let status = record.text(Field::Status);
    let ended = ENDED.iter().any(|word| status.contains(word)) && !status.starts_with('拟');
    let (message, advice) = if rank + 1 == enforcement.measures.len() && ended {
        (format!("处置措施“{}”、运行状态“{status}”，没有关闭退出时间", measure.text), "填写关闭退出时间，到日或到月")
    } else if blank(Field::OrderedOn) {
        (format!("处置措施“{}”没有下达时间", measure.text), "按执法文书填写下达时间；尚未下达的，处置措施留空")
    } else {
        return;
    };
    found(exception("disposition-undated", Severity::Warning, audited, Field::Measure, message, advice));
}
