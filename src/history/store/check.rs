//! Whether a ledger is whole.

use anyhow::Result;

use super::Store;
use crate::history::Month;

impl Store {
    /// What is wrong with the ledger, in Chinese; empty if nothing is. Checks the file itself (SQLite's own check and its
    /// references), and each month: its result can be read, its row ledger balances, its records are those of the ledger.
    ///
    /// # Errors
    /// SQLite refuses altogether.
    pub fn check(&self) -> Result<Vec<String>> {
        if self.is_empty() {
            return Ok(vec!["台账是空的".into()]);
        }
        self.named(self.find_problems())
    }

    fn find_problems(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        let mut query = self.connection.prepare("PRAGMA integrity_check")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                problems.push(format!("文件损坏：{line}"));
            }
        }
        let broken: i64 =
            self.connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
        if broken > 0 {
            problems.push(format!("有 {broken} 行指向不存在的月份或设备"));
        }
        let doubled: i64 = self.connection.query_row(
            "SELECT count(*) FROM (SELECT 1 FROM records GROUP BY month, identity HAVING count(*) > 1)",
            [],
            |row| row.get(0),
        )?;
        if doubled > 0 {
            problems.push(format!("有 {doubled} 处同一设备在一个月里出现两次"));
        }
        for run in self.months()? {
            let Ok(month) = run.month.parse::<Month>() else {
                problems.push(format!("月份「{}」写法有误", run.month));
                continue;
            };
            match self.load(month) {
                Err(error) => problems.push(format!("{month}：{error:#}")),
                Ok(None) => problems.push(format!("{month}：没有结果")),
                Ok(Some(document)) => {
                    let ledger = document.ledger;
                    if !ledger.balances() {
                        problems.push(format!("{month}：行数不平"));
                    }
                    if ledger.records != document.records.len() as u64 {
                        let found = document.records.len();
                        problems.push(format!("{month}：结果写 {} 条记录，台账有 {found} 条", ledger.records));
                    }
                    if document.inputs.len() as u64 != run.inputs {
                        let (written, found) = (document.inputs.len(), run.inputs);
                        problems.push(format!("{month}：结果写 {written} 个文件，台账有 {found} 个"));
                    }
                }
            }
        }
        Ok(problems)
    }
}
