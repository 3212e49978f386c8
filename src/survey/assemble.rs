//! One line of a table → its records.
//!
//! A line is a record when it names an enterprise, or equipment, a process, a product, a line or a model; an enterprise
//! without equipment is a record too, so that the missing equipment can be asked for. A line that names none of these is
//! not understood.

use std::sync::Arc;

use super::Field;
use super::columns::is_joined;
use super::content::split_place;
use super::lines::{Found, Line};
use super::reader::Shared;
use super::summary::{Problem, ProblemSeverity, Talk};
use super::table_plan::{ColumnPlan, Role, TablePlan};
use super::value::{self, Reading};
use super::{FieldValue, Fields, Record, Source};
use crate::region::{Divisions, PlaceProblem, Places};
use crate::workbook::{CellAddress, column_letters};

/// A value with the cell that it was read from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub value: FieldValue,
    pub cell: Option<CellAddress>,
}

/// What holds for all lines of a table, from the lines around it and the sheet's name.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    /// Fields that the lines above the table or a section heading give.
    pub fields: Fields<Placed>,
    /// What else the card above the table says.
    pub extra: Vec<(Arc<str>, Arc<str>)>,
    /// Units of 「单位：万吨、台」.
    pub units: Vec<Arc<str>>,
    /// Units that lines above give to one field.
    pub named_units: Vec<(Field, Arc<str>)>,
    /// The prefecture of another province, for counties that the divisions do not know.
    pub foreign: Option<Arc<str>>,
}

impl Surroundings {
    /// The unit that the lines above give to a field.
    pub(super) fn unit_of(&self, field: Field) -> Option<&Arc<str>> {
        let named = self.named_units.iter().rev().find(|(named, _)| *named == field).map(|(_, unit)| unit);
        named.or_else(|| self.units.iter().find(|unit| value::unit_fits(unit, field)))
    }
}

/// Makes records of the lines of one table.
#[derive(Debug)]
pub(super) struct Assembler {
    /// The identity of the previous record of this table.
    previous: Fields<Placed>,
    /// Whether a line since the last total gave the previous identity.
    may_inherit: bool,
    /// Whether that line only named the enterprise of the lines below it.
    heads: bool,
    pub around: Surroundings,
    pub inherited: u64,
    places: Places,
}

/// The fields that say whose equipment it is.
const IDENTITY: &[Field] =
    &[Field::Enterprise, Field::Uscc, Field::Prefecture, Field::County, Field::Address, Field::Sector];
/// The fields of which one makes a line a record.
const NAMES: &[Field] = &[Field::Equipment, Field::Process, Field::Product, Field::Line, Field::Model];

impl Assembler {
    pub(super) fn new(around: Surroundings, divisions: &'static Divisions) -> Self {
        let places = Places::new(divisions);
        Self { previous: Fields::new(), may_inherit: false, heads: false, around, inherited: 0, places }
    }

    /// A total line ends the enterprise above it.
    pub(super) fn end_of_enterprise(&mut self) {
        self.may_inherit = false;
    }

    /// The records of a line; empty if it is not understood, `None` if it only names the enterprise of the lines below.
    pub(super) fn records(
        &mut self,
        line: &Line,
        plan: &TablePlan,
        shared: &Shared,
        sheet: (&Arc<str>, &Arc<str>),
        (merges_known, next): (bool, Option<&Line>),
        talk: &mut Talk,
    ) -> Option<Vec<Record>> {
        let mut read = self.read(line, plan, shared, talk);
        let named = NAMES.iter().any(|field| read.fields.contains_key(field))
            || read.groups.iter().any(|group| !group.is_empty());
        if !named && !read.fields.contains_key(&Field::Enterprise) {
            return Some(Vec::new());
        }
        let names_enterprise = read.fields.contains_key(&Field::Enterprise);
        self.inherit(&mut read, plan, line, merges_known);
        let mut own_identity = Fields::with_capacity(IDENTITY.len());
        own_identity.extend(IDENTITY.iter().filter_map(|field| Some((*field, read.fields.get(field)?.clone()))));
        for (field, placed) in &self.around.fields {
            read.fields.or_insert_with(*field, || placed.clone());
        }
        if own_identity.contains_key(&Field::Enterprise) {
            self.previous = own_identity;
            self.may_inherit = true;
        }
        if names_enterprise {
            self.heads = !named && read.only_names_and_sums() && next.is_some_and(|next| goes_on(next, plan, shared));
            if self.heads {
                return None;
            }
        }
        complete_place(&mut read.fields, &mut self.places);
        if let Some(foreign) = &self.around.foreign
            && read.fields.contains_key(&Field::County)
        {
            read.fields.or_insert_with(Field::Prefecture, || Placed { value: FieldValue::said(foreign), cell: None });
        }
        if plan.mixed && !named {
            return None;
        }
        let groups = std::mem::take(&mut read.groups);
        let mut extra = std::mem::take(&mut read.extra);
        extra.extend(self.around.extra.iter().cloned());
        let wide: Vec<Record> = groups
            .into_iter()
            .filter(|group| !group.is_empty())
            .map(|group| {
                let mut fields = read.fields.clone();
                fields.extend(group);
                record(fields, extra.clone(), line.index(), sheet)
            })
            .collect();
        Some(if wide.is_empty() { vec![record(read.fields, extra, line.index(), sheet)] } else { wide })
    }

    fn read(&self, line: &Line, plan: &TablePlan, shared: &Shared, talk: &mut Talk) -> LineRead {
        let mut reported: Vec<(&ColumnPlan, Placed)> = Vec::new();
        let unit_columns = plan.columns.iter().any(|column| matches!(column.role, Role::UnitOf(_)));
        let mut read = LineRead {
            fields: Fields::with_capacity(plan.columns.len().min(line.row.cells.len() + 4)),
            groups: vec![Fields::new(); plan.groups.len()],
            extra: Vec::with_capacity(8),
        };
        for (at, column) in plan.columns.iter().enumerate() {
            let Some(found) = line.at(column.column) else { continue };
            // A value merged over several columns belongs to the first of them.
            if found.area.is_some_and(|area| area.first.column != column.column)
                && found.address.column >= plan.first_column
            {
                continue;
            }
            let field = match column.role {
                Role::Field(field) | Role::Wide(_, field) => Some(field),
                _ => column.compared,
            };
            let reading = Reading { header: &column.header, unit: self.unit(column, field), field };
            let Some(mut value) = value::read(found, &reading, shared, talk) else { continue };
            if unit_columns && let Some((unit, _)) = unit_cell(line, plan, at, shared, talk) {
                value::join_unit(&mut value, &unit, field);
            }
            let cell = Some(found.address);
            match column.role {
                Role::Field(Field::Equipment)
                    if plan.mixed && super::content::is_company(&value.text, &shared.dictionary) =>
                {
                    read.put(Field::Enterprise, Placed { value, cell }, &column.header, false);
                }
                Role::Tick(field) if super::content::is_tick(&value.text) => {
                    value.text = column.header.rsplit('/').next().unwrap_or_default().into();
                    read.put(field, Placed { value, cell }, &column.header, false);
                }
                Role::Field(field) => read.put(field, Placed { value, cell }, &column.header, is_parameter(field)),
                Role::Place => place_of(&value, cell, shared.divisions)
                    .into_iter()
                    .for_each(|(field, placed)| read.put(field, placed, &column.header, false)),
                Role::Wide(group, field) => {
                    if &*value.text != "0"
                        && let Some(fields) = read.groups.get_mut(group)
                    {
                        put_wide(fields, plan, group, field, Placed { value, cell });
                    }
                }
                Role::Extra if column.compared.is_some() => {
                    read.extra.push((Arc::clone(&column.header), Arc::clone(&value.text)));
                    reported.push((column, Placed { value, cell }));
                }
                Role::Extra | Role::Tick(_) => read.extra.push((Arc::clone(&column.header), value.text)),
                Role::UnitOf(of) => {
                    let beside = plan.columns.get(of).and_then(|column| line.at(column.column));
                    if beside.is_none_or(|found| value::is_absent(found, shared)) {
                        read.extra.push((Arc::clone(&column.header), value.text));
                    }
                }
                Role::Serial => {}
            }
        }
        read.compare(reported, talk);
        for cell in &line.row.cells {
            if (cell.column < plan.first_column || cell.column > plan.last_column) && !plan.is_foreign(cell.column) {
                let found = Found {
                    value: &cell.value,
                    format: cell.format.as_deref(),
                    address: CellAddress::new(line.index(), cell.column),
                    area: None,
                };
                let reading = Reading { header: &Arc::default(), unit: None, field: None };
                if let Some(value) = value::read(found, &reading, shared, talk) {
                    read.extra.push((format!("（{}列无表头）", column_letters(cell.column)).into(), value.text));
                }
            }
        }
        read
    }

    /// The unit of bare numbers: the header's, else the sheet note's where it fits the field.
    fn unit<'a>(&'a self, column: &'a ColumnPlan, field: Option<Field>) -> Option<&'a Arc<str>> {
        column.unit.as_ref().or_else(|| self.around.unit_of(field?))
    }

    /// An enterprise's cells left blank below its first line, and places and sectors written once for several enterprises.
    fn inherit(&mut self, read: &mut LineRead, plan: &TablePlan, line: &Line, merges_known: bool) {
        if self.previous.is_empty() {
            return;
        }
        let has_column =
            |field: Field| plan.has(field) || (matches!(field, Field::Prefecture | Field::County) && plan.has_place());
        if read.fields.contains_key(&Field::Enterprise) {
            for column in &plan.sparse {
                let fields: &[Field] = match plan.role(*column) {
                    Some(Role::Field(field)) => &[field],
                    Some(Role::Place) => &[Field::Prefecture, Field::County],
                    _ => &[],
                };
                for field in fields {
                    if !read.fields.contains_key(field)
                        && let Some(placed) = self.previous.get(field)
                    {
                        read.fields.insert(*field, placed.clone());
                        self.inherited += 1;
                    }
                }
            }
            return;
        }
        if !self.may_inherit || !(plan.mixed || has_column(Field::Enterprise)) {
            return;
        }
        // A county merged over several enterprises stands in the cell of a line above.
        let in_this_line = |field: &Field| {
            read.fields.get(field).is_some_and(|placed| placed.cell.is_none_or(|cell| cell.row == line.index()))
        };
        let own = IDENTITY.iter().filter(|field| **field != Field::Sector && in_this_line(field)).count();
        let other_identity = IDENTITY
            .iter()
            .any(|field| *field != Field::Enterprise && has_column(*field) && self.previous.contains_key(field));
        let numbered = plan.columns.iter().any(|column| {
            column.role == Role::Serial && line.at(column.column).is_some_and(|found| found.address.row == line.index())
        });
        // A line with its own number and nothing else left blank names no enterprise: that is asked, not guessed.
        if own > 0 || (numbered && merges_known && !other_identity && !plan.mixed && !self.heads) {
            return;
        }
        for (field, placed) in &self.previous {
            read.fields.or_insert_with(*field, || placed.clone());
        }
        self.inherited += 1;
    }
}

/// A record of fields with their cells.
pub(super) fn record(
    fields: Fields<Placed>,
    extra: Vec<(Arc<str>, Arc<str>)>,
    row: u32,
    (file, sheet): (&Arc<str>, &Arc<str>),
) -> Record {
    let mut cells = Fields::with_capacity(fields.len());
    let mut values = Fields::with_capacity(fields.len());
    for (field, placed) in fields {
        if let Some(cell) = placed.cell {
            cells.insert(field, cell);
        }
        values.insert(field, placed.value);
    }
    Record {
        source: Source { file: Arc::clone(file), sheet: Arc::clone(sheet), row: row + 1, cells },
        fields: values,
        extra,
    }
}

/// What the cells of a line say, before anything is inherited.
#[derive(Debug, Default)]
struct LineRead {
    fields: Fields<Placed>,
    groups: Vec<Fields<Placed>>,
    extra: Vec<(Arc<str>, Arc<str>)>,
}

/// What was reported is not what was found on the spot.
fn differs(column: &ColumnPlan, reported: &Placed, found: &Placed) -> Problem {
    Problem {
        code: "reported-found-differ",
        severity: ProblemSeverity::Warning,
        cell: reported.cell,
        row: None,
        message: format!(
            "“{}”写“{}”，“{}”写“{}”，两栏不一致，按后者判定",
            column.header, reported.value.text, found.value.header, found.value.text
        ),
        suggestion: "核对两栏：上报有误的改上报，核实有误的改核实，并在备注写明原因".to_owned(),
    }
}

/// Whether a line names equipment and leaves the enterprise to the line above.
fn goes_on(next: &Line, plan: &TablePlan, shared: &Shared) -> bool {
    let filled = |field: Field| {
        plan.columns
            .iter()
            .filter(|column| column.role == Role::Field(field))
            .any(|column| next.at(column.column).is_some_and(|found| !value::is_absent(found, shared)))
    };
    filled(Field::Equipment) && plan.has(Field::Enterprise) && !filled(Field::Enterprise)
}

fn is_parameter(field: Field) -> bool {
    field == Field::Parameter
}

impl LineRead {
    /// What was reported against what was found on the spot: the latter counts; where it is blank, the former.
    fn compare(&mut self, reported: Vec<(&ColumnPlan, Placed)>, talk: &mut Talk) {
        let found: Vec<Field> = self.fields.keys().copied().collect();
        let mut taken: Vec<(&ColumnPlan, Option<CellAddress>)> = Vec::new();
        for (column, placed) in reported {
            let Some(field) = column.compared else { continue };
            match self.fields.get(&field).filter(|_| found.contains(&field)) {
                Some(found) if found.value.shown() != placed.value.shown() => {
                    talk.problem(differs(column, &placed, found));
                }
                Some(_) => {}
                None => {
                    let said =
                        |(header, text): &(Arc<str>, Arc<str>)| *header == column.header && *text == placed.value.text;
                    if let Some(at) = self.extra.iter().position(said) {
                        self.extra.remove(at);
                    }
                    taken.push((column, placed.cell));
                    self.put(field, placed, &column.header, is_parameter(field));
                }
            }
        }
        if let [(_, cell), ..] = taken.as_slice() {
            let headers: Vec<&str> = taken.iter().map(|(column, _)| &*column.header).collect();
            talk.problem(Problem {
                code: "found-blank",
                severity: ProblemSeverity::Info,
                cell: *cell,
                row: None,
                message: format!("核实的一栏空着，按上报的“{}”采用", headers.join("”“")),
                suggestion: "核实后把核实的一栏填上；与上报相同的也照填".to_owned(),
            });
        }
    }

    /// Whether a line says whose the equipment below it is and how much it is together, and nothing else.
    fn only_names_and_sums(&self) -> bool {
        let sum = |field: &Field| matches!(field, Field::Quantity | Field::Capacity | Field::Output);
        self.extra.is_empty() && self.fields.keys().all(|field| IDENTITY.contains(field) || sum(field))
    }

    /// Puts a value; a second column of a joined field is added to the first, of another goes to `extra`.
    fn put(&mut self, field: Field, mut placed: Placed, header: &Arc<str>, with_header: bool) {
        let Some(known) = self.fields.get_mut(&field) else {
            self.fields.insert(field, placed);
            return;
        };
        if !is_joined(field) {
            self.extra.push((Arc::clone(header), placed.value.text));
            return;
        }
        if known.value.text == placed.value.text {
            return;
        }
        if with_header || field == Field::Model {
            value::name_number(&mut known.value);
            value::name_number(&mut placed.value);
        }
        known.value.raw = format!("{}；{}", known.value.raw, placed.value.raw).into();
        known.value.text = format!("{}；{}", known.value.text, placed.value.text).into();
        known.value.header = format!("{}；{}", known.value.header, placed.value.header).into();
        known.value.unit = None;
        known.value.measured = None;
    }
}

fn put_wide(fields: &mut Fields<Placed>, plan: &TablePlan, group: usize, field: Field, placed: Placed) {
    let Some(heading) = plan.groups.get(group) else { return };
    fields.or_insert_with(heading.names, || Placed {
        value: FieldValue {
            raw: heading.equipment.clone(),
            text: heading.equipment.clone(),
            header: heading.header.clone(),
            ..FieldValue::default()
        },
        cell: Some(heading.address),
    });
    match fields.get_mut(&field) {
        None => {
            fields.insert(field, placed);
        }
        Some(known) => {
            value::name_number(&mut known.value);
            let mut placed = placed;
            value::name_number(&mut placed.value);
            known.value.raw = format!("{}；{}", known.value.raw, placed.value.raw).into();
            known.value.text = format!("{}；{}", known.value.text, placed.value.text).into();
            known.value.unit = None;
        }
    }
}

/// The unit that a unit column gives for the column at `at`.
fn unit_cell(
    line: &Line,
    plan: &TablePlan,
    at: usize,
    shared: &Shared,
    talk: &mut Talk,
) -> Option<(Arc<str>, CellAddress)> {
    let column = plan.columns.iter().find(|column| column.role == Role::UnitOf(at))?;
    let found = line.at(column.column)?;
    let reading = Reading { header: &column.header, unit: None, field: None };
    value::read(found, &reading, shared, talk).map(|value| (value.text, found.address))
}

/// The fields that a cell of a place column gives.
pub(super) fn place_of(value: &FieldValue, cell: Option<CellAddress>, divisions: &Divisions) -> Vec<(Field, Placed)> {
    let part = |text: &str| Placed { value: FieldValue { text: text.into(), ..value.clone() }, cell };
    if let Some((prefecture, county)) = split_place(&value.text, divisions) {
        return vec![(Field::Prefecture, part(prefecture)), (Field::County, part(county))];
    }
    let text = super::content::without_province(&value.text);
    let found = divisions.find(text);
    let field = if found.iter().any(|found| found.division.is_prefecture()) {
        Field::Prefecture
    } else if found.iter().any(|found| found.division.is_county()) {
        Field::County
    } else {
        Field::Address
    };
    vec![(field, part(if field == Field::Address { &value.text } else { text }))]
}

/// Short names in full where they are unambiguous (昆明 → 昆明市), and the prefecture of a county that stands alone.
/// Outdated names stay as written: they are reported, not corrected.
pub(super) fn complete_place(fields: &mut Fields<Placed>, places: &mut Places) {
    let text = |field: Field| fields.get(&field).map_or("", |placed| &placed.value.text);
    let (prefecture, county) = (text(Field::Prefecture), text(Field::County));
    if prefecture.is_empty() && county.is_empty() {
        return;
    }
    let answer = places.place(prefecture, county);
    let (place, problems) = &*answer;
    if problems.iter().any(|problem| !matches!(problem, PlaceProblem::Outdated { .. })) {
        return;
    }
    let outdated = |name: &str| {
        problems.iter().any(|problem| matches!(problem, PlaceProblem::Outdated { name: old, .. } if old == name))
    };
    for (field, division) in [(Field::Prefecture, place.prefecture), (Field::County, place.county)] {
        let Some(division) = division else { continue };
        match fields.get_mut(&field) {
            Some(placed)
                if *placed.value.text != *division.name
                    && !outdated(&placed.value.text)
                    && division.later.iter().all(|(later, _)| **later != *placed.value.text) =>
            {
                placed.value.text = division.name.as_str().into();
            }
            Some(_) => {}
            None if field == Field::Prefecture => {
                fields.insert(field, Placed { value: FieldValue::said(&division.name), cell: None });
            }
            None => {}
        }
    }
}
