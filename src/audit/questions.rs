//! What only the county can say: the questions that a result leaves open, each with an id that stays the same when rows move.
//!
//! A question is put where an answer would change something: a parameter or property that a review lacks, and fields of
//! the survey that are missing or contradict each other. What only the wording of a document can settle is not asked of a
//! county.

use std::collections::BTreeMap;

use super::document::{AuditedRecord, Document};
use super::exception::{Exception, Place};
use crate::catalog::Vocabulary;
use crate::matching::{Item, Verdict};
use crate::region::{Division, Divisions};
use crate::survey::{Field, Value};
use crate::text::company_key;

/// What may be answered, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A number of a parameter, in a unit as the rule writes it (empty for a bare number).
    Number {
        /// The parameter's standard name.
        parameter: String,
        /// The unit of a bare answer.
        unit: String,
        /// Of one piece, where the survey has a sum.
        each: bool,
    },
    /// One value of an attribute.
    Choice {
        /// The attribute's standard name.
        attribute: String,
        /// Its values.
        values: Vec<String>,
    },
    /// Whether it is what a term names: 是 or 否.
    Whether(String),
    /// Words that describe it, under what they speak of: 用途, 产品.
    Words(String),
    /// A field of the survey; the list is what a drop-down offers, empty for free text.
    Field(Field, &'static [&'static str]),
    /// The unit of a field that has a number.
    Unit(Field, &'static [&'static str]),
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The subject and what is asked of it, such as `0123456789abcdef:有效容积`; `#2` follows the record for its second item.
    pub id: String,
    /// The question, in Chinese.
    pub prompt: String,
    /// What may be answered.
    pub asked: Asked,
    /// The words of the equipment.
    pub about: String,
    /// Position of the item in its record.
    pub item: usize,
    /// Where it stands in the survey.
    pub source: Place,
}

/// Words of questions about the wording of a document, which a county cannot answer.
const OF_WORDING: &[&str] = &["条文", "原文", "本版", "名单未见", "以哪份为准", "复核结论"];
const STATES: &[&str] = &["在产", "停产", "备用", "在建", "拟建", "已关闭", "已拆除"];
const CAPACITY_UNITS: &[&str] = &["万吨/年", "吨/年", "吨/日", "吨/时", "万重量箱/年", "万平方米/年"];

/// Data exceptions that a county can settle: the field to fill in, and the words that it may choose from.
const FIELDS: &[(&str, Field, &[&str])] = &[
    ("enterprise-missing", Field::Enterprise, &[]),
    ("equipment-missing", Field::Equipment, &[]),
    ("equipment-unrecognised", Field::Equipment, &[]),
    ("quantity-not-whole", Field::Quantity, &[]),
    ("capacity-implausible", Field::Capacity, &[]),
    ("status-unknown", Field::Status, STATES),
    ("status-contradicts-dates", Field::Status, STATES),
    ("closed-plant-running", Field::Status, STATES),
];
/// Data exceptions of the code, which is asked for once for each enterprise.
const CODES: &[&str] = &["uscc-malformed", "uscc-check-character"];

/// What questions about an enterprise as a whole are about.
pub(super) fn enterprise_subject(record: &AuditedRecord) -> Option<String> {
    let name = record.fields.get(&Field::Enterprise).map(Value::to_text).unwrap_or_default();
    let key = company_key(&name);
    (!key.is_empty()).then(|| format!("企业:{key}"))
}

/// The questions that a record with its exceptions leaves open.
pub(super) fn of_record<'e>(
    record: &AuditedRecord,
    exceptions: impl Iterator<Item = &'e Exception>,
    vocabulary: &Vocabulary,
) -> Vec<Question> {
    let mut found: Vec<Question> = Vec::new();
    let mut code: Option<String> = None;
    for exception in exceptions.filter(|exception| exception.record.as_ref() == Some(&record.id)) {
        if CODES.contains(&exception.code.as_str()) {
            code = Some(format!("{}，请按营业执照填写18位代码", exception.message));
        }
        let asked = match FIELDS.iter().find(|(code, ..)| *code == exception.code) {
            Some(&(_, field, allowed)) => Asked::Field(field, allowed),
            None if exception.code == "capacity-without-unit" => Asked::Unit(Field::Capacity, CAPACITY_UNITS),
            None => continue,
        };
        let (name, wanted) = match &asked {
            Asked::Unit(field, _) => (format!("{}单位", field.chinese()), "单位".to_owned()),
            Asked::Field(Field::Quantity, _) => ("数量".to_owned(), "台（套、座、条）数".to_owned()),
            Asked::Field(Field::Capacity, _) => ("产能".to_owned(), "实际产能，连同单位".to_owned()),
            Asked::Field(Field::Equipment, _) => ("设备".to_owned(), "设备名称、型号和参数".to_owned()),
            Asked::Field(field, _) => (field.chinese().to_owned(), format!("正确的{}", field.chinese())),
            _ => continue,
        };
        let question = Question {
            id: format!("{}:{name}", record.id),
            prompt: format!("{}。请填写{wanted}", exception.message),
            asked,
            about: words(record),
            item: 0,
            source: Place { cell: exception.source.cell.clone(), ..Place::of(&record.source, &[]) },
        };
        if !found.iter().any(|other| other.id == question.id) {
            found.push(question);
        }
    }
    if code.is_none() && record.verdict >= Verdict::Review && !record.fields.contains_key(&Field::Uscc) {
        code = Some("没有写统一社会信用代码，请按营业执照填写18位代码".to_owned());
    }
    if let (Some(prompt), Some(subject)) = (code, enterprise_subject(record)) {
        found.push(Question {
            id: format!("{subject}:统一社会信用代码"),
            prompt,
            asked: Asked::Field(Field::Uscc, &[]),
            about: String::new(),
            item: 0,
            source: Place::of(&record.source, &[Field::Enterprise]),
        });
    }
    for (index, item) in record.items.iter().enumerate().filter(|(_, item)| item.verdict == Verdict::Review) {
        of_item(record, index, item, vocabulary, &mut found);
    }
    found
}

fn of_item(record: &AuditedRecord, index: usize, item: &Item, vocabulary: &Vocabulary, found: &mut Vec<Question>) {
    let subject = if index == 0 { record.id.clone() } else { format!("{}#{}", record.id, index + 1) };
    let open = item.findings.iter().filter(|finding| finding.verdict() == Verdict::Review);
    for missing in open.flat_map(|finding| &finding.missing) {
        if OF_WORDING.iter().any(|word| missing.contains(word)) {
            continue;
        }
        let (name, asked) = asked(missing, vocabulary);
        let id = format!("{subject}:{name}");
        let prompt = format!("请补报{missing}");
        match found.iter_mut().find(|question| question.id == id) {
            // Several entries ask for the same; the fuller question is put.
            Some(known) if known.prompt.chars().count() < prompt.chars().count() => known.prompt = prompt,
            Some(_) => {}
            None => found.push(Question {
                id,
                prompt,
                asked,
                about: item.text.clone(),
                item: index,
                source: Place::of(&record.source, &NAMED),
            }),
        }
    }
}

/// What a missing piece asks for, and its name in the question's id.
fn asked(missing: &str, vocabulary: &Vocabulary) -> (String, Asked) {
    if let Some(attribute) = vocabulary.attributes.iter().find(|attribute| attribute.question == missing) {
        let name = attribute.name.clone();
        // A question that does not name its values has more answers than the catalogues tell apart.
        if !attribute.values.iter().any(|value| missing.contains(&value.name)) {
            return (name.clone(), Asked::Words(name));
        }
        let values = attribute.values.iter().map(|value| value.name.clone()).collect();
        return (name.clone(), Asked::Choice { attribute: name, values });
    }
    let (head, inside) = missing.split_once('（').unwrap_or((missing, ""));
    let parameter = head.strip_prefix("单台的").unwrap_or(head);
    if vocabulary.parameter(parameter).is_some() {
        let unit = inside.trim_end_matches('）').to_owned();
        return (head.to_owned(), Asked::Number { parameter: parameter.to_owned(), unit, each: parameter != head });
    }
    if missing == Field::Sector.chinese() {
        return (missing.to_owned(), Asked::Field(Field::Sector, &[]));
    }
    match missing.strip_prefix("是否为") {
        Some(term) => (missing.to_owned(), Asked::Whether(term.to_owned())),
        None => (head.to_owned(), Asked::Words(head.to_owned())),
    }
}

/// Whom to ask: prefecture and county under their present names, since 沾益县 and 沾益区 are one county and get one workbook;
/// names that no division has as they are written.
fn division(record: &AuditedRecord, by_prefecture: bool) -> String {
    let text = |field| record.fields.get(&field).map(Value::to_text).unwrap_or_default();
    let (prefecture, county) = (text(Field::Prefecture), text(Field::County));
    let place = Divisions::built_in().place(&prefecture, &county).0;
    let name = |division: Option<&Division>, written: String| division.map_or(written, |known| known.name.clone());
    let prefecture = name(place.prefecture, prefecture);
    if by_prefecture { prefecture } else { prefecture + &name(place.county, county) }
}

fn words(record: &AuditedRecord) -> String {
    let fields = [Field::Equipment, Field::Line, Field::Process, Field::Product, Field::Model];
    let texts: Vec<String> = fields.iter().filter_map(|field| record.fields.get(field)).map(Value::to_text).collect();
    texts.join("；")
}

/// Where a record says what it is of, the likeliest column first.
const NAMED: [Field; 6] =
    [Field::Equipment, Field::Process, Field::Product, Field::Line, Field::Model, Field::Enterprise];

/// The records of one division with the questions that it must answer.
#[derive(Debug, Clone)]
pub struct Inquiry<'d> {
    /// Prefecture and county, or the prefecture alone; empty for records that name none.
    pub division: String,
    /// Each question with its record, in reading order.
    pub questions: Vec<(&'d AuditedRecord, Question)>,
}

impl Document {
    /// The questions that are open, by county or by prefecture, in order of name. Records without a division come first,
    /// under an empty name.
    #[must_use]
    pub fn inquiries(&self, vocabulary: &Vocabulary, by_prefecture: bool) -> Vec<Inquiry<'_>> {
        let mut exceptions: BTreeMap<&str, Vec<&Exception>> = BTreeMap::new();
        for exception in &self.exceptions {
            if let Some(record) = &exception.record {
                exceptions.entry(record).or_default().push(exception);
            }
        }
        let mut inquiries: BTreeMap<String, Vec<(&AuditedRecord, Question)>> = BTreeMap::new();
        for record in &self.records {
            let own = exceptions.get(record.id.as_str()).into_iter().flatten().copied();
            let questions = of_record(record, own, vocabulary);
            if questions.is_empty() {
                continue;
            }
            let listed = inquiries.entry(division(record, by_prefecture)).or_default();
            for question in questions {
                if !listed.iter().any(|(_, other)| other.id == question.id) {
                    listed.push((record, question));
                }
            }
        }
        inquiries.into_iter().map(|(division, questions)| Inquiry { division, questions }).collect()
    }
}
