//! What a DER encoding is, told from its structure alone.
//!
//! Labels and file names are hints that people get wrong; the first few elements of a structure are not.

use core::fmt;

use crate::der::{Element, Reader, tag};
use crate::x509::oids;

/// The structures that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `Certificate` (RFC 5280)
    Certificate,
    /// `CertificateList` (RFC 5280)
    CertificateList,
    /// `CertificationRequest` (RFC 2986)
    CertificationRequest,
    /// `SubjectPublicKeyInfo` (RFC 5280)
    SubjectPublicKeyInfo,
    /// `RSAPublicKey` (RFC 8017)
    RsaPublicKey,
    /// `PrivateKeyInfo`, `OneAsymmetricKey` (RFC 5958)
    PrivateKeyInfo,
    /// `EncryptedPrivateKeyInfo` (RFC 5958)
    EncryptedPrivateKeyInfo,
    /// `RSAPrivateKey` (RFC 8017)
    RsaPrivateKey,
    /// `ECPrivateKey` (RFC 5915)
    EcPrivateKey,
    /// OpenSSL's structure of a DSA private key
    DsaPrivateKey,
    /// `ContentInfo` with signed data: PKCS #7, CMS (RFC 5652)
    SignedData,
    /// `ContentInfo` with anything else
    OtherCms,
    /// `PFX`: PKCS #12 (RFC 7292)
    Pkcs12,
    /// `OCSPResponse` (RFC 6960)
    OcspResponse,
    /// `OCSPRequest` (RFC 6960)
    OcspRequest,
    /// `AttributeCertificate` (RFC 5755)
    AttributeCertificate,
    /// `DHParameter` (PKCS #3)
    DhParameters,
    /// `ECParameters` (RFC 5480)
    EcParameters,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "certificate",
            Self::CertificateList => "certificate revocation list",
            Self::CertificationRequest => "certification request",
            Self::SubjectPublicKeyInfo => "public key",
            Self::RsaPublicKey => "RSA public key",
            Self::PrivateKeyInfo => "PKCS #8 private key",
            Self::EncryptedPrivateKeyInfo => "encrypted PKCS #8 private key",
            Self::RsaPrivateKey => "RSA private key",
            Self::EcPrivateKey => "EC private key",
            Self::DsaPrivateKey => "DSA private key",
            Self::SignedData => "PKCS #7 bundle",
            Self::OtherCms => "PKCS #7 message",
            Self::Pkcs12 => "PKCS #12 key store",
            Self::OcspResponse => "OCSP response",
            Self::OcspRequest => "OCSP request",
            Self::AttributeCertificate => "attribute certificate",
            Self::DhParameters => "Diffie-Hellman parameters",
            Self::EcParameters => "EC parameters",
        })
    }
}

impl Form {
    /// True of private keys, encrypted or not.
    pub(crate) const fn is_private_key(self) -> bool {
        matches!(
            self,
            Self::PrivateKeyInfo
                | Self::EncryptedPrivateKeyInfo
                | Self::RsaPrivateKey
                | Self::EcPrivateKey
                | Self::DsaPrivateKey
        )
    }

    /// True of what is so much unlike a private key that no damage makes one look like it; it is what it is under any label.
    pub(crate) const fn is_public(self) -> bool {
        matches!(
            self,
            Self::Certificate
                | Self::CertificateList
                | Self::CertificationRequest
                | Self::SubjectPublicKeyInfo
                | Self::SignedData
                | Self::Pkcs12
                | Self::OcspResponse
        )
    }
}

/// How many elements of a level are looked at; no structure needs more to be told apart.
const FIRST: usize = 9;

/// The form of the structure at the beginning of `whole`, if it is one of those known.
pub(crate) fn of(whole: &[u8]) -> Option<Form> {
    let outer = Reader::new(whole).next(&mut Vec::new())?;
    if outer.tag == tag::OID {
        return Some(Form::EcParameters);
    }
    if outer.tag != tag::SEQUENCE {
        return None;
    }
    let fields = first(whole, outer);
    let tags: Vec<u8> = fields.iter().map(|field| field.tag).collect();
    let inner = |index: usize| fields.get(index).map_or_else(Vec::new, |field| first(whole, *field));
    let oid = |index: usize| fields.get(index).map(|field| field.content.of(whole));
    match tags.as_slice() {
        [tag::SEQUENCE, tag::SEQUENCE, tag::BIT_STRING | 0x23, ..] => signed(whole, &inner(0), &inner(1)),
        [tag::SEQUENCE, tag::BIT_STRING | 0x23, ..] => Some(Form::SubjectPublicKeyInfo),
        [tag::SEQUENCE, tag::OCTET_STRING, ..] => Some(Form::EncryptedPrivateKeyInfo),
        [tag::INTEGER, tag::SEQUENCE, tag::OCTET_STRING, ..] => Some(Form::PrivateKeyInfo),
        [tag::INTEGER, tag::SEQUENCE, ..] if oid(0) == Some(&[3]) => Some(Form::Pkcs12),
        [tag::INTEGER, tag::SEQUENCE, ..] => Some(Form::EcParameters),
        [tag::INTEGER, tag::OCTET_STRING, ..] => Some(Form::EcPrivateKey),
        [tag::INTEGER, rest @ ..] if rest.iter().all(|tag| *tag == tag::INTEGER) => match rest.len() {
            // A shorter number is the version of something damaged, and what follows it may be a secret.
            1 if oid(0).is_some_and(|modulus| modulus.len() >= 16) => Some(Form::RsaPublicKey),
            2 => Some(Form::DhParameters),
            5 => Some(Form::DsaPrivateKey),
            7.. => Some(Form::RsaPrivateKey),
            _ => None,
        },
        [tag::INTEGER, ..] if tags.len() == FIRST => Some(Form::RsaPrivateKey),
        [tag::OID, 0xa0, ..] if oid(0) == Some(oids::SIGNED_DATA) => Some(Form::SignedData),
        [tag::OID, 0xa0, ..] => Some(Form::OtherCms),
        [tag::ENUMERATED, ..] => Some(Form::OcspResponse),
        // What is signed and cut off within it has no algorithm and no signature beside it.
        [tag::SEQUENCE] | [tag::SEQUENCE, 0xa0] => {
            ocsp_request(whole, &inner(0)).or_else(|| signed(whole, &inner(0), &[]))
        }
        [tag::SEQUENCE, ..] => signed(whole, &inner(0), &inner(1)),
        _ => None,
    }
}

/// What is signed: a certificate, a list, a request or an attribute certificate.
fn signed(whole: &[u8], tbs: &[Element], algorithm: &[Element]) -> Option<Form> {
    let tags: Vec<u8> = tbs.iter().map(|field| field.tag).collect();
    let is_key = |index: usize| {
        tbs.get(index).is_some_and(|field| {
            let tags: Vec<u8> = first(whole, *field).iter().map(|field| field.tag).collect();
            matches!(tags.as_slice(), [tag::SEQUENCE, tag::BIT_STRING, ..])
        })
    };
    match tags.as_slice() {
        [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE]
        | [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, 0xa0, ..]
            if is_key(2) =>
        {
            Some(Form::CertificationRequest)
        }
        [tag::INTEGER, tag::SEQUENCE, 0xa0 | 0x30, tag::SEQUENCE, tag::INTEGER, ..] => {
            Some(Form::AttributeCertificate)
        }
        [0xa0, tag::INTEGER, ..] | [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, tag::SEQUENCE, ..] => {
            Some(Form::Certificate)
        }
        [tag::SEQUENCE, tag::SEQUENCE, tag::UTC_TIME | tag::GENERALIZED_TIME, ..]
        | [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, tag::UTC_TIME | tag::GENERALIZED_TIME, ..] => {
            Some(Form::CertificateList)
        }
        [_, _, _, _, ..] if algorithm.first().is_some_and(|field| field.tag == tag::OID) => {
            Some(Form::Certificate)
        }
        _ => None,
    }
}

fn ocsp_request(whole: &[u8], tbs: &[Element]) -> Option<Form> {
    let list = tbs.iter().find(|field| field.tag == tag::SEQUENCE)?;
    let request = first(whole, *list);
    let request = request.first().map(|request| first(whole, *request))?;
    request.first().is_some_and(|id| id.tag == tag::SEQUENCE).then_some(Form::OcspRequest)
}

/// The first elements inside `element`.
fn first(whole: &[u8], element: Element) -> Vec<Element> {
    let mut unused = Vec::new();
    let mut reader = Reader::inside(whole, element);
    core::iter::from_fn(|| reader.next(&mut unused)).take(FIRST).collect()
}
