//! How to read the lines of a table: its columns and what each is used for.

use std::sync::Arc;

use super::Field;
use super::summary::ColumnSummary;
use crate::workbook::{CellAddress, column_letters};

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A field; several columns of one field are taken in order of rank.
    Field(Field),
    /// A running number.
    Serial,
    /// The unit of the column with this position in the plan.
    UnitOf(usize),
    /// Prefecture and county in one cell.
    Place,
    /// One measure of a piece of equipment that the heading names: position of the group, field of the measure.
    Wide(usize, Field),
    /// A tick says that the field has the heading as its value: 运行状态 over 在产 | 停产 | 拆除.
    Tick(Field),
    /// Goes to `extra`.
    Extra,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(super) struct ColumnPlan {
    pub column: u32,
    /// Levels joined by `/`.
    pub header: Arc<str>,
    /// Folded heading texts, one for each level.
    pub levels: Vec<String>,
    pub role: Role,
    /// The field that another column gives as found on the spot, where this one gives it as reported.
    pub compared: Option<Field>,
    pub unit: Option<Arc<str>>,
    pub why: String,
    pub meaning: &'static str,
}

/// Equipment, or enterprises, that stand in columns instead of rows.
#[derive(Debug, Clone)]
pub(super) struct WideGroup {
    /// The equipment or the enterprise as the heading writes it.
    pub equipment: Arc<str>,
    /// Which of both.
    pub names: Field,
    /// The cell of the heading.
    pub address: CellAddress,
    /// Its heading.
    pub header: Arc<str>,
}

/// How to read the lines of a table.
#[derive(Debug, Clone)]
pub(super) struct TablePlan {
    pub first_column: u32,
    pub last_column: u32,
    /// First and last header row, 0-based.
    pub header_rows: (u32, u32),
    pub columns: Vec<ColumnPlan>,
    pub groups: Vec<WideGroup>,
    /// Columns of places and sectors left of the enterprise that are written once for several enterprises.
    pub sparse: Vec<u32>,
    /// Columns of the tables beside this one.
    pub others: Vec<(u32, u32)>,
    /// Whether the equipment column also holds the enterprises, each in a line above its equipment: 企业/设备.
    pub mixed: bool,
}

impl TablePlan {
    /// The columns that it stands in, where other tables stand beside it.
    pub(super) fn span(&self) -> Option<(u32, u32)> {
        (!self.others.is_empty()).then_some((self.first_column, self.last_column))
    }

    /// Whether a column belongs to a table beside this one.
    pub(super) fn is_foreign(&self, column: u32) -> bool {
        self.others.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Whether some column holds places of either level.
    pub(super) fn has_place(&self) -> bool {
        self.columns.iter().any(|plan| plan.role == Role::Place)
            || self.has(Field::Prefecture)
            || self.has(Field::County)
    }

    /// The plan of a column of the sheet.
    pub(super) fn column(&self, column: u32) -> Option<&ColumnPlan> {
        let at = self.columns.binary_search_by_key(&column, |plan| plan.column).ok()?;
        self.columns.get(at)
    }

    /// The role of a column of the sheet.
    pub(super) fn role(&self, column: u32) -> Option<Role> {
        self.column(column).map(|plan| plan.role)
    }

    /// 「机立窑 | 回转窑 | 水泥磨」 below 「单位：台」: the cells count what the heading names.
    pub(super) fn count_bare_equipment(&mut self, unit: &Arc<str>) {
        for column in &mut self.columns {
            let Role::Wide(group, Field::Model) = column.role else { continue };
            let named = self.groups.get(group).map(|group| &*group.equipment);
            if column.unit.is_none() && column.levels.last().map(String::as_str) == named {
                column.role = Role::Wide(group, Field::Quantity);
                column.unit = Some(Arc::clone(unit));
                column.why = format!("表头“{}”是设备，按表内说明“单位：{unit}”是数量", column.header);
            }
        }
    }

    /// Whether some column has a field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|plan| matches!(plan.role, Role::Field(own) | Role::Tick(own) if own == field))
    }

    /// Whether the table can yield records: it names enterprises, or equipment with something said about it.
    pub(super) fn is_survey(&self) -> bool {
        let names =
            self.has(Field::Equipment) || self.has(Field::Process) || self.has(Field::Product) || self.has(Field::Line);
        let says = [
            Field::Model,
            Field::Parameter,
            Field::Quantity,
            Field::Capacity,
            Field::Output,
            Field::Commissioned,
            Field::Status,
        ]
        .into_iter()
        .any(|field| self.has(field));
        self.has(Field::Enterprise) || !self.groups.is_empty() || (names && says)
    }

    /// The columns for `--explain`.
    pub(super) fn summary(&self, hidden: &[(u32, u32)]) -> Vec<ColumnSummary> {
        self.columns
            .iter()
            .map(|plan| ColumnSummary {
                column: plan.column,
                header: plan.header.to_string(),
                field: match plan.role {
                    Role::Field(field) | Role::Wide(_, field) | Role::Tick(field) => Some(field),
                    _ => None,
                },
                meaning: match plan.role {
                    Role::Wide(group, field) => {
                        let equipment = self.groups.get(group).map_or("", |group| &*group.equipment);
                        format!("{equipment}的{}", field.chinese())
                    }
                    Role::UnitOf(at) => {
                        let letters = self.columns.get(at).map(|plan| column_letters(plan.column)).unwrap_or_default();
                        format!("{letters}列的单位")
                    }
                    _ => plan.meaning.to_owned(),
                },
                unit: plan.unit.as_ref().map(ToString::to_string),
                why: plan.why.clone(),
                hidden: hidden.iter().any(|(first, last)| (*first..=*last).contains(&plan.column)),
            })
            .collect()
    }
}
