//! What each column of a table means: from its heading, from its neighbours, and checked against its content.

use std::sync::Arc;

use super::Field;
use super::clean::fold;
use super::content::Content;
use super::dictionary::{Dictionary, Guess, Meaning};
use super::layout::Heading;
use super::reader::Shared;
use super::summary::{ColumnSummary, Problem, ProblemSeverity, UNKNOWN};
use crate::region::Divisions;
use crate::workbook::{CellAddress, column_letters};

/// The score of what is said by hand.
const SAID: u32 = 1000;
/// The score of what only the content says: any known heading is surer.
const BY_CONTENT: u32 = 78;

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
    pub unit: Option<Arc<str>>,
    pub why: String,
    pub meaning: &'static str,
}

/// Equipment that stands in columns instead of rows.
#[derive(Debug, Clone)]
pub(super) struct WideGroup {
    /// The equipment as the heading writes it.
    pub equipment: Arc<str>,
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

    /// The role of a column of the sheet.
    pub(super) fn role(&self, column: u32) -> Option<Role> {
        let at = self.columns.binary_search_by_key(&column, |plan| plan.column).ok()?;
        self.columns.get(at).map(|plan| plan.role)
    }

    /// Whether a folded text is one of the headings of a column.
    pub(super) fn is_heading(&self, column: u32, folded: &str) -> bool {
        self.columns
            .binary_search_by_key(&column, |plan| plan.column)
            .ok()
            .and_then(|at| self.columns.get(at))
            .is_some_and(|plan| plan.levels.iter().any(|level| level == folded))
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

/// Makes the plan of a table from its headings and the content of its columns (in the same order). Says what is doubtful.
pub(super) fn plan(
    headings: &[Heading],
    contents: &[Content],
    header_rows: (u32, u32),
    shared: &Shared,
    problems: &mut Vec<Problem>,
) -> TablePlan {
    let (dictionary, divisions) = (&shared.dictionary, shared.divisions);
    let mut columns: Vec<ColumnPlan> = headings.iter().map(bare).collect();
    let mut left: Option<&Heading> = None;
    let mut guesses: Vec<Vec<Guess>> = Vec::new();
    let mut named_units = Vec::new();
    for ((heading, content), plan) in headings.iter().zip(contents).zip(&mut columns) {
        guesses.push(match shared.mapping.column(plan.column, &plan.header) {
            Some(said) => {
                plan.unit = said.unit.as_deref().map(Arc::from).or(plan.unit.take());
                vec![Guess { meaning: said.meaning, score: SAID, why: "栏目对照文件指明".to_owned() }]
            }
            None => match unit_of_neighbour(heading, left) {
                Some(guess) => {
                    named_units.push(guesses.len());
                    vec![guess]
                }
                None => by_content(dictionary.guesses(&heading.path), heading, content, divisions),
            },
        });
        left = Some(heading);
    }
    machines_named_as_lines(&mut guesses, contents);
    let equipment_column = guesses.iter().any(|guesses| {
        guesses
            .first()
            .is_some_and(|guess| guess.score >= BY_CONTENT && guess.meaning == Meaning::Field(Field::Equipment))
    });
    let mut groups: Vec<WideGroup> = Vec::new();
    if !equipment_column {
        wide_columns(headings, &guesses, header_rows, dictionary, &mut columns, &mut groups);
    }
    for ((plan, guesses), content) in columns.iter_mut().zip(&guesses).zip(contents) {
        if matches!(plan.role, Role::Wide(..)) {
            continue;
        }
        take_guess(plan, guesses, content, problems, header_rows);
    }
    ticked_columns(headings, contents, dictionary, &mut columns);
    if equipment_column {
        parameters_beside_equipment(headings, dictionary, &mut columns);
    }
    one_column_for_each_field(&mut columns, &guesses);
    attach_units(&mut columns, contents, &named_units);
    let first_column = columns.first().map_or(0, |plan| plan.column);
    let last_column = columns.last().map_or(0, |plan| plan.column);
    let mixed = headings.iter().any(|heading| heading.path.last().is_some_and(|label| dictionary.is_mixed(label)));
    let (sparse, others) = (Vec::new(), Vec::new());
    let mut plan = TablePlan { first_column, last_column, header_rows, columns, groups, sparse, others, mixed };
    plan.sparse = sparse_columns(&plan, contents);
    plan
}

fn bare(heading: &Heading) -> ColumnPlan {
    let words: Vec<&str> = heading.path.iter().map(|label| label.text.as_str()).collect();
    let header = words.join("/");
    ColumnPlan {
        column: heading.column,
        header: if header.is_empty() {
            format!("（{}列无表头）", column_letters(heading.column)).into()
        } else {
            header.into()
        },
        levels: heading.path.iter().map(|label| fold(&label.text).into_owned()).collect(),
        role: Role::Extra,
        unit: heading
            .path
            .iter()
            .rev()
            .find_map(|label| label.unit.as_deref().or_else(|| label.counted()))
            .map(Arc::from),
        why: String::new(),
        meaning: Meaning::Other.chinese(),
    }
}

/// 「年生产能力单位」 beside 「年生产能力」.
fn unit_of_neighbour(heading: &Heading, left: Option<&Heading>) -> Option<Guess> {
    let own = heading.path.last()?;
    let stem = own.base.strip_suffix("计量单位").or_else(|| own.base.strip_suffix("单位"))?;
    let beside = left?.path.last()?;
    (!stem.is_empty() && (beside.base == stem || beside.base.ends_with(stem))).then(|| Guess {
        meaning: Meaning::Unit,
        score: 96,
        why: format!("表头“{}”，左边是“{}”", own.text, beside.text),
    })
}

/// 「装置名称」 over names of machines is the equipment, where no other column is.
fn machines_named_as_lines(guesses: &mut [Vec<Guess>], contents: &[Content]) {
    let is = |guesses: &[Guess], field| guesses.first().is_some_and(|guess| guess.meaning == Meaning::Field(field));
    if guesses.iter().any(|guesses| is(guesses, Field::Equipment)) {
        return;
    }
    let at =
        guesses.iter().zip(contents).position(|(guesses, content)| is(guesses, Field::Line) && content.is_machine());
    if let Some(guesses) = at.and_then(|at| guesses.get_mut(at)) {
        let heading = guesses.first().map(|guess| guess.why.clone()).unwrap_or_default();
        let why = format!("{heading}，内容是设备名称");
        guesses.insert(0, Guess { meaning: Meaning::Field(Field::Equipment), score: 100, why });
    }
}

/// Lets the content decide where a heading is open, missing, or speaks of a place.
fn by_content(mut guesses: Vec<Guess>, heading: &Heading, content: &Content, divisions: &Divisions) -> Vec<Guess> {
    let has_heading = heading.path.iter().any(|label| !label.base.is_empty());
    if !has_heading {
        let guess = if content.is_uscc() {
            Some((Meaning::Field(Field::Uscc), "无表头，内容是统一社会信用代码"))
        } else if content.is_serial() {
            Some((Meaning::Serial, "无表头，内容是连续编号"))
        } else if content.is_company() {
            Some((Meaning::Field(Field::Enterprise), "无表头，内容是企业名称"))
        } else {
            None
        };
        return guess.map(|(meaning, why)| Guess { meaning, score: 70, why: why.to_owned() }).into_iter().collect();
    }
    let first = guesses.first().map(|guess| guess.meaning);
    let decided = match first {
        Some(Meaning::Unit) if content.is_company() => Some((Meaning::Field(Field::Enterprise), "内容是企业名称")),
        // 「涉及设备（台）」 over numbers counts the equipment.
        Some(Meaning::Field(Field::Equipment)) if content.is_number() && counts(heading) => {
            Some((Meaning::Field(Field::Quantity), "内容是数目"))
        }
        Some(Meaning::Other) if heading.path.last().is_some_and(|label| label.base.starts_with('省')) => {
            content.place(divisions)
        }
        Some(Meaning::Place | Meaning::Field(Field::Address)) => content.place(divisions),
        Some(Meaning::Field(Field::Prefecture)) => content
            .place(divisions)
            .filter(|(meaning, _)| *meaning == Meaning::Field(Field::County) || *meaning == Meaning::Place),
        Some(Meaning::Field(Field::County)) => content
            .place(divisions)
            .filter(|(meaning, _)| *meaning == Meaning::Field(Field::Prefecture) || *meaning == Meaning::Place),
        _ => None,
    };
    if let Some((meaning, why)) = decided
        && Some(meaning) != first
    {
        let heading = guesses.first().map(|guess| guess.why.clone()).unwrap_or_default();
        guesses.retain(|guess| guess.meaning != meaning);
        guesses.insert(0, Guess { meaning, score: 100, why: format!("{heading}，{why}") });
    } else if guesses.first().is_none_or(|guess| guess.score < 80)
        && let Some((meaning, why)) = content.plainly(divisions, guesses.is_empty())
        && Some(meaning) != first
    {
        let text = heading.path.last().map(|label| label.text.as_str()).unwrap_or_default();
        guesses.retain(|guess| guess.meaning != meaning);
        guesses.insert(0, Guess { meaning, score: BY_CONTENT, why: format!("词典中没有“{text}”，{why}") });
    }
    guesses
}

/// Whether a heading carries a unit of counting.
fn counts(heading: &Heading) -> bool {
    heading.path.iter().any(|label| {
        label.unit.as_deref().and_then(super::label::dimension_of) == Some(crate::quantity::Dimension::Count)
    })
}

fn wide_columns(
    headings: &[Heading],
    guesses: &[Vec<Guess>],
    header_rows: (u32, u32),
    dictionary: &Dictionary,
    columns: &mut [ColumnPlan],
    groups: &mut Vec<WideGroup>,
) {
    let mut taken: Vec<(usize, Field)> = Vec::new();
    for ((heading, guesses), plan) in headings.iter().zip(guesses).zip(columns.iter_mut()) {
        let Some(wide) = dictionary.wide(&heading.path) else { continue };
        if guesses.first().is_some_and(|guess| guess.score == SAID) {
            continue;
        }
        let field = match (wide.part, plan.unit.as_deref()) {
            (Some(field), _) => field,
            (None, Some(unit)) if super::label::dimension_of(unit) == Some(crate::quantity::Dimension::Count) => {
                Field::Quantity
            }
            (None, _) => Field::Model,
        };
        // The same measure twice begins the next piece of the same equipment.
        let at = groups
            .iter()
            .rposition(|group| *group.equipment == *wide.equipment)
            .filter(|at| !taken.contains(&(*at, field)));
        let at = at.unwrap_or_else(|| {
            groups.push(WideGroup {
                equipment: wide.equipment.as_str().into(),
                address: CellAddress::new(header_rows.1, plan.column),
                header: Arc::clone(&plan.header),
            });
            groups.len() - 1
        });
        taken.push((at, field));
        plan.role = Role::Wide(at, field);
        plan.why = format!("表头“{}”是设备“{}”的{}", plan.header, wide.equipment, field.chinese());
    }
}

fn take_guess(
    plan: &mut ColumnPlan,
    guesses: &[Guess],
    content: &Content,
    problems: &mut Vec<Problem>,
    header_rows: (u32, u32),
) {
    let Some(best) = guesses.first().filter(|guess| guess.score >= 45) else {
        UNKNOWN.clone_into(&mut plan.why);
        return;
    };
    let rival = guesses.get(1).filter(|rival| best.score < 80 && rival.score == best.score);
    if let Some(rival) = rival {
        problems.push(Problem {
            code: "column-ambiguous",
            severity: ProblemSeverity::Warning,
            cell: Some(CellAddress::new(header_rows.1, plan.column)),
            row: None,
            message: format!(
                "表头“{}”可作“{}”，也可作“{}”，未采用，原样保留",
                plan.header,
                best.meaning.chinese(),
                rival.meaning.chinese()
            ),
            suggestion: "用 --mapping 写明这一栏的意思".to_owned(),
        });
        "意思不止一种，原样保留".clone_into(&mut plan.why);
        return;
    }
    plan.meaning = best.meaning.chinese();
    plan.why.clone_from(&best.why);
    plan.role = match best.meaning {
        Meaning::Field(field) => Role::Field(field),
        Meaning::Serial => Role::Serial,
        Meaning::Place => Role::Place,
        Meaning::Unit => Role::UnitOf(usize::MAX),
        Meaning::Other => Role::Extra,
    };
    if let Meaning::Field(field) = best.meaning
        && let Some(found) = content.contradicts(field)
    {
        problems.push(Problem {
            code: "column-content",
            severity: ProblemSeverity::Warning,
            cell: Some(CellAddress::new(header_rows.1, plan.column)),
            row: None,
            message: format!("表头“{}”认作{}，但这一列的内容多是{found}", plan.header, field.chinese()),
            suggestion: "核对表头与内容是否错位；表头确有误的，用 --mapping 写明".to_owned(),
        });
        plan.why = format!("{}（内容多是{found}，请核对）", plan.why);
    }
}

/// Columns below one heading of words, all of them ticked or blank: the ticked heading is the value.
fn ticked_columns(headings: &[Heading], contents: &[Content], dictionary: &Dictionary, columns: &mut [ColumnPlan]) {
    let parent = |at: usize| -> Option<&super::label::Label> {
        let path = &headings.get(at)?.path;
        path.len().checked_sub(2).and_then(|above| path.get(above))
    };
    let mut at = 0;
    while at < columns.len() {
        let Some(above) = parent(at) else {
            at += 1;
            continue;
        };
        let end = (at..columns.len()).take_while(|next| parent(*next) == Some(above)).count() + at;
        let ticks: Option<Vec<bool>> = (at..end).map(|column| contents.get(column).and_then(Content::ticks)).collect();
        let field = match dictionary.exact(above) {
            Some(Meaning::Field(field)) if !super::value::is_date(field) && !super::value::is_measured(field) => {
                Some(field)
            }
            _ => None,
        };
        if let (Some(ticks), Some(field)) = (ticks, field)
            && end - at >= 2
            && ticks.contains(&true)
        {
            for plan in columns.iter_mut().take(end).skip(at) {
                plan.role = Role::Tick(field);
                plan.meaning = field.chinese();
                plan.why = format!("上级表头“{}”下打勾的一项", above.text);
            }
        }
        at = end;
    }
}

/// In a table that has an equipment column, 「高炉容积（m³）」 is a parameter of whatever the row names.
fn parameters_beside_equipment(headings: &[Heading], dictionary: &Dictionary, columns: &mut [ColumnPlan]) {
    for (heading, plan) in headings.iter().zip(columns.iter_mut()) {
        if let Some(wide) = dictionary.wide(&heading.path)
            && wide.part == Some(Field::Model)
            && matches!(plan.role, Role::Extra)
        {
            plan.role = Role::Field(Field::Parameter);
            plan.meaning = Field::Parameter.chinese();
            plan.why = format!("表头“{}”是设备“{}”的参数", plan.header, wide.equipment);
        }
    }
}

/// Fields whose columns are joined when a table has several.
pub(super) fn is_joined(field: Field) -> bool {
    matches!(
        field,
        Field::Model
            | Field::Parameter
            | Field::Remarks
            | Field::Hazard
            | Field::Basis
            | Field::Measure
            | Field::Result
    )
}

/// Of a group of what was reported and one of what was found on the spot, the latter counts.
fn rank_of_group(plan: &ColumnPlan) -> u8 {
    let says =
        |words: &[&str]| plan.levels.iter().rev().skip(1).any(|level| words.iter().any(|word| level.contains(word)));
    if says(&["核实", "核查", "复核", "审定", "认定", "现场"]) {
        2
    } else {
        u8::from(!says(&["上报", "自报", "填报", "申报", "原报"]))
    }
}

/// Where two columns have the same meaning, the surer one keeps it; the other takes its next meaning or goes to `extra`.
fn one_column_for_each_field(columns: &mut [ColumnPlan], guesses: &[Vec<Guess>]) {
    let score = |at: usize| guesses.get(at).and_then(|guesses| guesses.first()).map_or(0, |guess| guess.score);
    for at in 0..columns.len() {
        let Some(Role::Field(field)) = columns.get(at).map(|plan| plan.role) else { continue };
        let rank = |at: usize| columns.get(at).map_or(0, rank_of_group);
        let rival = columns.iter().enumerate().find(|(other, plan)| {
            *other != at
                && plan.role == Role::Field(field)
                && if is_joined(field) {
                    rank(*other) == 2 && rank(at) == 0
                } else {
                    (rank(*other), score(*other), std::cmp::Reverse(*other))
                        > (rank(at), score(at), std::cmp::Reverse(at))
                }
        });
        let Some((_, rival)) = rival else { continue };
        let rival = rival.header.clone();
        let next = guesses.get(at).into_iter().flatten().skip(1).find_map(|guess| match guess.meaning {
            Meaning::Field(next) if guess.score >= 80 && columns.iter().all(|plan| plan.role != Role::Field(next)) => {
                Some((next, guess.why.clone()))
            }
            _ => None,
        });
        if let Some(plan) = columns.get_mut(at) {
            if let Some((next, why)) = next {
                plan.role = Role::Field(next);
                plan.meaning = next.chinese();
                plan.why = why;
            } else {
                plan.role = Role::Extra;
                plan.meaning = Meaning::Other.chinese();
                plan.why = format!("{}已由“{rival}”一栏给出，原样保留", field.chinese());
            }
        }
    }
}

/// Gives each unit column to the number beside it: the nearest on the left, else on the right.
/// A unit column named after its neighbour (`named_units`) takes no other.
fn attach_units(columns: &mut [ColumnPlan], contents: &[Content], named_units: &[usize]) {
    let measured = |role: Role| {
        matches!(
            role,
            Role::Field(Field::Model | Field::Parameter | Field::Quantity | Field::Capacity | Field::Output)
                | Role::Wide(_, Field::Model | Field::Quantity | Field::Capacity)
        )
    };
    for at in 0..columns.len() {
        if columns.get(at).map(|plan| plan.role) != Some(Role::UnitOf(usize::MAX)) {
            continue;
        }
        let taken: Vec<usize> =
            columns.iter().filter_map(|plan| if let Role::UnitOf(of) = plan.role { Some(of) } else { None }).collect();
        let free =
            |other: &usize| columns.get(*other).is_some_and(|plan| measured(plan.role)) && !taken.contains(other);
        let named = named_units.contains(&at);
        let left = (0..at).rev().take(if named { 1 } else { 2 }).find(free);
        let right = (at + 1..columns.len()).take(1).find(free).filter(|_| !named);
        let count_units = contents.get(at).is_some_and(Content::is_count_unit);
        let prefers_quantity = right.filter(|right| {
            count_units && columns.get(*right).is_some_and(|plan| plan.role == Role::Field(Field::Quantity))
        });
        let of = prefers_quantity.or(left).or(right);
        let of_header = of.and_then(|of| columns.get(of)).map(|plan| plan.header.clone());
        if let Some(plan) = columns.get_mut(at) {
            match (of, of_header) {
                (Some(of), Some(header)) => {
                    plan.role = Role::UnitOf(of);
                    plan.meaning = Meaning::Unit.chinese();
                    plan.why = format!("“{header}”一栏的单位");
                }
                _ => {
                    plan.role = Role::Extra;
                    "旁边没有数值栏，原样保留".clone_into(&mut plan.why);
                }
            }
        }
    }
}

/// Place and sector columns left of the enterprise that are written once for several enterprises: a third or more of the
/// lines that name an enterprise leave them blank, and the first does not.
fn sparse_columns(plan: &TablePlan, contents: &[Content]) -> Vec<u32> {
    let Some(enterprise) = plan.columns.iter().position(|column| column.role == Role::Field(Field::Enterprise)) else {
        return Vec::new();
    };
    let Some(names) = contents.get(enterprise) else { return Vec::new() };
    let mut sparse = Vec::new();
    for (column, content) in plan.columns.iter().zip(contents).take(enterprise) {
        let group = matches!(column.role, Role::Place | Role::Field(Field::Prefecture | Field::County | Field::Sector));
        let blank = names.filled_where_blank(content);
        if group && content.first_is_filled() && blank * 3 >= names.filled() {
            sparse.push(column.column);
        }
    }
    sparse
}
