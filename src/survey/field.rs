//! The fields that a survey line can have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($variant:ident $name:literal $chinese:literal),+ $(,)?) => {
        /// A field of a [`Record`](super::Record): canonical English name in files and JSON, Chinese name towards people.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Field {
            $(#[doc = $chinese] #[serde(rename = $name)] $variant),+
        }

        impl Field {
            /// Every field, in the order of a survey table.
            pub const ALL: &'static [Field] = &[$(Field::$variant),+];

            /// The canonical name, as in JSON.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name),+ }
            }

            /// The Chinese name, as in headings and messages.
            #[must_use]
            pub fn chinese(self) -> &'static str {
                match self { $(Field::$variant => $chinese),+ }
            }
        }
    };
}

fields! {
    Enterprise "enterprise" "企业名称",
    Uscc "uscc" "统一社会信用代码",
    Prefecture "prefecture" "州市",
    County "county" "县市区",
    Address "address" "地址",
    Sector "sector" "行业",
    Line "line" "生产线",
    Equipment "equipment" "设备",
    Process "process" "工艺",
    Product "product" "产品",
    Model "model" "规格型号",
    Parameter "parameter" "主要参数",
    Quantity "quantity" "数量",
    Capacity "capacity" "产能",
    Output "output" "产量",
    Commissioned "commissioned" "投产时间",
    Status "status" "运行状态",
    Basis "basis" "目录依据",
    Hazard "hazard" "重大隐患",
    Measure "measure" "处置措施",
    OrderedOn "ordered_on" "下达时间",
    DueOn "due_on" "整改期限",
    CompletedOn "completed_on" "完成时间",
    Result "result" "整改结果",
    CopiedTo "copied_to" "抄送部门",
    Pricing "pricing" "差别化价格",
    ClosedOn "closed_on" "关闭退出时间",
    AcceptedOn "accepted_on" "验收时间",
    OpinionNo "opinion_no" "验收意见文号",
    Remarks "remarks" "备注",
}
