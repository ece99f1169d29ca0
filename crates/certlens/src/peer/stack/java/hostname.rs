//! Whether a certificate is that of the host (`sun.security.util.HostnameChecker`, endpoint identification `HTTPS`).

use core::net::{IpAddr, Ipv4Addr};

use crate::peer::alert::{Alert, PeerSees};
use crate::peer::cause::Cause;
use crate::peer::refusal::{Refusal, Stop};
use crate::peer::stack::java::extension;
use crate::peer::stack::java::thrown::{CERTIFICATE, Thrown};
use crate::peer::stack::java::validate::Failure;
use crate::peer::stack::java::value::Value;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::{GeneralName, GeneralNameValue, ip_address};

const SEQUENCE: u8 = 0x30;
/// partyName as `EDIPartyName` reads it: not constructed.
const PARTY_NAME: u8 = 0x81;

/// `HostnameChecker.match`; the dot at the end of the host is not looked at.
pub(super) fn check(certificate: &Certificate, dialled: &str) -> Result<(), Failure> {
    let host = dialled.strip_suffix('.').unwrap_or(dialled);
    match address(host) {
        Some(address) => check_address(certificate, host, address),
        None => check_name(certificate, host),
    }
}

/// `IPAddressUtil.isIPv4LiteralAddress`, `isIPv6LiteralAddress`: of version 4 there may be fewer numbers than four, of which the last
/// stands for all that are missing.
fn address(host: &str) -> Option<IpAddr> {
    if let Ok(address) = host.parse() {
        return Some(address);
    }
    let numbers: Vec<u64> = host.split('.').map(decimal).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last().filter(|(_, first)| first.len() < 4)?;
    let left = 4 - first.len();
    let is_possible = first.iter().all(|number| *number < 256) && *last < 1 << (8 * left);
    let high = first.iter().fold(0, |high, number| high << 8 | number);
    let bits = u32::try_from(high << (8 * left) | last).ok()?;
    is_possible.then(|| Ipv4Addr::from_bits(bits).into())
}

fn decimal(text: &str) -> Option<u64> {
    text.bytes().all(|octet| octet.is_ascii_digit()).then(|| text.parse().ok())?
}

/// The name that a client says it dials (RFC 6066 §3), which is no address and ends in no dot (`ServerNameExtension`, `SNIHostName`).
pub(super) fn check_server_name(dialled: &str) -> Result<(), Stop> {
    let name = dialled.trim_end_matches('.');
    let Some(why) = why_no_host(name).filter(|_| !name.is_empty() && name.parse::<IpAddr>().is_err()) else {
        return Ok(());
    };
    let value = data_encoding::HEXUPPER.encode(name.as_bytes());
    let text = format!(
        "SSLProtocolException: Illegal server name, type=host_name(0), name={name}, value={{{value}}} <- \
         IllegalArgumentException: The encoded server name value is invalid <- IllegalArgumentException: {why}"
    );
    Err(Refusal::new(Cause::Name, text, PeerSees::EarlyAlert(Alert::ILLEGAL_PARAMETER)).into())
}

/// `X509CertImpl.getSubjectAlternativeNames`, which encodes again what it has no string for: an ediPartyName whose partyName was not
/// read, as none is that has the form of RFC 5280 (`EDIPartyName.encode`), is thrown at nobody who catches it.
fn alternative_names(certificate: &Certificate) -> Result<Option<&[GeneralName]>, Failure> {
    let names = extension::alternative_names(certificate);
    let is_nobody = |name: &GeneralName| match &name.value {
        GeneralNameValue::EdiParty(content) => {
            let party = Value { tag: SEQUENCE, content };
            !party.members().any(|member| member.is_ok_and(|member| member.tag == PARTY_NAME))
        }
        _ => false,
    };
    if !names.unwrap_or_default().iter().any(is_nobody) {
        return Ok(names);
    }
    let outer = "name cannot be encoded";
    Err(Failure::Uncaught {
        cause: Cause::Encoding,
        alert: Alert::INTERNAL_ERROR,
        text: format!(
            "SSLException: {outer} <- RuntimeException: {outer} <- IOException: Cannot have null partyName"
        ),
    })
}

fn refused(message: String) -> Thrown {
    Thrown::new(Cause::Name, CERTIFICATE, message)
}

/// `matchIP`: an IPv4 address may be written as an IPv6 one. Recorded: ref-ipv4-mapped-san-server.
fn check_address(certificate: &Certificate, host: &str, address: IpAddr) -> Result<(), Failure> {
    let Some(names) = alternative_names(certificate)? else {
        return Err(refused("No subject alternative names present".to_owned()).into());
    };
    let is_host = |name: &GeneralNameValue| match name {
        GeneralNameValue::Ip(octets) => {
            ip_address(octets).is_some_and(|found| found.to_canonical() == address.to_canonical())
        }
        _ => false,
    };
    if names.iter().any(|name| is_host(&name.value)) {
        return Ok(());
    }
    Err(refused(format!("No subject alternative names matching IP address {host} found")).into())
}

/// `matchDNS`: the common name counts where subjectAltName has no dNSName, or cannot be read.
/// Recorded: san-absent-cn-match-server, san-ip-only-cn-match-server.
fn check_name(certificate: &Certificate, host: &str) -> Result<(), Failure> {
    if let Some(why) = why_no_host(host) {
        let thrown = refused(format!("Illegal given domain name: {host}"));
        return Err(thrown.caused_by("java.lang.IllegalArgumentException", why).into());
    }
    let names = alternative_names(certificate)?.unwrap_or_default();
    let dns: Vec<&[u8]> = names
        .iter()
        .filter_map(|name| match &name.value {
            GeneralNameValue::Dns(octets) => Some(octets.as_slice()),
            _ => None,
        })
        .collect();
    if dns.iter().any(|name| name.is_ascii() && is_matched(host, &String::from_utf8_lossy(name))) {
        return Ok(());
    }
    if !dns.is_empty() {
        return Err(refused(format!("No subject alternative DNS name matching {host} found.")).into());
    }
    match certificate.subject.common_name() {
        Some(common_name) if is_matched(host, common_name) => Ok(()),
        _ => Err(refused(format!("No name matching {host} found")).into()),
    }
}

/// `new SNIHostName(String)`: letters, digits and hyphens.
fn why_no_host(host: &str) -> Option<&'static str> {
    let is_wrong = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.');
    let labels = || host.split('.');
    if host.is_empty() {
        Some("Server name value of host_name cannot be empty")
    } else if host.ends_with('.') {
        Some("Server name value of host_name cannot have the trailing dot")
    } else if labels().any(str::is_empty) {
        Some("Empty label is not a legal name")
    } else if host.chars().any(is_wrong) {
        Some("Contains non-LDH ASCII characters")
    } else if labels().any(|label| label.starts_with('-') || label.ends_with('-')) {
        Some("Has leading or trailing hyphen")
    } else if labels().any(|label| label.len() > 63) {
        Some("The label in the input is too long")
    } else {
        None
    }
}

/// `isMatched`, `matchAllWildcards`: as many labels, each with wildcards anywhere. Recorded: wildcard-partial-middle-server,
/// wildcard-second-label-server.
fn is_matched(host: &str, template: &str) -> bool {
    let after_wildcard = template.rsplit_once('*').map(|(_, after)| after);
    if after_wildcard.is_some_and(|after| !after.contains('.')) || template == "*." {
        return false;
    }
    if why_no_host(&template.replace('*', "z")).is_some() {
        return false;
    }
    let (host, template) = (host.to_ascii_lowercase(), template.to_ascii_lowercase());
    let count = |name: &str| name.split('.').count();
    count(&host) == count(&template)
        && host.split('.').zip(template.split('.')).all(|(label, pattern)| match label.strip_prefix("xn--") {
            // An A-label is compared as what it stands for (`IDN.toUnicode`).
            Some(_) => label == pattern || pattern == "*",
            None => has_wildcards(label, pattern),
        })
}

/// `matchWildCards`
fn has_wildcards(label: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| label.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    true
}
