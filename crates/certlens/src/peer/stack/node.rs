//! Node.js 20: OpenSSL at security level 1, which verifies but does not decide; Node reads the last error after the handshake,
//! ends the connection without an alert, and compares the server's name itself.

use core::net::IpAddr;
use std::rc::Rc;

use crate::peer::alert::PeerSees;
use crate::peer::cause::Cause;
use crate::peer::encounter::{Encounter, Role, TlsVersion};
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::stack::openssl;
use crate::peer::stack::openssl::verify::Parameters;
use crate::peer::stack::openssl::words::{Program, Voice};
use crate::peer::stack::openssl::x509::{self, X509};
use crate::peer::stack::{BOTH, Stack};
use crate::x509::general_name::{GeneralName, GeneralNameValue, ip_address};

/// OpenSSL's own level, a callback that always goes on (`TLSWrap::SetVerifyMode` of `src/crypto/crypto_tls.cc`), and no host
/// (recorded: `key-rsa1536-server`, `wildcard-*`).
const PROGRAM: Program = Program {
    voice: Voice::Node,
    parameters: Parameters { level: 1, strict: false, partial: false, host: None, knows_anchors: true },
};

pub(super) const NODE: Stack = Stack {
    id: "node",
    name: "Node.js",
    version: "20",
    recorded: "Node 20: tls.createServer({requestCert, rejectUnauthorized}), tls.connect",
    found_in: "Node.js and Electron; fetch, axios, @grpc/grpc-js",
    versions: BOTH,
    rules: openssl::RULES,
    load: |own| openssl::load(own, &PROGRAM),
    meet: |encounter| openssl::meet(encounter, &PROGRAM, check_server_identity),
    answers: |leaf, name| mismatch(name, &X509::new(Rc::clone(leaf), &x509::OPENSSL)).is_none(),
};

/// `tls.checkServerIdentity` of `lib/tls.js`.
fn check_server_identity(encounter: &Encounter<'_>, leaf: &X509) -> Result<(), Stop> {
    let Some(reason) = (encounter.role == Role::Client).then(|| mismatch(encounter.name, leaf)).flatten()
    else {
        return Ok(());
    };
    let words =
        format!("ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames: {reason}");
    let sees = if encounter.version == TlsVersion::V12 { PeerSees::Success } else { PeerSees::Closed };
    Err(Refusal::new(Cause::Name, words, sees).of(&leaf.parsed).into())
}

/// Why the certificate is not one of `name`. The common names count where there is no dNSName.
fn mismatch(name: &str, leaf: &X509) -> Option<String> {
    let names = leaf.alternative_names().unwrap_or_default();
    let host = name.strip_suffix('.').unwrap_or(name);
    let dns: Vec<String> = names.iter().filter_map(dns_name).collect();
    let common_names: Vec<&str> = {
        let subject = &leaf.certificate().subject;
        subject.attributes().filter(|a| a.label() == "CN").map(|a| a.text.as_str()).collect()
    };
    if let Ok(address) = name.parse::<IpAddr>() {
        let listed: Vec<String> = names.iter().filter_map(address_text).collect();
        let is_listed = names.iter().any(|name| is_address(name, address));
        return (!is_listed)
            .then(|| format!("IP: {address} is not in the cert's list: {}", listed.join(", ")));
    }
    if !dns.is_empty() {
        let is_listed = dns.iter().any(|pattern| check(host, pattern));
        let listed = alternative_names_text(names);
        return (!is_listed).then(|| format!("Host: {host}. is not in the cert's altnames: {listed}"));
    }
    match common_names.as_slice() {
        [] => Some("Cert does not contain a DNS name".to_owned()),
        names if names.iter().any(|pattern| check(host, pattern)) => None,
        names => Some(format!("Host: {host}. is not cert's CN: {}", names.join(","))),
    }
}

/// `PrintLatin1AltName`: octets as characters.
fn dns_name(name: &GeneralName) -> Option<String> {
    match &name.value {
        GeneralNameValue::Dns(octets) => Some(octets.iter().copied().map(char::from).collect()),
        _ => None,
    }
}

/// `PrintGeneralName`, then `net.isIP` and `canonicalizeIP` of `lib/tls.js`.
fn address_text(name: &GeneralName) -> Option<String> {
    match &name.value {
        GeneralNameValue::Ip(octets) => ip_address(octets).map(|address| address.to_string()),
        _ => None,
    }
}

/// `canonicalizeIP` on both sides.
fn is_address(name: &GeneralName, wanted: IpAddr) -> bool {
    matches!(&name.value, GeneralNameValue::Ip(octets) if ip_address(octets) == Some(wanted))
}

/// `subjectaltname` of the certificate as `src/crypto/crypto_common.cc` writes it: quoted as JSON where a name has characters
/// that could be mistaken for the list's own.
fn alternative_names_text(names: &[GeneralName]) -> String {
    let entry = |name: &GeneralName| match &name.value {
        GeneralNameValue::Dns(_) => format!("DNS:{}", quoted(&dns_name(name).unwrap_or_default())),
        GeneralNameValue::Uri(octets) => format!("URI:{}", quoted(&String::from_utf8_lossy(octets))),
        GeneralNameValue::Rfc822(octets) => format!("email:{}", quoted(&String::from_utf8_lossy(octets))),
        GeneralNameValue::Ip(octets) => format!("IP Address:{}", listed_address(octets)),
        GeneralNameValue::Directory(name) => format!("DirName:{}", quoted(&name.to_string())),
        GeneralNameValue::RegisteredId(oid) => format!("Registered ID:{oid}"),
        _ => "othername:<unsupported>".to_owned(),
    };
    names.iter().map(entry).collect::<Vec<_>>().join(", ")
}

/// Version 6 in full, without any shortening. (`PrintGeneralName`; recorded: `ref-ipv4-mapped-san-server`.)
fn listed_address(octets: &[u8]) -> String {
    match ip_address(octets) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => address.segments().map(|segment| format!("{segment:X}")).join(":"),
        None => format!("<invalid length={}>", octets.len()),
    }
}

/// `IsSafeAltName`, `PrintAltName`
fn quoted(text: &str) -> String {
    let is_plain = |c: char| (' '..='~').contains(&c) && !matches!(c, '"' | '\\' | ',' | '\'');
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        ' '..='~' if c != ',' => c.to_string(),
        c => format!("\\u{:04x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

/// `check` of `lib/tls.js`: labels from the right; a wildcard anywhere in the first label, of at least three, that is no A-label.
fn check(host: &str, pattern: &str) -> bool {
    let pattern = pattern.strip_suffix('.').unwrap_or(pattern);
    let is_printable = pattern.bytes().all(|byte| (0x21..=0x7f).contains(&byte));
    let labels = |text: &str| text.to_ascii_lowercase().split('.').map(str::to_owned).collect::<Vec<_>>();
    let (host, pattern) = (labels(host), labels(pattern));
    if !is_printable || host.len() != pattern.len() || pattern.iter().any(String::is_empty) {
        return false;
    }
    let (Some((own, host)), Some((first, rest))) = (host.split_first(), pattern.split_first()) else {
        return false;
    };
    if host != rest {
        return false;
    }
    match first.split_once('*') {
        None => own == first,
        Some((_, after)) if after.contains('*') || rest.len() < 2 || first.contains("xn--") => own == first,
        Some((prefix, suffix)) => {
            own.len() >= prefix.len() + suffix.len() && own.starts_with(prefix) && own.ends_with(suffix)
        }
    }
}
