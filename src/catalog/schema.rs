//! JSON Schemas of the YAML files, for editors that complete and check while one writes.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::written;
use crate::quantity::Dimension;

/// The kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `<id>.yaml`.
    Edition,
    /// `vocabulary.yaml`, `vocabulary-*.yaml`.
    Vocabulary,
    /// A file with `overlay:`.
    Overlay,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Edition, Self::Vocabulary, Self::Overlay];

    /// The name, also of the committed copy `catalogs/schema/<name>.schema.json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Edition => "edition",
            Self::Vocabulary => "vocabulary",
            Self::Overlay => "overlay",
        }
    }
}

/// The JSON Schema (draft 7, which YAML editors know) of a kind of file, as text.
#[must_use]
pub fn schema(kind: FileKind) -> String {
    let generator = SchemaSettings::draft07().into_generator();
    let schema = match kind {
        FileKind::Edition => generator.into_root_schema_for::<written::Edition>(),
        FileKind::Vocabulary => generator.into_root_schema_for::<written::Vocabulary>(),
        FileKind::Overlay => generator.into_root_schema_for::<written::Overlay>(),
    };
    let mut schema = schema.to_value();
    // The dimensions are a closed list that the types hold as text, for the sake of the message.
    let dimensions: Vec<&str> = Dimension::ALL.iter().map(|dimension| dimension.name()).collect();
    if let Some(dimension) = schema.pointer_mut("/definitions/Parameter/properties/dimension") {
        dimension["enum"] = json!(dimensions);
    }
    as_text(&schema)
}

fn as_text(schema: &Value) -> String {
    let text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text + "\n"
}
