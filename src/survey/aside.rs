//! What stands in a workbook beside the survey and looks a little like it: instructions on how to fill it in, lists of codes
//! and choices, sums by place. Recognised by what the cells say, so that it is skipped and said whatever the sheet is called.

use super::cards;
use super::clean::{clean, fold};
use super::content::{is_code, is_company};
use super::dictionary::{Dictionary, Meaning};
use super::label::{Label, is_unit};
use super::lines::Line;
use crate::workbook::CellValue;

/// Why the lines outside of any table are no survey, if they plainly are something else.
pub(super) fn kind(lines: &[Line], dictionary: &Dictionary) -> Option<&'static str> {
    if is_instructions(lines, dictionary) {
        Some("填报说明")
    } else if is_code_list(lines, dictionary) {
        Some("代码表")
    } else if is_sums(lines, dictionary) {
        Some("汇总统计表（没有企业明细）")
    } else {
        None
    }
}

fn text_of(value: &CellValue) -> Option<String> {
    match value {
        CellValue::Text(text) if text.len() <= 2_000 => Some(clean(text).into_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Whether a text tells how to fill in a cell: 按营业执照填写全称, 精确到月, 如：高炉, 如钢铁、水泥, 如2005-03.
fn is_instructive(text: &str, dictionary: &Dictionary) -> bool {
    tells_how(&fold(text), dictionary)
}

/// The same for a folded text.
fn tells_how(folded: &str, dictionary: &Dictionary) -> bool {
    let exemplary = folded.strip_prefix('如').is_some_and(|rest| {
        rest.contains('、') || rest.ends_with('等') || rest.starts_with(|c: char| c.is_ascii_digit())
    });
    exemplary || dictionary.instructive.within(folded)
}

/// Whether a folded text marks its line or column as an example: 例, 示例, （样例）, 例1.
pub(super) fn is_example_mark(folded: &str, dictionary: &Dictionary) -> bool {
    let folded = folded.split(':').next().unwrap_or_default();
    let mark = folded
        .trim_matches(|c: char| !c.is_alphanumeric() || c.is_ascii_digit())
        .trim_end_matches(|c: char| "一二三四五六七八九".contains(c));
    dictionary.examples.contain(mark)
}

/// Whether a name stands for any enterprise: ××公司, 某某钢铁有限公司.
fn is_placeholder(text: &str) -> bool {
    ["某某", "××", "XX", "xx", "ＸＸ", "示例", "样例", "**"].iter().any(|mark| text.contains(mark))
}

/// The label of a line of instructions: its first cell, or the second after a running number.
fn labelled(line: &Line, dictionary: &Dictionary) -> Option<usize> {
    line.row
        .cells
        .iter()
        .take(2)
        .position(|cell| text_of(&cell.value).is_some_and(|text| dictionary.heading_score(&Label::parse(&text)) >= 50))
}

/// Whether a line heads instructions: 栏目 | 怎样填 | 示例.
fn heads_instructions(line: &Line, dictionary: &Dictionary) -> bool {
    const HOW: &[&str] = &[
        "填", "说明", "口径", "要求", "解释", "办法", "方法", "规则", "含义", "举例", "示例", "注意", "例子", "释义",
        "怎",
    ];
    let texts: Vec<String> = line.row.cells.iter().filter_map(|cell| text_of(&cell.value)).collect();
    texts.len() >= 2
        && texts.iter().all(|text| text.chars().count() <= 12)
        && !cards::is_item_heading(line)
        // 「处置方式 | 整体拆除 | 验收结论 | 符合要求」 are labels with their values.
        && texts.first().is_none_or(|text| {
            !matches!(dictionary.exact(&Label::parse(text)), Some(Meaning::Field(_)) if !texts.iter().skip(1).all(|text| text.chars().count() <= 4))
        })
        && texts.iter().skip(1).any(|text| HOW.iter().any(|word| text.contains(word)))
        && texts.iter().all(|text| dictionary.exact(&Label::parse(text)).is_none_or(|_| text.chars().count() <= 4))
}

/// Names of columns down the sheet, each with words on how to fill it in.
fn is_instructions(lines: &[Line], dictionary: &Dictionary) -> bool {
    let (mut names, mut told, mut real) = (0usize, 0usize, 0usize);
    let headed = lines.iter().take(6).any(|line| heads_instructions(line, dictionary));
    for line in lines {
        let Some(at) = labelled(line, dictionary) else { continue };
        let texts: Vec<String> = line.row.cells.iter().skip(at + 1).filter_map(|cell| text_of(&cell.value)).collect();
        if texts.is_empty() {
            continue;
        }
        names += 1;
        told += usize::from(texts.iter().any(|text| is_instructive(text, dictionary)));
        real += usize::from(
            texts.iter().any(|text| (is_company(text, dictionary) && !is_placeholder(text)) || is_code(text)),
        );
    }
    names >= 3 && ((headed && real <= 1) || (told * 2 >= names && real == 0))
}

/// The columns of a turned table that hold no enterprise: hints on how to fill in the form, and examples.
pub(super) fn hint_columns(lines: &[Line], columns: &[u32], dictionary: &Dictionary) -> Vec<u32> {
    let is_hint = |column: &&u32| {
        let texts: Vec<String> = lines
            .iter()
            .filter_map(|line| line.row.cells.iter().find(|cell| cell.column == **column))
            .filter_map(|cell| text_of(&cell.value))
            .collect();
        let told = texts.iter().filter(|text| is_instructive(text, dictionary)).count();
        told * 2 >= texts.len().max(1) || texts.iter().any(|text| is_example_mark(&fold(text), dictionary))
    };
    columns.iter().filter(is_hint).copied().collect()
}

/// Whether a line of a table, given by its folded texts, only tells how to fill it in.
pub(super) fn is_hint_line<'t>(texts: impl ExactSizeIterator<Item = &'t str>, dictionary: &Dictionary) -> bool {
    let cells = texts.len();
    let (mut told, mut other) = (0, 0);
    for folded in texts {
        if tells_how(folded, dictionary) {
            told += 1;
        } else {
            other += 1;
            // A line of data has shown halfway that it is one.
            if other * 2 > cells {
                return false;
            }
        }
    }
    told >= 2
}

/// Short lists of codes, names and choices below one line of headings: every cell a short word, none twice in its column.
fn is_code_list(lines: &[Line], dictionary: &Dictionary) -> bool {
    let mut body = lines.iter().skip_while(|line| line.row.cells.len() < 2);
    let Some(head) = body.next() else { return false };
    let heads: Vec<String> = head.row.cells.iter().filter_map(|cell| text_of(&cell.value)).collect();
    let known = heads.iter().all(|text| dictionary.heading_score(&Label::parse(text)) >= 80);
    let codes = heads
        .iter()
        .any(|text| ["代码", "编码", "代号", "选项", "字典", "码值"].iter().any(|word| text.contains(word)));
    if heads.len() != head.row.cells.len() || heads.len() > 8 || !(known || codes) {
        return false;
    }
    let mut columns: Vec<(u32, Vec<String>)> = head.row.cells.iter().map(|cell| (cell.column, Vec::new())).collect();
    for cell in body.flat_map(|line| &line.row.cells) {
        if matches!(&cell.value, CellValue::Text(text) if text.len() > 2_000) {
            return false;
        }
        let text = super::clean::text_of(&cell.value).into_owned();
        let number = matches!(cell.value, CellValue::Number(number) if number.fract() != 0.0);
        let Some((_, seen)) = columns.iter_mut().find(|(column, _)| *column == cell.column) else { return false };
        if number || text.chars().count() > 16 || is_company(&text, dictionary) || seen.contains(&text) {
            return false;
        }
        seen.push(text);
    }
    columns.iter().all(|(_, seen)| !seen.is_empty()) && columns.iter().any(|(_, seen)| seen.len() >= 2)
}

/// Counts and sums by place or sector: one line of headings, then lines of one name and numbers.
fn is_sums(lines: &[Line], dictionary: &Dictionary) -> bool {
    let mut body = lines.iter().skip_while(|line| line.row.cells.len() < 3);
    let Some(head) = body.next() else { return false };
    let heads: Vec<String> = head.row.cells.iter().filter_map(|cell| text_of(&cell.value)).collect();
    let measures = heads
        .iter()
        .filter(|text| {
            let label = Label::parse(text);
            label.unit.is_some()
                || is_unit(&label.base)
                || ["数", "量", "产能", "能力", "合计", "总计", "比例", "率", "额"]
                    .iter()
                    .any(|end| label.base.ends_with(end))
        })
        .count();
    if heads.len() != head.row.cells.len() || measures * 2 < heads.len() {
        return false;
    }
    let mut sums = 0;
    for line in body {
        let mut numbers = 0;
        for cell in &line.row.cells {
            match &cell.value {
                CellValue::Number(_) | CellValue::FormulaWithoutValue(_) => numbers += 1,
                CellValue::Text(text) if text.len() > 2_000 || is_company(&clean(text), dictionary) => return false,
                _ => {}
            }
        }
        if numbers > 0 {
            if numbers + 2 < line.row.cells.len() {
                return false;
            }
            sums += 1;
        }
    }
    sums > 0
}
