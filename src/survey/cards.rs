//! Card forms: a label with its value beside it, one enterprise a sheet or one below another; and tables turned on
//! their side, with the labels in the first column and a record in each further one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assemble::Placed;
use super::clean::clean;
use super::dictionary::{Dictionary, Meaning};
use super::label::Label;
use super::lines::{Found, Line};
use super::reader::Shared;
use super::summary::{ColumnSummary, Talk};
use super::value::{self, Reading};
use super::{Field, Fields};
use crate::workbook::{CellAddress, CellValue};

/// A label as sure as this is one wherever it stands.
const SURE: u32 = 80;
/// A label in the place of a label may be as unsure as this.
const LIKELY: u32 = 50;

/// A label and the cell beside it.
#[derive(Debug)]
pub(super) struct Pair<'l> {
    pub label: Label,
    pub meaning: Option<Meaning>,
    pub column: u32,
    pub value: Option<Found<'l>>,
}

fn text_of(found: &Found<'_>) -> Option<String> {
    match found.value {
        CellValue::Text(text) if text.len() <= 1_000 && text.chars().count() <= 60 => Some(clean(text).into_owned()),
        _ => None,
    }
}

/// The label that a cell may be, how sure that is, and what it means.
pub(super) type LikelyLabel = (Label, u32, Option<Meaning>);

/// The label of a cell of a line, by its place among the filled cells.
fn label_at<'l>(line: &'l Line, at: usize, dictionary: &Dictionary) -> Option<&'l LikelyLabel> {
    let cells = &line.row.cells;
    let labels = line.known.labels.get_or_init(|| vec![std::cell::OnceCell::new(); cells.len()]);
    let known = labels.get(at)?.get_or_init(|| label(&line.at(cells.get(at)?.column)?, dictionary));
    known.as_ref()
}

/// How sure it is that a cell is a label; 0 if it is none.
fn sureness(line: &Line, at: usize, dictionary: &Dictionary) -> u32 {
    label_at(line, at, dictionary).map_or(0, |(_, score, _)| *score)
}

/// The label that a cell may be, and how sure that is.
fn label(found: &Found<'_>, dictionary: &Dictionary) -> Option<LikelyLabel> {
    let text = text_of(found)?;
    // 「企业名称：某公司」 is label and value in one cell.
    let inner = text.trim_end_matches([':', '：']).contains([':', '：']);
    let label = Label::parse(&text);
    if label.is_empty() || inner {
        return None;
    }
    let guess = dictionary.guesses(std::slice::from_ref(&label)).into_iter().next();
    let score = guess.as_ref().map_or(0, |guess| guess.score);
    Some((label, score, guess.map(|guess| guess.meaning)))
}

/// The label of a cell in the place of a label, with its meaning; `None` if the cell holds no short text.
pub(super) fn label_of(found: &Found<'_>, dictionary: &Dictionary) -> Option<(Label, Option<Meaning>)> {
    label(found, dictionary).map(|(label, score, meaning)| (label, meaning.filter(|_| score >= LIKELY)))
}

fn is_number(found: &Found<'_>) -> bool {
    matches!(found.value, CellValue::Number(_))
        || text_of(found).is_some_and(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// The labels of a line with the cells beside them.
pub(super) fn pairs<'l>(line: &'l Line, dictionary: &Dictionary) -> Vec<Pair<'l>> {
    // The label that a cell may be, its column, what stands there.
    let cells: Vec<(Option<&LikelyLabel>, u32, Found<'l>)> = (line.row.cells.iter().enumerate())
        .filter_map(|(at, cell)| Some((label_at(line, at, dictionary), cell.column, line.at(cell.column)?)))
        .collect();
    let mut pairs = Vec::new();
    let mut at = 0;
    // A running number before the first label.
    if cells.len() > 1 && cells.first().is_some_and(|(_, _, found)| is_number(found)) {
        at = 1;
    }
    while let Some((own, column, found)) = cells.get(at) {
        let next = cells.get(at + 1);
        let next_is_label = next.is_none_or(|(label, ..)| label.is_some_and(|(_, score, _)| *score >= SURE));
        let adjacent = next.is_some_and(|(_, next, _)| {
            let end = line.cover(*column).map_or(*column, |cover| cover.area.last.column);
            *next <= end + 2
        });
        match own {
            Some((label, score, meaning))
                if *score >= LIKELY && (!next_is_label || next.is_none() || *score >= SURE) =>
            {
                let value = next.filter(|_| !next_is_label && adjacent).map(|(_, _, found)| *found);
                at += if value.is_some() { 2 } else { 1 };
                pairs.push(Pair { label: label.clone(), meaning: *meaning, column: *column, value });
            }
            Some((label, ..)) if !next_is_label && adjacent && next.is_some() => {
                let value = next.map(|(_, _, found)| *found);
                at += 2;
                pairs.push(Pair { label: label.clone(), meaning: None, column: *column, value });
            }
            _ => {
                let beside = pairs.last().map_or("", |pair: &Pair<'_>| pair.label.text.as_str());
                let label = Label::parse(&if beside.is_empty() { String::new() } else { format!("{beside}（续）") });
                pairs.push(Pair { label, meaning: None, column: *column, value: Some(*found) });
                at += 1;
            }
        }
    }
    pairs
}

/// Whether a line is made of labels each followed by a value rather than of headings side by side.
pub(super) fn is_card_line(line: &Line, dictionary: &Dictionary) -> bool {
    let cells = line.row.cells.len();
    let sure = |at: usize| sureness(line, at, dictionary) >= SURE;
    let Some(first) = (0..2).find(|at| sure(*at)) else { return false };
    let labels = (first..cells).filter(|at| sure(*at)).count();
    let followed = (first..cells).filter(|at| sure(*at) && at + 1 < cells && !sure(at + 1)).count();
    let side_by_side = (first..cells).filter(|at| sure(*at) && sure(at + 1)).count();
    let apart = line.row.cells.windows(2).all(|pair| {
        matches!(pair, [left, right] if {
            let end = line.cover(left.column).map_or(left.column, |cover| cover.area.last.column);
            right.column > end + 1
        })
    });
    (followed > 0 && side_by_side == 0 && labels * 2 <= cells + 1) || (cells >= 2 && labels == cells && apart)
}

/// Whether a cell beside a label is plainly a value: a number, a date, a code, the name of a company.
pub(super) fn has_evident_value(line: &Line, dictionary: &Dictionary) -> bool {
    pairs(line, dictionary).iter().filter(|pair| pair.meaning.is_some()).filter_map(|pair| pair.value).any(|found| {
        text_of(&found)
            .is_none_or(|text| super::content::is_code(&text) || super::content::is_company(&text, dictionary))
    })
}

/// The heading line of a numbered list of items: 「序号 | 项目 | 内容 | 备注」.
pub(super) fn is_item_heading(line: &Line) -> bool {
    const WORDS: &[&str] = &[
        "序号",
        "项目",
        "内容",
        "备注",
        "指标",
        "指标名称",
        "数值",
        "填报内容",
        "项目名称",
        "情况",
        "填写内容",
        "单位",
        "计量单位",
        "说明",
    ];
    let texts: Vec<String> = line
        .row
        .cells
        .iter()
        .map(|cell| super::clean::fold(&super::clean::raw_text(&cell.value)).into_owned())
        .collect();
    texts.len() >= 2
        && texts.iter().all(|text| WORDS.contains(&text.as_str()))
        && texts.iter().any(|text| text.starts_with(['项', '指']))
}

/// Whether a line begins the card of an enterprise: 「企业名称 | 某公司」.
pub(super) fn begins_card(line: &Line, dictionary: &Dictionary) -> bool {
    let pairs = pairs(line, dictionary);
    let enterprise = Some(Meaning::Field(Field::Enterprise));
    pairs.first().is_some_and(|pair| {
        pair.meaning == enterprise && pair.value.is_some() && dictionary.exact(&pair.label) == enterprise
    }) && is_card_line(line, dictionary)
}

/// Whether lines without a table header are a card form.
pub(super) fn is_card_form(lines: &[Line], dictionary: &Dictionary) -> bool {
    let mut fields: Vec<Field> = Vec::new();
    let mut card_lines = 0;
    for line in lines {
        let before = fields.len();
        for pair in pairs(line, dictionary) {
            if let (Some(Meaning::Field(field)), Some(_)) = (pair.meaning, pair.value)
                && !fields.contains(&field)
            {
                fields.push(field);
            }
        }
        card_lines += usize::from(fields.len() > before);
    }
    let core = [Field::Enterprise, Field::Equipment, Field::Product, Field::Process, Field::Line]
        .iter()
        .any(|field| fields.contains(field));
    core && fields.len() >= 3 && card_lines >= 2
}

/// The columns of values of a table turned on its side: labels in one column, at least two values in the same columns of at
/// least three lines.
pub(super) fn value_columns(lines: &[Line], dictionary: &Dictionary) -> Option<(u32, Vec<u32>)> {
    let mut by_label_column: BTreeMap<u32, BTreeMap<u32, usize>> = BTreeMap::new();
    let mut labelled: BTreeMap<u32, usize> = BTreeMap::new();
    for line in lines {
        let cells = &line.row.cells;
        let Some(mut at) = (0..cells.len()).find(|at| sureness(line, *at, dictionary) >= LIKELY) else { continue };
        // 「企业 | 企业名称 | 甲公司 | 乙公司」: the heading of a group before the label.
        if at == 0 && sureness(line, 1, dictionary) >= SURE {
            at = 1;
        }
        let Some(first) = cells.get(at) else { continue };
        let others: Vec<u32> = cells.iter().skip(at + 1).map(|cell| cell.column).collect();
        if others.len() < 2 || (at + 1..cells.len()).any(|at| sureness(line, at, dictionary) >= SURE) {
            continue;
        }
        *labelled.entry(first.column).or_default() += 1;
        let columns = by_label_column.entry(first.column).or_default();
        others.into_iter().for_each(|column| *columns.entry(column).or_default() += 1);
    }
    let (column, lines) = labelled.into_iter().max_by_key(|(_, lines)| *lines).filter(|(_, lines)| *lines >= 3)?;
    let values: Vec<u32> = by_label_column
        .remove(&column)?
        .into_iter()
        .filter(|(_, filled)| *filled * 2 >= lines)
        .map(|(column, _)| column)
        .collect();
    (values.len() >= 2).then_some((column, values))
}

/// The column of a line's label, if what stands right of it are values: none of them a heading.
fn column_of_label(line: &Line, dictionary: &Dictionary) -> Option<(u32, Label)> {
    let cells = &line.row.cells;
    let sure = |at: &usize| sureness(line, *at, dictionary) >= SURE;
    let at = (0..cells.len().min(3)).rev().find(sure)?;
    (at + 1 < cells.len() && !(at + 1..cells.len()).any(|at| sure(&at))).then_some(())?;
    let (label, ..) = label_at(line, at, dictionary)?;
    Some((cells.get(at)?.column, label.clone()))
}

/// Whether a line is one of several below one another that hold a label, a different one each, in the same column with
/// values right of it: a form or a table turned on its side.
pub(super) fn is_one_of_labels_down(at: usize, lines: &[Line], dictionary: &Dictionary) -> bool {
    let Some((column, own)) = lines.get(at).and_then(|line| column_of_label(line, dictionary)) else { return false };
    let mut seen = vec![own.joined];
    for near in at.saturating_sub(2)..=at + 2 {
        if let Some((other, label)) = lines.get(near).and_then(|line| column_of_label(line, dictionary))
            && near != at
            && other == column
            && !seen.contains(&label.joined)
        {
            seen.push(label.joined);
        }
    }
    seen.len() >= 3
}

/// A card being read.
#[derive(Debug, Default)]
pub(super) struct Card {
    pub fields: Fields<Placed>,
    pub extra: Vec<(Arc<str>, Arc<str>)>,
    pub columns: Vec<ColumnSummary>,
    /// The row of its first line, 0-based.
    pub row: u32,
    /// Lines that it took.
    pub lines: u64,
}

impl Card {
    /// Whether it names an enterprise or equipment.
    pub(super) fn is_record(&self) -> bool {
        [Field::Enterprise, Field::Equipment, Field::Process, Field::Product, Field::Line, Field::Model]
            .iter()
            .any(|field| self.fields.contains_key(field))
    }

    /// Whether a label begins a further piece of equipment of the same enterprise: 「设备名称」 a second time, with a value.
    pub(super) fn begins_a_further_piece(&self, pair: &Pair<'_>, shared: &Shared) -> bool {
        let words = |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
        let filled = pair.value.is_some_and(|found| !value::is_absent(found, shared));
        filled
            && pair.meaning == Some(Meaning::Field(Field::Equipment))
            && self
                .fields
                .get(&Field::Equipment)
                .is_some_and(|known| words(&known.value.header) == words(&pair.label.text))
    }

    /// The card of the next piece: whose it is stays.
    pub(super) fn next_piece(&self, row: u32) -> Self {
        let identity = self.fields.iter().filter(|(field, _)| super::surroundings::is_identity(**field));
        Self { fields: identity.map(|(field, placed)| (*field, placed.clone())).collect(), row, ..Self::default() }
    }

    /// Takes one label with its value. Returns whether the label is known.
    pub(super) fn take(&mut self, pair: &Pair<'_>, shared: &Shared, talk: &mut Talk) -> bool {
        let header: Arc<str> = pair.label.text.as_str().into();
        let field = match pair.meaning {
            Some(Meaning::Field(field)) => Some(field),
            _ => None,
        };
        if pair.meaning.is_some() {
            self.columns.push(ColumnSummary {
                column: pair.column,
                header: header.to_string(),
                field,
                meaning: pair.meaning.map_or("", Meaning::chinese).to_owned(),
                unit: pair.label.unit.clone(),
                why: format!("标签“{header}”，值在右侧"),
                hidden: false,
            });
        }
        let Some(found) = pair.value else { return pair.meaning.is_some() };
        let unit: Option<Arc<str>> = pair.label.unit.as_deref().or_else(|| pair.label.counted()).map(Arc::from);
        let reading = Reading { header: &header, unit: unit.as_ref(), field };
        let Some(read) = value::read(found, &reading, shared, talk) else { return pair.meaning.is_some() };
        let address: CellAddress = found.address;
        // 「所在地 | 砚山县」 names the division.
        let is_place = pair.meaning == Some(Meaning::Place)
            || (field == Some(Field::Address)
                && super::assemble::place_of(&read, None, shared.divisions)
                    .iter()
                    .all(|(field, _)| *field != Field::Address));
        match (pair.meaning, field) {
            (Some(Meaning::Serial), _) => {}
            (Some(_), _) if is_place => super::assemble::place_of(&read, Some(address), shared.divisions)
                .into_iter()
                .for_each(|(field, placed)| {
                    self.fields.or_insert_with(field, || placed);
                }),
            (_, Some(field)) if !self.fields.contains_key(&field) => {
                self.fields.insert(field, Placed { value: read, cell: Some(address) });
            }
            _ => {
                let header = if header.is_empty() { format!("（{address}）").into() } else { header };
                self.extra.push((header, read.text));
            }
        }
        pair.meaning.is_some()
    }
}
