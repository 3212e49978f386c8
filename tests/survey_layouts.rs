//! Hand-made layouts after real survey tables, one of each kind, with the records that they must give.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot set its scene must fail, and prints what it found"
)]

mod survey_support;

use insta::assert_snapshot;
use survey_support::{read, show};

#[test]
fn a_two_level_merged_header_under_title_and_unit_note() {
    let sheet = read(
        "钢铁",
        "A1:J1 A3:A4 B3:B4 C3:C4 D3:G3 H3:I3 J3:J4 A6:A7 B6:B7 C6:C7 A9:C9",
        "
昆明市2019年钢铁行业落后产能摸底表
填报单位：昆明市应急管理局||||||||单位：万吨、台|
序号|企业名称|县（市、区）|设备情况||||处置情况||备注
|||设备名称|规格型号|数量|设计产能|措施|整改期限|
1|2|3|4|5|6|7|8|9|10
1|昆明甲钢铁有限公司|安宁市|高炉|380m³|1|40|停产整改|2019年9月|/
|||转炉|25吨|2|50|—||
2|昆明乙铸造有限公司|宜良县|中频炉|5吨|3|2|关闭|2019.12|无
合计|||||6|92|||
注：产能为设计产能。
填表人：张三||审核人：李四|||联系电话：0871-1234567|||
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn cells_apart_for_kind_number_unit_and_count() {
    let sheet = read(
        "退出项目情况",
        "A2:A3 B2:B3 C2:C3 D2:H2 I2:I3 J2:J3 K2:K3",
        "
退出项目情况
序号|省（区、市）|企业名称|冶炼设备情况|||||启动拆除时间|拆除到位时间|备注
|||类别（高炉/转炉/电炉等）|型号（容积/容量等）|单位（立方米/吨/千伏安等）|设备数量|退出产能（万吨/年）|||
1|广西|贺州市 兆鑫五 金制品 有限公 司|电炉|100|吨|1|75|2023年7月|2023年9月|/
合计||||||1|75|||
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn equipment_in_columns_gives_a_record_for_each() {
    let sheet = read(
        "摸底",
        "A1:A2 B1:B2 C1:D1 E1:F1 G1:G2",
        "
序号|企业名称|高炉||转炉||运行状态
||座数（座）|容积（m³）|座数（座）|吨位（t）|
1|甲钢铁公司|2|450|1|50|在产
2|乙钢铁公司|/|/|2|30|停产
3|丙铸造公司|||0||在产
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_card_form_with_labels_beside_values() {
    let sheet = read(
        "甲公司",
        "A1:F1 B2:C2 E2:F2 B5:F5",
        "
工业企业基本情况调查表
企业名称（盖章）|云南甲水泥有限公司||统一社会信用代码|'91530181MA6K5N8H2X|
企业地址|云南省昆明市安宁市草铺街道||法定代表人|张三|
所属行业|水泥||主要产品|水泥熟料|
主要设备|φ3.2×13m水泥磨2台⏎φ2.6×13m水泥磨1台||||
年生产能力（万吨）|60||投产时间|2004年5月|
运行状态|在产||联系电话|0871-1234567|
填表人：李四|||填表日期：2019年6月||
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_card_form_as_a_numbered_list_of_items() {
    let sheet = read(
        "表一",
        "A1:D1",
        "
镁冶炼企业基本情况表
序号|项目|内容|备注
1|企业名称|云南乙镁业有限公司|
2|企业地址|红河州开远市|
3|镁锭生产能力（吨/年）|15000|
4|上年度镁产量（吨）|12000|含再生镁
5|联系人|王五|
6|主要设备|还原炉20台|
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn cards_below_one_another_each_with_a_table_of_equipment() {
    let sheet = read(
        "摸底",
        "A1:F1 B2:C2",
        "
企业摸底卡
企业名称|云南甲铁合金有限公司||所在县区|建水县|
序号|设备名称|规格型号|数量（台）|产能（万吨）|投产时间
1|矿热炉|6300kVA|2|2.5|2003.8
2|矿热炉|12500kVA|1|3|2009.11

企业名称|云南乙铁合金有限公司||所在县区|石屏县|
序号|设备名称|规格型号|数量（台）|产能（万吨）|投产时间
1|精炼炉|3000kVA|1|1|200508
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_table_turned_on_its_side() {
    let sheet = read(
        "转置",
        "B2:D2",
        "
项目|一|二|三
企业名称|云南丙焦化有限公司||
设备名称|焦炉|焦炉|捣固焦炉
型号|JN43|JN60|5.5米
数量|1座|2座|1座
产能（万吨/年）|20|60|60
投产时间|1998年|2008年5月|2012
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn tables_below_one_another_with_and_without_a_new_header() {
    let sheet = read(
        "汇总",
        "A1:E1 A6:E6 A10:E10",
        "
一、钢铁行业落后产能情况表
企业名称|县区|设备名称|规格型号|数量
甲钢铁公司|安宁市|高炉|350m³|1座
小计||||1

二、水泥行业落后产能情况表
单位名称|所在县|生产线名称|窑径（m）|条数
乙水泥公司|宜良县|机立窑生产线|2.8|2
丙水泥公司|富民县|机立窑生产线|3|1
三、电石行业
丁化工公司|富民县|电石炉生产线|1万千伏安|1
合计||||4
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn tables_beside_one_another() {
    let sheet = read(
        "对照",
        "",
        "
序号|企业名称|设备名称|数量||序号|企业名称|设备名称|数量
1|甲公司|高炉|1座||1|丁公司|转炉|2座
2|乙公司|烧结机|1台||2|戊公司|电炉|1座
3|丙公司|焦炉|2座|||||
合计|||4||合计|||3
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_code_list_beside_the_survey_is_skipped() {
    let sheet = read(
        "摸底表",
        "",
        "
|序号|企业名称|所属行业|设备名称|数量||行业代码|行业名称
|1|甲公司|钢铁|高炉|1座||01|钢铁
|2|乙公司|水泥|机立窑|1座||02|水泥
|||||||03|焦化
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn an_enterprise_left_blank_below_its_first_line_and_places_written_once() {
    let sheet = read(
        "底表",
        "",
        "
州市|县（市、区）|企业名称|信用代码|行业|设备名称|数量
曲靖市|麒麟区|甲焦化公司|91530300X|焦化|捣固焦炉|1座
|||||焦炉|2座
|沾益区|乙焦化公司|91530301X|焦化|焦炉|1座
||丙焦化公司|91530302X|焦化|焦炉|1座
||小计||||5座
|||||熄焦车|1台
玉溪市|峨山县|丁化工公司|91530303X|黄磷|黄磷电炉|2台
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_csv_without_merge_information() {
    let sheet = read(
        "某县上报",
        "?",
        "
某县淘汰落后产能摸底表||||||||
序号|企业基本情况|||主要设备|||产能|备注
|名称|代码|地址|名称|型号|数量|（万吨/年）|
1|甲公司|91530181MA6K5N8H2X|安宁市草铺|高炉|380立方米|1座|40|
2|乙公司|91530181MA6K5N8H3X|安宁市连然|转炉|25吨|1座|30|在用
||||转炉|30吨|1座|35|
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn totals_notes_signatures_and_repeated_headers_in_any_position() {
    let sheet = read(
        "打印稿",
        "A1:F1",
        "
玉溪市铁合金企业摸底表
序号|企业名称|县区|设备名称|台数|年产能（万吨）
合计|3户|||6|12.5
其中：|在产|||4|8
1|甲公司|易门县|矿热炉|2|5
2|乙公司|易门县|矿热炉|2|3
|易门县小计|||4|8
注：以上数据截至2019年5月。

序号|企业名称|县区|设备名称|台数|年产能（万吨）
3|丙公司|华宁县|矿热炉|2|4.5
4|||||
5|||||
|单位负责人：王五||填表人：赵六||2019年6月20日
说明：1.产能按设计能力填写。
2.台数不含已拆除的设备，已拆除的在备注中写明拆除时间。
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn equipment_model_and_count_in_one_cell() {
    let sheet = read(
        "建设项目情况",
        "A1:H1",
        "
XX公司产能置换方案表
序号|省（区、市）|企业名称|冶炼设备名称、型号及数量|换算产能（万吨）|启动拆除时间|拆除到位时间|备注
1|云南|云南玉溪仙福钢铁（集团）有限公司|1080m³高炉3座；⏎2座110吨转炉。|炼铁产能300.84万吨；炼钢产能250万吨|2020年1月|项目建成投产前|无
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn cells_that_cannot_be_read_are_named() {
    let sheet = read(
        "底表",
        "",
        "
企业名称|统一社会信用代码|设备名称|数量|产能（万吨）|投产时间|备注
甲公司|915301810000000000|高炉|#N/A|=SUM(E5:E6)|2004.1|
乙公司|9.15301E+17|转炉|两座|1,200|38108|0
||||||
|||2|30||
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_clinker_line_list() {
    let sheet = read(
        "水泥熟料生产线清单",
        "A1:H1",
        "
水泥熟料生产线清单
序号|企业名称|生产线名称|窑径（m）|备案产能（t/d）|实际年产能（万吨）|建成投产日期|状态
1|云南甲水泥有限公司|2000t/d新型干法线|Φ4.0×60|2000|70|2005.06|在产
2|云南乙水泥有限公司|一线|3.2|1000|30|1999|拟拆除
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_catalogue_of_clauses_is_no_survey() {
    let sheet = read(
        "目录（第四批）",
        "",
        "
禁止井工煤矿使用的设备及工艺目录（第四批）
序号|产品名称|禁止使用原因|建议禁止使用期限|替代产品|备注
1|皮带机皮带钉扣人力夯砸工艺|安全性能差|自发布之日起2年后|皮带硫化|
2|钢丝绳牵引耙装机|效率低|立即|侧卸式装岩机|
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn an_instruction_sheet_and_a_sheet_without_header() {
    let sheet = read("填表说明", "", "填表说明\n一、|本表由县级填写\n二、|设备名称按实际填写");
    assert_snapshot!(show(&sheet));
    let sheet = read("Sheet1", "", "甲公司|高炉|1|40\n乙公司|转炉|2|50");
    assert_snapshot!(show(&sheet));
}

#[test]
fn several_furnaces_of_one_kind_in_columns() {
    let sheet = read(
        "电石",
        "",
        "
企业名称|县区|电石炉台数（台）|电石炉变压器容量（kVA）|电石炉产能（万吨）|1号石灰窑容积（m³）|备注
甲化工公司|富源县|2|12500|5|200|
乙化工公司|沾益县|1|6300|1.5|/|拟关停
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn three_header_levels_with_places_in_sections() {
    let sheet = read(
        "附表2",
        "A1:L1 A2:L2 A3:A5 B3:B5 C3:H3 I3:L3 C4:D4 E4:F4 G4:G5 H4:H5 I4:I5 J4:J5 K4:K5 L4:L5 A6:L6 A9:L9",
        "
云南省淘汰落后产能企业情况统计表
（2019年6月）
序号|企业⏎名称|生产设备及能力||||||执法处置情况||||
||主体设备||产能（万吨）||投产时间|运行状况|处置措施|指令下达时间|整改期限|抄送部门
||名称|规格型号及数量|设计|实际||||||
一、昆明市
1|昆明甲钢铁有限公司|高炉|380m³×1座|40|35|2004.5|在产|停产整改|2019年7月3日|2019.9.30|发改局、供电局
2|昆明乙焦化有限公司|焦炉|JN43，2座|30|28|1998年|停产|限期整改|2019/7/5|2019年10月底|
二、曲靖市
3|曲靖丙铁合金有限公司|矿热炉|6300KVA 2台|2|1.5|2003-08|在产|/|/|/|/
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_line_of_units_below_the_headings_and_single_word_headings() {
    let sheet = read(
        "名单",
        "",
        "
||||||||
||单位|地址|设备|规格|数量|产能|投产
||||||台|万吨/年|年月
||昆明丁水泥厂|宜良县匡远镇|机立窑|Φ2.5×10m|２|１０|1995.6
||昆明戊水泥有限公司|嵩明县|机立窑|Φ3×11m| 1 |8.8|1996.10
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn the_columns_of_the_later_phases() {
    let sheet = read(
        "台账",
        "",
        "
州市|县市区|企业名称|统一社会信用代码|行业|生产线|设备|工艺|产品|规格型号|主要参数|数量|产能(万吨/年)|产量(万吨)|投产时间|运行状态|目录依据|重大隐患|处置措施|下达时间|整改期限|完成时间|整改结果|抄送部门|差别化价格|关闭退出时间|验收时间|验收意见文号|备注
昆明市|安宁市|昆明甲钢铁有限公司|91530181MAX552098U|钢铁|炼铁1线|高炉|长流程|生铁|380m³|风温1100℃|1座|40|35|2004-05|在产|ndrc-2013|否|限期整改|2019-07-03|2019-09-30|2019-09-20|合格|供电局|差别电价|2019-11-30|2019-12-10|昆工信验〔2019〕3号|已公示
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn an_enterprise_only_line_is_a_record_and_a_merged_total_is_none() {
    let sheet = read(
        "Sheet1",
        "A5:C5",
        "
序号|企业名称|县（市、区）|落后设备名称|数量
1|甲公司|安宁市|无|
2|乙公司|富民县||
3|丙公司|宜良县|机立窑|1座
合    计||||1
备注|本表不含已拆除设备|||
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn a_second_table_with_three_header_levels_invents_no_row() {
    let sheet = read(
        "汇总",
        "A4:D4 E4:G4 A5:B5 C5:D5 E5:F5 G5:G6",
        "
企业名称|县区|设备名称|数量
甲钢铁公司|安宁市|高炉|1座
乙钢铁公司|安宁市|转炉|2座
企业情况||||设备情况||
名称及代码||地点||规格||备注
企业名称|信用代码|州市|县区|设备名称|规格型号|
丙水泥公司|91530181MAX552098U|昆明市|宜良县|水泥磨|Φ2.6×13m|
",
    );
    assert_snapshot!(show(&sheet));
}

#[test]
fn what_was_reported_and_what_was_found_on_the_spot_are_compared() {
    let sheet = read(
        "核实",
        "",
        "
序号|企业名称|县市区|设备名称|上报数量|核实数量|上报规格|核实规格
1|安宁市甲铁厂|安宁市|高炉|2座|1座|450m³|450m³
2|安宁市乙铁厂|安宁市|高炉|1座|1座|450m³|380m³
",
    );
    let shown = show(&sheet);
    assert!(shown.contains("quantity=1座@F2") && shown.contains("model=380m³@H3"), "{shown}");
    assert_eq!(shown.matches("reported-found-differ").count(), 2, "{shown}");
    assert!(shown.contains("reported-found-differ E2") && shown.contains("reported-found-differ G3"), "{shown}");
}

#[test]
fn a_blank_found_cell_falls_back_to_what_was_reported() {
    let sheet = read(
        "核实",
        "",
        "
序号|企业名称|县市区|设备名称|上报数量|核实数量|上报规格|核实规格|上报产能（万吨）|核实产能（万吨）
1|安宁市甲铁厂|安宁市|高炉|2座|1座|450m³||40|
2|安宁市乙铁厂|安宁市|高炉|1座|/|450m³|380m³|40|30
",
    );
    let shown = show(&sheet);
    assert!(shown.contains("quantity=1座@F2") && shown.contains("model=450m³@G2"), "{shown}");
    assert!(shown.contains("capacity=40万吨@I2") && shown.contains("quantity=1座@E3"), "{shown}");
    assert!(shown.contains("model=380m³@H3") && shown.contains("capacity=30万吨@J3"), "{shown}");
    assert_eq!(shown.matches("found-blank").count(), 2, "{shown}");
    assert!(!shown.contains("+上报规格=450m³\n"), "what was taken is no extra: {shown}");
}
