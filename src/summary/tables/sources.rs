//! 数据来源: the records, files and cells behind every number.

use super::{Context, Input};
use crate::audit::AuditedRecord;
use crate::summary::table::{Cell, Row, RowKind, Table};
use crate::survey::{Field, Value};

/// One row for each record behind each number of each row that is no sum. Sums are the sums of the rows that they sum up.
pub(super) fn sources(input: &Input, tables: &[Table]) -> Table {
    let mut sources = Table::new(
        "数据来源",
        "各表每个数字背后的记录、文件和单元格；小计、合计为所列各行之和，不重复列出",
        &["表", "行", "栏", "数", "结果", "记录编号", "企业名称", "文件", "工作表", "行号", "单元格"],
    );
    for table in tables {
        for (nth, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Body) {
            for (cell, title) in row.cells.iter().zip(&table.columns) {
                let Cell::Number(_, references) = cell else { continue };
                for (result, at) in references {
                    let Some((name, document)) = input.results.get(*result) else { continue };
                    let Some(record) = document.records.get(*at) else { continue };
                    let text = |field| record.fields.get(&field).map(Value::to_text).unwrap_or_default();
                    let source = &record.source;
                    sources.rows.push(Row::body(
                        vec![
                            Cell::text(table.name),
                            Cell::text((nth + 1).to_string()),
                            Cell::text(title.clone()),
                            Cell::text(cell.to_text()),
                            Cell::text(name.clone()),
                            Cell::text(record.id.clone()),
                            Cell::text(text(Field::Enterprise)),
                            Cell::text(source.file.to_string()),
                            Cell::text(source.sheet.to_string()),
                            Cell::text(source.row.to_string()),
                            Cell::text(cells(record, title)),
                        ],
                        vec![(*result, *at)],
                    ));
                }
            }
        }
    }
    sources
}

/// The cells of a record that a column speaks of: those of quantity or capacity for amounts, else the one that names the
/// equipment.
fn cells(record: &AuditedRecord, title: &str) -> String {
    let fields: &[Field] = if title.starts_with("产能") {
        &[Field::Capacity, Field::Parameter, Field::Equipment]
    } else if title.starts_with("设备") {
        &[Field::Quantity, Field::Equipment]
    } else {
        &[Field::Equipment, Field::Process, Field::Product, Field::Enterprise]
    };
    fields.iter().find_map(|field| record.source.cells.get(field)).map(ToString::to_string).unwrap_or_default()
}

/// 未计入的数值: what a person must complete before the numbers are whole.
pub(super) fn uncounted(context: &Context) -> Table {
    let mut table = Table::new(
        "未计入的数值",
        "已退出的记录中没有数值、数值不单一或无法分摊的；核实后请补进摸底表",
        &["州市", "县市区", "企业名称", "设备", "原因", "文件", "工作表", "行号"],
    );
    for line in context.exited() {
        for reason in &line.uncounted {
            let source = &line.case.record.source;
            table.rows.push(Row::body(
                vec![
                    Cell::text(line.prefecture()),
                    Cell::text(line.text(Field::County)),
                    Cell::text(line.text(Field::Enterprise)),
                    Cell::text(line.equipment()),
                    Cell::text(reason.clone()),
                    Cell::text(source.file.to_string()),
                    Cell::text(source.sheet.to_string()),
                    Cell::text(source.row.to_string()),
                ],
                vec![context.reference(line)],
            ));
        }
    }
    table
}

/// 输入文件: the files of every result with their digests.
pub(super) fn inputs(input: &Input) -> Table {
    let mut table =
        Table::new("输入文件", "各次结果读入的文件和 SHA-256", &["结果", "核查日", "文件", "SHA-256", "没有读的原因"]);
    for (name, document) in &input.results {
        for file in &document.inputs {
            table.rows.push(Row::body(
                vec![
                    Cell::text(name.clone()),
                    Cell::Date(document.as_of),
                    Cell::text(file.file.clone()),
                    Cell::text(file.sha256.clone()),
                    Cell::text(file.error.clone().unwrap_or_default()),
                ],
                Vec::new(),
            ));
        }
    }
    table
}
