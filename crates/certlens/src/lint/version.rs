//! RFC 5280 §4.1.2.1 and §4.1.2.8: version and what depends on it.

use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::x509::certificate::{Certificate, Version};

pub(super) const LINTS: &[Lint<Certificate>] = &[
    VERSION_NOT_3,
    ROOT_VERSION_NOT_3,
    EXTENSIONS_IN_OLD_VERSION,
    UNIQUE_IDENTIFIERS,
    UNIQUE_IDENTIFIERS_IN_VERSION_1,
];

const VERSION_NOT_3: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "version-not-3",
        title: "certificate of an old version",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.1"),
        explanation: "Only version 3 has extensions: names to dial, key usages and the CA flag. rustls refuses any other \
                      version. `openssl x509 -req` writes version 1 where it is given no extension file.",
        remedy: "Issue it again with extensions: `openssl x509 -req -extfile FILE` with at least basicConstraints, \
                 keyUsage, extendedKeyUsage and subjectAltName.",
        kind: RuleKind::Lint,
    },
    run: version_not_3,
};

fn version_not_3(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let old = certificate.version != Version::V3 && !certificate.is_self_issued();
    context.when(old, certificate.tbs, || format!("it is {}; version 3 is needed", version(certificate)))
}

fn version(certificate: &Certificate) -> String {
    match certificate.version.number() {
        Some(number) => format!("of version {number}"),
        None => "of an unreadable version".to_owned(),
    }
}

const ROOT_VERSION_NOT_3: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "root-version-not-3",
        title: "root of an old version",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "Python 3.13 and later refuse a version 1 root (VERIFY_X509_STRICT); others take it",
        ),
        explanation: "A root of version 1 cannot say that it is a CA. Most stacks take it as an anchor all the same.",
        remedy: "Make a new root with `openssl req -x509`, which writes version 3, and distribute both until every \
                 certificate is issued by the new one.",
        kind: RuleKind::Lint,
    },
    run: root_version_not_3,
};

fn root_version_not_3(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let old = certificate.version != Version::V3 && certificate.is_self_issued();
    context.when(old, certificate.tbs, || format!("it is {}; version 3 is needed", version(certificate)))
}

const EXTENSIONS_IN_OLD_VERSION: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "extensions-in-old-version",
        title: "extensions in a certificate that is not of version 3",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.9"),
        explanation: "Extensions exist in version 3 only. Readers that go by the version ignore them, others honour \
                      them, and strict ones refuse the certificate.",
        remedy: "Have it issued again by software that sets the version to 3.",
        kind: RuleKind::Lint,
    },
    run: extensions_in_old_version,
};

fn extensions_in_old_version(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.has_extensions_field && certificate.version != Version::V3;
    context.when(found, certificate.tbs, || {
        format!("it has extensions and is {}; they need version 3", version(certificate))
    })
}

const UNIQUE_IDENTIFIERS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "unique-identifiers",
        title: "unique identifiers, which nobody uses",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.1.2.8"),
        explanation: "RFC 5280 forbids CAs to write issuerUniqueID and subjectUniqueID; names are not to be reused \
                      instead. Some readers have never met them.",
        remedy: "Have it issued again without them.",
        kind: RuleKind::Lint,
    },
    run: unique_identifiers,
};

fn unique_identifiers(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let first = certificate.issuer_unique_id.or(certificate.subject_unique_id);
    first.map(|at| context.note(at, "it has a unique identifier, and must have none")).into_iter().collect()
}

const UNIQUE_IDENTIFIERS_IN_VERSION_1: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "unique-identifiers-in-version-1",
        title: "unique identifiers in a certificate of version 1",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.8"),
        explanation: "The fields exist from version 2 on; a reader of version 1 finds an element that it does not know.",
        remedy: "Have it issued again without them, and as version 3.",
        kind: RuleKind::Lint,
    },
    run: unique_identifiers_in_version_1,
};

fn unique_identifiers_in_version_1(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let first = certificate.issuer_unique_id.or(certificate.subject_unique_id);
    let at = first.filter(|_| certificate.version == Version::V1);
    at.map(|at| context.note(at, "it has a unique identifier and is of version 1, which has none"))
        .into_iter()
        .collect()
}
