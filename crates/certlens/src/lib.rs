//! Certlens reads certificates, keys and Kubernetes Secrets, and says what they are and whether they will work.

mod lint;
pub mod rule;
pub mod source;
pub mod span;
pub mod time;
