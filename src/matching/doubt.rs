//! The words by which a text leaves something open: 炉型不详, 密封型式没登记, 有没有制酸待查, 是不是井式.

/// Words that say by themselves that something is not known.
const UNKNOWN: [&str; 20] = [
    "不清楚",
    "不详",
    "不明",
    "未知",
    "不知",
    "待查",
    "待核",
    "待定",
    "待确认",
    "待现场",
    "记不清",
    "说不清",
    "看不清",
    "不确定",
    "未定级",
    "级别未定",
    "空白未",
    "没检查到",
    "未检查到",
    "装没装",
];
/// What was not done by those who filled in the table or looked at the plant, behind 未, 没 and 没有.
const NOT_DONE: [&str; 22] = [
    "填",
    "写",
    "登记",
    "注明",
    "说明",
    "标明",
    "载明",
    "标注",
    "交代",
    "提供",
    "核实",
    "核",
    "查",
    "说",
    "看清",
    "看到",
    "打开看",
    "打开",
    "弄清",
    "搞清",
    "问清",
    "记是",
];
const NOT: [&str; 3] = ["没有", "没", "未"];
/// Words of a question.
const ASKED: [&str; 5] = ["是否", "有没有", "有无", "是不是", "能不能"];

/// Whether a text says that something is not known: 不详, 待查, 没登记.
pub(super) fn is_unknown(text: &str) -> bool {
    if !text.contains(['不', '待', '未', '没', '记', '说', '看', '级', '空', '装']) {
        return false;
    }
    let not_done = |not: &&str| {
        let mut places = text.match_indices(*not);
        places.any(|(at, not)| {
            text.get(at + not.len()..).is_some_and(|rest| NOT_DONE.iter().any(|done| rest.starts_with(done)))
        })
    };
    UNKNOWN.iter().any(|word| text.contains(word)) || NOT.iter().any(not_done)
}

/// Whether a text asks: 是否, 有没有, 是不是.
pub(super) fn is_asked(text: &str) -> bool {
    text.contains(['是', '有', '能']) && ASKED.iter().any(|word| text.contains(word))
}
