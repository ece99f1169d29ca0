//! Certlens reads certificates, keys and Kubernetes Secrets, and says what they are and whether they will work.

pub mod catalog;
pub mod config;
pub mod crypto;
pub mod defect;
pub mod der;
pub mod describe;
pub mod diff;
pub mod identity;
pub mod inspect;
pub mod inventory;
mod lint;
pub mod names;
pub mod path;
pub mod peer;
pub mod pin;
pub mod pin_match;
mod prose;
pub mod purpose;
pub mod reissue;
pub mod report;
pub mod rule;
pub mod settings;
pub mod sort;
pub mod source;
pub mod span;
pub mod time;
pub mod usages;
mod word;
pub mod x509;

pub use catalog::{rule, rules};
pub use inspect::{Inspection, inspect, inspect_trusting};
pub use settings::Settings;
pub use source::{Source, unpack};
