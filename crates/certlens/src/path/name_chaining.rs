//! The issuer's name of each certificate (RFC 5280 §6.1.3 (a)(4), §7.1).

use crate::path::member::Member;
use crate::path::state::State;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};

pub(crate) const NAME_CHAINING: Rule = Rule {
    code: "name-chaining",
    title: "the issuer's name is the subject of the next certificate",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.3 (a)(4)"),
    explanation: "Each certificate names its issuer, and the certificate above it on the path must bear that name. RFC 5280 §7.1 disregards case, \
                  spaces and string types; Go, rustls and others compare the bytes, so that a CA renewed with another string type breaks them.",
    remedy: "Use the CA certificate whose subject is the issuer named. When a CA is renewed, keep the encoding of its subject as it was.",
    kind: RuleKind::Requirement,
};

pub(super) fn name_chaining(member: &Member<'_>, state: &State<'_>) -> Finding {
    let issuer = &member.certificate.issuer;
    let above = state.working_issuer_name;
    let label = &member.label;
    let (outcome, message) = if issuer.der == above.der {
        (Outcome::Pass, format!("{label} was issued by `{issuer}`, the subject of the next certificate."))
    } else if issuer.matches(above) {
        (
            Outcome::Pass,
            format!(
                "The issuer of {label}, `{issuer}`, and the subject of the next certificate, `{above}`, are the same name but differ in their \
                 bytes (string type, case or spaces). Stacks that compare bytes, such as Go and rustls, will not find this issuer."
            ),
        )
    } else {
        (
            Outcome::Fail,
            format!(
                "{label} was issued by `{issuer}`, but the next certificate is that of `{above}`. Put the certificate of `{issuer}` in its place."
            ),
        )
    };
    Member::finding(&NAME_CHAINING, outcome, member.at(issuer.range), message)
}
