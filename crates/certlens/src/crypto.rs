//! Cryptography: all of it borrowed, none of it written here.

pub(crate) mod digest;
