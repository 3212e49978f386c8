//! What the lines around a table say about its lines: unit notes, who reports, titles, section headings.

use std::sync::Arc;

use super::assemble::Placed;
use super::cards::{self, Card};
use super::clean::{clean, fold, half_width, raw_text, text_of};
use super::dictionary::{Dictionary, Meaning};
use super::label::{Label, is_unit};
use super::lines::Line;
use super::reader::Shared;
use super::summary::Talk;
use super::{Field, FieldValue, Fields};
use crate::region::Divisions;
use crate::workbook::{CellAddress, CellValue};

/// Bytes of a text that is longer than any title.
const PROSE: usize = 2_000;
/// Titles kept at most; a title holds for the tables below it until the next.
const TITLES: usize = 12;

/// A title, and the columns that it stands over where it shares its line with others.
#[derive(Debug, Clone)]
struct Title {
    text: String,
    columns: Option<(u32, u32)>,
}

/// What the lines above a table say.
#[derive(Debug, Clone, Default)]
pub(super) struct Preamble {
    /// Titles and reporting offices, the newest last.
    titles: Vec<Title>,
    /// Units of 「单位：万吨、台」.
    pub units: Vec<Arc<str>>,
    /// Units of 「产能单位：万吨」, 「产能、产量：万吨」, the newest last.
    pub named_units: Vec<(Field, Arc<str>)>,
    /// 「企业名称：某公司」.
    pub fields: Fields<Placed>,
    /// What else a card above the table says.
    pub extra: Vec<(Arc<str>, Arc<str>)>,
}

impl Preamble {
    /// A further table begins: what was said of the enterprise above no longer holds.
    pub(super) fn start_of_table(&mut self) {
        self.fields.clear();
        self.extra.clear();
    }

    /// Takes what a line above a table says.
    pub(super) fn take(&mut self, line: &Line, shared: &Shared, talk: &mut Talk) {
        if cards::is_card_line(line, &shared.dictionary) {
            self.take_card_line(line, shared, talk);
            return;
        }
        for (at, cell) in line.row.cells.iter().enumerate() {
            // Prose is neither a title nor a pair of label and value.
            if matches!(&cell.value, CellValue::Text(text) if text.len() > PROSE) {
                continue;
            }
            let raw = raw_text(&cell.value);
            let text = clean(&raw);
            if shared.dictionary.is_blank(&text) {
                continue;
            }
            let address = CellAddress::new(line.index(), cell.column);
            self.take_named_units(&raw, &shared.dictionary);
            let pairs = pairs_of(&raw);
            if let [(label, value)] = pairs.as_slice()
                && value.is_empty()
                && let Some(next) = line.row.cells.get(at + 1)
            {
                let value = text_of(&next.value);
                self.take_pair(label, &value, CellAddress::new(line.index(), next.column), shared);
                continue;
            }
            for (label, value) in &pairs {
                self.take_pair(label, value, address, shared);
            }
            if pairs.is_empty() {
                let last = line.cover(cell.column).map_or(cell.column, |cover| cover.area.last.column);
                self.add_title(text.into_owned(), (line.row.cells.len() > 1).then_some((cell.column, last)));
            }
        }
    }

    /// A title, or a section heading that may turn out to be the title of the next table.
    pub(super) fn take_title(&mut self, text: &str) {
        self.add_title(text.to_owned(), None);
    }

    fn add_title(&mut self, text: String, columns: Option<(u32, u32)>) {
        if self.titles.len() >= TITLES {
            self.titles.remove(0);
        }
        self.titles.push(Title { text, columns });
    }

    /// The titles of a table, the newest first: with tables beside one another, those that stand over its columns.
    fn titles_of(&self, table: Option<(u32, u32)>) -> impl Iterator<Item = &str> {
        let over = move |title: &&Title| match (title.columns, table) {
            (Some((first, last)), Some((from, to))) => first <= to && from <= last,
            _ => true,
        };
        self.titles.iter().rev().filter(over).map(|title| title.text.as_str())
    }

    /// 「企业名称 | 某公司 | 所属行业 | 钢铁」 above a table: who the lines below belong to; what else it says goes to `extra`.
    fn take_card_line(&mut self, line: &Line, shared: &Shared, talk: &mut Talk) {
        let mut card = Card::default();
        for pair in cards::pairs(line, &shared.dictionary) {
            card.take(&pair, shared, talk);
        }
        for (field, placed) in card.fields {
            if is_identity(field) {
                self.fields.insert(field, placed);
            } else {
                self.extra.push((placed.value.header, placed.value.text));
            }
        }
        self.extra.extend(card.extra);
    }

    /// 「规格单位：kVA　产能、产量：万吨」, also in the brackets of a title: which fields have which unit.
    fn take_named_units(&mut self, raw: &str, dictionary: &Dictionary) {
        let half: String = raw.chars().map(half_width).collect();
        for piece in half.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '。')) {
            let Some((labels, unit)) = piece.rsplit_once([':', '为']) else { continue };
            if unit.is_empty() || !is_unit(&fold(unit)) {
                continue;
            }
            for label in labels.split(['、', '和', '及', '与']) {
                let words = label.trim_end_matches("计量单位").trim_end_matches("单位");
                if words.is_empty() {
                    self.units = vec![unit.into()];
                } else if let Some(Meaning::Field(field)) = dictionary.exact(&Label::words_of(words))
                    && super::value::holds_numbers(field)
                {
                    self.named_units.push((field, unit.into()));
                }
            }
        }
        let surplus = self.named_units.len().saturating_sub(TITLES);
        self.named_units.drain(..surplus);
    }

    fn take_pair(&mut self, label: &str, value: &str, address: CellAddress, shared: &Shared) {
        let folded = fold(label);
        if value.is_empty() || shared.dictionary.is_blank(value) {
            return;
        }
        if folded.ends_with("单位") && folded.chars().count() <= 6 {
            let units = units_of(value);
            if !units.is_empty() {
                self.units = units;
                return;
            }
        }
        match shared.dictionary.exact(&Label::parse(label)) {
            Some(Meaning::Field(
                field @ (Field::Enterprise
                | Field::Uscc
                | Field::Address
                | Field::Sector
                | Field::Prefecture
                | Field::County),
            )) => {
                self.fields.insert(field, Placed { value: FieldValue::said(value), cell: Some(address) });
            }
            _ if folded.starts_with("填报")
                || folded.starts_with("报送")
                || folded.starts_with("上报")
                || folded.starts_with("填表")
                || folded.starts_with("地区") =>
            {
                self.take_title(value);
            }
            _ => {}
        }
    }

    /// The one sector that the titles name, the newest title first.
    pub(super) fn sector(&self, dictionary: &Dictionary, table: Option<(u32, u32)>) -> Option<String> {
        self.titles_of(table).find_map(|title| match dictionary.sectors_in(title).as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        })
    }

    /// The longer name of an equipment that a title gives: 燃煤锅炉 over 「锅炉型号」.
    pub(super) fn longer_name<'d>(
        &self,
        equipment: &str,
        dictionary: &'d Dictionary,
        table: Option<(u32, u32)>,
    ) -> Option<&'d str> {
        self.titles_of(table).find_map(|title| dictionary.longer_equipment(equipment, &fold(title)))
    }

    /// The prefecture that a title of another province begins with, and the title, for a table that names its counties.
    pub(super) fn foreign_prefecture(&self, divisions: &Divisions, table: Option<(u32, u32)>) -> Option<(&str, &str)> {
        let mut titles = self.titles_of(table);
        let (name, title) = titles.find_map(|title| Some((prefecture_by_form(title)?, title)))?;
        let known = self.titles_of(table).any(|title| {
            let place = place_in_title(title, divisions);
            place.prefecture.is_some() || place.county.is_some()
        });
        (!known).then_some((name, title))
    }

    /// The place that a title or the reporting office names, and the text that names it.
    pub(super) fn place(
        &self,
        sheet: &str,
        divisions: &Divisions,
        table: Option<(u32, u32)>,
    ) -> Option<(Vec<(Field, String)>, String)> {
        let mut best: Option<(Vec<(Field, String)>, String)> = None;
        for title in self.titles_of(table).chain([sheet]) {
            let place = place_in_title(title, divisions);
            let mut names = Vec::new();
            if let Some(prefecture) = place.prefecture {
                names.push((Field::Prefecture, prefecture.name.clone()));
            }
            if let Some(county) = place.county {
                names.push((Field::County, county.name.clone()));
            }
            // A newer title is only outdone by one that names the county too, in the same prefecture.
            let agrees = best.as_ref().is_none_or(|(known, _)| known.iter().all(|name| names.contains(name)));
            if agrees && names.len() > best.as_ref().map_or(0, |(names, _)| names.len()) {
                best = Some((names, title.to_owned()));
            }
        }
        best
    }
}

/// 「渭南市2024年……」 → 渭南市: a prefecture by its form.
fn prefecture_by_form(title: &str) -> Option<&str> {
    let text = without_year(title);
    let text = super::content::without_province(text);
    let (end, last) = text.char_indices().take(12).find(|(_, c)| matches!(c, '市' | '州' | '盟'))?;
    let (stem, rest) = (text.get(..end)?, text.get(end + last.len_utf8()..)?);
    let general =
        stem.starts_with(['全', '本', '各', '我', '该', '某', '上', '城', '超', '关']) || rest.starts_with('场');
    let name = stem.chars().count() >= 2 && stem.chars().all(super::clean::is_han);
    (name && !general).then(|| text.get(..end + last.len_utf8())).flatten()
}

fn without_year(title: &str) -> &str {
    title.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['年', '度', '：', ':', ' '])
}

/// The place that a title begins with, or that stands in its brackets: 「2019年安宁市……表」, 「……明细（盘龙区）」.
fn place_in_title<'d>(title: &str, divisions: &'d Divisions) -> crate::region::Place<'d> {
    let begins = divisions.place_in_text(without_year(title));
    if begins.prefecture.is_some() || begins.county.is_some() {
        return begins;
    }
    let brackets = title.split(['（', '(']).skip(1).map(|part| part.split(['）', ')']).next().unwrap_or_default());
    brackets
        .map(|part| divisions.place_in_text(part))
        .find(|place| place.prefecture.is_some() || place.county.is_some())
        .unwrap_or_default()
}

/// Whether a field says whose line it is.
pub(super) fn is_identity(field: Field) -> bool {
    matches!(
        field,
        Field::Enterprise | Field::Uscc | Field::Address | Field::Sector | Field::Prefecture | Field::County
    )
}

/// The pairs of a cell: what wide blanks and line breaks keep apart is split first.
fn pairs_of(raw: &str) -> Vec<(String, String)> {
    let mut pieces: Vec<String> = Vec::new();
    let mut blanks = 2;
    for c in raw.chars() {
        if c.is_whitespace() {
            blanks += if matches!(c, '\n' | '\r' | '\t' | '\u{3000}') { 2 } else { 1 };
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if blanks < 2 => {
                if blanks == 1 {
                    piece.push(' ');
                }
                piece.push(c);
            }
            _ => pieces.push(c.to_string()),
        }
        blanks = 0;
    }
    let mut joined: Vec<String> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if !piece.contains([':', '：']) => last.push_str(&piece),
            _ => joined.push(piece),
        }
    }
    let pairs = joined.iter().flat_map(|piece| split_pairs(piece));
    pairs.map(|(label, value)| (clean(&label).into_owned(), clean(&value).into_owned())).collect()
}

/// 「企业名称：某公司 填报日期：2019年6月」 → pairs of label and value.
fn split_pairs(text: &str) -> Vec<(String, String)> {
    let half: String = text.chars().map(|c| if c == '：' { ':' } else { c }).collect();
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut rest = half.as_str();
    while let Some((label, after)) = rest.split_once(':') {
        // The value ends before the last word that stands in front of the next colon.
        let (value, next) = match after.split_once(':') {
            Some((before, _)) => match before.rfind([' ', '；', ';', '，', ',']) {
                Some(at) => after.split_at(at),
                None => (after, ""),
            },
            None => (after, ""),
        };
        let label = label.trim().trim_start_matches(['(', '（', ' ', '；', ';', '，', ',']);
        if label.chars().count() <= 16 {
            pairs.push((label.to_owned(), value.trim().trim_end_matches([')', '）', '；', ';', '，', ',']).to_owned()));
        }
        rest = next;
    }
    pairs
}

/// The units that a note lists: 「万吨、台」 → 万吨, 台.
fn units_of(text: &str) -> Vec<Arc<str>> {
    let text: String = text.chars().map(half_width).collect();
    if is_unit(&fold(&text)) {
        return vec![text.into()];
    }
    let parts: Vec<&str> =
        text.split(['、', ',', ';', '；', '，', ' ']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().all(|part| is_unit(&fold(part))) { parts.into_iter().map(Arc::from).collect() } else { Vec::new() }
}

/// What a section heading gives to the lines below it: a sector or a place.
pub(super) fn of_section(line: &Line, text: &str, shared: &Shared) -> Vec<(Field, Placed)> {
    let words = text.trim_start_matches(|c: char| "（(第一二三四五六七八九十0123456789、.)） ".contains(c));
    let words = if words.is_empty() { text } else { words };
    let cell = line.row.cells.first().map(|cell| CellAddress::new(line.index(), cell.column));
    let placed = |name: &str| Placed { value: FieldValue { raw: text.into(), ..FieldValue::said(name) }, cell };
    let mut given = Vec::new();
    if super::content::is_machine(words, &shared.dictionary) {
        given.push((Field::Equipment, placed(words)));
    }
    if let [sector] = shared.dictionary.sectors_in(words).as_slice() {
        given.push((Field::Sector, placed(sector)));
    }
    let place = shared.divisions.place_in_text(words);
    if let Some(prefecture) = place.prefecture {
        given.push((Field::Prefecture, placed(&prefecture.name)));
    }
    if let Some(county) = place.county {
        given.push((Field::County, placed(&county.name)));
    }
    given
}
