//! A county's table in three months of one summer, as it is worked on: rows move, names change, plants close and come back.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::code::code;

const PREFECTURE: &str = "曲靖市";
const HEADINGS: [(&str, f64); 18] = [
    ("序号", 5.5),
    ("企业名称", 26.0),
    ("统一社会信用代码", 20.5),
    ("州市", 8.0),
    ("县市区", 8.0),
    ("行业", 9.0),
    ("设备名称", 14.0),
    ("规格型号", 14.0),
    ("数量", 6.0),
    ("产能（万吨/年）", 9.0),
    ("运行状态", 9.0),
    ("处置措施", 10.0),
    ("下达时间", 11.0),
    ("整改期限", 11.0),
    ("抄送部门", 18.0),
    ("关闭退出时间", 11.0),
    ("验收时间", 11.0),
    ("备注", 16.0),
];

/// A line of a month: plant (its number and its name), county, sector, equipment, model, pieces, capacity, status, what was done.
struct Line(u32, &'static str, &'static str, &'static str, [&'static str; 3], f64, &'static str, [&'static str; 6]);

/// Nothing has been done yet: measure, order, due day, copies, closing, acceptance.
const NOTHING: [&str; 6] = [""; 6];

fn code_of(number: u32, county: &str) -> String {
    let division = match county {
        "沾益县" | "沾益区" => "530303",
        "富源县" => "530325",
        "罗平县" => "530324",
        "陆良县" => "530322",
        _ => "530381",
    };
    code(division, 700 + number)
}

#[rustfmt::skip] // one line for each line of the table
const MAY: &[Line] = &[
    Line(1, "沾益听松钢铁有限公司", "沾益县", "钢铁", ["炼铁高炉", "380m³", "1座"], 45.0, "在产", NOTHING),
    Line(1, "沾益听松钢铁有限公司", "沾益县", "钢铁", ["转炉", "120t", "2座"], 240.0, "在产", NOTHING),
    Line(2, "沾益晚亭水泥有限公司", "沾益县", "水泥", ["机立窑", "φ3.0×11m", "1座"], 8.8, "已关闭",
        ["关闭退出", "2019-04-10", "2019-05-20", "发改、供电", "2019-05-20", ""]),
    Line(3, "富源锦屏焦化厂", "富源县", "焦化", ["捣固焦炉", "炭化室高3.2m", "1座"], 20.0, "停产", NOTHING),
    Line(4, "宣威石桥电石厂", "宣威市", "电石", ["电石炉", "内燃式", "2台"], 6.0, "在产", NOTHING),
    Line(5, "罗平枫林铅锌冶炼厂", "罗平县", "有色金属", ["烧结锅", "粗铅", "12台"], 1.0, "在产", NOTHING),
    Line(6, "陆良荷净玻璃有限公司", "陆良县", "平板玻璃", ["浮法玻璃生产线", "600t/d", "1条"], 0.0, "在产", NOTHING),
];

#[rustfmt::skip]
const JUNE: &[Line] = &[
    // Sorted by sector now, with the name after the merger and the county's present name.
    Line(4, "宣威石桥电石厂", "宣威市", "电石", ["电石炉", "内燃式 10000kVA", "2台"], 6.0, "在产", NOTHING),
    Line(1, "沾益听松钢铁（集团）有限公司", "沾益区", "钢铁", ["转炉", "120t", "2座"], 240.0, "在产", NOTHING),
    Line(1, "沾益听松钢铁（集团）有限公司", "沾益区", "钢铁", ["炼铁高炉", "380m³", "1座"], 45.0, "在产",
        ["限期整改", "2019-06-05", "2019-09-30", "发改、供电、供水", "", ""]),
    Line(7, "宣威柳岸金属制品有限公司", "宣威市", "钢铁", ["中频炉", "5t，炼钢", "2台"], 8.0, "在产", NOTHING),
    Line(3, "富源锦屏焦化厂", "富源县", "焦化", ["捣固焦炉", "炭化室高3.2m", "1座"], 20.0, "停产",
        ["停产整改", "2019-06-05", "2019-09-30", "发改、供电", "", ""]),
    Line(6, "陆良荷净玻璃有限公司", "陆良县", "平板玻璃", ["浮法玻璃生产线", "600t/d", "1条"], 0.0, "在产", NOTHING),
    Line(2, "沾益晚亭水泥有限公司", "沾益区", "水泥", ["机立窑", "φ3.0×11m", "1座"], 8.8, "已关闭",
        ["关闭退出", "2019-04-10", "2019-05-20", "发改、供电", "2019-05-20", "2019-06-12"]),
    Line(5, "罗平枫林铅锌冶炼厂", "罗平县", "有色金属", ["烧结锅", "粗铅", "12台"], 1.0, "在产",
        ["限期整改", "2019-06-05", "2019-07-15", "发改、供电", "", ""]),
];

#[rustfmt::skip]
const JULY: &[Line] = &[
    Line(4, "宣威石桥电石厂", "宣威市", "电石", ["电石炉", "内燃式 10000kVA", "2台"], 6.0, "在产",
        ["限期整改", "2019-07-03", "2019-09-30", "发改、供电", "", ""]),
    Line(1, "沾益听松钢铁（集团）有限公司", "沾益区", "钢铁", ["转炉", "120t", "2座"], 240.0, "在产", NOTHING),
    Line(1, "沾益听松钢铁（集团）有限公司", "沾益区", "钢铁", ["炼铁高炉", "380m³", "1座"], 45.0, "在产",
        ["限期整改", "2019-06-05", "2019-09-30", "发改、供电、供水", "", ""]),
    Line(7, "宣威柳岸金属制品有限公司", "宣威市", "钢铁", ["中频炉", "5t，炼钢", "2台"], 8.0, "已拆除",
        ["关闭退出", "2019-06-20", "2019-07-10", "发改、供电", "2019-07-08", "2019-07-18"]),
    Line(6, "陆良荷净玻璃有限公司", "陆良县", "平板玻璃", ["浮法玻璃生产线", "600t/d", "1条"], 0.0, "在产", NOTHING),
    // Closed in May, accepted in June, and running.
    Line(2, "沾益晚亭水泥有限公司", "沾益区", "水泥", ["机立窑", "φ3.0×11m", "1座"], 8.8, "在产", NOTHING),
    Line(5, "罗平枫林铅锌冶炼厂", "罗平县", "有色金属", ["烧结锅", "粗铅", "12台"], 1.0, "停产",
        ["限期整改", "2019-06-05", "2019-07-15", "发改、供电", "", ""]),
];

/// The three files.
///
/// # Errors
/// A workbook that the writer refuses.
pub fn files() -> Result<Vec<(&'static str, Vec<u8>)>, XlsxError> {
    Ok(vec![
        ("three-months/2019-05.xlsx", workbook(5, 31, MAY)?),
        ("three-months/2019-06.xlsx", workbook(6, 30, JUNE)?),
        ("three-months/2019-07.xlsx", workbook(7, 31, JULY)?),
    ])
}

fn workbook(month: u8, day: u8, lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title("淘汰落后产能摸底排查表（示例，企业均为虚构）")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2019, month, day)?),
    );
    let song = Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
    let cell = song.clone().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Center);
    let head = cell.clone().set_font_name("黑体");
    let date = cell.clone().set_num_format("yyyy-mm-dd");
    let title = song.clone().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center);
    let page = workbook.add_worksheet();
    page.set_name("摸底表")?;
    let last = HEADINGS.len() as u16 - 1;
    page.merge_range(0, 0, 0, last, &format!("{PREFECTURE}淘汰落后产能摸底排查表（2019年{month}月）"), &title)?;
    page.set_row_height(0, 30)?.set_row_height(1, 30)?;
    for (column, (heading, width)) in (0..).zip(HEADINGS) {
        page.set_column_width(column, width)?.write_with_format(1, column, heading, &head)?;
    }
    let mut row = 1;
    for Line(plant, name, county, sector, [equipment, model, pieces], capacity, status, done) in lines {
        row += 1;
        page.write_with_format(row, 0, row - 1, &cell)?;
        let code = code_of(*plant, county);
        let words = [*name, code.as_str(), PREFECTURE, *county, *sector, *equipment, *model, *pieces];
        for (column, text) in (1..).zip(words) {
            page.write_with_format(row, column, text, &cell)?;
        }
        match *capacity {
            0.0 => page.write_blank(row, 9, &cell)?,
            capacity => page.write_with_format(row, 9, capacity, &cell)?,
        };
        page.write_with_format(row, 10, *status, &cell)?;
        for (column, text) in (11..).zip(done) {
            match ExcelDateTime::parse_from_str(text) {
                Ok(day) if text.starts_with("20") => page.write_with_format(row, column, &day, &date)?,
                _ if text.is_empty() => page.write_blank(row, column, &cell)?,
                _ => page.write_with_format(row, column, *text, &cell)?,
            };
        }
        page.write_blank(row, last, &cell)?;
    }
    page.merge_range(row + 1, 0, row + 1, last, "填表人：          审核人：          单位负责人：", &song)?;
    page.set_freeze_panes(2, 2)?.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    workbook.save_to_buffer()
}
