//! The signature of each certificate (RFC 5280 §6.1.3 (a)(1)).

use crate::crypto::signature::{self, Reason, SignatureCheck};
use crate::path::member::Member;
use crate::path::state::State;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::x509::public_key::PublicKey;

pub(crate) const SIGNATURE: Rule = Rule {
    code: "signature",
    title: "the signature verifies with the issuer's key",
    severity: Severity::Error,
    citation: Citation::Rfc(5280, "6.1.3 (a)(1)"),
    explanation: "A certificate proves something only if the key of the next certificate on the path made its signature. Where the names \
                  fit and the signature does not, another CA with the same name issued it, or it was changed afterwards.",
    remedy: "Put the certificate of the CA that really issued it into the bundle. `openssl verify -partial_chain -trusted ca.pem cert.pem` \
             says whether a given CA did.",
    kind: RuleKind::Requirement,
};

/// `check` is what the search knows of the signature; `None` where its budget was spent.
pub(super) fn signature(member: &Member<'_>, state: &State<'_>, check: Option<SignatureCheck>) -> Finding {
    let issuer = &state.working_issuer;
    let check = match check {
        Some(SignatureCheck::Undetermined(Reason::DsaParameters)) => inherited(member, state),
        other => other,
    };
    let algorithm = &member.certificate.signature_algorithm;
    let at = member.at(algorithm.range);
    let label = &member.label;
    let (outcome, message) = match check {
        Some(SignatureCheck::Valid) => {
            (Outcome::Pass, format!("{label} is signed with the key of {issuer} ({algorithm})."))
        }
        Some(SignatureCheck::Invalid) => (
            Outcome::Fail,
            format!(
                "{label} names {issuer} as its issuer, but its signature ({algorithm}) was not made with that key ({}). \
                 Put the certificate of the CA that issued it in place of this one.",
                state.working_public_key.map_or_else(|| "none".to_owned(), PublicKey::describe)
            ),
        ),
        Some(SignatureCheck::Undetermined(reason)) => (
            Outcome::Undetermined,
            format!(
                "Whether {issuer} signed {label} could not be checked, because {reason}. Check it with another tool."
            ),
        ),
        None => (
            Outcome::Undetermined,
            format!(
                "Whether {issuer} signed {label} was not checked, because too many signatures were checked before. Paste fewer certificates at a time."
            ),
        ),
    };
    Member::finding(&SIGNATURE, outcome, at, message)
}

/// RFC 3279 §2.3.2: a DSA key without parameters takes those of its issuer.
fn inherited(member: &Member<'_>, state: &State<'_>) -> Option<SignatureCheck> {
    let mut key = state.working_public_key?.clone();
    key.algorithm.parameters.clone_from(&state.working_public_key_parameters);
    let certificate = member.certificate;
    Some(signature::verify(
        &certificate.signature_algorithm,
        &key,
        certificate.tbs_octets(),
        certificate.signature_octets(),
    ))
}
