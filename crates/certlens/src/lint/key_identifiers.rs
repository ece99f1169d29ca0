//! RFC 5280 §4.2.1.1 and §4.2.1.2: key identifiers of issuer and subject.

use data_encoding::HEXLOWER;

use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::{Certificate, Version};

pub(super) const LINTS: &[Lint<Certificate>] = &[
    SKI_MISSING_ON_CA,
    SKI_MISSING_ON_LEAF,
    SKI_CRITICAL,
    SKI_EMPTY,
    AKI_MISSING,
    AKI_CRITICAL,
    AKI_WITHOUT_KEY_IDENTIFIER,
    AKI_WITH_ISSUER_AND_SERIAL,
    AKI_OF_ROOT_DIFFERS,
    AKI_OF_ANOTHER_KEY,
];

/// Where the extension stands; nothing if it is not there.
fn place(certificate: &Certificate, name: &str) -> ByteRange {
    certificate.extension(name).map(|extension| extension.range).unwrap_or_default()
}

/// One note if the extension is there and critical.
pub(super) fn critical(certificate: &Certificate, context: &Context<'_>, name: &str) -> Vec<Note> {
    let found = certificate.extension(name).is_some_and(|extension| extension.critical);
    context.when(found, place(certificate, name), || format!("{name} is critical, and is not meant to be"))
}

/// One note if the extension is there and not critical.
pub(super) fn not_critical(certificate: &Certificate, context: &Context<'_>, name: &str) -> Vec<Note> {
    let found = certificate.extension(name).is_some_and(|extension| !extension.critical);
    context.when(found, place(certificate, name), || format!("{name} is not critical, and is meant to be"))
}

const SKI_MISSING_ON_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "subject-key-identifier-missing-on-ca",
        title: "CA without subjectKeyIdentifier",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.2"),
        explanation: "Python 3.13 and later refuse such a CA (`Missing Subject Key Identifier`). During a rotation, with two keys under one \
                      name, only the identifiers tell stacks which certificate to try: without them OpenSSL, Node and gRPC fail if the new \
                      CA comes first, GnuTLS if the old one does.",
        remedy: "Make the CA again with `subjectKeyIdentifier=hash`, and issue with `authorityKeyIdentifier=keyid`.",
        kind: RuleKind::Lint,
    },
    run: ski_missing_on_ca,
};

fn ski_missing_on_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.is_ca() && certificate.extension("subjectKeyIdentifier").is_none();
    context.when(
        missing,
        ByteRange::default(),
        || "it is a CA and has no subjectKeyIdentifier; one is needed",
    )
}

const SKI_MISSING_ON_LEAF: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "subject-key-identifier-missing",
        title: "end entity without subjectKeyIdentifier",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.2"),
        explanation: "End entities should have one too, so that a renewed certificate of the same key can be told from one of another key.",
        remedy: "Add `subjectKeyIdentifier=hash` to the extension file.",
        kind: RuleKind::Lint,
    },
    run: ski_missing_on_leaf,
};

fn ski_missing_on_leaf(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.version == Version::V3
        && !certificate.is_ca()
        && certificate.extension("subjectKeyIdentifier").is_none();
    context.when(missing, ByteRange::default(), || "it has no subjectKeyIdentifier")
}

const SKI_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "subject-key-identifier-critical",
        title: "critical subjectKeyIdentifier",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.2"),
        explanation: "Conforming CAs must mark it non-critical; Python 3.13 and later refuse it otherwise.",
        remedy: "Issue it again with `subjectKeyIdentifier=hash`, without `critical`.",
        kind: RuleKind::Lint,
    },
    run: ski_critical,
};

fn ski_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "subjectKeyIdentifier")
}

const SKI_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "subject-key-identifier-empty",
        title: "subjectKeyIdentifier without octets",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.2"),
        explanation: "An empty identifier identifies no key, and matches an empty authorityKeyIdentifier of any issuer.",
        remedy: "Issue it again with `subjectKeyIdentifier=hash`.",
        kind: RuleKind::Lint,
    },
    run: ski_empty,
};

fn ski_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let empty = certificate.subject_key_identifier().is_some_and(<[u8]>::is_empty);
    context.when(empty, place(certificate, "subjectKeyIdentifier"), || "its subjectKeyIdentifier is empty")
}

const AKI_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "authority-key-identifier-missing",
        title: "no authorityKeyIdentifier",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.1"),
        explanation: "Python 3.13 and later refuse such a certificate (`Missing Authority Key Identifier`). While a CA is rotated, with two keys \
                      under one name, OpenSSL, Node, gRPC and GnuTLS try one key only and may try the wrong one.",
        remedy: "Issue it again with `authorityKeyIdentifier=keyid` in the extension file.",
        kind: RuleKind::Lint,
    },
    run: aki_missing,
};

fn aki_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.version == Version::V3
        && !certificate.is_self_issued()
        && certificate.extension("authorityKeyIdentifier").is_none();
    context.when(missing, ByteRange::default(), || "it has no authorityKeyIdentifier; one is needed")
}

const AKI_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "authority-key-identifier-critical",
        title: "critical authorityKeyIdentifier",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.1"),
        explanation: "Conforming CAs must mark it non-critical; Python 3.13 and later refuse it otherwise.",
        remedy: "Issue it again with `authorityKeyIdentifier=keyid`, without `critical`.",
        kind: RuleKind::Lint,
    },
    run: aki_critical,
};

fn aki_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    critical(certificate, context, "authorityKeyIdentifier")
}

const AKI_WITHOUT_KEY_IDENTIFIER: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "authority-key-identifier-without-key",
        title: "authorityKeyIdentifier without keyIdentifier",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.1"),
        explanation: "keyIdentifier is the part by which paths are built; it is required except on roots.",
        remedy: "Issue it again with `authorityKeyIdentifier=keyid`; the CA needs a subjectKeyIdentifier for that.",
        kind: RuleKind::Lint,
    },
    run: aki_without_key_identifier,
};

fn aki_without_key_identifier(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let without = certificate.authority_key_identifier().is_some_and(|aki| aki.key_identifier.is_none());
    context.when(
        without && !certificate.is_self_issued(),
        place(certificate, "authorityKeyIdentifier"),
        || "its authorityKeyIdentifier has no keyIdentifier, which is needed",
    )
}

const AKI_WITH_ISSUER_AND_SERIAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "authority-key-identifier-names-certificate",
        title: "authorityKeyIdentifier that names one certificate of the issuer",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "OpenSSL, Node and GnuTLS compare authorityCertSerialNumber where it is there",
        ),
        explanation: "With issuer and serial number it fits the one certificate of the issuer that was in use. When the CA's certificate \
                      is renewed with the same key, everything issued before stops working.",
        remedy: "Issue with `authorityKeyIdentifier=keyid`, not `keyid,issuer` or `issuer:always`.",
        kind: RuleKind::Lint,
    },
    run: aki_with_issuer_and_serial,
};

fn aki_with_issuer_and_serial(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let named =
        certificate.authority_key_identifier().is_some_and(|aki| aki.authority_cert_serial_number.is_some());
    context.when(
        named && !certificate.is_self_issued(),
        place(certificate, "authorityKeyIdentifier"),
        || "its authorityKeyIdentifier names the serial number of the issuer's certificate beside its key",
    )
}

const AKI_OF_ROOT_DIFFERS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "root-key-identifiers-differ",
        title: "root whose two key identifiers differ",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.1"),
        explanation: "On a self-signed certificate both identifiers are that of its own key. Where they differ, OpenSSL takes it for one that another \
                      certificate issued, and looks for that.",
        remedy: "Make the root again with `subjectKeyIdentifier=hash` and without authorityKeyIdentifier.",
        kind: RuleKind::Lint,
    },
    run: aki_of_root_differs,
};

fn aki_of_root_differs(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let authority = certificate.authority_key_identifier().and_then(|aki| aki.key_identifier.as_deref());
    let (Some(authority), Some(own)) = (authority, certificate.subject_key_identifier()) else {
        return Vec::new();
    };
    // A self-issued certificate that another key of the CA signed is no root, and its issuer is there to be found.
    let rolled_over = context.issuers().any(|(_, issuer)| issuer.subject_key_identifier() == Some(authority));
    let differs = certificate.is_self_issued() && authority != own && !rolled_over;
    context.when(differs, place(certificate, "authorityKeyIdentifier"), || {
        format!(
            "it is self-issued, its authorityKeyIdentifier is {} and its subjectKeyIdentifier {}; they should be the same",
            HEXLOWER.encode(authority),
            HEXLOWER.encode(own)
        )
    })
}

const AKI_OF_ANOTHER_KEY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "authority-key-identifier-of-another-key",
        title: "authorityKeyIdentifier that fits no certificate of the issuer",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "OpenSSL, Node, Java, GnuTLS and BoringSSL then find no issuer; Go and rustls try the key all the same",
        ),
        explanation: "The issuer has certificates here, and all of them are of another key than the one this certificate asks for: the CA was made again \
                      under its old name, or the identifier is wrong.",
        remedy: "Find the CA certificate with that subjectKeyIdentifier, or issue this certificate again with the new CA.",
        kind: RuleKind::Lint,
    },
    run: aki_of_another_key,
};

fn aki_of_another_key(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some(wanted) = certificate.authority_key_identifier().and_then(|aki| aki.key_identifier.as_deref())
    else {
        return Vec::new();
    };
    let first = context.kin.named_as_issuer_of(certificate, context.id());
    let other =
        first.and_then(|id| context.inventory.object(id)).filter(|_| context.issuers().next().is_none());
    let self_signed = certificate.subject_key_identifier() == Some(wanted) && certificate.is_self_issued();
    other
        .filter(|_| !self_signed)
        .map(|other| {
            let message = format!(
                "its authorityKeyIdentifier asks for the key {}, which is not that of {}",
                HEXLOWER.encode(wanted),
                other.name()
            );
            context.note(place(certificate, "authorityKeyIdentifier"), message)
        })
        .into_iter()
        .collect()
}

/// True if nothing tells two keys under the name of this CA apart.
pub(super) fn is_unidentified(certificate: &Certificate) -> bool {
    !role::is_end_entity(certificate) && certificate.subject_key_identifier().is_none()
}
