//! Fingerprints and pins of a certificate and of its public key, in the spelling of every program that takes them.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::crypto::digest;
use crate::x509::certificate::Certificate;
use crate::x509::general_name::GeneralNameValue;
use crate::x509::public_key::PublicKey;

mod format;
pub mod go;
mod jwk;
pub mod lifetime;
pub mod sought;
mod ssh;

use format::{FORMATS, Format, Material, Spelling};
pub(crate) use jwk::required_members as jwk_members;
pub(crate) use ssh::blob as ssh_blob;

/// One certificate or key as one program wants it pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Pin {
    /// Which program's form it is: a stable name in kebab case.
    pub format: String,
    /// What the form is called.
    pub label: String,
    /// What is pinned: decides what a renewal breaks.
    pub of: Pinned,
    /// The pin, ready to be pasted.
    pub value: String,
    /// The line or lines in which it is used.
    pub snippet: String,
    /// A shell command that computes it, from `cert.pem` or the public key `key.pem`; none where no common tool does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What to know before using it.
    pub note: String,
}

/// What a pin is of.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Pinned {
    /// The certificate, every byte of it.
    Certificate,
    /// The public key only.
    PublicKey,
}

/// Every pin of a certificate; those of its key are missing where the key cannot be read.
#[must_use]
pub fn of_certificate(certificate: &Certificate) -> Vec<Pin> {
    let name = dialled_name(certificate);
    let of = |format: &Format| pin(format, Some(certificate), certificate.public_key.as_ref(), name);
    FORMATS.iter().filter_map(of).collect()
}

/// Every pin of a public key that stands by itself.
#[must_use]
pub fn of_key(key: &PublicKey) -> Vec<Pin> {
    FORMATS.iter().filter_map(|format| pin(format, None, Some(key), None)).collect()
}

fn pin(
    format: &Format,
    certificate: Option<&Certificate>,
    key: Option<&PublicKey>,
    name: Option<&str>,
) -> Option<Pin> {
    let material = match format.material {
        Material::Certificate => certificate?.der.clone(),
        Material::PublicKey => key?.der.clone(),
        Material::Jwk => jwk_members(key?)?.into_bytes(),
        Material::Ssh => ssh_blob(key?)?,
    };
    let value = format.spelling.write(&material);
    let pinned =
        if format.material == Material::Certificate { Pinned::Certificate } else { Pinned::PublicKey };
    let is_ca = certificate.is_some_and(Certificate::is_ca);
    let template = if is_ca { format.snippet_of_ca.unwrap_or(format.snippet) } else { format.snippet };
    Some(Pin {
        format: format.id.to_owned(),
        label: format.label.to_owned(),
        of: pinned,
        snippet: template.replace("{pin}", &value).replace("{name}", name.unwrap_or("NAME")),
        command: format.command(certificate.is_some()),
        note: format.note.to_owned(),
        value: format!("{}{value}", format.prefix),
    })
}

/// The first dNSName that a configuration can hold as it is.
fn dialled_name(certificate: &Certificate) -> Option<&str> {
    let plain = |text: &&str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
    };
    let names = certificate.subject_alternative_names().unwrap_or_default();
    names
        .iter()
        .filter_map(|name| match &name.value {
            GeneralNameValue::Dns(octets) => core::str::from_utf8(octets).ok(),
            _ => None,
        })
        .find(plain)
}

impl Spelling {
    fn write(self, material: &[u8]) -> String {
        use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
        let sha256 = digest::sha256(material);
        match self {
            Self::Hex => HEXLOWER.encode(&sha256),
            Self::HexUpper => HEXUPPER.encode(&sha256),
            Self::HexSha1 => HEXLOWER.encode(&digest::sha1(material)),
            Self::HexUpperSha1 => HEXUPPER.encode(&digest::sha1(material)),
            Self::HexSha512 => HEXLOWER.encode(&digest::sha512(material)),
            Self::ColonsSha512 => colons(&digest::sha512(material)),
            Self::Colons => colons(&sha256),
            Self::ColonsSha1 => colons(&digest::sha1(material)),
            Self::Base64 => BASE64.encode(&sha256),
            Self::Base64Unpadded => BASE64_NOPAD.encode(&sha256),
            Self::Base64Url => BASE64URL_NOPAD.encode(&sha256),
            Self::Base64UrlSha1 => BASE64URL_NOPAD.encode(&digest::sha1(material)),
        }
    }
}

/// Octets as OpenSSL prints a fingerprint: `AB:CD:EF`.
#[must_use]
pub fn colons(octets: &[u8]) -> String {
    let pairs: Vec<String> = octets.iter().map(|octet| format!("{octet:02X}")).collect();
    pairs.join(":")
}
