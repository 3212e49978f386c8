//! The truth of the example year: the plants, what they have, and what becomes of each. All names are invented.

use capex::region::{Division, Divisions};
use chrono::NaiveDate;

use super::code::code;

/// What becomes of a piece of equipment in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing is wrong with it.
    Fine,
    /// Ordered to be rectified, and rectified in time.
    Kept,
    /// Closed in October, accepted in December.
    Accepted,
    /// Closed in November, never accepted.
    Waiting,
    /// Ordered to be rectified; nothing happened.
    Missed,
    /// Nobody ordered anything.
    Forgotten,
    /// Closed in August, gone from the tables, running again in November.
    Returns,
    /// A major hazard that was only given time.
    HazardTooLight,
    /// A major hazard that was stopped.
    HazardStopped,
}

/// A capacity: a whole number and its unit as the tables write it.
pub type Capacity = (u32, &'static str);

/// A piece of equipment.
#[derive(Debug, Clone)]
pub struct Equipment {
    /// 设备名称.
    pub words: String,
    /// 数量.
    pub pieces: u32,
    /// 产能.
    pub capacity: Capacity,
    /// Transformer of one piece in kVA, where the words name one.
    pub transformer: Option<u32>,
    /// Whether the catalogues of the plan eliminate it.
    pub eliminated: bool,
    /// What becomes of it.
    pub fate: Fate,
}

/// A plant.
#[derive(Debug, Clone)]
pub struct Plant {
    /// 企业名称 as first written.
    pub name: String,
    /// 统一社会信用代码.
    pub code: String,
    /// 行业.
    pub sector: &'static str,
    /// What it has.
    pub equipment: Vec<Equipment>,
}

/// A county and its plants.
#[derive(Debug, Clone)]
pub struct County {
    /// 州市.
    pub prefecture: String,
    /// 县市区.
    pub name: String,
    /// Running number.
    pub number: usize,
    /// First month in which it delivers; `None` if it never does.
    pub delivers: Option<u32>,
    /// Its plants.
    pub plants: Vec<Plant>,
}

/// 行业, words, capacity, transformer, whether eliminated.
type Template = (&'static str, &'static str, Capacity, Option<u32>, bool);

const ELIMINATED: &[Template] = &[
    ("钢铁", "380m³高炉", (40, "万吨/年"), None, true),
    ("水泥", "机立窑（φ3.0×11m）", (8, "万吨/年"), None, true),
    ("铁合金", "5000kVA硅锰矿热炉", (2, "万吨/年"), Some(5000), true),
    ("平板玻璃", "平拉工艺平板玻璃生产线", (60, "万重量箱/年"), None, true),
    ("电石", "10000kVA内燃式电石炉", (3, "万吨/年"), Some(10000), true),
    ("电解铝", "自焙槽", (1, "万吨/年"), None, true),
    ("有色金属", "反射炉炼铜", (2, "万吨/年"), None, true),
];

const SOUND: &[Template] = &[
    ("水泥", "4000t/d新型干法水泥窑", (155, "万吨/年"), None, false),
    ("平板玻璃", "600t/d浮法玻璃生产线", (380, "万重量箱/年"), None, false),
    ("电石", "40500kVA密闭式电石炉", (8, "万吨/年"), Some(40500), false),
    ("焦化", "炭化室高度6米顶装焦炉", (100, "万吨/年"), None, false),
    ("电解铝", "500kA预焙阳极电解槽", (20, "万吨/年"), None, false),
];

const WORDS: &[&str] = &[
    "烟汀", "澜桦", "枫屿", "溪栈", "云笠", "竹坞", "霜枝", "月桥", "荻浦", "石榭", "松垣", "雁渚", "芦湾", "栎原",
    "鹤汀", "棠溪", "梧岭", "杏坪", "槐渡", "桐崖", "柳堰", "兰渚", "菱塘",
];

fn trade(sector: &str) -> &'static str {
    match sector {
        "钢铁" => "炼铁",
        "水泥" => "建材",
        "铁合金" => "锰业",
        "平板玻璃" => "玻璃",
        "电石" => "化工",
        "焦化" => "煤焦",
        "电解铝" => "铝业",
        _ => "冶炼",
    }
}

const FATES: &[Fate] = &[
    Fate::Kept,
    Fate::Accepted,
    Fate::Waiting,
    Fate::Missed,
    Fate::Forgotten,
    Fate::Accepted,
    Fate::Returns,
    Fate::Accepted,
    Fate::Missed,
    Fate::Waiting,
    Fate::Accepted,
];

/// The counties of the year: four of each of the 16 prefectures (three where there are no more), one to three plants each.
#[must_use]
pub fn counties() -> Vec<County> {
    let divisions = Divisions::built_in().all();
    let mut counties: Vec<County> = Vec::new();
    let mut plants = 0_usize;
    for prefecture in divisions.iter().filter(|division| division.is_prefecture()) {
        let below = divisions.iter().filter(|division| division.parent == prefecture.code).take(4);
        for division in below {
            let number = counties.len();
            let mut list = Vec::new();
            for _ in 0..1 + number % 3 {
                list.push(plant(plants, division));
                plants += 1;
            }
            counties.push(County {
                prefecture: prefecture.name.clone(),
                name: division.name.clone(),
                number,
                delivers: delivers(number),
                plants: list,
            });
        }
    }
    counties
}

/// Pilots in January and March, most from April to July, some late in September, three never.
fn delivers(number: usize) -> Option<u32> {
    match number {
        n if n % 21 == 20 => None,
        n if n.is_multiple_of(16) => Some(1),
        n if n % 16 == 1 => Some(3),
        n if n % 10 == 9 => Some(9),
        n => Some(4 + u32::try_from(n % 4).unwrap_or(0)),
    }
}

fn plant(number: usize, division: &Division) -> Plant {
    let pick = |list: &'static [Template], nth: usize| list[nth % list.len()];
    let bad = number % 3 != 2;
    let (sector, words, capacity, transformer, eliminated) =
        if bad { pick(ELIMINATED, number) } else { pick(SOUND, number / 3) };
    let fate = if bad {
        FATES[number % FATES.len()]
    } else {
        match number % 5 {
            0 => Fate::HazardTooLight,
            1 => Fate::HazardStopped,
            _ => Fate::Fine,
        }
    };
    let pieces = 1 + u32::try_from(number % 2).unwrap_or(0);
    let mut equipment = vec![Equipment { words: words.to_owned(), pieces, capacity, transformer, eliminated, fate }];
    if number % 4 == 1 && sector == "水泥" {
        // A second piece of the same sector that is in order.
        let (_, words, capacity, transformer, eliminated) = SOUND[0];
        equipment.push(Equipment {
            words: words.to_owned(),
            pieces: 1,
            capacity,
            transformer,
            eliminated,
            fate: Fate::Fine,
        });
    }
    let stem = division.name.trim_end_matches(['市', '县', '区']);
    let word = WORDS[number % WORDS.len()];
    Plant {
        name: format!("{stem}{word}{}有限公司", trade(sector)),
        code: code(&division.code, u32::try_from(number).unwrap_or(0)),
        sector,
        equipment,
    }
}

/// What the table of a month says of a piece of equipment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub status: &'static str,
    pub hazard: &'static str,
    pub measure: &'static str,
    pub ordered_on: &'static str,
    pub due_on: &'static str,
    pub completed_on: &'static str,
    pub result: &'static str,
    pub copied_to: &'static str,
    pub pricing: &'static str,
    pub closed_on: &'static str,
    pub accepted_on: &'static str,
    pub opinion_no: String,
}

/// The line of a piece of equipment in the table of a month; `None` where the table leaves it out.
#[must_use]
pub fn line(fate: Fate, month: u32, number: usize) -> Option<Line> {
    let day = NaiveDate::from_ymd_opt(2019, month, 1)?;
    let since = |from: u32, text: &'static str| {
        if day.format("%-m").to_string().parse::<u32>().unwrap_or(0) >= from { text } else { "" }
    };
    let base = Line { status: "在产", hazard: "无", ..Line::default() };
    Some(match fate {
        Fate::Fine | Fate::Forgotten => base,
        Fate::Kept => Line {
            measure: since(7, "限期整改"),
            ordered_on: since(7, "2019-07-15"),
            due_on: since(7, "2019-09-20"),
            completed_on: since(9, "2019-09-10"),
            result: since(9, "整改合格"),
            copied_to: since(7, "发展改革、电力"),
            pricing: since(8, if number.is_multiple_of(2) { "差别电价" } else { "惩罚性电价" }),
            ..base
        },
        Fate::Accepted => Line {
            status: if month >= 10 { "已拆除" } else { "停产" },
            measure: since(7, "依法关闭"),
            ordered_on: since(7, "2019-07-10"),
            copied_to: since(7, "发展改革、电力、水务"),
            pricing: since(8, "差别电价、超定额用水累进加价"),
            closed_on: since(10, "2019-10-20"),
            accepted_on: since(12, "2019-12-05"),
            opinion_no: if month >= 12 { format!("验收意见〔2019〕{number}号") } else { String::new() },
            ..base
        },
        Fate::Waiting => Line {
            status: if month >= 11 { "已关闭" } else { "停产" },
            measure: since(8, "依法关闭"),
            ordered_on: since(8, "2019-08-05"),
            copied_to: since(8, "电力"),
            pricing: since(8, "阶梯电价"),
            closed_on: since(11, "2019-11-25"),
            ..base
        },
        Fate::Missed => Line {
            measure: since(7, "限期整改"),
            ordered_on: since(7, "2019-07-20"),
            due_on: since(7, "2019-10-31"),
            ..base
        },
        Fate::Returns => match month {
            9 | 10 => return None,
            11.. => base,
            _ => Line {
                status: if month == 8 { "已拆除" } else { "停产" },
                measure: since(6, "依法关闭"),
                ordered_on: since(6, "2019-06-20"),
                copied_to: since(6, "电力"),
                closed_on: since(8, "2019-08-10"),
                ..base
            },
        },
        Fate::HazardTooLight => Line {
            hazard: "煤气柜进出口未设隔断装置",
            measure: since(8, "限期整改"),
            ordered_on: since(8, "2019-08-01"),
            due_on: since(8, "2019-12-20"),
            copied_to: since(8, "电力"),
            ..base
        },
        Fate::HazardStopped => Line {
            status: if month >= 8 { "停产" } else { "在产" },
            hazard: "煤气柜进出口未设隔断装置",
            measure: since(8, "停产整改"),
            ordered_on: since(8, "2019-08-01"),
            due_on: since(8, "2019-12-20"),
            completed_on: since(11, "2019-11-15"),
            result: since(11, "整改合格"),
            copied_to: since(8, "电力"),
            ..base
        },
    })
}

/// The name that the table of a month gives a plant: some call themselves a group from August.
#[must_use]
pub fn name_in(plant: &Plant, number: usize, month: u32) -> String {
    if number % 7 == 3 && month >= 8 {
        plant.name.replace("有限公司", "（集团）有限责任公司")
    } else {
        plant.name.clone()
    }
}
