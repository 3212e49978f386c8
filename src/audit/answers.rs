//! Answers 答复: what a county wrote into the workbooks of questions, and what becomes of each.
//!
//! An answer is found by the id of its question, never by its row. It joins the words of the record before that is judged:
//! as a further column under the parameter's name, or as a field of the survey; so nothing judges answers in another way
//! than the survey itself. Where it was written is shown with the record. What is blank, unknown, not understood or
//! contradictory is said, and never guessed.

mod taking;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::document::{AnswerUse, AuditedRecord};
use super::exception::{Exception, Kind, Place, Severity};
use super::form;
use super::questions::{Question, enterprise_subject};
use crate::matching::Item;
use crate::survey::Record;
use crate::text::fold;
use crate::workbook::Limits;

/// The headings by which a filled-in workbook is recognised.
pub mod headings {
    /// The question's id.
    pub const ID: &str = "问题编号";
    /// The answer.
    pub const ANSWER: &str = "答复（填写）";
    /// Who answered.
    pub const BY: &str = "填写人（填写）";
    /// When.
    pub const ON: &str = "填写日期（填写）";
}

const COLUMNS: [&str; 4] = [headings::ID, headings::ANSWER, headings::BY, headings::ON];
/// Marks that stand for no answer.
const BLANK: &[&str] = &["", "/", "-", "—", "——", "不详", "不清楚", "不明", "待查", "待核实"];

/// What became of an answer. Of an answer for several records the last in this order counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// Nothing in the surveys has this id.
    Unknown,
    /// Its record is there and the question is not open.
    NotNeeded,
    /// It is part of the record.
    Applied,
    /// Part of the record, and the question is still open.
    Unsettled,
    /// Blank, and the question is open.
    Open,
    /// Why it was not understood.
    NotUnderstood(String),
}

/// A line of a filled-in workbook.
#[derive(Debug, Clone)]
struct Answer {
    question: String,
    text: String,
    by: String,
    on: String,
    place: Place,
    state: State,
    /// Where the same question is answered otherwise.
    against: Option<Place>,
    /// Records that it speaks of.
    record: Option<String>,
}

/// The answers of an audit, and what they have met so far.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    list: Vec<Answer>,
    by_subject: BTreeMap<String, Vec<usize>>,
}

/// Answers that a record takes.
pub(super) struct Taken {
    /// The record with the fields that were answered.
    pub(super) record: Record,
    /// The record as it is to be read: answers about one of several things stand beside its words.
    pub(super) described: Record,
    /// Further columns: header and text.
    pub(super) columns: Vec<(String, String)>,
    /// Which answers, with the position of the item each speaks of.
    taken: Vec<(usize, usize)>,
    /// Questions left blank: open only if the answers taken do not settle the matter without them.
    blank: Vec<usize>,
}

impl Answers {
    /// Reads filled-in workbooks.
    ///
    /// # Errors
    /// Every file that cannot be read or holds no table of questions, in Chinese.
    pub fn read(files: &[PathBuf], limits: &Limits) -> Result<Self, Vec<String>> {
        let (mut answers, mut problems) = (Self::default(), Vec::new());
        for path in files {
            let name = path.display().to_string();
            match form::read(&name, path, limits, &COLUMNS, 2) {
                Ok(Some(rows)) => rows.iter().filter(|row| !row.text(0).is_empty()).for_each(|row| answers.add(row)),
                Ok(None) => problems.push(format!(
                    "{name} 里没有“{}”“{}”两栏，不是 --questions 写出的工作簿；请移出该文件夹",
                    headings::ID,
                    headings::ANSWER
                )),
                Err(error) => problems.push(error),
            }
        }
        if problems.is_empty() { Ok(answers) } else { Err(problems) }
    }

    /// Whether a line has been filled in.
    #[must_use]
    pub fn any_filled(&self) -> bool {
        self.list.iter().any(|answer| !answer.is_blank())
    }

    fn add(&mut self, row: &form::Row) {
        let mut answer = Answer {
            question: row.text(0).to_owned(),
            text: row.text(1).to_owned(),
            by: row.text(2).to_owned(),
            on: row.text(3).to_owned(),
            place: row.place(1),
            state: State::Unknown,
            against: None,
            record: None,
        };
        let same = |other: &&mut Answer| other.question == answer.question;
        if let Some(twin) = self.list.iter_mut().find(same) {
            if answer.is_blank() || (!twin.is_blank() && fold(&twin.text).text == fold(&answer.text).text) {
                return;
            }
            if twin.is_blank() {
                *twin = answer;
                return;
            }
            twin.against.get_or_insert_with(|| answer.place.clone());
            answer.against = Some(twin.place.clone());
        }
        self.by_subject.entry(subject(&answer.question).to_owned()).or_default().push(self.list.len());
        self.list.push(answer);
    }

    /// Positions of the answers that speak of a record or of its enterprise.
    pub(super) fn about(&self, record: &AuditedRecord) -> Vec<usize> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let subjects = [Some(record.id.clone()), enterprise_subject(record)];
        subjects.iter().flatten().filter_map(|subject| self.by_subject.get(subject)).flatten().copied().collect()
    }

    /// Puts answers to the questions of a record. `None` if there is nothing to apply.
    pub(super) fn apply(
        &mut self,
        about: &[usize],
        id: &str,
        record: &Record,
        items: &[Item],
        asked: &[Question],
    ) -> Option<Taken> {
        let mut taken = Taken {
            record: record.clone(),
            described: record.clone(),
            columns: Vec::new(),
            taken: Vec::new(),
            blank: Vec::new(),
        };
        for &at in about {
            let Some(answer) = self.list.get_mut(at) else { continue };
            answer.record.get_or_insert_with(|| id.to_owned());
            let state = match asked.iter().find(|question| question.id == answer.question) {
                None => State::NotNeeded,
                Some(_) if answer.is_blank() => {
                    taken.blank.push(at);
                    continue;
                }
                // Which of the two is right a person must say.
                Some(_) if answer.against.is_some() => State::Open,
                Some(question) => match taken.put(&answer.text, question, items) {
                    Ok(()) => {
                        taken.taken.push((at, question.item));
                        State::Applied
                    }
                    Err(why) => State::NotUnderstood(why),
                },
            };
            answer.reach(state);
        }
        if taken.taken.is_empty() {
            self.leave_open(&taken.blank, asked);
            return None;
        }
        Some(taken)
    }

    /// Marks questions left blank as open, those that are still asked.
    fn leave_open(&mut self, blank: &[usize], asked: &[Question]) {
        for &at in blank {
            let Some(answer) = self.list.get_mut(at) else { continue };
            let open = asked.iter().any(|question| question.id == answer.question);
            answer.reach(if open { State::Open } else { State::NotNeeded });
        }
    }

    /// Shows in a record, judged again, what it took from answers, and marks those that did not settle their question.
    pub(super) fn show(&mut self, taken: &Taken, record: &mut AuditedRecord, still: &[Question]) {
        self.leave_open(&taken.blank, still);
        for &(at, item) in &taken.taken {
            let Some(answer) = self.list.get_mut(at) else { continue };
            if still.iter().any(|question| question.id == answer.question) {
                answer.reach(State::Unsettled);
            }
            let item = record.items.get_mut(item);
            if let Some(item) = item {
                item.remarks.push(format!(
                    "按答复：{}“{}”（{}）",
                    name(&answer.question),
                    answer.text,
                    answer.origin()
                ));
            }
            record.answers.push(AnswerUse {
                question: answer.question.clone(),
                answer: answer.text.clone(),
                by: answer.by.clone(),
                on: answer.on.clone(),
                source: answer.place.clone(),
            });
        }
    }

    /// What to say of each answer, once everything is read.
    pub(super) fn exceptions(&self) -> Vec<Exception> {
        self.list.iter().filter_map(Answer::exception).collect()
    }
}

impl Answer {
    fn is_blank(&self) -> bool {
        BLANK.contains(&self.text.as_str())
    }

    fn reach(&mut self, state: State) {
        if state > self.state {
            self.state = state;
        }
    }

    /// Where and by whom it was written.
    fn origin(&self) -> String {
        let cell = self.place.cell.as_deref().unwrap_or_default();
        let parts = [format!("{} {} {cell}", self.place.file, self.place.sheet), self.by.clone(), self.on.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
    }

    fn exception(&self) -> Option<Exception> {
        let (question, text) = (&self.question, &self.text);
        let place =
            |place: &Place| format!("{} {} {}", place.file, place.sheet, place.cell.as_deref().unwrap_or_default());
        let (code, severity, message, suggestion) = match (&self.state, &self.against) {
            (State::Unknown, _) => (
                "answer-unknown",
                Severity::Warning,
                format!("问题编号“{question}”在本次核查里没有对应的设备或企业，答复“{text}”未采用"),
                "核对编号是否被改动，所读的摸底表是否齐全",
            ),
            (State::NotNeeded, _) if self.is_blank() => return None,
            (State::NotNeeded, _) => (
                "answer-not-needed",
                Severity::Info,
                format!("问题“{question}”已不需要回答，答复“{text}”未采用"),
                "摸底表已改正的，不必处理",
            ),
            (_, Some(other)) => (
                "answer-contradictory",
                Severity::Warning,
                format!("问题“{question}”有两个不同的答复，都未采用：这里是“{text}”，另一处在 {}", place(other)),
                "确认哪个正确，只留一个",
            ),
            (State::Applied, _) => (
                "answer-applied",
                Severity::Info,
                format!("{}按答复采用“{text}”（{}）", name(question), self.origin()),
                "在原表中补填，以后不再依赖答复",
            ),
            (State::Unsettled, _) => (
                "answer-unsettled",
                Severity::Warning,
                format!("问题“{question}”的答复“{text}”已采用，但还不能判定"),
                "按“怎样填写”一栏把答复写完整",
            ),
            (State::Open, _) => {
                ("answer-open", Severity::Warning, format!("问题“{question}”还没有答复"), "催报，或现场核实后填写")
            }
            (State::NotUnderstood(why), _) => (
                "answer-not-understood",
                Severity::Warning,
                format!("问题“{question}”的答复“{text}”看不懂，未采用：{why}"),
                "按“怎样填写”一栏改正后重报",
            ),
        };
        let twin = if code == "answer-contradictory" { format!(":{}", place(&self.place)) } else { String::new() };
        Some(Exception {
            id: format!("{code}:{question}{twin}"),
            code: code.to_owned(),
            kind: Kind::Data,
            severity,
            source: self.place.clone(),
            record: self.record.clone(),
            message,
            suggestion: suggestion.to_owned(),
            basis: String::new(),
        })
    }
}

/// What an id speaks of: a record, or an enterprise.
fn subject(question: &str) -> &str {
    if question.starts_with("企业:") {
        return question.rsplit_once(':').map_or(question, |(subject, _)| subject);
    }
    let subject = question.split_once(':').map_or(question, |(subject, _)| subject);
    subject.split_once('#').map_or(subject, |(record, _)| record)
}

/// What an id asks for.
fn name(question: &str) -> &str {
    question.rsplit_once(':').map_or(question, |(_, name)| name)
}
