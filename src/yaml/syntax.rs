//! What the YAML scanner complains of, in Chinese, with the mistakes that Chinese input methods cause named first.

use granit_parser::{ErrorKind, ScanError};

use super::problem::Position;

/// The message and the hint for a syntax error.
pub(super) fn explain(error: &ScanError, text: &str, at: Position) -> (String, String) {
    let message = match error.kind() {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "缩进或空隙里有制表符，应为空格".to_owned(),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::ExpectedBlockMappingKey => {
            "此处应为“键: 值”".to_owned()
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar => "引号没有配对，或引号后面还有文字".to_owned(),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd => "方括号或花括号没有配对".to_owned(),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            "方括号或花括号里此处应为半角逗号或右括号".to_owned()
        }
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::InvalidFlowScalarIndent => {
            "缩进不对".to_owned()
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "一行里有两个“: ”，或文字里有半角冒号而没有加引号".to_owned()
        }
        kind => format!("YAML 格式有误（{kind}）"),
    };
    let seen = hint(text, at);
    let hint = match error.kind() {
        _ if !seen.is_empty() => seen,
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar => "补上引号；列表各项之间写半角逗号",
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => "各项之间写半角逗号",
        _ => "与上下各行对照：缩进用空格，同级的左端对齐，冒号后空一格",
    };
    (message, hint.to_owned())
}

/// Looks at the line of the error, and at the one before it, for what an input method left there.
fn hint(text: &str, at: Position) -> &'static str {
    let line = usize::try_from(at.line).unwrap_or(1).max(1);
    let near: Vec<&str> = text.lines().skip(line.saturating_sub(2)).take(2).collect();
    let full_width_colon = |line: &&str| {
        let code = line.split(" #").next().unwrap_or_default();
        code.contains('：') && !code.contains(": ") && !code.trim_end().ends_with(':')
    };
    if near.iter().any(full_width_colon) {
        "看到全角冒号“：”，键后应为半角冒号加空格“: ”"
    } else if near.iter().any(|line| count(line, '[') > count(line, ']') || count(line, '{') > count(line, '}')) {
        "看到没有配对的方括号或花括号"
    } else if near.iter().any(|line| line.starts_with('\t') || line.contains("\t-")) {
        "看到制表符，缩进应为空格"
    } else if near.iter().any(|line| (line.contains('［') || line.contains('，')) && line.contains('[')) {
        "看到全角逗号或括号，列表应写作 [甲, 乙]"
    } else {
        ""
    }
}

fn count(line: &str, wanted: char) -> usize {
    line.chars().filter(|&c| c == wanted).count()
}
