//! `crypto/x509/verify.go`, `VerifyHostname`.

use core::net::IpAddr;

use crate::peer::shelf::Parsed;
use crate::x509::general_name::{GeneralName, GeneralNameValue, ip_address};

use super::Release;

/// What Go says where the certificate is not valid for `host`; `None` where it is.
pub(super) fn verify(parsed: &Parsed, host: &str, release: Release) -> Option<String> {
    let names = parsed.certificate.subject_alternative_names().unwrap_or_default();
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = bare.parse::<IpAddr>() {
        let same = |found: IpAddr| found.to_canonical() == address.to_canonical();
        return (!addresses(names).any(same)).then(|| mismatch(parsed, host, Some(address)));
    }
    let candidate = host.to_ascii_lowercase();
    let is_valid = is_valid_hostname(&candidate, false, release);
    let matches = |name: &str| {
        if is_valid && is_valid_hostname(name, true, release) {
            matches_labels(name, &candidate)
        } else {
            matches_exactly(name, &candidate)
        }
    };
    (!dns_names(names).any(|name| matches(&name))).then(|| mismatch(parsed, host, None))
}

/// `HostnameError.Error`
fn mismatch(parsed: &Parsed, host: &str, address: Option<IpAddr>) -> String {
    let certificate = &parsed.certificate;
    let names = certificate.subject_alternative_names().unwrap_or_default();
    let has_alternatives = certificate.extension("subjectAltName").is_some();
    let common_name = certificate.subject.common_name().unwrap_or_default();
    if !has_alternatives && matches_labels(common_name, &host.to_ascii_lowercase()) {
        return "x509: certificate relies on legacy Common Name field, use SANs instead".to_owned();
    }
    let valid = if address.is_some() {
        let addresses: Vec<String> = addresses(names).map(go_address).collect();
        if addresses.is_empty() {
            return format!(
                "x509: cannot validate certificate for {host} because it doesn't contain any IP SANs"
            );
        }
        addresses
    } else {
        dns_names(names).collect()
    };
    let valid = valid.join(", ");
    if valid.is_empty() {
        return format!("x509: certificate is not valid for any names, but wanted to match {host}");
    }
    format!("x509: certificate is valid for {valid}, not {host}")
}

/// `net.IP.String`: an IPv4-mapped address as IPv4.
fn go_address(address: IpAddr) -> String {
    address.to_canonical().to_string()
}

/// `Certificate.DNSNames`
fn dns_names(names: &[GeneralName]) -> impl Iterator<Item = String> {
    names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Dns(octets) => Some(String::from_utf8_lossy(octets).into_owned()),
        _ => None,
    })
}

/// `Certificate.IPAddresses`
fn addresses(names: &[GeneralName]) -> impl Iterator<Item = IpAddr> {
    names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Ip(octets) => ip_address(octets),
        _ => None,
    })
}

/// `validHostname`. Underscores and a lone `*` as the first label are taken; since 1.23 a `*` needs more labels after it.
fn is_valid_hostname(host: &str, is_pattern: bool, release: Release) -> bool {
    let host = if is_pattern { host } else { host.strip_suffix('.').unwrap_or(host) };
    if host.is_empty() || (host == "*" && release >= Release::V1_27) {
        return false;
    }
    host.split('.').enumerate().all(|(at, label)| {
        !label.is_empty()
            && ((is_pattern && at == 0 && label == "*")
                || label.bytes().enumerate().all(|(at, byte)| {
                    byte.is_ascii_alphanumeric() || byte == b'_' || (byte == b'-' && at != 0)
                }))
    })
}

/// `matchHostnames`
fn matches_labels(pattern: &str, host: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    let host = host.strip_suffix('.').unwrap_or(host);
    if pattern.is_empty() || host.is_empty() || pattern.split('.').count() != host.split('.').count() {
        return false;
    }
    let mut pairs = pattern.split('.').zip(host.split('.')).enumerate();
    pairs.all(|(at, (pattern, host))| (at == 0 && pattern == "*") || pattern == host)
}

/// `matchExactly`
fn matches_exactly(name: &str, host: &str) -> bool {
    !name.is_empty() && name != "." && host != "." && name.eq_ignore_ascii_case(host)
}

/// `domainToReverseLabels`: the labels from the last to the first; `None` where it is no domain.
pub(super) fn reverse_labels(domain: &str) -> Option<Vec<&str>> {
    if domain.is_empty() {
        return Some(Vec::new());
    }
    let labels: Vec<&str> = domain.rsplit('.').collect();
    let is_printable =
        |label: &&str| !label.is_empty() && label.bytes().all(|byte| (33..=126).contains(&byte));
    labels.iter().all(is_printable).then_some(labels)
}
