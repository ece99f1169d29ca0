//! policyConstraints (RFC 5280 §4.2.1.11).

use crate::defect::{Defect, DefectKind};
use crate::der::{self, Reader, integer};

/// `PolicyConstraints` as defined in RFC 5280 §4.2.1.11.
///
/// ```text
/// PolicyConstraints ::= SEQUENCE {
///      requireExplicitPolicy   [0] SkipCerts OPTIONAL,
///      inhibitPolicyMapping    [1] SkipCerts OPTIONAL }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PolicyConstraints {
    /// `requireExplicitPolicy`; a number that cannot be read counts as 0
    pub require_explicit_policy: Option<u64>,
    /// `inhibitPolicyMapping`; a number that cannot be read counts as 0
    pub inhibit_policy_mapping: Option<u64>,
}

pub(super) fn read(reader: &mut Reader<'_>, defects: &mut Vec<Defect>) -> Option<PolicyConstraints> {
    let whole = reader.whole();
    let sequence = reader.required(der::tag::SEQUENCE, "PolicyConstraints", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let mut skip = |number, field| {
        let element = fields.optional(der::tag::context(number), defects)?;
        let value = integer::small(whole, element, defects);
        if value.is_none() {
            defects.push(Defect::new(DefectKind::OutOfRange(field), element.range));
        }
        Some(value.unwrap_or_default())
    };
    let require_explicit_policy = skip(0, "requireExplicitPolicy");
    let inhibit_policy_mapping = skip(1, "inhibitPolicyMapping");
    fields.finish("PolicyConstraints", defects);
    if sequence.content.is_empty() {
        defects.push(Defect::new(DefectKind::Empty("PolicyConstraints"), sequence.range));
    }
    Some(PolicyConstraints { require_explicit_policy, inhibit_policy_mapping })
}
