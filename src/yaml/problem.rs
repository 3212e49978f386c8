//! What is wrong with a file, and where.

use std::fmt;

/// A place in a file, 1-based; 0 where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column, counted in characters.
    pub column: u32,
}

/// One mistake in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file's name, as given.
    pub file: String,
    /// Where in it.
    pub position: Position,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.position.line == 0 {
            write!(f, "{}：{}", self.file, self.message)
        } else {
            write!(f, "{}:{}:{}：{}", self.file, self.position.line, self.position.column, self.message)
        }
    }
}

/// The mistakes of one file, collected while it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    file: String,
    list: Vec<Problem>,
}

impl Problems {
    /// Nothing wrong with `file` yet.
    #[must_use]
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new() }
    }

    /// Adds a mistake.
    pub fn add(&mut self, position: Position, message: impl Into<String>) {
        self.list.push(Problem { file: self.file.clone(), position, message: message.into() });
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The mistakes in the order of the file.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Problem> {
        self.list.sort();
        self.list.dedup();
        self.list
    }
}
