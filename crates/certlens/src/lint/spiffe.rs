//! SPIFFE ID and X509-SVID: the identity of a workload as a URI.

use super::{Context, Lint, Note, role};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;

pub(super) const LINTS: &[Lint<Certificate>] = &[
    SPIFFE_SEVERAL_URIS,
    SPIFFE_TRUST_DOMAIN,
    SPIFFE_PATH,
    SPIFFE_PATH_MISSING,
    SPIFFE_PATH_ON_CA,
    SPIFFE_TOO_LONG,
];

const ISSUE_AGAIN: &str =
    "Issue it again with one `URI:spiffe://trust-domain/path` that the SPIFFE ID standard allows.";

fn uris(certificate: &Certificate) -> impl Iterator<Item = (ByteRange, String)> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Uri(octets) => Some((name.range, String::from_utf8_lossy(octets).into_owned())),
        _ => None,
    })
}

/// The first SPIFFE ID, its trust domain and its path with the slash.
fn id(certificate: &Certificate) -> Option<(ByteRange, String, String)> {
    uris(certificate).find_map(|(range, uri)| {
        let scheme = uri.get(..9).filter(|scheme| scheme.eq_ignore_ascii_case("spiffe://"))?;
        let rest = uri.get(scheme.len()..)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (domain, path) = rest.split_at_checked(end)?;
        Some((range, domain.to_owned(), path.to_owned()))
    })
}

const SPIFFE_SEVERAL_URIS: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "spiffe-several-uris",
        title: "SPIFFE ID beside another URI",
        severity: Severity::Error,
        citation: Citation::Document("SPIFFE X509-SVID §2"),
        explanation: "An X509-SVID has exactly one URI. Validators must refuse one with two, since they could not tell which is the identity.",
        remedy: ISSUE_AGAIN,
        kind: RuleKind::Lint,
    },
    run: spiffe_several_uris,
};

fn spiffe_several_uris(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let count = uris(certificate).count();
    let found = id(certificate).filter(|_| count > 1);
    found
        .map(|(range, ..)| {
            context.note(range, format!("it has a SPIFFE ID and {count} URIs in all; one is allowed"))
        })
        .into_iter()
        .collect()
}

const SPIFFE_TRUST_DOMAIN: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "spiffe-trust-domain-malformed",
        title: "SPIFFE ID with a trust domain that is none",
        severity: Severity::Error,
        citation: Citation::Document("SPIFFE ID §2.1"),
        explanation: "A trust domain is lower-case letters, digits, dots, hyphens and underscores: no port, no user, no capitals. Validators refuse the ID.",
        remedy: ISSUE_AGAIN,
        kind: RuleKind::Lint,
    },
    run: spiffe_trust_domain,
};

fn spiffe_trust_domain(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let good = |octet: u8| {
        octet.is_ascii_lowercase() || octet.is_ascii_digit() || matches!(octet, b'.' | b'-' | b'_')
    };
    let found = id(certificate).filter(|(_, domain, _)| domain.is_empty() || !domain.bytes().all(good));
    found
        .map(|(range, domain, _)| context.note(range, format!("`{domain}` is no trust domain")))
        .into_iter()
        .collect()
}

const SPIFFE_PATH: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "spiffe-path-malformed",
        title: "SPIFFE ID with a path that is none",
        severity: Severity::Error,
        citation: Citation::Document("SPIFFE ID §2.2"),
        explanation: "A path is segments of letters, digits, dots, hyphens and underscores: none empty, none `.` or `..`, no query, no fragment, no slash at the end.",
        remedy: ISSUE_AGAIN,
        kind: RuleKind::Lint,
    },
    run: spiffe_path,
};

fn spiffe_path(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let good = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_');
    let segment = |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(good);
    let found = id(certificate).filter(|(_, _, path)| {
        !path.is_empty() && !path.strip_prefix('/').is_some_and(|path| path.split('/').all(segment))
    });
    found
        .map(|(range, _, path)| context.note(range, format!("`{path}` is no path of a SPIFFE ID")))
        .into_iter()
        .collect()
}

const SPIFFE_PATH_MISSING: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "spiffe-path-missing",
        title: "workload with the SPIFFE ID of its trust domain",
        severity: Severity::Error,
        citation: Citation::Document("SPIFFE X509-SVID §5.2"),
        explanation: "The ID of a workload has a path; that of the trust domain alone belongs to the CA.",
        remedy: "Issue it again with the workload's path, such as `spiffe://example.org/ns/default/sa/web`.",
        kind: RuleKind::Lint,
    },
    run: spiffe_path_missing,
};

fn spiffe_path_missing(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = id(certificate).filter(|(_, _, path)| path.is_empty() && role::is_end_entity(certificate));
    found
        .map(|(range, domain, _)| {
            context
                .note(range, format!("its SPIFFE ID is that of the trust domain `{domain}`, without a path"))
        })
        .into_iter()
        .collect()
}

const SPIFFE_PATH_ON_CA: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "spiffe-path-on-ca",
        title: "CA with the SPIFFE ID of a workload",
        severity: Severity::Warning,
        citation: Citation::Document("SPIFFE X509-SVID §3.1"),
        explanation: "A signing certificate has the ID of its trust domain, without a path, if it has one.",
        remedy: "Make the CA again with `URI:spiffe://trust-domain` or without a URI.",
        kind: RuleKind::Lint,
    },
    run: spiffe_path_on_ca,
};

fn spiffe_path_on_ca(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = id(certificate).filter(|(_, _, path)| !path.is_empty() && certificate.is_ca());
    found
        .map(|(range, _, path)| {
            context.note(range, format!("it is a CA, and its SPIFFE ID has the path `{path}`"))
        })
        .into_iter()
        .collect()
}

/// SPIFFE ID §2.3, in octets.
const LONGEST: usize = 2048;

const SPIFFE_TOO_LONG: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "spiffe-id-too-long",
        title: "SPIFFE ID of more than 2048 octets",
        severity: Severity::Warning,
        citation: Citation::Document("SPIFFE ID §2.3"),
        explanation: "Software must support IDs of 2048 octets and need not support longer ones; a trust domain has at most 255.",
        remedy: "Shorten the path.",
        kind: RuleKind::Lint,
    },
    run: spiffe_too_long,
};

fn spiffe_too_long(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let found = id(certificate)
        .filter(|(_, domain, path)| domain.len() + path.len() + 9 > LONGEST || domain.len() > 255);
    found
        .map(|(range, domain, path)| {
            context.note(range, format!("its SPIFFE ID has {} octets", domain.len() + path.len() + 9))
        })
        .into_iter()
        .collect()
}
