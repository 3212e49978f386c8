//! One spelling for the variants of an enterprise's name.
//!
//! Surveys of different months and counties write the same enterprise with and without （集团）, with 有限公司 or
//! 有限责任公司, with blanks, with full-width brackets, with its former name in brackets. The key is for comparing only; it is
//! never shown.

use super::fold_text;

/// Brackets that open.
const OPENING: [char; 4] = ['(', '[', '〔', '【'];

fn is_decoration(c: char) -> bool {
    !matches!(c, '\u{4E00}'..='\u{9FFF}') && (c.is_whitespace() || "()[]{}\"'“”‘’·.,-_;:".contains(c))
}

/// 「某某(集团)公司」 and 「某某(云南)公司」 keep their brackets' words where they stand; a former name goes.
fn without_former(folded: &str) -> String {
    let (mut whole, inside) = split_brackets(folded);
    for (at, words) in inside.into_iter().rev() {
        if former(&words).is_none() {
            whole.insert_str(at, &words);
        }
    }
    whole
}

/// Words that introduce a former name in brackets.
const FORMER: [&str; 6] = ["原名", "曾用名", "原称", "前身", "原为", "原"];

/// The key of a name: folded, without blanks, brackets, 集团 and the legal form. Two spellings of one enterprise have one
/// key. Former names in brackets are left out; see [`former_names`].
#[must_use]
pub fn company_key(name: &str) -> String {
    let folded = fold_text(name);
    let mut key = if folded.contains(OPENING) { without_former(&folded) } else { folded.into_owned() };
    if key.contains(is_decoration) {
        key.retain(|c| !is_decoration(c));
    }
    // A look for one character of a form is cheaper than a look for the form, which few names have.
    for (sign, form, short) in
        [('团', "集团", ""), ('责', "有限责任公司", "有限公司"), ('股', "股份公司", "股份有限公司")]
    {
        if key.contains(sign) {
            key = key.replace(form, short);
        }
    }
    for form in ["有限公司", "公司"] {
        let stem = key.strip_suffix(form).filter(|stem| stem.chars().nth(1).is_some());
        if let Some(length) = stem.map(str::len) {
            key.truncate(length);
            break;
        }
    }
    key
}

/// The keys of the former names that a name carries in brackets: 「甲公司（原乙公司）」 → the key of 乙公司.
#[must_use]
pub fn former_names(name: &str) -> Vec<String> {
    let (_, inside) = split_brackets(&fold_text(name));
    inside.iter().filter_map(|(_, words)| former(words)).map(company_key).filter(|key| !key.is_empty()).collect()
}

fn former(words: &str) -> Option<&str> {
    FORMER
        .iter()
        .find_map(|word| words.strip_prefix(word))
        .map(|rest| rest.trim_start_matches([':', ' ', '为']))
        .filter(|rest| rest.chars().count() >= 2)
}

/// The text outside brackets, and each bracket's words with the byte of the outside text where it stood.
fn split_brackets(text: &str) -> (String, Vec<(usize, String)>) {
    let mut outside = String::new();
    let mut inside: Vec<(usize, String)> = Vec::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            c if OPENING.contains(&c) => {
                if depth == 0 {
                    inside.push((outside.len(), String::new()));
                }
                depth += 1;
            }
            ')' | ']' | '〕' | '】' if depth > 0 => depth -= 1,
            _ if depth > 0 => {
                if let Some((_, words)) = inside.last_mut() {
                    words.push(c);
                }
            }
            _ => outside.push(c),
        }
    }
    (outside, inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_a_name_have_one_key() {
        let key = company_key("安宁永昌钢铁有限公司");
        for variant in [
            "安宁永昌钢铁有限责任公司",
            "安宁永昌钢铁（集团）有限公司",
            "安宁永昌钢铁集团有限责任公司",
            " 安宁永昌 钢铁有限公司 ",
            "安宁永昌鋼鐵有限公司",
            "安宁永昌钢铁有限公司（原安宁永昌炼铁厂）",
        ] {
            assert_eq!(company_key(variant), key, "{variant}");
        }
        assert_eq!(company_key("华云（云南）水泥有限公司"), company_key("华云(云南)水泥有限责任公司"));
    }

    #[test]
    fn different_enterprises_have_different_keys() {
        assert_ne!(company_key("昆明一水泥厂"), company_key("昆明二水泥厂"));
        assert_ne!(company_key("华云（云南）水泥有限公司"), company_key("华云（贵州）水泥有限公司"));
        assert_ne!(company_key("某钢铁有限公司第一分公司"), company_key("某钢铁有限公司第二分公司"));
        assert!(!company_key("公司").is_empty());
    }

    #[test]
    fn former_names_are_found_in_brackets() {
        assert_eq!(former_names("甲乙钢铁有限公司（原丙丁炼铁厂）"), [company_key("丙丁炼铁厂")]);
        assert_eq!(former_names("甲乙钢铁有限公司（曾用名：丙丁炼铁厂）"), [company_key("丙丁炼铁厂")]);
        assert!(former_names("甲乙（集团）有限公司").is_empty());
    }
}
