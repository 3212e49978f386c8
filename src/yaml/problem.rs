//! What is wrong with files that people write, and where.

use std::fmt;

/// A place in a file, 1-based; 0 where a problem concerns the whole file.
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
    /// What is wrong: one Chinese sentence.
    pub message: String,
    /// What to do about it; empty where the message says it all.
    pub hint: String,
}

impl Problem {
    /// A problem of a whole file.
    #[must_use]
    pub fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), position: Position::default(), message: message.into(), hint: String::new() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.position.line > 0 {
            write!(f, "{}:{}:", self.position.line, self.position.column)?;
        }
        write!(f, " {}", self.message)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "（{}）", self.hint) }
    }
}

/// Mistakes, collected while files are read.
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

    /// Adds a mistake in the file.
    pub fn add(&mut self, position: Position, message: impl Into<String>) {
        self.hinted(position, message, "");
    }

    /// Adds a mistake in the file and what to do about it.
    pub fn hinted(&mut self, position: Position, message: impl Into<String>, hint: impl Into<String>) {
        let file = self.file.clone();
        self.push(Problem { file, position, message: message.into(), hint: hint.into() });
    }

    /// Adds a mistake in any file.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Adds the mistakes of another collection.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }

    /// The mistakes in the order of files and lines, each once.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Problem> {
        self.list.sort();
        self.list.dedup();
        self.list
    }

    /// `value` if nothing is wrong.
    ///
    /// # Errors
    /// The mistakes, sorted.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(Self { file: self.file.clone(), list: self.into_sorted() }) }
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
