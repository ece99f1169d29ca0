//! Certlens reads certificates, keys and Kubernetes Secrets, and says what they are and whether they will work.

pub mod rule;
pub mod span;
pub mod time;
