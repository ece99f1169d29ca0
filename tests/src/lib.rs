//! Shared helpers of the workspace tests.

pub mod corpora;
pub mod exceptions;
pub mod wycheproof;
