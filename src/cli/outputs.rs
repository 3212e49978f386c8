//! Where a result goes: `--format` for stdout, `-o` for files, in the form that the suffix names.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::Console;
use crate::audit::Document;
use crate::report::view::View;
use crate::report::{csv, file, grid, html, json, markdown, terminal, workbook};

/// The form of a result on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people, on a terminal.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Every record, for spreadsheet programs.
    Csv,
    /// For a wiki or a message.
    Markdown,
}

/// Flags of commands that print a result.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "输出")]
pub struct OutputOptions {
    /// 屏幕输出的格式：table、json、jsonl、csv、markdown
    #[arg(long, value_enum, default_value_t, value_name = "格式", hide_possible_values = true)]
    pub format: Format,
    /// 写入文件（可多次），按后缀定格式：.xlsx .html .json .jsonl .csv .md（.parquet 须编入）
    #[arg(long, short, value_name = "文件")]
    pub output: Vec<PathBuf>,
}

impl OutputOptions {
    /// Checks every output before the work begins: a form that is not known, an input that would be overwritten.
    ///
    /// # Errors
    /// The first such output.
    pub fn check(&self, inputs: &[PathBuf]) -> anyhow::Result<()> {
        for output in &self.output {
            form(output)?;
            file::refuse_inputs(output, inputs)?;
        }
        Ok(())
    }

    /// Whether JSON Lines on stdout are all that is asked for, so that nothing need be kept.
    pub(super) fn only_lines(&self) -> bool {
        self.format == Format::Jsonl && self.output.is_empty()
    }

    /// Writes the files, then stdout. Where files are written and no format is asked for, stdout still gets the table.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub fn write(&self, document: &Document, inputs: &[PathBuf], console: &Console) -> anyhow::Result<()> {
        let view = View::new(document);
        for output in &self.output {
            let form = form(output)?;
            file::write_with(output, inputs, |out| match form {
                Form::Workbook => workbook::write(&view, out),
                Form::Html => Ok(html::write(&view, out)?),
                Form::Json => Ok(json::document(document, out)?),
                Form::Jsonl => Ok(json::lines(document, out)?),
                Form::Csv => csv::write(grid::detail(&view), out),
                Form::Markdown => Ok(markdown::write(&view, out)?),
                #[cfg(feature = "parquet")]
                Form::Parquet => crate::report::parquet::write(document, out),
            })?;
            console.note(&format!("已写入 {}", output.display()));
        }
        console.data(|out| match self.format {
            Format::Table => Ok(terminal::audit(&view, console.width(), console.color(), out)?),
            Format::Json => Ok(json::document(document, out)?),
            Format::Jsonl => Ok(json::lines(document, out)?),
            Format::Csv => csv::write(grid::detail(&view), out),
            Format::Markdown => Ok(markdown::write(&view, out)?),
        })
    }
}

/// The form of an output file.
#[derive(Debug, Clone, Copy)]
enum Form {
    Workbook,
    Html,
    Json,
    Jsonl,
    Csv,
    Markdown,
    #[cfg(feature = "parquet")]
    Parquet,
}

fn form(output: &Path) -> anyhow::Result<Form> {
    let suffix = output.extension().map(|suffix| suffix.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    Ok(match suffix.as_str() {
        "xlsx" => Form::Workbook,
        "html" | "htm" => Form::Html,
        "json" => Form::Json,
        "jsonl" | "ndjson" => Form::Jsonl,
        "csv" => Form::Csv,
        "md" | "markdown" => Form::Markdown,
        #[cfg(feature = "parquet")]
        "parquet" => Form::Parquet,
        #[cfg(not(feature = "parquet"))]
        "parquet" => bail!(
            "这个 capex 没有编入 Parquet，不能写 {}：请用 cargo install --path . --features parquet 重新编译，\
             或者改写 .jsonl（DuckDB、Spark 也能直接读）",
            output.display()
        ),
        _ => bail!("不认识输出文件 {} 的后缀，可用：.xlsx .html .json .jsonl .csv .md", output.display()),
    })
}
