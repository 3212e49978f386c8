//! One sheet, row by row → records.
//!
//! A sheet is read in one pass. Lines are held back only until a header is recognised and enough of the lines below it
//! are there to check what its columns hold; after that two lines of look-ahead are kept, to see a further table coming.

use std::collections::VecDeque;
use std::sync::Arc;

use super::aside;
use super::assemble::{self, Assembler, Placed, Surroundings};
use super::cards::{self, Card};
use super::classify::{self, Kind};
use super::clean::{clean, fold, is_nothing, raw_text, text_of};
use super::columns::TablePlan;
use super::dictionary::Meaning;
use super::layout;
use super::lines::{Line, Tracker};
use super::reader::{Reader, Shared};
use super::summary::{Fate, Problem, ProblemSeverity, RowCount, SheetSummary, TableSummary, Talk};
use super::surroundings::Preamble;
use super::tables;
use super::totals::Totals;
use super::{Field, FieldValue, Record};
use crate::region::Places;
use crate::workbook::{Cell, CellValue, Row, SheetFacts, Visibility, column_letters};

/// Lines held back at most while no header is found.
const SEEK: usize = 240;
/// Bytes of lines held back at most: what a row may hold is capped, many such rows would still be too much.
const HELD: usize = 12 << 20;
/// Tables that are told one by one.
const TABLES: usize = 500;
/// Lines of one card form.
const CARD: u64 = 2_000;
/// Lines below a header that are waited for.
const BELOW: usize = 16;
/// Lines of look-ahead inside a table.
const AHEAD: usize = 2;

/// Reads one sheet: push its rows in order, then finish.
#[derive(Debug)]
pub struct SheetReading {
    shared: Arc<Shared>,
    file: Arc<str>,
    sheet: Arc<str>,
    visibility: Visibility,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    tracker: Tracker,
    state: State,
    rows: RowCount,
    last_row: Option<u32>,
    talk: Talk,
    done: Vec<TableSummary>,
    preamble: Preamble,
    /// Lines outside any table that hold more than one cell.
    unplaced: u64,
    first_unplaced: Option<u32>,
    hidden_rows_seen: u64,
    /// The card form being read.
    card: Option<Card>,
    /// Bytes of the lines held back.
    held: usize,
    /// Tables closed.
    tables: usize,
}

#[derive(Debug)]
enum State {
    /// No header yet: lines held back.
    Seeking(Vec<Line>),
    /// Inside the tables of one header.
    Inside { tables: Vec<Active>, ahead: VecDeque<Line> },
}

/// A table being read.
#[derive(Debug)]
struct Active {
    plan: TablePlan,
    assembler: Assembler,
    summary: TableSummary,
    totals: Totals,
    /// The filled columns of the 其中 line just above.
    partial: Option<Vec<u32>>,
    /// Why its lines are skipped.
    skipped: Option<&'static str>,
}

impl Active {
    /// Whether a line goes on with the 其中 above it: the same columns filled, a name of no company and numbers.
    fn continues_partial(&self, line: &Line, shared: &Shared) -> bool {
        let Some(columns) = &self.partial else { return false };
        let mut names = 0;
        for cell in &line.row.cells {
            if let CellValue::Text(text) = &cell.value {
                let text = clean(text);
                let is_name = !shared.dictionary.is_blank(&text) && text.parse::<f64>().is_err();
                names += usize::from(is_name);
                if super::content::is_company(&text, &shared.dictionary) {
                    return false;
                }
            }
        }
        names == 1 && columns.len() >= 2 && *columns == filled_columns(line, &self.plan, shared)
    }
}

/// Whether a text is longer than any heading, title or mark: it is somebody's prose, whatever stands in it.
fn is_long(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(text) if text.len() > 2_000)
}

/// What no cell of the line says.
fn said(text: &str) -> Placed {
    Placed { value: FieldValue::said(text), cell: None }
}

/// The columns of a table that a line fills.
fn filled_columns(line: &Line, plan: &TablePlan, shared: &Shared) -> Vec<u32> {
    let inside = |column: u32| (plan.first_column..=plan.last_column).contains(&column);
    let filled = |cell: &&crate::workbook::Cell| !shared.dictionary.is_blank(&text_of(&cell.value));
    line.row.cells.iter().filter(|cell| inside(cell.column)).filter(filled).map(|cell| cell.column).collect()
}

impl SheetReading {
    /// For one sheet.
    #[must_use]
    pub fn new(reader: &Reader, file: Arc<str>, facts: &SheetFacts) -> Self {
        Self {
            shared: reader.for_sheet(&facts.name),
            file,
            sheet: Arc::from(facts.name.as_str()),
            visibility: facts.visibility,
            hidden_rows: facts.hidden_rows.clone(),
            hidden_columns: facts.hidden_columns.clone(),
            tracker: Tracker::new(&facts.merges),
            state: State::Seeking(Vec::new()),
            rows: RowCount::default(),
            last_row: None,
            talk: Talk::default(),
            done: Vec::new(),
            preamble: Preamble::default(),
            unplaced: 0,
            first_unplaced: None,
            hidden_rows_seen: 0,
            card: None,
            held: 0,
            tables: 0,
        }
    }

    /// Takes the next row. Records that are complete go to `sink`, in reading order.
    pub fn push(&mut self, row: Row, sink: &mut dyn FnMut(Record)) {
        let mut row = row;
        row.cells.retain(|cell| !matches!(&cell.value, CellValue::Text(text) if is_nothing(text)));
        let line = self.tracker.advance(row);
        if line.row.cells.is_empty() {
            return;
        }
        if let Some(last) = self.last_row {
            self.rows.count(Fate::Blank, u64::from(line.index().saturating_sub(last + 1)));
        }
        self.last_row = Some(line.index());
        if self.hidden_rows.iter().any(|(first, last)| (*first..=*last).contains(&line.index())) {
            self.hidden_rows_seen += 1;
        }
        if self.is_outside_area(&line) {
            self.outside(&line);
            return;
        }
        match &mut self.state {
            State::Seeking(buffer) => {
                self.held += line.bytes();
                buffer.push(line);
                let length = buffer.len();
                let full = length >= SEEK || self.held >= HELD;
                if full || (length % 40 == 0) || length == BELOW + 8 {
                    self.seek(full, sink);
                    if let State::Seeking(buffer) = &self.state {
                        self.held = buffer.iter().map(Line::bytes).sum();
                    }
                }
            }
            State::Inside { ahead, .. } => {
                ahead.push_back(line);
                if ahead.len() > AHEAD {
                    self.step(sink);
                }
            }
        }
    }

    /// Ends the sheet: what was held back is read, and what was found is summed up.
    pub fn finish(mut self, sink: &mut dyn FnMut(Record)) -> SheetSummary {
        loop {
            match &self.state {
                State::Seeking(buffer) if buffer.is_empty() => break,
                State::Seeking(_) => self.seek(true, sink),
                State::Inside { ahead, .. } if ahead.is_empty() => break,
                State::Inside { .. } => self.step(sink),
            }
        }
        self.end_card(sink);
        self.close_tables();
        self.sum_up()
    }

    /// Whether the mapping says that the line belongs to no table.
    fn is_outside_area(&self, line: &Line) -> bool {
        let mapping = &self.shared.mapping;
        mapping.skip || mapping.area.is_some_and(|area| !(area.first_row..=area.last_row).contains(&line.index()))
    }

    /// The header that the mapping names, else the first that is recognised.
    fn find_header(&self, buffer: &[Line], force: bool) -> Option<layout::Block> {
        let mapping = &self.shared.mapping;
        let (Some(area), Some(rows)) = (mapping.area, mapping.header_rows) else {
            let found = layout::find(buffer, &self.shared.dictionary, self.tracker.known);
            return found.or_else(|| self.header_by_content(buffer, force));
        };
        let header = |line: &Line| (area.first_row..area.first_row.saturating_add(rows)).contains(&line.index());
        let top = buffer.iter().position(header)?;
        let bottom = buffer.iter().rposition(header)?;
        Some(layout::Block { top, bottom })
    }

    /// A header of words that nobody knows, seen by what stands below it. Only when all lines are there, and no card is read.
    fn header_by_content(&self, buffer: &[Line], force: bool) -> Option<layout::Block> {
        let dictionary = &self.shared.dictionary;
        let apart = !force || self.card.is_some() || cards::is_card_form(buffer, dictionary);
        if apart || aside::kind(buffer, dictionary).is_some() {
            return None;
        }
        layout::find_by_content(buffer, dictionary, self.tracker.known)
    }

    /// Looks for a header in the lines held back. With `force`, decides with what is there.
    fn seek(&mut self, force: bool, sink: &mut dyn FnMut(Record)) {
        let State::Seeking(buffer) = &self.state else { return };
        let found = self.find_header(buffer, force);
        let State::Seeking(buffer) = &mut self.state else { return };
        let Some(block) = found else {
            if force {
                let lines = std::mem::take(buffer);
                self.without_header(&lines, sink);
            }
            return;
        };
        if !force && buffer.len() < block.bottom + 1 + BELOW {
            return;
        }
        let lines = std::mem::take(buffer);
        self.end_card(sink);
        let (above, rest) = lines.split_at(block.top);
        above.iter().for_each(|line| self.outside(line));
        let header = block.bottom - block.top + 1;
        let found = tables::plan(block, &lines, &self.shared, self.tracker.known, &mut self.talk);
        self.rows.count(Fate::Header, header as u64);
        if found.blind {
            self.talk.note("文件不带合并单元格信息：多级表头的空白上级按左侧补齐，请核对栏目对应".to_owned());
        }
        let tables = found.plans.into_iter().map(|plan| self.activate(plan)).collect();
        self.state = State::Inside { tables, ahead: VecDeque::new() };
        for line in rest.iter().skip(header) {
            match &mut self.state {
                State::Inside { ahead, .. } => {
                    ahead.push_back(line.clone());
                    if ahead.len() > AHEAD {
                        self.step(sink);
                    }
                }
                State::Seeking(buffer) => buffer.push(line.clone()),
            }
        }
    }

    fn activate(&mut self, plan: TablePlan) -> Active {
        let name = fold(&self.sheet);
        let named = |words: &[String]| words.iter().any(|word| name.contains(word.as_str()));
        let enterprise = plan.has(Field::Enterprise) || self.preamble.fields.contains_key(&Field::Enterprise);
        let skipped = if !enterprise && is_catalog(&plan) {
            Some("目录条文表")
        } else if !enterprise && named(&self.shared.dictionary.code_lists) {
            Some("代码表")
        } else if !enterprise && named(&self.shared.dictionary.instructions) {
            Some("说明")
        } else if !plan.is_survey() {
            Some("不含企业或设备的表")
        } else {
            None
        };
        let summary = TableSummary {
            header_rows: Some(plan.header_rows),
            columns: plan.summary(&self.hidden_columns),
            kind: skipped.unwrap_or(if plan.groups.is_empty() {
                "设备逐行的表"
            } else {
                "设备列成栏目的表"
            }),
            ..TableSummary::default()
        };
        let around = self.surroundings(&plan);
        let mut summary = summary;
        for column in summary.columns.iter_mut().filter(|column| column.unit.is_none()) {
            let fits = |unit: &&Arc<str>| column.field.is_some_and(|field| super::value::unit_fits(unit, field));
            if let Some(unit) = around.units.iter().find(fits) {
                column.why = format!("{}；单位按表内说明“单位：{unit}”", column.why);
                column.unit = Some(unit.to_string());
            }
        }
        Active {
            plan,
            assembler: Assembler::new(around, self.shared.divisions),
            summary,
            totals: Totals::default(),
            partial: None,
            skipped,
        }
    }

    /// What the lines above a table and the sheet's name give to each of its lines.
    fn surroundings(&mut self, plan: &TablePlan) -> Surroundings {
        let mut around = Surroundings {
            fields: self.preamble.fields.clone(),
            extra: self.preamble.extra.clone(),
            units: self.preamble.units.clone(),
        };
        around.fields.retain(|field, _| !plan.has(*field));
        let table = (!plan.others.is_empty()).then_some((plan.first_column, plan.last_column));
        if !plan.has(Field::Sector)
            && !around.fields.contains_key(&Field::Sector)
            && let Some((sector, source)) = self.sector_around(table)
        {
            self.talk.note(format!("没有行业栏：行业按{source}取“{sector}”"));
            around.fields.insert(Field::Sector, said(&sector));
        }
        if plan.has_place() {
            around.fields.remove(&Field::Prefecture);
            around.fields.remove(&Field::County);
        } else if let Some((place, from)) = self.preamble.place(&self.sheet, self.shared.divisions, table) {
            for (field, name) in place {
                around.fields.entry(field).or_insert_with(|| said(&name));
            }
            self.talk.note(format!("没有州市、县市区栏：按“{from}”取"));
        }
        around
    }

    /// The sector that the sheet's name or a title gives, and which of them.
    fn sector_around(&self, table: Option<(u32, u32)>) -> Option<(String, &'static str)> {
        match self.shared.dictionary.sectors_in(&self.sheet).as_slice() {
            [sector] => Some(((*sector).to_owned(), "工作表名")),
            _ => self.preamble.sector(&self.shared.dictionary, table).map(|sector| (sector, "标题")),
        }
    }

    /// Reads the first of the lines ahead, or begins a further table there.
    fn step(&mut self, sink: &mut dyn FnMut(Record)) {
        let State::Inside { tables, ahead } = &mut self.state else { return };
        let Some(line) = ahead.pop_front() else { return };
        let dictionary = &self.shared.dictionary;
        let repeated = |line: &Line| {
            tables.iter().any(|active| classify::classify(line, &active.plan, dictionary) == Kind::Header)
        };
        let begins = |line: &Line| {
            layout::has_known_heading(line, dictionary)
                && line.row.cells.iter().all(|cell| matches!(cell.value, CellValue::Text(_)))
                && layout::score(line, dictionary).is_header_inside_a_table()
                && !repeated(line)
        };
        // One or two lines of group headings above a further header.
        let above = |line: &Line, next: &Line| {
            next.index() == line.index() + 1 && layout::is_group_line(line, next, dictionary, self.tracker.known)
        };
        let heads_next = ahead.front().is_some_and(|next| begins(next) && above(&line, next))
            || matches!((ahead.front(), ahead.get(1)), (Some(next), Some(last))
                if begins(last) && above(next, last) && above(&line, next));
        let card =
            layout::has_known_heading(&line, dictionary) && cards::begins_card(&line, dictionary) && !repeated(&line);
        if begins(&line) || heads_next || card {
            let lines: Vec<Line> = std::iter::once(line).chain(ahead.drain(..)).collect();
            self.close_tables();
            self.preamble.start_of_table();
            self.state = State::Seeking(lines);
            return;
        }
        self.read_line(&line, sink);
    }

    /// Reads a line of the present tables.
    fn read_line(&mut self, line: &Line, sink: &mut dyn FnMut(Record)) {
        let State::Inside { tables, .. } = &mut self.state else { return };
        let mut fates: Vec<(Fate, u64)> = Vec::new();
        let mut section: Option<String> = None;
        for active in tables.iter_mut() {
            let has_cells = line
                .row
                .cells
                .iter()
                .any(|cell| (active.plan.first_column..=active.plan.last_column).contains(&cell.column));
            if !has_cells {
                continue;
            }
            if active.skipped.is_some() {
                fates.push((Fate::Note, 1));
                continue;
            }
            match classify::classify(line, &active.plan, &self.shared.dictionary) {
                Kind::Blank => fates.push((Fate::Blank, 1)),
                Kind::Header => fates.push((Fate::Header, 1)),
                Kind::Note => fates.push((Fate::Note, 1)),
                Kind::Hint => {
                    self.talk.note(format!("第{}行是填写示例或提示，已跳过", line.index() + 1));
                    fates.push((Fate::Note, 1));
                }
                Kind::Data if active.continues_partial(line, &self.shared) => fates.push((Fate::Subtotal, 1)),
                Kind::Subtotal(text, partial) => {
                    active.partial = partial.then(|| filled_columns(line, &active.plan, &self.shared));
                    active.assembler.end_of_enterprise();
                    active.totals.check(line, &active.plan, &text, partial, &self.shared, &mut self.talk);
                    fates.push((Fate::Subtotal, 1));
                }
                Kind::Section(text, sums) => {
                    active.assembler.end_of_enterprise();
                    section = Some(text);
                    fates.push((if sums { Fate::Subtotal } else { Fate::Note }, 1));
                }
                Kind::Data => {
                    active.partial = None;
                    let names = (&self.file, &self.sheet);
                    let records = active.assembler.records(
                        line,
                        &active.plan,
                        &self.shared,
                        names,
                        self.tracker.known,
                        &mut self.talk,
                    );
                    let Some(records) = records else {
                        fates.push((Fate::Note, 1));
                        continue;
                    };
                    if records.is_empty() {
                        fates.push((Fate::NotUnderstood, 1));
                        self.talk.problem(not_understood(line));
                    } else {
                        active.totals.add(&records);
                        fates.push((Fate::Record, records.len() as u64));
                        active.summary.records += records.len() as u64;
                        let (first, _) = active.summary.data_rows.unwrap_or((line.index(), 0));
                        active.summary.data_rows = Some((first, line.index()));
                        records.into_iter().for_each(&mut *sink);
                    }
                }
            }
        }
        if fates.iter().any(|(fate, _)| *fate != Fate::Blank) {
            fates.retain(|(fate, _)| *fate != Fate::Blank);
        } else if let Some(first) = fates.first().copied() {
            fates = vec![first];
        }
        if fates.is_empty() {
            // Cells only beside the tables.
            fates.push((Fate::Note, 1));
        }
        let lines: u64 = fates.iter().map(|(_, lines)| lines).sum();
        self.rows.split += lines.saturating_sub(1);
        fates.iter().for_each(|(fate, lines)| self.rows.count(*fate, *lines));
        if let Some(text) = section {
            self.preamble.take_title(&text);
            self.take_section(line, &text);
        }
    }

    /// A section heading gives its sector or place to the lines below it, where the table has no column for them.
    fn take_section(&mut self, line: &Line, text: &str) {
        let State::Inside { tables, .. } = &mut self.state else { return };
        // 「企业名称：某公司　所属行业：钢铁」 between the lines of a table.
        let mut said = Preamble::default();
        said.take(line, &self.shared, &mut self.talk);
        let names_enterprise = said.fields.contains_key(&Field::Enterprise);
        if names_enterprise {
            self.preamble.fields.clone_from(&said.fields);
            for active in tables.iter_mut() {
                active.assembler.around.fields.retain(|field, _| !super::surroundings::is_identity(*field));
            }
        }
        let given = if said.fields.is_empty() {
            super::surroundings::of_section(line, text, &self.shared)
        } else {
            said.fields.into_iter().collect()
        };
        for active in tables.iter_mut() {
            for (field, placed) in &given {
                let place = matches!(field, Field::Prefecture | Field::County);
                if !(active.plan.has(*field) || (place && active.plan.has_place())) {
                    self.talk.note(format!("第{}行“{text}”以下的{}按该行取", line.index() + 1, field.chinese()));
                    if *field == Field::Prefecture {
                        active.assembler.around.fields.remove(&Field::County);
                    }
                    active.assembler.around.fields.insert(*field, placed.clone());
                }
            }
        }
    }

    /// Lines in which no table begins: a card form, a table turned on its side, or titles and notes.
    fn without_header(&mut self, lines: &[Line], sink: &mut dyn FnMut(Record)) {
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
            let card = self.card.get_or_insert_with(|| Card { row: line.index(), ..Card::default() });
            for pair in &pairs {
                card.take(pair, &shared, &mut self.talk);
            }
            card.lines += 1;
            self.rows.count(Fate::Header, 1);
        }
    }

    /// Lines that are no survey: what they are is said.
    fn skip_aside(&mut self, lines: &[Line], kind: &'static str) {
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
    fn end_card(&mut self, sink: &mut dyn FnMut(Record)) {
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

    fn emit_card(&mut self, card: &mut Card, sink: &mut dyn FnMut(Record)) {
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
    fn turned_table(&mut self, lines: &[Line], labels: u32, values: &[u32], sink: &mut dyn FnMut(Record)) {
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

    /// A line that belongs to no table: a title, a note, or what no header explains.
    fn outside(&mut self, line: &Line) {
        self.preamble.take(line, &self.shared, &mut self.talk);
        let filled = line
            .row
            .cells
            .iter()
            .filter(|cell| is_long(&cell.value) || !self.shared.dictionary.is_blank(&text_of(&cell.value)))
            .count();
        if filled > 1 {
            self.unplaced += 1;
            self.first_unplaced.get_or_insert(line.index());
        }
        self.rows.count(if filled == 0 { Fate::Blank } else { Fate::Note }, 1);
    }

    fn close_tables(&mut self) {
        let State::Inside { tables, .. } = &mut self.state else { return };
        for mut active in tables.drain(..) {
            active.totals.finish(&mut self.talk);
            if active.assembler.inherited > 0 {
                active.summary.notes.push(format!(
                    "有{}行沿用了上一行的企业、代码、地点或行业（留空的单元格）",
                    active.assembler.inherited
                ));
            }
            if let Some(why) = active.skipped {
                let (first, _) = active.plan.header_rows;
                self.talk.note(format!("第{}行起是{why}，已跳过", first + 1));
            }
            active.summary.notes.iter().for_each(|note| self.talk.note(note.clone()));
            // A sheet of headers is no reason to remember each of them.
            match self.done.last_mut().filter(|_| self.tables >= TABLES) {
                Some(last) => last.records += active.summary.records,
                None => self.done.push(active.summary),
            }
            self.tables += 1;
        }
    }

    fn sum_up(mut self) -> SheetSummary {
        let survey = self.done.iter().any(|table| table.records > 0 || table.kind.starts_with("设备"));
        let filled = self.unplaced > 0 || self.rows.note > 0;
        if !survey && self.done.is_empty() && filled && !self.shared.mapping.skip {
            let name = fold(&self.sheet);
            let named = |words: &[String]| words.iter().any(|word| name.contains(word.as_str()));
            if named(&self.shared.dictionary.code_lists) || named(&self.shared.dictionary.instructions) {
                self.talk.note("工作表是代码表或填报说明，没有摸底数据，已跳过".to_owned());
            } else if self.unplaced > 0 {
                self.rows.note = self.rows.note.saturating_sub(self.unplaced);
                self.rows.not_understood += self.unplaced;
                self.talk.problem(Problem {
                    code: "header-not-found",
                    severity: ProblemSeverity::Error,
                    cell: None,
                    row: self.first_unplaced,
                    message: format!("没有找到表头，{}行数据没有读出", self.unplaced),
                    suggestion: "检查表头是否写明企业名称、设备名称等栏目，或用 --mapping 指明".to_owned(),
                });
            }
        }
        let state = match self.visibility {
            Visibility::Visible => "visible",
            Visibility::Hidden => "hidden",
            Visibility::VeryHidden => "very-hidden",
        };
        if self.shared.mapping.skip {
            self.talk.note("按栏目对照文件，整张表没有读".to_owned());
        }
        if self.visibility != Visibility::Visible {
            self.talk.note("工作表是隐藏的，已照常读取".to_owned());
        }
        if self.hidden_rows_seen > 0 {
            self.talk.note(format!("有{}行是隐藏的，已照常读取", self.hidden_rows_seen));
        }
        let hidden: Vec<String> = self
            .done
            .iter()
            .flat_map(|table| table.columns.iter().filter(|column| column.hidden).map(super::ColumnSummary::letters))
            .collect();
        if !hidden.is_empty() {
            self.talk.note(format!("{}列是隐藏的，已照常读取", hidden.join("、")));
        }
        let (notes, problems) = self.talk.finish();
        SheetSummary {
            name: self.sheet.to_string(),
            state,
            tables: self.done,
            rows: self.rows,
            notes,
            problems,
            error: None,
        }
    }
}

/// A table of clauses: what is forbidden and why, instead of who has it.
fn is_catalog(plan: &TablePlan) -> bool {
    !plan.has(Field::Quantity)
        && plan.columns.iter().any(|column| {
            ["原因", "替代", "条款", "禁止使用", "淘汰类别", "文号"].iter().any(|word| column.header.contains(word))
        })
}

fn not_understood(line: &Line) -> Problem {
    let shown = |cell: &Cell| text_of(&cell.value).chars().take(40).collect::<String>();
    let words: Vec<String> = line.row.cells.iter().take(6).map(shown).collect();
    Problem {
        code: "row-not-understood",
        severity: ProblemSeverity::Warning,
        cell: None,
        row: Some(line.index()),
        message: format!("第{}行没有企业、设备、工艺或产品，无法认作一条记录：{}", line.index() + 1, words.join(" | ")),
        suggestion: "补全企业名称和设备名称；不是数据的，删去或写成“注：”".to_owned(),
    }
}
