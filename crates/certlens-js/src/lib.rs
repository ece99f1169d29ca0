//! The core as a JS package.
