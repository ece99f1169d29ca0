//! RFC 5280 §4.2.1.12: extKeyUsage, and what is like it.

use super::role::{has, is_end_entity, lists};
use super::{Context, Lint, Note};
use crate::purpose::listing;
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::sort;
use crate::span::ByteRange;
use crate::x509::certificate::{Certificate, Version};
use crate::x509::extension::ExtensionContent;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    PURPOSE_MISSING,
    ANY_PURPOSE_ALONE,
    ANY_PURPOSE_CRITICAL,
    SERVER_AND_CLIENT_PURPOSE,
    PURPOSES_UNRELATED,
    PURPOSE_WITHOUT_USAGE,
    PURPOSE_REPEATED,
    ROOT_WITH_PURPOSES,
    OCSP_SIGNING_WITHOUT_NO_CHECK,
    NETSCAPE_TYPE_CONTRADICTS,
    POISON,
];

fn place(certificate: &Certificate) -> ByteRange {
    certificate.extension("extKeyUsage").map(|extension| extension.range).unwrap_or_default()
}

const PURPOSE_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "purpose-missing",
        title: "end entity without extKeyUsage",
        severity: Severity::Notice,
        citation: Citation::Practice("the eight stacks that were tried take it as server and as client"),
        explanation: "Without it the certificate works in both roles: what was meant for a server can act as a client of every service \
                      that trusts the same CA. cert-manager writes none unless `usages` names one.",
        remedy: "Issue it again with `extendedKeyUsage=serverAuth` or `clientAuth`; in a cert-manager Certificate, `usages: [server auth]`.",
        kind: RuleKind::Lint,
    },
    run: purpose_missing,
};

fn purpose_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.version == Version::V3
        && is_end_entity(certificate)
        && certificate.extension("extKeyUsage").is_none();
    context.when(
        missing,
        ByteRange::default(),
        || "it has no extKeyUsage, so that it is good for server and client alike",
    )
}

const ANY_PURPOSE_ALONE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "any-purpose-alone",
        title: "anyExtendedKeyUsage in place of the role",
        severity: Severity::Error,
        citation: Citation::Practice(
            "OpenSSL, Python, Node, gRPC and rustls refuse it; Go, Java and GnuTLS take it",
        ),
        explanation: "For TLS most stacks want the role by name and do not read anyExtendedKeyUsage as every role.",
        remedy: "Issue it again with `extendedKeyUsage=serverAuth` or `clientAuth`.",
        kind: RuleKind::Lint,
    },
    run: any_purpose_alone,
};

fn any_purpose_alone(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let alone = lists(certificate, oids::ANY_EXTENDED_KEY_USAGE)
        && !lists(certificate, oids::SERVER_AUTH)
        && !lists(certificate, oids::CLIENT_AUTH);
    context.when(
        alone && is_end_entity(certificate),
        place(certificate),
        || "extKeyUsage has anyExtendedKeyUsage and neither serverAuth nor clientAuth; the role is needed",
    )
}

const ANY_PURPOSE_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "any-purpose-critical",
        title: "critical extKeyUsage that allows any purpose",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.12"),
        explanation: "A list that ends in anyExtendedKeyUsage restricts nothing, and so should not be critical.",
        remedy: "Remove anyExtendedKeyUsage, or the critical mark.",
        kind: RuleKind::Lint,
    },
    run: any_purpose_critical,
};

fn any_purpose_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let critical = certificate.extension("extKeyUsage").is_some_and(|extension| extension.critical);
    context.when(
        critical && lists(certificate, oids::ANY_EXTENDED_KEY_USAGE),
        place(certificate),
        || "extKeyUsage is critical and has anyExtendedKeyUsage",
    )
}

const SERVER_AND_CLIENT_PURPOSE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "server-and-client-purpose",
        title: "certificate for server and client",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "etcd, Consul and other peers that dial each other need both; others do not",
        ),
        explanation: "Whoever takes the key of such a server can also act as a client of every service that trusts the CA.",
        remedy: "If its holder is only one of the two, issue it again with that purpose alone.",
        kind: RuleKind::Lint,
    },
    run: server_and_client_purpose,
};

fn server_and_client_purpose(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let both = lists(certificate, oids::SERVER_AUTH) && lists(certificate, oids::CLIENT_AUTH);
    context.when(
        both && is_end_entity(certificate),
        place(certificate),
        || "extKeyUsage has serverAuth and clientAuth, where one may be enough",
    )
}

const PURPOSES_UNRELATED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "purposes-unrelated",
        title: "TLS certificate that is also for something else",
        severity: Severity::Warning,
        citation: Citation::Practice("one key, one purpose"),
        explanation: "The key of a TLS peer lies on a machine that faces a network. Signing code, mail, time stamps or OCSP responses \
                      with it gives those the same exposure.",
        remedy: "Issue separate certificates, each with a key of its own.",
        kind: RuleKind::Lint,
    },
    run: purposes_unrelated,
};

fn purposes_unrelated(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some(purposes) = certificate.extended_key_usage() else { return Vec::new() };
    let tls = has(purposes, oids::SERVER_AUTH) || has(purposes, oids::CLIENT_AUTH);
    let signing = ["codeSigning", "emailProtection", "timeStamping", "OCSPSigning", "documentSigning"];
    let other = purposes.iter().filter_map(oids::key_purpose).find(|name| signing.contains(name));
    let other = other.filter(|_| tls && is_end_entity(certificate));
    other
        .map(|name| {
            context.note(
                place(certificate),
                format!("extKeyUsage is {}; {name} should have a key of its own", listing(purposes)),
            )
        })
        .into_iter()
        .collect()
}

/// RFC 5280 §4.2.1.12: the bits of which one must be set for a purpose to be consistent.
const CONSISTENT: &[(&str, KeyUsage)] = &[
    (
        "serverAuth",
        KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_ENCIPHERMENT).with(KeyUsage::KEY_AGREEMENT),
    ),
    ("clientAuth", KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT)),
    ("codeSigning", KeyUsage::DIGITAL_SIGNATURE),
    (
        "emailProtection",
        KeyUsage::DIGITAL_SIGNATURE
            .with(KeyUsage::NON_REPUDIATION)
            .with(KeyUsage::KEY_ENCIPHERMENT)
            .with(KeyUsage::KEY_AGREEMENT),
    ),
    ("timeStamping", KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::NON_REPUDIATION)),
    ("OCSPSigning", KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::NON_REPUDIATION)),
];

const PURPOSE_WITHOUT_USAGE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "purpose-without-usage",
        title: "purposes that keyUsage does not allow",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.12"),
        explanation: "keyUsage and extKeyUsage must both allow a use. Here no use is left for any of the purposes.",
        remedy: "Issue it again with `keyUsage=critical,digitalSignature` beside the purpose.",
        kind: RuleKind::Lint,
    },
    run: purpose_without_usage,
};

fn purpose_without_usage(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let (Some(purposes), Some(usage)) = (certificate.extended_key_usage(), certificate.key_usage()) else {
        return Vec::new();
    };
    let needs: Option<Vec<KeyUsage>> = purposes
        .iter()
        .map(|purpose| {
            let name = oids::key_purpose(purpose)?;
            CONSISTENT.iter().find(|(known, _)| *known == name).map(|(_, bits)| *bits)
        })
        .collect();
    let inconsistent =
        needs.is_some_and(|needs| !needs.is_empty() && needs.iter().all(|bits| !usage.has_any(*bits)));
    context.when(inconsistent && is_end_entity(certificate), place(certificate), || {
        let bits: Vec<&str> = usage.names().collect();
        let allowed = if bits.is_empty() { "without a bit".to_owned() } else { bits.join(", ") };
        format!("extKeyUsage is {} and keyUsage {allowed}, which allows none of it", listing(purposes))
    })
}

const PURPOSE_REPEATED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "purpose-repeated",
        title: "purpose listed twice",
        severity: Severity::Notice,
        citation: Citation::Practice(
            "the eight stacks that were tried take it; linters of public CAs refuse it",
        ),
        explanation: "It does no harm and shows that the extension was put together from two templates.",
        remedy: "List each purpose once.",
        kind: RuleKind::Lint,
    },
    run: purpose_repeated,
};

fn purpose_repeated(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let mut purposes = certificate.extended_key_usage().unwrap_or_default().to_vec();
    sort::ascending(&mut purposes);
    let twice = purposes.windows(2).find_map(|pair| match pair {
        [first, second] if first == second => Some(first.clone()),
        _ => None,
    });
    twice
        .map(|purpose| {
            context.note(place(certificate), format!("extKeyUsage lists {} twice", listing(&[purpose])))
        })
        .into_iter()
        .collect()
}

const ROOT_WITH_PURPOSES: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "root-with-purposes",
        title: "root with extKeyUsage",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "Go, OpenSSL, Python and Node narrow the path by it; Java, GnuTLS, BoringSSL and rustls do not",
        ),
        explanation: "RFC 5280 gives the purposes of a CA no meaning. Some stacks refuse every certificate below it that has another purpose, \
                      others ignore it.",
        remedy: "Make the root again without extendedKeyUsage; put purposes on end entities.",
        kind: RuleKind::Lint,
    },
    run: root_with_purposes,
};

fn root_with_purposes(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found =
        certificate.extended_key_usage().filter(|_| certificate.is_ca() && certificate.is_self_issued());
    found
        .map(|purposes| {
            context.note(
                place(certificate),
                format!("it is a root and its extKeyUsage is {}", listing(purposes)),
            )
        })
        .into_iter()
        .collect()
}

const OCSP_SIGNING_WITHOUT_NO_CHECK: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "ocsp-signer-without-no-check",
        title: "OCSP responder without ocsp-nocheck",
        severity: Severity::Warning,
        citation: Citation::Rfc(6960, "4.2.2.2.1"),
        explanation: "Whoever checks a response must check its signer too, and for that ask the same responder again, unless the extension says that this is not needed.",
        remedy: "Issue it again with `noCheck` and for a short time.",
        kind: RuleKind::Lint,
    },
    run: ocsp_signing_without_no_check,
};

fn ocsp_signing_without_no_check(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = lists(certificate, oids::OCSP_SIGNING)
        && is_end_entity(certificate)
        && certificate.extension("ocspNoCheck").is_none();
    context.when(missing, place(certificate), || "it signs OCSP responses and has no ocsp-nocheck")
}

const NETSCAPE_TYPE_CONTRADICTS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "netscape-type-contradicts",
        title: "nsCertType that does not allow the role",
        severity: Severity::Error,
        citation: Citation::Practice("OpenSSL and what is built on it still enforce nsCertType"),
        explanation: "OpenSSL, and with it nginx, HAProxy, Node and Python, refuses a certificate as server or client if nsCertType is there and does not say so.",
        remedy: "Issue it again without nsCertType.",
        kind: RuleKind::Lint,
    },
    run: netscape_type_contradicts,
};

fn netscape_type_contradicts(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.extensions.iter().find_map(|extension| match &extension.content {
        ExtensionContent::NetscapeCertType(kind) => Some((extension.range, kind)),
        _ => None,
    });
    let Some((range, kind)) = found.filter(|_| is_end_entity(certificate)) else { return Vec::new() };
    let roles = [("server", oids::SERVER_AUTH, "serverAuth"), ("client", oids::CLIENT_AUTH, "clientAuth")];
    let lacking =
        roles.iter().find(|(name, oid, _)| lists(certificate, oid) && !kind.names().any(|bit| bit == *name));
    lacking
        .map(|(_, _, purpose)| {
            let bits: Vec<&str> = kind.names().collect();
            context.note(range, format!("nsCertType is {}, and extKeyUsage has {purpose}", bits.join(", ")))
        })
        .into_iter()
        .collect()
}

const POISON: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "precertificate",
        title: "precertificate, which is for logs only",
        severity: Severity::Error,
        citation: Citation::Rfc(6962, "3.1"),
        explanation: "A precertificate is what a CA sends to Certificate Transparency logs. Its critical poison extension makes every TLS stack refuse it.",
        remedy: "Ask the CA for the certificate itself.",
        kind: RuleKind::Lint,
    },
    run: poison,
};

fn poison(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = certificate.extensions.iter().find(|e| e.content == ExtensionContent::CtPoison);
    found
        .map(|extension| context.note(extension.range, "it has the poison extension of a precertificate"))
        .into_iter()
        .collect()
}
