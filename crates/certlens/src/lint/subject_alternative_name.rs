//! RFC 5280 §4.2.1.6 and §4.2.1.7, RFC 9525: whether there are names, and where.

use core::net::IpAddr;
use std::collections::BTreeSet;

use super::dns_name::shown;
use super::{Context, Lint, Note, issuer_name, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::extension::ExtensionContent;
use crate::x509::general_name::{GeneralName, GeneralNameValue};

pub(super) const LINTS: &[Lint<Certificate>] = &[
    SERVER_NAME_MISSING,
    CLIENT_NAME_MISSING,
    HOLDER_NAMELESS,
    SAN_NOT_CRITICAL,
    SAN_CRITICAL,
    COMMON_NAME_NOT_IN_SAN,
    SAN_NAME_EMPTY,
    SAN_NAME_REPEATED,
];

/// The names of the holder and of the issuer: subjectAltName and issuerAltName.
pub(super) fn names(certificate: &Certificate) -> impl Iterator<Item = &GeneralName> {
    certificate.extensions.iter().flat_map(|extension| match &extension.content {
        ExtensionContent::SubjectAltName(names) | ExtensionContent::IssuerAltName(names) => names.as_slice(),
        _ => &[],
    })
}

/// The dNSNames of the holder as text, in lower case.
pub(super) fn dns_names(certificate: &Certificate) -> impl Iterator<Item = (ByteRange, String)> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Dns(octets) => {
            Some((name.range, String::from_utf8_lossy(octets).to_ascii_lowercase()))
        }
        _ => None,
    })
}

pub(super) fn place(certificate: &Certificate) -> ByteRange {
    certificate.extension("subjectAltName").map(|extension| extension.range).unwrap_or_default()
}

const SERVER_NAME_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "server-name-missing",
        title: "server certificate without a name to dial",
        severity: Severity::Error,
        citation: Citation::Rfc(9525, "2"),
        explanation: "Clients compare the name they dial with subjectAltName. Go says `certificate relies on legacy Common Name field, use SANs \
                      instead`, rustls and browsers refuse it too; OpenSSL, Java, Node and others still fall back on the common name. `openssl x509 -req` drops the names of a request unless told to copy them.",
        remedy: "Issue it again with `subjectAltName=DNS:name`, or with `openssl x509 -req -copy_extensions copy`; in a cert-manager Certificate, set `dnsNames`.",
        kind: RuleKind::Lint,
    },
    run: server_name_missing,
};

fn server_name_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let dialled = names.iter().any(|name| {
        matches!(name.value, GeneralNameValue::Dns(_) | GeneralNameValue::Ip(_) | GeneralNameValue::Uri(_))
    });
    context.when(
        role::is_server(certificate) && !dialled,
        place(certificate),
        || "it is for a server, and its subjectAltName has neither a DNS name nor an address",
    )
}

const CLIENT_NAME_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "client-name-missing",
        title: "client certificate without subjectAltName",
        severity: Severity::Warning,
        citation: Citation::Practice(
            "SPIFFE, Istio and Envoy tell clients by subjectAltName; Kubernetes and nginx by the subject",
        ),
        explanation: "The server has only the subject to tell the client by. Policies that match subjectAltName cannot name it.",
        remedy: "Issue it again with `subjectAltName=URI:spiffe://…` or `DNS:name`; in a cert-manager Certificate, set `uris` or `dnsNames`.",
        kind: RuleKind::Lint,
    },
    run: client_name_missing,
};

fn client_name_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let named = certificate.subject_alternative_names().is_some_and(|names| !names.is_empty());
    context.when(
        role::is_client_only(certificate) && !named,
        place(certificate),
        || "it is for a client, and there is no name in its subjectAltName",
    )
}

const HOLDER_NAMELESS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "holder-nameless",
        title: "neither subject nor subjectAltName",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.1.2.6"),
        explanation: "With an empty subject the holder must be named in subjectAltName; here nothing says who it is.",
        remedy: "Issue it again with a subject or a subjectAltName.",
        kind: RuleKind::Lint,
    },
    run: holder_nameless,
};

fn holder_nameless(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let missing = certificate.extension("subjectAltName").is_none();
    context.when(
        issuer_name::is_nameless(certificate) && missing,
        certificate.subject.range,
        || "its subject is empty and there is no subjectAltName",
    )
}

const SAN_NOT_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "san-not-critical-without-subject",
        title: "empty subject beside a subjectAltName that is not critical",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "With an empty subject it must be critical. As a server certificate, Java, and Python 3.13 and later, refuse it otherwise. \
                      cert-manager and other issuers write it so where no common name is set.",
        remedy: "Issue it again with `subjectAltName=critical,…`, or give it a common name.",
        kind: RuleKind::Lint,
    },
    run: san_not_critical,
};

fn san_not_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let loose = certificate.extension("subjectAltName").is_some_and(|extension| !extension.critical);
    context.when(
        loose && certificate.subject.is_empty(),
        place(certificate),
        || "its subject is empty and its subjectAltName not critical",
    )
}

const SAN_CRITICAL: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "san-critical-with-subject",
        title: "critical subjectAltName beside a subject",
        severity: Severity::Notice,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "Where there is a subject it should not be critical. The stacks that were tried take it.",
        remedy: "Leave out the critical mark when it is issued next.",
        kind: RuleKind::Lint,
    },
    run: san_critical,
};

fn san_critical(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let critical = certificate.extension("subjectAltName").is_some_and(|extension| extension.critical);
    context.when(
        critical && !certificate.subject.is_empty(),
        place(certificate),
        || "subjectAltName is critical although there is a subject",
    )
}

const COMMON_NAME_NOT_IN_SAN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "common-name-not-in-san",
        title: "host name in the common name only",
        severity: Severity::Warning,
        citation: Citation::Rfc(9525, "2"),
        explanation: "Once subjectAltName has a dNSName no stack looks at the common name: whoever dials it is refused.",
        remedy: "Add the name to subjectAltName, or leave it out of the common name.",
        kind: RuleKind::Lint,
    },
    run: common_name_not_in_san,
};

fn common_name_not_in_san(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let Some(common_name) = certificate.subject.common_name().map(str::to_ascii_lowercase) else {
        return Vec::new();
    };
    let host = common_name.contains('.')
        && common_name
            .bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'*' | b'_'));
    let mut listed = dns_names(certificate).peekable();
    let other = listed.peek().is_some() && host && !listed.any(|(_, listed)| listed == common_name);
    let address = common_name.parse::<IpAddr>().is_ok();
    context.when(other && !address && role::is_server(certificate), certificate.subject.range, || {
        format!("the common name `{common_name}` is not among the names of subjectAltName")
    })
}

const SAN_NAME_EMPTY: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "san-name-empty",
        title: "empty name in subjectAltName",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "An empty name names nothing; GnuTLS refuses the whole certificate for an empty DNS name. A template variable that was not set leaves one.",
        remedy: "Issue it again without the empty name.",
        kind: RuleKind::Lint,
    },
    run: san_name_empty,
};

fn san_name_empty(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let empty = |name: &&GeneralName| match &name.value {
        GeneralNameValue::Dns(text) | GeneralNameValue::Rfc822(text) | GeneralNameValue::Uri(text) => {
            text.is_empty()
        }
        _ => false,
    };
    names(certificate)
        .filter(empty)
        .map(|name| {
            context.note(name.range, format!("there is an empty name of the form {}", name.value.label()))
        })
        .collect()
}

const SAN_NAME_REPEATED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "san-name-repeated",
        title: "name twice in subjectAltName",
        severity: Severity::Notice,
        citation: Citation::Practice("no stack minds"),
        explanation: "It does no harm; perhaps the second was meant to be another.",
        remedy: "List each name once.",
        kind: RuleKind::Lint,
    },
    run: san_name_repeated,
};

fn san_name_repeated(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let mut seen = BTreeSet::new();
    dns_names(certificate)
        .filter(|(_, text)| !seen.insert(text.clone()))
        .map(|(range, text)| {
            context.note(range, format!("the DNS name `{}` is there a second time", shown(&text)))
        })
        .collect()
}
