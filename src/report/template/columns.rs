//! The columns of the survey workbook: heading, group, what may stand in it, and the words that explain it.

use crate::audit::STATUS_WORDS;
use crate::plan::{Kind, Plan};
use crate::survey::Field;

/// Sectors whose capacity everyone counts in 万吨/年. With others in the plan (平板玻璃 counts in 万重量箱) the unit has a
/// column of its own, so that no number gets a unit that nobody wrote.
const IN_TONNES: &[&str] = &["钢铁", "水泥", "电解铝", "铁合金", "电石", "焦化", "有色金属", "黄磷"];

/// The groups of columns, as they stand above the headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// The enterprise.
    Enterprise,
    /// Equipment, process, product.
    Equipment,
    /// What the check compares: the county's own answer.
    Answer,
    /// What the later phases of the year add.
    Disposition,
    /// Remarks: one column, its heading merged over both rows.
    Remarks,
}

impl Group {
    /// The heading above, of which no word is the heading of a column: the reader would take it for one.
    pub(super) fn chinese(self) -> &'static str {
        match self {
            Self::Enterprise => "企业基本情况",
            Self::Equipment => "摸底内容",
            Self::Answer => "自查情况",
            Self::Disposition => "处置和验收（摸底时不填，执法检查、关闭退出、验收阶段补填）",
            Self::Remarks => "备注",
        }
    }
}

/// What may stand in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Check {
    /// Any text.
    Text,
    /// A text of 18 characters: as a number it would lose its last figures.
    Uscc,
    /// A whole number from 1.
    Count,
    /// A number not below 0.
    Amount,
    /// A year, a month or a day, kept as written: a date cell would invent the day.
    Year,
    /// A day.
    Day,
    /// 州市, from the list.
    Prefecture,
    /// 县市区, from the list of its 州市.
    County,
    /// One of these words; other words are possible after a question, or (`true`) without one.
    OneOf(Vec<String>, bool),
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Its heading.
    pub heading: String,
    /// Its group.
    pub group: Group,
    /// What may stand in it.
    pub check: Check,
    /// Width in half-width characters.
    pub width: u16,
    /// Whether every line needs it.
    pub required: bool,
    /// How it is filled in.
    pub hint: String,
    /// What stands in it in the two examples.
    pub examples: [&'static str; 2],
}

/// The columns for a plan: the fields in their order, with a column for the unit where one unit does not fit all sectors.
pub(super) fn of(plan: &Plan) -> Vec<Column> {
    let one_unit = plan.sectors.iter().all(|sector| IN_TONNES.contains(&sector.as_str()));
    let mut columns = Vec::new();
    for field in Field::ALL {
        let mut column = column(*field, plan);
        let unit = match field {
            Field::Capacity => Some((["万吨/年", "万重量箱/年"], ["吨/年", "万吨/年"])),
            Field::Output => Some((["万吨", "万重量箱"], ["吨", "万吨"])),
            _ => None,
        };
        let Some((examples, others)) = unit else {
            columns.push(column);
            continue;
        };
        if one_unit {
            column.heading = format!("{}（{}）", column.heading, examples[0]);
            column.hint = format!("{}。单位是{}", column.hint, examples[0]);
            columns.push(column);
            continue;
        }
        let unit = Column {
            heading: format!("{}单位", column.heading),
            check: Check::OneOf(vec![examples[0].into(), others[0].into(), examples[1].into()], false),
            width: 12,
            hint: format!("从下拉列表选；{}填了数就要选单位", column.heading),
            examples,
            ..column.clone()
        };
        columns.extend([column, unit]);
    }
    columns
}

fn column(field: Field, plan: &Plan) -> Column {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let names = |kinds: &[Kind]| kinds.iter().map(|kind| kind.name.clone()).collect::<Vec<String>>();
    let (check, width, required, hint, examples): (Check, u16, bool, &str, [&'static str; 2]) = match field {
        Field::Enterprise => {
            (Check::Text, 28, true, "营业执照上的全称。一行一台（套）设备，同一企业的每一行都要写", EXAMPLE_ENTERPRISES)
        }
        Field::Uscc => (Check::Uscc, 22, true, "18位，本列已设为文本", ["91530181MA6K00001D", "91530402MA6N00002A"]),
        Field::Prefecture => (Check::Prefecture, 16, true, "从下拉列表选", ["昆明市", "玉溪市"]),
        Field::County => (Check::County, 18, true, "先选州市，再从下拉列表选", ["安宁市", "红塔区"]),
        Field::Address => (Check::Text, 24, false, "设备所在的详细地址", ["连然街道1号", "高仓街道2号"]),
        Field::Sector => (Check::OneOf(plan.sectors.clone(), false), 12, true, "从下拉列表选", ["钢铁", "平板玻璃"]),
        Field::Line => (Check::Text, 14, false, "生产线或车间的名称、编号", ["1号高炉系统", "1号线"]),
        Field::Equipment => (
            Check::Text,
            18,
            true,
            "设备名称。没有设备而有淘汰工艺、产品的，填工艺、产品栏",
            ["炼铁高炉", "平拉生产线"],
        ),
        Field::Process => (Check::Text, 18, false, "生产工艺，如烧结、捣固炼焦、平拉法", ["高炉炼铁", "平拉工艺"]),
        Field::Product => (Check::Text, 14, false, "主要产品", ["炼钢生铁", "平板玻璃"]),
        Field::Model => {
            (Check::Text, 18, true, "容积、吨位、容量、直径、炭化室高度等，数字后写单位", ["380m³", "日熔化量150吨"])
        }
        Field::Parameter => (Check::Text, 22, false, "其他关键参数，数字后写单位", ["风口14个", "原板宽2.5m"]),
        Field::Quantity => (Check::Count, 8, true, "1以上的整数，只写数字", ["1", "1"]),
        Field::Capacity => (Check::Amount, 10, true, "该设备的设计年产能，只写数字", ["40", "120"]),
        Field::Output => (Check::Amount, 10, false, "上年实际产量，只写数字", ["35.5", "96"]),
        Field::Commissioned => {
            (Check::Year, 14, false, "写到已知的程度：2004、2004-05 或 2004-05-20", ["2004-05", "1998"])
        }
        Field::Status => (Check::OneOf(words(&STATUS_WORDS), false), 10, true, "从下拉列表选", ["在产", "停产"]),
        Field::Basis => (Check::Text, 22, false, "县里认为属于哪个目录的哪一条；不清楚的留空", ["", ""]),
        Field::Hazard => {
            (Check::OneOf(words(&["否", "是"]), true), 16, false, "没有写否；有的写是，或写明隐患", ["否", "否"])
        }
        Field::Measure => {
            (Check::OneOf(names(&plan.enforcement.measures), true), 14, false, "执法检查阶段填。从下拉列表选", ["", ""])
        }
        Field::OrderedOn => (Check::Day, 13, false, "整改指令下达的日期", ["", ""]),
        Field::DueOn => (Check::Day, 13, false, "指令要求完成的日期，不早于下达时间", ["", ""]),
        Field::CompletedOn => (Check::Day, 13, false, "实际完成整改的日期", ["", ""]),
        Field::Result => (
            Check::OneOf(words(&["已完成", "整改中", "逾期未完成"]), true),
            14,
            false,
            "从下拉列表选，也可写明情况",
            ["", ""],
        ),
        Field::CopiedTo => (Check::Text, 18, false, "指令抄送了哪些部门，用顿号分开", ["", ""]),
        Field::Pricing => {
            (Check::OneOf(names(&plan.pricing), true), 16, false, "执行了哪种差别化价格，从下拉列表选", ["", ""])
        }
        Field::ClosedOn => (Check::Day, 13, false, "设备拆除或企业关闭的日期", ["", ""]),
        Field::AcceptedOn => (Check::Day, 13, false, "现场验收的日期", ["", ""]),
        Field::OpinionNo => (Check::Text, 20, false, "书面验收意见的文号", ["", ""]),
        Field::Remarks => (Check::Text, 24, false, "其他要说明的事", ["", ""]),
    };
    Column {
        heading: field.chinese().to_owned(),
        group: group(field),
        check,
        width,
        required,
        hint: hint.into(),
        examples,
    }
}

const EXAMPLE_ENTERPRISES: [&str; 2] = ["安宁示例钢铁有限公司", "玉溪示例玻璃有限公司"];

fn group(field: Field) -> Group {
    match field {
        Field::Enterprise | Field::Uscc | Field::Prefecture | Field::County | Field::Address | Field::Sector => {
            Group::Enterprise
        }
        Field::Basis | Field::Hazard => Group::Answer,
        Field::Remarks => Group::Remarks,
        field if (Field::Measure..=Field::OpinionNo).contains(&field) => Group::Disposition,
        _ => Group::Equipment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_of_sectors_with_one_unit_has_it_in_the_heading() {
        let mut plan = Plan::builtin("yunnan-2019").unwrap();
        let headings = |plan: &Plan| of(plan).into_iter().map(|column| column.heading).collect::<Vec<_>>();
        assert!(headings(&plan).contains(&"产能单位".to_owned()));
        plan.sectors.retain(|sector| sector != "平板玻璃");
        let one = headings(&plan);
        assert!(one.contains(&"产能（万吨/年）".to_owned()) && one.contains(&"产量（万吨）".to_owned()), "{one:?}");
        assert_eq!(one.len(), Field::ALL.len());
    }

    #[test]
    fn every_field_stands_in_its_order() {
        let plan = Plan::builtin("yunnan-2019").unwrap();
        let columns = of(&plan);
        let fields: Vec<&str> =
            columns.iter().map(|column| column.heading.as_str()).filter(|name| !name.ends_with("单位")).collect();
        assert_eq!(fields, Field::ALL.iter().map(|field| field.chinese()).collect::<Vec<_>>());
    }
}
