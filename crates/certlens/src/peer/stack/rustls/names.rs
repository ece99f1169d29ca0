//! The names of a certificate as webpki has them, and whether one is the name that is dialled (`subject_name/mod.rs`).

use core::net::IpAddr;

use crate::peer::stack::rustls::certificate::Cert;
use crate::peer::stack::rustls::der::Input;
use crate::peer::stack::rustls::dns::{self, Against};
use crate::peer::stack::rustls::error::{BAD_DER, Error, not_valid_for_name};

/// A name of subjectAltName or the base of a subtree.
#[derive(Debug, Clone, Copy)]
pub(super) enum GeneralName<'a> {
    Dns(&'a [u8]),
    Directory,
    Ip(&'a [u8]),
    Uri(&'a [u8]),
    /// Any other, by the number of its tag.
    Unsupported(u8),
}

impl<'a> GeneralName<'a> {
    pub(super) fn read(fields: &mut Input<'a>) -> Result<Self, Error> {
        let (tag, value) = fields.any()?;
        Ok(match tag {
            0x82 => Self::Dns(value),
            0xa4 => Self::Directory,
            0x86 => Self::Uri(value),
            0x87 => Self::Ip(value),
            0xa0 | 0x81 | 0xa3 | 0xa5 | 0x88 => Self::Unsupported(tag & 0x1f),
            _ => return Err(BAD_DER),
        })
    }

    /// How webpki lists it.
    fn text(self) -> String {
        match self {
            Self::Dns(name) => format!("DnsName(\"{}\")", String::from_utf8_lossy(name)),
            Self::Directory => "DirectoryName".to_owned(),
            Self::Ip(octets) => format!("IpAddress({})", address(octets)),
            Self::Uri(uri) => format!("UniformResourceIdentifier(\"{}\")", String::from_utf8_lossy(uri)),
            Self::Unsupported(number) => format!("Unsupported(0x{number:02x})"),
        }
    }
}

/// The names of subjectAltName up to the first that cannot be read.
pub(super) fn names<'a>(cert: &Cert<'a>) -> impl Iterator<Item = Result<GeneralName<'a>, Error>> + use<'a> {
    let mut left = cert.names.map(Input::new);
    core::iter::from_fn(move || {
        let fields = left.as_mut().filter(|fields| !fields.is_empty())?;
        let name = GeneralName::read(fields);
        if name.is_err() {
            left = None;
        }
        Some(name)
    })
}

/// `verify_is_valid_for_subject_name`: the common name is never looked at.
pub(super) fn verify(cert: &Cert<'_>, dialled: &str) -> Result<(), Error> {
    let address = dialled.parse::<IpAddr>().ok().filter(|_| !dns::is_dialled(dialled));
    let octets = match address {
        Some(IpAddr::V4(address)) => address.octets().to_vec(),
        Some(IpAddr::V6(address)) => address.octets().to_vec(),
        None => Vec::new(),
    };
    for name in names(cert) {
        let is_match = match (name?, address) {
            (GeneralName::Dns(name), None) => {
                dns::matches(name, Against::Reference, dialled.as_bytes()).unwrap_or(false)
            }
            (GeneralName::Ip(found), Some(_)) => found == octets,
            _ => false,
        };
        if is_match {
            return Ok(());
        }
    }
    let presented: Vec<String> = names(cert).filter_map(|name| Some(name.ok()?.text())).collect();
    // `ClientConnection` does without the dot at the end.
    let name = || dialled.strip_suffix('.').unwrap_or(dialled).to_owned();
    let expected = address.map_or_else(name, |address| address.to_string());
    Err(not_valid_for_name(&expected, &presented))
}

/// An address as webpki prints it (`IpAddrSlice`), which is not quite how RFC 5952 has it.
fn address(octets: &[u8]) -> String {
    match octets {
        [_, _, _, _] => octets.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
        _ if octets.len() == 16 => address_of_version_6(octets),
        _ => {
            let octets: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            format!("[invalid: {}]", octets.join(", "))
        }
    }
}

/// Every run of zero groups but one at the beginning becomes `::`; at the end it becomes nothing.
fn address_of_version_6(octets: &[u8]) -> String {
    let mut text = String::new();
    let mut is_skipping = false;
    for (index, pair) in octets.chunks_exact(2).enumerate() {
        let group = pair.iter().fold(0u16, |group, octet| group << 8 | u16::from(*octet));
        if index > 0 && group == 0 {
            is_skipping = true;
            continue;
        }
        if index > 0 {
            text.push_str(if is_skipping { "::" } else { ":" });
        }
        is_skipping = false;
        text.push_str(&format!("{group:x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_as_webpki_prints_them() {
        let mapped = [[0; 10].as_slice(), &[0xff, 0xff, 127, 0, 0, 1]].concat();
        let local = [[0xfe, 0x80].as_slice(), &[0; 13], &[1]].concat();
        let open = [[0xfe, 0x80].as_slice(), &[0; 14]].concat();
        let cases: [(&[u8], &str); 5] = [
            (&[127, 0, 0, 1], "127.0.0.1"),
            (&mapped, "0::ffff:7f00:1"),
            (&local, "fe80::1"),
            (&open, "fe80"),
            (&[1, 2], "[invalid: 01, 02]"),
        ];
        for (octets, text) in cases {
            assert_eq!(address(octets), text);
        }
    }
}
