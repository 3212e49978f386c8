//! The words of the language by which a text says that something is absent, there, mended, planned or not known.

/// Bytes between a word of absence and what it denies: about thirty characters.
pub(super) const REACH: usize = 90;
/// Bytes between a thing and the word behind it that says it is absent.
pub(super) const BEHIND: usize = 36;
/// Bytes between a denial and a state that it denies.
pub(super) const NEAR: usize = 24;

/// The next characters that make another word of 未, 没, 无, 缺.
pub(super) const OTHER_WORDS: [(char, &str); 4] = [
    ('未', "来遂必免可"),
    ('没', "收"),
    ('无', "线人缝关组氧机害烟铅毒尘油碱菌级极损铬锡异论纺名碳胺轨隙烃磷硫铜源声影刷梭卤水"),
    ('缺', "陷口氧"),
];
/// What 不 must be followed by to speak of something lacking.
pub(super) const LACKING_VERBS: &str =
    "具设配带装安采使用符满达能做开进办落执健完按在单实定检校考培持联接隔分密监巡测通吹予及再";
/// Longer words of absence.
pub(super) const ABSENT: [&str; 10] = ["取消", "省去", "省掉", "撤掉", "拆掉", "拆了", "短接", "旁路", "摘除", "甩开"];
/// Words behind a thing that say of themselves that it is lacking.
pub(super) const WANTING: [&str; 13] = [
    "不全",
    "不足",
    "不够",
    "不到位",
    "不健全",
    "不完善",
    "不规范",
    "不合格",
    "不符合",
    "不满足",
    "不达标",
    "缺失",
    "空缺",
];
/// Words that say that a thing is there.
pub(super) const PRESENT: [&str; 22] = [
    "设有",
    "装有",
    "配有",
    "建有",
    "备有",
    "留有",
    "带有",
    "设置了",
    "安装了",
    "配备了",
    "配置了",
    "装了",
    "配了",
    "已",
    "具有",
    "还有",
    "改用",
    "改为",
    "但",
    "而是",
    "均设",
    "都有",
];
/// Words after which nothing is said to be so.
pub(super) const VOID: [&str; 19] = [
    "未发现",
    "没发现",
    "没有发现",
    "未见",
    "不存在",
    "未出现",
    "未发生",
    "杜绝",
    "严禁",
    "禁止",
    "防止",
    "避免",
    "不得",
    "不准",
    "无需",
    "不需要",
    "不涉及",
    "不适用",
    "是否",
];
/// Words of a defect that was mended.
pub(super) const PUT_RIGHT: [&str; 12] = [
    "已整改",
    "已经整改",
    "整改完成",
    "整改完毕",
    "整改到位",
    "已消除",
    "已加装",
    "已补装",
    "已增设",
    "已补齐",
    "已纠正",
    "已完成整改",
];
/// Words behind a thing that say that another took its place.
pub(super) const CHANGED: [&str; 12] =
    ["改为", "改成", "更换为", "换成", "换为", "替换为", "改用", "改造为", "已更换", "已改造", "被取代", "已取消"];
/// Words of what is only meant or demanded.
pub(super) const PLANNED: [&str; 12] =
    ["拟", "计划", "未", "准备", "将", "应", "要求", "建议", "限期", "须", "需", "尚"];
/// Words before a thing that say that another stands in its place.
pub(super) const INSTEAD: [&str; 9] = ["代替", "取代", "替代", "淘汰了", "原为", "原是", "以前用", "过去用", "曾用"];
/// What may follow a word of absence that ends its clause.
pub(super) const VERBS: [&str; 44] = [
    "设置",
    "设立",
    "设计",
    "设",
    "安装",
    "装设",
    "装",
    "配备",
    "配置",
    "配套",
    "配齐",
    "配",
    "投入使用",
    "正常投用",
    "投用",
    "投入",
    "使用",
    "启用",
    "开启",
    "建立",
    "建",
    "制定",
    "执行",
    "实施",
    "落实",
    "开展",
    "进行",
    "实现",
    "完成",
    "到位",
    "接入",
    "采取",
    "采用",
    "做过",
    "做",
    "搞",
    "办理",
    "办",
    "有",
    "经过",
    "考虑",
    "检测",
    "检验",
    "运行",
];
/// What may stand between a word of absence and its verb.
pub(super) const MANNERS: [&str; 14] = [
    "按规定",
    "按要求",
    "按标准",
    "按规范",
    "按国家标准",
    "规范",
    "有效",
    "正常",
    "及时",
    "定期",
    "单独",
    "再",
    "能",
    "予以",
];
