//! Placeholder.
use crate::time::Timestamp;

/// Settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// time
    pub time: Timestamp,
}
