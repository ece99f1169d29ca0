//! RFC 5280 §4.1.2.4 and §4.1.2.6: names that paths are built by.

use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::Certificate;

pub(super) const LINTS: &[Lint<Certificate>] =
    &[ISSUER_EMPTY, CA_SUBJECT_EMPTY, ISSUER_NAME_ENCODED_DIFFERENTLY];

const ISSUER_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "issuer-empty",
        title: "issuer without a name",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.4"),
        explanation: "Paths are built by comparing names; an issuer without one cannot be looked for.",
        remedy: "Give the CA a subject, and issue the certificate again.",
        kind: RuleKind::Lint,
    },
    run: issuer_empty,
};

fn issuer_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    context.when(
        certificate.issuer.is_empty(),
        certificate.issuer.range,
        || "the issuer is empty, and must have a name",
    )
}

const CA_SUBJECT_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-subject-empty",
        title: "CA without a name",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.6"),
        explanation: "What it issues names it by its subject; without one no path leads to it.",
        remedy: "Make the CA again with a subject: `openssl req -x509 -subj \"/CN=…\"`.",
        kind: RuleKind::Lint,
    },
    run: ca_subject_empty,
};

fn ca_subject_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.is_ca() && certificate.subject.is_empty();
    context.when(found, certificate.subject.range, || "it is a CA and its subject is empty")
}

const ISSUER_NAME_ENCODED_DIFFERENTLY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "issuer-name-encoded-differently",
        title: "issuer spelt otherwise than in its own certificate",
        severity: Severity::Error,
        citation: Citation::Practice(
            "Go, rustls and GnuTLS compare the bytes of names; OpenSSL, Java and BoringSSL compare as RFC 5280 §7.1",
        ),
        explanation: "The names are equal to whoever ignores case, blanks and string types, and different to Go, rustls and GnuTLS, which \
                      then find no issuer.",
        remedy: "Issue it again with the CA's subject copied byte for byte, as `openssl x509 -req -CA` does.",
        kind: RuleKind::Lint,
    },
    run: issuer_name_encoded_differently,
};

fn issuer_name_encoded_differently(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let mut spelt: Vec<&Certificate> = context.issuers().map(|(_, issuer)| issuer).collect();
    spelt.retain(|issuer| issuer.subject.der != certificate.issuer.der);
    let same = context.issuers().count() > spelt.len();
    let found = spelt.first().filter(|_| !same);
    found
        .map(|issuer| {
            let (own, theirs) = (certificate.issuer.to_string(), issuer.subject.to_string());
            let how = if own == theirs {
                format!("`{own}` in other string types")
            } else {
                format!("`{own}`, and its own certificate `{theirs}`")
            };
            context.note(
                certificate.issuer.range,
                format!("it spells its issuer {how}; the bytes must be the same"),
            )
        })
        .into_iter()
        .collect()
}

/// True if `certificate` has no name at all to know its holder by.
pub(super) fn is_nameless(certificate: &Certificate) -> bool {
    certificate.subject.is_empty() && role::is_end_entity(certificate)
}
