//! YAML files that people write → a tree that knows where everything stands.
//!
//! Plans, catalogues and waivers are edited by hand, so one mistake must not hide the next: every unknown key, missing key
//! and wrong value goes to [`Problems`] instead of stopping at the first. Messages are Chinese and carry file, line and
//! column. There are two ways to read the tree: key by key with [`Mapping`], where reading and checking are one; and into
//! serde types with [`read()`], where the types are also what a JSON Schema is made from ([`Located`] keeps the places that
//! later checks need).

mod located;
mod mapping;
mod node;
mod problem;
mod read;
mod suggest;
mod syntax;

pub use located::{List, Located, OneOrMany, Pairs};
pub use mapping::Mapping;
pub use node::{Content, Node, parse};
pub use problem::{Position, Problem, Problems};
pub use read::{read, read_node};
pub use suggest::nearest;
