//! Problems in files that people write: each with its place, all of them at once.

use std::fmt;

/// A place in a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Line, 1-based; 0 where a problem concerns the whole file.
    pub line: u32,
    /// Column in characters, 1-based; 0 where a problem concerns the whole file.
    pub column: u32,
}

/// One thing that is wrong, as the person who edits the file should read it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file as it was named.
    pub file: String,
    /// Where in it.
    pub at: Position,
    /// What is wrong: one Chinese sentence.
    pub message: String,
    /// What to do about it; empty where the message says it all.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.at.line > 0 {
            write!(f, "{}:{}:", self.at.line, self.at.column)?;
        }
        write!(f, " {}", self.message)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "（{}）", self.hint) }
    }
}

/// Every problem found, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// No problem yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Adds one from its parts.
    pub fn add(&mut self, file: &str, at: Position, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Problem { file: file.to_owned(), at, message: message.into(), hint: hint.into() });
    }

    /// Adds those of another list.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// Sorts by file and place and drops repetitions.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.list.sort();
        self.list.dedup();
        self
    }

    /// `value` if nothing is wrong.
    ///
    /// # Errors
    /// The sorted problems.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self.sorted()) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
