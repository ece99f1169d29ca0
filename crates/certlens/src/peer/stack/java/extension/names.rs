//! What the constructors of Java's classes for names refuse (`sun.security.x509.GeneralName` and those that it calls).

use core::net::Ipv4Addr;

use crate::der::tag::SEQUENCE;
use crate::peer::stack::java::value::{Value, Why};

/// `GeneralNames`: at least one.
pub(super) fn general_names(value: Value<'_>) -> Result<(), Why> {
    let list = value.tagged(SEQUENCE, "Invalid encoding for GeneralNames.")?;
    if list.content.is_empty() {
        return Err("No data available in passed DER encoded value.".to_owned());
    }
    list.members().try_for_each(|name| general_name(name?, false))
}

/// `GeneralName`; a name constraint of a URI is a host. Recorded: san-ip-len5-server, nc-registeredid.
pub(super) fn general_name(value: Value<'_>, is_constraint: bool) -> Result<(), Why> {
    let invalid = |what: &str| Err(format!("Invalid encoding of {what}"));
    match (value.tag & 0x1f, value.tag) {
        (0, 0xa0) => other_name(value),
        (0, _) => invalid("Other-Name"),
        (1, 0x81) => mailbox(&ia5(value.content)),
        (1, _) => invalid("RFC822 name"),
        (2, 0x82) | (3, 0xa3) | (5, 0xa5) => Ok(()),
        (2, _) => invalid("DNSName"),
        (3, _) => invalid("X400Address name"),
        (4, 0xa4) => directory_name(value),
        (4, _) => invalid("Directory name"),
        (5, _) => invalid("EDI name"),
        (6, 0x86) if is_constraint => uri_constraint(&ia5(value.content)),
        (6, 0x86) => uri(&ia5(value.content)),
        (6, _) => invalid("URI"),
        (7, 0x87) if matches!(value.content.len(), 4 | 8 | 16 | 32) => Ok(()),
        (7, 0x87) => Err("Invalid IPAddressName".to_owned()),
        (7, _) => invalid("IP address"),
        (8, 0x88) => Value { tag: 0x06, ..value }.oid(),
        (8, _) => invalid("OID name"),
        (number, _) => Err(format!("Unrecognized GeneralName tag, ({number})")),
    }
}

/// `getIA5String`: what is not ASCII becomes U+FFFD.
fn ia5(octets: &[u8]) -> String {
    octets.iter().map(|octet| if octet.is_ascii() { char::from(*octet) } else { '\u{fffd}' }).collect()
}

/// `OtherName`
fn other_name(value: Value<'_>) -> Result<(), Why> {
    let mut fields = value.content;
    Value::next(&mut fields)?.oid()?;
    Value::next(&mut fields).map(|_| ())
}

/// `RFC822Name.parseName`
fn mailbox(name: &str) -> Result<(), Why> {
    let domain = name.split_once('@').map_or(name, |(_, domain)| domain);
    let why = match (name, domain) {
        ("", _) => "RFC822Name may not be null or empty",
        (_, "") => "RFC822Name may not end with @",
        (_, ".") => "RFC822Name domain may not be just .",
        _ => return Ok(()),
    };
    Err(why.to_owned())
}

/// `X500Name.parseDER`: what is no SEQUENCE is taken for the content of one.
fn directory_name(value: Value<'_>) -> Result<(), Why> {
    let inner = Value::next(&mut { value.content }).ok().filter(|inner| inner.tag == SEQUENCE);
    inner.unwrap_or(value).members().try_for_each(|member| rdn(member?))
}

/// `RDN`, `AVA`
pub(in crate::peer::stack::java) fn rdn(value: Value<'_>) -> Result<(), Why> {
    value.tagged(0x31, "X500 RDN")?.members().try_for_each(|attribute| {
        let mut fields = attribute?.tagged(SEQUENCE, "AVA not a sequence")?.content;
        Value::next(&mut fields)?.oid()?;
        Value::next(&mut fields)?;
        match fields.len() {
            0 => Ok(()),
            left => Err(format!("AVA, extra bytes = {left}")),
        }
    })
}

/// `URIName`: a scheme, and a host that is one where there is one (`java.net.URI` takes any other authority for no host).
fn uri(uri: &str) -> Result<(), Why> {
    let Some(scheme) = scheme(uri) else { return Err(format!("invalid URI name:{uri}")) };
    if scheme.is_empty() {
        return Err(format!("URI name must include scheme:{uri}"));
    }
    if uri_host(uri).is_some_and(|host| host.ends_with('.')) {
        let why = "invalid URI name (host portion is not a valid DNSName or IPv4 address):";
        return Err(format!("{why}{uri}"));
    }
    Ok(())
}

/// `java.net.URI.getHost`: what is no host name and no address is no host.
pub(in crate::peer::stack::java) fn uri_host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|octet| octet.is_ascii_digit()) => name,
        _ => host,
    };
    let labels = name.strip_suffix('.').unwrap_or(name);
    let last = labels.rsplit_once('.').map(|(_, last)| last);
    let is_top = last.is_none_or(|last| last.starts_with(|c: char| c.is_ascii_alphabetic()));
    let is_name = is_dns_name(labels) && !labels.split('.').any(|label| label.ends_with('-')) && is_top;
    (is_name || name.parse::<Ipv4Addr>().is_ok() || name.starts_with('[')).then_some(name)
}

/// `URIName.nameConstraint`
fn uri_constraint(text: &str) -> Result<(), Why> {
    let is_host = is_dns_name(text.strip_prefix('.').unwrap_or(text));
    match scheme(text) {
        Some("") if is_host => Ok(()),
        Some("") | None => Err(format!("invalid URI name constraint:{text}")),
        Some(_) => Err(format!("invalid URI name constraint (should not include scheme):{text}")),
    }
}

/// What stands before the first colon of what `java.net.URI` reads as one.
fn scheme(uri: &str) -> Option<&str> {
    let is_character = |c: char| c > ' ' && c != '\u{7f}' && !"\"<>\\^`{|}".contains(c);
    let host = uri.split_once("://").map_or("", |(_, rest)| rest);
    let is_open = host.starts_with('[') && !host.contains(']');
    let (scheme, rest) = uri.split_once(':').unwrap_or(("", uri));
    let is_sound = uri.chars().all(is_character) && !is_open && !rest.is_empty();
    is_sound.then_some(scheme)
}

/// `new DNSName(String)`: labels of letters, digits and hyphens that do not begin with a hyphen.
pub(in crate::peer::stack::java) fn is_dns_name(text: &str) -> bool {
    let is_label = |label: &str| {
        label.starts_with(|c: char| c.is_ascii_alphanumeric())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.split('.').all(is_label)
}
