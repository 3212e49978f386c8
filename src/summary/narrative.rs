//! The narrative of the year in official style: numbers filled in, what a person must write marked.

use std::collections::BTreeSet;

use super::Input;
use super::paper::{Block, Paper, Run};
use super::table::{RowKind, Table};
use crate::survey::{Field, Value};

/// The narrative, from checked tables. `None` without a result.
#[must_use]
pub fn narrative(input: &Input, tables: &[Table]) -> Option<Paper> {
    let (_, document) = input.results.last()?;
    let plan = input.plan;
    let facts = Facts { tables };
    let title = plan.title.replace("工作方案", "工作总结");
    let title = if title == plan.title { format!("{title}工作总结") } else { title };
    let distinct = |field: Field| -> usize {
        let names: BTreeSet<String> =
            document.records.iter().filter_map(|record| record.fields.get(&field)).map(Value::to_text).collect();
        names.len()
    };
    let mut blocks = vec![
        Block::Title(title.clone()),
        Block::to_finish("主送单位"),
        Block::plain(format!(
            "按照《{}》（{}）要求，现将{}年工作情况总结如下（数据截至{}）。",
            plan.title,
            plan.document,
            plan.year,
            document.as_of.format("%Y年%-m月%-d日")
        )),
        Block::Heading("一、工作开展情况".into()),
        Block::Subheading("（一）摸底排查".into()),
    ];
    let read = document.inputs.iter().filter(|file| file.error.is_none()).count();
    blocks.push(Block::plain(format!(
        "汇总{}个州（市）、{}个县（市、区）报送的摸底表{read}份、记录{}条，涉及企业{}户。对照{}个目录逐条核查，属淘汰类{}条、禁止类{}条，\
         需要核实参数的{}条。",
        distinct(Field::Prefecture),
        distinct(Field::County),
        document.records.len(),
        super::facts::households(&super::facts::lines(document, plan), |_| true).len(),
        document.catalogs.len(),
        facts.last("分月趋势", "淘汰"),
        facts.last("分月趋势", "禁止"),
        facts.last("分月趋势", "待核实"),
    )));
    blocks.push(Block::Subheading("（二）执法检查".into()));
    blocks.extend(enforcement(input, &facts));
    blocks.push(Block::Subheading("（三）关闭退出".into()));
    blocks.extend(exits(&facts));
    blocks.push(Block::Subheading("（四）逐户验收".into()));
    blocks.push(Block::plain(format!(
        "依法关闭退出的{}户企业中，已出具{}并填写文号的{}户，待验收或资料不齐的{}户。",
        facts.rows("验收情况表"),
        plan.opinion,
        facts.total("验收情况表", "已验收（户）"),
        facts.total("验收情况表", "待验收（户）"),
    )));
    blocks.push(Block::Heading("二、存在的问题".into()));
    let open = facts.rows("未完成及下步措施");
    blocks.push(Block::plain(format!(
        "截至{}，属淘汰、禁止类或存在重大隐患、尚未关闭也未整改完成的还有{open}条，其中整改逾期{}条，逐条见附表“未完成及下步措施”。\
         未计入汇总的数值{}处，见附表“未计入的数值”。",
        document.as_of.format("%-m月%-d日"),
        facts.total("执法处置情况表", "逾期"),
        facts.rows("未计入的数值"),
    )));
    let returned: Vec<&str> = document
        .exceptions
        .iter()
        .filter(|exception| exception.code == crate::history::returned::RETURNED)
        .map(|exception| exception.message.as_str())
        .collect();
    if !returned.is_empty() {
        blocks.push(Block::plain(format!("发现死灰复燃{}起：{}。", returned.len(), returned.join("；"))));
    }
    blocks.push(Block::to_finish("分析原因：点名到州（市）和企业，说明客观困难与主观不足"));
    blocks.push(Block::Heading("三、下步措施".into()));
    for measure in next_steps(&facts) {
        blocks.push(Block::plain(measure));
    }
    blocks.push(Block::to_finish("补充下一年度工作安排、责任单位和完成时限"));
    blocks.push(Block::plain("附件：《总结》工作簿各表（数字可逐一追溯到记录、文件和单元格，见“数据来源”表）"));
    for doubt in &plan.doubts {
        blocks.push(Block::to_finish(format!("印发前核对：{doubt}")));
    }
    blocks.push(Block::Paragraph(vec![Run::Plain("落款：".into()), Run::ToFinish("单位名称、日期，加盖公章".into())]));
    Some(Paper { title, created: document.as_of, blocks })
}

struct Facts<'t> {
    tables: &'t [Table],
}

impl Facts<'_> {
    fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    fn total(&self, name: &str, column: &str) -> String {
        let total = self.table(name).and_then(|table| table.total(column)).unwrap_or_default();
        total.normalize().to_string()
    }

    fn last(&self, name: &str, column: &str) -> String {
        let cell = self.table(name).and_then(|table| {
            let column = table.column(column)?;
            Some(table.rows.last()?.cells.get(column)?.to_text().into_owned())
        });
        cell.unwrap_or_else(|| "0".to_owned())
    }

    fn rows(&self, name: &str) -> usize {
        self.table(name).map_or(0, |table| table.body().count())
    }
}

fn enforcement(input: &Input, facts: &Facts) -> Vec<Block> {
    let table = "执法处置情况表";
    let measures: Vec<String> = input
        .plan
        .enforcement
        .measures
        .iter()
        .map(|kind| format!("{}{}条", kind.name, facts.total(table, &format!("其中：{}", kind.name))))
        .collect();
    let prices: Vec<String> =
        input.plan.pricing.iter().map(|kind| format!("{}{}条", kind.name, facts.total(table, &kind.name))).collect();
    let mut blocks = vec![Block::plain(format!(
        "应处置{}条，已下达处置措施{}条（{}），未下达{}条。已下达的，完成整改{}条，依法关闭{}条，未到期或未定期限{}条，逾期{}条；\
         执法文书已抄送有关部门{}条，未抄送{}条。",
        facts.total(table, "应处置"),
        facts.total(table, "已下达"),
        measures.join("、"),
        facts.total(table, "未下达"),
        facts.total(table, "已完成"),
        facts.total(table, "已关闭"),
        facts.total(table, "未到期或未定期限"),
        facts.total(table, "逾期"),
        facts.total(table, "已抄送"),
        facts.total(table, "未抄送"),
    ))];
    if !prices.is_empty() {
        blocks.push(Block::plain(format!(
            "差别化价格：{}；没有差别化价格记录的{}条（一条可执行多种价格）。",
            prices.join("、"),
            facts.total(table, "没有差别化价格记录"),
        )));
    }
    blocks
}

fn exits(facts: &Facts) -> Vec<Block> {
    let name = "退出产能情况表";
    let Some(table) = facts.table(name) else { return Vec::new() };
    let units: Vec<&String> = table.columns.iter().filter(|title| title.starts_with("产能（")).collect();
    let amounts: Vec<String> = units
        .iter()
        .map(|title| {
            let unit = title.trim_start_matches("产能（").trim_end_matches('）');
            format!("{}{unit}", facts.total(name, title))
        })
        .filter(|words| !words.starts_with('0') || words.starts_with("0."))
        .collect();
    let amounts = if amounts.is_empty() { "没有可计的产能".to_owned() } else { amounts.join("、") };
    let mut blocks = vec![Block::plain(format!(
        "依法关闭退出企业{}户，淘汰设备{}台（套），退出产能{amounts}（各计量单位分列，不相加）。分州（市）情况如下：",
        facts.total(name, "企业（户）"),
        facts.total(name, "设备（台套）"),
    ))];
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .filter(|row| {
            row.kind == RowKind::Total
                || (row.kind == RowKind::Subtotal && row.cells.get(1).is_some_and(|cell| cell.to_text() == "小计"))
        })
        .map(|row| {
            row.cells
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != 1)
                .map(|(_, cell)| cell.to_text().into_owned())
                .collect()
        })
        .collect();
    let columns: Vec<String> =
        table.columns.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, title)| title.clone()).collect();
    let widths = (0..columns.len()).map(|at| if at == 0 { 3 } else { 2 }).collect();
    blocks.push(Block::Table { columns, widths, rows });
    blocks
}

/// Steps that follow from the numbers; the rest a person writes.
fn next_steps(facts: &Facts) -> Vec<String> {
    let mut steps = Vec::new();
    let mut add = |count: String, words: &str| {
        if count != "0" {
            steps.push(words.replace("{}", &count));
        }
    };
    add(facts.total("执法处置情况表", "未下达"), "对尚未下达处置措施的{}条，逐条下达执法文书，明确措施和期限。");
    add(facts.total("执法处置情况表", "逾期"), "对整改逾期的{}条，现场核实，仍不到位的依法关闭。");
    add(facts.total("执法处置情况表", "未抄送"), "对未抄送的{}条，补送其他有关部门，落实差别化价格。");
    add(facts.total("验收情况表", "待验收（户）"), "对待验收的{}户，限期组织逐户验收，补齐验收时间和意见文号。");
    add(facts.rows("未计入的数值").to_string(), "对未计入汇总的{}处数值，核实后补报。");
    steps.push("对已关闭退出的企业持续开展“回头看”，严防死灰复燃。".to_owned());
    steps
}
