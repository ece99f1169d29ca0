//! AlgorithmIdentifier (RFC 5280 §4.1.1.2) and the signature algorithms it can name.

use core::fmt;

use crate::defect::{Defect, DefectKind};
use crate::der::oid::{self, Oid};
use crate::der::{self, Element, Reader, integer};
use crate::span::ByteRange;
use crate::x509::oids;

/// `AlgorithmIdentifier`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AlgorithmIdentifier {
    /// `algorithm`
    pub oid: Oid,
    /// The encoding of `parameters`, where there are any.
    pub parameters: Option<Vec<u8>>,
    /// Its whole encoding.
    pub der: Vec<u8>,
    /// Where it stands in the object it belongs to.
    pub range: ByteRange,
}

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hash {
    /// MD2, broken
    Md2,
    /// MD4, broken
    Md4,
    /// MD5, broken
    Md5,
    /// SHA-1, broken
    Sha1,
    /// SHA-224
    Sha224,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
    /// SHA-512/224
    Sha512Truncated224,
    /// SHA-512/256
    Sha512Truncated256,
    /// SHA3-224
    Sha3With224,
    /// SHA3-256
    Sha3With256,
    /// SHA3-384
    Sha3With384,
    /// SHA3-512
    Sha3With512,
    /// SHAKE128
    Shake128,
    /// SHAKE256
    Shake256,
}

impl Hash {
    /// The name NIST gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md2 => "MD2",
            Self::Md4 => "MD4",
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sha512Truncated224 => "SHA-512/224",
            Self::Sha512Truncated256 => "SHA-512/256",
            Self::Sha3With224 => "SHA3-224",
            Self::Sha3With256 => "SHA3-256",
            Self::Sha3With384 => "SHA3-384",
            Self::Sha3With512 => "SHA3-512",
            Self::Shake128 => "SHAKE128",
            Self::Shake256 => "SHAKE256",
        }
    }

    /// True of the hash functions of FIPS 202; its extendable-output functions are none.
    #[must_use]
    pub const fn is_sha3(self) -> bool {
        matches!(self, Self::Sha3With224 | Self::Sha3With256 | Self::Sha3With384 | Self::Sha3With512)
    }
}

/// `RSASSA-PSS-params` (RFC 4055 §3.1), defaults filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PssParameters {
    /// `hashAlgorithm`; `None` if it is not a hash function known here.
    pub hash: Option<Hash>,
    /// The hash function of `maskGenAlgorithm`; `None` if it is not MGF1 with a known one.
    pub mask_hash: Option<Hash>,
    /// `saltLength` in octets; `None` if negative or absurd.
    pub salt_length: Option<u64>,
    /// `trailerField`
    pub trailer: Option<u64>,
}

/// What an `AlgorithmIdentifier` of a signature names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5
    RsaPkcs1(Hash),
    /// RSASSA-PSS; `None` where the parameters cannot be read.
    RsaPss(Option<PssParameters>),
    /// ECDSA
    Ecdsa(Hash),
    /// Ed25519 (RFC 8410)
    Ed25519,
    /// Ed448 (RFC 8410)
    Ed448,
    /// DSA
    Dsa(Hash),
    /// ML-DSA (RFC 9881): 44, 65 or 87
    MlDsa(u8),
    /// SLH-DSA (RFC 9909), by its name
    SlhDsa(&'static str),
    /// Anything else.
    Unknown(Oid),
}

impl AlgorithmIdentifier {
    /// The signature algorithm it names.
    #[must_use]
    pub fn signature(&self) -> SignatureAlgorithm {
        match oids::signature(&self.oid) {
            Some(SignatureAlgorithm::RsaPss(_)) => SignatureAlgorithm::RsaPss(self.pss_parameters()),
            Some(algorithm) => algorithm,
            None => SignatureAlgorithm::Unknown(self.oid.clone()),
        }
    }

    /// Its parameters as `RSASSA-PSS-params`; `None` where there are none or they cannot be read.
    #[must_use]
    pub fn pss_parameters(&self) -> Option<PssParameters> {
        let parameters = self.parameters.as_deref()?;
        let mut unused = Vec::new();
        let sequence =
            Reader::new(parameters).required(der::tag::SEQUENCE, "RSASSA-PSS-params", &mut unused)?;
        let mut fields = Reader::inside(parameters, sequence);
        let mut read = PssParameters {
            hash: Some(Hash::Sha1),
            mask_hash: Some(Hash::Sha1),
            salt_length: Some(20),
            trailer: Some(1),
        };
        if let Some(field) = fields.optional(der::tag::context_constructed(0), &mut unused) {
            read.hash = explicit(parameters, field).and_then(|algorithm| oids::hash(&algorithm.oid));
        }
        if let Some(field) = fields.optional(der::tag::context_constructed(1), &mut unused) {
            read.mask_hash = explicit(parameters, field).and_then(|algorithm| algorithm.mgf1_hash());
        }
        if let Some(field) = fields.optional(der::tag::context_constructed(2), &mut unused) {
            read.salt_length = explicit_integer(parameters, field);
        }
        if let Some(field) = fields.optional(der::tag::context_constructed(3), &mut unused) {
            read.trailer = explicit_integer(parameters, field);
        }
        (fields.is_empty() && unused.is_empty()).then_some(read)
    }

    fn mgf1_hash(&self) -> Option<Hash> {
        if self.oid.octets() != oids::MGF1 {
            return None;
        }
        let parameters = self.parameters.as_deref()?;
        let mut unused = Vec::new();
        let sequence = Reader::new(parameters).next(&mut unused)?;
        oids::hash(&read(parameters, sequence, &mut unused).oid)
    }
}

fn explicit(whole: &[u8], field: Element) -> Option<AlgorithmIdentifier> {
    let mut unused = Vec::new();
    let sequence = Reader::inside(whole, field).required(der::tag::SEQUENCE, "algorithm", &mut unused)?;
    Some(read(whole, sequence, &mut unused))
}

fn explicit_integer(whole: &[u8], field: Element) -> Option<u64> {
    let mut unused = Vec::new();
    let element = Reader::inside(whole, field).required(der::tag::INTEGER, "INTEGER", &mut unused)?;
    integer::small(whole, element, &mut unused)
}

/// The name people know: `sha256WithRSAEncryption`, `ecdsa-with-SHA256`, `Ed25519` …
impl fmt::Display for AlgorithmIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match oids::algorithm(&self.oid) {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.oid),
        }
    }
}

/// The `AlgorithmIdentifier` in `element`.
pub(crate) fn read(whole: &[u8], element: Element, defects: &mut Vec<Defect>) -> AlgorithmIdentifier {
    let mut fields = Reader::inside(whole, element);
    let oid = fields.required(der::tag::OID, "algorithm", defects);
    let oid = oid.map_or_else(Oid::default, |element| oid::read(whole, element, defects));
    let parameters = fields.next(defects).map(|element| element.range.of(whole).to_vec());
    fields.finish("AlgorithmIdentifier", defects);
    AlgorithmIdentifier { oid, parameters, der: element.range.of(whole).to_vec(), range: element.range }
}

/// The `AlgorithmIdentifier` that `whole` is; `None` if no SEQUENCE begins there.
pub fn read_whole(whole: &[u8], defects: &mut Vec<Defect>) -> Option<AlgorithmIdentifier> {
    let element = Reader::new(whole).required(der::tag::SEQUENCE, "AlgorithmIdentifier", defects)?;
    Some(read(whole, element, defects))
}

/// The next field, which should be an `AlgorithmIdentifier`.
pub(crate) fn required(
    fields: &mut Reader<'_>,
    field: &'static str,
    defects: &mut Vec<Defect>,
) -> AlgorithmIdentifier {
    let element = fields.required(der::tag::SEQUENCE, field, defects);
    element.map_or_else(AlgorithmIdentifier::default, |element| read(fields.whole(), element, defects))
}

/// Notes where the algorithm within and the one beside the signature differ (RFC 5280 §4.1.1.2).
pub(crate) fn compare(inner: &AlgorithmIdentifier, outer: &AlgorithmIdentifier, defects: &mut Vec<Defect>) {
    // One that is not there is missing, and differs from nothing.
    if !outer.der.is_empty() && inner.der != outer.der {
        defects.push(Defect::new(DefectKind::AlgorithmMismatch, outer.range));
    }
}
