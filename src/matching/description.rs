//! What the matcher is given: the words of a line, each with the role of its column.

/// What the words of a part speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Names the equipment; may hold everything else besides. A phrase of `capex match` is one part of this role.
    Equipment,
    /// 规格型号.
    Model,
    /// 主要参数.
    Parameter,
    /// 数量.
    Quantity,
    /// 产能.
    Capacity,
    /// 生产线.
    Line,
    /// 工艺.
    Process,
    /// 产品.
    Product,
    /// 运行状态.
    Status,
    /// 重大隐患.
    Hazard,
    /// 备注.
    Remarks,
    /// 企业名称: context only, names no equipment.
    Enterprise,
}

/// The words of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// What they speak of.
    pub role: Role,
    /// The words, as cleaned by the survey room.
    pub text: &'a str,
    /// The column's header, which may name the parameter and the unit of bare numbers: `高炉容积(m³)`. May be empty.
    pub header: &'a str,
    /// The unit of bare numbers in this column where header or sheet give one.
    pub unit: Option<&'a str>,
    /// Canonical name of the field, for [`Fact::from`](super::Fact::from).
    pub field: &'a str,
}

/// A line to judge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description<'a> {
    /// The sector as the survey writes it (column, else sheet name, else empty).
    pub sector: &'a str,
    /// The columns in order.
    pub parts: Vec<Part<'a>>,
}

impl<'a> Description<'a> {
    /// A phrase without columns.
    #[must_use]
    pub fn phrase(text: &'a str, sector: &'a str) -> Self {
        Self { sector, parts: vec![Part { role: Role::Equipment, text, header: "", unit: None, field: "" }] }
    }
}
