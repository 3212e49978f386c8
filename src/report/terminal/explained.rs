//! `capex audit --explain`: below the tables, each record with how it was read and judged.

use std::io::{self, Write};

use super::super::view::View;
use super::judgement::judgement;
use crate::audit::AuditedRecord;
use crate::matching::Finding;
use crate::survey::{Field, Value};

/// Prints each record of the document as [`judgement`] explains it, with the cell of each fact.
///
/// # Errors
/// Those of `out`.
pub fn explained(view: &View<'_>, width: usize, color: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n逐条说明")?;
    for record in &view.document.records {
        let cite = |finding: &Finding| {
            let wording = view.entry(finding).map(|entry| format!("：{}", entry.name)).unwrap_or_default();
            format!("{}{wording}", view.short_citation(finding))
        };
        let place = |from: &str| place(record, from);
        writeln!(out)?;
        judgement(&title(record), (record.verdict, &record.items), &cite, Some(&place), (width, color), out)?;
    }
    Ok(())
}

/// 「某钢铁公司 高炉（a.xlsx 钢铁 第7行）」
fn title(record: &AuditedRecord) -> String {
    let text = |field| record.fields.get(&field).map(Value::to_text).unwrap_or_default();
    let named = [Field::Equipment, Field::Line, Field::Process, Field::Product].into_iter().map(text);
    let named = named.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let source = &record.source;
    format!("{} {named}（{} {} 第{}行）", text(Field::Enterprise), source.file, source.sheet, source.row)
        .trim_start()
        .to_owned()
}

/// The field's name and cell: 「规格型号 F7」.
fn place(record: &AuditedRecord, from: &str) -> String {
    let field = record.source.cells.iter().find(|(field, _)| field.name() == from);
    match (field, from) {
        (Some((field, cell)), _) => format!("{} {cell}", field.chinese()),
        (None, "model-code") => "型号".to_owned(),
        (None, "inference") => "推定".to_owned(),
        (None, "sector") => "行业".to_owned(),
        (None, "answer") => "答复".to_owned(),
        (None, _) => String::new(),
    }
}
