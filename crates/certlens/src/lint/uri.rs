//! RFC 5280 §4.2.1.6: mail addresses and URIs as names.

use core::net::IpAddr;

use super::dns_name::shown;
use super::subject_alternative_name::names;
use super::{Context, Lint, Note};
use crate::rule::{Citation, Rule, RuleKind, Severity};
use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::{GeneralName, GeneralNameValue};

pub(super) const LINTS: &[Lint<Certificate>] = &[MAIL_ADDRESS_MALFORMED, URI_RELATIVE, URI_HOST_INVALID];

const MAIL_ADDRESS_MALFORMED: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "mail-address-malformed",
        title: "rfc822Name that is no mail address",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "An rfc822Name is `local-part@domain` and nothing more: no display name, no angle brackets, no comment.",
        remedy: "Issue it again with the address alone.",
        kind: RuleKind::Lint,
    },
    run: mail_address_malformed,
};

fn mail_address_malformed(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let malformed = |name: &&GeneralName| match &name.value {
        GeneralNameValue::Rfc822(octets) => {
            let text = String::from_utf8_lossy(octets);
            let parts = text.rsplit_once('@');
            let good = parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
            !octets.is_empty() && (!good || text.contains(['<', '>', '(', ')', ' ']))
        }
        _ => false,
    };
    names(certificate)
        .filter(malformed)
        .map(|name| context.note(name.range, format!("`{}` is no mail address", name.value.text())))
        .collect()
}

/// The URIs of subjectAltName and issuerAltName.
fn uris(certificate: &Certificate) -> impl Iterator<Item = (ByteRange, String)> {
    names(certificate).filter_map(|name| match &name.value {
        GeneralNameValue::Uri(octets) => Some((name.range, String::from_utf8_lossy(octets).into_owned())),
        _ => None,
    })
}

/// Scheme and the rest of an absolute URI (RFC 3986 §3).
fn absolute(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once(':')?;
    let letter = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let all =
        scheme.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.'));
    (letter && all && !matches!(rest, "" | "//")).then_some((scheme, rest))
}

const URI_RELATIVE: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "uri-relative",
        title: "URI without a scheme",
        severity: Severity::Error,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "A URI in a name must be absolute: a scheme, a colon and something after it. Go refuses to read some that are not (`x509: cannot parse URI`).",
        remedy: "Write the whole URI, such as `URI:spiffe://example.org/ns/default/sa/web`.",
        kind: RuleKind::Lint,
    },
    run: uri_relative,
};

fn uri_relative(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    uris(certificate)
        .filter(|(_, uri)| !uri.is_empty() && absolute(uri).is_none())
        .map(|(range, uri)| {
            context.note(range, format!("the URI `{}` has no scheme, or nothing after it", shown(&uri)))
        })
        .collect()
}

const URI_HOST_INVALID: Lint<Certificate> = Lint {
    rule: &Rule {
        code: "uri-host-invalid",
        title: "URI whose host is no name or address",
        severity: Severity::Warning,
        citation: Citation::Rfc(5280, "4.2.1.6"),
        explanation: "A URI with `//` must have a fully qualified name or an address after it; constraints on URIs go by that host.",
        remedy: "Write the host in full, such as `https://web.example.org/`.",
        kind: RuleKind::Lint,
    },
    run: uri_host_invalid,
};

fn uri_host_invalid(certificate: &Certificate, context: &Context<'_>) -> Vec<Note> {
    let invalid = |uri: &str| {
        let (scheme, rest) = absolute(uri)?;
        // The authority of a SPIFFE ID is a trust domain, which need not be a name of DNS.
        let authority = rest.strip_prefix("//").filter(|_| !scheme.eq_ignore_ascii_case("spiffe"))?;
        let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let bracketed =
            host.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(address, _)| address);
        let host = bracketed.unwrap_or_else(|| host.split(':').next().unwrap_or_default());
        let odd = host.bytes().any(|octet| !(octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-')));
        let name = host.contains('.') && !host.split('.').any(str::is_empty) && !odd;
        (!name && host.parse::<IpAddr>().is_err()).then(|| host.to_owned())
    };
    uris(certificate)
        .filter_map(|(range, uri)| {
            let host = invalid(&uri)?;
            Some(context.note(
                range,
                format!("the host `{}` of the URI `{}` is no name or address", shown(&host), shown(&uri)),
            ))
        })
        .collect()
}
