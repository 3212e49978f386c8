//! What stands before the sheets of a workbook: its sheets, styles, strings, code page and epoch.

use std::collections::BTreeMap;

use crate::workbook::error::ReadError;
use crate::workbook::facts::sheet_name;
use crate::workbook::format_code::NumberFormat;
use crate::workbook::limits::Limits;
use crate::workbook::sheet::Visibility;
use crate::workbook::strings::SharedStrings;

use super::biff::{Records, Stream};
use super::codepage::{Codepage, Samples};
use super::text::RawText;
use super::{double_word, word};

/// Styles that are kept; spreadsheet programs of the time stop at 4,050.
const STYLES: usize = 70_000;

/// A sheet with cells.
pub(super) struct BoundSheet {
    pub(super) offset: u64,
    visibility: Visibility,
    name: RawText,
}

/// The globals of a workbook.
pub(super) struct Globals {
    pub(super) sheets: Vec<BoundSheet>,
    pub(super) notes: Vec<String>,
    pub(super) samples: Samples,
    pub(super) codepage: Codepage,
    pub(super) epoch_1904: bool,
    /// Strings are UTF-16 or Latin-1 with flags (BIFF8), not bytes of the code page (BIFF5).
    pub(super) wide: bool,
    claimed: Option<u16>,
    strings_at: Option<u64>,
    codes: BTreeMap<u16, NumberFormat>,
    styles: Vec<u16>,
    skipped: Vec<RawText>,
    /// The stream starts with a worksheet, without globals.
    pub(super) bare: bool,
}

impl Globals {
    pub(super) fn read(records: &mut Records<'_>, limits: &Limits) -> Result<Self, ReadError> {
        let samples = Samples::default();
        let mut globals = Self {
            sheets: Vec::new(),
            notes: Vec::new(),
            codepage: Codepage::decide(None, &samples),
            samples,
            epoch_1904: false,
            wide: true,
            claimed: None,
            strings_at: None,
            codes: BTreeMap::new(),
            styles: Vec::new(),
            skipped: Vec::new(),
            bare: false,
        };
        if !records.next()? || records.kind != 0x0809 {
            return Err(ReadError::damaged("文件里没有工作簿的开头记录"));
        }
        globals.wide = word(records.data(), 0) == Some(0x0600);
        globals.bare = word(records.data(), 2) == Some(0x0010);
        while records.next()? {
            let data = records.data();
            match records.kind {
                0x000A => break,
                0x002F => return Err(super::encrypted()),
                0x0042 => globals.claimed = word(data, 0),
                0x0022 => globals.epoch_1904 = word(data, 0) == Some(1),
                0x0085 => globals.bound_sheet(records, limits)?,
                0x041E => globals.format(records),
                0x00E0 if globals.styles.len() < STYLES => globals.styles.push(word(data, 2).unwrap_or(0)),
                0x00FC => {
                    globals.strings_at = Some(records.place);
                    globals.sample_strings(records)?;
                }
                _ => {}
            }
        }
        Ok(globals)
    }

    fn bound_sheet(&mut self, records: &Records<'_>, limits: &Limits) -> Result<(), ReadError> {
        let data = records.data();
        let (Some(offset), Some(state), Some(kind), Some(count)) =
            (double_word(data, 0), data.get(4), data.get(5), data.get(6))
        else {
            return Ok(());
        };
        let seen = self.sheets.len() as u64 + self.skipped.len() as u64 + 1;
        let cap = u64::from(limits.sheets);
        if seen > cap {
            return Err(ReadError::over("limit-sheets", "--limit-sheets", "工作表数", cap, seen, "工作簿"));
        }
        let rest = data.get(7..).unwrap_or_default();
        let count = usize::from(*count);
        let name = if self.wide {
            RawText::short(rest, count).unwrap_or(RawText::Narrow(Vec::new()))
        } else {
            RawText::bytes(rest.get(..count.min(rest.len())).unwrap_or_default())
        };
        if let RawText::Narrow(bytes) = &name {
            self.samples.add(bytes);
        }
        let visibility = match state & 3 {
            1 => Visibility::Hidden,
            2 => Visibility::VeryHidden,
            _ => Visibility::Visible,
        };
        match kind {
            0 => self.sheets.push(BoundSheet { offset: u64::from(offset), visibility, name }),
            _ => self.skipped.push(name),
        }
        Ok(())
    }

    fn format(&mut self, records: &Records<'_>) {
        let data = records.data();
        let Some(id) = word(data, 0) else { return };
        let code = if self.wide {
            word(data, 2).and_then(|count| RawText::short(data.get(4..)?, usize::from(count)))
        } else {
            data.get(2).and_then(|count| Some(RawText::bytes(data.get(3..3 + usize::from(*count))?)))
        };
        if let Some(code) = code
            && self.codes.len() < STYLES
        {
            // Single bytes of codes are units; GBK is what Chinese programs mean by them.
            let code = code.decode(|bytes| encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned());
            let code: String = code.chars().take(255).collect();
            self.codes.insert(id, NumberFormat::of_code(&code));
        }
    }

    /// Collects evidence for the code page from the table of strings.
    fn sample_strings(&mut self, records: &mut Records<'_>) -> Result<(), ReadError> {
        let mut long = records.long(8);
        while let Some(text) = RawText::long(&mut long, true)? {
            if let RawText::Narrow(bytes) = &text {
                self.samples.add(bytes);
            }
        }
        Ok(())
    }

    /// Whether the workbook lists no sheet of any kind.
    pub(super) fn is_empty(&self) -> bool {
        self.sheets.is_empty() && self.skipped.is_empty()
    }

    /// A workbook of one sheet without globals.
    pub(super) fn add_bare_sheet(&mut self, name: String) {
        let name = RawText::Wide(name.encode_utf16().collect());
        self.sheets.push(BoundSheet { offset: 0, visibility: Visibility::Visible, name });
    }

    /// Settles the code page; what was assumed comes back as notes.
    pub(super) fn decide_codepage(&mut self) -> Vec<String> {
        self.codepage = Codepage::decide(self.claimed, &self.samples);
        let mut notes = Vec::new();
        if self.codepage.overruled {
            let claim =
                self.claimed.map_or_else(|| "没有写明文字编码".to_owned(), |page| format!("写明的代码页是 {page}"));
            notes.push(format!("文件{claim}，内容其实是 GBK 汉字，按 GB18030 读取"));
        }
        for name in &self.skipped {
            let name = sheet_name(&self.decode(name));
            notes.push(format!("工作表「{name}」是图表或宏表，没有单元格，已略过"));
        }
        notes
    }

    /// Reads the table of strings, in the settled code page.
    pub(super) fn read_strings(&self, stream: &mut Stream, limits: &Limits) -> Result<SharedStrings, ReadError> {
        let mut strings = SharedStrings::default();
        if let Some(place) = self.strings_at {
            let mut records = Records::at(stream, place)?;
            records.next()?;
            let mut long = records.long(8);
            while let Some(text) = RawText::long(&mut long, true)? {
                strings.push(&self.decode(&text), limits)?;
            }
        }
        strings.seal()?;
        Ok(strings)
    }

    pub(super) fn decode(&self, text: &RawText) -> String {
        text.decode(|bytes| self.codepage.decode(bytes))
    }

    pub(super) fn sheet_name(&self, index: usize) -> Option<(String, Visibility)> {
        self.sheets.get(index).map(|sheet| (sheet_name(&self.decode(&sheet.name)), sheet.visibility))
    }

    /// The number format of a style.
    pub(super) fn format_of(&self, style: u16) -> NumberFormat {
        let id = self.styles.get(usize::from(style)).copied().unwrap_or(0);
        self.codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::of_builtin(u32::from(id)))
    }
}
