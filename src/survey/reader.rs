//! What is built once and used for every sheet.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::dictionary::Dictionary;
use super::mapping::{SheetMapping, WorkbookMapping};
use super::{Problem as SheetProblem, ProblemSeverity, Record, SheetReading, SheetSummary};
use crate::region::Divisions;
use crate::workbook::Workbook;
use crate::yaml::Problem;

/// Reads the rows of sheets into records. Built once; cheap to clone.
#[derive(Debug, Clone)]
pub struct Reader {
    shared: Arc<Shared>,
    mapping: WorkbookMapping,
}

#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub dictionary: Dictionary,
    pub divisions: &'static Divisions,
    /// What is said of the sheet by hand.
    pub mapping: SheetMapping,
}

impl Reader {
    /// With the dictionary of headings compiled in.
    ///
    /// # Errors
    /// Every mistake of the compiled-in dictionary; a test keeps it free of them.
    pub fn built_in() -> Result<Self, Vec<Problem>> {
        Ok(Self::new(Dictionary::built_in()?))
    }

    /// With another dictionary of headings (`columns.yaml` of `--catalogs DIR`).
    ///
    /// # Errors
    /// Every mistake of the file, with line and column.
    pub fn with_dictionary(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        Ok(Self::new(Dictionary::parse(file, text)?))
    }

    /// With what `--mapping FILE` says of sheets and columns.
    ///
    /// # Errors
    /// Every mistake of the file, with line and column.
    pub fn with_mapping(self, file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        Ok(Self { mapping: WorkbookMapping::parse(file, text)?, ..self })
    }

    fn new(dictionary: Dictionary) -> Self {
        let shared = Shared { dictionary, divisions: Divisions::built_in(), mapping: SheetMapping::default() };
        Self { shared: Arc::new(shared), mapping: WorkbookMapping::default() }
    }

    /// What a sheet is read with.
    pub(super) fn for_sheet(&self, name: &str) -> Arc<Shared> {
        match self.mapping.sheet(name) {
            None => Arc::clone(&self.shared),
            Some(mapping) => Arc::new(Shared {
                dictionary: mapping.extend(&self.shared.dictionary),
                divisions: self.shared.divisions,
                mapping: mapping.clone(),
            }),
        }
    }

    /// Reads every sheet of a workbook; records go to `sink` in reading order. `file` is the name that records carry. A sheet
    /// that cannot be read to its end says so in [`SheetSummary::error`]; the others are read all the same.
    pub fn read_workbook(
        &self,
        file: &str,
        workbook: &mut Workbook,
        sink: &mut dyn FnMut(Record),
    ) -> Vec<SheetSummary> {
        let file: Arc<str> = Arc::from(file);
        let mut summaries = Vec::new();
        for at in 0..workbook.sheets().len() {
            let Some(facts) = workbook.sheets().get(at) else { continue };
            let mut reading = SheetReading::new(self, Arc::clone(&file), facts);
            let end = workbook.read_sheet(at, &mut |row| {
                reading.push(row, sink);
                ControlFlow::Continue(())
            });
            let mut summary = reading.finish(sink);
            match end {
                Ok(end) => summary.problems.extend(end.problems.into_iter().map(|problem| SheetProblem {
                    code: problem.code,
                    severity: ProblemSeverity::Warning,
                    cell: problem.cell,
                    row: None,
                    message: problem.message,
                    suggestion: "用 Excel 或 WPS 打开，改正这一格后重新保存".to_owned(),
                })),
                Err(error) => summary.error = Some(error.to_string()),
            }
            summaries.push(summary);
        }
        summaries
    }
}
