//! Hand-made layouts after real survey tables, one of each kind, with the records that they must give.

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
