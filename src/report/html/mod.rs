//! The report as one HTML file: no network, charts drawn in the page, usable by keyboard, on a phone, and on paper.
//!
//! Everything from the survey is escaped by the template. The page works without its script; with it there are search, sort,
//! filters, and details that fold away.

mod charts;
mod detail;
mod list;
mod overview;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::grid;
use super::view::{self, Class, View};
use crate::matching::Verdict;
use crate::survey::Field;

/// Rows of 全部明细 that a page holds; more would make it too heavy for a browser.
const DETAIL_ROWS: usize = 5_000;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Writes the page.
///
/// # Errors
/// Those of `out`.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(view).into_string().as_bytes())
}

fn page(view: &View<'_>) -> Markup {
    let document = view.document;
    let title = format!("摸底表核查结果 {}", document.as_of);
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content={ (document.tool.name) " " (document.tool.version) };
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { (overview::head(view)) }
                nav aria-label="目录与筛选" { div { (contents(view)) (tools(view)) } }
                main {
                    (overview::charts(view))
                    @if view.returned().next().is_some() { (list::rows("returned", grid::returned(view), usize::MAX)) }
                    (list::cases(view, Class::Grave, "grave", grid::grave(view)))
                    (list::cases(view, Class::Review, "review", grid::review(view)))
                    (list::cases(view, Class::Restrict, "restrict", grid::restrict(view)))
                    (list::cases(view, Class::Waived, "waived", grid::waived(view)))
                    (list::rows("process", grid::process(view), usize::MAX))
                    (list::rows("data", grid::data(view), usize::MAX))
                    (list::rows("all", grid::detail(view), DETAIL_ROWS))
                    (list::rows("cited", grid::cited(view), usize::MAX))
                    (list::rows("waivers", grid::waivers(view), usize::MAX))
                    (list::rows("catalogs", grid::catalogs(view), usize::MAX))
                    (list::rows("ledger", grid::ledger(view), usize::MAX))
                }
                footer {
                    p { "由 " (document.tool.name) " " (document.tool.version) " 按 " (document.as_of) " 判定生成。"
                        "目录未收录的条目没有核查，“未发现”不等于合规。" }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Nothing is loaded from anywhere, whatever a cell says.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

fn contents(view: &View<'_>) -> Markup {
    let mut links = vec![("overview", "概览")];
    if view.returned().next().is_some() {
        links.push(("returned", "死灰复燃"));
    }
    links.extend([("grave", "淘汰禁止"), ("review", "待核实"), ("restrict", "限制类")]);
    if view.of(Class::Waived).next().is_some() {
        links.push(("waived", "复核后不列入"));
    }
    links.extend([
        ("process", "处置进度"),
        ("data", "数据质量"),
        ("all", "全部明细"),
        ("cited", "目录依据"),
        ("waivers", "复核意见"),
        ("catalogs", "所用目录"),
        ("ledger", "行数平衡"),
    ]);
    html! { @for (id, name) in links { a href={ "#" (id) } { (name) } } }
}

fn tools(view: &View<'_>) -> Markup {
    let values = |field: Field| -> BTreeSet<String> {
        let values = view.document.records.iter().map(|record| view::field(record, field));
        values.filter(|text| !text.is_empty()).map(Cow::into_owned).collect()
    };
    let choice = |key: &str, label: &str, values: &BTreeSet<String>| {
        html! {
            select data-filter=(key) aria-label=(label) {
                option value="" { (label) }
                @for value in values { option value=(value) { (value) } }
            }
        }
    };
    html! {
        div.tools role="search" {
            input type="search" id="search" placeholder="搜索（按 / 键）" aria-label="搜索";
            select data-filter="verdict" aria-label="判定" {
                option value="" { "判定" }
                @for verdict in Verdict::GRAVEST_FIRST { option value=(verdict.name()) { (verdict.chinese()) } }
            }
            (choice("prefecture", "州市", &values(Field::Prefecture)))
            (choice("sector", "行业", &values(Field::Sector)))
            button type="button" id="reset" { "清除" }
            button type="button" id="unfold" aria-pressed="false" { "展开全部详情" }
            button type="button" id="print" { "打印" }
        }
    }
}

#[cfg(test)]
mod tests;
