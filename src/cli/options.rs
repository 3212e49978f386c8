//! Flags that several subcommands share, in the groups that they need them.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::catalog::Action;
use crate::workbook::Limits;

/// Against what is judged, and on which day.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "判定依据")]
pub struct JudgeOptions {
    /// 工作方案：内置方案的编号，或一个 yaml 文件
    #[arg(long, value_name = "方案", default_value = "yunnan-2019")]
    pub plan: String,
    /// 按哪一天判定，如 2019-06-30；不写为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    /// 目录文件夹：替换或补充内置目录（可多次，后者优先）
    #[arg(long, value_name = "文件夹")]
    pub catalogs: Vec<PathBuf>,
    /// 只用这个目录（可多次）
    #[arg(long, value_name = "目录编号")]
    pub only: Vec<String>,
    /// 只看这些类别：eliminate 淘汰、prohibit 禁止、restrict 限制
    #[arg(
        long,
        value_name = "类别",
        value_enum,
        value_delimiter = ',',
        hide_possible_values = true,
        default_value = "eliminate,prohibit,restrict",
        hide_default_value = true
    )]
    pub actions: Vec<ActionChoice>,
    /// 条文未见原文的命中改为待核实
    #[arg(long)]
    pub confirmed_only: bool,
    /// 复核意见：yaml 文件，或填好“复核意见”表的异常清单.xlsx；都要写理由和依据
    #[arg(long, value_name = "文件")]
    pub waivers: Option<PathBuf>,
}

impl JudgeOptions {
    /// The day as of which is judged: the one given, else today by the clock of this machine.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| chrono::Local::now().date_naive())
    }

    /// The classes of entries wanted; empty where nothing is left out. 重大隐患 and 禁止或限制未核实 go with 禁止.
    #[must_use]
    pub fn actions(&self) -> BTreeSet<Action> {
        let all = [ActionChoice::Eliminate, ActionChoice::Prohibit, ActionChoice::Restrict];
        if all.iter().all(|choice| self.actions.contains(choice)) {
            return BTreeSet::new();
        }
        let of = |choice: &ActionChoice| match choice {
            ActionChoice::Eliminate => &[Action::Eliminate][..],
            ActionChoice::Prohibit => &[Action::Prohibit, Action::Undecided, Action::Hazard],
            ActionChoice::Restrict => &[Action::Restrict],
        };
        self.actions.iter().flat_map(of).copied().collect()
    }
}

/// A class of entries that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ActionChoice {
    /// 淘汰.
    Eliminate,
    /// 禁止.
    Prohibit,
    /// 限制.
    Restrict,
}

/// The form of an answer that is one table or one JSON document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Form {
    /// A table for people.
    #[default]
    Table,
    /// JSON for scripts.
    Json,
}

/// From which result on a run counts as found (exit code 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// 淘汰 or 禁止.
    Eliminate,
    /// Those, or 待核实.
    Review,
    /// Those, or an error in the data or the process.
    Data,
    /// Nothing.
    Never,
}

/// What to warn of ahead of time.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "判定依据")]
pub struct WarnOptions {
    /// 提醒多少天内到期的条目（命中的和待核实的），如 90；判定当天到期的也算
    #[arg(long, value_name = "天数")]
    pub within: Option<u32>,
}

/// How files are read.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "读取")]
pub struct ReadOptions {
    /// 栏目对照文件（yaml）：表头 → 栏目
    #[arg(long, value_name = "文件")]
    pub mapping: Option<PathBuf>,
    /// 同时处理几个文件；不写按处理器个数
    #[arg(long, value_name = "个数")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    limits: LimitOptions,
}

impl ReadOptions {
    /// The safety caps: the defaults, with what was given.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let default = Limits::default();
        let given = &self.limits;
        Limits {
            file_bytes: given.limit_file_bytes.unwrap_or(default.file_bytes),
            inflated_bytes: given.limit_inflated_bytes.unwrap_or(default.inflated_bytes),
            cells: given.limit_cells.unwrap_or(default.cells),
            rows: given.limit_rows.unwrap_or(default.rows),
            columns: given.limit_columns.unwrap_or(default.columns),
            sheets: given.limit_sheets.unwrap_or(default.sheets),
            merges: given.limit_merges.unwrap_or(default.merges),
            parts: given.limit_parts.unwrap_or(default.parts),
            text_chars: given.limit_text.unwrap_or(default.text_chars),
            row_text_bytes: given.limit_row_text.unwrap_or(default.row_text_bytes),
            shared_string_bytes: given.limit_strings.unwrap_or(default.shared_string_bytes),
            cell_errors: given.limit_cell_errors.unwrap_or(default.cell_errors),
        }
    }
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "安全上限（超过即拒绝，可调高）")]
struct LimitOptions {
    /// 文件大小，默认 512MiB
    #[arg(long, value_name = "字节")]
    limit_file_bytes: Option<u64>,
    /// 解压后总大小，默认 1GiB
    #[arg(long, value_name = "字节")]
    limit_inflated_bytes: Option<u64>,
    /// 一张表的非空单元格，默认 5000万
    #[arg(long, value_name = "个数")]
    limit_cells: Option<u64>,
    /// 一张表的行数，默认 1048576
    #[arg(long, value_name = "行数")]
    limit_rows: Option<u32>,
    /// 一张表的列数，默认 16384
    #[arg(long, value_name = "列数")]
    limit_columns: Option<u32>,
    /// 一个工作簿的表数，默认 1024
    #[arg(long, value_name = "张数")]
    limit_sheets: Option<u32>,
    /// 一个工作簿的合并区域，默认 20万
    #[arg(long, value_name = "个数")]
    limit_merges: Option<u32>,
    /// 一个单元格的字数，默认 32767
    #[arg(long, value_name = "字数")]
    limit_text: Option<u32>,
    /// 一行文字的字节数，默认 8MiB
    #[arg(long, value_name = "字节")]
    limit_row_text: Option<u64>,
    /// 压缩包的部件数，默认 20000
    #[arg(long, value_name = "个数")]
    limit_parts: Option<u32>,
    /// 共享字符串总大小，默认 256MiB
    #[arg(long, value_name = "字节")]
    limit_strings: Option<u64>,
    /// 一张表里坏单元格的个数，默认 1000
    #[arg(long, value_name = "个数")]
    limit_cell_errors: Option<u32>,
}

/// Reads a day.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "日期要写成 2019-06-30 的样子".to_owned())
}
