//! How a run ended, as scripts see it.

use std::process::ExitCode;

/// The exit codes of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done; audited and nothing at or above `--fail-on`.
    Clean,
    /// 1: audited; something at or above `--fail-on`.
    Found,
    /// 2: wrong usage, or broken configuration, catalogue, plan or waiver file. Nothing was audited.
    Unusable,
    /// 3: the result is incomplete: an input could not be read, or rows were not understood. Outranks 0 and 1.
    Incomplete,
    /// 4: nothing was audited: no equipment row was found.
    Empty,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Found => 1,
            Self::Unusable => 2,
            Self::Incomplete => 3,
            Self::Empty => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
