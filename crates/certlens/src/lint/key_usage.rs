//! RFC 5280 §4.2.1.3: keyUsage, and which of its bits fit which key.

use super::key_identifiers::not_critical;
use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::public_key::KeyKind;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    DIGITAL_SIGNATURE_MISSING,
    DATA_ENCIPHERMENT,
    KEY_USAGE_NOT_CRITICAL,
    KEY_USAGE_MISSING_ON_CA,
    KEY_USAGE_MISSING,
    KEY_CERT_SIGN_WITHOUT_CA,
    CRL_SIGN_WITHOUT_CA,
    CA_WITHOUT_KEY_CERT_SIGN,
    CA_WITHOUT_CRL_SIGN,
    CA_WITH_ENCIPHERMENT,
    ENCIPHERMENT_WITH_EC,
    KEY_AGREEMENT_WITH_RSA,
    USAGE_NOT_FOR_EDWARDS,
    ENCIPHER_ONLY_WITHOUT_KEY_AGREEMENT,
];

const ENCIPHERMENT: KeyUsage = KeyUsage::KEY_ENCIPHERMENT.with(KeyUsage::DATA_ENCIPHERMENT);

fn place(certificate: &Certificate) -> ByteRange {
    certificate.extension("keyUsage").map(|extension| extension.range).unwrap_or_default()
}

/// One note if there is a keyUsage that `wrong` holds of; the bits found come first in it.
fn usage(
    certificate: &Certificate,
    context: &Context<'_>,
    wrong: impl FnOnce(KeyUsage) -> bool,
    rest: &str,
) -> Vec<Note> {
    let Some(found) = certificate.key_usage() else { return Vec::new() };
    context.when(wrong(found), place(certificate), || {
        let bits: Vec<&str> = found.names().collect();
        let bits = if bits.is_empty() { "nothing".to_owned() } else { bits.join(", ") };
        format!("keyUsage is {bits}; {rest}")
    })
}

fn kind(certificate: &Certificate) -> Option<&KeyKind> {
    certificate.public_key.as_ref().map(|key| &key.kind)
}

const DIGITAL_SIGNATURE_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "digital-signature-missing",
        title: "TLS certificate whose key may not sign",
        severity: Severity::Error,
        citation: Citation::Rfc(8446, "4.4.2.2"),
        explanation: "In TLS 1.3 and with every ECDHE suite the peer proves its key by a signature. As a client certificate, OpenSSL, nginx, HAProxy, \
                      Python, Node, Java, GnuTLS and gRPC refuse it; as a server certificate, Java, GnuTLS and gRPC. Go \
                      and rustls do not look, and so hide it.",
        remedy: "Issue it again with `keyUsage=critical,digitalSignature`; in a cert-manager Certificate, `usages: [digital signature, server auth]` \
                 or `client auth`.",
        kind: RuleKind::Lint,
    },
    run: digital_signature_missing,
};

fn digital_signature_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let for_tls = role::is_for_tls(certificate);
    usage(
        certificate,
        context,
        |found| for_tls && !found.has(KeyUsage::DIGITAL_SIGNATURE),
        "TLS needs digitalSignature",
    )
}

const DATA_ENCIPHERMENT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "data-encipherment-meaningless",
        title: "dataEncipherment on a TLS certificate",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "no cipher suite of any TLS version encrypts data with the certificate's key",
        ),
        explanation: "It is copied from recipe to recipe, often in the place of digitalSignature. No version of TLS uses it.",
        remedy: "Leave it out: `keyUsage=critical,digitalSignature`.",
        kind: RuleKind::Lint,
    },
    run: data_encipherment,
};

fn data_encipherment(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let for_tls = role::is_for_tls(certificate);
    usage(
        certificate,
        context,
        |found| for_tls && found.has(KeyUsage::DATA_ENCIPHERMENT),
        "TLS never uses dataEncipherment",
    )
}

const KEY_USAGE_NOT_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "key-usage-not-critical",
        title: "keyUsage that is not critical",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "It should be critical, so that no software overlooks it. The stacks that were tried read it either way.",
        remedy: "Issue it again with `keyUsage=critical,…`.",
        kind: RuleKind::Lint,
    },
    run: key_usage_not_critical,
};

fn key_usage_not_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    not_critical(certificate, context, "keyUsage")
}

const KEY_USAGE_MISSING_ON_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "key-usage-missing-on-ca",
        title: "CA without keyUsage",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "Python 3.13 and later refuse it (`CA cert does not include key usage extension`); the others take it. \
                      `openssl req -x509` writes none by default.",
        remedy: "Make the CA again with `-addext keyUsage=critical,keyCertSign,cRLSign`.",
        kind: RuleKind::Lint,
    },
    run: key_usage_missing_on_ca,
};

fn key_usage_missing_on_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.is_ca() && certificate.extension("keyUsage").is_none();
    context.when(missing, ByteRange::default(), || "it is a CA and has no keyUsage; keyCertSign is needed")
}

const KEY_USAGE_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "key-usage-missing",
        title: "end entity without keyUsage",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "Every stack takes it; its key may then be used for anything that its purposes allow.",
        remedy: "Add `keyUsage=critical,digitalSignature` to the extension file.",
        kind: RuleKind::Lint,
    },
    run: key_usage_missing,
};

fn key_usage_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.version == Version::V3
        && !certificate.is_ca()
        && certificate.extension("keyUsage").is_none();
    context.when(missing, ByteRange::default(), || "it has no keyUsage, which allows every use")
}

const KEY_CERT_SIGN_WITHOUT_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "key-cert-sign-without-ca",
        title: "keyCertSign on a certificate that is not a CA",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "keyCertSign goes with cA in basicConstraints and with nothing else. Python 3.13 and later refuse it otherwise.",
        remedy: "Issue it again with `keyUsage=critical,digitalSignature`, or with `basicConstraints=critical,CA:TRUE` if it is to be a CA.",
        kind: RuleKind::Lint,
    },
    run: key_cert_sign_without_ca,
};

fn key_cert_sign_without_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let ca = certificate.is_ca();
    usage(
        certificate,
        context,
        |found| !ca && found.has(KeyUsage::KEY_CERT_SIGN),
        "keyCertSign needs cA in basicConstraints",
    )
}

const CRL_SIGN_WITHOUT_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "crl-sign-without-ca",
        title: "cRLSign on a TLS certificate",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "only the issuer of an indirect revocation list signs lists without being a CA",
        ),
        explanation: "The holder of a TLS certificate signs no revocation lists; whoever steals the key could.",
        remedy: "Issue it again with `keyUsage=critical,digitalSignature`.",
        kind: RuleKind::Lint,
    },
    run: crl_sign_without_ca,
};

fn crl_sign_without_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let for_tls = role::is_for_tls(certificate) && certificate.extended_key_usage().is_some();
    usage(
        certificate,
        context,
        |found| for_tls && found.has(KeyUsage::CRL_SIGN),
        "a TLS certificate needs digitalSignature only",
    )
}

const CA_WITHOUT_KEY_CERT_SIGN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-without-key-cert-sign",
        title: "CA that may not sign certificates",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "Go, OpenSSL, Python, Node, Java, GnuTLS and gRPC refuse what it issues; rustls does not look.",
        remedy: "Make the CA again with `keyUsage=critical,keyCertSign,cRLSign`; the key may stay.",
        kind: RuleKind::Lint,
    },
    run: ca_without_key_cert_sign,
};

fn ca_without_key_cert_sign(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let ca = certificate.is_ca();
    usage(certificate, context, |found| ca && !found.has(KeyUsage::KEY_CERT_SIGN), "a CA needs keyCertSign")
}

const CA_WITHOUT_CRL_SIGN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-without-crl-sign",
        title: "CA that may not sign revocation lists",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "6.3.3"),
        explanation: "A revocation list that it signs is refused (RFC 5280 §6.3.3 (f)). As long as it signs none, nothing is lost.",
        remedy: "Give the next CA `keyUsage=critical,keyCertSign,cRLSign`.",
        kind: RuleKind::Lint,
    },
    run: ca_without_crl_sign,
};

fn ca_without_crl_sign(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let ca = certificate.is_ca();
    let wrong = |found: KeyUsage| ca && found.has(KeyUsage::KEY_CERT_SIGN) && !found.has(KeyUsage::CRL_SIGN);
    usage(certificate, context, wrong, "to sign revocation lists it needs cRLSign")
}

const CA_WITH_ENCIPHERMENT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ca-with-encipherment",
        title: "CA whose key also encrypts",
        severity: Severity::Warning,
        citation: Citation::Rfc(3279, "2.3.1"),
        explanation: "A key that signs certificates should not decrypt on request as well: some ways of answering give signatures away.",
        remedy: "Make the CA again with `keyUsage=critical,keyCertSign,cRLSign`.",
        kind: RuleKind::Lint,
    },
    run: ca_with_encipherment,
};

fn ca_with_encipherment(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let rsa = matches!(kind(certificate), Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)));
    let signs = KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN);
    let ca = certificate.is_ca() && rsa;
    usage(
        certificate,
        context,
        |found| ca && found.has_any(signs) && found.has_any(ENCIPHERMENT),
        "a CA should not encrypt",
    )
}

const ENCIPHERMENT_WITH_EC: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "encipherment-with-ec",
        title: "encipherment bits on an elliptic-curve key",
        severity: Severity::Warning,
        citation: Citation::Rfc(8813, "3"),
        explanation: "Elliptic-curve keys sign and agree on keys; they cannot encrypt. The bit is a trace of a template for RSA.",
        remedy: "Issue it again with `keyUsage=critical,digitalSignature`.",
        kind: RuleKind::Lint,
    },
    run: encipherment_with_ec,
};

fn encipherment_with_ec(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let ec = matches!(kind(certificate), Some(KeyKind::Ec(_)));
    usage(certificate, context, |found| ec && found.has_any(ENCIPHERMENT), "an EC key cannot encrypt")
}

const KEY_AGREEMENT_WITH_RSA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "key-agreement-with-rsa",
        title: "keyAgreement on an RSA key",
        severity: Severity::Warning,
        citation: Citation::Rfc(3279, "2.3.1"),
        explanation: "RSA keys sign and encrypt; they cannot agree on keys. The bit is a trace of a template for elliptic curves.",
        remedy: "Issue it again with `keyUsage=critical,digitalSignature`.",
        kind: RuleKind::Lint,
    },
    run: key_agreement_with_rsa,
};

fn key_agreement_with_rsa(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let rsa = matches!(kind(certificate), Some(KeyKind::Rsa(_) | KeyKind::RsaPss(_)));
    let agreement = KeyUsage::KEY_AGREEMENT.with(KeyUsage::ENCIPHER_ONLY).with(KeyUsage::DECIPHER_ONLY);
    usage(certificate, context, |found| rsa && found.has_any(agreement), "an RSA key cannot agree on keys")
}

const USAGE_NOT_FOR_EDWARDS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "usage-not-for-edwards",
        title: "keyUsage that an Ed25519 or Ed448 key cannot have",
        severity: Severity::Warning,
        citation: Citation::Rfc(8410, "5"),
        explanation: "Keys of Edwards curves sign and do nothing else.",
        remedy: "Issue it again with `keyUsage=critical,digitalSignature`.",
        kind: RuleKind::Lint,
    },
    run: usage_not_for_edwards,
};

fn usage_not_for_edwards(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let edwards = matches!(kind(certificate), Some(KeyKind::Ed25519 | KeyKind::Ed448));
    let other = ENCIPHERMENT.with(KeyUsage::KEY_AGREEMENT);
    let wrong = |found: KeyUsage| edwards && found.has_any(other);
    usage(certificate, context, wrong, "the key can sign only")
}

const ENCIPHER_ONLY_WITHOUT_KEY_AGREEMENT: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "encipher-only-without-key-agreement",
        title: "encipherOnly or decipherOnly without keyAgreement",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.3"),
        explanation: "The two bits narrow keyAgreement down; without it they mean nothing.",
        remedy: "Leave them out.",
        kind: RuleKind::Lint,
    },
    run: encipher_only_without_key_agreement,
};

fn encipher_only_without_key_agreement(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let narrow = KeyUsage::ENCIPHER_ONLY.with(KeyUsage::DECIPHER_ONLY);
    let wrong = |found: KeyUsage| found.has_any(narrow) && !found.has(KeyUsage::KEY_AGREEMENT);
    usage(certificate, context, wrong, "encipherOnly and decipherOnly need keyAgreement")
}
