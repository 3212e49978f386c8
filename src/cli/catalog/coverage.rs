//! `capex catalog coverage SURVEY`: which entries this survey could test, and which it never asked about.

use crate::audit::{CatalogCoverage, Coverage, coverage, list_surveys, run};
use crate::cli::{Console, Exit, setup};
use crate::report::terminal::{Column, Table};

use super::options::{Form, Survey, json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    survey: Survey,
    /// 连表中没有这类对象的条目也列出
    #[arg(long)]
    all: bool,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let files = list_surveys(&self.survey.paths);
        let document = run(setup::auditor(&self.survey.judge, &self.survey.read, true)?, &files.files);
        let library = setup::library(&self.survey.judge)?;
        let covered = coverage(&document, &library);
        let text = match self.survey.format.format {
            Form::Json => json(&covered)?,
            Form::Table => text(&covered, self.all, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(super::options::read_to_the_end(&document, &files, console))
    }
}

fn text(covered: &[CatalogCoverage], all: bool, console: &Console) -> String {
    let mut totals = vec![Column::new("目录", 12)];
    totals.extend(["条目", "官方"].map(|title| Column::new(title, 4).right()));
    totals.extend(Coverage::ALL.map(|state| Column::new(state.chinese(), 6).right().weight(1)));
    let mut table = Table::new(totals);
    for catalog in covered {
        let known = catalog.known.map_or_else(|| "不详".to_owned(), |known| known.to_string());
        let mut cells = vec![catalog.catalog.clone(), catalog.entries.to_string(), known];
        let count = |state| catalog.states.get(&state).copied().unwrap_or_default().to_string();
        cells.extend(Coverage::ALL.map(count));
        table.plain(cells);
    }
    let mut text = table.draw(console.width(), console.color()) + "\n";
    for state in Coverage::ALL {
        if state == Coverage::Absent && !all {
            continue;
        }
        let mut table = Table::new(vec![
            Column::new("目录", 12),
            Column::new("条文", 20).weight(3),
            Column::new("命中", 4).right(),
            Column::new("待核", 4).right(),
            Column::new("除外", 4).right(),
            Column::new("不涉及", 6).right(),
            Column::new("缺什么", 12).weight(2),
        ]);
        for catalog in covered {
            for entry in catalog.list.iter().filter(|entry| entry.state == state) {
                table.plain([
                    catalog.catalog.clone(),
                    entry.name.clone(),
                    entry.hits.to_string(),
                    entry.reviews.to_string(),
                    entry.exempt.to_string(),
                    entry.cleared.to_string(),
                    entry.missing.join("、"),
                ]);
            }
        }
        if !table.is_empty() {
            text.push_str(&format!("\n{}\n{}\n", state.chinese(), table.draw(console.width(), console.color())));
        }
    }
    text
}
