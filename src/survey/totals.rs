//! Whether total lines add up: each against the lines since the last total, all lines, the subtotals, or the lines below.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::lines::Line;
use super::reader::Shared;
use super::summary::{Problem, ProblemSeverity, Talk};
use super::table_plan::{Role, TablePlan};
use super::value::{self, Reading};
use super::{Field, Measured, Record};
use crate::workbook::CellAddress;

/// The sums of one field.
#[derive(Debug, Default)]
struct Sum {
    since: Decimal,
    all: Decimal,
    subtotals: Decimal,
    unit: Option<Arc<str>>,
    /// Whether some value cannot be added: several numbers in a cell, another unit.
    unclear: bool,
    /// The cell counted last: a merged cell counts once.
    last_cell: Option<CellAddress>,
}

/// A total that fits nothing above it and may belong to the lines below.
#[derive(Debug)]
struct Open {
    field: Field,
    cell: CellAddress,
    label: String,
    stated: Decimal,
    above: Decimal,
}

/// Adds up the lines of one table.
#[derive(Debug, Default)]
pub(super) struct Totals {
    sums: BTreeMap<Field, Sum>,
    open: Vec<Open>,
}

impl Totals {
    /// Adds the records of a line.
    pub(super) fn add(&mut self, records: &[Record]) {
        for record in records {
            for field in [Field::Quantity, Field::Capacity, Field::Output] {
                let Some(value) = record.fields.get(&field) else { continue };
                let sum = self.sums.entry(field).or_default();
                let cell = record.source.cells.get(&field).copied();
                if cell.is_some() && cell == sum.last_cell {
                    continue;
                }
                sum.last_cell = cell;
                match &value.measured {
                    Some(measured) => sum.add(measured),
                    None => sum.unclear = true,
                }
            }
        }
    }

    /// Checks a total line. A 其中 line is a part of a total and adds up to nothing.
    pub(super) fn check(
        &mut self,
        line: &Line,
        plan: &TablePlan,
        label: &str,
        partial: bool,
        shared: &Shared,
        talk: &mut Talk,
    ) {
        if partial || !plan.groups.is_empty() {
            return;
        }
        self.settle();
        for column in &plan.columns {
            let Role::Field(field @ (Field::Quantity | Field::Capacity | Field::Output)) = column.role else {
                continue;
            };
            let Some(found) = line.at(column.column).filter(|found| found.address.row == line.index()) else {
                continue;
            };
            let reading = Reading { header: &column.header, unit: None, field: Some(field) };
            let Some(measured) = value::read(found, &reading, shared, talk).and_then(|value| value.measured) else {
                continue;
            };
            let Ok(stated) = measured.value.parse::<Decimal>() else { continue };
            let sum = self.sums.entry(field).or_default();
            let fits = [sum.since, sum.all, sum.subtotals].into_iter().any(|sum| near(sum, stated));
            if !fits && !sum.unclear {
                let above = if sum.since.is_zero() { sum.all } else { sum.since };
                self.open.push(Open { field, cell: found.address, label: label.to_owned(), stated, above });
            }
            if !near(sum.all, stated) || sum.subtotals.is_zero() {
                sum.subtotals = sum.subtotals.saturating_add(stated);
            }
            sum.since = Decimal::ZERO;
        }
    }

    /// Drops the open totals that the lines since then give.
    fn settle(&mut self) {
        let sums = &self.sums;
        self.open.retain(|open| !sums.get(&open.field).is_some_and(|sum| sum.unclear || near(sum.since, open.stated)));
    }

    /// The table ends: totals that neither the lines above nor those below give are reported.
    pub(super) fn finish(&mut self, talk: &mut Talk) {
        self.settle();
        for open in self.open.drain(..) {
            if self.sums.get(&open.field).is_some_and(|sum| near(sum.all, open.stated)) {
                continue;
            }
            talk.problem(Problem {
                code: "total-mismatch",
                severity: ProblemSeverity::Warning,
                cell: Some(open.cell),
                row: None,
                message: format!(
                    "“{}”的{}写 {}，明细相加是 {}",
                    open.label,
                    open.field.chinese(),
                    open.stated.normalize(),
                    open.above.normalize()
                ),
                suggestion: "核对明细有无漏行、重行，或合计公式的范围".to_owned(),
            });
        }
    }
}

impl Sum {
    fn add(&mut self, measured: &Measured) {
        let Ok(value) = measured.value.parse::<Decimal>() else {
            self.unclear = true;
            return;
        };
        self.unclear |= **self.unit.get_or_insert_with(|| Arc::clone(&measured.unit)) != *measured.unit;
        self.since = self.since.saturating_add(value);
        self.all = self.all.saturating_add(value);
    }
}

/// Equal up to the rounding of a printed table.
fn near(sum: Decimal, stated: Decimal) -> bool {
    let difference = (sum.saturating_sub(stated)).abs();
    difference <= Decimal::new(5, 2) || difference.saturating_mul(Decimal::ONE_THOUSAND) <= stated.abs()
}
