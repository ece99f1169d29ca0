//! Host names, mailboxes and URIs, as far as their parts must be told apart.

use core::net::IpAddr;

use crate::der::Reader;

/// Letters, digits, hyphens and underscores, in labels that are not empty.
pub(super) fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        })
}

pub(super) fn is_host_or_domain(text: &str) -> bool {
    is_host(text.strip_prefix('.').unwrap_or(text))
}

/// Local part as it stands, host in lower case. A quoted local part may have anything but is not unquoted.
pub(super) fn mailbox(text: &str) -> Option<(String, String)> {
    let (local, host) = text.rsplit_once('@')?;
    let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
    let plain = !local.is_empty() && !local.contains(['@', ' ', '"', '\\']);
    let literal = host.starts_with('[') && host.ends_with(']');
    ((quoted || plain) && (is_host(host) || literal)).then(|| (local.to_owned(), host.to_ascii_lowercase()))
}

/// The content of a SmtpUTF8Mailbox (RFC 9598 §3), its host in A-labels.
pub(super) fn utf8_mailbox(value: &[u8]) -> Option<(String, String)> {
    let element = Reader::new(value).next(&mut Vec::new())?;
    let text = std::str::from_utf8(element.content.of(value)).ok()?;
    let (local, host) = text.rsplit_once('@').filter(|_| element.tag == 0x0c)?;
    let host = idna::domain_to_ascii(host).ok().filter(|host| is_host(host))?;
    (!local.is_empty()).then(|| (local.to_owned(), host))
}

/// The host of a URI's authority, if it is a name: RFC 5280 wants one, and none that is an address.
pub(super) fn uri_host(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let is_name = is_host(host) && host.parse::<IpAddr>().is_err();
    is_name.then(|| host.to_ascii_lowercase())
}
