//! `capex catalog verify KEY --against SOURCE`: records that a person held an entry against the official print.
//!
//! The official files are not touched: the record goes to an overlay in the user's folder, one for each edition. From then on
//! the entry counts as confirmed wherever that folder is given with `--catalogs`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::catalog::{Entry, Library};
use crate::cli::options::day;
use crate::cli::{Console, Exit};
use crate::report::file;

use super::draft::quoted;
use super::options::{broken, edition};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 条目的键
    #[arg(value_name = "键")]
    key: String,
    /// 与什么核对：官方印本、公报、网址
    #[arg(long, value_name = "来源")]
    against: String,
    /// 哪一版目录；条目只见于一版时可不写
    #[arg(long, value_name = "目录编号")]
    catalog: Option<String>,
    /// 印本的条文；不写即与现有条文一致
    #[arg(long, value_name = "条文")]
    wording: Option<String>,
    /// 印本的出处：类、部分、项号；不写即与现有出处一致
    #[arg(long, value_name = "出处")]
    cite: Option<String>,
    /// 核对日期；不写为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Option<chrono::NaiveDate>,
    /// 记到这个文件夹，以后用 --catalogs 给出
    #[arg(long, value_name = "文件夹")]
    into: PathBuf,
    /// 还要用到的其他目录文件夹（可多次）
    #[arg(long, value_name = "文件夹")]
    catalogs: Vec<PathBuf>,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let library = self.library()?;
        let id = self.edition(&library)?;
        let entry = edition(&library, &id)?
            .entry(&self.key)
            .with_context(|| format!("目录“{id}”没有条目“{}”；用 capex catalog search 查找", self.key))?;
        if let Some(checked) = entry.evidence.checked {
            bail!("目录“{id}”的条目“{}”已于 {checked} 核对过；要改，先在记录文件里删去它", self.key);
        }
        std::fs::create_dir_all(&self.into).with_context(|| format!("建不了文件夹 {}", self.into.display()))?;
        let path = self.into.join(format!("verified-{id}.yaml"));
        let before = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                format!(
                    "# 条文与官方印本核对的记录，由 capex catalog verify 写\noverlay: {id}\nreason: 条文核对\nentries:\n"
                )
            }
            Err(error) => bail!("{} 读不出：{error}", path.display()),
        };
        let text = format!("{}\n{}", before.trim_end(), self.record(entry));
        self.try_out(&path, &text)?;
        file::write_whole(&path, &[], text.as_bytes())?;
        console.note(&format!("已记入 {}；审核时加 --catalogs {}", path.display(), self.into.display()));
        if self.wording.as_ref().is_some_and(|wording| *wording != entry.name) {
            console.warn(&format!("条文与原来所写不同，规则没有改：用 capex catalog show {} 核对规则", self.key));
        }
        Ok(Exit::Clean)
    }

    /// The catalogues with what was recorded before.
    fn library(&self) -> anyhow::Result<Library> {
        let mut folders = self.catalogs.clone();
        if self.into.is_dir() && !folders.contains(&self.into) {
            folders.push(self.into.clone());
        }
        Library::load(&folders).map_err(broken)
    }

    /// The edition meant.
    fn edition(&self, library: &Library) -> anyhow::Result<String> {
        if let Some(id) = &self.catalog {
            return Ok(id.clone());
        }
        let holding = library.editions.iter().filter(|edition| edition.entry(&self.key).is_some());
        let ids: Vec<&str> = holding.map(|edition| edition.id.as_str()).collect();
        match ids.as_slice() {
            [id] => Ok((*id).to_owned()),
            [] => bail!("没有键为“{}”的条目；用 capex catalog search 查找", self.key),
            several => bail!("条目“{}”见于 {}：用 --catalog 说明核对的是哪一版", self.key, several.join("、")),
        }
    }

    /// The entry of the overlay.
    fn record(&self, entry: &Entry) -> String {
        let on = self.on.unwrap_or_else(|| chrono::Local::now().date_naive());
        let mut text = format!("  - key: {}\n", entry.key);
        if let Some(cite) = &self.cite {
            text.push_str(&format!("    cite: {}\n", quoted(cite)));
        }
        let wording = self.wording.as_ref().unwrap_or(&entry.name);
        text.push_str(&format!("    name: {}\n", quoted(wording)));
        text.push_str(&format!(
            "    evidence: {{level: verified, source: {}, checked: {on}}}\n    doubts: []\n",
            quoted(&self.against)
        ));
        text
    }

    /// Reads the catalogues with the new text in place, before anything is written.
    fn try_out(&self, path: &Path, text: &str) -> anyhow::Result<()> {
        let folder = tempfile::tempdir().context("建不了临时文件夹")?;
        if self.into.is_dir() {
            for entry in std::fs::read_dir(&self.into)?.filter_map(Result::ok) {
                if entry.path() != path && entry.path().is_file() {
                    std::fs::copy(entry.path(), folder.path().join(entry.file_name()))?;
                }
            }
        }
        let name = path.file_name().unwrap_or_default();
        std::fs::write(folder.path().join(name), text)?;
        let mut folders: Vec<PathBuf> = self.catalogs.iter().filter(|folder| **folder != self.into).cloned().collect();
        folders.push(folder.path().to_owned());
        Library::load(&folders).map(|_| ()).map_err(broken).context("记录写进去后目录读不出，没有写入")
    }
}
