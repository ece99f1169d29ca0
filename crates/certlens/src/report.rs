//! The inspection as documents: text for a terminal, JSON for programs, Markdown for a review, CSV for a spreadsheet.

pub mod catalogue;
pub mod check;
pub mod csv;
pub mod diff;
pub mod document;
pub mod errors;
mod fixes;
mod format;
mod json;
mod ladder;
mod markdown;
pub mod names;
pub mod pair;
pub mod pins;
mod plain;
pub mod redact;
mod renewal;
mod summary;
mod text;
mod usages;
pub mod vocabulary;

pub use format::{Format, written};
pub use json::{document, outline};
