//! `capex cross SURVEY --roster LIST`: a roster of enterprises against the survey.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::options::{Form, JudgeOptions, ReadOptions};
use super::results::warn_of_unread;
use super::{Console, Exit, setup};
use crate::audit;
use crate::history::roster::{Presence, RosterEntry, RosterMatch, cross};
use crate::region::Divisions;
use crate::report::file;
use crate::report::terminal::{Column, Paint, Table};
use crate::summary::table::{Cell, Row, Table as Sheet};
use crate::summary::workbook::write_single;
use crate::text::fold;
use crate::workbook::{CellValue, Limits, Workbook};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 摸底表文件或文件夹
    #[arg(value_name = "摸底表", required = true)]
    paths: Vec<PathBuf>,
    /// 名册（可多次）：许可、登记、用电、举报线索等表格，须有企业名称或统一社会信用代码栏
    #[arg(long, value_name = "名册", required = true)]
    roster: Vec<PathBuf>,
    /// 写入文件（可多次）：.xlsx .json
    #[arg(long, short, value_name = "文件")]
    output: Vec<PathBuf>,
    /// 屏幕输出的格式：table、json
    #[arg(long, value_name = "格式", value_enum, default_value_t, hide_possible_values = true)]
    format: Form,
    #[command(flatten)]
    judge: JudgeOptions,
    #[command(flatten)]
    read: ReadOptions,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let files = audit::list_surveys(&self.paths);
        if let Some((path, why)) = files.failed.first() {
            bail!("{}：{why}", path.display());
        }
        let inputs: Vec<PathBuf> = files.files.iter().chain(&self.roster).cloned().collect();
        for output in &self.output {
            file::refuse_inputs(output, &inputs)?;
            if !matches!(suffix(output).as_str(), "xlsx" | "json") {
                bail!("不认识输出文件 {} 的后缀，可用：.xlsx .json", output.display());
            }
        }
        let limits = self.read.limits();
        let mut roster = Vec::new();
        for path in &self.roster {
            roster.extend(read_roster(path, &limits)?);
        }
        let auditor = setup::auditor(&self.judge, &self.read, false)?;
        let document = setup::audit(auditor, &setup::as_given(&files.files), &self.read, console);
        let matches = cross(&roster, &document.records, Divisions::built_in());
        for output in &self.output {
            file::write_with(output, &inputs, |out| match suffix(output).as_str() {
                "json" => Ok(out.write_all(json(&matches)?.as_bytes())?),
                _ => write_single(&sheet(&matches), document.as_of, out),
            })?;
            console.note(&format!("已写入 {}", output.display()));
        }
        let text = match self.format {
            Form::Json => json(&matches)?,
            Form::Table => table(&matches, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        let incomplete = warn_of_unread(&document, console) || document.ledger.not_understood > 0;
        let missing = matches.iter().any(|found| found.presence == Presence::Missing);
        Ok(if incomplete {
            Exit::Incomplete
        } else if document.records.is_empty() {
            Exit::Empty
        } else if missing {
            Exit::Found
        } else {
            Exit::Clean
        })
    }
}

fn suffix(path: &Path) -> String {
    path.extension().map(|suffix| suffix.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// Headings of the columns that a roster needs.
const NAMES: [&str; 9] =
    ["企业名称", "单位名称", "企业", "名称", "用户名称", "户名", "公司名称", "被举报单位", "持证单位"];
const CODES: [&str; 4] = ["统一社会信用代码", "社会信用代码", "信用代码", "组织机构代码"];

/// Reads the enterprises of a roster: in every sheet, below the first row with a heading for a name or a code.
fn read_roster(path: &Path, limits: &Limits) -> anyhow::Result<Vec<RosterEntry>> {
    let file = path.display().to_string();
    let mut workbook = Workbook::open(path, limits).map_err(|error| anyhow::anyhow!("名册 {file}：{error}"))?;
    let mut entries = Vec::new();
    for index in 0..workbook.sheets().len() {
        let Some(facts) = workbook.sheets().get(index).cloned() else { continue };
        let mut columns: Option<(Option<u32>, Option<u32>)> = None;
        let read = workbook.read_sheet(index, &mut |row| {
            let texts: BTreeMap<u32, String> = row.cells.iter().map(|cell| (cell.column, words(&cell.value))).collect();
            let of = |column: Option<u32>| column.and_then(|column| texts.get(&column)).cloned().unwrap_or_default();
            match columns {
                None => {
                    let find = |wanted: &[&str]| {
                        wanted.iter().find_map(|name| {
                            texts.iter().find(|(_, text)| fold(text).text == *name).map(|(column, _)| *column)
                        })
                    };
                    let (name, code) = (find(&NAMES), find(&CODES));
                    if name.is_some() || code.is_some() {
                        columns = Some((name, code));
                    }
                }
                Some((name, code)) => {
                    let entry = RosterEntry {
                        name: of(name),
                        code: of(code),
                        place: format!("{file} {} 第{}行", facts.name, row.index + 1),
                    };
                    let sum = ["合计", "总计", "小计"].contains(&entry.name.as_str());
                    let named = !entry.name.is_empty() || !entry.code.is_empty();
                    if named && !sum {
                        entries.push(entry);
                    }
                }
            }
            ControlFlow::Continue(())
        });
        if let Err(error) = read {
            bail!("名册 {file}：{error}");
        }
    }
    if entries.is_empty() {
        bail!("名册 {file} 中没有找到企业：应有一行表头写着“企业名称”（或单位名称、户名）或“统一社会信用代码”");
    }
    Ok(entries)
}

fn words(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) => text.trim().to_owned(),
        CellValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn json(matches: &[RosterMatch]) -> anyhow::Result<String> {
    let list: Vec<serde_json::Value> = matches
        .iter()
        .map(|found| {
            let presence = match found.presence {
                Presence::Missing => "missing",
                Presence::Possible => "possible",
                Presence::OtherName => "other-name",
                Presence::Found => "found",
            };
            serde_json::json!({
                "name": found.entry.name, "uscc": found.entry.code, "source": found.entry.place, "presence": presence,
                "survey_name": found.survey_name, "records": found.records, "reason": found.reason,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&serde_json::json!({"schema": "capex.cross/1", "matches": list}))? + "\n")
}

/// Missing ones first.
fn ordered(matches: &[RosterMatch]) -> Vec<&RosterMatch> {
    let mut ordered: Vec<&RosterMatch> = matches.iter().collect();
    ordered.sort_by_key(|found| found.presence);
    ordered
}

fn sheet(matches: &[RosterMatch]) -> Sheet {
    let mut sheet = Sheet::new(
        "名册比对",
        counts(matches),
        &["结论", "名册中的名称", "名册中的代码", "摸底表中的名称", "理由", "记录数", "名册位置"],
    );
    for found in ordered(matches) {
        sheet.rows.push(Row::body(
            vec![
                Cell::text(found.presence.chinese()),
                Cell::text(found.entry.name.clone()),
                Cell::text(found.entry.code.clone()),
                Cell::text(found.survey_name.clone()),
                Cell::text(found.reason.clone()),
                Cell::text(found.records.len().to_string()),
                Cell::text(found.entry.place.clone()),
            ],
            Vec::new(),
        ));
    }
    sheet
}

fn counts(matches: &[RosterMatch]) -> String {
    let count = |presence| matches.iter().filter(|found| found.presence == presence).count();
    format!(
        "名册 {} 户：摸底表中有 {}，名称不同 {}，待核实 {}，没有 {}",
        matches.len(),
        count(Presence::Found),
        count(Presence::OtherName),
        count(Presence::Possible),
        count(Presence::Missing)
    )
}

fn table(matches: &[RosterMatch], console: &Console) -> String {
    let mut table = Table::new(vec![
        Column::new("结论", 12),
        Column::new("名册中的名称", 12).weight(2),
        Column::new("摸底表中的名称", 14).weight(2),
        Column::new("理由", 14).weight(3),
    ]);
    for found in ordered(matches) {
        let paint = match found.presence {
            Presence::Missing => Paint::Grave,
            Presence::Possible | Presence::OtherName => Paint::Doubtful,
            Presence::Found => Paint::Plain,
        };
        let name = if found.entry.name.is_empty() { &found.entry.code } else { &found.entry.name };
        table.row([
            (found.presence.chinese(), paint),
            (name, paint),
            (&found.survey_name, paint),
            (&found.reason, paint),
        ]);
    }
    format!("{}\n{}\n", table.draw(console.width(), console.color()), counts(matches))
}
