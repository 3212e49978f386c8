//! Charts as inline SVG: no script, readable in black and white, with a text for those who cannot see them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use maud::{Markup, PreEscaped, html};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::matching::Verdict;
use crate::report::figures::{Capacity, Deadlines};

const WIDTH: f64 = 640.0;
const LABEL: f64 = 170.0;
const ROW: f64 = 26.0;
const BAR: f64 = 18.0;

/// Fills that differ in pattern as well as in colour. Defined once for the page.
pub(super) fn patterns() -> Markup {
    let pattern = |id: &str, inner: &str| {
        PreEscaped(format!(
            "<pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">{inner}</pattern>"
        ))
    };
    html! {
        svg width="0" height="0" aria-hidden="true" style="position:absolute" {
            defs {
                (pattern("fill-prohibit", "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M0 6 6 0\" stroke=\"#b00000\" stroke-width=\"2\"/>"))
                (pattern("fill-review", "<rect width=\"6\" height=\"6\" fill=\"#ffe699\"/><circle cx=\"3\" cy=\"3\" r=\"1.2\" fill=\"#7a5b00\"/>"))
                (pattern("fill-restrict", "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><path d=\"M0 3H6\" stroke=\"#1f4e79\" stroke-width=\"2\"/>"))
            }
        }
    }
}

fn fill(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eliminate => "#b00000",
        Verdict::Prohibit => "url(#fill-prohibit)",
        Verdict::Review => "url(#fill-review)",
        Verdict::Restrict => "url(#fill-restrict)",
        Verdict::Exempt => "#bfbfbf",
        Verdict::Clear => "#ffffff",
    }
}

#[expect(clippy::cast_precision_loss, reason = "positions in a picture")]
fn float(number: u64) -> f64 {
    number as f64
}

/// A position in a picture, to a tenth of a unit: the same text on every machine.
fn at(position: f64) -> String {
    format!("{position:.1}")
}

/// Stacked bars: one bar a line, one part a verdict.
pub(super) fn stacked(title: &str, lines: &[(String, BTreeMap<Verdict, u64>)]) -> Markup {
    let longest = lines.iter().map(|(_, counts)| counts.values().sum::<u64>()).max().unwrap_or(0).max(1);
    let scale = (WIDTH - LABEL - 50.0) / float(longest);
    let height = ROW * float(lines.len() as u64) + 34.0;
    html! {
        svg viewBox={ "0 0 " (at(WIDTH)) " " (at(height)) } role="img" aria-label=(spoken(title, lines)) {
            @for (index, (name, counts)) in lines.iter().enumerate() {
                @let top = ROW * float(index as u64);
                text x=(at(LABEL - 8.0)) y=(at(top + 17.0)) text-anchor="end" { (short(name)) }
                @for (verdict, from, count) in parts(counts) {
                    rect x=(at(LABEL + float(from) * scale)) y=(at(top + 4.0)) width=(at(float(count) * scale)) height=(at(BAR))
                        fill=(fill(verdict)) stroke="#404040" stroke-width="0.8" {
                        title { (name) " " (verdict.chinese()) " " (count) }
                    }
                }
                @let total: u64 = counts.values().sum();
                text x=(at(LABEL + float(total) * scale + 6.0)) y=(at(top + 17.0)) { (total) }
            }
            @for (index, verdict) in Verdict::GRAVEST_FIRST.iter().enumerate() {
                @let left = 20.0 + 100.0 * float(index as u64);
                rect x=(at(left)) y=(at(height - 22.0)) width="14" height="14" fill=(fill(*verdict)) stroke="#404040" stroke-width="0.8" {}
                text x=(at(left + 19.0)) y=(at(height - 10.0)) { (verdict.chinese()) }
            }
        }
    }
}

fn parts(counts: &BTreeMap<Verdict, u64>) -> Vec<(Verdict, u64, u64)> {
    let mut from = 0;
    Verdict::GRAVEST_FIRST
        .into_iter()
        .filter_map(|verdict| {
            let count = counts.get(&verdict).copied().filter(|count| *count > 0)?;
            from += count;
            Some((verdict, from - count, count))
        })
        .collect()
}

/// The chart in words.
fn spoken(title: &str, lines: &[(String, BTreeMap<Verdict, u64>)]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .map(|(name, counts)| {
            let parts: Vec<String> =
                parts(counts).iter().map(|(verdict, _, count)| format!("{}{count}", verdict.chinese())).collect();
            format!("{name}：{}", parts.join("、"))
        })
        .collect();
    format!("{title}。{}", lines.join("；"))
}

/// A label that fits its room.
fn short(name: &str) -> String {
    crate::report::terminal::fit(name, 24)
}

/// Deadlines on a time line, with how many cases fall on each and the day of the audit.
pub(super) fn timeline(deadlines: &Deadlines, as_of: NaiveDate) -> Markup {
    let days = deadlines.dated.keys().copied().chain([as_of]);
    let first = days.clone().min().unwrap_or(as_of).year();
    let last = days.max().unwrap_or(as_of).year() + 1;
    let start = NaiveDate::from_ymd_opt(first, 1, 1).unwrap_or(as_of);
    let end = NaiveDate::from_ymd_opt(last, 1, 1).unwrap_or(as_of);
    let span = f64::from(i32::try_from((end - start).num_days()).unwrap_or(i32::MAX)).max(1.0);
    let x =
        |day: NaiveDate| 30.0 + (WIDTH - 60.0) * f64::from(i32::try_from((day - start).num_days()).unwrap_or(0)) / span;
    let most = deadlines.dated.values().copied().max().unwrap_or(1).max(1);
    let base = 130.0;
    let step = ((last - first) / 10).max(1);
    let words: Vec<String> = deadlines.dated.iter().map(|(day, count)| format!("{day} {count}项")).collect();
    let others: Vec<String> = deadlines.undated.iter().map(|(words, count)| format!("{words} {count}项")).collect();
    html! {
        svg viewBox={ "0 0 " (at(WIDTH)) " 170" } role="img" aria-label={ "期限：" (words.join("；")) } {
            path d={ "M30 " (at(base)) "H" (at(WIDTH - 30.0)) } stroke="#404040" fill="none" {}
            @for year in (first..=last).filter(|year| (year - first) % step == 0) {
                @if let Some(day) = NaiveDate::from_ymd_opt(year, 1, 1) {
                    path d={ "M" (at(x(day))) " " (at(base)) "v6" } stroke="#404040" {}
                    text x=(at(x(day))) y=(at(base + 20.0)) text-anchor="middle" { (year) }
                }
            }
            @for (day, count) in &deadlines.dated {
                @let tall = 12.0 + 70.0 * float(*count) / float(most);
                path d={ "M" (at(x(*day))) " " (at(base)) "v-" (at(tall)) } stroke=(if *day < as_of { "#b00000" } else { "#1f4e79" }) stroke-width="5" {
                    title { (day) " " (count) " 项" }
                }
                text x=(at(x(*day))) y=(at(base - tall - 5.0)) text-anchor="middle" { (count) }
            }
            path d={ "M" (at(x(as_of))) " 14V" (at(base + 4.0)) } stroke="#1a1a1a" stroke-width="1.5" stroke-dasharray="5 3" {}
            text x=(at(x(as_of) - 4.0)) y="12" text-anchor="end" { (as_of) }
        }
        @if !others.is_empty() { p.about { "没有确切日期的：" (others.join("；")) } }
    }
}

/// One bar for each sector and unit; bars of one unit share a scale.
pub(super) fn bars(capacity: &[Capacity]) -> Markup {
    let mut most: BTreeMap<&str, Decimal> = BTreeMap::new();
    for line in capacity {
        let known = most.entry(&line.unit).or_default();
        *known = (*known).max(line.total);
    }
    let height = ROW * float(capacity.len() as u64) + 6.0;
    let spoken: Vec<String> =
        capacity.iter().map(|line| format!("{} {}{}", line.sector, line.total.normalize(), line.unit)).collect();
    html! {
        svg viewBox={ "0 0 " (at(WIDTH)) " " (at(height)) } role="img" aria-label={ "须退出的产能：" (spoken.join("；")) } {
            @for (index, line) in capacity.iter().enumerate() {
                @let top = ROW * float(index as u64);
                @let most = most.get(line.unit.as_str()).copied().unwrap_or_default();
                @let share = line.total.checked_div(most).and_then(|share| share.to_f64()).unwrap_or(0.0);
                text x=(at(LABEL - 8.0)) y=(at(top + 17.0)) text-anchor="end" { (short(&line.sector)) }
                rect x=(at(LABEL)) y=(at(top + 4.0)) width=(at((WIDTH - LABEL - 190.0) * share)) height=(at(BAR)) fill="#b00000" stroke="#404040" stroke-width="0.8" {}
                text x=(at(LABEL + (WIDTH - LABEL - 190.0) * share + 6.0)) y=(at(top + 17.0)) {
                    (line.total.normalize()) " " (line.unit) "（" (line.records) " 条）"
                }
            }
        }
    }
}
