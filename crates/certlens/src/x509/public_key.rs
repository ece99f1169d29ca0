//! SubjectPublicKeyInfo (RFC 5280 §4.1.2.7, RFC 3279, RFC 5480, RFC 8410, RFC 9881).

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::{self, Element, Reader, bits, integer};
use crate::span::ByteRange;
use crate::x509::algorithm::{self, AlgorithmIdentifier};
use crate::x509::oids;

/// `SubjectPublicKeyInfo`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its encoding, byte for byte: what pins are computed over.
    pub der: Vec<u8>,
    /// Where it stands in the object it belongs to.
    pub range: ByteRange,
    /// `algorithm`
    pub algorithm: AlgorithmIdentifier,
    /// The octets of `subjectPublicKey`.
    pub key: Vec<u8>,
    /// What they are.
    pub kind: KeyKind,
}

/// The kind of a public key, with what its strength depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyKind {
    /// rsaEncryption
    Rsa(RsaKey),
    /// id-RSASSA-PSS: an RSA key that may only sign so (RFC 4055 §1.2)
    RsaPss(RsaKey),
    /// id-ecPublicKey
    Ec(Curve),
    /// Ed25519
    Ed25519,
    /// Ed448
    Ed448,
    /// X25519, which cannot sign
    X25519,
    /// X448, which cannot sign
    X448,
    /// id-dsa
    Dsa {
        /// Bits of the prime modulus; `None` if the parameters are not there.
        bits: Option<usize>,
    },
    /// ML-DSA, SLH-DSA or ML-KEM, by its name
    PostQuantum(&'static str),
    /// An algorithm not decoded here.
    Other,
    /// The key of a known algorithm that cannot be read.
    Unreadable,
}

/// `RSAPublicKey` (RFC 8017 A.1.1)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaKey {
    /// `modulus`, big-endian, without leading zeros.
    pub modulus: Vec<u8>,
    /// `publicExponent`, big-endian, without leading zeros.
    pub exponent: Vec<u8>,
    /// Bits of the modulus.
    pub bits: usize,
}

/// `ECParameters` (RFC 5480 §2.1.1)
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Curve {
    /// `namedCurve`
    Named(NamedCurve),
    /// `namedCurve`, with an identifier not known here
    Unknown(Oid),
    /// `specifiedCurve`: the parameters are written out, which RFC 5480 forbids
    Explicit {
        /// Bits of the prime field, 0 if unknown.
        field_bits: usize,
    },
    /// `implicitCurve`, or no parameters at all
    Missing,
}

/// Elliptic curves by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NamedCurve {
    /// secp192r1
    P192,
    /// secp224r1
    P224,
    /// secp256r1, prime256v1
    P256,
    /// secp384r1
    P384,
    /// secp521r1
    P521,
    /// secp256k1
    K256,
    /// SM2
    Sm2,
    /// Another one, by its name
    Other(&'static str),
}

impl NamedCurve {
    /// The name in common use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P192 => "P-192",
            Self::P224 => "P-224",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::K256 => "secp256k1",
            Self::Sm2 => "SM2",
            Self::Other(name) => name,
        }
    }
}

impl PublicKey {
    /// Whether the parameters of its algorithm are as its RFC demands: NULL for RSA (RFC 3279 §2.3.1), none for Ed25519, Ed448,
    /// X25519, X448 (RFC 8410 §3), ML-DSA and SLH-DSA (RFC 9881 §4, RFC 9909 §4). `None` of other kinds.
    #[must_use]
    pub fn has_expected_parameters(&self) -> Option<bool> {
        let parameters = self.algorithm.parameters.as_deref();
        match &self.kind {
            KeyKind::Rsa(_) => Some(parameters == Some(&[5, 0])),
            KeyKind::Ed25519 | KeyKind::Ed448 | KeyKind::X25519 | KeyKind::X448 | KeyKind::PostQuantum(_) => {
                Some(parameters.is_none())
            }
            _ => None,
        }
    }

    /// The algorithm and what its strength depends on: `RSA 2048 bits`, `EC P-256`, `Ed25519`.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.kind {
            KeyKind::Rsa(key) => format!("RSA {} bits", key.bits),
            KeyKind::RsaPss(key) => format!("RSASSA-PSS {} bits", key.bits),
            KeyKind::Ec(Curve::Named(curve)) => format!("EC {}", curve.name()),
            KeyKind::Ec(Curve::Unknown(oid)) => format!("EC on the unknown curve {oid}"),
            KeyKind::Ec(Curve::Explicit { field_bits }) => {
                format!("EC with explicit parameters, {field_bits} bits")
            }
            KeyKind::Ec(Curve::Missing) => "EC without a curve".to_owned(),
            KeyKind::Ed25519 => "Ed25519".to_owned(),
            KeyKind::Ed448 => "Ed448".to_owned(),
            KeyKind::X25519 => "X25519".to_owned(),
            KeyKind::X448 => "X448".to_owned(),
            KeyKind::Dsa { bits: Some(bits) } => format!("DSA {bits} bits"),
            KeyKind::Dsa { bits: None } => "DSA without parameters".to_owned(),
            KeyKind::PostQuantum(name) => (*name).to_owned(),
            KeyKind::Other => self.algorithm.to_string(),
            KeyKind::Unreadable => format!("unreadable {} key", self.algorithm),
        }
    }
}

/// The `SubjectPublicKeyInfo` in `element`.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> PublicKey {
    let mut fields = Reader::inside(whole, element);
    let algorithm = algorithm::required(&mut fields, "algorithm", defects);
    let key = fields.required(der::tag::BIT_STRING, "subjectPublicKey", defects);
    let bits = key.map(|key| bits::read(whole, key, defects));
    fields.finish("SubjectPublicKeyInfo", defects);
    let octets = bits.map_or_else(ByteRange::default, |bits| bits.octets);
    let kind = kind(&algorithm, whole, octets, defects);
    PublicKey {
        der: element.range.of(whole).to_vec(),
        range: element.range,
        algorithm,
        key: octets.of(whole).to_vec(),
        kind,
    }
}

/// The `SubjectPublicKeyInfo` that `whole` is; `None` if no SEQUENCE begins there.
pub fn read_whole(whole: &[u8], defects: &mut Vec<Defect>) -> Option<PublicKey> {
    let mut outer = Reader::new(whole);
    let element = outer.required(der::tag::SEQUENCE, "SubjectPublicKeyInfo", defects)?;
    if !outer.is_empty() {
        defects.push(Defect::new(DefectKind::TrailingBytes { count: outer.rest().len() }, outer.rest()));
    }
    Some(read(whole, element, defects))
}

/// The `RSAPublicKey` that `whole` is, as the `SubjectPublicKeyInfo` it stands for (RFC 8017 A.1.1).
pub(crate) fn read_pkcs1(whole: &[u8], defects: &mut Vec<Defect>) -> Option<PublicKey> {
    rsa(whole, ByteRange::new(0, whole.len()), defects)?;
    let algorithm = [&[0x30, 0x0d, 0x06, 0x09], oids::RSA_ENCRYPTION, &[0x05, 0x00]].concat();
    let bits = der::write(der::tag::BIT_STRING, &[&[0], whole].concat());
    let info = der::write(der::tag::SEQUENCE, &[algorithm, bits].concat());
    read_whole(&info, defects).map(|key| PublicKey { range: ByteRange::new(0, whole.len()), ..key })
}

fn kind(algorithm: &AlgorithmIdentifier, whole: &[u8], key: ByteRange, defects: &mut Vec<Defect>) -> KeyKind {
    let oid = algorithm.oid.octets();
    if oid == oids::RSA_ENCRYPTION || oid == oids::RSAES_OAEP {
        return rsa(whole, key, defects).map_or(KeyKind::Unreadable, KeyKind::Rsa);
    }
    if oid == oids::RSASSA_PSS {
        return rsa(whole, key, defects).map_or(KeyKind::Unreadable, KeyKind::RsaPss);
    }
    if oid == oids::EC_PUBLIC_KEY {
        return KeyKind::Ec(curve(algorithm.parameters.as_deref()));
    }
    if oid == oids::DSA {
        return KeyKind::Dsa { bits: dsa_bits(algorithm.parameters.as_deref()) };
    }
    let fixed = match oid {
        oids::ED25519 => Some((KeyKind::Ed25519, 32)),
        oids::ED448 => Some((KeyKind::Ed448, 57)),
        oids::X25519 => Some((KeyKind::X25519, 32)),
        oids::X448 => Some((KeyKind::X448, 56)),
        _ => None,
    };
    if let Some((kind, length)) = fixed {
        if key.len() != length {
            defects.push(Defect::new(DefectKind::OutOfRange("subjectPublicKey"), key));
            return KeyKind::Unreadable;
        }
        return kind;
    }
    oids::algorithm(&algorithm.oid)
        .filter(|name| ["ML-DSA-", "SLH-DSA-", "ML-KEM-"].iter().any(|family| name.starts_with(family)))
        .map_or(KeyKind::Other, KeyKind::PostQuantum)
}

fn rsa(whole: &[u8], key: ByteRange, defects: &mut Vec<Defect>) -> Option<RsaKey> {
    let mut outer = Reader::over(whole, key);
    let sequence = outer.required(der::tag::SEQUENCE, "RSAPublicKey", defects)?;
    outer.finish("subjectPublicKey", defects);
    let mut fields = Reader::inside(whole, sequence);
    let modulus = fields.required(der::tag::INTEGER, "modulus", defects)?;
    integer::check(whole, modulus, defects);
    let exponent = fields.required(der::tag::INTEGER, "publicExponent", defects)?;
    integer::check(whole, exponent, defects);
    fields.finish("RSAPublicKey", defects);
    for (element, field) in [(modulus, "modulus"), (exponent, "publicExponent")] {
        if integer::is_negative(element.content.of(whole)) {
            defects.push(Defect::new(DefectKind::OutOfRange(field), element.range));
        }
    }
    let modulus = integer::magnitude(modulus.content.of(whole));
    Some(RsaKey {
        modulus: modulus.to_vec(),
        exponent: integer::magnitude(exponent.content.of(whole)).to_vec(),
        bits: integer::bit_length(modulus),
    })
}

/// The curve that `ECParameters` name; also those of a private key.
pub(crate) fn curve(parameters: Option<&[u8]>) -> Curve {
    let mut unused = Vec::new();
    let Some(whole) = parameters else { return Curve::Missing };
    let Some(element) = Reader::new(whole).next(&mut unused) else { return Curve::Missing };
    match element.tag {
        der::tag::OID => {
            let oid = oid::read(whole, element, &mut unused);
            oids::curve(&oid).map_or(Curve::Unknown(oid), Curve::Named)
        }
        der::tag::SEQUENCE => Curve::Explicit { field_bits: field_bits(whole, element).unwrap_or(0) },
        _ => Curve::Missing,
    }
}

/// Bits of the prime of `SpecifiedECDomain.fieldID` (SEC 1 C.2).
fn field_bits(whole: &[u8], domain: Element) -> Option<usize> {
    let mut unused = Vec::new();
    let mut fields = Reader::inside(whole, domain);
    fields.required(der::tag::INTEGER, "version", &mut unused)?;
    let field = fields.required(der::tag::SEQUENCE, "fieldID", &mut unused)?;
    let mut field = Reader::inside(whole, field);
    let field_type = field.required(der::tag::OID, "fieldType", &mut unused)?;
    if field_type.content.of(whole) != oids::PRIME_FIELD {
        return None;
    }
    let prime = field.required(der::tag::INTEGER, "Prime-p", &mut unused)?;
    Some(integer::bit_length(prime.content.of(whole)))
}

/// Bits of `p` of `Dss-Parms` (RFC 3279 §2.3.2).
fn dsa_bits(parameters: Option<&[u8]>) -> Option<usize> {
    let whole = parameters?;
    let mut unused = Vec::new();
    let sequence = Reader::new(whole).required(der::tag::SEQUENCE, "Dss-Parms", &mut unused)?;
    let p = Reader::inside(whole, sequence).required(der::tag::INTEGER, "p", &mut unused)?;
    Some(integer::bit_length(p.content.of(whole)))
}
