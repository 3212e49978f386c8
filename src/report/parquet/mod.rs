//! Records and findings as Parquet, for engines that read columns: DuckDB, Spark, DataFusion, pandas.
//!
//! One row for each finding; a thing of which no catalogue speaks, and a record that names nothing, has one row without a
//! finding. The columns stand in `docs/parquet.md`. The same document gives the same bytes.

mod columns;

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

pub use self::columns::{Column, Kind, columns};
use self::columns::{Row, Value};
use crate::audit::{AuditedRecord, Document};

/// Rows of a row group: what is in memory at a time, and what an engine reads at least.
const GROUP: usize = 20_000;

/// Writes records and findings.
///
/// # Errors
/// Those of `out`.
pub fn write(document: &Document, out: &mut (impl Write + Send)) -> anyhow::Result<()> {
    let columns = columns();
    let schema = Type::group_type_builder("finding")
        .with_fields(columns.iter().map(|column| Ok(Arc::new(field(column)?))).collect::<anyhow::Result<_>>()?)
        .build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("{} {}", document.tool.name, document.tool.version))
        .build();
    let mut writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    let mut rows = document.records.iter().flat_map(|record| of_record(document, record)).peekable();
    while rows.peek().is_some() {
        let rows: Vec<Row<'_>> = rows.by_ref().take(GROUP).collect();
        let mut group = writer.next_row_group()?;
        for column in &columns {
            write_column(&mut group, column, &rows)?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

/// The rows of a record.
fn of_record<'d>(document: &'d Document, record: &'d AuditedRecord) -> Vec<Row<'d>> {
    let bare = Row { document, record, item: None, finding: None };
    let mut rows = Vec::new();
    for (number, item) in (1..).zip(&record.items) {
        let row = Row { item: Some((number, item)), ..bare };
        if item.findings.is_empty() {
            rows.push(row);
        }
        rows.extend(item.findings.iter().map(|finding| Row { finding: Some(finding), ..row }));
    }
    if rows.is_empty() {
        rows.push(bare);
    }
    rows
}

/// The column in the schema of the file. Every column may be empty.
fn field(column: &Column) -> anyhow::Result<Type> {
    let (physical, converted) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
        Kind::Whole => (Physical::INT32, ConvertedType::NONE),
        Kind::Number => (Physical::DOUBLE, ConvertedType::NONE),
        Kind::Day => (Physical::INT32, ConvertedType::DATE),
    };
    Ok(Type::primitive_type_builder(&column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_converted_type(converted)
        .build()?)
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &Column,
    rows: &[Row<'_>],
) -> anyhow::Result<()> {
    let Some(mut writer) = group.next_column()? else { anyhow::bail!("Parquet 的列数前后不一致") };
    let (mut texts, mut wholes, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let mut present = Vec::with_capacity(rows.len());
    for row in rows {
        let value = (column.value)(row);
        present.push(i16::from(value != Value::Empty));
        match value {
            Value::Empty => {}
            Value::Text(text) => texts.push(ByteArray::from(text.into_owned().into_bytes())),
            Value::Whole(whole) => wholes.push(whole),
            Value::Number(number) => numbers.push(number),
        }
    }
    match column.kind {
        Kind::Text => writer.typed::<ByteArrayType>().write_batch(&texts, Some(&present), None)?,
        Kind::Whole | Kind::Day => writer.typed::<Int32Type>().write_batch(&wholes, Some(&present), None)?,
        Kind::Number => writer.typed::<DoubleType>().write_batch(&numbers, Some(&present), None)?,
    };
    writer.close()?;
    Ok(())
}
