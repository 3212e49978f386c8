//! The head of the page and its charts.

use maud::{Markup, html};

use super::charts;
use crate::matching::Verdict;
use crate::report::figures;
use crate::report::terminal::narrowed;
use crate::report::view::View;

/// Title, plan, day, what was read, what is missing, and the verdicts.
pub(super) fn head(view: &View<'_>) -> Markup {
    let document = view.document;
    let ledger = &document.ledger;
    let read: Vec<&str> =
        document.inputs.iter().filter(|input| input.error.is_none()).map(|input| input.file.as_str()).collect();
    html! {
        h1 id="overview" { "摸底表核查结果" }
        dl.facts {
            dt { "方案" }
            dd { (document.plan.title) @if !document.plan.document.is_empty() { "（" (document.plan.document) "）" } }
            dt { "判定日期" } dd { (document.as_of) }
            dt { "读入" } dd { (read.len()) " 个文件，" (ledger.rows) " 行，" (ledger.records) " 条设备记录" }
            @for narrowed in narrowed(view) { dt { "范围" } dd { (narrowed) } }
        }
        @let returned = view.returned().count();
        @if returned > 0 { p.alarm { a href="#returned" { "死灰复燃 " (returned) " 项" } "：已经关闭的又在运行，最先处理" } }
        @for error in document.inputs.iter().filter_map(|input| input.error.as_deref()) {
            p.alarm { "没有读：" (error) }
        }
        @if ledger.not_understood > 0 { p.alarm { "不完整：有 " (ledger.not_understood) " 行没看懂，没有核查" } }
        @if ledger.records == 0 { p.alarm { "没有找到设备行，什么都没有核查" } }
        ul.cards aria-label="结论" {
            @for verdict in Verdict::GRAVEST_FIRST {
                li class=(verdict.name()) {
                    b { (document.totals.verdict.get(&verdict).copied().unwrap_or(0)) }
                    (verdict.chinese())
                    @if verdict == Verdict::Exempt && ledger.waived > 0 { "（其中复核意见 " (ledger.waived) "）" }
                }
            }
        }
    }
}

/// The charts.
pub(super) fn charts(view: &View<'_>) -> Markup {
    let (capacity, apart) = figures::capacity(view);
    let deadlines = figures::deadlines(view);
    html! {
        (charts::patterns())
        div.charts {
            figure {
                figcaption { "各行业判定（设备记录数）" }
                (charts::stacked("各行业判定", &figures::ordered(&view.document.totals.sector)))
            }
            figure {
                figcaption { "各州市判定（设备记录数）" }
                (charts::stacked("各州市判定", &figures::ordered(&view.document.totals.prefecture)))
            }
            @if !deadlines.is_empty() {
                figure {
                    figcaption { "淘汰、禁止项的期限（竖线为判定日期）" }
                    (charts::timeline(&deadlines, view.document.as_of))
                }
            }
            @if !capacity.is_empty() || apart > 0 {
                figure {
                    figcaption { "须退出的产能（单位各自合计）" }
                    (charts::bars(&capacity))
                    @if apart > 0 { p.about { "另有 " (apart) " 行的产能没有写明或没有分到设备，未计入" } }
                }
            }
        }
    }
}
