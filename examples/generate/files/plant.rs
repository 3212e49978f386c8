//! What the sheets list: plants with their equipment, as an office would write them.

/// A sheet of the survey.
pub struct Sheet {
    /// Name of the sheet.
    pub name: &'static str,
    /// Title line.
    pub title: &'static str,
    /// Whether the sheet lists several sectors and so has columns for sector and unit of capacity.
    pub mixed: bool,
    /// Its plants, county by county.
    pub plants: &'static [Plant],
    /// Lines below the table.
    pub notes: &'static [&'static str],
}

/// A plant.
pub struct Plant {
    /// 企业名称.
    pub enterprise: &'static str,
    /// 县市区 as written.
    pub county: &'static str,
    /// Code of the county.
    pub division: &'static str,
    /// 行业; only written in a mixed sheet.
    pub sector: &'static str,
    /// What was typed wrong.
    pub slip: Slip,
    /// Its equipment.
    pub equipment: &'static [Equipment],
}

/// A mistake in the enterprise's cells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// None.
    None,
    /// The check character of the code is wrong.
    Code,
    /// The code was left out.
    NoCode,
}

/// 设备名称, 规格型号, 数量, 产能, 计量单位 (only in a mixed sheet), 投产时间, 运行状态, 主要产品, 备注.
///
/// A cell that reads as a number is stored as a number, `2009-03` as a date, anything else as text.
pub struct Equipment(pub [&'static str; 9]);
