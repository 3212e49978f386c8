//! Reading months, and the history of an enterprise.

use anyhow::{Context, Result};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use super::Store;
use crate::audit::Document;
use crate::history::{Month, Subject};
use crate::text::company_key;

/// A month that the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthRun {
    /// `2019-06`.
    pub month: String,
    /// The as-of date.
    pub as_of: String,
    /// The plan.
    pub plan: String,
    /// What it was made from, see [`Store::digest`].
    pub digest: String,
    /// The version of capex that wrote it.
    pub version: String,
    /// Input files.
    pub inputs: u64,
    /// Records.
    pub records: u64,
}

/// A record of one month in the history of an enterprise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryLine {
    /// The month.
    pub month: String,
    /// The equipment's number in the ledger: the same over the months.
    pub identity: i64,
    /// 企业名称 as that month wrote it.
    pub enterprise: String,
    /// The record as that month's result has it.
    pub record: crate::audit::AuditedRecord,
    /// How it had ended by then, if it had.
    pub ended: Option<String>,
    /// The messages of that month's exceptions about it.
    pub exceptions: Vec<String>,
}

impl Store {
    /// The months it holds, in order.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn months(&self) -> Result<Vec<MonthRun>> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let read = || -> Result<Vec<MonthRun>> {
            let mut query = self.connection.prepare(
                "SELECT month, as_of, plan, digest, version,
                 (SELECT count(*) FROM inputs i WHERE i.month = u.month),
                 (SELECT count(*) FROM records r WHERE r.month = u.month) FROM runs u ORDER BY month",
            )?;
            let runs = query.query_map([], |row| {
                Ok(MonthRun {
                    month: row.get(0)?,
                    as_of: row.get(1)?,
                    plan: row.get(2)?,
                    digest: row.get(3)?,
                    version: row.get(4)?,
                    inputs: row.get(5)?,
                    records: row.get(6)?,
                })
            })?;
            Ok(runs.collect::<rusqlite::Result<_>>()?)
        };
        self.named(read())
    }

    /// What a month was made from: a digest of its inputs, its plan and the program; `None` if it is not there.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn digest(&self, month: Month) -> Result<Option<String>> {
        if self.is_empty() {
            return Ok(None);
        }
        let query = "SELECT digest FROM runs WHERE month = ?1";
        self.named(Ok(self.connection.query_row(query, [month.to_string()], |row| row.get(0)).optional()?))
    }

    /// The last month before a month.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn month_before(&self, month: Month) -> Result<Option<Month>> {
        let name = month.to_string();
        let earlier = self.months()?.into_iter().rfind(|run| run.month < name);
        Ok(earlier.and_then(|run| run.month.parse().ok()))
    }

    /// The result of a month, as it was written; `None` if it is not there.
    ///
    /// # Errors
    /// SQLite refuses, or what is written cannot be read.
    pub fn load(&self, month: Month) -> Result<Option<Document>> {
        if self.is_empty() {
            return Ok(None);
        }
        let read = || -> Result<Option<Document>> {
            let name = month.to_string();
            let head: Option<String> = self
                .connection
                .query_row("SELECT head FROM runs WHERE month = ?1", [&name], |row| row.get(0))
                .optional()?;
            let Some(head) = head else { return Ok(None) };
            let mut document: Document =
                serde_json::from_str(&head).with_context(|| format!("{name} 的结果读不出来"))?;
            let mut query = self.connection.prepare("SELECT body FROM records WHERE month = ?1 ORDER BY place")?;
            let mut rows = query.query([&name])?;
            while let Some(row) = rows.next()? {
                let body: String = row.get(0)?;
                document
                    .records
                    .push(serde_json::from_str(&body).with_context(|| format!("{name} 的一条记录读不出来"))?);
            }
            Ok(Some(document))
        };
        self.named(read())
    }

    /// Every record of an enterprise over the months, by equipment, then month. `enterprise` is a name (any usual variant,
    /// or a part of it) or a 统一社会信用代码.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn history(&self, enterprise: &str) -> Result<Vec<HistoryLine>> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        self.named(self.read_history(enterprise))
    }

    fn read_history(&self, enterprise: &str) -> Result<Vec<HistoryLine>> {
        let code = enterprise.trim().to_ascii_uppercase();
        let key = company_key(enterprise);
        let mut query = self.connection.prepare(
            "SELECT identity, month, enterprise, ended, subject, body FROM records ORDER BY identity, month",
        )?;
        let mut rows = query.query([])?;
        let mut lines: Vec<(bool, HistoryLine)> = Vec::new();
        while let Some(row) = rows.next()? {
            let subject: Subject = serde_json::from_str(&row.get::<_, String>(4)?)?;
            let named = !key.is_empty() && subject.names.iter().any(|name| name.contains(&key));
            let asked = named || subject.code.as_ref() == Some(&code);
            let month: String = row.get(1)?;
            let record: crate::audit::AuditedRecord = serde_json::from_str(&row.get::<_, String>(5)?)?;
            lines.push((
                asked,
                HistoryLine {
                    month,
                    identity: row.get(0)?,
                    enterprise: row.get(2)?,
                    record,
                    ended: row.get(3)?,
                    exceptions: Vec::new(),
                },
            ));
        }
        // Once a piece of equipment bears the name in any month, all its months belong to the history.
        let asked: std::collections::BTreeSet<i64> =
            lines.iter().filter(|(asked, _)| *asked).map(|(_, line)| line.identity).collect();
        let mut lines: Vec<HistoryLine> =
            lines.into_iter().map(|(_, line)| line).filter(|line| asked.contains(&line.identity)).collect();
        if self.has_exceptions() {
            let mut messages = self
                .connection
                .prepare("SELECT message FROM exceptions WHERE month = ?1 AND record = ?2 ORDER BY place")?;
            for line in &mut lines {
                let found = messages.query_map(params![line.month, line.record.id], |row| row.get(0))?;
                line.exceptions = found.collect::<rusqlite::Result<_>>()?;
            }
        }
        Ok(lines)
    }
}
