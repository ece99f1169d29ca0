//! Presented identifiers (RFC 9525 §6.2): the names of subjectAltName, each with its place.

use core::net::IpAddr;

use crate::span::ByteRange;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::{GeneralNameValue, ip_address};

/// One name that a certificate presents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedIdentifier {
    /// The name.
    pub value: Presented,
    /// Where it stands in the certificate.
    pub range: ByteRange,
}

/// The forms of presented names that a reference identifier can match, and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// dNSName, its octets as text
    Dns(String),
    /// dNSName that is not ASCII, so that no A-label can equal it
    DnsNotAscii(String),
    /// iPAddress of 4 or 16 octets
    Ip(IpAddr),
    /// iPAddress of another length
    IpMalformed(Vec<u8>),
    /// uniformResourceIdentifier
    Uri(String),
    /// A form that no connection is made by: what it is called, and its text.
    Other(&'static str, String),
    /// The common name of a certificate without any name in subjectAltName; never matched (RFC 9525 §2).
    CommonName(String),
}

/// Every name of subjectAltName, in its order; where it has none, the common name, which is there to be explained.
#[must_use]
pub fn presented(certificate: &Certificate) -> Vec<PresentedIdentifier> {
    let names = certificate.subject_alternative_names().unwrap_or_default();
    if names.is_empty() {
        let common_name = certificate.subject.common_name().map(str::to_owned);
        let range = certificate.subject.range;
        return common_name
            .map(|name| PresentedIdentifier { value: Presented::CommonName(name), range })
            .into_iter()
            .collect();
    }
    names.iter().map(|name| PresentedIdentifier { value: value(&name.value), range: name.range }).collect()
}

fn value(name: &GeneralNameValue) -> Presented {
    let text = || name.text().into_owned();
    match name {
        GeneralNameValue::Dns(octets) if octets.is_ascii() => Presented::Dns(text()),
        GeneralNameValue::Dns(_) => Presented::DnsNotAscii(text()),
        GeneralNameValue::Uri(_) => Presented::Uri(text()),
        GeneralNameValue::Ip(octets) => {
            ip_address(octets).map_or_else(|| Presented::IpMalformed(octets.clone()), Presented::Ip)
        }
        _ => Presented::Other(name.label(), text()),
    }
}
