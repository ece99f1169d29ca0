//! Opinions: what is wrong, though it decides no verdict.

pub(crate) mod repair;
