//! `capex plan init`: a commented starter for another region or year.

use std::path::PathBuf;

use anyhow::bail;

use crate::cli::{Console, Exit};
use crate::plan::starter;
use crate::region::Divisions;
use crate::report::file;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 行政区划代码，六位，如 520000
    #[arg(long, value_name = "代码")]
    region: String,
    /// 年份
    #[arg(long, value_name = "年份", value_parser = clap::value_parser!(i32).range(1990..=2100))]
    year: i32,
    /// 方案编号；不写为 plan-代码-年份
    #[arg(long, value_name = "编号")]
    id: Option<String>,
    /// 写到这个文件；不写则输出到屏幕。已有的文件不会被覆盖
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        if self.region.len() != 6 || !self.region.bytes().all(|byte| byte.is_ascii_digit()) {
            bail!("--region 应是六位行政区划代码，如 520000，这里是「{}」", self.region);
        }
        let id = self.id.unwrap_or_else(|| format!("plan-{}-{}", self.region, self.year));
        let name = Divisions::built_in().by_code(&self.region).map_or("", |division| division.name.as_str());
        let text = starter(&id, &self.region, name, self.year);
        match self.output {
            None => console.data(|out| Ok(out.write_all(text.as_bytes())?))?,
            Some(path) if path.exists() => bail!("{} 已经存在，不覆盖；请换一个文件名", path.display()),
            Some(path) => {
                file::write_whole(&path, &[], text.as_bytes())?;
                console.note(&format!("已写入 {}；改好后用 capex plan show --plan {0} 检查", path.display()));
            }
        }
        Ok(Exit::Clean)
    }
}
