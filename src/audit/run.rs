//! A whole audit kept in memory, for reports that need all of it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::auditor::{Auditor, Event};
use super::citation::Citations;
use super::document::Document;
use super::exception::{Exception, Kind};

/// Audits files one after the other and keeps everything, exceptions gravest first.
#[must_use]
pub fn run(auditor: Auditor, files: &[PathBuf]) -> Document {
    let named: Vec<(String, PathBuf)> =
        files.iter().map(|file| (file.to_string_lossy().into_owned(), file.clone())).collect();
    run_named(auditor, &named, NonZeroUsize::MIN, &mut |_| ())
}

/// Audits files, each under a name, several at once; the result does not depend on how many. `progress` is told how many
/// files are done after each.
#[must_use]
pub fn run_named(
    mut auditor: Auditor,
    files: &[(String, PathBuf)],
    threads: NonZeroUsize,
    progress: &mut dyn FnMut(usize),
) -> Document {
    let mut records = Vec::new();
    let mut exceptions = Vec::new();
    let mut document = stream(&mut auditor, files, threads, progress, &mut |event| match event {
        Event::Record(mut record) => {
            record.shrink();
            records.push(*record);
        }
        Event::Exception(exception) => exceptions.push(*exception),
    });
    sort_gravest_first(&mut exceptions);
    document.records = records;
    document.exceptions = exceptions;
    document
}

/// Audits files and keeps nothing: records and exceptions go to `sink` as they come, those of a record right after it. What
/// is returned is the document without them.
pub fn stream(
    auditor: &mut Auditor,
    files: &[(String, PathBuf)],
    threads: NonZeroUsize,
    progress: &mut dyn FnMut(usize),
    sink: &mut dyn FnMut(Event),
) -> Document {
    let mut citations = Citations::default();
    let mut count = |event: Event| {
        if let Event::Record(record) = &event {
            citations.add(record);
        }
        sink(event);
    };
    let inputs = auditor.files(files, threads, progress, &mut count);
    auditor.finish(&mut count);
    let mut document = auditor.document(inputs);
    document.cited = citations.entries(auditor.editions().iter().map(AsRef::as_ref));
    document
}

/// Sorts exceptions: errors before warnings before remarks, what came back after its exit first of all, compliance before
/// process before data, then in reading order.
pub fn sort_gravest_first(exceptions: &mut [Exception]) {
    exceptions.sort_by_key(|exception| {
        let kind = match exception.kind {
            Kind::Compliance => 0,
            Kind::Process => 1,
            Kind::Data => 2,
        };
        let code = match exception.code.as_str() {
            "returned-after-exit" => return (std::cmp::Reverse(exception.severity), 0, -1),
            "induction-steel" => 0,
            "elimination" => 1,
            "prohibition" | "major-hazard" => 2,
            _ => 3,
        };
        (std::cmp::Reverse(exception.severity), kind, code)
    });
}
