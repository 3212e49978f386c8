//! 验收意见书: one written opinion for each household listed for exit, and the register of them.

use chrono::NaiveDate;

use super::amount::words;
use super::facts::{Household, Line, households, lines};
use super::paper::{Block, Paper, Run};
use super::table::{Cell, Row, Table};
use crate::audit::Document;
use crate::plan::Plan;
use crate::survey::Field;

/// An opinion with the name of its file, without suffix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// `001-甲公司`.
    pub file: String,
    /// The document.
    pub paper: Paper,
}

/// The opinions of all households listed for exit or already gone in the year, by prefecture, and their
/// register.
#[must_use]
pub fn opinions(document: &Document, plan: &Plan, prefectures: &[String]) -> (Vec<Opinion>, Table) {
    let lines = super::in_order_of(lines(document, plan), prefectures);
    let listed = |line: &Line| {
        line.exited || (line.case.is_listed_for_exit() && line.case.is_ordered() && !line.case.is_closed())
    };
    let mut register = Table::new(
        "验收意见登记表",
        format!("列入退出的企业，一户一份验收意见书；数据截至 {}", document.as_of),
        &[
            "序号",
            "文件",
            "州市",
            "县市区",
            "企业名称",
            "统一社会信用代码",
            "设备数（台套）",
            "产能",
            "关闭退出时间",
            "验收时间",
            "验收意见文号",
            "状态",
        ],
    );
    let mut opinions = Vec::new();
    for (index, household) in households(&lines, listed).iter().enumerate() {
        let Some(first) = household.first() else { continue };
        let name = first.text(Field::Enterprise);
        let file = format!("{:03}-{}", index + 1, file_name(&name));
        let references = household.lines.iter().map(|line| (0, line.at)).collect::<Vec<_>>();
        let (closed, open) = household.latest(|case| case.closed.map(|day| day.last));
        let accepted = household.latest(|case| case.accepted.map(|day| day.last)).0;
        let state = if household.is_accepted() {
            "已验收"
        } else if open > 0 {
            "未关闭"
        } else {
            "待验收"
        };
        register.rows.push(Row::body(
            vec![
                Cell::text((index + 1).to_string()),
                Cell::text(format!("{file}.docx")),
                Cell::text(first.prefecture()),
                Cell::text(first.text(Field::County)),
                Cell::text(name.clone()),
                Cell::text(first.text(Field::Uscc)),
                Cell::Number(household.lines.iter().map(|line| line.sets).sum(), references.clone()),
                Cell::text(words(&household.capacity())),
                closed.map_or(Cell::Empty, Cell::Date),
                accepted.map_or(Cell::Empty, Cell::Date),
                Cell::text(household.texts(Field::OpinionNo)),
                Cell::text(state),
            ],
            references,
        ));
        opinions.push(Opinion { file, paper: opinion(household, first, document, plan) });
    }
    (opinions, register)
}

/// An enterprise's name as a part of a file name on any system.
fn file_name(name: &str) -> String {
    let kept: String = crate::text::printable(name)
        .chars()
        .map(|c| if "\\/:*?\"<>|".contains(c) { '_' } else { c })
        .filter(|c| !c.is_whitespace())
        .take(40)
        .collect();
    if kept.trim_matches('.').is_empty() { "未写企业名称".to_owned() } else { kept }
}

fn opinion(household: &Household, first: &Line, document: &Document, plan: &Plan) -> Paper {
    let name = first.text(Field::Enterprise);
    let or_blank =
        |text: String, what: &str| if text.is_empty() { Run::ToFinish(what.to_owned()) } else { Run::Plain(text) };
    let labelled = |label: &str, run: Run| Block::Paragraph(vec![Run::Plain(format!("{label}：")), run]);
    let number = household.texts(Field::OpinionNo);
    let mut blocks = vec![
        Block::Title(format!("淘汰落后产能{}", plan.opinion)),
        Block::Paragraph(vec![Run::Plain("文号：".into()), or_blank(number, "验收意见文号")]),
        labelled("企业名称", or_blank(name.clone(), "企业名称")),
        labelled("统一社会信用代码", or_blank(first.text(Field::Uscc), "统一社会信用代码")),
        labelled(
            "所在地",
            or_blank(
                [first.text(Field::Prefecture), first.text(Field::County), first.text(Field::Address)].concat(),
                "所在地",
            ),
        ),
        labelled("行业", or_blank(first.text(Field::Sector), "行业")),
        Block::Heading("一、退出依据".into()),
        Block::plain(format!("《{}》（{}）。", plan.title, plan.document)),
    ];
    blocks.extend(basis(household, document));
    blocks.push(Block::Heading("二、退出的设备和产能".into()));
    blocks.push(equipment(household));
    let capacity = words(&household.capacity());
    let sets: rust_decimal::Decimal = household.lines.iter().map(|line| line.sets).sum();
    blocks.push(Block::Paragraph(vec![
        Run::Plain(format!("共{}台（套），退出产能：", sets.normalize())),
        or_blank(capacity, "摸底表没有可计的产能，核实后填写"),
    ]));
    for note in household.lines.iter().flat_map(|line| &line.uncounted) {
        blocks.push(Block::to_finish(note.clone()));
    }
    blocks.push(Block::Heading("三、关闭拆除情况".into()));
    blocks.extend(dismantling(household));
    blocks.push(Block::Heading("四、验收结果".into()));
    let accepted = household.latest(|case| case.accepted.map(|day| day.last));
    blocks.push(match accepted {
        (Some(day), 0) => Block::Paragraph(vec![
            Run::Plain(format!("{}完成现场验收。结论：", chinese(day))),
            Run::ToFinish("合格／不合格，与现场记录核对后填写".into()),
        ]),
        _ => Block::to_finish("验收时间；结论：合格／不合格"),
    });
    blocks.extend(signatures());
    Paper { title: format!("{name}{}", plan.opinion), created: document.as_of, blocks }
}

fn basis(household: &Household, document: &Document) -> Vec<Block> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut blocks = Vec::new();
    for item in household.lines.iter().flat_map(|line| &line.case.record.items) {
        for finding in item.findings.iter().filter(|finding| finding.outcome == crate::matching::Outcome::Hit) {
            let key = (finding.catalog.as_str(), finding.entry.as_str());
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            let catalog = document.catalogs.iter().find(|catalog| catalog.id == finding.catalog);
            let title = catalog.map_or(finding.catalog.as_str(), |catalog| &catalog.title);
            let number = catalog.map_or("", |catalog| &catalog.document);
            let cited = document.cited.iter().find(|cited| (cited.catalog.as_str(), cited.entry.as_str()) == key);
            let wording = cited.map_or(String::new(), |cited| format!("：{}", cited.name));
            let mut runs = vec![Run::Plain(format!("《{title}》（{number}）{}{wording}。", finding.cite))];
            if finding.evidence.starts_with("recalled") {
                runs.push(Run::ToFinish("条文待核对原文".into()));
            }
            blocks.push(Block::Paragraph(runs));
        }
    }
    if blocks.is_empty() {
        blocks.push(Block::to_finish("摸底表没有命中目录条目：写明关闭的依据（执法文书名称、文号）"));
    }
    blocks
}

fn equipment(household: &Household) -> Block {
    let rows = household
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            vec![
                (index + 1).to_string(),
                line.equipment(),
                [line.text(Field::Model), line.text(Field::Parameter)].join(" ").trim().to_owned(),
                line.sets.normalize().to_string(),
                words(&line.capacity),
                line.text(Field::Commissioned),
                line.text(Field::Status),
            ]
        })
        .collect();
    Block::Table {
        columns: ["序号", "设备", "规格型号和参数", "台（套）", "产能", "投产时间", "现状"].map(str::to_owned).into(),
        widths: vec![2, 6, 5, 3, 4, 4, 3],
        rows,
    }
}

fn dismantling(household: &Household) -> Vec<Block> {
    let mut blocks = Vec::new();
    for line in &household.lines {
        let when = line.case.closed.map_or_else(String::new, |day| format!("{day}关闭退出"));
        let parts: Vec<String> = [when, line.text(Field::Status), line.text(Field::Result)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let mut runs = vec![Run::Plain(format!("{}：{}。", line.equipment(), parts.join("，")))];
        if line.case.closed.is_none() {
            runs.push(Run::ToFinish("关闭退出时间".into()));
        }
        blocks.push(Block::Paragraph(runs));
    }
    blocks.push(Block::to_finish("现场查看：主体设备拆除、断电断水、拆除设备去向，附拆除前后照片"));
    blocks
}

fn signatures() -> Vec<Block> {
    let blank = |label: &str| Block::plain(format!("{label}：＿＿＿＿＿＿　＿＿年＿月＿日"));
    vec![
        Block::Heading("五、签字盖章".into()),
        blank("企业负责人"),
        blank("验收组组长"),
        blank("验收组成员"),
        blank("县级主管部门（盖章）"),
        blank("州市主管部门（盖章）"),
    ]
}

fn chinese(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}
