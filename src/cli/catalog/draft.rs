//! YAML that commands write for people: text that reads back as what was meant.

/// A text as a YAML scalar in double quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.trim().chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_whitespace() => quoted.push(' '),
            c if c.is_control() => {}
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use crate::yaml::{Content, parse};

    #[test]
    fn what_is_quoted_reads_back_the_same() {
        for text in ["平常的字", "带\"引号\"和\\反斜线", "键: 值 # 注", "- 横", "", "{甲, 乙}", "= @x &y *z !w"]
        {
            let node = parse("x", &quoted(text)).unwrap();
            assert_eq!(node.content, Content::Scalar(text.to_owned()), "{text}");
        }
    }
}
