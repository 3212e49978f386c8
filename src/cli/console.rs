//! The two streams towards the user: data on stdout, talk on stderr.
//!
//! Data goes through one locked, buffered writer. A reader that goes away (`capex … | head`) ends the output quietly: it is
//! no error, and it does not change what the run found.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;

use crate::report::terminal::printable;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorChoice {
    /// When stdout is a terminal and `NO_COLOR` is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Narrowest and widest layout of tables, in terminal cells.
const WIDTHS: (usize, usize) = (80, 200);

/// The streams, with what was asked of them.
#[derive(Debug)]
pub struct Console {
    quiet: bool,
    color: bool,
    width: usize,
}

impl Console {
    /// The streams of this process.
    #[must_use]
    pub fn new(quiet: bool, color: ColorChoice) -> Self {
        let terminal = io::stdout().is_terminal();
        let wanted = terminal
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|value| value != "dumb");
        let color = match color {
            ColorChoice::Auto => wanted,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        Self { quiet, color, width: width(terminal) }
    }

    /// Whether stdout takes colour.
    #[must_use]
    pub fn color(&self) -> bool {
        self.color
    }

    /// How many terminal cells a line of stdout may take: 80–200; 80 where stdout is no terminal and `COLUMNS` is not set.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether talk is wanted.
    #[must_use]
    pub fn quiet(&self) -> bool {
        self.quiet
    }

    /// Writes data to stdout.
    ///
    /// # Errors
    /// What `write` returns, and failures of stdout other than a closed pipe.
    pub fn data(&self, write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let written = write(&mut out).and_then(|()| Ok(out.flush()?));
        // What is still buffered has nowhere to go once the pipe is closed; `into_parts` drops it without a second attempt.
        drop(out.into_parts());
        match written {
            Err(error) if is_broken_pipe(&error) => Ok(()),
            other => other,
        }
    }

    /// Says something on stderr, unless talk is not wanted.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            talk(text);
        }
    }

    /// Says on stderr how far a long work is, on one line that is written over. Only on a terminal.
    pub fn progress(&self, what: &str, done: usize, all: usize) {
        let mut stderr = io::stderr().lock();
        if !self.quiet && stderr.is_terminal() {
            // A closed stderr is no reason to fail.
            let _ = write!(stderr, "\r{what} {done}/{all}\u{1b}[K").and_then(|()| stderr.flush());
        }
    }

    /// Wipes the line of [`Console::progress`].
    pub fn progress_done(&self) {
        let mut stderr = io::stderr().lock();
        if !self.quiet && stderr.is_terminal() {
            let _ = write!(stderr, "\r\u{1b}[K").and_then(|()| stderr.flush());
        }
    }

    /// Says on stderr that something is wrong but not in vain.
    pub fn warn(&self, text: &str) {
        talk(&format!("提示：{text}"));
    }

    /// Says on stderr what went wrong, causes included, in one line.
    pub fn error(&self, error: &anyhow::Error) {
        if !is_broken_pipe(error) {
            let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            talk(&format!("错误：{}", causes.join("：")));
        }
    }
}

/// Writes to stderr, line by line and without control characters. A closed stderr is no reason to fail.
pub(super) fn talk(text: &str) {
    let mut stderr = io::stderr().lock();
    for line in text.lines() {
        if writeln!(stderr, "{}", printable(line)).is_err() {
            return;
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

fn width(terminal: bool) -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse::<usize>().ok());
    let seen = terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    told.or(seen).unwrap_or(WIDTHS.0).clamp(WIDTHS.0, WIDTHS.1)
}
