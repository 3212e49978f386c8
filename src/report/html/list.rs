//! A table of the page: one `tbody` a line, so that a line and its details are sorted and hidden together.

use maud::{Markup, html};

use super::detail;
use crate::report::grid::{Column, Grid, Value};
use crate::report::terminal::fit;
use crate::report::view::{self, Case, Class, View};
use crate::report::words;
use crate::survey::Field;

/// Columns of a case that its line shows; the others stand in its details.
const SHOWN: [&str; 15] = [
    "判定",
    "原判定",
    "企业名称",
    "所在地",
    "行业",
    "设备（工艺、产品）",
    "识别参数",
    "已知参数",
    "请核实",
    "依据",
    "涉及条文",
    "理由",
    "淘汰期限",
    "已超期（天）",
    "复核意见",
];

/// A table of cases: each line opens its details.
pub(super) fn cases(view: &View<'_>, class: Class, id: &str, grid: Grid<'_>) -> Markup {
    let cases: Vec<&Case<'_>> = view.of(class).collect();
    if cases.is_empty() && class == Class::Waived {
        return html! {};
    }
    let columns = grid.columns.clone();
    let shown = |column: &Column| SHOWN.contains(&column.title);
    let width = columns.iter().filter(|column| shown(column)).count() + 1;
    html! {
        section id=(id) data-count="" {
            (heading(&grid, cases.len()))
            @if cases.is_empty() { p.none { "（无）" } }
            @else {
                div.wide.stack {
                    table data-list="" {
                        thead { tr {
                            th scope="col" { "序号" }
                            @for column in columns.iter().filter(|column| shown(column)) { th scope="col" { (column.title) } }
                        } }
                        @for (index, (case, row)) in cases.iter().zip(grid.rows).enumerate() {
                            @let detail = format!("{id}-{}", index + 1);
                            tbody
                                data-verdict=(case.verdict.name())
                                data-prefecture=(view::field(case.record, Field::Prefecture))
                                data-sector=(view::field(case.record, Field::Sector))
                            {
                                tr {
                                    td.number data-label="序号" data-key=(index + 1) {
                                        span {
                                            (index + 1) " "
                                            button.open type="button" aria-expanded="false" aria-controls=(detail) { "详情" }
                                        }
                                    }
                                    @for (column, value) in columns.iter().zip(&row).filter(|(column, _)| shown(column)) {
                                        (cell(column, &brief(column, value), true))
                                    }
                                }
                                tr.detail id=(detail) {
                                    td colspan=(width) {
                                        @let rest = columns.iter().zip(&row).filter(|(column, _)| !shown(column));
                                        (detail::case(view, case, &rest.collect::<Vec<_>>()))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The words of a line, cut where a cell of the survey tells a story; its details have them whole.
fn brief<'v>(column: &Column, value: &Value<'v>) -> Value<'v> {
    match value {
        Value::Text(text) if column.title.starts_with("设备") => Value::Text(fit(text, LINE_CELLS).into()),
        value => value.clone(),
    }
}

/// Half-width characters of a cell that a line shows.
const LINE_CELLS: usize = 120;

/// A table of plain lines, of which a page shows at most `most`.
pub(super) fn rows(id: &str, mut grid: Grid<'_>, most: usize) -> Markup {
    let (columns, printed) = (grid.columns.clone(), grid.printed);
    let rows: Vec<Vec<Value<'_>>> = grid.rows.by_ref().take(most).collect();
    let left = grid.rows.by_ref().count();
    html! {
        section id=(id) data-count="" {
            (heading(&grid, rows.len()))
            @if left > 0 {
                p.alarm { "页面只列前 " (rows.len()) " 行，另有 " (left) " 行，见 xlsx、csv 或 json 结果" }
            }
            @if rows.is_empty() { p.none { "（无）" } }
            @else {
                div.wide.stack {
                    table data-list="" {
                        thead { tr {
                            @for (index, column) in columns.iter().enumerate() {
                                th scope="col" class=[(index >= printed).then_some("screen")] { (column.title) }
                            }
                        } }
                        @for row in &rows {
                            tbody data-verdict=[verdict(row)] data-prefecture=[named(&columns, row, "州市")]
                                data-sector=[named(&columns, row, "行业")]
                            {
                                tr {
                                    @for (index, (column, value)) in columns.iter().zip(row).enumerate() {
                                        (cell(column, value, index < printed))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn heading(grid: &Grid<'_>, count: usize) -> Markup {
    html! {
        h2 { (grid.name) "（" span.count aria-live="polite" { (count) } "）" }
        p.about { (grid.about) }
    }
}

fn verdict(row: &[Value<'_>]) -> Option<&'static str> {
    row.iter().find_map(|value| match value {
        Value::Verdict(verdict) => Some(verdict.name()),
        _ => None,
    })
}

fn named(columns: &[Column], row: &[Value<'_>], title: &str) -> Option<String> {
    let at = columns.iter().position(|column| column.title == title)?;
    row.get(at).map(|value| value.to_text().into_owned())
}

/// A cell; one that is not printed is for the screen only.
fn cell(column: &Column, value: &Value<'_>, printed: bool) -> Markup {
    let text = value.to_text();
    let class = match value {
        _ if !printed && *value == Value::Empty => "empty screen",
        _ if !printed => "screen",
        Value::Empty => "empty",
        Value::Whole(_) | Value::Decimal(_) => "number",
        Value::Date(_) => "date",
        _ if column.widest >= 24 => "wide-text",
        _ if column.widest >= 14 => "text",
        _ => "",
    };
    html! {
        td class=[(!class.is_empty()).then_some(class)] data-label=(column.title) {
            @match value {
                Value::Verdict(verdict) => span class={ "verdict " (verdict.name()) } { (text) },
                Value::Severity(severity) => {
                    @let name = match severity {
                        crate::audit::Severity::Error => "error",
                        crate::audit::Severity::Warning => "warning",
                        crate::audit::Severity::Info => "info",
                    };
                    span class={ "severity " (name) } { (words::severity(*severity)) }
                },
                Value::Text(_) if text.contains('\n') => span {
                    @for (index, line) in text.lines().enumerate() { @if index > 0 { br; } (line) }
                },
                _ => span { (text) },
            }
        }
    }
}
