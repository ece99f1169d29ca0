//! What a certificate is to be used for, and which bits and key purposes that takes (RFC 5280 §4.2.1.3, §4.2.1.12).

use core::fmt;

use crate::der::oid::Oid;
use crate::x509::extension::key_usage::KeyUsage;
use crate::x509::oids;

/// What the target's key is to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Purpose {
    /// No purpose is asked for.
    #[default]
    Any,
    /// To be the server of a TLS connection.
    ServerAuthentication,
    /// To be the client of a TLS connection.
    ClientAuthentication,
}

impl Purpose {
    /// The name of its key purpose, as OpenSSL's configuration writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::ServerAuthentication => "serverAuth",
            Self::ClientAuthentication => "clientAuth",
        }
    }

    /// The content octets of its `KeyPurposeId`; `None` for any purpose.
    pub(crate) const fn key_purpose(self) -> Option<&'static [u8]> {
        match self {
            Self::Any => None,
            Self::ServerAuthentication => Some(oids::SERVER_AUTH),
            Self::ClientAuthentication => Some(oids::CLIENT_AUTH),
        }
    }

    /// The bits of keyUsage of which one is needed where the extension is there. RFC 5280 §4.2.1.12 lists those consistent
    /// with each purpose; with TLS 1.3 and with every ECDHE suite it is digitalSignature that counts.
    #[must_use]
    pub const fn consistent_usage(self) -> KeyUsage {
        match self {
            Self::Any => KeyUsage(0),
            Self::ServerAuthentication => {
                KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_ENCIPHERMENT).with(KeyUsage::KEY_AGREEMENT)
            }
            Self::ClientAuthentication => KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT),
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a list of key purposes answers a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Grant {
    /// There is no extKeyUsage, which restricts nothing.
    Unrestricted,
    /// The purpose is listed.
    Listed,
    /// Only anyExtendedKeyUsage is listed.
    AnyPurpose,
    /// Neither is listed.
    Refused,
}

/// How `purposes`, the content of extKeyUsage, answers `purpose`.
pub(crate) fn grant(purposes: Option<&[Oid]>, purpose: Purpose) -> Grant {
    let (Some(purposes), Some(wanted)) = (purposes, purpose.key_purpose()) else {
        return Grant::Unrestricted;
    };
    let has = |octets: &[u8]| purposes.iter().any(|purpose| purpose.octets() == octets);
    if has(wanted) {
        Grant::Listed
    } else if has(oids::ANY_EXTENDED_KEY_USAGE) {
        Grant::AnyPurpose
    } else {
        Grant::Refused
    }
}

/// Names of key purposes, for a sentence: "`serverAuth`, `1.2.3`", or "no purpose".
pub(crate) fn listing(purposes: &[Oid]) -> String {
    if purposes.is_empty() {
        return "no purpose".to_owned();
    }
    let names = purposes.iter().map(|purpose| match oids::key_purpose(purpose) {
        Some(name) => format!("`{name}`"),
        None => format!("`{purpose}`"),
    });
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants() {
        let list =
            |octets: &[&[u8]]| octets.iter().map(|octets| Oid::from_octets(octets)).collect::<Vec<_>>();
        let server = Purpose::ServerAuthentication;
        assert_eq!(grant(None, server), Grant::Unrestricted);
        assert_eq!(grant(Some(&list(&[oids::CLIENT_AUTH])), Purpose::Any), Grant::Unrestricted);
        assert_eq!(grant(Some(&list(&[])), server), Grant::Refused);
        assert_eq!(grant(Some(&list(&[oids::CLIENT_AUTH])), server), Grant::Refused);
        assert_eq!(grant(Some(&list(&[oids::CLIENT_AUTH, oids::SERVER_AUTH])), server), Grant::Listed);
        assert_eq!(grant(Some(&list(&[oids::ANY_EXTENDED_KEY_USAGE])), server), Grant::AnyPurpose);
    }
}
