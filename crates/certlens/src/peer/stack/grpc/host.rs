//! `HostNameCertificateVerifier` of gRPC's `grpc_tls_certificate_verifier.cc`.

use crate::peer::stack::openssl::x509::X509;
use crate::x509::general_name::{GeneralNameValue, ip_address};
use crate::x509::oids;

/// Whether every iPAddress can be turned into text; gRPC gives up the whole peer otherwise (recorded: `san-ip-len5-server`).
pub(super) fn has_sound_addresses(x509: &X509) -> bool {
    let names = x509.alternative_names().unwrap_or_default();
    names
        .iter()
        .all(|name| !matches!(&name.value, GeneralNameValue::Ip(octets) if ip_address(octets).is_none()))
}

/// A dNSName, the text of an iPAddress, or where there is no dNSName the first common name
/// (`peer_from_x509` and `ssl_peer_matches_name` of `ssl_transport_security.cc`). Recorded: san-absent-cn-match-server,
/// san-ip-only-cn-match-server.
pub(super) fn check(x509: &X509, host: &str) -> bool {
    let names = x509.alternative_names().unwrap_or_default();
    let mut dns = names.iter().filter_map(|name| match &name.value {
        GeneralNameValue::Dns(octets) => Some(String::from_utf8_lossy(octets)),
        _ => None,
    });
    let is_address = |name: &GeneralNameValue| match name {
        GeneralNameValue::Ip(octets) => ip_address(octets).is_some_and(|address| address.to_string() == host),
        _ => false,
    };
    let subject = &x509.certificate().subject;
    let common_name = subject.attributes().find(|attribute| attribute.oid.octets() == oids::COMMON_NAME);
    dns.clone().any(|name| matches(&name, host))
        || names.iter().any(|name| is_address(&name.value))
        || dns.next().is_none() && common_name.is_some_and(|name| matches(&name.text, host))
}

/// `VerifySubjectAlternativeName` of `tls_utils.cc`: names are absolute whether they end in a dot or not, and a wildcard is a
/// whole first label, also before a single one.
fn matches(name: &str, host: &str) -> bool {
    // Names are handed on as strings of C (`tsi_peer_property`), which end at the first NUL.
    let name = name.split('\0').next().unwrap_or_default();
    if name.is_empty() || host.is_empty() || name.starts_with('.') || host.starts_with('.') {
        return false;
    }
    let absolute = |text: &str| format!("{}.", text.strip_suffix('.').unwrap_or(text)).to_ascii_lowercase();
    let (name, host) = (absolute(name), absolute(host));
    match name.strip_prefix('*') {
        Some(suffix) => {
            let first = host.strip_suffix(suffix);
            suffix != "."
                && suffix.starts_with('.')
                && !suffix.contains('*')
                && first.is_some_and(|own| !own.contains('.'))
        }
        None => !name.contains('*') && name == host,
    }
}
