//! `capex catalog compile`: the checked built-in catalogues in the form that starts fast, for those who build capex.

use crate::catalog::{Library, compiled};
use crate::cli::{Console, Exit, setup};
use crate::survey::compiled_columns;

use super::options::broken;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let library = Library::parsed(&[]).map_err(broken)?;
        let columns = compiled_columns().map_err(|problems| setup::broken("表头词典", &problems))?;
        let text = compiled(&library, &columns)?;
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(Exit::Clean)
    }
}
