//! What kind of line a line of a table is: data, total, note, signature, section heading, repeated header.

use std::borrow::Cow;

use super::Field;
use super::aside;
use super::clean::{fold, is_plain_word, text_of};
use super::dictionary::Dictionary;
use super::layout::is_column_numbers;
use super::lines::Line;
use super::table_plan::{ColumnPlan, Role, TablePlan};
use crate::workbook::{Cell, CellValue};

/// The kind of a line inside a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but blanks, blank marks, and a pre-printed running number.
    Blank,
    /// A repeated header or a line of column numbers.
    Header,
    /// 合计, 小计, 其中: its words, and whether it is only a part (其中) of a total.
    Subtotal(String, bool),
    /// A note or signature.
    Note,
    /// An example, or a line that tells how to fill in the table.
    Hint,
    /// A heading that holds for the lines below: 一、钢铁行业. With `true`, it carries their sums: 一 | 钢铁行业（2户） | 14.
    Section(String, bool),
    /// Everything else.
    Data,
}

/// A filled cell of a line.
struct Filled<'l> {
    cell: &'l Cell,
    words: Words<'l>,
    plan: Option<&'l ColumnPlan>,
}

/// The text of a cell. Nearly every one is clean and folded as it stands; of others there is room for few in a line.
enum Words<'l> {
    Plain(&'l str),
    /// Cleaned, and folded.
    Changed(Box<(String, String)>),
}

impl<'l> Words<'l> {
    fn of(value: &'l CellValue) -> Self {
        if let CellValue::Text(text) = value
            && is_plain_word(text)
        {
            return Self::Plain(text);
        }
        match text_of(value) {
            Cow::Borrowed(text) if matches!(fold(text), Cow::Borrowed(_)) => Self::Plain(text),
            text => {
                let folded = fold(&text).into_owned();
                Self::Changed(Box::new((text.into_owned(), folded)))
            }
        }
    }

    /// The cleaned text.
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Changed(texts) => &texts.0,
        }
    }
}

impl Filled<'_> {
    fn column(&self) -> u32 {
        self.cell.column
    }

    /// Its cleaned text.
    fn text(&self) -> &str {
        self.words.text()
    }

    /// The text folded.
    fn folded(&self) -> &str {
        match &self.words {
            Words::Plain(text) => text,
            Words::Changed(texts) => &texts.1,
        }
    }

    /// Whether the file holds text there, no number.
    fn is_text(&self) -> bool {
        matches!(self.cell.value, CellValue::Text(_))
    }

    fn role(&self) -> Option<Role> {
        self.plan.map(|plan| plan.role)
    }
}

/// Classifies a line of a table.
pub(super) fn classify(line: &Line, plan: &TablePlan, dictionary: &Dictionary) -> Kind {
    let mut filled: Vec<Filled<'_>> = Vec::with_capacity(line.row.cells.len());
    for cell in &line.row.cells {
        if cell.column < plan.first_column || cell.column > plan.last_column {
            continue;
        }
        let words = Words::of(&cell.value);
        if !dictionary.is_blank(words.text()) {
            filled.push(Filled { cell, words, plan: plan.column(cell.column) });
        }
    }
    let Some(first) = filled.first() else { return Kind::Blank };
    if is_repeated_header(&filled) || is_column_numbers(line) {
        return Kind::Header;
    }
    let only_serial = filled.iter().all(|cell| cell.role() == Some(Role::Serial));
    if only_serial && filled.iter().all(|cell| cell.text().chars().all(|c| c.is_ascii_digit() || c == '.')) {
        return Kind::Blank;
    }
    if let Some(text) = subtotal(&filled, dictionary) {
        return Kind::Subtotal(text.to_owned(), is_partial(text, dictionary));
    }
    let marked = filled.iter().take(2).any(|cell| aside::is_example_mark(cell.folded(), dictionary));
    if (marked && filled.len() >= 3) || aside::is_hint_line(filled.iter().map(Filled::folded), dictionary) {
        return Kind::Hint;
    }
    if filled.len() >= 2 && filled.iter().all(|cell| is_short_label_with_colon(cell.text())) {
        return Kind::Note;
    }
    let folded = first.folded();
    let is_key_column = matches!(first.role(), Some(Role::Field(field)) if is_text_of_a_record(field));
    let lone_word = filled.len() <= 2
        && matches!(folded.trim_end_matches(':'), "备注" | "注" | "说明" | "附注" | "填表说明" | "填报说明")
        && first.role() != Some(Role::Field(Field::Remarks));
    if lone_word || starts_a_note(folded, dictionary) || is_signature(folded, filled.len(), dictionary) {
        return Kind::Note;
    }
    if filled.len() == 1 && is_of_page(folded) {
        return Kind::Note;
    }
    // One text alone: merged over the table, or in a column that no record begins with.
    if let [only] = filled.as_slice() {
        let text = only.text();
        let wide = line.cover(only.column()).is_some_and(|cover| {
            cover.area.last.column.saturating_sub(cover.area.first.column)
                >= 2.max((plan.last_column - plan.first_column) / 2)
        });
        let numbered = is_section_number(folded);
        let sentence = text.chars().count() >= 30 || text.ends_with('。');
        if only.is_text() && (wide || numbered || !is_key_column || sentence) {
            return if sentence || is_numbered_note(folded) {
                Kind::Note
            } else {
                Kind::Section(text.to_owned(), false)
            };
        }
        if dictionary.titles.end(folded) {
            return Kind::Note;
        }
        if only.is_text() && dictionary.sector(text).is_some() && only.role() != Some(Role::Field(Field::Sector)) {
            return Kind::Section(text.to_owned(), false);
        }
    } else if let Some(text) = numbered_section(&filled, dictionary) {
        return Kind::Section(text.to_owned(), true);
    } else if is_section_number(folded) && !has_record_text(&filled[1..]) {
        // 「一、钢铁行业 | | 5户 | 120」 sums up a section.
        return Kind::Section(first.text().to_owned(), true);
    }
    Kind::Data
}

/// 「（转下页）」, 「登记表（续）」, 「接上表」: the table goes on.
fn is_of_page(folded: &str) -> bool {
    let text = folded.trim_matches(['(', ')', '-', '—', '*']);
    text.ends_with('续')
        || text.ends_with("续表")
        || text.starts_with("续表")
        || ["转下页", "接上页", "接下页", "转下表", "接上表", "见下页"].iter().any(|word| text.contains(word))
}

/// 「审批：同意上报」, 「签发：」.
fn is_short_label_with_colon(text: &str) -> bool {
    text.split_once([':', '：'])
        .is_some_and(|(label, _)| (2..=6).contains(&label.chars().filter(|c| !c.is_whitespace()).count()))
}

fn is_text_of_a_record(field: Field) -> bool {
    matches!(field, Field::Enterprise | Field::Equipment | Field::Process | Field::Product | Field::Line | Field::Model)
}

/// 「一 | 钢铁行业（2户） | 14」: a Chinese number, the name of no company, and numbers.
fn numbered_section<'l>(filled: &'l [Filled<'_>], dictionary: &Dictionary) -> Option<&'l str> {
    let [number, name, rest @ ..] = filled else { return None };
    let (folded, name) = (number.folded(), name.text());
    let inner = folded.trim_matches(['(', ')', '、', '.']);
    let numeral = !inner.is_empty() && inner.chars().all(|c| "一二三四五六七八九十".contains(c));
    if !numeral {
        return None;
    }
    let sums = !rest.is_empty() && rest.iter().all(|cell| cell.text().starts_with(|c: char| c.is_ascii_digit()));
    let other = super::content::is_company(name.split(['（', '(']).next().unwrap_or(name), dictionary)
        || super::content::is_machine(name, dictionary);
    (sums && !other).then_some(name)
}

fn has_record_text(filled: &[Filled<'_>]) -> bool {
    filled.iter().any(|cell| matches!(cell.role(), Some(Role::Field(field)) if is_text_of_a_record(field)))
}

/// A line that repeats a header row of the table: two headings at least, and seven in ten of its cells. A line of data has
/// shown after a few cells that it is none.
fn is_repeated_header(filled: &[Filled<'_>]) -> bool {
    let (mut same, mut other) = (0, 0);
    for cell in filled {
        if cell.plan.is_some_and(|plan| plan.levels.iter().any(|level| level == cell.folded())) {
            same += 1;
        } else {
            other += 1;
            if other * 10 > filled.len() * 3 {
                return false;
            }
        }
    }
    same >= 2
}

/// The words of a total line.
fn subtotal<'l>(filled: &'l [Filled<'_>], dictionary: &Dictionary) -> Option<&'l str> {
    for (at, cell) in filled.iter().enumerate() {
        let label_column = match cell.role() {
            Some(Role::Serial | Role::Place) => true,
            Some(Role::Field(field)) => {
                is_text_of_a_record(field)
                    || matches!(field, Field::Prefecture | Field::County | Field::Sector | Field::Address)
            }
            _ => at == 0,
        };
        if label_column && cell.is_text() && is_total(cell.folded(), dictionary) {
            return Some(cell.text());
        }
    }
    None
}

/// 其中：高炉.
fn is_partial(text: &str, dictionary: &Dictionary) -> bool {
    let folded = fold(text);
    dictionary.partials.iter().any(|word| folded.contains(word))
}

/// Whether one of the first cells of a line says that it sums up others, before it is known what the columns mean.
pub(super) fn sums_up(line: &Line, dictionary: &Dictionary) -> bool {
    line.row.cells.iter().take(2).any(
        |cell| matches!(&cell.value, CellValue::Text(text) if is_total(&fold(&super::clean::clean(text)), dictionary)),
    )
}

/// 合计, 昆明市小计, 合计（12户）, 合计：, 其中：高炉.
fn is_total(folded: &str, dictionary: &Dictionary) -> bool {
    const AROUND: [char; 6] = [':', '*', '(', ')', '、', '-'];
    let numbers = |c: char| c.is_ascii_digit() || "一二三四五六七八九十、.()".contains(c);
    // Nearly every text shows by its first and its last character that it is none.
    let (words, partials) = (&dictionary.subtotals, &dictionary.partials);
    let begins = folded.chars().next().is_some_and(|c| {
        words.some_begins_with(c) || partials.some_begins_with(c) || AROUND.contains(&c) || numbers(c)
    });
    let ends = folded.chars().next_back().is_some_and(|c| words.some_ends_with(c) || AROUND.contains(&c));
    if !begins && !ends {
        return false;
    }
    let text = folded.trim_matches(AROUND);
    let after_number = text.trim_start_matches(numbers);
    dictionary.partials.begin(after_number)
        || (text.chars().nth(24).is_none() && totals(text, after_number, dictionary))
}

/// Whether a short text is a word for a total, ends in one, or begins with one and goes on with no word of its own. A word of
/// one character must stand alone.
fn totals(text: &str, after_number: &str, dictionary: &Dictionary) -> bool {
    let words = &dictionary.subtotals;
    let single = |word: &&str| word.chars().nth(1).is_none();
    words.ending(text).any(|word| !single(&word) && text.ends_with(word))
        || words.beginning(after_number).any(|word| {
            after_number.strip_prefix(word).is_some_and(|rest| {
                rest.is_empty()
                    || (!single(&word)
                        && (rest.starts_with(|c: char| c.is_ascii_digit() || !c.is_alphanumeric())
                            || rest.chars().nth(2).is_none()))
            })
        })
}

/// Whether a folded text begins a note.
pub(super) fn starts_a_note(folded: &str, dictionary: &Dictionary) -> bool {
    dictionary.notes.begin(folded)
}

/// 「填表人：张三」: a signature word followed by a colon, or a signature word with little beside it.
pub(super) fn is_signature(folded: &str, filled: usize, dictionary: &Dictionary) -> bool {
    // 「核查人签字：」, 「登记人：」: whoever signs.
    let signs = |head: &str| {
        (2..=10).contains(&head.chars().count())
            && ["签字", "签名", "签章", "人", "员", "领导"]
                .iter()
                .any(|end| head.trim_end_matches("(签字)").trim_end_matches("(签章)").ends_with(end))
    };
    if folded.split_once(':').is_some_and(|(head, _)| signs(head)) {
        return true;
    }
    dictionary.signatures.beginning(folded).any(|word| {
        folded.strip_prefix(word).is_some_and(|rest| {
            let rest = rest.trim_start_matches("(签字)").trim_start_matches("(签章)").trim_start_matches("(盖章)");
            rest.starts_with(':')
                || (rest.is_empty() && filled <= 4)
                || rest.starts_with("签字")
                || rest.starts_with("签名")
        })
    })
}

/// 「1.本表…」, 「2、…」: the second and later lines of a note.
fn is_numbered_note(folded: &str) -> bool {
    let rest = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < folded.len() && rest.starts_with(['.', '、', ')']) && rest.chars().count() > 8
}

/// 「一、」, 「（二）」, 「第三部分」.
fn is_section_number(folded: &str) -> bool {
    let inner = folded.trim_start_matches(['(', '第']);
    let rest = inner.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    rest.len() < inner.len() && rest.starts_with(['、', ')', '.', ',', '部'])
}
