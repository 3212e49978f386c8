//! Writing a month.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use rusqlite::{Connection, TransactionBehavior, params};

use super::{Store, schema};
use crate::audit::process::Case;
use crate::audit::{AuditedRecord, Document, Exception, sort_gravest_first};
use crate::history::{Month, Subject, pair, returned};
use crate::plan::Plan;
use crate::survey::{Field, Value};

/// What writing a month did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Whether the month was there before and was replaced.
    pub replaced: bool,
    /// Equipment never seen before.
    pub new_identities: u64,
    /// Closed plants that run again, and closings no longer recorded; also added to the document.
    pub returned: Vec<Exception>,
}

/// What the ledger knows of a piece of equipment from the other months.
struct Known {
    identity: i64,
    subject: Subject,
    first_seen: String,
    /// The month and the words of its last end before the month written, and whether that is its last record before it.
    ended: Option<(String, String, bool)>,
}

impl Store {
    /// Writes the result of a month, replacing the month if it is there. Sets the day first seen of every record of the
    /// document and adds the plants that returned to its exceptions. All or nothing.
    ///
    /// # Errors
    /// SQLite refuses: the file is held by another program, the disk is full.
    pub fn write_month(&mut self, month: Month, digest: &str, document: &mut Document, plan: &Plan) -> Result<Written> {
        let result = write(&mut self.connection, month, digest, document, plan);
        let written = self.named(result)?;
        self.minor = schema::current_minor();
        Ok(written)
    }
}

fn write(
    connection: &mut Connection,
    month: Month,
    digest: &str,
    document: &mut Document,
    plan: &Plan,
) -> Result<Written> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    schema::migrate(&transaction)?;
    let name = month.to_string();
    let known = known(&transaction, &name)?;
    let replaced = transaction.execute("DELETE FROM runs WHERE month = ?1", [&name])? > 0;
    let subjects: Vec<Subject> = document.records.iter().map(Subject::of).collect();
    let known_subjects: Vec<Subject> = known.iter().map(|known| known.subject.clone()).collect();
    let mut counterparts: BTreeMap<usize, &Known> = BTreeMap::new();
    for (before, after) in pair(&known_subjects, &subjects) {
        if let (Some(before), Some(after)) = (before.and_then(|at| known.get(at)), after) {
            counterparts.insert(after, before);
        }
    }
    let returned = remember(document, &counterparts, plan);
    add_exceptions(document, &returned);
    insert_run(&transaction, &name, digest, document)?;
    let new_identities = insert_records(&transaction, &name, document, &subjects, &counterparts, plan)?;
    insert_exceptions(&transaction, &name, document)?;
    transaction.execute("DELETE FROM identities WHERE identity NOT IN (SELECT identity FROM records)", [])?;
    transaction.commit()?;
    Ok(Written { replaced, new_identities, returned })
}

/// Sets the day first seen of each record, and finds what had ended and is back.
fn remember(document: &mut Document, counterparts: &BTreeMap<usize, &Known>, plan: &Plan) -> Vec<Exception> {
    let as_of = document.as_of;
    let mut found = Vec::new();
    for (at, record) in document.records.iter_mut().enumerate() {
        let known = counterparts.get(&at);
        let first = known.and_then(|known| known.first_seen.parse().ok()).filter(|first| *first < as_of);
        record.first_seen = Some(first.unwrap_or(as_of));
        let Some((month, words, latest)) = known.and_then(|known| known.ended.as_ref()) else { continue };
        let case = Case::new(record, plan, as_of);
        // Of a closing that is no longer recorded the month after is told; the months after that repeat nothing.
        found.extend(
            returned::check(&case, words, month, plan)
                .filter(|exception| *latest || exception.code == returned::RETURNED),
        );
    }
    found
}

/// Adds exceptions that the document does not have yet, and sorts them gravest first.
pub(in crate::history) fn add_exceptions(document: &mut Document, more: &[Exception]) {
    let there: BTreeSet<String> = document.exceptions.iter().map(|exception| exception.id.clone()).collect();
    let mut all: Vec<Exception> = more.iter().filter(|exception| !there.contains(&exception.id)).cloned().collect();
    all.append(&mut document.exceptions);
    sort_gravest_first(&mut all);
    document.exceptions = all;
}

/// Every piece of equipment of the other months, with its marks of the nearest earlier month (else the next later one).
fn known(connection: &Connection, month: &str) -> Result<Vec<Known>> {
    let mut query = connection.prepare(
        "SELECT r.identity, r.month, r.subject, r.ended, u.as_of FROM records r JOIN runs u ON u.month = r.month
         WHERE r.month <> ?1 ORDER BY r.identity, r.month",
    )?;
    let mut rows = query.query([month])?;
    let mut known: Vec<Known> = Vec::new();
    while let Some(row) = rows.next()? {
        let identity: i64 = row.get(0)?;
        let at: String = row.get(1)?;
        let subject: String = row.get(2)?;
        let ended: Option<String> = row.get(3)?;
        let subject: Subject = serde_json::from_str(&subject).context("台账中的一条标识读不出来")?;
        let earlier = at.as_str() < month;
        match known.last_mut().filter(|last| last.identity == identity) {
            None => known.push(Known {
                identity,
                subject,
                first_seen: row.get(4)?,
                ended: ended.filter(|_| earlier).map(|words| (at, words, true)),
            }),
            Some(last) if earlier => {
                last.subject = subject;
                match (ended, &mut last.ended) {
                    (Some(words), _) => last.ended = Some((at, words, true)),
                    (None, Some((_, _, latest))) => *latest = false,
                    (None, None) => {}
                }
            }
            Some(_) => {}
        }
    }
    Ok(known)
}

fn insert_run(connection: &Connection, month: &str, digest: &str, document: &mut Document) -> Result<()> {
    // The head is the document without its records, which have a table of their own.
    let records = std::mem::take(&mut document.records);
    let head = serde_json::to_string(document);
    document.records = records;
    let head = head?;
    connection.execute(
        "INSERT INTO runs (month, as_of, plan, digest, version, head) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![month, document.as_of.to_string(), document.plan.id, digest, document.tool.version, head],
    )?;
    let mut insert =
        connection.prepare("INSERT INTO inputs (month, place, file, sha256, error) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (place, input) in document.inputs.iter().enumerate() {
        insert.execute(params![month, place, input.file, input.sha256, input.error])?;
    }
    Ok(())
}

fn insert_records(
    connection: &Connection,
    month: &str,
    document: &Document,
    subjects: &[Subject],
    counterparts: &BTreeMap<usize, &Known>,
    plan: &Plan,
) -> Result<u64> {
    let mut add_identity = connection.prepare("INSERT INTO identities (enterprise, equipment) VALUES (?1, ?2)")?;
    let mut add_record = connection.prepare(
        "INSERT INTO records (month, place, record, identity, enterprise, prefecture, county, sector, verdict, ended,
         subject, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    let mut add_finding = connection.prepare(
        "INSERT INTO findings (month, record, item, catalog, entry, action, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut add_disposition = connection.prepare(
        "INSERT INTO dispositions (month, record, measure, ordered_on, due_on, completed_on, result, copied_to, pricing,
         closed_on, accepted_on, opinion_no) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    let mut new_identities = 0;
    for ((place, record), subject) in document.records.iter().enumerate().zip(subjects) {
        let text = |field| text(record, field);
        let identity = match counterparts.get(&place) {
            Some(known) => known.identity,
            None => {
                new_identities += 1;
                add_identity.insert(params![text(Field::Enterprise), subject.words])?
            }
        };
        let ended = returned::ended(&Case::new(record, plan, document.as_of));
        add_record.execute(params![
            month,
            place,
            record.id,
            identity,
            text(Field::Enterprise),
            text(Field::Prefecture),
            text(Field::County),
            text(Field::Sector),
            record.verdict.name(),
            ended,
            serde_json::to_string(subject)?,
            serde_json::to_string(record)?,
        ])?;
        for item in &record.items {
            for finding in &item.findings {
                let outcome = serde_json::to_value(finding.outcome)?;
                add_finding.execute(params![
                    month,
                    place,
                    item.text,
                    finding.catalog,
                    finding.entry,
                    finding.action.name(),
                    outcome.as_str(),
                ])?;
            }
        }
        let written = |field| Some(text(field)).filter(|text| !text.is_empty());
        if DISPOSITION.iter().any(|field| written(*field).is_some()) {
            add_disposition.execute(params![
                month,
                place,
                written(Field::Measure),
                written(Field::OrderedOn),
                written(Field::DueOn),
                written(Field::CompletedOn),
                written(Field::Result),
                written(Field::CopiedTo),
                written(Field::Pricing),
                written(Field::ClosedOn),
                written(Field::AcceptedOn),
                written(Field::OpinionNo),
            ])?;
        }
    }
    Ok(new_identities)
}

/// The fields of a disposition, in the order of its table.
const DISPOSITION: [Field; 10] = [
    Field::Measure,
    Field::OrderedOn,
    Field::DueOn,
    Field::CompletedOn,
    Field::Result,
    Field::CopiedTo,
    Field::Pricing,
    Field::ClosedOn,
    Field::AcceptedOn,
    Field::OpinionNo,
];

fn insert_exceptions(connection: &Connection, month: &str, document: &Document) -> Result<()> {
    let mut insert = connection.prepare(
        "INSERT INTO exceptions (month, place, exception, code, severity, record, message)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (place, exception) in document.exceptions.iter().enumerate() {
        let severity = serde_json::to_value(exception.severity)?;
        insert.execute(params![
            month,
            place,
            exception.id,
            exception.code,
            severity.as_str(),
            exception.record,
            exception.message,
        ])?;
    }
    Ok(())
}

fn text(record: &AuditedRecord, field: Field) -> String {
    record.fields.get(&field).map(Value::to_text).unwrap_or_default()
}
