//! The ledger on real files: replaced months, plants that return, versions, two writers, a writer that dies.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::*;
use crate::audit::{AuditedRecord, Document};
use crate::history::Month;
use crate::history::tests::{document, furnace};
use crate::plan::Plan;
use crate::survey::Field;

fn plan() -> Plan {
    Plan::builtin("yunnan-2019").unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn result(as_of: &str, records: Vec<AuditedRecord>) -> Document {
    let mut document = document(as_of, records);
    document.ledger.records = document.records.len() as u64;
    document.ledger.hit = document.ledger.records;
    document.ledger.rows = document.ledger.records;
    document
}

fn write(store: &mut Store, name: &str, records: Vec<AuditedRecord>) -> Written {
    let at = month(name);
    let mut document = result(&at.last_day().to_string(), records);
    store.write_month(at, "digest", &mut document, &plan()).unwrap()
}

const RUNNING: [(Field, &str); 1] = [(Field::Status, "在产")];
const CLOSED: [(Field, &str); 2] = [(Field::Status, "已关闭"), (Field::ClosedOn, "2019-07-20")];

#[test]
fn a_month_is_read_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capex.db");
    let mut written =
        result("2019-06-30", vec![furnace(4, "甲公司", "380", &RUNNING), furnace(5, "乙公司", "450", &[])]);
    let mut store = Store::open_for_writing(&path).unwrap();
    store.write_month(month("2019-06"), "d1", &mut written, &plan()).unwrap();
    let reader = Store::open_for_reading(&path).unwrap();
    assert_eq!(reader.load(month("2019-06")).unwrap().unwrap(), written);
    assert_eq!(reader.load(month("2019-07")).unwrap(), None);
    assert_eq!(reader.digest(month("2019-06")).unwrap().as_deref(), Some("d1"));
    assert_eq!(reader.check().unwrap(), Vec::<String>::new());
}

#[test]
fn running_a_month_again_replaces_it_and_leaves_no_orphans() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_for_writing(&folder.path().join("capex.db")).unwrap();
    let first = write(&mut store, "2019-06", vec![furnace(4, "甲公司", "380", &[]), furnace(5, "乙公司", "450", &[])]);
    assert_eq!((first.replaced, first.new_identities), (false, 2));
    let again = write(&mut store, "2019-06", vec![furnace(9, "甲公司", "380", &[])]);
    assert_eq!((again.replaced, again.new_identities), (true, 1));
    assert_eq!(store.months().unwrap()[0].records, 1);
    let identities: i64 = store.connection.query_row("SELECT count(*) FROM identities", [], |row| row.get(0)).unwrap();
    assert_eq!(identities, 1);
    assert!(store.check().unwrap().is_empty());
}

#[test]
fn a_furnace_keeps_its_identity_and_its_day_first_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_for_writing(&folder.path().join("capex.db")).unwrap();
    write(&mut store, "2019-06", vec![furnace(4, "安宁永昌钢铁有限公司", "380", &RUNNING)]);
    write(&mut store, "2019-07", vec![]);
    let august = write(&mut store, "2019-08", vec![furnace(17, "安宁永昌钢铁（集团）有限公司", "380", &RUNNING)]);
    assert_eq!(august.new_identities, 0);
    let history = store.history("永昌钢铁").unwrap();
    assert_eq!(history.iter().map(|line| line.month.as_str()).collect::<Vec<_>>(), ["2019-06", "2019-08"]);
    assert_eq!(history[1].record.first_seen.unwrap().to_string(), "2019-06-30");
    assert!(store.history("没有这家").unwrap().is_empty());
}

#[test]
fn a_furnace_closed_months_ago_and_missing_since_is_caught_when_it_runs_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_for_writing(&folder.path().join("capex.db")).unwrap();
    write(&mut store, "2019-07", vec![furnace(4, "甲公司", "380", &CLOSED)]);
    write(&mut store, "2019-08", vec![]);
    write(&mut store, "2019-09", vec![]);
    let october = write(&mut store, "2019-10", vec![furnace(4, "甲公司", "380", &RUNNING)]);
    assert_eq!(october.returned.len(), 1);
    assert_eq!(october.returned[0].code, "returned-after-exit");
    assert!(october.returned[0].message.contains("2019-07 的结果中 2019-07-20 关闭退出"), "{:?}", october.returned[0]);
    let loaded = store.load(month("2019-10")).unwrap().unwrap();
    assert_eq!(loaded.exceptions[0].code, "returned-after-exit");
    let line = &store.history("甲公司").unwrap()[1];
    assert!(line.exceptions[0].contains("死灰复燃"));
    // It is told every month for as long as it runs.
    assert_eq!(write(&mut store, "2019-11", vec![furnace(4, "甲公司", "380", &RUNNING)]).returned.len(), 1);
}

#[test]
fn rerunning_an_earlier_month_sees_only_what_was_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_for_writing(&folder.path().join("capex.db")).unwrap();
    write(&mut store, "2019-06", vec![furnace(4, "甲公司", "380", &RUNNING)]);
    write(&mut store, "2019-07", vec![furnace(4, "甲公司", "380", &CLOSED)]);
    let again = write(&mut store, "2019-06", vec![furnace(4, "甲公司", "380", &RUNNING)]);
    assert!(again.returned.is_empty());
    assert_eq!(again.new_identities, 0);
    let history = store.history("甲公司").unwrap();
    assert_eq!(history[0].identity, history[1].identity);
}

#[test]
fn an_older_file_is_read_as_it_is_and_brought_up_to_date_when_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capex.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(schema::STEPS[0]).unwrap();
    old.execute_batch("PRAGMA application_id = 1667330168; PRAGMA user_version = 1000;").unwrap();
    drop(old);
    let reader = Store::open_for_reading(&path).unwrap();
    assert!(reader.months().unwrap().is_empty());
    assert!(reader.history("甲公司").unwrap().is_empty());
    assert_eq!(version_of(&path), 1000);
    drop(reader);
    let mut writer = Store::open_for_writing(&path).unwrap();
    assert_eq!(version_of(&path), 1000, "opening alone changes nothing");
    write(&mut writer, "2019-06", vec![furnace(4, "甲公司", "380", &[])]);
    assert_eq!(version_of(&path), 1001);
}

fn version_of(path: &std::path::Path) -> i32 {
    Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

#[test]
fn newer_and_foreign_files_are_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let mut store = Store::open_for_writing(&path).unwrap();
    write(&mut store, "2019-06", vec![furnace(4, "甲公司", "380", &[])]);
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 1009;").unwrap();
    assert_eq!(Store::open_for_reading(&path).unwrap().months().unwrap().len(), 1, "a newer minor version can be read");
    let mut newer = Store::open_for_writing(&path).unwrap();
    let mut document = result("2019-07-31", vec![]);
    let error = newer.write_month(month("2019-07"), "d", &mut document, &plan()).unwrap_err();
    assert!(format!("{error:#}").contains("只能读不能写"), "{error:#}");
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 2000;").unwrap();
    assert!(format!("{:#}", Store::open_for_reading(&path).unwrap_err()).contains("2.0"));
    let foreign = folder.path().join("other.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(format!("{:#}", Store::open_for_writing(&foreign).unwrap_err()).contains("不是 capex 的台账"));
    let text = folder.path().join("text.db");
    std::fs::write(&text, "企业名称,设备\n".repeat(200)).unwrap();
    assert!(format!("{:#}", Store::open_for_writing(&text).unwrap_err()).contains("不是 SQLite 文件"));
    assert!(
        format!("{:#}", Store::open_for_reading(&folder.path().join("none.db")).unwrap_err()).contains("没有这个台账")
    );
}

#[test]
fn a_second_writer_is_told_that_the_ledger_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capex.db");
    let mut store = Store::open_for_writing(&path).unwrap();
    write(&mut store, "2019-06", vec![furnace(4, "甲公司", "380", &[])]);
    let mut holder = Connection::open(&path).unwrap();
    let held = holder.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let mut second = Store::open_for_writing_within(&path, Duration::from_millis(50)).unwrap();
    let mut document = result("2019-07-31", vec![]);
    let error = second.write_month(month("2019-07"), "d", &mut document, &plan()).unwrap_err();
    assert!(format!("{error:#}").contains("另一个程序正在写"), "{error:#}");
    // Readers are not kept out meanwhile.
    assert_eq!(Store::open_for_reading(&path).unwrap().months().unwrap().len(), 1);
    drop(held);
    second.write_month(month("2019-07"), "d", &mut document, &plan()).unwrap();
}

#[test]
fn an_interrupted_month_leaves_the_last_good_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capex.db");
    let mut store = Store::open_for_writing(&path).unwrap();
    write(&mut store, "2019-06", vec![furnace(4, "甲公司", "380", &[])]);
    drop(store);
    // Half a month, then the process is gone: nothing is committed.
    let mut dying = Connection::open(&path).unwrap();
    let transaction = dying.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    transaction.execute_batch("PRAGMA foreign_keys = ON; DELETE FROM records; DELETE FROM runs;").unwrap();
    drop(transaction);
    drop(dying);
    let reader = Store::open_for_reading(&path).unwrap();
    assert_eq!(reader.months().unwrap()[0].records, 1);
    assert!(reader.check().unwrap().is_empty());
}

#[test]
fn a_check_finds_what_was_tampered_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capex.db");
    let mut store = Store::open_for_writing(&path).unwrap();
    write(&mut store, "2019-06", vec![furnace(4, "甲公司", "380", &[]), furnace(5, "乙公司", "450", &[])]);
    Connection::open(&path).unwrap().execute_batch("DELETE FROM records WHERE place = 1").unwrap();
    let problems = store.check().unwrap();
    assert_eq!(problems, ["2019-06：结果写 2 条记录，台账有 1 条"]);
}
