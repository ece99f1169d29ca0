//! The inspection as documents: text for a terminal, JSON for programs, Markdown for a review, CSV for a spreadsheet.

pub mod catalogue;
pub mod check;
pub mod csv;
pub mod diff;
pub mod document;
mod format;
mod json;
mod ladder;
pub mod markdown;
pub mod names;
pub mod pins;
pub mod redact;
mod summary;
pub mod text;

pub use format::{Format, written};
pub use json::{document, json};
