//! `capex catalog schema`: the JSON Schema of the catalogue files, for editors.

use clap::ValueEnum;

use crate::catalog::{FileKind, schema};
use crate::cli::{Console, Exit};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 哪一种文件：edition 目录、vocabulary 词表、overlay 修改
    #[arg(value_enum, value_name = "种类", default_value = "edition", hide_possible_values = true)]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Edition,
    Vocabulary,
    Overlay,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let text = schema(match self.kind {
            Kind::Edition => FileKind::Edition,
            Kind::Vocabulary => FileKind::Vocabulary,
            Kind::Overlay => FileKind::Overlay,
        });
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(Exit::Clean)
    }
}
