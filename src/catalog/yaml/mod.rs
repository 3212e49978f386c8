//! YAML that people write, read so that every problem is reported at once, in Chinese, with its place.
//!
//! serde alone stops at the first problem and forgets where it was. So the text becomes a tree with positions first, and a
//! deserializer over the tree collects unknown keys, repeated keys and wrong forms, skips the list element that holds
//! them, and goes on. Types stay plain serde types; [`Located`] keeps a place where later checks need it.

mod located;
mod read;
mod syntax;
mod tree;

pub use located::{List, Located, OneOrMany, Pairs};
pub use read::read;
