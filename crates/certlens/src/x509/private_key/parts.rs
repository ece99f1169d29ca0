//! `RSAPrivateKey`, `ECPrivateKey`, `OneAsymmetricKey`: their parts, lent from the caller's buffer.

use crate::defect::Defect;
use crate::der::{self, Reader, bits, integer};
use crate::span::ByteRange;
use crate::x509::algorithm::{self, AlgorithmIdentifier};
use crate::x509::form::Form;
use crate::x509::oids;

/// A private key in pieces. Holds no copy of a secret byte; not for keeping.
pub(crate) struct Parts<'a> {
    /// The algorithm, as the `AlgorithmIdentifier` of the public key would be written.
    pub(crate) algorithm: AlgorithmIdentifier,
    pub(crate) secret: Secret<'a>,
    /// The octets of the public key, as `subjectPublicKey` would have them, where the file states them.
    pub(crate) public: Option<&'a [u8]>,
    /// True if a curve is named twice, differently.
    pub(crate) has_two_curves: bool,
}

/// What must not be kept.
pub(crate) enum Secret<'a> {
    /// Modulus, public exponent and the primes (`None` if there are more or fewer than two).
    Rsa { modulus: &'a [u8], exponent: &'a [u8], primes: Option<(&'a [u8], &'a [u8])> },
    /// The octets of a scalar, of a seed, or whatever the algorithm has.
    Octets(&'a [u8]),
    /// ML-DSA in its expanded form (RFC 9881 §6).
    Expanded,
    /// Nothing that can be read.
    None,
}

/// The parts of the private key in `whole`, which has this form.
pub(crate) fn read<'a>(form: Form, whole: &'a [u8], defects: &mut Vec<Defect>) -> Option<Parts<'a>> {
    let range = ByteRange::new(0, whole.len());
    match form {
        Form::RsaPrivateKey => rsa(whole, range, identifier(oids::RSA_ENCRYPTION, NULL), defects),
        Form::EcPrivateKey => ec(whole, range, None, defects),
        Form::DsaPrivateKey => dsa(whole, defects),
        Form::PrivateKeyInfo => pkcs8(whole, defects),
        _ => None,
    }
}

const NULL: &[u8] = &[0x05, 0x00];

/// An `AlgorithmIdentifier` with these parameters, which are DER.
pub(crate) fn identifier(oid: &[u8], parameters: &[u8]) -> AlgorithmIdentifier {
    let encoded = der::write(der::tag::SEQUENCE, &[&der::write(der::tag::OID, oid), parameters].concat());
    let element = Reader::new(&encoded).next(&mut Vec::new());
    element.map_or_else(AlgorithmIdentifier::default, |element| {
        algorithm::read(&encoded, element, &mut Vec::new())
    })
}

/// `OneAsymmetricKey` (RFC 5958 §2)
fn pkcs8<'a>(whole: &'a [u8], defects: &mut Vec<Defect>) -> Option<Parts<'a>> {
    let mut outer = Reader::new(whole);
    let sequence = outer.required(der::tag::SEQUENCE, "OneAsymmetricKey", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    fields.required(der::tag::INTEGER, "version", defects);
    let algorithm = algorithm::required(&mut fields, "privateKeyAlgorithm", defects);
    let key = fields.required(der::tag::OCTET_STRING, "privateKey", defects)?.content;
    fields.optional(der::tag::context_constructed(0), defects);
    let public = fields.optional(der::tag::context(1), defects);
    let public = public.map(|element| bits::read(whole, element, defects).octets.of(whole));
    fields.finish("OneAsymmetricKey", defects);
    let mut parts = match algorithm.oid.octets() {
        oids::RSA_ENCRYPTION | oids::RSAES_OAEP | oids::RSASSA_PSS => rsa(whole, key, algorithm, defects)?,
        oids::EC_PUBLIC_KEY => ec(whole, key, Some(algorithm), defects)?,
        oids::DSA => {
            let x = Reader::over(whole, key).required(der::tag::INTEGER, "privateKey", defects)?;
            simple(algorithm, Secret::Octets(integer::magnitude(x.content.of(whole))))
        }
        oids::ED25519 | oids::ED448 | oids::X25519 | oids::X448 => {
            let octets =
                Reader::over(whole, key).required(der::tag::OCTET_STRING, "CurvePrivateKey", defects)?;
            simple(algorithm, Secret::Octets(octets.content.of(whole)))
        }
        _ if algorithm.to_string().starts_with("ML-DSA-") => simple(algorithm, seed(whole, key, defects)),
        _ => simple(algorithm, Secret::None),
    };
    parts.public = parts.public.or(public);
    Some(parts)
}

const fn simple(algorithm: AlgorithmIdentifier, secret: Secret<'_>) -> Parts<'_> {
    Parts { algorithm, secret, public: None, has_two_curves: false }
}

/// `ML-DSA-44-PrivateKey` and its siblings (RFC 9881 §6): a seed, the expanded key, or both.
fn seed<'a>(whole: &'a [u8], key: ByteRange, defects: &mut Vec<Defect>) -> Secret<'a> {
    let mut fields = Reader::over(whole, key);
    match fields.peek() {
        Some(tag) if tag == der::tag::context(0) => {
            let seed = fields.next(defects);
            seed.map_or(Secret::None, |seed| Secret::Octets(seed.content.of(whole)))
        }
        Some(der::tag::SEQUENCE) => {
            let both = fields.next(defects);
            let seed = both.and_then(|both| {
                Reader::inside(whole, both).required(der::tag::OCTET_STRING, "seed", defects)
            });
            seed.map_or(Secret::None, |seed| Secret::Octets(seed.content.of(whole)))
        }
        Some(der::tag::OCTET_STRING) => Secret::Expanded,
        _ => Secret::None,
    }
}

/// `RSAPrivateKey` (RFC 8017 A.1.2)
fn rsa<'a>(
    whole: &'a [u8],
    range: ByteRange,
    algorithm: AlgorithmIdentifier,
    defects: &mut Vec<Defect>,
) -> Option<Parts<'a>> {
    let mut outer = Reader::over(whole, range);
    let sequence = outer.required(der::tag::SEQUENCE, "RSAPrivateKey", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    let mut number = |field| {
        let element = fields.required(der::tag::INTEGER, field, defects)?;
        Some(integer::magnitude(element.content.of(whole)))
    };
    let version = number("version")?;
    let (modulus, exponent) = (number("modulus")?, number("publicExponent")?);
    number("privateExponent");
    let primes = number("prime1").zip(number("prime2")).filter(|_| version.is_empty());
    Some(simple(algorithm, Secret::Rsa { modulus, exponent, primes }))
}

/// `ECPrivateKey` (RFC 5915 §3); `outer` is the algorithm of the PKCS #8 structure around it.
fn ec<'a>(
    whole: &'a [u8],
    range: ByteRange,
    outer: Option<AlgorithmIdentifier>,
    defects: &mut Vec<Defect>,
) -> Option<Parts<'a>> {
    let sequence = Reader::over(whole, range).required(der::tag::SEQUENCE, "ECPrivateKey", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    fields.required(der::tag::INTEGER, "version", defects);
    let scalar = fields.required(der::tag::OCTET_STRING, "privateKey", defects)?;
    let inner = fields.optional(der::tag::context_constructed(0), defects);
    let inner = inner.map(|element| element.content.of(whole));
    let public = fields.optional(der::tag::context_constructed(1), defects).and_then(|element| {
        let key = Reader::inside(whole, element).required(der::tag::BIT_STRING, "publicKey", defects)?;
        Some(bits::read(whole, key, defects).octets.of(whole))
    });
    fields.finish("ECPrivateKey", defects);
    let named_outside = outer.as_ref().and_then(|algorithm| algorithm.parameters.as_deref());
    let has_two_curves = matches!((inner, named_outside), (Some(inner), Some(outside)) if inner != outside);
    let algorithm = match outer {
        Some(algorithm) if algorithm.parameters.is_some() => algorithm,
        _ => identifier(oids::EC_PUBLIC_KEY, inner.unwrap_or_default()),
    };
    Some(Parts { algorithm, secret: Secret::Octets(scalar.content.of(whole)), public, has_two_curves })
}

/// OpenSSL's `SEQUENCE { version, p, q, g, y, x }`.
fn dsa<'a>(whole: &'a [u8], defects: &mut Vec<Defect>) -> Option<Parts<'a>> {
    let sequence = Reader::new(whole).required(der::tag::SEQUENCE, "DSAPrivateKey", defects)?;
    let mut fields = Reader::inside(whole, sequence);
    fields.required(der::tag::INTEGER, "version", defects)?;
    let mut parameters = Vec::new();
    for field in ["p", "q", "g"] {
        parameters.extend_from_slice(fields.required(der::tag::INTEGER, field, defects)?.range.of(whole));
    }
    let y = fields.required(der::tag::INTEGER, "y", defects)?;
    let x = fields.required(der::tag::INTEGER, "x", defects);
    let x = x.map_or(&[][..], |x| integer::magnitude(x.content.of(whole)));
    Some(Parts {
        algorithm: identifier(oids::DSA, &der::write(der::tag::SEQUENCE, &parameters)),
        secret: Secret::Octets(x),
        public: Some(y.range.of(whole)),
        has_two_curves: false,
    })
}
