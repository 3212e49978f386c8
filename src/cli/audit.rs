//! `capex audit PATH...`: the main job.

use std::io;
use std::path::PathBuf;

use super::options::{FailOn, JudgeOptions, ReadOptions, WarnOptions};
use super::outputs::{Format, OutputOptions};
use super::questions::{QuestionOptions, answers};
use super::{Console, Exit, setup};
use crate::audit::{self, AuditedRecord, Auditor, Document, Event, Exception, Input, Kind, Severity, list_surveys};
use crate::history::compare;
use crate::history::returned::RETURNED;
use crate::matching::Verdict;
use crate::report::json::Line;
use crate::report::terminal;
use crate::report::view::View;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 摸底表文件，或装着它们的文件夹
    #[arg(value_name = "文件或文件夹", required = true)]
    paths: Vec<PathBuf>,
    /// 达到什么结果就以退出码 1 结束：eliminate 淘汰或禁止、review 及待核实、data 及数据和进度错误、never 从不
    #[arg(long, value_enum, value_name = "级别", default_value = "eliminate", hide_possible_values = true)]
    fail_on: FailOn,
    /// 与以前保存的结果（json）比较：首次出现的日期、死灰复燃
    #[arg(long, value_name = "前.json")]
    baseline: Option<PathBuf>,
    /// 逐条说明怎样认的、怎样判的：表后列出，结果文件（json、jsonl）里也有
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    outputs: OutputOptions,
    #[command(flatten)]
    questions: QuestionOptions,
    #[command(flatten)]
    judge: JudgeOptions,
    #[command(flatten)]
    warn: WarnOptions,
    #[command(flatten)]
    read: ReadOptions,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let found = list_surveys(&self.paths);
        let answered = self.questions.answer_files()?;
        let beside = self.baseline.iter().chain(&self.judge.waivers).chain(&self.read.mapping);
        let inputs: Vec<PathBuf> = found.files.iter().chain(beside).chain(&answered).cloned().collect();
        self.outputs.check(&inputs)?;
        let baseline = self.baseline.as_deref().map(super::report::read).transpose()?;
        for (path, reason) in &found.skipped {
            console.note(&format!("没有读 {}：{reason}", path.display()));
        }
        let failed = found.failed.into_iter().map(|(path, reason)| Input {
            file: path.to_string_lossy().into_owned(),
            sha256: String::new(),
            sheets: Vec::new(),
            error: Some(reason),
        });
        let limits = self.read.limits();
        // Near misses are kept: a saved result must be able to say why not.
        let wanted = setup::Wanted {
            explain: true,
            trace: self.explain,
            warn: self.warn,
            answers: answers(&answered, &limits)?,
        };
        let auditor = setup::auditor_with(&self.judge, &self.read, wanted)?;
        let vocabulary = auditor.vocabulary();
        let files = setup::as_given(&found.files);
        let (document, tally) = if self.outputs.only_lines() && baseline.is_none() && !self.questions.wanted() {
            lines(auditor, &files, failed, &self.read, console)?
        } else {
            let mut document = setup::audit(auditor, &files, &self.read, console);
            document.inputs.extend(failed);
            if let Some(old) = &baseline {
                self.compare(old, &mut document, console)?;
            }
            if document.waivers.is_empty() && self.judge.waivers.is_some() {
                console.warn("复核意见文件里没有填好的意见，没有采用任何意见");
            }
            self.questions.write(&document, &vocabulary, &inputs, &limits, console)?;
            self.outputs.write(&document, &inputs, console)?;
            if self.explain && self.outputs.format == Format::Table {
                let view = View::new(&document);
                console.data(|out| Ok(terminal::explained(&view, console.width(), console.color(), out)?))?;
            }
            let tally = Tally::of(&document);
            (document, tally)
        };
        let exit = tally.exit(&document, self.fail_on);
        // As the auditor: a large result takes long to take apart.
        std::mem::forget(document);
        if exit == Exit::Empty {
            console.warn(
                "没有找到设备行，什么都没有核查；capex ingest --explain 加文件名可看各表各栏怎样读的，认错的用 --mapping 指定",
            );
        }
        Ok(exit)
    }

    fn compare(&self, old: &Document, document: &mut Document, console: &Console) -> anyhow::Result<()> {
        let diff = compare(old, document, &setup::plan(&self.judge.plan)?);
        let counts: Vec<String> =
            diff.totals.iter().map(|(state, count)| format!("{} {count}", state.chinese())).collect();
        console.note(&format!("与 {} 的结果相比：{}", old.as_of, counts.join("、")));
        diff.notes.iter().for_each(|note| console.note(note));
        Ok(())
    }
}

/// Prints records and exceptions as they come and keeps none: memory does not grow with the survey.
fn lines(
    mut auditor: Auditor,
    files: &[(String, PathBuf)],
    failed: impl Iterator<Item = Input>,
    read: &ReadOptions,
    console: &Console,
) -> anyhow::Result<(Document, Tally)> {
    let mut tally = Tally::default();
    let mut document = auditor.document(Vec::new());
    console.data(|out| {
        Line::header(&document).write(out)?;
        let mut written: io::Result<()> = Ok(());
        let mut buffer = Vec::new();
        let progress = &mut |done| console.progress("已读文件", done, files.len());
        document = audit::stream(&mut auditor, files, setup::threads(read), progress, &mut |event| {
            // Once nobody reads any more the audit still ends as it should, in silence.
            let line = match &event {
                Event::Record(record) => {
                    tally.record(record);
                    Line::Record(record)
                }
                Event::Exception(exception) => {
                    tally.exception(exception);
                    Line::Exception(exception)
                }
            };
            if written.is_ok() {
                written = line.write_by(&mut buffer, out);
            }
        });
        console.progress_done();
        document.inputs.extend(failed);
        written?;
        Ok(Line::summary(&document).write(out)?)
    })?;
    // The process ends now, which gives memory back sooner than taking catalogues and words apart one by one.
    std::mem::forget(auditor);
    Ok((document, tally))
}

/// What decides how an audit ends.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    worst: Option<Verdict>,
    /// Something that was closed runs again.
    returned: bool,
    /// An error in the data or the process.
    errors: bool,
}

impl Tally {
    fn of(document: &Document) -> Self {
        let mut tally = Self::default();
        document.records.iter().for_each(|record| tally.record(record));
        document.exceptions.iter().for_each(|exception| tally.exception(exception));
        tally
    }

    fn record(&mut self, record: &AuditedRecord) {
        self.worst = self.worst.max(Some(record.verdict));
    }

    fn exception(&mut self, exception: &Exception) {
        self.returned |= exception.code == RETURNED;
        self.errors |= exception.severity == Severity::Error && exception.kind != Kind::Compliance;
    }

    /// How an audit ended. An incomplete one is never taken for a clean one: what could not be read outranks what was found.
    fn exit(self, document: &Document, fail_on: FailOn) -> Exit {
        if document.inputs.iter().any(|input| input.error.is_some()) || document.ledger.not_understood > 0 {
            return Exit::Incomplete;
        }
        if document.ledger.records == 0 {
            return Exit::Empty;
        }
        // What runs again after its exit is graver than any verdict, whatever a catalogue says of it.
        let found = match fail_on {
            FailOn::Eliminate => self.worst >= Some(Verdict::Prohibit) || self.returned,
            FailOn::Review => self.worst >= Some(Verdict::Review) || self.returned,
            FailOn::Data => self.worst >= Some(Verdict::Review) || self.returned || self.errors,
            FailOn::Never => false,
        };
        if found { Exit::Found } else { Exit::Clean }
    }
}

/// How an audit that is kept whole ended.
pub(super) fn verdict(document: &Document, fail_on: FailOn) -> Exit {
    Tally::of(document).exit(document, fail_on)
}
