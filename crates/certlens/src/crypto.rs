//! What needs cryptography: digests, signatures, and the public key that belongs to a private one.
//!
//! The mathematics is that of libraries; here is only which of it an object asks for, and what its answer means.

pub mod digest;
pub mod key_match;
pub mod private_key;
pub mod public_key;
pub mod signature;
