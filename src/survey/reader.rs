//! What is built once and used for every sheet.

use std::sync::Arc;

use super::dictionary::Dictionary;
use crate::region::Divisions;
use crate::yaml::Problem;

/// Reads the rows of sheets into records. Built once; cheap to clone.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(super) shared: Arc<Shared>,
}

#[derive(Debug)]
pub(super) struct Shared {
    pub dictionary: Dictionary,
    pub divisions: &'static Divisions,
}

impl Reader {
    /// With the dictionary of headings compiled in.
    ///
    /// # Errors
    /// Every mistake of the compiled-in dictionary; a test keeps it free of them.
    pub fn built_in() -> Result<Self, Vec<Problem>> {
        Ok(Self { shared: Arc::new(Shared { dictionary: Dictionary::built_in()?, divisions: Divisions::built_in() }) })
    }

    /// With another dictionary of headings (`columns.yaml` of `--catalogs DIR`).
    ///
    /// # Errors
    /// Every mistake of the file, with line and column.
    pub fn with_dictionary(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        Ok(Self {
            shared: Arc::new(Shared { dictionary: Dictionary::parse(file, text)?, divisions: Divisions::built_in() }),
        })
    }
}
