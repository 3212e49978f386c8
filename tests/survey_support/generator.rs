//! A seeded generator of messy survey sheets whose records are known: layouts × notations.
//!
//! The truth is made first, the sheet is drawn from it. Nothing here calls the reader, so that it cannot share its mistakes.

use std::collections::BTreeMap;

use capex::workbook::{Cell, CellAddress, CellValue, Merge, Merges, Row, SheetFacts, Visibility};
use chrono::NaiveDate;

/// A small generator of pseudo-random numbers (SplitMix64): the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1234_5678_9ABC_DEF0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// What a sheet says, and the records that it must give: field name → value as shown.
#[allow(dead_code, reason = "each test target uses its part")]
pub struct Sheet {
    pub facts: SheetFacts,
    pub rows: Vec<Row>,
    pub truth: Vec<BTreeMap<&'static str, String>>,
    pub layout: String,
}

#[derive(Clone)]
struct Equipment {
    name: &'static str,
    value: u32,
    unit: &'static str,
    quantity: u32,
    capacity: String,
    year: i32,
    month: u32,
    status: &'static str,
    remarks: &'static str,
}

struct Enterprise {
    name: String,
    uscc: String,
    prefecture: &'static str,
    county: &'static str,
    sector: &'static str,
    equipment: Vec<Equipment>,
}

const PLACES: &[(&str, &str)] = &[
    ("昆明市", "安宁市"),
    ("昆明市", "宜良县"),
    ("曲靖市", "麒麟区"),
    ("曲靖市", "富源县"),
    ("玉溪市", "峨山彝族自治县"),
    ("玉溪市", "红塔区"),
    ("红河哈尼族彝族自治州", "建水县"),
    ("楚雄彝族自治州", "楚雄市"),
    ("文山壮族苗族自治州", "砚山县"),
];
const KINDS: &[(&str, &[(&str, &str)])] = &[
    ("钢铁", &[("高炉", "m³"), ("转炉", "吨"), ("烧结机", "㎡")]),
    ("水泥", &[("机立窑", "m"), ("水泥磨", "m")]),
    ("铁合金", &[("矿热炉", "kVA"), ("精炼炉", "kVA")]),
    ("电石", &[("电石炉", "kVA")]),
    ("焦化", &[("焦炉", "孔")]),
    ("黄磷", &[("黄磷电炉", "kVA")]),
];

fn enterprises(dice: &mut Dice) -> Vec<Enterprise> {
    let mut list = Vec::new();
    let one_sector = dice.chance(30).then(|| dice.below(KINDS.len()));
    for number in 0..2 + dice.below(5) {
        let (prefecture, county) = dice.pick(PLACES);
        let (sector, kinds) = KINDS[one_sector.unwrap_or_else(|| dice.below(KINDS.len()))];
        let word = dice.pick(&["甲", "乙", "丙", "丁", "宏发", "金源", "滇峰"]);
        let ending = dice.pick(&["有限公司", "有限责任公司", "厂", "（集团）有限公司"]);
        let equipment = (0..1 + dice.below(3))
            .map(|_| {
                let (name, unit) = dice.pick(kinds);
                Equipment {
                    name,
                    unit,
                    value: dice.pick(&[3, 25, 90, 380, 450, 1080, 6300, 12500]),
                    quantity: 1 + dice.below(4) as u32,
                    capacity: dice.pick(&["2", "12.5", "40", "60", "135", "1200"]).to_owned(),
                    year: 1985 + dice.below(33) as i32,
                    month: 1 + dice.below(12) as u32,
                    status: dice.pick(&["在产", "停产", "", "拟关停"]),
                    remarks: dice.pick(&["", "", "已列入计划", "2018年技改"]),
                }
            })
            .collect();
        let uscc = format!("9153{:04}MA6K{:05}X", 100 + number, 10_000 + dice.below(89_999));
        list.push(Enterprise {
            name: format!("云南{word}{number}号{sector}{ending}"),
            uscc,
            prefecture,
            county,
            sector,
            equipment,
        });
    }
    list
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Serial,
    Enterprise,
    Uscc,
    Prefecture,
    County,
    Place,
    Sector,
    Equipment,
    Model,
    ModelUnit,
    Quantity,
    Capacity,
    Commissioned,
    Status,
    Remarks,
    Contact,
}

/// Groups of the upper header, with the headings that a column has alone and below its group.
fn heading(column: Column, grouped: bool, dice: &mut Dice) -> &'static str {
    match (column, grouped) {
        (Column::Serial, _) => dice.pick(&["序号", "编号"]),
        (Column::Enterprise, true) => dice.pick(&["名称", "企业名称", "全称"]),
        (Column::Enterprise, false) => dice.pick(&["企业名称", "单位名称", "企业名称（全称）", "企 业 名 称"]),
        (Column::Uscc, true) => dice.pick(&["代码", "统一社会信用代码"]),
        (Column::Uscc, false) => dice.pick(&["统一社会信用代码", "信用代码", "社会信用代码"]),
        (Column::Prefecture, _) => dice.pick(&["州市", "州（市）", "市州", "所在州市"]),
        (Column::County, _) => dice.pick(&["县（市、区）", "县市区", "县区", "所在县（市、区）"]),
        (Column::Place, _) => dice.pick(&["所在地区", "行政区划", "所属地区", "属地"]),
        (Column::Sector, _) => dice.pick(&["行业", "所属行业", "行业类别"]),
        (Column::Equipment, true) => dice.pick(&["名称", "设备名称", "类别"]),
        (Column::Equipment, false) => dice.pick(&["设备名称", "主要设备名称", "主体设备", "淘汰设备名称", "装备名称"]),
        (Column::Model, true) => dice.pick(&["型号", "规格型号", "规格"]),
        (Column::Model, false) => dice.pick(&["规格型号", "型号", "设备规格", "型号规格"]),
        (Column::ModelUnit, _) => dice.pick(&["单位", "计量单位"]),
        (Column::Quantity, _) => dice.pick(&["数量", "数量（台/座）", "设备数量", "台数"]),
        (Column::Capacity, _) => {
            dice.pick(&["产能（万吨/年）", "设计产能（万吨/年）", "年生产能力（万吨/年）", "产能\n（万吨/年）"])
        }
        (Column::Commissioned, _) => dice.pick(&["投产时间", "建成投产时间", "投产日期", "投产年月"]),
        (Column::Status, _) => dice.pick(&["运行状态", "生产状态", "目前状态", "运行状况"]),
        (Column::Remarks, _) => dice.pick(&["备注", "备  注"]),
        (Column::Contact, _) => dice.pick(&["联系人", "联系电话", "能耗等级"]),
    }
}

fn group(column: Column) -> Option<usize> {
    match column {
        Column::Enterprise | Column::Uscc | Column::Sector => Some(0),
        Column::Equipment | Column::Model | Column::ModelUnit | Column::Quantity => Some(1),
        Column::Capacity | Column::Commissioned | Column::Status => Some(2),
        _ => None,
    }
}

const GROUPS: &[&[&str]] = &[
    &["企业基本情况", "企业情况", "企业信息"],
    &["设备情况", "主要设备", "冶炼设备情况", "主体设备情况"],
    &["生产情况", "产能及运行情况"],
];

/// The sheet being drawn.
struct Drawing {
    cells: BTreeMap<(u32, u32), (CellValue, Option<&'static str>)>,
    merges: Vec<Merge>,
    row: u32,
    left: u32,
}

impl Drawing {
    fn put(&mut self, column: usize, value: CellValue) {
        self.cells.insert((self.row, self.left + column as u32), (value, None));
    }

    fn text(&mut self, column: usize, text: &str) {
        if !text.is_empty() {
            self.put(column, CellValue::Text(text.into()));
        }
    }

    fn merge(&mut self, from: (u32, usize), to: (u32, usize)) {
        if from != to {
            self.merges.push(Merge {
                first: CellAddress::new(from.0, self.left + from.1 as u32),
                last: CellAddress::new(to.0, self.left + to.1 as u32),
            });
        }
    }
}

/// Draws a sheet of this seed.
pub fn sheet(seed: u64) -> Sheet {
    let mut dice = Dice::new(seed);
    let list = enterprises(&mut dice);
    let mut columns = Vec::new();
    let place = dice.below(4);
    if dice.chance(80) {
        columns.push(Column::Serial);
    }
    let place_columns: &[Column] = match place {
        0 => &[Column::Prefecture, Column::County],
        1 => &[Column::County],
        2 => &[Column::Place],
        _ => &[],
    };
    let place_first = dice.chance(50);
    if place_first {
        columns.extend(place_columns);
    }
    columns.push(Column::Enterprise);
    if dice.chance(60) {
        columns.push(Column::Uscc);
    }
    if dice.chance(70) {
        columns.push(Column::Sector);
    }
    if !place_first {
        columns.extend(place_columns);
    }
    columns.push(Column::Equipment);
    columns.push(Column::Model);
    let unit_apart = dice.chance(25);
    if unit_apart {
        columns.push(Column::ModelUnit);
    }
    columns.push(Column::Quantity);
    columns.push(Column::Capacity);
    if dice.chance(85) {
        columns.push(Column::Commissioned);
    }
    if dice.chance(70) {
        columns.push(Column::Status);
    }
    if dice.chance(40) {
        columns.push(Column::Contact);
    }
    if dice.chance(80) {
        columns.push(Column::Remarks);
    }
    let grouped = dice.chance(50);
    let merges_known = dice.chance(75);
    let below = dice.below(3); // 0 repeated, 1 merged, 2 left blank
    let below = if below == 1 && !merges_known { 2 } else { below };
    let mut drawing =
        Drawing { cells: BTreeMap::new(), merges: Vec::new(), row: dice.below(3) as u32, left: dice.below(3) as u32 };
    let width = columns.len();
    let sectors: Vec<&str> = list.iter().map(|enterprise| enterprise.sector).collect();
    let one_sector = sectors.windows(2).all(|pair| pair[0] == pair[1]);
    let name = if one_sector && dice.chance(50) {
        sectors[0].to_owned()
    } else {
        dice.pick(&["Sheet1", "摸底表", "附件1"]).to_owned()
    };
    if dice.chance(80) {
        drawing.text(
            0,
            dice.pick(&["2019年利用综合标准依法依规推动落后产能退出摸底表", "淘汰落后产能企业设备情况汇总表", "附件1"]),
        );
        let row = drawing.row;
        if dice.chance(70) {
            drawing.merge((row, 0), (row, width - 1));
        }
        drawing.row += 1 + u32::from(dice.chance(20));
    }
    if dice.chance(40) {
        drawing.text(0, "填报单位（盖章）：");
        drawing.text(width - 2, dice.pick(&["填报日期：2019年6月20日", "填报时间：2019.6.20"]));
        drawing.row += 1;
    }
    header(&mut drawing, &columns, grouped, &mut dice);
    if dice.chance(30) {
        for column in 0..width {
            if dice.chance(50) {
                drawing.put(column, CellValue::Number((column + 1) as f64));
            } else {
                drawing.text(column, &format!("（{}）", column + 1));
            }
        }
        drawing.row += 1;
    }
    let quantity_in_cell = dice.chance(40);
    let date_form = dice.below(7);
    let mut truth = Vec::new();
    let first_column = columns.iter().position(|column| *column == Column::Enterprise).unwrap_or(0);
    let total_first = dice.chance(15);
    if total_first {
        total(&mut drawing, first_column, &columns, "合计");
    }
    let header_again = dice.chance(15);
    let mut serial = 0;
    for (number, enterprise) in list.iter().enumerate() {
        if number > 0 && dice.chance(8) {
            drawing.row += 1;
        }
        if number == 2 && header_again {
            header(&mut drawing, &columns, grouped, &mut Dice::new(seed ^ 77));
        }
        let start = drawing.row;
        for (line, equipment) in enterprise.equipment.iter().enumerate() {
            let fresh = line == 0 || below == 0;
            if fresh {
                serial += 1;
            }
            for (at, column) in columns.iter().enumerate() {
                let identity = matches!(
                    column,
                    Column::Serial
                        | Column::Enterprise
                        | Column::Uscc
                        | Column::Prefecture
                        | Column::County
                        | Column::Place
                        | Column::Sector
                );
                if identity && !fresh {
                    continue;
                }
                cell(
                    &mut drawing,
                    at,
                    *column,
                    (enterprise, equipment),
                    (serial, unit_apart, quantity_in_cell, date_form),
                    &mut dice,
                );
            }
            truth.push(record(enterprise, equipment, &columns, &name));
            drawing.row += 1;
        }
        if below == 1 && enterprise.equipment.len() > 1 {
            let end = drawing.row - 1;
            for (at, column) in columns.iter().enumerate() {
                if at <= columns.iter().position(|column| *column == Column::Equipment).unwrap_or(0)
                    && *column != Column::Equipment
                {
                    drawing.merge((start, at), (end, at));
                }
            }
        }
        if dice.chance(20) {
            total(&mut drawing, first_column, &columns, dice.pick(&["小计", "小  计", "该企业小计"]));
        }
    }
    if !total_first && dice.chance(60) {
        total(&mut drawing, dice.pick(&[0, first_column]), &columns, dice.pick(&["合计", "总计", "合  计", "合计："]));
    }
    if dice.chance(40) {
        drawing
            .text(0, dice.pick(&["注：产能按设计能力填写。", "备注：1.本表一式两份。", "说明：数据截至2019年5月底"]));
        drawing.row += 1;
    }
    if dice.chance(40) {
        drawing.row += u32::from(dice.chance(50));
        drawing.text(0, "填表人：张三");
        drawing.text(2, "审核人：李四");
        drawing.text(4, "联系电话：0871-63100000");
        drawing.row += 1;
    }
    let layout = format!(
        "columns {columns:?} grouped {grouped} merges {merges_known} below {below} quantity_in_cell {quantity_in_cell} date {date_form}"
    );
    drawing.merges.sort();
    Sheet {
        facts: SheetFacts {
            name,
            visibility: Visibility::Visible,
            merges: if merges_known { Merges::Known(drawing.merges) } else { Merges::Unknown },
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
        },
        rows: rows(drawing.cells),
        truth,
        layout,
    }
}

fn rows(cells: BTreeMap<(u32, u32), (CellValue, Option<&'static str>)>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for ((index, column), (value, format)) in cells {
        if rows.last().is_none_or(|row| row.index != index) {
            rows.push(Row { index, cells: Vec::new() });
        }
        rows.last_mut().unwrap().cells.push(Cell { column, value, format: format.map(Into::into) });
    }
    rows
}

fn header(drawing: &mut Drawing, columns: &[Column], grouped: bool, dice: &mut Dice) {
    let top = drawing.row;
    if !grouped {
        for (at, column) in columns.iter().enumerate() {
            drawing.text(at, heading(*column, false, dice));
        }
        drawing.row += 1;
        return;
    }
    let mut at = 0;
    while at < columns.len() {
        let own = group(columns[at]);
        let mut end = at;
        while end + 1 < columns.len() && own.is_some() && group(columns[end + 1]) == own {
            end += 1;
        }
        match own.filter(|_| end > at) {
            Some(own) => {
                drawing.text(at, dice.pick(GROUPS[own]));
                drawing.merge((top, at), (top, end));
                drawing.row += 1;
                for (below, column) in columns.iter().enumerate().take(end + 1).skip(at) {
                    drawing.text(below, heading(*column, true, dice));
                }
                drawing.row -= 1;
            }
            None => {
                drawing.text(at, heading(columns[at], false, dice));
                drawing.merge((top, at), (top + 1, at));
            }
        }
        at = end + 1;
    }
    drawing.row += 2;
}

fn total(drawing: &mut Drawing, at: usize, columns: &[Column], word: &str) {
    drawing.text(at, word);
    for (column, kind) in columns.iter().enumerate() {
        if matches!(kind, Column::Quantity | Column::Capacity) {
            drawing.put(column, CellValue::Number(42.0));
        }
    }
    drawing.row += 1;
}

fn cell(
    drawing: &mut Drawing,
    at: usize,
    column: Column,
    (enterprise, equipment): (&Enterprise, &Equipment),
    (serial, unit_apart, quantity_in_cell, date_form): (usize, bool, bool, usize),
    dice: &mut Dice,
) {
    let blank = |dice: &mut Dice| dice.pick(&["", "/", "—", "无", "-", "暂无"]);
    match column {
        Column::Serial => drawing.put(at, CellValue::Number(serial as f64)),
        Column::Enterprise => {
            let name = if dice.chance(10) {
                let middle = enterprise.name.char_indices().nth(4).map_or(0, |(at, _)| at);
                format!("{} {}\u{200b}", &enterprise.name[..middle], &enterprise.name[middle..])
            } else {
                enterprise.name.clone()
            };
            drawing.text(at, &name);
        }
        Column::Uscc => drawing.text(at, &enterprise.uscc),
        Column::Prefecture => drawing.text(at, enterprise.prefecture),
        Column::County => drawing.text(at, enterprise.county),
        Column::Place => drawing.text(at, &format!("{}{}", enterprise.prefecture, enterprise.county)),
        Column::Sector => drawing.text(at, enterprise.sector),
        Column::Equipment => drawing.text(at, equipment.name),
        Column::Model if unit_apart => drawing.put(at, CellValue::Number(f64::from(equipment.value))),
        Column::Model => drawing.text(at, &format!("{}{}", equipment.value, equipment.unit)),
        Column::ModelUnit => drawing.text(at, equipment.unit),
        Column::Quantity if quantity_in_cell => drawing.text(at, &format!("{}座", equipment.quantity)),
        Column::Quantity => drawing.put(at, CellValue::Number(f64::from(equipment.quantity))),
        Column::Capacity => match dice.below(4) {
            0 => drawing.text(at, &equipment.capacity),
            1 => drawing.text(at, &format!("{}万吨/年", equipment.capacity)),
            2 if equipment.capacity == "1200" => drawing.text(at, "1,200"),
            _ => drawing.put(at, CellValue::Number(equipment.capacity.parse().unwrap())),
        },
        Column::Commissioned => {
            let (year, month) = (equipment.year, equipment.month);
            match date_form {
                0 => drawing.text(at, &format!("{year}年{month}月")),
                1 => drawing.text(at, &format!("{year}.{month}")),
                2 => drawing.put(at, CellValue::Number(f64::from(year) * 100.0 + f64::from(month))),
                3 => drawing.text(at, &format!("{year}/{month:02}")),
                4 => {
                    let date = NaiveDate::from_ymd_opt(year, month, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
                    drawing.put(at, CellValue::Date(date));
                    let key = (drawing.row, drawing.left + at as u32);
                    drawing.cells.get_mut(&key).unwrap().1 = Some("yyyy\"年\"m\"月\"");
                }
                5 => drawing.text(at, &format!("{year}-{month:02}")),
                _ => drawing.text(at, &format!("{year} 年 {month:02} 月")),
            }
        }
        Column::Status if equipment.status.is_empty() => drawing.text(at, blank(dice)),
        Column::Status => drawing.text(at, equipment.status),
        Column::Remarks if equipment.remarks.is_empty() => drawing.text(at, blank(dice)),
        Column::Remarks => drawing.text(at, equipment.remarks),
        Column::Contact => drawing.text(at, "二级"),
    }
}

fn record(
    enterprise: &Enterprise,
    equipment: &Equipment,
    columns: &[Column],
    name: &str,
) -> BTreeMap<&'static str, String> {
    let mut fields = BTreeMap::new();
    let has = |column: Column| columns.contains(&column);
    let mut put = |field: &'static str, value: &str| {
        if !value.is_empty() {
            fields.insert(field, value.to_owned());
        }
    };
    put("enterprise", &enterprise.name);
    put("equipment", equipment.name);
    put("model", &format!("{}{}", equipment.value, equipment.unit));
    put("quantity", &equipment.quantity.to_string());
    put("capacity", &format!("{}万吨/年", equipment.capacity));
    if has(Column::Uscc) {
        put("uscc", &enterprise.uscc);
    }
    if has(Column::County) || has(Column::Place) {
        put("prefecture", enterprise.prefecture);
        put("county", enterprise.county);
    }
    if has(Column::Sector) || name == enterprise.sector {
        put("sector", enterprise.sector);
    }
    if has(Column::Commissioned) {
        put("commissioned", &format!("{}-{:02}", equipment.year, equipment.month));
    }
    if has(Column::Status) {
        put("status", equipment.status);
    }
    if has(Column::Remarks) {
        put("remarks", equipment.remarks);
    }
    fields
}
