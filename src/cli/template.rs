//! `capex template`: the empty survey workbook of a plan.

use std::path::PathBuf;

use anyhow::bail;

use super::{Console, Exit, setup};
use crate::plan::Plan;
use crate::region::{Division, Divisions};
use crate::report::file;
use crate::report::template::{self, Form};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 写到这个文件
    #[arg(long, short, value_name = "文件.xlsx", default_value = "摸底表.xlsx")]
    output: PathBuf,
    /// 工作方案：内置方案的编号，或一个 yaml 文件；行业、处置措施从它来
    #[arg(long, value_name = "方案", default_value = "yunnan-2019")]
    plan: String,
    /// 只给这个州市用：下拉列表只有它和它的县市区
    #[arg(long, value_name = "州市")]
    prefecture: Option<String>,
    /// 文件已存在时覆盖
    #[arg(long)]
    force: bool,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let path = self.output;
        if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
            bail!("{} 不是 .xlsx 文件；摸底表只写成 xlsx，请换一个文件名", path.display());
        }
        let plan = setup::plan(&self.plan)?;
        let divisions = Divisions::built_in();
        let known = Form::prefectures(&plan, divisions);
        let prefecture = self.prefecture.as_deref().map(|name| one(name, &plan, divisions, &known)).transpose()?;
        if !self.force && path.symlink_metadata().is_ok() {
            bail!("{} 已经存在，不覆盖；请换一个文件名，或加 --force", path.display());
        }
        if known.is_empty() {
            console.note(&format!("没有 {} 的区划表，州市、县市区没有下拉列表", plan.region));
        }
        let form = Form { plan: &plan, divisions, prefecture };
        let mut content = std::io::Cursor::new(Vec::new());
        template::write(&form, &mut content)?;
        let inputs = [PathBuf::from(&self.plan)];
        file::write_whole(&path, &inputs, content.get_ref())?;
        console.note(&format!("已写入 {}；填好后用 capex audit {0} 核查", path.display()));
        Ok(Exit::Clean)
    }
}

/// The prefecture that a name means.
fn one<'d>(name: &str, plan: &Plan, divisions: &Divisions, known: &[&'d Division]) -> anyhow::Result<&'d Division> {
    let found = divisions.find(name);
    let meant = known.iter().find(|division| found.iter().any(|found| found.division.code == division.code));
    let Some(division) = meant else {
        let names: Vec<&str> = known.iter().map(|division| division.name.as_str()).collect();
        bail!("方案 {} 的地区里没有州市“{name}”；有：{}", plan.id, names.join("、"));
    };
    Ok(division)
}
