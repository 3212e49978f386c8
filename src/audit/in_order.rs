//! Several files at once, their results in order.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Results that go together from thread to thread, so that handing over costs little.
const BATCH: usize = 32;
/// Batches that may wait for their turn, per job: enough to keep threads busy, little enough to keep memory flat.
const WAITING: usize = 4;

/// What is done with a job: it hands over results one by one.
pub(super) type Work<'w, J, R> = dyn Fn(&J, &mut dyn FnMut(R)) + Sync + 'w;

/// Works on jobs with several threads; `take` gets the results of each job in the order of the jobs.
///
/// Jobs are begun in order, so the job whose turn it is always runs or is done: what waits behind it cannot block it.
pub(super) fn in_order<J: Sync, R: Send>(
    jobs: &[J],
    threads: NonZeroUsize,
    work: &Work<'_, J, R>,
    take: &mut dyn FnMut(&mut dyn Iterator<Item = R>),
) {
    type Sender<R> = Mutex<Option<SyncSender<Vec<R>>>>;
    let (senders, receivers): (Vec<Sender<R>>, Vec<Receiver<Vec<R>>>) = jobs
        .iter()
        .map(|_| sync_channel(WAITING))
        .map(|(sender, receiver)| (Mutex::new(Some(sender)), receiver))
        .unzip();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads.get().min(jobs.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(job), Some(sender)) = (jobs.get(at), senders.get(at)) else { return };
                    let sender = sender.lock().ok().and_then(|mut sender| sender.take());
                    let Some(sender) = sender else { return };
                    // A receiver that is gone no longer wants the results; the job ends by itself.
                    let mut batch = Vec::new();
                    work(job, &mut |result| {
                        batch.push(result);
                        if batch.len() == BATCH {
                            drop(sender.send(std::mem::take(&mut batch)));
                        }
                    });
                    drop(sender.send(batch));
                }
            });
        }
        for receiver in receivers {
            take(&mut receiver.into_iter().flatten());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs_whatever_the_threads() {
        let jobs: Vec<usize> = (0..40).collect();
        for threads in [1, 2, 7] {
            let mut all: Vec<Vec<usize>> = Vec::new();
            in_order(
                &jobs,
                NonZeroUsize::new(threads).unwrap(),
                // More results than may wait, the first jobs the longest.
                &|job: &usize, out| (0..(40 - job) * 50).for_each(|nth| out(job * 10_000 + nth)),
                &mut |results| all.push(results.collect()),
            );
            assert_eq!(all.len(), 40);
            for (job, results) in all.iter().enumerate() {
                let expected: Vec<usize> = (0..(40 - job) * 50).map(|nth| job * 10_000 + nth).collect();
                assert_eq!(*results, expected, "job {job} with {threads} threads");
            }
        }
    }

    #[test]
    fn no_job_is_no_work() {
        in_order(&[], NonZeroUsize::MIN, &|(): &(), out: &mut dyn FnMut(u8)| out(1), &mut |_| {
            panic!("nothing to take")
        });
    }
}
