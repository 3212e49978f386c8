//! The YAML files as they are written: the shapes of `catalogs/README.md`, nothing checked but their form.
//!
//! The descriptions are in Chinese because editors show them to the people who write the files: the JSON Schema is made
//! from these types.

use schemars::JsonSchema;
use serde::Deserialize;

use super::edition::{Action, Coverage, Evidence, RuleOutcome};
use super::vocabulary::{ImpliedShape, Scope, TermKind};
use crate::yaml::{List, Located, OneOrMany, Pairs};

type Text = Located<String>;

/// 词表：行业、参数、属性、词条、推定、型号
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(super) struct Vocabulary {
    /// 行业
    pub(super) sectors: List<Sector>,
    /// 数值参数
    pub(super) parameters: List<Parameter>,
    /// 取值有限的性质
    pub(super) attributes: List<Attribute>,
    /// 词条：设备、工艺、产品
    pub(super) terms: List<Term>,
    /// 推定：只提到较宽的词时认作什么；由上而下取第一条成立的
    pub(super) inferences: List<Inference>,
    /// 情形的说法：不论语序
    pub(super) sayings: List<Saying>,
    /// 没有名词、只有规格时认作什么
    pub(super) implied: List<Implied>,
    /// 型号里带参数
    pub(super) models: List<Model>,
    /// 一套：同一格里列出这些设备，合起来是哪种工艺
    pub(super) together: List<Together>,
    /// 附属：紧跟在设备名后面时说的是它，设备名只说明是谁的（转炉车间行车、高炉用鼓风机）
    pub(super) attendants: OneOrMany,
    /// 可以隔在设备名与附属之间的词（用、车间、炉前）
    pub(super) attendant_links: OneOrMany,
    /// 写到这些词，后面的附属是设备配有的，说的仍是设备（配除尘器、带收尘）
    pub(super) having: OneOrMany,
}

/// 一套设备
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Together {
    /// 哪些设备，每样都要有
    pub(super) of: OneOrMany,
    /// 行业，任一
    pub(super) sectors: OneOrMany,
    /// 合起来是哪个词条
    pub(super) term: Text,
}

/// 行业
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Sector {
    /// 名称
    pub(super) name: Text,
    /// 上级行业
    pub(super) is: Option<Text>,
    /// 行业栏、表名里的叫法；名称自己也是
    #[serde(default)]
    pub(super) labels: OneOrMany,
}

/// 数值参数
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Parameter {
    /// 名称
    pub(super) name: Text,
    /// 量纲：length、volume、apparent-power 等，见 README
    pub(super) dimension: Text,
    /// 写在数值前后的叫法；名称自己也是
    #[serde(default)]
    pub(super) labels: OneOrMany,
    /// 说的是什么：unit 单台（默认）、line 单线、plant 全厂
    #[serde(default)]
    pub(super) scope: Scope,
}

/// 取值有限的性质
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Attribute {
    /// 名称
    pub(super) name: Text,
    /// 缺它时问什么
    pub(super) question: Option<String>,
    /// 值，彼此排斥
    #[serde(default)]
    pub(super) values: List<AttributeValue>,
}

/// 属性的一个值
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct AttributeValue {
    /// 名称
    pub(super) name: Text,
    /// 说明这个值的叫法；名称自己也是
    #[serde(default)]
    pub(super) labels: OneOrMany,
    /// 形近而不是：匹配到更长的这些词时不算
    #[serde(default)]
    pub(super) not: OneOrMany,
}

fn yes() -> bool {
    true
}

/// 词条：设备、工艺或产品
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Term {
    /// 名称
    pub(super) name: Text,
    /// equipment 设备、process 工艺、product 产品
    pub(super) kind: TermKind,
    /// 上位词，可多个；参数与性质沿用
    #[serde(default)]
    pub(super) is: OneOrMany,
    /// 叫法；名称自己也是，除非 bare: false
    #[serde(default)]
    pub(super) labels: OneOrMany,
    /// 名称自己是不是叫法，默认是
    #[serde(default = "yes")]
    pub(super) bare: bool,
    /// 形近而不是：匹配到更长的这些词时不算
    #[serde(default)]
    pub(super) not: OneOrMany,
    /// 本来的参数：裸数值按量纲归入第一个
    #[serde(default)]
    pub(super) parameters: OneOrMany,
    /// 只知道它、而条文要更窄的词时，问什么
    pub(super) narrow: Option<String>,
    /// 提到它即说明的属性：{属性: 值}
    #[serde(default)]
    pub(super) states: Pairs,
}

/// 情形的一种说法，不论语序：每一组有一个词写到，lacks 写明没有、says 写明如此
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Saying {
    /// 情形：词条的名称
    pub(super) term: Text,
    /// 说的是什么：写到其中一个
    #[serde(default)]
    pub(super) of: OneOrMany,
    /// 还要写到其中一个
    #[serde(default)]
    pub(super) with: OneOrMany,
    /// 写明没有其中一个：未设、没装、无、缺、未安装……
    #[serde(default)]
    pub(super) lacks: OneOrMany,
    /// 写明其中一个，且不是否定
    #[serde(default)]
    pub(super) says: OneOrMany,
    /// 还要写明没有其中一个
    #[serde(default)]
    pub(super) lacks_too: OneOrMany,
    /// 写明其中一个不清楚（未填、未登记、不明……），只待核实
    #[serde(default)]
    pub(super) unsure: OneOrMany,
    /// 同一句里写到就不算
    #[serde(default)]
    pub(super) not: OneOrMany,
    /// 这样说还不能断定，只待核实
    #[serde(default)]
    pub(super) doubt: bool,
    /// 待核实时问什么
    pub(super) ask: Option<String>,
}

/// 推定
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Inference {
    /// 只提到这个词（没有更窄的词）时
    pub(super) term: Text,
    /// 行业栏是其中之一
    #[serde(default)]
    pub(super) sectors: OneOrMany,
    /// 行业栏是其中之一时不推定
    #[serde(default)]
    pub(super) except_sectors: OneOrMany,
    /// 条件
    #[serde(default)]
    pub(super) when: OneOrMany,
    /// 认作哪个词
    pub(super) to: Option<Text>,
    /// 认作的属性：{属性: 值}
    #[serde(default)]
    pub(super) states: Pairs,
    /// 理由，解释里照写
    pub(super) because: String,
}

/// 没有名词、只有规格时认作什么
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Implied {
    /// 规格的样子：diameter-length φ3.2×13m、daily-capacity 2500t/d
    pub(super) shape: ImpliedShape,
    /// 行业栏须是其中之一
    pub(super) sectors: OneOrMany,
    /// 长径比不小于
    pub(super) ratio_from: Option<Text>,
    /// 长径比小于
    pub(super) ratio_below: Option<Text>,
    /// 写到其中一个就不必再核实：62kA槽
    #[serde(default)]
    pub(super) beside: OneOrMany,
    /// 为它供电、与它同大的东西：写的是电炉变压器6300kVA，也问电炉
    #[serde(default)]
    pub(super) fed_by: OneOrMany,
    /// 写到其中一个就是别的东西：150kA整流机组
    #[serde(default)]
    pub(super) not: OneOrMany,
    /// 认作哪个词条
    pub(super) term: Text,
}

/// 型号里带参数
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Model {
    /// 型号的字头
    pub(super) prefixes: OneOrMany,
    /// 取前几位数字，0 为全部
    #[serde(default)]
    pub(super) digits: u8,
    /// 乘数
    pub(super) scale: Text,
    /// 单位
    pub(super) unit: Text,
    /// 参数
    pub(super) parameter: Text,
    /// 没有名词时认作哪个词条
    pub(super) term: Option<Text>,
}

/// 目录的一个版本，一个文件
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Edition {
    /// 编号，如 ndrc-2013
    pub(super) catalog: Text,
    /// 名称
    #[schemars(required)]
    pub(super) title: Option<String>,
    /// 文号
    #[schemars(required)]
    pub(super) document: Option<String>,
    /// 发布机关
    #[serde(default)]
    pub(super) issuer: String,
    /// 发布日，可只到年月；不知道就不写
    pub(super) issued: Option<Text>,
    /// 施行日；不知道就不写
    pub(super) effective: Option<Text>,
    /// 失效的第一天；不知道就不写
    pub(super) repealed: Option<Text>,
    /// 修改哪一版
    pub(super) amends: Option<Text>,
    /// 取代哪一版
    pub(super) replaces: Option<Text>,
    /// 沿用哪一版：同键条目没有写的项照前版
    pub(super) like: Option<Text>,
    /// 补充依据（不是方案所列目录）写 true
    #[serde(default)]
    pub(super) supplementary: bool,
    /// 收录了多少
    #[schemars(required)]
    pub(super) coverage: Option<Coverage>,
    /// 条目
    #[serde(default)]
    pub(super) entries: List<Entry>,
}

/// 对一个目录的更正、增加、停用
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Overlay {
    /// 所修改目录的编号
    pub(super) overlay: Text,
    /// 为什么，报告里照写
    pub(super) reason: Option<String>,
    /// 停用的条目（键）
    #[serde(default)]
    pub(super) disable: OneOrMany,
    /// 更正或增加的条目：已有的键只写要改的项
    #[serde(default)]
    pub(super) entries: List<Entry>,
}

/// 一个条目
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Entry {
    /// 键：小写英文词以 - 相连；各版目录同一对象同一键
    pub(super) key: Text,
    /// 沿用哪一版的同键条目
    pub(super) like: Option<Text>,
    /// 出处：类、部分、项
    pub(super) cite: Option<Text>,
    /// 条文
    pub(super) name: Option<String>,
    /// eliminate 淘汰、prohibit 禁止、restrict 限制、hazard 重大隐患、undecided 禁止或限制未核实
    pub(super) action: Option<Action>,
    /// 目录所写的行业
    pub(super) sectors: Option<OneOrMany>,
    /// 期限：日期、immediate、immediate?、treaty-plan、none-stated、unknown、- 或原文
    pub(super) deadline: Option<Text>,
    /// 文件所写的替代
    pub(super) replacement: Option<String>,
    /// 条文从哪里知道
    pub(super) evidence: Option<Evidence>,
    /// 先核对什么
    pub(super) doubts: Option<OneOrMany>,
    /// 备注
    pub(super) note: Option<String>,
    /// 规则，成立一条即可
    pub(super) rules: Option<List<Rule>>,
    /// 没有规则时说明为什么
    pub(super) untestable: Option<String>,
    /// 例子，作为测试运行
    pub(super) examples: Option<Examples>,
}

/// 一条规则：对象都符合、条件成立、没有写明除外
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Rule {
    /// 设备，任一
    #[serde(default)]
    pub(super) equipment: OneOrMany,
    /// 工艺，任一
    #[serde(default)]
    pub(super) process: OneOrMany,
    /// 产品，任一
    #[serde(default)]
    pub(super) product: OneOrMany,
    /// 条件，如 有效容积 <= 400 m3；写成列表则都要成立
    #[serde(default)]
    pub(super) when: OneOrMany,
    /// 除外：写明才免，未写明则提示
    #[serde(default)]
    pub(super) unless: OneOrMany,
    /// 成立时的结果：hit 命中（默认）、review 只待核实
    #[serde(default)]
    pub(super) outcome: RuleOutcome,
    /// 待核实时问什么
    pub(super) ask: Option<String>,
}

/// 例子；@ 后写行业
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(super) struct Examples {
    /// 应命中
    pub(super) hit: OneOrMany,
    /// 应不涉及
    pub(super) clear: OneOrMany,
    /// 应待核实
    pub(super) review: OneOrMany,
    /// 应除外
    pub(super) exempt: OneOrMany,
}
