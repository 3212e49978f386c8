//! `capex ingest PATH...`: survey files read and normalised, nothing judged.

mod explain;
mod forms;

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueEnum;

use super::options::ReadOptions;
use super::{Console, Exit, setup};
use crate::audit::list_surveys;
use crate::report::file;
use crate::survey::{Reader, Record, RowCount, SheetSummary, mapping_starter};
use crate::workbook::Workbook;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 摸底表文件或文件夹（文件夹下的表格文件都读）
    #[arg(value_name = "文件或文件夹", required = true)]
    paths: Vec<PathBuf>,
    /// 屏幕输出的格式：table 表格、jsonl 一行一个 JSON、csv
    #[arg(long, value_enum, default_value_t, value_name = "格式", hide_possible_values = true)]
    format: Form,
    /// 写入文件（可多次），按后缀定格式：.jsonl .csv
    #[arg(long, short, value_name = "文件")]
    output: Vec<PathBuf>,
    /// 说明每张表在哪里、表头怎样理解、各栏是什么和为什么、跳过了什么
    #[arg(long)]
    explain: bool,
    /// 把现在的认法写成栏目对照文件，改好后用 --mapping 给出
    #[arg(long, value_name = "文件")]
    write_mapping: Option<PathBuf>,
    #[command(flatten)]
    read: ReadOptions,
}

/// The form of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Form {
    /// For people.
    #[default]
    Table,
    /// One JSON object a line.
    Jsonl,
    /// For spreadsheet programs.
    Csv,
}

/// What was found in a file.
#[derive(Debug)]
struct FileRead {
    name: String,
    /// Format and other remarks of opening.
    notes: Vec<String>,
    sheets: Vec<SheetSummary>,
    error: Option<String>,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let outputs = self
            .output
            .iter()
            .map(|output| Ok((output.as_path(), form(output)?)))
            .collect::<anyhow::Result<Vec<(&Path, Form)>>>()?;
        let reader = setup::reader(&self.read)?;
        let found = list_surveys(&self.paths);
        for output in self.output.iter().chain(&self.write_mapping) {
            file::refuse_inputs(output, &found.files)?;
        }
        let mut files: Vec<FileRead> = Vec::new();
        for (path, why) in &found.failed {
            files.push(FileRead { name: name(path), notes: Vec::new(), sheets: Vec::new(), error: Some(why.clone()) });
        }
        for (path, why) in &found.skipped {
            console.note(&format!("{}：{why}，没有读", path.display()));
        }
        if outputs.is_empty() && self.write_mapping.is_none() && !self.explain && self.format == Form::Jsonl {
            // Nothing else wants the records: they go out as they come.
            console.data(|out| {
                let mut failed = None;
                let mut print = |record: Record| {
                    if failed.is_none() {
                        failed = forms::json_line(&record, out).err();
                    }
                };
                files.extend(found.files.iter().map(|path| self.read_file(path, &reader, &mut print)));
                failed.map_or(Ok(()), |error| Err(error.into()))
            })?;
        } else {
            let mut records: Vec<Record> = Vec::new();
            for path in &found.files {
                let read = self.read_file(path, &reader, &mut |record| records.push(record));
                files.push(read);
            }
            for (output, form) in &outputs {
                file::write_with(output, &found.files, |out| forms::write(*form, &records, console, out))?;
                console.note(&format!("已写入 {}", output.display()));
            }
            if let Some(path) = &self.write_mapping {
                let sheets: Vec<SheetSummary> = files.iter().flat_map(|read| read.sheets.iter().cloned()).collect();
                file::write_whole(path, &found.files, mapping_starter(&sheets).as_bytes())?;
                console.note(&format!("已写入 {}", path.display()));
            }
            console.data(|out| {
                if self.explain {
                    files.iter().try_for_each(|read| explain::file(read, out))?;
                    Ok(())
                } else {
                    forms::write(self.format, &records, console, out)
                }
            })?;
        }
        Ok(report(&files, console, self.explain))
    }

    fn read_file(&self, path: &Path, reader: &Reader, sink: &mut dyn FnMut(Record)) -> FileRead {
        let name = name(path);
        match Workbook::open(path, &self.read.limits()) {
            Ok(mut workbook) => {
                let sheets = reader.read_workbook(&name, &mut workbook, sink);
                let mut notes = vec![format!("格式：{}", workbook.format())];
                notes.extend(workbook.notes().iter().cloned());
                FileRead { name, notes, sheets, error: None }
            }
            Err(error) => FileRead { name, notes: Vec::new(), sheets: Vec::new(), error: Some(error.to_string()) },
        }
    }
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn form(output: &Path) -> anyhow::Result<Form> {
    match output.extension().map(|suffix| suffix.to_string_lossy().to_ascii_lowercase()).as_deref() {
        Some("jsonl" | "ndjson") => Ok(Form::Jsonl),
        Some("csv") => Ok(Form::Csv),
        _ => bail!("不认识输出文件 {} 的后缀，可用：.jsonl .csv", output.display()),
    }
}

/// Says what could not be read, and how the run ended.
fn report(files: &[FileRead], console: &Console, explained: bool) -> Exit {
    let mut rows = RowCount::default();
    let mut incomplete = false;
    for read in files {
        if let Some(error) = &read.error {
            incomplete = true;
            console.warn(&format!("没有读出：{error}"));
        }
        for sheet in &read.sheets {
            rows += sheet.rows;
            if let Some(error) = &sheet.error {
                incomplete = true;
                console.warn(&format!("没有读完：{error}"));
            }
            if explained {
                continue;
            }
            for problem in &sheet.problems {
                let place = problem.cell.map(|cell| format!(" {cell}")).unwrap_or_default();
                console.note(&format!("{} [{}]{place}：{}", read.name, sheet.name, problem.message));
            }
        }
    }
    let split = if rows.split > 0 {
        format!("（一行拆成几条记录的，多计{}行）", rows.split)
    } else {
        String::new()
    };
    console.note(&format!(
        "共{}行 = 表头{} + 空行{} + 合计行{} + 说明{} + 记录{} + 没看懂{}{split}",
        rows.rows, rows.header, rows.blank, rows.subtotal, rows.note, rows.records, rows.not_understood
    ));
    if incomplete || rows.not_understood > 0 {
        Exit::Incomplete
    } else if rows.records == 0 {
        console.warn("没有找到一条设备记录：请检查给的是不是摸底表，可加 --explain 看各表怎样认的");
        Exit::Empty
    } else {
        Exit::Clean
    }
}
