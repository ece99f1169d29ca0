//! The inspection as documents: text for a terminal, JSON for programs, Markdown for a review.

pub mod catalogue;
pub mod diff;
pub mod document;
mod json;
mod ladder;
pub mod markdown;
pub mod names;
pub mod pair;
pub mod pins;
mod summary;
pub mod text;

pub use json::{document, json};
