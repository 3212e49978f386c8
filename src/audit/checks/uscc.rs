//! 统一社会信用代码: its form and check character (GB 32100-2015), and whether code and enterprise belong together.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{AuditedRecord, Exception, Severity, exception, place_words};
use crate::survey::{Field, Record};
use crate::text::company_key;

/// The characters of a code, in the order of their values; I, O, S, V and Z are not used (GB 32100-2015, table 1).
const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Length of a code.
const LENGTH: usize = 18;

/// The check character of the first 17 characters: weights 3^(i−1) mod 31, 31 less the sum mod 31 (GB 32100-2015, 5).
/// `None` if a character is not one of a code.
fn check_character(body: &str) -> Option<char> {
    let mut weight = 1usize;
    let mut sum = 0usize;
    for c in body.chars() {
        sum += CHARACTERS.find(c)? * weight;
        weight = weight * 3 % 31;
    }
    CHARACTERS.chars().nth((31 - sum % 31) % 31)
}

/// Checks the code of a record.
pub(super) fn check(record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
    let code = record.text(Field::Uscc);
    // A code that was stored as a number ends in zeros; the reader has said that its last digits are lost.
    let digits_lost = code.len() > 15 && code.ends_with("000") && code.bytes().all(|byte| byte.is_ascii_digit());
    if code.is_empty() || digits_lost || code.contains('+') {
        return;
    }
    let advice = "按营业执照核对18位统一社会信用代码";
    let mut say = |code: &str, severity, message| {
        found(exception(code, severity, audited, Field::Uscc, message, advice));
    };
    let length = code.chars().count();
    if length != LENGTH {
        let older = matches!(length, 9 | 15) && code.is_ascii();
        let why = if older { "，可能是旧的组织机构代码或注册号" } else { "" };
        say("uscc-malformed", Severity::Warning, format!("统一社会信用代码“{code}”是{length}位，应为18位{why}"));
        return;
    }
    if let Some(wrong) = code.chars().find(|c| !CHARACTERS.contains(*c)) {
        say("uscc-malformed", Severity::Warning, format!("统一社会信用代码“{code}”含有不使用的字符“{wrong}”"));
        return;
    }
    let body: String = code.chars().take(LENGTH - 1).collect();
    let (expected, last) = (check_character(&body), code.chars().last());
    if expected != last
        && let Some(expected) = expected
    {
        let message = format!("统一社会信用代码“{code}”的校验位不对：末位应为“{expected}”，代码有误");
        say("uscc-check-character", Severity::Warning, message);
    }
}

/// File, sheet and row of a record.
type Where = (Arc<str>, Arc<str>, u32);

/// Which codes and names were seen together.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Enterprise key → its code and where it was first written.
    codes: HashMap<String, (Box<str>, Where)>,
    /// Code → enterprise key, its name and where it was first written.
    names: HashMap<Box<str>, (String, Box<str>, Where)>,
    /// What was said already: a key and a code, or a code and a key.
    said: HashSet<(String, String)>,
}

impl Pairs {
    /// Compares the code and name of a record with those seen before.
    pub(super) fn check(&mut self, record: &Record, audited: &AuditedRecord, found: &mut dyn FnMut(Exception)) {
        let (code, name) = (record.text(Field::Uscc), record.text(Field::Enterprise));
        if code.chars().count() != LENGTH || name.is_empty() {
            return;
        }
        let key = company_key(name);
        let source = &audited.source;
        let here = || (Arc::clone(&source.file), Arc::clone(&source.sheet), source.row);
        match self.codes.get(&key) {
            None => drop(self.codes.insert(key.clone(), (code.into(), here()))),
            Some((known, first)) if **known != *code && self.said.insert((key.clone(), code.to_owned())) => {
                let first = place_words(first);
                let message = format!("“{name}”有两个统一社会信用代码：这里是 {code}，{first}是 {known}");
                let advice = "按营业执照核对；确是两家企业的，写全称以示区别";
                found(exception("enterprise-two-codes", Severity::Warning, audited, Field::Uscc, message, advice));
            }
            Some(_) => {}
        }
        match self.names.get(code) {
            None => drop(self.names.insert(code.into(), (key, name.into(), here()))),
            Some((known, other, first)) if *known != key && self.said.insert((code.to_owned(), key)) => {
                let first = place_words(first);
                let message = format!("统一社会信用代码 {code} 用在两家企业：这里是“{name}”，{first}是“{other}”");
                let advice = "核对代码是否抄错行；企业更名的，写“现名（原某某公司）”";
                found(exception("code-two-names", Severity::Warning, audited, Field::Uscc, message, advice));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_of_whole_codes() {
        // Invented codes; their check characters were worked out apart from this code, after GB 32100-2015.
        for code in ["91530181MA6K0TE5TB", "915301007000000019", "93530402MA6N0BB0Q6"] {
            let (body, last) = code.split_at(17);
            assert_eq!(check_character(body).map(String::from).as_deref(), Some(last), "{code}");
        }
        assert_eq!(check_character("9153018180210O433"), None);
    }

    #[test]
    fn one_wrong_character_is_found() {
        let code = "91530100700000001";
        for at in 0..code.len() {
            let mut changed = code.to_owned();
            let other = if &code[at..=at] == "1" { "2" } else { "1" };
            changed.replace_range(at..=at, other);
            assert_ne!(check_character(&changed), Some('9'), "{changed}");
        }
    }
}
