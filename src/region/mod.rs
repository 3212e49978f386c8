//! Administrative divisions 行政区划: codes, names, short and old names.
//!
//! The list is data (`catalogs/divisions/*.csv`, compiled in). This room answers which division a name means, and says
//! when a name is short, outdated, later than the list, or not below the prefecture it was written with. It never picks
//! among several divisions of one name in silence.

mod divisions;
mod remembered;
mod resolve;

pub use divisions::{Division, Divisions, Found, NameKind};
pub use remembered::Places;
pub use resolve::{Place, PlaceProblem};
