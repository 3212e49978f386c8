//! A county's own table: one csv with headings of its own, several things in a cell, in GB18030 as spreadsheet programs in
//! China save it.

use super::code::code;

const DIVISION: &str = "532524";

/// 单位名称, 所在乡镇, 所属行业, 主体设备（名称、规格及数量）, 设计能力, 建成投产年份, 目前状况, 说明.
#[rustfmt::skip] // one line for each line of the table
const LINES: &[[&str; 8]] = &[
    ["建水烟汀锰业有限公司", "面甸镇", "铁合金", "6000KVA硅锰矿热炉2台、12500KVA硅锰矿热炉1台", "5万吨/年", "2002", "在产", ""],
    ["建水柳桥硅业有限公司", "曲江镇", "铁合金", "9000kva工业硅炉4台", "2万吨/年", "2006", "停产", "枯水期停产"],
    ["建水芦湾铝业有限公司", "羊街工业园区", "电解铝", "300kA预焙阳极电解槽208台", "17万吨/年", "2009", "在产", ""],
    ["建水石榴冶炼厂", "临安镇", "有色金属", "烧结锅8台（粗铅）", "0.6万吨/年", "1997", "已拆除", "2017年已拆除"],
    ["建水云栈铅锌有限公司", "官厅镇", "有色金属", "10㎡密闭鼓风炉1座（粗铅）", "1.5万吨/年", "2003", "停产", "法人代表龙䶮，长期停产"],
    ["建水竹外水泥有限公司", "南庄镇", "水泥", "φ3.0×48m回转窑1条，日产1000吨", "32万吨/年", "2004", "在产", ""],
    ["建水竹外水泥有限公司", "南庄镇", "水泥", "φ2.4×13m水泥磨2台", "28万吨/年", "2004", "在产", ""],
    ["建水荷塘建材厂", "西庄镇", "水泥", "机立窑（φ2.8×10m）1座", "6万吨/年", "1995", "停产", ""],
    ["建水采薇磷化工有限公司", "曲江镇", "黄磷", "黄磷电炉2台（单台产能0.3万吨/年）", "0.6万吨/年", "1999", "停产", ""],
    ["建水临溪焦化厂", "面甸镇", "焦化", "4.3m捣固焦炉1座", "30万吨/年", "2005", "停产", ""],
    ["建水春渚电石厂", "官厅镇", "电石", "内燃式电石炉1台", "2万吨/年", "2001", "停产", "铭牌缺失"],
    ["建水半亭机械铸造厂", "临安镇", "", "1吨中频炉2台（铸件）", "0.5万吨/年", "2012", "在产", "九个行业以外，一并报送"],
];

/// The file.
pub fn csv() -> Vec<u8> {
    let mut text = String::from("建水县工业企业落后生产能力摸底情况表,,,,,,,,,\r\n");
    text.push_str("填报单位：建水县应急管理局,,,,,,,填报日期：2019年6月18日,,\r\n");
    text.push_str(
        "序号,单位名称,信用代码,所在乡镇,所属行业,主体设备（名称、规格及数量）,设计能力,建成投产年份,目前状况,说明\r\n",
    );
    let mut number = 500;
    let mut before = "";
    for (serial, [name, town, sector, equipment, capacity, year, status, remark]) in (1..).zip(LINES) {
        number += u32::from(*name != before);
        before = name;
        let code = code(DIVISION, number);
        text.push_str(&format!(
            "{serial},{name},{code},{town},{sector},{equipment},{capacity},{year},{status},{remark}\r\n"
        ));
    }
    text.push_str(&format!("合计,{}家,,,,,,,,\r\n", number - 500));
    text.push_str("填表人：,,,审核人：,,,联系电话：,,,\r\n");
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    bytes.into_owned()
}
