//! The lists behind the drop-down cells, in a hidden sheet: the file format holds no more than 255 characters in the cell's
//! own rule, and the counties depend on the prefecture beside them.

use rust_xlsxwriter::{DataValidation, Formula, Worksheet, XlsxError};

use super::LISTS;
use crate::region::Division;
use crate::report::workbook::cell::clean;

/// The columns of the hidden sheet: 0 prefectures, 1 and 2 the pairs of prefecture and county, then the longer lists.
#[derive(Debug)]
pub(super) struct Lists {
    prefectures: Vec<String>,
    pairs: Vec<(String, String)>,
    others: Vec<Vec<String>>,
}

impl Lists {
    /// With the places offered.
    pub(super) fn new(places: &[(&Division, Vec<&Division>)]) -> Self {
        let pairs = |(prefecture, counties): &(&Division, Vec<&Division>)| {
            counties.iter().map(|county| (prefecture.name.clone(), county.name.clone())).collect::<Vec<_>>()
        };
        Self {
            prefectures: places.iter().map(|(prefecture, _)| prefecture.name.clone()).collect(),
            pairs: places.iter().flat_map(pairs).collect(),
            others: Vec::new(),
        }
    }

    /// The list of prefectures; `None` if no division is known.
    pub(super) fn prefecture(&self) -> Option<DataValidation> {
        let last = self.prefectures.len();
        let list = Formula::new(format!("={LISTS}!$A$1:$A${last}"));
        (last > 0).then(|| DataValidation::new().allow_list_formula(list))
    }

    /// The list of the counties of the prefecture in a cell (`$C5`), or of all while that holds none of the list.
    pub(super) fn county(&self, cell: &str) -> Option<DataValidation> {
        let last = self.pairs.len();
        let (names, counties) = (format!("{LISTS}!$B$1:$B${last}"), format!("{LISTS}!$C$1:$C${last}"));
        let list = if self.prefectures.len() == 1 {
            format!("={counties}")
        } else {
            format!(
                "=IF(COUNTIF({names},{cell})=0,{counties},OFFSET({LISTS}!$C$1,MATCH({cell},{names},0)-1,0,COUNTIF({names},{cell}),1))"
            )
        };
        (last > 0).then(|| DataValidation::new().allow_list_formula(Formula::new(list)))
    }

    /// A list of words: in the rule itself if it may stand there.
    pub(super) fn words(&mut self, words: &[String]) -> Result<Option<DataValidation>, XlsxError> {
        if words.is_empty() {
            return Ok(None);
        }
        let length: usize = words.iter().map(|word| word.encode_utf16().count() + 1).sum();
        if length <= 255 && !words.iter().any(|word| word.contains([',', '"'])) {
            return DataValidation::new().allow_list_strings(words).map(Some);
        }
        let column = u16::try_from(3 + self.others.len()).unwrap_or(u16::MAX);
        let letters = rust_xlsxwriter::utility::column_number_to_name(column);
        self.others.push(words.to_vec());
        let list = Formula::new(format!("={LISTS}!${letters}$1:${letters}${}", words.len()));
        Ok(Some(DataValidation::new().allow_list_formula(list)))
    }

    /// Writes the hidden sheet.
    pub(super) fn add(&self, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
        worksheet.set_name(LISTS)?.set_hidden(true).protect();
        let (prefectures, counties): (Vec<String>, Vec<String>) = self.pairs.iter().cloned().unzip();
        let columns = [&self.prefectures, &prefectures, &counties].into_iter().chain(&self.others);
        for (at, words) in (0..).zip(columns) {
            for (row, word) in (0..).zip(words) {
                worksheet.write_string(row, at, clean(word))?;
            }
            worksheet.set_column_width(at, 24)?;
        }
        Ok(())
    }
}
