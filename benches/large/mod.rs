//! A large survey of realistic text, the same on every machine: the numbers come from a small generator with a fixed seed.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rust_xlsxwriter::Workbook;

/// Columns of the survey.
pub const COLUMNS: u16 = 25;

const HEADERS: [&str; COLUMNS as usize] = [
    "序号",
    "企业名称",
    "统一社会信用代码",
    "州市",
    "县市区",
    "地址",
    "行业",
    "生产线",
    "设备名称",
    "规格型号",
    "主要参数",
    "数量（台）",
    "产能（万吨/年）",
    "产量（万吨）",
    "投产时间",
    "运行状态",
    "工艺",
    "产品",
    "能耗等级",
    "用电户号",
    "联系人",
    "联系电话",
    "环评文号",
    "排污许可证",
    "备注",
];

const EQUIPMENT: [(&str, &str, &str, &str); 12] = [
    ("钢铁", "炼铁高炉", "m³", "生铁"),
    ("钢铁", "转炉", "t", "粗钢"),
    ("钢铁", "烧结机", "㎡", "烧结矿"),
    ("焦化", "捣固焦炉", "米", "焦炭"),
    ("铁合金", "硅锰矿热炉", "kVA", "硅锰合金"),
    ("电石", "密闭电石炉", "kVA", "电石"),
    ("水泥", "水泥磨", "m", "水泥"),
    ("水泥", "新型干法熟料生产线", "t/d", "熟料"),
    ("电解铝", "预焙电解槽", "kA", "铝液"),
    ("平板玻璃", "浮法玻璃生产线", "t/d", "平板玻璃"),
    ("有色金属", "反射炉", "㎡", "粗铜"),
    ("黄磷", "黄磷电炉", "kVA", "黄磷"),
];

const COUNTIES: [(&str, &str); 4] =
    [("昆明市", "安宁市"), ("曲靖市", "麒麟区"), ("玉溪市", "峨山县"), ("红河州", "个旧市")];

struct Seeded(u64);

impl Seeded {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

fn size(unit: &str, random: &mut Seeded) -> String {
    match unit {
        "m³" => (100 + random.next(2_400)).to_string(),
        "t" => (10 + random.next(200)).to_string(),
        "㎡" => (4 + random.next(300)).to_string(),
        "米" => format!("{}.{}", 3 + random.next(4), random.next(10)),
        "kVA" => (1_000 + random.next(400) * 100).to_string(),
        "m" => format!("φ{}.{}×{}", 1 + random.next(4), random.next(10), 7 + random.next(8)),
        "t/d" => (300 + random.next(50) * 100).to_string(),
        _ => (60 + random.next(500)).to_string(),
    }
}

/// A cell of the survey.
pub enum Cell {
    Text(String),
    Number(f64),
}

/// Makes the rows of the survey, each as filled cells by column.
pub fn each_row(rows: usize, mut row: impl FnMut(u32, &[(u16, Cell)])) {
    let mut random = Seeded(20_190_630);
    let header: Vec<(u16, Cell)> = (0..).zip(HEADERS).map(|(at, text)| (at, Cell::Text(text.to_owned()))).collect();
    row(0, &header);
    for number in 1..=u32::try_from(rows).unwrap() {
        let (sector, equipment, unit, product) = EQUIPMENT[random.next(12) as usize];
        let (prefecture, county) = COUNTIES[random.next(4) as usize];
        let plant = random.next(rows as u64 / 6 + 1);
        let texts = [
            (1, format!("{county}第{plant}{sector}有限公司")),
            (3, prefecture.to_owned()),
            (4, county.to_owned()),
            (5, format!("{county}工业园区{}号", random.next(300))),
            (6, sector.to_owned()),
            (7, format!("{}#线", 1 + random.next(4))),
            (8, equipment.to_owned()),
            (9, format!("{}{unit}", size(unit, &mut random))),
            (10, String::from("详见型号")),
            (14, format!("{}年{}月", 1990 + random.next(28), 1 + random.next(12))),
            (15, ["在产", "停产", "备用"][random.next(3) as usize].to_owned()),
            (16, format!("{product}常规工艺")),
            (17, product.to_owned()),
            (18, ["一级", "二级", "三级"][random.next(3) as usize].to_owned()),
            (19, format!("5301{:08}", random.next(99_999_999))),
            (20, format!("联系人{}", random.next(5_000))),
            (21, format!("1380871{:04}", random.next(10_000))),
            (22, format!("云环审〔20{:02}〕{}号", 5 + random.next(14), random.next(900))),
            (23, format!("91530{:013}", random.next(9_999_999_999))),
            (24, String::from("已核")),
        ];
        let mut cells = vec![(0, Cell::Number(f64::from(number)))];
        cells.extend(texts.into_iter().map(|(column, text)| (column, Cell::Text(text))));
        cells.push((11, Cell::Number((1 + random.next(4)) as f64)));
        cells.push((12, Cell::Number(random.next(3_000) as f64 / 10.0)));
        cells.push((13, Cell::Number(random.next(3_000) as f64 / 10.0)));
        cells.sort_by_key(|(column, _)| *column);
        row(number, &cells);
    }
}

/// Writes a survey of so many rows of equipment as a workbook.
pub fn write(path: &Path, rows: usize) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_low_memory().unwrap();
    sheet.set_name("摸底表").unwrap();
    each_row(rows, |row, cells| {
        for (column, cell) in cells {
            match cell {
                Cell::Text(text) => sheet.write(row, *column, text).unwrap(),
                Cell::Number(number) => sheet.write(row, *column, *number).unwrap(),
            };
        }
    });
    workbook.save(path).unwrap();
}

/// Writes the same survey as csv.
pub fn write_csv(path: &Path, rows: usize) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    each_row(rows, |_, cells| {
        let mut fields = vec![String::new(); usize::from(COLUMNS)];
        for (column, cell) in cells {
            fields[usize::from(*column)] = match cell {
                Cell::Text(text) => text.clone(),
                Cell::Number(number) => number.to_string(),
            };
        }
        writeln!(file, "{}", fields.join(",")).unwrap();
    });
    file.flush().unwrap();
}

/// Distinct phrases as people write them.
pub fn phrases(count: usize) -> Vec<String> {
    let mut random = Seeded(142);
    (0..count)
        .map(|nth| {
            let (_, equipment, unit, _) = EQUIPMENT[random.next(12) as usize];
            let size = size(unit, &mut random);
            match nth % 4 {
                0 => format!("{size}{unit}{equipment}{}座（{nth}#）", 1 + random.next(4)),
                1 => format!("{equipment}{size}{unit}×{}，{nth}号", 1 + random.next(4)),
                2 => format!("{}台{size}{unit}{equipment}(第{nth}车间)", 1 + random.next(4)),
                _ => format!("{nth}#、{}#{size}{unit}{equipment}", nth + 1),
            }
        })
        .collect()
}
