//! Shared helpers of the workspace tests.

pub mod boringssl;
pub mod corpora;
pub mod exceptions;
pub mod handshakes;
pub mod issue;
pub mod limbo;
pub mod noise;
pub mod pem;
pub mod pkits;
pub mod score;
pub mod wycheproof;
pub mod zlint;
