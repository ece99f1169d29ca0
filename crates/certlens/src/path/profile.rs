//! What profiles ask.
use crate::path::member::Member;
use crate::rule::{Finding, Rule};
use crate::settings::Settings;
pub(super) const RULES: &[&Rule] = &[];
pub(super) fn apply(_member: &Member<'_>, _is_last: bool, _settings: &Settings) -> Vec<Finding> {
    Vec::new()
}
