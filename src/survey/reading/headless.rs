//! Lines in which no table begins: card forms, tables turned on their side, lists and instructions.

use std::sync::Arc;

use super::SheetReading;
use super::around::said;
use crate::region::Places;
use crate::survey::cards::Card;
use crate::survey::clean::{fold, raw_text};
use crate::survey::dictionary::Meaning;
use crate::survey::lines::Line;
use crate::survey::summary::{Fate, TableSummary};
use crate::survey::{Field, Record, aside, assemble, cards, classify};
use crate::workbook::column_letters;

/// Lines of one card form.
const CARD: u64 = 2_000;

impl SheetReading {
    /// Lines in which no table begins: a card form, a table turned on its side, or titles and notes.
    pub(super) fn without_header(&mut self, lines: &[Line], sink: &mut dyn FnMut(Record)) {
        let dictionary = &self.shared.dictionary;
        if self.card.is_none()
            && let Some(kind) = aside::kind(lines, dictionary)
        {
            self.skip_aside(lines, kind);
            return;
        }
        let dictionary = &self.shared.dictionary;
        if self.card.is_none() && !cards::is_card_form(lines, dictionary) {
            lines.iter().for_each(|line| self.outside(line));
            return;
        }
        if self.card.is_none()
            && let Some((labels, mut values)) = cards::value_columns(lines, dictionary)
        {
            let hints = aside::hint_columns(lines, &values, dictionary);
            values.retain(|column| !hints.contains(column));
            for column in hints {
                self.talk.note(format!("{}列是填写提示或示例，已跳过", column_letters(column)));
            }
            self.turned_table(lines, labels, &values, sink);
            return;
        }
        let shared = Arc::clone(&self.shared);
        for line in lines {
            let full = |card: &Card| {
                card.lines >= CARD
                    || (cards::begins_card(line, &shared.dictionary) && card.fields.contains_key(&Field::Enterprise))
            };
            if self.card.as_ref().is_some_and(full) {
                self.end_card(sink);
            }
            if cards::is_item_heading(line) {
                self.rows.count(Fate::Header, 1);
                continue;
            }
            let pairs = cards::pairs(line, &shared.dictionary);
            let labelled = pairs.iter().any(|pair| pair.meaning.is_some());
            let first =
                line.row.cells.first().map(|cell| fold(&raw_text(&cell.value)).into_owned()).unwrap_or_default();
            let known = pairs.first().is_some_and(|pair| pair.meaning.is_some());
            let signature = classify::is_signature(&first, line.row.cells.len(), &shared.dictionary)
                && !(known && pairs.iter().any(|pair| pair.meaning.is_some_and(|meaning| meaning != Meaning::Other)));
            if !labelled || signature || (line.row.cells.len() == 1 && self.card.is_none()) {
                self.outside(line);
                self.unplaced = 0;
                continue;
            }
            let further = |card: &Card| pairs.iter().any(|pair| card.begins_a_further_piece(pair, &shared));
            if self.card.as_ref().is_some_and(further) {
                let next = self.card.as_ref().map(|card| card.next_piece(line.index()));
                self.end_card(sink);
                self.card = next;
            }
            let card = self.card.get_or_insert_with(|| Card { row: line.index(), ..Card::default() });
            for pair in &pairs {
                card.take(pair, &shared, &mut self.talk);
            }
            card.lines += 1;
            self.rows.count(Fate::Header, 1);
        }
    }

    /// Lines that are no survey: what they are is said.
    pub(super) fn skip_aside(&mut self, lines: &[Line], kind: &'static str) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        lines.iter().for_each(|line| self.outside(line));
        self.unplaced = 0;
        self.talk.note(format!("第{}行起是{kind}，已跳过", first.index() + 1));
        self.done.push(TableSummary {
            kind,
            data_rows: Some((first.index(), last.index())),
            ..TableSummary::default()
        });
    }

    /// Ends the card being read: it becomes a record if it names an enterprise or equipment.
    pub(super) fn end_card(&mut self, sink: &mut dyn FnMut(Record)) {
        let Some(mut card) = self.card.take() else { return };
        let mut summary =
            TableSummary { kind: "卡片表", columns: std::mem::take(&mut card.columns), ..TableSummary::default() };
        if card.is_record() {
            self.emit_card(&mut card, sink);
            self.rows.header = self.rows.header.saturating_sub(1);
            self.rows.records += 1;
            summary.records = 1;
        } else {
            self.talk.note(format!("第{}行起是没有填写的卡片表", card.row + 1));
        }
        summary.data_rows = Some((card.row, self.last_row.unwrap_or(card.row)));
        match self.done.last_mut().filter(|last| last.kind == summary.kind) {
            Some(last) => last.records += summary.records,
            None => self.done.push(summary),
        }
    }

    pub(super) fn emit_card(&mut self, card: &mut Card, sink: &mut dyn FnMut(Record)) {
        if !card.fields.contains_key(&Field::Sector)
            && let Some((sector, source)) = self.sector_around(None)
        {
            self.talk.note(format!("没有行业栏：行业按{source}取“{sector}”"));
            card.fields.insert(Field::Sector, said(&sector));
        }
        if !card.fields.contains_key(&Field::Prefecture)
            && !card.fields.contains_key(&Field::County)
            && let Some((place, from)) = self.preamble.place(&self.sheet, self.shared.divisions, None)
        {
            self.talk.note(format!("没有州市、县市区栏：按“{from}”取"));
            card.fields.extend(place.into_iter().map(|(field, name)| (field, said(&name))));
        }
        assemble::complete_place(&mut card.fields, &mut Places::new(self.shared.divisions));
        let (fields, extra) = (std::mem::take(&mut card.fields), std::mem::take(&mut card.extra));
        sink(assemble::record(fields, extra, card.row, (&self.file, &self.sheet)));
    }

    /// A table turned on its side: labels in one column, a record in each further one.
    pub(super) fn turned_table(&mut self, lines: &[Line], labels: u32, values: &[u32], sink: &mut dyn FnMut(Record)) {
        let shared = Arc::clone(&self.shared);
        let mut cards: Vec<Card> = values.iter().map(|_| Card::default()).collect();
        let mut first = None;
        for line in lines {
            let label = line
                .at(labels)
                .filter(|found| found.address.column == labels)
                .and_then(|found| cards::label_of(&found, &shared.dictionary));
            let Some((label, meaning)) = label else {
                self.outside(line);
                self.unplaced = 0;
                continue;
            };
            first.get_or_insert(line.index());
            for (card, column) in cards.iter_mut().zip(values) {
                let value = line.at(*column).filter(|found| found.address.column > labels);
                let pair = cards::Pair { label: label.clone(), meaning, column: labels, value };
                card.take(&pair, &shared, &mut self.talk);
                card.row = line.index();
            }
            self.rows.count(Fate::Header, 1);
        }
        let row = first.unwrap_or_default();
        let columns = cards.first_mut().map(|card| std::mem::take(&mut card.columns)).unwrap_or_default();
        let mut records = 0u64;
        for card in cards.iter_mut().filter(|card| card.is_record()) {
            card.row = row;
            self.emit_card(card, sink);
            records += 1;
        }
        // The lines hold all records together: one line stands for each as far as there are lines.
        let from_lines = records.min(self.rows.header);
        self.rows.header -= from_lines;
        self.rows.records += from_lines;
        self.rows.count(Fate::Record, records - from_lines);
        self.rows.split += records - from_lines;
        self.done.push(TableSummary {
            kind: "转置的表",
            columns,
            records,
            data_rows: Some((row, self.last_row.unwrap_or(row))),
            ..TableSummary::default()
        });
    }
}
