//! Views of everything that was found, by one aspect each.

pub(crate) mod names;
pub(crate) mod pair;
pub(crate) mod pins;
pub(crate) mod report;
pub(crate) mod timeline;
