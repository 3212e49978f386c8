//! `capex catalog import TABLE --id ID`: an official table → draft entries, with a list of what a person must finish.

mod docx;
mod entry;
mod table;

use std::path::PathBuf;

use crate::cli::{Console, Exit};
use crate::report::file;

use super::draft::quoted;
use super::options::Source;
use entry::Drafter;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 官方表格：xlsx、xls、ods、csv 或 docx
    #[arg(value_name = "表格")]
    table: PathBuf,
    /// 新目录的编号，如 saws-2018-1
    #[arg(long, value_name = "目录编号")]
    id: String,
    /// 目录名称；不写则取表格上方的标题
    #[arg(long, value_name = "名称")]
    title: Option<String>,
    /// 文号
    #[arg(long, value_name = "文号", default_value = "待写文号")]
    document: String,
    /// 写到这个文件；不写则输出到屏幕
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let well_formed = self.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if self.id.is_empty() || !well_formed {
            anyhow::bail!("--id 应是英文小写、数字和连字符，如 saws-2018-1，这里是“{}”", self.id);
        }
        let library = self.source.load()?;
        let table::Read { title, items } = table::read(&self.table)?;
        let title = self.title.clone().or(title).unwrap_or_else(|| "待写名称".to_owned());
        let name = self.table.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut text = format!(
            "# 由 capex catalog import 从 {name} 起草，共 {} 条。逐条做完“待办”，再跑 capex catalog check\n\
             catalog: {}\ntitle: {}\ndocument: {}\n# 待办：issuer、issued、effective\n\
             coverage: {{complete: false, note: 起草，未核对}}\nentries:\n",
            items.len(),
            self.id,
            quoted(&title),
            quoted(&self.document)
        );
        let mut drafter = Drafter::new(&library, name);
        for item in &items {
            text.push_str(&drafter.entry(item));
            text.push('\n');
        }
        let todo = text.matches("# 待办").count();
        match &self.output {
            Some(path) => file::write_whole(path, std::slice::from_ref(&self.table), text.as_bytes())?,
            None => console.data(|out| Ok(out.write_all(text.as_bytes())?))?,
        }
        console.note(&format!(
            "起草 {} 条，{todo} 处待办（# 待办）；放进文件夹后用 capex catalog check 检查",
            items.len()
        ));
        Ok(Exit::Clean)
    }
}
