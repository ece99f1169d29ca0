//! `X509_check_host` and `X509_check_ip` of `crypto/x509/v3_utl.c`.

use core::net::IpAddr;

use super::code::{self, Code};
use super::verify::Wildcards;
use super::x509::X509;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::name::Attribute;
use crate::x509::oids;

/// What is wrong with the certificate of a server that is dialled by `name`.
pub(super) fn check_id(x509: &X509, name: &str, wildcards: Wildcards) -> Result<(), Code> {
    match name.parse() {
        Ok(address) if check_ip(x509, address) => Ok(()),
        Ok(_) => Err(code::IP_ADDRESS),
        Err(_) if check_host(x509, name, wildcards == Wildcards::Partial) => Ok(()),
        Err(_) => Err(code::HOSTNAME),
    }
}

/// `X509_check_host`: a dNSName, or the common name where there is no dNSName.
pub(in crate::peer::stack) fn check_host(x509: &X509, host: &str, partial_wildcards: bool) -> bool {
    let names = x509.alternative_names().unwrap_or_default();
    let mut dns = names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Dns(octets) => Some(octets.as_slice()),
        _ => None,
    });
    let matches = |name: &[u8]| equal_wildcard(name, host.as_bytes(), partial_wildcards);
    if dns.clone().any(matches) {
        return true;
    }
    dns.next().is_none() && common_names(x509).any(|name| matches(name.text.as_bytes()))
}

/// `X509_check_ip`: an iPAddress of the same octets.
pub(in crate::peer::stack) fn check_ip(x509: &X509, address: IpAddr) -> bool {
    let octets = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    let is_it = |name: &GeneralNameValue| matches!(name, GeneralNameValue::Ip(own) if *own == octets);
    x509.alternative_names().unwrap_or_default().iter().any(|name| is_it(&name.value))
}

/// The common names, as `ASN1_STRING_to_UTF8` reads them.
pub(in crate::peer::stack) fn common_names(x509: &X509) -> impl Iterator<Item = &Attribute> {
    let is_one = |attribute: &&Attribute| {
        attribute.oid.octets() == oids::COMMON_NAME && attribute.string_type.is_some()
    };
    x509.certificate().subject.attributes().filter(is_one)
}

/// `equal_wildcard`
fn equal_wildcard(pattern: &[u8], host: &[u8], partial_wildcards: bool) -> bool {
    let star = valid_star(pattern, partial_wildcards);
    match star.and_then(|star| Some((pattern.get(..star)?, pattern.get(star + 1..)?))) {
        Some((prefix, suffix)) => wildcard_match(prefix, suffix, host),
        None => pattern.eq_ignore_ascii_case(host),
    }
}

/// `valid_star`: where the one wildcard stands, which belongs into the first of at least three labels and not into an A-label.
fn valid_star(pattern: &[u8], partial_wildcards: bool) -> Option<usize> {
    let labels: Vec<&[u8]> = pattern.split(|byte| *byte == b'.').collect();
    let is_ldh = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let is_label = |label: &&[u8]| {
        !label.is_empty() && !label.starts_with(b"-") && !label.ends_with(b"-") && label.iter().all(is_ldh)
    };
    let (first, rest) = labels.split_first()?;
    let star = first.iter().position(|byte| *byte == b'*')?;
    let around = [first.get(..star)?, first.get(star + 1..)?].concat();
    let is_whole = around.is_empty();
    let is_at_end = star == 0 || star + 1 == first.len();
    let is_sound = around.iter().all(is_ldh) && !first.starts_with(b"-") && !first.ends_with(b"-");
    let is_a_label = first.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--"));
    let is_allowed = is_whole || partial_wildcards && is_at_end && is_sound && !is_a_label;
    (is_allowed && rest.len() >= 2 && rest.iter().all(is_label)).then_some(star)
}

/// `wildcard_match`: the wildcard stands for letters, digits and hyphens of one label.
fn wildcard_match(prefix: &[u8], suffix: &[u8], host: &[u8]) -> bool {
    let Some(matched) = host.len().checked_sub(prefix.len() + suffix.len()) else { return false };
    let (start, rest) = host.split_at(prefix.len());
    let (middle, end) = rest.split_at(matched);
    let is_whole = prefix.is_empty() && suffix.starts_with(b".");
    let is_a_label = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--"));
    start.eq_ignore_ascii_case(prefix)
        && end.eq_ignore_ascii_case(suffix)
        && !(is_whole && middle.is_empty())
        && (is_whole || !is_a_label)
        && (middle == b"*" || middle.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-'))
}
