//! 月报: a month on two pages.

use std::collections::BTreeMap;

use super::paper::{Block, Paper};
use super::tables::place_order;
use crate::audit::{Document, Exception, Severity};
use crate::history::{Diff, Month, State, returned};
use crate::matching::Verdict;
use crate::plan::Plan;

/// Things of one kind that are named; more are counted.
const NAMED: usize = 10;
/// Exceptions of one code that are shown as examples.
const EXAMPLES: usize = 2;

/// The report of a month. `diff` compares with the month before, if there is one;
/// `prefectures` gives their order.
#[must_use]
pub fn monthly(
    month: Month,
    document: &Document,
    diff: Option<(&Month, &Diff)>,
    plan: &Plan,
    prefectures: &[String],
) -> Paper {
    let title = format!("{}淘汰落后产能核查月报", month.chinese());
    let mut blocks = vec![
        Block::Title(title.clone()),
        Block::plain(format!(
            "依据《{}》（{}），按{}核查。",
            plan.title,
            plan.document,
            document.as_of.format("%Y年%-m月%-d日")
        )),
        Block::Heading("一、总体情况".into()),
    ];
    let read = document.inputs.iter().filter(|input| input.error.is_none()).count();
    let count = |verdict| document.totals.verdict.get(&verdict).copied().unwrap_or(0);
    blocks.push(Block::plain(format!(
        "读入文件{read}份，{}行，其中设备记录{}条。属淘汰类{}条、禁止类{}条、待核实{}条、限制类{}条、除外{}条，未发现问题{}条{}。",
        document.ledger.rows,
        document.ledger.records,
        count(Verdict::Eliminate),
        count(Verdict::Prohibit),
        count(Verdict::Review),
        count(Verdict::Restrict),
        count(Verdict::Exempt),
        count(Verdict::Clear),
        if document.ledger.balances() { "，行数平衡" } else { "；行数不平，请先查明" },
    )));
    let rows = place_order(document.totals.prefecture.keys().cloned(), prefectures)
        .into_iter()
        .filter_map(|prefecture| Some((document.totals.prefecture.get(&prefecture)?, prefecture)))
        .map(|(verdicts, prefecture)| {
            let count = |verdict| verdicts.get(&verdict).copied().unwrap_or(0).to_string();
            let all: u64 = verdicts.values().sum();
            vec![
                prefecture,
                all.to_string(),
                count(Verdict::Eliminate),
                count(Verdict::Prohibit),
                count(Verdict::Review),
                count(Verdict::Restrict),
            ]
        })
        .collect();
    blocks.push(Block::Table {
        columns: ["州市", "记录", "淘汰", "禁止", "待核实", "限制"].map(str::to_owned).into(),
        widths: vec![4, 2, 2, 2, 2, 2],
        rows,
    });
    blocks.push(Block::Heading("二、与上月相比".into()));
    blocks.extend(changes(diff));
    blocks.push(Block::Heading("三、死灰复燃".into()));
    blocks.extend(returns(document));
    blocks.push(Block::Heading("四、处置进度".into()));
    blocks.extend(process(document));
    blocks.push(Block::Heading("五、没有读入的文件".into()));
    blocks.extend(unread(document));
    blocks.push(Block::Heading("六、下步工作".into()));
    blocks.push(Block::to_finish("工作安排、责任单位、完成时限"));
    Paper { title, created: document.as_of, blocks }
}

fn changes(diff: Option<(&Month, &Diff)>) -> Vec<Block> {
    let Some((before, diff)) = diff else {
        return vec![Block::plain("台账中没有更早的月份，本月是第一次核查。")];
    };
    let count = |state| diff.totals.get(&state).copied().unwrap_or(0);
    let mut blocks = vec![Block::plain(format!(
        "与{}相比，新增{}条、变化{}条、未变{}条、消失{}条。",
        before.chinese(),
        count(State::New),
        count(State::Changed),
        count(State::Unchanged),
        count(State::Gone),
    ))];
    blocks.extend(diff.notes.iter().map(|note| Block::plain(format!("{note}。"))));
    let graver = diff.differences.iter().filter(|difference| {
        let grave = |verdict: Option<Verdict>| verdict.is_some_and(|verdict| verdict >= Verdict::Prohibit);
        grave(difference.new_verdict) && !grave(difference.old_verdict)
    });
    let named: Vec<String> =
        graver.map(|difference| format!("{}（{}）", difference.enterprise, difference.equipment)).collect();
    if !named.is_empty() {
        blocks.push(Block::plain(format!("新属淘汰、禁止类的{}条：{}。", named.len(), list(&named, NAMED))));
    }
    blocks
}

fn returns(document: &Document) -> Vec<Block> {
    let found: Vec<&Exception> = document
        .exceptions
        .iter()
        .filter(|exception| {
            [returned::RETURNED, "closed-plant-running", "banned-return"].contains(&exception.code.as_str())
        })
        .collect();
    if found.is_empty() {
        return vec![Block::plain("本月没有发现。")];
    }
    let mut blocks: Vec<Block> =
        found.iter().map(|exception| Block::plain(format!("{}。", exception.message))).collect();
    blocks.push(Block::to_finish("核查结果和处理意见"));
    blocks
}

fn process(document: &Document) -> Vec<Block> {
    let mut codes: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Exception>> = BTreeMap::new();
    let process = document.exceptions.iter().filter(|exception| exception.kind == crate::audit::Kind::Process);
    for exception in process {
        codes.entry((std::cmp::Reverse(exception.severity), &exception.code)).or_default().push(exception);
    }
    if codes.is_empty() {
        return vec![Block::plain("没有过程异常。")];
    }
    let rows = codes
        .values()
        .map(|exceptions| {
            let messages: Vec<String> = exceptions.iter().map(|exception| exception.message.clone()).collect();
            let suggestion = exceptions.first().map_or(String::new(), |exception| exception.suggestion.clone());
            vec![exceptions.len().to_string(), list(&messages, EXAMPLES), suggestion]
        })
        .collect();
    vec![Block::Table {
        columns: ["条数", "问题", "怎么办"].map(str::to_owned).into(), widths: vec![1, 8, 5], rows
    }]
}

fn unread(document: &Document) -> Vec<Block> {
    let mut blocks: Vec<Block> = document
        .inputs
        .iter()
        .filter_map(|input| Some(Block::plain(format!("{}：{}。", input.file, input.error.as_ref()?))))
        .collect();
    if blocks.is_empty() {
        blocks.push(Block::plain("没有。"));
    }
    if document.ledger.not_understood > 0 {
        blocks.push(Block::plain(format!("另有{}行没看懂，没有核查。", document.ledger.not_understood)));
    }
    blocks
}

/// The first of many, and how many more there are.
fn list(names: &[String], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(String::as_str).collect();
    let rest = names.len().saturating_sub(most);
    let more = if rest > 0 { format!("等，另有 {rest} 条") } else { String::new() };
    format!("{}{more}", shown.join("；"))
}
