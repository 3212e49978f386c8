//! YAML files that people write → a tree that knows where everything stands.
//!
//! Plans, catalogues and waivers are edited by hand, so one mistake must not hide the next: the tree is read with
//! [`Mapping`], which collects every unknown key, missing key and wrong value in [`Problems`] instead of stopping at the
//! first. Messages are Chinese and carry file, line and column.

mod mapping;
mod node;
mod problem;

pub use mapping::Mapping;
pub use node::{Content, Node, parse};
pub use problem::{Position, Problem, Problems};
