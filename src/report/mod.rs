//! Printers of values made by the rooms below: nothing here judges or counts anew.
//!
//! A [`crate::audit::Document`] is arranged once ([`view::View`]) and cut into tables ([`grid`]); each form prints those.

pub mod csv;
pub mod figures;
pub mod file;
pub mod grid;
pub mod html;
pub mod json;
pub mod markdown;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod questions;
pub mod template;
pub mod terminal;
pub mod view;
pub mod words;
pub mod workbook;
