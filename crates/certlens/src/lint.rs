//! Opinions: what is wrong, though it decides no verdict.

pub(crate) mod reading;
pub(crate) mod repair;
pub(crate) mod strict;
