//! `tls.X509KeyPair`: the certificate file, the key file, and whether they belong together.

use std::rc::Rc;

use super::{Release, certificate, pem};
use crate::crypto::{key_match, private_key, public_key};
use crate::der::oid::Oid;
use crate::der::tag;
use crate::peer::cause::Cause;
use crate::peer::encounter::Own;
use crate::peer::shelf::Parsed;
use crate::x509::form;
use crate::x509::oids;
use crate::x509::private_key::KeyEncoding;
use crate::x509::public_key::{Curve, KeyKind, NamedCurve, PublicKey};

type Refused = (Cause, String);

/// A curve of `crypto/elliptic`.
pub(super) struct GoCurve {
    curve: NamedCurve,
    /// Octets of a coordinate.
    pub(super) octets: usize,
    /// How `crypto/internal/fips140/nistec` calls it.
    pub(super) go_name: &'static str,
    oid: &'static [u8],
}

const CURVES: &[GoCurve] = &[
    GoCurve { curve: NamedCurve::P224, octets: 28, go_name: "P224", oid: &[0x2b, 0x81, 4, 0, 33] },
    GoCurve {
        curve: NamedCurve::P256,
        octets: 32,
        go_name: "P256",
        oid: &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
    },
    GoCurve { curve: NamedCurve::P384, octets: 48, go_name: "P384", oid: &[0x2b, 0x81, 4, 0, 34] },
    GoCurve { curve: NamedCurve::P521, octets: 66, go_name: "P521", oid: &[0x2b, 0x81, 4, 0, 35] },
];

/// `namedCurveFromOID`
pub(super) fn curve(oid: &[u8]) -> Option<&'static GoCurve> {
    CURVES.iter().find(|curve| curve.oid == oid)
}

impl GoCurve {
    /// Whether the point is on the curve; of P-224, with which nothing here computes, it is taken to be.
    pub(super) fn has_point(&self, point: &[u8]) -> bool {
        public_key::is_on_curve(self.curve, point).unwrap_or(true)
    }
}

/// The certificates to send. Without a certificate file there are none, without a key file the key is taken to fit.
/// `LoadX509KeyPair`, `X509KeyPair` of crypto/tls/tls.go.
pub(super) fn pair(own: &Own<'_>, release: Release) -> Result<Vec<Rc<Parsed>>, Refused> {
    let Some(file) = &own.files.certificate else { return Ok(Vec::new()) };
    let blocks = pem::blocks(file);
    let certificates: Vec<&pem::Block> = blocks.iter().filter(|block| block.label == "CERTIFICATE").collect();
    let Some(first) = certificates.first() else {
        return Err((Cause::CertificateFile, no_certificate(&blocks)));
    };
    let key = own.files.key.as_ref().map(|file| key_block(file)).transpose();
    let key = key.map_err(|text| (Cause::KeyFile, text))?;
    certificate::parse(&first.bytes, release).map_err(|text| (Cause::Encoding, text))?;
    let chain: Vec<Rc<Parsed>> =
        certificates.iter().filter_map(|block| own.shelf.read(&block.bytes)).collect();
    if let (Some(key), Some(leaf)) = (key, chain.first()) {
        fits(&key, leaf, release)?;
    }
    Ok(chain)
}

/// `X509KeyPair` (recorded: `pem-only-text-crt`, `pem-csr-label-crt`).
fn no_certificate(blocks: &[pem::Block]) -> String {
    match blocks {
        [] => "tls: failed to find any PEM data in certificate input".to_owned(),
        [only] if only.label.ends_with("PRIVATE KEY") => {
            "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched".to_owned()
        }
        blocks => format!(
            "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following types: [{}]",
            labels(blocks)
        ),
    }
}

fn labels(blocks: &[pem::Block]) -> String {
    blocks.iter().map(|block| block.label.as_str()).collect::<Vec<_>>().join(" ")
}

/// The first block that is a private key by its label. `X509KeyPair` (recorded: `key-public`, `key-empty`).
fn key_block(file: &[u8]) -> Result<pem::Block, String> {
    let mut blocks = pem::blocks(file);
    let is_key = |block: &pem::Block| block.label == "PRIVATE KEY" || block.label.ends_with(" PRIVATE KEY");
    match blocks.iter().position(is_key) {
        Some(at) => Ok(blocks.swap_remove(at)),
        None => Err(match blocks.as_slice() {
            [] => "tls: failed to find any PEM data in key input".to_owned(),
            [only] if only.label == "CERTIFICATE" => {
                "tls: found a certificate rather than a key in the PEM for the private key".to_owned()
            }
            blocks => format!(
                "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: [{}]",
                labels(blocks)
            ),
        }),
    }
}

/// `parsePrivateKey`, which goes by the structure and not by the label, and the comparison of the public keys.
fn fits(block: &pem::Block, leaf: &Parsed, release: Release) -> Result<(), Refused> {
    let bytes = &block.bytes;
    let facts = private_key::read(bytes, form::of(bytes), None, &mut Vec::new());
    let is_read = matches!(facts.encoding, KeyEncoding::Pkcs1 | KeyEncoding::Pkcs8 | KeyEncoding::Sec1);
    let has_curve = |key: &PublicKey| !matches!(key.kind, KeyKind::Ec(Curve::Missing));
    let own = facts.public_key.as_ref().filter(|key| is_read && kind(key).is_some() && has_curve(key));
    let shown = leaf.certificate.public_key.as_ref();
    let Some(own) = own else {
        let reason = if release >= Release::V1_27 {
            unparsed(bytes, facts.encoding, facts.public_key.as_ref())
        } else {
            String::new()
        };
        return Err((Cause::KeyFile, format!("tls: failed to parse private key{reason}")));
    };
    let Some(shown) = shown.filter(|key| kind(key).is_some()) else {
        return Err((Cause::KeyType, "tls: unknown public key algorithm".to_owned()));
    };
    if kind(own) != kind(shown) {
        return Err((Cause::KeyMatch, "tls: private key type does not match public key type".to_owned()));
    }
    // Of an RSA key only the modulus is compared (tls.go, X509KeyPair) before 1.27.
    let is_same = match (&own.kind, &shown.kind) {
        (KeyKind::Rsa(own), KeyKind::Rsa(shown)) if release < Release::V1_27 => own.modulus == shown.modulus,
        _ => key_match::same(own, shown),
    };
    if is_same {
        return Ok(());
    }
    Err((Cause::KeyMatch, "tls: private key does not match public key".to_owned()))
}

/// The key types of `crypto/tls`.
const fn kind(key: &PublicKey) -> Option<u8> {
    match key.kind {
        KeyKind::Rsa(_) => Some(1),
        KeyKind::Ec(_) => Some(2),
        KeyKind::Ed25519 => Some(3),
        _ => None,
    }
}

/// What `encoding/asn1` says of a structure that is not PKCS #8, or `ParsePKCS8PrivateKey` of an unknown algorithm.
fn unparsed(bytes: &[u8], encoding: KeyEncoding, key: Option<&PublicKey>) -> String {
    if encoding == KeyEncoding::Sec1 {
        return ": x509: failed to parse private key (use ParseECPrivateKey instead for this key format)"
            .to_owned();
    }
    let parameters = "{optional:false explicit:false application:false private:false defaultValue:<nil> \
                      tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}";
    let mismatch = |wanted: u8, octets: &[u8], field: &str, at: usize| {
        let [identifier, length, rest @ ..] = octets else {
            // `parseField`, `parseTagAndLength`
            let text = match octets.first() {
                None => "sequence truncated",
                Some(identifier) if identifier & 0x1f == 0x1f => "truncated base 128 integer",
                Some(_) => "truncated tag or length",
            };
            return format!(": asn1: syntax error: {text}");
        };
        let count = usize::from(length & 0x7f);
        let (length, header) = if *length < 0x80 {
            (count, 2)
        } else {
            let octets = rest.get(..count).unwrap_or_default();
            let value =
                |octets: &[u8]| octets.iter().fold(0, |value: usize, octet| value << 8 | usize::from(*octet));
            // `parseTagAndLength` stops before it takes in one octet more.
            let too_large =
                octets.iter().position(|octet| *octet != 0).is_some_and(|first| octets.len() - first > 3);
            let is_odd = |text: &str| format!(": asn1: structure error: {text}");
            match octets.first() {
                Some(0) => return is_odd("superfluous leading zeros in length"),
                _ if too_large && value(octets.get(..3).unwrap_or_default()) >= 1 << 23 => {
                    return is_odd("length too large");
                }
                _ if octets.len() > 4 => return is_odd("length too large"),
                _ => (value(octets), 2 + count),
            }
        };
        format!(
            ": asn1: structure error: tags don't match ({wanted} vs {{class:{} tag:{} length:{length} isCompound:{}}}) {parameters} {field} @{}",
            identifier >> 6,
            identifier & 0x1f,
            identifier & 0x20 != 0,
            at + header
        )
    };
    let mut whole = super::cryptobyte::Input(bytes);
    let Some(fields) = whole.read(tag::SEQUENCE) else { return mismatch(16, bytes, "pkcs8", 0) };
    if !fields.has(tag::INTEGER) {
        return mismatch(2, fields.0, "int", 0);
    }
    let oid = key.map(|key| key.algorithm.oid.clone()).or_else(|| algorithm(fields));
    oid.map_or_else(String::new, |oid| {
        format!(": x509: PKCS#8 wrapping contained private key with unknown algorithm: {oid}")
    })
}

/// The algorithm that a PKCS #8 structure names.
fn algorithm(mut fields: super::cryptobyte::Input<'_>) -> Option<Oid> {
    fields.integer()?;
    fields.read(tag::SEQUENCE)?.oid().map(Oid::from_octets)
}

/// Whether Go can use the key of a certificate in a handshake at all. (`parsePublicKey` of crypto/x509,
/// `signatureSchemesForPublicKey` of crypto/tls.)
pub(super) fn is_usable(key: &PublicKey) -> bool {
    match key.algorithm.oid.octets() {
        oids::RSA_ENCRYPTION | oids::ED25519 => true,
        oids::EC_PUBLIC_KEY => super::signature::named_curve(key)
            .is_some_and(|named| CURVES.iter().any(|curve| curve.curve == named)),
        _ => false,
    }
}
