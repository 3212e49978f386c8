//! The empty survey workbook 摸底表: one column a field, drop-down lists, input checks, and a sheet that says how to fill it in.
//!
//! Its promise is that what is filled in where it belongs is read back without a question: every heading is one that the
//! reader knows, every list holds words that the reader and the audit know. Same plan, same bytes: the creation time in the
//! file is the first day of the plan's year.

mod columns;
mod instructions;
mod lists;
mod sheet;

use std::io::{Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use self::lists::Lists;
use super::workbook::cell::clean;
use super::workbook::format::Formats;
use crate::plan::Plan;
use crate::region::{Division, Divisions};

/// The sheet to be filled in.
const SURVEY: &str = "摸底表";
/// The sheet that says how.
const INSTRUCTIONS: &str = "填表说明";
/// The hidden sheet with the lists.
const LISTS: &str = "下拉选项";

/// What a survey workbook is made for.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// The plan: its year, sectors, measures and prices.
    pub plan: &'a Plan,
    /// The divisions known.
    pub divisions: &'a Divisions,
    /// The prefecture (州市) that it is for; all of the plan's region if absent.
    pub prefecture: Option<&'a Division>,
}

impl<'a> Form<'a> {
    /// The prefectures of the plan's region, by code. Empty for a region that the list does not hold.
    #[must_use]
    pub fn prefectures(plan: &Plan, divisions: &'a Divisions) -> Vec<&'a Division> {
        let province = plan.region.get(..2).unwrap_or_default();
        let own = |division: &&Division| {
            let within = plan.region.ends_with("0000") || plan.region == division.code;
            division.is_prefecture() && division.code.starts_with(province) && within
        };
        divisions.all().iter().filter(own).collect()
    }

    /// The prefectures offered, each with its counties.
    fn places(&self) -> Vec<(&'a Division, Vec<&'a Division>)> {
        let prefectures = match self.prefecture {
            Some(prefecture) => vec![prefecture],
            None => Self::prefectures(self.plan, self.divisions),
        };
        let counties = |prefecture: &Division| {
            let own = |county: &&Division| county.is_county() && county.parent == prefecture.code;
            self.divisions.all().iter().filter(own).collect()
        };
        prefectures.into_iter().map(|prefecture| (prefecture, counties(prefecture))).collect()
    }

    /// 云南省2019年落后产能摸底表.
    fn title(&self) -> String {
        let region = match self.prefecture {
            Some(prefecture) => prefecture.name.as_str(),
            None => self.divisions.by_code(&self.plan.region).map_or("", |region| region.name.as_str()),
        };
        format!("{region}{}年落后产能{SURVEY}", self.plan.year)
    }
}

/// Writes the workbook.
///
/// # Errors
/// Those of `out`; none that a valid plan could cause.
pub fn write(form: &Form<'_>, out: &mut (impl Write + Seek + Send)) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(form)?);
    let formats = Formats::new();
    let mut lists = Lists::new(&form.places());
    let columns = columns::of(form.plan);
    sheet::add(workbook.add_worksheet(), form, &columns, &formats, &mut lists)?;
    instructions::add(workbook.add_worksheet(), form, &columns, &formats)?;
    lists.add(workbook.add_worksheet())?;
    workbook.save_to_writer(out)?;
    Ok(())
}

fn properties(form: &Form<'_>) -> anyhow::Result<DocProperties> {
    let year = u16::try_from(form.plan.year).unwrap_or(1900).clamp(1900, 9999);
    Ok(DocProperties::new()
        .set_title(clean(&form.title()))
        .set_subject(clean(&form.plan.title))
        .set_keywords("产能退出,淘汰落后,摸底")
        .set_author(format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?))
}
