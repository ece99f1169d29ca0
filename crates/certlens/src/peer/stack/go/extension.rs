//! `crypto/x509/parser.go`, `processExtensions`: what Go says of extensions that it cannot parse.

use core::net::{IpAddr, Ipv6Addr};
use std::collections::HashSet;

use super::Release;
use super::certificate::{Parsing, malformed};
use super::constraints;
use super::cryptobyte::Input;
use super::hostname;
use crate::der::oid::Oid;
use crate::der::tag;

/// `id-ce` (RFC 5280 §4.2.1), under which the extensions are told apart by one number.
const ID_CE: [u8; 2] = [0x55, 0x1d];
const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];

/// `parseCertificate`, `parseExtension`
pub(super) fn parse_all(mut explicit: Input<'_>, release: Release) -> Parsing {
    let mut extensions = malformed(explicit.read(tag::SEQUENCE), "malformed extensions")?;
    let mut parsed = Vec::new();
    let mut seen = HashSet::new();
    while !extensions.is_empty() {
        let mut extension = malformed(extensions.read(tag::SEQUENCE), "malformed extension")?;
        let oid = malformed(extension.oid(), "malformed extension OID field")?;
        let is_critical = if extension.has(tag::BOOLEAN) {
            malformed(extension.boolean(), "malformed extension critical field")?
        } else {
            false
        };
        let value = malformed(extension.read(tag::OCTET_STRING), "malformed extension value field")?;
        if !seen.insert(oid) {
            return Err(duplicate(oid, release));
        }
        parsed.push((oid, is_critical, value));
    }
    parsed.into_iter().try_for_each(|(oid, is_critical, value)| parse(oid, is_critical, value, release))
}

/// `parseCertificate` (recorded: `ext-duplicate-inter`).
fn duplicate(oid: &[u8], release: Release) -> String {
    if release >= Release::V1_27 {
        format!("x509: certificate contains duplicate extension with OID \"{}\"", Oid::from_octets(oid))
    } else {
        "x509: certificate contains duplicate extensions".to_owned()
    }
}

/// `processExtensions` (recorded: `ext-ski-critical-server`).
fn parse(oid: &[u8], is_critical: bool, value: Input<'_>, release: Release) -> Parsing {
    // Since 1.24, extensions that RFC 5280 forbids to be critical are refused where they are.
    let incorrectly = |name: &str| {
        if is_critical && release >= Release::V1_27 {
            return Err(format!("x509: {name} incorrectly marked critical"));
        }
        Ok(())
    };
    if oid == AUTHORITY_INFO_ACCESS {
        incorrectly("authority info access")?;
        return malformed(authority_info_access(value), "invalid authority info access");
    }
    let Some([number]) = oid.strip_prefix(&ID_CE) else { return Ok(()) };
    match number {
        14 => {
            incorrectly("subject key identifier")?;
            malformed(octets(value), "invalid subject key identifier")
        }
        15 => malformed(key_usage(value), "invalid key usage"),
        17 => alternative_names(value, release),
        19 => malformed(basic_constraints(value, release), "invalid basic constraints"),
        30 => constraints::parse(value),
        31 => distribution_points(value),
        32 => malformed(policies(value, release), "invalid certificate policies"),
        35 => {
            incorrectly("authority key identifier")?;
            malformed(authority_key_identifier(value), "invalid authority key identifier")
        }
        37 => malformed(purposes(value), "invalid extended key usages"),
        // Policy constraints, mappings and inhibitAnyPolicy are parsed since 1.24.
        36 if release >= Release::V1_27 => {
            malformed(policy_constraints(value), "invalid policy constraints extension")
        }
        33 if release >= Release::V1_27 => {
            malformed(policy_mappings(value), "invalid policy mappings extension")
        }
        54 if release >= Release::V1_27 => {
            malformed(inhibit_any_policy(value), "invalid inhibit any policy extension")
        }
        _ => Ok(()),
    }
}

/// `processExtensions`, subjectKeyIdentifier.
fn octets(mut value: Input<'_>) -> Option<()> {
    value.read(tag::OCTET_STRING).map(drop)
}

/// `parseKeyUsageExtension`
fn key_usage(mut value: Input<'_>) -> Option<()> {
    value.bits().map(drop)
}

/// `parseBasicConstraintsExtension`: a path length that fits an `int`. 1.22 takes a negative one for none at all.
fn basic_constraints(mut value: Input<'_>, release: Release) -> Option<()> {
    let mut fields = value.read(tag::SEQUENCE)?;
    if fields.has(tag::BOOLEAN) {
        fields.boolean()?;
    }
    if fields.has(tag::INTEGER) {
        let octets = fields.integer().filter(|octets| octets.len() <= 8)?;
        let is_negative = octets.first().is_some_and(|first| *first >= 0x80);
        if is_negative && release >= Release::V1_27 {
            return None;
        }
    }
    Some(())
}

/// `parseAuthorityKeyIdentifier` (recorded: `ext-aki-garbage-server`).
fn authority_key_identifier(mut value: Input<'_>) -> Option<()> {
    value.read(tag::SEQUENCE)?.optional(tag::context(0)).map(drop)
}

/// `parseExtKeyUsageExtension`
fn purposes(mut value: Input<'_>) -> Option<()> {
    let mut purposes = value.read(tag::SEQUENCE)?;
    while !purposes.is_empty() {
        purposes.oid()?;
    }
    Some(())
}

/// `parseCertificatePoliciesExtension`
fn policies(mut value: Input<'_>, release: Release) -> Option<()> {
    let mut policies = value.read(tag::SEQUENCE)?;
    let mut seen = HashSet::new();
    while !policies.is_empty() {
        let oid = policies.read(tag::SEQUENCE)?.oid()?;
        // recorded: ext-policies-duplicate-server, refused by 1.27 and not by 1.22.
        if !seen.insert(oid) && release >= Release::V1_27 {
            return None;
        }
    }
    Some(())
}

/// `processExtensions`, policyConstraints.
fn policy_constraints(mut value: Input<'_>) -> Option<()> {
    let mut fields = value.read(tag::SEQUENCE)?;
    fields.optional(tag::context(0))?;
    fields.optional(tag::context(1)).map(drop)
}

/// `processExtensions`, policyMappings.
fn policy_mappings(mut value: Input<'_>) -> Option<()> {
    let mut mappings = value.read(tag::SEQUENCE)?;
    while !mappings.is_empty() {
        let mut mapping = mappings.read(tag::SEQUENCE)?;
        mapping.oid()?;
        mapping.oid()?;
    }
    Some(())
}

/// `processExtensions`, inhibitAnyPolicy.
fn inhibit_any_policy(mut value: Input<'_>) -> Option<()> {
    value.integer().map(drop)
}

/// `processExtensions`, authorityInfoAccess.
fn authority_info_access(mut value: Input<'_>) -> Option<()> {
    let mut descriptions = value.read(tag::SEQUENCE)?;
    while !descriptions.is_empty() {
        let mut description = descriptions.read(tag::SEQUENCE)?;
        description.oid()?;
        if description.has(tag::context(6)) {
            description.read(tag::context(6))?;
        }
    }
    Some(())
}

/// `parseCRLDistributionPoints`: the full names, as far as they are URIs.
fn distribution_points(mut value: Input<'_>) -> Parsing {
    let one = "invalid CRL distribution point";
    let mut points = malformed(value.read(tag::SEQUENCE), "invalid CRL distribution points")?;
    while !points.is_empty() {
        let mut point = malformed(points.read(tag::SEQUENCE), one)?;
        let name = malformed(point.optional(tag::context_constructed(0)), one)?;
        let Some(mut name) = name else { continue };
        let mut full_name = malformed(name.read(tag::context_constructed(0)), one)?;
        while full_name.has(tag::context(6)) {
            malformed(full_name.read(tag::context(6)), one)?;
        }
    }
    Ok(())
}

/// `parseSANExtension`
fn alternative_names(mut value: Input<'_>, release: Release) -> Parsing {
    let invalid = "invalid subject alternative names";
    let mut names = malformed(value.read(tag::SEQUENCE), invalid)?;
    while !names.is_empty() {
        let (tag, _, name) = malformed(names.any(), "invalid subject alternative name")?;
        let name = name.0;
        match tag {
            0x81 if !name.is_ascii() => return Err("x509: SAN rfc822Name is malformed".to_owned()),
            0x82 if !name.is_ascii() => return Err("x509: SAN dNSName is malformed".to_owned()),
            0x86 if !name.is_ascii() => {
                return Err("x509: SAN uniformResourceIdentifier is malformed".to_owned());
            }
            0x86 => uri(&String::from_utf8_lossy(name))?,
            0x87 => address(name, release)?,
            _ => {}
        }
    }
    Ok(())
}

/// `parseSANExtension`
fn address(octets: &[u8], release: Release) -> Parsing {
    let mapped = <[u8; 16]>::try_from(octets).ok().map(Ipv6Addr::from).and_then(|v6| v6.to_ipv4_mapped());
    match octets.len() {
        // recorded: ref-ipv4-mapped-san-server, refused by 1.27 and not by 1.22.
        16 if mapped.is_some() && release >= Release::V1_27 => {
            Err("x509: SAN iPAddress contains IPv4-mapped IPv6 address".to_owned())
        }
        4 | 16 => Ok(()),
        length => Err(format!("x509: cannot parse IP address of length {length}")),
    }
}

fn escape_at(text: &str, at: usize) -> String {
    text.get(at..).unwrap_or_default().chars().take(3).collect()
}

/// `unescape` of `net/url`: the first percent sign that two hexadecimal digits do not follow, before the query.
fn broken_escape(text: &str) -> Option<String> {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let is_escape =
        |escape: &str| escape.len() == 3 && escape.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit());
    let signs = path.match_indices('%').map(|(at, _)| escape_at(path, at));
    signs.into_iter().find(|escape| !is_escape(escape))
}

/// What `url.Parse` and the check of the host refuse.
fn uri(text: &str) -> Parsing {
    let refused = |reason: &str| Err(format!("x509: cannot parse URI {text:?}: {reason}"));
    let parse = |reason: &str| refused(&format!("parse {text:?}: {reason}"));
    if text.is_empty() {
        return Ok(());
    }
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return parse("net/url: invalid control character in URL");
    }
    if text.starts_with(':') {
        return parse("missing protocol scheme");
    }
    let Some(authority) = text.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next()) else {
        let escape = broken_escape(text);
        return escape.map_or(Ok(()), |escape| parse(&format!("invalid URL escape {escape:?}")));
    };
    let host = authority.unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    if let Some(bracketed) = host.strip_prefix('[') {
        let Some((inner, _)) = bracketed.split_once(']') else { return parse("missing ']' in host") };
        return if inner.parse::<IpAddr>().is_ok() { Ok(()) } else { refused("invalid domain") };
    }
    if let Some(at) = host.find('%') {
        return parse(&format!("invalid URL escape {:?}", escape_at(host, at)));
    }
    if let Some(escape) = broken_escape(text) {
        return parse(&format!("invalid URL escape {escape:?}"));
    }
    if let Some(odd) =
        host.chars().find(|c| matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'))
    {
        return parse(&format!("invalid character {:?} in host name", odd.to_string()));
    }
    if let Some((_, port)) = host.rsplit_once(':')
        && !port.bytes().all(|byte| byte.is_ascii_digit())
    {
        return parse(&format!("invalid port {:?} after host", format!(":{port}")));
    }
    if host.is_empty() || hostname::reverse_labels(host).is_some() {
        Ok(())
    } else {
        refused("invalid domain")
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn refuses_the_escapes_that_net_url_refuses() {
        let refused = |text: &str, escape: &str| {
            let inner = format!("parse {text:?}: invalid URL escape {escape:?}");
            assert_eq!(uri(text), Err(format!("x509: cannot parse URI {text:?}: {inner}")));
        };
        refused("spiffe://cluster.local/%zz", "%zz");
        refused("urn:%4", "%4");
        assert_eq!(uri("spiffe://cluster.local/%7e?%zz"), Ok(()));
    }
}
