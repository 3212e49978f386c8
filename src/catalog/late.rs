//! Values that are read only when they are first asked for.
//!
//! A run judges by a few of the editions and shows examples of none: decoding all of them would be most of what a start costs.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

type Reader<T> = Box<dyn FnOnce() -> T + Send>;

/// A value, or how to read it.
#[derive(Clone)]
pub struct Late<T>(State<T>);

#[derive(Clone)]
enum State<T> {
    Read(T),
    Later(Arc<LazyLock<T, Reader<T>>>),
}

impl<T> Late<T> {
    /// A value that is read when it is first asked for.
    pub(super) fn later(read: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(State::Later(Arc::new(LazyLock::new(Box::new(read)))))
    }
}

impl<T> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            State::Read(value) => value,
            State::Later(later) => later,
        }
    }
}

impl<T> From<T> for Late<T> {
    fn from(value: T) -> Self {
        Self(State::Read(value))
    }
}

impl<T: Default> Default for Late<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: PartialEq> PartialEq for Late<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<'a, T> IntoIterator for &'a Late<Vec<T>> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
