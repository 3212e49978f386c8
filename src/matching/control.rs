//! Words of the language that change what the words around them mean.

/// What a control word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Control {
    /// 不含, 不包括, 除: opens an exception that ends with the bracket or clause.
    ExceptFrom,
    /// 除外: closes an exception that began with the bracket or clause.
    ExceptTo,
    /// 非, 无, 未, 未采用, 没有: negates the next word.
    Not,
    /// 改为, 改造为, 更换为: what stands before is of the past; after 拟 or 计划, what stands after is of the future.
    ChangedTo,
    /// 改造后, 现为: the value that follows is the one in force.
    Now,
    /// 改造前: the value that follows is of the past.
    Before,
    /// 由 … 改建: what stands between is of the past.
    ChangedFrom,
    /// 已拆除.
    Dismantled,
    /// 已关停.
    Closed,
    /// 停产, 闲置, 备用.
    Idle,
    /// 拟建, 在建.
    Planned,
    /// 拟拆除: still in place.
    InPlace,
    /// 总, 合计, 共: the number that follows is a sum.
    Total,
    /// 单台, 单座: the number that follows is of one.
    Each,
    /// 日产: the quantity that follows is of a day.
    PerDay,
    /// 年产: the quantity that follows is of a year.
    PerYear,
    /// 时产: the quantity that follows is of an hour.
    PerHour,
    /// 各: the count that follows holds for every item of the list.
    EachCount,
}

/// The control words. Longer labels of the vocabulary (未配套制酸) win over them.
pub(super) const CONTROLS: &[(&str, Control)] = &[
    ("不含", Control::ExceptFrom),
    ("不包括", Control::ExceptFrom),
    ("不包含", Control::ExceptFrom),
    ("除外", Control::ExceptTo),
    ("的除外", Control::ExceptTo),
    ("例外", Control::ExceptTo),
    ("非", Control::Not),
    ("无", Control::Not),
    ("未", Control::Not),
    ("未采用", Control::Not),
    ("未使用", Control::Not),
    ("未配套", Control::Not),
    ("未配备", Control::Not),
    ("未设", Control::Not),
    ("未设置", Control::Not),
    ("没有", Control::Not),
    ("没有配套", Control::Not),
    ("不是", Control::Not),
    ("不属于", Control::Not),
    ("不生产", Control::Not),
    ("不使用", Control::Not),
    ("不采用", Control::Not),
    ("改用", Control::ChangedTo),
    ("→", Control::ChangedTo),
    ("->", Control::ChangedTo),
    ("换成", Control::ChangedTo),
    ("换为", Control::ChangedTo),
    ("变为", Control::ChangedTo),
    ("现为", Control::Now),
    ("现是", Control::Now),
    ("目前为", Control::Now),
    ("现在为", Control::Now),
    ("改建", Control::ChangedFrom),
    ("改造", Control::ChangedFrom),
    ("改造而成", Control::ChangedFrom),
    ("改造而来", Control::ChangedFrom),
    ("已拆除", Control::Dismantled),
    ("已经拆除", Control::Dismantled),
    ("已全部拆除", Control::Dismantled),
    ("全部拆除", Control::Dismantled),
    ("拆除完毕", Control::Dismantled),
    ("拆除到位", Control::Dismantled),
    ("已拆", Control::Dismantled),
    ("已报废", Control::Dismantled),
    ("已拆解", Control::Dismantled),
    ("拆除", Control::Dismantled),
    ("已关停", Control::Closed),
    ("已关闭", Control::Closed),
    ("已淘汰", Control::Closed),
    ("已退出", Control::Closed),
    ("已取缔", Control::Closed),
    ("关停", Control::Closed),
    ("永久停产", Control::Closed),
    ("封存", Control::Idle),
    ("停产", Control::Idle),
    ("已停产", Control::Idle),
    ("停用", Control::Idle),
    ("已停用", Control::Idle),
    ("闲置", Control::Idle),
    ("备用", Control::Idle),
    ("停运", Control::Idle),
    ("拟建", Control::Planned),
    ("在建", Control::Planned),
    ("筹建", Control::Planned),
    ("规划建设", Control::Planned),
    ("拟新建", Control::Planned),
    ("拟拆除", Control::InPlace),
    ("待拆除", Control::InPlace),
    ("未拆除", Control::InPlace),
    ("尚未拆除", Control::InPlace),
    ("计划拆除", Control::InPlace),
    ("拟关停", Control::InPlace),
    ("拟淘汰", Control::InPlace),
    ("未关停", Control::InPlace),
    ("未停产", Control::InPlace),
    ("未拆", Control::InPlace),
    ("总", Control::Total),
    ("合计", Control::Total),
    ("共计", Control::Total),
    ("总计", Control::Total),
    ("累计", Control::Total),
    ("单台", Control::Each),
    ("单座", Control::Each),
    ("单炉", Control::Each),
    ("单线", Control::Each),
    ("每台", Control::Each),
    ("每座", Control::Each),
    ("日产", Control::PerDay),
    ("日处理", Control::PerDay),
    ("日熔化", Control::PerDay),
    ("年产", Control::PerYear),
    ("年生产", Control::PerYear),
    ("年加工", Control::PerYear),
    ("年处理", Control::PerYear),
    ("时产", Control::PerHour),
    ("台时", Control::PerHour),
    ("各", Control::EachCount),
    ("均", Control::EachCount),
    ("均为", Control::EachCount),
    ("全部", Control::EachCount),
    ("都", Control::EachCount),
];

/// What may be done to a plant.
const CHANGES: [&str; 31] = [
    "改",
    "改造",
    "改建",
    "改扩建",
    "改装",
    "技改",
    "技术改造",
    "技改扩能",
    "技改扩容",
    "扩容",
    "扩容改造",
    "扩建",
    "扩能",
    "扩产",
    "扩大",
    "增容",
    "增产",
    "增加",
    "提升",
    "提高",
    "升级",
    "升级改造",
    "改造提升",
    "大修",
    "大修改造",
    "更换",
    "更新",
    "替换",
    "置换",
    "变更",
    "调整",
];

/// What the ending of a change tells: 改造为 what came of it, 改造前 what was, 改造后 what is.
const ENDINGS: [(&str, Control); 6] = [
    ("为", Control::ChangedTo),
    ("至", Control::ChangedTo),
    ("到", Control::ChangedTo),
    ("成", Control::ChangedTo),
    ("前", Control::Before),
    ("后", Control::Now),
];

/// Every change with every ending.
pub(super) fn changes() -> impl Iterator<Item = (String, Control)> {
    let of = |change: &'static str| ENDINGS.map(|(ending, control)| (format!("{change}{ending}"), control));
    // 整改到位 changes nothing.
    CHANGES.into_iter().flat_map(of).filter(|(word, _)| word != "改到")
}
