//! The December summary 总结: the year's tables, the narrative, the opinions of acceptance.
//!
//! Tables are values first ([`tables()`]), checked ([`check::disagreements`]), then printed as a workbook, as JSON or as
//! words. None of the printers counts anything.

pub mod amount;
pub mod check;
pub mod comparison;
pub mod facts;
pub mod json;
pub mod monthly;
pub mod narrative;
pub mod opinion;
pub mod paper;
pub mod table;
mod tables;
pub mod workbook;

use anyhow::{Result, bail};

pub use tables::{Input, in_order_of, tables};

use table::Table;

/// The tables of a year, checked.
///
/// # Errors
/// There is no result, or a total disagrees with its parts: then nothing may be written.
pub fn checked(input: &Input) -> Result<Vec<Table>> {
    let Some(tables) = tables(input) else { bail!("没有可以汇总的结果") };
    let found = check::disagreements(&tables);
    if !found.is_empty() {
        bail!("合计与分项不一致，没有写出任何表（请把这条消息和输入文件报告给开发者）：{}", found.join("；"));
    }
    Ok(tables)
}

#[cfg(test)]
mod tests;
