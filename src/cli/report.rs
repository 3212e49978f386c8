//! `capex report RESULT.json`: a saved result in any form.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::outputs::OutputOptions;
use super::{Console, Exit};
use crate::audit::{Document, SCHEMA};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 保存的核查结果（capex audit -o 结果.json）
    #[arg(value_name = "结果.json")]
    result: PathBuf,
    #[command(flatten)]
    outputs: OutputOptions,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let inputs = [self.result];
        self.outputs.check(&inputs)?;
        let [result] = &inputs;
        let document = read(result)?;
        self.outputs.write(&document, &inputs, console)?;
        Ok(Exit::Clean)
    }
}

/// Reads a saved result.
///
/// # Errors
/// The file cannot be read, is no JSON, or is of another schema.
pub(super) fn read(path: &Path) -> anyhow::Result<Document> {
    let file = File::open(path).with_context(|| format!("不能打开 {}", path.display()))?;
    let value: serde_json::Value = serde_json::from_reader(BufReader::new(file))
        .with_context(|| format!("{} 不是完整的 JSON，请用 capex audit -o 结果.json 保存的文件", path.display()))?;
    match value.get("schema").and_then(serde_json::Value::as_str) {
        Some(SCHEMA) => {}
        Some(other) => bail!("{} 的格式是 {other}，这个版本只认 {SCHEMA}，请用写出它的版本打开", path.display()),
        None => bail!("{} 不是核查结果：没有 schema，应为 {SCHEMA}", path.display()),
    }
    serde_json::from_value(value).with_context(|| format!("{} 的内容与 {SCHEMA} 不符", path.display()))
}
