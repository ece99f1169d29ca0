//! Extensions as Java reads them (`sun.security.x509.CertificateExtensions`).

use std::collections::HashSet;

use crate::der::oid::Oid;
use crate::peer::stack::java::certificate::unreadable;
use crate::peer::stack::java::thrown::Thrown;
use crate::x509::certificate::Certificate;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::extension::{Extension, ExtensionContent};
use crate::x509::general_name::{GeneralName, GeneralNameValue};
use crate::x509::oids;

/// No extension twice, and every critical one of a known kind readable.
pub(super) fn check_all(certificate: &Certificate) -> Result<(), Thrown> {
    let mut seen = HashSet::new();
    for extension in &certificate.extensions {
        match why_unreadable(certificate, extension) {
            Some(why) if extension.critical => return Err(unreadable(&why)),
            Some(_) => continue,
            None => {}
        }
        if !seen.insert(&extension.oid) {
            return Err(unreadable("Duplicate extensions not allowed"));
        }
    }
    Ok(())
}

/// What an extension says, if it is there and Java can read it.
pub(super) fn read<'a>(certificate: &'a Certificate, name: &str) -> Option<&'a ExtensionContent> {
    let extension = certificate.extension(name)?;
    why_unreadable(certificate, extension).is_none().then_some(&extension.content)
}

/// `getKeyUsage`
pub(super) fn key_usage(certificate: &Certificate) -> Option<KeyUsage> {
    match read(certificate, "keyUsage")? {
        ExtensionContent::KeyUsage(usage) => Some(*usage),
        _ => None,
    }
}

/// `getExtendedKeyUsage`
pub(super) fn purposes(certificate: &Certificate) -> Option<&[Oid]> {
    match read(certificate, "extKeyUsage")? {
        ExtensionContent::ExtendedKeyUsage(purposes) => Some(purposes),
        _ => None,
    }
}

/// `getSubjectAlternativeNames`
pub(super) fn alternative_names(certificate: &Certificate) -> Option<&[GeneralName]> {
    match read(certificate, "subjectAltName")? {
        ExtensionContent::SubjectAltName(names) => Some(names),
        _ => None,
    }
}

/// Why the constructor of the extension's class throws; `None` where it does not, or the extension has no class.
fn why_unreadable(certificate: &Certificate, extension: &Extension) -> Option<String> {
    let name = oids::extension(&extension.oid)?;
    let mut value = extension.value.of(&certificate.der);
    // An OCTET STRING around the value is taken off (`KeyUsageExtension`).
    if name == "keyUsage"
        && let [0x04, _, inner @ ..] = value
    {
        value = inner;
    }
    let (expected, otherwise) = match name {
        "keyUsage" => (0x03, "DerValue.getBitString, not a bit string"),
        "basicConstraints" => (0x30, "Invalid encoding of BasicConstraints"),
        "extKeyUsage" => (0x30, "Invalid encoding for ExtendedKeyUsageExtension."),
        "subjectAltName" => (0x30, "Invalid encoding for SubjectAltNameExtension."),
        "nameConstraints" => (0x30, "Invalid encoding for NameConstraintsExtension."),
        "certificatePolicies" => (0x30, "Invalid encoding for CertificatePoliciesExtension."),
        "authorityKeyIdentifier" => (0x30, "Invalid encoding for AuthorityKeyIdentifierExtension."),
        "subjectKeyIdentifier" => (0x04, "DerValue.getOctetString, not an Octet String"),
        _ => return None,
    };
    if let Some(why) = why_no_value(value) {
        return Some(why.to_owned());
    }
    if value.first() != Some(&expected) {
        return Some(otherwise.to_owned());
    }
    match &extension.content {
        ExtensionContent::SubjectAltName(names) => names.iter().find_map(|name| why_no_name(&name.value)),
        ExtensionContent::Unreadable => Some(otherwise.to_owned()),
        _ => None,
    }
}

/// `new DerValue(bytes)`
fn why_no_value(bytes: &[u8]) -> Option<&'static str> {
    let [_, length, rest @ ..] = bytes else { return Some("Too short") };
    let (length, rest) = match length {
        0..=0x7f => (usize::from(*length), rest),
        0x81..=0x84 => {
            let Some((digits, rest)) = rest.split_at_checked(usize::from(length & 0x7f)) else {
                return Some("Too short");
            };
            let length = digits.iter().fold(0usize, |length, digit| length << 8 | usize::from(*digit));
            match digits.first() {
                Some(0) => return Some("Redundant length bytes found"),
                _ if length < 0x80 => return Some("Should use short form for length"),
                _ => (length, rest),
            }
        }
        0x80 => return None,
        _ => return Some("Invalid lenByte"),
    };
    match length.cmp(&rest.len()) {
        core::cmp::Ordering::Greater => Some("Too short"),
        core::cmp::Ordering::Less => Some("extra data at the end"),
        core::cmp::Ordering::Equal => None,
    }
}

/// The constructors of `IPAddressName`, `URIName` and `RFC822Name`. Recorded: san-ip-len5-server.
fn why_no_name(name: &GeneralNameValue) -> Option<String> {
    match name {
        GeneralNameValue::Ip(octets) if !matches!(octets.len(), 4 | 8 | 16 | 32) => {
            Some("Invalid IPAddressName".to_owned())
        }
        GeneralNameValue::Uri(octets) => {
            let uri = String::from_utf8_lossy(octets);
            let is_character = |c: char| c > ' ' && !"\"<>\\^`{|}".contains(c);
            let scheme = uri.split_once(':').map(|(scheme, _)| scheme);
            let host = uri.split_once("://").map_or("", |(_, rest)| rest);
            let is_open = host.starts_with('[') && !host.contains(']');
            match scheme {
                _ if !uri.chars().all(is_character) || is_open => Some(format!("invalid URI name:{uri}")),
                None | Some("") => Some(format!("URI name must include scheme:{uri}")),
                Some(_) => None,
            }
        }
        GeneralNameValue::Rfc822(octets) if octets.is_empty() => {
            Some("RFC822Name may not be null or empty".to_owned())
        }
        GeneralNameValue::Unreadable { tag, .. } => {
            Some(format!("Unrecognized GeneralName tag, ({})", tag & 0x1f))
        }
        _ => None,
    }
}
