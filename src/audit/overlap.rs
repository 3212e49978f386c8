//! One file, its work shared out: one thread reads rows, one finds the records in them, others judge.
//!
//! Each hands its results on in the order of the file, in batches, through channels that hold little: whoever is ahead waits,
//! so memory does not grow with the file, and the steps are the same, one by one, as those of [`Judge::workbook`].

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use super::judge::{Judge, Sheet, Step};
use crate::matching::Memory;
use crate::survey::Record;
use crate::workbook::{ReadError, Row, SheetEnd, SheetFacts, Workbook};

/// Rows that go together from thread to thread: enough that handing over costs little, few enough to keep memory flat.
const ROWS: usize = 32;
/// Batches that may wait between two threads.
const WAITING: usize = 4;

/// What the reading thread hands over.
enum Read {
    Rows(Vec<Row>),
    /// The sheet has ended.
    End(Result<SheetEnd, ReadError>),
}

/// What is due next: steps, or the promise of a thread that judges.
enum Due {
    Steps(Vec<Step>),
    Judged(Receiver<Vec<Step>>),
}

/// Records to judge, and where the steps go.
type Job = (Vec<Record>, SyncSender<Vec<Step>>);

impl Judge {
    /// Reads and judges the sheets of an opened workbook, judging with so many threads beside those that read.
    pub(super) fn sheets_overlapped(
        &self,
        file: &Arc<str>,
        workbook: &mut Workbook,
        judges: NonZeroUsize,
        out: &mut dyn FnMut(Step),
    ) {
        let facts = workbook.sheets().to_vec();
        let (row_sender, rows) = sync_channel(WAITING);
        let (due_sender, due) = sync_channel(WAITING);
        let (job_sender, jobs) = sync_channel(WAITING);
        let jobs = Mutex::new(jobs);
        thread::scope(|scope| {
            scope.spawn(move || read(workbook, &row_sender));
            scope.spawn(move || self.find_records(file, &facts, &rows, &due_sender, &job_sender));
            for _ in 0..judges.get() {
                scope.spawn(|| self.judge_jobs(&jobs));
            }
            for due in due {
                match due {
                    Due::Steps(steps) => steps.into_iter().for_each(&mut *out),
                    Due::Judged(steps) => steps.into_iter().flatten().for_each(&mut *out),
                }
            }
        });
    }

    /// Finds the records in the rows of each sheet and sends them to be judged.
    fn find_records(
        &self,
        file: &Arc<str>,
        facts: &[SheetFacts],
        rows: &Receiver<Read>,
        due: &SyncSender<Due>,
        jobs: &SyncSender<Job>,
    ) {
        // A receiver that is gone wants no more; the other threads then end by themselves.
        let submit = |records: Vec<Record>| {
            if !records.is_empty() {
                let (sender, steps) = sync_channel(1);
                drop(jobs.send((records, sender)));
                drop(due.send(Due::Judged(steps)));
            }
        };
        for facts in facts {
            let mut sheet = Sheet::new(self, file, facts);
            loop {
                let mut records = Vec::new();
                match rows.recv() {
                    Ok(Read::Rows(rows)) => {
                        rows.into_iter().for_each(|row| sheet.reading.push(row, &mut |record| records.push(record)));
                        submit(records);
                    }
                    Ok(Read::End(read)) => {
                        let mut steps = Vec::new();
                        sheet.finish(read, &mut |record| records.push(record), &mut |step| steps.push(step));
                        submit(records);
                        drop(due.send(Due::Steps(steps)));
                        break;
                    }
                    Err(_) => return,
                }
            }
        }
    }

    fn judge_jobs(&self, jobs: &Mutex<Receiver<Job>>) {
        let mut memory = Memory::default();
        loop {
            let job = match jobs.lock() {
                Ok(jobs) => jobs.recv(),
                Err(_) => return,
            };
            let Ok((records, steps)) = job else { return };
            drop(steps.send(records.into_iter().map(|record| self.record(record, &mut memory)).collect()));
        }
    }
}

/// Reads the rows of all sheets.
fn read(workbook: &mut Workbook, out: &SyncSender<Read>) {
    for index in 0..workbook.sheets().len() {
        let mut batch = Vec::with_capacity(ROWS);
        let read = workbook.read_sheet(index, &mut |row| {
            batch.push(row);
            if batch.len() == ROWS
                && out.send(Read::Rows(std::mem::replace(&mut batch, Vec::with_capacity(ROWS)))).is_err()
            {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        if out.send(Read::Rows(batch)).and_then(|()| out.send(Read::End(read))).is_err() {
            return;
        }
    }
}
