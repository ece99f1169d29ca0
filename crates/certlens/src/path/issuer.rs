//! What lets a certificate issue the next one (RFC 5280 §6.1.4 (k) to (n)).

use crate::path::Role;
use crate::path::member::Member;
use crate::path::state::State;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::x509::certificate::Version;
use crate::x509::extension::basic_constraints::PathLen;
use crate::x509::extension::key_usage::KeyUsage;

pub(crate) const CA_FLAG: Rule = Rule {
    code: "ca-flag",
    title: "an issuing certificate is a CA's",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.4 (k)"),
    explanation: "Only a certificate whose basicConstraints says cA may issue others. Without that check every holder of a server certificate \
                  could issue certificates for anyone.",
    remedy: "Issue the CA certificate with `basicConstraints = critical, CA:TRUE`, or present the CA that really issued this certificate.",
    kind: RuleKind::Requirement,
};

pub(crate) const PATH_LENGTH: Rule = Rule {
    code: "path-length",
    title: "no more intermediates follow than allowed",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.4 (l), (m)"),
    explanation: "pathLenConstraint says how many intermediates that are not self-issued may stand between this CA and the end entity. The \
                  end entity itself does not count, even if it is a CA's certificate.",
    remedy: "Take a level of CAs out of the hierarchy, or issue the constraining CA certificate again with a greater pathlen.",
    kind: RuleKind::Requirement,
};

pub(crate) const KEY_CERT_SIGN: Rule = Rule {
    code: "key-cert-sign",
    title: "an issuing certificate may sign certificates",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.4 (n)"),
    explanation: "Where a CA certificate has keyUsage, keyCertSign must be among its bits, or its key may not sign certificates.",
    remedy: "Issue the CA certificate with `keyUsage = critical, keyCertSign, cRLSign`.",
    kind: RuleKind::Requirement,
};

/// (k)
pub(super) fn ca_flag(member: &Member<'_>) -> Finding {
    let certificate = member.certificate;
    let label = &member.label;
    let (outcome, message) = match (certificate.basic_constraints(), certificate.version) {
        (Some(constraints), _) if constraints.ca => {
            (Outcome::Pass, format!("basicConstraints of {label} says that it is a CA."))
        }
        (None, Version::V1 | Version::V2) if member.role == Role::TrustAnchor => (
            Outcome::NotApplicable,
            format!(
                "{label} is an anchor of a version without extensions: that it is a CA is known by its being trusted."
            ),
        ),
        (None, _) if member.role == Role::TrustAnchor => (
            Outcome::NotApplicable,
            format!(
                "{label} has no basicConstraints; as an anchor it is trusted to issue, though Go refuses it. Issue it again with `CA:TRUE`."
            ),
        ),
        (Some(_), _) => (
            Outcome::Fail,
            format!(
                "{label} stands where a CA must, but basicConstraints says `CA:FALSE`. Present the CA that issued the certificate below it."
            ),
        ),
        (None, _) => (
            Outcome::Fail,
            format!(
                "{label} stands where a CA must, but has no basicConstraints. Issue it again with `basicConstraints = critical, CA:TRUE`."
            ),
        ),
    };
    Member::finding(&CA_FLAG, outcome, member.at_extension("basicConstraints"), message)
}

/// (l), (m)
pub(super) fn path_length(member: &Member<'_>, state: &mut State<'_>) -> Finding {
    let label = &member.label;
    let constraint = member.certificate.basic_constraints().and_then(|constraints| constraints.path_len);
    let at = member.at_extension("basicConstraints");
    let mut outcome = Outcome::Pass;
    let mut message = if member.role == Role::TrustAnchor {
        format!("{label} is the trust anchor and does not count as an intermediate.")
    } else if member.is_self_issued {
        format!("{label} is self-issued and does not count as an intermediate.")
    } else if let Some(left) = state.max_path_length.checked_sub(1) {
        state.max_path_length = left;
        format!("{label} may stand here; {} may follow it.", intermediates(left))
    } else {
        outcome = Outcome::Fail;
        format!(
            "{label} is one intermediate too many: {} allows no further one. Take a level of CAs out, or issue that one with a greater pathlen.",
            state.length_limited_by
        )
    };
    match constraint {
        Some(PathLen::AtMost(most)) if most < state.max_path_length => {
            state.max_path_length = most;
            state.length_limited_by = format!("pathLenConstraint {most} of {label}");
            message.push_str(&format!(" Its pathLenConstraint allows {} below it.", intermediates(most)));
        }
        Some(PathLen::Unusable) => {
            outcome = Outcome::Fail;
            message.push_str(" Its pathLenConstraint is not a number that can be used. Issue it again.");
        }
        Some(PathLen::AtMost(_)) | None => {}
    }
    Member::finding(&PATH_LENGTH, outcome, at, message)
}

fn intermediates(count: u64) -> String {
    match count {
        0 => "no intermediate".to_owned(),
        1 => "1 intermediate".to_owned(),
        count if count > u64::from(u32::MAX) => "any number of intermediates".to_owned(),
        count => format!("{count} intermediates"),
    }
}

/// (n)
pub(super) fn key_cert_sign(member: &Member<'_>) -> Finding {
    let label = &member.label;
    let (outcome, message) = match member.certificate.key_usage() {
        None => (
            Outcome::NotApplicable,
            format!("{label} has no keyUsage, so its key may be used for everything, keyCertSign included."),
        ),
        Some(usage) if usage.has(KeyUsage::KEY_CERT_SIGN) => {
            (Outcome::Pass, format!("keyUsage of {label} has keyCertSign."))
        }
        Some(usage) => (
            Outcome::Fail,
            format!(
                "{label} must issue the next certificate, but its keyUsage has only {}. Issue it again with keyCertSign.",
                usage_names(usage)
            ),
        ),
    };
    Member::finding(&KEY_CERT_SIGN, outcome, member.at_extension("keyUsage"), message)
}

/// The bits for a sentence.
pub(super) fn usage_names(usage: KeyUsage) -> String {
    let names: Vec<_> = usage.names().collect();
    if names.is_empty() { "no bit".to_owned() } else { names.join(", ") }
}
