//! What stops the reading of a file or of a sheet: one Chinese sentence that says which file, what it is, and what to do,
//! with a code for scripts, and for caps the cap, the observed value, the place and the flag.

use std::fmt;
use std::io;
use std::ops::Deref;

/// A safety cap that a file passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitHit {
    /// The flag that raises the cap, such as `--limit-cells`.
    pub flag: &'static str,
    /// The cap in force.
    pub cap: u64,
    /// The observed value, or the least that it must be where counting stopped.
    pub observed: u64,
    /// Where it was observed: a part of an archive, a cell, a line.
    pub place: String,
}

/// A file or a sheet that cannot be read. Its details are read through it: `error.code`, `error.limit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(Box<ReadErrorDetails>);

/// What there is to know of a [`ReadError`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadErrorDetails {
    /// A stable kebab-case code, such as `file-encrypted` or `limit-inflated-bytes`.
    pub code: &'static str,
    /// The file's name as given; empty until the workbook that owns the error fills it in.
    pub file: String,
    /// The sheet's name where one sheet only cannot be read.
    pub sheet: Option<String>,
    /// What the file is or what is wrong with it.
    pub what: String,
    /// What the user can do.
    pub advice: String,
    /// The cap, where one was passed.
    pub limit: Option<LimitHit>,
}

/// Why a file could not be opened; the same shape as the failure of one sheet.
pub type OpenError = ReadError;

impl ReadError {
    pub(super) fn new(code: &'static str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        let (what, advice) = (what.into(), advice.into());
        Self(Box::new(ReadErrorDetails { code, file: String::new(), sheet: None, what, advice, limit: None }))
    }

    /// A cap that was passed. `what` names the counted thing in Chinese, such as `单元格`.
    pub(super) fn over(
        code: &'static str,
        flag: &'static str,
        what: &str,
        cap: u64,
        observed: u64,
        place: impl Into<String>,
    ) -> Self {
        let place = place.into();
        let limit = LimitHit { flag, cap, observed, place: place.clone() };
        let blank = if place.ends_with(|last: char| last.is_ascii_alphanumeric()) { " " } else { "" };
        let text = format!("{place}{blank}的{what}为 {observed}，超过安全上限 {cap}");
        let advice = format!("确认文件来源可靠后，可用 {flag} 提高上限");
        let mut error = Self::new(code, text, advice);
        error.0.limit = Some(limit);
        error
    }

    pub(super) fn truncated(what: impl Into<String>) -> Self {
        Self::new("file-truncated", what, "请向报送单位重新索取完整文件")
    }

    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::new("file-damaged", what, "请用 Excel 或 WPS 打开并另存为 xlsx 后再试")
    }

    /// An error below a reader: the cap that a counting reader reports through [`io::Error`], else `otherwise`.
    pub(super) fn from_io(error: &io::Error, otherwise: impl FnOnce(String) -> Self) -> Self {
        error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Self>())
            .cloned()
            .unwrap_or_else(|| otherwise(error.to_string()))
    }

    pub(super) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }

    /// The same error under a code of its own.
    pub(super) fn coded(mut self, code: &'static str) -> Self {
        self.0.code = code;
        self
    }

    pub(super) fn in_file(mut self, file: &str) -> Self {
        self.0.file = file.to_owned();
        self
    }

    pub(super) fn in_sheet(mut self, sheet: &str) -> Self {
        self.0.sheet = Some(sheet.to_owned());
        self
    }
}

impl Deref for ReadError {
    type Target = ReadErrorDetails;

    fn deref(&self) -> &ReadErrorDetails {
        &self.0
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " 工作表「{sheet}」")?;
        }
        write!(f, "：{}；{}", self.what, self.advice)
    }
}

impl std::error::Error for ReadError {}
